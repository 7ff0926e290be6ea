"""What a person needs in the five minutes before a session, gathered from the journal and the pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

import msgspec

from mentor_tui.core import forms, hindsight, meeting, offers, planning, ratings, schedule, tasks
from mentor_tui.core.book import Book, due_order
from mentor_tui.core.packs import Document, Pack, Part
from mentor_tui.core.path import PathLine, path
from mentor_tui.core.progress import figures, pace_words
from mentor_tui.core.records import (
    Action,
    Body,
    Goal,
    GoalState,
    Item,
    Lane,
    Lead,
    Note,
    NoteKind,
    Occasion,
    Role,
    Session,
)
from mentor_tui.core.sheets import Card, Form, Line, Moment

STILL_DAYS = 42  # days without a change or a review after which a goal stands still


class Tick(msgspec.Struct, frozen=True):
    """A line of my checklist, and whether it is ticked."""

    line: Line
    done: bool


class Paper(msgspec.Struct, frozen=True):
    """A document that is still to be read, filled in or sent in."""

    line: PathLine
    document: Document

    @property
    def told(self) -> tuple[str, ...]:
        """What else is to be said of it: where it is, that its text is not known, that it goes back."""
        sends = self.line.tick == f"return/{self.document.key}"
        return tuple(
            filter(
                None,
                (
                    self.document.where,
                    self.document.unknown,
                    "to be sent in" if self.document.returned and not sends else "",
                ),
            )
        )


class Still(msgspec.Struct, frozen=True):
    """An open goal without movement since a day (the last change of its progress, or the last review)."""

    goal: Goal
    since: date


class Blank(msgspec.Struct, frozen=True):
    """Something of the agenda to fill in beforehand.

    ``verb`` says what it is: ``form``, ``ratings``, ``deck`` or ``part`` (a list to tick); ``told`` how far it is.
    """

    verb: str
    key: str
    title: str
    told: str
    lane: Lane = Lane.pair


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The brief of one person. Days are those of the person's zone.

    ``session`` is the one that is on, else the next one: as it is planned, or as the pack proposes it; None where there
    is neither. ``since`` is when the one that is on began, ``when`` the date of the next one; ``another`` says that one
    is to follow: planned, or asked for by the minimum. ``missed`` are those planned for a day that is past and not
    held, ``days_since`` the days since the last one. Each open action stands in one place: ``late`` (mine first, then
    the partner's, then nobody's), ``loose`` (without owner or date), due ``before`` the session is over or ``after``
    it; without a date of the session none is before it.
    """

    today: date
    session: Session | None
    since: datetime | None
    when: datetime | None
    another: bool
    missed: tuple[Session, ...]
    last: Session | None
    days_since: int | None
    pace: str
    decisions: tuple[Note, ...]
    late: tuple[Action, ...]
    before: tuple[Action, ...]
    after: tuple[Action, ...]
    loose: tuple[Action, ...]
    questions: tuple[Note, ...]
    still: tuple[Still, ...]
    checks: tuple[Tick, ...] = ()
    left: tuple[Tick, ...] = ()
    papers: tuple[Paper, ...] = ()
    blanks: tuple[Blank, ...] = ()
    outdated: tuple[Form, ...] = ()
    help: tuple[tuple[str, Card], ...] = ()
    cards: tuple[tuple[str, tuple[Card, ...]], ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The proposed agenda."""
        return self.session.items if self.session is not None else ()

    @property
    def open_count(self) -> int:
        """How many actions are open."""
        return len(self.late) + len(self.before) + len(self.after) + len(self.loose)


def gather(
    book: Book, pack: Pack | None, now: datetime, zone: tzinfo, *, minutes: int = 0, day_first: bool = True
) -> Brief:
    """The brief of the person at this machine.

    ``zone`` is that person's, ``minutes`` the length that a session not planned yet would be booked for (0: as its
    agenda says). Without a pack (None) there is what the journal knows by itself.
    """
    today = now.astimezone(zone).date()
    planned, last = book.planned, hindsight.last_held(book)
    session = book.live or planned
    if session is None and pack is not None:
        session = meeting.new_session(book, pack, now, minutes=minutes)
    when = planned.planned_for if planned is not None else None
    day = today if book.live is not None else when.astimezone(zone).date() if when is not None else None
    ended = (last.ended_at or last.started_at) if last is not None else None
    late, before, after, loose = _sorted(book, today, day)
    brief = Brief(
        today=today,
        session=session,
        since=book.live.started_at if book.live is not None else None,
        when=when,
        another=planned is not None or _asked_for(book, pack),
        missed=tuple(missed(book, today, zone)),
        last=last,
        days_since=(today - ended.astimezone(zone).date()).days if ended is not None else None,
        pace=pace_words(figures(book, pack.rules if pack else None, today)),
        decisions=tuple(_decisions(book, last)),
        late=late,
        before=before,
        after=after,
        loose=loose,
        questions=tuple(meeting.questions_to_ask(book)),
        still=tuple(still(book, today, zone)),
    )
    if pack is None or session is None:
        return brief
    role, done = book.mentorship.role, last.agenda if last else ""
    return msgspec.structs.replace(
        brief,
        checks=tuple(_ticks(book, offers.parts_for(pack, session.agenda, role, "before"))),
        left=tuple(tick for tick in _ticks(book, offers.parts_for(pack, done, role, "after")) if not tick.done),
        papers=tuple(_papers(pack, path(book, pack, today, zone, day_first=day_first))),
        blanks=tuple(_blanks(book, pack, session, today)),
        outdated=tuple(form for form in pack.forms.values() if forms.standing(book, pack, form).outdated),
        help=tuple(offers.offered(pack, book, today, zone)),
        cards=tuple(_cards(pack, role, session)),
    )


# Sessions


def _asked_for(book: Book, pack: Pack | None) -> bool:
    """Whether a session is still to come by the programme's minimum; where none is known there always is one."""
    return pack is None or not pack.rules.sessions or schedule.still_to_hold(book, pack.rules) > 0


