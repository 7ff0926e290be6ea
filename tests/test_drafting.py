"""What is typed and not kept outlives the program, and is offered back where it was typed."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, RadioSet, Select
from textual.widgets.text_area import Selection

from mentor_tui.app import MentorApp
from mentor_tui.core.book import Change
from mentor_tui.core.records import Action, Answer, Goal, Horizon, Note, Session, make
from mentor_tui.data import drafts
from mentor_tui.data.drafts import Drafts, Fields
from mentor_tui.data.files import Signature, write_file
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.goal_form import LINES
from mentor_tui.widgets import answer_card
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.capture_bar import CaptureBar
from tests.app_helpers import (
    SIZE,
    app_of,
    app_on,
    bar_of,
    book_of,
    cursor_on,
    desk_of,
    field_of,
    fill,
    fresh,
    keep,
    notes_of,
    on_disk,
    press,
    screen_name,
    screen_text,
    settle,
    start,
    told,
    type_in,
)
from tests.conftest import NOW, FixedClock
from tests.test_slow_disk import broken_journal


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often; tests/test_killed.py proves that it is often enough as it is."""
    monkeypatch.setattr("mentor_tui.widgets.drafting.LOOK_EVERY", 0.05)


def drafts_file(shelf: Shelf) -> Path:
    return shelf.drafts(shelf.names()[0] if shelf.names() else "")


def drafts_in(shelf: Shelf) -> dict[str, Fields]:
    """What is in the drafts on disk."""
    path = drafts_file(shelf)
    return dict(json.loads(path.read_text())) if path.exists() else {}


async def until(true: Callable[[], bool]) -> None:
    """Wait for what the program does by itself within a second."""
    for _ in range(100):
        if true():
            return
        await asyncio.sleep(0.03)
    raise AssertionError("it never came true")


async def killed(shelf: Shelf, marker: str) -> Shelf:
    """What is on disk once ``marker`` is in the drafts there: what a program that is killed then leaves behind."""
    await until(lambda: marker in str(drafts_in(shelf)))
    left = shelf.folder.with_name(f"{shelf.folder.name}-left")
    shutil.copytree(shelf.folder, left, ignore=shutil.ignore_patterns("*.lock"))
    return Shelf(left)


async def no_drafts(shelf: Shelf) -> None:
    """Wait until there is no drafts file."""
    await until(lambda: not drafts_file(shelf).exists())


def burst(app: MentorApp, text: str, *keys: str) -> None:
    """Letters and keys in one instant, as a paste of keys or a slow machine gives them."""
    for letter in text:
        app.post_message(events.Key("space" if letter == " " else letter, letter))
    for key in keys:
        app.post_message(events.Key(key, "\r" if key == "enter" else None))


# The line


async def test_a_line_outlives_a_kill(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        left = await killed(shelf, "half a line")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(again) == "SessionScreen"
        assert bar_of(again).text == "half a line"
        assert told(again) == []
        await type_in(pilot, ", whole now")
        await press(pilot, "enter")
        assert [note.text for note in notes_of(again)] == ["half a line, whole now"]
        await no_drafts(left)
    assert bar_text_on_start(left) == {}


def bar_text_on_start(shelf: Shelf) -> Fields:
    return Drafts(drafts_file(shelf)).get("line")


async def test_all_that_the_line_holds_comes_back(shelf: Shelf, clock: FixedClock) -> None:
    """The line put aside by an edit, the edit, and what the history covers of it."""
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "a fellwship")
        await type_in(pilot, "aside")
        await press(pilot, "shift+tab", "enter")
        await type_in(pilot, " for two")
        await press(pilot, "up")
        assert bar_of(app).text == "a fellwship"
        await type_in(pilot, "?")
        left = await killed(shelf, "a fellwship?")
        [before] = notes_of(app)
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert bar_of(again).text == "a fellwship?"
        assert "Enter changes it" in screen_text(again)
        await press(pilot, "down")
        assert bar_of(again).text == "a fellwship for two"
        await press(pilot, "enter")
        [after] = notes_of(again)
        assert (after.id, after.text) == (before.id, "a fellwship for two")
        assert bar_of(again).text == "aside"
        await press(pilot, "enter")
        assert [note.text for note in notes_of(again)] == ["a fellwship for two", "aside"]
        await no_drafts(left)


