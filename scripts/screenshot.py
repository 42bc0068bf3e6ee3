"""Draw the screenshots of README and docs: the program itself, on the bundled atlas."""

import asyncio
import re
import tempfile
from datetime import date
from html import unescape
from pathlib import Path

from rich.cells import cell_len

from ciatlas.sources.bundle import unpack_bundle
from ciatlas_tui.app import Explorer

FOLDER = Path(__file__).parent.parent / "docs"
SIZE = (100, 28)
AS_OF = date(2025, 1, 25)
TO_DRAWING = ("down", "enter", "slash", *"platform", "enter", "enter")
SCREENS = {
    "overview": (),
    "hypothesis": ("tab", "end", "enter"),
    "claims": ("r", "end", *["up"] * 5),
    "tool": ("down", "enter"),
    "figures": ("f",),
    "workflow": (*TO_DRAWING, "right"),
    "step": (*TO_DRAWING, "right", "enter", "end", "enter"),
}
"""Keys that lead from the overview to each picture."""

_TEXT = re.compile(r'x="([\d.]+)" (y="[\d.]+") textLength="([\d.]+)"([^>]*)>([^<]+)<')
_REMOTE_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def picture(atlas: Path, keys: tuple[str, ...]) -> str:
    """Return the screen that `keys` lead to, as SVG that loads nothing from elsewhere."""
    app = Explorer(atlas, AS_OF, rest=0)
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        svg = app.export_screenshot(title="ciatlas", simplify=True)
    return _TEXT.sub(_in_cells, _REMOTE_FONT.sub("", svg))


def _in_cells(text: re.Match[str]) -> str:
    """Give every character a place of its own, since not every font has all in one width."""
    content = unescape(text[5])
    if content.isascii() or cell_len(content) != len(content):
        return text[0]
    start, cell = float(text[1]), float(text[3]) / len(content)
    places = " ".join(f"{start + cell * number:.1f}" for number in range(len(content)))
    return f'x="{places}" {text[2]}{text[4]}>{text[5]}<'


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as scratch:
        atlas = Path(scratch) / "atlas.db"
        unpack_bundle(atlas)
        for name, keys in SCREENS.items():
            (FOLDER / f"{name}.svg").write_text(asyncio.run(picture(atlas, keys)), encoding="utf-8")


if __name__ == "__main__":
    main()
