"""The entry point. A start is mostly imports, so each way into the program takes only its own."""

from __future__ import annotations

import gc
import os
import sys

TEXT = {"status", "actions", "export"}  # that begin with few modules, and are asked for often

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mentor_tui.compiled import Compiled


def main() -> None:
    """The entry point.

    While the program is being loaded, no garbage is looked for: there is next to none, and looking takes a tenth of it.
    """
    gc.disable()
    compiled = _find_compiled()
    try:
        _run()
    except SystemExit as end:
        _end_at_once(end.code, compiled)
        raise
    finally:
        if compiled is not None:
            sys.meta_path.remove(compiled)
            compiled.close()


def _find_compiled() -> Compiled | None:
    """Let Python find what the starts before this one have loaded; None where that cannot be.

    What is imported up to here still comes from as many files.
    """
    if os.name != "posix":
        return None
    try:
        from mentor_tui.compiled import Compiled
        from mentor_tui.paths import modules_path

        compiled = Compiled(modules_path("text" if TEXT.intersection(sys.argv) else "all"))
    except Exception:
        return None
    sys.meta_path.insert(0, compiled)
    return compiled


def _run() -> None:
    import io

    from mentor_tui import quick

    # A letter that the terminal cannot show must not end the program.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = quick.understood(sys.argv[1:])
    if asked is not None:
        quick.answer(*asked)
    from mentor_tui.command_line import cli
    from mentor_tui.console import started

    cli(obj=started())


def _end_at_once(code: object, compiled: Compiled | None) -> None:
    """End the process with ``code`` without taking Python apart piece by piece, which takes longer than all the rest.

    All that is to be put away is, by now. What Python itself would still do is done: what was registered for the end,
    and the last words written. Returns where something else is still at work, for which Python waits.
    """
    import contextlib

    threading = sys.modules.get("threading")
    others = (each for each in threading.enumerate() if each is not threading.main_thread()) if threading else ()
    if not isinstance(code, int) or any(not each.daemon for each in others):
        return
    if atexit := sys.modules.get("atexit"):  # else nothing was registered
        atexit._run_exitfuncs()
    for file in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            file.flush()
    try:
        if compiled is not None and (fresh := compiled.fresh()):
            _end_on_signals(code)
            compiled.keep(fresh)
    finally:
        os._exit(code)


def _end_on_signals(code: int) -> None:
    """All was done and said: whatever ends the process from now on, it ends with ``code``."""
    import signal

    from mentor_tui.signals import ENDING

    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: os._exit(code))