async def test_an_edit_that_changed_nothing_is_no_draft(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "kept")
        await type_in(pilot, "aside")
        await press(pilot, "shift+tab", "enter")
        left = await killed(shelf, "aside")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert bar_of(again).text == "aside"
        await press(pilot, "enter")
        assert [note.text for note in notes_of(again)] == ["kept", "aside"]


async def test_an_edit_of_a_line_that_is_gone_comes_back_as_text(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "kept")
        await type_in(pilot, "aside")
        await press(pilot, "shift+tab", "enter")
        await type_in(pilot, " and changed")
        await press(pilot, "shift+tab", "delete")
        left = await killed(shelf, "kept and changed")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert bar_of(again).text == "kept and changed"
        assert "Enter keeps it" in screen_text(again)
        await press(pilot, "enter")
        assert bar_of(again).text == "aside"
        await press(pilot, "enter")
        assert [note.text for note in notes_of(again)] == ["kept and changed", "aside"]


async def test_undo_under_an_edit_keeps_the_line_put_aside_apart(shelf: Shelf, clock: FixedClock) -> None:
    """The session goes away under the bar and comes back: an edit stays an edit, and the line aside a line."""
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "kept")
        [note] = notes_of(app)
        await press(pilot, "f8", "f3")
        await type_in(pilot, "aside")
        await press(pilot, "shift+tab", "enter")
        await type_in(pilot, " and changed")
        await press(pilot, "tab", "ctrl+z")
        assert screen_name(app) == "WrapUpScreen"
        await press(pilot, "f3")
        assert bar_of(app).text == "kept and changed"
        await press(pilot, "enter")
        assert [(each.id, each.text) for each in notes_of(app)] == [(note.id, "kept and changed")]
        assert bar_of(app).text == "aside"


async def test_a_line_without_its_session_is_told_of(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "tab", "ctrl+z")
        assert screen_name(app) == "PrepareScreen"
        left = await killed(shelf, "half a line")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert [words for words in told(again) if "F2 starts" in words] == told(again) != []
        await start(pilot)
        assert bar_of(again).text == "half a line"


