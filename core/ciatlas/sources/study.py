"""The study as data: its date, its path groups and its cohorts (data/ciatlas_data/study.yaml)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from ciatlas.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Study:
    """What is studied.

    `path_groups` maps a group's name to the paths whose commits it counts.
    """

    study_date: date
    path_groups: dict[str, tuple[str, ...]]
    repositories: tuple[Repository, ...]

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
    )
