"""How every screen looks, at the three widths, in both looks. New pictures: pytest --snapshot-update."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from mentor_tui.app import MentorApp
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from tests.conftest import FixedClock

Run = Callable[[Pilot[None]], Awaitable[None]]
SIZES = {"wide": (120, 36), "middle": (84, 28), "narrow": (50, 40)}
LOOKS = ("mentor-dark", "mentor-light")


def press(*keys: str) -> Run:
    """Presses keys; one that begins with ``"`` is typed letter by letter."""

    async def run(pilot: Pilot[None]) -> None:
        await pilot.pause()
        for key in keys:
            if key.startswith('"'):
                for letter in key[1:]:
                    await pilot.press({" ": "space", "!": "exclamation_mark", "=": "equals_sign"}.get(letter, letter))
            else:
                await pilot.press(key)
            await pilot.pause()
        await pilot.pause()

    return run


@pytest.fixture
def first_shelf(tmp_path: Path) -> Shelf:
    """A shelf with nothing on it."""
    return Shelf(tmp_path / "empty")


@pytest.fixture
def two(demo: tuple[Shelf, str], clock: FixedClock) -> Shelf:
    """A shelf with two mentorships and a file that is none."""
    shelf, _ = demo
    make_demo(shelf.folder, clock)
    (shelf.folder / "torn.json").write_text('{"meta": {"1"')
    return shelf


SCREENS: dict[str, tuple[str, ...]] = {
    "prepare": (),
    "session": ("f2", '"Wants to compare two fellowships', "enter", '"= We meet every third Thursday', "enter"),
    "session-actions": ("f2", "f2", "tab"),
    "session-paused": ("f2", "f2", "f2", "f5"),
    "session-activity": ("f2", "f2", "f2", "f2"),
    "wrap-up": ("f2", '"! Ask for the timetable', "enter", "f8"),
    "goals": ("f7",),
    "goal-form": ("f7", "n"),
    "help": ("f2", "f1"),
    "pick-activity": ("f2", "f2", "f2", "f2", "f9"),
    "ask-date": ("f4", '"fri 18'),
    "change": ("f9",),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_demo_screen(
    name: str, size: str, look: str, demo: tuple[Shelf, str], clock: FixedClock, snap_compare: Any
) -> None:
    app = MentorApp(demo[0], clock, demo[1])
    app.theme = look
    assert snap_compare(app, terminal_size=SIZES[size], run_before=press(*SCREENS[name]))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_setup(size: str, look: str, first_shelf: Shelf, clock: FixedClock, snap_compare: Any) -> None:
    app = MentorApp(first_shelf, clock)
    app.theme = look
    assert snap_compare(app, terminal_size=SIZES[size], run_before=press('"Ada'))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_home(size: str, look: str, two: Shelf, clock: FixedClock, snap_compare: Any) -> None:
    app = MentorApp(two, clock)
    app.theme = look
    assert snap_compare(app, terminal_size=SIZES[size], run_before=press())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_ground_rules(
    size: str, look: str, first_shelf: Shelf, clock: FixedClock, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a slow machine the answer would be kept, and counted, before the picture is taken.
    monkeypatch.setattr("mentor_tui.widgets.answer_card.SAVE_AFTER", 600)
    app = MentorApp(first_shelf, clock)
    app.theme = look
    keys = ('"Ada', "tab", '"Noa', "f2", "f2", "f2", "f2", "f2", "tab", '"Every four weeks', "enter", '"by video')
    assert snap_compare(app, terminal_size=SIZES[size], run_before=press(*keys))


def test_too_small(demo: tuple[Shelf, str], clock: FixedClock, snap_compare: Any) -> None:
    app = MentorApp(demo[0], clock, demo[1])
    assert snap_compare(app, terminal_size=(39, 11), run_before=press("f2"))
