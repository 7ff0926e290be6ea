"""Which agenda comes next, and a session's agenda changed by hand: items added, dropped, moved and timed anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from mentor_tui.core.agenda import LIVE_STATES, OPEN_STATES, go, items_of, share_out
from mentor_tui.core.book import Book
from mentor_tui.core.packs import Activity, Agenda, Entry, Pack, Step
from mentor_tui.core.records import Body, Item, ItemState, Lead, Session, SessionState, make, touch
from mentor_tui.core.sheets import Card, Form, RatingSet

LEAST, MOST = 1, 240  # minutes of an item


def proposed(pack: Pack, begun: Iterable[Session]) -> Agenda:
    """The agenda of the next session, from those that were begun.

    It is the first of the pack's course that was not taken yet. As soon as the next session is the one that meets the
    programme's minimum, or comes after it, the course's last agenda has its turn: nobody should end without an end.
    When all were taken, it is the extra one.
    """
    taken = list(begun)
    left = list(pack.course)
    for session in taken:
        if session.agenda in left:
            left.remove(session.agenda)
    if not left:
        return pack.agendas[pack.extra]
    counted = sum(1 for session in taken if session.number > 1 or pack.rules.first_counts)
    next_one = 1 if taken else 0  # a first session is never the last one
    last = pack.course[-1]
    if last in left and last not in left[:-1] and counted + next_one >= pack.rules.sessions:
        return pack.agendas[last]
    return pack.agendas[left[0]]


def fresh_session(pack: Pack, taken: Iterable[Session], number: int, now: datetime, *, minutes: int = 0) -> Session:
    """The session of that number as the pack proposes it after those that were ``taken``; in no book.

    It is booked for so many ``minutes``, or for as long as its agenda says.
    """
    turn = proposed(pack, taken)
    return make(
        Session,
        now,
        number=number,
        title=turn.title,
        agenda=turn.key,
        minutes=minutes or turn.minutes,
        items=items_of(turn),
    )


def begun(book: Book) -> list[Session]:
    """The sessions that were held or are on."""
    return [session for session in book.sessions if session.state is not SessionState.planned]


def agenda_of(pack: Pack, session: Session) -> Agenda | None:
    """The pack's agenda that a session follows, if the pack has it."""
    return pack.agendas.get(session.agenda)


def entry_of(pack: Pack, session: Session, item: Item) -> Entry | None:
    """What the pack says of an item."""
    return pack.entry(item.agenda or session.agenda, item.key)


def step_of(pack: Pack, book: Book) -> Step | None:
    """The programme's step that the pair is at: that of the session that is on, else of the next one."""
    live = book.live or book.planned
    agenda = (agenda_of(pack, live) if live else None) or proposed(pack, begun(book))
    return next((step for step in pack.steps if step.key == agenda.step), None)


def planned_minutes(session: Session) -> int:
    """The minutes that the items of a session take together."""
    return sum(item.minutes for item in session.items)


def take_agenda(session: Session, agenda: Agenda, now: datetime, *, old: Agenda | None) -> Session:
    """Follow another agenda than ``old``, which may be one that the pack does not know.

    A planned session is booked for as long as the new one takes, unless its length was not that of the old one: then
    somebody chose it. Of a session that is on, items that were begun stay and the rest gives way.
    """
    if session.state is SessionState.planned:
        chosen = old is not None and session.minutes != old.minutes
        return touch(
            session,
            now,
            title=agenda.title,
            agenda=agenda.key,
            minutes=session.minutes if chosen else agenda.minutes,
            items=items_of(agenda),
        )
    if session.state not in LIVE_STATES:
        return session
    kept = tuple(
        msgspec.structs.replace(item, agenda=item.agenda or session.agenda)
        for item in session.items
        if _has_begun(item)
    )
    done = {(item.agenda, item.key) for item in kept}
    fresh = [item for item in items_of(agenda) if (agenda.key, item.key) not in done]
    items = list(kept)
    for item in fresh:
        items.append(msgspec.structs.replace(item, id=_free_id(items, item.key)))
    return _settled(touch(session, now, title=agenda.title, agenda=agenda.key, items=tuple(items)), now)


def add_item(session: Session, item: Item, after: str | None, now: datetime) -> Session:
    """Put ``item`` behind the one with the id ``after``, or at the end; it gets an id of its own.

    In a session that is on it is still to come: never before the item of the moment, nor before the last one when all
    are over.
    """
    ids = [each.id for each in session.items]
    place = ids.index(after) + 1 if after in ids else len(ids)
    if session.state in LIVE_STATES:
        place = max(place, ids.index(session.current) + 1 if session.current in ids else len(ids))
    fresh = msgspec.structs.replace(item, id=_free_id(session.items, item.key or item.body.value), share=item.minutes)
    items = (*session.items[:place], fresh, *session.items[place:])
    return _settled(touch(session, now, items=items), now)


def drop_item(session: Session, item_id: str, now: datetime) -> Session:
    """Take an item off the agenda. One that has begun stays: it is part of what was held."""
    item = _item(session, item_id)
    if item is None or _has_begun(item):
        return session
    items = tuple(each for each in session.items if each.id != item_id)
    return _settled(touch(session, now, items=items), now)


