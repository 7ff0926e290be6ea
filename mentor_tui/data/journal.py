"""The journal: the records of one mentorship, on disk after every change."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from tinydb import TinyDB
from tinydb.table import Document

from mentor_tui.clock import Clock
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.guard import clean
from mentor_tui.core.records import KINDS, TABLES, Mentorship, Record
from mentor_tui.data.storage import AtomicStorage, BrokenJournal, make_folder

PROGRAM = "mentor-tui"
FORMAT = 1


class NewerJournal(Exception):
    """A journal that a newer version of the program wrote."""


class ReadOnly(Exception):
    """A change to a journal that is open for reading only."""


class Journal:
    """One mentorship's records with their file. ``Journal.create`` and ``Journal.open`` make one."""

    def __init__(self, path: Path, clock: Clock, *, write: bool) -> None:
        self.path = path
        self.clock = clock
        self.saved_at: datetime | None = None
        self.trouble: str | None = None
        self.listeners: list[Callable[[], None]] = []
        self._lock = FileLock(f"{path}.lock", timeout=0, mode=0o600) if write else None
        self.read_only = not write
        self._pending: dict[str, Record] = {}
        self._documents: dict[str, int] = {}
        self._storage = AtomicStorage(path)
        self._db: TinyDB | None = None
        self.book = Book()
        self.history = History(self.book)

    @classmethod
    def create(cls, path: Path, mentorship: Mentorship, clock: Clock) -> Journal:
        """A new journal that holds ``mentorship``. Raises FileExistsError and OSError."""
        if path.exists():
            raise FileExistsError(f"{path.name} is there already")
        make_folder(path.parent)
        journal = cls(path, clock, write=True)
        journal._take_lock()
        try:
            journal._write([mentorship])
        except BaseException:
            journal.close()
            raise
        journal.book.put(mentorship)
        journal.saved_at = clock.now()
        return journal

    @classmethod
    def open(cls, path: Path, clock: Clock, *, write: bool = True) -> Journal:
        """The journal at ``path``; read-only when another program has it, or without ``write``.

        Raises FileNotFoundError, BrokenJournal, NewerJournal and OSError.
        """
        if not path.exists():
            raise FileNotFoundError(f"there is no journal {path.name}")
        journal = cls(path, clock, write=write)
        journal._take_lock()
        try:
            journal._load()
        except BaseException:
            journal.close()
            raise
        return journal

    @property
    def name(self) -> str:
        """The journal's name: its file's, without the ending."""
        return self.path.stem

    @property
    def unsaved(self) -> int:
        """How many records are not on disk yet."""
        return len(self._pending)

    def commit(self, change: Change) -> None:
        """Make a change and save it. Raises ReadOnly; a write that fails is told by ``trouble``."""
        self._may_write()
        self._save(self.history.do(change, self.clock.now()))

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
        if self._pending:
            self._save(())
        return not self._pending

    def close(self) -> None:
        """Save what is not on disk yet and let the next one in."""
        if self._pending and not self.read_only:
            self.retry()
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
        return label

    def _may_write(self) -> None:
        if self.read_only:
            raise ReadOnly("this mentorship is open in another window, so nothing can be changed in this one")

    def _take_lock(self) -> None:
        if self._lock is None:
            return
        try:
            self._lock.acquire()
        except (Timeout, OSError):
            self.read_only = True

    def _save(self, records: Iterable[Record]) -> None:
        for record in records:
            self._pending[record.id] = record
        try:
            self._write(self._pending.values())
        except OSError as error:
            self.trouble = explain(error)
        else:
            self._pending.clear()
            self.trouble = None
            self.saved_at = self.clock.now()
        for listener in list(self.listeners):
            listener()

    def _write(self, records: Iterable[Record]) -> None:
        """Put records on disk in one step. Raises OSError, and then nothing of it is there."""
        fresh: dict[str, int] = {}
        with self._storage.batch():
            db = self._database()
            if not db.table("meta"):
                db.table("meta").insert({"program": PROGRAM, "format": FORMAT})
            for record in records:
                document = msgspec.to_builtins(record)
                table = db.table(TABLES[type(record)])
                number = self._documents.get(record.id)
                if number is None:
                    fresh[record.id] = table.insert(document)
                else:
                    table.upsert(Document(document, doc_id=number))
        self._documents.update(fresh)

    def _database(self) -> TinyDB:
        """TinyDB over our storage, opened anew for each write: its tables remember numbers of failed ones."""
        storage = self._storage

        def same(*_: Any, **__: Any) -> AtomicStorage:
            return storage

        return TinyDB(storage=same)

    def _load(self) -> None:
        db = self._database()
        meta = db.table("meta").all()
        if not meta or meta[0].get("program") != PROGRAM or not isinstance(meta[0].get("format"), int):
            raise BrokenJournal(self.path, f"it is not a journal of {PROGRAM}")
        if meta[0]["format"] > FORMAT:
            raise NewerJournal(
                f"{self.path.name} was written by a newer version of {PROGRAM}; please update the program"
            )
        for table, kind in KINDS.items():
            for document in db.table(table):
                try:
                    record = msgspec.convert(_cleaned(dict(document)), kind)
                except (msgspec.ValidationError, ValueError) as error:
                    place = f"entry {document.doc_id} of its {table} does not make sense"
                    raise BrokenJournal(self.path, place) from error
                self.book.put(record)
                self._documents[record.id] = document.doc_id
        if not any(self.book.every(Mentorship)):
            raise BrokenJournal(self.path, "it names no mentor and mentee")


def explain(error: OSError) -> str:
    """Why a write failed, in plain words, and what to do."""
    match error.errno:
        case errno.ENOSPC:
            return (
                "The disk is full. Free some space; everything is kept here meanwhile and saved as soon as it can be."
            )
        case errno.EACCES | errno.EPERM:
            return (
                "The journal's folder may not be written to. Check its permissions; everything is kept here meanwhile."
            )
        case errno.EROFS:
            return "The disk is read-only. Everything is kept here meanwhile and saved as soon as it can be."
        case errno.ENOENT:
            return "The journal's folder is gone. Everything is kept here meanwhile and saved as soon as it is back."
        case _:
            reason = (error.strerror or "unknown reason").lower()
            return f"The disk did not take it ({reason}). Everything is kept here meanwhile and tried again."


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return value
