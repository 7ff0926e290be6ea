"""Everything that was kept, to be searched: an index over the records of one or many books."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import date, tzinfo

import msgspec

from mentor_tui.core.book import Book
from mentor_tui.core.bring_back import is_gone, lives_on, places, was_taken_back
from mentor_tui.core.guard import one_line
from mentor_tui.core.hindsight import REVIEWED
from mentor_tui.core.query import Query, fold, fold_letter
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    Contact,
    Goal,
    GoalState,
    Lane,
    Lead,
    Note,
    NoteKind,
    Rating,
    Record,
    Review,
    Session,
    Signature,
)

MOST_FOUND = 200  # results that are shown; nobody reads on
BEFORE = 24  # letters that are shown before the first word that was found
PIECE = 400  # letters of a text that one line of results is made of


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing to be found.

    ``name`` is the journal's, ``partner`` the other person's. ``text`` is on one line, ``folded`` what is searched.
    ``owners`` are the folded words that say whose it is, ``goals`` the folded words of the goals it is evidence for.
    ``session`` is the number of its session, if it has one that is known. ``deleted`` also holds for what belongs to
    something deleted, ``taken_back`` for what an undo took away.
    """

    name: str
    partner: str
    place: str
    kind: str
    on: date
    record: Record
    text: str
    folded: str
    session: int | None = None
    session_id: str | None = None
    owners: tuple[str, ...] = ()
    goals: str = ""
    private: bool = False
    deleted: bool = False
    taken_back: bool = False
    archived: bool = False

    @property
    def key(self) -> str:
        """What tells it apart from the entries of all mentorships."""
        return f"{self.name}/{self.record.id}"


class Found(msgspec.Struct, frozen=True):
    """What a search found: how many in all, and the newest of them."""

    total: int
    entries: tuple[Entry, ...]


def entries_of(name: str, book: Book, zone: tzinfo) -> list[Entry]:
    """Everything in a book that can be found, with days of ``zone``. Raises LookupError for a book without its head."""
    return list(_Reading(name, book, zone).entries())


class _Reading:
    """Makes the entries of one book."""

    def __init__(self, name: str, book: Book, zone: tzinfo) -> None:
        self._name = name
        self._book = book
        self._zone = zone
        self._pair = book.mentorship
        self._sessions = {record.id: record for record in book if isinstance(record, Session)}
        self._lines = places(book)
        self._owners = {who: self._owner_words(who) for who in Lead}
        self._goals: dict[str, list[str]] = {}
        for goal in book.every(Goal):
            for record_id in goal.evidence:
                self._goals.setdefault(record_id, []).append(goal.text)
        pair = self._pair
        self._partner = one_line(pair.partner)
        self._place = fold(f"{name} {pair.partner}")

    def _owner_words(self, who: Lead) -> tuple[str, ...]:
        pair = self._pair
        words = [who.value, *fold(pair.name_of(who)).split()]
        if who is Lead.both or who.value == pair.role.value:
            words += ["me", "i"]
        return tuple(words)

    def entries(self) -> Iterator[Entry]:
        for record in self._book:
            told = self._told(record)
            if told is not None and not (record.deleted_at and lives_on(record, self._lines)):
                yield self._entry(record, *told)

    def _entry(self, record: Record, kind: str, said: str, near: str | None) -> Entry:
        text = one_line(said)
        session = self._sessions.get(near or "")
        goals = self._goals.get(record.id, [])
        if isinstance(record, Goal):
            goals = [record.text]
        elif isinstance(record, Review):
            goal = self._book.get(Goal, record.goal_id)
            goals = [goal.text] if goal else []
        gone = is_gone(self._book, record)
        return Entry(
            name=self._name,
            partner=self._partner,
            place=self._place,
            kind=kind,
            on=self._day(record),
            record=record,
            text=text,
            folded=fold(text),
            session=session.number if session else None,
            session_id=session.id if session else None,
            owners=self._owners[record.owner] if isinstance(record, Action) and record.owner else (),
            goals=fold(one_line(" ".join(goals))) if goals else "",
            private=getattr(record, "lane", None) is Lane.mine,
            deleted=gone,
            taken_back=gone and was_taken_back(record),
            archived=self._pair.archived_at is not None,
        )

    def _day(self, record: Record) -> date:
        if isinstance(record, Contact):
            return record.on
        at = record.created_at
        if isinstance(record, Session):
            at = record.started_at or record.planned_for or at
        try:
            return at.astimezone(self._zone).date()
        except OverflowError:  # a day off the calendar in that zone
            return at.date()

    def _told(self, record: Record) -> tuple[str, str, str | None] | None:
        """The kind of a record, what it says, and the session it belongs to; None for what is not to be found."""
        match record:
            case Note():
                return record.kind.value, record.text, record.session_id
            case Action():
                why = f" ({record.why})" if record.why else ""
                return "action", f"{record.text}{why}", record.origin_id or record.session_id
            case Goal():
                return "goal", _goal_words(record), None
            case Review():
                return "review", f"{record.progress}% {record.text}", record.session_id
            case Answer():
                colon = "" if record.question.endswith(("?", ".", ":")) else ":"
                return "answer", f"{record.question}{colon} {record.text}", record.session_id
            case Check() if record.done:
                still = "still right: " if record.key.startswith(REVIEWED) else ""
                return "tick", f"{still}{record.label}", record.session_id
            case Rating():
                return "rating", f"{record.label}: {record.level_word} ({record.occasion})", record.session_id
            case Contact():
                return "contact", f"{record.way.value}: {record.text}", None
            case Session():
                titles = ", ".join(item.title for item in record.items)
                return "session", f"Session {record.number}: {record.title} ({titles})", record.id
            case Signature():
                return "signature", f"{record.name}: {record.form.replace('-', ' ')}", record.session_id
        return None


