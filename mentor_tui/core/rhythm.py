"""A rhythm as people say it (``every third Thursday, 18:30``), read, written back, and as dates.

All arithmetic of dates is dateutil's, imported when the first rhythm is met. A rhythm is local to one zone: its hour
stays the same on the clock when that is put forward or back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

import msgspec

from mentor_tui.core.dates import read_weekday
from mentor_tui.core.days import weekday_name
from mentor_tui.core.hours import LAST_YEAR, show_hour, split_hour

NOON = time(12)
_LAST = -1
_NTH = ("first", "second", "third", "fourth", "fifth")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MOST = {"week": 52, "month": 12}


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """When the two meet: every so many weeks or months, on which day, at which hour of the local clock.

    ``nth`` is which such weekday of the month (-1 the last one), 0 where ``day`` of the month says it (31 is the last
    one) or the week has only one. ``even`` is none of that: spread over the days there are, on one weekday.
    """

    unit: Literal["week", "month", "even"]
    every: int = 1
    weekday: int = 0
    nth: int = 0
    day: int = 0
    at: time = NOON

    def words(self, *, hours24: bool = True) -> str:
        """The rhythm in words that read back to the same: ``every third Thursday of the month, 18:30``."""
        return f"{self._days()}, {show_hour(datetime.combine(date(2000, 1, 1), self.at), hours24)}"

    def _days(self) -> str:
        name = weekday_name(self.weekday)
        if self.unit == "even":
            return f"spread evenly over the days left, on {name}s"
        period = f"every {self.unit}" if self.every == 1 else f"every {self.every} {self.unit}s"
        if self.unit == "week":
            return f"{period} on {name}"
        if self.nth:
            place = f"{_NTH[self.nth - 1] if self.nth > 0 else 'last'} {name}"
            return f"every {place} of the month" if self.every == 1 else f"{period} on the {place}"
        return f"{period} on the {'last day' if self.day == 31 else _ordinal(self.day)}"


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a line was taken for. ``other`` says what else it could mean, ``hourless`` that it named no hour."""

    rhythm: Rhythm
    other: str = ""
    hourless: bool = False


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """What a rhythm starts from: the last session before it (local; None when there is none), and today."""

    today: date
    last: datetime | None = None

    @property
    def day(self) -> date:
        """The day that stands in where a rhythm names none."""
        return self.last.date() if self.last else self.tomorrow

    @property
    def at(self) -> time:
        """The hour that stands in where a rhythm names none: that of the last session, else noon."""
        return self.last.time().replace(second=0, microsecond=0) if self.last else NOON

    @property
    def tomorrow(self) -> date:
        """The first day that may be proposed."""
        return self.today + timedelta(days=1)


_COUNT = rf"(?P<count>[0-9]{{1,2}}|other|{'|'.join(_COUNTS)}|second|2nd|third|3rd|fourth|4th)"
_ORD = r"(?P<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_DAY = r"(?P<weekday>[a-z]{3,10})"
_PERIOD = (
    rf"(?:(?:every|each) (?:{_COUNT} )?(?P<unit>weeks?|months?|fortnight|quarter)"
    r"|(?P<adverb>weekly|monthly|quarterly|fortnightly))"
)
_OF = r"(?P<of> of (?:each |every |a )?month)?"
_SHAPES = (
    rf"{_PERIOD}(?: {_ORD} {_DAY})?{_OF}",
    rf"{_ORD} {_DAY}{_OF} {_PERIOD}",
    rf"{_PERIOD} (?P<last>last day){_OF}",
    rf"{_PERIOD} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_OF}",
    rf"{_PERIOD} {_DAY}",
    rf"{_DAY} {_PERIOD}",
    rf"(?P<every>every |each )?{_ORD} {_DAY}{_OF}",
    rf"(?:every |each )?(?P<last>last day){_OF}",
    rf"(?:every |each )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){_OF}",
    rf"every other {_DAY}(?P<fortnightly>)",
    rf"(?:every|each) {_DAY}",
    rf"(?:spread )?(?P<even>evenly)(?: over days left)?(?: {_DAY})?",
    rf"{_DAY}",
)


