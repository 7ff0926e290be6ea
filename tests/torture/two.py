"""Two programs on one journal, and others that write into it: one writes at a time, and no version is lost."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal, ReadOnly
from mentor_tui.data.journal_file import read_journal
from tests.torture.kill import NOW, new_journal
from tests.torture.outcome import Outcome


def run(count: int, seed: int = 1) -> Outcome:
    """Let two programs meet on one journal ``count`` times."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mentor-tui-two-") as folder:
        for number in range(count):
            path = Path(folder) / f"{number}.json"
            new_journal(path, lines=3)
            ours, theirs = context.Pipe()
            other = context.Process(target=_hold, args=(path, theirs))
            other.start()
            theirs.close()
            try:
                failures += [f"meeting {number}: {fault}" for fault in _meet(path, ours, other.kill, chance)]
            finally:
                other.kill()
                other.join()
    return Outcome("two programs on one journal", count, failures)


def _hold(path: Path, told: Connection) -> None:
    """The other program: opens the journal, keeps a line, and holds it until it is told to go on."""
    journal = Journal.open(path, SystemClock())
    journal.commit(Change("keep", (make(Note, NOW, text="of the other"),)))
    told.send(journal.read_only)
    told.recv()
    journal.commit(Change("keep", (make(Note, NOW, text="of the other again"),)))
    journal.close()
    told.send("closed")


def _meet(path: Path, ours: Connection, kill: object, chance: random.Random) -> list[str]:
    found = []
    if ours.recv():
        found.append("the first one could not write")
    with Journal.open(path, SystemClock()) as second:
        if not second.read_only or "on this computer" not in second.closed_to:
            found.append("the second one could write, or was not told who has it")
        try:
            second.commit(Change("keep", (make(Note, NOW, text="of the second"),)))
            found.append("the second one was allowed to write")
        except ReadOnly:
            pass
    if chance.random() < 0.5:
        assert callable(kill)
        kill()
        expected = ["of the other"]
    else:
        ours.send("go on")
        ours.recv()
        expected = ["of the other", "of the other again"]
    end = time.monotonic() + 10
    mine = Journal.open(path, SystemClock())
    while mine.read_only and time.monotonic() < end:
        mine.close()
        time.sleep(0.005)
        mine = Journal.open(path, SystemClock())
    if mine.read_only:
        return [*found, "the lock outlived its owner"]
    # Something that takes no heed of the lock writes into the file.
    foreign = chance.choice([b"", b"{}", path.read_bytes()[: chance.randint(1, 500)], chance.randbytes(300)])
    path.write_bytes(foreign)
    mine.commit(Change("keep", (make(Note, NOW, text="mine"),)))
    mine.close()
    texts = [record.text for record in read_journal(path).records if isinstance(record, Note)]
    if texts[-len(expected) - 1 :] != [*expected, "mine"]:
        found.append(f"lines are lost: {texts}")
    if [each.path.read_bytes() for each in mine.backups.all() if each.why is Why.other] != [foreign]:
        found.append("what something else wrote is lost")
    if len(mine.notices) != 1:
        found.append("that something else wrote was not told once")
    return found
