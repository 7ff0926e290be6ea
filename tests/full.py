"""A mentorship that is fuller than any: long names, right-to-left ones, hundreds of actions and notes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mentor_tui.core import agenda, meeting
from mentor_tui.core.book import Book, Change
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    Horizon,
    Lane,
    Lead,
    Mentorship,
    Note,
    NoteKind,
    Record,
    Role,
    make,
    touch,
)
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import packs
from tests.conftest import NOW, FixedClock

LONG_NAME = "Dr Maximiliane-Wilhelmina Ottilie Placeholder-Exemplar-Sample"
RIGHT_TO_LEFT = "د. نموذج المثال التجريبي للتوضيح"
LONG_WORDS = (
    "Compare the two programmes by case mix, supervision, on-call and what happened to the last five fellows, and "
    "write down what would have to be true for each of them to be the better choice"
)
ACTIONS = 200


def overfull(folder: Shelf, clock: FixedClock) -> str:
    """Keep such a mentorship on a shelf: five sessions held, one planned; gives its name."""
    pair = make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor=LONG_NAME,
        mentee=RIGHT_TO_LEFT,
        pack="isaps",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
        mentor_zone="Europe/Madrid",
        mentee_zone="America/Sao_Paulo",
        contact=LONG_WORDS,
        office=LONG_WORDS,
    )
    with folder.create(pair, clock) as journal:
        book = Book(journal.book)
        made: dict[str, Record] = {}

        def do(*records: Record) -> None:
            for record in book.ordered(records):
                book.put(record)
                made[record.id] = record

        pack = packs("isaps")
        for number in range(1, 6):
            at = datetime(2026, 5 + number, 5, 16, 30, tzinfo=UTC)
            session = touch(meeting.new_session(book, pack, at), at, planned_for=at)
            session = agenda.end(agenda.start(session, at), at + timedelta(minutes=60))
            do(session)
            for count in range(60):
                kind = list(NoteKind)[count % 4]
                lane = Lane.mine if count % 9 == 0 else Lane.pair
                when = at + timedelta(seconds=40 * count)
                words = f"{count}. {LONG_WORDS if count % 3 else RIGHT_TO_LEFT}"
                do(make(Note, when, text=words, kind=kind, lane=lane, session_id=session.id))
        sessions = book.held
        for number in range(ACTIONS):
            session = sessions[number % 5]
            state = list(ActionState)[0 if number % 4 else number // 4 % 3]
            do(
                make(
                    Action,
                    NOW - timedelta(days=ACTIONS - number),
                    text=f"{number}. {LONG_WORDS if number % 2 else RIGHT_TO_LEFT}",
                    owner=[*Lead, None][number % 4],
                    due=None if number % 7 == 0 else date(2026, 11, 23) + timedelta(days=number % 60 - 20),
                    state=state,
                    closed_at=None if state is ActionState.open else NOW,
                    lane=Lane.mine if number % 11 == 0 else Lane.pair,
                    origin_id=session.id,
                    session_id=sessions[-1].id,
                    moved=number % 5,
                )
            )
        for number in range(30):
            horizon = list(Horizon)[number % 2]
            do(
                make(
                    Goal, NOW, text=f"{number}. {LONG_WORDS}", horizon=horizon, measure=LONG_WORDS, progress=number * 3
                )
            )
        next_one = meeting.new_session(book, pack, NOW)
        do(touch(next_one, NOW, planned_for=datetime(2026, 11, 26, 2, 30, tzinfo=UTC)))
        journal.commit(Change("all", tuple(made.values())))
        return journal.name
