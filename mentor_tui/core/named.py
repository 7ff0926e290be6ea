"""What a change is called to people: its label, and the first words of the record that it is about."""

from __future__ import annotations

from collections.abc import Callable

from mentor_tui.core.book import Step
from mentor_tui.core.guard import shortened
from mentor_tui.core.records import Action, Answer, Check, Goal, Note, Record

ROOM = 40  # cells for the words of a record


def named(step: Step, stands: tuple[Record, ...], hides: Callable[[Record], bool]) -> str:
    """``keep action “Send the letter”``: the label of a step, with the record it is about in the words it has now.

    ``stands`` are the step's records as they stand now: those after it, or those before it once it was taken back.
    A change of several notes or actions at once names none of them, and one that ``hides`` says nothing.
    """
    about = _about(step, stands)
    words = shortened(_words(about), ROOM) if about is not None and not hides(about) else ""
    return f"{step.label} “{words}”" if words else step.label


def _about(step: Step, stands: tuple[Record, ...]) -> Record | None:
    """The one record that a step is about: the first that it puts, or what took its place."""
    if not step.after or not _words(first := step.after[0]):
        return None
    before, after = (sum(_is_alike(each, first) for each in records) for records in (step.before, step.after))
    if before > 1 or (not before and after > 1):
        return None
    there = (each for each in stands if each.deleted_at is None and isinstance(each, Note | Action))
    if isinstance(first, Note | Action) and (found := next(there, None)) is not None:
        return found
    return next((each for each in stands if each.id == first.id), None)


def _is_alike(record: Record, first: Record) -> bool:
    return type(record) is type(first) and record.deleted_at is None


def _words(record: Record) -> str:
    match record:
        case Note() | Action() | Goal():
            return record.text
        case Check():
            return record.label
        case Answer():
            return record.question
        case _:
            return ""
