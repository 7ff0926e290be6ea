"""The journal: the records of one mentorship, on disk after every change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from mentor_tui.clock import Clock
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Mentorship, Record
from mentor_tui.data.backups import Backups, Why
from mentor_tui.data.faults import explain, reason, unreadable
from mentor_tui.data.files import sweep
from mentor_tui.data.journal_file import JournalFile, Key, Loaded, key
from mentor_tui.data.lock import Lock
from mentor_tui.data.names import no_journal
from mentor_tui.data.storage import read_bytes
from mentor_tui.data.versions import FORMAT
from mentor_tui.data.writer import AtOnce, InBackground, Writer
from mentor_tui.own_files import make_folder

ONLY_READS = "; this one only reads. To write here, close that one and open this one again"


class ReadOnly(Exception):
    """A change to a journal that is open for reading only; says why, without a full stop."""

    @property
    def sentence(self) -> str:
        """Why, as a sentence."""
        text = str(self)
        return f"{text[:1].upper()}{text[1:]}."


class Journal:
    """One mentorship's records with their file. ``Journal.create`` and ``Journal.open`` make one.

    ``saved_at`` is the UTC instant at which all was last on disk, ``trouble`` the sentence that says why the last write
    failed, None when it did not. ``listeners`` are called after each commit, undo and redo, ``save_listeners`` after
    each write that ended. ``notices`` are sentences to be told once. ``last_open`` is as that of its ``Lock``.
    """

    def __init__(self, path: Path, clock: Clock, *, write: bool) -> None:
        self.path = path
        self.clock = clock
        self.saved_at: datetime | None = None
        self.trouble: str | None = None
        self.listeners: list[Callable[[], None]] = []
        self.save_listeners: list[Callable[[], None]] = []
        self.notices: list[str] = []
        self.backups = Backups(backups_folder(path))
        self._lock = Lock(path.resolve()) if write else None
        self.last_open: tuple[datetime, bool] | None = None
        self._closed_to: str | None = None if write else "this mentorship was opened only for reading"
        self._pending: dict[Key, Record] = {}
        self._milestone: Why | None = None
        self._kept_other: Path | None = None
        self._file = JournalFile(path, self._set_aside, lambda: self._writer.at_the_disk())
        self._writer: Writer = AtOnce()
        self._writing = False
        self.book = Book()
        self.history = History(self.book)

    @classmethod
    def create(cls, path: Path, mentorship: Mentorship, clock: Clock) -> Journal:
        """A new journal that holds ``mentorship``. Raises FileExistsError and OSError, each with a plain sentence."""
        journal = cls(path, clock, write=True)
        try:
            make_folder(path.resolve().parent)
            if not journal._take_lock():
                raise FileExistsError(f"{one_line(path.name)} is being made in another window.")
            # Only who holds the lock may say that there is none yet.
            if path.exists():
                raise FileExistsError(f"{one_line(path.name)} is there already.")
            sweep(path.resolve())
            journal._file.save(journal.history.first(mentorship))
        except FileExistsError:
            journal.close()
            raise
        except OSError as error:
            journal.close()
            raise OSError(f"{one_line(path.name)} cannot be made: {reason(error)}.") from error
        except BaseException:
            journal.close()
            raise
        journal.saved_at = clock.now()
        return journal

    @classmethod
    def open(cls, path: Path, clock: Clock, *, write: bool = True) -> Journal:
        """The journal at ``path``; read-only when another program has it, its folder may not be written to or a newer
        version of the program wrote it, and without ``write``, which makes no file.

        Raises FileNotFoundError, BrokenJournal and OSError, each with a plain sentence.
        """
        try:
            there = path.exists()
        except OSError as error:
            raise unreadable(path.name, error) from error
        if not there:
            raise no_journal(path.name)
        journal = cls(path, clock, write=write)
        try:
            if write:
                journal._lock_or_read()
            journal._load()
        except OSError as error:
            journal.close()
            raise unreadable(path.name, error) from error
        except BaseException:
            journal.close()
            raise
        return journal

    def write_in_background(self, deliver: Callable[[Callable[[], None]], object], prompt: float = 0.0) -> None:
        """Write on a thread of its own from now on. ``deliver`` hands a function to the thread of the caller, who waits
        two times, ``prompt`` seconds at most each, for a write; listeners are called in between."""
        self._writer.close()
        self._writer = InBackground(deliver, prompt)

    @property
    def name(self) -> str:
        """The journal's name: its file's, without the ending."""
        return self.path.stem

    @property
    def writings(self) -> int:
        """How often the file was written; it never goes back, not even by undo or by a backup that is restored."""
        return self._file.writings

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: open elsewhere, opened for reading, or closed."""
        return self._closed_to is not None

    @property
    def closed_to(self) -> str:
        """Why nothing can be changed, as a sentence without its end; empty when it can."""
        return self._closed_to or ""

    @property
    def unsaved(self) -> int:
        """How many records are not on disk yet."""
        return len(self._pending)

    @property
    def waiting(self) -> tuple[Record, ...]:
        """The records that are not on disk yet."""
        return tuple(self._pending.values())

    @property
    def saving(self) -> bool:
        """Whether a write is under way."""
        return self._writing

    def commit(self, change: Change) -> None:
        """Make a change and save it. Raises ReadOnly; a write that fails is told by ``trouble``."""
        self._may_write()
        if change.milestone:
            self._milestone = Why(change.milestone)
        self._save_and_tell(self.history.do(change, self.clock.now()))

    def undo(self) -> str | None:
        """Take back the last change and save that; gives the change's name, or None. Raises ReadOnly."""
        self._may_write()
        return self._again(self.history.undo())

    def redo(self) -> str | None:
        """Make the last undone change again; as ``undo``."""
        self._may_write()
        return self._again(self.history.redo())

    def retry(self) -> bool:
        """Try once more to save what is not on disk; whether all is there now."""
        if self._pending and not self._writing and not self.read_only:
            self._save(())
        return not self._pending

    def flush(self) -> bool:
        """Wait for what is being written, and write what is not on disk yet; whether all is there now."""
        self._writer.drain()
        self.retry()
        self._writer.drain()
        return not self._pending

    def close(self) -> None:
        """Wait for what is being written, save what is not on disk yet, and let the next one in; nothing can be changed
        afterwards.

        What could not be saved even now is still counted by ``unsaved``.
        """
        try:
            self._writer.close()
            self._writer = AtOnce()
            if self._pending and not self.read_only:
                self._save(())
        finally:
            self._closed_to = self._closed_to or "this mentorship is closed"
            if self._lock is not None:
                self._lock.release(self.clock.now() if self.book.live is not None else None)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _again(self, step: tuple[str, tuple[Record, ...]] | None) -> str | None:
        if step is None:
            return None
        label, records = step
        self._save_and_tell(records)
        return label

    def _save_and_tell(self, records: Iterable[Record]) -> None:
        """Save what was changed, and tell that it was while the disk works."""
        with self._writer.patient():
            self._save(records)
            for listener in list(self.listeners):
                listener()

    def _may_write(self) -> None:
        if self._closed_to is not None:
            raise ReadOnly(self._closed_to)

    def _take_lock(self) -> bool:
        """Whether the lock is ours now. Raises OSError when there can be none."""
        if self._lock is None or self._lock.take(self.clock.now(), to_work=True):
            return True
        since = f" {holder.words(self.clock.now())}" if (holder := self._lock.holder()) else ""
        self._closed_to = f"this mentorship is open in another window{since}{ONLY_READS}"
        return False

    def _lock_or_read(self) -> None:
        try:
            if self._take_lock() and self._lock is not None:
                self.last_open = self._lock.last_open
                sweep(self.path.resolve())
        except OSError as error:
            self._closed_to = f"this mentorship cannot be locked ({reason(error)}), so nothing can be changed"

    # Writing

    def _save(self, records: Iterable[Record]) -> None:
        """Put records on disk, with those that could not be put there before; tells of failure by ``trouble``."""
        for record in records:
            self._pending[key(record)] = record
        if self._writing or not self._pending:
            return
        batch, milestone = dict(self._pending), self._milestone
        self._milestone = None
        # After a failure the file may lack more than what is waiting; it is listed here, on the book's own thread.
        everything = list(self.book) if self.trouble else []
        self._writing = True
        self._writer.run(
            lambda: self._file.save(batch.values(), everything), lambda error: self._written(batch, milestone, error)
        )

    def _written(self, batch: dict[Key, Record], milestone: Why | None, error: Exception | None) -> None:
        """A write has ended."""
        self._writing = False
        if error is not None:
            self.trouble = explain(error)
            self._milestone = self._milestone or milestone
        else:
            self.trouble = None
            for which, record in batch.items():
                if self._pending.get(which) is record:
                    del self._pending[which]
            if not self._pending:
                self.saved_at = self.clock.now()
            self._tell_of_other()
            self._back_up(milestone)
            self._save(())
        self._saved()

    def _saved(self) -> None:
        for listener in list(self.save_listeners):
            listener()

    def _back_up(self, why: Why | None) -> None:
        """Keep a copy of what is on disk, when a milestone was passed."""
        if why is None:
            return
        now = self.clock.now()

        def copy() -> None:
            self.backups.make(read_bytes(self.path), self._file.writings, why, now)
            with contextlib.suppress(OSError):
                self.backups.thin()

        self._writer.run(copy, self._backed_up)

    def _backed_up(self, error: Exception | None) -> None:
        if error is not None:
            words = reason(error) if isinstance(error, OSError) else type(error).__name__
            self.notices.append(f"The journal is saved, but its backup could not be made: {words}.")
            self._saved()

    def _set_aside(self, other: bytes) -> None:
        """Keep what something else wrote in the journal's place, before ours takes it back. Raises OSError."""
        self._kept_other = self.backups.make(other, self._file.writings, Why.other, self.clock.now())

    def _tell_of_other(self) -> None:
        kept, self._kept_other = self._kept_other, None
        if kept is not None:
            self.notices.append(
                f"Another program had changed {one_line(self.path.name)}. Nothing is lost: its version is kept as "
                f"{kept}, and this one is saved in its place."
            )

    # Reading

    def _load(self) -> None:
        found = self._file.load()
        for record in found.records:
            self.book.put(record)
        if found.newer:
            left = f"; {found.strange} entries of it are not shown" if found.strange else ""
            self._closed_to = f"a newer mentor-tui wrote this mentorship, so this one can only read it{left}"
        elif found.format < FORMAT and not self.read_only:
            self._upgrade(found)

    def _upgrade(self, found: Loaded) -> None:
        """Bring an older journal to today's format, after a backup. Without one nothing is written."""
        try:
            self.backups.make(read_bytes(self.path), found.writings, Why.upgrade, self.clock.now())
            self._file.rewrite()
        except OSError as error:
            self._closed_to = (
                f"this mentorship is of an older version and could not be renewed ({reason(error)}), "
                "so nothing can be changed"
            )


def backups_folder(path: Path) -> Path:
    """Where the backups of the journal at ``path`` are."""
    return path.parent / "backups" / path.stem