def move_item(session: Session, item_id: str, by: int, now: datetime) -> Session:
    """Move an item up (``by`` below 0) or down."""
    ids = [item.id for item in session.items]
    if item_id not in ids:
        return session
    place = ids.index(item_id)
    to = max(0, min(len(ids) - 1, place + by))
    items = list(session.items)
    items.insert(to, items.pop(place))
    return touch(session, now, items=tuple(items)) if to != place else session


def set_minutes(session: Session, item_id: str, minutes: int, now: datetime) -> Session:
    """Give an item other minutes (1 to 240); in a session that is on, what is left is shared out anew.

    What is over keeps the minutes that it had.
    """
    item = _item(session, item_id)
    if item is None or item.state not in OPEN_STATES:
        return session
    minutes = max(LEAST, min(MOST, minutes))
    items = tuple(
        msgspec.structs.replace(item, minutes=minutes, share=minutes) if item.id == item_id else item
        for item in session.items
    )
    return _settled(touch(session, now, items=items), now)


def book_minutes(session: Session, minutes: int, now: datetime) -> Session:
    """Book another length for a planned session; the items keep their minutes until it starts."""
    return touch(session, now, minutes=max(LEAST, minutes))


def fit(session: Session, now: datetime) -> Session:
    """Book a planned session for as long as its items take."""
    return book_minutes(session, planned_minutes(session), now)


def rename_item(session: Session, item_id: str, title: str, now: datetime) -> Session:
    """Call an item by another name."""
    items = tuple(msgspec.structs.replace(item, title=title) if item.id == item_id else item for item in session.items)
    return touch(session, now, items=items)


def lead_item(session: Session, item_id: str, lead: Lead, now: datetime) -> Session:
    """Give an item another lead."""
    items = tuple(msgspec.structs.replace(item, lead=lead) if item.id == item_id else item for item in session.items)
    return touch(session, now, items=items)


def draw(session: Session, item_id: str, thing: Activity | Card, now: datetime) -> Session:
    """Put an activity or a card in an item's place; its minutes and its time stay."""
    body = Body.activity if isinstance(thing, Activity) else Body.cards
    lead = thing.lead if isinstance(thing, Activity) else thing.who
    items = tuple(
        msgspec.structs.replace(item, title=thing.title, ref=thing.key, lead=lead, body=body)
        if item.id == item_id
        else item
        for item in session.items
    )
    return touch(session, now, items=items)


def item_for(thing: Activity | Card | Entry | Form | RatingSet, agenda: str = "", minutes: int = 10) -> Item:
    """A fresh item that holds something of the pack; an entry brings its own minutes, and so does an activity."""
    body, lead, ref, key, at = Body.talk, Lead.both, thing.key, "", ""
    match thing:
        case Entry():
            body, lead, ref, key, at, minutes = thing.body, thing.lead, thing.ref, thing.key, agenda, thing.minutes
        case Activity():
            body, lead, minutes = Body.activity, thing.lead, thing.minutes
        case Card():
            body, lead = Body.cards, thing.who
        case Form():
            body = Body.form
        case RatingSet():
            body = Body.ratings
    return Item(
        id="", title=thing.title, minutes=minutes, share=minutes, lead=lead, body=body, ref=ref, key=key, agenda=at
    )


def used_in(book: Book) -> dict[str, list[int]]:
    """The numbers of the sessions in which each activity or card was talked about, by its key."""
    found: dict[str, list[int]] = {}
    for session in begun(book):
        for item in session.items:
            if item.body in (Body.activity, Body.cards) and item.ref and item.state in (ItemState.done, ItemState.now):
                numbers = found.setdefault(item.ref, [])
                if session.number not in numbers:
                    numbers.append(session.number)
    return found


def used_words(numbers: list[int]) -> str:
    """``used in session 2``, ``used in sessions 2 and 4``; nothing for none."""
    if not numbers:
        return ""
    *first, last = map(str, numbers)
    return f"used in sessions {', '.join(first)} and {last}" if first else f"used in session {last}"


def _settled(session: Session, now: datetime) -> Session:
    """The session put right after its items changed; one that is on and was through goes on with what is to come."""
    if session.state not in LIVE_STATES:
        return session
    coming = next((item.id for item in session.items if item.state is ItemState.todo), None)
    if session.current is None and coming is not None:
        session = go(session, coming, now)
    return share_out(session, now)


def _has_begun(item: Item) -> bool:
    """Whether an item was ever the one of the moment, as far as is known."""
    return item.state is not ItemState.todo or item.seconds > 0


def _item(session: Session, item_id: str) -> Item | None:
    return next((item for item in session.items if item.id == item_id), None)


def _free_id(items: Iterable[Item], key: str) -> str:
    """An id that no item has: a number and the key, as fresh agendas give."""
    taken = {item.id for item in items}
    number = len(taken) + 1
    while f"{number}-{key}" in taken:
        number += 1
    return f"{number}-{key}"
