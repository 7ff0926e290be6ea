"""What is on view has the place and the lines that it would get if all were laid out and counted anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import OptionList, Static

from mentor_tui.app import MentorApp
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import mended
from mentor_tui.widgets.item_panel import ItemPanel
from mentor_tui.widgets.rows import Row, Rows
from mentor_tui.widgets.text import plain
from tests.app_helpers import SIZE, app_on, fresh, keep, press, rows_of, screen_lines, screen_name, settle, start
from tests.conftest import FixedClock
from tests.quick import QuickPilot

PAGES = ("f7", "f8", "f9", "f12", "f1", "ctrl+l", "ctrl+o", "ctrl+r", "ctrl+g")
ITEMS = 7  # of a first session
NARROW = (50, 40)
WRAPS = plain("nearly as wide asit")  # on two lines beside a scroll bar, else on one


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


def miscounted(rows: Rows) -> list[str]:
    """The rows of which another number of lines was counted than they take."""
    width = rows.scrollable_content_region.width
    heights = [row.visual.get_height(rows.styles.get_rules(), width) for row in rows.rows]
    return [row.key for place, row in enumerate(rows.rows) if rows._heights[place] != heights[place]]


async def assert_laid_out(app: App[None], pilot: Pilot[None]) -> None:
    """Nothing on the page changes when nothing of it is remembered."""
    screen = app.screen
    assert [(rows, found) for rows in screen.query(Rows) if rows.size and (found := miscounted(rows))] == []
    places: dict[Widget, Region] = {widget: widget.region for widget in screen.query(Widget)}
    for widget in (screen, *places):
        widget._box_model_cache.clear()
        widget._clear_arrangement_cache()
        widget.clear_cached_dimensions()
    screen._refresh_layout()
    await pilot.pause()
    assert [(widget, place, widget.region) for widget, place in places.items() if widget.region != place] == []


@pytest.mark.parametrize("size", [SIZE, NARROW, (120, 20), (39, 24)])
async def test_each_page_is_laid_out_for_what_it_shows(
    demo: tuple[Shelf, str], clock: FixedClock, size: tuple[int, int]
) -> None:
    shelf, name = demo
    app = app_on(shelf, clock, name)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "n")
        await keep(pilot, "Read the paper @mentee")
        await assert_laid_out(app, pilot)
        for key in PAGES:
            await press(pilot, key)
            assert screen_name(app) != "PrepareScreen"
            await assert_laid_out(app, pilot)
            await press(pilot, "f2" if screen_name(app) == "SetupScreen" else "escape")
            assert screen_name(app) == "PrepareScreen"
            await assert_laid_out(app, pilot)


@pytest.mark.parametrize("size", [SIZE, (39, 24)])
async def test_a_session_that_is_opened_again_is_laid_out_for_its_item(
    shelf: Shelf, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with app_on(shelf, clock).run_test(size=size) as pilot:
        await start(pilot)
    barred = 0
    for _ in range(ITEMS):
        app = app_on(shelf, clock)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            barred += app.screen.query_one(ItemPanel).show_vertical_scrollbar
            await assert_laid_out(app, pilot)
            await press(pilot, "f2")
            await assert_laid_out(app, pilot)
    assert barred, "no item is longer than its pane, so this has proved nothing"


async def test_progress_is_whole_beside_an_item_that_is_longer_than_its_pane(shelf: Shelf, clock: FixedClock) -> None:
    async with app_on(shelf, clock).run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert app.screen.query_one(ItemPanel).show_vertical_scrollbar
        assert any("Sessions    " in line for line in screen_lines(app))
        assert any("Pace    " in line for line in screen_lines(app))


async def test_a_row_that_is_added_shows_all_its_lines(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    app: MentorApp = app_on(shelf, clock, name)
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        assert rows_of(app, "#prepare").show_vertical_scrollbar
        await press(pilot, "n")
        await keep(pilot, "Read the paper @mentee")
        lines = screen_lines(app)
        place = next(place for place, line in enumerate(lines) if "Read the paper" in line)
        assert "by when?" not in lines[place]
        assert lines[place + 1].strip().startswith("by when?")


class OneList(App[None]):
    """A list of twenty cells and four lines."""

    CSS = "Rows { width: 21; height: 4; }"

    def compose(self) -> ComposeResult:
        yield Rows()


def rows_to(number: int) -> list[Row]:
    return [Row(str(place), WRAPS, live=True) for place in range(number)]


async def test_lines_are_counted_beside_the_bar_that_they_bring() -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        for number, barred in ((3, False), (5, True), (2, False), (9, True), (0, False)):
            rows.set_rows(rows_to(number))
            assert rows.show_vertical_scrollbar == barred
            assert rows.virtual_size.height == number * (1 + barred)
            assert miscounted(rows) == []
            await pilot.pause()
            assert miscounted(rows) == []


async def test_a_list_that_stays_long_keeps_its_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows(rows_to(9))
        await pilot.pause()
        seen: list[bool] = []
        monkeypatch.setattr(Rows, "watch_show_vertical_scrollbar", lambda _, shown: seen.append(shown), raising=False)
        rows.set_rows(rows_to(8))
        assert seen == []


class Low(Rows):
    """A list as high as its rows."""

    DEFAULT_CSS = "Low { height: auto; }"


async def test_a_list_is_as_high_as_rows_that_took_the_place_of_others() -> None:
    class Lists(App[None]):
        def compose(self) -> ComposeResult:
            yield Low()

    app = Lists()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows([Row("a", plain("one"))])
        await pilot.pause()
        rows.set_rows([Row("a", plain("word " * 40))])
        assert rows.virtual_size.height > 1  # before it is drawn
        await pilot.pause()
        assert rows.size.height == rows.virtual_size.height
        # Each is a line more beside a bar, which there is only until the list is laid out.
        width = rows.size.width
        rows.set_rows([Row(str(place), plain("a" * (width - 2) + " b")) for place in range(5)])
        await pilot.pause()
        assert not rows.show_vertical_scrollbar
        assert miscounted(rows) == []
        assert rows.size.height == 5


# What Textual does otherwise: when one of these fails that is not ``ours``, Textual has mended it.


@pytest.mark.parametrize("ours", [False, True])
async def test_textual_counts_at_the_width_before_the_bar(ours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OptionList, "_update_lines", mended._update_lines if ours else mended._counted)
    app = OneList()
    async with app.run_test():
        pilot, rows = QuickPilot(app), app.query_one(Rows)
        rows.set_rows(rows_to(3))
        await pilot.pause()
        rows.set_rows(rows_to(5))
        assert bool(miscounted(rows)) is not ours


@pytest.mark.parametrize("ours", [False, True])
async def test_textual_keeps_the_height_of_what_a_widget_showed_before(
    ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Widget, "refresh", mended._refresh if ours else mended._refreshed)

    class Words(App[None]):
        def compose(self) -> ComposeResult:
            with Vertical():
                yield Static("one line")

    app = Words()
    async with app.run_test():
        pilot, words = QuickPilot(app), app.query_one(Static)
        words.update("two\nlines")
        words.parent._clear_arrangement_cache()  # type: ignore[union-attr]  # as anything beside it may do
        app.screen._refresh_layout()
        words.update("these are\nthree\nlines")
        await pilot.pause()
        assert words.size.height == (3 if ours else 2)


@pytest.mark.parametrize("width", [46, 47, 50, 55, 60])
async def test_a_kept_line_keeps_its_last_letter_when_the_bar_comes(
    tmp_path: Path, clock: FixedClock, width: int
) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=(width, 40)) as pilot:
        await start(pilot)
        feed = rows_of(app, "#feed")
        await keep(pilot, "first")
        room = feed.scrollable_content_region.width - 18
        while not feed.show_vertical_scrollbar:
            await keep(pilot, "a" * (room - 4) + " end")
        for number in range(3):
            await keep(pilot, f"line {number}")
        seen = [line.rstrip(" ▁▂▃▄▅▆▇█") for line in screen_lines(app)]
        lines = [line for line in seen if "aaaa" in line]
        assert lines
        assert all(line.endswith(("a", " end")) for line in lines)
        assert miscounted(feed) == []
