"""What was deleted, brought back: which things can be, and what that takes."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from mentor_tui.core import agenda, meeting
from mentor_tui.core.book import Book, Change
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    Goal,
    Note,
    Rating,
    Record,
    Review,
    Session,
    Signature,
    heir_id,
    touch,
)

# A record that an undo took away counts as deleted at the instant at which it was kept.
AT_ONCE = timedelta(seconds=1)


def word_of(record: Record) -> str:
    """What a record is called: ``decision``, ``action``, ``goal``."""
    return record.kind.value if isinstance(record, Note) else _WORDS.get(type(record), type(record).__name__.lower())


_WORDS: dict[type[Record], str] = {Check: "tick"}


def is_gone(book: Book, record: Record) -> bool:
    """Whether a record is to be seen nowhere: it was deleted, or what it belongs to was."""
    if record.deleted_at is not None:
        return True
    goal = book.get(Goal, record.goal_id) if isinstance(record, Review) else None
    return goal is not None and goal.deleted_at is not None


def was_taken_back(record: Record) -> bool:
    """Whether a deleted record was gone as soon as it was there: taken back by undo."""
    return record.deleted_at is not None and record.deleted_at - record.created_at < AT_ONCE


Lasting = Note | Action | Session  # what another record can take the place of


class Places(msgspec.Struct, frozen=True):
    """What tells whether a deleted record lives on: those that can, by id, and the ids of those that took over one.

    ``lines`` has the kind and the place in the order of the lines that stand, ``others`` of those among them that took
    over none, as far as ids say: older journals do not know which line took over which. ``shared`` are the places that
    the parts of an action have in common, ``sessions`` the ids of the sessions that stand.
    """

    records: dict[str, Lasting]
    heirs: frozenset[str]
    lines: frozenset[tuple[type[Record], int]]
    others: frozenset[tuple[type[Record], int]]
    shared: frozenset[int]
    sessions: tuple[str, ...]


def places(book: Book) -> Places:
    """What a book has to say of what became of a record that was deleted."""
    records = {record.id: record for record in book if isinstance(record, Lasting)}
    heirs = frozenset(_heir(record) for record in records.values() if record.deleted_at is not None)
    standing = [line for line in (*book.every(Note), *book.every(Action)) if line.order]
    return Places(
        records,
        heirs,
        lines=frozenset((type(line), line.order) for line in standing),
        others=frozenset((type(line), line.order) for line in standing if line.id not in heirs),
        shared=frozenset(each.order for each in records.values() if isinstance(each, Action) and each.split_from),
        sessions=tuple(session.id for session in book.every(Session)),
    )


def lives_on(record: Record, known: Places) -> bool:
    """Whether a deleted line lives on as one of another kind, which has its place, or a session with another date.

    The parts of an action share one place, so it is the ids that tell which of them was taken over, where they do.
    """
    if not isinstance(record, Lasting):
        return False
    while (heir := known.records.get(_heir(record))) is not None:
        if heir.deleted_at is None or isinstance(heir, Session):  # of a session the last record comes back
            return True
        record = heir
    if isinstance(record, Session):  # or it gave the place back, by undo, to the one whose place it had taken
        return any(heir_id(each, record.created_at) == record.id for each in known.sessions)
    place = Action if isinstance(record, Note) else Note, record.order
    if record.order in known.shared:
        return record.id not in known.heirs and place in known.others
    return place in known.lines


def _heir(record: Lasting) -> str:
    """The id of what took the place of a deleted record, if anything did."""
    return heir_id(record.id, record.deleted_at) if record.deleted_at is not None else ""


def why_not(book: Book, record: Record) -> str:
    """The sentence that says why a record cannot be brought back; empty when it can."""
    match record:
        case _ if not is_gone(book, record):
            return "It is there already."
        case Note() | Action() | Session() if lives_on(record, places(book)):
            return f"It lives on as another {'session' if isinstance(record, Session) else 'line'}."
        case Signature():
            return "A signature is given anew, not brought back."
        case Answer() if book.answer(record.key) is not None:
            return "The question has another answer now."
        case Rating() if any(r.occasion == record.occasion for r in book.where(Rating, "key", record.key)):
            return "The line has another level now."
        case Check() if book.check(record.key, record.session_id) is not None:
            return "The line has been ticked anew."
        case Session():
            return _why_no_session(book, record)
    return ""


def _why_no_session(book: Book, session: Session) -> str:
    if session.state in agenda.LIVE_STATES:
        return "It was only begun. Start a session instead."
    if book.numbered(session.number) is not None:
        return f"There is another session {session.number} now."
    return ""


def restore(book: Book, record: Record, now: datetime) -> Change | None:
    """Bring a deleted record back; None where ``why_not`` says why it cannot be.

    A goal comes with its reviews, a review with its goal. An open action stands in the session that is on, if one is,
    since it would have been carried over into it. A session whose number would leave a gap gets the next free one: the
    sessions before it may have been dropped too.
    """
    if why_not(book, record):
        return None
    back = touch(record, now, deleted_at=None)
    puts: tuple[Record, ...] = (back,)
    live = book.live
    if isinstance(back, Action) and back.state is ActionState.open and live is not None:
        puts = (msgspec.structs.replace(back, session_id=live.id),)
    elif isinstance(back, Session):
        puts = (msgspec.structs.replace(back, number=min(back.number, meeting.next_number(book))),)
    elif isinstance(record, Review):
        goal = book.get(Goal, record.goal_id)
        gone = goal is not None and goal.deleted_at is not None
        puts = tuple(
            touch(each, now, deleted_at=None)
            for each in (goal if gone else None, record if record.deleted_at is not None else None)
            if each is not None
        )
    return Change(f"bring back {_article(word_of(record))}", puts)


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
