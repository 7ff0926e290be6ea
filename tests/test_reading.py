"""Other mentorships read for a screen: nobody waits for a disk that hangs, and no screen that is gone is touched."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App
from textual.screen import Screen

from mentor_tui.core.book import Book
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.history import HistoryScreen
from mentor_tui.screens.plan import PlanScreen
from mentor_tui.widgets.reading import Reading
from tests.app_helpers import SIZE, app_on, fresh, screen_name, settle, words_of
from tests.conftest import FixedClock

HANGS = 5.0  # seconds
OWN = "dr-noa-placeholder"


class Hanging:
    """A disk on which every journal that is only read waits, until it is let go."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self._go = threading.Event()
        real = Shelf.read

        def slowly(on: Shelf, name: str) -> Book:
            self.asked.append(name)
            self._go.wait(HANGS)
            return real(on, name)

        patch.setattr(Shelf, "read", slowly)

    async def is_asked(self) -> None:
        """Wait until something is being read."""
        end = time.monotonic() + HANGS
        while not self.asked:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)

    def let_go(self) -> None:
        """Let it go, and wait for what it held up."""
        self._go.set()
        for thread in threading.enumerate():
            if thread.name == "reading":
                thread.join(10)


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    """Three mentorships; the first is Dr Noa Placeholder's."""
    shelf = fresh(tmp_path / "shelf", clock)
    for mentee in ("Dr Ori Example", "Dr Tam Sample"):
        fresh(shelf.folder, clock, mentee=mentee)
    return shelf


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> Iterator[Hanging]:
    made = Hanging(monkeypatch)
    yield made
    made.let_go()


KEYS = pytest.mark.parametrize("keys", [("ctrl+n",), ("ctrl+f", "alt+m")], ids=["plan", "history"])


@KEYS
def test_the_program_ends_while_the_disk_hangs(
    shelf: Shelf, clock: FixedClock, disk: Hanging, keys: tuple[str, ...]
) -> None:
    app = app_on(shelf, clock, OWN)

    async def use() -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await disk.is_asked()

    begun = time.monotonic()
    asyncio.run(use())  # it waits for all threads of the loop's own
    assert time.monotonic() - begun < HANGS * 0.8
    disk.let_go()
    assert not app._faulty


@KEYS
async def test_a_page_that_is_left_reads_no_further_and_is_touched_no_more(
    shelf: Shelf, clock: FixedClock, disk: Hanging, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    app = app_on(shelf, clock, OWN)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await disk.is_asked()
        page = app.screen
        assert isinstance(page, PlanScreen | HistoryScreen)
        assert page.reading.going
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(app) == "PrepareScreen"
        touched: list[object] = []
        monkeypatch.setattr(page, "call_later", touched.append)
        monkeypatch.setattr(page, "sync", lambda: touched.append(page))
        monkeypatch.setattr(page, "query", touched.append)
        disk.let_go()
        await settle(pilot)
        assert (len(disk.asked), touched) == (1, [])
    assert not app._faulty


async def test_what_is_read_anew_is_not_told_twice(shelf: Shelf, clock: FixedClock, disk: Hanging) -> None:
    app = app_on(shelf, clock, OWN)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+f", "alt+m")
        await disk.is_asked()
        (shelf.folder / "broken.json").write_text("{", encoding="utf-8")
        await pilot.press("alt+m", "alt+m")
        await pilot.pause()
        assert "read so far" in words_of(app, "#history-told")
        disk.let_go()
        await settle(pilot)
        said = words_of(app, "#history-told")
        assert "1 cannot be read" in said
        assert "read so far" not in said


class Waits(App[None]):
    """An app that does what it is told to do later only when it is asked to."""

    def __init__(self) -> None:
        super().__init__()
        self.told: queue.Queue[Callable[[], None]] = queue.Queue()

    def call_later(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        self.told.put(partial(callback, *args, **kwargs))
        return True


@pytest.mark.parametrize("way", ["stays", "stopped", "begun anew", "gone"])
def test_what_is_on_its_way_to_a_screen_comes_only_to_one_that_waits_for_it(way: str) -> None:
    app, attached = Waits(), way != "gone"
    came: list[str] = []
    screen = cast("Screen[None]", SimpleNamespace(app=app, is_attached=attached))
    reading = Reading(screen)

    def ended(error: OSError | None) -> None:
        came.append(str(error))

    def things() -> Iterator[str]:
        yield "one"
        raise OSError("no more")

    reading.start(things, came.extend, ended, every=60)
    last = app.told.get(timeout=5)
    assert reading.going
    if way == "stopped":
        reading.stop()
    if way == "begun anew":
        reading.start(list[str], came.extend, ended, every=60)
        app.told.get(timeout=5)
    last()
    assert came == (["one", "no more"] if way == "stays" else [])
    assert reading.going == (way in ("begun anew", "gone"))
