"""Verdicts in a line each, the same on every screen that lists them."""

import locale
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ciatlas.analysis.wording import number_text, percent
from ciatlas.display import visible
from ciatlas.model.triage import Subject
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.listing import Column, Row

if TYPE_CHECKING:
    from ciatlas.model.verdict import Verdict

_SELF_EVIDENT = ("id", "verdict", "hypothesis")
STRIP = (
    Column("id"),
    Column("verdict"),
    Column("hypothesis", widest=60, narrowest=16, grows=True),
    Column("for", number=True, priority=2),
    Column("against", number=True, priority=2),
    Column("?", number=True, priority=2),
    Column("score", number=True, spare=True),
    Column("tools", number=True, priority=1),
    Column("tools it holds for", widest=60, spare=True),
    Column("confidence", number=True, spare=True),
)
"""Indicators by what they say; the score behind the verdict, from -1 to 1; the tools that stand for
it, of those of which that is known; and how sure that is."""
UNTITLED = tuple(one._replace(title="") if one.title in _SELF_EVIDENT else one for one in STRIP)
"""The same where a caption stands in the place of the first titles."""


def strip_rows(verdicts: "Iterable[Verdict]", glyphs: Glyphs) -> list[Row]:
    """Write a row for each verdict."""
    return [
        Row(
            verdict.id,
            (
                verdict.id,
                verdict_text(verdict, glyphs),
                visible(in_language(verdict.titles)),
                *_counts(verdict, glyphs),
                glyphs.none if verdict.score is None else f"{verdict.score:+z.2f}",
                standing,
                names,
                percent(verdict.confidence),
            ),
        )
        for verdict in verdicts
        for standing, names in (_tools(verdict, glyphs),)
    ]


def _counts(verdict: "Verdict", glyphs: Glyphs) -> list[str]:
    """Count the indicators by what they say."""
    signs = [str(one.sign) for one in verdict.indicators]
    return [str(signs.count(sign) or glyphs.none) for sign in ("for", "against", "unknown")]


def _tools(verdict: "Verdict", glyphs: Glyphs) -> tuple[str, str]:
    """Say how many tools stand for it, of how many known, and which."""
    standing = _standing(verdict)
    if not standing:
        return glyphs.none, glyphs.none
    names, known = holding(verdict), number_text(len(standing))
    every = {r.tool for one in verdict.indicators if one.kind == "level" for r in one.readings}
    if len(standing) < len(every):
        known += f" of {number_text(len(every))}"
    return f"{number_text(len(names))}/{known}", visible(", ".join(names)) or "none"


def holding(verdict: "Verdict") -> list[str]:
    """Name the tools that stand for a hypothesis."""
    return [tool for tool, score in _standing(verdict).items() if score > 0]


def _standing(verdict: "Verdict") -> dict[str, float]:
    """Return where each tool stands, from -1 to 1."""
    from ciatlas.analysis.verdicts.judging import tools_standing

    return tools_standing(verdict.indicators)


def score_text(verdict: "Verdict") -> str:
    """Say what score is behind a verdict, how far it is from another, and how sure that is."""
    from ciatlas.analysis.verdicts import chosen

    sure = f"confidence {percent(verdict.confidence)}"
    if verdict.score is None:
        return f"unknown; {sure}"
    rule = chosen([verdict.id])[0].rule
    side = f"holds from {rule.supported:.2f}"
    if verdict.score < 0:
        side = f"fails up to {rule.not_supported:.2f}"
    return f"{verdict.score:z.2f} of -1 to 1; {side}; {sure}"


def verdict_subject(verdict: "Verdict", cohort: str) -> Subject:
    """Return a verdict as something to decide on, with what it says of which tools."""
    title, finding = in_language(verdict.titles), verdict.outcome.value
    return Subject("verdict", verdict.id, title, cohort=cohort, finding=finding)


def verdict_text(verdict: "Verdict", glyphs: Glyphs) -> str:
    """Write a verdict as glyph and word."""
    return f"{glyphs.verdicts[verdict.outcome]} {verdict.outcome.word}"


def in_language(texts: Mapping[str, str]) -> str:
    """Choose the text in the language of the locale, English where there is none."""
    language = (locale.getlocale(locale.LC_MESSAGES)[0] or "en")[:2]
    return texts.get(language, texts["en"])
