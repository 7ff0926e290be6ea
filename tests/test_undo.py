"""Undo: every change has its name and goes back, however many there were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from mentor_tui.core import hindsight, meeting, schedule, tasks
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.guard import clean, shortened
from mentor_tui.core.named import ROOM, named
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    Horizon,
    Lane,
    Lead,
    Note,
    NoteKind,
    Record,
    make,
    touch,
)
from mentor_tui.core.summary import archive
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.bare import BareScreen
from tests.app_helpers import (
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    keep,
    on_disk,
    packs,
    press,
    settle,
    start,
    told,
    type_in,
)
from tests.conftest import NOW, FixedClock, a_pair

PACK = packs("isaps")
TODAY = NOW.date()


def live(book: Book) -> dict[tuple[str, str], Record]:
    """Every record that is not deleted."""
    return {(type(record).__name__, record.id): record for record in book if record.deleted_at is None}


def a_book() -> Book:
    mentorship = a_pair(starts_on=TODAY, ends_on=TODAY + timedelta(days=180))
    book = Book()
    History(book).first(mentorship)
    return book


# Any sequence of changes

Make = Callable[[Book, int], Change | None]


def _one(found: list[Record], number: int) -> Record | None:
    return found[number % len(found)] if found else None


def _action(book: Book, number: int) -> Action | None:
    found = _one(list(book.actions), number)
    return found if isinstance(found, Action) else None


def _note(book: Book, number: int) -> Note | None:
    found = _one(list(book.notes()), number)
    return found if isinstance(found, Note) else None


def _goal(book: Book, number: int) -> Goal | None:
    found = _one(list(book.goals), number)
    return found if isinstance(found, Goal) else None


def _next(book: Book) -> int:
    return book.planned.number if book.planned is not None else meeting.next_number(book)


def _step(name: str) -> Make:
    def change(book: Book, _: int) -> Change | None:
        running = book.live
        if name == "reopen":
            running = None if running is not None else hindsight.last_held(book)
        return meeting.step(running, name, NOW) if running is not None else None

    return change


QUESTIONS = [question for deck in PACK.decks.values() for question in deck.questions][:3]

MAKES: dict[str, Make] = {
    "plan": lambda b, n: schedule.set_date(b, PACK, _next(b), NOW + timedelta(days=n) if n else None, NOW),
    "start": lambda b, n: meeting.start_session(b, PACK, NOW),
    **{name: _step(name) for name in ("done", "skip", "back", "pause", "resume", "end", "reopen")},
    "go": lambda b, n: meeting.go_to(b.live, b.live.items[n % len(b.live.items)].id, NOW) if b.live else None,
    "extend": lambda b, n: meeting.extend(b.live, n, NOW) if b.live else None,
    "tick": lambda b, n: meeting.tick(b, f"line {n % 3}", "A line", None, NOW),
    "answer": lambda b, n: meeting.give_answer(b, QUESTIONS[n % 3], "x" * (n % 5), None, NOW),
    "note": lambda b, n: meeting.keep_note("said", list(NoteKind)[n % 4], Lane.pair, b.live, NOW),
    "action": lambda b, n: meeting.keep_action("do", Lead.mentee, TODAY, b.live, NOW),
    "to action": lambda b, n: meeting.note_to_action(b, note, NOW) if (note := _note(b, n)) else None,
    "delete": lambda b, n: meeting.delete(note, NOW) if (note := _note(b, n)) else None,
    "edit": lambda b, n: (
        meeting.replace(b, note, touch(note, NOW, text=f"said {n}"), NOW) if (note := _note(b, n)) else None
    ),
    "close": lambda b, n: tasks.close_action(a, list(ActionState)[n % 3], NOW) if (a := _action(b, n)) else None,
    "move": lambda b, n: tasks.move_action(a, TODAY + timedelta(days=n), NOW, TODAY) if (a := _action(b, n)) else None,
    "give": lambda b, n: tasks.give_action(a, Lead.both, NOW) if (a := _action(b, n)) else None,
    "asked": lambda b, n: meeting.ask_done(note, NOW) if (note := _note(b, n)) else None,
    "goal": lambda b, n: meeting.add_goal("learn", Horizon.short, "seen", NOW),
    "progress": lambda b, n: meeting.set_progress(goal, n * 5, NOW) if (goal := _goal(b, n)) else None,
    "review": lambda b, n: meeting.review_goal(goal, "on its way", b.live, NOW) if (goal := _goal(b, n)) else None,
    "archive": lambda b, n: archive(b.mentorship, n % 2 == 0, NOW),
}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(MAKES)), st.integers(0, 30)), max_size=40))
def test_any_sequence_of_changes_undone_is_the_journal_before(steps: list[tuple[str, int]]) -> None:
    book = a_book()
    history = History(book)
    before: list[tuple[str, dict[tuple[str, str], Record]]] = []
    for name, number in steps:
        change = MAKES[name](book, number)
        if change is None:
            continue
        assert change.label
        was = live(book)
        depth = len(history._done)
        history.do(change, NOW)
        if len(history._done) > depth:  # or it is one step with the change before
            before.append((change.label, was))
        assert history.undo_label == change.label
    after = live(book)
    for _, was in reversed(before):
        assert history.undo() is not None
        assert live(book) == was
    assert history.undo() is None
    while history.redo() is not None:
        pass
    assert live(book) == after


def test_a_hundred_and_twenty_changes_go_back_one_by_one(tmp_path: Path, clock: FixedClock) -> None:
    shelf = fresh(tmp_path, clock)
    with shelf.open(shelf.names()[0], clock) as journal:
        journal.commit(meeting.keep_action("stays", None, None, None, NOW))
    with shelf.open(shelf.names()[0], clock) as journal:
        before = live(journal.book)
        [stays] = journal.book.actions
        for number in range(40):
            journal.commit(meeting.keep_note(f"line {number}", NoteKind.note, Lane.pair, None, NOW))
            journal.commit(tasks.move_action(stays, TODAY + timedelta(days=number), NOW, TODAY))
            journal.commit(meeting.delete(journal.book.notes()[-1], NOW))
        names = [journal.undo() for _ in range(120)]
        assert set(names) == {"keep note", "move an action", "delete note"}
        assert journal.undo() is None
        assert live(journal.book) == before
    assert live(on_disk(shelf, clock)) == before


# By name


def titles(app: object) -> list[str]:
    from mentor_tui.app import MentorApp

    assert isinstance(app, MentorApp)
    found = [entry.title for entry in app.get_system_commands(app.screen)]
    return [title for title in found if title.startswith(("Undo", "Redo"))]


async def test_the_palette_says_what_undo_would_take_back(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert titles(app) == ["Undo (nothing to undo)", "Redo (nothing to redo)"]
        await start(pilot)
        await keep(pilot, "! Send it")
        assert titles(app) == ["Undo: keep action “Send it”", "Redo (nothing to redo)"]
        await cursor_on(pilot, "#feed", "Send it")
        await press(pilot, "x")
        assert titles(app) == ["Undo: drop an action “Send it”", "Redo (nothing to redo)"]
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: drop an action “Send it”"
        assert titles(app) == ["Undo: keep action “Send it”", "Redo: drop an action “Send it”"]


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        (("f4", "=fri 9:00", "enter"), "date of session 1"),
        (("f7", "n", "=learn", "f2"), "add a goal “learn”"),
        (("f9", "tab", "=x", "f2"), "change the mentorship"),
        (("ctrl+g", "down", "delete"), "drop an item"),
    ],
)
async def test_what_is_changed_outside_the_session_goes_back_by_name(
    keys: tuple[str, ...], label: str, tmp_path: Path, clock: FixedClock
) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        before = live(book_of(app))
        for key in keys:
            await (type_in(pilot, key[1:]) if key.startswith("=") else press(pilot, key))
        assert desk_of(app).undo_label == label
        assert live(book_of(app)) != before
        while not isinstance(app.screen, BareScreen):
            await press(pilot, "escape")
        assert titles(app)[0] == f"Undo: {label}"
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == f"Undone: {label}"
        assert live(book_of(app)) == before
    assert live(on_disk(Shelf(tmp_path), clock)) == before


# Which of them


def told_of(book: Book, history: History) -> tuple[str, str]:
    """What the last change is called before it is taken back, and once it was."""
    step = history.undo_step
    assert step is not None
    before = named(step, step.after, lambda _: False)
    history.undo()
    return before, named(step, step.before, lambda _: False)


def test_a_change_is_called_by_the_words_of_its_record_as_they_stand() -> None:
    book = a_book()
    history = History(book)

    def change(*changes: Change | None) -> tuple[str, str]:
        for each in changes:
            assert each is not None
            history.do(each, NOW)
        return told_of(book, history)

    assert change(meeting.keep_note("One", NoteKind.decision, Lane.pair, None, NOW)) == ("keep decision “One”",) * 2
    action = make(Action, NOW, text="Send it", owner=Lead.both)
    history.do(Change("keep action", (action,)), NOW)
    assert change(meeting.delete(action, NOW)) == ("delete action “Send it”",) * 2
    new = touch(action, NOW, text="Send both")
    assert change(meeting.replace(book, action, new, NOW)) == ("edit action “Send both”", "edit action “Send it”")
    note = make(Note, NOW, text="Ask Eva")
    history.do(Change("keep note", (note,)), NOW)
    assert change(meeting.note_to_action(book, note, NOW)) == ("turn into an action “Ask Eva”",) * 2
    parts = tasks.parts_of("a; b", book.mentorship, TODAY)
    whole = "split an action “Send it”"
    assert change(tasks.split_action(book, action, parts, NOW, TODAY)) == ("split an action “a”", whole)
    assert change(meeting.tick(book, "line", "Read the CV", None, NOW)) == ("tick “Read the CV”",) * 2
    answer = meeting.give_answer(book, QUESTIONS[0], "x", None, NOW)
    assert change(answer) == (f"answer “{shortened(QUESTIONS[0].text, ROOM)}”",) * 2


def test_many_at_once_are_not_called_by_one_of_them() -> None:
    book = a_book()
    history = History(book)
    for text in ("one", "two"):
        history.do(meeting.keep_action(text, None, None, None, NOW), NOW)
    history.do(tasks.tick_all(book.actions, NOW) or Change("none", ()), NOW)
    assert told_of(book, history) == ("tick off 2 actions",) * 2
    history.do(meeting.start_session(book, PACK, NOW), NOW)
    assert told_of(book, history) == ("start session 1",) * 2
    history.do(Change("put back what was not saved", tuple(make(Note, NOW, text=text) for text in "ab")), NOW)
    assert told_of(book, history) == ("put back what was not saved",) * 2


@given(st.text("ab é\u0301漢字한 \n\t[]\\\x1b\x07\u202e\u200b", max_size=90))
def test_the_words_of_a_change_are_one_short_safe_line(text: str) -> None:
    found = shortened(text, ROOM)
    assert cell_len(found) <= ROOM
    assert clean(found) == found
    assert "\n" not in found
    whole = " ".join(clean(text).split())
    assert found == whole or (found.endswith("…") and whole.startswith(found[:-1]))
    assert cell_len(whole) > ROOM or found == whole


async def test_undo_names_a_line_as_it_was_typed(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await start(pilot)
        await keep(pilot, "! Send the [b]letter[/b] to the programme before the summer ends @me")
        short = "“Send the [b]letter[/b] to the programme…”"
        assert Content.from_markup(titles(app)[0]).plain == f"Undo: keep action {short}"
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == f"Undone: keep action {short}"
        await press(pilot, "ctrl+y")
        assert told(app)[-1] == f"Done again: keep action {short}"


async def test_undo_does_not_say_what_is_hidden(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await start(pilot)
        await keep(pilot, "~ Seemed tired")
        assert titles(app)[0] == "Undo: keep note “Seemed tired”"
        await press(pilot, "alt+h")
        assert titles(app)[0] == "Undo: keep note"
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: keep note"
        assert titles(app)[1] == "Redo: keep note"
