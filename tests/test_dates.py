"""Due dates, read and written, on fixed days."""

from __future__ import annotations

import locale
import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core.dates import parse_due, split_due
from mentor_tui.core.days import due_words, show_date, show_date_long

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("fri,", "2026-11-27"),
        ("by fri", "2026-11-27"),
        ("this fri", "2026-11-27"),
        ("next fri", "2026-12-04"),
        ("fri next week", "2026-12-04"),
        ("mon", "2026-11-30"),
        ("this mon", "2026-11-23"),
        ("thurs", "2026-11-26"),
        ("weds", "2026-11-25"),
        ("tues", "2026-11-24"),
        ("today", "2026-11-23"),
        ("tonight", "2026-11-23"),
        ("TOMORROW", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("in 2 weeks", "2026-12-07"),
        ("2 weeks", "2026-12-07"),
        ("2w", "2026-12-07"),
        ("3d", "2026-11-26"),
        ("a fortnight", "2026-12-07"),
        ("in three days", "2026-11-26"),
        ("in a week", "2026-11-30"),
        ("1 week and 2 days", "2026-12-02"),
        ("30 nov", "2026-11-30"),
        ("nov 30", "2026-11-30"),
        ("23 nov", "2026-11-23"),
        ("22 nov", "2027-11-22"),
        ("30 nov 2027", "2027-11-30"),
        ("30 nov, 2027", "2027-11-30"),
        ("nov 30 2027", "2027-11-30"),
        ("1 nov 2020", "2020-11-01"),
        ("fri 27 nov", "2026-11-27"),
        ("the 1st of december", "2026-12-01"),
        ("first of december", "2026-12-01"),
        ("5 sept", "2027-09-05"),
        ("29 feb", "2028-02-29"),
        ("30/11", "2026-11-30"),
        ("22/11", "2027-11-22"),
        ("12/25", "2026-12-25"),
        ("3/4/27", "2027-04-03"),
        ("3.4.2027", "2027-04-03"),
        ("3-4-2027", "2027-04-03"),
        ("3/4/20", "2020-04-03"),
        ("2026-12-05", "2026-12-05"),
        ("2020-12-05", "2020-12-05"),
        ("5th", "2026-12-05"),
        ("the 5th", "2026-12-05"),
        ("the fifth", "2026-12-05"),
        ("15", "2026-12-15"),
        ("23", "2026-11-23"),
        ("30", "2026-11-30"),
        ("31", "2026-12-31"),
        ("5th of next month", "2026-12-05"),
        ("30th of this month", "2026-11-30"),
        ("fri 27th", "2026-11-27"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-23"),
        ("next year", "2027-11-23"),
        ("end of month", "2026-11-30"),
        ("the end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of week", "2026-11-27"),
        ("this week", "2026-11-27"),
        ("this month", "2026-11-30"),
        ("end of year", "2026-12-31"),
        ("end of november", "2026-11-30"),
        ("end of feb", "2027-02-28"),
        ("end of feb 2028", "2028-02-29"),
    ],
)
def test_words_on_a_monday(words: str, day: str) -> None:
    assert parse_due(words, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-12-04"),
        ("next fri", "2026-12-04"),
        ("this fri", "2026-11-27"),
        ("today", "2026-11-27"),
        ("thu", "2026-12-03"),
        ("mon", "2026-11-30"),
        ("27 nov", "2026-11-27"),
        ("27/11", "2026-11-27"),
        ("27", "2026-11-27"),
        ("26", "2026-12-26"),
        ("end of the week", "2026-11-27"),
        ("end of next week", "2026-12-04"),
    ],
)
def test_words_on_a_friday(words: str, day: str) -> None:
    assert parse_due(words, FRIDAY) == date.fromisoformat(day)


def test_across_the_end_of_the_year() -> None:
    last = date(2026, 12, 31)
    assert parse_due("5th", last) == date(2027, 1, 5)
    assert parse_due("next month", last) == date(2027, 1, 31)
    assert parse_due("end of month", last) == last
    assert parse_due("end of next month", last) == date(2027, 1, 31)
    assert parse_due("30", date(2026, 1, 31)) == date(2026, 3, 30)


def test_month_first() -> None:
    assert parse_due("3/4", MONDAY, day_first=False) == date(2027, 3, 4)
    assert parse_due("3/4/27", MONDAY, day_first=False) == date(2027, 3, 4)
    assert parse_due("30/11", MONDAY, day_first=False) == date(2026, 11, 30)
    assert split_due(["3/4"], MONDAY, day_first=False) == (date(2027, 3, 4), 1)


@pytest.mark.parametrize(
    "words",
    [
        "a",
        "x",
        "call",
        "19:00",
        "10am",
        "12h",
        "in",
        "the",
        "of",
        "next",
        "week",
        "month",
        "nov",
        "may",
        "sun flower",
        "2027",
        "99",
        "32",
        "0",
        "0th",
        "two",
        "first",
        "utc",
        "est",
        "now",
        "yesterday",
        "2 days ago",
        "31/11",
        "30 feb",
        "29 feb 2027",
        "0/5",
        "13/13",
        "3-4",
        "1.2.3",
        "5 12",
        "in 3",
        "fri 3",
        "fri the 5th",
        "30 nov 12",
        "1000000000",
        "5th of this month",
        "99999999 weeks",
        "2 weeks and 3 weeks",
        "in 999999 years",
        "2026-13-01",
        "0000-01-01",
        "٣",
        "",
        " ,",
        "fri fri",
        "the the 5th",
    ],
)
def test_not_a_date(words: str) -> None:
    assert parse_due(words, MONDAY) is None


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("fri in the library", 1),
        ("fri, then call", 1),
        ("fri sat down", 1),
        ("fri 3 papers", 1),
        ("fri the 5th draft", 1),
        ("next fri at noon", 2),
        ("30 nov 12 letters", 2),
        ("30 nov 2027 or so", 3),
        ("in 2 weeks in theatre", 3),
        ("2 weeks 3 days off", 2),
        ("the end of the month of May", 5),
        ("wednesday the 30th of september 2027 x", 6),
        ("15 a day", 1),
        ("2026-12-05", 1),
        ("tomorrow next to the lift", 1),
    ],
)
def test_how_many_words_the_date_takes(said: str, count: int) -> None:
    found = split_due(said.split(), MONDAY)
    assert found is not None
    assert found[1] == count


