"""The signs in an action's text, read: ``@`` names who, ``^`` the day; and the words that stay without them.

At the beginning and the end of a line signs are taken out of the words, and so are a name and a day side by side, or
signs that two blanks set apart. Any other sign is part of its sentence: it is read, and its words stay without it.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import msgspec

from mentor_tui.core import dates
from mentor_tui.core.records import Lead, Mentorship, Role

_AT = r"(?<![^\s(\[])"  # where a sign may stand: at the beginning of a word, or behind a bracket
_ESCAPED_WORD = re.compile(rf"{_AT}\\(?=\\*[@^])")
_MARK_WORD = re.compile(rf"{_AT}\\*[@^]")
_MARK = re.compile(rf"{_AT}[@^](?=\S)")
_GLUED = re.compile(r"[^\s(\[]*?([,;/&+]+)(?=[@^]\S)")  # "@mentor/@mentee"
_WORD = re.compile(r"\S+")
_OTHER = re.compile(r"""[][(){}<>"“”/\\|*+=_,;:!?@^#&…]""")
_ENDING = ",.;:!?)]"  # what may follow a name or a day
_CLOSED = re.compile(r"[)\]][,.;:!?)\]]*$")

LOOKED_AT = 40  # letters beside a sign that say whether their sentence needs its words

_JOINING = frozenset(("and", "or", "&", "+", "/", ","))
# Words that lack something where the name or the day behind them is taken away.
_LEADING_ON = _JOINING | set(
    """
    about after against as at before behind between by for from in into near of on onto over per since than the
    then through till to towards under until via with without
    """.split()  # noqa: SIM905
)
# Words that lack something where the name behind them is.
_ASKING = set(
    "ask call contact email inform invite mail meet message phone remind ring tell thank visit".split()  # noqa: SIM905
)
# Words that lack something where a name before them is taken away: "mentee to read one paper".
_LED_ON = _JOINING | set(
    "with to will would should must shall can could may might has have had is are needs then".split()  # noqa: SIM905
)

TITLES = frozenset(("dr", "dra", "prof", "professor", "doctor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"))
# Letters that have no decomposition into a plain letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class Signs(msgspec.Struct, frozen=True):
    """What the signs in a text say. ``hints`` tell, in plain words, what was not understood."""

    text: str
    """The words that stay."""
    owner: Lead | None
    due: date | None
    hints: tuple[str, ...]


class _Sign(msgspec.Struct, frozen=True):
    """A sign and what may belong to it: where its word begins, and the words from there on with their ends.

    ``head`` is where a backslash makes it plain text.
    """

    start: int
    head: int
    words: tuple[str, ...]
    ends: tuple[int, ...]


class _Mark(msgspec.Struct, frozen=True):
    """A sign, where it stands in the text and what it says: a hint where it was not understood."""

    start: int
    end: int
    value: Lead | date | str

    @property
    def understood(self) -> bool:
        """Whether it is."""
        return isinstance(self.value, Lead | date)


def read(text: str, mentorship: Mentorship, today: date, day_first: bool = True) -> Signs:
    """What the signs of ``text`` say, and its words without them.

    Two owners are both of them. When several dates are given the last one counts, with a hint. A text of nothing but
    signs stays as it is.
    """
    marks = []  # in their order
    for sign in _signs(text):
        value: Lead | date | str
        if sign.words[0][0] == "@":
            value, count = _read_owner(sign.words, mentorship)
        else:
            value, count = _read_due(sign.words, today, day_first)
        marks.append(_Mark(sign.start, sign.ends[count - 1], value))
    hints = [str(mark.value) for mark in marks if not mark.understood]
    owners = {mark.value for mark in marks if isinstance(mark.value, Lead)}
    days = [mark.value for mark in marks if isinstance(mark.value, date)]
    if len(set(days)) > 1:
        hints.append("more than one date: the last counts")
    owner = Lead.both if len(owners) > 1 else next(iter(owners), None)
    due = days[-1] if days else None
    others = {mark for mark in marks if not isinstance(mark.value, Lead) and mark.value != due}
    rest = _without(text, marks, _taken(text, marks, others))
    if not any(letter.isprintable() and not letter.isspace() for letter in rest):
        rest = text
        hints.append("what is to be done?")
    return Signs(_ESCAPED_WORD.sub("", rest), owner, due, tuple(dict.fromkeys(hints)))


