"""The page before a session: what stands on it and in which order, and what is done there on the eve."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from textual.widgets import Input

from mentor_tui.core import meeting
from mentor_tui.core.book import Change
from mentor_tui.core.records import Action, ActionState, Lane, Lead, Note, NoteKind, Session, make, touch
from mentor_tui.data.shelf import Shelf
from mentor_tui.export.audience import Audience
from mentor_tui.export.brief import brief_markdown
from mentor_tui.screens.library import about_rows
from mentor_tui.screens.prepare import PrepareScreen
from mentor_tui.widgets.item_panel import MOST_ASKED
from tests.app_helpers import (
    HOSTILE,
    SIZE,
    app_on,
    book_of,
    controls_on,
    cursor_on,
    desk_of,
    fill,
    fresh,
    on_disk,
    press,
    rows_of,
    screen_lines,
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

ORDER = [
    "Agreed last time",
    "Late",
    "Due by the session",
    "Due after it",
    "Without an owner or a date",
    "To ask this time",
    "Documents still to do",
    "Right before the call",
    "Your part",
    "Agenda, 60 minutes planned",
    "Last session",
    "Elsewhere",
]
EVE = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # the session is on Wednesday at half past five (UTC)


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    """A mentorship that has had no session."""
    return fresh(tmp_path / "shelf", clock)


def headings(rows: list[str]) -> list[str]:
    """The headings on the page: each comes after a gap."""
    return [row for before, row in pairwise(rows) if before == ""]


def action_of(actions: list[Action], beginning: str) -> Action:
    return next(action for action in actions if action.text.startswith(beginning))


async def test_what_stands_on_the_page_and_in_which_order(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        rows = texts_of(app, "#prepare")
        assert rows[0] == "F2 starts session 4"
        assert rows[1].startswith("Date: Wed 25 Nov 18:30")
        assert headings(rows) == ORDER
        assert rows[rows.index("Agreed last time") + 1].startswith("- We look at the pace together")
        assert words_of(app, "#prepare-head").endswith("with Dr Noa Placeholder   3 left, 111 days: one every 5 weeks")
        assert not any(row.startswith("Pace:") for row in rows)
        top = screen_text(app)
        assert top.index("F2 starts") < top.index("Date:") < top.index("Late") < top.index("Due by the session")


async def test_on_a_narrow_screen_the_pace_is_a_row(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await settle(pilot)
        assert words_of(app, "#prepare-head") == "Session 4 with Dr Noa Placeholder"
        assert "Pace: 3 left, 111 days: one every 5 weeks" in texts_of(app, "#prepare")
        assert any("late by" in line for line in screen_lines(app))  # in sight without scrolling
        assert all(len(line) <= 50 for line in screen_lines(app))


async def test_the_eve_of_a_session(demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path) -> None:
    """Tick two actions, give one another date, add two questions and an action, read the brief."""
    shelf, _ = demo
    clock.set(EVE)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for beginning in ("Send the list", "Choose the case"):
            await cursor_on(pilot, "#prepare", beginning)
            await press(pilot, "enter")
        assert "Nothing is late." in texts_of(app, "#prepare")

        await cursor_on(pilot, "#prepare", "Name three people")
        await press(pilot, "m")
        await fill(pilot, "#ask-line", "4 dec")
        await press(pilot, "enter")

        for question in ("Whom would you ask first?", "? How long is enough"):
            await press(pilot, "q")
            await type_in(pilot, question)
            await press(pilot, "enter")
        rows = texts_of(app, "#prepare")
        place = rows.index("To ask this time")
        assert rows[place + 3 : place + 5] == ["[ ] Whom would you ask first?", "[ ] How long is enough"]

        await press(pilot, "n")
        await type_in(pilot, "Print the talk @mentee ^wed")
        assert "action · Dr Noa Placeholder · due Wed 25 Nov" in screen_text(app)
        await press(pilot, "enter")
        rows = texts_of(app, "#prepare")
        due = rows[rows.index("Due by the session") : rows.index("Due after it")]
        assert any(row.startswith("[ ] Print the talk  Dr Noa Placeholder  Wed 25 Nov") for row in due)

        await press(pilot, "b")
        assert app.screen.query_one("#ask-line", Input).value.endswith("brief-4-for-me.md")
        path = tmp_path / "brief.md"
        await fill(pilot, "#ask-line", str(path))
        await press(pilot, "enter")
        written = path.read_text(encoding="utf-8")
        screen = app.screen
        assert isinstance(screen, PrepareScreen)
        assert written == brief_markdown(screen.brief, book_of(app), desk_of(app).pack, Audience.me)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    book = on_disk(shelf, clock)
    assert [action_of(book.actions, each).state for each in ("Send the list", "Choose the case")] == [
        ActionState.done,
        ActionState.done,
    ]
    assert action_of(book.actions, "Name three people").due == date(2026, 12, 4)
    fresh_notes = [note for note in book.notes() if note.created_at >= EVE]
    assert [(note.text, note.kind, note.lane, note.session_id) for note in fresh_notes] == [
        ("Whom would you ask first?", NoteKind.question, Lane.pair, None),
        ("How long is enough", NoteKind.question, Lane.pair, None),
    ]
    fresh_action = action_of(book.actions, "Print the talk")
    assert (fresh_action.owner, fresh_action.due) == (Lead.mentee, date(2026, 11, 25))
    for line in ("- [ ] Whom would you ask first?", "- [ ] Print the talk — Dr Noa Placeholder, due Wed 25 Nov 2026"):
        assert line in written
    assert "Send the list" not in written
    assert "## Late\n\nNothing is late." in written


async def test_what_was_kept_there_is_undone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        assert "Nothing is open." in texts_of(app, "#prepare")
        await press(pilot, "q")
        await type_in(pilot, "Why here?")
        await press(pilot, "enter", "n")
        await type_in(pilot, "Call")
        await press(pilot, "enter")
        assert "To ask this time" in texts_of(app, "#prepare")
        assert "[ ] Call  who?  by when?" in texts_of(app, "#prepare")
        await press(pilot, "ctrl+z", "ctrl+z")
        assert "To ask this time" not in texts_of(app, "#prepare")
        assert "Nothing is open." in texts_of(app, "#prepare")
        await press(pilot, "ctrl+y")
        assert [note.text for note in on_disk(shelf, clock).notes()] == ["Why here?"]


async def test_a_question_kept_there_while_a_session_is_on_is_for_the_next(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.push_screen(PrepareScreen(desk_of(app)))
        await settle(pilot)
        await press(pilot, "q")
        await type_in(pilot, "Why here?")
        await press(pilot, "enter")
        assert told(app)[-1] == "It is kept for the next session."
        assert "To ask this time" not in texts_of(app, "#prepare")


async def test_a_question_kept_before_the_first_session_stands_in_it(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q")
        await type_in(pilot, "Why here?")
        await press(pilot, "enter")
        clock.advance(60)
        await start(pilot)
        rows = texts_of(app, "#item-rows")
        assert rows[-2:] == ["To ask this time", "[ ] Why here?"]
        assert len(rows) > 3
        await cursor_on(pilot, "#item-rows", "Why here?")
        await press(pilot, "enter")
        assert [note.asked for note in on_disk(shelf, clock).notes()] == [True]
        assert texts_of(app, "#item-rows")[-1] == "[x] Why here?"
        await press(pilot, "f2")
        assert "To ask this time" not in texts_of(app, "#item-rows")


async def test_nothing_typed_is_no_question_and_what_was_left_stands_there_again(
    shelf: Shelf, clock: FixedClock
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q", "enter")
        assert screen_name(app) == "Ask"
        await type_in(pilot, "  ?  ")
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await press(pilot, "escape")
        assert book_of(app).notes() == []
        desk_of(app).drafts.put("action", {"text": "Half an act"})
        await press(pilot, "n")
        assert app.screen.query_one("#ask-line", Input).value == "Half an act"


async def test_sections_that_are_empty_are_not_shown(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        found = headings(texts_of(app, "#prepare"))
        assert found[0] == "Actions"
        for title in ("Agreed last time", "Late", "To ask this time", "After the last session", "Last session"):
            assert title not in found
        desk_of(app).do(meeting.keep_action("Write", Lead.mentor, date(2026, 12, 1), None, NOW))
        await settle(pilot)
        rows = texts_of(app, "#prepare")
        assert rows[rows.index("Late") + 1] == "Nothing is late."
        assert rows[rows.index("Open") + 1].startswith("[ ] Write")  # no date yet, so neither before nor after it


async def test_a_session_that_was_planned_and_not_held_is_said(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    told_so = "Session 4 was planned for Wed 25 Nov and was not held. F4 gives it another date."
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert told_so not in texts_of(app, "#prepare")
        clock.set(datetime(2026, 11, 25, 21, 0, tzinfo=UTC))  # the same evening: it may begin late
        await press(pilot, "f7", "f7")
        assert told_so not in texts_of(app, "#prepare")
        clock.set(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
        await press(pilot, "f7", "f7")
        assert told_so in texts_of(app, "#prepare")
        await press(pilot, "f4")
        await fill(pilot, "#ask-line", "2026-11-30 18:30")
        await press(pilot, "enter")
        assert not any("was not held" in row for row in texts_of(app, "#prepare"))


async def test_the_help_says_what_is_saved_or_reopened(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f1")
        assert "Look at the last session, save it or reopen it" in screen_text(app)


async def test_documents_that_could_not_be_read_are_said_to_be_unknown(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        told = "ISAPS Mentor Resource Hub, text not included"
        assert any(told in row for row in texts_of(app, "#prepare"))
        assert any(told in str(row.content) for row in about_rows(desk_of(app)))


async def test_while_a_session_is_on_it_is_said_since_when(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "f2", "f5")  # begun, and paused
        app.push_screen(PrepareScreen(desk_of(app)))
        await settle(pilot)
        assert texts_of(app, "#prepare")[:3] == [
            "F2 goes on with the session",
            f"On since: {desk_of(app).when(NOW)}, paused now",
            "Next date: no date yet   F4",
        ]
        assert "Session 4 is paused" in screen_text(app)


async def test_each_other_page_is_a_line_with_its_key(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        rows = texts_of(app, "#prepare")
        found = rows[rows.index("Elsewhere") + 1 :]
        keys = ("Ctrl+L", "Ctrl+N", "Ctrl+F", "Ctrl+R", "Ctrl+O", "F7")
        assert [next(key for key in keys if f"  {key}" in row) for row in found[: len(keys)]] == list(keys)
        assert any("Certificate: 2 of 11 done" in row for row in found)
        for key, page in (
            ("way open_goals", "GoalsScreen"),
            ("way open_library", "LibraryScreen"),
            ("way open_programme", "ProgrammeScreen"),
            ("agenda", "AgendaScreen"),
            ("Session 3: ", "WrapUpScreen"),
        ):
            await cursor_on(pilot, "#prepare", key)
            await press(pilot, "enter")
            assert screen_name(app) == page
            await press(pilot, "escape")
            assert screen_name(app) == "PrepareScreen"


async def test_a_goal_without_movement_leads_to_the_goals(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    clock.set(NOW + timedelta(days=60))
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        rows = texts_of(app, "#prepare")
        place = rows.index("Goals without movement")
        assert rows[place + 1].startswith("- A fellowship year in reconstructive microsurgery  10%, since Tue 10 Nov")
        await cursor_on(pilot, "#prepare", "A fellowship year")
        await press(pilot, "enter")
        assert screen_name(app) == "GoalsScreen"


async def test_how_often_an_action_was_moved_stands_on_it(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        late = action_of(book_of(app).actions, "Send the list")
        desk_of(app).do(Change("move", (touch(late, NOW, moved=3, slipped=1),)))
        await settle(pilot)
        assert any(row.endswith("late by 5 days, moved 3 times") for row in texts_of(app, "#prepare"))


async def test_many_decisions_do_not_push_what_is_late_off_the_page(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        last: Session = book_of(app).held[-1]
        for number in range(20):
            note = meeting.keep_note(f"Agreed {number}", NoteKind.decision, Lane.pair, last, NOW)
            desk_of(app).do(note)
        await settle(pilot)
        assert "and 15 more: F8" in texts_of(app, "#prepare")
        assert "late by 5 days" in screen_text(app)


async def test_hidden_private_lines_say_nothing(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        last = book_of(app).held[-1]
        desk_of(app).do(meeting.keep_note("Canary one", NoteKind.decision, Lane.mine, last, NOW))
        desk_of(app).do(meeting.keep_note("Canary two", NoteKind.question, Lane.mine, None, NOW))
        await settle(pilot)
        assert "Canary" in "\n".join(texts_of(app, "#prepare"))
        await press(pilot, "alt+h")
        assert "Canary" not in "\n".join(texts_of(app, "#prepare"))


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_stays_as_typed(demo: tuple[Shelf, str], clock: FixedClock, text: str) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk, last = desk_of(app), book_of(app).held[-1]
        desk.do(meeting.keep_note(text, NoteKind.decision, Lane.pair, last, NOW))
        for goal in book_of(app).goals:
            desk.do(Change("edit", (touch(goal, NOW - timedelta(days=99), text=text, trail=()),)))
        await press(pilot, "q")
        await type_in(pilot, text)
        await press(pilot, "enter")
        rows = "\n".join(texts_of(app, "#prepare"))
        assert rows.count(text) >= 3
        assert controls_on(app) == []


async def test_a_second_window_keeps_nothing(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock):
        before = shelf.path(name).read_bytes()
        app = app_on(shelf, clock)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "q")
            await type_in(pilot, "Why?")
            await press(pilot, "enter")
            assert any("another window" in word or "read" in word for word in told(app))
            assert not any("under what to ask" in word for word in told(app))
            await press(pilot, "q")  # what was typed is still there
            assert app.screen.query_one("#ask-line", Input).value == "Why?"
        assert shelf.path(name).read_bytes() == before


async def test_keys_in_haste_reach_a_page_that_is_there(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("end", "enter", "escape", "home", "end", "enter", "escape", "q", "escape", "n", "escape", "b"):
            await pilot.press(key)
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"
        assert rows_of(app, "#prepare").row is not None


async def test_an_item_lists_as_many_questions_as_can_be_asked(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        kept = [make(Note, NOW, kind=NoteKind.question, text=f"Question {n}?") for n in range(MOST_ASKED + 10)]
        desk_of(app).journal.commit(Change("keep questions", tuple(kept)))
        await start(pilot)
        rows = texts_of(app, "#item-rows")
        assert sum(row.startswith("[ ] Question") for row in rows) == MOST_ASKED
        assert rows[-1] == "and 10 more: Ctrl+F, kind:question"
