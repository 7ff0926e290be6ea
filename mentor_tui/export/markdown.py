"""One session, or a whole mentorship, as a Markdown document for a named audience.

What only the document of a whole mentorship needs is imported for it: that of a session is asked for most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache

from mentor_tui.clock import zone_of
from mentor_tui.core.agenda import elapsed
from mentor_tui.core.book import Book
from mentor_tui.core.forms import Place, reviews_of
from mentor_tui.core.hindsight import REVIEWED, brought_into
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import (
    Action,
    ActionState,
    Body,
    Check,
    Goal,
    GoalState,
    Item,
    ItemState,
    Lane,
    Lead,
    Note,
    NoteKind,
    Role,
    Session,
    SessionState,
)
from mentor_tui.export import times
from mentor_tui.export.audience import Audience
from mentor_tui.export.blocks import BULLET, having, result, section, text_of
from mentor_tui.export.course import Course
from mentor_tui.export.escape import block, inline, stacked

__all__ = ["Audience", "mentorship_markdown", "session_markdown"]


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


def _heading(session: Session) -> str:
    """``Session 1: First meeting``; without the colon when it has no title."""
    title = inline(session.title)
    return f"Session {session.number}: {title}" if title else f"Session {session.number}"


# What stands behind the hour of a note of a kind: for one that others may see, and for a private one.
_MARKS = {kind: (f" ({kind.value})", f" ({kind.value}, private)") for kind in NoteKind}
_MARKS[NoteKind.note] = ("", " (private)")


class _Writer:
    """Writes the parts of a document, taking only the records that its audience may see."""

    def __init__(self, book: Book, pack: Pack | None, audience: Audience, today: date) -> None:
        self._book = book
        self._pack = pack
        self._audience = audience
        self._today = today
        self._pair = book.mentorship
        # What a document says again and again is made safe once.
        self._inline = cache(inline)
        self._word = cache(self._word_for)
        self._name = cache(self._name_of)
        self._zone = zone_of(self._pair.my_zone)
        self._partner_zone = zone_of(self._pair.partner_zone)
        self._course = Course(
            book, pack, Place(zone=self._zone, today=today, in_full=True), alone=audience is Audience.me
        )

    # The two documents

    def session_document(self, session: Session) -> Iterator[str]:
        """The blocks of one session's document."""
        yield f"# {_heading(session)}"
        yield "\n".join([*self._facts(session), *self._people(), *self._audience_lines()])
        yield from self._agenda(session, 2)
        yield from self._checklist(session, 2)
        yield from self._course.session_answers(session, 2)
        yield from self._course.still_right(session, 2)
        yield from self._course.rated(session, 2)
        yield from self._talk(session, 2)
        carried = [f"- {self._action(action, say_state=True)}" for action in self._carried(session)]
        yield from section(2, "Carried over", carried)
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
        for session in shown:
            yield f"## {_heading(session)}"
            yield "\n".join(self._facts(session))
            yield from self._agenda(session, 3)
            yield from self._checklist(session, 3)
            yield from self._course.still_right(session, 3)
            yield from self._talk(session, 3)
        loose_notes = [note for note in self._notes() if note.session_id not in ids]
        yield from section(2, "Other notes", [self._loose_note(note) for note in loose_notes])
        loose_actions = [action for action in self._actions() if action.origin_id not in ids]
        yield from section(2, "Other actions", [self._task(action) for action in loose_actions])
        yield from section(2, "Other contacts", self._course.contacts())
        yield from self._next(self._book.planned)

    # What the audience may see

    def _may_see(self, record: Note | Action) -> bool:
        return self._audience is Audience.me or record.lane is not Lane.mine

    def _notes(self, session_id: str | None = None) -> list[Note]:
        return [note for note in self._book.notes(session_id) if self._may_see(note)]

    def _actions(self, session_id: str | None = None) -> list[Action]:
        found = self._book.actions if session_id is None else self._book.actions_made_in(session_id)
        return [action for action in found if self._may_see(action)]

    # Heads

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
        lines = [] if start is None else [f"- {times.span(start, end, self._zone)}", *self._partner_time(start, end)]
        if session.started_at is None:
            return [*lines, f"- Planned: {session.minutes} minutes"]
        # With the stretch that is still running left out, a document needs no time of day to be the same again.
        used = times.minutes(elapsed(session, session.running_since or session.updated_at))
        state = "" if session.state is SessionState.held else f" ({session.state.value})"
        return [*lines, f"- {used} of {session.minutes} minutes used{state}"]

    def _partner_time(self, start: datetime, end: datetime | None) -> list[str]:
        if times.same_time(self._zone, self._partner_zone, start, end):
            return []
        return [f"- For {self._name(self._pair.role.other)}: {times.span(start, end, self._partner_zone)}"]

    def _next(self, session: Session | None) -> Iterator[str]:
        if session is None or session.state is not SessionState.planned or session.planned_for is None:
            return
        when = session.planned_for
        lines = [f"- {_heading(session)}", f"- {times.span(when, None, self._zone)}", *self._partner_time(when, None)]
        yield from section(2, "Next session", lines)

    # Agenda, checklists, answers

    def _agenda(self, session: Session, level: int) -> Iterator[str]:
        lines = []
        for number, item in enumerate(session.items, 1):
            # After the end, "to come" would be a promise.
            missed = item.state is ItemState.todo and session.state is SessionState.held
            state = "not reached" if missed else item.state
            title, lead, used = self._inline(item.title), self._word(item.lead), times.minutes(item.seconds)
            lines.append(f"{number}. {title} — lead: {lead}, {item.minutes} min planned, {used} min used, {state}")
        yield from section(level, "Agenda", lines)

    def _check(self, key: str, session: Session) -> Check | None:
        """The latest tick of a line in this session, or outside all sessions."""
        for check in reversed(self._book.where(Check, "key", key)):
            if check.session_id in (session.id, None):
                return check
        return None

    def _checklist(self, session: Session, level: int) -> Iterator[str]:
        items = having(session, Body.checklist)
        blocks = [text for item in items for text in self._part(session, item, level + 1)]
        if items:
            blocks += self._unknown_checks(session)
        if blocks:
            yield f"{'#' * level} Checklist"
            yield from blocks

    def _part(self, session: Session, item: Item, level: int) -> Iterator[str]:
        part = self._pack.part(item.ref) if self._pack else None
        if part is None:
            return
        found = [(line, self._check(line.key, session)) for line in part.lines]
        passed = item.state in (ItemState.todo, ItemState.skipped)
        if passed and not any(check and check.done for _, check in found):
            return  # the item was not talked about, so "not done" would say too much
        # The wording that was ticked counts, should the pack's have changed since.
        lines = [
            result(check is not None and check.done, (check.label if check else "") or line.text)
            for line, check in found
        ]
        yield from section(level, inline(part.title), lines)

    def _unknown_checks(self, session: Session) -> list[str]:
        """Ticks of this session whose lines no pack at hand knows: as they read when they were ticked."""
        checklists = self._pack.checklists.values() if self._pack else ()
        known = {line.key for checklist in checklists for part in checklist.parts for line in part.lines}
        lines = [
            result(check.done, check.label)
            for check in self._book.where(Check, "session_id", session.id)
            if check.key not in known and not check.key.startswith(REVIEWED)
        ]
        return ["\n".join(lines)] if lines else []

    # Notes, decisions, actions, goals

    def _talk(self, session: Session, level: int) -> Iterator[str]:
        """What was noted, decided and agreed to do."""
        plain: list[str] = []
        decisions: list[str] = []
        for note in self._notes(session.id):
            if note.kind is NoteKind.decision:
                decisions.append(self._decision(note))
            else:
                plain.append(self._note(note))
        tasks = [self._task(action) for action in self._actions(session.id)]
        yield from section(level, "Notes", plain)
        yield from section(level, "Decisions", decisions)
        yield from section(level, "Actions", tasks)

    def _note(self, note: Note, when: str = "") -> str:
        """A note with its hour (or with ``when``), and what else there is to know of it."""
        hour = when or times.hour(note.created_at, self._zone)
        return f"- {hour}{_MARKS[note.kind][note.lane is Lane.mine]} {text_of(note.text)}"

    def _decision(self, note: Note) -> str:
        private = "(private) " if note.lane is Lane.mine else ""
        return f"- {private}{text_of(note.text)}"

    def _loose_note(self, note: Note) -> str:
        return self._note(note, times.moment(note.created_at, self._zone))

    def _task(self, action: Action) -> str:
        box = " " if action.state is ActionState.open else "x"
        # A dropped action is settled, so that no to-do list takes it up again.
        dropped = "(dropped) " if action.state is ActionState.dropped else ""
        return f"- [{box}] {dropped}{self._action(action)}"

    def _action(self, action: Action, say_state: bool = False) -> str:
        """An action's text and what is known of it."""
        known = [self._name(action.owner)] if action.owner else []
        if action.due:
            known.append(f"due {times.day(action.due)}")
        if action.is_late(self._today):
            known.append("late")
        if action.state is ActionState.done and action.closed_at:
            known.append(f"done {times.day(action.closed_at.astimezone(self._zone).date())}")
        elif say_state:
            known.append(action.state.value)
        if action.why:
            known.append(f"why: {inline(action.why)}")
        if action.lane is Lane.mine:
            known.append("private")
        text = text_of(action.text)
        return f"{text} — {', '.join(known)}" if known else text

    def _carried(self, session: Session) -> list[Action]:
        return [action for action in brought_into(self._book, session) if self._may_see(action)]

    def _goal(self, goal: Goal) -> str:
        from mentor_tui.core.goals import evidence_of
        from mentor_tui.core.progress import plural

        state = goal.state.value
        if goal.state is GoalState.reached and goal.reached_at:
            state += f" {times.day(goal.reached_at.astimezone(self._zone).date())}"
        elif goal.state is GoalState.dropped:
            on = f" {times.day(goal.dropped_at.astimezone(self._zone).date())}" if goal.dropped_at else ""
            state += f"{on}{f': {inline(goal.why)}' if goal.why else ''}"
        told = [f"- {text_of(goal.text)} — {goal.horizon.value}, {goal.progress}%, {state}"]
        if goal.by:
            told.append(f"By: {times.day(goal.by)}")
        for name, text in (
            ("Measure", goal.measure),
            ("Development activities", goal.activities),
            ("Resources and support", goal.support),
        ):
            if text.strip():
                told.append(f"{name}: {block(text, BULLET)}")
        for milestone in goal.milestones:
            told.append(f"Milestone, {'reached' if milestone.done else 'to come'}: {inline(milestone.text)}")
        for review in reviews_of(self._book, goal):
            day = times.day(review.created_at.astimezone(self._zone).date())
            told.append(f"Review {day}: {review.progress}% {inline(review.text)}".rstrip())
        shown = sum(1 for each in evidence_of(self._book, goal) if self._may_see(each))
        if shown:
            told.append(f"Shown by: {plural(shown, 'line')} of these notes and actions")
        return stacked(told, BULLET) if len(told) > 1 else told[0]
