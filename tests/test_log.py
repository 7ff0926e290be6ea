"""The log, and contacts that are read from one line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentor_tui.core import log
from mentor_tui.core.book import Book, History
from mentor_tui.core.records import Contact, Item, ItemState, Session, SessionState, Way, make

TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MADRID, TOKYO, HONOLULU = ZoneInfo("Europe/Madrid"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")


def nov(day: int) -> date:
    return date(2026, 11, day)


# --- a day that is past


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", nov(23)),
        ("Yesterday,", nov(22)),
        # Weekdays: the last one up to today; after "last" it is not today.
        ("monday", nov(23)),
        ("last Monday", nov(16)),
        ("tue", nov(17)),
        ("on Friday", nov(20)),
        ("last fri", nov(20)),
        ("on  sunday:", nov(22)),
        # Days of the month.
        ("23", nov(23)),
        ("the 5th", nov(5)),
        ("24", date(2026, 10, 24)),
        ("the first", nov(1)),
        ("31", date(2026, 10, 31)),
        ("fri 6th", nov(6)),
        ("thu 6th", None),  # 6 November was a Friday
        # Days of the year.
        ("12 nov", nov(12)),
        ("nov 12", nov(12)),
        ("23 November", nov(23)),
        ("24 nov", date(2025, 11, 24)),
        ("mon 9 nov", nov(9)),
        ("3/10", date(2026, 10, 3)),
        ("end of october", date(2026, 10, 31)),
        # With a year.
        ("12 nov 2024", date(2024, 11, 12)),
        ("2026-11-23", nov(23)),
        ("2026-11-24", None),
        ("12 nov 2027", None),
        ("12/11/26", nov(12)),
        # No day.
        ("", None),
        ("november", None),
        ("30 february", None),
        ("32", None),
        ("lunch", None),
    ],
)
def test_a_day_is_the_last_such_day_up_to_today(words: str, day: date | None) -> None:
    assert log.past_day(words, TODAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "tomorrow",
        "the day after tomorrow",
        "tonight",
        "next friday",
        "this friday",
        "this monday",
        "friday next week",
        "by friday",
        "next week",
        "next month",
        "next year",
        "10 next month",
        "25 this month",
        "this week",
        "end of month",
        "end of the week",
        "end of next month",
        "in 3 days",
        "3 days",
        "in a week",
        "a week",
        "two weeks and 3 days",
        "in a fortnight",
        "3d",
        "2w",
        "a year",
    ],
)
@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 27), date(2026, 11, 30)])
def test_words_of_what_is_to_come_are_no_past_day(words: str, today: date) -> None:
    assert log.past_day(words, today) is None


@pytest.mark.parametrize(
    ("words", "today", "day"),
    [
        ("31", date(2026, 3, 30), date(2026, 1, 31)),
        ("30", date(2026, 3, 28), date(2026, 1, 30)),
        ("29", date(2028, 3, 1), date(2028, 2, 29)),
        ("31", date(2026, 12, 5), date(2026, 10, 31)),
        ("31", date(2026, 12, 31), date(2026, 12, 31)),
        ("15", date(2027, 1, 3), date(2026, 12, 15)),
        ("31 dec", date(2027, 1, 3), date(2026, 12, 31)),
        ("2 mar", date(2028, 3, 1), date(2027, 3, 2)),
        ("2 dec", date(2028, 12, 1), date(2027, 12, 2)),
    ],
)
def test_months_that_are_short_and_years_that_turn(words: str, today: date, day: date) -> None:
    assert log.past_day(words, today) == day


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), back=st.integers(0, 6))
def test_a_weekday_is_found_within_the_week(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    assert log.past_day(f"{day:%A}", today) == day
    assert log.past_day(f"last {day:%a}", today) == (day if back else today - timedelta(days=7))


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), number=st.integers(1, 31))
def test_a_day_of_the_month_is_the_last_that_there_was(today: date, number: int) -> None:
    day = next(each for each in (today - timedelta(days=back) for back in range(63)) if each.day == number)
    assert log.past_day(str(number), today) == day


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), back=st.integers(0, 364))
def test_a_day_of_the_last_year_is_read_in_every_spelling(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for words in (f"{day.day} {day:%b}", f"{day:%B} {day.day}", f"{day.day}/{day.month}", day.isoformat()):
        assert log.past_day(words, today) == day


# --- a contact from one line


@pytest.mark.parametrize(
    ("line", "on", "way", "text"),
    [
        ("12 nov email: sent the abstract", nov(12), Way.email, "sent the abstract"),
        ("12 Nov: E-mail: sent the abstract", nov(12), Way.email, "sent the abstract"),
        ("email: sent the abstract", nov(23), Way.email, "sent the abstract"),
        ("yesterday, met at the congress", nov(22), Way.congress, "met at the congress"),
        ("yesterday - phoned about the fellowship", nov(22), Way.call, "phoned about the fellowship"),
        ("last fri call", nov(20), Way.call, "call"),
        ("on Monday coffee and the paper", nov(23), Way.visit, "coffee and the paper"),
        ("mon 9 nov lunch", nov(9), Way.visit, "lunch"),
        ("  2026-11-01   WhatsApp:  two   words ", nov(1), Way.message, "two words"),
        ("wednesday the 30th of september 2026 visit", date(2026, 9, 30), Way.visit, "visit"),
        ("talked on the way home", nov(23), Way.other, "talked on the way home"),
        ("An email after the congress", nov(23), Way.email, "An email after the congress"),
        ("Congress in Lyon, then email", nov(23), Way.congress, "Congress in Lyon, then email"),
        ("recalled the visitors", nov(23), Way.other, "recalled the visitors"),
        ("email:", nov(23), Way.email, "email:"),
        ("Note: nothing", nov(23), Way.other, "Note: nothing"),
        ("5th: [b]bold[/b]", nov(5), Way.other, "[b]bold[/b]"),
        # What is not a past day stays in the words.
        ("tomorrow we meet", nov(23), Way.other, "tomorrow we meet"),
        ("next friday: call", nov(23), Way.call, "next friday: call"),
        ("a week of shadowing", nov(23), Way.other, "a week of shadowing"),
        ("one day at the clinic", nov(23), Way.other, "one day at the clinic"),
        ("12 nov 2027 call", nov(23), Way.call, "12 nov 2027 call"),
        ("monday next week: call", nov(23), Way.call, "monday next week: call"),
        ("3 days at the clinic", nov(23), Way.other, "3 days at the clinic"),
        ("3 email: sent", nov(3), Way.email, "sent"),
    ],
)
def test_a_line_tells_the_day_the_way_and_the_words(line: str, on: date, way: Way, text: str) -> None:
    assert log.read_contact(line, TODAY) == (on, way, text)


@pytest.mark.parametrize("line", ["", "   ", "\n", "yesterday", "12 nov:", "fri -", "last monday ,"])
def test_a_line_without_words_is_no_contact(line: str) -> None:
    assert log.read_contact(line, TODAY) is None


PIECES = (
    *("today", "yesterday", "tomorrow", "last", "next", "this", "on", "by", "in", "the", "of", "and", "end", "a"),
    *("monday", "fri", "12", "31", "5th", "nov", "february", "2026", "9999", "0000", "3/4", "2026-02-30", "99/99/9999"),
    *("days", "week", "months", "3d", "fortnight", "first", "email:", "call", "congress", ":", "-", ",", "\x00", "İ"),
)
lines = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))


@given(line=lines, today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
@example(line="29 feb email: hello", today=date(2027, 3, 1))
@example(line="1 jan 9999 call", today=TODAY)
def test_whatever_is_typed_the_day_is_not_after_today(line: str, today: date) -> None:
    found = log.read_contact(line, today)
    if found is None:
        return
    on, _, text = found
    assert on <= today
    assert text.strip() == text != ""
    assert " ".join(line.split()).endswith(text)


# --- the log


def held(number: int, start: datetime, *items: tuple[str, ItemState, int], loose: int = 0, order: int = 0) -> Session:
    """A session that was held; its items have a title, a state and seconds."""
    return make(
        Session,
        start,
        number=number,
        title=f"Title {number}",
        agenda="own",
        minutes=60,
        state=SessionState.held,
        started_at=start,
        ended_at=start + timedelta(hours=1),
        loose=loose,
        order=order,
        items=tuple(
            Item(id=str(place), title=title, minutes=10, share=10, state=state, seconds=seconds)
            for place, (title, state, seconds) in enumerate(items)
        ),
    )


def contact(on: date, text: str, order: int = 0, way: Way = Way.email) -> Contact:
    return make(Contact, NOW, on=on, way=way, text=text, order=order)


def test_a_contact_is_kept_and_taken_back() -> None:
    book = Book()
    history = History(book)
    found = log.read_contact("12 nov congress: met in Lyon", TODAY)
    assert found is not None
    history.do(log.add_contact(*found, NOW), NOW)
    (entry,) = log.entries(book, UTC)
    assert (entry.on, entry.what, entry.text, entry.minutes) == (nov(12), "Congress", "met in Lyon", 0)
    assert isinstance(entry.record, Contact)
    history.undo()
    assert log.entries(book, UTC) == []


@pytest.mark.parametrize("way", list(Way))
def test_each_way_has_a_word_of_its_own(way: Way) -> None:
    (entry,) = log.entries(Book([contact(nov(1), "x", way=way)]), UTC)
    assert entry.what.lower() == way.value
    assert entry.what[0].isupper()


def test_a_session_tells_what_was_done_and_how_long_it_ran() -> None:
    done, skipped, todo = ItemState.done, ItemState.skipped, ItemState.todo
    session = held(
        2, NOW, ("Arrive", done, 290), ("Goals", skipped, 60), ("Map", done, 1200), ("Next", todo, 0), loose=130
    )
    (entry,) = log.entries(Book([session]), UTC)
    assert (entry.what, entry.text, entry.minutes) == ("Session 2", "Title 2: Arrive, Map", 28)
    assert entry.told == "Session 2, 28 min"
    assert entry.record == session
    (entry,) = log.entries(Book([held(3, NOW, ("Arrive", todo, 0))]), UTC)
    assert (entry.text, entry.minutes, entry.told) == ("Title 3", 0, "Session 3")


def test_only_sessions_that_were_held_are_in_the_log() -> None:
    fields = {"title": "", "agenda": "own", "minutes": 60, "items": ()}
    book = Book(
        [
            make(Session, NOW, number=1, **fields, planned_for=NOW),
            make(Session, NOW, number=2, **fields, state=SessionState.running, started_at=NOW),
            make(Session, NOW, number=3, **fields, state=SessionState.held),  # from no clock
        ]
    )
    assert log.entries(book, UTC) == []


@pytest.mark.parametrize(
    ("start", "zone", "on"),
    [
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), UTC, nov(23)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), MADRID, nov(24)),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), MADRID, nov(23)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), TOKYO, nov(24)),
        (datetime(2026, 11, 23, 9, 59, tzinfo=UTC), HONOLULU, nov(22)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), MADRID, date(2026, 7, 2)),  # summer time
    ],
)
def test_the_days_of_the_log_are_those_of_the_zone(start: datetime, zone: ZoneInfo, on: date) -> None:
    assert [entry.on for entry in log.entries(Book([held(1, start)]), zone)] == [on]


def test_the_log_goes_by_date_and_then_by_what_came_first() -> None:
    book = Book(
        [
            contact(nov(23), "after", order=9),
            contact(nov(24), "last", order=1),
            held(2, NOW, order=5),
            held(1, NOW - timedelta(days=20), order=2),
            contact(nov(23), "before", order=4),
            contact(nov(10), "between", order=8),
        ]
    )
    assert [entry.text for entry in log.entries(book, UTC)] == [
        "Title 1",
        "between",
        "before",
        "Title 2",
        "after",
        "last",
    ]


@given(days=st.lists(st.integers(0, 40)), zone=st.sampled_from([UTC, MADRID, TOKYO, HONOLULU]))
def test_the_log_is_sorted_and_has_all(days: list[int], zone: ZoneInfo) -> None:
    book = Book()
    history = History(book)
    for number, back in enumerate(days):
        if number % 2:
            history.do(log.add_contact(TODAY - timedelta(days=back), Way.call, str(number), NOW), NOW)
        else:
            history.first(held(number, NOW - timedelta(days=back, hours=number % 24)))
    found = log.entries(book, zone)
    assert [entry.on for entry in found] == sorted(entry.on for entry in found)
    assert len(found) == len(days)


@pytest.mark.parametrize(
    "line",
    [
        "3 emails about the fellowship",
        "10 min call",
        "1st draft sent",
        "3/4 of the manuscript done",
        "1.5 hours in theatre",
        "sat in on a case",
        "sun was out",
        "1 call about the fellowship",
        "1 call: the fellowship",
        "3 phone calls about the fellowship",
        "1st call about the fellowship",
        "12.30 call",
        "12.30: call",
        "9.00 email: sent",
        "31 feb call",
        "fri 31 feb call",
    ],
)
def test_what_only_begins_like_a_day_stays_in_the_words(line: str) -> None:
    found = log.read_contact(line, date(2026, 11, 24))
    assert found is not None
    assert (found[0], found[2]) == (date(2026, 11, 24), line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12: call", 12),
        ("12, call about the talk", 12),
        ("12 call: about the talk", 12),
        ("12/11 call about the talk", 12),
        ("12.11: call", 12),
        ("1st: call", 1),
        ("sat, a long talk", 21),
        ("sat lunch", 21),
        ("the 12th met at the congress", 12),
    ],
)
def test_a_weak_day_before_a_sign_or_a_way_is_a_day(line: str, day: int) -> None:
    found = log.read_contact(line, date(2026, 11, 24))
    assert found is not None
    assert found[0] == date(2026, 11, day)
