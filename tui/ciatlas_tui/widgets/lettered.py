"""What one can jump about in by letters."""

from collections.abc import Mapping

from textual.widget import Widget


class Lettered(Widget):
    """A widget that can put a letter to whatever of it is in sight, and go there."""

    def targets(self) -> list[str]:
        """Return the keys of what is in sight, in the order in which it is read."""
        raise NotImplementedError

    def show_letters(self, letters: Mapping[str, str]) -> None:
        """Show these letters by the keys of what they stand for; none to end it."""
        raise NotImplementedError

    def select(self, key: str) -> None:
        """Go to what a key stands for, if it is there."""
        raise NotImplementedError
