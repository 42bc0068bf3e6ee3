"""Charts: what the study drew of a tool, as numbers and words; drawing them is others' business.

Texts may be a repository's own (an event's name); they are as hostile as where they come from.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its length (0 or more), and how that is written beside it."""

    name: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under a title, in the order to draw them in."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of numbers, one per month."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Series over the same months, without a gap from `first` (`YYYY-MM`, UTC) on."""

    first: str
    series: tuple[Series, ...]

    @property
    def names(self) -> list[str]:
        """The months, `YYYY-MM` each."""
        year, month = (int(part) for part in self.first.split("-"))
        start = year * 12 + month - 1
        number = max((len(one.values) for one in self.series), default=0)
        return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, start + number)]


@dataclass(frozen=True, slots=True)
class Chart:
    """One of the study's figures of a tool as of a day.

    Attributes:
        name: one word for it.
        title: what it shows, in a few words.
        plots: what there is to draw; nothing where the numbers are missing.
        facts: the numbers that go with it, the most important first.
        origin: where the numbers come from, and of when they are; the most important first.
        missing: one sentence on what is missing and how to get it, empty where nothing is.
        unasked: whether it is missing only because nobody asked GitHub for it yet.
    """

    name: str
    title: str
    plots: tuple[Bars | Months, ...] = ()
    facts: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    missing: str = ""
    unasked: bool = False
