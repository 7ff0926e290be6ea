"""The one list: where the cursor stands, and what is on view, when its rows change."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from mentor_tui.core.records import Body
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets.item_panel import ItemPanel
from mentor_tui.widgets.rows import Row, Rows
from mentor_tui.widgets.text import plain
from tests.app_helpers import (
    SIZE,
    app_on,
    fresh,
    live_of,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    start,
    type_in,
)
from tests.conftest import FixedClock
from tests.quick import QuickPilot


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path, clock)


class OneList(App[None]):
    """A list, ten lines high."""

    CSS = "Rows { height: 10; }"

    def compose(self) -> ComposeResult:
        yield Rows()


def row(key: object, *, live: bool = True) -> Row:
    return Row(str(key), plain(str(key)), live)


def focus_of(app: App[None]) -> Widget | None:
    return app.focused


def on_view(rows: Rows) -> bool:
    """Whether the row under the cursor is on view."""
    assert rows.highlighted is not None
    line = rows._index_to_line[rows.highlighted]
    return rows.scroll_offset.y <= line < rows.scroll_offset.y + rows.size.height


async def test_a_row_gone_to_right_after_the_rows_changed_is_on_view() -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows(map(row, range(60)))
        await pilot.pause()
        rows.set_rows(map(row, range(61)))
        rows.go_to("50")
        await pilot.pause()
        assert rows.highlighted == 50
        assert on_view(rows)


async def test_a_row_that_moved_far_with_its_cursor_stays_on_view() -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows(map(row, range(60)))
        await pilot.pause()
        rows.set_rows(map(row, [*range(1, 60), 0]))
        await pilot.pause()
        assert rows.highlighted == 59
        assert on_view(rows)


async def test_what_is_read_above_the_first_live_row_stays_on_view() -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        told = [row(f"told {number}", live=False) for number in range(30)]
        rows.set_rows([*told, row("live")])
        await pilot.pause()
        assert rows.scroll_offset.y == 0
        rows.set_rows([*told, row("live"), row("more")])
        await pilot.pause()
        assert rows.scroll_offset.y == 0


async def test_at_the_start_is_the_first_row_whatever_the_cursor_stood_on() -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows(map(row, range(60)))
        rows.go_to("40")
        await pilot.pause()
        for fresh_rows in (range(30, 60), range(30, 50), range(10), range(10)):
            rows.set_rows(map(row, fresh_rows), at_start=True)
            await pilot.pause()
            assert (rows.highlighted, rows.scroll_offset.y) == (0, 0)
            rows.go_to(str(fresh_rows[-1]))
        rows.set_rows(map(row, range(8)))  # a row that is gone: the one that came into its place, or the last
        assert rows.highlighted == 7


async def test_a_search_puts_the_cursor_on_the_first_match(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+o", *["down"] * 25)
        await type_in(pilot, "shadow")
        library = rows_of(app, "#library")
        first = next(each for each in library.rows if each.live)
        assert library.row is first
        await press(pilot, "escape")
        assert library.row is next(each for each in library.rows if each.live)
        await press(pilot, "escape", "ctrl+g", "n", *["down"] * 12)
        assert screen_name(app) == "Pick"
        await type_in(pilot, "form")
        picked = rows_of(app, "#pick-rows")
        assert len(picked.rows) > 1
        assert picked.highlighted == 0


async def test_the_row_of_the_whole_form_is_reached_by_tab(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g", "t")
        await type_in(pilot, "goals and plan")
        await press(pilot, "enter", "escape")
        await start(pilot)
        panel = app.screen.query_one(ItemPanel)
        while (item := live_of(app).item) is not None and not (item.body is Body.form and panel.has_class("questions")):
            await press(pilot, "f2")
        assert item is not None
        await press(pilot, "tab")
        assert panel.card is not None
        assert focus_of(app) is panel.card.field
        await press(pilot, "tab")
        assert focus_of(app) is panel.rows
        assert "The whole form" in screen_text(app)
        assert panel.rows.row is not None
        assert "The whole form" in panel.rows.row.content.plain
        await press(pilot, "enter")
        await settle(pilot)
        assert screen_name(app) == "FormScreen"


async def test_the_item_follows_the_cursor_through_a_long_list(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(50, 16)) as pilot:
        await start(pilot)
        panel = app.screen.query_one(ItemPanel)
        while sum(row.live for row in panel.rows.rows) < 4:
            await press(pilot, "f2")
        await press(pilot, "tab", "end")
        assert focus_of(app) is panel.rows
        assert panel.rows.row is not None
        assert panel.rows.row.content.plain.split("\n")[0][:20] in screen_text(app)
