"""Due dates, read from a few English words; ``days`` writes them back.

Calendar words (``fri``, ``30 nov``, ``15``, ``end of month``) are read here, because a due date wants stricter rules
than a general reader has: never a silent guess, never in the past without a year. Spans of time (``in three days``,
``2 weeks and 3 days``, ``next month``) are counted by dateutil, which is imported when the first one is met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from mentor_tui.core.days import DAYS, MONTHS

_FRIDAY = 4

_WEEKDAY = {name.lower(): number for number, name in enumerate(DAYS)}
_WEEKDAY |= {name[:3].lower(): number for number, name in enumerate(DAYS)}
_WEEKDAY |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH |= {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH |= {"sept": 9}


def _words(text: str) -> list[str]:
    return text.split()


_NTH = {
    word: number
    for number, word in enumerate(
        _words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), 1
    )
}
_COUNTS = {
    **{word: number for number, word in enumerate(_words("one two three four five six seven eight nine ten"), 1)},
    "a": 1,
    "an": 1,
    "next": 1,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_NUMBER = [word for word in _COUNTS if word != "next"]
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_UNIT = _words("day days week weeks month months year years")
_LITTLE = _words("today tonight tomorrow after next this in on by the of end and fortnight")
_VOCABULARY = frozenset({*_WEEKDAY, *_MONTH, *_NTH, *_NUMBER, *_UNIT, *_LITTLE})


def _one_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_W, _M, _U = _one_of(_WEEKDAY), _one_of(_MONTH), _one_of(_UNIT)
_D = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_SPAN = rf"(?:[0-9]{{1,3}}|{_one_of(_NUMBER)}) {_U}"
_PART = re.compile(rf"([0-9]+|\b{_one_of(_COUNTS)}\b) ?([dwmy])")
# Words in a row that may belong to one date: "wednesday the 30th of september 2027" has six.
LONGEST = 8


class _Said(NamedTuple):
    """What a reader works on: the words that matched its shape, and what they are read against."""

    found: re.Match[str]
    today: date
    day_first: bool


_Reader = Callable[[_Said], date | None]


def parse_due(words: str, today: date, day_first: bool = True) -> date | None:
    """The day that ``words`` mean, or None when they are not plainly a date.

    Without a year the day is today or later: a day number or a month that has gone by moves on. A weekday is the
    next one after today; ``next`` before it means the calendar week after this one (weeks begin on Monday). A date
    with its year is taken as given, also when it is past. ``day_first`` is the reading of ``3/4``; where only the
    other reading exists (``12/25``) that one is taken. A month without a day says too little and is not read.
    """
    return _read(_folded(words), today, day_first)


def no_such_day(words: str, today: date, day_first: bool = True) -> bool:
    """Whether ``words`` name a day of some month that there is not (any more): ``31 feb``, ``5 this month``."""
    said = _folded(words)
    found = _shape_of(said)
    return found is not None and found[1] in _OF_A_MONTH and _read(said, today, day_first) is None


def _folded(words: str) -> str:
    """Words in small letters, without punctuation; nothing for what is too long to be a date."""
    said = " ".join(words.lower().split())
    if len(said) > 80:
        return ""
    said = re.sub(r"[,.;:!?]+(?= |$)", "", said)
    return re.sub(r"^(?:on|by) ", "", said)


def _shape_of(said: str) -> tuple[re.Match[str], _Reader] | None:
    """The shape of folded words, and what reads it."""
    matches = ((shape.fullmatch(said), read) for shape, read in _shapes())
    return next(((found, read) for found, read in matches if found), None)


@lru_cache(maxsize=256)
def _read(said: str, today: date, day_first: bool) -> date | None:
    """The day that folded words mean; kept, because each letter that is typed asks again for the dates before it."""
    shaped = _shape_of(said)
    if shaped is None:
        return None
    found, read = shaped
    try:
        return read(_Said(found, today, day_first))
    except (ValueError, OverflowError):  # 30 February, or off the calendar
        return None


def split_due(words: list[str], today: date, day_first: bool = True) -> tuple[date, int] | None:
    """The date at the beginning of ``words`` and how many of them it takes; None when they begin with no date.

    The longest run that reads as a date wins, so ``fri in the library`` gives Friday and one word. A day that there
    is not is none: ``31 feb`` is not the next 31st.
    """
    half = half_said(words)
    for said, count in _beginnings(words):
        if count < half:  # "1 march/april" is not the next 1st
            break
        if day := parse_due(said, today, day_first):
            return day, count
        if no_such_day(said, today, day_first):
            break
    return None


def half_said(words: list[str]) -> int:
    """How many of ``words`` begin a day with its month, or a span, of which the last is broken off; 0 for none.

    So are ``1 march/april`` and ``2 weeks/months``: with what follows the number they say something else than it alone.
    """
    found = _half().match(" ".join(words[:LONGEST]).lower())
    return len(found[0].split()) if found else 0


@lru_cache(1)
def _half() -> re.Pattern[str]:
    number = r"[0-9]{1,3}(?:st|nd|rd|th)?(?:[-/.][0-9]{1,2})?[,.]?"
    month = rf"(?:{_W}[,.]? )?(?:the )?{number} (?:of )?[(\[]?{_M}"
    return re.compile(rf"(?:(?:on|by|in) )?(?:{month}|{number} {_U})(?![^\W\d_])")


def may_be_due(words: list[str]) -> bool:
    """Whether on some day ``words`` would begin with a date: what is none now may be one on another day."""
    return any(_shape_of(_folded(said)) is not None for said, _ in _beginnings(words))


def _beginnings(words: list[str]) -> Iterator[tuple[str, int]]:
    """The first of ``words``, as far as they could belong to one date, and how many they are; the longest first."""
    run = 0
    for word in words[:LONGEST]:
        bare = word.lower().rstrip(",.;:!?")
        if bare not in _VOCABULARY and not re.search("[0-9]", bare):
            break
        run += 1
    for count in range(run, 0, -1):
        yield " ".join(words[:count]), count


def read_weekday(word: str) -> int | None:
    """The number of a weekday, Monday being 0: ``thu``, ``Thursday``, ``thursdays``; None for any other word."""
    word = word.lower()
    return _WEEKDAY.get(word, _WEEKDAY.get(word.removesuffix("s")))


def _months_on(today: date) -> Iterator[tuple[int, int]]:
    """Year and month, from this month on; eight years hold every day of the calendar, also 29 February."""
    for step in range(12 * 8 + 1):
        years, month = divmod(today.month - 1 + step, 12)
        yield today.year + years, month + 1


def _coming(today: date, day: int, month: int | None = None) -> date | None:
    """The first such day that is not past."""
    for year, candidate in _months_on(today):
        if month in (None, candidate):
            try:
                found = date(year, candidate, day)
            except ValueError:
                continue
            if found >= today:
                return found
    return None


def _month(today: date, later: bool) -> date:
    """The first of this month, or of the next."""
    years, month = divmod(today.month - 1 + later, 12)
    return date(today.year + years, month + 1, 1)


def _last_of(year: int, month: int) -> date:
    years, following = divmod(month, 12)
    return date(year + years, following + 1, 1) - timedelta(days=1)


def _read_iso(it: _Said) -> date | None:
    return date(int(it.found["year"]), int(it.found["month"]), int(it.found["day"]))


def _read_numbers(it: _Said) -> date | None:
    first, second = int(it.found["first"]), int(it.found["second"])
    year: str | None = it.found.groupdict().get("year")
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    orders = [(first, second), (second, first)]
    for day, month in orders if it.day_first else reversed(orders):
        if 1 <= month <= 12:
            return _coming(it.today, day, month) if full is None else date(full, month, day)
    return None


def _read_day(it: _Said) -> date | None:
    return _coming(it.today, int(it.found["day"]))


def _read_nth(it: _Said) -> date | None:
    return _coming(it.today, _NTH[it.found["word"]])


def _read_weekday_nth(it: _Said) -> date | None:
    day = _coming(it.today, int(it.found["day"]))
    # "fri the 5th" when the 5th is no Friday: more likely the fifth of something else.
    return day if day and day.weekday() == _WEEKDAY[it.found["weekday"]] else None


def _read_day_of_month(it: _Said) -> date | None:
    day = _month(it.today, it.found["which"] == "next").replace(day=int(it.found["day"]))
    return day if day >= it.today else None


def _read_day_month(it: _Said) -> date | None:
    month = _MONTH[it.found["month"]]
    groups = it.found.groupdict()
    day = _NTH[groups["word"]] if groups.get("word") else int(it.found["day"])
    if it.found["year"]:
        return date(int(it.found["year"]), month, day)
    return _coming(it.today, day, month)


def _read_weekday(it: _Said) -> date | None:
    weekday = _WEEKDAY[it.found["weekday"]]
    ahead = weekday - it.today.weekday()
    groups = it.found.groupdict()
    if groups.get("which") == "next" or groups.get("later"):
        return it.today + timedelta(days=ahead + 7)
    if ahead < 0 or (ahead == 0 and groups.get("which") != "this"):
        ahead += 7
    return it.today + timedelta(days=ahead)


def _read_word(it: _Said) -> date | None:
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "a fortnight": 14, "one fortnight": 14}
    return it.today + timedelta(days=ahead[it.found["word"]])


def _read_end(it: _Said) -> date | None:
    later = it.found["which"] == "next"
    match it.found["unit"]:
        case "week":  # a working week ends on Friday; at the weekend the week meant is the one to come
            return it.today + timedelta(days=(_FRIDAY - it.today.weekday()) % 7 + 7 * later)
        case "month":
            first = _month(it.today, later)
            return _last_of(first.year, first.month)
        case _:
            return date(it.today.year + later, 12, 31)


def _read_end_of_named(it: _Said) -> date | None:
    month = _MONTH[it.found["month"]]
    if it.found["year"]:
        return _last_of(int(it.found["year"]), month)
    return next(_last_of(year, number) for year, number in _months_on(it.today) if number == month)


def _read_span(it: _Said) -> date | None:
    from dateutil.relativedelta import relativedelta  # here, because most sessions start without it

    parts = _PART.findall(it.found[0])
    units = [_UNITS[unit] for _, unit in parts]
    if len(set(units)) < len(units):  # "2 weeks and 3 weeks" is no span
        return None
    counts = [int(count) if count.isdecimal() else _COUNTS[count] for count, _ in parts]
    end: date = it.today + relativedelta(**dict(zip(units, counts, strict=True)))
    return end


# Readers of a day with its month: where there is no such day, the number alone was not meant.
_OF_A_MONTH = frozenset((_read_numbers, _read_day_of_month, _read_day_month))
# Tried in this order; a shape must match all that was said.
_SHAPES: tuple[tuple[str, _Reader], ...] = (
    (r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})", _read_iso),
    (r"(?P<first>[0-9]{1,2})([-/.])(?P<second>[0-9]{1,2})\2(?P<year>[0-9]{4}|[0-9]{2})", _read_numbers),
    # Not "3-4", which is a range.
    (r"(?P<first>[0-9]{1,2})[/.](?P<second>[0-9]{1,2})", _read_numbers),
    (rf"(?:the )?{_D}", _read_day),
    (rf"the (?P<word>{_one_of(_NTH)})", _read_nth),
    (rf"(?P<weekday>{_W}) (?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)", _read_weekday_nth),
    (rf"(?:the )?{_D} (?:of )?(?P<which>this|next) month", _read_day_of_month),
    # The year needs four digits here: "30 nov 12 letters" is not the year 12.
    (rf"(?:{_W} )?(?:the )?{_D} (?:of )?(?P<month>{_M})(?: (?P<year>[0-9]{{4}}))?", _read_day_month),
    (rf"(?:{_W} )?(?P<month>{_M}) (?:the )?{_D}(?: (?P<year>[0-9]{{4}}))?", _read_day_month),
    (rf"(?:the )?(?P<word>{_one_of(_NTH)}) of (?P<month>{_M})(?: (?P<year>[0-9]{{4}}))?", _read_day_month),
    (rf"(?:(?P<which>this|next) )?(?P<weekday>{_W})", _read_weekday),
    (rf"(?P<weekday>{_W}) (?P<later>next week)", _read_weekday),
    (r"(?:the )?(?P<word>today|tonight|tomorrow|day after tomorrow)", _read_word),
    (r"(?:in )?(?P<word>(?:a|one) fortnight)", _read_word),
    (r"(?:the )?end of (?:the )?(?:(?P<which>this|next) )?(?P<unit>week|month|year)", _read_end),
    (r"(?P<which>this) (?P<unit>week|month|year)", _read_end),
    (rf"(?:the )?end of (?P<month>{_M})(?: (?P<year>[0-9]{{4}}))?", _read_end_of_named),
    (rf"(?:in )?{_SPAN}(?: and {_SPAN})*|(?:in )?[0-9]{{1,3}}[dw]|next (?:week|month|year)", _read_span),
)


@lru_cache(1)
def _shapes() -> list[tuple[re.Pattern[str], _Reader]]:
    """The shapes, compiled when the first day is looked for."""
    return [(re.compile(shape), read) for shape, read in _SHAPES]
