"""Copies of a journal, made by themselves and kept sensibly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mentor_tui.data.files import write_file
from mentor_tui.data.journal_file import Loaded, read_journal
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.own_files import make_folder

KEPT = 10  # of those that are made by themselves; of older ones, the last of each week


class Why(StrEnum):
    """What a backup was made for."""

    start = "start"
    end = "end"
    upgrade = "upgrade"
    other = "other"
    replaced = "replaced"

    @property
    def words(self) -> str:
        """What a list of backups says."""
        return {
            "start": "when a session started",
            "end": "when a session ended",
            "upgrade": "before the format changed",
            "other": "as another program had left it",
            "replaced": "before another backup took its place",
        }[self.value]

    @property
    def thinned(self) -> bool:
        """Whether old ones are removed: what may hold something that is nowhere else is kept for good."""
        return self in (Why.start, Why.end, Why.upgrade)


class Backup(NamedTuple):
    """One copy. ``writings``, how often the journal had been written, tells the order whatever the clock said."""

    path: Path
    writings: int
    made_at: datetime
    why: Why


_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6}Z)-([a-z]+)(?:-\d+)?\.json")
_STAMP = "%Y%m%dT%H%M%SZ"


class Backups:
    """The backups of one journal, in a folder of their own that is made for the first of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[Backup]:
        """Every backup, the newest first. Raises OSError."""
        if not self.folder.is_dir():
            return []
        found = (_read_name(path) for path in self.folder.iterdir() if not path.is_symlink())
        return sorted((backup for backup in found if backup), key=lambda each: each[1:3], reverse=True)

    def good(self) -> Iterator[tuple[Backup, Loaded]]:
        """The backups that can be read, the newest first, with what they hold. Raises OSError."""
        for backup in self.all():
            try:
                yield backup, read_journal(backup.path)
            except (BrokenJournal, OSError):
                continue

    def make(self, content: bytes, writings: int, why: Why, now: datetime) -> Path:
        """Keep the bytes of a journal. Raises OSError."""
        make_folder(self.folder)
        base = f"{writings:06}-{now.astimezone(UTC):{_STAMP}}-{why.value}"
        path, number = self.folder / f"{base}.json", 1
        while path.exists():
            if path.read_bytes() == content:
                return path
            number += 1
            path = self.folder / f"{base}-{number}.json"
        write_file(path, content)
        return path

    def thin(self) -> None:
        """Remove old ones: of those made by themselves the last ten stay, and of each earlier week the last one.

        Raises OSError.
        """
        mine = [backup for backup in self.all() if backup.why.thinned]
        weeks = {backup.made_at.isocalendar()[:2] for backup in mine[:KEPT]}
        for backup in mine[KEPT:]:
            week = backup.made_at.isocalendar()[:2]
            if week in weeks:
                backup.path.unlink()
            weeks.add(week)


def _read_name(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if not found or found[3] not in Why.__members__:
        return None
    try:
        made_at = datetime.strptime(found[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, int(found[1]), made_at, Why[found[3]])
