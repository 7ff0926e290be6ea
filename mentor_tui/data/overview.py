"""All mentorships in a line each: read one after the other, and kept in memory while their files stay as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core.guard import one_line, shortened
from mentor_tui.core.named import ROOM
from mentor_tui.core.packs import Pack
from mentor_tui.core.summary import ARCHIVE, BRING_BACK, Summary, View, archive, summary
from mentor_tui.data.faults import KEPT
from mentor_tui.data.files import Signature
from mentor_tui.data.journal import ReadOnly
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import BrokenJournal


class Line(NamedTuple):
    """One journal: what is to be said of it, or the sentence that says why it cannot be read."""

    name: str
    summary: Summary | None
    trouble: str = ""
    signature: Signature | None = None
    """What its file was when it was read; None for what is to be read again in any case."""


class Overview:
    """The lines of a shelf. ``read`` may run on another thread than all else; ``lines`` is what is known by now.

    ``read_pack`` gives a programme by its name, and may be called on that thread too.
    """

    def __init__(self, shelf: Shelf, clock: Clock, read_pack: Callable[[str], tuple[Pack, str]]) -> None:
        self.shelf = shelf
        self.clock = clock
        self._read_pack = read_pack
        self.lines: dict[str, Line] = {}
        """By the name of the journal."""
        self.complete = False
        """Whether all was read once, so that sums over all make sense."""
        self.view = View()
        """How the list is looked at, from one look to the next."""
        self._done: list[tuple[str, bool, str]] = []
        """What was put away (true) or brought back since the program began, and with whom it is."""

    def read(self) -> Iterator[Line]:
        """Each journal that is not known as it is now, as it is read; those that are gone are forgotten at the end.

        Raises OSError for a folder that is not open to the user.
        """
        names, now = self.shelf.names(), self.clock.now()
        for name in names:
            known = self.lines.get(name)
            if known is None or not self._holds(known, now):
                line = self.lines[name] = self._line(name, now)
                yield line
        gone: list[str] = []
        with contextlib.suppress(OSError):
            gone = self.shelf.lost()
        for name in gone:
            what = f"{one_line(self.shelf.path(name).name)} is gone. There are backups of it."
            line = self.lines[name] = Line(name, None, what)
            yield line
        for name in set(self.lines) - {*names, *gone}:
            self.lines.pop(name, None)
        self.complete = True

    @property
    def listed(self) -> list[Line]:
        """What is known by now; safe while ``read`` goes on elsewhere."""
        return list(self.lines.copy().values())

    def archive(self, name: str, away: bool) -> tuple[bool, str]:
        """Put a mentorship away, or bring it back: whether that was done, and what is to be told."""
        found = self.lines[name].summary if name in self.lines else None
        done, told = self._archive(name, away)
        if done:
            self._done.append((name, away, found.partner if found is not None else name))
        return done, told

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back, and of whom."""
        if not self._done:
            return None
        _, away, partner = self._done[-1]
        return f"{ARCHIVE if away else BRING_BACK} with {shortened(partner, ROOM)}"

    def undo(self) -> tuple[bool, str]:
        """Take the last archiving back; as ``archive``."""
        if not self._done:
            return False, "Nothing to undo"
        (name, away, _), label = self._done[-1], self.undo_label
        done, told = self._archive(name, not away)
        if not done:
            return False, told
        self._done.pop()
        return True, f"Undone: {label}"

    def _holds(self, known: Line, now: datetime) -> bool:
        """Whether a line still says what is so: the file is the same one, and the day too."""
        if known.signature is None or known.signature != self._signature(known.name):
            return False
        found = known.summary
        return found is None or now.astimezone(zone_of(found.my_zone)).date() == found.today

    def _signature(self, name: str) -> Signature | None:
        try:
            return Signature.of(self.shelf.path(name).stat())
        except OSError:
            return None

    def _line(self, name: str, now: datetime) -> Line:
        # Taken before: a file that changes while it is read is read once more.
        signature = self._signature(name)
        try:
            book = self.shelf.read(name)
        except BrokenJournal as error:
            return Line(name, None, str(error), signature)
        except OSError as error:
            return Line(name, None, str(error))
        mentorship = book.mentorship
        pack, trouble = self._read_pack(mentorship.pack)
        today = now.astimezone(zone_of(mentorship.my_zone)).date()
        title = mentorship.pack if trouble else pack.title
        return Line(name, summary(book, None if trouble else pack.rules, title, today), "", signature)

    def _archive(self, name: str, away: bool) -> tuple[bool, str]:
        try:
            with self.shelf.open(name, self.clock) as journal:
                mentorship = journal.book.mentorship
                change = archive(mentorship, away, self.clock.now())
                if change is not None:
                    journal.commit(change)
                trouble = journal.trouble
        except ReadOnly as error:
            return False, error.sentence
        except (BrokenJournal, OSError) as error:
            return False, str(error)
        if journal.unsaved:
            return False, f"It could not be saved. {(trouble or '').removesuffix(KEPT).strip()}"
        if not away:
            return True, f"{mentorship.partner} is back in the list."
        return True, f"{mentorship.partner} is archived. Ctrl+Z brings it back, a shows what is archived."
