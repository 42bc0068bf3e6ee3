"""How much may be asked, and from when on again: one bucket for each resource of the API.

Source: GitHub's "Rate limits for the REST API" and "Best practices for using the REST API".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ciatlas.model.errors import CiatlasError

PATIENCE = 60.0
"""Seconds worth waiting for; a longer wait is told, and the rest left for another time."""
SECONDARY = 60.0
"""Seconds to wait after a secondary limit that does not say how long."""
SEARCH_GAP = 2.0
"""Seconds between two searches."""
_LIMITED = (403, 429)


class SpentError(CiatlasError):
    """The budget is spent until a moment (`until`, in seconds since 1970 UTC)."""

    def __init__(self, resource: str, until: float) -> None:
        super().__init__(f"the API's budget for {resource} is spent")
        self.resource = resource
        self.until = until


@dataclass(slots=True)
class Bucket:
    """What is left of a resource's budget, and when it is full again; `None` while unknown."""

    remaining: int | None = None
    reset: float | None = None


class Limits:
    """The buckets as the API's answers describe them."""

    def __init__(self) -> None:
        self.buckets: dict[str, Bucket] = {}

    def note(self, resource: str, headers: Mapping[str, str]) -> None:
        """Learn from the headers of an answer; without them, as on Enterprise, nothing is known."""
        named = headers.get("x-ratelimit-resource", resource)
        remaining = _number(headers.get("x-ratelimit-remaining"))
        if remaining is not None:
            reset = _number(headers.get("x-ratelimit-reset"))
            self.buckets[named] = Bucket(int(remaining), _seconds(reset))

    def wait_before(self, resource: str, now: float) -> float:
        """Return how long to wait before asking for a resource.

        Raises:
            SpentError: it is longer than anybody would wait.
        """
        bucket = self.buckets.get(resource)
        if bucket is None or bucket.remaining is None or bucket.remaining > 0:
            return 0.0
        return self._patient(resource, now, (bucket.reset or now + SECONDARY) - now)

    def wait_after(
        self, resource: str, status: int, headers: Mapping[str, str], text: str, now: float
    ) -> float | None:
        """Return how long to wait after a refusal, `None` when it was not for the budget.

        Raises:
            SpentError: it is longer than anybody would wait.
        """
        after = _number(headers.get("retry-after"))
        spent = headers.get("x-ratelimit-remaining") == "0"
        if status not in _LIMITED:
            return None
        if status == 403 and after is None and not spent and "rate limit" not in text.casefold():
            return None
        if after is not None:
            return self._patient(resource, now, after)
        reset = _seconds(_number(headers.get("x-ratelimit-reset")))
        return self._patient(resource, now, reset - now if spent and reset else SECONDARY)

    def _patient(self, resource: str, now: float, seconds: float) -> float:
        if seconds > PATIENCE:
            self.buckets[resource] = Bucket(0, now + seconds)
            raise SpentError(resource, now + seconds)
        return max(0.0, seconds)


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e15 else None


def _seconds(moment: float | None) -> float | None:
    """Read a moment; some servers write milliseconds."""
    return moment / 1000 if moment is not None and moment > 1e11 else moment