def without_signs(text: str, mentorship: Mentorship) -> str:
    """``text`` with a backslash before each word that would be read as an owner or a date, on this day or another."""
    signs = {sign.head for sign in _signs(text) if _may_be_read(sign.words, mentorship)}

    def plainly(found: re.Match[str]) -> str:
        needed = found.start() in signs or found[0][0] == "\\"
        return f"\\{found[0]}" if needed else found[0]

    return _MARK_WORD.sub(plainly, text)


def with_signs(text: str, signs: list[str]) -> str:
    """``text`` with ``signs`` behind it, which are taken out of it again when it is read."""
    words = text.split()
    # Two blanks set them apart from a word that would keep them: "send it by".
    holds = bool(words) and (_leads_on(words[-1]) or words[-1][-1] in ",;")
    apart = "  " if holds else " "
    return apart.join(filter(None, (text, " ".join(signs))))


def nobody_meant(text: str, mentorship: Mentorship) -> str:
    """What is to be said of the first ``@`` word in an action's text that is no one's name; nothing where all are."""
    if "@" not in text:
        return ""
    found = (_read_owner(sign.words, mentorship)[0] for sign in _signs(text) if sign.words[0][0] == "@")
    return next((hint for hint in found if not isinstance(hint, Lead)), "")


def _signs(text: str) -> Iterator[_Sign]:
    """Each sign, with the words from there on in its line, up to a bracket, as many as a date can have."""
    for found in _MARK.finditer(text):
        start = head = found.start()
        while glued := _GLUED.match(text, start):
            yield _Sign(start, head, (text[start : glued.start(1)],), (glued.start(1),))
            start = glued.end(1)
        words, ends = [], []
        line = _WORD.finditer(text, start, _line_end(text, start))
        for word in itertools.islice(line, dates.LONGEST):
            words.append(word[0])
            ends.append(word.end())
            if _CLOSED.search(word[0]):
                break
        yield _Sign(start, head, tuple(words), tuple(ends))


def _may_be_read(words: tuple[str, ...], mentorship: Mentorship) -> bool:
    if words[0][0] == "^":
        return dates.may_be_due(_bare(words))
    return isinstance(_read_owner(words, mentorship)[0], Lead)


def _bare(words: tuple[str, ...]) -> list[str]:
    """The words of a day without its sign, and without the bracket behind them."""
    bare = [words[0][1:], *words[1:]]
    return [*bare[:-1], _CLOSED.sub("", bare[-1])]


