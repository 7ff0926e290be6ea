"""A session's items and its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mentor_tui.core import agenda, planning
from mentor_tui.core.packs import Activity, Agenda, Entry
from mentor_tui.core.records import Body, Item, ItemState, Lead, Session, SessionState, make
from mentor_tui.core.sheets import Source

T0 = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SOURCE = Source("A handbook", "Section 1")
TODO, NOW_ITEM, DONE, SKIPPED = ItemState.todo, ItemState.now, ItemState.done, ItemState.skipped


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """An instant so long after the start."""
    return T0 + timedelta(minutes=minutes, seconds=seconds)


def planned(*minutes: int, booked: int | None = None) -> Session:
    """A planned session whose items ``a``, ``b``, ``c`` ... have these minutes."""
    items = tuple(
        Item(id=chr(ord("a") + place), title=f"Item {place}", minutes=m, share=m) for place, m in enumerate(minutes)
    )
    booked = sum(minutes) if booked is None else booked
    return make(Session, T0, number=1, title="First", agenda="first", minutes=booked, items=items)


def running(*minutes: int, booked: int | None = None) -> Session:
    return agenda.start(planned(*minutes, booked=booked), T0)


def states(session: Session) -> list[ItemState]:
    return [item.state for item in session.items]


def seconds(session: Session) -> list[int]:
    return [item.seconds for item in session.items]


def shares(session: Session) -> list[int]:
    return [item.share for item in session.items]


def item(session: Session, item_id: str) -> Item:
    return next(item for item in session.items if item.id == item_id)


def used_up(session: Session, entry: Item, now: datetime) -> int:
    """The minutes an item has begun."""
    return -(-agenda.used(session, entry, now) // 60)


def parts(session: Session, now: datetime) -> dict[str, int]:
    """What each item of the moment or to come still has of its share, in minutes."""
    return {
        entry.id: entry.share - used_up(session, entry, now)
        for entry in session.items
        if entry.state in agenda.OPEN_STATES
    }


# --- the items of a session


def test_the_items_follow_the_agenda_in_order_with_ids_that_differ() -> None:
    def entry(key: str, minutes: int) -> Entry:
        return Entry(
            key=key,
            title=key.title(),
            minutes=minutes,
            lead=Lead.mentor,
            body=Body.questions,
            ref=f"deck-{key}",
            intro="",
            prompts=(),
            source=SOURCE,
        )

    items = agenda.items_of(
        Agenda(key="x", title="X", intro="", entries=(entry("talk", 5), entry("goals", 20), entry("talk", 7)))
    )
    assert [(i.title, i.minutes, i.share, i.key, i.ref) for i in items] == [
        ("Talk", 5, 5, "talk", "deck-talk"),
        ("Goals", 20, 20, "goals", "deck-goals"),
        ("Talk", 7, 7, "talk", "deck-talk"),
    ]
    assert len({i.id for i in items}) == 3
    assert {(i.lead, i.body, i.state, i.seconds) for i in items} == {(Lead.mentor, Body.questions, TODO, 0)}


# --- walking through the items


def test_start_makes_the_first_item_the_one_of_the_moment() -> None:
    session = running(5, 10, 20)
    assert (session.state, session.started_at, session.running_since) == (SessionState.running, T0, T0)
    assert session.current == "a"
    assert session.item is session.items[0]
    assert states(session) == [NOW_ITEM, TODO, TODO]


def test_done_goes_to_the_next_item_and_keeps_the_time() -> None:
    session = agenda.done(running(5, 10, 20), at(4, 10))
    assert states(session) == [DONE, NOW_ITEM, TODO]
    assert session.current == "b"
    assert seconds(session) == [250, 0, 0]
    assert agenda.used(session, item(session, "b"), at(5, 10)) == 60
    assert agenda.used(session, item(session, "a"), at(5, 10)) == 250
    assert agenda.elapsed(session, at(5, 10)) == 310
    assert session.updated_at == at(4, 10)


def test_skip_is_not_done() -> None:
    session = agenda.skip(running(5, 10), at(1))
    assert states(session) == [SKIPPED, NOW_ITEM]
    assert seconds(session) == [60, 0]


def test_after_the_last_item_nothing_is_current_and_the_session_runs_on() -> None:
    session = agenda.done(agenda.done(running(5, 5), at(5)), at(9))
    assert session.current is None
    assert session.item is None
    assert session.state is SessionState.running
    assert states(session) == [DONE, DONE]
    assert agenda.elapsed(session, at(12)) == 12 * 60
    assert [agenda.used(session, i, at(12)) for i in session.items] == [300, 240]
    assert agenda.done(session, at(12)) == session
    assert agenda.skip(session, at(12)) == session


def test_the_time_after_the_last_item_is_kept_through_a_pause_and_the_end() -> None:
    session = agenda.done(running(5), at(5))
    session = agenda.resume(agenda.pause(session, at(7)), at(8))
    assert session.loose == 120
    assert agenda.elapsed(session, at(10)) == 9 * 60
    held = agenda.end(session, at(10))
    assert agenda.elapsed(held, at(600)) == 9 * 60
    assert seconds(held) == [300]


def test_done_turns_to_an_item_that_was_left_behind() -> None:
    session = agenda.go(running(5, 5, 5), "c", at(1))
    assert states(session) == [TODO, TODO, NOW_ITEM]
    session = agenda.done(session, at(2))
    assert session.current == "a"
    session = agenda.done(session, at(3))
    assert session.current == "b"
    assert seconds(session) == [120, 0, 60]
    assert agenda.done(session, at(4)).current is None


def test_done_prefers_an_item_after_it_to_one_before_it() -> None:
    session = agenda.done(agenda.go(running(5, 5, 5), "b", at(1)), at(2))
    assert session.current == "c"
    assert states(session) == [TODO, DONE, NOW_ITEM]


def test_go_leaves_an_item_to_come_with_what_it_used_and_returns_to_it() -> None:
    session = agenda.go(running(5, 5), "b", at(2))
    assert states(session) == [TODO, NOW_ITEM]
    assert seconds(session) == [120, 0]
    session = agenda.go(session, "a", at(3))
    assert states(session) == [NOW_ITEM, TODO]
    assert agenda.used(session, item(session, "a"), at(4)) == 180
    assert agenda.elapsed(session, at(4)) == 240


def test_go_to_the_item_of_the_moment_changes_nothing() -> None:
    session = running(5, 5)
    assert agenda.go(session, "a", at(2)) == session


def test_back_returns_to_the_item_before_and_opens_it_again() -> None:
    session = agenda.back(agenda.done(running(5, 5, 5), at(2)), at(3))
    assert session.current == "a"
    assert states(session) == [NOW_ITEM, TODO, TODO]
    assert seconds(session) == [120, 60, 0]


def test_back_at_the_first_item_stays() -> None:
    session = running(5, 5)
    assert agenda.back(session, at(2)) == session


def test_back_from_after_the_last_item_returns_to_the_last() -> None:
    session = agenda.done(agenda.done(running(5, 5), at(1)), at(2))
    session = agenda.back(session, at(4))
    assert session.current == "b"
    assert states(session) == [DONE, NOW_ITEM]
    assert session.loose == 120
    assert agenda.elapsed(session, at(5)) == 300
    assert agenda.used(session, item(session, "b"), at(5)) == 120


def test_a_session_without_items_still_has_a_clock() -> None:
    session = running(booked=30)
    assert session.current is None
    assert agenda.elapsed(session, at(3)) == 180
    session = agenda.extend(agenda.resume(agenda.pause(agenda.back(session, at(3)), at(3)), at(4)), 5, at(5))
    session = agenda.reopen(agenda.end(session, at(5)), at(6))
    assert (session.current, session.items, session.state) == (None, (), SessionState.paused)
    assert agenda.elapsed(session, at(60)) == 240


# --- pause and resume


def test_a_pause_stops_the_clock_of_the_session_and_of_the_item() -> None:
    session = agenda.pause(running(10, 10), at(3))
    assert (session.state, session.running_since, session.paused_at) == (SessionState.paused, None, at(3))
    assert session.current == "a"
    assert states(session) == [NOW_ITEM, TODO]
    for later in (at(3), at(8), at(500)):
        assert agenda.elapsed(session, later) == 180
        assert agenda.used(session, session.items[0], later) == 180
    assert agenda.away(session, at(8)) == 300
    assert agenda.length(session, at(8)) == 15 * 60
    assert agenda.length(session, at(500)) == 0


def test_pausing_twice_and_resuming_a_running_session_change_nothing() -> None:
    paused = agenda.pause(running(10), at(3))
    assert agenda.pause(paused, at(5)) == paused
    again = agenda.resume(paused, at(6))
    assert agenda.resume(again, at(7)) == again
    fresh = planned(10)
    assert agenda.pause(fresh, at(5)) == fresh
    assert agenda.resume(fresh, at(5)) == fresh


def test_resume_goes_on_where_the_clock_stood() -> None:
    session = agenda.resume(agenda.pause(running(10, 10), at(3)), at(8))
    assert (session.state, session.running_since, session.paused_at) == (SessionState.running, at(8), None)
    assert agenda.elapsed(session, at(9)) == 240
    assert agenda.away(session, at(9)) == 300
    assert agenda.away(agenda.pause(session, at(9)), at(11)) == 420


def test_turning_to_another_item_while_paused_runs_no_clock() -> None:
    session = agenda.pause(running(10, 10), at(3))
    session = agenda.back(agenda.done(session, at(5)), at(6))
    assert session.state is SessionState.paused
    assert states(session) == [NOW_ITEM, TODO]
    assert agenda.elapsed(session, at(9)) == 180
    assert agenda.away(session, at(9)) == 360


def test_resume_shares_the_minutes_that_are_left_in_proportion() -> None:
    session = agenda.resume(agenda.pause(running(10, 20, 30), at(0)), at(30))
    assert shares(session) == [5, 10, 15]
    assert [i.minutes for i in session.items] == [10, 20, 30]


def test_shares_leave_out_what_is_done_and_count_what_is_used() -> None:
    session = agenda.done(running(10, 20, 20, 10), at(10))
    session = agenda.skip(session, at(10))
    session = agenda.resume(agenda.pause(session, at(20)), at(35))
    # 25 minutes are left for the 10 that the third item has not used and the 10 of the fourth.
    assert shares(session)[:2] == [10, 20]
    assert parts(session, at(35)) in ({"c": 13, "d": 12}, {"c": 12, "d": 13})
    assert shares(session)[2] == 10 + parts(session, at(35))["c"]


def test_a_pause_that_eats_everything_leaves_one_minute_to_each_item_to_come() -> None:
    session = agenda.resume(agenda.pause(running(10, 20, 30), at(5)), at(500))
    assert shares(session) == [5, 1, 1]
    assert agenda.length(session, at(500)) == 0


def test_an_item_over_its_time_keeps_the_minutes_it_used() -> None:
    session = agenda.resume(agenda.pause(running(10, 20, 30), at(24, 30)), at(24, 30))
    assert shares(session)[0] == 25
    assert sum(parts(session, at(24, 30)).values()) == 35


def test_a_short_item_is_not_squeezed_out() -> None:
    session = agenda.resume(agenda.pause(running(30, 1, 29), at(0)), at(56))
    assert shares(session)[1] == 1
    assert sum(shares(session)) == 4


def test_an_overtime_agenda_gives_what_is_booked_more_to_the_last_item() -> None:
    session = agenda.extend(agenda.go(running(5, 5), "b", at(6)), 20, at(12))
    assert sum(parts(session, at(12)).values()) == 18


sessions = st.lists(st.integers(1, 40), min_size=1, max_size=6)


@settings(deadline=None)
@given(minutes=sessions, walk=st.lists(st.integers(0, 1500), max_size=5), pause=st.integers(0, 4000))
def test_shares_are_whole_minutes_that_add_up_to_the_minutes_left(
    minutes: list[int], walk: list[int], pause: int
) -> None:
    session, now = running(*minutes), T0
    for stretch in walk:
        now += timedelta(seconds=stretch)
        session = agenda.done(session, now)
    session = agenda.pause(session, now)
    now += timedelta(seconds=pause)
    session = agenda.resume(session, now)
    found = parts(session, now)
    left = max(0, sum(minutes) * 60 - sum(walk) - pause) // 60
    to_come = [entry for entry in session.items if entry.state is TODO]
    assert all(type(share) is int for share in shares(session))
    assert all(found[entry.id] >= 1 for entry in to_come)
    assert all(part >= 0 for part in found.values())
    if not found:
        return
    if left >= len(to_come):
        assert sum(found.values()) == left
    else:
        assert sum(found.values()) == len(to_come)
        assert all(found[entry.id] == 1 for entry in to_come)
    assert [entry.minutes for entry in session.items] == minutes


@settings(deadline=None)
@given(minutes=sessions, pause=st.integers(0, 3600))
def test_an_item_that_planned_more_never_gets_less(minutes: list[int], pause: int) -> None:
    now = at(seconds=pause)
    session = agenda.resume(agenda.pause(running(*minutes), T0), now)
    to_come = sorted((entry for entry in session.items[1:]), key=lambda entry: entry.minutes)
    for less, more in pairwise(to_come):
        assert more.minutes == less.minutes or more.share >= less.share


@settings(deadline=None)
@given(minutes=sessions)
def test_a_pause_without_length_at_the_start_changes_no_share(minutes: list[int]) -> None:
    session = agenda.resume(agenda.pause(running(*minutes), T0), T0)
    assert shares(session) == minutes


# --- extend


def test_extend_books_more_and_shares_it_out() -> None:
    session = agenda.extend(running(10, 20), 15, at(0))
    assert session.minutes == 45
    assert shares(session) == [15, 30]
    assert agenda.length(session, at(0)) == 45 * 60


def test_extend_by_fewer_minutes_never_goes_below_those_used() -> None:
    session = agenda.resume(agenda.pause(running(10, 20), at(2)), at(6))
    assert agenda.extend(session, -100, at(9, 1)).minutes == 10
    assert agenda.extend(session, -5, at(9, 1)).minutes == 25
    assert agenda.extend(running(10), -100, T0).minutes == 1


@settings(deadline=None)
@given(
    minutes=sessions,
    more=st.integers(-120, 120),
    ran=st.integers(0, 4000),
    paused=st.integers(0, 2000),
)
def test_extend_leaves_room_for_all_that_was_used(minutes: list[int], more: int, ran: int, paused: int) -> None:
    session = agenda.pause(running(*minutes), at(seconds=ran))
    now = at(seconds=ran + paused)
    longer = agenda.extend(session, more, now)
    assert longer.minutes * 60 >= agenda.elapsed(longer, now) + agenda.away(longer, now)
    assert agenda.elapsed(longer, now) == ran
    assert agenda.away(longer, now) == paused
    assert longer.minutes >= sum(minutes) + more
    assert longer.state is SessionState.paused


# --- end and reopen


def test_end_holds_the_session_and_leaves_what_was_to_come() -> None:
    session = agenda.end(agenda.done(running(5, 5, 5), at(4)), at(7))
    assert (session.state, session.ended_at) == (SessionState.held, at(7))
    assert (session.current, session.running_since, session.paused_at) == (None, None, None)
    assert states(session) == [DONE, DONE, TODO]
    assert seconds(session) == [240, 180, 0]
    assert agenda.elapsed(session, at(700)) == 420
    assert agenda.away(session, at(700)) == 0


def test_ending_a_paused_session_keeps_its_pause() -> None:
    session = agenda.end(agenda.pause(running(5, 5), at(2)), at(6))
    assert agenda.elapsed(session, at(100)) == 120
    assert agenda.away(session, at(100)) == 240


def test_reopen_is_paused_and_the_time_since_is_no_pause() -> None:
    held = agenda.end(agenda.pause(running(5, 5), at(2)), at(6))
    session = agenda.reopen(held, at(300))
    assert (session.state, session.ended_at, session.paused_at) == (SessionState.paused, None, at(300))
    assert states(session).count(NOW_ITEM) == 1
    assert session.item is not None
    assert agenda.elapsed(session, at(301)) == 120
    assert agenda.away(session, at(301)) == 300
    session = agenda.resume(session, at(301))
    assert agenda.elapsed(session, at(302)) == 180


def test_reopening_a_session_whose_items_are_all_done_returns_to_the_last() -> None:
    held = agenda.end(agenda.done(running(5, 5), at(2)), at(6))
    session = agenda.reopen(held, at(7))
    assert session.current == "b"
    assert states(session) == [DONE, NOW_ITEM]


@pytest.mark.parametrize("session", [planned(5), running(5), agenda.pause(running(5), at(1))])
def test_only_a_held_session_can_be_reopened(session: Session) -> None:
    assert agenda.reopen(session, at(9)) == session


# --- the clock and its warnings


@pytest.mark.parametrize(
    ("used", "minutes", "said"),
    [
        (0, 10, ""),
        (419, 10, ""),
        (420, 10, "soon"),
        (599, 10, "soon"),
        (600, 10, "over"),
        (9999, 10, "over"),
        (41, 1, ""),
        (42, 1, "soon"),
        (60, 1, "over"),
        (0, 0, "over"),
        (293, 7, ""),
        (294, 7, "soon"),
    ],
)
def test_the_clock_warns_from_seventy_per_cent_and_from_the_full_time(used: int, minutes: int, said: str) -> None:
    assert agenda.warning(used, minutes) == said


def test_a_clock_that_goes_backwards_never_gives_a_negative_time() -> None:
    session = running(10, 10)
    assert agenda.elapsed(session, at(-5)) == 0
    assert agenda.used(session, session.items[0], at(-5)) == 0
    paused = agenda.pause(session, at(2))
    assert agenda.away(paused, at(1)) == 0
    assert agenda.length(paused, at(1)) == 20 * 60
    resumed = agenda.resume(paused, at(1))
    assert (resumed.away, seconds(resumed)) == (0, [120, 0])
    assert seconds(agenda.done(resumed, at(0))) == [120, 0]


def test_an_activity_that_is_swapped_takes_over_minutes_and_time() -> None:
    session = agenda.done(running(5, 20, 5), at(2))
    activity = Activity(
        key="case-study",
        title="A case study",
        purpose="",
        lead=Lead.mentor,
        minutes=45,
        prepare=(),
        steps=(),
        on_a_call=(),
        source=SOURCE,
    )
    found = planning.draw(session, "b", activity, at(3))
    assert found.items[0] == session.items[0]
    assert found.items[2] == session.items[2]
    new = found.items[1]
    assert (new.title, new.ref, new.lead) == ("A case study", "case-study", Lead.mentor)
    assert (new.id, new.minutes, new.share, new.state) == ("b", 20, 20, NOW_ITEM)
    assert agenda.elapsed(found, at(4)) == 240


# --- any sequence of steps

STEPS = ("done", "skip", "back", "pause", "resume", "go", "extend", "end", "reopen")


def stepped(session: Session, name: str, number: int, now: datetime) -> Session:
    """One step; ``number`` says which item, or how many minutes more."""
    match name:
        case "done":
            return agenda.done(session, now)
        case "skip":
            return agenda.skip(session, now)
        case "back":
            return agenda.back(session, now)
        case "pause":
            return agenda.pause(session, now)
        case "resume":
            return agenda.resume(session, now)
        case "go":
            return agenda.go(session, session.items[number % len(session.items)].id, now)
        case "extend":
            return agenda.extend(session, number - 10, now)
        case "end":
            return agenda.end(session, now)
        case _:
            return agenda.reopen(session, now)


def walks(stretch: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """Steps with a number each and the seconds before them."""
    return st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 20), stretch), max_size=25)


def turns_pages_of_a_held_session(session: Session, name: str) -> bool:
    """A step that the screens offer only while a session is live."""
    return session.state is SessionState.held and name in ("back", "go", "end", "extend")


def check_places(session: Session) -> None:
    """At most one item is the one of the moment, and it is the current one."""
    of_the_moment = [entry.id for entry in session.items if entry.state is NOW_ITEM]
    assert of_the_moment == ([session.current] if session.current is not None else [])
    live = session.state in (SessionState.running, SessionState.paused)
    if live and any(entry.state is TODO for entry in session.items):
        assert session.current is not None
    assert live or session.current is None
    assert (session.running_since is not None) == (session.state is SessionState.running)
    assert (session.paused_at is not None) == (session.state is SessionState.paused)
    assert (session.ended_at is not None) == (session.state is SessionState.held)


@settings(deadline=None)
@given(minutes=sessions, walk=walks(st.integers(0, 900)))
def test_every_second_goes_to_the_item_of_its_moment_or_to_the_pause(
    minutes: list[int], walk: list[tuple[str, int, int]]
) -> None:
    session, now = running(*minutes), T0
    spent: dict[str | None, int] = {None: 0, **{entry.id: 0 for entry in session.items}}
    paused = 0
    for name, number, stretch in walk:
        now += timedelta(seconds=stretch)
        if session.state is SessionState.running:
            spent[session.current] += stretch
        elif session.state is SessionState.paused:
            paused += stretch
        if not turns_pages_of_a_held_session(session, name):
            session = stepped(session, name, number, now)
        check_places(session)
        assert {entry.id: agenda.used(session, entry, now) for entry in session.items} == {
            key: value for key, value in spent.items() if key is not None
        }
        assert agenda.elapsed(session, now) == sum(spent.values())
        assert agenda.away(session, now) == paused
        assert agenda.length(session, now) == max(0, session.minutes * 60 - paused)
    stopped = agenda.end(session, now)
    assert stopped.loose + sum(seconds(stopped)) == sum(spent.values())


@settings(deadline=None)
@given(minutes=sessions, walk=walks(st.integers(-3000, 3000)))
def test_a_clock_that_jumps_takes_no_time_back(minutes: list[int], walk: list[tuple[str, int, int]]) -> None:
    session, now = running(*minutes), T0
    for name, number, stretch in walk:
        now += timedelta(seconds=stretch)
        if turns_pages_of_a_held_session(session, name):
            continue
        after = stepped(session, name, number, now)
        check_places(after)
        assert all(new >= old for new, old in zip(seconds(after), seconds(session), strict=True))
        assert after.loose >= session.loose
        assert after.away >= session.away
        for instant in (now, now - timedelta(hours=2)):
            assert agenda.elapsed(after, instant) >= 0
            assert agenda.away(after, instant) >= 0
            assert 0 <= agenda.length(after, instant) <= after.minutes * 60
        assert [entry.id for entry in after.items] == [entry.id for entry in session.items]
        assert all(entry.share >= 0 for entry in after.items)
        session = after


@settings(deadline=None)
@given(minutes=st.lists(st.integers(1, 40), min_size=2, max_size=6), steps=st.lists(st.integers(0, 1), max_size=12))
def test_done_and_skip_pass_every_item_once(minutes: list[int], steps: list[int]) -> None:
    session = running(*minutes)
    assume(len(steps) >= len(minutes))
    seen = []
    for choice in steps:
        if session.current is not None:
            seen.append(session.current)
        session = agenda.skip(session, T0) if choice else agenda.done(session, T0)
    assert seen == [entry.id for entry in session.items]
    assert [entry.state is SKIPPED for entry in session.items] == [bool(c) for c in steps[: len(minutes)]]


# --- steps that have no place where the session stands


def test_a_held_session_has_no_item_of_the_moment_whatever_is_pressed() -> None:
    held = agenda.end(running(5, 5, 5), at(3))
    check_places(agenda.back(held, at(4)))


def test_back_in_a_held_session_and_reopen_leave_one_item_of_the_moment() -> None:
    session = agenda.reopen(agenda.back(agenda.end(running(5, 5, 5), at(3)), at(4)), at(5))
    assert states(session).count(NOW_ITEM) == 1


def test_starting_a_session_that_runs_changes_nothing() -> None:
    session = running(5, 5)
    assert agenda.start(session, at(2)) == session


def test_going_to_an_item_that_does_not_exist_changes_nothing() -> None:
    session = running(5, 5)
    assert agenda.go(session, "nowhere", at(2)) == session


def test_ending_a_held_session_keeps_its_end() -> None:
    held = agenda.end(running(5), at(5))
    assert agenda.end(held, at(50)) == held


def test_a_reopened_session_stands_where_it_stopped() -> None:
    held = agenda.end(agenda.done(running(5, 5, 5), at(4)), at(7))
    assert agenda.reopen(held, at(8)).current == "b"
