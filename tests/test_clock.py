"""The clock: a session's minutes and the order of its lines stay right whatever becomes of the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mentor_tui.clock import SystemClock, steady
from mentor_tui.core import agenda, meeting
from mentor_tui.core.records import Lane, NoteKind, Session
from mentor_tui.data.journal import Journal
from mentor_tui.prompts.library import load_pack
from mentor_tui.widgets.desk import Desk
from tests.test_journal import a_mentorship

HOUR = 3600.0
# Two days on which clocks change: Madrid goes back on 25 October 2026, forward on 28 March 2027, at 01:00 UTC.
AUTUMN, SPRING = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


class Machine:
    """A machine whose clock can be set while its steady one goes on."""

    def __init__(self, instant: datetime) -> None:
        self.wall = instant.timestamp()
        self.tick = 1000.0

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.tick += seconds


@pytest.fixture
def machine() -> Machine:
    return Machine(AUTUMN)


@pytest.fixture
def desk(machine: Machine, tmp_path: Path) -> Desk:
    clock = SystemClock(lambda: machine.wall, lambda: machine.tick)
    return Desk(Journal.create(tmp_path / "lima.json", a_mentorship(), clock), load_pack("isaps"), clock)


def live(desk: Desk) -> Session:
    found = desk.book.live
    assert found is not None
    return found


def note(desk: Desk, text: str) -> None:
    desk.do(meeting.keep_note(text, NoteKind.note, Lane.pair, desk.book.live, desk.now()))


def start(desk: Desk) -> None:
    desk.do(meeting.start_session(desk.book, desk.pack, desk.now()))


@pytest.mark.parametrize("jump", [5 * HOUR, -5 * HOUR, 400 * 24 * HOUR, -400 * 24 * HOUR, 90.0, -90.0])
def test_a_clock_that_jumps_changes_no_minute(desk: Desk, machine: Machine, jump: float) -> None:
    start(desk)
    machine.passes(600)
    note(desk, "before")
    machine.wall += jump
    machine.passes(300)
    note(desk, "after")
    desk.do(meeting.step(live(desk), "pause", desk.now()))
    machine.wall -= jump / 2
    machine.passes(120)
    desk.do(meeting.step(live(desk), "resume", desk.now()))
    machine.passes(60)
    session = live(desk)
    assert (agenda.elapsed(session, desk.now()), agenda.away(session, desk.now())) == (960, 120)
    desk.do(meeting.step(session, "end", desk.now()))
    held = desk.book.held[-1]
    assert held.started_at is not None
    assert held.ended_at is not None
    assert held.ended_at - held.started_at == timedelta(seconds=1080)
    assert [each.text for each in desk.book.notes()] == ["before", "after"]


@pytest.mark.parametrize("day", [AUTUMN, SPRING])
def test_a_session_across_a_daylight_change(tmp_path: Path, day: datetime) -> None:
    machine = Machine(day)
    clock = SystemClock(lambda: machine.wall, lambda: machine.tick)
    pair = a_mentorship()
    desk = Desk(Journal.create(tmp_path / "lima.json", pair, clock), load_pack("isaps"), clock)
    start(desk)
    machine.passes(HOUR)
    assert agenda.elapsed(live(desk), desk.now()) == HOUR


def test_the_machine_is_followed_while_no_session_is_on(desk: Desk, machine: Machine) -> None:
    machine.wall += 5 * HOUR
    assert desk.now() == AUTUMN + timedelta(hours=5)
    start(desk)
    machine.wall += HOUR
    assert desk.now() == AUTUMN + timedelta(hours=5)
    desk.do(meeting.step(live(desk), "end", desk.now()))
    assert desk.now() == AUTUMN + timedelta(hours=6)


def test_lines_stay_in_order_when_the_program_is_opened_with_a_wrong_clock(machine: Machine, tmp_path: Path) -> None:
    path = tmp_path / "lima.json"
    for number, wrong in enumerate((0.0, 7 * HOUR, -7 * HOUR, 0.0)):
        clock = SystemClock(lambda wrong=wrong: machine.wall + wrong, lambda: machine.tick)  # type: ignore[misc]
        journal = Journal.open(path, clock) if path.exists() else Journal.create(path, a_mentorship(), clock)
        desk = Desk(journal, load_pack("isaps"), clock)
        note(desk, f"run {number}")
        machine.passes(60)
        journal.close()
    with Journal.open(path, SystemClock(), write=False) as journal:
        assert [each.text for each in journal.book.notes()] == [f"run {number}" for number in range(4)]


def test_a_clock_set_back_between_two_runs_takes_no_minutes_away(machine: Machine, tmp_path: Path) -> None:
    clock = SystemClock(lambda: machine.wall, lambda: machine.tick)
    journal = Journal.create(tmp_path / "lima.json", a_mentorship(), clock)
    desk = Desk(journal, load_pack("isaps"), clock)
    start(desk)
    machine.passes(600)
    desk.do(meeting.step(live(desk), "done", desk.now()))
    journal.close()
    machine.wall -= 5 * HOUR
    again = SystemClock(lambda: machine.wall, lambda: machine.tick)
    with Journal.open(tmp_path / "lima.json", again) as opened:
        assert agenda.elapsed(Desk(opened, desk.pack, again).session(desk.book.sessions[0].id), again.now()) == 600


def test_the_steady_clock_goes_on_and_never_back() -> None:
    readings = [steady() for _ in range(1000)]
    assert readings == sorted(readings)
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)
