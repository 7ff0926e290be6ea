"""A mentorship from the page before a session to the end of it, driven by keys."""

from __future__ import annotations

import asyncio
import errno
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from mentor_tui.app import MentorApp
from mentor_tui.core.book import Change
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    GoalState,
    Horizon,
    ItemState,
    Lane,
    Lead,
    NoteKind,
    SessionState,
    touch,
)
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import answer_card
from mentor_tui.widgets.answer_card import AnswerCard
from tests.app_helpers import (
    SIZE,
    actions_of,
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
    live_of,
    notes_of,
    on_disk,
    paste,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import FixedClock


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


def head(app: MentorApp) -> str:
    """The first line of the screen."""
    return screen_text(app).splitlines()[0]


def states(app: MentorApp) -> list[str]:
    return [item.state.value for item in live_of(app).items]


def tick(app: MentorApp) -> None:
    """What the screen does every second."""
    app.screen.tick()  # type: ignore[attr-defined]


def action(app: MentorApp, beginning: str) -> Action:
    return next(each for each in book_of(app).actions if each.text.startswith(beginning))


# Before a session


async def test_prepare_shows_what_is_late_first_and_what_to_do(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, _ = demo
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        assert "Before session 4: A hard decision with Dr Noa Placeholder" in screen_text(app)
        rows = texts_of(app, "#prepare")
        place = rows.index("Late")
        assert rows[place + 1].startswith("[ ] Send the list of fellowship programmes")
        assert "Wed 18 Nov" in rows[place + 1]
        assert "late" in rows[place + 1]
        loose = rows.index("Without an owner or a date")
        assert rows[loose + 1].startswith("[ ] Compare how each of us opens")
        assert not [row for row in rows if "Read: Mentor & Mentee Handbook" in row]
        assert [row for row in rows if row.startswith("[ ] Complete: Goal Setting")]
        assert "Agenda, 60 minutes planned" in rows
        assert "Date: Wed 25 Nov 18:30 (14:30 for Dr Noa Placeholder), in 2 days   F4" in rows
        assert "1 late" in words_of(app, "#prepare-progress")

        await cursor_on(pilot, "#prepare", "Complete: Goal Setting")
        await press(pilot, "enter")
        assert book_of(app).is_checked("document/worksheet")
        rows = texts_of(app, "#prepare")
        assert not [row for row in rows if row.startswith("[ ] Complete: Goal Setting")]
        assert [row for row in rows if row.startswith("[ ] Send in: Goal Setting")]
        await press(pilot, "ctrl+z")
        assert not book_of(app).is_checked("document/worksheet")
        await press(pilot, "ctrl+y")
        assert on_disk(shelf, clock).is_checked("document/worksheet")

        await cursor_on(pilot, "#prepare", "What should I stop doing?")
        await press(pilot, "enter")
        assert [note.asked for note in book_of(app).notes() if note.text == "What should I stop doing?"] == [True]

        await cursor_on(pilot, "#prepare", "Send the list of fellowship")
        await press(pilot, "space")
        assert action(app, "Send the list").state is ActionState.done
        assert not [row for row in texts_of(app, "#prepare") if "Send the list" in row]
        assert "late" not in words_of(app, "#prepare-progress")

        await start(pilot)
        assert live_of(app).number == 4
        assert rows_of(app, "#agenda").rows[0].key == "1-arrive"


async def test_first_session_has_checks_for_my_role(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        key = "first-meeting/before-mentor/note-what-you-are-busy-with"
        assert key in [row.key for row in rows_of(app, "#prepare").rows]
        assert not [row.key for row in rows_of(app, "#prepare").rows if "before-mentee" in row.key]
        rows = rows_of(app, "#prepare")
        rows.focus()
        rows.go_to(key)
        await press(pilot, "enter")
        assert book_of(app).is_checked(key)
        assert "Nothing is open." in texts_of(app, "#prepare")


async def test_start_and_go_on_with_a_session_that_runs(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "x")
        assert screen_name(app) == "PrepareScreen"
        await press(pilot, "f2")
        assert screen_name(app) == "SessionScreen"
        await keep(pilot, "kept")
        session = live_of(app)
    clock.advance(90)
    again = app_on(shelf, clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(again) == "SessionScreen"
        assert live_of(again).id == session.id
        assert "1:30 of 60" in head(again)
        assert [note.text for note in notes_of(again)] == ["kept"]


async def test_a_change_of_names_is_kept(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9")
        assert screen_name(app) == "SetupScreen"
        assert app.screen.query_one("#mentee", Input).value == "Dr Noa Placeholder"
        await fill(pilot, "#mentee", "  Dr Noa   Changed ")
        await press(pilot, "f2")
        assert screen_name(app) == "PrepareScreen"
        assert "with Dr Noa Changed" in screen_text(app)
        assert on_disk(shelf, clock).mentorship.mentee == "Dr Noa Changed"
        await press(pilot, "f9")
        await fill(pilot, "#mentee", "Nobody")
        await press(pilot, "escape")
        assert screen_name(app) == "SetupScreen"
        await press(pilot, "escape")
        assert book_of(app).mentorship.mentee == "Dr Noa Changed"
        await press(pilot, "ctrl+z")
        assert "with Dr Noa Placeholder" in screen_text(app)


async def test_home_lists_mentorships_and_tells_of_a_broken_one(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    fresh(shelf.folder, clock, mentee="Dr Eva Example")
    (shelf.folder / "torn.json").write_text('{"meta": {')
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "HomeScreen"
        rows = texts_of(app, "#home")
        assert rows[0].startswith("Dr Noa Placeholder")
        assert "Wed 25 Nov 18:30  14:30" in rows[0]
        assert "1 late" in rows[0]
        assert rows[1].startswith("Dr Eva Example")
        assert "0 of 6, on pace" in rows[1]
        assert "no date yet" in rows[1]
        assert rows[2].startswith("torn.json cannot be read: it is cut off or is not a journal. The file was left")
        assert "torn.json cannot be read" in screen_text(app)
        await press(pilot, "enter")
        assert screen_name(app) == "PrepareScreen"
        assert desk_of(app).journal.name == name
        await press(pilot, "escape")
        assert screen_name(app) == "HomeScreen"
        await press(pilot, "down", "enter")
        assert book_of(app).mentorship.mentee == "Dr Eva Example"
    assert (shelf.folder / "torn.json").read_text() == '{"meta": {'


async def test_a_mentorship_that_is_opened_again_can_still_be_changed(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.open_mentorship(shelf.names()[0])
        await settle(pilot)
        assert not desk_of(app).journal.read_only
        await start(pilot)
        await keep(pilot, "one")
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["one"]


async def test_a_broken_journal_that_is_asked_for_is_told_on_the_list(shelf: Shelf, clock: FixedClock) -> None:
    (shelf.folder / "torn.json").write_text("x")
    app = app_on(shelf, clock, "torn")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "RestoreScreen"
        assert "torn.json cannot be read" in words_of(app, "#trouble")


# During it


async def test_items_go_on_only_when_told(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert live_of(app).current == "1-arrive"
        clock.advance(300)
        await press(pilot, "f2")
        assert live_of(app).current == "2-get-to-know-each-other"
        assert live_of(app).items[0].seconds == 300
        await press(pilot, "f4")
        assert live_of(app).current == "3-what-we-hope-for"
        assert states(app)[:3] == ["done", "skipped", "now"]
        assert "skipped" in texts_of(app, "#agenda")[1]
        await press(pilot, "f3")
        assert live_of(app).current == "2-get-to-know-each-other"
        await press(pilot, "f3")
        assert states(app)[:3] == ["now", "to come", "to come"]
        await press(pilot, "ctrl+z")
        assert live_of(app).current == "2-get-to-know-each-other"
        assert app.focused is bar_of(app).bar
        assert on_disk(shelf, clock).live == live_of(app)

        await cursor_on(pilot, "#agenda", "Ground rules")
        await press(pilot, "enter")
        assert live_of(app).current == "4-ground-rules"
        assert app.focused is bar_of(app).bar
        assert "Ground rules" in words_of(app, "#item-title")
        offset = rows_of(app, "#agenda").rows
        assert offset[0].key == "1-arrive"
        await pilot.click("#agenda", offset=(6, 0))
        await settle(pilot)
        assert live_of(app).current == "1-arrive"
        assert app.focused is bar_of(app).bar


async def test_after_the_last_item_nothing_is_current(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, *["f2"] * 7)
        assert live_of(app).current is None
        assert "That was the last item" in screen_text(app)
        await press(pilot, "f2")
        assert any("F8 ends the session" in message for message in told(app))
        assert live_of(app).state is SessionState.running
        await press(pilot, "f3")
        assert live_of(app).current == "7-plan-the-way-ahead"


async def test_the_clock_warns_and_moves_nothing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for seconds, words in (
            (167, "item 2:47 of 4 "),
            (1, "item 2:48 of 4, 1:12 left"),
            (71, "item 3:59 of 4, 0:01 left"),
            (1, "item 4:00 of 4, over by 0:00"),
            (70, "item 5:10 of 4, over by 1:10"),
        ):
            clock.advance(seconds)
            tick(app)
            await pilot.pause()
            assert words in head(app)
        assert "5:10 of 60" in head(app)
        clock.advance(3600)
        tick(app)
        await pilot.pause()
        assert "65:10 of 60, over" in head(app)
        assert live_of(app).current == "1-arrive"
        assert states(app) == ["now", *["to come"] * 6]
        assert live_of(app) == on_disk(shelf, clock).live


async def test_a_pause_is_shared_out(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        clock.advance(120)
        await press(pilot, "f5")
        assert live_of(app).state is SessionState.paused
        clock.advance(600)
        tick(app)
        await pilot.pause()
        assert "PAUSED 10:00" in head(app)
        await press(pilot, "f5")
        session = live_of(app)
        assert session.state is SessionState.running
        assert session.away == 600
        assert sum(item.share for item in session.items) == 50
        assert [item.minutes for item in session.items] == [4, 9, 7, 18, 8, 7, 7]
        assert "2:00 of 50" in head(app)
        assert any("Away for 10 min. 48 min left" in message for message in told(app))
        assert app.focused is bar_of(app).bar
        await keep(pilot, "goes on")
        assert [note.text for note in notes_of(app)] == ["goes on"]


async def test_swapping_the_activity(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f9")
        assert screen_name(app) == "SessionScreen"
        assert any("no activity or theme" in message for message in told(app))
        await cursor_on(pilot, "#agenda", "6-a-first-leadership-interview")
        await press(pilot, "enter")
        await type_in(pilot, "draft")
        await press(pilot, "f9")
        assert screen_name(app) == "Pick"
        await type_in(pilot, "career map")
        await press(pilot, "enter")
        item = live_of(app).item
        assert item is not None
        assert item.ref == "career-mapping-exercise"
        assert (item.minutes, item.state) == (7, ItemState.now)
        activity = desk_of(app).pack.activities["career-mapping-exercise"]
        assert activity.steps[0] in "".join(texts_of(app, "#item-rows"))
        assert bar_of(app).text == "draft"
        assert app.focused is bar_of(app).bar
        await press(pilot, "escape", "ctrl+z")
        assert live_of(app).item is not None
        assert [item.ref for item in live_of(app).items if item.id == live_of(app).current] == [
            "leadership-reflection-interview"
        ]


async def test_checklist_of_an_item_is_ticked_from_the_keys(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2", "tab")
        assert app.focused is rows_of(app, "#item-rows")
        row = rows_of(app, "#item-rows").row
        assert row is not None
        await press(pilot, "space")
        assert book_of(app).is_checked(row.key, live_of(app).id)
        assert any(text.startswith("[x]") for text in texts_of(app, "#item-rows"))
        await press(pilot, "tab")
        assert rows_of(app, "#agenda").has_focus
        await press(pilot, "escape")
        assert bar_of(app).bar.has_focus


@pytest.mark.parametrize("words", ["Typing in the list", "also call him"])
async def test_what_is_typed_over_a_list_to_tick_goes_to_the_line(shelf: Shelf, clock: FixedClock, words: str) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2", "tab")
        assert app.focused is rows_of(app, "#item-rows")
        await type_in(pilot, words)
        assert bar_of(app).text == words
        assert bar_of(app).bar.has_focus
        assert not list(book_of(app).every(Check))
        await press(pilot, "enter", "shift+tab")
        assert texts_of(app, "#feed")[-1].endswith(words)
        await type_in(pilot, "Now")
        assert bar_of(app).text == "Now"


async def test_the_keys_of_a_kept_line_are_no_letters_of_the_line(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "send the letter")
        await press(pilot, "shift+tab")
        await type_in(pilot, "a")
        assert bar_of(app).text == ""
        assert [action.text for action in book_of(app).actions] == ["send the letter"]


async def test_a_paste_over_a_list_goes_to_the_line(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2", "tab")
        assert app.focused is rows_of(app, "#item-rows")
        await paste(pilot, "one line\nand one more")
        assert bar_of(app).text == "one line\nand one more"
        assert bar_of(app).bar.has_focus


async def test_no_letter_is_lost_when_nothing_has_the_cursor(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.screen.set_focus(None)
        await type_in(pilot, "Typed ")
        app.screen.set_focus(None)
        app.post_message(events.Paste("and pasted"))
        await settle(pilot)
        app.screen.set_focus(None)
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == ["Typed and pasted"]


# Answers


@pytest.mark.parametrize("key", ["f2", "f3", "f4"])
async def test_another_item_takes_the_cursor_from_an_answer_to_the_line(
    shelf: Shelf, clock: FixedClock, key: str
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        # In one burst, as over a slow line: no letter may fall between.
        for letter in "Careers":
            app.post_message(events.Key(letter, letter))
        app.post_message(events.Key(key, None))
        for letter in "abc":
            app.post_message(events.Key(letter, letter))
        await settle(pilot)
        assert answers(app) == ["Careers"]
        assert bar_of(app).bar.has_focus
        await keep(pilot, "de")
        assert [note.text for note in notes_of(app)] == ["abcde"]


async def ground_rules(pilot: Pilot[None]) -> MentorApp:
    """Turn to the ground rules with the cursor in the first answer."""
    app = app_of(pilot)
    await start(pilot)
    await cursor_on(pilot, "#agenda", "Ground rules")
    await press(pilot, "enter", "tab")
    assert app.focused is field_of(app)
    return app


def answers(app: MentorApp) -> list[str]:
    return [answer.text for answer in book_of(app).every(Answer)]


async def test_answers_are_kept_when_the_field_is_left(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        question = app.screen.query_one(AnswerCard).question
        assert question is not None
        await type_in(pilot, "first")
        await press(pilot, "enter")
        await type_in(pilot, "  second ")
        assert answers(app) == []
        await press(pilot, "escape")
        assert app.focused is bar_of(app).bar
        [answer] = on_disk(shelf, clock).every(Answer)
        assert (answer.text, answer.key, answer.question) == ("first\n  second ", question.key, question.text)
        assert "1 of 21, 1 answered" in words_of(app, "#deck-hint")

        await press(pilot, "tab")
        await type_in(pilot, "X")
        await press(pilot, "pagedown")
        assert len(answers(app)) == 1
        assert "X" in answers(app)[0]
        assert field_of(app).text == ""
        assert "2 of 21" in words_of(app, "#deck-hint")
        await type_in(pilot, "of the second")
        await press(pilot, "f2")
        assert live_of(app).current == "5-goals-in-outline"
        assert answers(app)[1] == "of the second"
        await press(pilot, "f3")
        assert live_of(app).current == "4-ground-rules"
        assert field_of(app).text == "of the second"
        await press(pilot, "pageup")
        assert field_of(app).text == answers(app)[0]
        field_of(app).focus()
        await type_in(pilot, "Y")
        await cursor_on(pilot, "#agenda", "Arrive")
        await press(pilot, "enter")
        assert "Y" in answers(app)[0]


async def test_an_answer_is_kept_after_a_moment_without_a_key(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer_card.SAVE_AFTER == 0.8
    monkeypatch.setattr(answer_card, "SAVE_AFTER", 0.2)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await type_in(pilot, "idle")
        for _ in range(100):
            if answers(app):
                break
            await asyncio.sleep(0.05)
        await settle(pilot)
        assert [answer.text for answer in on_disk(shelf, clock).every(Answer)] == ["idle"]
        assert app.focused is field_of(app)
        await type_in(pilot, " goes on")
        assert field_of(app).text == "idle goes on"
        await press(pilot, "escape")
        assert answers(app) == ["idle goes on"]


@pytest.mark.parametrize(
    "key",
    [
        "f8",
        "f5",
        "ctrl+q",
    ],
)
async def test_an_answer_outlives_what_follows_at_once(shelf: Shelf, clock: FixedClock, key: str) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await type_in(pilot, "not idle yet")
        await pilot.press(key)
    assert [answer.text for answer in on_disk(shelf, clock).every(Answer)] == ["not idle yet"]


async def test_a_pause_leaves_the_cursor_in_the_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await type_in(pilot, "one")
        await press(pilot, "f5", "f5")
        await type_in(pilot, " two")
        assert field_of(app).text == "one two"


async def test_an_emptied_answer_goes_and_undo_brings_it_back(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await ground_rules(pilot)
        await type_in(pilot, "ab")
        await press(pilot, "escape", "tab", "end", "backspace", "backspace", "escape")
        assert answers(app) == []
        await press(pilot, "ctrl+z")
        assert field_of(app).text == "".join(answers(app))


# Actions that were carried over


async def test_carried_actions_are_settled_on_the_spot(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, _ = demo
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "tab")
        assert app.focused is rows_of(app, "#item-rows")
        assert len([row for row in rows_of(app, "#item-rows").rows if isinstance(row.record, Action)]) == 6
        assert "What should I stop doing?" in "".join(texts_of(app, "#item-rows"))

        await cursor_on(pilot, "#item-rows", "Send the list")
        await press(pilot, "enter")
        done = action(app, "Send the list")
        assert (done.state, done.closed_at) == (ActionState.done, clock.now())
        assert any(row.startswith("[x] Send the list") for row in texts_of(app, "#item-rows"))

        await cursor_on(pilot, "#item-rows", "Name three people")
        await press(pilot, "m")
        assert screen_name(app) == "Ask"
        assert app.screen.query_one("#ask-line", Input).value == "Fri 27 Nov 2026"
        await fill(pilot, "#ask-line", "rubbish")
        assert "not a date yet" in screen_text(app)
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await fill(pilot, "#ask-line", "2026-12-04")
        assert "Fri" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        assert action(app, "Name three").due == date(2026, 12, 4)
        assert any("Name three" in row and "Fri 4 Dec" in row for row in texts_of(app, "#item-rows"))

        await cursor_on(pilot, "#item-rows", "Choose the case")
        await press(pilot, "x")
        assert action(app, "Choose the case").state is ActionState.dropped
        assert any(row.startswith("[-] Choose") and "dropped" in row for row in texts_of(app, "#item-rows"))
        await press(pilot, "x")
        assert action(app, "Choose the case").state is ActionState.open
        assert on_disk(shelf, clock).open_actions == book_of(app).open_actions
        assert all(each.session_id == live_of(app).id for each in book_of(app).open_actions)


# After it


async def test_end_reopen_and_undo_of_the_end(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        clock.advance(600)
        await type_in(pilot, "not kept")
        await press(pilot, "f8")
        assert screen_name(app) == "SessionScreen"
        assert any("A line is not kept yet" in message for message in told(app))
        await press(pilot, "enter", "f8")
        assert screen_name(app) == "WrapUpScreen"
        [held] = book_of(app).sessions
        assert (held.state, held.ended_at) == (SessionState.held, clock.now())
        assert "Session 1 held: First meeting and ground rules" in screen_text(app)

        await press(pilot, "ctrl+z")
        assert screen_name(app) == "SessionScreen"
        assert live_of(app).state is SessionState.running
        assert live_of(app).current == "1-arrive"
        assert [note.text for note in notes_of(app)] == ["not kept"]
        await press(pilot, "f8")

        clock.advance(3600)
        await press(pilot, "f3")
        assert screen_name(app) == "SessionScreen"
        session = live_of(app)
        assert (session.state, session.away) == (SessionState.paused, 0)
        await press(pilot, "f5")
        assert live_of(app).state is SessionState.running
        await keep(pilot, "one thing more")
        await press(pilot, "f8", "f2")
        assert screen_name(app) == "PrepareScreen"
        assert "Before session 2" in screen_text(app)
        await press(pilot, "f8")
        assert screen_name(app) == "WrapUpScreen"
        assert "one thing more" in words_of(app, "#markdown")
    book = on_disk(shelf, clock)
    assert [session.state for session in book.sessions] == [SessionState.held]
    assert len(book.notes()) == 2


async def wrapped_up(pilot: Pilot[None]) -> MentorApp:
    """A session that was held, with one of each kind of line."""
    app = app_of(pilot)
    await start(pilot)
    for line in ("a note", "= Thursdays it is", "! Send it", "! Ring him @mentee", "~ between us", "? What next"):
        bar_of(app).bar.put(line)
        await press(pilot, "enter")
    await press(pilot, "f8")
    assert screen_name(app) == "WrapUpScreen"
    return app


async def test_wrapup_points_out_what_actions_lack(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        assert "2 actions lack who or when" in screen_text(app)
        rows = texts_of(app, "#wrapup")
        assert "[ ] Send it  who?  by when?" in rows
        assert "[ ] Ring him  Dr Noa Placeholder  by when?" in rows
        assert any("Thursdays it is" in row for row in rows)
        assert any("What next" in row for row in rows)

        await cursor_on(pilot, "#wrapup", "Send it")
        for owner in (Lead.mentor, Lead.mentee, Lead.both, None, Lead.mentor):
            await press(pilot, "o")
            assert action(app, "Send it").owner == owner
        await press(pilot, "m")
        await fill(pilot, "#ask-line", "2026-11-30")
        await press(pilot, "enter")
        assert action(app, "Send it").due == date(2026, 11, 30)
        assert "[ ] Send it  you  Mon 30 Nov" in texts_of(app, "#wrapup")
        assert "1 action lacks who or when" in screen_text(app)
        await cursor_on(pilot, "#wrapup", "Ring him")
        await press(pilot, "x")
        assert "without owner" not in screen_text(app)
        await press(pilot, "ctrl+z", "m", "enter")
        assert action(app, "Ring him").due is None


async def test_wrapup_has_actions_by_due_date_and_a_tick_moves_none(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for line in ("! Undated @me", "! Second @me ^4 dec", "! First @me ^30 nov", "! Third @me ^1 jan"):
            await keep(pilot, line)
        await press(pilot, "f8")

        def order() -> list[str]:
            return [row.record.text for row in rows_of(app, "#wrapup").rows if isinstance(row.record, Action)]

        assert order() == ["First", "Second", "Third", "Undated"]
        await cursor_on(pilot, "#wrapup", "First")
        await press(pilot, "enter")
        assert action(app, "First").state is ActionState.done
        assert order() == ["First", "Second", "Third", "Undated"]


async def test_next_date_is_in_my_zone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        await press(pilot, "f4")
        await fill(pilot, "#ask-line", "rubbish")
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await fill(pilot, "#ask-line", "2026-12-03 18:30")
        assert "Thu 3 Dec 18:30 (14:30 for Dr Noa Placeholder)" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        planned = on_disk(shelf, clock).planned
        assert planned is not None
        assert (planned.number, planned.planned_for) == (2, datetime(2026, 12, 3, 17, 30, tzinfo=UTC))
        assert "Next session: Thu 3 Dec 18:30 (14:30 for Dr Noa Placeholder)" in texts_of(app, "#wrapup")[0]
        await press(pilot, "f4")
        assert app.screen.query_one("#ask-line", Input).value == "2026-12-03 18:30"
        await fill(pilot, "#ask-line", "")
        await press(pilot, "enter")
        assert "not set yet" in texts_of(app, "#wrapup")[0]
        await press(pilot, "f2", "f4")
        await fill(pilot, "#ask-line", "2026-12-04")
        await press(pilot, "enter")
        assert any(row.startswith("Date: Fri 4 Dec 12:00") for row in texts_of(app, "#prepare"))


async def test_a_date_at_the_edge_of_time_is_no_crash(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        await fill(pilot, "#ask-line", "0001-01-01 00:00")
        assert app.is_running
        assert screen_name(app) == "Ask"


async def test_audience_decides_on_the_private_note(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        assert "between us" not in words_of(app, "#markdown")
        assert "private notes left out" in words_of(app, "#markdown-label")
        assert "a note" in words_of(app, "#markdown")
        assert "between us" not in screen_text(app)
        await press(pilot, "f6")
        assert "between us" in words_of(app, "#markdown")
        assert "private notes included" in words_of(app, "#markdown-label")
        await press(pilot, "f6")
        assert "between us" not in words_of(app, "#markdown")


async def test_saving_the_file_asks_before_it_replaces(shelf: Shelf, clock: FixedClock, tmp_path: Path) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        await press(pilot, "f9")
        assert app.screen.query_one("#ask-line", Input).value == str(Path.home() / "session-1-for-partner.md")
        await fill(pilot, "#ask-line", str(tmp_path / "missing" / "notes.md"))
        assert "there is no such folder" in screen_text(app)
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        assert not (tmp_path / "missing").exists()
        await fill(pilot, "#ask-line", str(tmp_path))
        assert "that is a folder" in screen_text(app)
        target = tmp_path / "notes.md"
        await fill(pilot, "#ask-line", str(target))
        await press(pilot, "enter")
        assert screen_name(app) == "WrapUpScreen"
        saved = target.read_text()
        assert "Thursdays it is" in saved
        assert "between us" not in saved
        assert any("Saved as" in message for message in told(app))

        target.write_text("mine")
        await press(pilot, "f9")
        await fill(pilot, "#ask-line", str(target))
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        assert "Enter replaces it" in screen_text(app)
        assert target.read_text() == "mine"
        await press(pilot, "escape")
        assert target.read_text() == "mine"
        await press(pilot, "f6", "f9")
        await fill(pilot, "#ask-line", str(target))
        await press(pilot, "enter", "enter")
        assert screen_name(app) == "WrapUpScreen"
        assert "between us" in target.read_text()


async def test_a_second_name_that_is_taken_is_asked_again(shelf: Shelf, clock: FixedClock, tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("one")
    two.write_text("two")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        await press(pilot, "f9")
        await fill(pilot, "#ask-line", str(one))
        await press(pilot, "enter")
        await fill(pilot, "#ask-line", str(two))
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        assert (one.read_text(), two.read_text()) == ("one", "two")
        await press(pilot, "enter")
        assert one.read_text() == "one"
        assert two.read_text().startswith("#")


@pytest.mark.parametrize("name", ["~nobody-here/notes.md", "/tmp/" + "n" * 300], ids=["nobody's home", "too long"])
async def test_a_path_that_cannot_be_is_no_crash(shelf: Shelf, clock: FixedClock, name: str) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        await press(pilot, "f9")
        await fill(pilot, "#ask-line", name)
        await press(pilot, "enter")
        assert app.is_running
        assert screen_name(app) in ("Ask", "WrapUpScreen")


async def test_changed_words_keep_their_line_ends(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        bar_of(app).bar.put("= one\ntwo")
        await press(pilot, "enter", "f8")
        await cursor_on(pilot, "#wrapup", "one")
        await press(pilot, "enter")
        await press(pilot, "end")
        await type_in(pilot, "!")
        await press(pilot, "enter")
        [note] = book_of(app).notes()
        assert (note.text, note.kind) == ("one\ntwo!", NoteKind.decision)


# Goals


async def test_goals_are_added_moved_reached_and_deleted(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "draft")
        await press(pilot, "f7")
        assert "No goals yet" in screen_text(app)
        await press(pilot, "n")
        await press(pilot, "f2")
        assert screen_name(app) == "GoalForm"
        await type_in(pilot, "Publish")
        await press(pilot, "enter", "right", "enter", "tab")
        assert app.focused is app.screen.query_one("#goal-measure")
        await type_in(pilot, "One paper")
        await press(pilot, "enter")
        [goal] = book_of(app).goals
        assert (goal.text, goal.measure, goal.horizon) == ("Publish", "One paper", Horizon.long)
        assert "Measure: One paper" in screen_text(app)

        await press(pilot, "plus", "plus", "minus", "plus")
        assert book_of(app).goals[0].progress == 20
        assert "20%" in screen_text(app)
        await press(pilot, "r")
        reached = book_of(app).goals[0]
        assert (reached.progress, reached.state, reached.reached_at) == (100, GoalState.reached, clock.now())
        assert "reached" in screen_text(app)

        await press(pilot, "enter")
        await fill(pilot, "#goal-text", "Publish twice")
        await press(pilot, "f2")
        assert [(each.text, each.progress) for each in book_of(app).goals] == [("Publish twice", 100)]
        await press(pilot, "delete")
        assert book_of(app).goals == []
        await press(pilot, "ctrl+z")
        assert [each.text for each in book_of(app).goals] == ["Publish twice"]
        await press(pilot, "escape")
        assert screen_name(app) == "SessionScreen"
        assert "1 reached" in words_of(app, "#progress")
        assert bar_of(app).text == "draft"
        assert app.focused is bar_of(app).bar
        await press(pilot, "f7", "r", "f7")
        assert "1 reached" not in words_of(app, "#progress")
        assert [each.progress for each in on_disk(shelf, clock).goals] == [20]


# The journal under the screens


async def test_undo_of_the_start_goes_back_and_leaves_nothing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "ctrl+z")
        assert screen_name(app) == "PrepareScreen"
        assert book_of(app).sessions == []
        await press(pilot, "ctrl+y")
        assert book_of(app).live is not None
        await press(pilot, "f2")
        assert screen_name(app) == "SessionScreen"
        assert live_of(app).number == 1


async def test_a_change_from_below_is_shown(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "! Send it ^2026-11-20")
        assert "1 late" in words_of(app, "#progress")
        late = actions_of(app)[0]
        moved = touch(late, clock.now(), due=None, text="Send it one day")
        desk_of(app).journal.commit(Change("move", (moved,)))
        await settle(pilot)
        assert "Send it one day" in screen_text(app)
        assert "late" not in words_of(app, "#progress")


async def test_hidden_private_lines_say_nothing_anywhere_on_view(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "~ a canary")
        assert "a canary" in screen_text(app)
        await press(pilot, "alt+h")
        assert "a canary" not in screen_text(app)
        assert "(private, hidden)" in screen_text(app)
        await press(pilot, "f8", "f6")
        assert "you alone" in screen_text(app)
        assert "a canary" not in screen_text(app)
        await press(pilot, "alt+h")
        assert "a canary" in screen_text(app)


async def test_a_private_note_stays_private_as_another_kind(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "~ a canary")
        await press(pilot, "shift+tab", "enter", "alt+q", "enter")
        found = [note for note in book_of(app).notes() if note.text == "a canary"]
        assert [(note.kind, note.lane) for note in found] == [(NoteKind.question, Lane.mine)]


async def test_a_line_outlives_the_undo_of_the_start(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "tab", "ctrl+z")
        assert screen_name(app) == "PrepareScreen"
        await press(pilot, "f2")
        assert app.screen.query_one("#bar", TextArea).text == "half a line"


async def test_the_list_waits_for_what_is_not_on_disk(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        with monkeypatch.context() as patch:
            patch.setattr("os.replace", full_disk)
            await keep(pilot, "kept in memory")
            await press(pilot, "f8", "escape", "escape")
            assert screen_name(app) == "PrepareScreen"
        await press(pilot, "escape")
        assert screen_name(app) == "HomeScreen"
    assert "kept in memory" in [note.text for note in on_disk(shelf, clock).notes()]


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_words_are_corrected_and_a_date_is_typed_anew(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        await cursor_on(pilot, "#wrapup", "Send it")
        await press(pilot, "e")
        await type_in(pilot, " soon")
        await press(pilot, "enter")
        assert action(app, "Send it").text == "Send it soon"
        await press(pilot, "m")
        await type_in(pilot, "30 nov")
        await press(pilot, "enter", "m")
        await type_in(pilot, "1 dec")
        await press(pilot, "enter")
        assert action(app, "Send it").due == date(2026, 12, 1)


async def test_the_wrapup_names_the_keys_of_actions_below_them(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await wrapped_up(pilot)
        rows = texts_of(app, "#wrapup")
        keys = rows[rows.index("[ ] Ring him  Dr Noa Placeholder  by when?") + 1]
        assert keys.startswith("Enter ticks, m date, o owner")


async def test_a_drop_says_how_it_is_taken_back(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(*demo[:1], clock, demo[1])
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await cursor_on(pilot, "#prepare", "[ ] Send the list")
        before = [each.state for each in book_of(app).actions]
        await press(pilot, "x")
        assert any("Ctrl+Z takes it up again" in message for message in told(app))
        await press(pilot, "ctrl+z")
        assert [each.state for each in book_of(app).actions] == before
