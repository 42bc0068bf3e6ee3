"""The newest changes to pipelines, in a row each."""

from datetime import date
from typing import TYPE_CHECKING

from ciatlas.analysis.wording import count
from ciatlas.display import visible
from ciatlas_tui.widgets.row import Column, Row

if TYPE_CHECKING:
    from ciatlas.store import Reader

CHANGES = (
    Column("date"),
    Column("tool", widest=16),
    Column("change"),
    Column("file", widest=60, narrowest=16, grows=True, cut="start"),
    Column("jobs", number=True),
)
_SHOWN = 40


def change_rows(atlas: "Reader", as_of: date | None) -> list[Row]:
    """Read the newest changes up to a day, `None` for the newest known."""
    return [
        Row(
            f"{change.repository}\n{change.commit}\n{change.path}",
            (
                f"{change.time:%Y-%m-%d}",
                visible(change.repository.split("/")[1]),
                change.change,
                visible(change.path),
                "" if change.jobs is None else count(change.jobs, "job"),
            ),
        )
        for change in atlas.newest_changes(_SHOWN, as_of)
    ]


def changed(key: str) -> tuple[str, str, str]:
    """Return repository, commit and path of a row's key."""
    full_name, commit, path = key.split("\n")
    return full_name, commit, path
