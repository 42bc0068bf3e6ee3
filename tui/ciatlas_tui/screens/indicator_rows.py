"""A verdict's indicators in a row each, tool by tool, and the first of the evidence for them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from ciatlas.analysis.verdicts.definition import coefficient_text, reading_text
from ciatlas.analysis.verdicts.words import indicator_title
from ciatlas.display import visible
from ciatlas.model.claim import Evidence
from ciatlas.model.verdict import Indicator, Reading, Sign, Verdict
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.screens.evidence import file_text
from ciatlas_tui.widgets.row import Column, Row

_MOST_TOOLS = 16
"""Tools with a column of their own; more than that no terminal has room for."""
_MOST = 80
"""Places told of a verdict."""

BY_TOOL = (
    Column("says"),
    Column("indicator", widest=60, narrowest=22),
    Column("score", number=True, priority=_MOST_TOOLS + 1),
)
"""What stands before the tools."""
_AFTER = (
    Column("over all", widest=60, narrowest=16, priority=_MOST_TOOLS + 2, varies=True),
    Column("expected", widest=60, narrowest=14, priority=_MOST_TOOLS + 3, grows=True),
    Column("weight", number=True, priority=_MOST_TOOLS + 4),
)
EVIDENCE = (
    Column("says"),
    Column("tool", widest=20, narrowest=8),
    Column("indicator", widest=40, narrowest=12, priority=3),
    Column("what", widest=60, narrowest=14, cut="middle", grows=True),
    Column("file", widest=60, narrowest=12, cut="start"),
    Column("line", number=True, priority=1),
    Column("job", widest=30, narrowest=8, priority=2, cut="middle"),
)


def indicator_columns(verdict: Verdict) -> list[Column]:
    """Return the columns: those of the tools stand between the indicator and what is expected."""
    tools = [
        Column(visible(name), widest=18, narrowest=6, priority=1 + number)
        for number, name in enumerate(_tools(verdict).values())
    ]
    return [*BY_TOOL, *tools, *_AFTER]


def indicator_rows(verdict: Verdict, glyphs: Glyphs) -> list[Row]:
    """Write a row for each indicator; its key is its number."""
    tools = _tools(verdict)
    return [
        Row(str(number), _cells(one, tools, glyphs))
        for number, one in enumerate(verdict.indicators)
    ]


def _tools(verdict: Verdict) -> dict[str, str]:
    """Return the names of the first tools by repository."""
    found = {
        reading.repository: reading.tool
        for one in verdict.indicators
        if one.kind == "level"
        for reading in one.readings
    }
    return dict(list(found.items())[:_MOST_TOOLS])


def _cells(one: Indicator, tools: Collection[str], glyphs: Glyphs) -> tuple[str, ...]:
    said = {}
    if one.kind == "level":
        said = {
            reading.repository: f"{glyphs.signs[reading.sign]} {reading_text(reading)}"
            for reading in one.readings
            if reading.repository in tools
        }
    return (
        f"{glyphs.signs[one.sign]} {one.sign}",
        visible(indicator_title(one)),
        glyphs.none if one.score is None else f"{one.score:+z.2f}",
        *(visible(said.get(tool, glyphs.none)) for tool in tools),
        visible(_coefficient(one)) or glyphs.none,
        visible(one.expects),
        f"{one.weight:g}",
    )


def _coefficient(one: Indicator) -> str:
    """Write a coefficient in short, or what it lacks."""
    found = one.statistic
    return f"{found.name} {found.value:+.2f}, p {found.p:.2f}" if found else coefficient_text(one)


def first_evidence(verdict: Verdict, glyphs: Glyphs) -> tuple[list[Row], list[Evidence]]:
    """Write the places evidence stands in, the key of each its number.

    The first of every tool and indicator come before the second of any.
    """
    known = [
        (one, reading)
        for one in verdict.indicators
        if one.kind == "level"
        for reading in one.readings
        if reading.sign is not Sign.UNKNOWN
    ]
    found = list(islice(_in_turns(known), _MOST))
    rows = [
        Row(
            str(number),
            (
                f"{glyphs.signs[reading.sign]} {reading.sign}",
                visible(reading.tool),
                visible(indicator_title(one)),
                visible(at.text if at.path else reading.note),
                visible(file_text(at)),
                str(at.line or glyphs.none),
                visible(at.job or glyphs.none),
            ),
        )
        for number, (one, reading, at) in enumerate(found)
    ]
    return rows, [at for _, _, at in found]


def _in_turns(
    known: Sequence[tuple[Indicator, Reading]],
) -> Iterator[tuple[Indicator, Reading, Evidence]]:
    for turn in range(max((len(reading.evidence) for _, reading in known), default=0)):
        for one, reading in known:
            if turn < len(reading.evidence):
                yield one, reading, reading.evidence[turn]
