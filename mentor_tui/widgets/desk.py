"""What every screen works with: the open journal, its pack and the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core import forms, meeting, progress
from mentor_tui.core.book import Book, Change
from mentor_tui.core.dates import due_words
from mentor_tui.core.packs import Pack
from mentor_tui.core.path import PathLine, path, path_title, path_words
from mentor_tui.core.records import Action, Lane, Lead, Mentorship, Note, Role, Session
from mentor_tui.core.reminders import Reminder, reminders
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.journal import Journal

HIDDEN = "(private, hidden)"


class Desk:
    """The open journal with its pack and its clock."""

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
        self.journal = journal
        self.settings = settings
        """What the user chose about the program itself."""
        self.pack = pack
        self.pack_name = journal.book.mentorship.pack
        """What the mentorship calls its pack; another one may stand in for it."""
        self.clock = clock
        self.trouble = trouble
        """What is wrong with the mentorship's own pack, when another one stands in for it."""
        self.hides_private = False
        """Whether private lines are kept from a shared screen."""
        self.shows_sources = False
        """Whether each line of the pack says where it comes from."""
        self.drafts = drafts if drafts is not None else Drafts()
        """What was typed and not kept yet."""

    @property
    def book(self) -> Book:
        """The records."""
        return self.journal.book

    @property
    def mentorship(self) -> Mentorship:
        """The mentorship."""
        return self.book.mentorship

    def now(self) -> datetime:
        """The instant, in UTC. The machine's clock is followed, but not while a session is being timed."""
        if self.book.live is None:
            self.clock.settle()
        return self.clock.now()

    def new_session(self) -> Session:
        """The next session as the pack proposes it, as long as the user has them; not yet in the book."""
        return meeting.new_session(self.book, self.pack, self.now(), minutes=self.settings.minutes)

    @property
    def today(self) -> date:
        """The date in the zone of the person at this machine."""
        return self.local(self.now()).date()

    def local(self, instant: datetime) -> datetime:
        """An instant in my zone."""
        return instant.astimezone(zone_of(self.mentorship.my_zone))

    def do(self, change: Change | None) -> None:
        """Make a change and save it; nothing to do for None."""
        if change is not None:
            self.journal.commit(change)

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

    def read_date(self, words: str) -> date | None:
        """The day that words mean, in the user's order of day and month."""
        return self.settings.read_date(words, self.today)

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
    def path(self) -> list[PathLine]:
        """All that the end of the programme takes."""
        zone = zone_of(self.mentorship.my_zone)
        return path(self.book, self.pack, self.today, zone, day_first=self.settings.day_first)

    @property
    def reminders(self) -> list[Reminder]:
        """What is worth a word now, the nearest first."""
        me = self.mentorship
        zone, rules = zone_of(me.my_zone), None if self.trouble else self.pack.rules
        return reminders(self.book, rules, self.now(), zone, me.role, self.settings)

    @property
    def form_place(self) -> forms.Place:
        """Where and when forms are looked at here."""
        return forms.Place(zone_of(self.mentorship.my_zone), self.today, settings=self.settings)

    @property
    def office(self) -> str:
        """Whom to turn to at the programme: what the set-up was told, else the programme's address, if it has one."""
        return self.mentorship.office or self.pack.contact

    def words_of(self, record: Note | Action) -> str:
        """What a note or an action says; a private one says nothing while private lines are hidden."""
        return HIDDEN if self.hides_private and record.lane is Lane.mine else record.text

    def why_of(self, action: Action) -> str:
        """Why an action was dropped; of a private one nothing while private lines are hidden."""
        return "" if self.hides_private and action.lane is Lane.mine else action.why

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
