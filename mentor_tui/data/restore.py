"""A journal put right: from a backup, or as it stands. What was there before is always kept."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.clock import Clock
from mentor_tui.core.guard import one_line
from mentor_tui.data.backups import Backup, Backups, Why
from mentor_tui.data.files import write_file
from mentor_tui.data.journal import backups_folder
from mentor_tui.data.journal_file import sealed_anew, understand
from mentor_tui.data.lock import Lock
from mentor_tui.data.seal import encode, writings
from mentor_tui.data.storage import BrokenJournal, decode, read_bytes
from mentor_tui.own_files import make_folder


class InUse(Exception):
    """A journal that is open elsewhere; says so in a sentence."""


def restore_journal(path: Path, backup: Backup, clock: Clock) -> Path | None:
    """Put a backup in the journal's place; gives where the journal that was there is kept, if there was one.

    Raises InUse, BrokenJournal for a backup that cannot be read, and OSError.
    """
    return _put(path, backup.path.read_bytes(), clock, sealed=True)


def take_journal(path: Path, clock: Clock) -> Path | None:
    """Take a journal as it is, although its seal is wrong; gives where a copy of it is kept as it was.

    Raises InUse, BrokenJournal when its records make no sense, and OSError.
    """
    return _put(path, read_bytes(path), clock, sealed=False)


def _put(path: Path, content: bytes, clock: Clock, *, sealed: bool) -> Path | None:
    target = path.resolve()
    make_folder(target.parent)
    lock = Lock(target)
    if not lock.take(clock.now()):
        holder = lock.holder()
        since = f" {holder.words(clock.now())}" if holder else ""
        raise InUse(f"{one_line(path.name)} is open in another window{since}. Close it there first.")
    try:
        if sealed:
            understand(content, path)
        backups = Backups(backups_folder(path))
        written = max([backup.writings for backup in backups.all()], default=0)
        kept: Path | None = None
        if target.exists():
            there = target.read_bytes()
            written = max(written, _writings(there, path))
            kept = backups.make(there, written, Why.replaced, clock.now())
        # The count goes on from the highest there was, so that it tells the order of what comes next.
        write_file(target, encode(sealed_anew(content, path, written)))
    finally:
        lock.release()
    return kept


def _writings(raw: bytes, path: Path) -> int:
    try:
        return writings(decode(raw, path))
    except BrokenJournal:
        return 0