def _goal_words(goal: Goal) -> str:
    steps = "; ".join(step.text for step in goal.milestones)
    named = (
        ("Measure", goal.measure),
        ("Activities", goal.activities),
        ("Support", goal.support),
        ("Milestones", steps),
        ("Dropped", goal.why),
    )
    return " · ".join([goal.text, *(f"{name}: {said}" for name, said in named if said)])


class Index:
    """What can be found. Books are put in one after the other, each under its journal's name."""

    def __init__(self) -> None:
        self._blocks: dict[str, list[Entry]] = {}
        self._all: list[Entry] | None = None
        self._last: tuple[Query, tuple[object, ...]] | None = None
        self._hits: list[Entry] = []

    @property
    def names(self) -> list[str]:
        """The journals that are in it."""
        return list(self._blocks)

    def put(self, name: str, entries: Iterable[Entry]) -> None:
        """Put in what ``entries_of`` gives for a journal, in the place of what it had."""
        self._blocks[name] = sorted(entries, key=_came, reverse=True)
        self._all = self._last = None

    def drop(self, name: str) -> None:
        """Take a journal out."""
        self._blocks.pop(name, None)
        self._all = self._last = None

    @property
    def entries(self) -> list[Entry]:
        """All of them, the newest first."""
        if self._all is None:
            # Runs that are in order already are merged, not sorted anew.
            self._all = sorted((e for block in self._blocks.values() for e in block), key=_came, reverse=True)
        return self._all

    def find(self, query: Query, today: date, *, only: str = "", private: bool = True) -> Found:
        """What a query finds, the newest first: in the journal ``only``, if one is named, and what is private if asked.

        What was deleted is found only by a query for it.
        """
        about = (today, only, private)
        pool = self._narrower(query, about)
        tests: list[Test] = []
        if pool is None:
            pool = self._blocks.get(only, []) if only else self.entries
            tests += _tests(query, today)
            if not private:
                tests.append(lambda entry: not entry.private)
        # The words first: they are the quickest to look for.
        pool = _with_words(pool, query.words)
        for test in tests:
            pool = [entry for entry in pool if test(entry)]
        self._last, self._hits = (query, about), pool
        return Found(len(pool), tuple(pool[:MOST_FOUND]))

    def _narrower(self, query: Query, about: tuple[object, ...]) -> list[Entry] | None:
        """What was found last, when the words of the query have only grown since; else None."""
        if self._last is None:
            return None
        before, was = self._last
        grew = all(any(old in new for new in query.words) for old in before.words)
        return self._hits if was == about and grew and before.filters == query.filters else None

    def around(self, entry: Entry, *, private: bool = True) -> list[Entry]:
        """What was kept in the session of an entry, with it, in the order in which it came."""
        if entry.session_id is None:
            return [entry]
        near = [
            each
            for each in self._blocks.get(entry.name, [])
            if each.session_id == entry.session_id
            and each.kind in _SAID
            and (each.record.id == entry.record.id or not each.deleted)
            and (private or not each.private)
        ]
        return sorted(near, key=lambda each: each.record.order)


