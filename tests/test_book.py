"""The records of a mentorship in memory, and undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core.book import UNDO_STEPS, Book, Change, History, due_order
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    Goal,
    Mentorship,
    Note,
    Record,
    Role,
    Session,
    SessionState,
    make,
    touch,
)

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def note(text: str, minutes: int = 0, session_id: str | None = None) -> Note:
    return make(Note, later(minutes), text=text, session_id=session_id)


def action(text: str, minutes: int = 0, **fields: object) -> Action:
    return make(Action, later(minutes), text=text, **fields)


def session(number: int, state: SessionState, minutes: int = 0) -> Session:
    return make(Session, later(minutes), number=number, title="S", agenda="a", minutes=60, items=(), state=state)


def live(book: Book) -> list[Record]:
    """All records that are not deleted, in the book's order, as they were before they got a place in it."""
    return unplaced(record for record in book if record.deleted_at is None)


def unplaced(records: Iterable[Record]) -> list[Record]:
    return [msgspec.structs.replace(record, order=0) for record in records]


def texts(records: list[Note] | list[Action]) -> list[str]:
    return [record.text for record in records]


# --- the book


def test_a_record_takes_the_place_of_the_one_with_its_id() -> None:
    first, second = note("one"), note("two")
    book = Book([first, second])
    book.put(touch(first, later(1), text="changed"))
    assert [record.text for record in book.every(Note)] == ["changed", "two"]
    assert len(list(book)) == 2


def test_deleted_records_are_kept_and_left_out_of_every_list() -> None:
    gone = [
        touch(record, NOW, deleted_at=NOW)
        for record in (
            note("gone"),
            action("gone"),
            session(1, SessionState.held),
            make(Goal, NOW, text="gone"),
            make(Check, NOW, key="k", label="gone"),
            make(Answer, NOW, key="k", question="?", text="gone"),
        )
    ]
    book = Book(gone)
    assert (book.notes(), book.actions, book.open_actions, book.sessions, book.goals) == ([], [], [], [], [])
    assert (book.held, book.live, book.planned, book.numbered(1)) == ([], None, None, None)
    assert (book.check("k"), book.is_checked("k"), book.answer("k")) == (None, False, None)
    assert {record.id for record in book} == {record.id for record in gone}
    assert book.get(Note, gone[0].id) == gone[0]


def test_a_record_is_found_by_its_kind_and_id_only() -> None:
    kept = note("one")
    book = Book([kept])
    assert book.get(Note, kept.id) is kept
    assert book.get(Action, kept.id) is None
    assert book.get(Note, "nothing") is None
    assert book.get(Note, None) is None


def test_a_book_without_a_mentorship_says_so() -> None:
    with pytest.raises(LookupError, match="no mentorship"):
        _ = Book().mentorship
    pair = make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor="A",
        mentee="B",
        pack="demo",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 3, 1),
    )
    assert Book([note("x"), pair]).mentorship is pair


def test_sessions_stand_by_number_whenever_they_were_kept() -> None:
    third, first, second = (
        session(3, SessionState.planned),
        session(1, SessionState.held, 5),
        session(2, SessionState.held),
    )
    book = Book([third, first, second])
    assert [s.number for s in book.sessions] == [1, 2, 3]
    assert book.held == [first, second]
    assert book.planned is third
    assert book.live is None
    assert book.numbered(2) is second
    assert book.numbered(9) is None
    book.put(touch(first, NOW, deleted_at=NOW))
    assert book.sessions == [second, third]
    book.put(touch(third, NOW, number=1))
    assert [s.number for s in book.sessions] == [1, 2]
    book.sessions.clear()
    assert len(book.sessions) == 2


@pytest.mark.parametrize("state", [SessionState.running, SessionState.paused])
def test_a_session_that_runs_or_is_paused_is_live(state: SessionState) -> None:
    going = session(2, state)
    assert Book([session(1, SessionState.held), going, session(3, SessionState.planned)]).live is going


def test_notes_stand_in_the_order_they_were_taken() -> None:
    book = Book([note("late", 9, "s1"), note("early", 1, "s1"), note("other", 5, "s2"), note("loose", 0)])
    assert texts(book.notes()) == ["loose", "early", "other", "late"]
    assert texts(book.notes("s1")) == ["early", "late"]


