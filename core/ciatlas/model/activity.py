"""Activities: what a step is for (the study's taxonomy)."""

from enum import StrEnum


class Activity(StrEnum):
    """What a step is for; every step has exactly one."""

    SETUP = "setup"
    LINT = "lint"
    SECURITY = "security"
    UNIT_TEST = "unit-test"
    INTEGRATION_TEST = "integration-test"
    E2E_TEST = "e2e-test"
    ML_TEST = "ml-test"
    PERFORMANCE_TEST = "performance-test"
    BUILD = "build"
    DOCS = "docs"
    PUBLISH = "publish"
    DEPLOY = "deploy"
    REPORT = "report"
    REPO_AUTOMATION = "repo-automation"
    OTHER = "other"


CHECKS: tuple[Activity, ...] = (
    Activity.LINT,
    Activity.SECURITY,
    Activity.UNIT_TEST,
    Activity.INTEGRATION_TEST,
    Activity.E2E_TEST,
    Activity.ML_TEST,
    Activity.PERFORMANCE_TEST,
    Activity.DOCS,
)
"""The activities that check something."""

TESTS = frozenset(check for check in CHECKS if check.endswith("-test"))
"""The kinds of tests among them."""
