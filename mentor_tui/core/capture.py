"""One typed line, read: its first character says what it is; in an action, ``@`` names who and ``^`` the day.

Nothing typed is dropped: a sign that is not understood stays in the text as it was and gives a hint. A backslash before
a sign makes it plain text.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from mentor_tui.core import dates, days, guard
from mentor_tui.core.records import Action, Lane, Lead, Mentorship, Note, NoteKind, Role


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
_ESCAPED_WORD = re.compile(r"(?<!\S)\\(?=\\*[@^])")
_MARK_WORD = re.compile(r"(?<!\S)\\*[@^]")
_MARK = re.compile(r"(?<!\S)[@^](?=\S)")
_WORD = re.compile(r"\S+")
_OTHER = re.compile(r"""[][(){}<>"“”/\\|*+=_,;:!?@^#&…]""")
STAYS = "stays in the words"
_ENDING = ",.;:!?"  # punctuation that may follow a name

TITLES = frozenset(("dr", "dra", "prof", "professor", "doctor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"))
# Letters that have no decomposition into a plain letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class _Mark(msgspec.Struct, frozen=True):
    """An understood ``@`` or ``^`` and where it stands in the text."""

    start: int
    end: int
    value: Lead | date


def parse(line: str, mentorship: Mentorship, today: date, day_first: bool = True) -> Captured | None:
    """What ``line`` would be kept as; None when there is nothing to keep.

    When several owners (or dates) are given the last one counts; an earlier one that says the same goes, one that
    says something else stays in the text, with a hint. An action that has an owner or a date but no words keeps
    its signs as its text as well.
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
        return _parse_action(text, mentorship, today, day_first)
    return Captured(kind=sign, text=text, lane=Lane.mine if line[0] == "~" else Lane.pair)


def sign_of(kind: CaptureKind) -> str:
    """The sign that a line of that kind begins with; a note has none."""
    return _SIGNS.get(kind, "")


def line_for(record: Note | Action, mentorship: Mentorship, day_first: bool = True) -> str:
    """The line that, parsed, gives ``record`` again: what stands in the bar while it is edited.

    The day has its year, since the line may be kept on a later one. A lane other than the one its sign stands for, and
    the kind ``feedback``, have no sign: editing keeps them.
    """
    if isinstance(record, Action):
        parts = ["!", without_signs(record.text, mentorship)]
        if record.owner is not None:
            parts.append(f"@{record.owner.value}")
        if record.due is not None:
            parts.append(f"^{days.show_date_whole(record.due, day_first)}")
        return " ".join(parts)
    match record.kind:
        case NoteKind.decision | NoteKind.question:
            return f"{_SIGNS[CaptureKind(record.kind.value)]} {record.text}"
        case _ if record.lane is Lane.mine:
            return f"~ {record.text}"
        case _:
            return "\\" + record.text if _NEEDS_ESCAPE.match(record.text) else record.text


def without_signs(text: str, mentorship: Mentorship) -> str:
    """``text`` with a backslash before each word that would be read as an owner or a date, on this day or another."""
    signs = {start for start, words in _marks(text) if _is_sign(words, mentorship)}

    def plainly(found: re.Match[str]) -> str:
        needed = found.start() in signs or found[0][0] == "\\"
        return f"\\{found[0]}" if needed else found[0]

    return _MARK_WORD.sub(plainly, text)


def _is_sign(words: list[str], mentorship: Mentorship) -> bool:
    if words[0][0] == "^":
        return dates.may_be_due([words[0][1:], *words[1:]])
    return not isinstance(_read_owner(words, mentorship), str)


def nobody_meant(text: str, mentorship: Mentorship) -> str:
    """What is to be said of the first ``@`` word in an action's text that is no one's name; nothing where all are."""
    if "@" not in text:
        return ""
    found = (_read_owner(words, mentorship) for _, words in _marks(text) if words[0][0] == "@")
    return next((hint for hint in found if isinstance(hint, str)), "")


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
            parts = ["question for next time"]
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


def _parse_action(text: str, mentorship: Mentorship, today: date, day_first: bool) -> Captured:
    owners: list[_Mark] = []
    days: list[_Mark] = []
    hints: list[str] = []
    for start, words in _marks(text):
        found: tuple[Lead | date, int] | str
        if words[0][0] == "@":
            marks, found = owners, _read_owner(words, mentorship)
        else:
            marks, found = days, _read_due(words, today, day_first)
        if isinstance(found, str):
            hints.append(found)
        else:
            marks.append(_Mark(start, _end_of(text, start, found[1]), found[0]))
    if _differ(owners):
        hints.append("more than one owner: the last counts")
    if _differ(days):
        hints.append("more than one date: the last counts")
    taken = [mark for marks in (owners, days) for mark in marks if mark.value == marks[-1].value]
    rest = _without(text, taken)
    if not _visible(rest):
        rest = text
        hints.append("what is to be done?")
    owner, due = (marks[-1].value if marks else None for marks in (owners, days))
    return Captured(
        kind=CaptureKind.action,
        text=_ESCAPED_WORD.sub("", rest),
        owner=owner if isinstance(owner, Lead) else None,
        due=due if isinstance(due, date) else None,
        hints=tuple(dict.fromkeys(hints)),
    )


def _differ(marks: list[_Mark]) -> bool:
    return any(mark.value != marks[-1].value for mark in marks)


def _marks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where each word with a sign begins, and the words from there on in its line, as many as a date can have."""
    for found in _MARK.finditer(text):
        end = text.find("\n", found.start())
        words = _WORD.finditer(text, found.start(), end if end >= 0 else len(text))
        yield found.start(), [word[0] for word in itertools.islice(words, dates.LONGEST)]


