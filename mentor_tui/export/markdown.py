"""One session, or a whole mentorship, as a Markdown document for a named audience.

What only the document of a whole mentorship needs is imported for it: that of a session is asked for most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache, cached_property
from typing import TypeVar

from mentor_tui.clock import zone_of
from mentor_tui.core.agenda import minutes_run, minutes_used
from mentor_tui.core.book import Book, due_order
from mentor_tui.core.forms import Place, reviews_of
from mentor_tui.core.hindsight import REVIEWED, brought_into
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import (
    Action,
    Body,
    Check,
    Goal,
    GoalState,
    Item,
    ItemState,
    Lane,
    Lead,
    Note,
    Review,
    Role,
    Session,
    SessionState,
)
from mentor_tui.export import times
from mentor_tui.export.audience import Audience
from mentor_tui.export.blocks import BULLET, Talk, TalkWriter, having, result, section, text_of
from mentor_tui.export.course import Course
from mentor_tui.export.escape import block, inline, stacked

__all__ = ["Audience", "mentorship_markdown", "session_markdown"]

R = TypeVar("R", Note, Action, Note | Action)

_PASSED = (ItemState.todo, ItemState.skipped)
_STATES = {state: state.value for state in ItemState}
_AFTER = _STATES | {ItemState.todo: "not reached"}  # after the end, "to come" would be a promise


def session_markdown(book: Book, pack: Pack | None, session: Session, audience: Audience, today: date) -> str:
    """The notes of one session. ``pack`` is None when the programme's pack is missing."""
    writer = _Writer(book, pack, audience, today)
    return _joined(writer.session_document(session))


def mentorship_markdown(book: Book, pack: Pack | None, audience: Audience, today: date) -> str:
    """All sessions of a mentorship that have begun, after a head with the two people, the period and the goals."""
    writer = _Writer(book, pack, audience, today)
    return _joined(writer.mentorship_document())


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _plan(goal: Goal) -> Iterator[str]:
    """By when a goal is to be reached, its measure, and the rest of its plan."""
    if goal.by:
        yield f"By: {times.day(goal.by)}"
    for name, text in (
        ("Measure", goal.measure),
        ("Development activities", goal.activities),
        ("Resources and support", goal.support),
    ):
        if text.strip():
            yield f"{name}: {block(text, BULLET)}"
    for milestone in goal.milestones:
        yield f"Milestone, {'reached' if milestone.done else 'to come'}: {inline(milestone.text)}"


def _as_kept(session: Session) -> datetime:
    """The instant that leaves out the stretch that is running: so a document needs no time of day to be the same."""
    return session.running_since or session.updated_at


def _talk(session: Session, talk: Talk, level: int) -> list[str]:
    """What was noted, decided and agreed to do in a session."""
    blocks: list[str] = []
    for title, lines in talk.items():
        if session.id in lines:
            blocks += section(level, title, lines[session.id])
    return blocks


