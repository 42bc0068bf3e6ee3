"""How much may be asked, and from when on again: one bucket for each resource of the API.

Source: GitHub's "Rate limits for the REST API" and "Best practices for using the REST API".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ciatlas.model.errors import CiatlasError

PATIENCE = 60.0
"""Seconds worth waiting for; a longer wait is told, and the rest left for another time."""
SECONDARY = 60.0
"""Seconds to wait after a secondary limit that does not say how long; twice as long each time."""
SEARCH_GAP = 2.0
"""Seconds between two searches."""
LONGEST = 86_400.0
"""Seconds; whoever says that a budget lasts longer is not believed."""
SKEW = 60.0
"""Seconds by which clocks may differ before resets are read by the server's own."""
SAME_WINDOW = 5.0
"""Seconds by which two answers may tell the same reset differently."""
_LIMITED = (403, 429)


class SpentError(CiatlasError):
    """The budget is spent until a moment (`until`, in seconds since 1970 UTC)."""

    def __init__(self, resource: str, until: float) -> None:
        super().__init__(f"the budget for {resource} is spent")
        self.resource = resource
        self.until = until


@dataclass(slots=True)
class Bucket:
    """What is left of a resource's budget.

    Attributes:
        remaining: requests left, `None` while unknown.
        reset: when it is full again, in seconds since 1970 UTC by our own clock.
        paused: until when nobody asks, after a refusal.
        told: whether any answer came since it was last full; until then nothing is known.
        under_way: requests that have no answer yet, and that `remaining` may not count.
    """

    remaining: int | None = None
    reset: float | None = None
    paused: float = 0.0
    told: bool = False
    under_way: int = 0

    def admits(self) -> bool:
        """Tell whether one more may be asked before those under way are answered.

        While nothing is known one asks alone, so that ten do not run into a budget that is spent.
        """
        if not self.told:
            return self.under_way == 0
        return self.remaining is None or self.remaining > self.under_way

    def refill(self) -> None:
        """Forget what was told of a time that is over."""
        self.remaining, self.reset, self.paused, self.told = None, None, 0.0, False


class Limits:
    """The buckets as the API's answers describe them."""

    def __init__(self) -> None:
        self.buckets: dict[str, Bucket] = {}

    def bucket(self, resource: str) -> Bucket:
        """Return the bucket of a resource."""
        return self.buckets.setdefault(resource, Bucket())

    def note(self, resource: str, headers: Mapping[str, str], now: float) -> None:
        """Learn from the headers of an answer; without them, as on Enterprise, nothing is known.

        Answers may come in another order than they were given, so the lowest number counts until
        the budget is full again.
        """
        self.bucket(resource).told = True
        bucket = self.bucket(headers.get("x-ratelimit-resource", resource))
        bucket.told = True
        number = _number(headers.get("x-ratelimit-remaining"))
        if number is None:
            return
        remaining, reset = int(number), _reset(headers, now)
        if bucket.remaining is not None and bucket.reset is not None and reset is not None:
            if reset < bucket.reset - SAME_WINDOW:
                return
            if reset <= bucket.reset + SAME_WINDOW:
                remaining = min(remaining, bucket.remaining)
        bucket.remaining, bucket.reset = remaining, reset

    def wait_before(self, resource: str, now: float) -> float:
        """Return how long to wait before asking for a resource.

        Raises:
            SpentError: it is longer than anybody would wait.
        """
        bucket = self.bucket(resource)
        until = bucket.paused
        if bucket.remaining == 0:
            bucket.reset = bucket.reset or now + SECONDARY
            until = max(until, bucket.reset)
        if until > now:
            return self._patient(resource, now, until - now)
        if until:
            bucket.refill()
        return 0.0

    def wait_after(
        self,
        resource: str,
        status: int,
        headers: Mapping[str, str],
        text: str,
        now: float,
        *,
        waited: int = 0,
    ) -> float | None:
        """Return how long to wait after a refusal, `None` when it was not for the budget.

        `waited` says how often that was done for the same question.

        Raises:
            SpentError: it is longer than anybody would wait.
        """
        after = _number(headers.get("retry-after"))
        spent = headers.get("x-ratelimit-remaining") == "0"
        if status not in _LIMITED:
            return None
        if status == 403 and after is None and not spent and "rate limit" not in text.casefold():
            return None
        return self.refused(resource, headers, now, waited=waited)

    def refused(
        self, resource: str, headers: Mapping[str, str], now: float, *, waited: int = 0
    ) -> float:
        """Return how long to wait after a refusal for the budget, during which nobody asks.

        Raises:
            SpentError: it is longer than anybody would wait.
        """
        after = _number(headers.get("retry-after"))
        if after is None:
            spent = headers.get("x-ratelimit-remaining") == "0"
            reset = _reset(headers, now) if spent else None
            after = SECONDARY * 2**waited if reset is None else reset - now
        after = min(max(0.0, after), LONGEST)
        bucket = self.bucket(resource)
        bucket.remaining, bucket.reset, bucket.paused = 0, now + after, now + after
        return self._patient(resource, now, after)

    def _patient(self, resource: str, now: float, seconds: float) -> float:
        if seconds > PATIENCE:
            raise SpentError(resource, now + seconds)
        return seconds


def _reset(headers: Mapping[str, str], now: float) -> float | None:
    """Return when a budget is full again by our own clock, however wrong that goes."""
    moment = _number(headers.get("x-ratelimit-reset"))
    if moment is None:
        return None
    seconds = moment / 1000 if moment > 1e11 else moment  # some servers write milliseconds
    return min(max(0.0, seconds - _their_time(headers, now)), LONGEST) + now


def _their_time(headers: Mapping[str, str], now: float) -> float:
    try:
        told = parsedate_to_datetime(headers["Date"]).timestamp()
    except (KeyError, ValueError, OverflowError):
        return now
    return told if abs(told - now) > SKEW else now


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e15 else None
