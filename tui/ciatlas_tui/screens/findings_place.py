"""Places that say what was found for a cohort as of a day: nothing of another stays in sight."""

from collections.abc import Callable
from datetime import date

from ciatlas_tui.screens.place import Place

WEIGHING = "weighing the evidence"
"""What is said where something was asked, and is not found yet."""

About = tuple[str, date | None]
"""The cohort and the day that something says something of."""


class FindingsPlace(Place):
    """A place that asks off the screen's own time, and may be asked anew meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._about: About | None = None

    @property
    def about(self) -> About | None:
        """What was asked about last."""
        return self._about

    def asks_anew(self) -> bool:
        """Take note of what is asked about now; tell whether what is in sight is about another."""
        asked = self.explorer.cohort, self.explorer.as_of
        before, self._about = self._about, asked
        return before not in (None, asked)

    def show_about(self, about: About | None, show: Callable[..., object], *found: object) -> None:
        """Show from a thread what was found, unless something else was asked meanwhile."""

        def here() -> None:
            if about == self._about:
                show(*found)

        self.show_from_thread(here)
