"""The program under watch: what it draws, and what a text in it makes it do."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from mentor_tui.core.packs import Pack
from mentor_tui.data.shelf import Shelf
from mentor_tui.prompts.library import PackError, UnknownPack
from mentor_tui.prompts.loading import STAND_IN
from tests.app_helpers import StillApp, packs, settle
from tests.conftest import FixedClock
from tests.torture.strings import obeyed

Size = tuple[int, int]
OF_SCROLLBARS = {"scroll_up", "scroll_down", "scroll_left", "scroll_right", "grab"}


class TrapApp(StillApp):
    """The program, noting every action that only hostile text asks for. Each pack is read once."""

    def __init__(self, shelf: Shelf, clock: FixedClock, name: str | None = None) -> None:
        super().__init__(shelf, clock, name)
        self.trapped: list[str] = []

    def load_pack(self, name: str) -> tuple[Pack, str]:
        try:
            return packs(name), ""
        except (PackError, UnknownPack, OSError) as error:
            return packs(STAND_IN), f"The programme {name} cannot be read ({error}); ISAPS stands in for it."

    def action_trap(self, *words: str) -> None:
        """What no key and no command of ours asks for."""
        self.trapped.append("trap")

    async def action_quit(self) -> None:
        self.trapped.append("quit")

    async def action_bell(self) -> None:
        self.trapped.append("bell")


Flight = Callable[[Pilot[None], TrapApp], Awaitable[None]]


def fly(shelf: Shelf, flight: Flight, size: Size = (100, 36), name: str | None = None) -> list[str]:
    """Open the program on a shelf and let ``flight`` use it; gives how it failed, if it did."""

    async def run() -> list[str]:
        app = TrapApp(shelf, FixedClock(), name)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            await flight(pilot, app)
        return []

    return _caught(lambda: asyncio.run(run()))


def with_folder(work: Callable[[Path], list[str]]) -> list[str]:
    """Do some work in a folder that is gone afterwards; gives what the work gives, or how it failed."""
    with TemporaryDirectory() as folder:
        return _caught(lambda: work(Path(folder)))


def _caught(work: Callable[[], list[str]]) -> list[str]:
    try:
        return work()
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-3:]
        where = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in last)
        return [f"failed: {type(error).__name__}: {str(error)[:3000]} at {where}"]


def look(app: TrapApp) -> list[str]:
    """What is wrong with what the screen shows now: letters a terminal obeys, text that acts, or an action run."""
    found = [f"{name} was run" for name in app.trapped]
    app.trapped.clear()
    for strip in app.screen._compositor.render_strips():
        if signs := obeyed(strip.text):
            found.append(f"{signs} drawn in {strip.text.strip()[:80]!r}")
        for segment in strip:
            acts = {key: act for key, act in segment.style.meta.items() if key[0] == "@"} if segment.style else {}
            if set(acts.values()) - OF_SCROLLBARS:
                found.append(f"{segment.text[:80]!r} acts: {acts}")
    return [f"{type(app.screen).__name__}: {each}" for each in found]


async def click_about(pilot: Pilot[None], app: TrapApp, cells: list[tuple[int, int]]) -> list[str]:
    """Click on these cells of the screen, leaving whatever a click opens; gives what is wrong then."""
    found = []
    for x, y in cells:
        top = app.screen
        await pilot.click(offset=(x, y))
        await settle(pilot)
        found += look(app)
        if app.screen is not top and top in app.screen_stack:
            while app.screen is not top:
                app.pop_screen()
                await settle(pilot)
    return found
