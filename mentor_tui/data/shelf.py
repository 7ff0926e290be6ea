"""The folder of journals on this machine."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from mentor_tui.clock import Clock
from mentor_tui.core.book import Book
from mentor_tui.core.records import Mentorship
from mentor_tui.data.journal import Journal, NewerJournal
from mentor_tui.data.storage import BrokenJournal

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
        """The journals' names in alphabetical order."""
        if not self.folder.is_dir():
            return []
        return sorted(path.stem for path in self.folder.glob("*.json") if not path.name.startswith("."))

    def path(self, name: str) -> Path:
        """The file of a journal."""
        return self.folder / f"{name}.json"

    def find(self, wanted: str) -> str:
        """The one name that ``wanted`` is or begins. Raises LookupError with the names there are."""
        names = self.names()
        if wanted in names:
            return wanted
        found = [name for name in names if name.casefold().startswith(wanted.casefold())]
        if len(found) == 1:
            return found[0]
        there = ", ".join(names) or "none"
        raise LookupError(f"{'no' if not found else 'more than one'} mentorship is called {wanted}; there are: {there}")

    def fresh_name(self, mentorship: Mentorship) -> str:
        """A name for a new journal, from the partner's name, that every system takes."""
        ascii_name = unicodedata.normalize("NFKD", mentorship.partner).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:40].strip("-")
        if not slug or slug in _RESERVED:
            slug = f"mentorship-{slug}".strip("-")
        taken = set(self.names())
        number, name = 1, slug
        while name in taken:
            number += 1
            name = f"{slug}-{number}"
        return name

    def create(self, mentorship: Mentorship, clock: Clock) -> Journal:
        """A new journal for ``mentorship``. Raises OSError."""
        return Journal.create(self.path(self.fresh_name(mentorship)), mentorship, clock)

    def open(self, name: str, clock: Clock, *, write: bool = True) -> Journal:
        """A journal by its exact name; as ``Journal.open``."""
        return Journal.open(self.path(name), clock, write=write)

    def overview(self, clock: Clock) -> list[Entry]:
        """Every journal with its records, read without a lock; a broken one with its trouble."""
        entries = []
        for name in self.names():
            try:
                with self.open(name, clock, write=False) as journal:
                    entries.append(Entry(name, journal.book))
            except (BrokenJournal, NewerJournal, OSError) as error:
                entries.append(Entry(name, None, str(error)))
        return entries
