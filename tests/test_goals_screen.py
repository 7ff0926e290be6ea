"""The page of goals: dropped with a reason, seen over time, linked to what shows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mentor_tui.core import meeting
from mentor_tui.core.records import Action, Goal, Horizon, Lane, make
from mentor_tui.core.settings import Settings
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fill,
    fresh,
    keep,
    on_disk,
    press,
    screen_name,
    screen_text,
    settle,
    type_in,
    words_of,
)
from tests.conftest import NOW, FixedClock


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


async def test_a_goal_is_dropped_with_a_reason_and_comes_back(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk_of(app).do(meeting.add_goal("Publish", Horizon.short, "One paper", NOW))
        await press(pilot, "f7", "plus", "plus", "x")
        await keep(pilot, "No data")
        [goal] = on_disk(shelf, clock).goals
        assert (goal.state.value, goal.why, goal.progress) == ("dropped", "No data", 20)
        assert "dropped Mon 23 Nov at 20%: No data" in screen_text(app)
        await press(pilot, "plus", "r")
        assert book_of(app).goals[0].progress == 20
        await press(pilot, "x")
        assert (book_of(app).goals[0].state.value, book_of(app).goals[0].why) == ("open", "")


async def test_a_goal_is_seen_over_time_with_what_shows_it(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f7")
        assert "0% Sep, 50% Oct, 100% Nov" in screen_text(app)
        await cursor_on(pilot, "#goals", "Lead the journal club")
        await press(pilot, "l")
        await type_in(pilot, "rehearse")
        await press(pilot, "enter")
        text = screen_text(app)
        assert "What shows it" in text
        assert "Rehearse the journal club talk" in text.partition("What shows it")[2]
        assert "Nothing is linked" not in text
        await press(pilot, "ctrl+z")
        assert "Nothing is linked yet" in screen_text(app)
        await press(pilot, "ctrl+l")
        assert screen_name(app) == "ActionsScreen"


async def test_a_narrow_page_opens_all_about_a_goal(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "f7")
        assert "Reviews" not in screen_text(app)
        await press(pilot, "i")
        assert screen_name(app) == "Read"
        assert "What shows it" in screen_text(app)
        await press(pilot, "escape")
        assert screen_name(app) == "GoalsScreen"


async def test_hidden_private_lines_are_not_offered_as_evidence(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        secret = make(Action, NOW, text="Secret plan", lane=Lane.mine)
        desk_of(app).journal.commit(meeting.edit_goal(make(Goal, NOW, text="Publish", evidence=(secret.id,))))
        desk_of(app).do(meeting.replace(book_of(app), secret, secret, NOW))
        await press(pilot, "f7")
        assert "Secret plan" in screen_text(app)
        await press(pilot, "alt+h")
        assert "Secret plan" not in screen_text(app)
        await press(pilot, "l")
        assert screen_name(app) == "GoalsScreen"


async def test_the_goal_form_reads_the_day_in_the_users_order(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk_of(app).settings = Settings(day_first=False)
        await press(pilot, "f7", "n")
        await type_in(pilot, "Publish")
        await fill(pilot, "#goal-by", "3/4")
        assert "Thursday March 4, 2027" in words_of(app, "#goal-by-told")
        await press(pilot, "f2")
        assert book_of(app).goals[0].by == date(2027, 3, 4)
