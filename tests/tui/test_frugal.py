"""What is sent to the terminal makes it show what it should, and is no more than that takes."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from ciatlas_tui.frugal import Frame

WIDTH, HEIGHT = 12, 3
RED, BLUE = Style(color="red"), Style(color="blue")
Parts = list[tuple[str, Style | None]]
Painted = tuple[int, int, Parts]
Cells = dict[tuple[int, int], tuple[str, Style | None]]
CONSOLE = Console(color_system="standard", force_terminal=True)
SEQUENCES = {None: "", RED: "\x1b[31m", BLUE: "\x1b[34m"}
TOKENS = re.compile(r"(\x1b\[[\d;]*[Hm])|(.)")

runs = st.lists(
    st.tuples(st.text("ab é", min_size=1, max_size=5), st.sampled_from([None, RED, BLUE])),
    min_size=1,
    max_size=4,
)
places = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), runs)


def strip_of(parts: Parts) -> Strip:
    return Strip([Segment(text, style) for text, style in parts])


def cells_of(strip: Strip) -> Parts:
    return [(character, part.style) for part in strip for character in part.text]


def whole(y: int, letter: str = "x") -> tuple[int, int, Strip]:
    return y, 0, strip_of([(letter * WIDTH, None)])


class Shown:
    """What a terminal shows after the bytes it was sent, by line and column."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        self.bytes = 0

    def send(self, update: CompositorUpdate | None) -> None:
        text = "" if update is None else update.render_segments(CONSOLE)
        self.bytes = len(text)
        y = x = 0
        style = ""
        for kind, content in TOKENS.findall(text):
            if kind.endswith("H"):
                y, x = (int(number) - 1 for number in kind[2:-1].split(";"))
            elif kind:
                style = "" if kind == "\x1b[0m" else kind
            else:
                self.cells[y, x] = content, style
                x += 1


def lines_of(cells: Cells) -> LayoutUpdate:
    """Paint all lines, each in the pieces that widgets side by side would give."""
    lines = [
        [Strip([Segment(*cells[y, x]) for x in span]) for span in (range(5), range(5, WIDTH))]
        for y in range(HEIGHT)
    ]
    return LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT))


def piece_of(cells: Cells, y: int, x: int, end: int) -> ChopsUpdate:
    """Paint part of a line, as a widget that begins further left would."""
    strip = Strip([Segment(*cells[y, column]) for column in range(WIDTH)])
    chops: list[dict[int, Strip | None]] = [{} for _ in range(HEIGHT)]
    chops[y] = {0: strip}
    return ChopsUpdate(chops, [(y, x, end)], [[WIDTH]] * HEIGHT)


@given(st.lists(places, max_size=20))
def test_the_terminal_shows_what_was_last_painted_everywhere(painted: list[Painted]) -> None:
    frame, shown = Frame(), Shown()
    cells: Cells = {(y, x): ("x", None) for y in range(HEIGHT) for x in range(WIDTH)}
    shown.send(frame.frugal(lines_of(cells)))
    for number, (y, x, parts) in enumerate(painted):
        new = strip_of(parts).crop(0, WIDTH - x)
        for column, cell in enumerate(cells_of(new), start=x):
            cells[y, column] = cell
        end = x + new.cell_length
        update = lines_of(cells) if number % 3 == 0 else piece_of(cells, y, x, end)
        shown.send(frame.frugal(update))
        assert shown.cells == {
            place: (letter, SEQUENCES[style]) for place, (letter, style) in cells.items()
        }
        shown.send(frame.frugal(lines_of(cells)))
        assert shown.bytes == 0


def test_only_what_differs_is_sent() -> None:
    frame = Frame()
    frame.show(*whole(0))
    start, sent = frame.show(0, 0, strip_of([("x" * 4, None), ("yy", RED), ("x" * 6, None)]))
    assert (start, cells_of(sent)) == (4, [("y", RED)] * 2)
    start, sent = frame.show(0, 3, strip_of([("x", None), ("y", RED)]))
    assert sent.cell_length == 0


def test_nothing_is_taken_for_shown_where_it_is_not_known() -> None:
    frame = Frame()
    piece = strip_of([("abc", None)])
    assert frame.show(1, 4, piece) == (4, piece)
    assert frame.show(1, 4, piece) == (4, piece)
    frame.show(*whole(1))
    frame.forget()
    y, x, cells = whole(1)
    assert frame.show(y, x, cells) == (0, cells)
