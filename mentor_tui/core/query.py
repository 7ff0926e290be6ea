"""A line typed into the search, read: words, and filters such as ``kind:decision`` or ``after:1 nov``.

What is no filter that is known counts as words, so that no line is ever wrong.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, timedelta

import msgspec

from mentor_tui.core.dates import LONGEST, parse_due
from mentor_tui.core.guard import clean
from mentor_tui.core.log import past_day

KINDS = (
    "note",
    "decision",
    "question",
    "feedback",
    "action",
    "goal",
    "review",
    "answer",
    "tick",
    "rating",
    "contact",
    "session",
    "signature",
)
# Other words that people use for a kind.
_ALSO = {"check": "tick", "task": "action", "todo": "action", "meeting": "session", "log": "contact"}
STATES = ("open", "done", "late", "dropped", "reached", "asked", "private", "deleted", "archived")
LEAST_BEGINNING = 3  # letters of a kind or a state that will do for it
_PART = re.compile(r'[A-Za-z]+:"[^"]*"|"[^"]*"|\S+')
# Letters that do not come apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for. All ``words`` are folded; every other field is empty or None where it does not matter.

    ``after`` is the first day that counts, ``before`` the first one that does not. ``goals`` are words of a goal,
    ``places`` words of a mentorship's name.
    """

    words: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for."""
        return self == Query()

    @property
    def filters(self) -> Query:
        """The same without its words."""
        return msgspec.structs.replace(self, words=())


def fold(text: str) -> str:
    """``text`` without capitals and accents, letter by letter, so that a part of it folds to a part of the whole."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN))
    return "".join([letter for letter in apart if not unicodedata.combining(letter)])


@functools.lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """``fold`` of one letter, kept."""
    return fold(letter)


def read_query(line: str, today: date, day_first: bool = True) -> Query:
    """What a line looks for, on ``today`` and with the user's order of day and month.

    Quotes hold words together, also behind a filter: ``goal:"first job"``. The value of a day may have several words.
    """
    parts = _PART.findall(clean(line))
    read = _Reader(today, day_first)
    while parts:
        taken = read.filter(parts) or read.word(parts)
        del parts[:taken]
    return Query(
        words=tuple(dict.fromkeys(read.words)),
        kinds=frozenset(read.kinds),
        states=frozenset(read.states),
        owners=tuple(read.owners),
        goals=tuple(read.goals),
        places=tuple(read.places),
        after=read.after,
        before=read.before,
    )


class _Reader:
    """Reads the parts of a line one after the other; each method says how many parts it took, 0 for none."""

    def __init__(self, today: date, day_first: bool) -> None:
        self._today = today
        self._day_first = day_first
        self.words: list[str] = []
        self.kinds: set[str] = set()
        self.states: set[str] = set()
        self.owners: list[str] = []
        self.goals: list[str] = []
        self.places: list[str] = []
        self.after: date | None = None
        self.before: date | None = None

    def word(self, parts: list[str]) -> int:
        """A word, or words in quotes."""
        said = parts[0]
        if len(said) > 1 and said[0] == said[-1] == '"':
            said = " ".join(said[1:-1].split())
        if folded := fold(said).strip():
            self.words.append(folded)
        return 1

    def filter(self, parts: list[str]) -> int:
        """A filter, if it is one. A name alone (``kind:``) is one that is still being typed, and changes nothing."""
        name, colon, value = parts[0].partition(":")
        name, value = name.lower(), fold(value.strip('"')).strip()
        if not colon or name not in FILTERS:
            return 0
        if name in _DAYS:
            return self._day(name, parts) if value else 1
        if not value:
            return 1
        return int(self._chosen(name, value))

    def _chosen(self, name: str, value: str) -> bool:
        match name:
            case "kind":
                known: tuple[str, ...] = (*KINDS, *_ALSO, "private")
                kind = _beginning(value.removesuffix("s") if value not in known else value, known)
                if kind == "private":
                    self.states.add(kind)
                elif kind:
                    self.kinds.add(_ALSO.get(kind, kind))
                return bool(kind)
            case "is":
                state = _beginning(value, STATES)
                self.states |= {state} - {""}
                return bool(state)
            case "owner":
                self.owners.append(value)
            case "goal":
                self.goals.append(value)
            case _:
                self.places.append(value)
        return True

    def _day(self, name: str, parts: list[str]) -> int:
        """A day of one or more words: as many as make one."""
        first = parts[0].partition(":")[2].strip('"')
        for count in range(min(LONGEST, len(parts)), 0, -1):
            found = self._read_day(" ".join([first, *parts[1:count]]))
            if found is None:
                continue
            if name in ("after", "on"):
                self.after = found
            if name in ("before", "on"):
                self.before = found + timedelta(days=name == "on")
            return count
        return 0

    def _read_day(self, said: str) -> date | None:
        """The day that words mean: a past one where there is a choice; a month alone is its first day."""
        for words in (said, f"1 {said}"):
            day = past_day(words, self._today, self._day_first) or parse_due(words, self._today, self._day_first)
            if day is not None and day < date.max:
                return day
        return None


_DAYS = ("after", "before", "on")
FILTERS = ("kind", "is", "owner", "goal", "in", *_DAYS)


def _beginning(value: str, known: tuple[str, ...]) -> str:
    """The word of ``known`` that ``value`` is or plainly begins; empty for none."""
    if value in known:
        return value
    return next((word for word in known if len(value) >= LEAST_BEGINNING and word.startswith(value)), "")
