"""A part of a place, which small terminals show alone while the keys go to it."""

from textual.containers import Vertical


class Pane(Vertical):
    """One of several parts of a place; the one that had the keys last is the current one.

    Where room is short a style sheet leaves no room to the others: unlike what is not displayed,
    they can still be given the keys, and come into sight by it.
    """

    CURRENT = "-current"
    """Class of the pane the keys went to last."""

    def on_descendant_focus(self) -> None:
        """Become the current pane."""
        assert self.parent is not None  # noqa: S101 - a pane is never a screen
        for pane in self.parent.query_children(Pane):
            pane.set_class(pane is self, self.CURRENT)
