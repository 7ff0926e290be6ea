"""The journal: the records of one mentorship, on disk after every change."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from tinydb import TinyDB
from tinydb.table import Document

from mentor_tui.clock import Clock
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.guard import clean, one_line
from mentor_tui.core.records import KINDS, TABLES, Mentorship, Record
from mentor_tui.data.storage import AtomicStorage, BrokenJournal, make_folder, sweep

PROGRAM = "mentor-tui"
FORMAT = 1

Key = tuple[str, str]


class NewerJournal(Exception):
    """A journal that a newer version of the program wrote."""


class ReadOnly(Exception):
    """A change to a journal that is open for reading only; says why, without a full stop."""


class Journal:
    """One mentorship's records with their file. ``Journal.create`` and ``Journal.open`` make one.

    ``saved_at`` is the UTC instant of the last write that succeeded, ``trouble`` the sentence that says why the last
    one failed; None when all is on disk. ``listeners`` are called after each commit, undo, redo and retry.
    """

    def __init__(self, path: Path, clock: Clock, *, write: bool) -> None:
        self.path = path
        self.clock = clock
        self.saved_at: datetime | None = None
        self.trouble: str | None = None
        self.listeners: list[Callable[[], None]] = []
        self._lock = FileLock(f"{path.resolve()}.lock", timeout=0, mode=0o600, thread_local=False) if write else None
        self._closed_to: str | None = None if write else "this mentorship was opened only for reading"
        self._pending: dict[Key, Record] = {}
        self._documents: dict[Key, int] = {}
        self._stale = False
        self._storage = AtomicStorage(path)
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
            journal.book.put(mentorship)
            journal._write([mentorship])
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
        """The journal at ``path``; read-only when another program has it or its folder may not be written to, and
        without ``write``, which makes no file.

        Raises FileNotFoundError, BrokenJournal, NewerJournal and OSError, each with a plain sentence.
        """
        try:
            there = path.exists()
        except OSError as error:
            raise OSError(f"{one_line(path.name)} cannot be read: {reason(error)}.") from error
        if not there:
            raise FileNotFoundError(f"There is no journal {one_line(path.name)}.")
        journal = cls(path, clock, write=write)
        try:
            if write:
                journal._lock_or_read()
            journal._load()
        except OSError as error:
            journal.close()
            raise OSError(f"{one_line(path.name)} cannot be read: {reason(error)}.") from error
        except BaseException:
            journal.close()
            raise
        return journal

    @property
    def name(self) -> str:
        """The journal's name: its file's, without the ending."""
        return self.path.stem

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

    def commit(self, change: Change) -> None:
        """Make a change and save it. Raises ReadOnly; a write that fails is told by ``trouble``."""
        self._may_write()
        self._save(self.history.do(change, self.clock.now()))
        self._tell()

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
        if self._pending and not self.read_only:
            self._save(())
            self._tell()
        return not self._pending

    def close(self) -> None:
        """Save what is not on disk yet and let the next one in; nothing can be changed afterwards.

        What could not be saved even now is still counted by ``unsaved``.
        """
        try:
            if self._pending and not self.read_only:
                self._save(())
        finally:
            self._closed_to = self._closed_to or "this mentorship is closed"
            if self._lock is not None and self._lock.is_locked:
                self._lock.release()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _again(self, step: tuple[str, tuple[Record, ...]] | None) -> str | None:
        if step is None:
            return None
        label, records = step
        self._save(records)
        self._tell()
        return label

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()

    def _may_write(self) -> None:
        if self._closed_to is not None:
            raise ReadOnly(self._closed_to)

    def _take_lock(self) -> bool:
        """Whether the lock is ours now. Raises OSError when there can be none."""
        try:
            if self._lock is not None:
                self._lock.acquire()
        except Timeout:
            self._closed_to = "this mentorship is open in another window, so nothing can be changed in this one"
        return not self.read_only

    def _lock_or_read(self) -> None:
        try:
            if self._take_lock():
                sweep(self.path.resolve())
        except OSError:
            self._closed_to = "this mentorship's folder may not be written to, so nothing can be changed"

    def _save(self, records: Iterable[Record]) -> None:
        """Put records on disk, with those that could not be put there before; tells of failure by ``trouble``."""
        for record in records:
            self._pending[key(record)] = record
        if not self._pending:
            return
        try:
            self._write(self._pending.values())
        except OSError as error:
            self.trouble = explain(error)
        except (BrokenJournal, NewerJournal) as error:
            # Something else wrote the file meanwhile. It is not ours to overwrite.
            self.trouble = f"{error} Everything is kept here meanwhile."
        else:
            self._pending.clear()
            self.trouble = None
            self.saved_at = self.clock.now()

    def _write(self, records: Iterable[Record]) -> None:
        """Put records on disk in one step. Raises OSError, BrokenJournal and NewerJournal."""
        if self._stale:
            records = self._reread(records)
        self._stale = True
        fresh: dict[Key, int] = {}
        with self._storage.batch():
            db = self._database()
            if not db.table("meta"):
                db.table("meta").insert({"program": PROGRAM, "format": FORMAT})
            for record in records:
                document = _cleaned(msgspec.to_builtins(record))
                table = db.table(TABLES[type(record)])
                number = self._documents.get(key(record))
                if number is None:
                    fresh[key(record)] = table.insert(document)
                else:
                    table.upsert(Document(document, doc_id=number))
        self._documents.update(fresh)
        self._stale = False

    def _reread(self, records: Iterable[Record]) -> list[Record]:
        """Learn what a write that failed left on disk, and give what has to be written now.

        The write may have failed after the new file took its place, so that its records have numbers already; and the
        file may have gone, so that more than the given records has to be put back.
        """
        self._documents = {}
        if self._storage.read() is not None:
            self._documents = {key(record): number for number, record in self._records()}
        wanted = {key(record) for record in records}
        return [record for record in self.book if key(record) in wanted or key(record) not in self._documents]

    def _database(self) -> TinyDB:
        """TinyDB over our storage, opened anew for each write: its tables remember numbers of failed ones."""
        storage = self._storage

        def same(*_: Any, **__: Any) -> AtomicStorage:
            return storage

        return TinyDB(storage=same)

    def _load(self) -> None:
        for number, record in self._records():
            self.book.put(record)
            self._documents[key(record)] = number
        if not any(self.book.every(Mentorship)):
            raise BrokenJournal(self.path, "it names no mentor and mentee")

    def _records(self) -> Iterator[tuple[int, Record]]:
        """Every record on disk with its document's number. Raises BrokenJournal, NewerJournal and OSError."""
        db = self._database()
        meta = db.table("meta").all()
        made_by = meta[0].get("format") if meta and meta[0].get("program") == PROGRAM else None
        if type(made_by) is not int or made_by < 1:
            raise BrokenJournal(self.path, f"it is not a journal of {PROGRAM}")
        if made_by > FORMAT:
            raise NewerJournal(
                f"{one_line(self.path.name)} was written by a newer version of {PROGRAM}; please update the program."
            )
        for table, kind in KINDS.items():
            for document in db.table(table):
                try:
                    record = msgspec.convert(_cleaned(dict(document)), kind)
                except (ValueError, RecursionError) as error:
                    place = f"entry {document.doc_id} of its {table} does not make sense"
                    raise BrokenJournal(self.path, place) from error
                yield document.doc_id, record


