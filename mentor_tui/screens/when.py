"""Asks for the date and the hour of a session, or for how far to move it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from mentor_tui.core import hours, meeting, schedule
from mentor_tui.core.records import Session
from mentor_tui.screens.base import DeskScreen

NEXT = "next date"  # the place of the draft; the others are known by their number


def read_local(screen: DeskScreen, text: str, at: time = time(12)) -> datetime | None:
    """The day and the hour in my zone (naive) that the words name; ``at`` is the hour where none is given."""
    return hours.read_local(text, screen.desk.read_date, at)


def ask_date(screen: DeskScreen, number: int | None = None) -> None:
    """Ask for the date and time of a session to come, in my zone: the one of that number, else the next one."""
    desk = screen.desk
    following = desk.book.planned
    first = following.number if following is not None else meeting.next_number(desk.book)
    wanted = first if number is None else number
    found = next((session for session in schedule.planned(desk.book) if session.number == wanted), None)
    value = f"{desk.local(found.planned_for):%Y-%m-%d %H:%M}" if found and found.planned_for else ""

    def read(text: str) -> tuple[bool, str]:
        if not text.strip():
            return True, "no date"
        when = desk.read_moment(text)
        if not when:
            return False, "not a date yet"
        return True, desk.when(when) + ("" if hours.has_hour(text) else ", no hour given: noon")

    def taken(text: str) -> bool:
        when, now, minutes = desk.read_moment(text) if text.strip() else None, desk.now(), desk.settings.minutes
        return screen.do(schedule.set_date(desk.book, desk.pack, wanted, when, now, minutes=minutes))

    hint = "For example thu 18:30 or 3 dec 9:00."
    title = "When do you meet next?" if wanted == first else f"When is session {wanted}?"
    screen.ask(title, value, read, hint, place=NEXT if wanted == first else f"date {wanted}", taken=taken, anew=True)


def ask_shift(screen: DeskScreen, session: Session) -> None:
    """Ask by how much a session and all after it are to be moved."""
    desk = screen.desk
    zone = desk.zone

    def by(text: str) -> timedelta | None:
        was = screen.fresh(session).planned_for
        old = None if was is None else was.astimezone(zone).replace(tzinfo=None)
        return schedule.read_shift(text, old, read_local(screen, text, old.time() if old else time(12)))

    def read(text: str) -> tuple[bool, str]:
        span = by(text)
        change = schedule.shift(desk.book, screen.fresh(session), span, zone, desk.now()) if span else None
        if change is None:
            return False, "say by how much, or a new date" if span is None else "that is where it is"
        return True, _moved(screen, change.puts)

    def taken(text: str) -> bool:
        span = by(text)
        return screen.do(schedule.shift(desk.book, screen.fresh(session), span, zone, desk.now())) if span else True

    hint = "1 week, -2 days, or a new date: thu 18:30."
    title = f"Move session {session.number} and all after it: by how much?"
    screen.ask(title, "", read, hint, place=f"shift {session.id}", taken=taken)


def _moved(screen: DeskScreen, puts: tuple[object, ...]) -> str:
    """The new dates in a line."""
    found = [put for put in puts if isinstance(put, Session) and put.planned_for is not None]
    days = [screen.desk.day_of(each.planned_for) for each in found if each.planned_for is not None]
    first = screen.desk.when(found[0].planned_for) if found and found[0].planned_for else ""
    return ", ".join([f"session {found[0].number}: {first}", *days[1:]]) if found else ""
