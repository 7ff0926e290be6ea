"""What follows a command: numbers, and the records that they mean."""

from __future__ import annotations

from mentor_tui.core.records import Action, Note, Session
from mentor_tui.plain.talk import Talk


class Wrong(Exception):
    """A command that makes no sense as it was typed; says why, as a sentence."""


def number_in(rest: str, what: str) -> tuple[int, str]:
    """The number at the beginning, and the words after it."""
    word, _, more = rest.partition(" ")
    word = word.rstrip(".,:")
    if not (word.isascii() and word.isdigit() and len(word) < 7):
        raise Wrong(f"Say the number of the {what}.")
    return int(word), more.strip()


def session_of(talk: Talk) -> Session:
    if talk.session is None:
        raise Wrong("No session runs. /start starts one.")
    return talk.session


def action_in(talk: Talk, rest: str) -> tuple[Action, str]:
    number, more = number_in(rest, "action; /actions tells the numbers")
    found = talk.numbered("actions", number)
    if not isinstance(found, Action):
        raise Wrong(f"There is no action {number}; /actions tells the numbers.")
    return found, more


def line_in(talk: Talk, rest: str) -> tuple[Note | Action, str, int]:
    number, more = number_in(rest, "line; /notes tells the numbers")
    found = talk.numbered("notes", number)
    if not isinstance(found, Note | Action):
        raise Wrong(f"There is no line {number}; /notes tells the numbers.")
    if talk.table.hides(found):
        raise Wrong("That line is private and hidden. /private shows it.")
    return found, more, number
