"""Messages and dialogs: what is told stands over no field, and is not lost by waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.notifications import Notification, Notifications
from textual.screen import Screen
from textual.widgets._toast import Toast, ToastRack

from mentor_tui.app import MentorApp
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import app_on, press, screen_lines, screen_text, settle, type_in
from tests.conftest import FixedClock
from tests.known import sum_of

SIZES = [(40, 12), (50, 40), (84, 28), (120, 36)]
DIALOGS = {
    "Ask": ("f4",),
    "Pick": ("ctrl+l", "l"),
    "Read": ("ctrl+l", "i"),
    "Help": ("f1",),
    "GoalForm": ("f7", "n"),
    "CommandPalette": ("ctrl+p",),
}
WORDS = "Send the list of fellowship programmes: yours, late by 5 days\n" * 4


def let_pass(app: MentorApp, seconds: float) -> None:
    """Let seconds pass for messages."""
    messages = app._messages
    for message in messages._notifications.values():
        message.raised_at -= seconds
    if messages._since is not None:
        messages._since -= seconds


def shown(screen: Screen[Any]) -> list[str]:
    return [str(toast.render()) for toast in screen.query(Toast)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", DIALOGS)
async def test_what_is_told_stands_over_no_dialog(
    demo: tuple[Shelf, str], clock: FixedClock, name: str, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        *way, last = DIALOGS[name]
        await press(pilot, *way)
        app.notify(WORDS, timeout=12, markup=False)
        await settle(pilot)
        assert shown(app.screen) == [WORDS]
        page = app.screen
        await press(pilot, last)
        dialog = app.screen
        assert type(dialog).__name__ == name
        assert shown(page) == shown(dialog) == []
        app.notify("Saved", timeout=3)
        let_pass(app, 60)
        await settle(pilot)
        assert shown(page) == shown(dialog) == []
        # A warning does not wait: the fields make room for it.
        app.notify("Something is typed and not kept yet. Ctrl+Q again closes.", severity="warning", timeout=8)
        await settle(pilot)
        assert screen_lines(app)[0].startswith("▌ Something is typed")
        (rack,) = dialog.query(ToastRack)
        for widget in dialog.query("*"):
            if widget.focusable and widget not in (rack, *rack.query("*")):
                assert not widget.region.overlaps(rack.region)
        assert app.focused is not None
        assert app.focused.region.y >= rack.region.bottom
        assert app.focused.region.intersection(app.screen.region).height > 0
        let_pass(app, 9)
        await press(pilot, "escape")
        assert app.screen is page
        assert shown(page) == [WORDS, "Saved"]
        # Their time went on when the dialog was closed.
        left = [message.time_left for message in app._notifications]
        assert 11 < left[0] <= 12
        assert 2 < left[1] <= 3


async def test_a_dialog_above_a_dialog_keeps_messages_waiting(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(84, 28), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "f7", "n", "ctrl+p")
        assert len(app.screen_stack) == 5
        app.notify("Saved", timeout=3)
        let_pass(app, 9)
        await press(pilot, "escape")
        await type_in(pilot, "A")
        assert shown(app.screen) == []
        await press(pilot, "escape", "escape")
        assert not app.screen.is_modal
        assert shown(app.screen)[0] == "Saved"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_the_set_up_tells_stands_over_no_field(
    tmp_path: Path, clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(Shelf(tmp_path / "shelf"), clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        await type_in(pilot, "Dr Aya")
        await press(pilot, "escape")
        assert screen_lines(app)[0].startswith("▌ Esc once more forgets")
        assert app.focused is not None
        assert app.focused.region.y >= app.screen.query_one(ToastRack).region.bottom
        assert "Dr Aya" in screen_text(app)


async def test_a_session_begins_without_the_reminder_and_with_all_else_that_is_told(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    shelf, name = demo
    app = MentorApp(shelf, clock, name, None, shelf.folder / "settings.toml")
    async with app.run_test(size=(50, 40), notifications=True) as pilot:
        await settle(pilot)
        (reminder,) = shown(app.screen)
        assert "late" in reminder
        app.notify("An action that you were typing was kept.", timeout=10)
        await press(pilot, "f2")
        assert type(app.screen).__name__ == "SessionScreen"
        assert shown(app.screen) == ["An action that you were typing was kept."]


@pytest.mark.parametrize("way", ["f2", "f7", "ctrl+r", "f10"])
async def test_what_says_where_a_draft_is_goes_with_its_page(
    demo: tuple[Shelf, str], clock: FixedClock, way: str
) -> None:
    shelf, name = demo
    drafts = Drafts(shelf.drafts(name))
    drafts.put("goal", {"text": "Publish"})
    drafts.save()
    app = app_on(shelf, clock, name)
    async with app.run_test(size=(50, 40), notifications=True) as pilot:
        await settle(pilot)
        words = "A goal you were typing was kept: F7, then n."
        assert shown(app.screen) == [words]
        await press(pilot, "f1", "escape")  # a dialog is not another page
        assert shown(app.screen) == [words]
        app.notify("Saved", timeout=10)
        await press(pilot, way)
        assert shown(app.screen) == ["Saved"]
        await press(pilot, "escape")
        assert words not in shown(app.screen)


@pytest.mark.parametrize("keys", [("ctrl+l", "x"), ("ctrl+z",)])
async def test_what_a_key_has_to_tell_takes_the_place_of_no_warning(
    demo: tuple[Shelf, str], clock: FixedClock, keys: tuple[str, ...]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZES[-1], notifications=True) as pilot:
        await settle(pilot)
        app.notify("Another program had changed it.", severity="warning", timeout=15)
        await press(pilot, *keys[:-1])
        app.notify("Saved", timeout=3)
        await press(pilot, *keys[-1:])
        first, last = shown(app.screen)
        assert first == "Another program had changed it."
        assert last.startswith(("Dropped", "Undone", "Nothing to undo"))


async def test_without_messages_a_dialog_has_all_its_room(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(40, 12), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "f4")
        assert not app.screen.query_one(ToastRack).display
        assert "When do you meet next?" in screen_text(app)


KNOWN: dict[Callable[..., Any], str] = {
    App._refresh_notifications: "9f3bd1575e51",
    Notifications._reap: "55b966df899a",
    Notifications.add: "f1bd3ea1bf27",
    Notification.time_left.fget: "5b4d91f1309b",  # type: ignore[attr-defined]
    Screen._on_screen_resume: "f39caa8ec442",
    Toast._on_mount: "8f9bfab50bad",
}


@pytest.mark.parametrize("part", KNOWN, ids=lambda part: part.__qualname__)
def test_textual_tells_messages_as_it_is_known_to(part: Callable[..., Any]) -> None:
    """When this fails, see what changed, do alike in ``messages``, and put the sum here."""
    assert sum_of(part) == KNOWN[part]
