"""A mentorship's dates as a calendar file (iCalendar): sessions, the survey, what is due, and the days of goals.

It holds no word that anyone wrote: no note, no action, no text of a goal. What leaves it by being dropped is told as
cancelled, so that a calendar which had it takes it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import msgspec

from mentor_tui import __version__
from mentor_tui.clock import zone_of
from mentor_tui.core.book import Book
from mentor_tui.core.guard import one_line, slug
from mentor_tui.core.hours import FIRST_YEAR, LAST_YEAR
from mentor_tui.core.packs import Pack
from mentor_tui.core.path import SURVEY, path
from mentor_tui.core.records import Goal, GoalState, Mentorship, Session, SessionState

if TYPE_CHECKING:
    from icalendar import Calendar, Event

ENDING = ".ics"
_LONGEST = 60  # letters of a name in the name of the file


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: an instant with its end, or a whole day. ``off`` says that it is no more."""

    key: str
    words: str
    start: datetime | date
    end: datetime | None = None
    off: bool = False


def calendar_name(pair: Mentorship) -> str:
    """``mentoring-dr-noa-placeholder.ics``: a name that every system takes."""
    return f"mentoring-{slug(pair.partner)[:_LONGEST].strip('-') or 'partner'}{ENDING}"


def calendar_file(book: Book, pack: Pack | None, now: datetime, writings: int) -> bytes:
    """The calendar file as of ``now``.

    ``writings`` is how often the journal was written: of two files the one with the higher number is the newer one.
    """
    from icalendar import Calendar

    pair = book.mentorship
    zone = zone_of(pair.my_zone)
    calendar = Calendar()
    calendar.add("prodid", f"-//mentor-tui//mentor-tui {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    years = []
    for entry in _entries(book, pack, now, zone):
        calendar.add_component(_event(entry, now, writings))
        years += [entry.start.year] if entry.end is not None else []
    if years:  # the changes of the clocks in those years, and a little more for those who move an entry
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
        _straighten(calendar)
    return bytes(calendar.to_ical())


def _straighten(calendar: Calendar) -> None:
    """Mend what icalendar says of zones.

    Clocks that are put forward are so at the hour that they show before it, and not after it. Each change gets a line
    of its own, since not every program reads more than the first of a list.
    """
    for zone in calendar.timezones:
        for part in zone.subcomponents:
            ahead = max(timedelta(0), part.TZOFFSETTO - part.TZOFFSETFROM)
            part.DTSTART = part.DTSTART - ahead
            listed = part.pop("RDATE", None)
            for each in listed.dts if listed is not None else ():
                part.add("RDATE", [each.dt - ahead])


def _event(entry: _Entry, now: datetime, writings: int) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@mentor-tui")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", writings)
    event.add("summary", entry.words)
    event.add("dtstart", entry.start)
    if entry.end is not None:
        event.add("dtend", entry.end)
    elif not isinstance(entry.start, datetime):
        event.add("dtend", entry.start + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.off else "CONFIRMED")
    return event


def _entries(book: Book, pack: Pack | None, now: datetime, zone: tzinfo) -> Iterator[_Entry]:
    """All entries that a calendar has room for: at the ends of its years there are none."""
    yield from (each for each in _every(book, pack, now, zone) if FIRST_YEAR < each.start.year < LAST_YEAR)


def _every(book: Book, pack: Pack | None, now: datetime, zone: tzinfo) -> Iterator[_Entry]:
    for record in book:
        if isinstance(record, Session):
            yield from _session(record, book.mentorship, pack, zone)
    if pack is not None:
        yield from _due(book, pack, now, zone)
    goals = [goal for goal in book if isinstance(goal, Goal)]
    there = [goal for goal in goals if goal.deleted_at is None]
    for goal in goals:
        if goal.by is not None:
            off = goal.deleted_at is not None or goal.state is GoalState.dropped
            place = f"Goal {there.index(goal) + 1} of {len(there)}" if goal in there else "Goal"
            words = f"{place}: day to reach it, with {one_line(book.mentorship.partner)}"
            yield _Entry(key=goal.id, words=words, start=goal.by, off=off)


def _session(session: Session, pair: Mentorship, pack: Pack | None, zone: tzinfo) -> Iterator[_Entry]:
    """A session when it was held, or is to be; one that was dropped when it was to be."""
    start = session.started_at or session.planned_for
    if start is None or not FIRST_YEAR < start.year < LAST_YEAR:
        return
    end = start + timedelta(minutes=max(1, session.minutes))
    if session.state is SessionState.held and session.ended_at is not None:
        end = max(session.ended_at, start)
    agenda = pack.agendas.get(session.agenda) if pack else None
    title = f": {agenda.title}" if agenda is not None else ""
    of = f" of {pack.rules.sessions}" if pack and session.number <= pack.rules.sessions else ""
    words = f"Mentoring session {session.number}{of}{title}, with {one_line(pair.partner)}"
    off = session.deleted_at is not None
    yield _Entry(key=session.id, words=words, start=start.astimezone(zone), end=end.astimezone(zone), off=off)


def _due(book: Book, pack: Pack, now: datetime, zone: tzinfo) -> Iterator[_Entry]:
    """When the survey opens, and by when documents are to be sent in; what is done needs no day any more."""
    pair = book.mentorship
    for line in path(book, pack, now.astimezone(zone).date(), zone):
        if line.tick == SURVEY and line.opens is not None:
            words = "The programme's survey opens"
            yield _Entry(key=f"survey-{pair.id}", words=_about(words, pair), start=line.opens, off=line.done)
        elif line.tick.startswith("return/") and line.by is not None:
            key = f"{slug(line.tick)}-{pair.id}"
            yield _Entry(key=key, words=_about(line.title, pair), start=line.by, off=line.done)


def _about(words: str, pair: Mentorship) -> str:
    return f"{one_line(words)} (mentoring with {one_line(pair.partner)})"
