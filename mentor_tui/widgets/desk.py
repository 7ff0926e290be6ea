"""What every screen works with: the open journal, its pack and the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core import progress
from mentor_tui.core.days import due_words
from mentor_tui.core.packs import Pack
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.records import Action, Lead, Note, Role, Session
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.journal import Journal
from mentor_tui.data.opened import HIDDEN, Opened

if TYPE_CHECKING:
    from mentor_tui.core.reminders import Reminder

AWAY = ("F5", "Ctrl+P “Count the time away”")  # how to go on after the program was closed, and to count that time
AWAY_TOLD = 30  # seconds: whoever comes back to a session reads it before anything else


class Desk(Opened):
    """The open journal as the screens look at it."""

    def __init__(
        self,
        journal: Journal,
        pack: Pack,
        clock: Clock,
        *,
        trouble: str = "",
        drafts: Drafts | None = None,
        settings: Settings = DEFAULTS,
    ) -> None:
        super().__init__(journal, pack, clock, drafts=drafts, settings=settings)
        self.trouble = trouble
        """What is wrong with the mentorship's own pack, when another one stands in for it."""
        self.pack_name = journal.book.mentorship.pack
        """What the mentorship calls its pack; another one may stand in for it."""
        self.shows_sources = False
        """Whether each line of the pack says where it comes from."""

    def who(self, lead: Lead | Role) -> str:
        """``you``, the partner's name, or ``both``; what a line says of who leads or owns."""
        if lead.value == Lead.both.value:
            return "both"
        return "you" if lead.value == self.mentorship.role.value else self.mentorship.partner

    def when(self, instant: datetime) -> str:
        """``Thu 26 Nov 18:30``, with the partner's time where it differs."""
        mine = self.local(instant)
        theirs = instant.astimezone(zone_of(self.mentorship.partner_zone))
        text = f"{self.day(mine.date())} {self.settings.show_hour(mine)}"
        if mine.utcoffset() == theirs.utcoffset():
            return text
        day = "" if theirs.date() == mine.date() else f"{self.day(theirs.date())} "
        return f"{text} ({day}{self.settings.show_hour(theirs)} for {self.mentorship.partner})"

    def day(self, day: date) -> str:
        """A day as the user reads it: ``Fri 27 Nov``."""
        return self.settings.show_date(day, self.today)

    def day_of(self, instant: datetime) -> str:
        """The day of an instant in my zone, as the user reads it."""
        return self.day(self.local(instant).date())

    def hour(self, instant: datetime) -> str:
        """The time of an instant in my zone, as the user reads it."""
        return self.settings.show_hour(self.local(instant))

    def read_due(self, words: str) -> tuple[bool, str]:
        """Whether a due date can be read from ``words``, and which: the whole date, and how far off it is."""
        if not words.strip():
            return True, "no date"
        due = self.read_date(words)
        if due is None:
            return False, "not a date yet"
        return True, f"{self.settings.show_date_long(due)}, {due_words(due, self.today)}"

    def session(self, session_id: str) -> Session:
        """The session with that id. Raises LookupError when it is not in the journal."""
        found = self.book.get(Session, session_id)
        if found is None:
            raise LookupError("that session is not in the journal")
        return found

    def figures(self) -> Iterable[tuple[str, str]]:
        """The progress panel's figures in words."""
        found = progress.words(progress.figures(self.book, self.pack.rules, self.today))
        return [*found, (path_title(self.pack), path_words(self.path))]

    @property
    def reminders(self) -> list[Reminder]:
        """What is worth a word now, the nearest first."""
        from mentor_tui.core.reminders import reminders

        rules = None if self.trouble else self.pack.rules
        return reminders(self.book, rules, self.now(), self.zone, self.mentorship.role, self.settings)

    @property
    def office(self) -> str:
        """Whom to turn to at the programme: what the set-up was told, else the programme's address, if it has one."""
        return self.mentorship.office or self.pack.contact

    def words_of(self, record: Note | Action) -> str:
        """What a note or an action says; a private one says nothing while private lines are hidden."""
        return HIDDEN if self.hides(record) else record.text

    @property
    def saved(self) -> str:
        """What the head of the screen says of the last write."""
        journal = self.journal
        if journal.read_only:
            return "READ ONLY"
        if journal.trouble:
            return f"NOT SAVED ({journal.unsaved})"
        if journal.unsaved:
            return f"{'saving':<14}"  # as wide as what follows, so that nothing moves
        return f"saved {self.local(journal.saved_at):%H:%M:%S}" if journal.saved_at else "saved"