async def test_a_line_on_its_way_into_the_journal_is_a_draft(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal comes between Enter and the journal."""
    app = app_on(shelf, clock)
    seen: list[Fields] = []
    real = Journal.commit

    def commit(journal: Journal, change: Change) -> None:
        app.keep_all()
        seen.append(drafts_in(shelf)["line"])
        real(journal, change)

    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "a line")
        monkeypatch.setattr(Journal, "commit", commit)
        burst(app, "", "enter")
        burst(app, "more")
        await settle(pilot)
        assert [note.text for note in notes_of(app)] == ["a line"]
        assert [fields["text"].split("\n")[0] for fields in seen] == ["a line"]
        await until(lambda: drafts_in(shelf).get("line", {}).get("text") == "more")


async def test_what_became_of_a_draft_is_on_disk_until_the_journal_has_it(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "a line")
        await until(lambda: "a line" in str(drafts_in(shelf)))
        with broken_journal(shelf):
            await press(pilot, "enter")
            await until(lambda: list(drafts_in(shelf)) == ["unsaved"])
            assert '"text":"a line"' in str(drafts_in(shelf))
        desk_of(app).journal.retry()
        await no_drafts(shelf)


# Answers


async def ground_rules(pilot: Pilot[None]) -> MentorApp:
    """Turn to the ground rules with the cursor in the first answer."""
    app = app_of(pilot)
    await start(pilot)
    await cursor_on(pilot, "#agenda", "Ground rules")
    await press(pilot, "enter", "tab")
    assert app.focused is field_of(app)
    return app


async def test_the_next_question_comes_after_the_letters_before_it(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        burst(app, "first", "pagedown")
        await settle(pilot)
        assert (field_of(app).text, app.screen.query_one(AnswerCard).number) == ("", 1)
        assert answers(shelf, clock) == ["first"]


async def test_letters_right_after_tab_come_to_the_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await press(pilot, "escape")
        for key in ("tab", *"first"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert (field_of(app).text, app.screen.query_one(CaptureBar).text) == ("first", "")


def answers(shelf: Shelf, clock: FixedClock) -> list[str]:
    return [answer.text for answer in on_disk(shelf, clock).every(Answer)]


async def test_an_answer_is_kept_while_someone_types_on(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_card, "SAVE_AFTER", 0.2)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        kept: list[str] = []
        for number in range(20):  # a key every 50 ms: never so long a pause as an answer is kept after
            await type_in(pilot, "abcdefghij"[number % 10])
            await asyncio.sleep(0.05)
            kept = answers(shelf, clock) or kept
        assert kept
        assert ("abcdefghij" * 2).startswith(kept[0])
        assert field_of(app).text == "abcdefghij" * 2
    assert answers(shelf, clock) == ["abcdefghij" * 2]


async def test_keeping_an_answer_disturbs_nothing(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_card, "SAVE_AFTER", 0.05)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        field = field_of(app)
        await type_in(pilot, "one two")
        await press(pilot, "left", "left", "shift+left")
        here = field.selection
        assert here == Selection((0, 5), (0, 4))
        await until(lambda: answers(shelf, clock) == ["one two"])
        await settle(pilot)
        assert (field.text, field.selection, app.focused) == ("one two", here, field)
        await type_in(pilot, "X")
        await until(lambda: answers(shelf, clock) == ["one Xwo"])
        await settle(pilot)
        assert (field.text, field.cursor_location) == ("one Xwo", (0, 5))
        await press(pilot, "ctrl+z")
        assert field.text == "one two"
        await until(lambda: answers(shelf, clock) == ["one two"])
        # What counts as no answer stays in the field as it is typed.
        await press(pilot, "ctrl+a", "delete")
        field.clear()
        await type_in(pilot, "  ")
        await until(lambda: answers(shelf, clock) == [])
        await asyncio.sleep(0.1)
        await type_in(pilot, "x")
        assert field.text == "  x"


async def test_an_answer_that_is_not_kept_yet_goes_on_at_its_question(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await press(pilot, "pagedown")
        await type_in(pilot, "half an ans")
        app.keep_all()  # as a signal does it
        assert answers(shelf, clock) == []
        left = await killed(shelf, "half an ans")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert field_of(again).text == "half an ans"
        assert "question 2 of" in screen_text(again)
        assert told(again) == []
        field_of(again).focus()
        await type_in(pilot, "wer")
        await until(lambda: answers(left, clock) == ["half an answer"])
        await no_drafts(left)


async def test_an_old_draft_hides_no_newer_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        card = app.screen.query_one(AnswerCard)
        for kept, text, was, shown in (
            ("an answer", "an ans", "", "an answer"),  # older than the journal
            ("an answer", "an", "an answer", "an"),  # newer
            ("an answer", "another", "", "an answer\nanother"),  # neither
            ("an answer", "", "an answer", ""),  # emptied
        ):
            card.field.load_text(kept)
            card.keep()
            card.move(1)
            desk_of(app).drafts.put(place_before(card), {"text": text, "kept": was})
            card.move(-1)
            assert field_of(app).text == shown
            card.keep()
            await settle(pilot)
            assert answers(shelf, clock) == ([shown] if shown else [])
            assert desk_of(app).drafts.places == []


def place_before(card: AnswerCard) -> str:
    assert card.deck is not None
    return f"answer {card.deck.questions[card.number - 1].key}"


# Dialogs


async def open_edit(pilot: Pilot[None]) -> None:
    await start(pilot)
    await keep(pilot, "a thought")
    await press(pilot, "f8")
    await again_edit(pilot)


async def again_edit(pilot: Pilot[None]) -> None:
    await press(pilot, "f8")
    if screen_name(app_of(pilot)) == "PrepareScreen":
        await press(pilot, "f8")
    app_of(pilot).screen.query_one("#wrapup").focus()
    await settle(pilot)


async def edit_decision(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    if not book_of(app).notes():
        await start(pilot)
        await keep(pilot, "= we meet")
    await press(pilot, "f8")
    await cursor_on(pilot, "#wrapup", "we meet")
    await press(pilot, "e")


async def due_date(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    if not book_of(app).actions:
        await start(pilot)
        await keep(pilot, "! send it")
        await press(pilot, "f8", "f2")
    await cursor_on(pilot, "#prepare", "send it")
    await press(pilot, "m")


async def next_date(pilot: Pilot[None]) -> None:
    await press(pilot, "f4")


async def file_name(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    if not book_of(app).held:
        await start(pilot)
        await press(pilot, "f8", "f2")
    await press(pilot, "f8", "f9")


def edited(app: MentorApp) -> bool:
    return "3 dec" in next(book_of(app).every(Note)).text


def dated(app: MentorApp) -> bool:
    due = next(book_of(app).every(Action)).due
    return due is not None and due.isoformat() == "2026-12-03"


def planned(app: MentorApp) -> bool:
    return book_of(app).planned is not None


def saved(app: MentorApp) -> bool:
    return Path("3 dec").exists() or any("Saved as" in words for words in told(app))


@pytest.mark.parametrize(
    ("way", "done", "notice"),
    [
        (edit_decision, edited, "e on that line"),
        (due_date, dated, "m on that action"),
        (next_date, planned, "F4"),
        (file_name, saved, "F9"),
    ],
    ids=["edit", "due", "next", "export"],
)
async def test_a_dialog_outlives_a_kill(
    shelf: Shelf,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Pilot[None]], Awaitable[None]],
    done: Callable[[MentorApp], bool],
    notice: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await way(pilot)
        assert screen_name(app) == "Ask"
        assert "typed this before" not in screen_text(app)
        await fill(pilot, "#ask-line", "3 dec")
        left = await killed(shelf, "3 dec")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert [notice in words for words in told(again)] == [True]
        await way(pilot)
        assert again.screen.query_one(Input).value == "3 dec"
        assert "You typed this before. Esc forgets it." in screen_text(again)
        await press(pilot, "enter")
        assert screen_name(again) != "Ask"
        assert done(again)
        await no_drafts(left)


async def test_a_dialog_that_is_left_forgets_what_was_typed(shelf: Shelf, clock: FixedClock) -> None:
    held = Drafts(drafts_file(shelf))
    held.put("next date", {"text": "3 d"})
    held.save()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        await type_in(pilot, "ec")
        assert app.screen.query_one(Input).value == "3 dec"
        await press(pilot, "escape", "f4")
        assert app.screen.query_one(Input).value == ""
        assert "typed this before" not in screen_text(app)
        await no_drafts(shelf)


async def test_a_file_that_could_not_be_written_keeps_its_name(
    shelf: Shelf, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    target = tmp_path / "notes.md"
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await file_name(pilot)
        await fill(pilot, "#ask-line", str(target))
        with monkeypatch.context() as patch:
            patch.setattr("mentor_tui.screens.saving.write_file", refuse)
            await press(pilot, "enter")
        assert any("could not be saved" in words for words in told(app))
        await press(pilot, "f9")
        assert app.screen.query_one(Input).value == str(target)
        await press(pilot, "enter")
        assert target.exists()
        target.with_name("again.md").write_text("mine")
        await press(pilot, "f9")
        await fill(pilot, "#ask-line", str(target.with_name("again.md")))
        await press(pilot, "enter")
        assert "Enter replaces it" in screen_text(app)
        assert "typed this before" not in screen_text(app)


@pytest.mark.parametrize(
    ("way", "name"),
    [(("f4",), "Ask"), (("f7", "n"), "GoalForm"), (("f9",), "SetupScreen")],
    ids=["ask", "goal", "change"],
)
async def test_a_form_that_is_closed_twice_closes_once(
    shelf: Shelf, clock: FixedClock, way: tuple[str, ...], name: str
) -> None:
    """A second key that waited while the first one closed the form."""
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *way)
        dialog, below = app.screen, app.screen_stack[-2]
        assert screen_name(app) == name
        dialog.action_leave()  # type: ignore[attr-defined]
        dialog.action_leave()  # type: ignore[attr-defined]
        await settle(pilot)
        assert app.screen is below


async def test_enter_twice_in_one_instant_answers_once(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        await fill(pilot, "#ask-line", "3 dec")
        burst(app, "", "enter", "enter")
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"
        assert book_of(app).planned is not None
        await press(pilot, "ctrl+z")
        assert book_of(app).planned is None


# Forms


async def new_goal(pilot: Pilot[None]) -> None:
    await press(pilot, "f7", "n")
    assert screen_name(app_of(pilot)) == "GoalForm"


def goals(app: MentorApp) -> list[tuple[str, Horizon, str]]:
    return [(goal.text, goal.horizon, goal.measure) for goal in book_of(app).every(Goal)]


def form(app: MentorApp) -> tuple[str, int, str]:
    """What a goal form shows."""
    screen = app.screen
    index = screen.query_one("#horizon", RadioSet).pressed_index
    return screen.query_one("#goal-text", Input).value, index, screen.query_one("#goal-measure", Input).value


async def test_a_new_goal_outlives_a_kill(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await new_goal(pilot)
        assert "typed this before" not in screen_text(app)
        await type_in(pilot, "Publish")
        await press(pilot, "enter", "right", "enter", "tab")
        await type_in(pilot, "One pa")
        left = await killed(shelf, "One pa")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert told(again) == ["A goal you were typing was kept: F7, then n."]
        await new_goal(pilot)
        assert form(again) == ("Publish", 1, "One pa")
        assert "You typed this before. Ctrl+L empties the form." in screen_text(again)
        await press(pilot, "enter", "tab")
        await type_in(pilot, "per")
        await press(pilot, "enter")
        assert goals(again) == [("Publish", Horizon.long, "One paper")]
        await no_drafts(left)
        await press(pilot, "n")
        assert form(again) == ("", 0, "")


async def test_a_new_goal_that_is_left_comes_back_and_is_easily_cleared(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await new_goal(pilot)
        await type_in(pilot, "Publish")
        await press(pilot, "escape", "escape", "f7", "n")
        assert form(app) == ("Publish", 0, "")
        await press(pilot, "enter", "right", "space", "ctrl+l")
        assert form(app) == ("", 0, "")
        assert "typed this before" not in screen_text(app)
        assert app.focused is app.screen.query_one("#goal-text")
        await press(pilot, "escape", "n")
        assert form(app) == ("", 0, "")
        # A horizon alone is nothing typed.
        await press(pilot, "tab", "right", "space", "escape", "n")
        assert form(app) == ("", 0, "")
        await no_drafts(shelf)


async def test_a_change_of_a_goal_outlives_a_kill(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await new_goal(pilot)
        await type_in(pilot, "Publish")
        await press(pilot, "f2", "enter", "end")
        await type_in(pilot, " twice")
        left = await killed(shelf, "Publish twice")
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert ["Enter on the goal" in words for words in told(again)] == [True]
        await new_goal(pilot)
        assert form(again) == ("", 0, "")
        await press(pilot, "escape", "enter")
        assert form(again) == ("Publish twice", 0, "")
        assert "Ctrl+L brings back what stood here" in screen_text(again)
        await press(pilot, "ctrl+l")
        assert form(again) == ("Publish", 0, "")
        await type_in(pilot, " thrice")
        await press(pilot, "escape", "enter")
        assert form(again) == ("Publish", 0, "")
        await press(pilot, "end")
        await type_in(pilot, "!")
        await press(pilot, "f2")
        assert goals(again) == [("Publish!", Horizon.short, "")]
        await no_drafts(left)


def setup_form(app: MentorApp) -> dict[str, object]:
    screen = app.screen
    lines = {
        name: screen.query_one(f"#{name}", Input).value for name in ("mentor", "mentee", "starts", "ends", "contact")
    }
    zones = {name: str(screen.query_one(f"#{name}").label) for name in ("my-zone", "partner-zone")}  # type: ignore[attr-defined]
    role = screen.query_one("#role", RadioSet).pressed_index
    return {**lines, **zones, "role": role, "pack": screen.query_one("#pack", Select).value}


async def test_a_new_mentorship_outlives_a_kill(tmp_path: Path, clock: FixedClock) -> None:
    shelf = Shelf(tmp_path / "none")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await asyncio.sleep(0.5)
        assert not shelf.folder.exists()
        assert "typed this before" not in screen_text(app)
        await type_in(pilot, "Dr Ada")
        await fill(pilot, "#mentee", "Noa")
        await fill(pilot, "#starts", "2026-12-01")
        await fill(pilot, "#contact", "by phone")
        await press(pilot, "shift+tab")
        await press(pilot, "space")
        app.screen.query_one("#partner-zone").focus()
        await press(pilot, "enter")
        await type_in(pilot, "tokyo")
        await press(pilot, "enter")
        before = setup_form(app)
        assert (before["role"], before["ends"]) == (0, "2027-06-01")
        left = await killed(shelf, "Tokyo")
        assert "ends" not in drafts_in(shelf)["new"]
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(again) == "SetupScreen"
        assert setup_form(again) == before
        assert "You typed this before. Esc leaves and forgets it." in screen_text(again)
        await fill(pilot, "#starts", "2026-12-02")
        assert setup_form(again)["ends"] == "2027-06-02"
        await press(pilot, "f2")
        assert screen_name(again) == "PrepareScreen"
        made = book_of(again).mentorship
        assert (made.mentor, made.mentee, made.mentee_zone) == ("Dr Ada", "Noa", "Asia/Tokyo")
        assert told(again) == []
        await until(lambda: not left.drafts().exists())


async def test_a_new_mentorship_that_is_left_is_forgotten(tmp_path: Path, clock: FixedClock) -> None:
    shelf = Shelf(tmp_path / "none")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "Dr Ada")
        await until(shelf.drafts().exists)
        await pilot.press("escape")
        assert "Esc once more forgets what you typed" in screen_text(app)
        assert shelf.drafts().exists()
        await pilot.press("escape")
    assert not [path for path in shelf.folder.rglob("*") if path.is_file()]


async def test_a_second_mentorship_is_told_of_and_comes_back(shelf: Shelf, clock: FixedClock) -> None:
    held = Drafts(shelf.drafts())
    held.put("new", {"mentor": "Dr Ada", "ends": "2027-01-31", "my zone": "No/Where", "pack": "gone", "role": "king"})
    held.save()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert told(app) == ["A mentorship you were setting up was kept: F10, then n."]
        await press(pilot, "f10")
        await press(pilot, "n")
        shown = setup_form(app)
        assert (shown["mentor"], shown["ends"], shown["role"], shown["pack"]) == ("Dr Ada", "2027-01-31", -1, "isaps")
        assert str(shown["my-zone"]).startswith("Europe/Madrid")


async def test_a_change_of_the_mentorship_outlives_a_kill(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9")
        before = setup_form(app)
        await fill(pilot, "#ends", "2027-05-31")
        left = await killed(shelf, "2027-05-31")
        assert drafts_in(shelf) == {"mentorship": {"ends": "2027-05-31"}}
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert ["F9" in words for words in told(again)] == [True]
        await press(pilot, "f9")
        assert setup_form(again) == {**before, "ends": "2027-05-31"}
        await press(pilot, "escape", "f9")
        assert setup_form(again) == before
        await fill(pilot, "#contact", "by phone")
        await press(pilot, "f2")
        assert book_of(again).mentorship.contact == "by phone"
        await no_drafts(left)


async def test_words_for_what_is_gone_stand_in_the_line(shelf: Shelf, clock: FixedClock) -> None:
    held = Drafts(drafts_file(shelf))
    held.put("edit gone", {"text": "other words"})
    typed = ("a goal", "a measure", "30 jun", "a course", "a tutor", "first; second")
    fields = dict(zip(LINES, typed, strict=True))
    held.put("goal gone", {**fields, "horizon": "short-term"})
    held.put("due gone", {"text": "fri"})
    held.put("line", {"text": "half a line"})
    held.put("of a newer version", {"text": "left alone"})
    held.save()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await settle(pilot)
        assert bar_of(app).text == "half a line"
        await press(pilot, "down")
        assert bar_of(app).text == "\n".join(("other words", *typed))
        await until(lambda: sorted(drafts_in(shelf)) == ["line", "of a newer version"])


async def test_dates_for_sessions_that_are_gone_are_forgotten(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.open(shelf.names()[0], clock) as journal:
        one, two = (
            make(Session, NOW, number=number, title="", agenda="", minutes=60, items=(), deleted_at=gone)
            for number, gone in ((1, None), (2, NOW))
        )
        journal.commit(Change("plan", (one, two)))
    kept = {f"shift {one.id}": "1 week", "date 2": "a day for a session to come", "next date": "a day"}
    held = Drafts(drafts_file(shelf))
    for place, text in (
        kept | {f"shift {two.id}": "2 weeks", "date 1": "by then it was another", "date 40": "x"}
    ).items():
        held.put(place, {"text": text})
    held.save()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await until(lambda: sorted(drafts_in(shelf)) == sorted(kept))
        assert drafts_in(shelf)["next date"] == {"text": "a day"}


@pytest.mark.parametrize("number", [1, 40])
async def test_nobody_is_told_of_a_date_that_leads_nowhere(shelf: Shelf, clock: FixedClock, number: int) -> None:
    held = Drafts(drafts_file(shelf))
    held.put(f"date {number}", {"text": "thu 18:30"})
    held.save()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        found = "The next date you were typing was kept: F4 before or after the session."
        assert told(app) == ([found] if number == 1 else [])  # the first to come is asked for as the next one


# Closing


async def test_closing_says_that_it_will_be_there(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "ctrl+q")
        assert told(app) == ["Something is typed and not kept yet. It will be there next time; Ctrl+Q again closes."]
        await pilot.press("ctrl+q")
    assert drafts_in(shelf)["line"]["text"] == "half a line"


@pytest.mark.parametrize("way", [("f4",), ("f7", "n"), ("f9",)], ids=["dialog", "goal", "set-up"])
async def test_closing_asks_in_an_open_form(shelf: Shelf, clock: FixedClock, way: tuple[str, ...]) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *way)
        assert app.closing._not_kept() == ()
        await type_in(pilot, "typed")
        await press(pilot, "ctrl+q")
        assert ["will be there next time" in words for words in told(app)] == [True]
        assert not app._exit
        await type_in(pilot, " more")
        await press(pilot, "ctrl+q")
        assert not app._exit
        await pilot.press("ctrl+q")
        assert app._exit
    assert "typed more" in str(drafts_in(shelf))


async def test_closing_right_after_enter_loses_nothing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        burst(app, "a line", "enter", "ctrl+q")
        await until(lambda: app._exit)
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["a line"]
    assert drafts_in(shelf) == {}


async def test_closing_right_after_a_letter_asks(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        burst(app, "half a line", "ctrl+q")
        await until(lambda: told(app) != [])
        assert drafts_in(shelf)["line"]["text"] == "half a line"
        assert not app._exit


async def test_closing_right_after_an_answer_keeps_all_of_it(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        burst(app, "an answer", "ctrl+q")
        await until(lambda: app._exit)
    assert answers(shelf, clock) == ["an answer"]
    assert drafts_in(shelf) == {}


async def test_keep_all_never_raises(shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(shelf, clock)
    app.keep_all()
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await type_in(pilot, "an answer")

        def fault(*_: object) -> Fields:
            raise RuntimeError("a fault in the program")

        with monkeypatch.context() as patch:
            patch.setattr(CaptureBar, "typed", fault)
            patch.setattr(Journal, "unsaved", 1)
            patch.setattr(Journal, "flush", fault)
            app.keep_all()
        assert "an answer" in str(drafts_in(shelf))
        with monkeypatch.context() as patch:
            patch.setattr(Drafts, "save", fault)
            app.keep_all()
    app.keep_all()


# Where there can be no file


async def test_a_window_that_only_reads_leaves_the_drafts_alone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await press(pilot, "escape")
        await type_in(pilot, "from the first")
        await until(lambda: "from the first" in str(drafts_in(shelf)))
        before = drafts_file(shelf).read_bytes()
        second = app_on(shelf, clock)
        async with second.run_test(size=SIZE) as other:
            await settle(other)
            assert bar_of(second).text == ""
            await type_in(other, "from the second")
            await press(other, "tab")
            await type_in(other, "an answer")
            # What is typed is there for as long as the window is, and it says once that it cannot be kept.
            await press(other, "pagedown", "pageup", "f1", "escape")
            assert field_of(second).text == "an answer"
            await press(other, "escape", "tab", "escape")
            assert len([words for words in told(second) if "another window" in words]) == 1
            await press(other, "ctrl+q")
            assert "Ctrl+Q again closes and loses it." in told(second)[-1]
            await other.press("ctrl+q")
            assert second._exit
        assert drafts_file(shelf).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
async def test_what_stands_against_it_is_told_once(shelf: Shelf, clock: FixedClock, tmp_path: Path) -> None:
    drafts_file(shelf).parent.mkdir()
    (tmp_path / "elsewhere").write_text("{}")
    drafts_file(shelf).symlink_to(tmp_path / "elsewhere")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: told(app) != [])
        await start(pilot)
        await type_in(pilot, "half a line")
        await asyncio.sleep(1)
        assert ["is a link" in words for words in told(app)] == [True]
        await press(pilot, "ctrl+q")
        assert "closes and loses it" in told(app)[-1]
    assert (tmp_path / "elsewhere").read_text() == "{}"


async def test_a_save_that_failed_is_tried_again_though_nobody_types(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentor_tui.widgets.drafting.REST_AFTER", 0.0)
    monkeypatch.setattr("mentor_tui.widgets.drafting.AGAIN_AFTER", 0.1)
    full = [True]

    def failing(path: Path, content: bytes) -> Signature:
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_file(path, content)

    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await until(lambda: desk_of(app).drafts.lasting and not app.keeping._looking)
        monkeypatch.setattr(drafts, "write_file", failing)
        # As after a write of the journal: nobody has pressed a key.
        desk_of(app).drafts.put("question", {"text": "one more"})
        app.keeping.look()
        await until(lambda: desk_of(app).drafts.trouble != "")
        full.clear()
        await until(lambda: desk_of(app).drafts.lasting)
        assert "one more" in str(drafts_in(shelf))


async def test_a_broken_file_is_told_and_kept(shelf: Shelf, clock: FixedClock) -> None:
    drafts_file(shelf).parent.mkdir()
    drafts_file(shelf).write_text('{"line": {"te')
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: told(app) != [])
        assert ["set aside" in words for words in told(app)] == [True]
        await start(pilot)
        await type_in(pilot, "goes on")
        await until(lambda: "goes on" in str(drafts_in(shelf)))
        await until(lambda: desk_of(app).drafts.lasting)
