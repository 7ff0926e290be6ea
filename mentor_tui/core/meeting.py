"""What people do with a mentorship, each as a named change that a journal can keep and undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core import agenda, planning
from mentor_tui.core.book import Book, Change, came, due_order
from mentor_tui.core.goals import follow, marked
from mentor_tui.core.hindsight import REVIEWED
from mentor_tui.core.packs import Activity, Pack
from mentor_tui.core.records import (
    Action,
    Answer,
    Body,
    Check,
    Goal,
    GoalState,
    Horizon,
    Item,
    Lane,
    Lead,
    Note,
    NoteKind,
    R,
    Record,
    Review,
    Session,
    heir_id,
    make,
    touch,
)
from mentor_tui.core.sheets import Card, Question

if TYPE_CHECKING:
    from mentor_tui.core.capture import Captured


def next_number(book: Book) -> int:
    """The number of the session after those that were planned or held."""
    return max((session.number for session in book.sessions), default=0) + 1


def new_session(book: Book, pack: Pack, now: datetime, *, minutes: int = 0) -> Session:
    """The next session as the pack proposes it from those that were held; not yet in the book.

    It is booked for so many ``minutes``, or for as long as its agenda says.
    """
    return planning.fresh_session(pack, planning.begun(book), next_number(book), now, minutes=minutes)


def start_session(book: Book, pack: Pack, now: datetime, *, minutes: int = 0) -> Change:
    """Start the planned session, or a new one; while one is live the change is to go on with that one.

    Open actions move into it; their origin stays. An agenda that takes longer than is booked is shared out over that.
    """
    if book.live is not None:
        return Change("go on with the session", (book.live,))
    session = agenda.start(book.planned or new_session(book, pack, now, minutes=minutes), now)
    if planning.planned_minutes(session) > session.minutes:
        session = agenda.share_out(session, now)
    carried = tuple(touch(action, now, session_id=session.id) for action in book.open_actions)
    return Change(f"start session {session.number}", (session, *carried), milestone="start")


_STEPS: dict[str, tuple[str, Callable[[Session, datetime], Session]]] = {
    "done": ("finish an item", agenda.done),
    "skip": ("skip an item", agenda.skip),
    "back": ("go back an item", agenda.back),
    "pause": ("pause", agenda.pause),
    "resume": ("resume", agenda.resume),
    "end": ("end the session", agenda.end),
    "reopen": ("reopen the session", agenda.reopen),
    "count": ("count the time away", agenda.count_closed),
}


def step(session: Session, name: str, now: datetime) -> Change:
    """One step of a running session: done, skip, back, pause, resume, end, reopen, or count the time away."""
    label, function = _STEPS[name]
    return Change(label, (function(session, now),), milestone="end" if name == "end" else "")


def go_to(session: Session, item_id: str, now: datetime) -> Change:
    """Turn to another item."""
    return Change("turn to another item", (agenda.go(session, item_id, now),))


def come_back(session: Session, seen: datetime, now: datetime) -> Change | None:
    """Pause a session as of when it was last ``seen`` open; None when it was closed for a short while only."""
    back = agenda.come_back(session, seen, now)
    return Change("pause while it was closed", (back,)) if back is not session else None


def extend(session: Session, minutes: int, now: datetime) -> Change:
    """Give the session more minutes."""
    return Change(f"add {minutes} minutes", (agenda.extend(session, minutes, now),))


def draw(session: Session, item_id: str, thing: Activity | Card, now: datetime) -> Change:
    """Take another activity, or a theme, for an item."""
    return Change("take another activity", (planning.draw(session, item_id, thing, now),))


def change_agenda(
    book: Book,
    pack: Pack,
    label: str,
    edit: Callable[[Session, datetime], Session],
    now: datetime,
    merge: str = "",
    *,
    minutes: int = 0,
) -> Change | None:
    """Change the agenda of the session that is on, else of the next one, which is planned by that if it is not yet.

    None when ``edit`` changed nothing. ``merge`` as in ``Change``.
    """
    session = book.live or book.planned or new_session(book, pack, now, minutes=minutes)
    changed = edit(session, now)
    return Change(label, (changed,), merge=merge) if changed is not session else None


def tick(book: Book, key: str, label: str, session_id: str | None, now: datetime) -> Change:
    """Tick a checklist line, or take its tick away."""
    found = book.check(key, session_id)
    if found is None:
        return Change("tick", (make(Check, now, key=key, label=label, session_id=session_id),))
    return Change("untick" if found.done else "tick", (touch(found, now, done=not found.done, label=label),))


def tick_place(session: Session, item: Item) -> str | None:
    """Where the ticks of an item's checklist belong: to the session for its agenda's own one, else to the mentorship.

    What help is wanted, or the tasks of a stage, are ticked once, before a session or in it.
    """
    own = item.ref.partition("/")[0] == (item.agenda or session.agenda)
    return session.id if own else None


def give_answer(
    book: Book, question: Question, text: str, session_id: str | None, now: datetime, lane: Lane = Lane.pair
) -> Change | None:
    """Keep an answer as typed; an empty one is deleted. None when nothing changed."""
    found = book.answer(question.key)
    if found is None:
        if not text.strip():
            return None
        fields = {"question": question.text, "text": text, "session_id": session_id, "lane": lane}
        record = make(Answer, now, key=question.key, **fields)
    elif found.text == text:
        return None
    elif not text.strip():
        record = touch(found, now, deleted_at=now)
    else:
        record = touch(found, now, text=text, question=question.text)
    return Change("answer", (record,), merge=f"answer {question.key}")


def change_answer(answer: Answer, text: str, now: datetime) -> Change:
    """Put other words in the place of an answer; no words delete it, and those it had come back with it."""
    changed = touch(answer, now, text=text, deleted_at=None) if text.strip() else touch(answer, now, deleted_at=now)
    return Change("change an answer", (changed,))


def keep_note(text: str, kind: NoteKind, lane: Lane, session: Session | None, now: datetime) -> Change:
    """Keep a note of the session (or of none)."""
    note = make(
        Note,
        now,
        text=text,
        kind=kind,
        lane=lane,
        session_id=session.id if session else None,
        item_id=session.current if session else None,
    )
    return Change(f"keep {kind.value}", (note,))


def keep_action(
    text: str, owner: Lead | None, due: date | None, session: Session | None, now: datetime, lane: Lane = Lane.pair
) -> Change:
    """Keep an action that came up in the session (or in none)."""
    place = session.id if session else None
    action = make(
        Action,
        now,
        text=text,
        owner=owner,
        due=due,
        lane=lane,
        origin_id=place,
        session_id=place,
        item_id=session.current if session else None,
    )
    return Change("keep action", (action,))


def note_to_action(book: Book, note: Note, now: datetime) -> Change:
    """Turn a note into an action that came up in the same place, in the same lane, linked to the same goals.

    It stands in the session that is on, as all open ones do.
    """
    place = book.live.id if book.live is not None else note.session_id
    fields = {"text": note.text, "lane": note.lane, "origin_id": note.session_id, "session_id": place}
    action = _in_place_of(note, Action, now, item_id=note.item_id, **fields)
    goals = follow(book.goals, note.id, action.id, now)
    return Change("turn into an action", (touch(note, now, deleted_at=now), action, *goals))


def _in_place_of(old: Note | Action, kind: type[R], now: datetime, /, **fields: Any) -> R:
    """A record of another kind that takes the place of ``old``, which is to be deleted at ``now``."""
    made = make(kind, old.created_at, order=old.order, **fields)
    return touch(made, now, id=heir_id(old.id, now))


def delete(record: Record, now: datetime) -> Change:
    """Hide a record; undo brings it back."""
    return Change(f"delete {_word(record)}", (touch(record, now, deleted_at=now),))


def replace(book: Book, old: Note | Action, new: Note | Action, now: datetime) -> Change:
    """Put ``new`` in the place of ``old``: the same record changed, or another kind that takes over, with its links."""
    if old.id == new.id:
        return Change(f"edit {_word(old)}", (new,))
    goals = follow(book.goals, old.id, new.id, now)
    return Change(f"edit {_word(old)}", (touch(old, now, deleted_at=now), new, *goals))


def edited(old: Note | Action, captured: Captured, now: datetime) -> Note | Action:
    """The record that an edited line stands for: the old one changed, or one of another kind in its place.

    ``now`` is to be the instant at which it is put there (``replace``).
    """
    from mentor_tui.core.capture import CaptureKind

    if captured.kind is CaptureKind.action:
        fields = {"text": captured.text, "owner": captured.owner, "due": captured.due}
        if isinstance(old, Action):
            return touch(old, now, deleted_at=None, **fields)
        place = {"origin_id": old.session_id, "session_id": old.session_id, "item_id": old.item_id, "lane": old.lane}
        return _in_place_of(old, Action, now, **fields, **place)
    fields = {"text": captured.text, "kind": NoteKind(captured.kind.value), "lane": captured.lane}
    if isinstance(old, Note):
        # Only taking the sign away from a private note shares it; another kind of line has no sign for private.
        if old.lane is Lane.mine and not (old.kind is NoteKind.note and fields["kind"] is NoteKind.note):
            fields["lane"] = Lane.mine
        # A line has no sign for feedback and for the programme's lane, so it cannot take them away.
        if old.kind is NoteKind.feedback and fields["kind"] is NoteKind.note:
            fields["kind"] = old.kind
        if old.lane is Lane.programme and captured.lane is Lane.pair:
            fields["lane"] = old.lane
        return touch(old, now, deleted_at=None, **fields)
    if old.lane is Lane.mine:
        fields["lane"] = Lane.mine
    place = {"session_id": old.origin_id, "item_id": old.item_id}
    return _in_place_of(old, Note, now, **fields, **place)


def ask_done(note: Note, now: datetime) -> Change:
    """A question kept for next time was asked, or is to be asked after all."""
    return Change(
        "mark a question asked" if not note.asked else "keep a question", (touch(note, now, asked=not note.asked),)
    )


def add_goal(text: str, horizon: Horizon, measure: str, now: datetime, **plan: Any) -> Change:
    """Add a goal; ``plan`` gives what else is known of it (``by``, ``activities``, ``support``, ``milestones``)."""
    return Change("add a goal", (make(Goal, now, text=text, horizon=horizon, measure=measure, **plan),))


def tick_milestone(goal: Goal, number: int, now: datetime) -> Change | None:
    """Tick a milestone of a goal (counted from 0), or take its tick away. None when there is none."""
    if not 0 <= number < len(goal.milestones):
        return None
    steps = list(goal.milestones)
    steps[number] = msgspec.structs.replace(steps[number], done=not steps[number].done)
    return Change("tick a milestone", (touch(goal, now, milestones=tuple(steps)),))


def review_goal(goal: Goal, text: str, session: Session | None, now: datetime) -> Change:
    """Keep what a session found about a goal, with its progress as it stands."""
    place = session.id if session else None
    review = make(Review, now, goal_id=goal.id, progress=goal.progress, text=text, session_id=place)
    return Change("review a goal", (review,))


def still_right(book: Book, question: Question, session_id: str | None, now: datetime) -> Change:
    """Say that an answer is still right, or take that back."""
    return tick(book, f"{REVIEWED}{question.key}", question.text, session_id, now)


def edit_goal(goal: Goal) -> Change:
    """Keep a goal with its changed words."""
    return Change("edit a goal", (goal,))


def set_progress(goal: Goal, percent: int, now: datetime) -> Change:
    """Set a goal's progress in per cent; at 100 it is reached, below it is open again. Its trail keeps that."""
    percent = max(0, min(100, percent))
    reached = percent == 100
    return Change(
        "reach a goal" if reached else "move a goal",
        (
            touch(
                goal,
                now,
                progress=percent,
                state=GoalState.reached if reached else GoalState.open,
                reached_at=(goal.reached_at or now) if reached else None,
                before=goal.progress if reached and goal.progress < 100 else goal.before,
                trail=marked(goal.trail, percent, now) if percent != goal.progress else goal.trail,
                why="",
                dropped_at=None,
            ),
        ),
        merge=f"progress {goal.id}",
    )


