"""What was done so far: hours, what was kept on time, what grew, and the sessions on a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import tally
from mentor_tui.core.book import Book
from mentor_tui.core.records import Action, ActionState, Item, Lane, Lead, Session, SessionState, make
from mentor_tui.core.tally import Kept, Stop
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import packs
from tests.conftest import NOW, FixedClock

MADRID = ZoneInfo("Europe/Madrid")
TODAY = date(2026, 11, 23)
START, END = date(2026, 11, 1), date(2027, 5, 1)


def session(number: int, day: date | None, *, held: bool, seconds: int = 0) -> Session:
    at = datetime(day.year, day.month, day.day, 17, 30, tzinfo=UTC) if day else None
    item = Item(id="1-a", title="A", minutes=60, share=60, seconds=seconds)
    state = SessionState.held if held else SessionState.planned
    begun = {"started_at": at, "ended_at": at} if held else {"planned_for": at}
    return make(Session, NOW, number=number, title="", agenda="a", minutes=60, items=(item,), state=state, **begun)


def action(owner: Lead | None, due: date | None, closed: datetime | None, **fields: object) -> Action:
    state = ActionState.done if closed else ActionState.open
    return make(Action, NOW, text="x", **({"owner": owner, "due": due, "state": state, "closed_at": closed} | fields))


def test_hours_leave_pauses_out_and_count_what_ran_beside_the_items() -> None:
    one = session(1, TODAY, held=True, seconds=55 * 60)
    book = Book([one, session(2, TODAY, held=False, seconds=600)])
    assert tally.hours(book) == tally.Hours(sessions=1, minutes=55, booked=60)


@pytest.mark.parametrize(("minutes", "told"), [(0, "0 min"), (40, "40 min"), (60, "1 h"), (185, "3 h 5 min")])
def test_spans_in_words(minutes: int, told: str) -> None:
    assert tally.span_words(minutes) == told


def test_each_side_is_held_to_the_last_day_that_was_agreed_in_its_own_zone() -> None:
    day = date(2026, 11, 20)
    just_past_midnight = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # the 21st in Madrid
    book = Book(
        [
            action(Lead.mentor, day, datetime(2026, 11, 20, 20, 0, tzinfo=UTC)),
            action(Lead.mentor, day, just_past_midnight),
            action(Lead.mentor, day, None),
            action(Lead.mentor, day, NOW, state=ActionState.dropped),
            action(Lead.mentee, None, NOW),
            action(None, day, NOW),
            action(Lead.both, TODAY, None),
        ]
    )
    assert tally.kept(book, TODAY, MADRID) == [Kept(who=Lead.mentor, on_time=1, later=1, waiting=1)]


def test_private_actions_are_left_out_when_they_are_hidden() -> None:
    book = Book([action(Lead.mentor, TODAY, NOW, lane=Lane.mine)])
    assert len(tally.kept(book, TODAY, MADRID)) == 1
    assert tally.kept(book, TODAY, MADRID, private=False) == []


@pytest.mark.parametrize(
    ("on_time", "later", "waiting", "told"),
    [
        (4, 1, 0, "5 done, 4 by the day"),
        (3, 0, 1, "3 done, all by the day; 1 still open"),
        (0, 2, 0, "2 done, after the day"),
        (0, 0, 2, "2 still open"),
    ],
)
def test_what_was_kept_in_words(on_time: int, later: int, waiting: int, told: str) -> None:
    assert tally.kept_words(Kept(who=Lead.both, on_time=on_time, later=later, waiting=waiting)) == told


def test_what_grew_comes_with_the_biggest_change_first(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock, write=False) as journal:
        found = tally.grown(journal.book, packs("isaps").ratings["skills"], ("start", "mid-point"))
    assert len(found) == 18
    assert {each.change for each in found} <= {"up 1", "up 2", "same", "down 1"}
    changes = [0 if each.change == "same" else int(each.change.split()[1]) for each in found]
    assert changes == sorted(changes, reverse=True)
    assert all((each.then == each.now) == (each.change == "same") for each in found)


def test_the_line_shows_months_what_is_gone_and_the_sessions() -> None:
    book = Book([session(1, date(2026, 11, 5), held=True), session(2, date(2026, 12, 17), held=False)])
    months, line = tally.timeline(START, END, TODAY, tally.stops(book, MADRID), 61)
    assert months.split() == ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"]
    assert line == "=1=====|-------o" + "-" * 45


@pytest.mark.parametrize(
    ("start", "end", "width", "names"),
    [
        (date(2026, 11, 29), date(2027, 5, 29), 46, "Nov Dec Jan     Feb    Mar     Apr    May     "),
        (date(2026, 12, 20), date(2027, 6, 20), 46, "Dec Jan    Feb    Mar    Apr     May    Jun   "),
        (date(2026, 11, 28), date(2027, 5, 28), 112, None),
        (date(2026, 9, 14), date(2027, 3, 14), 36, "Sep Oct  Nov   Dec   Jan   Feb  Mar "),
        (date(2026, 10, 1), date(2027, 4, 1), 46, "Oct     Nov    Dec     Jan    Feb    Mar   Apr"),
        (date(2026, 11, 29), date(2027, 11, 29), 52, None),
    ],
)
def test_no_month_is_left_out_that_has_room(start: date, end: date, width: int, names: str | None) -> None:
    months, _ = tally.timeline(start, end, start, [], width)
    every = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    assert months.split() == [every[(start.month - 1 + each) % 12] for each in range(count)]
    assert names is None or months == names


def test_where_there_is_no_room_months_are_left_out_evenly() -> None:
    months, _ = tally.timeline(date(2026, 1, 1), date(2027, 12, 31), date(2026, 1, 1), [], 46)
    assert months.split()[:4] == ["Jan", "Mar", "May", "Jul"]


def test_a_session_without_a_day_is_on_no_line() -> None:
    book = Book([session(3, None, held=False)])
    assert (tally.stops(book, MADRID), tally.undated(book)) == ([], [3])


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(1, 800), DAYS, st.lists(st.tuples(DAYS, st.integers(1, 99), st.booleans()), max_size=8))
def test_every_session_stands_on_the_line_once(
    start: date, days: int, today: date, given_stops: list[tuple[date, int, bool]]
) -> None:
    stops = [Stop(on=on, number=number, held=held) for on, number, held in given_stops]
    months, line = tally.timeline(start, start + timedelta(days=days), today, stops, 48)
    assert (len(months), len(line)) == (48, 48)
    assert all(len(name) == 3 for name in months.split())
    digits = "".join(str(stop.number) for stop in stops if stop.held)
    assert sorted(sign for sign in line if sign.isdigit()) == sorted(digits)
    assert line.count(tally.PLANNED) == sum(1 for stop in stops if not stop.held)


def test_a_period_at_the_end_of_the_calendar_has_a_line() -> None:
    _, line = tally.timeline(date(9999, 12, 1), date(9999, 12, 31), date(9999, 12, 5), [], 30)
    assert len(line) == 30