@lru_cache(1)
def _shapes() -> list[re.Pattern[str]]:
    """The shapes, compiled when the first rhythm is looked for."""
    return [re.compile(shape) for shape in _SHAPES]


def read_rhythm(text: str, base: Base) -> Read | None:
    """What ``text`` says, or None when it is not plainly a rhythm.

    A weekday that is not named is that of the last session, and so is its hour; without any hour it is noon.
    """
    parts = split_hour(" ".join(text.split()))
    if parts is None or len(text) > 80:
        return None
    said, at = parts
    said = re.sub(r"[,.;:]+(?= |$)", "", said.lower())
    said = " ".join(word for word in said.split() if word not in ("on", "the", "at", "in"))
    hour = base.at if at is None else at
    for shape in _shapes():
        if found := shape.fullmatch(said):
            read = _read(found.groupdict(), base)
            if read is not None:
                rhythm = msgspec.structs.replace(read.rhythm, at=hour)
                return msgspec.structs.replace(read, rhythm=rhythm, hourless=at is None)
    return None


def _read(said: dict[str, str | None], base: Base) -> Read | None:
    """The rhythm that the parts of a line make; its hour is still to come."""
    named = said.get("weekday")
    weekday = read_weekday(named) if named else None
    if named and weekday is None:
        return None
    if said.get("even"):
        spread = even(base)
        return Read(rhythm=spread if weekday is None else msgspec.structs.replace(spread, weekday=weekday))
    every, unit = _period(said)
    if not 1 <= every <= _MOST[unit]:
        return None
    which = base.day.weekday() if weekday is None else weekday
    if nth := said.get("nth"):
        number = _nth(nth)
        rhythm = Rhythm(unit="month", every=every, weekday=which, nth=number)
        return Read(rhythm=rhythm, other=_other(number, which) if said.get("every") and not said.get("of") else "")
    if said.get("day") or said.get("last"):
        day = int(said.get("day") or 31)
        return Read(rhythm=Rhythm(unit="month", every=every, day=day)) if unit == "month" and 1 <= day <= 31 else None
    if unit == "month":  # the same weekday of the month as the last time: two people meet on weekdays
        return Read(rhythm=Rhythm(unit=unit, every=every, weekday=which, nth=_which_of_month(base.day)))
    return Read(rhythm=Rhythm(unit=unit, every=every, weekday=which))


def _period(said: dict[str, str | None]) -> tuple[int, Literal["week", "month"]]:
    """How many, and of what: of months where a day of the month is named, else of weeks."""
    of_month = said.get("nth") or said.get("day") or said.get("last")
    if said.get("fortnightly") is not None:
        return 2, "week"
    match said.get("adverb") or (said.get("unit") or "").removesuffix("s"):
        case "fortnightly" | "fortnight":
            times, unit = 2, "week"
        case "quarterly" | "quarter":
            times, unit = 3, "month"
        case "week" | "weekly":
            times, unit = 1, "week"
        case "month" | "monthly":
            times, unit = 1, "month"
        case _:
            times, unit = 1, "month" if of_month else "week"
    if unit == "week" and of_month:
        return 0, "week"  # "every 2 weeks on the third Thursday" is no rhythm
    return times * _number(said.get("count")), "month" if unit == "month" else "week"


def _number(word: str | None) -> int:
    if not word:
        return 1
    if word == "other":
        return 2
    if word in _COUNTS:
        return _COUNTS.index(word) + 1
    return int(word) if word.isdigit() else _nth(word)


def _nth(word: str) -> int:
    if word == "last":
        return _LAST
    return int(word[0]) if word[0].isdigit() else _NTH.index(word) + 1


def _other(nth: int, weekday: int) -> str:
    """What ``every second Thursday`` could mean besides the second one of each month."""
    if nth < 2:
        return ""
    name = weekday_name(weekday)
    say = f"every other {name}" if nth == 2 else f"every {nth} weeks on {name}"
    return f"If you mean each {nth} weeks, say: {say}"


def _which_of_month(day: date) -> int:
    return _LAST if day.day > 28 else (day.day - 1) // 7 + 1


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


# Dates


