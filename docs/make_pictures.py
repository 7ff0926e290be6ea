"""Renders the demo's screens into docs/pictures: python docs/make_pictures.py"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mentor_tui.app import MentorApp
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo

FOLDER = Path(__file__).parent / "pictures"
WIDE, NARROW = (120, 36), (50, 40)


class StillClock:
    """Stands at one instant, in Madrid."""

    zone = "Europe/Madrid"

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime(2026, 11, 23, 17, 30, tzinfo=UTC)

    def settle(self) -> None:
        """It stands."""


# A picture: its name, its size, and what is pressed before it is taken; "type ..." is typed into the line.
START = ("f2", "f2")
LINES = (
    "type Wants to compare two fellowship programmes",
    "enter",
    "type = We meet every third Thursday",
    "enter",
    "type ! Ask for the theatre timetable @me ^tue",
)
PICTURES: tuple[tuple[str, tuple[int, int], tuple[str, ...]], ...] = (
    ("prepare", WIDE, ()),
    ("session", WIDE, (*START, *LINES)),
    ("session-narrow", NARROW, (*START, *LINES)),
    ("goals", WIDE, ("f7",)),
    ("wrap-up", WIDE, ("f8",)),
    ("help", WIDE, (*START, "f1")),
    ("library", WIDE, ("ctrl+o", "type professional identity")),
    ("agenda", WIDE, ("ctrl+g", "down", "down", "down")),
    ("programme", WIDE, ("ctrl+r",)),
    ("agreement", WIDE, ("ctrl+p", "type form: mentoring", "enter")),
    ("skills", WIDE, ("ctrl+p", "type ratings: mentoring", "enter")),
)


async def picture(name: str, size: tuple[int, int], keys: Iterable[str]) -> None:
    """Take one picture of a fresh demo."""
    with tempfile.TemporaryDirectory() as folder:
        clock = StillClock()
        journal = make_demo(Path(folder), clock)
        app = MentorApp(Shelf(Path(folder)), clock, journal)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.3)
            for key in keys:
                pressed = list(key.removeprefix("type ")) if key.startswith("type ") else [key]
                await pilot.press(*(_NAMES.get(each, each) for each in pressed))
                await pilot.pause(0.3)
            (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="mentor-tui"), encoding="utf-8")


_NAMES = {" ": "space", ":": "colon", "!": "exclamation_mark", "=": "equals_sign", "@": "at", "^": "circumflex_accent"}


async def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name, size, keys in PICTURES:
        await picture(name, size, keys)


if __name__ == "__main__":
    asyncio.run(main())
