"""The one clock: routes and commands read it here and hand the time down as `now` or `today`."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in UTC: what is kept about people is kept to the day."""
    return now().date()
