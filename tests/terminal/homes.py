"""A home of the test's own, and the places of it a program may write to."""

import os
from pathlib import Path


def fresh_home(folder: Path) -> dict[str, str]:
    """Return the settings by which a program finds everything of the user's in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    places = {name: folder / name for name in ("data", "config", "state", "cache")}
    settings = {f"XDG_{name.upper()}_HOME": str(place) for name, place in places.items()}
    settings["LANG"] = "C.UTF-8"
    if "PYTHONPATH" in os.environ:
        settings["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return settings