def _end_of(text: str, start: int, count: int) -> int:
    """Where the last of the ``count`` words that begin at ``start`` ends."""
    words = list(itertools.islice(_WORD.finditer(text, start), count))
    return words[-1].end()


def _without(text: str, marks: list[_Mark]) -> str:
    """``text`` without ``marks``, each with the space before it; everything else is as it was."""
    kept, done = "", 0
    for mark in sorted(marks, key=lambda each: each.start):
        kept += text[done : mark.start].rstrip(" \t")
        done = mark.end
        if kept.endswith("\n"):
            done += len(text[done:]) - len(text[done:].lstrip(" \t"))
    return (kept + text[done:]).strip()


def _read_due(words: list[str], today: date, day_first: bool) -> tuple[date, int] | str:
    """The day and how many of ``words`` say it, or a hint."""
    bare = [words[0][1:], *words[1:]]
    found = dates.split_due(bare, today, day_first)
    if found is not None:
        return found
    counts = range(len(bare), 1, -1)
    count = next((n for n in counts if dates.no_such_day(" ".join(bare[:n]), today, day_first)), 1)
    return f"date not understood: {' '.join(words[:count]).rstrip(_ENDING)}"


def _read_owner(words: list[str], mentorship: Mentorship) -> tuple[Lead, int] | str:
    """The owner and how many of ``words`` say it, or a hint. A title may stand before the name: ``@Dr Lima``."""
    titled = _fold(words[0]) in TITLES and len(words) > 1 and words[1][0] not in "@^"
    count = 2 if titled else 1
    said = words[count - 1].removeprefix("@").rstrip(_ENDING)
    # Brackets and slashes are part of the sentence: "(ask @lima)" must not lose its second bracket.
    people = [] if _OTHER.search(said) else _who(_fold(said), mentorship)
    if len(people) == 1:
        return people[0], count
    called = words[0].rstrip(_ENDING)
    return f"{called} could be either of you" if people else f"nobody here is called {called}"


def _who(said: str, mentorship: Mentorship) -> list[Lead]:
    match said:
        case "mentor" | "mentee" | "both":
            return [Lead(said)]
        case "us":
            return [Lead.both]
        case "me":
            return [Lead(mentorship.role.value)]
    names = {Lead(role.value): _names(mentorship.name_of(role)) for role in Role}
    # A whole name before a beginning, so that "@ana" is Ana and not Anabel. One Latin letter is too little for a name.
    if len(said) > 1 or not said.isascii():
        people = [who for who, words in names.items() if said in words]
        if people:
            return people
    if len(said) < 3:
        return []
    return [who for who, words in names.items() if any(word.startswith(said) for word in words)]


@functools.lru_cache(maxsize=8)
def _names(name: str) -> set[str]:
    """The words a person can be called by, folded; both parts of a double name and the two together."""
    whole = name.split()
    parts = [part for word in whole for part in re.split("[-\u2010\u2011]", word)]
    return {_fold(word) for word in (*whole, *parts)} - TITLES - {""}


def _fold(word: str) -> str:
    """A word in small letters, without accents or punctuation."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    return "".join(letter for letter in apart if letter.isalnum())
