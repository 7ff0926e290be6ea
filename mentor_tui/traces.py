"""What a failure leaves behind: a report of places in the program, and nothing that was typed.

An exception's message, its local variables and a dump of the memory may all hold a note. So reports are written here,
from names and places only, and the ways in which Python and Textual would tell more are closed.
What is needed is imported where it is needed: the text commands start at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

from mentor_tui import __version__

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

FOLDER = "reports"
KEPT = 10  # reports
MOST_FRAMES = 60  # of an exception; a recursion without an end has a thousand
MOST_EXCEPTIONS = 20  # of a chain
MOST_WRITTEN = 5  # reports of one run
CORE_PATTERN = "/proc/sys/kernel/core_pattern"

# Looks. All other variables of Textual may log, record, script or picture what is on the screen.
_HARMLESS = {
    "TEXTUAL_ANIMATIONS",
    "TEXTUAL_COLOR_SYSTEM",
    "TEXTUAL_DIM_FACTOR",
    "TEXTUAL_DISABLE_KITTY_KEY",
    "TEXTUAL_FILTERS",
    "TEXTUAL_FPS",
    "TEXTUAL_SMOOTH_SCROLL",
    "TEXTUAL_SPEEDUPS",
    "TEXTUAL_THEME",
}
# Prints the arguments of slow calls.
_TELLING = {"PYTHONASYNCIODEBUG"}


class Reporter:
    """Writes reports into a folder. ``folder`` and ``now``, the instant in UTC, are asked when one is written."""

    def __init__(self, folder: Callable[[], Path], now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._seen: list[BaseException] = []

    def write(self, error: BaseException) -> Path | None:
        """Write a report of ``error``, readable by its owner only; its path, or None when it could not be written.

        An error that was told already is not told again, nor are more than a few in one run. Never raises.
        """
        if any(error is each for each in self._seen) or len(self._seen) >= MOST_WRITTEN:
            return None
        self._seen.append(error)
        try:
            return self._write(error)
        except Exception:
            return None

    def hook(self, *, threads: bool = True) -> None:
        """Let errors that nobody caught be reported, where Python would print them with their messages.

        Those of ``threads`` too, where there will be any.
        """
        sys.excepthook = self._uncaught
        sys.unraisablehook = self._unraisable
        if not threads:
            return
        import threading

        threading.excepthook = self._in_thread

    def _write(self, error: BaseException) -> Path:
        from datetime import UTC

        from mentor_tui.data.files import write_file
        from mentor_tui.own_files import make_folder

        folder, now = self._folder(), self._now().astimezone(UTC)
        make_folder(folder)
        path, number = folder / f"crash-{now:%Y%m%dT%H%M%SZ}.txt", 1
        while path.exists():
            number += 1
            path = folder / f"crash-{now:%Y%m%dT%H%M%SZ}-{number}.txt"
        write_file(path, describe(error, now).encode("utf-8", "backslashreplace"))
        for old in sorted(folder.glob("crash-*.txt"), key=lambda each: (each.stat().st_mtime_ns, each.name))[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()
        return path

    def _uncaught(self, kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            tell(f"mentor-tui {words(self.write(error))}")

    def _unraisable(self, told: Any) -> None:
        if told.exc_value is not None:
            self.write(told.exc_value)

    def _in_thread(self, told: Any) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            self.write(told.exc_value)


def words(report: Path | None, *, screens: bool = False, kept: bool = True) -> str:
    """What the user is told of a fault, after the program's name.

    Were ``screens`` open, and could what was being typed be ``kept``?
    """
    from mentor_tui.core.guard import one_line

    typed = ", and what was being typed is kept for the next start" if screens and kept else ""
    lost = "" if kept else " The last words before it may be lost."
    where = f"A report without your notes is in {one_line(str(report))}." if report else "No report could be written."
    return f"had to stop because of a fault of its own. What was kept is safe{typed}.{lost} {where}"


def tell(text: str) -> None:
    """Say a line on the standard error, if anyone is there to read it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.__stderr__ is not None:
            sys.__stderr__.write(f"{text}\n")
            sys.__stderr__.flush()