def key(record: Record) -> Key:
    """What a record is known by in a journal: its table and its id."""
    return TABLES[type(record)], record.id


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in plain words that end a sentence."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full"
        case errno.EACCES | errno.EPERM:
            return "it or its folder is not open to you"
        case errno.EROFS:
            return "the disk is read-only"
        case errno.ENOENT | errno.ENOTDIR:
            return "its folder is gone"
        case _:
            return f"the disk reports {(error.strerror or 'an error without a name').lower()}"


def explain(error: OSError) -> str:
    """Why a write failed, in plain words, and what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (
                "The disk is full. Free some space; everything is kept here meanwhile and saved as soon as it can be."
            )
        case errno.EACCES | errno.EPERM:
            return (
                "The journal's folder may not be written to. Check its permissions; everything is kept here meanwhile."
            )
        case errno.EROFS:
            return "The disk is read-only. Everything is kept here meanwhile and saved as soon as it can be."
        case errno.ENOENT | errno.ENOTDIR:
            return "The journal's folder is gone. Everything is kept here meanwhile and saved as soon as it is back."
        case _:
            reason = (error.strerror or "unknown reason").lower()
            return f"The disk did not take it ({reason}). Everything is kept here meanwhile and tried again."


def _cleaned(value: Any) -> Any:
    # On the way in a file may hold anything; on the way out one letter that JSON cannot hold would stop every save.
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return value
