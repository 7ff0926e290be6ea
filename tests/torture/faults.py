"""A disk that fails at every step of a write, in every way: the old journal stays whole, nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make, touch
from mentor_tui.data.files import leftovers
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from tests.torture.kill import NOW, new_journal
from tests.torture.outcome import Outcome

CALLS = ("open", "write", "fsync", "close", "replace", "folder", "limit")
NUMBERS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT)


def run(count: int, seed: int = 1) -> Outcome:
    """Let ``count`` courses of events meet a disk that fails."""
    chance = random.Random(seed)
    failures: list[str] = []
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="mentor-tui-faults-") as folder:
            path = Path(folder) / "lima.json"
            try:
                failures += [f"course {number}: {fault}" for fault in _course(path, chance)]
            except Exception as error:
                failures.append(f"course {number}: {type(error).__name__}: {error}")
    return Outcome("a disk that fails at a step of a write", count, failures)


def _course(path: Path, chance: random.Random) -> list[str]:
    """One course of events; gives what went wrong in it."""
    new_journal(path, lines=5)
    found: list[str] = []
    journal = Journal.open(path, SystemClock())
    for step in range(12):
        call, number, which = chance.choice(CALLS), chance.choice(NUMBERS), chance.randint(1, 3)
        before = path.read_bytes()
        with failing(call, number, which) if chance.random() < 0.6 else contextlib.nullcontext():
            _do(journal, chance, step)
        if journal.trouble is None and not _same(path, journal):
            found.append(f"{call}: called saved, and is not on disk")
        if journal.trouble is not None:
            after = path.read_bytes()
            if after != before and not _same(path, journal):
                found.append(f"{call}: a write that failed left something else than the old journal or the new one")
            if "kept" not in journal.trouble or "\n" in journal.trouble:
                found.append(f"{call}: it is not told what becomes of what was typed")
        if chance.random() < 0.1:
            shutil.copy(path, path.with_name("copy"))  # Another program looks at it.
    if not journal.retry() or journal.trouble:
        found.append("it was not saved when the disk was well again")
    journal.close()
    if not _same(path, journal):
        found.append("what is on disk is not what was kept")
    return found + [f"left behind: {left.name}" for left in leftovers(path)]


def _do(journal: Journal, chance: random.Random, step: int) -> None:
    notes = journal.book.notes()
    match chance.randrange(5):
        case 0:
            journal.undo()
        case 1:
            journal.redo()
        case 2 if notes:
            journal.commit(Change("edit", (touch(chance.choice(notes), NOW, text=f"edited {step}"),)))
        case 3:
            journal.retry()
        case _:
            journal.commit(Change("keep", (make(Note, NOW, text=f"line {step}"), make(Note, NOW, text="more"))))


def _same(path: Path, journal: Journal) -> bool:
    """Whether the file holds just the records that are in memory."""

    def listed(records: Any) -> list[bytes]:
        return sorted(msgspec.json.encode(record) for record in records)

    return listed(read_journal(path).records) == listed(journal.book)


@contextlib.contextmanager
def failing(call: str, number: int, which: int) -> Iterator[None]:
    """A disk on which one of the calls fails: ``which`` of them counts from 1.

    ``folder`` is the sync of the folder, ``limit`` a limit that the system itself sets to the size of files.
    """
    if call == "limit":
        yield from _limited()
        return
    name = "fsync" if call == "folder" else call
    real: Callable[..., Any] = getattr(os, name)
    seen = 0

    def fail(*args: Any, **rest: Any) -> Any:
        nonlocal seen
        if call == "folder" and not _is_folder(args[0]):
            return real(*args, **rest)
        seen += 1
        if seen < which:
            return real(*args, **rest)
        if call == "close":
            real(*args, **rest)
        raise OSError(number, os.strerror(number))

    setattr(os, name, fail)
    try:
        yield
    finally:
        setattr(os, name, real)


def _is_folder(handle: int) -> bool:
    return (os.fstat(handle).st_mode & 0o170000) == 0o040000


def _limited() -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
