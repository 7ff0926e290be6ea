"""The terminal on Linux and macOS: Textual's driver, made to outlast what real terminals do to it.

A stray byte, a sequence that makes no sense, a paste without an end and a window that is closed must each neither
end the program by accident nor leave it running for nobody.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import termios
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterator
from typing import IO, Any, Protocol, cast

from textual import constants, events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

SILENCE = 1.0  # seconds after which a paste without an end is over
KEY_GAP = 0.1  # seconds between a paste and a key; what comes sooner belongs to the paste
OPEN = 2 * constants.ESCAPE_DELAY  # seconds in which an escape sequence that was begun goes on, or is over
LOOK = 0.025  # seconds between two looks at what time alone ends: a paste, a sequence
LONG = 32  # letters at once that nobody types
CHUNK = 65536  # bytes

# Nothing but whole keys or mouse events, as they come from a person.
_KEYS = re.compile(r"(?:\x1b\[<?[\d;:]*[A-Za-z~]|\x1bO[A-Za-z])+")
# All that the program asked of the terminal, taken back: paste and line wrap, mouse, keyboard, screen, cursor, focus.
_CLEAN = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)


class Owner(Protocol):
    """What the driver tells of the terminal, from its own threads."""

    def hang_up(self) -> None:
        """The terminal is gone."""

    def fail(self, error: Exception) -> None:
        """Reading from the terminal failed by a fault of the program."""


class Reader:
    """What a terminal sends, as events. Times are seconds of one clock that only goes forward."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("ignore").decode
        self._parser = XTermParser()
        self._tail = ""
        """What may be the beginning of the mark before a paste."""
        self._pasted: list[str] | None = None
        """What came of a paste so far, while one comes."""
        self._last_letters = ""
        """The end of what came, where the mark after the paste may have begun."""
        self._lapsed = False
        """Whether the last paste was given up before its end came."""
        self._last = 0.0
        self._open_until = 0.0
        """Until when a sequence may be open."""

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """The events of what was read at ``now``."""
        text = self._decode(data)
        gap, self._last = now - self._last, now
        if "\x1b" in text or now < self._open_until:
            self._open_until = now + OPEN
        if self._pasted is not None:
            # A key on its own, a while after the paste: its end mark will not come any more.
            if gap >= KEY_GAP and BRACKETED_PASTE_END not in text and _KEYS.fullmatch(text):
                yield from self._give_paste(self._pasted)
        elif self._lapsed:
            self._lapsed = False
            # The rest of a paste that was slow. As keys its line ends would each be an Enter. Another paste is no rest.
            rest, end, _ = text.partition(BRACKETED_PASTE_END)
            if BRACKETED_PASTE_START not in rest if end else (len(text) >= LONG and "\x1b" not in text):
                self._begin_paste()
        while text:
            if self._pasted is None:
                text = yield from self._read_keys(text)
            else:
                text = yield from self._read_paste(self._pasted, text)

    def waits(self, now: float) -> bool:
        """Whether time alone may bring an event, so that ``tick`` is to be asked for; else only what comes does."""
        return self._pasted is not None or now < self._open_until

    def tick(self, now: float) -> Iterator[Message]:
        """The events of nothing having come until ``now``; to be asked for several times in a second."""
        if self._pasted is not None and now - self._last >= SILENCE:
            self._lapsed = True
            yield from self._give_paste(self._pasted)
        yield from self._parser.tick()

    def _read_keys(self, text: str) -> Generator[Message, None, str]:
        """The events up to the next paste; returns what comes after."""
        seen = self._tail + text
        at = seen.find(BRACKETED_PASTE_START)
        if at < 0:
            ends = (n for n in range(len(BRACKETED_PASTE_START) - 1, 0, -1) if seen.endswith(BRACKETED_PASTE_START[:n]))
            self._tail = BRACKETED_PASTE_START[: next(ends, 0)]
            yield from self._parse(text)
            return ""
        end = at + len(BRACKETED_PASTE_START) - len(self._tail)
        # The parser may have seen the beginning of the mark. It sees the rest, and the end of an empty paste.
        yield from self._parse(text[:end] + BRACKETED_PASTE_END)
        self._tail = ""
        self._begin_paste()
        return text[end:]

    def _begin_paste(self) -> None:
        self._pasted, self._last_letters = [], ""

    def _read_paste(self, pasted: list[str], text: str) -> Generator[Message, None, str]:
        """The paste, when it is whole; returns what comes after."""
        pasted.append(text)
        seen = self._last_letters + text
        at = seen.find(BRACKETED_PASTE_END)
        if at < 0:
            self._last_letters = seen[1 - len(BRACKETED_PASTE_END) :]
            return ""
        whole = "".join(pasted)
        yield from self._give_paste([whole[: len(whole) - len(seen) + at]])
        return seen[at + len(BRACKETED_PASTE_END) :]

    def _give_paste(self, pasted: list[str]) -> Iterator[Message]:
        self._pasted = None
        if text := "".join(pasted).replace("\x00", ""):
            yield events.Paste(text)

    def _parse(self, text: str) -> Iterator[Message]:
        for letter in text:
            try:
                found = list(self._parser.feed(letter))
            except Exception:
                # A sequence that Textual has no answer to, such as a letter beyond Unicode. The next key counts again.
                found, self._parser = [], _like(self._parser)
            yield from (event for event in found if not (isinstance(event, events.Paste) and not event.text))


