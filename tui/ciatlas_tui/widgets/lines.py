"""The lines around a screen: where we are on top, what the keys do at the bottom."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ciatlas_tui.glyphs import Glyphs, plain
from ciatlas_tui.keymap import KEYS, shown
from ciatlas_tui.widgets.cutting import cut

_DAY = re.compile(r"as of \d{4}-\d\d-\d\d|newest known")
_COMMIT = re.compile(r"(?<=-\d\d) [0-9a-f]{8}$")


class TopLine(Widget):
    """Where we are (left) and as of when, from what source (right); the right gives way first."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._trail: list[str] = []
        self._facts: list[str] = []

    @property
    def trail(self) -> list[str]:
        """Where we are."""
        return self._trail

    @property
    def facts(self) -> list[str]:
        """As of when, and from where."""
        return self._facts

    def show(self, trail: list[str], facts: list[str]) -> None:
        """Show a breadcrumb trail and facts, most important first; texts are harmless already."""
        self._trail, self._facts = trail, facts
        self.refresh()

    def render(self) -> Content:
        """Lay both out on one line."""
        left = " " + self._left(self.size.width - 2 - self._kept())
        right = _fitting(self._facts, self.size.width - cell_len(left) - 3, self._glyphs)
        gap = max(1, self.size.width - cell_len(left) - cell_len(right) - 1)
        return Content.assemble((left, "bold"), " " * gap, right)

    def _kept(self) -> int:
        """Return the cells kept for the day: what the trail ends in alone is worth more."""
        day = next((_COMMIT.sub("", fact) for fact in self._facts if _DAY.match(fact)), "")
        cells = cell_len(day) + 3
        last = "".join(self._trail[-1:])
        shortest = cell_len(f"{self._glyphs.ellipsis} {self._glyphs.separator} {last}") + 2
        return cells if day and shortest + cells <= self.size.width else 0

    def _left(self, room: int) -> str:
        """Write the trail; where room is short its middle goes first, and what it ends in last."""
        between = f" {self._glyphs.separator} "
        ways = [self._trail]
        ways += [[self._glyphs.ellipsis, *self._trail[at:]] for at in range(1, len(self._trail))]
        written = (between.join(way) for way in ways)
        last = self._trail[-1] if self._trail else ""
        fitting = next((text for text in written if cell_len(text) <= room), last)
        return cut(fitting, room, self._glyphs.ellipsis, "middle")


class FactLine(Widget):
    """Facts on one line, as many as fit.

    Attributes:
        facts: all of them, harmless already.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self.facts: list[str] = []

    def show(self, facts: Iterable[str]) -> None:
        """Show these facts, most important first; texts are harmless already."""
        self.facts = list(facts)
        self.refresh()

    def render(self) -> Content:
        """Leave out the last ones where room is short."""
        return Content(f"  {_fitting(self.facts, self.size.width - 3, self._glyphs)}")


class PaneLine(Widget):
    """The names of panes of which one is shown."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._names: list[str] = []
        self._shown = 0

    def show(self, names: Sequence[str], shown: int) -> None:
        """Show these names, and which of them is in sight."""
        self._names, self._shown = list(names), shown
        self.refresh()

    def render(self) -> Content:
        """Mark the one in sight; say its number only where there is no room for all."""
        if not self._names:
            return Content("")
        here = (f"{self._glyphs.cursor} {self._names[self._shown]}", "bold")
        parts: list[Content] = []
        for number, name in enumerate(self._names):
            shown = Content.styled(*here) if number == self._shown else Content(f"  {name}")
            parts.append(shown)
        line = Content(" ").append(Content("  ").join(parts))
        if line.cell_length <= self.size.width:
            return line
        return Content.assemble(" ", here, f"  {self._shown + 1} of {len(self._names)}")


class KeyLine(Widget):
    """The keys that matter here; what does not fit is left to the help screen."""

    def __init__(self, names: tuple[str, ...], glyphs: Glyphs, rebound: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._offered: dict[str, str] = {}
        self._rebound = rebound
        self._glyphs = glyphs

    def offer(self, name: str, label: str | None) -> None:
        """Put a key before all others with a label of its own; `None` takes it away."""
        offered = {} if label is None else {name: label}
        if offered != self._offered:
            self._offered = offered
            self.refresh()

    def render(self) -> Content:
        """Write `key label` pairs as long as they fit, help always among them."""
        kept: list[tuple[str, list[str]]] = []
        used = 1
        names = dict.fromkeys((*self._offered, *self._names))
        for name in sorted(names, key=lambda name: name == "help"):
            label = self._offered.get(name, KEYS[name].label)
            written = plain(self._glyphs, shown(name, self._rebound).split(" ")[0])
            same = bool(kept) and kept[-1][0] == written  # where arrows are a word
            width = cell_len(label) + (2 if same else cell_len(written) + 3)
            reserve = 0 if name == "help" else 8
            if used + width + reserve <= self.size.width:
                if same:
                    kept[-1][1].append(label)
                else:
                    kept.append((written, [label]))
                used += width
        parts = [
            Content.assemble((written, "bold"), f" {', '.join(labels)}  ")
            for written, labels in kept
        ]
        return Content.assemble(" ", *parts)


class Section(Static):
    """A heading with a rule to the right edge."""

    def __init__(
        self,
        title: str,
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._title = title
        self._glyphs = glyphs
        self._pointed = False

    @property
    def title(self) -> str:
        """The heading."""
        return self._title

    def retitle(self, title: str) -> None:
        """Change the heading."""
        self._title = title
        self.refresh()

    def point(self, here: bool) -> None:
        """Show the cursor before the heading of what has the keys and no cursor of its own."""
        if here is not self._pointed:
            self._pointed = here
            self.refresh()

    def render(self) -> Content:
        """Write the heading and fill the line."""
        title = f"{self._glyphs.cursor} {self._title}" if self._pointed else self._title
        title = cut(title, self.size.width - 3, self._glyphs.ellipsis)
        rule = self._glyphs.rule * (self.size.width - cell_len(title) - 3)
        return Content.assemble((f" {title} ", "bold"), (rule, "dim"))


def _fitting(facts: Sequence[str], room: int, glyphs: Glyphs) -> str:
    """Join facts; where room is short the last ones go first, a commit before its day."""
    kept, dot = list(facts), plain(glyphs, " · ")
    while kept and cell_len(dot.join(kept)) > room:
        last = kept.pop()
        if (day := _COMMIT.sub("", last)) != last:
            kept.append(day)
        elif kept and _DAY.match(last):
            kept[-1] = last
    return dot.join(kept)
