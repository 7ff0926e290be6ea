"""Hours of the day, read and shown, and a day with its hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo

FIRST_YEAR, LAST_YEAR = 1900, 2200  # at the ends of the calendar another zone has no such day

# An hour at the end: 18:30, 5pm, 17h, 9.15 am, at 9 h. A bare number is a day of the month.
_HOUR = (
    r"(?:(?<=\s)|^)(?:at\s+(?=\d))?(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d{2})\s*(?P<half>am|pm|h)?|\s*(?P<half2>am|pm|h))$"
)


def split_hour(text: str) -> tuple[str, time | None] | None:
    """The words before the hour at the end of ``text``, and that hour, None where there is none.

    None for what looks like an hour and is none (``25:00``).
    """
    import re

    text = text.strip()
    found = re.search(_HOUR, text, re.IGNORECASE)
    if found is None:
        return text, None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or found["half2"] or "").lower()
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return text[: found.start()].rstrip(" ,"), time(hour, minute)


def has_hour(text: str) -> bool:
    """Whether ``text`` ends with an hour of the day."""
    parts = split_hour(text)
    return parts is not None and parts[1] is not None


def read_local(text: str, read_day: Callable[[str], date | None], at: time = time(12)) -> datetime | None:
    """The day and the hour (naive) that ``fri 18:30`` or ``3 dec`` names; ``at`` is the hour where none is given.

    ``read_day`` reads the day; None when there is no such day or hour.
    """
    parts = split_hour(text)
    if parts is None:
        return None
    words, hour = parts
    day = read_day(words) if words else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return datetime.combine(day, at if hour is None else hour)


def read_moment(text: str, read_day: Callable[[str], date | None], zone: tzinfo) -> datetime | None:
    """The instant (UTC) that the words name in a zone; as ``read_local``, at noon where no hour is given."""
    local = read_local(text, read_day)
    return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)


def show_hour(local: datetime, hours24: bool = True) -> str:
    """``18:30``, or ``6:30 pm``."""
    if hours24:
        return f"{local:%H:%M}"
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
