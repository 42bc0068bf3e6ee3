"""What is asked of a repository: each question with its cost, and what its answer says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client

Figures = dict[str, tuple[int, bool]]
"""Figures by name, each with whether it is complete."""

PAGE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """One request about a repository.

    Attributes:
        name: what it is about.
        resource: whose budget it costs one of, `core` or `search`.
        ask: asks it and returns the figures.
    """

    name: str
    resource: str
    ask: Callable[[Client, str], Awaitable[Figures]]


def questions(bug_labels: Sequence[str]) -> tuple[Question, ...]:
    """Return what is asked of every repository, the cheapest first."""

    async def bugs(client: Client, name: str) -> Figures:
        labels = ",".join(f'"{label}"' for label in bug_labels)
        return await _searched(client, name, "bug_issues", f" label:{labels}")

    return (
        Question("repository", "core", _repository),
        Question("releases", "core", _releases),
        Question("runs", "core", _runs),
        Question("issues", "search", _issues),
        Question("bug issues", "search", bugs),
    )


async def _repository(client: Client, name: str) -> Figures:
    found = (await client.get(f"/repos/{name}")).content
    return {
        "stars": (_count(found, "stargazers_count"), True),
        "forks": (_count(found, "forks_count"), True),
    }


async def _releases(client: Client, name: str) -> Figures:
    answer = await client.get(f"/repos/{name}/releases", {"per_page": PAGE})
    return {"releases": (len(_list(answer.content)), "next" not in answer.links)}


async def _issues(client: Client, name: str) -> Figures:
    return await _searched(client, name, "issues", "")


async def _searched(client: Client, name: str, figure: str, terms: str) -> Figures:
    """Count issues; `is:issue` keeps pull requests out."""
    query: dict[str, str | int] = {"q": f"repo:{name} is:issue{terms}", "per_page": 1}
    found = (await client.get("/search/issues", query, "search")).content
    complete = not (isinstance(found, dict) and found.get("incomplete_results"))
    return {figure: (_count(found, "total_count"), complete)}


async def _runs(client: Client, name: str) -> Figures:
    """Read the newest completed runs: how many succeeded, and how long they took."""
    query: dict[str, str | int] = {"status": "completed", "per_page": PAGE}
    found = (await client.get(f"/repos/{name}/actions/runs", query)).content
    runs = [run for run in _list(_get(found, "workflow_runs")) if isinstance(run, dict)]
    figures: Figures = {"runs": (len(runs), _count(found, "total_count") <= len(runs))}
    figures["runs_succeeded"] = (
        sum(run.get("conclusion") == "success" for run in runs),
        figures["runs"][1],
    )
    lasted = [seconds for run in runs if (seconds := _seconds(run)) is not None]
    if lasted:
        figures["run_seconds"] = (round(median(lasted)), figures["runs"][1])
    return figures


def _seconds(run: Mapping[str, Any]) -> float | None:
    """Return how long a run took, from its start to its last update."""
    try:
        start, end = (
            datetime.fromisoformat(str(run[key])) for key in ("run_started_at", "updated_at")
        )
        return max(0.0, (end - start).total_seconds())
    except (KeyError, ValueError, TypeError):
        return None


def _get(found: object, key: str) -> object:
    if not isinstance(found, dict) or key not in found:
        raise UnavailableError(f"the answer lacks {key!r}")
    return found[key]


def _count(found: object, key: str) -> int:
    value = _get(found, key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UnavailableError(f"the answer's {key!r} is no count")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise UnavailableError("the answer is no list")
    return value
