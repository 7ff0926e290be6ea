"""Renders the demo's screens into docs/pictures: python docs/make_pictures.py

A test renders them again and fails when a picture is not what the program shows now.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from mentor_tui.app import MentorApp
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Mentorship, Role, make
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from mentor_tui.prompts.library import load_pack

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

    def slept(self) -> float:
        """No machine sleeps here."""
        return 0.0


class StillApp(MentorApp):
    """The program without anything that moves."""

    def on_load(self) -> None:
        self.animation_level = "none"

    @asynccontextmanager
    async def run_test(self, **settings: Any) -> AsyncGenerator[Any, None]:
        async with super().run_test(**settings) as pilot:
            await quiet(pilot)
            yield pilot


class Picture(NamedTuple):
    """A picture: its name, its size, and what is pressed before it is taken; "type ..." is typed.

    With ``many`` there are several mentorships, and the list of them is what is shown first.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    many: bool = False


START = ("f2", "f2")
LINES = (
    "type Wants to compare two fellowship programmes",
    "enter",
    "type = We meet every third Thursday",
    "enter",
    "type ! Ask for the theatre timetable @me ^tue",
)
PICTURES = (
    Picture("home", WIDE, many=True),
    Picture("prepare", WIDE),
    Picture("prepare-narrow", NARROW),
    Picture("session", WIDE, (*START, *LINES)),
    Picture("session-narrow", NARROW, (*START, *LINES)),
    Picture("goals", WIDE, ("f7",)),
    Picture("actions", WIDE, ("ctrl+l",)),
    Picture("wrap-up", WIDE, ("f8",)),
    Picture("help", WIDE, (*START, "f1")),
    Picture("library", WIDE, ("ctrl+o", "type professional identity")),
    Picture("agenda", WIDE, ("ctrl+g", "down", "down", "down")),
    Picture("progress", WIDE, ("ctrl+r",)),
    Picture("plan", WIDE, ("ctrl+n", "n", "type every third thursday 18:30", "enter")),
    Picture("history", WIDE, ("ctrl+f", "type abstract")),
    Picture("agreement", WIDE, ("ctrl+p", "type form: mentoring", "enter")),
    Picture("skills", WIDE, ("ctrl+p", "type ratings: mentoring", "enter")),
    Picture("settings", WIDE, ("f12",)),
)
# Plainly fictional mentees beside the demo's, for the list: a name, a programme, and the first and the last day.
OTHERS = (
    ("Dr Mika Example", "surgery-faculty", (2026, 2, 1), (2027, 2, 1)),
    ("Dr Sol Fictional", "isaps", (2026, 7, 1), (2027, 1, 1)),
    ("Dr Lin Invented", "asds-future-leaders", (2026, 9, 1), (2027, 9, 1)),
)


async def quiet(pilot: Any) -> None:
    """Wait until all that is under way has happened: writes and readings on other threads, too."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    desk = pilot.app._desk
    while desk is not None and (desk.journal.saving or desk.journal.unsaved):
        await asyncio.sleep(0.01)
    await pilot.pause()
    pilot.app.clear_notifications()
    await pilot.pause()


def make_journals(folder: Path, *, many: bool = False) -> str:
    """Keep the demo in a folder, with some others when there are to be ``many``; gives its name."""
    clock = StillClock()
    name = make_demo(folder, clock)
    for mentee, pack, first, last in OTHERS if many else ():
        pair = make(
            Mentorship,
            clock.now(),
            role=Role.mentor,
            mentor="Dr Ada Sample",
            mentee=mentee,
            pack=pack,
            starts_on=datetime(*first, tzinfo=UTC).date(),
            ends_on=datetime(*last, tzinfo=UTC).date(),
            mentor_zone="Europe/Madrid",
            mentee_zone="Europe/Lisbon",
        )
        Shelf(folder).create(pair, clock).close()
    return name


_PACKS: dict[str, Pack] = {}


async def render(picture: Picture, folder: Path) -> str:
    """A picture as SVG, of the journals in a folder; they may be changed by it."""
    name = None if picture.many else Shelf(folder).names()[0]
    app = StillApp(Shelf(folder), StillClock(), name)
    app._packs = _PACKS
    async with app.run_test(size=picture.size) as pilot:
        for key in picture.keys:
            pressed = list(key.removeprefix("type ")) if key.startswith("type ") else [key]
            await pilot.press(*(_NAMES.get(each, each) for each in pressed))
            await quiet(pilot)
        return app.export_screenshot(title="mentor-tui")


_NAMES = {" ": "space", ":": "colon", "!": "exclamation_mark", "=": "equals_sign", "@": "at", "^": "circumflex_accent"}


async def main(pictures: Iterable[Picture] = PICTURES) -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    _PACKS.update({name: load_pack(name) for name in ("isaps", "surgery-faculty", "asds-future-leaders")})
    for picture in pictures:
        with tempfile.TemporaryDirectory() as folder:
            make_journals(Path(folder), many=picture.many)
            (FOLDER / f"{picture.name}.svg").write_text(await render(picture, Path(folder)), encoding="utf-8")
    for path in FOLDER.glob("*.svg"):
        if path.stem not in {picture.name for picture in PICTURES}:
            path.unlink()


if __name__ == "__main__":
    asyncio.run(main())
