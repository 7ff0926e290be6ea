"""What plain mode works with: the journal, the pack and the clock, and the words for people and days."""

from __future__ import annotations

import contextlib
from datetime import date, datetime

from mentor_tui.clock import zone_of
from mentor_tui.core import agenda
from mentor_tui.core.book import Change
from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Answer, Goal, Lead, Note, Record, Role, Session
from mentor_tui.data import unsaved
from mentor_tui.data.opened import HIDDEN, Opened

LINE = "line"  # the place among the drafts of the line that is being typed; the screens have the same one


class Table(Opened):
    """An open journal that may be written, as plain mode looks at it."""

    def day(self, day: date) -> str:
        """``Friday 27 November 2026``."""
        return self.settings.show_date_long(day)

    def when(self, instant: datetime) -> str:
        """The day and the hour in my zone, with the partner's hour where it differs."""
        mine, theirs = self.local(instant), instant.astimezone(zone_of(self.mentorship.partner_zone))
        told = f"{self.day(mine.date())}, {self.settings.show_hour(mine)}"
        if mine.utcoffset() == theirs.utcoffset():
            return told
        other = "" if theirs.date() == mine.date() else f"{self.day(theirs.date())}, "
        return f"{told}; for {one_line(self.mentorship.partner)} {other}{self.settings.show_hour(theirs)}"

    def who(self, lead: Lead | Role) -> str:
        """``you``, the partner's name, or ``both of you``."""
        if lead.value == Lead.both.value:
            return "both of you"
        return "you" if lead.value == self.mentorship.role.value else one_line(self.mentorship.partner)

    def why(self, action: Action) -> str:
        """Why an action was dropped, on one line; of a private one nothing while private lines are hidden."""
        return one_line(self.why_of(action))

    def words(self, record: Record) -> str:
        """What a record says, on one line; a private one says nothing while private lines are hidden."""
        if self.hides(record):
            return HIDDEN
        match record:
            case Note() | Action() | Goal() | Answer():
                return one_line(record.text)
            case Session():
                return f"session {record.number}"
            case _:
                return type(record).__name__.lower()

    def do(self, change: Change | None) -> None:
        """Make a change and save it; what does not reach the disk is kept among the drafts as well."""
        super().do(change)
        if change is not None:
            self.settle()

    def settle(self) -> None:
        """Have the drafts hold what the disk does not have, and nothing else of the journal."""
        unsaved.note_unsaved(self.journal, self.drafts)
        with contextlib.suppress(OSError):
            self.drafts.save()

    def put_back(self) -> str:
        """Put into the journal what had not reached it last time; gives a sentence on that, if there was any."""
        change = unsaved.not_saved_before(self.book, self.drafts)
        self.do(change)
        return "What was not on disk yet when the program ended was put back." if change is not None else ""

    # Time

    def minutes_told(self, session: Session) -> str:
        """``18 of 60 minutes``: what of the session's time has run."""
        now = self.now()
        return f"{agenda.elapsed(session, now) // 60} of {plural(self.booked(session), 'minute')}"

    def booked(self, session: Session) -> int:
        """The minutes that the session may have in all, what was paused taken away."""
        return -(-agenda.length(session, self.now()) // 60)

    def item_minutes(self, session: Session) -> str:
        """``4 of 20 minutes``: what the item of the moment has used."""
        item = session.item
        if item is None:
            return ""
        return f"{agenda.used(session, item, self.now()) // 60} of {plural(item.share, 'minute')}"
