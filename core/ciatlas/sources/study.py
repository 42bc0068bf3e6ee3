"""The study as data: date, path groups, marker files, cohorts (data/ciatlas_data/study.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ciatlas.model.repository import Repository
from ciatlas.sources.git import Marker


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of repositories: how it was chosen, and the days the bundle keeps of it.

    Without `days` the bundle keeps the whole history.
    """

    name: str
    title: str
    criteria: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """What is studied.

    `path_groups` maps a group's name to the paths whose commits it counts; `markers` are the files
    that tell by being there, `bug_labels` the labels that make an issue a bug.
    """

    study_date: date
    path_groups: dict[str, tuple[str, ...]]
    repositories: tuple[Repository, ...]
    markers: tuple[Marker, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    bug_labels: tuple[str, ...] = ()

    def repository(self, full_name: str) -> Repository | None:
        """Return the studied repository known as `full_name`, also by an alias."""
        wanted = full_name.casefold()
        for repository in self.repositories:
            names = (repository.full_name, *repository.aliases)
            if wanted in (name.casefold() for name in names):
                return repository
        return None


@cache
def load_study() -> Study:
    """Read the study that ships with ciatlas."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("study.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return Study(
        study_date=content["study_date"],
        path_groups={name: tuple(paths) for name, paths in content["path_groups"].items()},
        repositories=tuple(
            Repository(
                full_name=entry["repository"],
                name=entry["name"],
                cohort=cohort,
                aliases=tuple(entry.get("aliases", ())),
                branch=entry.get("branch", ""),
            )
            for cohort, content in content["cohorts"].items()
            for entry in content["repositories"]
        ),
        markers=tuple(
            Marker(kind, _globs(entry), entry.get("any_case", False))
            for kind, entry in content["files"].items()
        ),
        bug_labels=tuple(content["bug_labels"]),
        cohorts=tuple(
            Cohort(name, entry["title"], entry["criteria"], tuple(entry.get("days", ())))
            for name, entry in content["cohorts"].items()
        ),
    )


def _globs(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every name of a kind of marker file in every folder it may be in."""
    return tuple(
        name if folder == "." else f"{folder}/{name}"
        for folder in entry.get("folders", ["."])
        for name in entry["names"]
    )