# The report


def describe(error: BaseException, now: datetime) -> str:
    """The text of a report: versions, the types of the errors, and the lines of code they came through."""
    lines = [
        "mentor-tui stopped because of a fault of its own. This report names places in the program.",
        "It holds nothing that was typed.",
        "",
        f"Time: {now:%Y-%m-%d %H:%M:%S} UTC",
        *(f"{name}: {version}" for name, version in _versions()),
    ]
    for link, each in _chain(error):
        lines += ["", f"{link}{type(each).__module__}.{type(each).__qualname__}", *_frames(each.__traceback__)]
    return "\n".join(lines) + "\n"


def _versions() -> Iterator[tuple[str, str]]:
    import platform
    from importlib import metadata

    yield "mentor-tui", __version__
    yield "Python", platform.python_version()
    for name in ("textual", "tinydb"):
        with contextlib.suppress(metadata.PackageNotFoundError):
            yield name, metadata.version(name)
    yield "System", f"{platform.system()} {platform.release()} {platform.machine()}"


def _chain(error: BaseException) -> list[tuple[str, BaseException]]:
    """An error with those that led to it, each with the word for how it did."""
    found: list[tuple[str, BaseException]] = []
    waiting = [("", error)]
    while waiting and len(found) < MOST_EXCEPTIONS:
        link, each = waiting.pop(0)
        if any(each is other for _, other in found):
            continue
        found.append((link, each))
        if each.__cause__ is not None:
            waiting.append(("caused by ", each.__cause__))
        elif each.__context__ is not None and not each.__suppress_context__:
            waiting.append(("while handling ", each.__context__))
        if isinstance(each, BaseExceptionGroup):
            waiting += [("with ", inner) for inner in each.exceptions]
        inner = getattr(each, "error", None)  # what a worker of Textual failed with
        if isinstance(inner, BaseException):
            waiting.append(("caused by ", inner))
    return found


def _frames(trace: TracebackType | None) -> list[str]:
    """Where an error came through: file, line, function and the line of code."""
    import linecache

    frames = []
    while trace is not None:
        frames.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    lines = []
    for place, (code, number) in enumerate(frames):
        if MOST_FRAMES // 2 <= place < len(frames) - MOST_FRAMES // 2:
            if place == MOST_FRAMES // 2:
                lines.append(f"  ... {len(frames) - MOST_FRAMES} more")
            continue
        lines.append(f"  {_short(code.co_filename)}:{number} {code.co_qualname}")
        if source := linecache.getline(code.co_filename, number or 0).strip():
            lines.append(f"    {source}")
    return lines


def _short(filename: str) -> str:
    """A file of the program, of a library or of Python, without the folders above: they may name a person."""
    from pathlib import Path

    path = Path(filename)
    for folder in sorted((entry for entry in sys.path if entry), key=len, reverse=True):
        with contextlib.suppress(ValueError):
            return path.relative_to(folder).as_posix()
    return path.name


# What is not left behind


def leave_none() -> None:
    """Close the ways in which notes would get out of this process by themselves. Before Textual is imported."""
    clear_environment(os.environ)
    forbid_core_dumps()


def clear_environment(environ: MutableMapping[str, str]) -> None:
    """Take the variables away that make Textual or Python log, record or picture what goes on."""
    for name in list(environ):
        if name in _TELLING or (name.startswith("TEXTUAL") and name not in _HARMLESS):
            del environ[name]


def forbid_core_dumps() -> None:
    """Let the system write no picture of the memory."""
    try:
        import resource
    except ImportError:
        return  # Windows
    # Linux hands a dump to a program whatever the limit, but for a limit of one byte, and writes no file so small.
    least = 1 if _dumps_to_program() else 0
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (least, least))


def close_memory() -> None:
    """Where a program of the system takes the dumps: let it have none of this process. Takes milliseconds."""
    if _dumps_to_program():
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE


def _dumps_to_program() -> bool:
    try:
        with open(CORE_PATTERN, "rb") as file:
            return file.read().startswith((b"|", b"@"))
    except OSError:
        return False