def test_open_actions_stand_by_due_date_with_the_undated_last() -> None:
    book = Book(
        [
            action("no date, second", 4),
            action("no date, first", 2),
            action("in May", 1, due=date(2027, 5, 1)),
            action("in December, second", 7, due=date(2026, 12, 1)),
            action("in December, first", 3, due=date(2026, 12, 1)),
            action("done", 0, due=date(2026, 1, 1), state=ActionState.done),
            action("dropped", 0, state=ActionState.dropped),
        ]
    )
    assert texts(book.open_actions) == [
        "in December, first",
        "in December, second",
        "in May",
        "no date, first",
        "no date, second",
    ]
    assert texts(book.actions)[:2] == ["done", "dropped"]
    assert due_order(book.open_actions[0]) < due_order(book.open_actions[-1])


def test_actions_made_in_a_session_are_found_wherever_they_stand() -> None:
    moved = action("moved", origin_id="s1", session_id="s2")
    book = Book([moved, action("here", 1, origin_id="s2", session_id="s2")])
    assert book.actions_made_in("s1") == [moved]


def test_a_tick_is_found_in_its_session() -> None:
    book = Book(
        [
            make(Check, NOW, key="k", label="Line", session_id="s1"),
            make(Check, NOW, key="k", label="Line", done=False, session_id="s2"),
            make(Check, NOW, key="other", label="Line"),
        ]
    )
    assert book.is_checked("k", "s1")
    assert not book.is_checked("k", "s2")
    assert not book.is_checked("k", "s3")
    assert not book.is_checked("k")
    assert book.is_checked("other")
    assert not book.is_checked("nothing")


# --- undo and redo


def test_undo_and_redo_name_what_they_do() -> None:
    book = Book()
    history = History(book)
    first, second = note("one"), action("two")
    assert (history.undo_label, history.redo_label, history.undo(), history.redo()) == (None, None, None, None)
    history.do(Change("keep note", (first,)), NOW)
    history.do(Change("keep action", (second,)), NOW)
    assert (history.undo_label, history.redo_label) == ("keep action", None)
    undone = history.undo()
    assert undone is not None
    assert undone[0] == "keep action"
    assert (history.undo_label, history.redo_label) == ("keep note", "keep action")
    assert live(book) == [first]
    redone = history.redo()
    assert redone is not None
    assert (redone[0], unplaced(redone[1])) == ("keep action", [second])
    assert live(book) == [first, second]
    assert history.redo() is None


def test_a_new_record_counts_as_deleted_before() -> None:
    book = Book()
    history = History(book)
    kept = note("one")
    assert unplaced(history.do(Change("keep note", (kept,)), later(1))) == [kept]
    undone = history.undo()
    assert undone is not None
    assert [(r.id, r.deleted_at) for r in undone[1]] == [(kept.id, later(1))]
    assert list(book) == list(undone[1])


def test_a_change_of_several_records_is_one_step() -> None:
    old, new = note("one"), action("one")
    book = Book([old])
    history = History(book)
    history.do(Change("turn into an action", (touch(old, NOW, deleted_at=NOW), new)), NOW)
    assert live(book) == [new]
    history.undo()
    assert live(book) == [old]
    assert history.undo() is None


def test_order_is_that_of_coming_whatever_the_clock_says() -> None:
    book = Book()
    history = History(book)
    early, late = note("first, by a clock that is ahead", minutes=300), note("second")
    for record in (early, late, touch(early, later(-300), text="first")):
        history.do(Change("keep note", (record,)), NOW)
    assert texts(book.notes()) == ["first", "second"]
    again = Book(book)
    History(again).do(Change("keep note", (note("third", minutes=-600),)), NOW)
    assert texts(again.notes()) == ["first", "second", "third"]


def test_a_new_change_forgets_what_was_undone() -> None:
    history = History(Book())
    history.do(Change("one", (note("one"),)), NOW)
    history.undo()
    history.do(Change("two", (note("two"),)), NOW)
    assert history.redo_label is None
    assert history.redo() is None
    assert history.undo_label == "two"


