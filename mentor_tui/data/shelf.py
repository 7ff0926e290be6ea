"""The folder of journals on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mentor_tui.clock import Clock
from mentor_tui.core.book import Book
from mentor_tui.core.guard import slug
from mentor_tui.core.records import Mentorship
from mentor_tui.data.backups import Backups
from mentor_tui.data.journal import Journal, backups_folder
from mentor_tui.data.names import find, names, no_journal
from mentor_tui.data.unlocked import read_unlocked

LONGEST = 40
# Names that Windows keeps for devices, whatever their ending.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


class Entry(NamedTuple):
    """A journal on the shelf: its records, or the sentence that says why it cannot be read."""

    name: str
    book: Book | None
    trouble: str = ""


class Shelf:
    """The journals in a folder. Nothing is made before ``create``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The journals' names in alphabetical order. Raises OSError for a folder that is not open to the user."""
        return names(self.folder)

    @property
    def empty(self) -> bool:
        """Whether there is no journal, nor backups of one that is gone. Raises OSError as ``names``."""
        if self.names():
            return False
        with contextlib.suppress(OSError):
            return not self.lost()
        return True

    def path(self, name: str) -> Path:
        """The file of a journal. Raises FileNotFoundError for what cannot be the name of one."""
        if not name or name.startswith(".") or Path(name).name != name:
            raise no_journal(name)
        return self.folder / f"{name}.json"

    def drafts(self, name: str = "") -> Path:
        """The file of what is typed and not kept yet: in a journal, or in the form for a new one when none is named.

        Raises FileNotFoundError for what cannot be the name of a journal.
        """
        return self.folder / "drafts" / (self.path(name).name if name else ".setup.json")

    def lost(self) -> list[str]:
        """The names of journals that are gone while backups of them are there. Raises OSError."""
        there = set(self.names())
        found = [name for name in _inside(self.folder / "backups") if name not in there and not name.startswith(".")]
        return sorted(name for name in found if self.backups(name).all())

    def find(self, wanted: str, *, lost: bool = False) -> str:
        """The one name that ``wanted`` is or begins, among those of ``lost`` journals too when that is asked for.

        Raises LookupError with the names there are, and OSError with ``lost``.
        """
        return find(wanted, sorted([*self.names(), *self.lost()]) if lost else self.names())

    def fresh_name(self, mentorship: Mentorship) -> str:
        """A name for a new journal, from the partner's name, that every system takes. Raises OSError."""
        name = slug(mentorship.partner)
        if not name or name in _RESERVED:
            name = f"mentorship-{name}".strip("-")
        # What is left of a journal that is gone is not to be mixed with what a new one keeps.
        left = [*_inside(self.folder / "backups"), *(Path(name).stem for name in _inside(self.folder / "drafts"))]
        # Some systems take "Lima" and "lima" for one name.
        taken = {name.casefold() for name in (*self.names(), *left)}
        number, base, name = 1, name, _cut(name)
        while name in taken or self.path(name).exists():
            number += 1
            name = _cut(base, f"-{number}")
        return name

    def create(self, mentorship: Mentorship, clock: Clock) -> Journal:
        """A new journal for ``mentorship``. Raises OSError with a plain sentence."""
        return Journal.create(self.path(self.fresh_name(mentorship)), mentorship, clock)

    def open(self, name: str, clock: Clock, *, write: bool = True) -> Journal:
        """A journal by its exact name; as ``Journal.open``."""
        return Journal.open(self.path(name), clock, write=write)

    def read(self, name: str) -> Book:
        """The records of a journal by its exact name, read without its lock. Raises what ``Journal.open`` does."""
        path = self.path(name)
        return Book(read_unlocked(path.parent, path.stem).records)

    def backups(self, name: str) -> Backups:
        """The backups of a journal. Raises FileNotFoundError for what cannot be the name of one."""
        return Backups(backups_folder(self.path(name)))

    def each(self, but: str = "") -> Iterator[Entry]:
        """Every journal except ``but`` with its records, read without a lock when its turn comes.

        One that cannot be read, for whatever reason, has its trouble. Raises OSError as ``names``.
        """
        for name in self.names():
            if name == but:
                continue
            try:
                entry = Entry(name, self.read(name))
            except Exception as error:  # the others are read all the same
                entry = Entry(name, None, str(error))
            yield entry


def _cut(name: str, ending: str = "") -> str:
    """A slug with its ending, no longer than a name may be."""
    return name[: LONGEST - len(ending)].strip("-") + ending


def _inside(folder: Path) -> list[str]:
    """The names of what is in a folder; none where there is no such folder. Raises OSError."""
    return [found.name for found in folder.iterdir()] if folder.is_dir() else []
