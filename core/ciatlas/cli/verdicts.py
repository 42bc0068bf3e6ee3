"""Verdicts on the hypotheses, now or on another day, and when they turned."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from ciatlas.analysis.wording import percent
from ciatlas.cli.output import print_json, say
from ciatlas.cli.replicate import place
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.repository import STUDY
from ciatlas.model.verdict import Indicator, Turn, Verdict


@click.command()
@global_options
@click.argument("hypotheses", nargs=-1, metavar="[HYPOTHESIS]...")
@click.option("--cohort", default=STUDY, show_default=True, help="The tools asked about.")
@click.option("--evidence", is_flag=True, help="Say where everything stands that counts.")
@click.option("--timeline", is_flag=True, help="Say when verdicts turned, and by which commits.")
@pass_settings
def verdicts(
    settings: Settings, hypotheses: tuple[str, ...], cohort: str, evidence: bool, timeline: bool
) -> None:
    """Hold the study's hypotheses (H1 to H8, or those named) against the data."""
    from ciatlas.analysis.verdicts import verdicts as judge

    if timeline:
        _timeline(settings, hypotheses, cohort)
        return
    with settings.open_atlas() as atlas:
        found = judge(atlas, hypotheses, cohort, settings.as_of)
    if settings.json:
        as_of = None if settings.as_of is None else str(settings.as_of)
        print_json(as_of=as_of, cohort=cohort, verdicts=[_record(one) for one in found])
        return
    for verdict in found:
        _say(verdict, in_full=bool(hypotheses) or evidence, evidence=evidence)


def _say(verdict: Verdict, *, in_full: bool, evidence: bool) -> None:
    from ciatlas.analysis.verdicts.words import change_in_words, indicator_title, missing_in_words

    sure = percent(verdict.confidence)
    say(f"{verdict.id}  {verdict.outcome.word:<7}  {verdict.statement}")
    say(f"             {verdict.summary}; confidence {sure}")
    if not in_full:
        return
    for one in verdict.indicators:
        said = f"{indicator_title(one)}  ({_expects(one)}) because {one.reason}"
        say(f"    {one.sign.value:<8} {said}")
        for reading in one.readings:
            say(f"      {reading.sign.value:<8} {reading.tool}: {reading.note}")
            for pointer in reading.evidence if evidence else ():
                say(f"               at {place(pointer)}")
    for title, lines in (
        ("would change it", [*map(change_in_words, verdict.sensitivity)]),
        ("missing", missing_in_words(verdict)),
        ("limits", verdict.limits),
    ):
        if lines:
            say(f"    {title}")
            for line in lines:
                say(f"      {line}")


def _expects(one: Indicator) -> str:
    from ciatlas.analysis.verdicts import shortfall

    if one.statistic is None:
        return "; ".join(filter(None, (one.expects, shortfall(one))))
    found = one.statistic
    sizes = " and ".join(map(str, found.sizes))
    return f"{one.expects}; {found}, n {sizes}"


def _timeline(settings: Settings, hypotheses: tuple[str, ...], cohort: str) -> None:
    from ciatlas.analysis.verdicts import chosen
    from ciatlas.analysis.verdicts import timeline as turns_of

    with settings.open_atlas() as atlas:
        found = {one.id: turns_of(atlas, one, cohort, settings.as_of) for one in chosen(hypotheses)}
    if settings.json:
        print_json(cohort=cohort, timelines=[
            {"id": name, "turns": [_turn_record(turn) for turn in turns]}
            for name, turns in found.items()
        ])  # fmt: skip
        return
    for name, turns in found.items():
        for turn in turns:
            say(f"{name}  {turn.day}  {turn.after.word:<7}  {turn.summary}")
            for pointer in turn.changes:
                say(f"                           {pointer.text} at {place(pointer)}")


def _turn_record(turn: Turn) -> dict[str, Any]:
    return {
        "day": str(turn.day),
        "before": turn.before,
        "after": turn.after,
        "summary": turn.summary,
        "changes": [asdict(pointer) for pointer in turn.changes],
    }


def _record(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "title": verdict.titles["en"],
        "statement": verdict.statement,
        "statements": dict(verdict.statements),
        "verdict": verdict.outcome,
        "score": verdict.score,
        "confidence": verdict.confidence,
        "summary": verdict.summary,
        "metrics": [_indicator_record(one) for one in verdict.indicators],
        "evidence": [*_evidence(verdict)],
        "missing": list(verdict.missing),
        "limits": list(verdict.limits),
        "sensitivity": [{"change": c.what, "verdict": c.outcome} for c in verdict.sensitivity],
    }


def _indicator_record(one: Indicator) -> dict[str, Any]:
    return {
        "metric": one.id,
        "kind": one.kind,
        "expects": one.expects,
        "reason": one.reason,
        "weight": one.weight,
        "required": one.required,
        "sign": one.sign,
        "score": one.score,
        "statistic": None if one.statistic is None else asdict(one.statistic),
        "tools": [
            {key: value for key, value in asdict(reading).items() if key != "evidence"}
            for reading in one.readings
        ],
    }


def _evidence(verdict: Verdict) -> Iterator[dict[str, Any]]:
    for one in verdict.indicators:
        for reading in one.readings:
            for pointer in reading.evidence:
                yield {
                    "sign": reading.sign,
                    "metric": reading.metric,
                    "tool": reading.tool,
                    **asdict(pointer),
                }
