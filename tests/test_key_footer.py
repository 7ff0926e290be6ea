"""The line of keys: it says what can be pressed, and is left alone while that is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Button

from mentor_tui.widgets.key_footer import Key, KeyFooter
from tests.app_helpers import SIZE, app_on, fresh, press, settle
from tests.conftest import FixedClock
from tests.quick import QuickPilot


class Left(Button):
    BINDINGS = [("f2", "go", "Left"), ("f3", "app.stay", "Both")]  # noqa: RUF012


class Right(Button):
    BINDINGS = [("f4", "go", "Right"), ("f3", "app.stay", "Both")]  # noqa: RUF012


class Two(App[None]):
    allowed: bool | None = True

    def compose(self) -> ComposeResult:
        yield Left("left")
        yield Right("right")
        yield KeyFooter()

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def action_stay(self) -> None:
        self.pressed.append("stay")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.allowed if action == "command_palette" else True


def footer(app: App[Any]) -> KeyFooter:
    return app.screen.query_one(KeyFooter)


def keys_of(app: App[Any]) -> list[Key]:
    keys, palette = footer(app).keys
    return [*keys, *([palette] if palette else [])]


def said(app: App[Any]) -> list[str]:
    return [key.label for key in keys_of(app)]


def line(app: App[Any]) -> str:
    return footer(app).render().plain


async def test_it_follows_the_focus() -> None:
    app = Two()
    async with app.run_test(size=SIZE):
        pilot = QuickPilot(app)
        await settle(pilot)
        assert said(app) == ["Left", "Both", "palette"]
        await press(pilot, "tab")
        assert said(app) == ["Right", "Both", "palette"]
        await press(pilot, "tab")
        assert said(app) == ["Left", "Both", "palette"]
        app.allowed = None
        app.screen.refresh_bindings()
        await settle(pilot)
        assert [key.enabled for key in keys_of(app)] == [True, True, False]


async def test_it_is_left_alone_while_its_keys_stay(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f2")
        keys, focused = footer(app).keys, app.focused
        assert keys[0]
        await press(pilot, "tab")
        assert app.focused is not focused
        assert footer(app).keys is keys


@pytest.mark.parametrize(
    ("width", "shown"), [(80, "F2 Left F3 Both"), (22, "F2 Left"), (17, ""), (30, "F2 Left F3 Both")]
)
async def test_only_whole_keys_are_shown_and_the_palette_at_the_end(width: int, shown: str) -> None:
    app = Two()
    async with app.run_test(size=(width, 10)):
        pilot = QuickPilot(app)
        await settle(pilot)
        keys, _, palette = line(app).partition("▏")
        assert keys.rstrip() == shown
        assert palette == "^p palette"
        assert len(line(app)) == width


async def test_a_click_presses_the_key_below_it() -> None:
    app = Two()
    async with app.run_test(size=SIZE):
        pilot = QuickPilot(app)
        await settle(pilot)
        for label, (column, key) in zip(said(app), footer(app).places, strict=True):
            assert (label, footer(app)._at(column), footer(app)._at(column - 1)) == (key.label, key, None)
        await pilot.click(KeyFooter, offset=(line(app).index("Both"), 0))
        await settle(pilot)
        assert app.pressed == ["stay"]
        await pilot.click(KeyFooter, offset=(line(app).index("▏") - 3, 0))
        await settle(pilot)
        assert app.pressed == ["stay"]


async def test_a_key_that_cannot_be_pressed_is_dim_and_deaf() -> None:
    app = Two()
    app.allowed = None
    async with app.run_test(size=SIZE):
        pilot = QuickPilot(app)
        await settle(pilot)
        await pilot.click(KeyFooter, offset=(line(app).index("^p"), 0))
        await settle(pilot)
        assert len(app.screen_stack) == 1
        assert any("dim" in str(span.style) for span in footer(app).render().spans if span.start > 20)


async def test_the_key_below_the_mouse_is_explained() -> None:
    app = Two()
    async with app.run_test(size=SIZE):
        pilot = QuickPilot(app)
        await settle(pilot)
        await pilot.hover(KeyFooter, offset=(line(app).index("Left"), 0))
        assert footer(app).tooltip == "Left"
        await pilot.hover(KeyFooter, offset=(line(app).index("▏") - 3, 0))
        assert footer(app).tooltip is None
