"""A terminal for tests: a real pseudo-terminal with a program in it, and the screen that a person would see."""

from __future__ import annotations

import os
import re
import select
import signal
import termios
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte
from wcwidth import wcwidth

UNSURE = 12  # cells
TIMEOUT = 15.0  # seconds; only a failing wait takes them all
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)},
    **{f"f{number}": f"\x1b[{code}~" for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), 5)},
}
# What pyte would take for text: private sequences with < > =, queries of a mode, and device control strings.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][\d;:]*[@-~]|\x1b\[\??[\d;]*\$[@-~]|\x1bP.*?\x1b\\", re.DOTALL)
_CUT_OFF = re.compile(rb"\x1b(?:\[[^@-~]*|P(?:(?!\x1b\\).)*)?\Z", re.DOTALL)
_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_FRAME, _FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
_CONTROL = re.compile(rb"\x1b\[[^@-~]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\|\x1b[^\[\]P]", re.DOTALL)


def _heed_hang_ups() -> None:
    """Have the program told of a closed terminal, also in tests that were started to outlive theirs (nohup)."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def key_code(key: str) -> str:
    """What a terminal sends for a key: ``F2``, ``tab``, ``ctrl+q``, ``alt+a`` or one character."""
    name = key.lower()
    if name in KEYS:
        return KEYS[name]
    if re.fullmatch(r"ctrl\+[a-z]", name):
        return chr(ord(name[-1]) - ord("a") + 1)
    if name.startswith("alt+"):
        return "\x1b" + key_code(key[4:])
    if len(key) == 1:
        return key
    raise ValueError(f"no such key: {key}")


class _Screen(pyte.Screen):
    """A screen that leaves out signs without a width, where pyte would leave out all that comes after them as well."""

    def draw(self, data: str) -> None:
        """Put text at the cursor."""
        if not data.isascii():
            data = "".join(sign for sign in data if wcwidth(sign) > 0 or unicodedata.combining(sign))
        super().draw(data)


class Terminal:
    """A terminal of so many columns and lines. Waits look at the screen until it shows what is waited for."""

    def __init__(self, columns: int, lines: int) -> None:
        self._screen: Any = _Screen(columns, lines)
        self._stream: Any = pyte.ByteStream(self._screen)
        self._child: Any = None
        self._ended = False
        self._told = False
        self._cut_off = b""
        self.output = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def spawn(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        """Start a program. ``env`` is all the environment that it gets."""
        with warnings.catch_warnings():
            # Python warns of a fork beside threads (a parallel test run has some); here the program starts at once.
            warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
            self._child = pexpect.spawn(
                command[0],
                list(command[1:]),
                env=dict(env),
                cwd=str(cwd),
                dimensions=(self._screen.lines, self._screen.columns),
                timeout=TIMEOUT,
                use_poll=True,
                preexec_fn=_heed_hang_ups,
            )
        self._child.delaybeforesend = None
        self._child.delayafterclose = 0.01

    # What a person does

    def type(self, text: str) -> None:
        """Type text; a line end is the Enter key."""
        self._child.send(text.replace("\n", "\r").encode())

    def press(self, *keys: str) -> None:
        """Press keys one after the other. After ``escape`` wait for what it does: keys at once would belong to it."""
        for key in keys:
            self._child.send(key_code(key).encode())

    def paste(self, text: str) -> None:
        """Paste text, as a terminal hands it over to a program that has asked to be told of it."""
        assert 2004 in self.modes, "the program has not asked for bracketed paste"
        self._child.send(f"\x1b[200~{text}\x1b[201~".encode())

    def send(self, data: bytes) -> None:
        """Have the terminal send these bytes, whatever they are."""
        self._child.send(data)

    def send_all(self, data: bytes) -> None:
        """Send more than the program's side holds at once, reading what it writes meanwhile."""
        fd, place = self._child.child_fd, 0
        while place < len(data):
            _, free, _ = select.select([], [fd], [], 0.01)
            if free:
                place += os.write(fd, data[place : place + 512])
            self._read(0)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self._child.pid, number)

    def hang_up(self) -> None:
        """Close the window, as a person or a network does; the program goes on if it can."""
        self._child.ptyproc.fileobj.close()
        self._ended = True

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._screen.resize(lines=lines, columns=columns)
        self._child.setwinsize(lines, columns)

    # What a person sees

    @property
    def text(self) -> str:
        """The screen, a line for each of its lines, without the spaces at their ends."""
        return "\n".join(line.rstrip() for line in self._lines)

    def shows(self, text: str) -> bool:
        """Whether the screen shows ``text``, wherever its lines are broken."""
        shown = self.text
        return text in shown or text in " ".join(shown.split())

    def wait_for(self, *texts: str, timeout: float = TIMEOUT) -> None:
        """Wait until the screen shows all of ``texts`` at once."""

        def missing() -> str:
            return ", ".join(repr(text) for text in texts if not self.shows(text))

        self._wait(lambda: not missing(), lambda: f"never saw {missing()}", timeout)

    def wait_gone(self, *texts: str, timeout: float = TIMEOUT) -> None:
        """Wait until the screen shows none of ``texts``."""

        def still() -> str:
            return ", ".join(repr(text) for text in texts if self.shows(text))

        self._wait(lambda: not still(), lambda: f"still see {still()}", timeout)

    def wait_cursor(self, by: str, timeout: float = TIMEOUT) -> None:
        """Wait until a field has its cursor on the line that shows ``by``, or on the one below it: that label's field.

        Programs leave the terminal's cursor in the field that is typed into, even where they do not show it; and also
        where that field was, when none is typed into any more. So the field has to have drawn one there, too.
        """

        def there() -> bool:
            row = self._screen.cursor.y
            return self._draws_cursor and any(by in line for line in self._lines[max(0, row - 1) : row + 1])

        self._wait(there, lambda: f"the cursor never came to {by!r}", timeout)

    @property
    def _draws_cursor(self) -> bool:
        """Whether the letter under the cursor stands out from its line, or the one before, as in a one-line field.

        Of the cells that marks and joined signs take, no two terminals think alike: then one further off may be it.
        """
        cursor, line = self._screen.cursor, self._screen.buffer[self._screen.cursor.y]
        looks = [(line[x].bg, line[x].reverse) for x in range(self._screen.columns)]
        usual, _ = Counter(looks).most_common(1)[0]
        off = 0 if self._lines[cursor.y].isascii() else UNSURE
        return any(look != usual for look in looks[max(0, cursor.x - 1 - off) : cursor.x + 1 + off])

    def wait_marked(self, text: str, timeout: float = TIMEOUT) -> None:
        """Wait until the line with ``text`` is the chosen row, told by its background."""
        self._wait(lambda: self._is_marked(text), lambda: f"{text!r} was never the chosen row", timeout)

    def choose(self, text: str) -> None:
        """Go down in the list that has the focus until the row with ``text``, which is in sight, is the chosen one."""
        self.wait_for(text)
        self._wait(lambda: bool(self._marked(text)), lambda: f"no row is chosen in the list of {text!r}", TIMEOUT)
        for _ in self._lines:
            if self._is_marked(text):
                return
            self._step_down(text, self._chosen(text))
        raise AssertionError(self._failure(f"{text!r} was never the chosen row"))

    def _step_down(self, text: str, before: set[str]) -> None:
        self.press("down")
        # A list that draws itself anew may show no chosen row for a moment.
        self._wait(lambda: self._chosen(text) not in (set(), before), lambda: "the chosen row stays", TIMEOUT)

    def wait_exit(self, timeout: float = TIMEOUT) -> int:
        """Wait until the program has ended; its exit status, or minus the signal that ended it."""
        end = time.monotonic() + timeout
        while not self._ended or self._child.isalive():
            if time.monotonic() > end:
                raise AssertionError(self._failure(f"the program has not ended after {timeout:g} s"))
            if self._ended:
                time.sleep(0.01)
            else:
                self._read(0.1)
        status, signal = self._child.exitstatus, self._child.signalstatus
        return int(status) if status is not None else -int(signal)

    # What the program leaves behind

    @property
    def modes(self) -> set[int]:
        """The private modes that are on: 25 is the cursor, 1049 the other screen, 1000 to 1016 the mouse."""
        on = {7, 25}
        for numbers, letter in _MODE.findall(bytes(self.output)):
            for number in numbers.split(b";"):
                (on.add if letter == b"h" else on.discard)(int(number))
        return on

    @property
    def cooked(self) -> bool:
        """Whether the terminal echoes, takes whole lines and lets Ctrl+C interrupt, as a shell expects it."""
        wanted = termios.ECHO | termios.ICANON | termios.ISIG
        return bool(termios.tcgetattr(self._child.child_fd)[3] & wanted == wanted)

    @property
    def left_over(self) -> str:
        """What was written after the program had left the other screen: errors, and marks of no known meaning."""
        _, _, after = bytes(self.output).rpartition(b"\x1b[?1049l")
        return _CONTROL.sub(b"", after).decode(errors="replace").strip()

    def kill(self, number: int) -> int:
        """Send a signal to the program and wait for its end; its exit status, or minus the signal that ended it."""
        self._child.kill(number)
        return self.wait_exit()

    def close(self) -> None:
        """End the program, should it still run, and close the window."""
        if self._child is not None:
            self._child.close(force=True)

    @property
    def _lines(self) -> list[str]:
        """The lines of the screen; pyte's own way of giving them measures every letter anew."""
        columns, lines = range(self._screen.columns), (self._screen.buffer[y] for y in range(self._screen.lines))
        return ["".join([line[x].data for x in columns]) for line in lines]

    @property
    def _half_drawn(self) -> bool:
        """Whether the program is in the midst of drawing the screen."""
        return self.output.rfind(_FRAME) > self.output.rfind(_FRAME_END)

    def _place(self, text: str) -> tuple[int, int] | None:
        """The line and the column at which ``text`` begins."""
        return next(((y, line.find(text)) for y, line in enumerate(self._lines) if text in line), None)

    def _marked(self, text: str) -> set[int]:
        """The lines that stand out where ``text`` begins; without those, as a head, that do so over all the width."""
        place = self._place(text)
        if place is None:
            return set()
        columns = range(self._screen.columns)
        lines = [[self._screen.buffer[y][x].bg for x in columns] for y in range(self._screen.lines)]
        usual, _ = Counter(chain.from_iterable(lines)).most_common(1)[0]
        return {y for y, line in enumerate(lines) if line[place[1]] != usual and usual in line}

    def _chosen(self, text: str) -> set[str]:
        """What the chosen row says from the column of ``text`` on: its words stay the same when the list scrolls."""
        place = self._place(text)
        return {self._lines[y][place[1] :][:20] for y in self._marked(text)} if place else set()

    def _is_marked(self, text: str) -> bool:
        place = self._place(text)
        return place is not None and place[0] in self._marked(text)

    def _wait(self, ready: Callable[[], bool], problem: Callable[[], str], timeout: float) -> None:
        end = time.monotonic() + timeout
        while self._half_drawn or not ready():
            if self._ended:
                raise AssertionError(self._failure(f"{problem()}; the program has ended"))
            if time.monotonic() > end:
                raise AssertionError(self._failure(f"{problem()} in {timeout:g} s"))
            self._read(0.1)

    def _read(self, timeout: float) -> None:
        """Take in what the program has written; wait for it up to ``timeout`` seconds."""
        try:
            data = self._child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self._ended = True
            return
        self.output += data
        if not self._told and b"\x1b[?2026$p" in self.output:
            self._told = True
            self._child.send(b"\x1b[?2026;2$y")  # yes, it may mark where a picture of the screen begins and ends
        data = self._cut_off + data
        cut_off = _CUT_OFF.search(data)
        self._cut_off = cut_off.group() if cut_off else b""
        self._stream.feed(_UNKNOWN.sub(b"", data[: len(data) - len(self._cut_off)]))

    def _failure(self, problem: str) -> str:
        columns = self._screen.columns
        frame = "+" + "-" * columns + "+"
        rows = [f"|{line:<{columns}}|" for line in self._lines]
        after = [f"After it had closed: {self.left_over[-600:]}"] if self._ended and 1049 not in self.modes else []
        return "\n".join([f"{problem}. The screen:", frame, *rows, frame, *after])
