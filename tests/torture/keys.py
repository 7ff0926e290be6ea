"""Random bytes as a terminal may send them: keys, letters and pastes among stray, cut and unknown ones, at any pace.

Nothing may raise, no key that stood on its own may be lost, and each paste is given once and whole. Every thousandth
stream goes to the real program too, which must take a line afterwards.
"""

from __future__ import annotations

import signal
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from textual._xterm_parser import XTermParser

from mentor_tui.driver import KEY_GAP, SILENCE
from tests.app_helpers import on_disk
from tests.conftest import FixedClock
from tests.runs import Run, unclean
from tests.sender import END, START, Sender, said
from tests.terminal import KEYS, Terminal
from tests.torture.outcome import Outcome
from tests.torture.strings import WORDS

LIVE_EVERY = 1000
PIECES = 30  # of a stream at most
SETTLES = 0.15  # seconds after which what was cut is over
SOON = 0.06  # seconds within which the rest of a key comes
TICK = 0.1  # seconds between two looks of the driver
FIRST_MARK, LAST_MARK = 0xA000, 0xA3FF  # letters that stand nowhere else: each comes once in a stream

_LEADING = [code for name, code in KEYS.items() if code.startswith("\x1b") and name != "escape"]
_LEADING += [
    "\x1b[1;5C",
    "\x1b[13u",
    "\x1b[27u",
    "\x1b[97;5u",
    "\x1b[97;;97u",
    "\x1b[<0;10;5M",
    "\x1b[I",
    "\x1b[57358u",
]
_SINGLE = [*"\r\t\x7f\x01\x05\x0b\x17", *"aZ0 é!/"]
_KNOWN = {code: said(XTermParser().feed(code)) for code in (*_LEADING, *_SINGLE)}


def run(count: int, seed: int = 1) -> Outcome:
    """So many streams."""
    failures: list[str] = []
    for number in range(count):
        stream = _Stream(Random(f"{seed} {number}"))
        failures += [f"{number}: {problem}" for problem in _read(stream)]
    with TemporaryDirectory(prefix="mentor-tui-keys-") as folder, Terminal(100, 36) as terminal:
        try:
            live = [_Stream(Random(f"{seed} {number}"), most=12) for number in range(0, count, LIVE_EVERY)]
            failures += _live(terminal, Path(folder) / "home", live)
        except AssertionError as error:
            failures.append(f"the program: {error}")
    return Outcome("bytes from the terminal", count, failures)


