"""The sessions to come: their dates, set, moved, taken away and dropped, each as a named change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

import msgspec

from mentor_tui.core import agenda, planning
from mentor_tui.core.agenda import LIVE_STATES
from mentor_tui.core.book import Book, Change
from mentor_tui.core.hindsight import was_missed
from mentor_tui.core.hours import FIRST_YEAR, LAST_YEAR
from mentor_tui.core.packs import Pack, Rules
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Session, SessionState, heir_id, touch
from mentor_tui.core.rhythm import Base, instant

FARTHEST = timedelta(days=5 * 366)  # of a shift
_LONGEST = 24 * 60  # minutes
_ROUND = 5  # minutes: a session that nobody had planned began at some odd one
_SHIFT = (
    r"(?P<sign>[+-] ?)?(?P<count>[0-9]{1,3}|an?|one|two|three|four) ?"
    r"(?P<unit>days?|weeks?|d|w)(?: (?P<way>earlier|later))?"
)


def planned(book: Book) -> list[Session]:
    """The sessions that are planned, by number."""
    return [session for session in book.sessions if session.state is SessionState.planned]


def still_to_hold(book: Book, rules: Rules) -> int:
    """How many sessions are to come: to the minimum, less those held and the one that is on; at least those planned."""
    begun = planning.begun(book)
    counted = sum(1 for session in begun if session.number > 1 or rules.first_counts)
    first = 0 if begun or rules.first_counts else 1
    return max(rules.sessions + first - counted, len(planned(book)), 0)


def ahead(book: Book, pack: Pack, now: datetime, *, count: int = 0, minutes: int = 0) -> list[Session]:
    """The sessions to come, as many as are to be held, at least ``count``: those planned, then fresh ones.

    The fresh ones are not in the book. Each has the agenda that is its turn after all before it.
    """
    found = planned(book)
    taken = [*planning.begun(book), *found]
    number = max((session.number for session in book.sessions), default=0)
    while len(found) < max(count, still_to_hold(book, pack.rules)):
        number += 1
        fresh = planning.fresh_session(pack, taken, number, now, minutes=minutes)
        found.append(fresh)
        taken.append(fresh)
    return found


def wants_date(sessions: list[Session], today: date, zone: tzinfo) -> list[Session]:
    """Which of the sessions to come a rhythm gives a date to.

    Those without one and those whose day has passed; a date that was agreed on stays. When all have one, all of them.
    """
    lacking = [session for session in sessions if session.planned_for is None or was_missed(session, today, zone)]
    return lacking or sessions


def base(book: Book, wanting: list[Session], today: date, zone: tzinfo) -> Base:
    """What a rhythm for those sessions starts from: the last one with a date before the first of them."""
    first = wanting[0].number if wanting else 0
    wanted = {session.id for session in wanting}
    before = [
        session
        for session in book.sessions
        if session.id not in wanted and (session.number < first or session.state is not SessionState.planned)
    ]
    found = [local for session in before if (local := _local(session, zone)) is not None]
    lost = [local for session in wanting if (local := _local(session, zone)) is not None]
    last = max(found, default=None)
    if last is None and lost:  # nothing was held yet: its weekday and hour are all there is to go by
        last = min(lost)
    return Base(today=today, last=last)


def _local(session: Session, zone: tzinfo) -> datetime | None:
    """When a session was, or is to be, on the clock of a zone (naive)."""
    when = session.planned_for or session.started_at
    if when is None or not FIRST_YEAR < when.year < LAST_YEAR:
        return None
    local = when.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    return local if session.planned_for else local.replace(minute=local.minute // _ROUND * _ROUND)


def dated(session: Session, when: datetime | None) -> Session:
    """A session as it would be with another date; to be looked at, not to be kept."""
    return msgspec.structs.replace(session, planned_for=when)


# Changes


def plan_all(book: Book, pack: Pack, now: datetime, dates: Mapping[int, datetime], *, minutes: int = 0) -> Change:
    """Give sessions their dates (UTC) by number; those that are not planned yet are planned by that."""
    last = max(dates, default=0)
    found = [s for s in ahead(book, pack, now, count=up_to(book, last), minutes=minutes) if s.number <= last]
    puts = []
    for session in found:
        kept = book.get(Session, session.id) is not None
        if session.number not in dates:
            puts += [] if kept else [session]
        elif kept and session.planned_for is None:
            puts += _anew(session, dates[session.number], now)
        else:
            puts.append(touch(session, now, planned_for=dates[session.number]))
    return Change(f"plan {plural(len(dates), 'session')}", tuple(puts))


def set_date(
    book: Book, pack: Pack, number: int, when: datetime | None, now: datetime, *, minutes: int = 0
) -> Change | None:
    """Give the session to come of that number a date (UTC), or take it away; None when there is nothing to do.

    A session that is not planned yet is planned, and so are those before it.
    """
    session = next((session for session in planned(book) if session.number == number), None)
    if when is not None:
        change = plan_all(book, pack, now, {number: when}, minutes=minutes)
        return Change(f"date of session {number}", change.puts) if change.puts else None
    if session is None or session.planned_for is None:
        return None
    return Change(f"no date for session {number}", _anew(session, None, now))


def _anew(session: Session, when: datetime | None, now: datetime) -> tuple[Session, Session]:
    """A planned session that gets its first date or loses its date, as a new record in the place of the old one.

    The one with the date stays behind, deleted, when the date is taken away or its setting undone: it is how a calendar
    hears that it is off.
    """
    made = touch(session, now, id=heir_id(session.id, now), created_at=now.astimezone(UTC), planned_for=when)
    return touch(session, now, deleted_at=now), made


def shift(book: Book, session: Session, by: timedelta, zone: tzinfo, now: datetime) -> Change | None:
    """Move a planned session and all after it by the same span of the clock on the wall; None when none has a date."""
    puts = []
    for each in planned(book):
        if each.number >= session.number and each.planned_for is not None:
            local = each.planned_for.astimezone(zone).replace(tzinfo=None) + by
            puts.append(touch(each, now, planned_for=instant(local, zone)[0]))
    if not puts or not by:
        return None
    return Change(f"move session {session.number} and all after it", tuple(puts))


def drop(book: Book, pack: Pack, session: Session, now: datetime) -> Change:
    """Take a planned session off; those after it move up in number, and to the agenda whose turn it is then.

    An agenda that was changed by hand stays.
    """
    puts = [touch(session, now, deleted_at=now)]
    taken = [s for s in book.sessions if s.number < session.number]
    for each in planned(book):
        if each.number <= session.number:
            continue
        moved = touch(each, now, number=each.number - 1)
        if _untouched(each, pack):
            turn, old = planning.proposed(pack, taken), planning.agenda_of(pack, each)
            moved = planning.take_agenda(moved, turn, now, old=old)
        taken.append(moved)
        puts.append(moved)
    return Change(f"drop session {session.number}", tuple(puts))


def drop_all(book: Book, now: datetime) -> Change | None:
    """Take off all sessions that are planned; None when there is none."""
    puts = tuple(touch(session, now, deleted_at=now) for session in planned(book))
    return Change(f"drop {plural(len(puts), 'planned session')}", puts) if puts else None


def _untouched(session: Session, pack: Pack) -> bool:
    found = planning.agenda_of(pack, session)
    return found is not None and session.items == agenda.items_of(found)


def up_to(book: Book, number: int) -> int:
    """How many sessions to come there are up to the one with that number."""
    last = max((session.number for session in book.sessions), default=0)
    return len(planned(book)) + max(0, number - last)


# What else is in the way


def read_shift(text: str, old: datetime | None, new: datetime | None) -> timedelta | None:
    """By how much ``text`` moves a session: ``1 week``, ``-2 days``, ``3 days earlier``; None when it is no such span.

    Else from its ``old`` date to the ``new`` one that the text names (both local and naive, None for no date).
    """
    found = re.fullmatch(_SHIFT, " ".join(text.lower().split()))
    if found is None:
        by = new - old if old is not None and new is not None else None
        return by if by is not None and abs(by) <= FARTHEST else None
    words = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
    count = words.get(found["count"]) or int(found["count"] if found["count"].isdigit() else 0)
    span = timedelta(days=count * (7 if found["unit"].startswith("w") else 1))
    back = (found["sign"] or "").startswith("-") != (found["way"] == "earlier")
    return (-span if back else span) if span <= FARTHEST else None


def others(books: Iterable[Book]) -> list[tuple[str, Session]]:
    """The planned sessions with dates of other mentorships that are not put away, each with the partner's name."""
    found = []
    for book in books:
        try:
            pair = book.mentorship
        except LookupError:
            continue
        if pair.archived_at is None:
            found += [(pair.partner, session) for session in book.sessions if _to_come(session)]
    return found


def _to_come(session: Session) -> bool:
    """Whether a session is planned for a day, or on; what makes no sense in another's journal is no clash here."""
    when = session.planned_for
    if session.state is not SessionState.planned and session.state not in LIVE_STATES:
        return False
    return when is not None and FIRST_YEAR < when.year < LAST_YEAR and 0 < session.minutes <= _LONGEST
