"""The demo mentorship holds one of everything, and tells a story that adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_tui.core import agenda, meeting, progress
from mentor_tui.core.book import Book
from mentor_tui.core.guard import clean
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    Goal,
    GoalState,
    Horizon,
    ItemState,
    Lane,
    Lead,
    Note,
    NoteKind,
    Role,
    SessionState,
)
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from mentor_tui.prompts.library import load_pack
from tests.conftest import FixedClock


@pytest.fixture
def book(demo: tuple[Shelf, str], clock: FixedClock) -> Book:
    shelf, name = demo
    with shelf.open(name, clock, write=False) as journal:
        return journal.book


def test_three_sessions_are_held_and_the_fourth_has_a_date(book: Book, clock: FixedClock) -> None:
    assert [session.number for session in book.held] == [1, 2, 3]
    assert book.live is None
    planned = book.planned
    assert planned is not None
    assert planned.number == 4
    assert planned.planned_for is not None
    assert timedelta(days=1) < planned.planned_for - clock.now() < timedelta(days=3)


def test_sessions_took_about_as_long_as_they_were_booked_for(book: Book) -> None:
    for session in book.held:
        assert session.started_at is not None
        assert session.ended_at is not None
        assert session.ended_at > session.started_at
        assert 50 <= agenda.elapsed(session, session.ended_at) / 60 <= 70
        assert all(item.state is ItemState.done and item.seconds >= 60 for item in session.items)
        assert len({item.seconds / (item.minutes * 60) for item in session.items}) > 1


def test_one_session_was_paused(book: Book) -> None:
    assert [session.number for session in book.held if session.away] == [2]


def test_notes_are_of_every_kind_and_lane(book: Book) -> None:
    notes = book.notes()
    assert {note.kind for note in notes} == set(NoteKind)
    assert {note.lane for note in notes} == set(Lane)
    assert any("\n" in note.text for note in notes)
    assert any("[draft]" in note.text for note in notes)
    assert {note.asked for note in notes if note.kind is NoteKind.question} == {True, False}
    for session in book.held:
        assert any(note.lane is Lane.mine for note in book.notes(session.id))


def test_actions_are_in_every_state_and_one_is_late(book: Book) -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC).date()
    assert {action.state for action in book.actions} == set(ActionState)
    assert [action.owner for action in book.actions if action.is_late(today)] == [Lead.mentor]
    assert {action.owner for action in book.actions} == {*Lead, None}
    assert {action.lane for action in book.actions} == {Lane.mine, Lane.pair}
    assert all((action.closed_at is None) == (action.state is ActionState.open) for action in book.actions)


def test_open_actions_were_carried_into_the_third_session(book: Book) -> None:
    third = book.numbered(3)
    assert third is not None
    assert {action.state for action in meeting.carried(book, third)} == set(ActionState)


def test_one_goal_is_reached_by_what_was_done(book: Book) -> None:
    assert len(book.goals) == 3
    reached = [goal for goal in book.goals if goal.state is GoalState.reached]
    assert len(reached) == 1
    assert all(book.get(Action, proof) for proof in reached[0].evidence)
    assert reached[0].evidence
    assert {goal.horizon for goal in book.goals} == set(Horizon)
    assert all(goal.measure for goal in book.goals)


def test_the_first_meeting_has_its_ticks_and_answers(book: Book) -> None:
    first = book.numbered(1)
    assert first is not None
    answers = [answer for answer in book.every(Answer) if answer.session_id == first.id]
    assert len(answers) >= 8
    pack = load_pack("isaps")
    known = {question.key for deck in pack.decks.values() for question in deck.questions}
    assert {answer.key for answer in answers} <= known
    ticks = [check for check in book.every(Check) if check.session_id == first.id]
    assert len(ticks) >= 5
    assert any(check.session_id is None for check in book.every(Check))


def test_figures_say_where_the_two_stand(book: Book) -> None:
    rules = load_pack("isaps").rules
    found = progress.figures(book, rules, datetime(2026, 11, 23, tzinfo=UTC).date())
    assert (found.held, found.day, found.actions_late) == (3, 71, 1)
    assert (found.goals_reached, found.goals_moving) == (1, 2)
    assert found.pace is progress.Pace.on_pace


def test_the_two_people_are_plainly_fictional(book: Book) -> None:
    mentorship = book.mentorship
    assert mentorship.role is Role.mentor
    assert mentorship.mentor.endswith("Sample")
    assert mentorship.mentee.endswith("Placeholder")
    assert mentorship.mentor_zone != mentorship.mentee_zone


def test_nothing_in_it_lies_in_the_future(book: Book, clock: FixedClock) -> None:
    for record in book:
        assert record.created_at <= record.updated_at <= clock.now()
    for note in book.notes():
        assert note.session_id is None or note.created_at >= min(s.started_at or clock.now() for s in book.held)


def test_texts_are_as_they_would_have_been_typed(book: Book) -> None:
    texts = [r.text for r in book if isinstance(r, Note | Action | Goal | Answer)]
    assert all(text and text == clean(text).strip() for text in texts)


def _without_ids(book: Book) -> list[tuple[str, Any]]:
    """All records with ids by the order in which they were made."""
    numbers = {record.id: f"#{number}" for number, record in enumerate(book)}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [plain(each) for each in value]
        return numbers.get(value, value) if isinstance(value, str) else value

    return [(type(record).__name__, plain(msgspec.to_builtins(record))) for record in book]


def _made(folder: Path, clock: FixedClock) -> Book:
    name = make_demo(folder, clock)
    with Shelf(folder).open(name, clock, write=False) as journal:
        return journal.book


def test_the_same_day_gives_the_same_demo(tmp_path: Path, clock: FixedClock) -> None:
    one, other = _made(tmp_path / "one", clock), _made(tmp_path / "other", clock)
    assert _without_ids(one) == _without_ids(other)


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4, 5, 6, 120, 464])
def test_any_day_will_do(tmp_path: Path, clock: FixedClock, days: int) -> None:
    clock.advance(days * 86400)
    book = _made(tmp_path / "demo", clock)
    assert [s.state for s in book.sessions] == [*[SessionState.held] * 3, SessionState.planned]
    today = clock.now().date()
    assert sum(action.is_late(today) for action in book.actions) == 1
    planned = book.planned
    assert planned is not None
    assert planned.planned_for is not None
    assert planned.planned_for.weekday() < 5
    assert 1 <= (planned.planned_for - clock.now()).days <= 4


def test_making_it_in_two_folders_shares_no_ids(tmp_path: Path, clock: FixedClock) -> None:
    def ids(book: Book) -> set[str]:
        return {record.id for record in book}

    assert not ids(_made(tmp_path / "one", clock)) & ids(_made(tmp_path / "other", clock))
