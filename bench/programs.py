"""Ours and the floors as programs to be started, each in the same environment."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bench.terminal import Window
from mentor_tui.data.lock import Lock

ROOT = Path(__file__).parent.parent
OURS = "from mentor_tui.cli import main; main()"
SLOW_DISK = """
import os, time
fsync = os.fsync
def slow(handle):
    time.sleep(0.5)
    fsync(handle)
os.fsync = slow
"""
NOTHING = [sys.executable, "-c", "pass"]


class Effort(NamedTuple):
    """How often each thing is measured; ``idle`` is in seconds, ``sizes`` are numbers of records.

    ``keys`` are typed into ``pairs`` of windows, one pair after the other. ``warm`` rounds are run before and not
    counted. ``calm`` is the part of each wait for quiet that is kept.
    """

    starts: int = 11
    commands: int = 15
    keys: int = 1000
    pairs: int = 5
    keeps: int = 25
    inside: int = 9
    memory: int = 3
    idle: float = 60
    sizes: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    mentorships: int = 200
    sessions: int = 1_000
    warm: int = 1
    calm: float = 1.0


QUICK = Effort(3, 5, 100, 1, 5, 3, 1, 10, (100, 1_000, 10_000))
LEAST = Effort(1, 1, 8, 2, 1, 1, 1, 0.5, (50, 100), 3, 10, 0, 0.1)


class Place:
    """A folder with a home of its own, in which programs run."""

    def __init__(self, folder: Path, effort: Effort) -> None:
        self.folder = folder
        self.effort = effort
        self.home = folder / "home"
        for name in ("home", "home/tmp", "made", "runs"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        self._runs = 0

    @property
    def env(self) -> dict[str, str]:
        """All the environment of a program; without the variable that keeps Python from keeping what it compiled."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        kinds = ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME")
        folders = {f"XDG_{kind}": str(self.home / kind) for kind in kinds}
        look = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "Europe/Madrid"}
        return {
            **kept,
            **folders,
            **look,
            "HOME": str(self.home),
            "TMPDIR": str(self.home / "tmp"),
            "PYTHONPATH": str(ROOT),
        }

    def copy(self, made: Path) -> Path:
        """A fresh copy of made data, so that no run meets what the one before it left."""
        self._runs += 1
        folder = self.folder / "runs" / str(self._runs)
        shutil.copytree(made, folder)
        now = datetime.now(UTC)
        for journal in folder.glob("*.json"):
            # Left just now: a session that is on is not paused for having been closed for long.
            lock = Lock(journal)
            lock.take(now, to_work=True)
            lock.release(now)
        return folder

    def ours(self, data: Path, *rest: str, before: str = "") -> list[str]:
        """The program on a folder of journals, as its command starts it; ``before`` is Python that runs first."""
        return [sys.executable, "-c", before + OURS, "--data", str(data), *rest]

    def floor(self, name: str, *rest: str) -> list[str]:
        """A floor by the name of its file."""
        return [sys.executable, str(ROOT / "bench" / "floors" / f"{name}.py"), *rest]

    def open(self, command: list[str]) -> Window:
        """Start a program in a terminal."""
        return Window(command, self.env, self.home)
