"""Search: tools, workflows, jobs, steps, actions and commands, as one types."""

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input

from ciatlas.display import visible
from ciatlas.model.summary import Hit
from ciatlas.model.triage import Subject
from ciatlas.store import read_atlas
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.where import Lines
from ciatlas_tui.widgets.lines import KeyLine, Section
from ciatlas_tui.widgets.listing import Column, Listing, Row

_HITS = (
    Column("kind"),
    Column("found", widest=80, narrowest=24, grows=True),
    Column("tool", widest=16, narrowest=8),
    Column("file", widest=50, narrowest=10, priority=1, cut="start"),
    Column("job", widest=30, narrowest=8, priority=2),
)
_AT_MOST = 200
_WORDS = "words to search for"
_FOLDER = ".github/workflows/"
_PLACEHOLDER = "type words to search for"
_HINT = "each word typed begins a word of a tool, workflow, job, step, action or command"


class SearchView(Place):
    """What begins with the words typed, best first, in the newest pipelines; Enter goes there."""

    KEYS = ("open", "next_pane", "letters", "link", "help", "cancel")

    def __init__(self, text: str | None = None) -> None:
        """Search for `text`, else for what was searched for before."""
        super().__init__()
        self._given = text
        self._text = ""
        self._hits: dict[str, Hit] = {}

    def compose_content(self) -> ComposeResult:
        """Put what is typed above what is found."""
        kept = self.explorer.typed.get(_WORDS, "")
        self._text = kept if self._given is None else self._given
        yield Input(
            self._text, placeholder=_PLACEHOLDER, id="words", compact=True, select_on_focus=False
        )
        yield Section("Found", self.glyphs)
        yield Listing(_HITS, self.glyphs, id="hits", empty=_HINT)

    def on_mount(self) -> None:
        """Wait for words."""
        self.show_top(["search"], ["in what is newest"])
        field = self.query_one("#words", Input)
        field.cursor_blink = False
        field.focus()
        field.select_all()  # what one types now takes the place of the words of the last time
        if self._text:
            self.query_one(Listing).await_content()
            self._search()

    def on_descendant_focus(self) -> None:
        """Say that digits lead nowhere while words are typed, and show what Enter would open."""
        typing = self.focused is self.query_one("#words")
        self.query_one(KeyLine).offer("digits", KEYS["digits"].label if typing else None)
        self.query_one(Listing).show_searched(typing or self.filter_line.is_open)

    def address(self) -> dict[str, Any]:
        """Return what leads here, with the words."""
        return {"place": "search", "text": self._text}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when the typing rests."""
        self._text = self.explorer.typed[_WORDS] = event.value
        self.query_one(Listing).await_content()
        self.when_resting(self._search)

    def on_input_submitted(self) -> None:
        """Open what is selected of what these words find, as soon as that is there."""
        self.query_one(Listing).action_open()

    def on_key(self, event: Any) -> None:
        """Let the arrow key down lead from the words to what was found."""
        if event.key == "down" and self.focused is self.query_one("#words"):
            event.stop()
            self.query_one(Listing).focus()

    def _search(self) -> None:
        words = self._text
        self.run_worker(lambda: self._find(words), thread=True, exclusive=True)

    def _find(self, words: str) -> None:
        with read_atlas(self.atlas.path) as atlas:
            hits = atlas.search(words, _AT_MOST)
            names = {one.full_name: one.name for one in atlas.repositories()}
        self.show_from_thread(self._show, words, hits, names)

    def _show(self, words: str, hits: list[Hit], names: Mapping[str, str]) -> None:
        if words != self._text:  # more was typed meanwhile
            return
        self._hits = {f"{number} of {words}": hit for number, hit in enumerate(hits)}
        none = self.glyphs.none
        more = " or more" if len(hits) == _AT_MOST else ""
        self.query_one(Section).retitle(f"Found {len(hits)}{more}" if words.strip() else "Found")
        self.query_one(Listing).show_rows(
            (
                Row(
                    key,
                    (
                        hit.kind,
                        visible(" ".join(hit.text.split())),
                        visible(names.get(hit.repository, hit.repository)),
                        visible((hit.path or none).removeprefix(_FOLDER)),
                        visible(hit.job or none),
                    ),
                )
                for key, hit in self._hits.items()
            ),
            empty="nothing begins with these words" if words.strip() else _HINT,
        )

    def _selected(self) -> Hit | None:
        key = self.query_one(Listing).selected
        return None if key is None else self._hits[key]

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Go there."""
        from ciatlas_tui.screens.tool import Tool
        from ciatlas_tui.screens.workflow import Workflow

        hit = self._hits.get(event.key)
        if hit is None:  # other words found others meanwhile
            return
        at = self.atlas.snapshot(self.atlas.find_repository(hit.repository))
        if hit.path is None or at is None:
            self.app.push_screen(Tool(hit.repository))
        else:
            self.app.push_screen(Workflow(at, hit.path, job=hit.job, step=hit.step))

    def lines(self) -> Lines | None:
        """Return the file found."""
        hit = self._selected()
        if hit is None or hit.path is None:
            return None
        at = self.atlas.snapshot(self.atlas.find_repository(hit.repository))
        return None if at is None else Lines(at, hit.path)

    def subject(self) -> Subject | None:
        """Return the file or tool found."""
        hit, lines = self._selected(), self.lines()
        if hit is None:
            return None
        if lines is None:
            return Subject("tool", hit.repository, hit.repository)
        return Subject("workflow", hit.repository, lines.path, lines.path, commit=lines.at.commit)

    def action_back(self) -> None:
        """Go back; from what was found to the words first."""
        words = self.query_one("#words", Input)
        if self.focused is words or self.filter_line.is_open:
            super().action_back()
        else:
            words.focus()

    def action_leave(self) -> None:
        """Go back to where one came from, whatever the keys go to."""
        super().action_back()
