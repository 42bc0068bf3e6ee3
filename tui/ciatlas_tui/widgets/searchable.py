"""What the filter line can search."""

from typing import ClassVar

from textual.message import Message
from textual.widget import Widget


class Searchable(Widget):
    """A widget whose content can be searched as one types."""

    SEARCH_HINT: ClassVar[str]
    """What the empty filter line says."""
    STAYS_FILTERED: ClassVar[bool] = True
    """Whether what was typed goes on to matter once the keys are given back."""

    class Recounted(Message):
        """There are others to find while one searches."""

    @property
    def tally(self) -> tuple[int, int]:
        """How many are found, and among how many."""
        raise NotImplementedError

    def search(self, needle: str) -> None:
        """Show, or go to, what contains `needle`, in any case."""
        raise NotImplementedError

    def show_searched(self, searched: bool) -> None:
        """Go on to show what is selected while the keys go to the filter line."""
