"""Evidence: where the facts behind a claim, a verdict or a count stand, and the way there."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas.model.claim import Evidence
from ciatlas_tui.screens.place import Place
from ciatlas_tui.widgets.lines import Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_EVIDENCE = (
    Column("what", widest=60, narrowest=16, cut="middle", grows=True),
    Column("file", widest=60, narrowest=12, cut="start"),
    Column("job", widest=30, narrowest=8, priority=1, cut="middle"),
    Column("line", number=True, priority=2),
    Column("repository", widest=40, narrowest=12, priority=3, varies=True),
)


class EvidenceView(Place):
    """Where facts stand; Enter goes there."""

    KEYS: ClassVar[tuple[str, ...]] = ("open", "filter", "link", "help", "back")

    def __init__(
        self, trail: Sequence[str], title: str, pointers: Sequence[Evidence], day: date | None
    ) -> None:
        """List `pointers` under a title; `trail` is the way one came, `day` as of when they are."""
        super().__init__()
        self._trail = list(trail)
        self._title = title
        self._day = day
        self._pointers = list(pointers)

    def compose_content(self) -> ComposeResult:
        """List the pointers."""
        yield Section(self._title, self.glyphs)
        yield Listing(_EVIDENCE, self.glyphs, id="evidence")

    def on_mount(self) -> None:
        """Show them all."""
        as_of = f"as of {self._day}" if self._day else "newest known"
        self.show_top([*self._trail, count(len(self._pointers), "place")], [as_of])
        none = self.glyphs.none
        listing = self.query_one(Listing)
        listing.show_rows(
            Row(
                str(number),
                (
                    visible(pointer.text),
                    visible(file_text(pointer)),
                    visible(pointer.job or none),
                    str(pointer.line or none),
                    visible(pointer.repository),
                ),
            )
            for number, pointer in enumerate(self._pointers)
        )
        listing.focus()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go to the pipeline and its job, or to the tool."""
        go_to(self, self._pointers[int(event.key)], self._day)


def show_evidence(
    place: Place,
    trail: Sequence[str],
    title: str,
    pointers: Sequence[Evidence],
    day: date | None,
) -> None:
    """Go where something stands if that is one place, else list the places."""
    if len(pointers) == 1:
        go_to(place, pointers[0], day)
    else:
        place.app.push_screen(EvidenceView(trail, title, pointers, day))


def file_text(pointer: Evidence) -> str:
    """Write the file a piece of evidence stands in, without the folder all workflows are in.

    What stands in none was counted over a history, a day's files or what a server told.
    """
    return (pointer.path or "the tool as a whole").removeprefix(".github/workflows/")


def go_to(place: Place, pointer: Evidence, day: date | None) -> None:
    """Go where a piece of evidence stands, as of a day: the step, the pipeline or the tool."""
    from ciatlas_tui.screens.tool import Tool
    from ciatlas_tui.screens.workflow import Workflow

    at = place.atlas.snapshot(place.atlas.find_repository(pointer.repository), day)
    if pointer.path is None or at is None or place.atlas.pipeline(at, pointer.path) is None:
        place.app.push_screen(Tool(pointer.repository, at))
    else:
        place.app.push_screen(Workflow(at, pointer.path, job=pointer.job, step=pointer.step))
