"""Fresh facts from GitHub's API."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ciatlas.analysis.wording import count
from ciatlas.cli.absence import require_members
from ciatlas.cli.add import find_known
from ciatlas.cli.output import print_json, say
from ciatlas.cli.progress import progress_bars
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import STUDY, Repository

if TYPE_CHECKING:
    from ciatlas.sources.github.planning import Plan
    from ciatlas.sources.github.sync import Synced
    from ciatlas.sources.importer import ImportResult
    from ciatlas.store import Atlas

_CIRCLECI = "CIATLAS_CIRCLECI_URL"


@click.command()
@global_options
@click.argument("repositories", nargs=-1, metavar="[REPOSITORY]...")
@click.option("--cohort", default=STUDY, show_default=True, help="The tools, if none is named.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be asked, and ask nothing.")
@click.option("--api-url", envvar="CIATLAS_API_URL", help="The API's address, as of Enterprise.")
@click.option("--raw-url", envvar="CIATLAS_RAW_URL", help="Where files are read from.")
@click.option("--clone", is_flag=True, help="Bring whole histories in by git, beside the atlas.")
@click.option("--clone-url", envvar="CIATLAS_CLONE_URL", help="Where projects are cloned from.")
@pass_settings
def sync(
    settings: Settings,
    repositories: tuple[str, ...],
    cohort: str,
    only_plan: bool,
    api_url: str | None,
    raw_url: str | None,
    clone: bool,
    clone_url: str | None,
) -> int:
    """Ask GitHub for stars, issues, releases and runs; what did not change is not sent again."""
    from ciatlas.sources.cloning import clone_address
    from ciatlas.sources.github.credentials import api_address, find_token

    address = api_address(api_url)
    clones = clone_address(address, clone_url)
    if settings.offline and not only_plan:
        raise CiatlasError("nothing was asked: --offline is set")
    with settings.open_atlas(writable=not only_plan) as atlas:
        chosen = _chosen(atlas, repositories, cohort)
        if only_plan:
            token = find_token(address) is not None
            _tell_plan(settings, atlas, chosen, address, token=token, clone=clone)
            return 0
        cloned = _clone(atlas, chosen, clones) if clone else {}
        if cloned:
            chosen = _chosen(atlas, repositories, cohort)
        asked, results = asyncio.run(_synced(atlas, chosen, address, raw_url, clone=clone))
        for one in results:
            _add(one, cloned.get(one.repository))
        _label(atlas, results)
    if settings.json:
        print_json(
            requests=asked[0],
            cached=asked[1],
            repositories=[_record(one) for one in results],
        )
    else:
        _tell(asked, results)
    return int(any(one.failed for one in results))


def _chosen(atlas: "Atlas", names: Sequence[str], cohort: str) -> list[Repository]:
    """Return the repositories named, else those of the cohort; added ones among them."""
    if names:
        return [find_known(atlas, name) for name in names]
    awaited = [one for one in atlas.awaited() if one.cohort == cohort]
    return require_members(cohort, atlas.repositories(cohort) + awaited)


def _clone(
    atlas: "Atlas", chosen: Sequence[Repository], address: str
) -> "dict[str, ImportResult | CiatlasError]":
    """Bring in the histories; return what came in, or why it did not, by full name."""
    from ciatlas.analysis.labelling import labeller
    from ciatlas.sources.cloning import import_all

    with progress_bars() as progress:
        return import_all(address, atlas, chosen, label=labeller(atlas), progress=progress)


def _add(result: "Synced", cloned: "ImportResult | CiatlasError | None") -> None:
    """Tell of the clone beside what the API told."""
    if isinstance(cloned, CiatlasError):
        result.failed["clone"] = str(cloned)
    elif cloned is not None:
        result.figures |= {"commits": cloned.commits, "pipelines": cloned.files}


def _label(atlas: "Atlas", results: "Sequence[Synced]") -> None:
    """Say what the steps are for of pipelines that came in."""
    if any("pipelines" in one.figures for one in results):
        from ciatlas.analysis.labelling import label_pipelines

        label_pipelines(atlas)


async def _synced(
    atlas: "Atlas",
    chosen: Sequence[Repository],
    address: str,
    raw_url: str | None,
    *,
    clone: bool,
) -> "tuple[tuple[int, int], list[Synced]]":
    """Ask; return how many requests that took and how many of them were unchanged, and the rest."""
    from ciatlas.sources.circleci import circleci_address, circleci_questions, circleci_token
    from ciatlas.sources.github.client import Client
    from ciatlas.sources.github.credentials import find_token
    from ciatlas.sources.github.survey import raw_address
    from ciatlas.sources.github.sync import sync as synchronise

    def progress(result: "Synced", done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"{done} of {total}  {result.repository}", err=True)

    circle = circleci_token()
    elsewhere = circleci_address(os.environ.get(_CIRCLECI))
    async with (
        Client(address, find_token(address), atlas) as client,
        Client(elsewhere, circle, atlas) as other,
    ):
        results = await synchronise(
            atlas,
            chosen,
            client,
            progress=progress,
            raw=raw_address(address, raw_url),
            clone=clone,
            others=circleci_questions(atlas, other) if circle else lambda _one: (),
        )
        asked = client.requests + other.requests, client.cached + other.cached
        return asked, results


def _tell_plan(
    settings: Settings,
    atlas: "Atlas",
    chosen: Sequence[Repository],
    address: str,
    *,
    token: bool,
    clone: bool,
) -> None:
    from ciatlas.sources.circleci import circleci_questions, circleci_token
    from ciatlas.sources.github.graphql import is_absent
    from ciatlas.sources.github.planning import SURVEY, plan
    from ciatlas.sources.github.survey import is_surveyed

    surveyed = {one.full_name for one in chosen if is_surveyed(one)}
    others = circleci_questions(atlas, None) if circleci_token() else lambda _one: ()
    now = time.time()
    ways = {"token": token, "clone": clone, "queries": not is_absent(atlas, address, now)}
    plans = plan(atlas, chosen, now=now, others=others, **ways)
    resources = ("core", "search", "graphql", "circleci")
    total = {name: sum(one.cost[name] for one in plans) for name in resources}
    if settings.json:
        print_json(plan=[asdict(one) for one in plans], cost=total)
        return
    for one in plans:
        say(f"{one.repository}: {', '.join(one.asked) or 'nothing'}")
        needless = SURVEY in one.skipped and not clone and one.repository not in surveyed
        skipped = {
            name: why for name, why in one.skipped.items() if not (needless and name == SURVEY)
        }
        for why in dict.fromkeys(skipped.values()):
            names = ", ".join(name for name, reason in skipped.items() if reason == why)
            say(f"  not {names}: {why}")
        if needless:
            say("  no survey, since its pipelines are known from a clone or the bundle")
    if any(SURVEY in one.asked or SURVEY in one.skipped for one in plans):
        say("a survey reads figures and pipeline files of the newest commit over GitHub's API,")
        say("which is not needed where a clone or the bundle told them")
    for labels in dict.fromkeys(one.bug_labels for one in plans):
        say(f"bugs are issues labelled {', '.join(labels)}{_whose(labels, plans)}")
    searches = f"{total['search']} searches"
    if total["graphql"]:
        queries = f"{count(total['graphql'], 'query')} in GraphQL"
        searches = f"{queries}, or {searches} where those are not answered"
    say(f"at most {total['core']} requests of the core budget and {searches}")
    if total["circleci"]:
        say(f"at most {total['circleci']} requests of CircleCI")


def _whose(labels: tuple[str, ...], plans: "Sequence[Plan]") -> str:
    """Name the repositories with these labels, unless all have them."""
    names = [one.repository for one in plans if one.bug_labels == labels]
    return "" if len(names) == len(plans) else f" in {', '.join(names)}"


def _tell(asked: tuple[int, int], results: "Sequence[Synced]") -> None:
    for one in results:
        learnt = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in one.figures.items())
        say(f"{one.repository}: {learnt or 'nothing new'}")
        for question, why in one.failed.items():
            say(f"  {question}: {why}")
    say(f"{count(asked[0], 'request')}, {asked[1]} of them unchanged")
    until = max((one.spent_until or 0.0 for one in results), default=0.0)
    if until:
        when = datetime.fromtimestamp(until, UTC)
        say(f"the budget is full again at {when:%H:%M} UTC; sync again then, or with a token")


def _record(one: "Synced") -> dict[str, Any]:
    until = one.spent_until
    return {
        **asdict(one),
        "spent_until": None if until is None else datetime.fromtimestamp(until, UTC).isoformat(),
    }
