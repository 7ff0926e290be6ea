"""Records and pack items as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mentor_tui.core import agenda, signs
from mentor_tui.core.days import due_words
from mentor_tui.core.packs import Activity, Entry
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    GoalState,
    Lane,
    Note,
    Session,
)
from mentor_tui.core.sheets import Line, Source
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act, Row, words
from mentor_tui.widgets.text import join, lines, plain, tied

_BOX = {ActionState.open: "[ ] ", ActionState.done: "[x] ", ActionState.dropped: "[-] "}
SOURCE_SIGN = "Source: "
KIND_ROOM = 13  # cells for the kind of a line in the feed, with the gaps beside it
_ITEM_SIGNS = {"to come": " ", "now": ">", "done": "✓", "skipped": "–"}


def box(done: bool) -> str:
    """The box before a line that can be ticked."""
    return "[x] " if done else "[ ] "


def tick_row(desk: Desk, line: Line, session_id: str | None = None) -> Row:
    """A checklist line with its box."""
    checked = desk.book.is_checked(line.key, session_id)
    content = join(box(checked), plain(line.text, "dim" if checked else ""), sourced(desk, line.source))
    return Row(line.key, content, live=True, indent=4, act=Act("tick", line.key, line.text, session_id))


def sourced(desk: Desk, source: Source | None) -> Content:
    """A line that says where something comes from, while sources are shown; else nothing."""
    if source is None or not desk.shows_sources:
        return Content("")
    return lines(f"\n{SOURCE_SIGN}{source}", "dim italic")


def action_row(desk: Desk, action: Action, *, ask: bool = False) -> Row:
    """An action with its box, owner and due date; ``ask`` points out what it lacks."""
    parts: list[Content | str] = [_BOX[action.state], lines(desk.words_of(action), "dim" if action.closed_at else "")]
    if action.owner is not None:
        parts += ["  ", tied(desk.who(action.owner), "$text-secondary")]
    elif ask:
        parts += ["  ", plain("who?", "bold $text-warning")]
    if action.due is not None:
        late = action.is_late(desk.today)
        told = f", {due_words(action.due, desk.today)}" if late else ""
        parts += ["  ", tied(f"{desk.day(action.due)}{told}", "bold $text-error" if late else "dim")]
    elif ask:
        parts += ["  ", tied("by when?", "bold $text-warning")]
    if action.state is ActionState.dropped:
        parts += ["  ", plain("dropped", "dim")]
    if action.lane is Lane.mine:
        parts += ["  ", tied("only you", "dim")]
    return Row(action.id, join(*parts), live=True, record=action, indent=4)


def _feed_hour(desk: Desk, record: Note | Action) -> str:
    """The hour of a line of the feed, always as wide."""
    told = desk.hour(record.created_at)
    return told if desk.settings.hours24 else f"{told:>8}"


def feed_indent(desk: Desk) -> int:
    """Where the words of a line of the feed begin."""
    return KIND_ROOM + (5 if desk.settings.hours24 else 8)


def note_row(desk: Desk, note: Note) -> Row:
    """A note of the feed with its time and kind."""
    kind = "private" if note.lane is Lane.mine else note.kind.value
    style = {"decision": "bold", "private": "italic"}.get(kind, "")
    head = plain(f"{_feed_hour(desk, note)}  {kind:<9}  ", "dim")
    return Row(note.id, join(head, lines(desk.words_of(note), style)), True, note, feed_indent(desk))


def feed_rows(desk: Desk, session: Session, made: Iterable[Row] = ()) -> list[Row]:
    """What was captured in a session, in order. A row that was ``made`` before stays while its record does."""
    known = {row.key: row for row in made}
    rows = []
    for record in desk.book.captured(session.id):
        row = known.get(record.id)
        rows.append(row if row is not None and row.record is record else _feed_row(desk, record))
    return rows


def _feed_row(desk: Desk, record: Note | Action) -> Row:
    if isinstance(record, Note):
        return note_row(desk, record)
    time = plain(_feed_hour(desk, record), "dim")
    row = action_row(desk, record)
    lost = record.owner is None and record.state is ActionState.open and not desk.hides(record)
    if lost and (nobody := signs.nobody_meant(record.text, desk.mentorship)):
        row = row._replace(content=join(row.content, "  ", plain(f"who? {nobody}", "bold $text-warning")))
    content = join(time, "  ", plain(f"{'action':<9}", "dim"), "  ", row.content)
    return row._replace(content=content, indent=feed_indent(desk))


def question_row(desk: Desk, note: Note) -> Row:
    """A question kept for next time, with a box for asked."""
    content = join("[x] " if note.asked else "[ ] ", lines(desk.words_of(note), "dim" if note.asked else ""))
    return Row(note.id, content, True, note, 4)


def goal_row(desk: Desk, goal: Goal, *, dated: bool = False) -> Row:
    """A goal with its progress in words and as a bar; ``dated``, also by when it is to be reached."""
    if goal.state is GoalState.reached:
        state = "reached"
    elif goal.state is GoalState.dropped:
        state = "dropped"
    else:
        state = f"{goal.progress}%" if goal.progress else "not begun"
    filled = round(goal.progress / 10)
    bar = f"{'=' * filled}{'-' * (10 - filled)}  "
    parts: list[Content | str] = [
        plain(bar, "$accent"),
        plain(goal.text, "bold"),
        plain(f"  {state}, {goal.horizon.value}", "dim"),
    ]
    if goal.by and dated:
        late = goal.by < desk.today and goal.state is GoalState.open
        parts.append(plain(f", by {desk.day(goal.by)}", "bold $text-error" if late else "dim"))
    if goal.measure:
        parts += ["\n", plain(f"Measure: {goal.measure}", "dim")]
    return Row(goal.id, join(*parts), live=True, record=goal, indent=12)


AGENDA_WIDTH = 32  # cells that a row of the agenda may take


def agenda_row(session: Session, place: int, used_minutes: int, width: int = AGENDA_WIDTH) -> Row:
    """One item of the agenda: state, number, title, minutes used and those it has now."""
    item = session.items[place]
    now = item.id == session.current
    style = "bold $text-accent" if now else "dim" if item.state.value in ("done", "skipped") else ""
    minutes = f"{used_minutes}/{item.share}" if now or item.seconds else f"{item.share}"
    if item.state.value == "skipped":
        minutes = "skipped"
    label = plain(f"{_ITEM_SIGNS[item.state.value]} {place + 1} {item.title}", style)
    room = width - len(minutes) - 1
    return Row(item.id, join(label.truncate(room, ellipsis=True, pad=True), plain(f" {minutes}", style or "dim")), True)


def agenda_rows(desk: Desk, session: Session, width: int = AGENDA_WIDTH) -> list[Row]:
    """The whole agenda."""
    now = desk.now()
    return [
        agenda_row(session, place, agenda.used(session, item, now) // 60, width)
        for place, item in enumerate(session.items)
    ]


def bullets(key: str, texts: Iterable[str], sign: str = "- ") -> list[Row]:
    """Lines of words, each behind a sign."""
    return [
        words(f"{key} {place}", join(plain(sign, "$accent"), plain(text)), len(sign))
        for place, text in enumerate(texts)
    ]


def entry_rows(desk: Desk, entry: Entry | None) -> list[Row]:
    """What a pack's entry says of an item: what it is for, and what to say or ask."""
    if entry is None:
        return []
    rows = bullets("prompt", entry.prompts)
    if entry.intro or desk.shows_sources:
        rows.insert(0, words("intro", join(lines(entry.intro, "dim"), sourced(desk, entry.source))))
    return rows


def activity_rows(desk: Desk, activity: Activity, share: int) -> list[Row]:
    """An activity: its purpose, who leads, its steps, and what it needs."""
    leader = "both" if activity.lead.value == "both" else f"the {desk.pack.word_for(activity.lead)}"
    here = "" if share == activity.minutes else f" in full, {share} here"
    head = f"{activity.minutes} minutes{here}, led by {leader}"
    rows = [
        words("purpose", join(lines(activity.purpose), sourced(desk, activity.source))),
        words("head", plain(head, "dim")),
    ]
    numbered = [join(plain(f"{n}. ", "$accent"), plain(text)) for n, text in enumerate(activity.steps, 1)]
    rows += [words(f"step {n}", content, 3) for n, content in enumerate(numbered)]
    for title, texts in (("To prepare", activity.prepare), ("On a call", activity.on_a_call)):
        if texts:
            rows.append(words(title, plain(title, "bold dim")))
            rows += bullets(title, texts)
    return rows
