"""What is said where nothing is known: of a cohort, or on a day that a table has dashes for."""

from collections.abc import Sequence
from datetime import date

import click

from ciatlas.display import visible
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import Repository


def require_members(cohort: str, repositories: list[Repository]) -> list[Repository]:
    """Return the repositories of a cohort; `CiatlasError` if there are none."""
    if not repositories:
        raise CiatlasError(f"no repository belongs to the cohort {cohort!r}")
    return repositories


def tell_absence(day: date | None, absent: Sequence[Repository], of: int) -> None:
    """Say on stderr of which of the `of` repositories shown nothing is known on a day, and why."""
    if day is None:
        return
    reasons: dict[str, list[str]] = {}
    for one in absent:
        reasons.setdefault(_reason(one), []).append(one.name)
    for why, names in reasons.items():
        whom = "all of them" if len(names) == of > 1 else ", ".join(names)
        click.echo(visible(f"nothing is known of {whom} on {day}: {why}"), err=True)


def _reason(one: Repository) -> str:
    if one.head is None:
        return "no history yet; 'ciatlas sync' or 'ciatlas import' brings one"
    if one.observed_on:
        return "in the atlas as of single days only; import a clone for other days"
    return "no history that early; choose a later date"
