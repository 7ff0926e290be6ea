"""Sessions planned ahead: their agendas, dates set and moved, sessions dropped, and what is said of each date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import flags, meeting, planning, schedule
from mentor_tui.core.agenda import end, start
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.days import show_date
from mentor_tui.core.hours import show_hour
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Lead, Mentorship, Session, SessionState, make, touch
from mentor_tui.prompts.library import load_pack
from tests.conftest import NOW, a_pair

MADRID, SAO_PAULO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Sao_Paulo")
TODAY = date(2026, 11, 23)
COURSE = ("first-meeting", "goals", "mid-point", "session-4", "session-5", "completion")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("isaps")


def wall(text: str) -> datetime:
    """A time on the clock of no zone."""
    return datetime.fromisoformat(text)


def local(month: int, day: int, hour: int = 18, minute: int = 30, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MADRID).astimezone(UTC)


def do(book: Book, change: Change | None) -> Change:
    assert change is not None
    for record in book.ordered(change.puts):
        book.put(record)
    return change


def held(book: Book, pack: Pack, count: int) -> None:
    """So many sessions held, a week apart, before NOW."""
    for number in range(count):
        now = NOW - timedelta(days=7 * (count - number))
        do(book, meeting.start_session(book, pack, now))
        assert book.live is not None
        book.put(end(book.live, now + timedelta(minutes=55)))


def shape(book: Book) -> list[tuple[int, str, str]]:
    """Number, agenda and local date of the planned sessions."""
    return [
        (s.number, s.agenda, f"{s.planned_for.astimezone(MADRID):%d %b %H:%M}" if s.planned_for else "")
        for s in schedule.planned(book)
    ]


@pytest.fixture
def book(pack: Pack) -> Book:
    """Two sessions held, four planned on Thursdays."""
    book = Book([a_pair()])
    held(book, pack, 2)
    dates = {3: local(12, 17, year=2026), 4: local(1, 21), 5: local(2, 18), 6: local(4, 15)}
    do(book, schedule.plan_all(book, pack, NOW, dates))
    return book


# How many


def test_how_many_are_still_to_be_held(pack: Pack) -> None:
    book = Book([a_pair()])
    assert schedule.still_to_hold(book, pack.rules) == 6
    later = msgspec.structs.replace(pack.rules, first_counts=False)
    assert schedule.still_to_hold(book, later) == 7
    held(book, pack, 1)
    assert (schedule.still_to_hold(book, pack.rules), schedule.still_to_hold(book, later)) == (5, 6)
    do(book, meeting.start_session(book, pack, NOW))  # the one that is on is no more to come
    assert schedule.still_to_hold(book, pack.rules) == 4
    assert [session.number for session in schedule.ahead(book, pack, NOW)] == [3, 4, 5, 6]
    one, two = Book([a_pair()]), Book([a_pair()])
    held(one, pack, 6)
    assert schedule.ahead(one, pack, NOW) == []
    do(two, schedule.plan_all(two, pack, NOW, {8: local(1, 1)}))
    assert schedule.still_to_hold(two, pack.rules) == 8  # what is planned already counts, too


def test_each_planned_session_has_the_agenda_whose_turn_it_is(book: Book, pack: Pack) -> None:
    assert [session.agenda for session in book.sessions] == list(COURSE)
    assert [session.number for session in book.sessions] == [1, 2, 3, 4, 5, 6]
    fresh = Book([a_pair()])
    assert [session.agenda for session in schedule.ahead(fresh, pack, NOW)] == list(COURSE)
    assert [session.agenda for session in schedule.ahead(fresh, pack, NOW, count=8)] == [*COURSE, *[pack.extra] * 2]


def test_the_last_one_to_meet_the_minimum_gets_the_end(pack: Pack) -> None:
    short = msgspec.structs.replace(pack, rules=msgspec.structs.replace(pack.rules, sessions=4))
    assert [session.agenda for session in schedule.ahead(Book([a_pair()]), short, NOW)] == [*COURSE[:3], "completion"]


def test_the_booked_length_is_the_users_own(pack: Pack) -> None:
    found = schedule.ahead(Book([a_pair()]), pack, NOW, minutes=45)
    assert {session.minutes for session in found} == {45}


# Changes


def test_one_change_plans_all_and_undo_takes_it_back(pack: Pack) -> None:
    book = Book([a_pair()])
    history = History(book)
    change = schedule.plan_all(book, pack, NOW, {1: local(1, 14), 2: local(2, 11)})
    history.do(change, NOW)
    assert change.label == "plan 2 sessions"
    assert shape(book) == [(1, "first-meeting", "14 Jan 18:30"), (2, "goals", "11 Feb 18:30")]
    history.undo()
    assert book.sessions == []


def test_a_date_far_ahead_plans_those_before_it_without_one(pack: Pack) -> None:
    book = Book([a_pair()])
    change = do(book, schedule.set_date(book, pack, 3, local(2, 11), NOW))
    assert change.label == "date of session 3"
    assert shape(book) == [(1, COURSE[0], ""), (2, COURSE[1], ""), (3, COURSE[2], "11 Feb 18:30")]
    assert [session.number for session in schedule.wants_date(schedule.planned(book), TODAY, MADRID)] == [1, 2]


def test_a_date_is_set_and_taken_away(book: Book, pack: Pack) -> None:
    before = {session.number: session for session in schedule.planned(book)}
    do(book, schedule.set_date(book, pack, 4, local(1, 22, 19), NOW))
    assert shape(book)[1] == (4, "session-4", "22 Jan 19:30")
    assert book.get(Session, before[4].id) == book.numbered(4)
    gone = do(book, schedule.set_date(book, pack, 4, None, NOW))
    assert gone.label == "no date for session 4"
    assert shape(book)[1] == (4, "session-4", "")
    was = book.get(Session, before[4].id)
    assert was is not None
    assert was.deleted_at is not None  # for a calendar that has it
    assert was.planned_for == local(1, 22, 19)
    assert schedule.set_date(book, pack, 4, None, NOW) is None
    assert schedule.set_date(book, pack, 9, None, NOW) is None
    assert [session.number for session in book.sessions] == [1, 2, 3, 4, 5, 6]


def test_a_shift_moves_all_after_it_and_keeps_the_local_hour(book: Book) -> None:
    five = book.numbered(5)
    assert five is not None
    change = do(book, schedule.shift(book, five, timedelta(weeks=6), MADRID, NOW))  # over the change of the clocks
    assert change.label == "move session 5 and all after it"
    assert [when for _, _, when in shape(book)] == ["17 Dec 18:30", "21 Jan 18:30", "01 Apr 18:30", "27 May 18:30"]
    assert book.numbered(5).planned_for == datetime(2027, 4, 1, 16, 30, tzinfo=UTC)  # type: ignore[union-attr]
    assert schedule.shift(book, five, timedelta(0), MADRID, NOW) is None


@given(st.integers(-400, 400), st.sampled_from(["Europe/Madrid", "America/New_York", "UTC"]))
def test_a_shift_there_and_back(days: int, name: str) -> None:
    zone = ZoneInfo(name)
    when = datetime(2027, 2, 18, 18, 30, tzinfo=zone).astimezone(UTC)
    one = make(Session, NOW, number=1, title="", agenda="a", minutes=60, items=(), planned_for=when)
    book = Book([a_pair(), one])
    change = schedule.shift(book, one, timedelta(days=days), zone, NOW)
    if days:
        do(book, change)
        assert book.planned is not None
        assert book.planned.planned_for is not None
        assert book.planned.planned_for.astimezone(zone).time() == when.astimezone(zone).time()
        do(book, schedule.shift(book, book.planned, timedelta(days=-days), zone, NOW))
        assert book.planned.planned_for == when


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 week", 7),
        ("-2 days", -2),
        ("a week", 7),
        ("+3d", 3),
        ("two weeks earlier", -14),
        ("- 1 w", -7),
        ("0 days", 0),
    ],
)
def test_by_how_much(text: str, days: int) -> None:
    assert schedule.read_shift(text, None, None) == timedelta(days=days)


def test_by_how_much_to_another_date() -> None:
    old = wall("2027-01-21 18:30")
    assert schedule.read_shift("fri 19:00", old, wall("2027-01-22 19:00")) == timedelta(days=1, minutes=30)
    assert schedule.read_shift("soon", old, None) is None
    assert schedule.read_shift("999 weeks", old, None) is None
    assert schedule.read_shift("1 jan 2190", old, wall("2190-01-01 00:00")) is None


def test_a_dropped_session_lets_those_after_it_move_up(book: Book, pack: Pack) -> None:
    history = History(book)
    four = book.numbered(4)
    assert four is not None
    history.do(schedule.drop(book, pack, four, NOW), NOW)
    assert history.undo_label == "drop session 4"
    assert shape(book) == [
        (3, "mid-point", "17 Dec 18:30"),
        (4, "session-4", "18 Feb 18:30"),  # and not what was to be the fifth, or the end before there is one
        (5, "session-5", "15 Apr 18:30"),
    ]
    assert [s.agenda for s in schedule.ahead(book, pack, NOW)][-1] == "completion"
    history.undo()
    assert [session.number for session in book.sessions] == [1, 2, 3, 4, 5, 6]
    assert [session.agenda for session in book.sessions] == list(COURSE)


def test_an_agenda_changed_by_hand_stays_when_another_session_is_dropped(book: Book, pack: Pack) -> None:
    five = book.numbered(5)
    assert five is not None
    own = planning.lead_item(planning.book_minutes(five, 90, NOW), five.items[0].id, Lead.both, NOW)
    own = planning.rename_item(own, own.items[0].id, "Ours", NOW)
    book.put(own)
    three = book.numbered(3)
    assert three is not None
    do(book, schedule.drop(book, pack, three, NOW))
    moved = book.numbered(4)
    assert moved is not None
    assert (moved.id, moved.items, moved.minutes, moved.agenda) == (five.id, own.items, 90, "session-5")


def test_the_users_own_length_stays_when_another_session_is_dropped(pack: Pack) -> None:
    book = Book([a_pair()])
    do(book, schedule.plan_all(book, pack, NOW, {1: local(1, 7), 2: local(1, 14), 3: local(1, 21)}, minutes=45))
    two = book.numbered(2)
    assert two is not None
    do(book, schedule.drop(book, pack, two, NOW))
    assert [(s.agenda, s.minutes) for s in schedule.planned(book)] == [(COURSE[0], 45), (COURSE[1], 45)]


def test_all_planned_are_dropped(book: Book) -> None:
    change = do(book, schedule.drop_all(book, NOW))
    assert change.label == "drop 4 planned sessions"
    assert (schedule.planned(book), len(book.held)) == ([], 2)
    assert schedule.drop_all(book, NOW) is None


def test_the_first_planned_is_the_next_one_whatever_the_dates_say(book: Book, pack: Pack) -> None:
    do(book, schedule.set_date(book, pack, 4, local(12, 1, year=2026), NOW))
    assert book.planned is not None
    assert book.planned.number == 3
    do(book, meeting.start_session(book, pack, NOW))
    assert book.live is not None
    assert (book.live.number, book.live.agenda) == (3, "mid-point")
    assert [number for number, _, _ in shape(book)] == [4, 5, 6]


# Which get a date, and from where


def test_a_rhythm_leaves_dates_that_stand(book: Book, pack: Pack) -> None:
    do(book, schedule.set_date(book, pack, 5, None, NOW))
    coming = schedule.ahead(book, pack, NOW)
    wanting = schedule.wants_date(coming, TODAY, MADRID)
    assert [session.number for session in wanting] == [5]
    assert schedule.base(book, wanting, TODAY, MADRID).last == wall("2027-01-21 18:30")
    assert [s.number for s in schedule.wants_date(coming, date(2027, 1, 22), MADRID)] == [3, 4, 5]  # not held
    do(book, schedule.set_date(book, pack, 5, local(2, 18), NOW))
    all_dated = schedule.ahead(book, pack, NOW)
    assert schedule.wants_date(all_dated, TODAY, MADRID) == all_dated


def test_without_a_session_before_the_dates_themselves_tell_the_hour(pack: Pack) -> None:
    book = Book([a_pair()])
    assert schedule.base(book, schedule.ahead(book, pack, NOW), TODAY, MADRID).last is None
    held(book, pack, 1)
    last = schedule.base(book, schedule.ahead(book, pack, NOW), TODAY, MADRID).last
    assert last == wall("2026-11-16 15:00")


# Flags


def view(mentorship: Mentorship, today: date = TODAY) -> flags.View:
    return flags.View(
        pair=mentorship,
        mine=ZoneInfo(mentorship.my_zone),
        theirs=ZoneInfo(mentorship.partner_zone),
        today=today,
        day=lambda day: show_date(day, date(2027, 1, 1)),
        hour=show_hour,
    )


def planned(number: int, when: datetime | None, minutes: int = 60) -> Session:
    return make(Session, NOW, number=number, title="Talk", agenda="own", minutes=minutes, items=(), planned_for=when)


def told(*sessions: Session, others: list[tuple[str, Session]] | None = None, **fields: Any) -> list[str]:
    """The flags of the last of the sessions."""
    found = flags.flags(list(sessions), others or [], view(a_pair(**fields)))
    return [flag.text for flag in found.get(sessions[-1].id, [])]


def test_a_date_with_nothing_to_say() -> None:
    assert told(planned(1, local(1, 21))) == []
    assert told(planned(1, None)) == []


def test_night_and_weekend() -> None:
    assert told(planned(1, local(1, 21, 9))) == ["night for Dr Noa Placeholder (05:30)"]
    assert told(planned(1, local(1, 21, 22, 0))) == ["night for you (22:00)"]
    assert told(planned(1, local(1, 21, 21, 59))) == []
    assert told(planned(1, local(1, 23))) == ["weekend"]
    assert told(planned(1, local(1, 23, 1, 0))) == ["night for you (01:00)", "weekend for you"]  # Friday evening there
    found = flags.flags([one := planned(1, local(1, 23))], [], view(a_pair()))
    assert found[one.id][0].quiet


def test_clashes() -> None:
    first = planned(1, local(1, 21))
    assert told(first, planned(2, local(1, 21, 19, 29))) == ["at the same time as session 1"]
    assert told(first, planned(2, local(1, 21, 19, 30))) == []
    others = schedule.others(
        [
            Book([a_pair(mentee="Dr Io Example"), planned(3, local(1, 21, 17, 31))]),
            Book([a_pair(mentee="Dr Old Example", archived_at=NOW), planned(3, local(1, 21))]),
            Book([a_pair(), planned(1, None), touch(planned(2, local(1, 21)), NOW, deleted_at=NOW)]),
            Book([planned(1, local(1, 21))]),  # no mentorship at all
            Book([a_pair(), planned(1, datetime(9999, 12, 31, 23, tzinfo=UTC)), planned(2, local(1, 21), 10**9)]),
            Book([a_pair(), touch(planned(1, local(1, 21)), NOW, state=SessionState.held)]),
        ]
    )
    assert [partner for partner, _ in others] == ["Dr Io Example"]
    assert told(first, others=others) == ["you meet Dr Io Example then (17:31)"]
    assert told(planned(1, local(1, 21, 16, 31)), others=others) == []


def test_clocks_that_change_in_between() -> None:
    before = planned(1, local(3, 18))
    said = ["your clocks change on Sun 28 Mar; 13:30 for Dr Noa Placeholder from here on"]
    assert told(before, planned(2, local(4, 15))) == said
    assert told(before, planned(2, local(4, 15)), planned(3, local(4, 22))) == []
    # Both change, on other days: between them the hour is another one, and then it is as it was.
    zones: dict[str, Any] = {"mentee_zone": "America/New_York"}
    assert told(planned(1, local(3, 11)), planned(2, local(3, 18)), **zones) == [
        "Dr Noa Placeholder's clocks change on Sun 14 Mar; 13:30 for Dr Noa Placeholder from here on"
    ]
    assert told(planned(1, local(3, 11)), planned(2, local(4, 15)), **zones) == []
    assert told(before, planned(2, local(4, 15)), mentee_zone="Europe/Lisbon") == []


def test_too_late_out_of_order_and_not_held() -> None:
    assert told(planned(1, local(5, 2, 12))) == ["after the end of the programme (Sat 1 May)", "weekend"]
    assert told(planned(1, local(5, 1, 12))) == ["weekend"]
    assert told(planned(3, local(2, 18)), planned(4, local(2, 11))) == ["before session 3"]
    assert told(planned(1, local(11, 12, year=2026))) == ["was to be Thu 12 Nov, not held"]
    assert told(planned(1, local(11, 23, 9, 0, year=2026)), mentee_zone="Europe/Madrid") == []  # still today


def test_a_session_that_runs_is_no_clash_but_gives_the_order() -> None:
    on = start(planned(1, local(1, 21)), local(1, 21))
    found = flags.flags([on, late := planned(2, local(1, 20))], [], view(a_pair()))
    assert [flag.text for flag in found[late.id]] == ["before session 1"]
    assert on.id not in found
