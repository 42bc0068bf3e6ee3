"""A sync: the asking, repository by repository, each answer stored at once."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ciatlas.model.repository import Repository
from ciatlas.model.system import Kind
from ciatlas.parsing import PARSER_VERSION, kind_of
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.limits import SpentError
from ciatlas.sources.github.planning import pending
from ciatlas.sources.github.survey import SOURCE, read_files, survey
from ciatlas.store import Atlas

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Synced:
    """What came of a repository.

    Attributes:
        repository: its full name.
        figures: what was learnt, by name.
        failed: by question, the sentence that says why there is no answer.
        spent_until: when the budget is full again, where it ran out on the way.
    """

    repository: str
    figures: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    spent_until: float | None = None


async def sync(
    atlas: Atlas,
    repositories: Sequence[Repository],
    client: Client,
    *,
    clock: Callable[[], float] = time.time,
    progress: Progress = lambda _name, _done, _total: None,
    raw: str | None = None,
    clone: bool = False,
) -> list[Synced]:
    """Ask everything about the repositories and store it, each answer at once.

    Of those that nobody has cloned the pipelines come too, from the server of files at `raw`,
    unless this is what clones are for this time.

    What cannot be had is told and left as it was. Once the budget of a resource is spent, its
    questions are left for another time; what costs another one is still asked.
    """
    spent: dict[str, float] = {}
    results = []
    for number, repository in enumerate(repositories, start=1):
        results.append(await _one(atlas, repository, client, clock, spent, raw, clone=clone))
        progress(repository.full_name, number, len(repositories))
    return results


async def _one(
    atlas: Atlas,
    repository: Repository,
    client: Client,
    clock: Callable[[], float],
    spent: dict[str, float],
    raw: str | None,
    *,
    clone: bool,
) -> Synced:
    result = Synced(repository.full_name)
    due = pending(atlas, repository, token=client.has_token, now=clock(), clone=clone)
    if due.survey:
        await _survey(atlas, repository, client, int(clock()), spent, raw, result)
    for question in due.questions:
        if question.resource in spent:
            result.failed[question.name] = _spent(question.resource)
            continue
        try:
            told = await question.ask(client, repository.full_name)
        except SpentError as error:
            spent[question.resource] = error.until
            result.failed[question.name] = _spent(question.resource)
        except UnavailableError as error:
            result.failed[question.name] = str(error)
        else:
            atlas.save_runs(repository, told.runs, told.jobs)
            atlas.save_figures(repository, told.figures, SOURCE, int(clock()))
            result.figures |= {name: value for name, (value, _) in told.figures.items()}
    result.spent_until = max(spent.values(), default=None)
    return result


async def _survey(
    atlas: Atlas,
    repository: Repository,
    client: Client,
    now: int,
    spent: dict[str, float],
    raw: str | None,
    result: Synced,
) -> None:
    """Bring in where a repository stands, with its pipelines: all of it, or nothing."""
    if "core" in spent:
        result.failed["survey"] = _spent("core")
        return
    try:
        if raw is None:
            raise UnavailableError("its files have no address; name one with --raw-url")
        found = await survey(client, repository, now)
        known = atlas.parsed_blobs(repository.full_name, PARSER_VERSION)
        parsed = await read_files(client, raw, found, known)
    except SpentError as error:
        spent["core"] = error.until
        result.failed["survey"] = _spent("core")
    except UnavailableError as error:
        result.failed["survey"] = str(error)
    else:
        atlas.save_pipelines(found.repository, parsed, PARSER_VERSION)
        kinds = {path: kind for path in found.files if (kind := kind_of(path)) is not None}
        atlas.save_survey(found, kinds)
        pipelines = sum(kind is not Kind.BUILD for _, kind in kinds.values())
        result.figures |= {"commits": found.commits, "pipelines": pipelines}


def _spent(resource: str) -> str:
    return f"the budget for {resource} is spent"
