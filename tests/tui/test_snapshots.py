"""Every screen as it looks at three sizes; `pytest --snapshot-update` takes the pictures anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ciatlas_tui.app import Explorer
from tests.tui.conftest import settle

SIZES = [(80, 24), (120, 40), (200, 60)]
SCREENS = {
    "overview": (),
    "tool": ("enter",),
    "workflow": ("enter", "enter", "right"),
    "outline": ("enter", "enter", "tab"),
    "step": ("enter", "enter", "right", "enter", "down", "enter"),
    "hypotheses": ("v",),
    "hypothesis": ("v", "end", "enter"),
    "replication": ("3",),
    "compare": ("c",),
    "search": ("5", *"test"),
    "triage": ("6",),
    "sync": ("7",),
    "runs": ("enter", "w"),
    "letters": ("enter", "enter", "apostrophe"),
    "figures": ("f",),
    "figures-ci": ("f", "left"),
    "help": ("enter", "enter", "question_mark"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_screen(
    name: str, size: tuple[int, int], atlas_path: Path, snap_compare: Callable[..., bool]
) -> None:
    async def walk(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in SCREENS[name]:
            await pilot.press(key)
            await settle(pilot)

    app = Explorer(atlas_path, rest=0)
    assert snap_compare(app, terminal_size=size, run_before=walk)
