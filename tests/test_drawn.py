"""What a key, a line that is kept and a tick of the clock draw: what they changed, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual import screen as screens
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import drafting, mended
from tests.app_helpers import (
    SIZE,
    app_on,
    bar_of,
    field_of,
    fresh,
    keep,
    press,
    rows_of,
    screen_lines,
    settle,
    start,
    texts_of,
    type_in,
)
from tests.conftest import FixedClock
from tests.known import sum_of


class Drawn:
    """What was drawn since it was cleared."""

    def __init__(self) -> None:
        self.layouts = 0
        self.regions: set[Region] = set()

    def clear(self) -> None:
        """Begin anew."""
        self.__init__()  # type: ignore[misc]

    def outside(self, *widgets: Widget) -> set[Region]:
        """What was drawn that is on none of the widgets."""
        return {each for each in self.regions if not any(widget.region.contains_region(each) for widget in widgets)}


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    found = Drawn()
    lay_out, draw = Screen._refresh_layout, Compositor.render_partial_update

    def laying_out(screen: Screen[Any], *args: Any, **options: Any) -> None:
        found.layouts += 1
        lay_out(screen, *args, **options)

    def drawing(compositor: Compositor) -> Any:
        found.regions |= compositor._dirty_regions
        return draw(compositor)

    monkeypatch.setattr(Screen, "_refresh_layout", laying_out)
    monkeypatch.setattr(Compositor, "render_partial_update", drawing)
    return found


@pytest.mark.parametrize("size", [SIZE, (84, 28), (50, 40)])
async def test_a_line_that_is_kept_draws_the_feed_the_line_and_the_head(
    shelf: Shelf, clock: FixedClock, drawn: Drawn, size: tuple[int, int]
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=size) as pilot:
        await start(pilot)
        for number in range(12):
            await keep(pilot, f"line {number}")
        await type_in(pilot, "one more")
        await settle(pilot)
        clock.advance(1)
        drawn.clear()
        await press(pilot, "enter")
        assert texts_of(app, "#feed")[-1].endswith("one more")
        assert any("one more" in line for line in screen_lines(app))
        feed = rows_of(app, "#feed")
        seen = [feed, bar_of(app), app.screen.query_one("SessionHead"), app.screen.query_one("AgendaLine")]
        assert feed.region in {each.union(feed.region) for each in drawn.regions}
        assert drawn.outside(*seen) == set()
        assert drawn.layouts == 0


async def test_a_letter_draws_the_line(shelf: Shelf, clock: FixedClock, drawn: Drawn) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "a l")
        await settle(pilot)
        drawn.clear()
        await type_in(pilot, "etter")
        await settle(pilot)
        assert bar_of(app).text == "a letter"
        assert drawn.regions
        assert drawn.outside(bar_of(app)) == set()
        assert drawn.layouts == 0


async def test_a_tick_of_the_clock_draws_the_head_once(shelf: Shelf, clock: FixedClock, drawn: Drawn) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await settle(pilot)
        session: Any = app.screen
        for _ in range(3):
            drawn.clear()
            clock.advance(1)
            session.tick()
            await settle(pilot)
            assert drawn.regions == {app.screen.query_one("SessionHead").region}
            assert drawn.layouts == 0


async def test_rows_that_come_at_the_end_leave_the_others_alone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for number in range(12):
            await keep(pilot, f"line {number}")
        feed = rows_of(app, "#feed")
        rows, options = list(feed.rows), list(feed.options)
        await keep(pilot, "! one more, me, fri")
        assert all(was is row for was, row in zip(rows, feed.rows, strict=False))
        assert all(was is option for was, option in zip(options, feed.options, strict=False))
        assert feed.highlighted == len(rows)
        assert feed.scroll_offset.y == feed.max_scroll_y
        # What a row says depends on more than its record.
        await press(pilot, "alt+h")
        assert [was is row for was, row in zip(rows, feed.rows, strict=False)] == [False] * len(rows)


# What Textual does otherwise


def asked(monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> int:
    """How many lines are asked for."""
    count = 0
    render = Widget.render_lines

    def counted(widget: Widget, crop: Region) -> Any:
        nonlocal count
        count += crop.height
        return render(widget, crop)

    with monkeypatch.context() as patch:
        patch.setattr(Widget, "render_lines", counted)
        what()
    return count


@pytest.mark.parametrize("size", [SIZE, (50, 40), (39, 11)])
@pytest.mark.parametrize("key", ["", "f1", "ctrl+o", "ctrl+p"])
async def test_lines_are_drawn_as_textual_draws_them_and_fewer_are_asked_for(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], key: str
) -> None:
    """When the last line fails, Textual has mended it, and ``_render_chops`` can go from ``widgets/mended.py``."""
    app = app_on(shelf, clock)
    async with app.run_test(size=size) as pilot:
        await start(pilot)
        await keep(pilot, "a line 手术 👩🏽‍⚕️")
        if key:
            await press(pilot, key)
        compositor = app.screen._compositor
        ours = theirs = 0
        for crop, wanted in crops(*size):

            def draws(how: Any, crop: Region = crop, wanted: set[int] = wanted) -> Any:
                return how(compositor, crop, wanted.__contains__)

            own, textuals = draws(mended._render_chops), draws(mended._chopped)
            for y in wanted:
                cuts = compositor.cuts[y]
                seen = [cut for cut, end in pairwise(cuts) if cut < crop.right and crop.x < end]
                assert [own[y][cut] for cut in seen] == [textuals[y][cut] for cut in seen]
                assert all(own[y][cut] is not None for cut in seen)
            ours += asked(monkeypatch, lambda: draws(mended._render_chops))
            theirs += asked(monkeypatch, lambda: draws(mended._chopped))
        assert ours < theirs


def crops(width: int, height: int) -> Iterator[tuple[Region, set[int]]]:
    """Parts of a screen with the lines that are drawn in each."""
    yield Region(0, 0, width, height), set(range(height))
    yield Region(0, 0, width, height), {0, height - 3}
    yield Region(0, 0, width, 1), {0}
    yield Region(3, height - 3, width - 5, 1), {height - 3}
    yield Region(width // 2, height // 2, 3, 4), set(range(height // 2, height // 2 + 4))


KNOWN: dict[Callable[..., Any], str] = {
    mended._chopped: "ca8c3359d7af",
    TextArea.render_lines: "5a3931b3e86a",
    TextArea.notify_style_update: "60ad14a7953d",
    Screen._on_timer_update: "421401660de1",
    Screen._compositor_refresh: "7a40efe56381",
    Compositor.render_update: "772c6b21953a",
    Stylesheet.parse: "21678f7a02b1",
    mended._reparsed: "dd193eb05f8b",
    mended._shown: "764c33fbdc91",
    mended._counted: "fe2bedbdc372",
    mended._refreshed: "b1ce3392c9c0",
    Widget._get_box_model: "2af27ebacc60",
}


@pytest.mark.parametrize("part", KNOWN, ids=lambda part: part.__qualname__)
def test_textual_draws_as_it_is_known_to(part: Callable[..., Any]) -> None:
    """When this fails, see what changed, do alike in ``mended``, ``bare`` or ``typing_area``, and put the sum here."""
    assert sum_of(part) == KNOWN[part]


async def test_a_picture_does_not_wait_long_for_the_one_before(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "UPDATE_PERIOD", 1 / 60)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE):
        assert app.screen._update_timer._interval == 1 / mended.PICTURES
    monkeypatch.setattr(screens, "UPDATE_PERIOD", 1 / 60)
    monkeypatch.setenv("TEXTUAL_FPS", "60")
    mended.mend()
    assert screens.UPDATE_PERIOD == 1 / 60


async def test_a_field_has_the_colours_of_the_look_that_is_chosen(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2", "f2")
        field = field_of(app)
        await type_in(pilot, "a word")
        found = []
        for key in ("", "tab", ""):
            if key:
                await press(pilot, key)
            else:
                app.switch_look()
                await settle(pilot)
            for area in (bar_of(app).bar, field):
                lines = area.render_lines(area.size.region)
                area._line_cache.clear()
                area._styles_cache.clear()
                assert lines == TextArea.render_lines(area, area.size.region)
                found.append((area.id, str(lines[0])))
        assert len(set(found)) > len(found) // 2, "nothing changed, so this has proved nothing"


# Looking at what is typed


async def test_what_is_typed_is_looked_at_while_somebody_types(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(drafting, "REST_AFTER", 0.05)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        looks = 0
        look = app.keeping.look

        def counted() -> None:
            nonlocal looks
            looks += 1
            look()

        monkeypatch.setattr(app.keeping, "look", counted)
        for _ in range(2):
            await pilot.pause(0.3)
            await settle(pilot)
            looks = 0
            await pilot.pause(0.1)
            assert looks == 0
            await type_in(pilot, "a")
            await pilot.pause(0.3)
            assert looks > 1
