"""A pseudo-terminal that tells when something came on the screen, and costs both sides the same.

What comes is only searched while the time is taken; the emulator, which is slow, looks at the screen afterwards.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

PATIENCE = 60.0  # seconds; only a failing wait takes them all
COLUMNS, LINES = 120, 36
_PLACED = re.compile(rb"\x1b\[[\d;]*H")
_CONTROL = re.compile(rb"\x1b\[[^@-~]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP.*?\x1b\\|\x1b[^\[\]P]", re.DOTALL)
# What pyte would take for text.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][\d;:]*[@-~]|\x1b\[\??[\d;]*\$[@-~]|\x1bP.*?\x1b\\", re.DOTALL)
_FRAME, _FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class Late(Exception):
    """What was waited for did not come."""


class Window:
    """A terminal with a program in it. ``started`` is when it was started, in seconds of ``time.perf_counter``."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self.output = bytearray()
        """All that the program wrote."""
        self._read_at = 0.0
        self._told = self._ended = False
        self._handle, program_side = os.openpty()
        termios.tcsetwinsize(program_side, (LINES, COLUMNS))
        self._poll = select.poll()
        self._poll.register(self._handle, select.POLLIN)
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            list(command),
            stdin=program_side,
            stdout=program_side,
            stderr=program_side,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        os.close(program_side)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, keys: str) -> float:
        """Send keys; when that was. What is waited for next has to come after this."""
        self._mark = len(self.output)
        sent = time.perf_counter()
        os.write(self._handle, keys.encode())
        return sent

    def wait(self, *texts: str | re.Pattern[str], since: int = 0) -> float:
        """Wait until all of ``texts`` were drawn, after so many bytes; when the last of it came. Raises Late."""
        end = time.monotonic() + PATIENCE
        while not self._drawn(texts, since):
            if self._ended or time.monotonic() > end:
                raise Late(f"never saw {texts}; the screen:\n{self.screen()}")
            self._read(0.5)
        return self._read_at

    def wait_after(self, *texts: str | re.Pattern[str]) -> float:
        """As ``wait``, in what came after the last keys were sent."""
        return self.wait(*texts, since=self._mark)

    def rest(self, seconds: float) -> None:
        """Take in what comes for so many seconds."""
        end = time.monotonic() + seconds
        while not self._ended and (left := end - time.monotonic()) > 0:
            self._read(left)

    def wait_end(self) -> float:
        """Wait until the process has ended; when that was. Raises Late."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            if time.monotonic() > end:
                raise Late(f"it has not ended; the screen:\n{self.screen()}")
            if self._ended:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(0.001)
            else:
                self._read(0.0005)
        return time.perf_counter()

    def text(self, since: int = 0) -> str:
        """All that was drawn after so many bytes, without what places and colours it."""
        return _CONTROL.sub(b"", _PLACED.sub(b"\n", self.output[since:])).decode(errors="replace")

    def screen(self) -> str:
        """What a person sees now."""
        screen: Any = pyte.Screen(COLUMNS, LINES)
        pyte.ByteStream(screen).feed(_UNKNOWN.sub(b"", bytes(self.output)))
        return "\n".join(line.rstrip() for line in screen.display)

    def close(self) -> None:
        """End the program, should it still run, and close the window."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._handle)

    def _drawn(self, texts: Sequence[str | re.Pattern[str]], since: int) -> bool:
        if len(self.output) <= since or self.output.rfind(_FRAME) > self.output.rfind(_FRAME_END):
            return False
        text = self.text(since)
        return all(each in text if isinstance(each, str) else each.search(text) for each in texts)

    def _read(self, timeout: float) -> None:
        if not self._poll.poll(timeout * 1000):
            return
        try:
            found = os.read(self._handle, 65536)
        except OSError:
            found = b""
        self._read_at = time.perf_counter()
        if not found:
            self._ended = True
            return
        self.output += found
        if not self._told and _ASKS_FOR_FRAMES in self.output:
            self._told = True
            os.write(self._handle, _HAS_FRAMES)
