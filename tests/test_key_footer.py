"""The line of keys: it says what can be pressed, and is left alone while that is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from mentor_tui.widgets.key_footer import KeyFooter
from tests.app_helpers import SIZE, app_on, fresh, press, settle
from tests.conftest import FixedClock
from tests.quick import QuickPilot


class Left(Button):
    BINDINGS = [("f2", "go", "Left"), ("f3", "stay", "Both")]  # noqa: RUF012


class Right(Button):
    BINDINGS = [("f4", "go", "Right"), ("f3", "stay", "Both")]  # noqa: RUF012


class Two(App[None]):
    allowed: bool | None = True

    def compose(self) -> ComposeResult:
        yield Left("left")
        yield Right("right")
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.allowed if action == "command_palette" else True


def keys_of(app: App[Any]) -> list[FooterKey]:
    return list(app.screen.query(FooterKey))


def said(app: App[Any]) -> list[str]:
    return [key.description for key in keys_of(app)]


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
        assert [key.has_class("-disabled") for key in keys_of(app)] == [False, False, True]


async def test_it_is_left_alone_while_its_keys_stay(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f2")
        keys, focused = keys_of(app), app.focused
        assert keys
        await press(pilot, "tab")
        assert app.focused is not focused
        assert keys_of(app) == keys
