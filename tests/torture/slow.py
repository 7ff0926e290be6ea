"""A disk whose every sync takes half a second: a letter is on the screen as soon as with a quick one."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from textual import events

from mentor_tui.app import MentorApp
from mentor_tui.clock import SystemClock
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.session import SessionScreen
from mentor_tui.widgets.capture_bar import BarInput, CaptureBar
from tests.torture.kill import new_journal
from tests.torture.outcome import Outcome

SYNC = 0.5  # seconds
LINE = 20  # letters, then Enter
SLOWER = 1.5  # times; a program that waited for the disk would be some hundred times slower


def run(count: int, seed: int = 1) -> Outcome:
    """Type ``count`` letters on a slow disk, and as many on a quick one, in turn."""
    times: dict[float, list[float]] = {0.0: [], SYNC: []}
    failures: list[str] = []
    for sync in (0.0, SYNC, 0.0, SYNC):
        seconds, faults = asyncio.run(_typed(count // 2, sync))
        times[sync] += seconds
        failures += faults
    quick, slow = (statistics.median(each) for each in times.values())
    ratio = slow / quick
    if ratio > SLOWER:
        failures.append(f"a letter takes {ratio:.2f} times as long")
    return Outcome(f"letters on a slow disk (median x{ratio:.2f})", count, failures)


async def _typed(count: int, sync: float) -> tuple[list[float], list[str]]:
    """Seconds from each key until its work is done, and what went wrong."""
    real = os.fsync

    def wait(handle: int) -> None:
        time.sleep(sync)
        real(handle)

    with tempfile.TemporaryDirectory(prefix="mentor-tui-slow-") as folder:
        shelf = Shelf(Path(folder))
        new_journal(shelf.path("lima"), lines=200)
        app = MentorApp(shelf, SystemClock())
        seconds: list[float] = []
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press("f2")
            await pilot.pause()
            assert isinstance(app.screen, SessionScreen)
            bar = app.screen.query_one(CaptureBar).bar
            os.fsync = wait  # type: ignore[assignment]
            try:
                for number in range(1, count + 1):
                    seconds.append(await _key(bar, events.Key("x", "x")))
                    if number % LINE == 0:
                        seconds.append(await _key(bar, events.Key("enter", "\r")))
                left = bar.text
            finally:
                os.fsync = real
        with shelf.open("lima", SystemClock(), write=False) as journal:
            kept = [note.text for note in journal.book.notes(journal.book.sessions[-1].id)]
    expected = ["x" * LINE] * (count // LINE)
    faults = [] if (kept, left) == (expected, "x" * (count % LINE)) else [f"lines are lost: {len(kept)}"]
    return seconds, faults


async def _key(bar: BarInput, event: events.Key) -> float:
    """Press a key and wait until the line has handled it."""
    done = asyncio.Event()
    started = time.perf_counter()
    bar.app.post_message(event)
    bar.app.call_later(lambda: bar.call_later(done.set))
    await done.wait()
    return time.perf_counter() - started
