"""What makes many short runs of the program quick: a pilot that waits no longer than it must, and CSS parsed once.

Both reach into Textual; where it changes, every test of the screens fails at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Hashable
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.timer import Timer

LONGEST = 10.0  # seconds; only a program that never comes to rest takes them all


class QuickPilot(Pilot[None]):
    """A pilot that asks the event loop whether the program has come to rest, where Textual's own watches the CPU."""

    async def pause(self, delay: float | None = None) -> None:
        """Wait ``delay`` seconds, or until the program waits for the next key or for a timer."""
        if delay is None:
            await self._wait_for_screen()
        else:
            await asyncio.sleep(delay)
            self.app.screen._on_timer_update()

    async def _wait_for_screen(self, timeout: float = LONGEST) -> bool:
        """Let all run that can run, until nothing is left but to wait."""
        loop = asyncio.get_running_loop()
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            await asyncio.sleep(0)
            # What is ready would run next; only a timer or another thread can bring more to do.
            if not loop._ready and not self._go_on():  # type: ignore[attr-defined]
                return True
        raise TimeoutError("the program does not come to rest")

    def _go_on(self) -> bool:
        """Do at once what waits for a part of a second: a new size, a scroll, the next frame. Whether there was any."""
        if self.app._resize_timer is not None:
            self.app._check_resize()
            return True
        if self.app.animator._animations:
            self.app.animator()
            return True
        waiting = [screen for screen in self.app.screen_stack if _runs(screen._update_timer)]
        for screen in waiting:
            screen._on_timer_update()
        return bool(waiting)


def _runs(timer: Timer) -> bool:
    return timer._active.is_set()


_parse = Stylesheet._parse_rules
_parsed: dict[Hashable, list[RuleSet]] = {}


def _parse_once(sheet: Stylesheet, css: str, read_from: Any, **settings: Any) -> list[RuleSet]:
    """The rules of some CSS, kept for all programs of the test run; Textual keeps them for one program only."""
    key = (css, read_from, *sorted(settings.items()), *sorted(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse(sheet, css, read_from, **settings)
    return _parsed[key]


Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign,assignment]
