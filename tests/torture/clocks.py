"""Clocks that are wrong, jump and are set back in the middle of sessions: order and minutes stay right."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core import agenda, meeting
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Lane, NoteKind
from mentor_tui.data.journal import Journal
from mentor_tui.prompts.library import load_pack
from mentor_tui.widgets.desk import Desk
from tests.torture.kill import new_journal
from tests.torture.outcome import Outcome

HOUR = 3600
# Around the hours at which clocks change in Europe and in the Americas.
DAYS = [datetime(2026, 10, 25, 0, 50, tzinfo=UTC), datetime(2027, 3, 28, 0, 50, tzinfo=UTC)]
DAYS += [datetime(2026, 11, 1, 5, 50, tzinfo=UTC), datetime(2027, 3, 14, 6, 50, tzinfo=UTC)]


class Machine:
    """A machine with a clock that can be set, and one that goes on steadily."""

    def __init__(self, instant: datetime) -> None:
        self.wall = instant.timestamp()
        self.tick = 0.0

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.wall += seconds
        self.tick += seconds

    def clock(self) -> SystemClock:
        """The clock of a program that starts now."""
        return SystemClock(lambda: self.wall, lambda: self.tick)


def run(count: int, seed: int = 1) -> Outcome:
    """Let ``count`` sessions meet a clock that cannot be trusted."""
    chance = random.Random(seed)
    failures: list[str] = []
    pack = load_pack("isaps")
    with tempfile.TemporaryDirectory(prefix="mentor-tui-clocks-") as folder:
        for number in range(count):
            path = Path(folder) / f"{number}.json"
            failures += [f"session {number}: {fault}" for fault in _session(path, pack, chance)]
            path.unlink()
    return Outcome("a clock that is wrong or jumps", count, failures)


def _session(path: Path, pack: Pack, chance: random.Random) -> list[str]:
    machine = Machine(chance.choice(DAYS))
    new_journal(path, lines=1)
    lines = 0
    # What the clock said in an earlier run may be anything.
    machine.wall += chance.choice([0, chance.uniform(-1e7, 1e7)])
    clock = machine.clock()
    journal = Journal.open(path, clock)
    desk = Desk(journal, pack, clock)
    desk.do(meeting.start_session(desk.book, pack, desk.now()))
    ran = paused = 0.0
    running = True
    for _ in range(chance.randint(3, 12)):
        if chance.random() < 0.5:
            machine.wall += chance.choice([-HOUR, HOUR, chance.uniform(-1e6, 1e6)])
        seconds = chance.uniform(1, 400)
        machine.passes(seconds)
        ran, paused = (ran + seconds, paused) if running else (ran, paused + seconds)
        session = desk.book.live
        assert session is not None
        step = chance.choice(["note", "note", "done", "back", "skip", "turn"])
        if step == "turn":
            step, running = ("pause", False) if running else ("resume", True)
        if step == "note":
            lines += 1
            desk.do(meeting.keep_note(f"line {lines}", NoteKind.note, Lane.pair, session, desk.now()))
        else:
            desk.do(meeting.step(session, step, desk.now()))
    session = desk.book.live
    assert session is not None
    now = desk.now()
    found = []
    if abs(agenda.elapsed(session, now) - ran) > 15:
        found.append(f"it ran for {ran:.0f} seconds and counts {agenda.elapsed(session, now)}")
    if abs(agenda.away(session, now) - paused) > 15:
        found.append(f"it was paused for {paused:.0f} seconds and counts {agenda.away(session, now)}")
    desk.do(meeting.step(session, "end", now))
    journal.close()
    with Journal.open(path, machine.clock(), write=False) as again:
        texts = [note.text for note in again.book.notes(session.id)]
        if texts != [f"line {number}" for number in range(1, lines + 1)]:
            found.append("its lines are not in the order in which they were kept")
    return found