def _like(parser: XTermParser) -> XTermParser:
    """A fresh parser that knows what the old one had learned of the terminal."""
    fresh = XTermParser()
    for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
        setattr(fresh, name, getattr(parser, name))
    return fresh


class Ending(threading.Event):
    """Set when reading is to end; a file as well, so that who waits for letters waits for this too."""

    def __init__(self) -> None:
        super().__init__()
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)

    def fileno(self) -> int:
        """The file that has something to read once this is set."""
        return self._read

    def set(self) -> None:
        """Set it, and wake who waits."""
        super().set()
        os.write(self._write, b"\0")

    def clear(self) -> None:
        """Take it back."""
        super().clear()
        with contextlib.suppress(BlockingIOError):
            os.read(self._read, CHUNK)


class Output:
    """A file to the terminal that takes everything, also when the terminal is gone; ``gone`` is told of that once."""

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone
        self.dead = False

    def write(self, text: str) -> None:
        """Write, or do nothing."""
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        """Flush, or do nothing."""
        self._try(self._file.flush)

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def _try(self, what: Callable[[], object]) -> None:
        if self.dead:
            return
        try:
            what()
        except BlockingIOError:
            # Another program on this terminal has changed how it is written to; what was left is still in the buffer.
            os.set_blocking(self.fileno(), True)
        except (OSError, ValueError):
            self.dead = True
            self._gone()


class TerminalDriver(LinuxDriver):
    """Textual's driver with another way to read, and to write to a terminal that is gone."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._owner = cast(Owner, app)
        self._out = Output(sys.__stderr__ or open(os.devnull, "w"), self._owner.hang_up)  # noqa: SIM115, PTH123
        self._file = cast(Any, self._out)
        self._let_go = False
        self._picture: list[str] = []
        """What there is of a picture before its end."""
        self.exit_event = Ending()

    @property
    def dead(self) -> bool:
        """Whether the terminal cannot be written to any more."""
        return self._out.dead

    def start_application_mode(self) -> None:
        """Take the terminal; where that is impossible the terminal is gone."""
        for number in (self.fileno, self._out.fileno()):
            with contextlib.suppress(OSError):
                os.set_blocking(number, True)
        self._key_thread = None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._key_thread is None:
            self._owner.hang_up()

    def stop_application_mode(self) -> None:
        """Leave the terminal clean, unless that was done: the keyboard's modes of whoever comes next are not ours."""
        if not self._let_go:
            super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal, if there is one; a picture in one piece, so that one wait for the thread is enough."""
        if data == SYNC_START or self._picture:
            self._picture.append(data)
            if data != SYNC_END:
                return
            data = "".join(self._picture)
            self._picture.clear()
        if self._writer_thread is not None:
            super().write(data)

    def flush(self) -> None:
        """Let the thread that writes have its turn, before whatever else is done."""
        time.sleep(0)

    def close(self) -> None:
        """Let go of the terminal; what is written after this goes nowhere."""
        super().close()
        self._writer_thread = None

    def _sigtstp_application(self, *_: object) -> None:
        # In the loop: amid a write a signal's handler would wait for itself.
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        if self._writer_thread is None:
            super()._sigcont_application()

    def _disable_mouse_support(self) -> None:
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")

    def let_go(self) -> None:
        """Leave the terminal clean from any thread, at once, when the usual way hangs. May wait for the terminal."""
        if self._writer_thread is None:
            return
        self._let_go = True
        with contextlib.suppress(termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with contextlib.suppress(OSError, ValueError):
            os.write(self._out.fileno(), _CLEAN.encode())

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._owner.fail(error)

    def run_input_thread(self) -> None:
        """Read until the program ends or the terminal is gone. Runs in a thread."""
        reader, now = Reader(), 0.0
        while not self.exit_event.is_set():
            # Nothing wakes a program at rest but what comes. It is at rest as of the last look, however late it is now.
            ready = self._read(LOOK if reader.waits(now) else None)
            if ready == b"":
                self._owner.hang_up()
                return
            now = time.monotonic()
            if ready is not None:
                for event in reader.feed(ready, now):
                    self.process_message(event)
            for event in reader.tick(now):
                self.process_message(event)

    def _read(self, within: float | None) -> bytes | None:
        """What came within so many seconds; None for nothing, and no bytes when the terminal is gone."""
        try:
            ending = cast(Ending, self.exit_event).fileno()
            if self.fileno not in select.select([self.fileno, ending], [], [], within)[0]:
                return None
            return os.read(self.fileno, CHUNK)
        except BlockingIOError:
            os.set_blocking(self.fileno, True)
            return None
        except (OSError, ValueError):
            return b""
