"""What places on one pipeline share: where they are, and putting it beside another."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ciatlas.display import visible
from ciatlas.model.repository import Snapshot
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.where import day_of

if TYPE_CHECKING:
    from ciatlas_tui.screens.side_by_side import PipelineSide


class PipelinePlace(Place):
    """A place on the pipeline at a path, as of a commit."""

    def __init__(self, at: Snapshot, path: str) -> None:
        super().__init__()
        self._at = at
        self._path = path

    def day(self) -> date:
        """Return the day of the commit shown."""
        return day_of(self._at)

    def action_compare(self) -> None:
        """Pick this pipeline, or put it beside the one picked before."""
        from ciatlas_tui.screens.side_by_side import PipelineSide, beside

        here = self._side(day_of(self._at))
        picked = self.explorer.picked
        if not isinstance(picked, PipelineSide) or picked == here:
            self.explorer.picked = here
            self.notify("picked; c in another pipeline, or on another day, puts it beside this one")
        else:
            self.explorer.picked = None
            self.app.push_screen(beside(picked, here))

    def show_at(self, at: Snapshot) -> None:
        """Show this pipeline as of another commit."""
        raise NotImplementedError

    def action_date(self) -> None:
        """Ask for the day to show this pipeline as of."""
        from ciatlas_tui.screens.ask_date import AskDate

        question = "Show this pipeline as of"
        self.app.push_screen(AskDate(None, day_of(self._at), question), self._on_day)

    def _on_day(self, answer: date | str | None) -> None:
        if answer is None:
            return
        repository = self.atlas.find_repository(self._at.repository)
        at = self.atlas.snapshot(repository, answer if isinstance(answer, date) else None)
        if at is None:
            self.notify(f"{visible(repository.name)} {repository.absence}", markup=False)
        else:
            self.show_at(at)

    def action_dates(self) -> None:
        """Ask for another day of this pipeline to put beside this one."""
        from ciatlas_tui.screens.ask_date import AskDate

        question = "Compare it with how it was on"
        day = self._day_before_change()
        self.app.push_screen(AskDate(None, day, question, self._absent), self._beside)

    def _day_before_change(self) -> date:
        """Return the last day it was another than here, the day of this one if it never was."""
        repository = self.atlas.find_repository(self._at.repository)
        points = self.atlas.change_points(repository, self._path)
        for point in reversed([one for one in points if one.position <= self._at.position]):
            day = day_of(point) - timedelta(days=1)
            if self._absent(day) is None:
                return day
        return day_of(self._at)

    def _absent(self, day: date | None) -> str | None:
        """Say since when this pipeline is there, if it was not on a day."""
        repository = self.atlas.find_repository(self._at.repository)
        at = self.atlas.snapshot(repository, day)
        if at is not None and self.atlas.pipeline(at, self._path) is not None:
            return None
        file = visible(self._path.rsplit("/", 1)[-1])
        points = self.atlas.change_points(repository, self._path)
        if day is not None and points and day < (came := day_of(points[0])):
            since = "is known since" if repository.observed_on else "came on"
            return f"{file} {since} {came}; choose that day or a later one"
        return f"{file} is not there {f'on {day}' if day else 'any more'}"

    def _beside(self, answer: date | str | None) -> None:
        from ciatlas_tui.screens.side_by_side import beside

        if answer is not None:
            other = answer if isinstance(answer, date) else None
            self.app.push_screen(beside(self._side(other), self._side(day_of(self._at))))

    def _side(self, day: date | None) -> "PipelineSide":
        """Return this pipeline as of a day, to put beside another."""
        from ciatlas_tui.screens.side_by_side import PipelineSide

        repository = self._at.repository
        tool = self.atlas.find_repository(repository).name
        return PipelineSide(repository, tool, self._path, day)

    def action_runs(self) -> None:
        """Show how this workflow ran."""
        where = {"repository": self._at.repository, "path": self._path}
        self.explorer.open({"place": "runs", **where})