def typed(answer: Answer, *words: str) -> list[Change]:
    return [Change(f"answer {word}", (touch(answer, NOW, text=word),), merge="answer k") for word in words]


def test_changes_with_the_same_mark_are_one_step() -> None:
    answer = make(Answer, NOW, key="k", question="?", text="")
    book = Book([answer])
    history = History(book)
    for change in typed(answer, "H", "He", "Hel"):
        history.do(change, NOW)
    assert history.undo_label == "answer Hel"
    history.undo()
    assert live(book) == [answer]
    assert history.undo() is None
    history.redo()
    assert [record.text for record in book.every(Answer)] == ["Hel"]


def test_a_step_in_between_keeps_changes_with_the_same_mark_apart() -> None:
    answer = make(Answer, NOW, key="k", question="?", text="")
    book = Book([answer])
    history = History(book)
    one, two, three = typed(answer, "one", "two", "three")
    history.do(one, NOW)
    history.do(Change("keep note", (note("x"),)), NOW)
    history.do(two, NOW)
    history.settle()
    history.do(three, NOW)
    for expected in ("two", "one", "one", ""):
        history.undo()
        assert [record.text for record in book.every(Answer)] == [expected]


def test_changes_without_a_mark_or_with_another_are_never_one_step() -> None:
    history = History(Book())
    for merge in ("", "", "a", "b"):
        history.do(Change(f"step {merge}", (note("x"),), merge=merge), NOW)
    assert [history.undo() is not None for _ in range(5)] == [True] * 4 + [False]


def test_what_follows_an_undo_is_not_joined_to_what_was_before_it() -> None:
    answer = make(Answer, NOW, key="k", question="?", text="")
    book = Book([answer])
    history = History(book)
    one, two = typed(answer, "one", "two")
    history.do(one, NOW)
    history.do(Change("keep note", (note("x"),)), NOW)
    history.undo()
    history.do(two, NOW)
    history.undo()
    assert [record.text for record in book.every(Answer)] == ["one"]


def test_a_joined_step_takes_back_every_record_in_it() -> None:
    first, second = note("one"), note("two")
    book = Book([first])
    history = History(book)
    history.do(Change("a", (touch(first, NOW, text="1"),), merge="m"), NOW)
    history.do(Change("b", (second,), merge="m"), NOW)
    history.do(Change("c", (touch(first, NOW, text="11"), touch(second, NOW, text="22")), merge="m"), NOW)
    history.undo()
    assert live(book) == [first]
    history.redo()
    assert texts(book.notes()) == ["11", "22"]


def test_undo_reaches_back_so_many_steps_and_no_further() -> None:
    book = Book()
    history = History(book)
    kept = [note(f"note {number}", number) for number in range(UNDO_STEPS + 7)]
    for record in kept:
        history.do(Change("keep note", (record,)), NOW)
    steps = 0
    while history.undo():
        steps += 1
    assert steps == UNDO_STEPS
    assert live(book) == kept[:7]
    while history.redo():
        steps -= 1
    assert steps == 0
    assert live(book) == kept


# --- any sequence of changes

NOTES = [note(f"note {number}", number) for number in range(4)]
GOALS = [make(Goal, NOW, text=f"goal {number}") for number in range(3)]
POOL: list[Note | Goal] = [*NOTES, *GOALS]

puts = st.lists(
    st.tuples(st.integers(0, len(POOL) - 1), st.text("abc", max_size=3), st.booleans()), min_size=1, max_size=4
)
changes = st.tuples(puts, st.sampled_from(["", "", "m", "n"]))
moves = st.lists(
    st.one_of(
        changes,
        st.sampled_from(["undo", "undo", "redo", "settle"]),
    ),
    max_size=30,
)
starts = st.lists(st.integers(0, len(POOL) - 1), unique=True)


def change_of(drawn: tuple[list[tuple[int, str, bool]], str]) -> Change:
    """The change that some drawn values stand for."""
    lines, merge = drawn
    records = tuple(
        touch(POOL[which], later(1), text=text, deleted_at=NOW if deleted else None) for which, text, deleted in lines
    )
    return Change(f"change {merge}", records, merge=merge)


