"""POSIX cron expressions as GitHub's `schedule` event takes them.

Source: GitHub Docs, "Events that trigger workflows", `schedule`: five fields, `*`, `,`, `-`, `/`,
and names of months and days; no `@daily` and the like.
"""

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
_FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("minute", 0, 59, []),
    ("hour", 0, 23, []),
    ("day of the month", 1, 31, []),
    ("month", 1, 12, ["", *_MONTHS]),
    ("day of the week", 0, 7, _DAYS),
)
_MOST_DIGITS = 4
_PART = re.compile(r"(?:(?P<any>[*?])|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?\Z")


def cron_problem(cron: str) -> str | None:
    """Say what is wrong with a cron expression, or nothing."""
    fields = cron.split()
    if len(fields) != len(_FIELDS):
        return f"a cron has five fields, {cron!r} has {len(fields)}"
    for field, (noun, low, high, names) in zip(fields, _FIELDS, strict=True):
        for part in field.split(","):
            if not _fits(part, low, high, names):
                return f"{part!r} is no {noun} of a cron ({low} to {high})"
    return None


def _fits(part: str, low: int, high: int, names: list[str]) -> bool:
    match = _PART.match(part)
    if not match or (match["step"] and not match["step"].strip("0")):
        return False
    if match["any"]:
        return True
    first = _value(match["first"], names)
    last = _value(match["last"], names) if match["last"] else first
    return first is not None and last is not None and low <= first <= last <= high


def _value(word: str, names: list[str]) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= _MOST_DIGITS else None
    return names.index(word.lower()) if word.lower() in names else None
