"""The way from a mark to what was marked, as it was looked at."""

from datetime import date

from ciatlas.display import visible
from ciatlas.model.repository import Snapshot
from ciatlas.model.triage import Mark
from ciatlas_tui.screens.place import Place


def go_to(place: Place, mark: Mark) -> None:
    """Go to the subject of a mark, as of the day and for the cohort it was looked at.

    Raises:
        CiatlasError: it is not in the atlas any more.
    """
    match mark.subject.kind:
        case "verdict":
            from ciatlas_tui.screens.hypothesis import HypothesisView

            _show_about(place, mark, place.explorer.as_of)
            place.app.push_screen(HypothesisView(mark.subject.id))
        case "claim":
            from ciatlas_tui.screens.replication import ReplicationView, claims_day

            _show_about(place, mark, claims_day(place.explorer.as_of))
            place.app.push_screen(ReplicationView(mark.subject.id))
        case _:
            _go_to_pipeline(place, mark)


def _show_about(place: Place, mark: Mark, shown: date | None) -> None:
    """Move everything to a cohort and a day: what is computed anew has no other way to be seen."""
    explorer, cohort, wanted = place.explorer, mark.subject.cohort, mark.as_of
    told = []
    if cohort is not None and cohort != explorer.cohort and cohort in place.atlas.cohorts():
        explorer.cohort = cohort
        told.append(f"for {visible(cohort)}" if cohort else "for tools in no cohort")
    if shown != wanted:
        told.append(f"as of {wanted}" if wanted else "as it is known now")
    if told:
        explorer.show_as_of(wanted)
        hint = "; @ chooses another day" if shown != wanted else ""
        place.notify(f"everything is shown {' and '.join(told)}{hint}", markup=False)


def _go_to_pipeline(place: Place, mark: Mark) -> None:
    from ciatlas_tui.screens.tool import Tool
    from ciatlas_tui.screens.workflow import Workflow

    subject, at = mark.subject, _snapshot(place, mark)
    if at is None or subject.path is None or place.atlas.pipeline(at, subject.path) is None:
        place.app.push_screen(Tool(subject.id, at))
    else:
        place.app.push_screen(Workflow(at, subject.path, job=subject.job, step=subject.step))


def _snapshot(place: Place, mark: Mark) -> Snapshot | None:
    """Find the commit that was looked at; the last one of that day if it is not known."""
    repository = place.atlas.find_repository(mark.subject.id)
    points = place.atlas.change_points(repository, mark.subject.path)
    exact = (point for point in points if point.commit == mark.subject.commit)
    return next(exact, None) or place.atlas.snapshot(repository, mark.as_of)
