"""An open journal with what is needed to look at it: its pack, the clock, and what the user chose."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core import forms, hours, meeting
from mentor_tui.core.agenda import SHORT
from mentor_tui.core.book import Book, Change
from mentor_tui.core.named import named
from mentor_tui.core.packs import Pack
from mentor_tui.core.path import PathLine, path
from mentor_tui.core.records import Action, Lane, Mentorship, Record, Session, SessionState
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.journal import Journal

HIDDEN = "(private, hidden)"
NO_TIME_AWAY = "There is none: no time is left out of this session for being closed."


class Opened:
    """What the screens and plain mode share: the records, times and days of the person at this machine."""

    def __init__(
        self,
        journal: Journal,
        pack: Pack,
        clock: Clock,
        *,
        drafts: Drafts | None = None,
        settings: Settings = DEFAULTS,
    ) -> None:
        self.journal = journal
        self.pack = pack
        self.clock = clock
        self.settings = settings
        """What the user chose about the program itself."""
        self.drafts = drafts if drafts is not None else Drafts()
        """What was typed and not kept yet."""
        self.hides_private = False
        """Whether private lines are kept from a shared screen."""
        self._slept = clock.slept()

    @property
    def book(self) -> Book:
        """The records."""
        return self.journal.book

    @property
    def mentorship(self) -> Mentorship:
        """The mentorship."""
        return self.book.mentorship

    def do(self, change: Change | None) -> None:
        """Make a change and save it; nothing to do for None."""
        if change is not None:
            self.journal.commit(change)

    def come_back(self, go_on: str, count: str) -> str:
        """Pause a session that was on while the program was closed for long; gives words on that, else none.

        ``go_on`` and ``count`` are how to go on with it, and how to count the time in between after all.
        """
        if self.book.live is None:
            return ""
        now = self.now()
        seen, left = self._last_seen(now)
        was = "This was closed from {} to {}." if left else "This ended some time after {} and was opened again at {}."
        return self._paused_since(seen, now, was, go_on, count)

    def wake(self, go_on: str, count: str) -> str:
        """As ``come_back``, after the machine slept: its lid was closed, and the program was not."""
        slept = self.clock.slept()
        gone, self._slept = slept - self._slept, slept
        if gone <= SHORT.total_seconds():
            return ""
        now = self.clock.now()
        return self._paused_since(now - timedelta(seconds=gone), now, "The computer slept from {} to {}.", go_on, count)

    def _paused_since(self, seen: datetime, now: datetime, was: str, go_on: str, count: str) -> str:
        live = self.book.live
        change = meeting.come_back(live, seen, now) if live is not None and not self.journal.read_only else None
        if live is None or change is None:
            return ""
        self.do(change)
        one_day = self.local(seen).date() == self.local(now).date()
        since, until = (
            self.settings.show_hour(local)
            if one_day
            else f"{self.settings.show_date(local.date(), self.today)} {self.settings.show_hour(local)}"
            for local in map(self.local, (seen, now))
        )
        was = was.format(since, until)
        if live.state is SessionState.paused:
            return f"{was} The session is paused, as it was; {go_on} goes on."
        return (
            f"{was} {go_on} goes on; the minutes in between do not count. "
            f"If you went on talking without it, {count} adds them."
        )

    def _last_seen(self, now: datetime) -> tuple[datetime, bool]:
        """When the journal was last known to be open, and whether it was closed then; now, where clocks disagree."""
        kept = max(record.updated_at for record in self.book)
        opened, left = self.journal.last_open or (kept, False)
        return (min(opened, now), left) if opened >= kept else (min(kept, now), False)

    # Undo

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, with the first words of the record that it is about."""
        step = self.journal.history.undo_step
        return named(step, step.after, self.hides) if step is not None else None

    @property
    def redo_label(self) -> str | None:
        """What redo would make again; as ``undo_label``."""
        step = self.journal.history.redo_step
        return named(step, step.before, self.hides) if step is not None else None

    def undo(self) -> str | None:
        """Take back the last change and save that; gives what it was, as ``undo_label``, or None. Raises ReadOnly."""
        step = self.journal.history.undo_step
        self.journal.undo()
        return named(step, step.before, self.hides) if step is not None else None

    def redo(self) -> str | None:
        """Make the last undone change again; as ``undo``."""
        step = self.journal.history.redo_step
        self.journal.redo()
        return named(step, step.after, self.hides) if step is not None else None

    # Times and days

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the person at this machine."""
        return zone_of(self.mentorship.my_zone)

    def now(self) -> datetime:
        """The instant, in UTC. The machine's clock is followed, but not while a session is being timed."""
        if self.book.live is None:
            self.clock.settle()
        return self.clock.now()

    def local(self, instant: datetime) -> datetime:
        """An instant in my zone."""
        return instant.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The date where the person at this machine is."""
        return self.local(self.now()).date()

    def read_date(self, words: str) -> date | None:
        """The day that words mean, in the user's order of day and month."""
        return self.settings.read_date(words, self.today)

    def read_moment(self, words: str) -> datetime | None:
        """The instant (UTC) that the words name in my zone; noon where no hour is given."""
        return hours.read_moment(words, self.read_date, self.zone)

    # What is looked at

    def new_session(self) -> Session:
        """The next session as the pack proposes it, as long as the user has them; not yet in the book."""
        return meeting.new_session(self.book, self.pack, self.now(), minutes=self.settings.minutes)

    @property
    def upcoming(self) -> Session:
        """The session that is on, else the next one: as it is planned, or as the pack proposes it."""
        return self.book.live or self.book.planned or self.new_session()

    @property
    def path(self) -> list[PathLine]:
        """All that the end of the programme takes."""
        return path(self.book, self.pack, self.today, self.zone, day_first=self.settings.day_first)

    @property
    def form_place(self) -> forms.Place:
        """Where and when forms are looked at here."""
        return forms.Place(self.zone, self.today, settings=self.settings)

    def hides(self, record: Record) -> bool:
        """Whether a record says nothing now: it is private, and private lines are hidden."""
        return self.hides_private and getattr(record, "lane", None) is Lane.mine

    def why_of(self, action: Action) -> str:
        """Why an action was dropped; nothing while the action is hidden."""
        return "" if self.hides(action) else action.why
