"""Draw the screenshots of README and docs: the program itself, on the bundled atlas."""

import asyncio
import re
import tempfile
from datetime import date
from pathlib import Path

from ciatlas.sources.bundle import unpack_bundle
from ciatlas_tui.app import Explorer

FOLDER = Path(__file__).parent.parent / "docs"
SIZE = (100, 30)
AS_OF = date(2025, 1, 25)
SCREENS = {
    "overview": (),
    "tool": ("down", "down", "enter"),
    "workflow": ("down", "down", "enter", "slash", *"publish", "enter", "enter", "right"),
    "step": ("down", "down", "enter", "slash", *"publish", "enter", "enter", "right", "enter",
             "end", "enter"),
}  # fmt: skip
"""Keys that lead from the overview to each picture."""

_REMOTE_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def picture(atlas: Path, keys: tuple[str, ...]) -> str:
    """Return the screen that `keys` lead to, as SVG that loads nothing from elsewhere."""
    app = Explorer(atlas, AS_OF)
    async with app.run_test(size=SIZE) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        svg = app.export_screenshot(title="ciatlas", simplify=True)
    return _REMOTE_FONT.sub("", svg)


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as scratch:
        atlas = Path(scratch) / "atlas.db"
        unpack_bundle(atlas)
        for name, keys in SCREENS.items():
            (FOLDER / f"{name}.svg").write_text(asyncio.run(picture(atlas, keys)), encoding="utf-8")


if __name__ == "__main__":
    main()