def missed(book: Book, today: date, zone: tzinfo) -> list[Session]:
    """The sessions that were planned for a day that is past and were not held."""
    return [session for session in book.sessions if hindsight.was_missed(session, today, zone)]


def _decisions(book: Book, last: Session | None) -> list[Note]:
    return [note for note in book.notes(last.id) if note.kind is NoteKind.decision] if last is not None else []


def agenda_words(session: Session) -> str:
    """``Agenda, 70 minutes planned, 60 booked``: as it was planned, not as a session that is on shares it out."""
    total = planning.planned_minutes(session)
    booked = "" if total == session.minutes else f", {session.minutes} booked"
    return f"Agenda, {total} minutes planned{booked}"


# Actions


def _sorted(book: Book, today: date, day: date | None) -> tuple[tuple[Action, ...], ...]:
    """The open actions: late, due by ``day`` (the session's), due after it, and without owner or date."""
    mine = (Lead(book.mentorship.role.value), Lead.both)

    def turn(action: Action) -> int:
        return 0 if action.owner in mine else 1 if action.owner is not None else 2

    late, before, after, loose = (list[Action]() for _ in range(4))
    for action in book.open_actions:
        if action.is_late(today):
            late.append(action)
        elif action.owner is None or action.due is None:
            loose.append(action)
        else:
            (before if day is not None and action.due <= day else after).append(action)
    late.sort(key=lambda action: (turn(action), due_order(action)))
    return tuple(late), tuple(before), tuple(after), tuple(loose)


def moved_words(action: Action) -> str:
    """How often an action was given another date: ``moved once``, ``moved 3 times``; nothing for never."""
    count = tasks.times_moved(action)
    return f"moved {tasks.times(count)}" if count else ""


# Goals


