"""What is worth a word when a mentorship is opened: what is due, what is late, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

import msgspec

from mentor_tui.core.book import Book
from mentor_tui.core.days import due_words
from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Rules
from mentor_tui.core.progress import figures
from mentor_tui.core.records import Action, Lane, Note, Role
from mentor_tui.core.settings import DEFAULTS, Settings

MOST_TOLD = 6  # reminders in one notice
SHOWN = 60  # letters of an action that a reminder shows


class Reminder(msgspec.Struct, frozen=True):
    """One sentence. ``key`` says what it is about, by ids and dates only, so that it is told once a day."""

    key: str
    text: str


def reminders(
    book: Book, rules: Rules | None, now: datetime, zone: tzinfo, role: Role, settings: Settings = DEFAULTS
) -> list[Reminder]:
    """All that is worth a word at an instant (UTC) for the person of ``role``, whose zone it is; the nearest first.

    What is private is told without its words: the screen may be shared just then.
    """
    mentorship = book.mentorship
    if mentorship.archived_at is not None:
        return []
    local = now.astimezone(zone)
    today = local.date()
    actions = sorted(book.open_actions, key=lambda action: not _mine(action, role))
    found = list(_next_session(book, rules, now, zone, settings))
    for action in actions:
        if action.is_late(today) and action.due is not None:
            key = f"late {action.id} {action.due.isoformat()}"
            found.append(Reminder(key, f"{_said(action)}: {_whose(book, action, role)}{due_words(action.due, today)}"))
    for action in actions:
        if action.due is not None and action.is_due_soon(today):
            key = f"due {action.id} {action.due.isoformat()}"
            day = {0: "today", 1: "tomorrow"}.get((action.due - today).days) or settings.show_date(action.due, today)
            found.append(Reminder(key, f"{_said(action)}: {_whose(book, action, role)}due {day}"))
    return found + list(_bare(book))


def notice(found: Sequence[Reminder]) -> str:
    """Reminders as one notice, a line each; of many the first ones, and how many more there are."""
    told, more = [one_line(each.text) for each in found[:MOST_TOLD]], len(found) - MOST_TOLD
    return "\n".join([*told, f"and {more} more"] if more > 0 else told)


def _mine(action: Action, role: Role) -> bool:
    """Whether it is for the person of ``role`` too; an action of nobody may be."""
    return action.owner is None or action.owner.value != role.other.value


def _said(action: Action) -> str:
    if action.lane is Lane.mine:
        return "A private action"
    text = " ".join(action.text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def _whose(book: Book, action: Action, role: Role) -> str:
    match action.owner.value if action.owner else "":
        case "":
            return ""
        case "both":
            return "both, "
        case owner:
            return "yours, " if owner == role.value else f"{book.mentorship.partner}, "


def _next_session(
    book: Book, rules: Rules | None, now: datetime, zone: tzinfo, settings: Settings
) -> Iterator[Reminder]:
    """That the next session is near, or that it has no date while some are still to be held."""
    today = now.astimezone(zone).date()
    planned = book.planned
    if book.live is not None:
        return
    if planned is not None and planned.planned_for is not None:
        if now <= planned.planned_for <= now + timedelta(days=1):
            local = planned.planned_for.astimezone(zone)
            day = "today" if local.date() == today else "tomorrow"
            when = f"{day} at {settings.show_hour(local)}"
            yield Reminder(f"near {planned.id} {local.date().isoformat()}", f"Session {planned.number} is {when}.")
        return
    held = figures(book, rules, today)
    if today <= book.mentorship.ends_on and (held.left or not held.minimum):
        yield Reminder("no date", "The next session has no date yet.")


def _bare(book: Book) -> Iterator[Reminder]:
    """The held sessions of which nothing was kept."""
    kept = {note.session_id for note in book.every(Note)} | {action.origin_id for action in book.every(Action)}
    for session in book.held:
        if session.id not in kept:
            yield Reminder(f"bare {session.id}", f"Session {session.number} has no notes, decisions or actions yet.")
