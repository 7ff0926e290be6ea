"""Private lines stay hidden on every page while Alt+H hides them, also from one mentorship to the next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mentor_tui.core import meeting, tasks
from mentor_tui.core.book import Book, Change
from mentor_tui.core.bring_back import why_not
from mentor_tui.core.records import Action, ActionState, Answer, Lane, Lead, make, touch
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    press,
    screen_name,
    screen_text,
    settle,
    told,
)
from tests.conftest import NOW, FixedClock, a_pair

SIZE = (120, 50)


async def test_hiding_holds_when_another_mentorship_is_opened(tmp_path: Path, clock: FixedClock) -> None:
    shelf = fresh(tmp_path, clock)
    fresh(tmp_path, clock, mentee="Dr Eva Example")
    app = app_on(shelf, clock, "dr-noa-placeholder")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "alt+h", "f10")
        await cursor_on(pilot, "#home", "Dr Eva Example")
        await press(pilot, "enter")
        assert desk_of(app).mentorship.mentee == "Dr Eva Example"
        assert desk_of(app).hides_private
        await press(pilot, "alt+h")
        assert not desk_of(app).hides_private


async def test_the_reason_of_a_private_action_is_hidden_with_it(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk = desk_of(app)
        desk.do(meeting.keep_action("Secret errand", Lead.mentor, None, None, NOW, Lane.mine))
        action = next(each for each in book_of(app).actions if each.text == "Secret errand")
        desk.do(tasks.close_action(action, ActionState.dropped, NOW, why="Canary reason"))
        await press(pilot, "ctrl+l", "4")
        await cursor_on(pilot, "#actions", action.id)
        assert "Canary reason" in screen_text(app)
        await press(pilot, "alt+h")
        assert "Canary" not in screen_text(app)
        await press(pilot, "r")
        assert screen_name(app) == "ActionsScreen"
        assert "hidden" in told(app)[-1]
        await press(pilot, "i")
        assert "Canary" not in screen_text(app)


async def test_a_hidden_answer_is_not_shown_to_be_edited(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        session = book_of(app).held[0]
        answer = make(Answer, NOW, key="own/q", question="Own", text="Canary", lane=Lane.mine, session_id=session.id)
        desk_of(app).do(Change("answer", (answer,)))
        await press(pilot, "ctrl+f")
        await cursor_on(pilot, "#history", session.title)
        await press(pilot, "enter")
        assert screen_name(app) == "PastScreen"
        await cursor_on(pilot, "#past", answer.id)
        await press(pilot, "alt+h", "e")
        assert screen_name(app) == "PastScreen"
        assert "Canary" not in screen_text(app)


@pytest.mark.parametrize("way", ["enter", "space"])
async def test_a_session_of_the_history_opens_from_the_list_itself(
    demo: tuple[Shelf, str], clock: FixedClock, way: str
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+f")
        await cursor_on(pilot, "#history", "Half-way check")
        await press(pilot, way)
        assert screen_name(app) == "PastScreen"
        assert app.is_running


async def test_what_is_done_to_a_line_is_said(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await cursor_on(pilot, "#prepare", "Name three people")
        await press(pilot, "delete")
        assert told(app)[-1] == "Deleted. Ctrl+Z brings it back."
        clock.advance(timedelta(minutes=1).total_seconds())
        await press(pilot, "ctrl+z", "ctrl+l")
        await cursor_on(pilot, "#actions", "Name three people")
        await press(pilot, "x", "4")
        await cursor_on(pilot, "#actions", "Name three people")
        await press(pilot, "enter")
        assert told(app)[-1] == "Taken up again. Ctrl+Z drops it again."


def test_a_part_of_a_split_action_that_was_deleted_comes_back() -> None:
    whole = make(Action, NOW, text="one two", order=1)
    book = Book([whole])
    split = tasks.split_action(book, whole, tasks.parts_of("one; two", a_pair(), NOW.date()), NOW, NOW.date())
    assert split is not None
    for record in book.ordered(split.puts):
        book.put(record)
    second = next(each for each in book.actions if each.text == "two")
    book.put(touch(second, NOW + timedelta(minutes=5), deleted_at=NOW + timedelta(minutes=5)))
    gone = book.get(Action, second.id)
    assert gone is not None
    assert why_not(book, gone) == ""


def test_an_answer_that_is_emptied_keeps_its_words_to_be_brought_back() -> None:
    answer = make(Answer, NOW, key="q", question="Q", text="Twice")
    (gone,) = meeting.change_answer(answer, " ", NOW).puts
    assert isinstance(gone, Answer)
    assert (gone.text, gone.deleted_at) == ("Twice", NOW)
