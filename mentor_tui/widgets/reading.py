"""Journals read for a screen, one after the other, on a thread that nobody waits for."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from textual.screen import Screen

T = TypeVar("T")
A_PAGE = 30  # things that fill a window, more or less: so many are shown as soon as they were read


class Reading:
    """What a screen has read on a thread of its own: one thing at a time, and nothing once the screen is gone.

    It is not one of the loop's own threads: a disk that hangs must not keep the program from ending.
    """

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._stop = threading.Event()
        self.going = False
        """Whether something is being read."""

    @property
    def stopped(self) -> bool:
        """Whether it was stopped, and not begun anew."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Read no further than the journal that is being read, and tell nothing more."""
        self._stop.set()
        self.going = False

    def start(
        self,
        things: Callable[[], Iterable[T]],
        came: Callable[[list[T]], None],
        ended: Callable[[OSError | None], None],
        every: float,
    ) -> None:
        """Go through ``things`` on a thread, in the place of what is being read.

        What was read is given to ``came`` about ``every`` so many seconds, the first page at once, and at the end,
        on the screen's own thread; then ``ended`` gets the error that ended it early, if one did.
        """
        self.stop()
        self._stop = stop = threading.Event()
        self.going = True
        app = self._screen.app

        def some(found: list[T]) -> None:
            if found and not stop.is_set() and self._screen.is_attached:
                came(found)

        def last(found: list[T], error: OSError | None) -> None:
            if not stop.is_set() and self._screen.is_attached:
                self.going = False
                some(found)
                ended(error)

        def tell(told: Callable[..., None], *about: object) -> None:
            # The loop may be closed by now: then nobody waits for what was read.
            with contextlib.suppress(RuntimeError):
                app.call_later(told, *about)

        def work() -> None:
            found: list[T] = []
            error = None
            since, first = time.monotonic(), True
            try:
                for thing in things():
                    if stop.is_set():
                        return
                    found.append(thing)
                    if time.monotonic() - since > every or (first and len(found) >= A_PAGE):
                        tell(some, found)
                        found, since, first = [], time.monotonic(), False
                    time.sleep(0)  # let keys have their turn
            except OSError as caught:
                error = caught
            tell(last, found, error)

        threading.Thread(target=work, name="reading", daemon=True).start()