class _Writer:
    """Writes the parts of a document, taking only the records that its audience may see."""

    def __init__(self, book: Book, pack: Pack | None, audience: Audience, today: date) -> None:
        self._book = book
        self._pack = pack
        self._audience = audience
        self._today = today
        self._pair = book.mentorship
        # What a document says again and again is looked up and made safe once.
        self._inline = cache(inline)
        self._word = cache(self._word_for)
        self._name = cache(self._name_of)
        self._partner = self._name(self._pair.role.other)
        self._line = cache(self._agenda_line)
        self._part = cache(pack.part if pack else lambda _: None)
        self._zone = zone_of(self._pair.my_zone)
        self._mine = times.Wall(self._zone)
        self._theirs = times.Wall(zone_of(self._pair.partner_zone))
        self._captured = TalkWriter(self._mine, self._name, today)
        self._course = Course(
            book, pack, Place(zone=self._zone, today=today, in_full=True), alone=audience is Audience.me
        )

    # The two documents

    def session_document(self, session: Session) -> Iterator[str]:
        """The blocks of one session's document."""
        yield f"# {self._heading(session)}"
        yield "\n".join([*self._facts(session), *self._people(), *self._audience_lines()])
        yield from self._agenda(session, 2)
        yield from self._checklist(session, 2)
        yield from self._course.session_answers(session, 2)
        yield from self._course.still_right(session, 2)
        yield from self._course.rated(session, 2)
        yield from _talk(session, self._captured.talk(self._notes(session.id), self._actions(session.id)), 2)
        yield from section(2, "Goals", self._goals_moved(session))
        carried = self._captured.actions(self._carried(session), say_state=True)
        yield from section(2, "Carried over", [f"- {action}" for action in carried])
        following = next((s for s in self._book.sessions if s.number > session.number), None)
        yield from self._next(following)

    def mentorship_document(self) -> Iterator[str]:
        """The blocks of the document on the whole mentorship."""
        shown = [session for session in self._book.sessions if session.state is not SessionState.planned]
        ids = {session.id for session in shown}
        yield f"# Mentorship: {self._name(Lead.both)}"
        yield "\n".join(self._head())
        yield from self._course.path()
        yield from section(2, "Goals", [self._goal(goal) for goal in self._book.goals])
        yield from self._course.forms()
        yield from self._course.ratings()
        yield from self._course.all_answers()
        notes, actions = self._notes(), self._actions()
        talk = self._captured.talk(notes, actions)
        for session in shown:
            yield f"## {self._heading(session)}"
            yield "\n".join(self._facts(session))
            yield from self._agenda(session, 3)
            yield from self._checklist(session, 3)
            yield from self._course.still_right(session, 3)
            yield from _talk(session, talk, 3)
        loose_notes = [note for note in notes if note.session_id not in ids]
        yield from section(2, "Other notes", self._captured.notes_with_days(loose_notes))
        loose_actions = [action for action in actions if action.origin_id not in ids]
        yield from section(2, "Other actions", self._captured.tasks(loose_actions))
        yield from section(2, "Other contacts", self._course.contacts())
        yield from self._next(self._book.planned)

    # What the audience may see

    def _seen(self, records: list[R]) -> list[R]:
        if self._audience is Audience.me:
            return records
        return [record for record in records if record.lane is not Lane.mine]

    def _notes(self, session_id: str | None = None) -> list[Note]:
        return self._seen(self._book.notes(session_id))

    def _actions(self, session_id: str | None = None) -> list[Action]:
        """By due date, as on the pages."""
        found = self._book.every(Action) if session_id is None else self._book.actions_made_in(session_id)
        return self._seen(sorted(found, key=due_order))

    # Heads

    def _heading(self, session: Session) -> str:
        """``Session 1: First meeting``; without the colon when it has no title."""
        title = self._inline(session.title)
        return f"Session {session.number}: {title}" if title else f"Session {session.number}"

    def _audience_lines(self) -> list[str]:
        """The day on which actions stood as shown, and who may read on."""
        for_whom = "For both; private notes are left out"
        if self._audience is Audience.me:
            for_whom = f"For {self._name(self._pair.role)} only; includes private notes"
        return [f"- As of {times.day(self._today)}", f"- {for_whom}"]

    def _word_for(self, who: Lead | Role) -> str:
        """What the programme calls the mentor, the mentee or the two."""
        return inline(self._pack.word_for(who)) if self._pack else who.value

    def _name_of(self, who: Lead | Role) -> str:
        """A name, or both: each made safe by itself, so that what is broken in one cannot reach the other."""
        roles = list(Role) if who is Lead.both else [Role(who.value)]
        return " and ".join(inline(self._pair.name_of(role)) for role in roles)

    def _people(self) -> list[str]:
        words = [(self._word(role), self._name(role)) for role in Role]
        return [f"- {word[:1].upper()}{word[1:]}: {name}" for word, name in words]

    def _head(self) -> list[str]:
        from mentor_tui.core.progress import figures

        pair = self._pair
        rules = self._pack.rules if self._pack else None
        held = figures(self._book, rules, self._today).held
        contact = inline(pair.contact)
        return [
            *self._people(),
            f"- Programme: {inline(self._pack.title if self._pack else pair.pack)}",
            f"- Period: {times.day(pair.starts_on)} to {times.day(pair.ends_on)}",
            *([f"- In touch by: {contact}"] if contact else []),
            f"- Sessions held: {held} of at least {rules.sessions}" if rules else f"- Sessions held: {held}",
            *self._audience_lines(),
        ]

    def _facts(self, session: Session) -> list[str]:
        """When a session was, or is to be, and how long it took."""
        start, end = session.started_at or session.planned_for, session.ended_at
        lines = [] if start is None else self._when(start, end)
        if session.started_at is None:
            return [*lines, f"- Booked: {session.minutes} minutes"]
        used = minutes_run(session, _as_kept(session))
        state = "" if session.state is SessionState.held else f" ({session.state.value})"
        return [*lines, f"- {used} of {session.minutes} minutes used{state}"]

    def _when(self, start: datetime, end: datetime | None) -> list[str]:
        """A time, and what it is for the partner where the clocks differ."""
        mine, theirs = self._mine.shown(start, end), self._theirs.shown(start, end)
        lines = [f"- {self._mine.span(mine)}"]
        if mine != theirs:
            lines.append(f"- For {self._partner}: {self._theirs.span(theirs)}")
        return lines

    def _next(self, session: Session | None) -> Iterator[str]:
        if session is None or session.state is not SessionState.planned or session.planned_for is None:
            return
        yield from section(2, "Next session", [f"- {self._heading(session)}", *self._when(session.planned_for, None)])

    # Agenda, checklists, answers

    def _agenda(self, session: Session, level: int) -> tuple[str, ...]:
        line, states = self._line, _AFTER if session.state is SessionState.held else _STATES
        used, loose = minutes_used(session, _as_kept(session))
        lines = [
            line(number, item.title, item.lead, item.minutes, spent, states[item.state])
            for number, (item, spent) in enumerate(zip(session.items, used, strict=True), 1)
        ]
        if loose:
            lines.append(f"\n{loose} min used after the last item")
        return section(level, "Agenda", lines)

    def _agenda_line(self, number: int, title: str, lead: Lead, minutes: int, used: int, state: str) -> str:
        """A line of an agenda, many of which are the same in one session and the next."""
        return f"{number}. {inline(title)} — lead: {self._word(lead)}, {minutes} min planned, {used} min used, {state}"

    @cached_property
    def _checks(self) -> dict[str | None, list[tuple[int, Check]]]:
        """The ticks of each session, and those outside all, with their places among all ticks."""
        found: dict[str | None, list[tuple[int, Check]]] = {}
        for place, check in enumerate(self._book.every(Check)):
            found.setdefault(check.session_id, []).append((place, check))
        return found

    @cached_property
    def _known(self) -> set[str]:
        """The lines of all checklists at hand."""
        checklists = self._pack.checklists.values() if self._pack else ()
        return {line.key for checklist in checklists for part in checklist.parts for line in part.lines}

    def _checklist(self, session: Session, level: int) -> Iterable[str]:
        items = having(session, Body.checklist)
        if not items:
            return ()
        here, outside = self._checks.get(session.id, []), self._checks.get(None, [])
        # The latest tick of a line counts, in this session or outside all sessions.
        latest = {check.key: check for _, check in sorted(here + outside)} if here or outside else {}
        blocks = [text for item in items for text in self._ticked(item, latest, level + 1)]
        # Ticks whose lines no pack at hand knows, as they read when they were ticked.
        unknown = [check for _, check in here if check.key not in self._known and not check.key.startswith(REVIEWED)]
        if unknown:
            blocks.append("\n".join([result(check.done, check.label) for check in unknown]))
        return (f"{'#' * level} Checklist", *blocks) if blocks else ()

    def _ticked(self, item: Item, latest: dict[str, Check], level: int) -> tuple[str, ...]:
        part = self._part(item.ref)
        if part is None:
            return ()
        passed = item.state in _PASSED
        if passed and not latest:
            return ()
        found = [latest.get(line.key) for line in part.lines]
        if passed and not any(check and check.done for check in found):
            return ()  # the item was not talked about, so "not done" would say too much
        # The wording that was ticked counts, should the pack's have changed since.
        lines = [
            result(check is not None and check.done, (check.label if check else "") or line.text)
            for line, check in zip(part.lines, found, strict=True)
        ]
        return section(level, inline(part.title), lines)

    # Actions from before, goals

    def _carried(self, session: Session) -> list[Action]:
        return self._seen(brought_into(self._book, session))

    def _goals_moved(self, session: Session) -> list[str]:
        """What became of goals in a session; of one that was made in it, its plan as well."""
        begun, goals = session.started_at, self._book.goals
        reviewed = bool(goals) and bool(self._book.where(Review, "session_id", session.id))
        if begun is None or not (reviewed or any(goal.updated_at >= begun for goal in goals)):
            return []
        from mentor_tui.core.goals import moved_in

        found = []
        for moved in moved_in(self._book, session):
            goal = moved.goal
            why = f": {inline(goal.why)}" if moved.dropped and goal.why else ""
            told = [f"- {text_of(goal.text)} — {moved.words}{why}", *(_plan(goal) if moved.made else ())]
            told += [f"Review: {each.progress}% {inline(each.text)}".rstrip() for each in moved.reviews]
            found.append(stacked(told, BULLET) if len(told) > 1 else told[0])
        return found

    def _goal(self, goal: Goal) -> str:
        from mentor_tui.core.goals import evidence_of
        from mentor_tui.core.progress import plural

        state = goal.state.value
        if goal.state is GoalState.reached and goal.reached_at:
            state += f" {self._mine.day(goal.reached_at)}"
        elif goal.state is GoalState.dropped:
            on = f" {self._mine.day(goal.dropped_at)}" if goal.dropped_at else ""
            state += f"{on}{f': {inline(goal.why)}' if goal.why else ''}"
        told = [f"- {text_of(goal.text)} — {goal.horizon.value}, {goal.progress}%, {state}", *_plan(goal)]
        for review in reviews_of(self._book, goal):
            day = self._mine.day(review.created_at)
            told.append(f"Review {day}: {review.progress}% {inline(review.text)}".rstrip())
        shown = len(self._seen(evidence_of(self._book, goal)))
        if shown:
            told.append(f"Shown by: {plural(shown, 'line')} of these notes and actions")
        return stacked(told, BULLET) if len(told) > 1 else told[0]
