"""Two tools, two pipelines, or one on two days, side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult

from ciatlas.analysis.tool import LabelledPipeline, Tool
from ciatlas.analysis.wording import number_text
from ciatlas.display import visible
from ciatlas.model.comparison import Aspect, Difference
from ciatlas.model.errors import CiatlasError
from ciatlas.store import Reader, read_atlas
from ciatlas_tui.keymap import SCREENS, bindings
from ciatlas_tui.screens.pair import draw_pair
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.cells import Cells
from ciatlas_tui.widgets.cutting import cut
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row
from ciatlas_tui.widgets.pictures import Lines, Pictures

_LINES = 3
"""Lines kept for what is selected, so that the list does not move."""
_FOLDER = ".github/workflows/"
_ASPECTS = (
    Column("", widest=12, priority=1),
    Column("of", widest=18, priority=2),
    Column("aspect", widest=44, narrowest=12),
    Column("left", widest=80, narrowest=9, grows=True),
    Column("right", widest=80, narrowest=9, grows=True),
)
_SIDES = (3, 4)
"""The columns of the two sides."""
_WORDS = {
    Difference.SAME: "same",
    Difference.CHANGED: "differs",
    Difference.LEFT: "only left",
    Difference.RIGHT: "only right",
}

_HIGH = 30
"""Lines of a screen from which on there is room for more than differences."""
_AROUND = 5
"""Lines around the list: where one is, its heading and titles, what is in full, the keys."""

Read = Callable[[Reader], tuple[LabelledPipeline, LabelledPipeline]]
"""Reads both pipelines, where it is pipelines that are compared."""
Compared = Callable[[Reader], list[Aspect]]
"""Compares two things by an atlas, which is opened for it."""


@dataclass(frozen=True, slots=True)
class PipelineSide:
    """A pipeline as of a day, `None` for the newest known, to put beside another."""

    repository: str
    tool: str
    path: str
    day: date | None

    @property
    def name(self) -> str:
        """What to call it."""
        file = self.path.rsplit("/", 1)[-1]
        return f"{self.tool} {file} {self.day or 'newest known'}"

    def read(self, atlas: Reader) -> LabelledPipeline:
        """Read it; `CiatlasError` when it was not there."""
        tool = Tool(atlas, atlas.find_repository(self.repository), self.day)
        _ = tool.snapshot
        return tool.find_pipeline(self.path)


def beside(left: PipelineSide, right: PipelineSide) -> "SideBySide":
    """Return the screen that puts two pipelines side by side."""

    def compare(atlas: Reader) -> list[Aspect]:
        from ciatlas.analysis.comparison import compare_pipelines

        return compare_pipelines(left.read(atlas), right.read(atlas))

    def read(atlas: Reader) -> tuple[LabelledPipeline, LabelledPipeline]:
        return left.read(atlas), right.read(atlas)

    return SideBySide((left.name, right.name), compare, (left.day, right.day), read)


class SideBySide(Place):
    """Two things side by side, aspect by aspect, the selected one in full below.

    Where there is room, what is the same stands there as well, and the job graphs of pipelines.
    Enter leads to where the side the cursor is on says it; `d` shows what is the same as well.
    """

    CSS_PATH = "../styles/findings.tcss"
    KEYS: ClassVar[tuple[str, ...]] = (
        "evidence",
        "sides",
        "same",
        "swap",
        "filter",
        "help",
        "back",
    )
    IN_FULL = False
    BINDINGS = bindings(SCREENS["side_by_side"])

    def __init__(
        self,
        names: tuple[str, str],
        compare: Compared,
        days: tuple[date | None, date | None],
        read: Read | None = None,
    ) -> None:
        """Compare two things, each called by its name and shown as of its day."""
        super().__init__()
        self._names = names
        self._days = days
        self._compare = compare
        self._aspects: list[Aspect] = []
        self._read = read
        self._everything: bool | None = None
        self._pictured = 0
        self._swapped = False

    def compose_content(self) -> ComposeResult:
        """One list of aspects."""
        yield Section("Differences", self.glyphs)
        yield Cells(_ASPECTS, self.glyphs, _SIDES, id="aspects", empty="comparing", awaited=True)
        yield Pictures(self.glyphs, id="pictures")
        yield Section("In full", self.glyphs)
        yield Facts(self.glyphs, id="sides")

    def on_mount(self) -> None:
        """Compare, off the screen's own time."""
        self.query_one(Facts).reserve(_LINES)
        self.run_worker(self._work, thread=True, exclusive=True)
        self.query_one(Listing).focus()

    def _work(self) -> None:
        try:
            with read_atlas(self.atlas.path) as atlas:
                aspects = self._compare(atlas)
        except CiatlasError as error:
            self.show_from_thread(self._complain, str(error))
        else:
            self.show_from_thread(self._show, aspects)

    def _draw(self, read: Read, width: int) -> None:
        with read_atlas(self.atlas.path) as atlas:
            left, right = read(atlas)
        if self._swapped:
            left, right = right, left
        pictures = draw_pair(left, right, width, self.glyphs)
        self.show_from_thread(self._show_pictures, *pictures, width)

    def _show_pictures(self, left: Lines, right: Lines, least: int, width: int) -> None:
        self.query_one(Pictures).show(left, right, least, width)
        self._share()

    def _share(self) -> None:
        """Draw the job graphs where the list leaves the room for them."""
        pictures, listing = self.query_one(Pictures), self.query_one("#aspects", Listing)
        taken = _AROUND + self.query_one(Facts).size.height + len(listing.rows)
        room = self.app.size.height - taken
        pictures.display = 0 < pictures.least <= room
        listing.styles.height = len(listing.rows) + 1 if pictures.display else "1fr"
        pictures.styles.height = "1fr" if pictures.display else 0
        width = self.app.size.width
        if self._read is not None and width != self._pictured and self.app.size.height >= _HIGH:
            self._pictured = width
            draw = partial(self._draw, self._read, max(20, width // 2 - 2))
            self.run_worker(draw, thread=True, exclusive=True, group="pictures")

    def _complain(self, sentence: str) -> None:
        self.show_top(["compare", *self._names], [])
        self.query_one(Listing).show_rows([], empty="there is nothing to compare")
        self.notify(visible(sentence), markup=False, severity="warning")

    def _show(self, aspects: list[Aspect]) -> None:
        self._aspects = aspects
        left, right = reversed(self._names) if self._swapped else self._names
        differing = sum(one.difference is not Difference.SAME for one in aspects)
        differ = "nothing differs"
        if differing:
            differ = f"{number_text(differing)} of {number_text(len(aspects))} aspects differ"
        self.show_top(["compare", left, right], [self._as_of(), differ])
        self._retitle()
        self.query_one(Listing).show_rows(
            [
                self._row(one)
                for one in aspects
                if self._in_sight or one.difference is not Difference.SAME
            ],
            select=self._first_difference(),
            empty="nothing differs; d shows what is the same",
        )
        self._share()

    def _first_difference(self) -> str | None:
        """Return where the cursor begins; later it stays where it is."""
        if self.query_one(Listing).rows:
            return None
        differing = (one for one in self._aspects if one.difference is not Difference.SAME)
        return next(map(_key, differing), None)

    @property
    def _in_sight(self) -> bool:
        """Whether what is the same is shown: as one chose, else where all has room."""
        if self._everything is not None:
            return self._everything
        height = self.app.size.height
        return height >= _HIGH and len(self._aspects) + _AROUND + _LINES <= height

    def on_resize(self) -> None:
        """Share the new room."""
        if self._aspects:
            self._show(self._aspects)

    def _retitle(self) -> None:
        """Name both sides, each by half of the line, the day at its end."""
        sides = reversed(self._names) if self._swapped else self._names
        bar = f"  {self.glyphs.bar}  right "
        room = (self.app.size.width - len(f" left {bar}") - 3) // 2
        left, right = (cut(visible(one), room, self.glyphs.ellipsis, "middle") for one in sides)
        self.query_one(Section).retitle(f"left {left}{bar}{right}")

    def _as_of(self) -> str:
        """Say as of which day the sides are shown, or of which two."""
        days = list(reversed(self._days)) if self._swapped else list(self._days)
        named = [str(day or "newest known") for day in dict.fromkeys(days)]
        return f"{'as of ' if days[0] else ''}{' and '.join(named)}"

    def _row(self, one: Aspect) -> Row:
        if self._swapped:
            one = Aspect(one.section, one.name, one.right, one.left)
        none, how = self.glyphs.none, one.difference
        return Row(
            _key(one),
            (
                f"{self.glyphs.differences[how]} {_WORDS[how]}",
                one.section,
                visible(one.name.removeprefix(_FOLDER)),
                visible(none if one.left is None else one.left),
                visible(none if one.right is None else one.right),
            ),
            dim=how is Difference.SAME,
        )

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Show both sides of the selected aspect in full."""
        self.when_resting(lambda: self._show_sides(event.key))

    def _show_sides(self, key: str) -> None:
        found = self._aspect(key)
        if found is None:
            return
        none = self.glyphs.none
        sides = [("left", found.left or none), ("right", found.right or none)]
        if self._swapped:
            sides = [("left", found.right or none), ("right", found.left or none)]
        self.query_one(Facts).show([(found.section, found.name), *sides])

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go where the side under the cursor says what it says."""
        found = self._aspect(event.key)
        if found is None:
            return
        side = _SIDES.index(self.query_one(Cells).cell)
        if self._swapped:
            side = 1 - side
        name, where = self._names[side], (found.left_evidence, found.right_evidence)[side]
        if where:
            title = f"{visible(found.name)} of {visible(name)}"
            self.explorer.show_evidence(("compare", name), title, where, self._days[side])
        else:
            self.notify(f"{visible(name)} says nothing about {visible(found.name)}", markup=False)

    def _aspect(self, key: str) -> Aspect | None:
        return next((one for one in self._aspects if _key(one) == key), None)

    def action_same(self) -> None:
        """Show what is the same as well, or only differences."""
        self._everything = not self._in_sight
        self._show(self._aspects)

    def action_swap(self) -> None:
        """Swap the sides."""
        self._swapped = not self._swapped
        self._pictured = 0
        self._show(self._aspects)


def _key(one: Aspect) -> str:
    return f"{one.section}\n{one.name}"
