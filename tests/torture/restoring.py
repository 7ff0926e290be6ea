"""Backups made, thinned, spoilt and put back at random: what was ever in the journal's place is never lost."""

from __future__ import annotations

import random
import tempfile
from datetime import timedelta
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import KEPT, Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.restore import restore_journal
from mentor_tui.data.shelf import Shelf
from tests.torture.kill import NOW, new_journal
from tests.torture.outcome import Outcome


class Calendar(SystemClock):
    """A clock that a course of events sets."""

    def __init__(self) -> None:
        self.instant = NOW
        super().__init__(lambda: self.instant.timestamp(), lambda: 0.0)

    def go(self, days: float) -> None:
        """Let days pass."""
        self.instant += timedelta(days=days)
        self.settle()


def run(count: int, seed: int = 1) -> Outcome:
    """Put ``count`` backups back."""
    chance = random.Random(seed)
    failures: list[str] = []
    restored = number = 0
    while restored < count:
        with tempfile.TemporaryDirectory(prefix="mentor-tui-restoring-") as folder:
            path = Path(folder) / "lima.json"
            new_journal(path, lines=2)
            course = _Course(path, chance)
            for _ in range(40):
                course.step()
            restored += course.restored
            failures += [f"course {number}: {fault}" for fault in course.faults]
            number += 1
    return Outcome("a backup is put back", restored, failures)


class _Course:
    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path = path
        self.chance = chance
        self.clock = Calendar()
        self.restored = 0
        self.count = 0
        self.faults: list[str] = []

    def step(self) -> None:
        """One session, or a journal that is spoilt and put right."""
        self.clock.go(self.chance.choice([0, 0.1, 3, 9]))
        if self.chance.random() < 0.6 or self.count == 0:
            self._session()
            return
        if self.chance.random() < 0.5:
            self.path.write_bytes(self.path.read_bytes()[: self.chance.randint(0, 400)])
        self._restore()

    def _session(self) -> None:
        with Journal.open(self.path, self.clock) as journal:
            for why in ("start", "end"):
                self.count += 1
                note = make(Note, self.clock.now(), text=f"line {self.count}")
                journal.commit(Change("keep", (note,), milestone=why))
            newest = journal.backups.all()[0]
            if newest.path.read_bytes() != self.path.read_bytes():
                self.faults.append("the newest backup is not what was on disk when the session ended")
            made = [backup for backup in journal.backups.all() if backup.why.thinned]
            weeks = {backup.made_at.isocalendar()[:2] for backup in made}
            if len(made) > KEPT + len(weeks) or (self.count > 2 * KEPT and len(made) < KEPT):
                self.faults.append(f"{len(made)} backups are kept")

    def _restore(self) -> None:
        there = self.path.read_bytes()
        backups = Shelf(self.path.parent).backups(self.path.stem)
        good = list(backups.good())
        if not good:
            self.path.unlink()
            new_journal(self.path, lines=2)
            return
        backup, found = self.chance.choice(good)
        content = backup.path.read_bytes()
        kept = restore_journal(self.path, backup, self.clock)
        self.restored += 1
        if kept is None or kept.read_bytes() != there:
            self.faults.append("what was in the journal's place is lost")
        if read_journal(self.path).records != found.records:
            self.faults.append("another journal than the backup is in its place")
        if backup.path.exists() and backup.path.read_bytes() != content:
            self.faults.append("the backup was changed by restoring it")
        if not any(each.why is Why.replaced for each in backups.all()):
            self.faults.append("what was replaced is not among the backups")
