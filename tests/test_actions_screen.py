"""The page of all actions: what is found, what the keys do, and what becomes of one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting
from mentor_tui.core.records import Action, ActionState, Goal, Lane, Lead
from mentor_tui.core.settings import Settings
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.base import DeskScreen
from tests.app_helpers import (
    HOSTILE,
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fill,
    fresh,
    keep,
    live_of,
    on_disk,
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


def action(app: MentorApp, beginning: str) -> Action:
    """The action whose words begin like that."""
    return next(each for each in book_of(app).actions if each.text.startswith(beginning))


def shown(app: MentorApp) -> list[str]:
    """The actions on view."""
    return [row.record.text for row in rows_of(app, "#actions").rows if isinstance(row.record, Action)]


async def test_an_empty_page_says_what_to_press_and_n_adds(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        assert screen_name(app) == "ActionsScreen"
        assert "Press n to add the first" in screen_text(app)
        await press(pilot, "x", "m", "s", "g", "k", "i", "r", "delete", "enter")
        assert screen_name(app) == "ActionsScreen"
        await press(pilot, "n")
        await type_in(pilot, "Send the list @mentor ^15 jan")
        assert "action · you · due Fri 15 Jan 2027" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        [one] = on_disk(shelf, clock).actions
        assert (one.text, one.owner, one.due) == ("Send the list", Lead.mentor, date(2027, 1, 15))
        await press(pilot, "ctrl+z")
        assert book_of(app).actions == []


async def test_a_new_action_stands_in_the_session_that_is_on(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "ctrl+l", "n")
        await keep(pilot, "Send it")
        assert action(app, "Send it").session_id == live_of(app).id
        await press(pilot, "escape")
        assert any("Send it" in row for row in texts_of(app, "#feed"))


async def test_filters_and_search(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        assert words_of(app, "#actions-told") == "Open actions of both, any goal"
        assert len(shown(app)) == 6
        await press(pilot, "2")
        assert shown(app) == ["Send the list of fellowship programmes with names to write to"]
        assert "[2: late]" in words_of(app, "#actions-keys")
        await press(pilot, "3")
        assert "Put all six dates in both calendars" in shown(app)
        assert "Done before" in screen_text(app)
        await press(pilot, "4")
        assert all(action(app, text).state is ActionState.dropped for text in shown(app))
        await press(pilot, "0")
        assert len(shown(app)) == len(book_of(app).actions)
        await press(pilot, "1", "w")
        assert "Open actions of yours" in words_of(app, "#actions-told")
        assert all(action(app, text).owner in (Lead.mentor, Lead.both) for text in shown(app))
        await press(pilot, "w", "w")
        assert shown(app) == ["Compare how each of us opens a morning briefing"]
        await press(pilot, "w", "slash")
        await type_in(pilot, "LIST 1n")
        assert shown(app) == []
        assert "No action is like that" in screen_text(app)
        await fill(pilot, "#actions-search", "list names")
        assert len(shown(app)) == 1
        await press(pilot, "escape")
        assert app.focused is rows_of(app, "#actions")
        assert len(shown(app)) == 1
        await press(pilot, "escape")
        assert len(shown(app)) == 6
        await press(pilot, "b")
        assert "You (" in screen_text(app)
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"


async def test_ticking_keeps_the_line_on_view_until_something_else_is_looked_for(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        before = shown(app)
        await cursor_on(pilot, "#actions", "Send the list")
        await press(pilot, "enter")
        assert action(app, "Send the list").state is ActionState.done
        assert shown(app) == before
        await press(pilot, "enter")
        assert action(app, "Send the list").state is ActionState.open
        await press(pilot, "k", "k")
        assert "2 marked" in words_of(app, "#actions-head")
        await press(pilot, "enter")
        assert sum(each.state is ActionState.open for each in book_of(app).actions) == 4
        assert shown(app) == before
        await press(pilot, "1")
        assert len(shown(app)) == 4
        await press(pilot, "ctrl+z")
        assert len(shown(app)) == 6


async def test_a_drop_and_its_reason(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Choose the case")
        await press(pilot, "x")
        assert action(app, "Choose").state is ActionState.dropped
        assert "r says why" in told(app)[-1]
        await press(pilot, "r")
        assert screen_name(app) == "Ask"
        await keep(pilot, "No case this month")
        assert action(app, "Choose").why == "No case this month"
        assert any("dropped: No case this month" in row for row in texts_of(app, "#actions"))
        assert "Dropped: Mon 23 Nov: No case this month" in screen_text(app)
        await press(pilot, "x")
        assert (action(app, "Choose").state, action(app, "Choose").why) == (ActionState.open, "")
        await press(pilot, "r")
        assert screen_name(app) == "ActionsScreen"


async def test_the_reason_can_be_said_where_the_dropped_line_is_gone(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await cursor_on(pilot, "#prepare", "Choose the case")
        await press(pilot, "x")
        assert not any("Choose the case" in row for row in texts_of(app, "#prepare"))
        await press(pilot, "r")
        assert "Choose the case" in words_of(app, "#ask-title")
        await keep(pilot, "No case")
        assert action(app, "Choose").why == "No case"


async def test_splitting_shows_the_parts_first(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Send the list")
        old = action(app, "Send the list")
        await press(pilot, "s")
        assert "one part yet" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await fill(pilot, "#ask-line", "Find the names; Send the list")
        same = "you · due Wed 18 Nov 2026 (past)"
        assert f"2 actions: Find the names · {same} | Send the list · {same}" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        assert action(app, "Find the names").id == old.id
        new = action(app, "Send the list")
        assert (new.split_from, new.due, new.owner, new.session_id) == (old.id, old.due, old.owner, old.session_id)
        assert shown(app)[:2] == ["Find the names", "Send the list"]
        assert "Split off: Send the list" in screen_text(app)
        await press(pilot, "ctrl+z")
        assert len(shown(app)) == 6


async def test_signs_in_a_part_are_read_and_shown_before_they_count(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Send the list")
        old = action(app, "Send the list")
        await press(pilot, "s")
        await fill(pilot, "#ask-line", "Find the names; Send them @mentee ^1 dec; Ask @nobody")
        assert words_of(app, "#ask-reading") == (
            "3 actions: Find the names · you · due Wed 18 Nov 2026 (past)"
            " | Send them · Dr Noa Placeholder · due Tue 1 Dec"
            " | Ask @nobody · you · nobody here is called @nobody · due Wed 18 Nov 2026 (past) · stays in the words"
        )
        await press(pilot, "enter")
        assert (action(app, "Find the names").owner, action(app, "Find the names").due) == (old.owner, old.due)
        assert (action(app, "Send them").owner, action(app, "Send them").due) == (Lead.mentee, date(2026, 12, 1))
        assert action(app, "Ask @nobody").due == old.due
        await press(pilot, "ctrl+z")
        assert action(app, "Send the list") == old


async def test_links_to_goals_and_the_filter_by_goal(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Rehearse the journal club")
        await press(pilot, "g")
        await type_in(pilot, "journal club")
        await press(pilot, "enter")
        goal = next(each for each in book_of(app).goals if "journal club" in each.text)
        assert goal.evidence[-1] == action(app, "Rehearse").id
        assert any("Rehearse" in row and "1 goal" in row for row in texts_of(app, "#actions"))
        await press(pilot, "l")
        await type_in(pilot, "journal club")
        await press(pilot, "enter")
        assert shown(app) == [action(app, "Rehearse").text]
        assert "for the goal: Lead the journal club" in words_of(app, "#actions-told")
        await press(pilot, "g")
        assert "takes the link away" in screen_text(app)
        await type_in(pilot, "journal club")
        await press(pilot, "enter")
        assert action(app, "Rehearse").id not in desk_of(app).book.get(Goal, goal.id).evidence  # type: ignore[union-attr]


async def test_the_date_is_read_in_the_users_order_and_shown_in_full(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk_of(app).settings = Settings(day_first=False)
        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Choose the case")
        await press(pilot, "m")
        await fill(pilot, "#ask-line", "3/4")
        assert "Thursday March 4, 2027" in words_of(app, "#ask-reading")
        await press(pilot, "enter")
        chosen = action(app, "Choose the case")
        assert (chosen.due, chosen.moved) == (date(2027, 3, 4), 1)
        assert "Date moved: once" in screen_text(app)


@pytest.mark.parametrize("size", [(50, 40), (84, 28), (120, 36)])
async def test_many_long_actions_and_long_names(tmp_path: Path, clock: FixedClock, size: tuple[int, int]) -> None:
    names = {"mentor": "Dr " + "Extraordinarily" * 4, "mentee": "د " + "مرحبا " * 10}
    shelf = fresh(tmp_path, clock, **names)
    with shelf.open(shelf.names()[0], clock) as journal:
        for number in range(200):
            owner = list(Lead)[number % 3]
            due = NOW.date() + timedelta(days=number - 50)
            text = f"{HOSTILE[number % 2]} {'long words ' * 40}{number}"
            journal.commit(meeting.keep_action(text, owner, due, None, NOW))
    app = app_on(shelf, clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "ctrl+l")
        assert len(shown(app)) == 200
        await press(pilot, "end", "enter", "i")
        assert screen_name(app) == "Read"
        await press(pilot, "escape", "b", "w", "w")
        assert len(shown(app)) == 132  # mine is left out, and so is the one that was ticked
        assert rows_of(app, "#actions").size.height >= size[1] - 12


async def test_hidden_private_actions_say_nothing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk_of(app).do(meeting.keep_action("Secret plan", None, None, None, NOW, Lane.mine))
        await press(pilot, "ctrl+l", "alt+h")
        assert "Secret" not in screen_text(app)
        await press(pilot, "i")
        assert "Secret" not in screen_text(app)
        await press(pilot, "escape", "s")
        assert screen_name(app) == "ActionsScreen"
        await press(pilot, "x", "r")
        assert "Secret" not in screen_text(app)


async def test_read_only_changes_nothing(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock):
        before = shelf.path(name).read_bytes()
        app = app_on(shelf, clock)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "ctrl+l", "enter", "x", "o", "k", "enter", "delete")
            assert isinstance(app.screen, DeskScreen)
            assert "r says why" not in " ".join(told(app))
        assert shelf.path(name).read_bytes() == before


async def test_parts_that_were_typed_and_not_kept_are_there_again(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+l", "s")
        await fill(pilot, "#ask-line", "one; two")
        app.keep_all()
    again = app_on(demo[0], clock)
    async with again.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert any("Ctrl+L, then s" in words for words in told(again))
        await press(pilot, "ctrl+l", "s")
        assert again.screen.query_one("#ask-line", Input).value == "one; two"