class _Stream:
    """Chunks of bytes with a gap before each, and what must come of them, in that order."""

    def __init__(self, random: Random, most: int = PIECES) -> None:
        self._random = random
        self.chunks: list[tuple[float, bytes]] = []
        self.wanted: list[str] = []
        self._marks = iter(range(FIRST_MARK, LAST_MARK))
        self._settled = True
        """Whether nothing stands open that would take the next letter along."""
        self._alone = False
        """Whether the next piece needs a chunk of its own, so that it is not taken for the rest of a paste."""
        kinds = (self._letter, self._key, self._paste, self._open_paste, self._stray, self._cut, self._unknown)
        for _ in range(random.randint(1, most)):
            random.choices(kinds, (6, 6, 3, 1, 2, 2, 2))[0]()
            if random.random() < 0.3:
                self._pause(random.choice((0.01, SETTLES, 0.4, SILENCE + TICK)))

    # Chunks

    def _send(self, data: bytes, gap: float | None = None, *, torn: float = SOON) -> None:
        """Send bytes with what came before, or after a gap; perhaps in pieces, up to ``torn`` seconds from each other.

        No gap is a chunk that follows at once or with what came before.
        """
        random = self._random
        if gap is None and self.chunks and self.chunks[-1][1] and not self._alone and random.random() < 0.6:
            before, last = self.chunks[-1]
            self.chunks[-1] = before, last + data
            return
        places = sorted(random.sample(range(1, len(data)), min(len(data) - 1, random.choice((0, 0, 0, 1, 2, 9)))))
        if self._alone:
            places, gap = [], SETTLES
        self._alone = False
        for start, end in zip([0, *places], [*places, len(data)], strict=True):
            self.chunks.append((gap or 0.0, data[start:end]))
            gap = random.choice((0.0, 0.01, random.uniform(0, torn)))

    def _pause(self, seconds: float) -> None:
        self.chunks.append((seconds, b""))
        self._settled = self._settled or seconds >= SETTLES

    def _mark(self) -> str:
        return chr(next(self._marks))

    # Pieces

    def _letter(self) -> None:
        mark = self._mark()
        if self._settled:
            self.wanted.append(mark)
        self._send(mark.encode())

    def _key(self) -> None:
        if self._random.random() < 0.1:
            self._send(b"\x1b")
            self._pause(SETTLES)
            self._settled = True
            self.wanted.append("escape")
            return
        code = self._random.choice(_LEADING if not self._settled or self._random.random() < 0.6 else _SINGLE)
        self.wanted += _KNOWN[code]
        self._send(code.encode())
        self._settled = True  # what stood open ends where the next sequence begins

    def _body(self) -> bytes:
        """What is pasted."""
        random, found = self._random, [self._mark().encode()]
        for _ in range(random.choice((0, 3, 12))):
            odd = (b"\n", b"\r\n", b"\x00", b"\t", b"[201~", b"\x1b[A", b"\x1b[20", b"\xff", b"\xe2\x82", b"\x9b")
            found.append(random.choice(odd) if random.random() < 0.4 else f" {random.choice(WORDS)}".encode())
        return b"".join([*found, self._mark().encode()])

    def _paste(self) -> None:
        body = self._body()
        stalls = self._random.random() < 0.1
        self._send(START + body if stalls else START + body + END, torn=SOON if b"\x1b" in body else 0.8)
        self.wanted.append(_pasted(body))
        if stalls:
            rest = self._body()
            self._pause(SILENCE + TICK)
            self.chunks.append((0.0, rest + END))
            self.wanted.append(_pasted(rest))
        self._settled = True

    def _open_paste(self) -> None:
        """A paste whose end never comes: a silence ends it, or a key of its own; letters, or another paste, go in."""
        random, body = self._random, self._body()
        self._send(START + body)
        for _ in range(random.choice((0, 0, 2))):
            more = random.choice((self._mark().encode(), START + self._body()))
            self._send(more)
            body += more
        if random.random() < 0.2:
            body += b"-"
            self._send(b"-" + END)
            self.wanted.append(_pasted(body))
        elif random.random() < 0.5:
            code = random.choice(("\x1b[A", "\x1b[97;;97u", "\x1bOP"))
            self.chunks.append((KEY_GAP + SOON, code.encode()))
            self.wanted += [_pasted(body), *_KNOWN[code]]
            self._pause(0.0)
        else:
            self._pause(SILENCE + TICK)
            self.wanted.append(_pasted(body))
            self._alone = True
        self._settled = True

    def _stray(self) -> None:
        """Bytes that are no letter, or the first ones of a letter; nothing with which a mark begins."""
        some = bytes(self._random.choice([*range(0x80, 0xEA), *range(0xEB, 0x100)]) for _ in range(3))
        self._send(self._random.choice((some, some[:1], "é".encode()[:1], "€".encode()[:2], "👩".encode()[:3])))

    def _cut(self) -> None:
        code = self._random.choice(_LEADING).encode()
        self._send(code[: self._random.randint(1, len(code) - 1)])
        self._settled = False

    def _unknown(self) -> None:
        random = self._random
        numbers = ";".join(str(random.randint(0, 99999)) for _ in range(random.randint(0, 4)))
        some = f"\x1b[{random.choice(('', '?', '>', '<', '='))}{numbers}{random.choice('bcfgijkloprvwxyz$u{')}"
        other = ("\x1b[1114112u", "\x1b[97;;1114112u", "\x1b]11;rgb:0/0/0\x07", "\x1bP1+r\x1b\\", "\x1bOz", "\x1b[[Z")
        self._send(random.choice((some, some, *other)).encode())
        self._settled = False


