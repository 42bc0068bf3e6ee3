"""Fewer bytes to the terminal: a repaint sends the cells that changed and nothing beside them.

Textual sends each repainted line from the left edge of its widget. Over a slow line that is most of
what a key costs, so the update it made is sent cropped to the cells it is about.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate


class CroppedUpdate(ChopsUpdate):
    """A `ChopsUpdate` that is cropped on both sides."""

    @classmethod
    def of(cls, update: ChopsUpdate) -> "CroppedUpdate":
        """Take over what Textual wants to send."""
        return cls(update.chops, update.spans, update.chop_ends)

    def render_segments(self, console: Console) -> str:
        """Return the bytes: per span, a move and the cells of every piece of line it touches."""
        sequences: list[str] = []
        for y, first, last in self.spans:
            pieces = zip(self.chop_ends[y], self.chops[y].items(), strict=False)
            for end, (x, strip) in pieces:
                start, stop = max(x, first), min(end, last)
                if strip is not None and start < stop:
                    sequences.append(Control.move_to(start, y).segment.text)
                    sequences.append(strip.crop(start - x, stop - x).render(console))
        return "".join(sequences)
