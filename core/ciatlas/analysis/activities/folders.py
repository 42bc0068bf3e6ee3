"""Where steps and their commands run: at the root of the repository, or elsewhere."""

import re
from collections.abc import Iterable, Iterator

from ciatlas.model.pipeline import Command, Defaults, Job, Step

_ROOT = r"\$GITHUB_WORKSPACE|\$\{GITHUB_WORKSPACE\}|\$\{\{ *github\.workspace *\}\}"
_BELOW_ROOT = re.compile(rf"({_ROOT})/")
_AT_ROOT = re.compile(
    rf"(\.|~.*|{_ROOT})?/?"
    r"|.*/src/github\.com/[^/]+/[^/]+/?"  # where Go kept the repositories of its workspace
)
_BACK = frozenset(("..", "-", "~-"))


def is_root(folder: str | None) -> bool:
    """Whether a working directory is the root of the repository."""
    return folder is None or _AT_ROOT.fullmatch(folder.strip()) is not None


def folder_of(step: Step, job: Job, defaults: Defaults | None) -> str | None:
    """Return where a step runs, `None` for the root; `defaults` are those of the workflow."""
    given_for_all = [given for given in (job.defaults, defaults) if given]
    folders = (step.working_directory, *(given.working_directory for given in given_for_all))
    folder = next((folder for folder in folders if folder), None)
    return None if folder is None or _plain(folder) in _checked_out(job) else folder


def _checked_out(job: Job) -> set[str]:
    """Return the folders that a job puts the repository itself into."""
    inputs = [
        dict(step.inputs)
        for step in job.steps
        if step.uses and step.uses.startswith("actions/checkout@")
    ]
    own = [given for given in inputs if "path" in given and "repository" not in given]
    return {_plain(given["path"]) for given in own}


def _plain(folder: str) -> str:
    return _BELOW_ROOT.sub("", folder.strip()).removeprefix("./").rstrip("/")


def places(commands: Iterable[Command], *, at_root: bool) -> Iterator[tuple[Command, bool]]:
    """Yield commands with whether they run at the root."""
    for command in commands:
        if command.program in ("cd", "pushd", "Set-Location"):
            folder = command.target or ""
            at_root = folder in _BACK or is_root(folder)
        elif command.program == "popd":
            at_root = True
        yield command, at_root
