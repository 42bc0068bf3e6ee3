"""What the filter line can search."""

from typing import ClassVar

from textual.widget import Widget


class Searchable(Widget):
    """A widget whose content can be searched as one types."""

    SEARCH_HINT: ClassVar[str]
    """What the empty filter line says."""
    STAYS_FILTERED: ClassVar[bool] = True
    """Whether what was typed goes on to matter once the keys are given back."""

    def search(self, needle: str) -> None:
        """Show, or go to, what contains `needle`, in any case."""
        raise NotImplementedError
