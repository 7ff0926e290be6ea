"""A session that was on while the program was closed: what is counted, what is said, and what takes it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.clock import SystemClock
from mentor_tui.core import agenda, meeting
from mentor_tui.core.records import Lane, NoteKind, Session, SessionState
from mentor_tui.data.journal import Journal
from mentor_tui.data.lock import Lock
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from mentor_tui.export.markdown import Audience, session_markdown
from mentor_tui.plain.table import Table
from mentor_tui.plain.talk import Talk
from tests.app_helpers import app_on, book_of, fresh, keep, live_of, on_disk, packs, press, screen_text, start, told
from tests.conftest import NOW, FixedClock
from tests.test_agenda import STEPS, running, seconds, sessions, stepped, turns_pages_of_a_held_session

MINUTE = 60
COUNT = "Count the time away"


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "journals", clock)


async def held_for(shelf: Shelf, clock: FixedClock, seconds: int) -> None:
    """Start a session, let it run for so long, and close the program."""
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await start(pilot)
        clock.advance(seconds)
        await press(pilot, "ctrl+q")


@pytest.mark.parametrize("away", [0, 20, 5 * MINUTE])
async def test_after_a_short_while_it_goes_on(shelf: Shelf, clock: FixedClock, away: int) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(away)
    app = app_on(shelf, clock)
    async with app.run_test():
        assert live_of(app).state is SessionState.running
        assert agenda.elapsed(live_of(app), clock.now()) == 14 * MINUTE + away
        assert not [text for text in told(app) if "closed" in text]


async def test_after_a_longer_one_it_is_paused_as_of_then(shelf: Shelf, clock: FixedClock) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(186 * MINUTE)
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        assert (
            "This was closed from 15:14 to 18:20. F5 goes on; the minutes in between do not count. "
            "If you went on talking without it, Ctrl+P “Count the time away” adds them."
        ) in told(app)
        assert live_of(app).state is SessionState.paused
        assert "PAUSED 0:00, F5 goes on" in screen_text(app)
        assert agenda.elapsed(live_of(app), clock.now()) == 14 * MINUTE
        await press(pilot, "f5")
        clock.advance(MINUTE)
        assert agenda.elapsed(live_of(app), clock.now()) == 15 * MINUTE
        assert agenda.length(live_of(app), clock.now()) == live_of(app).minutes * MINUTE
        await press(pilot, "f8")
        held = book_of(app).held[-1]
        assert "- 15 of 60 minutes used" in session_markdown(book_of(app), None, held, Audience.me, NOW.date())


async def test_on_another_day_the_days_are_told(shelf: Shelf, clock: FixedClock) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(24 * 60 * MINUTE)
    app = app_on(shelf, clock)
    async with app.run_test():
        assert any("closed from Mon 23 Nov 15:14 to Tue 24 Nov 15:14." in text for text in told(app))


async def test_what_the_last_record_tells_after_a_crash(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await start(pilot)
        clock.advance(10 * MINUTE)
        await keep(pilot, "A line")
        clock.advance(MINUTE)
        left = shelf.path(shelf.names()[0]).with_suffix(".json.lock").read_bytes()
    shelf.path(shelf.names()[0]).with_suffix(".json.lock").write_bytes(left)  # as if nothing had been closed
    clock.advance(60 * MINUTE)
    again = app_on(shelf, clock)
    async with again.run_test():
        assert any(text.startswith("This ended some time after 15:10 and was opened again") for text in told(again))
        assert agenda.elapsed(live_of(again), clock.now()) == 10 * MINUTE
        assert live_of(again).closed == 61 * MINUTE


async def test_undo_takes_it_back_and_redo_makes_it_again(shelf: Shelf, clock: FixedClock) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(60 * MINUTE)
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+z")
        assert any("pause while it was closed" in text for text in told(app))
        assert live_of(app).state is SessionState.running
        assert agenda.elapsed(live_of(app), clock.now()) == 74 * MINUTE
        await press(pilot, "ctrl+y")
        assert agenda.elapsed(live_of(app), clock.now()) == 14 * MINUTE


async def test_the_time_away_is_counted_by_one_command(shelf: Shelf, clock: FixedClock) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(20 * MINUTE)
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert titles.count(COUNT) == 1
        app.screen.action_count_away()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "20 minutes added. F5 goes on." in told(app)
        assert agenda.elapsed(live_of(app), clock.now()) == 34 * MINUTE
        await press(pilot, "ctrl+z")
        assert agenda.elapsed(live_of(app), clock.now()) == 14 * MINUTE
        await press(pilot, "ctrl+y", "f5")
        app.screen.action_count_away()  # type: ignore[attr-defined]
        await pilot.pause()
        assert agenda.elapsed(live_of(app), clock.now()) == 34 * MINUTE
        assert any(text.startswith("There is none") for text in told(app))


async def test_a_pause_is_no_longer_for_it(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await start(pilot)
        clock.advance(10 * MINUTE)
        await press(pilot, "f5")
        clock.advance(2 * MINUTE)
        await press(pilot, "ctrl+q")
    clock.advance(24 * 60 * MINUTE)
    again = app_on(shelf, clock)
    async with again.run_test():
        live, now = live_of(again), clock.now()
        assert any("The session is paused, as it was; F5 goes on." in text for text in told(again))
        assert (agenda.elapsed(live, now), agenda.away(live, now), live.closed) == (10 * MINUTE, 2 * MINUTE, 0)


async def test_another_mentorship_on_view_is_no_closing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await start(pilot)
        app.show_home()
        clock.advance(20 * MINUTE)
        app.open_mentorship(shelf.names()[0])
        await pilot.pause()
        assert live_of(app).state is SessionState.running


async def test_a_window_that_only_reads_leaves_it(shelf: Shelf, clock: FixedClock) -> None:
    await held_for(shelf, clock, 14 * MINUTE)
    clock.advance(60 * MINUTE)
    with shelf.open(shelf.names()[0], clock):
        before = on_disk(shelf, clock).live
        app = app_on(shelf, clock)
        async with app.run_test():
            assert live_of(app) == before
            assert not [text for text in told(app) if "was closed" in text]


def test_plain_mode_says_and_counts_it(shelf: Shelf, clock: FixedClock) -> None:
    name = shelf.names()[0]
    with shelf.open(name, clock) as journal:
        talk = Talk(Table(journal, packs("isaps"), clock))
        talk.begin()
        talk.hear("")
        clock.advance(14 * MINUTE)
    clock.advance(30 * MINUTE)
    with shelf.open(name, clock) as journal:
        talk = Talk(Table(journal, packs("isaps"), clock))
        said = talk.begin()
        assert said[0].startswith("This was closed from 15:14 to 15:44. /resume goes on; the minutes in between do not")
        assert "/count adds them." in said[0]
        assert "paused" in talk.prompt
        assert talk.hear("/count")[0] == "30 minutes added: 44 of 60 minutes of the session have run. /resume goes on."
        assert talk.hear("/count")[0].startswith("There is none")
        talk.hear("/undo")
        talk.hear("/undo")
        assert journal.book.live is not None
        assert journal.book.live.state is SessionState.running


def test_only_who_works_with_a_journal_moves_the_mark(shelf: Shelf, clock: FixedClock) -> None:
    path = shelf.path(shelf.names()[0])
    with shelf.open(shelf.names()[0], clock) as journal:
        journal.commit(meeting.start_session(journal.book, packs("isaps"), clock.now()))
        clock.advance(MINUTE)
    clock.advance(60 * MINUTE)
    repair = Lock(path)
    assert repair.take(clock.now())
    repair.release()
    with shelf.open(shelf.names()[0], clock) as journal:
        assert journal.last_open == (NOW + timedelta(minutes=1), True)
    for strange in (b"", b"{}", b'{"computer":"a","account":"b","process":1,"since":"2026-11-23T14:00:00","seen":1}'):
        path.with_suffix(".json.lock").write_bytes(strange)
        with shelf.open(shelf.names()[0], clock) as journal:
            assert journal.last_open is None


def test_a_clock_that_was_put_back_pauses_nothing(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.open(shelf.names()[0], clock) as journal:
        journal.commit(meeting.start_session(journal.book, packs("isaps"), clock.now()))
        clock.advance(20 * MINUTE)
        journal.commit(meeting.keep_note("x", NoteKind.note, Lane.pair, journal.book.live, clock.now()))
    clock.advance(-10 * MINUTE)
    with shelf.open(shelf.names()[0], clock) as journal:
        assert Table(journal, packs("isaps"), clock).come_back("a", "b") == ""


def test_nothing_is_said_where_no_session_is_on(tmp_path: Path, clock: FixedClock) -> None:
    make_demo(tmp_path, clock)
    found = Shelf(tmp_path)
    clock.advance(24 * 60 * MINUTE)
    journal: Journal
    with found.open(found.names()[0], clock) as journal:
        assert Table(journal, packs("isaps"), clock).come_back("a", "b") == ""
        assert journal.history.undo_step is None


# Any session, closed again and again

WALKS = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 20), st.integers(0, 900)), max_size=12)
CLOSINGS = st.lists(st.tuples(WALKS, st.integers(0, 900), st.integers(0, 200_000)), max_size=5)


@settings(deadline=None)
@given(minutes=sessions, closings=CLOSINGS)
def test_no_long_time_away_is_counted_and_none_before_it_is_lost(
    minutes: list[int], closings: list[tuple[list[tuple[str, int, int]], int, int]]
) -> None:
    session: Session = running(*minutes)
    now = NOW
    session = agenda.start(session, now) if session.state is SessionState.planned else session
    now = session.started_at or now
    for walk, before, away in closings:
        for name, number, stretch in walk:
            now += timedelta(seconds=stretch)
            if not turns_pages_of_a_held_session(session, name):
                session = stepped(session, name, number, now)
        seen = now + timedelta(seconds=before)
        now = seen + timedelta(seconds=away)
        ran, paused = agenda.elapsed(session, seen), agenda.away(session, seen)
        back = agenda.come_back(session, seen, now)
        short = away <= agenda.SHORT.total_seconds()
        going = session.state is SessionState.running
        assert agenda.elapsed(back, now) == ran + (away if short and going else 0)
        assert agenda.away(back, now) == paused + (away if short and session.state is SessionState.paused else 0)
        if short or session.state is SessionState.held:
            assert back is session
        elif going:
            assert back.state is SessionState.paused
            assert back.closed == session.closed + away
            counted = agenda.count_closed(back, now)
            assert agenda.elapsed(counted, now) == ran + back.closed
            assert counted.closed == 0
        session = back
        assert agenda.elapsed(agenda.end(session, now), now) == agenda.elapsed(session, now)


# Whole minutes


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=12), st.integers(0, 4000))
def test_the_minutes_of_the_items_add_up(spent: list[int], loose: int) -> None:
    fresh_one = running(*(5 for _ in spent))
    items = tuple(
        msgspec.structs.replace(item, seconds=each) for item, each in zip(fresh_one.items, spent, strict=True)
    )
    session = msgspec.structs.replace(fresh_one, items=items, loose=loose, running_since=None)
    whole, rest = agenda.minutes_used(session, NOW)
    assert sum(whole) + rest == agenda.minutes_run(session, NOW)
    assert all(abs(each * 60 - was) < 60 for each, was in zip(whole, spent, strict=True))
    assert seconds(session) == spent


# A closed lid


async def test_a_machine_that_slept_pauses_the_session(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test() as pilot:
        await start(pilot)
        clock.advance(14 * MINUTE)
        clock.sleep(4 * MINUTE)
        app.screen.tick()  # type: ignore[attr-defined]
        assert live_of(app).state is SessionState.running
        clock.advance(2 * MINUTE)
        clock.sleep(60 * MINUTE)
        clock.advance(1)
        app.screen.tick()  # type: ignore[attr-defined]
        await pilot.pause()
        assert any(text.startswith("The computer slept from 15:20 to 16:20. F5 goes on;") for text in told(app))
        assert live_of(app).state is SessionState.paused
        assert agenda.elapsed(live_of(app), clock.now()) == 20 * MINUTE + 1
        app.screen.tick()  # type: ignore[attr-defined]
        await press(pilot, "ctrl+z")
        assert agenda.elapsed(live_of(app), clock.now()) == 80 * MINUTE + 1


def test_plain_mode_says_that_the_machine_slept(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.open(shelf.names()[0], clock) as journal:
        talk = Talk(Table(journal, packs("isaps"), clock))
        talk.begin()
        talk.hear("")
        clock.advance(14 * MINUTE)
        clock.sleep(60 * MINUTE)
        said = talk.hear("/resume")
        assert said[0].startswith("The computer slept from 15:14 to 16:14. /resume goes on;")
        assert said[1].startswith("Going on after less than a minute. 46 minutes left")


def test_the_machines_clock_tells_sleep() -> None:
    ticks = {"tick": 100.0, "awake": 40.0}
    asleep = SystemClock(tick=lambda: ticks["tick"], awake=lambda: ticks["awake"])
    before = asleep.slept()
    ticks["tick"] += 600
    ticks["awake"] += 60
    assert asleep.slept() - before == 540
    ours = SystemClock()
    assert abs(ours.slept() - ours.slept()) < 1
