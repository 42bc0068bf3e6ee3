"""Facts in a few words, the same wherever they are shown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ciatlas.model.activity import CHECKS

if TYPE_CHECKING:
    from ciatlas.model.pipeline import Step, Trigger
    from ciatlas.model.summary import PipelineEntry

_HASH = re.compile("@[0-9a-f]{40}$")
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")


def trigger_text(trigger: "Trigger") -> str:
    """Write a trigger: its event, and its cron or branches (`schedule 45 3 * * 0`)."""
    details = trigger.cron or " ".join(trigger.branches)
    return f"{trigger.event} {details}".strip()


def events_text(triggers: "Iterable[Trigger]") -> str:
    """Write the distinct events of triggers."""
    return ", ".join(dict.fromkeys(trigger.event for trigger in triggers)) or "never"


def step_text(step: "Step") -> str:
    """Name a step in a few words: its name, its action, or its first command."""
    if step.name or step.uses:
        return step.name or step.uses or ""
    for command in step.commands:
        words = (command.program, command.subcommand, command.target)
        return " ".join(word for word in words if word)
    return "run"


def step_name(step: "Step") -> str:
    """Name a step where room is short: of an action not where it is at home, nor its hash."""
    if step.name or not step.uses:
        return step_text(step)
    return _HASH.sub("", step.uses.removeprefix("./.github/actions/"))


def checks_covered(entries: "Iterable[PipelineEntry]") -> list[str] | None:
    """Return the check types present over pipelines, in the taxonomy's order.

    `None` means that no pipeline has been labelled yet.
    """
    known = [entry.checks for entry in entries if entry.checks is not None]
    if not known:
        return None
    present = {check for checks in known for check in checks}
    return [check.value for check in CHECKS if check.value in present]


def age_text(then: date, now: date) -> str:
    """Write how long ago a day was, in the largest unit that says something."""
    days = (now - then).days
    return "today" if days < 1 else f"{_span(days)} ago"


def before_text(then: date, shown: date) -> str:
    """Write how long before the day shown a day was; that one need not be today."""
    days = (shown - then).days
    return "on the day shown" if days < 1 else f"{_span(days)} before"


def _span(days: int) -> str:
    """Write a number of days in the largest unit of which there are two."""
    for unit, length in (("year", 365), ("month", 30)):
        if days // length >= 2:
            return f"{days // length} {unit}s"
    return "1 day" if days == 1 else f"{days} days"


def number_text(number: int) -> str:
    """Write a number, its thousands apart: `36`, `1,805`."""
    return f"{number:,}"


def ungrouped(text: str) -> str:
    """Write the numbers of a text as one types them, their thousands together: `1805`."""
    return _THOUSANDS.sub("", text)


def count(number: int, noun: str) -> str:
    """Write a number with its noun: `1 job`, `2 jobs`, `3 repositories`, `4 branches`."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}{'e' * noun.endswith('ch')}s"
    return f"{number_text(number)} {plural}"


def reasons_text(reasons: Mapping[str, str]) -> str:
    """Write why things are not there, each reason once: `runs, issues: the budget is spent`."""
    by_reason: dict[str, list[str]] = {}
    for name, why in reasons.items():
        by_reason.setdefault(why, []).append(name)
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in by_reason.items())


def percent(share: float) -> str:
    """Write a share in percent: `63 %`."""
    return f"{share * 100:.0f} %"


def value_text(value: float, unit: str) -> str:
    """Write a metric's value as its unit asks for: `63 %`, `yes`, `1,805`, `6.8`."""
    if unit == "share":
        return percent(value)
    if unit == "yes or no":
        return "yes" if value else "no"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def buckets(months: Sequence[tuple[str, int]], first: str, last: str, size: int) -> list[int]:
    """Sum monthly counts (`YYYY-MM`, n) into `size` equal spans from month `first` to `last`."""
    start, end = month_number(first), month_number(last)
    spans = [0] * size
    for month, count in months:
        at = month_number(month)
        if start <= at <= end:
            spans[(at - start) * size // (end - start + 1)] += count
    return spans


def month_number(month: str) -> int:
    """Return a month (`YYYY-MM`) as a number that grows by one from month to month."""
    year, number = month.split("-")
    return int(year) * 12 + int(number)
