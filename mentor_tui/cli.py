"""The entry point. A start is mostly imports, so each way into the program takes only its own."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys

from mentor_tui import quick, starting


def main() -> None:
    """The entry point."""
    starting.begin()
    # A letter that the terminal cannot show must not end the program.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _run()
    except SystemExit as end:
        _end_at_once(end.code)
        raise


def _run() -> None:
    asked = quick.understood(sys.argv[1:])
    if asked is not None:
        quick.answer(*asked)
    from mentor_tui.command_line import cli
    from mentor_tui.console import started

    cli(obj=started())


def _end_at_once(code: object) -> None:
    """End the process with ``code`` without taking Python apart piece by piece, which takes longer than all the rest.

    All that is to be put away is, by now. What Python itself would still do is done: what was registered for the end,
    and the last words written. Returns where something else is still at work, for which Python waits.
    """
    threading = sys.modules.get("threading")
    others = (each for each in threading.enumerate() if each is not threading.main_thread()) if threading else ()
    if not isinstance(code, int) or any(not each.daemon for each in others):
        return
    atexit._run_exitfuncs()
    for file in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            file.flush()
    os._exit(code)
