"""The file of one journal: its records read, checked and written. Knows no time, no lock and no undo."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core.book import Book
from mentor_tui.core.guard import clean
from mentor_tui.core.records import KINDS, TABLES, Mentorship, Note, Record
from mentor_tui.data.names import no_journal
from mentor_tui.data.seal import CHECKSUM, META, PROGRAM, Tables, flaw, meta_of, writings
from mentor_tui.data.storage import AtomicStorage, BrokenJournal, decode, read_bytes
from mentor_tui.data.verbatim import Verbatim, read_verbatim
from mentor_tui.data.versions import FORMAT, SEALED_SINCE, format_of, upgrade

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from tinydb import TinyDB
    from tinydb.table import Table

Key = tuple[str, str]
Numbers = dict[str, dict[str, int]]  # the number of its document, by table and id
Numbered = dict[str, dict[int, Record]]  # by table and number


class Loaded(msgspec.Struct, frozen=True):
    """What a journal's file holds: its records, its format, how often it was written and how many were not understood.

    Only a newer format may hold records that are not understood.
    """

    records: tuple[Record, ...]
    format: int
    writings: int
    strange: int = 0

    @property
    def newer(self) -> bool:
        """Whether a newer version of the program wrote it."""
        return self.format > FORMAT

    @property
    def words(self) -> str:
        """How much it holds: ``2 sessions held, 31 lines kept``."""
        from mentor_tui.core.progress import plural

        book = Book(self.records)
        kept = sum(1 for _ in book.every(Note)) + len(book.actions)
        return f"{plural(len(book.held), 'session')} held, {plural(kept, 'line')} kept"


class JournalFile:
    """Reads and writes one journal. ``aside`` is given the bytes of a file that something else wrote meanwhile, before
    ours takes its place. ``waits`` is called when only the disk is left to be waited for.
    """

    def __init__(self, path: Path, aside: Callable[[bytes], None], waits: Callable[[], None] = lambda: None) -> None:
        self.path = path
        self._aside = aside
        self._storage = AtomicStorage(path, waits)
        self._found: Numbered = {}  # what was read, until numbers are needed
        self._documents: Numbers | None = None
        # The highest number in each table: not always that of a record, where an id stands in two documents.
        self._highest: dict[str, int] = {}
        self._set_aside: bytes | None = None

    @property
    def writings(self) -> int:
        """How often the journal was written, as far as is known."""
        return self._storage.writings

    def load(self) -> Loaded:
        """All records. Raises FileNotFoundError, BrokenJournal and OSError."""
        there = self._storage.load()
        if there is not None and (whole := read_verbatim(there.content)) is not None:
            found, self._found = _loaded(whole), whole.tables
            self._storage.believe(there, found.writings, whole.packed)
            return found
        tables = self._storage.read()
        if tables is None:
            raise no_journal(self.path.name)
        found, self._found = _understand(tables, self.path)
        return found

    def save(self, records: Iterable[Record], everything: Sequence[Record] = ()) -> None:
        """Put records on disk in one step.

        ``everything`` is what the file has to hold, which is needed after a write that failed. Raises OSError.
        """
        other = self._storage.foreign()
        if other is not None and other != self._set_aside:
            self._aside(other)
            self._set_aside = other
        if not self._storage.remembers:
            records = self._missing(everything or list(records), afresh=other is not None)
        numbers = self._numbers()
        by_table: dict[str, list[Record]] = {}
        for record in records:
            by_table.setdefault(TABLES[type(record)], []).append(record)
        fresh: Numbers = {}
        with self._storage.batch():
            db = self._database()
            if not db.table(META):
                db.table(META).insert({"program": PROGRAM, "format": FORMAT})
            for name, some in by_table.items():
                fresh[name] = _put(db.table(name), some, numbers[name], self._highest[name])
        for name, some_numbers in fresh.items():
            numbers[name].update(some_numbers)
            self._highest[name] = max(self._highest[name], *some_numbers.values(), 0)

    def rewrite(self) -> None:
        """Write the file as it was read: in today's format, with its seal. Raises OSError."""
        tables = self._storage.read()
        if tables is not None:
            self._storage.write(tables)

    def _missing(self, everything: Sequence[Record], *, afresh: bool) -> list[Record]:
        """Learn what is on disk after a write that failed, and give what it lacks.

        The write may have failed after the new file took its place, and the file may have gone.
        """
        self._documents = None
        try:
            found = None if afresh else self.load()
        except FileNotFoundError:
            found = None
        if found is None:
            self._found = {}
            self._storage.start_afresh()
            return list(everything)
        there = {key(record): record for record in found.records}
        return [record for record in everything if there.get(key(record)) != record]

    def _numbers(self) -> Numbers:
        """The numbers of the documents in which the records stand."""
        if self._documents is None:
            self._documents = {
                name: {record.id: number for number, record in self._found.get(name, {}).items()} for name in KINDS
            }
            self._highest = {name: max(self._found.get(name, {}), default=0) for name in KINDS}
            self._found = {}
        return self._documents

    def _database(self) -> TinyDB:
        """TinyDB over our storage, opened anew for each write: its tables remember numbers of failed ones."""
        from mentor_tui.data.tables import Database

        storage = self._storage

        def same(*_: Any, **__: Any) -> AtomicStorage:
            return storage

        return Database(storage=same)


