"""What was deleted, brought back: which things can be, and what that takes."""

from __future__ import annotations

from collections.abc import Iterable
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


def places(book: Book) -> set[tuple[type[Record], int]]:
    """The kind and the place in the order of each note and action that stands."""
    found: Iterable[Record] = (*book.every(Note), *book.every(Action))
    return {(type(record), record.order) for record in found if record.order}


def lives_on(record: Record, standing: set[tuple[type[Record], int]]) -> bool:
    """Whether a deleted line lives on as one of another kind; ``standing`` as ``places`` gives it.

    What took over a line has its place. The parts of an action share one too, but they are of one kind.
    """
    if not isinstance(record, Note | Action):
        return False
    return (Action if isinstance(record, Note) else Note, record.order) in standing


def why_not(book: Book, record: Record) -> str:
    """The sentence that says why a record cannot be brought back; empty when it can."""
    match record:
        case _ if not is_gone(book, record):
            return "It is there already."
        case Note() | Action() if lives_on(record, places(book)):
            return "It lives on as a line of another kind."
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
