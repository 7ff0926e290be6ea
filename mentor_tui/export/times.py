"""Dates and times in words that are the same on every machine, whatever its locale."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def zone_name(zone: tzinfo) -> str:
    """The IANA name of a zone, as it is used: an unknown one says UTC."""
    return zone.key if isinstance(zone, ZoneInfo) and zone.key else "UTC"


def day(when: date) -> str:
    """``Fri 27 Nov 2026``."""
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def hour(when: datetime, zone: tzinfo) -> str:
    """``HH:MM`` in a zone."""
    return f"{when.astimezone(zone):%H:%M}"


def moment(when: datetime, zone: tzinfo) -> str:
    """Day and hour in a zone."""
    return f"{day(when.astimezone(zone).date())}, {hour(when, zone)}"


def span(start: datetime, end: datetime | None, zone: tzinfo) -> str:
    """From when to when in a zone, with its name; the day of the end is said only when it is another one."""
    text = moment(start, zone)
    if end is not None:
        same_day = start.astimezone(zone).date() == end.astimezone(zone).date()
        text += f"–{hour(end, zone)}" if same_day else f" – {moment(end, zone)}"
    return f"{text} ({zone_name(zone)})"


def same_time(one: tzinfo, other: tzinfo, *instants: datetime | None) -> bool:
    """Whether the clocks of two zones show the same at each of those instants."""
    return all(w.astimezone(one).utcoffset() == w.astimezone(other).utcoffset() for w in instants if w is not None)


def minutes(seconds: int) -> int:
    """Seconds as whole minutes, rounded to the nearest."""
    return (seconds + 30) // 60
