"""Journals that hold hostile text, written as somebody else's program might write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import msgspec

from mentor_tui.core.records import (
    KINDS,
    TABLES,
    Action,
    ActionState,
    Answer,
    Body,
    Check,
    Contact,
    Goal,
    GoalState,
    Horizon,
    Item,
    ItemState,
    Lane,
    Lead,
    Mentorship,
    Milestone,
    Note,
    NoteKind,
    Rating,
    Record,
    Review,
    Role,
    Session,
    SessionState,
    Signature,
    Way,
    make,
)
from mentor_tui.data.seal import PROGRAM, Tables, encode
from mentor_tui.data.versions import FORMAT
from tests.conftest import NOW

ITEMS = len(Body)
# What there is in the pack that stands in for the hostile one: answers and ratings that are shown have these keys.
QUESTION = "agreement/confidentiality/what-does-this-mean-for-us"
SKILL = "skills/skills/build-rapport"


def hostile_records(texts: Sequence[str], *, live: bool = True) -> list[Record]:
    """A mentorship with a held session and one that is on (or only held ones), every text of it out of ``texts``.

    Each text is at least once in a note, an action, a goal or another record; the rest stand in names and titles.
    """
    some = cycle(texts)
    records: list[Record] = [_pair(some)]
    held = _session(1, SessionState.held, some)
    now = _session(2, SessionState.running if live else SessionState.held, some)
    planned = _session(3, SessionState.planned, some)
    records += [held, now, planned]
    places = cycle((held.id, now.id, now.id))
    for number, text in enumerate(texts):
        at = NOW - timedelta(minutes=len(texts) - number)
        records.append(_record(number, text, next(places), at, some))
    goals = [record for record in records if isinstance(record, Goal)]
    records += [
        make(Review, NOW, goal_id=goal.id, progress=10, text=next(some), session_id=now.id) for goal in goals[:5]
    ]
    records.append(make(Answer, NOW, key=QUESTION, question=next(some), text=next(some)))
    return records


def _pair(some: Iterator[str]) -> Mentorship:
    return make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor=next(some),
        mentee=next(some),
        pack=next(some),
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 5, 1),
        mentor_zone="Europe/Madrid",
        mentee_zone=next(some),
        contact=next(some),
        office=next(some),
    )


def _session(number: int, state: SessionState, some: Iterator[str]) -> Session:
    bodies = cycle(Body)
    items = tuple(
        Item(
            id=f"item-{number}-{place}",
            title=next(some),
            minutes=10,
            share=10,
            lead=list(Lead)[place % 3],
            body=next(bodies),
            ref=next(some),
            key=next(some),
            state=ItemState.now if place == 3 and state is SessionState.running else ItemState.todo,
        )
        for place in range(ITEMS)
    )
    begun = NOW - timedelta(days=10 - number)
    return make(
        Session,
        begun,
        number=number,
        title=next(some),
        agenda=next(some),
        minutes=60,
        items=items,
        state=state,
        planned_for=NOW + timedelta(days=number),
        started_at=None if state is SessionState.planned else begun,
        ended_at=begun + timedelta(hours=1) if state is SessionState.held else None,
        current=items[3].id if state is SessionState.running else None,
        running_since=NOW - timedelta(minutes=9) if state is SessionState.running else None,
    )


def _record(number: int, text: str, place: str, at: datetime, some: Iterator[str]) -> Record:
    match number % 11:
        case 0 | 1 | 2:
            kind = list(NoteKind)[number // 11 % 4]
            lane = Lane.mine if number % 11 == 2 else Lane.pair
            return make(Note, at, text=text, kind=kind, lane=lane, session_id=place)
        case 3 | 4:
            owner = [*Lead, None][number // 11 % 4]
            state = list(ActionState)[number // 44 % 3]
            due = date(2026, 11, 1 + number % 28)
            return make(
                Action,
                at,
                text=text,
                owner=owner,
                due=due,
                state=state,
                origin_id=place,
                session_id=place,
                lane=Lane.pair,
            )
        case 5:
            moving = list(GoalState)[number // 11 % 3]
            horizon = list(Horizon)[number // 11 % 2]
            plan = {"activities": next(some), "support": next(some), "milestones": (Milestone(text=next(some)),)}
            fields = {
                "text": text,
                "measure": next(some),
                "horizon": horizon,
                "progress": number % 100,
                "state": moving,
            }
            return make(Goal, at, **fields, **plan)
        case 6:
            return make(Check, at, key=text, label=text, session_id=place)
        case 7:
            return make(Contact, at, on=date(2026, 11, 1 + number % 28), way=list(Way)[number % 6], text=text)
        case 8:
            return make(Signature, at, form="agreement", who=list(Role)[number % 2], name=text, digest=text)
        case 9:
            level = {"label": text, "level": 2, "levels": 3, "level_word": text}
            return make(Rating, at, key=SKILL, occasion=["start", "mid-point", text][number // 11 % 3], **level)
        case _:
            return make(Answer, at, key=text, question=next(some), text=text, session_id=place)


def write_journal(path: Path, records: Sequence[Record]) -> None:
    """Write a journal by hand: its text as it is, but for lone surrogates, which UTF-8 cannot hold."""
    documents: Tables = {"meta": {"1": {"program": PROGRAM, "format": FORMAT}}}
    documents |= {table: {} for table in KINDS}
    for record in records:
        table = documents[TABLES[type(record)]]
        table[str(len(table) + 1)] = msgspec.to_builtins(record)
    path.write_bytes(encode(json.loads(json.dumps(documents, ensure_ascii=False).encode("utf-8", "ignore"))))
