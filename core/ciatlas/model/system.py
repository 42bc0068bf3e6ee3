"""Which CI system a pipeline file belongs to, and what sort of file it is."""

from enum import StrEnum


class System(StrEnum):
    """The CI system, environment definition or build tool a pipeline file belongs to."""

    GITHUB_ACTIONS = "github-actions"
    CIRCLECI = "circleci"
    DEVCONTAINER = "devcontainer"
    MAKE = "make"
    TOX = "tox"
    NOX = "nox"
    NPM = "npm"
    JUST = "just"
    TASK = "task"


class Kind(StrEnum):
    """What sort of file a pipeline is; a build file is what pipelines call, none itself."""

    WORKFLOW = "workflow"
    ACTION = "action"
    ENVIRONMENT = "environment"
    BUILD = "build"
