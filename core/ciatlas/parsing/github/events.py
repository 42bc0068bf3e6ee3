"""The events that start workflows, their activity types and filters.

Source: GitHub Docs, "Events that trigger workflows" and "Workflow syntax", `on`.
"""

_PULL_REQUEST = """
assigned unassigned labeled unlabeled opened edited closed reopened synchronize converted_to_draft
ready_for_review locked unlocked review_requested review_request_removed auto_merge_enabled
auto_merge_disabled milestoned demilestoned enqueued dequeued
"""

EVENTS: dict[str, frozenset[str]] = {
    event: frozenset(types.split())
    for event, types in {
        "branch_protection_rule": "created edited deleted",
        "check_run": "created rerequested completed requested_action",
        "check_suite": "completed requested rerequested",
        "create": "",
        "delete": "",
        "deployment": "",
        "deployment_status": "",
        "discussion": "created edited deleted transferred pinned unpinned labeled unlabeled locked"
        " unlocked category_changed answered unanswered closed reopened",
        "discussion_comment": "created edited deleted",
        "fork": "",
        "gollum": "",
        "image_version": "",
        "issue_comment": "created edited deleted",
        "issues": "opened edited deleted transferred pinned unpinned closed reopened assigned"
        " unassigned labeled unlabeled locked unlocked milestoned demilestoned typed untyped"
        " field_added field_removed",
        "label": "created edited deleted",
        "merge_group": "checks_requested destroyed",
        "milestone": "created closed opened edited deleted",
        "page_build": "",
        "project": "created updated closed reopened edited deleted",
        "project_card": "created moved converted edited deleted",
        "project_column": "created updated moved deleted",
        "public": "",
        "pull_request": _PULL_REQUEST,
        "pull_request_comment": "created edited deleted",
        "pull_request_review": "submitted edited dismissed",
        "pull_request_review_comment": "created edited deleted",
        "pull_request_target": _PULL_REQUEST,
        "push": "",
        "registry_package": "published updated",
        "release": "published unpublished created edited deleted prereleased released",
        "repository_dispatch": "",
        "schedule": "",
        "status": "",
        "watch": "started",
        "workflow_call": "",
        "workflow_dispatch": "",
        "workflow_run": "completed requested in_progress",
    }.items()
}
"""Every event with its activity types."""

_BRANCHES = frozenset(
    ("push", "pull_request", "pull_request_target", "merge_group", "workflow_run")
)
_PATHS = frozenset(("push", "pull_request", "pull_request_target"))
_TAGS = frozenset(("push",))

FILTERS: dict[str, frozenset[str]] = {
    "branches": _BRANCHES,
    "branches-ignore": _BRANCHES,
    "tags": _TAGS,
    "tags-ignore": _TAGS,
    "paths": _PATHS,
    "paths-ignore": _PATHS,
    "workflows": frozenset(("workflow_run",)),
}
"""The events each filter is available for."""
