"""Which CI system a pipeline file belongs to, and what sort of file it is."""

from enum import StrEnum


class System(StrEnum):
    """The CI system, environment definition, build tool or installer a pipeline file belongs to."""

    GITHUB_ACTIONS = "github-actions"
    CIRCLECI = "circleci"
    DEVCONTAINER = "devcontainer"
    MAKE = "make"
    TOX = "tox"
    NOX = "nox"
    NPM = "npm"
    JUST = "just"
    TASK = "task"
    PIP = "pip"
    CONDA = "conda"


class Kind(StrEnum):
    """What sort of file a pipeline is; a build file is what pipelines call, none itself."""

    WORKFLOW = "workflow"
    ACTION = "action"
    ENVIRONMENT = "environment"
    BUILD = "build"
