"""What is drawn, laid out and styled: once, and only what is on view; by parts of Textual's own that may change."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css import stylesheet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from mentor_tui.core.records import Body
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.bare import BareScreen, Seen
from mentor_tui.screens.session import SessionScreen
from mentor_tui.widgets import item_panel, mended
from mentor_tui.widgets.answer_card import AnswerCard
from tests import quick
from tests.app_helpers import SIZE, app_on, fresh, live_of, press, screen_name, screen_text, settle, start
from tests.conftest import FixedClock

Counts = Counter[str]
PAGES = {"f7": "GoalsScreen", "ctrl+o": "LibraryScreen", "ctrl+l": "ActionsScreen", "ctrl+r": "ProgrammeScreen"}


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """How often each kind of screen was drawn, and how often in vain, while the program showed nothing."""
    found: Counts = Counter()
    draw = Screen._compositor_refresh
    render = Compositor.render_update
    drawing: list[Screen[Any]] = []

    def drawing_screen(screen: Screen[Any]) -> None:
        drawing.append(screen)
        try:
            draw(screen)
        finally:
            drawing.pop()

    def rendering(compositor: Compositor, *args: Any, **options: Any) -> Any:
        screen = drawing[-1]
        found[type(screen).__name__] += 1
        found["in vain"] += screen.app._batch_count > 0
        return render(compositor, *args, **options)

    monkeypatch.setattr(Screen, "_compositor_refresh", drawing_screen)
    monkeypatch.setattr(Compositor, "render_update", rendering)
    return found


async def in_session(shelf: Shelf, clock: FixedClock) -> None:
    """Have a session on in the mentorship of the shelf."""
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)


async def test_a_start_draws_the_whole_page_once(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_session(shelf, clock)
    whole: Counts = Counter()
    real = Compositor.render_full_update

    def rendering(compositor: Compositor, *args: Any, **options: Any) -> Any:
        whole["pictures"] += 1
        return real(compositor, *args, **options)

    monkeypatch.setattr(Compositor, "render_full_update", rendering)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "SessionScreen"
        assert whole["pictures"] == 1
        # One that is asked for later is drawn.
        app.screen.refresh()
        await settle(pilot)
        assert whole["pictures"] == 2


async def test_each_style_is_read_once(shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counts = Counter()
    real = vars(stylesheet)["parse"]

    def reading(scope: str, css: str, read_from: Any, *args: Any, **options: Any) -> Any:
        read[f"{read_from} {scope} {options['tie_breaker']}"] += 1  # the place of each among all may change
        return real(scope, css, read_from, *args, **options)

    app = app_on(shelf, clock)
    monkeypatch.setattr(stylesheet, "parse", reading)
    monkeypatch.setattr(Stylesheet, "_parse_rules", quick._parse)  # which tests remember from one app to the next
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for key in PAGES:
            await press(pilot, key)
            await press(pilot, "escape")
        assert len(read) > 20
        assert set(read.values()) == {1}
        read.clear()
        app.switch_look()
        await settle(pilot)
        assert set(read.values()) == {1}


async def test_a_page_is_not_told_of_messages_that_are_not_there(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    real = mended._shown

    def showing(rack: Any, notifications: Any) -> None:
        told.append(len(notifications))
        real(rack, notifications)

    monkeypatch.setattr(mended, "_shown", showing)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        app.clear_notifications()
        await settle(pilot)
        assert not [number for number in told if number]
        app.notify("A word", timeout=60, markup=False)
        await settle(pilot)
        assert "A word" in screen_text(app)
        app.clear_notifications()
        await settle(pilot)
        assert "A word" not in screen_text(app)
        assert told[-1] == 0
        told.clear()
        await press(pilot, "f7")
        await settle(pilot)
        assert told == []


async def test_a_start_draws_the_session_and_nothing_else(shelf: Shelf, clock: FixedClock, drawn: Counts) -> None:
    await in_session(shelf, clock)
    drawn.clear()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "SessionScreen"
        assert len(app.screen_stack) == 2
        assert drawn["SessionScreen"]
        assert drawn["in vain"] == 0
        assert set(drawn) <= {"SessionScreen", "in vain"}


@pytest.mark.parametrize("key", PAGES)
async def test_a_page_below_another_is_not_drawn_and_is_right_again(
    shelf: Shelf, clock: FixedClock, drawn: Counts, key: str
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        session = app.screen
        assert isinstance(session, SessionScreen)
        await press(pilot, key)
        await settle(pilot)
        assert screen_name(app) == PAGES[key]
        assert not session.is_current
        drawn.clear()
        for _ in range(3):
            clock.advance(60)
            session.tick()
            await settle(pilot)
        assert drawn["SessionScreen"] == 0
        await press(pilot, "escape")
        await settle(pilot)
        assert screen_name(app) == "SessionScreen"
        assert session.is_current
        assert "3:00 of" in screen_text(app)


async def test_a_page_behind_a_dialog_is_drawn(shelf: Shelf, clock: FixedClock, drawn: Counts) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        session = app.screen
        assert isinstance(session, SessionScreen)
        await press(pilot, "f1")
        dialog = app.screen
        assert dialog.is_modal
        assert session.is_current
        assert dialog.is_current
        await settle(pilot)
        for whole in (False, True):
            drawn.clear()
            clock.advance(60)
            session.tick()
            if whole:
                session.refresh(layout=True)
            await settle(pilot)
            assert drawn[type(dialog).__name__]


@pytest.mark.parametrize("size", [(120, 36), (84, 28), (50, 40), (39, 11)])
async def test_a_page_knows_its_size_before_it_is_laid_out(
    shelf: Shelf, clock: FixedClock, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[set[str]] = []
    resized = BareScreen._screen_resized

    def first(screen: Screen[Any], to: Size) -> None:
        if isinstance(screen, BareScreen):
            before.append(set(screen.classes))
        resized(screen, to)

    monkeypatch.setattr(Seen, "_screen_resized", first)
    app = app_on(shelf, clock)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert before
        wanted = app.screen._get_breakpoint_classes(size[0], BareScreen.HORIZONTAL_BREAKPOINTS)
        wanted |= app.screen._get_breakpoint_classes(size[1], BareScreen.VERTICAL_BREAKPOINTS)
        assert before[0] == wanted
        assert set(app.screen.classes) >= wanted


def looks(widget: Widget) -> dict[str, object]:
    return {**widget._css_styles.get_rules(), **{name: str(each.get_rules()) for name, each in parts(widget)}}


def parts(widget: Widget) -> list[tuple[str, Any]]:
    return sorted(widget._component_styles.items())


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("key", ["", "f2", *PAGES])
async def test_what_is_styled_as_it_is_made_needs_no_more_styling(
    shelf: Shelf, clock: FixedClock, key: str, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = App._load_screen_css

    def loaded(app: App[Any], screen: Screen[Any]) -> None:
        if not late or sys._getframe(1).f_code.co_name != "push_screen":
            load(app, screen)
            return

        def read() -> None:
            for path in screen.css_path:
                if not app.stylesheet.has_source(str(path), ""):
                    app.stylesheet.read(path)
                    app.stylesheet.reparse()

        screen.call_after_refresh(read)  # when the page is made: so it is from Python 3.12 on

    monkeypatch.setattr(App, "_load_screen_css", loaded)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        if key:
            await press(pilot, key)
            await settle(pilot)
        widgets = [app.screen, *app.screen.query(Widget)]
        before = [looks(widget) for widget in widgets]
        assert any(before)
        app.screen.update_node_styles(animate=False)
        await settle(pilot)
        for widget, look in zip(widgets, before, strict=True):
            assert looks(widget) == look, widget


@pytest.mark.parametrize(("after", "found"), [(3600.0, 0), (0.01, 1)])
async def test_the_field_for_answers_comes_after_the_page(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, after: float, found: int
) -> None:
    monkeypatch.setattr(item_panel, "CARD_AFTER", after)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await pilot.pause(0.1)
        await settle(pilot)
        assert len(app.screen.query(AnswerCard)) == found


async def test_the_field_for_answers_is_there_as_soon_as_it_is_wanted(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "f2", "f2", "f2")
        item = live_of(app).item
        assert item is not None
        assert item.body is Body.questions
        assert app.screen.query_one(AnswerCard).question is not None


async def test_preparation_comes_when_it_is_wanted(shelf: Shelf, clock: FixedClock) -> None:
    await in_session(shelf, clock)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert [type(screen).__name__ for screen in app.screen_stack] == ["Ground", "SessionScreen"]
        await press(pilot, "f8")
        assert screen_name(app) == "WrapUpScreen"
        await press(pilot, "escape")
        assert [type(screen).__name__ for screen in app.screen_stack] == ["Ground", "PrepareScreen"]
        await press(pilot, "f2")
        assert [type(screen).__name__ for screen in app.screen_stack] == ["Ground", "PrepareScreen", "SessionScreen"]