def key(record: Record) -> Key:
    """What a record is known by in a journal: its table and its id."""
    return TABLES[type(record)], record.id


def as_text(records: Iterable[Record]) -> dict[str, str]:
    """Records as text, by table and id; ``from_text`` reads them again."""
    return {" ".join(key(record)): msgspec.json.encode(_document(record)).decode() for record in records}


def from_text(found: dict[str, str]) -> list[Record]:
    """The records in what ``as_text`` gave; what makes no sense is left out."""
    records: list[Record] = []
    for name, text in found.items():
        with contextlib.suppress(ValueError, KeyError, RecursionError):
            record = msgspec.json.decode(text, type=KINDS[name.partition(" ")[0]])
            _check_times(record)
            records.append(record)
    return records


def read_journal(path: str | PathLike[str]) -> Loaded:
    """What the journal at ``path`` holds. Raises BrokenJournal and OSError."""
    return understand(read_bytes(path), path)


def understand(raw: bytes, path: str | PathLike[str], *, seal: bool = True) -> Loaded:
    """What the bytes of a journal hold, whatever its seal says without ``seal``; ``path`` is for the message.

    Raises BrokenJournal.
    """
    whole = read_verbatim(raw)
    return _loaded(whole) if whole is not None else _understand(decode(raw, path), path, seal=seal)[0]


def _loaded(whole: Verbatim) -> Loaded:
    return Loaded(_all(whole.tables), FORMAT, writings(whole.meta))


def _all(numbered: Numbered) -> tuple[Record, ...]:
    return tuple(chain.from_iterable(rows.values() for rows in numbered.values()))


def sealed_anew(raw: bytes, path: str | PathLike[str], at_least: int) -> Tables:
    """The tables in a journal's bytes, in today's format, whatever their seal says; written ``at_least`` so often.

    Raises BrokenJournal when the records cannot be read.
    """
    tables = decode(raw, path)
    _, _ = _understand(tables, path, seal=False)
    next(iter(tables[META].values()))["writings"] = max(at_least, writings(tables))
    return tables


def _understand(tables: Tables, path: str | PathLike[str], *, seal: bool = True) -> tuple[Loaded, Numbered]:
    """What tables hold, once they are in today's format, to which older ones are brought."""
    number = format_of(tables)
    if not number:
        raise BrokenJournal(path, f"it is not a journal of {PROGRAM}")
    wrong = flaw(tables) if seal and (number >= SEALED_SINCE or CHECKSUM in meta_of(tables)) else ""
    try:
        upgrade(tables)
        numbered, strange = _convert(tables, path, skip=number > FORMAT)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenJournal(path, "its records do not make sense") from error
    records = _all(numbered)
    if not any(type(record) is Mentorship and record.deleted_at is None for record in records):
        newer = number > FORMAT
        why = "a newer version of the program wrote it; please update" if newer else "it names no mentor and mentee"
        raise BrokenJournal(path, why)
    if wrong:
        raise BrokenJournal(path, wrong, parses=True)
    return Loaded(records, number, writings(tables), strange), numbered


def _convert(tables: Tables, path: str | PathLike[str], *, skip: bool) -> tuple[Numbered, int]:
    """Records with their documents' numbers, and how many were left out because they make no sense."""
    numbered: Numbered = {name: {} for name in KINDS}
    strange = 0
    for table, kind, number, document in _documents(tables):
        try:
            record = msgspec.convert(_cleaned(document), kind)
            _check_times(record)
            numbered[table][number] = record
        except (ValueError, RecursionError) as error:
            if not skip:
                raise BrokenJournal(path, f"entry {number} of its {table} does not make sense") from error
            strange += 1
    return numbered, strange


def _documents(tables: Tables) -> Iterator[tuple[str, type[Record], int, Any]]:
    for table, kind in KINDS.items():
        for number, document in tables.get(table, {}).items():
            yield table, kind, int(number), document


def _check_times(record: Record) -> None:
    """Raise ValueError for an instant without a zone, or one at the ends of the calendar, where no zone can show it."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, datetime) and (value.tzinfo is None or not 1000 < value.year < 9000):
            raise ValueError(f"{name} is no instant")


def _put(table: Table, records: list[Record], numbers: dict[str, int], highest: int) -> dict[str, int]:
    """Put records of a kind into their table, in which some have their numbers; gives those of the others, which come
    after the ``highest``.

    All new ones are one step, and all changed ones are another.
    """
    from tinydb.table import Document  # who only reads a journal does without TinyDB

    old = {record.id: _document(record) for record in records if record.id in numbers}
    if old:
        table.update(lambda row: row.update(old[clean(row["id"])]), doc_ids=[numbers[each] for each in old])
    new = [record for record in records if record.id not in numbers]
    fresh = {record.id: number for number, record in enumerate(new, highest + 1)}
    if new:
        table.insert_multiple(Document(_document(record), doc_id=fresh[record.id]) for record in new)
    return fresh


def _document(record: Record) -> dict[str, Any]:
    found = _cleaned(msgspec.to_builtins(record))
    return dict(found)


def _cleaned(value: Any) -> Any:
    # On the way in a file may hold anything; on the way out one letter that JSON cannot hold would stop every save.
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return value
