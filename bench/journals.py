"""Made journals, of fictional people: as many records as are asked for, put on disk in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from mentor_tui.clock import SystemClock
from mentor_tui.core import agenda, meeting
from mentor_tui.core.book import Book, Change
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import (
    TABLES,
    Action,
    Answer,
    Body,
    Lead,
    Mentorship,
    Note,
    NoteKind,
    Record,
    Role,
    Session,
    make,
)
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import AtomicStorage
from mentor_tui.demo import make_demo
from mentor_tui.prompts.library import load_pack

WORDS = (
    "Compares two fellowships by case mix and supervision",
    "Would rather publish the small series first",
    "Asks for an hour in the simulation room each week",
    "Wants to lead the morning round once",
    "Has drafted the letter to the programme",
)
RARE = "zygomatic"
"""A word that one note in a thousand holds."""
LAST_IN_FEED = "The last line of the feed"
LONG_ANSWER_LINES = 2_000


class Journals:
    """Makes journals below ``folder``, each kind once; every method gives the folder that holds what was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clock = SystemClock()
        self._pack: Pack | None = None

    @property
    def pack(self) -> Pack:
        """The programme of all made mentorships."""
        self._pack = self._pack or load_pack("isaps")
        return self._pack

    def demo(self, records: int, feed: int = 20) -> Path:
        """The demo in its sixth session, grown to so many records, ``feed`` of them in that session."""

        def grow(folder: Path) -> None:
            path = Shelf(folder).path(make_demo(folder, self._clock, self.pack))
            book = read(path)
            now = datetime.now(UTC)
            fresh: list[Record] = []
            while len(book.held) < 5:
                at = now - timedelta(days=6 - len(book.held))
                session = agenda.start(book.planned or meeting.new_session(book, self.pack, at), at)
                fresh += _put(book, agenda.end(session, at + timedelta(minutes=55)))
            at = now - timedelta(minutes=7)
            live = agenda.start(meeting.new_session(book, self.pack, at), at)
            fresh += _put(book, live)
            wanted = records - len(list(book)) - feed
            fresh += _put(book, *_talk(book.held, wanted, now - timedelta(days=1)))
            fresh += _put(book, *_talk([live], feed - 1, at))
            fresh += _put(book, make(Note, at, text=LAST_IN_FEED, session_id=live.id))
            keep(path, fresh)

        return self._once(f"demo-{records}-{feed}", grow)

    def long_answer(self) -> Path:
        """A first session at its questions, all answered, the first of them at great length."""

        def grow(folder: Path) -> None:
            path = self._new(folder)
            book, at = read(path), datetime.now(UTC) - timedelta(minutes=5)
            live = agenda.start(meeting.new_session(book, self.pack, at), at)
            item = next(item for item in live.items if item.body is Body.questions)
            deck = self.pack.decks[item.ref]
            fresh: list[Record] = [agenda.go(live, item.id, at)]
            for number, question in enumerate(deck.questions):
                text = long_text() if number == 0 else "As it comes."
                fresh.append(make(Answer, at, key=question.key, question=question.text, text=text))
            keep(path, _put(book, *fresh))

        return self._once("long-answer", grow)

    def mentorships(self, count: int, notes: int) -> Path:
        """So many mentorships with so many notes in all."""

        def grow(folder: Path) -> None:
            for number in range(count):
                path = self._new(folder, f"Dr Placeholder {number + 1:03}")
                self._hold(path, sessions=2, records=2 + notes // count, actions=False)

        return self._once(f"mentorships-{count}-{notes}", grow)

    def sessions(self, count: int) -> Path:
        """One mentorship with so many sessions, ten lines in each."""
        return self._once(
            f"sessions-{count}", lambda folder: self._hold(self._new(folder), sessions=count, records=10 * count)
        )

    def records(self, count: int) -> Path:
        """One mentorship with so many records, a hundred in each session; the last session is on."""

        def grow(folder: Path) -> None:
            self._hold(self._new(folder), sessions=max(1, count // 100), records=count, live=True)

        return self._once(f"records-{count}", grow)

    def _hold(self, path: Path, *, sessions: int, records: int, live: bool = False, actions: bool = True) -> None:
        """Fill a journal with sessions held one day after the other, and lines spread over them."""
        book, now = read(path), datetime.now(UTC)
        first = meeting.new_session(book, self.pack, now)
        held: list[Session] = []
        for number in range(1, sessions + 1):
            at = now - timedelta(days=sessions - number, minutes=60)
            session = make(
                Session, at, number=number, title=first.title, agenda=first.agenda, minutes=60, items=first.items
            )
            session = agenda.start(session, at)
            held.append(session if live and number == sessions else agenda.end(session, at + timedelta(minutes=50)))
        keep(path, _put(book, *held, *_talk(held, records - sessions, now - timedelta(days=1), actions)))

    def _new(self, folder: Path, mentee: str = "Dr Noa Placeholder") -> Path:
        today = datetime.now(UTC).date()
        pair = make(
            Mentorship,
            datetime.now(UTC),
            role=Role.mentor,
            mentor="Dr Ada Sample",
            mentee=mentee,
            pack="isaps",
            starts_on=today - timedelta(days=60),
            ends_on=add_months(today, 4),
            mentor_zone="Europe/Madrid",
            mentee_zone="America/Sao_Paulo",
        )
        with Shelf(folder).create(pair, self._clock) as journal:
            return journal.path

    def _once(self, name: str, grow: Callable[[Path], None]) -> Path:
        folder = self._folder / name
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            grow(folder)
        return folder


def long_text() -> str:
    """A text of two thousand lines."""
    return "\n".join(f"{number} {WORDS[number % len(WORDS)][:32]}" for number in range(LONG_ANSWER_LINES))


def read(path: Path) -> Book:
    """The records of a journal, its seal checked."""
    with Journal.open(path, SystemClock(), write=False) as journal:
        return journal.book


def only(folder: Path) -> Path:
    """The one journal in a folder."""
    shelf = Shelf(folder)
    return shelf.path(shelf.names()[0])


def keep(path: Path, records: Iterable[Record]) -> None:
    """Put new records into a journal by the program's own storage, at once: TinyDB copies a table for each of them."""
    storage = AtomicStorage(path)
    tables = storage.read() or {}
    for record in records:
        table = tables.setdefault(TABLES[type(record)], {})
        # The order in which they came is a number that no other has.
        table[_place(table, record)] = msgspec.to_builtins(record)
    storage.write(tables)


def _place(table: dict[str, dict[str, object]], record: Record) -> str:
    if len(table) < 100:
        for number, old in table.items():
            if old["id"] == record.id:
                return number
    return str(record.order + 1)


def _put(book: Book, *records: Record) -> tuple[Record, ...]:
    """Put records into a book; gives them with their place in the order of all."""
    found = book.ordered(records)
    for record in found:
        book.put(record)
    return found


def _talk(sessions: list[Session], count: int, at: datetime, actions: bool = True) -> Iterator[Record]:
    """So many lines spread over sessions: notes of all kinds, and with ``actions`` every eighth is one."""
    kinds = list(NoteKind)
    for number in range(count):
        session, when = sessions[number % len(sessions)], at + timedelta(seconds=number % 3000)
        text = f"{WORDS[number % len(WORDS)]} {number}{f' {RARE}' if number % 1000 == 7 else ''}"
        if actions and number % 8 == 3:
            due = (at + timedelta(days=number % 40)).date()
            yield make(
                Action,
                when,
                text=text,
                owner=list(Lead)[number % 3],
                due=due,
                origin_id=session.id,
                session_id=session.id,
            )
        else:
            yield make(Note, when, text=text, kind=kinds[number % len(kinds)], session_id=session.id)


def line(book: Book, text: str) -> Change:
    """One more line of the session that is on."""
    return meeting.keep_note(text, NoteKind.note, next(iter(book.every(Note))).lane, book.live, datetime.now(UTC))
