"""The story of one action, and all that is known of one goal, as rows to read."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.core import forms, goals, tasks
from mentor_tui.core.records import Action, Goal, GoalState, Note, NoteKind, Session
from mentor_tui.widgets import shapes
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Row, section, words
from mentor_tui.widgets.text import join, lines, plain

MOST_IN_A_CHOICE = 160  # letters of a note or an action in a list to choose from


def history_rows(desk: Desk, action: Action) -> list[Row]:
    """What an action says, whose it is, by when, and what became of it."""
    whose = desk.who(action.owner) if action.owner is not None else "nobody's yet"
    due = desk.settings.show_date_long(action.due) if action.due else "no date"
    facts = [("Owner", whose), ("By", due), *tasks.history(desk.book, action, desk.day_of, desk.words_of, desk.why_of)]
    told = [
        words(f"fact {place}", join(plain(f"{name}: ", "dim"), lines(text)), 2)
        for place, (name, text) in enumerate(facts)
    ]
    return [words("text", lines(desk.words_of(action), "bold")), words("gap", ""), *told]


def goal_rows(desk: Desk, goal: Goal, width: int) -> list[Row]:
    """A goal's standing, its picture over time at most so many cells wide, its plan, reviews and evidence."""
    rows = [words("text", plain(goal.text, "bold")), words("state", plain(_standing(desk, goal), "dim"))]
    rows += section("Progress", _picture(desk, goal, width))
    rows += section("Plan", _plan(desk, goal), "Nothing is planned for it yet: Enter changes the goal.")
    rows += section("Reviews", _reviews(desk, goal), "None yet: v keeps a line on it.")
    shown = [words(f"evidence {each.id}", evidence_line(desk, each), 2) for each in goals.evidence_of(desk.book, goal)]
    rows += section("What shows it", shown, "Nothing is linked yet: l links a note or an action.")
    return rows


def _standing(desk: Desk, goal: Goal) -> str:
    if goal.state is GoalState.dropped:
        on = f" {desk.day_of(goal.dropped_at)}" if goal.dropped_at else ""
        return f"dropped{on} at {goal.progress}%{f': {goal.why}' if goal.why else ''}"
    if goal.state is GoalState.reached:
        return f"reached {desk.day_of(goal.reached_at)}" if goal.reached_at else "reached"
    by = f", by {desk.settings.show_date_long(goal.by)}" if goal.by else ""
    return f"{goal.progress}%, {goal.horizon.value}{by}"


def _picture(desk: Desk, goal: Goal, width: int) -> list[Row]:
    zone = desk.zone
    marks = goals.course(desk.book, goal)
    until = desk.today if goal.state is GoalState.open else desk.local(marks[-1].at).date()
    found = goals.points(marks, until, zone, width)
    told = goals.in_words(marks, desk.today, zone)
    return [
        words("picture", plain(goals.picture(found), "$accent")),
        words("course", plain(told, "dim")),
    ]


def _plan(desk: Desk, goal: Goal) -> list[Row]:
    by = desk.settings.show_date_long(goal.by) if goal.by else ""
    columns = (
        ("Measure", goal.measure),
        ("By", by),
        ("Activities", goal.activities),
        ("Support", goal.support),
    )
    rows = [
        words(f"plan {name}", join(plain(f"{name}: ", "dim"), lines(text)), 2) for name, text in columns if text.strip()
    ]
    rows += [
        words(f"step {place}", join(shapes.box(step.done), plain(step.text)), 4)
        for place, step in enumerate(goal.milestones)
    ]
    return rows


def _reviews(desk: Desk, goal: Goal) -> list[Row]:
    """The reviews, the latest first, each with its session and day."""
    rows = []
    for review in reversed(forms.reviews_of(desk.book, goal)):
        session = desk.book.get(Session, review.session_id)
        where = f", session {session.number}" if session else ""
        head = plain(f"{desk.day_of(review.created_at)}{where}, {review.progress}%", "dim")
        rows.append(words(f"review {review.id}", join(head, plain(f"  {review.text}" if review.text else "")), 2))
    return rows


def where_words(desk: Desk, record: Note | Action) -> str:
    """What a note or an action is, and where it came from: ``decision, session 2, Thu 12 Nov``."""
    if isinstance(record, Action):
        kind, place = "action" if record.closed_at is None else f"action, {record.state.value}", record.origin_id
    else:
        kind, place = "question" if record.kind is NoteKind.question else record.kind.value, record.session_id
    session = tasks.session_words(desk.book.get(Session, place), desk.day_of)
    return f"{kind}, {session or desk.day_of(record.created_at)}"


def evidence_line(desk: Desk, record: Note | Action) -> Content:
    """A note or an action that shows a goal, with where it came from."""
    return join(plain("- ", "$accent"), lines(desk.words_of(record)), plain(f"  {where_words(desk, record)}", "dim"))


def short(text: str) -> str:
    """The beginning of a text, for a list to choose from."""
    return text if len(text) <= MOST_IN_A_CHOICE else f"{text[:MOST_IN_A_CHOICE]}…"