def questions_for_next_time(book: Book) -> list[Note]:
    """Questions kept in earlier sessions and not yet asked."""
    return [note for note in questions(book) if not note.asked]


def questions_to_ask(book: Book) -> list[Note]:
    """Questions to be asked in the session that is on, else in the next one: not those that it keeps for the next."""
    live = book.live
    return [note for note in questions_for_next_time(book) if live is None or note.session_id != live.id]


def asked_in(book: Book, session: Session) -> list[Note]:
    """The questions to ask in a session: not asked yet, or since it began; not those that it keeps for the next."""
    begun = session.started_at
    return [
        note
        for note in questions(book)
        if note.session_id != session.id and (not note.asked or (begun is not None and note.updated_at >= begun))
    ]


def asks(session: Session, item: Item) -> bool:
    """Whether the questions to ask stand on an item: with what was carried over, or first where no item has that."""
    there = [each.id for each in session.items if each.body is Body.actions]
    return item.id in (there or [each.id for each in session.items[:1]])


def questions(book: Book) -> list[Note]:
    """All questions that were kept, in the order in which they were taken."""
    return sorted(book.where(Note, "kind", NoteKind.question), key=came)


def carried(book: Book, session: Session) -> list[Action]:
    """Actions from earlier that stand in this session, by due date: open ones and those closed since it began."""
    found = (action for action in book.where(Action, "session_id", session.id) if action.origin_id != session.id)
    return sorted(found, key=due_order)


def unsettled(book: Book, session: Session) -> list[Action]:
    """Open actions of the session that lack an owner or a date."""
    return [
        action
        for action in book.open_actions
        if action.session_id == session.id and (action.owner is None or action.due is None)
    ]


def _word(record: Record) -> str:
    return record.kind.value if isinstance(record, Note) else type(record).__name__.lower()