def days(rhythm: Rhythm, base: Base, end: date) -> Iterator[date]:
    """The days of a rhythm in order: after the last session and after today, up to ``end``.

    A rhythm of several weeks or months counts from the last session, and leaves out a day that comes sooner than half
    of that after it.
    """
    from dateutil.relativedelta import relativedelta
    from dateutil.rrule import rrule

    if rhythm.unit == "even" or base.tomorrow.year > LAST_YEAR:
        return
    first = base.tomorrow
    if base.last is not None:
        first = max(first, base.last.date() + timedelta(days=1))
    until = datetime.combine(min(end, date(LAST_YEAR, 12, 31)), time())
    start = base.last.date() if base.last is not None else None
    if start is None:  # the first one starts the count
        nearest = rrule(interval=1, dtstart=datetime.combine(first, time()), until=until, **_rule(rhythm))
        start = next((day.date() for day in nearest), first)
    elif rhythm.every > 1:
        length = relativedelta(**{f"{rhythm.unit}s": rhythm.every})
        half = ((start + length) - start) / 2
        first = max(first, start + half)
    # The count is of whole weeks and months, so it begins with the first day of one.
    start = start.replace(day=1) if rhythm.unit == "month" else start - timedelta(days=start.weekday())
    rule = rrule(interval=rhythm.every, dtstart=datetime.combine(start, time()), until=until, **_rule(rhythm))
    for found in rule.xafter(datetime.combine(first, time()), inc=True):
        yield found.date()


def _rule(rhythm: Rhythm) -> dict[str, Any]:
    """A rhythm in the words of ``rrule``."""
    from dateutil.rrule import MONTHLY, WEEKLY, weekday

    if rhythm.unit == "week":
        return {"freq": WEEKLY, "byweekday": weekday(rhythm.weekday), "wkst": weekday(0)}
    if rhythm.nth:
        return {"freq": MONTHLY, "byweekday": weekday(rhythm.weekday)(rhythm.nth)}
    if rhythm.day > 28:  # a month that is shorter has its last day instead
        return {"freq": MONTHLY, "bymonthday": list(range(28, rhythm.day + 1)), "bysetpos": -1}
    return {"freq": MONTHLY, "bymonthday": rhythm.day}


def even_days(rhythm: Rhythm, base: Base, count: int, end: date) -> list[date]:
    """``count`` such weekdays spread evenly over the days from tomorrow to ``end``; fewer where there are fewer."""
    weekly = Rhythm(unit="week", weekday=rhythm.weekday, at=rhythm.at)
    there = list(days(weekly, base, end))
    if len(there) <= count:
        return there
    return [there[(2 * number + 1) * len(there) // (2 * count)] for number in range(count)]


def even(base: Base) -> Rhythm:
    """The rhythm where none is given: spread evenly, on the weekday and at the hour of the last session.

    Without one, on the weekday of tomorrow, or on Monday where that is the weekend.
    """
    weekday = base.day.weekday()
    return Rhythm(unit="even", weekday=weekday if base.last or weekday < 5 else 0, at=base.at)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """The instants (UTC) that a rhythm gives, in order; ``wanted`` is how many were asked for.

    ``moved`` are those whose hour does not exist on their day, because the clocks change in it.
    """

    rhythm: Rhythm
    wanted: int
    instants: tuple[datetime, ...]
    moved: frozenset[datetime] = frozenset()


def propose(rhythm: Rhythm, base: Base, count: int, end: date, zone: tzinfo) -> Proposal:
    """The first ``count`` dates of a rhythm before ``end`` and on it; fewer where there are fewer."""
    if count <= 0:
        found: list[date] = []
    elif rhythm.unit == "even":
        found = even_days(rhythm, base, count, end)
    else:
        found = list(islice(days(rhythm, base, end), count))
    pairs = [instant(datetime.combine(day, rhythm.at), zone) for day in found]
    moved = frozenset(at for at, shifted in pairs if shifted)
    return Proposal(rhythm=rhythm, wanted=count, instants=tuple(at for at, _ in pairs), moved=moved)


def instant(local: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """The instant (UTC) of a time on the clock of a zone (naive), and whether it had to be moved.

    An hour that the clocks leave out is moved on by what they leave out; of one that comes twice the first is taken.
    """
    found = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return found, found.astimezone(zone).replace(tzinfo=None) != local