@pytest.mark.parametrize("said", ["", "in the library", "fooo", "may I ask", "a list", "the next step", "one two"])
def test_no_date_to_split(said: str) -> None:
    assert split_due(said.split(), MONDAY) is None


@given(st.text(), DAYS, st.booleans())
def test_any_text_is_read_without_an_error(text: str, today: date, day_first: bool) -> None:
    parse_due(text, today, day_first)
    split_due(text.split(), today, day_first)


WORDS = st.sampled_from(
    [
        "fri",
        "monday",
        "next",
        "this",
        "in",
        "the",
        "of",
        "end",
        "2",
        "3",
        "15",
        "31",
        "5th",
        "30/11",
        "nov",
        "feb",
        "week",
        "weeks",
        "days",
        "month",
        "year",
        "and",
        "a",
        "two",
        "today",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=6), DAYS)
def test_without_a_year_no_date_is_past(words: list[str], today: date) -> None:
    day = parse_due(" ".join(words), today)
    assert day is None or day >= today


@given(st.lists(WORDS, max_size=10), DAYS)
def test_what_is_split_off_is_the_date_it_reads_as(words: list[str], today: date) -> None:
    if found := split_due(words, today):
        day, count = found
        assert parse_due(" ".join(words[:count]), today) == day


@given(DAYS, DAYS)
def test_a_written_date_reads_back(day: date, today: date) -> None:
    assert parse_due(day.isoformat(), today) == day
    assert parse_due(show_date_long(day), today) == day
    if day >= today:
        assert parse_due(show_date(day, today), today) == day


def test_the_edges_of_the_calendar_raise_nothing() -> None:
    for words in ("fri", "5th", "in 2 weeks", "end of next month", "next year", "end of dec", "30 nov", "tomorrow"):
        parse_due(words, date.max)
        parse_due(words, date.min)
    assert parse_due("today", date.max) == date.max


def test_shown() -> None:
    assert show_date(FRIDAY, MONDAY) == "Fri 27 Nov"
    assert show_date(date(2027, 10, 1), MONDAY) == "Fri 1 Oct"
    assert show_date(date(2027, 11, 26), MONDAY) == "Fri 26 Nov 2027"
    assert show_date(date(2025, 11, 27), MONDAY) == "Thu 27 Nov 2025"
    assert show_date_long(FRIDAY) == "Friday 27 November 2026"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, "today"), (1, "tomorrow"), (2, "in 2 days"), (4, "in 4 days"), (-1, "late by 1 day"), (-3, "late by 3 days")],
)
def test_how_far_off(ahead: int, words: str) -> None:
    assert due_words(MONDAY + timedelta(days=ahead), MONDAY) == words


def test_shown_in_english_in_any_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("pt_BR.UTF-8", "de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert show_date_long(FRIDAY) == "Friday 27 November 2026"
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_the_heavy_reader_is_loaded_only_by_a_span_of_time() -> None:
    script = (
        "import sys, datetime; from mentor_tui.core import dates\n"
        "dates.parse_due('fri', datetime.date(2026, 11, 23))\n"
        "assert 'dateutil' not in sys.modules\n"
        "dates.parse_due('in 2 weeks', datetime.date(2026, 11, 23))\n"
        "assert 'dateutil' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("count", ["1", "a", "an", "one"])
@pytest.mark.parametrize(("unit", "day"), [("day", 24), ("week", 30), ("d", 24), ("w", 30)])
def test_one_of_a_unit(count: str, unit: str, day: int) -> None:
    said = f"in {count} {unit}" if len(unit) > 1 else f"{count}{unit}"
    found = parse_due(said, MONDAY)
    assert found == (date(2026, 11, day) if len(unit) > 1 or count == "1" else None)


@given(
    counts=st.lists(st.integers(0, 999), min_size=4, max_size=4),
    units=st.lists(st.sampled_from(["day", "week", "month", "year"]), min_size=1, max_size=3, unique=True),
    many=st.booleans(),
)
def test_a_span_is_the_sum_of_its_parts(counts: list[int], units: list[str], many: bool) -> None:
    parts = list(zip(counts, units, strict=False))
    said = "in " + " and ".join(f"{count} {unit}{'s' * many}" for count, unit in parts)
    wanted = MONDAY + relativedelta(**{f"{unit}s": count for count, unit in parts})
    assert parse_due(said, MONDAY) == wanted


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in thirty days", date(2026, 12, 23)),
        ("fifteen weeks", date(2027, 3, 8)),
        ("two years and twelve months and an hour", None),
        ("in 11 months and one day", date(2027, 10, 24)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 23)),
        ("next year", date(2027, 11, 23)),
    ],
)
def test_spans_in_words(words: str, day: date | None) -> None:
    assert parse_due(words, MONDAY) == day


def test_a_month_from_the_last_day_is_the_last_day() -> None:
    assert parse_due("in a month", date(2026, 1, 31)) == date(2026, 2, 28)
