"""One typed line, read: its first character says what it is; in an action, ``@`` names who and ``^`` the day.

Nothing typed is dropped: a sign that is not understood stays in the text as it was and gives a hint. A backslash before
a sign makes it plain text.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

import msgspec

from mentor_tui.core import days, guard, signs
from mentor_tui.core.records import Action, Lane, Lead, Mentorship, Note, NoteKind


class CaptureKind(StrEnum):
    """What a captured line is kept as."""

    note = "note"
    action = "action"
    decision = "decision"
    question = "question"


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """What a line becomes. ``hints`` say, in plain words, what in it was not understood."""

    kind: CaptureKind
    text: str
    lane: Lane = Lane.pair
    owner: Lead | None = None
    due: date | None = None
    hints: tuple[str, ...] = ()


_KINDS = {
    "!": CaptureKind.action,
    "=": CaptureKind.decision,
    "?": CaptureKind.question,
    "~": CaptureKind.note,
}
_SIGNS = {kind: sign for sign, kind in _KINDS.items() if sign != "~"}
_ESCAPED_SIGN = re.compile(r"\\+[!=?~]")
_NEEDS_ESCAPE = re.compile(r"\\*[!=?~]")
STAYS = "stays in the words"


def parse(line: str, mentorship: Mentorship, today: date, day_first: bool = True) -> Captured | None:
    """What ``line`` would be kept as; None when there is nothing to keep.

    Two owners are both of them; of several dates the last one counts, with a hint. An action that has an owner or a
    date but no words keeps its signs as its text as well.
    """
    line = guard.clean(line).strip()
    sign = _KINDS.get(line[:1])
    if sign is None:
        text = line[1:] if _ESCAPED_SIGN.match(line) else line
        return Captured(kind=CaptureKind.note, text=text) if _visible(text) else None
    text = line[1:].strip()
    if not _visible(text):
        return None
    if sign is CaptureKind.action:
        found = signs.read(text, mentorship, today, day_first)
        return Captured(kind=sign, text=found.text, owner=found.owner, due=found.due, hints=found.hints)
    return Captured(kind=sign, text=text, lane=Lane.mine if line[0] == "~" else Lane.pair)


def is_of(record: Note | Action, captured: Captured) -> bool:
    """Whether ``record`` says what a line said that was kept."""
    kind = "action" if isinstance(record, Action) else record.kind.value
    return (record.text, kind) == (captured.text, captured.kind.value)


def sign_of(kind: CaptureKind) -> str:
    """The sign that a line of that kind begins with; a note has none."""
    return _SIGNS.get(kind, "")


def line_for(record: Note | Action, mentorship: Mentorship, day_first: bool = True) -> str:
    """The line that, parsed, gives ``record`` again: what stands in the bar while it is edited.

    The day has its year, since the line may be kept on a later one. A lane other than the one its sign stands for, and
    the kind ``feedback``, have no sign: editing keeps them.
    """
    if isinstance(record, Action):
        said = [f"@{record.owner.value}"] if record.owner is not None else []
        said += [f"^{days.show_date_whole(record.due, day_first)}"] if record.due is not None else []
        return f"! {signs.with_signs(signs.without_signs(record.text, mentorship), said)}"
    match record.kind:
        case NoteKind.decision | NoteKind.question:
            return f"{_SIGNS[CaptureKind(record.kind.value)]} {record.text}"
        case _ if record.lane is Lane.mine:
            return f"~ {record.text}"
        case _:
            return "\\" + record.text if _NEEDS_ESCAPE.match(record.text) else record.text


def describe(captured: Captured, mentorship: Mentorship, today: date, day_first: bool = True) -> str:
    """One plain line on what a capture will become, for the preview beside the bar."""
    match captured.kind:
        case CaptureKind.action:
            parts = ["action"]
            if captured.owner is not None:
                parts.append(_name(captured.owner, mentorship))
            parts += captured.hints
            if captured.due is not None:
                past = " (past)" if captured.due < today else ""
                parts.append(f"due {days.show_date_sure(captured.due, today, day_first)}{past}")
            parts += [STAYS] if captured.hints else []
        case CaptureKind.decision:
            parts = ["decision"]
        case CaptureKind.question:
            parts = ["question to ask next time", "for you both"]
        case _ if captured.lane is Lane.mine:
            parts = ["private note", "only you"]
        case _:
            parts = ["note", "for you both"]
    return " · ".join(parts)


def _name(owner: Lead, mentorship: Mentorship) -> str:
    if owner is Lead.both:
        return "both of you"
    return "you" if owner.value == mentorship.role.value else mentorship.name_of(owner)


def _visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)
