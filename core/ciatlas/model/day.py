"""The day of a moment, as everything counts days: in UTC."""

from datetime import UTC, date, datetime


def utc_day(moment: datetime) -> date:
    """Return the day in UTC of an aware time, by which as-of dates choose commits.

    >>> utc_day(datetime.fromisoformat("2024-01-10T23:30:00-08:00")).isoformat()
    '2024-01-11'
    """
    return moment.astimezone(UTC).date()
