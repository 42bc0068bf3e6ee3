"""A tool's figures in named facts; what is unknown of them takes one."""

from collections.abc import Sequence

from ciatlas.analysis.wording import checks_covered, percent
from ciatlas.model.summary import PipelineEntry, RepositorySummary
from ciatlas_tui.screens.where import ASK


def about_tool(
    summary: RepositorySummary, entries: Sequence[PipelineEntry]
) -> list[tuple[str, str]]:
    """Say since when a tool is there, by whom, and what is known of its use."""
    checks = checks_covered(entries)
    counts = [f"{number:,} to {name}" for name, number in summary.paths.items() if number]
    unknown = [name for name in ("stars", "issues") if getattr(summary, name) is None]
    return [
        ("since", f"{summary.first_commit:%Y-%m-%d}" if summary.first_commit else "unknown"),
        ("people", f"{summary.contributors:,} by .mailmap, {summary.author_emails:,} e-mails"),
        ("commits", f"{summary.commits:,}: {', '.join(counts) or 'none to tracked paths'}"),
        ("checks", ", ".join(checks) if checks else "none found"),
        ("stars", "" if summary.stars is None else f"{summary.stars:,}"),
        ("issues", "" if summary.issues is None else _issues(summary)),
        ("unknown", f"{', '.join(unknown)}; {ASK}" if unknown else ""),
    ]


def _issues(summary: RepositorySummary) -> str:
    """Write the number of issues, and the share of bugs among them where that is known."""
    if summary.bug_issues is None or not summary.issues:
        return f"{summary.issues:,}"
    share = summary.bug_issues / summary.issues
    return f"{summary.issues:,}, of them {summary.bug_issues:,} bugs ({percent(share)})"
