"""A session's items and its clock: pure steps from one state of a session to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.core.records import Item, ItemState, Session, SessionState, touch

if TYPE_CHECKING:
    from mentor_tui.core.packs import Agenda

WARN_AT = 70  # per cent of an item's minutes at which the clock first says so
LIVE_STATES = (SessionState.running, SessionState.paused)
OPEN_STATES = (ItemState.todo, ItemState.now)
SHORT = timedelta(minutes=5)  # for which the program may be closed while a session is on, and its time goes on


def items_of(agenda: Agenda) -> tuple[Item, ...]:
    """The items of a fresh session that follows ``agenda``."""
    return tuple(
        Item(
            id=f"{number}-{entry.key}",
            title=entry.title,
            minutes=entry.minutes,
            share=entry.minutes,
            lead=entry.lead,
            body=entry.body,
            ref=entry.ref,
            key=entry.key,
        )
        for number, entry in enumerate(agenda.entries, 1)
    )


def used(session: Session, item: Item, now: datetime) -> int:
    """Seconds an item has used, with the running stretch when it is the item of the moment."""
    return item.seconds + (_stretch(session, now) if item.id == session.current else 0)


def elapsed(session: Session, now: datetime) -> int:
    """Seconds of the session that ran; a pause does not count."""
    running = _stretch(session, now) if session.current is None or session.item is not None else 0
    return session.loose + running + sum([item.seconds for item in session.items])


def whole_minutes(seconds: int) -> int:
    """Seconds as minutes, to the nearest whole one."""
    return (seconds + 30) // 60


def minutes_run(session: Session, now: datetime) -> int:
    """The whole minutes of the session that ran, to the nearest; the one figure for how long it took."""
    return whole_minutes(elapsed(session, now))


def minutes_used(session: Session, now: datetime) -> tuple[list[int], int]:
    """The whole minutes that each item has used, and those that ran after the last one.

    They add up to ``minutes_run``: what they lack for that in whole ones goes to the largest rests.
    """
    seconds = [item.seconds for item in session.items]
    seconds.append(session.loose)
    if session.running_since is not None:
        ids = [*[item.id for item in session.items], None]
        if session.current in ids:
            seconds[ids.index(session.current)] += _stretch(session, now)
    whole = [each // 60 for each in seconds]
    lacks = whole_minutes(sum(seconds)) - sum(whole)
    if lacks:
        rests = [each % 60 for each in seconds]
        for place in sorted(range(len(rests)), key=rests.__getitem__, reverse=True)[:lacks]:
            whole[place] += 1
    return whole[:-1], whole[-1]


def away(session: Session, now: datetime) -> int:
    """Seconds the session was paused, with the pause that is on."""
    pause = int((now - session.paused_at).total_seconds()) if session.paused_at else 0
    return session.away + max(0, pause)


def length(session: Session, now: datetime) -> int:
    """Seconds the session may still have in all: a pause eats into the booked minutes."""
    return max(0, session.minutes * 60 - away(session, now))


def warning(seconds: int, minutes: int, warn_at: int = WARN_AT) -> str:
    """``""``, ``"soon"`` from ``warn_at`` per cent of the minutes on, ``"over"`` from 100 on."""
    if seconds >= minutes * 60:
        return "over"
    return "soon" if seconds * 100 >= minutes * 60 * warn_at else ""


def start(session: Session, now: datetime) -> Session:
    """Begin a planned session: the first item that is to come becomes the item of the moment."""
    if session.state is not SessionState.planned:
        return session
    session = touch(session, now, state=SessionState.running, started_at=now, running_since=now)
    return _enter(session, _next(session, None), now)


def done(session: Session, now: datetime) -> Session:
    """The item of the moment is done; the next one to come follows. After the last, nothing is current."""
    return _leave(session, ItemState.done, now)


def skip(session: Session, now: datetime) -> Session:
    """The item of the moment is skipped; the next one to come follows."""
    return _leave(session, ItemState.skipped, now)


def go(session: Session, item_id: str, now: datetime) -> Session:
    """Make another item of a live session the one of the moment; the one that is left stays to come."""
    known = any(item.id == item_id for item in session.items)
    if session.state not in LIVE_STATES or not known or item_id == session.current:
        return session
    return _enter(_fold(session, ItemState.todo, now), item_id, now)


def back(session: Session, now: datetime) -> Session:
    """Return to the item before the one of the moment; from the end, to the last item."""
    ids = [item.id for item in session.items]
    place = ids.index(session.current) if session.current in ids else len(ids)
    return go(session, ids[place - 1], now) if place > 0 else session


def pause(session: Session, now: datetime) -> Session:
    """Stop the clock."""
    if session.state is not SessionState.running:
        return session
    session = _fold(session, ItemState.now, now)
    return touch(session, now, state=SessionState.paused, running_since=None, paused_at=now)


def resume(session: Session, now: datetime) -> Session:
    """Start the clock again, with the minutes that are left shared out anew over the items to come."""
    if session.state is not SessionState.paused:
        return session
    session = touch(session, now, state=SessionState.running, away=away(session, now), paused_at=None)
    session = msgspec.structs.replace(session, running_since=now)
    return share_out(session, now)


def extend(session: Session, minutes: int, now: datetime) -> Session:
    """Book ``minutes`` more (or fewer) and share out what is left; never below the minutes already used."""
    least = -(-(elapsed(session, now) + away(session, now)) // 60)
    return share_out(touch(session, now, minutes=max(least, session.minutes + minutes, 1)), now)


def come_back(session: Session, seen: datetime, now: datetime) -> Session:
    """A live session opened again after the program was closed, when it was last ``seen`` open.

    After a short while it goes on as if nothing had been. After a longer one a session that ran is paused as of when it
    was seen, and what ran then is kept as ``closed``; in a pause, it is not paused for longer by that while.
    """
    seen = max(seen, session.running_since or session.paused_at or seen)
    if session.state not in LIVE_STATES or now - seen <= SHORT:
        return session
    if session.state is SessionState.paused:
        return touch(session, now, away=away(session, seen), paused_at=now)
    gone = int((now - seen).total_seconds())
    return touch(pause(session, seen), now, paused_at=now, closed=session.closed + gone)


def count_closed(session: Session, now: datetime) -> Session:
    """Count the time for which the program was closed after all: for the item of the moment."""
    if session.state not in LIVE_STATES or not session.closed:
        return session
    items = tuple(
        msgspec.structs.replace(item, seconds=item.seconds + session.closed) if item.id == session.current else item
        for item in session.items
    )
    loose = session.loose + (session.closed if session.item is None else 0)
    return share_out(touch(session, now, items=items, loose=loose, closed=0), now)


def end(session: Session, now: datetime) -> Session:
    """The session is held. The item of the moment counts as done; items to come stay as they are."""
    if session.state is SessionState.held:
        return session
    folded = _fold(session, ItemState.done, now)
    return touch(
        folded,
        now,
        state=SessionState.held,
        ended_at=now,
        away=away(session, now),
        current=None,
        stopped_in=session.current,
        running_since=None,
        paused_at=None,
    )


def reopen(session: Session, now: datetime) -> Session:
    """A held session is paused again where it stopped; the time since does not count as a pause."""
    if session.state is not SessionState.held:
        return session
    session = touch(session, now, state=SessionState.paused, ended_at=None, paused_at=now)
    return _enter(session, session.stopped_in, now)


def share_out(session: Session, now: datetime) -> Session:
    """Share the whole minutes that are left over the item of the moment and those to come.

    Each gets a part in proportion to the planned minutes it has not used; the parts add up to the minutes left,
    and no item to come gets less than one minute.
    """
    left = max(0, length(session, now) - elapsed(session, now)) // 60
    takers = [item for item in session.items if item.state in OPEN_STATES]
    if not takers:
        return session
    wants = {item.id: max(0, item.minutes * 60 - used(session, item, now)) for item in takers}
    least = {item.id: 0 if item.state is ItemState.now else 1 for item in takers}
    parts = _proportion(left, wants, least)
    items = tuple(
        msgspec.structs.replace(item, share=-(-used(session, item, now) // 60) + parts[item.id])
        if item.id in parts
        else item
        for item in session.items
    )
    return touch(session, now, items=items)


def _proportion(total: int, wants: dict[str, int], least: dict[str, int]) -> dict[str, int]:
    """Whole parts of ``total`` in proportion to ``wants`` (largest remainder), none below its ``least``."""
    parts = dict(least)
    spare = total - sum(parts.values())
    weight = sum(wants.values())
    if spare <= 0 or weight == 0:
        if spare > 0 and parts:
            parts[next(reversed(parts))] += spare
        return parts
    exact = {key: total * want / weight for key, want in wants.items()}
    over = {key: max(0.0, exact[key] - least[key]) for key in parts}
    scale = spare / sum(over.values()) if sum(over.values()) else 0
    floors = {key: int(over[key] * scale) for key in parts}
    rest = spare - sum(floors.values())
    by_remainder = sorted(parts, key=lambda key: over[key] * scale - floors[key], reverse=True)
    for key in parts:
        parts[key] += floors[key] + (1 if key in by_remainder[:rest] else 0)
    return parts


def _next(session: Session, after: str | None) -> str | None:
    """The first item to come after ``after``; failing that, the first one before it that is still to come."""
    ids = [item.id for item in session.items]
    place = ids.index(after) + 1 if after in ids else 0
    ring = session.items[place:] + session.items[:place]
    return next((item.id for item in ring if item.state is ItemState.todo), None)


def _fold(session: Session, state: ItemState, now: datetime) -> Session:
    """Add the running stretch to the item of the moment and give that ``state``."""
    items = tuple(
        msgspec.structs.replace(item, state=state, seconds=used(session, item, now))
        if item.id == session.current
        else item
        for item in session.items
    )
    loose = session.loose + (_stretch(session, now) if session.current is None else 0)
    running = None
    if session.running_since is not None:
        # What is less than a second is kept for the next stretch; a clock that was put back starts one afresh.
        running = min(now, session.running_since + timedelta(seconds=_stretch(session, now)))
    return touch(session, now, items=items, running_since=running, loose=loose)


def _stretch(session: Session, now: datetime) -> int:
    """Seconds since the clock was last folded into the records; none while it stands still."""
    return max(0, int((now - session.running_since).total_seconds())) if session.running_since else 0


def _enter(session: Session, item_id: str | None, now: datetime) -> Session:
    items = tuple(
        msgspec.structs.replace(item, state=ItemState.now) if item.id == item_id else item for item in session.items
    )
    return touch(session, now, items=items, current=item_id)


def _leave(session: Session, state: ItemState, now: datetime) -> Session:
    if session.current is None:
        return session
    after = session.current
    session = _fold(session, state, now)
    return _enter(session, _next(session, after), now)
