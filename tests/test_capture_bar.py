"""The one line to type into, driven by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.core import meeting, tasks
from mentor_tui.core.records import ActionState, Lane, Lead, NoteKind
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import in_order
from tests.app_helpers import (
    SIZE,
    actions_of,
    app_of,
    app_on,
    bar_of,
    book_of,
    cursor_on,
    desk_of,
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
from tests.conftest import NOW, FixedClock


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


@pytest_asyncio.fixture
async def pilot(shelf: Shelf, clock: FixedClock) -> AsyncIterator[Pilot[None]]:
    """A session that has just begun."""
    async with app_on(shelf, clock).run_test(size=SIZE) as pilot:
        await start(pilot)
        yield pilot


def preview(pilot: Pilot[None]) -> str:
    return words_of(app_of(pilot), "#preview")


async def test_every_kind_is_kept_and_the_focus_stays(pilot: Pilot[None], shelf: Shelf, clock: FixedClock) -> None:
    app = app_of(pilot)
    session = book_of(app).live
    assert session is not None
    for line in (
        "a plain note",
        "! Send the list @mentor ^fri",
        "= We meet on Thursdays",
        "? How did you choose",
        "~ Seemed tired",
        "\\! not an action",
    ):
        clock.advance(1)
        await keep(pilot, line)
        assert bar_of(app).text == ""
        assert app.focused is bar_of(app).bar

    assert [(note.text, note.kind, note.lane) for note in notes_of(app)] == [
        ("a plain note", NoteKind.note, Lane.pair),
        ("We meet on Thursdays", NoteKind.decision, Lane.pair),
        ("How did you choose", NoteKind.question, Lane.pair),
        ("Seemed tired", NoteKind.note, Lane.mine),
        ("! not an action", NoteKind.note, Lane.pair),
    ]
    assert all(note.session_id == session.id and note.item_id == "1-arrive" for note in notes_of(app))
    [action] = actions_of(app)
    assert (action.text, action.owner, action.due) == ("Send the list", Lead.mentor, date(2026, 11, 27))
    feed = texts_of(app, "#feed")
    assert [row[7:16].strip() for row in feed] == ["note", "action", "decision", "question", "private", "note"]
    assert "Send the list you" in screen_text(app)
    assert "Fri 27 Nov" in screen_text(app)
    assert len(on_disk(shelf, clock).notes()) == 5


async def test_nothing_is_kept_of_nothing(pilot: Pilot[None]) -> None:
    await press(pilot, "enter")
    await keep(pilot, "   ")
    await keep(pilot, "!")
    assert texts_of(app_of(pilot), "#feed") == []


async def test_preview_says_what_the_line_becomes(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    assert preview(pilot) == ""
    await type_in(pilot, "hello")
    assert preview(pilot).startswith("note · for you both")
    assert "Enter keeps it" in screen_text(app)
    await press(pilot, "escape")
    assert preview(pilot) == ""
    for line, words in (
        ("! Send it @noa ^tue", "action · Dr Noa Placeholder · due Tue 24 Nov"),
        ("! Send it @me ^2026-11-02", "due Mon 2 Nov 2026 (past)"),
        ("! Send it @nobody", "nobody here is called @nobody · stays in the words"),
        ("= Thursdays", "decision"),
        ("? What next", "question to ask next time · for you both"),
        ("~ tired", "private note · only you"),
    ):
        bar_of(app).bar.put(line)
        await pilot.pause()
        assert words in preview(pilot)
        assert words in screen_text(app)


async def test_history_by_the_arrows_gives_the_draft_back(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "first")
    await keep(pilot, "= second")
    await type_in(pilot, "draft")
    seen = []
    for key in ("up", "up", "up", "down", "down", "down"):
        await press(pilot, key)
        seen.append(bar_of(app).text)
    assert seen == ["= second", "first", "first", "= second", "draft", "draft"]
    assert len(notes_of(app)) == 2


async def test_a_line_of_the_history_can_be_kept_again(pilot: Pilot[None]) -> None:
    await keep(pilot, "again")
    await press(pilot, "up", "enter")
    assert [note.text for note in notes_of(app_of(pilot))] == ["again", "again"]


async def test_a_line_of_the_history_says_that_it_becomes_a_new_one(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    anew = "Enter keeps it as a new line; Shift+Tab, e changes the old one"
    await keep(pilot, "a fellwship")
    await keep(pilot, "! send the list @me")
    await type_in(pilot, "draft")
    assert preview(pilot) == "note · for you both   Enter keeps it"
    await press(pilot, "up", "up")
    assert preview(pilot) == f"note · for you both   {anew}"
    await press(pilot, "x")
    assert anew in preview(pilot)
    await press(pilot, "backspace")
    # The old one, as the preview says, and what was being typed is not lost.
    await press(pilot, "shift+tab")
    assert bar_of(app).text == "draft"
    await press(pilot, "e")
    assert bar_of(app).text == "a fellwship"
    assert "Enter changes it" in preview(pilot)
    await press(pilot, "escape")
    assert bar_of(app).text == "draft"
    await press(pilot, "down")
    assert bar_of(app).text == "draft"


async def test_a_changed_line_of_the_history_stays_in_the_bar(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "first")
    await type_in(pilot, "draft")
    await press(pilot, "up")
    await type_in(pilot, "!")
    await press(pilot, "tab")
    assert bar_of(app).text == "first!"
    await press(pilot, "escape", "down")
    assert bar_of(app).text == "draft"
    # Where an edit takes its place, it is found with Up.
    await press(pilot, "up")
    await type_in(pilot, "?")
    await press(pilot, "shift+tab", "e", "escape")
    assert bar_of(app).text == "draft"
    await press(pilot, "up")
    assert bar_of(app).text == "first?"
    assert preview(pilot) == "note · for you both   Enter keeps it"


async def test_only_what_stands_there_is_an_old_line(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "gone")
    await press(pilot, "ctrl+z", "up")
    assert bar_of(app).text == "gone"
    assert preview(pilot) == "note · for you both   Enter keeps it"
    await press(pilot, "shift+tab")
    assert bar_of(app).text == ""


async def test_a_draft_outlives_a_line_of_the_history_that_is_kept(pilot: Pilot[None]) -> None:
    await keep(pilot, "first")
    await type_in(pilot, "draft")
    await press(pilot, "up", "enter")
    seen = [bar_of(app_of(pilot)).text]
    for _ in range(3):
        await press(pilot, "up")
        seen.append(bar_of(app_of(pilot)).text)
    assert "draft" in seen


async def test_arrows_move_inside_a_note_of_several_lines(pilot: Pilot[None]) -> None:
    await keep(pilot, "before")
    await type_in(pilot, "one")
    await press(pilot, "ctrl+j")
    await type_in(pilot, "two")
    await press(pilot, "up", "x")
    assert bar_of(app_of(pilot)).text == "onex\ntwo"


async def test_pasted_lines_become_one_note(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await paste(pilot, "one\r\n  two\rthree\n\n\tfour")
    assert texts_of(app, "#feed") == []
    await press(pilot, "enter")
    assert [note.text for note in notes_of(app)] == ["one\n  two\nthree\n\n\tfour"]
    await type_in(pilot, "[]")
    await press(pilot, "left")
    await paste(pilot, "mid")
    assert bar_of(app).text == "[mid]"


async def test_escape_clears_and_the_history_keeps_it(pilot: Pilot[None]) -> None:
    await type_in(pilot, "not yet")
    await press(pilot, "escape")
    assert bar_of(app_of(pilot)).text == ""
    assert notes_of(app_of(pilot)) == []
    await press(pilot, "up")
    assert bar_of(app_of(pilot)).text == "not yet"


async def test_a_line_of_the_feed_is_changed_in_the_bar(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "a fellwship")
    before = notes_of(app)[0]
    await type_in(pilot, "draft")
    await press(pilot, "shift+tab")
    assert rows_of(app, "#feed").has_focus
    await press(pilot, "enter")
    assert bar_of(app).bar.has_focus
    assert bar_of(app).text == "a fellwship"
    assert "Enter changes it" in preview(pilot)
    await type_in(pilot, "!")
    await press(pilot, "enter")
    [after] = notes_of(app)
    assert (after.id, after.text, after.created_at) == (before.id, "a fellwship!", before.created_at)
    assert bar_of(app).text == "draft"
    await press(pilot, "enter")
    assert [note.text for note in notes_of(app)] == ["a fellwship!", "draft"]


async def test_escape_leaves_the_edited_line_as_it_was(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "kept")
    await type_in(pilot, "draft")
    await press(pilot, "shift+tab", "e")
    await type_in(pilot, " no")
    await press(pilot, "escape")
    assert [note.text for note in notes_of(app)] == ["kept"]
    assert bar_of(app).text == "draft"
    await press(pilot, "enter")
    assert [note.text for note in notes_of(app)] == ["kept", "draft"]


async def test_editing_changes_the_kind(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "call the dean")
    await press(pilot, "shift+tab", "enter", "alt+a")
    assert bar_of(app).text == "! call the dean"
    await type_in(pilot, " @me")
    await press(pilot, "enter")
    assert notes_of(app) == []
    [action] = actions_of(app)
    assert (action.text, action.owner) == ("call the dean", Lead.mentor)

    await press(pilot, "shift+tab", "enter", "alt+d", "enter")
    assert actions_of(app) == []
    [note] = notes_of(app)
    assert note.kind is NoteKind.decision
    assert note.text.startswith("call the dean")
    await press(pilot, "ctrl+z")
    assert notes_of(app) == []
    assert [each.id for each in actions_of(app)] == [action.id]


async def test_an_edit_is_kept_when_its_line_was_deleted_meanwhile(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "a thought")
    await press(pilot, "shift+tab", "enter")
    await type_in(pilot, " that matters")
    await press(pilot, "shift+tab", "delete")
    bar_of(app).bar.focus()
    await press(pilot, "enter")
    assert "a thought that matters" in [note.text for note in notes_of(app)]


async def test_delete_in_the_feed_and_undo(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "one")
    await keep(pilot, "two")
    await press(pilot, "shift+tab", "delete")
    assert [note.text for note in notes_of(app)] == ["one"]
    assert "two" not in "".join(texts_of(app, "#feed"))
    await press(pilot, "ctrl+z")
    assert [note.text for note in notes_of(app)] == ["one", "two"]
    assert app.focused is rows_of(app, "#feed")


async def test_a_note_becomes_an_action_with_two_keys(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "send the list")
    await press(pilot, "shift+tab", "a")
    assert notes_of(app) == []
    assert [(action.text, action.owner, action.due) for action in actions_of(app)] == [("send the list", None, None)]
    assert "[ ] send the list" in texts_of(app, "#feed")[0]
    await press(pilot, "escape")
    assert app.focused is bar_of(app).bar


async def test_a_letter_that_changes_a_line_says_what_it_did(
    pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(pilot)
    monkeypatch.setattr(in_order, "SENTENCE", 0.0)
    await keep(pilot, "Line three")
    await press(pilot, "shift+tab", "a")
    assert told(app) == ['Made an action: "Line three". Ctrl+Z takes it back.']
    for who in ("you", "Dr Noa Placeholder", "both of you", "nobody"):
        await press(pilot, "o")
        assert sorted(told(app)) == [f'"Line three" is for {who}. Ctrl+Z takes it back.']
    await press(pilot, "x")
    assert told(app) == ["Dropped. r says why, Ctrl+Z takes it up again."]
    await press(pilot, "x")
    assert told(app) == ["Taken up again. Ctrl+Z drops it again."]
    await press(pilot, "ctrl+z", "ctrl+z", "escape")
    await keep(pilot, "~ [b]mine[/b]")
    await press(pilot, "ctrl+t")
    assert told(app) == ['Made an action: "[b]mine[/b]". Ctrl+Z takes it back.']
    await press(pilot, "ctrl+z", "alt+h", "ctrl+t")
    assert "mine" not in told(app)[-1]


@pytest.mark.parametrize("first", list("amxre"))
async def test_a_sentence_typed_over_the_kept_lines_arrives_but_for_a_key(pilot: Pilot[None], first: str) -> None:
    app = app_of(pilot)
    await keep(pilot, "kept")
    await press(pilot, "shift+tab")
    rest = " room for more axes"
    for letter in first + rest:
        app.post_message(events.Key("space" if letter == " " else letter, letter))
    await settle(pilot)
    assert app.focused is bar_of(app).bar
    assert bar_of(app).text == ("kept" if first == "e" else "") + rest
    assert len(notes_of(app)) + len(actions_of(app)) == 1


async def test_letters_one_by_one_stay_the_keys_of_a_line(pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(pilot)
    monkeypatch.setattr(in_order, "SENTENCE", 0.0)
    await keep(pilot, "kept")
    await press(pilot, "shift+tab", "a", "o", "x")
    assert app.focused is rows_of(app, "#feed")
    [action] = actions_of(app)
    assert (action.state, action.owner) == (ActionState.dropped, Lead.mentor)


async def test_ctrl_t_turns_the_last_note_and_leaves_the_bar_alone(pilot: Pilot[None], clock: FixedClock) -> None:
    app = app_of(pilot)
    await press(pilot, "ctrl+t")
    assert actions_of(app) == []
    await keep(pilot, "one")
    clock.advance(1)
    await keep(pilot, "two")
    await type_in(pilot, "typing")
    await press(pilot, "ctrl+t")
    assert [note.text for note in notes_of(app)] == ["one"]
    assert [action.text for action in actions_of(app)] == ["two"]
    assert bar_of(app).text == "typing"
    assert app.focused is bar_of(app).bar


async def test_undo_and_redo_with_an_empty_bar_and_with_text(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "kept")
    await type_in(pilot, "typed")
    await press(pilot, "ctrl+z")
    assert [note.text for note in notes_of(app)] == ["kept"]
    assert bar_of(app).text == ""
    await press(pilot, "ctrl+y")
    # With an empty bar, redo is the journal's, which has nothing to redo.
    assert [note.text for note in notes_of(app)] == ["kept"]
    await press(pilot, "ctrl+z")
    assert notes_of(app) == []
    assert texts_of(app, "#feed") == []
    await press(pilot, "ctrl+y")
    assert [note.text for note in notes_of(app)] == ["kept"]
    await press(pilot, "ctrl+z", "ctrl+shift+z")
    assert [note.text for note in notes_of(app)] == ["kept"]


async def test_keys_give_the_line_its_kind(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    for key, line in (
        ("alt+a", "! ring him"),
        ("alt+d", "= ring him"),
        ("alt+q", "? ring him"),
        ("alt+p", "~ ring him"),
        ("alt+n", "ring him"),
    ):
        for before in ("ring him", "! ring him", "=ring him"):
            bar_of(app).bar.put(before)
            await press(pilot, key)
            assert bar_of(app).text == line
    await type_in(pilot, " up")
    assert bar_of(app).text == "ring him up"


async def test_plain_letters_are_only_text(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    session = book_of(app).live
    letters = "qnamxorejk1+-=!?~ "
    await type_in(pilot, letters)
    assert bar_of(app).text == letters
    assert screen_name(app) == "SessionScreen"
    assert book_of(app).live == session
    assert texts_of(app, "#feed") == []


async def test_feed_puts_the_cursor_on_what_came_last(pilot: Pilot[None], clock: FixedClock) -> None:
    for number in range(12):
        clock.advance(1)
        await keep(pilot, f"line {number}")
    row = rows_of(app_of(pilot), "#feed").row
    assert row is not None
    assert row.content.plain.endswith("line 11")
    assert "line 11" in screen_text(app_of(pilot))
    await cursor_on(pilot, "#feed", "line 3")
    await press(pilot, "delete")
    assert "line 3" not in [note.text for note in notes_of(app_of(pilot))]
    assert len(notes_of(app_of(pilot))) == 11


async def test_letters_typed_at_once_are_cut_where_enter_was(pilot: Pilot[None]) -> None:
    """As a fast typist or a slow machine gives them: nothing waits for the program between the keys."""
    app = app_of(pilot)
    for letter in "one two":
        app.post_message(events.Key("space" if letter == " " else letter, letter))
    app.post_message(events.Key("enter", "\r"))
    for letter in "three":
        app.post_message(events.Key(letter, letter))
    app.post_message(events.Key("enter", "\r"))
    for letter in "rest":
        app.post_message(events.Key(letter, letter))
    await pilot.pause()
    await pilot.pause()
    assert [note.text for note in notes_of(app)] == ["one two", "three"]
    assert bar_of(app).text == "rest"


async def test_keys_that_come_at_once_act_in_their_order(pilot: Pilot[None]) -> None:
    """As over a slow line: Backspace takes the letter before it, not one that was pressed later."""

    async def burst(*keys: str) -> None:
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)

    app = app_of(pilot)
    typed = (*"abc", "backspace", *"x", "home", *"o", "right", *"y", "end", "left", "delete", *"z")
    await burst(*typed)
    assert bar_of(app).text == "oaybz"
    await press(pilot, "f7", "n")
    await burst(*typed)
    assert app.screen.query_one("#goal-text", Input).value == "oaybz"
    await burst(*"no", "ctrl+u", *"yes", "enter")
    assert app.screen.query_one("#goal-text", Input).value == "yes"
    assert app.screen.query_one("#horizon").has_focus


async def test_undo_comes_after_the_line_before_it(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "one")
    for key in (*"two", "enter", "ctrl+z"):
        app.post_message(events.Key(key, key if len(key) == 1 else None))
    await settle(pilot)
    assert [note.text for note in notes_of(app)] == ["one"]
    await press(pilot, "ctrl+y")
    assert [note.text for note in notes_of(app)] == ["one", "two"]


async def test_a_name_of_nobody_is_seen_while_typing_and_when_it_is_kept(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await type_in(pilot, "! Send the letter @Bob ^tue")
    assert preview(pilot).startswith("action · nobody here is called @Bob · due Tue 24 Nov · stays in the words")
    await press(pilot, "enter")
    assert texts_of(app, "#feed")[-1].endswith("[ ] Send the letter @Bob  Tue 24 Nov  who? nobody here is called @Bob")
    for line in ("! Send it @me @Bob", "! Send it", "! Send it \\@mentor", "! Mail a@b.com @ home"):
        await keep(pilot, line)
        assert "who?" not in texts_of(app, "#feed")[-1]
    await keep(pilot, "! Ask @[b]x[/b]")
    assert texts_of(app, "#feed")[-1].endswith("who? nobody here is called @[b]x[/b]")


async def test_a_name_of_nobody_is_seen_in_a_narrow_terminal(pilot: Pilot[None]) -> None:
    await pilot.resize_terminal(45, 30)
    await settle(pilot)
    await type_in(pilot, "! Send the letter @Bob ^tue")
    assert "action · nobody here is called @Bob" in screen_text(app_of(pilot))
    await press(pilot, "enter")
    assert "who? nobody here is called @Bob" in " ".join(screen_text(app_of(pilot)).split())


async def test_what_is_done_or_hidden_is_not_asked_for_who(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    desk = desk_of(app)
    desk.do(meeting.keep_action("Secret @Bob", None, None, live_of(app), NOW, Lane.mine))
    await pilot.pause()
    assert "nobody here is called @Bob" in texts_of(app, "#feed")[-1]
    await press(pilot, "alt+h")
    assert "Bob" not in "".join(texts_of(app, "#feed"))
    await press(pilot, "alt+h")
    desk.do(tasks.close_action(actions_of(app)[-1], ActionState.done, NOW))
    await pilot.pause()
    assert "who?" not in texts_of(app, "#feed")[-1]


async def test_a_kept_action_is_edited_as_it_is_read(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    await keep(pilot, "! Send the letter @Bob @me ^13 dec")
    await press(pilot, "tab", "tab")
    await cursor_on(pilot, "#feed", "Send the letter")
    await press(pilot, "e")
    assert bar_of(app).bar.text == "! Send the letter @Bob @mentor ^Sun 13 Dec 2026"
    before = actions_of(app)[-1]
    await press(pilot, "end", "space", "enter")
    after = actions_of(app)[-1]
    assert (after.text, after.owner, after.due) == (before.text, before.owner, before.due)
