"""Dates and times in words that are the same on every machine, whatever its locale."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def zone_name(zone: tzinfo) -> str:
    """The IANA name of a zone, as it is used: an unknown one says UTC."""
    return zone.key if isinstance(zone, ZoneInfo) and zone.key else "UTC"


def day(when: date) -> str:
    """``Fri 27 Nov 2026``."""
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def hour(when: datetime, zone: tzinfo) -> str:
    """``HH:MM`` in a zone."""
    return _hour(when.astimezone(zone))


def moment(when: datetime, zone: tzinfo) -> str:
    """Day and hour in a zone."""
    return _moment(when.astimezone(zone))


def span(start: datetime, end: datetime | None, zone: tzinfo) -> str:
    """From when to when in a zone, with its name; the day of the end is said only when it is another one."""
    begins = start.astimezone(zone)
    text = _moment(begins)
    if end is not None:
        ends = end.astimezone(zone)
        text += f"–{_hour(ends)}" if begins.date() == ends.date() else f" – {_moment(ends)}"
    return f"{text} ({zone_name(zone)})"


def same_time(one: tzinfo, other: tzinfo, *instants: datetime | None) -> bool:
    """Whether the clocks of two zones show the same at each of those instants."""
    return all(w.astimezone(one).utcoffset() == w.astimezone(other).utcoffset() for w in instants if w is not None)


def _hour(local: datetime) -> str:
    return f"{_TWO_DIGITS[local.hour]}:{_TWO_DIGITS[local.minute]}"


def _moment(local: datetime) -> str:
    return f"{day(local)}, {_hour(local)}"


def minutes(seconds: int) -> int:
    """Seconds as whole minutes, rounded to the nearest."""
    return (seconds + 30) // 60
