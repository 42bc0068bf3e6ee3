"""Verdicts in a line each, the same on every screen that lists them."""

import locale
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ciatlas.display import visible
from ciatlas.model.triage import Subject
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.listing import Column, Row

if TYPE_CHECKING:
    from ciatlas.model.verdict import Verdict

STRIP = (
    Column("id"),
    Column("verdict"),
    Column("hypothesis", widest=60, narrowest=20, grows=True),
    Column("evidence", widest=60, narrowest=24),
)
WORDS = {
    "supported": "holds",
    "partly-supported": "partly",
    "not-supported": "fails",
    "inconclusive": "unknown",
}
"""Outcomes of verdicts in a word."""


def strip_rows(verdicts: "Iterable[Verdict]", glyphs: Glyphs) -> list[Row]:
    """Write a row for each verdict."""
    return [
        Row(
            verdict.id,
            (
                verdict.id,
                verdict_text(verdict, glyphs),
                visible(in_language(verdict.titles)),
                visible(verdict.summary.replace(" unknown", " ?")),
            ),
        )
        for verdict in verdicts
    ]


def verdict_subject(verdict: "Verdict", cohort: str) -> Subject:
    """Return a verdict as something to decide on, with what it says of which tools."""
    said = f"{in_language(verdict.titles)} ({WORDS[verdict.outcome]}, {cohort or 'no cohort'})"
    return Subject("verdict", verdict.id, said)


def verdict_text(verdict: "Verdict", glyphs: Glyphs) -> str:
    """Write a verdict as glyph and word."""
    return f"{glyphs.verdicts[verdict.outcome]} {WORDS[verdict.outcome]}"


def in_language(texts: Mapping[str, str]) -> str:
    """Choose the text in the language of the locale, English where there is none."""
    language = (locale.getlocale(locale.LC_MESSAGES)[0] or "en")[:2]
    return texts.get(language, texts["en"])
