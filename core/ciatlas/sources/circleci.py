"""Runs on CircleCI, where there is a token for it: its pipelines' workflows, by its API v2.

Source: CircleCI's "API v2" reference; nothing here was tried on the live service. A workflow there
is a run here: of `.circleci/config.yml`, told apart from GitHub's by that path. What lacks an id, a
name or a time, or is still under way, is no run and left out.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from ciatlas.model.repository import Repository
from ciatlas.model.run import Run
from ciatlas.model.system import System
from ciatlas.sources.github.answers import (
    UnavailableError,
    list_of,
    moment_in,
    part_of,
    text_in,
)
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.credentials import Token, api_address
from ciatlas.sources.github.questions import Question, Told
from ciatlas.store import Reader

PUBLIC = "https://circleci.com"
RESOURCE = SOURCE = "circleci"
CONFIG = ".circleci/config.yml"
MOST_PIPELINES = 20
"""Pipelines whose workflows are asked for at most, the newest; a page of the API holds as many."""
_VARIABLES = ("CIRCLECI_TOKEN", "CIRCLE_TOKEN")
_CONCLUSIONS = {
    "success": "success",
    "failed": "failure",
    "error": "startup_failure",
    "canceled": "cancelled",
    "not_run": "skipped",
    "unauthorized": "action_required",
}
"""How GitHub calls what CircleCI calls otherwise."""
_EVENTS = {"webhook": "push", "scheduled_pipeline": "schedule", "explicit": "workflow_dispatch"}
"""The same for what started it; a webhook of the host tells CircleCI of a push."""


def circleci_address(chosen: str | None = None) -> str:
    """Return where CircleCI's API is, as chosen or its own; checked as any API's address."""
    return api_address(chosen or PUBLIC)


def circleci_token(environment: Mapping[str, str] = os.environ) -> Token | None:
    """Return the token for CircleCI, which its API wants in a header of its own."""
    for name in _VARIABLES:
        if value := environment.get(name, "").strip():
            return Token(value, header="Circle-Token", scheme="")
    return None


def circleci_questions(
    atlas: Reader, client: Client | None
) -> Callable[[Repository], tuple[Question, ...]]:
    """Return what is to be asked of CircleCI about a repository: nothing unless it runs there."""

    async def ask(_github: Client, name: str) -> Told:
        if client is None:
            raise UnavailableError("CircleCI is asked with a token only")
        return await _runs(client, name)

    question = Question(
        "CircleCI runs", RESOURCE, "circleci_runs", ask, 1 + MOST_PIPELINES, source=SOURCE
    )
    return lambda repository: (question,) if _runs_there(atlas, repository) else ()


def _runs_there(atlas: Reader, repository: Repository) -> bool:
    at = atlas.snapshot(repository) if repository.head else None
    return at is not None and any(entry.system is System.CIRCLECI for entry in atlas.pipelines(at))


async def _runs(client: Client, name: str) -> Told:
    """Ask for the newest pipelines, and for the workflows of each."""
    found = (await client.get(f"/api/v2/project/gh/{name}/pipeline", resource=RESOURCE)).content
    pipelines = list_of(part_of(found, "items"))
    complete = part_of(found, "next_page_token") is None and len(pipelines) <= MOST_PIPELINES
    runs: list[Run] = []
    for pipeline in pipelines[:MOST_PIPELINES]:
        try:
            oid = UUID(text_in(pipeline, "id"))
        except (KeyError, TypeError, ValueError):
            continue
        told = (await client.get(f"/api/v2/pipeline/{oid}/workflow", resource=RESOURCE)).content
        workflows = list_of(part_of(told, "items"))
        runs += [run for one in workflows if (run := _run(pipeline, one)) is not None]
    return Told({"circleci_runs": (len(runs), complete)}, tuple(runs))


def _run(pipeline: Any, workflow: Any) -> Run | None:
    try:
        trigger = text_in(pipeline["trigger"], "type")
        return Run(
            # The first bits of the id, which is drawn by lot: as many as any reader of JSON keeps.
            id=UUID(text_in(workflow, "id")).int >> 75,
            path=CONFIG,
            event=_EVENTS.get(trigger, trigger),
            conclusion=_CONCLUSIONS[text_in(workflow, "status")],
            attempt=1,
            head=text_in(pipeline["vcs"], "revision"),
            created=moment_in(pipeline, "created_at"),
            started=moment_in(workflow, "created_at"),
            ended=moment_in(workflow, "stopped_at"),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
