"""What was told today when mentorships were opened, so that nobody is told the same twice a day.

The file holds ids and dates only: of each mentorship the day, and the keys of what was told on it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from mentor_tui.core.reminders import Reminder
from mentor_tui.data.files import write_file

NAME = ".reminded.json"
LARGEST = 2**20  # bytes


class Told(msgspec.Struct, frozen=True):
    """What was told of one mentorship on a day."""

    day: date
    keys: tuple[str, ...] = ()


class Reminded:
    """What was told, in the file of that name in a folder of journals. A file that makes no sense counts as none."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def fresh(self, mentorship: str, found: Sequence[Reminder], today: date) -> list[Reminder]:
        """Those that were not told today of the mentorship with that id; they count as told from now on.

        A disk that takes nothing is no reason to be silent.
        """
        every = self._read()
        told = every.get(mentorship)
        before = set(told.keys) if told is not None and told.day == today else set()
        fresh = [each for each in found if each.key not in before]
        if fresh:
            # Another mentorship may be in a zone where it is yesterday still.
            kept = {name: each for name, each in every.items() if each.day >= today - timedelta(days=1)}
            kept[mentorship] = Told(today, (*sorted(before), *(each.key for each in fresh)))
            with contextlib.suppress(OSError):
                write_file(self.path, msgspec.json.encode(kept) + b"\n")
        return fresh

    def _read(self) -> dict[str, Told]:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            return read_reminded(self.path)
        return {}


def read_reminded(path: Path) -> dict[str, Told]:
    """What such a file says, by the id of the mentorship. Raises OSError and ValueError."""
    if path.is_symlink() or path.stat().st_size > LARGEST:
        raise ValueError("not a file of this program")
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Told])
