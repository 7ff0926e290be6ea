"""SafeApp: an app that keeps what was typed, and leaves the terminal clean, whatever ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from textual.app import App, AppError
from textual.driver import Driver
from textual.worker import WorkerFailed

from mentor_tui import starting, traces
from mentor_tui.signals import forget_terminal, told_of_signals
from mentor_tui.traces import Reporter

KEEP_WITHIN = 2.0  # seconds in which the app should begin to keep things after it was told to end
KEEP_FOR = 8.0  # seconds that keeping may take: a slow disk is no reason to lose something
END_WITHIN = 1.5  # seconds after that, in which it should have ended
SETTLED = 1.0  # seconds after the first picture, when all that stays is loaded
FAULT = 1  # exit status
HANG_UP = 128 + 1


class SafeApp(App[None]):
    """An app that ends well: on a signal, with its terminal closed, and by a fault of its own.

    ``run_to_end`` runs it. ``reporter`` writes the reports of faults.
    """

    def __init__(self, reporter: Reporter) -> None:
        super().__init__()
        self.reporter = reporter
        self._status: int | None = None
        self._fault_report: Path | None = None
        self._faulty = False
        self._kept_well = True
        self._its_loop: asyncio.AbstractEventLoop | None = None
        self._called = threading.Event()
        self._keeping = threading.Event()
        self._kept = threading.Event()

    def keep_all(self) -> bool:
        """Put everything on disk that was typed, at once; whether all of it is there.

        May be called more than once, at any time, and may fail.
        """
        return True

    @property
    def is_ending(self) -> bool:
        """Whether the program was told to end, or has met a fault."""
        return self._status is not None

    @property
    def status(self) -> int:
        """The exit status: of a signal 128 and its number, of a fault 1."""
        return self._status if self._status is not None else self.return_code or 0

    def run_to_end(self) -> int:
        """Run the app and give its exit status. What it dies of is told here, on the standard error.

        A process that was told to end and does not is ended from within, after some seconds.
        """
        logging.getLogger().addHandler(logging.NullHandler())  # or libraries would print their warnings and errors
        threading.Thread(target=self._watch, name="ending", daemon=True).start()
        # Not by the loop's own handlers: those wait for a loop that hangs, as on a terminal that takes no more.
        ending = told_of_signals(lambda number: self._end(128 + number), lambda: self._status is not None)
        with ending, self._told_of_threads():
            try:
                self.run()
            except BaseException as error:
                self._note_fault(error)
        if getattr(self._driver, "dead", False):
            forget_terminal()
        elif self._faulty:
            self._tell()
        return self.status

    async def run_async(self, **options: Any) -> None:
        """Run the app in the loop that runs; as ``App.run_async``."""
        self._its_loop = asyncio.get_running_loop()
        self._its_loop.set_debug(False)  # prints the arguments of slow calls
        self._its_loop.set_exception_handler(self._in_loop)
        # What an app of None gives back matters to Textual's own tools all the same.
        return None if self._status is not None else await super().run_async(**options)

    def on_ready(self) -> None:
        """What need not be done before the first picture."""
        traces.close_memory()
        self.set_timer(SETTLED, starting.settle)

    # Being told to end

    def hang_up(self) -> None:
        """The terminal is gone: keep everything and end. From any thread."""
        self._end(HANG_UP)

    def fail(self, error: Exception) -> None:
        """Something failed in a thread, by a fault of the program. From any thread."""
        self._call(lambda: self._handle_exception(error))

    def _end(self, status: int) -> None:
        if self._status is not None:
            return
        self._status = status
        self._called.set()
        self._call(self._leave)

    def _call(self, what: Callable[[], None]) -> None:
        """Have something done in the loop, if it still runs."""

        def run() -> None:
            with self._context():
                what()

        if self._its_loop is not None:
            with contextlib.suppress(RuntimeError):
                self._its_loop.call_soon_threadsafe(run)

    def _leave(self) -> None:
        self._keep()
        self.exit(return_code=self.status)

    def _keep(self) -> None:
        """Keep everything, once; a failure of that is reported."""
        if self._keeping.is_set():
            return
        self._keeping.set()
        try:
            self._kept_well = self.keep_all()
        except Exception as error:
            self._kept_well = False
            self.reporter.write(error)
        finally:
            self._kept.set()

    def _watch(self) -> None:
        """End the process when it was told to end and does not. Runs in a thread."""
        self._called.wait()
        if not self._keeping.wait(KEEP_WITHIN):
            _at_most(KEEP_WITHIN, self._keep)
        elif not self._kept.wait(KEEP_FOR):
            self._kept_well = False
        time.sleep(END_WITHIN)
        let_go = getattr(self._driver, "let_go", None)
        if let_go is not None:
            _at_most(0.5, let_go)
        if self._faulty:
            _at_most(0.5, self._tell)
        os._exit(self.status)

    # Faults

    def _handle_exception(self, error: Exception) -> None:
        self._note_fault(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:  # noqa: ARG002
        """End at once, as of a fault. What others would print may hold a note."""
        if not self._faulty:
            self._handle_exception(AppError())
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    def _note_fault(self, error: BaseException) -> None:
        """Keep everything, and write down where the program failed."""
        if self._status is None:
            self._faulty, self._status = True, FAULT
            self._called.set()
        self._keep()
        if isinstance(error, WorkerFailed):
            error = error.error
        report = self.reporter.write(error)
        self._fault_report = self._fault_report or report

    def _tell(self) -> None:
        traces.tell(f"mentor-tui {traces.words(self._fault_report, screens=True, kept=self._kept_well)}")

    def _in_loop(self, _: asyncio.AbstractEventLoop, about: dict[str, Any]) -> None:
        """A task or a callback failed and nobody asked how it went."""
        error = about.get("exception")
        if isinstance(error, Exception):
            self.reporter.write(error)

    @contextlib.contextmanager
    def _told_of_threads(self) -> Iterator[None]:
        def told(about: threading.ExceptHookArgs) -> None:
            if isinstance(about.exc_value, Exception):
                self.fail(about.exc_value)

        before, threading.excepthook = threading.excepthook, told
        try:
            yield
        finally:
            threading.excepthook = before

    # What would carry notes out of the program

    def get_driver_class(self) -> type[Driver]:
        """The driver for this system."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from mentor_tui.driver import TerminalDriver

        return TerminalDriver

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Nothing: a picture of the screen shows notes."""

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Nothing, as above."""
        return ""

    def deliver_screenshot(self, *_: object, **__: object) -> None:
        """Nothing, as above."""

    def deliver_text(self, *_: object, **__: object) -> None:
        """Nothing: files are written by exports only."""

    def deliver_binary(self, *_: object, **__: object) -> None:
        """Nothing, as above."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing: no network, and no address that may come from a note."""


def _at_most(seconds: float, what: Callable[[], None]) -> None:
    """Do something in a thread of its own, and wait for it so long."""
    thread = threading.Thread(target=what, daemon=True)
    thread.start()
    thread.join(seconds)
