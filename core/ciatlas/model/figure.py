"""A figure only an API can tell, such as stars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what is known about it.

    Attributes:
        value: the number.
        complete: whether it was counted to the end; a capped count says at least so many.
        source: where it came from.
        retrieved_at: when, in seconds since 1970 UTC.
    """

    value: int
    complete: bool
    source: str
    retrieved_at: int
