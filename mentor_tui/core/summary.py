"""A mentorship in a line, for the list of all: its figures in words, and how the list is ordered and narrowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from enum import StrEnum

import msgspec

from mentor_tui.core import progress
from mentor_tui.core.book import Book, Change
from mentor_tui.core.packs import Rules
from mentor_tui.core.progress import Pace, plural
from mentor_tui.core.records import Action, ActionState, Mentorship, touch
from mentor_tui.core.settings import Settings

ARCHIVE, BRING_BACK = "archive the mentorship", "bring back the mentorship"


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The line of one mentorship on a day.

    ``left`` counts sessions to the minimum, ``days_left`` whole days (0 once it ``ended``), ``next_at`` is the instant
    of the next session (UTC), ``live`` whether one is on, ``late`` and ``open`` count actions, ``due_soon`` those due
    today or within a week.
    """

    partner: str
    programme: str
    my_zone: str
    partner_zone: str
    today: date
    held: int
    minimum: int
    pace: Pace
    left: int
    days_left: int
    ended: bool
    next_at: datetime | None
    live: bool
    late: int
    open: int
    due_soon: int
    archived: bool

    @property
    def pace_words(self) -> str:
        """``2 of 6, on pace``."""
        return f"{self.held} of {self.minimum}, {self.pace.value}" if self.minimum else f"{self.held} held"

    @property
    def late_words(self) -> str:
        """``2 late``; nothing when nothing is."""
        return f"{self.late} late" if self.late else ""

    @property
    def days_words(self) -> str:
        """``158 days``, ``last day``, ``ended``."""
        if self.ended:
            return "ended"
        return plural(self.days_left, "day") if self.days_left else "last day"

    def times(self, mine: tzinfo, theirs: tzinfo, settings: Settings) -> tuple[str, str]:
        """When the next session is, in my time and in the partner's; the second is empty where the clocks agree.

        ``mine`` and ``theirs`` are the zones that ``my_zone`` and ``partner_zone`` name.
        """
        if self.archived:
            return "archived", ""
        if self.live:
            return "running now", ""
        if self.next_at is None:
            return "no date yet", ""
        here, there = self.next_at.astimezone(mine), self.next_at.astimezone(theirs)
        told = f"{settings.show_date(here.date(), self.today)} {settings.show_hour(here)}"
        if here.utcoffset() == there.utcoffset():
            return told, ""
        other = "" if there.date() == here.date() else f"{there:%a} "
        return told, f"{other}{settings.show_hour(there)}"


def summary(book: Book, rules: Rules | None, programme: str, today: date) -> Summary:
    """The line of a mentorship on a day in the zone of the person at this machine; ``programme`` is its title."""
    mentorship, planned = book.mentorship, book.planned
    found = progress.figures(book, rules, today)
    opened = book.where(Action, "state", ActionState.open)
    return Summary(
        partner=mentorship.partner,
        programme=programme,
        my_zone=mentorship.my_zone,
        partner_zone=mentorship.partner_zone,
        today=today,
        held=found.held,
        minimum=found.minimum,
        pace=found.pace,
        left=found.left,
        days_left=found.days_left,
        ended=today > mentorship.ends_on,
        next_at=planned.planned_for if planned else None,
        live=book.live is not None,
        late=found.actions_late,
        open=found.actions_open,
        due_soon=sum(1 for action in opened if action.is_due_soon(today)),
        archived=mentorship.archived_at is not None,
    )


def archive(mentorship: Mentorship, away: bool, now: datetime) -> Change | None:
    """Put a mentorship away from the list, or bring it back; None where that is so already."""
    if away == (mentorship.archived_at is not None):
        return None
    return Change(ARCHIVE if away else BRING_BACK, (touch(mentorship, now, archived_at=now if away else None),))


def headline(found: Iterable[Summary]) -> str:
    """``3 actions are due this week, 2 are late, in 4 mentorships``; empty when nothing is. Archived ones are quiet."""
    busy = [each for each in found if not each.archived and (each.late or each.due_soon)]
    soon, late = sum(each.due_soon for each in busy), sum(each.late for each in busy)
    told = []
    if soon:
        told.append(f"{plural(soon, 'action')} {_is(soon)} due this week")
    if late:
        told.append(f"{late if soon else plural(late, 'action')} {_is(late)} late")
    return ", ".join([*told, f"in {plural(len(busy), 'mentorship')}"]) if told else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


class Sort(StrEnum):
    """What a list of mentorships is ordered by; the words stand at its head."""

    next_session = "by next session"
    attention = "what needs attention first"
    days_left = "by days left"
    name = "by name"

    @property
    def following(self) -> Sort:
        """The one after this; the first after the last."""
        every = list(Sort)
        return every[(every.index(self) + 1) % len(every)]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """How the list is looked at: its order, what it is narrowed down to, and the name of the journal at the cursor."""

    sort: Sort = Sort.next_session
    search: str = ""
    late_only: bool = False
    archived: bool = False
    at: str = ""

    def shows(self, found: Summary) -> bool:
        """Whether a mentorship is among those looked at."""
        if found.archived and not self.archived:
            return False
        if self.late_only and not found.late:
            return False
        return self.named(f"{found.partner} {found.programme}")

    def named(self, text: str) -> bool:
        """Whether a text has all the words that are searched for, whatever their accents."""
        said = _folded(text)
        return all(word in said for word in _folded(self.search).split())

    def order(self, name: str, found: Summary) -> tuple[object, ...]:
        """Sort key of the mentorship in the journal ``name``; archived ones come last."""
        last = (found.archived, _folded(found.partner), name)
        when = (not found.live, found.next_at is None, found.next_at.timestamp() if found.next_at else 0.0)
        match self.sort:
            case Sort.next_session:
                return (found.archived, *when, *last)
            case Sort.attention:
                return (found.archived, -_need(found), -found.late, *when, *last)
            case Sort.days_left:
                return (found.archived, found.ended, found.days_left, *last)
            case _:
                return last


def _need(found: Summary) -> int:
    """How much a mentorship needs attention: late actions and a pace that is out of reach weigh most."""
    pressing = {Pace.out_of_reach: 2, Pace.tight: 1}.get(found.pace, 0)
    return (2 if found.late else 0) + (0 if found.ended else pressing)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