Test = Callable[[Entry], bool]
_SAID = (*(kind.value for kind in NoteKind), "action", "review", "answer")


def _came(entry: Entry) -> tuple[date, float, int]:
    return entry.on, entry.record.created_at.timestamp(), entry.record.order


def _with_words(pool: list[Entry], words: tuple[str, ...]) -> list[Entry]:
    for word in sorted(words, key=len, reverse=True):
        pool = [entry for entry in pool if word in entry.folded]
    return pool


def _tests(query: Query, today: date) -> Iterator[Test]:
    """What an entry has to pass, besides the words."""
    if "deleted" not in query.states:
        yield lambda entry: not entry.deleted
    if query.kinds:
        yield lambda entry: entry.kind in query.kinds
    if query.after is not None:
        after = query.after
        yield lambda entry: entry.on >= after
    if query.before is not None:
        before = query.before
        yield lambda entry: entry.on < before
    if query.owners:
        yield lambda entry: all(_owned(entry, owner) for owner in query.owners)
    if query.goals:
        yield lambda entry: all(goal in entry.goals for goal in query.goals)
    if query.places:
        yield lambda entry: all(place in entry.place for place in query.places)
    yield from (functools.partial(_is, state=state, today=today) for state in query.states)


def _owned(entry: Entry, owner: str) -> bool:
    """Whether an action is somebody's: by name, by the beginning of one, ``me``, ``both`` or ``nobody``."""
    if owner in ("nobody", "none"):
        return isinstance(entry.record, Action) and not entry.owners
    return owner in entry.owners or (len(owner) > 2 and any(word.startswith(owner) for word in entry.owners))


def _is(entry: Entry, state: str, today: date) -> bool:
    record = entry.record
    match state:
        case "private" | "deleted" | "archived":
            return bool(getattr(entry, state))
        case "late":
            return isinstance(record, Action) and record.is_late(today)
        case "asked":
            return isinstance(record, Note) and record.asked
        case "open":
            waits = isinstance(record, Note) and record.kind is NoteKind.question and not record.asked
            return waits or getattr(record, "state", None) in (ActionState.open, GoalState.open)
        case _:
            return isinstance(record, Action | Goal) and record.state.value == state


def piece_of(entry: Entry, words: tuple[str, ...]) -> tuple[str, list[tuple[int, int]]]:
    """The part of an entry's text with the first of the words that is found, and where in it the words stand."""
    starts = [place for word in words if (place := entry.folded.find(word)) >= 0]
    text = entry.text
    first = _unfolded(text, min(starts)) if starts else 0
    begin = first - BEFORE if first > 2 * BEFORE else 0
    lead = "… " if begin else ""
    piece = text[begin : begin + PIECE]
    return lead + piece, [(start + len(lead), end + len(lead)) for start, end in spans(piece, words)]


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded ``words`` stand in a text, as (start, end) in its own letters; meant for short texts."""
    origin: list[int] = []
    folded = []
    for place, letter in enumerate(text):
        small = fold_letter(letter)
        folded.append(small)
        origin += [place] * len(small)
    whole = "".join(folded)
    found = []
    for word in words:
        at = whole.find(word) if word else -1
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    return found


def _unfolded(text: str, place: int) -> int:
    """The letter of ``text`` that stands at ``place`` once it is folded."""
    if text.isascii():
        return place
    step, at = 500, 0
    for start in range(0, len(text), step):
        size = len(fold(text[start : start + step]))
        if at + size > place:
            origin = start
            while at < place and origin < len(text):
                at += len(fold_letter(text[origin]))
                origin += 1
            return origin
        at += size
    return len(text)
