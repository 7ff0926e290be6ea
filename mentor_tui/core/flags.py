"""What is to be said of a date of a session: night, weekend, a clash, clocks that change, too late, out of order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo

import msgspec

from mentor_tui.core.hindsight import was_missed
from mentor_tui.core.records import Mentorship, Session, SessionState

DAY_FROM, DAY_TO = 7, 22  # local hours; a session that begins outside them is at night
_SATURDAY = 5
_MOST_CHANGES = 2  # told of between two sessions
_FARTHEST = timedelta(days=3 * 366)  # back from a session, to look for changes of the clocks


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """A word on a date; a ``quiet`` one is only to be known."""

    text: str
    quiet: bool = False


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What dates are looked at with: the pair, their zones, today, and how the user reads a day and an hour."""

    pair: Mentorship
    mine: tzinfo
    theirs: tzinfo
    today: date
    day: Callable[[date], str]
    hour: Callable[[datetime], str]


def flags(sessions: list[Session], others: Iterable[tuple[str, Session]], view: View) -> dict[str, list[Flag]]:
    """The flags of each session that is to come, by its id.

    ``sessions`` are all of the mentorship in order, also those that are only proposed; ``others`` the planned ones of
    other mentorships, each with that partner's name.
    """
    there = list(others)
    found: dict[str, list[Flag]] = {}
    before: list[Session] = []
    for session in sessions:
        if session.state is SessionState.planned and session.planned_for is not None:
            found[session.id] = list(_of(session, session.planned_for, before, sessions, there, view))
        before.append(session)
    return found


def _of(
    session: Session,
    when: datetime,
    before: list[Session],
    sessions: list[Session],
    others: list[tuple[str, Session]],
    view: View,
) -> Iterable[Flag]:
    mine, theirs = when.astimezone(view.mine), when.astimezone(view.theirs)
    if was_missed(session, view.today, view.mine):
        yield Flag(text=f"was to be {view.day(mine.date())}, not held")
        return
    partner = view.pair.partner
    for who, local in (("you", mine), (partner, theirs)):
        if _at_night(local):
            yield Flag(text=f"night for {who} ({view.hour(local)})")
    yield from _clashes(session, when, sessions, others, view)
    if mine.date() > view.pair.ends_on:
        yield Flag(text=f"after the end of the programme ({view.day(view.pair.ends_on)})")
    late = [each for each in before if (at := _when(each)) is not None and at > when]
    if late:
        yield Flag(text=f"before session {late[0].number}")
    yield from _clocks(when, before, view)
    weekend = [who for who, local in (("you", mine), (partner, theirs)) if local.weekday() >= _SATURDAY]
    if weekend:
        yield Flag(text="weekend" if len(weekend) == 2 else f"weekend for {weekend[0]}", quiet=True)


def _at_night(local: datetime) -> bool:
    return not DAY_FROM <= local.hour < DAY_TO


def _clashes(
    session: Session, when: datetime, sessions: list[Session], others: list[tuple[str, Session]], view: View
) -> Iterable[Flag]:
    for each in sessions:
        at = _when(each)
        if each.id != session.id and at is not None and each.ended_at is None and _overlap(session, when, each, at):
            yield Flag(text=f"at the same time as session {each.number}")
    for partner, each in others:
        at = _when(each)
        if at is not None and _overlap(session, when, each, at):
            yield Flag(text=f"you meet {partner} then ({view.hour(at.astimezone(view.mine))})")


def _overlap(one: Session, at: datetime, other: Session, then: datetime) -> bool:
    return at < then + timedelta(minutes=other.minutes) and then < at + timedelta(minutes=one.minutes)


def _when(session: Session) -> datetime | None:
    return session.started_at or session.planned_for


def _clocks(when: datetime, before: list[Session], view: View) -> Iterable[Flag]:
    """Clocks that are put forward or back between a session and the one before, where that moves the other's hour."""
    earlier = [at for each in before if (at := _when(each)) is not None and at < when]
    last = max(earlier, default=None)
    if last is None or _apart(last, view) == _apart(when, view):
        return
    partner = view.pair.partner
    told = [
        f"{whose} clocks change on {view.day(day)}"
        for whose, zone in (("your", view.mine), (f"{partner}'s", view.theirs))
        for day in _changes(last, when, zone)
    ]
    here = view.hour(when.astimezone(view.theirs))
    yield Flag(text=f"{' and '.join(told)}; {here} for {partner} from here on")


def _apart(when: datetime, view: View) -> timedelta:
    """How far the two clocks are apart."""
    mine, theirs = when.astimezone(view.mine).utcoffset(), when.astimezone(view.theirs).utcoffset()
    return (mine or timedelta()) - (theirs or timedelta())


def _changes(start: datetime, end: datetime, zone: tzinfo) -> list[date]:
    """The days between two instants on which the clocks of a zone are put forward or back."""
    found: list[date] = []
    step = timedelta(hours=12)
    at = max(start, end - _FARTHEST)
    while at < end and len(found) < _MOST_CHANGES:
        following = min(at + step, end)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(_moment(at, following, zone).astimezone(zone).date())
        at = following
    return found


def _moment(start: datetime, end: datetime, zone: tzinfo) -> datetime:
    """The first minute after a change of the clocks that lies between two instants."""
    offset = start.astimezone(zone).utcoffset()
    while end - start > timedelta(minutes=1):
        middle = start + (end - start) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            start = middle
        else:
            end = middle
    return end