# --- the indexes

KEYS = st.sampled_from([None, "s1", "s2"])
STATES = st.sampled_from(ActionState)
FIELDS: list[tuple[type[Record], str]] = [(Note, "session_id"), (Action, "origin_id"), (Action, "state")]
fresh_notes = st.builds(lambda key: note("a note", session_id=key), KEYS)
fresh_actions = st.builds(lambda key, state: action("an action", origin_id=key, state=state), KEYS, STATES)
steps = st.one_of(
    st.lists(fresh_notes | fresh_actions, min_size=1, max_size=3),
    st.tuples(st.integers(0, 30), KEYS, STATES, st.booleans()),
    st.sampled_from(["undo", "undo", "redo", *FIELDS]),
)


def edited(record: Record, key: str | None, state: ActionState, gone: bool) -> Record:
    """A record elsewhere, deleted or there again."""
    fields = {"session_id": key} if isinstance(record, Note) else {"origin_id": key, "state": state}
    return touch(record, later(9), deleted_at=NOW if gone else None, **fields)


def agrees(book: Book, kind: type[Record], field: str) -> bool:
    """Whether the index by a field gives what looking through all records gives, whatever is asked for."""
    return all(
        book.where(kind, field, value) == [record for record in book.every(kind) if getattr(record, field) == value]
        for value in (None, "s1", "s2", "nowhere", *ActionState)
    )


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(steps, max_size=25))
def test_an_index_gives_what_looking_through_all_gives(drawn: list[Any]) -> None:
    """Whether it was made before or after the changes, and is asked between them or not."""
    book = Book()
    history = History(book)
    for step in drawn:
        if isinstance(step, list):
            history.do(Change("keep", tuple(step)), later(2))
        elif step in FIELDS:
            assert agrees(book, *step)
        elif step == "undo":
            history.undo()
        elif step == "redo":
            history.redo()
        elif there := list(book):
            which, *rest = step
            history.do(Change("edit", (edited(there[which % len(there)], *rest),)), later(3))
    assert all(agrees(book, kind, field) for kind, field in FIELDS)


@settings(deadline=None)
@given(start=starts, drawn=st.lists(changes, max_size=25))
def test_all_changes_undone_leave_the_records_as_they_were(
    start: list[int], drawn: list[tuple[list[tuple[int, str, bool]], str]]
) -> None:
    book = Book(POOL[which] for which in start)
    history = History(book)
    before = live(book)
    for values in drawn:
        history.do(change_of(values), later(2))
    after = live(book)
    while history.undo():
        pass
    assert live(book) == before
    while history.redo():
        pass
    assert live(book) == after


@settings(deadline=None, max_examples=200)
@given(start=starts, drawn=moves)
def test_undo_and_redo_walk_along_the_states_of_the_book(
    start: list[int], drawn: list[str | tuple[list[tuple[int, str, bool]], str]]
) -> None:
    book = Book(POOL[which] for which in start)
    disk = Book(POOL[which] for which in start)  # knows only what it was told to save
    history = History(book)
    past: list[tuple[list[Record], str]] = []  # the state before each step, and the mark of the step
    future: list[tuple[list[Record], str]] = []
    for move in drawn:
        here = live(book)
        saved: tuple[Record, ...] = ()
        if isinstance(move, tuple):
            change = change_of(move)
            joins = bool(change.merge) and not future and bool(past) and past[-1][1] == change.merge
            if not joins:
                past.append((here, change.merge))
            future.clear()
            saved = history.do(change, later(2))
        elif move == "settle":
            history.settle()
            if past:
                past[-1] = (past[-1][0], "")
        else:
            source, target = (past, future) if move == "undo" else (future, past)
            found = history.undo() if move == "undo" else history.redo()
            assert (found is not None) == bool(source)
            if found is not None:
                state, mark = source.pop()
                target.append((here, mark))
                saved = found[1]
                assert live(book) == state
        for record in saved:
            disk.put(record)
        assert list(disk) == list(book)
        assert (history.undo_label is not None) == bool(past)
        assert (history.redo_label is not None) == bool(future)
