"""The other mentorships, read on a thread one after the other, so that they can be searched."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.message import Message

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core.search import Entry, entries_of
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf


class Came(Message):
    """A mentorship was read: its entries, or None when it cannot be."""

    def __init__(self, name: str, entries: list[Entry] | None) -> None:
        super().__init__()
        self.name = name
        self.entries = entries


class AllCame(Message):
    """Every mentorship was read."""


def read_others(own: Journal, post: Callable[[Message], object], left: Callable[[], bool]) -> None:
    """Read all mentorships beside ``own`` and ``post`` what is in each, until ``left`` says that nobody waits."""
    shelf = Shelf(own.path.parent)
    try:
        names = shelf.names()
    except OSError:
        names = []
    for name in names:
        if left():
            return
        if name != own.name:
            post(Came(name, _read(shelf, name, own.clock)))
            time.sleep(0)  # let keys have their turn
    post(AllCame())


def _read(shelf: Shelf, name: str, clock: Clock) -> list[Entry] | None:
    try:
        with shelf.open(name, clock, write=False) as journal:
            return entries_of(name, journal.book, zone_of(journal.book.mentorship.my_zone))
    except Exception:  # whatever is wrong with it: the others are searched all the same
        return None