def _taken(text: str, marks: list[_Mark], stay: set[_Mark]) -> set[_Mark]:
    """The marks that go out of the words; none of those that ``stay``."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if _in_brackets(text, mark):
            runs.append([])
        elif runs and runs[-1] and _between(text, runs[-1][-1], mark) is not None:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return {mark for run in runs if run for mark in _of_run(text, run, stay)}


def _of_run(text: str, run: list[_Mark], stay: set[_Mark]) -> list[_Mark]:
    """The marks that go out of the words, of a run of them with at most an ``and`` or a comma between."""
    before = text[text.rfind("\n", 0, run[0].start) + 1 : run[0].start]
    after = text[run[-1].end : _line_end(text, run[-1].end)]
    is_glued = bool(before) and not before[-1].isspace(), bool(after) and not after[0].isspace()
    said, then = before[-LOOKED_AT:].split(), after[:LOOKED_AT].split()
    begins, ends = not before.strip(), not after.strip()
    apart = _set_apart(before)
    joins = [_between(text, one, other) for one, other in itertools.pairwise(run)]
    joined = [bool(join) for join in joins]
    if begins and not ends and (not {"", ","}.issuperset(joins) or (then and then[0].lower() in _LED_ON)):
        return []
    kinds = {isinstance(mark.value, Lead) for mark in run if mark.understood}
    if not begins and not ends and not apart and (any(joined) or len(kinds) < 2):
        return []
    stays = [mark in stay for mark in run]
    stays[0] |= is_glued[0] or (bool(said) and not apart and _leads_on(said[-1], run[0].value))
    stays[-1] |= is_glued[1]
    # What is joined to a word that stays does so too: "send it to mentor and mentee".
    for place in range(1, len(run)):
        stays[place] |= joined[place - 1] and stays[place - 1]
    for place in range(len(run) - 1, 0, -1):
        stays[place - 1] |= joined[place - 1] and stays[place]
    return [mark for mark, its in zip(run, stays, strict=True) if not its]


def _line_end(text: str, start: int) -> int:
    """Where the line ends that goes on at ``start``."""
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _between(text: str, one: _Mark, other: _Mark) -> str | None:
    """What joins two marks, which may be nothing; None where more stands between them."""
    gap = text[one.end : other.start]
    said = gap.strip().lower()
    if _set_apart(gap):
        return None
    if not said:
        return "," if text[one.end - 1] in ",;" else ""
    return said if said in _JOINING else None


def _set_apart(before: str) -> bool:
    """Whether what follows ``before`` is set apart by two blanks."""
    return len(before) > 1 and before[-2:].isspace()


def _in_brackets(text: str, mark: _Mark) -> bool:
    return text[mark.start - 1 : mark.start] in ("(", "[") or bool(_CLOSED.search(text[mark.start : mark.end]))


def _leads_on(word: str, to: object = Lead.both) -> bool:
    """Whether a word keeps the name or the day that follows it."""
    word = word.lower().lstrip("([")
    named = isinstance(to, Lead) and (word in _ASKING or word.rstrip(".") in TITLES)
    return named or word in _LEADING_ON or word.endswith(":")


def _without(text: str, marks: list[_Mark], taken: set[_Mark]) -> str:
    """``text`` without the marks that are ``taken``, each with the space before it, and without the others' signs."""
    kept, done = "", 0
    for mark, following in itertools.zip_longest(marks, marks[1:]):
        if mark not in taken:
            kept += text[done : mark.start]
            done = mark.start + mark.understood
            continue
        kept += text[done : mark.start].rstrip(" \t")
        done = mark.end
        if following in taken and _between(text, mark, following) is not None:
            done = following.start
        elif kept.strip() and kept[-1] not in "\n,.;:!?":
            # The sentence keeps its punctuation; at its end that is no more than a question's.
            said = text[mark.start : mark.end]
            ended = not text[done : _line_end(text, done)].strip()
            kept += "".join(each for each in said[len(said.rstrip(",.;:!?")) :] if not ended or each in "?!")
        if not kept or kept.endswith("\n"):
            while text[done : done + 1] in (" ", "\t"):
                done += 1
    return (kept + text[done:]).strip()


def _read_due(words: tuple[str, ...], today: date, day_first: bool) -> tuple[date | str, int]:
    """The day, or a hint, and how many of ``words`` say it."""
    bare = _bare(words)
    found = dates.split_due(bare, today, day_first)
    if found is not None:
        return found
    counts = range(len(bare), 1, -1)
    count = dates.half_said(bare)
    count = count or next((n for n in counts if dates.no_such_day(" ".join(bare[:n]), today, day_first)), 1)
    return f"date not understood: {_told(words[:count])}", count


def _told(words: tuple[str, ...]) -> str:
    """Words as a hint names them: without what stands behind them, but with the brackets that they open."""
    said = " ".join(words)
    return said.rstrip(".,;:!?" if re.search(r"[(\[]", said) else _ENDING)


def _read_owner(words: tuple[str, ...], mentorship: Mentorship) -> tuple[Lead | str, int]:
    """The owner, or a hint, and how many of ``words`` say it. A title may stand before the name: ``@Dr Lima``."""
    titled = _fold(words[0]) in TITLES and len(words) > 1 and words[1][0] not in "@^"
    count = 2 if titled else 1
    said = words[count - 1].removeprefix("@").rstrip(_ENDING)
    # With a bracket or a slash in it, it is no name.
    people = [] if _OTHER.search(said) else _who(_fold(said), mentorship)
    if len(people) == 1:
        return people[0], count
    called = _told(words[:1])
    return f"{called} could be either of you" if people else f"nobody here is called {called}", 1


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