def still(book: Book, today: date, zone: tzinfo) -> list[Still]:
    """The open goals without movement, the longest first.

    Their progress has not changed and nobody reviewed them since the session before the last one ended, or for
    ``STILL_DAYS`` days.
    """
    held = book.held
    before_last = (held[-2].ended_at or held[-2].started_at) if len(held) > 1 else None
    found = []
    for goal in book.goals:
        if goal.state is not GoalState.open:
            continue
        at = max(
            goal.trail[-1].at if goal.trail else goal.updated_at,
            *(review.created_at for review in forms.reviews_of(book, goal)),
            goal.created_at,
        )
        day = at.astimezone(zone).date()
        if (before_last is not None and at <= before_last) or (today - day).days >= STILL_DAYS:
            found.append(Still(goal, day))
    return sorted(found, key=lambda each: each.since)


# What the pack asks for


def _ticks(book: Book, parts: Iterable[Part]) -> list[Tick]:
    return [Tick(line, book.is_checked(line.key)) for part in parts for line in part.lines]


def _papers(pack: Pack, lines: list[PathLine]) -> list[Paper]:
    """The documents that are not done; one that goes back is to be sent in when it is."""
    by_tick = {line.tick: line for line in lines}
    found = []
    for document in pack.documents:
        ticks = (f"document/{document.key}", *((f"return/{document.key}",) if document.returned else ()))
        todo = next((by_tick[tick] for tick in ticks if tick in by_tick and not by_tick[tick].done), None)
        if todo is not None:
            found.append(Paper(todo, document))
    return found


def _blanks(book: Book, pack: Pack, session: Session, today: date) -> list[Blank]:
    """The forms, ratings, questions and lists of the agenda that are not whole yet, each once."""
    found: dict[tuple[str, str], Blank] = {}
    for item in session.items:
        ref = item.ref.partition("/")[0]
        blank: Blank | None = None
        if item.body is Body.form and ref in pack.forms:
            blank = _form(book, pack, pack.forms[ref], "form")
        elif item.body is Body.ratings and ref in pack.ratings:
            sheet = pack.ratings[ref]
            if ratings.rated(book, sheet, ratings.occasion_now(pack, book, sheet, today)) < len(sheet.rated):
                told = ratings.standing_words(pack, book, sheet, today)
                blank = Blank("ratings", ref, sheet.title, told, sheet.lane)
        elif item.body in (Body.questions, Body.review) and ref in pack.decks:
            blank = _form(book, pack, forms.from_deck(pack.decks[ref]), "deck")
        elif item.body is Body.checklist and ref in pack.checklists and ref != session.agenda:
            part = pack.part(item.ref)
            if part is not None:
                count = sum(1 for line in part.lines if book.is_checked(line.key))
                blank = Blank("part", item.ref, part.title, f"{count} of {len(part.lines)} ticked")
        if blank is not None:
            found.setdefault((blank.verb, blank.key), blank)
    return list(found.values())


def _form(book: Book, pack: Pack, form: Form, verb: str) -> Blank | None:
    """A form or a deck to fill in; None when it is answered and signed."""
    count, questions = forms.answered(book, form)
    signed = form.signed_by is None or forms.standing(book, pack, form).whole
    if count == questions and signed and (questions or form.signed_by is not None):
        return None
    return Blank(verb, form.key, form.title, forms.standing_words(book, pack, form))


def _cards(pack: Pack, role: Role, session: Session) -> Iterable[tuple[str, tuple[Card, ...]]]:
    """The cards for this person at this time, each set under its heading."""
    moments = [("Right before the call", Moment.before_the_call), ("Your part", Moment.preparing)]
    agenda = planning.agenda_of(pack, session)
    if agenda is not None and agenda.occasion is Occasion.end:
        moments.append(("At the end", Moment.completing))
    for title, moment in moments:
        if found := offers.cards_for(pack, role, moment):
            yield title, tuple(found)
