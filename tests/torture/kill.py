"""Kills a program that writes a journal, at random moments: nothing acknowledged may be lost, nothing doubled.

Half of the writers only add records, half only change one; half of each write on a thread of their own, as the screens
do. A number is acknowledged on a pipe when the journal calls it saved, and not before.
"""

from __future__ import annotations

import multiprocessing
import queue
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Mentorship, Note, Role, make, touch
from mentor_tui.data.files import leftovers
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from tests.torture.outcome import Outcome

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
ROUNDS_A_JOURNAL = 50
LONGEST = 0.03  # seconds from the first acknowledgement to the kill


def run(count: int, seed: int = 1) -> Outcome:
    """Kill a writer ``count`` times."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mentor-tui-kill-") as folder:
        path, acknowledged, edited = Path(folder) / "none", set[str](), 0
        for number in range(count):
            if number % ROUNDS_A_JOURNAL == 0:
                path, acknowledged, edited = Path(folder) / f"{number}.json", set(), 0
                new_journal(path)
            edits, background = bool(number % 2), bool(number // 2 % 2)
            ours, theirs = context.Pipe(duplex=False)
            writer = context.Process(target=_write, args=(path, theirs, number, edited + 1, edits, background))
            writer.start()
            theirs.close()
            heard = _hear(ours, writer, chance.uniform(0, LONGEST))
            if edits and heard:
                edited = max(edited, *(int(text) for text in heard))
            elif not edits:
                acknowledged.update(heard)
            failures += [f"kill {number}: {fault}" for fault in _faults(path, acknowledged, edited)]
            if not heard:
                failures.append(f"kill {number}: nothing was acknowledged")
    return Outcome("kill -9 at a random moment", count, failures)


def new_journal(path: Path, lines: int = 100) -> None:
    """A journal with so many lines."""
    fields = {"role": Role.mentor, "mentor": "Dr Sample", "mentee": "Dr Placeholder", "pack": "isaps"}
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 3, 1)}
    with Journal.create(path, make(Mentorship, NOW, **fields, **days), SystemClock()) as journal:
        notes = tuple(make(Note, NOW, text=f"line {number}") for number in range(lines))
        journal.commit(Change("keep", (make(Note, NOW, text="0", item_id="edited"), *notes)))


def _write(path: Path, told: Connection, number: int, first: int, edits: bool, background: bool) -> None:
    """The program that is killed: keeps lines until it is."""
    arrived: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    journal = Journal.open(path, SystemClock())
    if background:
        journal.write_in_background(arrived.put)
    edited = next(note for note in journal.book.notes() if note.item_id == "edited")
    waiting: list[str] = []

    def saved() -> None:
        if not journal.unsaved:
            for text in waiting:
                told.send_bytes(text.encode())
            waiting.clear()

    journal.save_listeners.append(saved)
    for count in range(first if edits else 0, 1_000_000):
        text = str(count) if edits else f"{number} {count}"
        waiting.append(text)
        record = touch(edited, NOW, text=text) if edits else make(Note, NOW, text=text)
        journal.commit(Change("keep", (record,)))
        # Some come while one is being written.
        while journal.saving and (count % 3 == 0 or len(waiting) > 5):
            arrived.get()()


def _hear(ours: Connection, writer: object, after: float) -> list[str]:
    """What was acknowledged until the kill, which comes so many seconds after the first."""
    heard: list[str] = []
    assert isinstance(writer, multiprocessing.process.BaseProcess)
    end = time.monotonic() + 30
    try:
        while not heard and time.monotonic() < end:
            if ours.poll(0.05):
                heard.append(ours.recv_bytes().decode())
        time.sleep(after)
        writer.kill()
        writer.join()
        while ours.poll():
            heard.append(ours.recv_bytes().decode())
    except EOFError:
        writer.kill()
        writer.join()
    ours.close()
    return heard


def _faults(path: Path, acknowledged: set[str], edited: int) -> list[str]:
    """What is wrong with the journal after a kill."""
    try:
        records = read_journal(path).records
    except Exception as error:
        return [f"the journal cannot be read: {error}"]
    notes = [record for record in records if isinstance(record, Note)]
    texts = [note.text for note in notes if note.item_id != "edited"]
    value = [int(note.text) for note in notes if note.item_id == "edited"]
    found = []
    if lost := acknowledged - set(texts):
        found.append(f"{len(lost)} acknowledged lines are lost")
    if len(set(texts)) != len(texts) or len({record.id for record in records}) != len(records):
        found.append("a line is there twice")
    if len(value) != 1 or value[0] < edited:
        found.append(f"the change to {edited} was acknowledged and is lost: {value}")
    if (left := len(leftovers(path))) > 1:
        found.append(f"{left} temporary files were left by one kill")
    return found