def _pasted(body: bytes) -> str:
    text = body.decode(errors="ignore").replace("\x00", "")
    return f"paste: {text}"


class _Ticking(Sender):
    """A terminal that is looked at as the driver does, also when nothing comes."""

    def wait(self, seconds: float) -> list[str]:
        end, found = self.now + seconds, super().wait(0)
        while self.now < end:
            found += super().wait(min(TICK, end - self.now))
        return found


def _read(stream: _Stream) -> list[str]:
    """What is wrong with how a stream is read."""
    sender = _Ticking()
    with patch("textual._parser.get_time", lambda: sender.now):
        try:
            found: list[str] = []
            for gap, chunk in stream.chunks:
                found += sender(chunk, gap=gap) if chunk else sender.wait(gap)
            found += sender.wait(SILENCE + TICK)
            last = [*sender(END), *sender.wait(SILENCE + TICK), *sender(b"\x1b[A")]
        except Exception as error:
            return [f"{type(error).__name__}: {error} of {stream.chunks}"]
    problems = [] if last[-1:] == ["up"] else [f"no key counts after it: {last} after {stream.chunks}"]
    rest = iter(found)
    lost = next((word for word in stream.wanted if word not in rest), None)
    if lost is not None:
        problems.append(f"{lost!r} is lost: {found} of {stream.chunks}")
    marks = [sign for word in found for sign in word if FIRST_MARK <= ord(sign) <= LAST_MARK]
    if len(marks) != len(set(marks)):
        problems.append(f"something came twice: {found} of {stream.chunks}")
    return problems


def _live(terminal: Terminal, home: Path, streams: list[_Stream]) -> list[str]:
    """Send streams to the program, and keep a line after each; gives what is wrong in the end."""
    run = Run(terminal, home)
    lines = []
    for number, stream in enumerate(streams):
        for gap, chunk in stream.chunks:
            end = time.monotonic() + gap
            while (left := end - time.monotonic()) > 0:
                terminal._read(left)
            if chunk:
                terminal.send_all(chunk)
        lines.append(f"line {number} after it")
        _take(terminal, lines[-1])
    terminal.signal(signal.SIGTERM)
    status = terminal.wait_exit()
    found = [f"the program ended with {status}"] if status != 143 else []
    found += unclean(terminal)
    kept = [note.text for note in on_disk(run.shelf, FixedClock()).notes()]
    found += [f"{line!r} was not kept" for line in lines if line not in kept]
    return found + [f"a fault: {path.read_text()}" for path in run.reports()]


def _take(terminal: Terminal, line: str) -> None:
    """Find back to the line from wherever the keys have led, and keep one."""
    end = time.monotonic() + SILENCE + 0.3  # a paste without an end, which would take the next keys along
    while (left := end - time.monotonic()) > 0:
        terminal._read(left)
    for _ in range(20):
        if terminal.shows("Enter opens"):
            terminal.press("enter")
        elif terminal.shows("F2 starts session") or terminal.shows("F2 goes on with"):
            terminal.press("f2")
        elif terminal.shows("The file, for"):
            terminal.press("f3")
        else:
            terminal.press("escape")
        end = time.monotonic() + 0.5
        while (left := end - time.monotonic()) > 0:
            terminal._read(left)
        if terminal.shows("> Type and press Enter"):
            terminal.press("escape")
            time.sleep(2 * SETTLES)
            terminal.type(line)
            terminal.wait_for(f"> {line}")
            terminal.press("enter")
            terminal.wait_for(f"note       {line}")
            return
    raise AssertionError(f"no line can be typed:\n{terminal.text}")
