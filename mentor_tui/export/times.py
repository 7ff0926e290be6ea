"""Dates and times in words that are the same on every machine, whatever its locale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_WEEK = timedelta(weeks=1)

Shown = tuple[timedelta, timedelta | None]  # what a clock shows from when to when, as spans since it showed _EPOCH


def zone_name(zone: tzinfo) -> str:
    """The IANA name of a zone, as it is used: an unknown one says UTC."""
    return zone.key if isinstance(zone, ZoneInfo) and zone.key else "UTC"


def day(when: date) -> str:
    """``Fri 27 Nov 2026``."""
    return _day(when.toordinal())


@lru_cache(maxsize=512)
def _day(number: int) -> str:
    """A day, by its number since the year 1."""
    when = date.fromordinal(number)
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


@cache
def _hour(minute: int) -> str:
    """``HH:MM`` of one of the 1,440 minutes of a day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def moment(when: datetime, zone: tzinfo) -> str:
    """Day and hour in a zone."""
    return Wall(zone).moment(when)


def span(start: datetime, end: datetime | None, zone: tzinfo) -> str:
    """From when to when in a zone, with its name; the day of the end is said only when it is another one."""
    wall = Wall(zone)
    return wall.span(wall.shown(start, end))


def same_time(one: tzinfo, other: tzinfo, *instants: datetime | None) -> bool:
    """Whether the clocks of two zones show the same at each of those instants."""
    return all(w.astimezone(one).utcoffset() == w.astimezone(other).utcoffset() for w in instants if w is not None)


class Wall:
    """The clock on a wall in a zone, for a document that looks at it again and again.

    How far it is ahead of UTC is kept, with the week for which that holds.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._name = zone_name(zone)
        self._from = self._to = self._zero = _EPOCH

    def shown(self, start: datetime, end: datetime | None) -> Shown:
        """What the clock shows at two instants, or at one."""
        if not self._from <= start < self._to:
            self._look(start)
        begins = start - self._zero
        if end is None:
            return begins, None
        if not self._from <= end < self._to:
            self._look(end)
        return begins, end - self._zero

    def day(self, when: datetime) -> str:
        """The day at an instant."""
        return _day(_EPOCH_DAY + self._shown(when).days)

    def hours(self, instants: Iterable[datetime]) -> list[str]:
        """``HH:MM`` at each instant."""
        found = []
        for when in instants:
            if not self._from <= when < self._to:
                self._look(when)
            found.append(_hour((when - self._zero).seconds // 60))
        return found

    def moment(self, when: datetime) -> str:
        """Day and hour at an instant."""
        return _moment(self._shown(when))

    def span(self, shown: Shown) -> str:
        """From when to when, with the zone's name; the day of the end is said only when it is another one."""
        begins, ends = shown
        text = _moment(begins)
        if ends is not None:
            text += f"–{_hour(ends.seconds // 60)}" if begins.days == ends.days else f" – {_moment(ends)}"
        return f"{text} ({self._name})"

    def _shown(self, when: datetime) -> timedelta:
        if not self._from <= when < self._to:
            self._look(when)
        return when - self._zero

    def _look(self, when: datetime) -> None:
        start = _EPOCH + (when - _EPOCH) // _WEEK * _WEEK
        ahead = self._ahead(start)
        # No zone puts its clocks forward and back again within half a week (once it was four days).
        holds = ahead == self._ahead(start + _WEEK / 2) == self._ahead(start + _WEEK)
        self._from, self._to = (start, start + _WEEK) if holds else (when, when)
        self._zero = _EPOCH - (ahead if holds else self._ahead(when))

    def _ahead(self, when: datetime) -> timedelta:
        return when.astimezone(self._zone).utcoffset() or timedelta()


def _moment(shown: timedelta) -> str:
    return f"{_day(_EPOCH_DAY + shown.days)}, {_hour(shown.seconds // 60)}"
