"""What the two did so far: the hours together, what each kept on time, and the sessions on a line of the period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, tzinfo

import msgspec

from mentor_tui.core.agenda import whole_minutes
from mentor_tui.core.book import Book
from mentor_tui.core.days import month_word
from mentor_tui.core.hours import LAST_YEAR
from mentor_tui.core.ratings import change_of, rating
from mentor_tui.core.records import ActionState, Lane, Lead, Session, SessionState
from mentor_tui.core.sheets import RatingSet

GONE, COMING, TODAY, PLANNED = "=", "-", "|", "o"
LEAST = 12  # cells: below that a line of six months tells nothing


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """Time in sessions that were held: how many, the minutes that ran, the minutes that were booked."""

    sessions: int
    minutes: int
    booked: int


def hours(book: Book) -> Hours:
    """The time that the two spent in sessions; pauses are left out."""
    held = book.held
    ran = sum(session.loose + sum(item.seconds for item in session.items) for session in held)
    return Hours(sessions=len(held), minutes=whole_minutes(ran), booked=sum(session.minutes for session in held))


def span_words(minutes: int) -> str:
    """``3 h 5 min``, ``40 min``, ``2 h``."""
    whole, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else "")))


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The actions of one side that had a date: done by then, done after it, and open past it."""

    who: Lead
    on_time: int
    later: int
    waiting: int

    @property
    def done(self) -> int:
        """How many were done."""
        return self.on_time + self.later


def kept(book: Book, today: date, zone: tzinfo, *, private: bool = True) -> list[Kept]:
    """How each side kept to the days that were agreed, the latest day of each action counting; days are of ``zone``.

    What was dropped is nobody's debt and is not counted, nor is what had no date or owner. Those with none are left
    out. Private actions count only with ``private``.
    """
    found = []
    for who in Lead:
        mine = [a for a in book.actions if a.owner is who and a.due and (private or a.lane is not Lane.mine)]
        done = [a for a in mine if a.state is ActionState.done and a.closed_at and a.due]
        on_time = sum(1 for a in done if a.closed_at and a.due and a.closed_at.astimezone(zone).date() <= a.due)
        waiting = sum(1 for a in mine if a.is_late(today))
        if done or waiting:
            found.append(Kept(who=who, on_time=on_time, later=len(done) - on_time, waiting=waiting))
    return found


def kept_words(found: Kept) -> str:
    """``5 done, 4 by the day; 1 still open``: what was done comes first, and nobody is called late."""
    told = []
    if found.done:
        by = (
            "all by the day" if not found.later else f"{found.on_time} by the day" if found.on_time else "after the day"
        )
        told.append(f"{found.done} done, {by}")
    if found.waiting:
        told.append(f"{found.waiting} still open")
    return "; ".join(told)


class Grown(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a set of ratings: its level when it was first rated, its level now, and what changed."""

    name: str
    then: str
    now: str
    change: str


def grown(book: Book, ratings: RatingSet, occasions: Sequence[str]) -> list[Grown]:
    """The lines that were rated on two occasions at least, those first that changed the most."""
    found: list[tuple[int, Grown]] = []
    for line in ratings.rated:
        given = [each for each in (rating(book, line.key, occasion) for occasion in occasions) if each is not None]
        if len(given) < 2:
            continue
        first, last = given[0], given[-1]
        name = line.text.partition(" - ")[0]
        told = Grown(name=name, then=first.level_word, now=last.level_word, change=change_of(given))
        found.append((abs(last.level - first.level), told))
    return [told for _, told in sorted(found, key=lambda each: -each[0])]


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A session on the line of the period: its day, its number, and whether it was held."""

    on: date
    number: int
    held: bool


def stops(book: Book, zone: tzinfo) -> list[Stop]:
    """The sessions that have a day, by day, in days of ``zone``."""
    found = []
    for session in book.sessions:
        at = _instant(session)
        if at is not None:
            day = at.astimezone(zone).date()
            found.append(Stop(on=day, number=session.number, held=session.state is not SessionState.planned))
    return sorted(found, key=lambda stop: (stop.on, stop.number))


def undated(book: Book) -> list[int]:
    """The numbers of the planned sessions that have no day yet."""
    return [s.number for s in book.sessions if s.state is SessionState.planned and s.planned_for is None]


def timeline(start: date, end: date, today: date, stops: Iterable[Stop], width: int) -> tuple[str, str]:
    """The period as two lines of ``width`` cells: the months, and the sessions between what is gone and what comes.

    A session that was held is its number, a planned one ``o``, today ``|``. Sessions that fall on one cell stand beside
    each other; those outside the period stand at its ends.
    """
    width = max(LEAST, width)
    days = max(1, (end - start).days)

    def cell(day: date) -> int:
        return round(max(0, min(days, (day - start).days)) / days * (width - 1))

    line = [GONE if at < cell(today) or today > end else COMING for at in range(width)]
    if start <= today <= end:
        line[cell(today)] = TODAY
    free = [True] * width
    for stop in stops:
        text = str(stop.number) if stop.held else PLANNED
        at = _room(free, cell(stop.on), len(text))
        if at is not None:
            line[at : at + len(text)] = list(text)
            free[at : at + len(text)] = [False] * len(text)
    return _months(start, end, cell, width), "".join(line)


def _room(free: list[bool], wanted: int, count: int) -> int | None:
    """The nearest place for ``count`` cells at or after ``wanted``, else before it."""
    last = len(free) - count
    places = [*range(min(wanted, last), last + 1), *range(min(wanted, last), -1, -1)]
    return next((at for at in places if all(free[at : at + count])), None)


def _months(start: date, end: date, cell: Callable[[date], int], width: int) -> str:
    """The names of the months, each where its first day stands; where there is no room, further on in its month.

    One is left out only where there is no room in all its days; the last may begin before them, to end with the line.
    """
    line = [" "] * width
    free = 0
    day = start
    while day <= end and day.year <= LAST_YEAR:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        name, last = month_word(day, day), width - len(month_word(day, day))
        at = min(max(cell(day), free), last)
        if free <= at and (at == cell(day) or at < cell(after) or after > end):
            line[at : at + len(name)] = list(name)
            free = at + len(name) + 1
        day = after
    return "".join(line)


def _instant(session: Session) -> datetime | None:
    return session.started_at or session.planned_for
