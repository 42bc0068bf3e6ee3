"""Triggers are told with their filters: counted where room is short, else in full."""

import pytest

from ciatlas.analysis.triggers import are_cut, briefly, in_full
from ciatlas.model.pipeline import Parameter, Trigger

PATHS = ("src/**", "tests/**", "!docs/**")


@pytest.mark.parametrize(
    ("trigger", "brief", "full"),
    [
        (Trigger("push"), "push", "push"),
        (Trigger("push", branches=("main",)), "push main", "push · branches main"),
        (
            Trigger("push", branches=("main",), paths=PATHS),
            "push main · 3 paths",
            "push · branches main · paths src/**, tests/**, !docs/**",
        ),
        (
            Trigger("push", branches=("a", "b", "c"), tags=("v*",)),
            "push · 3 branches · 1 tag",
            "push · branches a, b, c · tags v*",
        ),
        (
            Trigger("push", branches_ignore=("gh-pages",), paths_ignore=("**.md", "docs")),
            "push · 1 ignored branch · 2 ignored paths",
            "push · branches ignored gh-pages · paths ignored **.md, docs",
        ),
        (
            Trigger("release", types=("published",)),
            "release published",
            "release · types published",
        ),
        (
            Trigger("schedule", cron="0 5 * * 1", timezone="Europe/Rome"),
            "schedule 0 5 * * 1 Europe/Rome",
            "schedule 0 5 * * 1 Europe/Rome",
        ),
        (
            Trigger("workflow_dispatch", inputs=(Parameter("level"), Parameter("dry"))),
            "workflow_dispatch",
            "workflow_dispatch · inputs level, dry",
        ),
        (Trigger("api", expression="x == 1"), "api", "api · if x == 1"),
    ],
)
def test_a_trigger_is_told_briefly_and_in_full(trigger: Trigger, brief: str, full: str) -> None:
    assert briefly(trigger) == brief
    assert in_full(trigger) == full.split(" · ")


def test_filters_that_are_only_counted_are_noticed() -> None:
    assert not are_cut([Trigger("push", branches=("main",)), Trigger("fork")])
    assert are_cut([Trigger("fork"), Trigger("push", tags=("v*",))])
    assert are_cut([Trigger("push", branches=("a", "b", "c"))])
