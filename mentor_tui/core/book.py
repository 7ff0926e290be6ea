"""All records of one mentorship in memory, the changes made to them, and undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar

import msgspec

from mentor_tui.core.agenda import LIVE_STATES
from mentor_tui.core.records import (
    KINDS,
    TABLES,
    Action,
    ActionState,
    Answer,
    Check,
    Goal,
    Mentorship,
    Note,
    Record,
    Session,
    SessionState,
    touch,
)

R = TypeVar("R", bound=Record)

UNDO_STEPS = 500

_MENTORSHIPS, _SESSIONS = TABLES[Mentorship], TABLES[Session]
_Groups = dict[object, dict[str, Record]]  # records by the value of a field, then by id


class Change(msgspec.Struct, frozen=True):
    """One thing the user did: its name, and the records as they are to be.

    Changes that follow each other with the same ``merge`` are one step for undo (an answer saved while it is typed).
    A ``milestone`` (``start``, ``end``) is worth a backup.
    """

    label: str
    puts: tuple[Record, ...]
    merge: str = ""
    milestone: str = ""


class Book:
    """The records of one mentorship. Deleted ones stay in it and are left out of every list."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._tables: dict[str, dict[str, Record]] = {table: {} for table in KINDS}
        self._indexes: dict[str, dict[str, _Groups]] = {table: {} for table in KINDS}
        self._sessions: list[Session] | None = None  # by number, until one is put in
        self._live: Session | None = None
        self._last = 0
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Keep ``record`` in place of the one with its id, if there is one."""
        if record.order > self._last:
            self._last = record.order
        table = TABLES[type(record)]
        if self._indexes[table]:
            self._reindex(table, record)
        if table == _SESSIONS:
            self._sessions = None
        self._tables[table][record.id] = record

    def _reindex(self, table: str, record: Record) -> None:
        """Keep the indexes of a table true to a record that is about to be put into it."""
        old, indexes = self._tables[table].get(record.id), self._indexes[table]
        for field, groups in list(indexes.items()):
            value = getattr(record, field)
            if old is None or getattr(old, field) == value:
                groups.setdefault(value, {})[record.id] = record
            else:
                # It belongs between others of its new group now; where, only the whole table tells.
                del indexes[field]

    def ordered(self, records: Iterable[Record]) -> tuple[Record, ...]:
        """``records``, each with its place in the order of all: its own, or the next one for what is new."""
        found: list[Record] = []
        for record in records:
            if not record.order:
                old = self.get(type(record), record.id)
                self._last += 0 if old is not None else 1
                order = old.order if old is not None else self._last
                record = msgspec.structs.replace(record, order=order)
            found.append(record)
        return tuple(found)

    def get(self, kind: type[R], record_id: str | None) -> R | None:
        """The record with that id, deleted or not; None if there is none."""
        found = self._tables[TABLES[kind]].get(record_id or "")
        return found if isinstance(found, kind) else None

    def line(self, record_id: str | None) -> Note | Action | None:
        """The note or the action with that id, deleted or not."""
        return self.get(Note, record_id) or self.get(Action, record_id)

    def every(self, kind: type[R]) -> Iterator[R]:
        """All records of a kind that are not deleted, in the order in which they were first kept."""
        for record in self._tables[TABLES[kind]].values():
            if isinstance(record, kind) and record.deleted_at is None:
                yield record

    def where(self, kind: type[R], field: str, value: object) -> list[R]:
        """The records of a kind that ``every`` gives and that have this value in a field, by an index that stays."""
        table = TABLES[kind]
        groups = self._indexes[table].get(field)
        if groups is None:
            groups = self._indexes[table][field] = {}
            for record in self._tables[table].values():
                groups.setdefault(getattr(record, field), {})[record.id] = record
        group = groups.get(value)
        return [r for r in group.values() if isinstance(r, kind) and r.deleted_at is None] if group else []

    def __iter__(self) -> Iterator[Record]:
        for table in self._tables.values():
            yield from table.values()

    @property
    def mentorship(self) -> Mentorship:
        """The mentorship this book is about. Raises LookupError when it holds none."""
        for record in self._tables[_MENTORSHIPS].values():
            if isinstance(record, Mentorship) and record.deleted_at is None:
                return record
        raise LookupError("the journal holds no mentorship")

    @property
    def sessions(self) -> list[Session]:
        """All sessions by number."""
        return self._by_number().copy()

    def _by_number(self) -> list[Session]:
        if self._sessions is None:
            self._sessions = sorted(self.every(Session), key=lambda session: (session.number, session.order))
            self._live = next((session for session in self._sessions if session.state in LIVE_STATES), None)
        return self._sessions

    @property
    def held(self) -> list[Session]:
        """The sessions that were held, by number."""
        return [session for session in self._by_number() if session.state is SessionState.held]

    @property
    def live(self) -> Session | None:
        """The session that is running or paused, if one is."""
        self._by_number()
        return self._live

    @property
    def planned(self) -> Session | None:
        """The next session that is planned, if one is."""
        return next((s for s in self._by_number() if s.state is SessionState.planned), None)

    def numbered(self, number: int) -> Session | None:
        """The session with that number."""
        return next((session for session in self._by_number() if session.number == number), None)

    def notes(self, session_id: str | None = None) -> list[Note]:
        """Notes in the order they were taken; of one session when it is named."""
        notes = self.every(Note) if session_id is None else self.where(Note, "session_id", session_id)
        return sorted(notes, key=came)

    @property
    def actions(self) -> list[Action]:
        """All actions in the order they were taken."""
        return sorted(self.every(Action), key=came)

    @property
    def open_actions(self) -> list[Action]:
        """Open actions, the earliest due first, those without a date last."""
        return sorted(self.where(Action, "state", ActionState.open), key=due_order)

    def captured(self, session_id: str) -> list[Note | Action]:
        """Notes and actions that were captured in a session, in the order in which they were taken."""
        return sorted([*self.notes(session_id), *self.actions_made_in(session_id)], key=came)

    def actions_made_in(self, session_id: str) -> list[Action]:
        """Actions that were captured in a session, wherever they stand now."""
        return sorted(self.where(Action, "origin_id", session_id), key=came)

    def outside(self) -> tuple[list[Note], list[Action]]:
        """Notes and actions that came up in no session that stands: in none, or in one that is deleted or unknown."""
        known = {session.id for session in self.every(Session)}
        notes = [note for note in self.notes() if note.session_id not in known]
        return notes, [action for action in self.actions if action.origin_id not in known]

    @property
    def goals(self) -> list[Goal]:
        """All goals in the order they were made."""
        return list(self.every(Goal))

    def check(self, key: str, session_id: str | None = None) -> Check | None:
        """The latest tick of a checklist line; in one session when it is named."""
        found = [c for c in self.where(Check, "key", key) if session_id in (None, c.session_id)]
        return found[-1] if found else None

    def is_checked(self, key: str, session_id: str | None = None) -> bool:
        """Whether a checklist line stands ticked."""
        check = self.check(key, session_id)
        return check is not None and check.done

    def answer(self, key: str) -> Answer | None:
        """The answer to a question, if it has one."""
        return next(iter(self.where(Answer, "key", key)), None)


def came(record: Record) -> tuple[int, datetime]:
    """Sort key: the order in which records came; the clock counts only for those that are in no journal."""
    return record.order, record.created_at


def due_order(action: Action) -> tuple[bool, date, tuple[int, datetime]]:
    """Sort key of every list of actions: the earliest due date first, those without one last, then as they came."""
    return (action.due is None, action.due or date.min, came(action))


class Step(msgspec.Struct, frozen=True):
    """A change with what it replaced."""

    label: str
    before: tuple[Record, ...]
    after: tuple[Record, ...]
    merge: str


class History:
    """Undo and redo over a book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def undo_step(self) -> Step | None:
        """What undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def redo_step(self) -> Step | None:
        """What redo would do again."""
        return self._undone[-1] if self._undone else None

    @property
    def undo_label(self) -> str | None:
        """The label of what undo would take back."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """The label of what redo would do again."""
        return self._undone[-1].label if self._undone else None

    def do(self, change: Change, now: datetime) -> tuple[Record, ...]:
        """Make a change; gives the records that are to be saved."""
        puts = self._book.ordered(change.puts)
        before = tuple(self._before(record, now) for record in puts)
        last = self._done[-1] if self._done else None
        if change.merge and last and last.merge == change.merge and not self._undone:
            kept = {record.id for record in last.before}
            before = last.before + tuple(record for record in before if record.id not in kept)
            fresh = {record.id for record in puts}
            after = tuple(record for record in last.after if record.id not in fresh) + puts
            self._done[-1] = Step(change.label, before, after, change.merge)
        else:
            self._done.append(Step(change.label, before, puts, change.merge))
            del self._done[:-UNDO_STEPS]
        self._undone.clear()
        return self._apply(puts)

    def first(self, record: Record) -> tuple[Record, ...]:
        """Put in the record that a journal begins with, which no undo takes away; gives what is to be saved."""
        return self._apply(self._book.ordered((record,)))

    def undo(self) -> tuple[str, tuple[Record, ...]] | None:
        """Take back the last change; gives its name and the records to be saved, or None when there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step.label, self._apply(step.before)

    def redo(self) -> tuple[str, tuple[Record, ...]] | None:
        """Make the last undone change again; as ``undo``."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step.label, self._apply(step.after)

    def settle(self) -> None:
        """Let nothing that follows be merged with what came before."""
        if self._done and self._done[-1].merge:
            self._done[-1] = msgspec.structs.replace(self._done[-1], merge="")

    def _before(self, record: Record, now: datetime) -> Record:
        """The record as it stood; one that is new counts as deleted before."""
        old = self._book.get(type(record), record.id)
        return old if old is not None else touch(record, now, deleted_at=now)

    def _apply(self, records: tuple[Record, ...]) -> tuple[Record, ...]:
        for record in records:
            self._book.put(record)
        return records
