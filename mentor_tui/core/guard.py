"""The one gateway for text that a person, a paste, a file or a pack hands in.

What goes: the control characters of ASCII and C1 with the escape sequences that they begin, lone surrogates, the signs
that turn the order of letters round (U+202A to U+202E, U+2066 to U+2069) and those that show nothing and hide text or
break words unseen (U+200B, U+2060 to U+2064, U+206A to U+206F, U+FEFF, U+FFF9 to U+FFFB, the tags U+E0000 to U+E007F).

What stays, exactly as it was, composed or not: letters, marks, numbers and signs of every script, also those that are
for private use or not assigned yet; the joiners that Persian, the scripts of India and emoji need (U+200C, U+200D); the
plain direction marks (U+200E, U+200F, U+061C); variation selectors; and the tags of a flag, as in the one of England.

Marks above and below a letter stay up to 30 in a row, the limit that Unicode sets for text that is safe to stream.
No script comes near it: pointed Hebrew and Tibetan have up to 8. A tower of thousands would be one cell of the screen
that takes seconds to draw. Joiners (U+200D) in a row are one: more of them join nothing, and Rich stumbles over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

# Letters that do not come apart into an ASCII one and a mark.
_FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
MOST_MARKS = 30  # signs without a width of their own, one after the other

# Patterns as text: re compiles each when it is first wanted, and most starts want none, nor re itself.
_LINE_END = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
# C0 without tab and newline, DEL, C1, lone surrogates, and the signs that reorder or hide text.
_UNSAFE = (
    f"({_FLAG})|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2060-\u206f\u200b\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# Each stops at the end of its line: a sequence that is never closed must not take the lines after it along.
_ESCAPE_SEQUENCE = (
    "(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, up to its terminator
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    "|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]*(?:\x1b\\\\|\x9c)?"  # DCS, SOS, PM, APC
    "|\x1b[ -/]*[0-~]"  # the short ones
)
_JOINERS = "\u200d{2,}"
_WITHOUT_WIDTH = {"Mn", "Me", "Cf"}
# Parts of old Korean syllables; letters by name, but they take no room of their own.
_JAMO = "\u1160-\u11ff\ud7b0-\ud7ff"
# A run in which there may be too many marks; which of its signs are marks is looked at only then.
_MARKED = f"(?:[^\\w\\s!-~]|[{_JAMO}\u3164\uffa0]){{{MOST_MARKS + 1},}}"
_FILLS = f"[{_JAMO}\u3164\uffa0]"


def clean(text: str) -> str:
    """Text with nothing in it that a terminal would obey; letters of every script stay as they are.

    Every sign that ends a line becomes ``\\n``. Escape sequences go whole, so that their parameters do not stay behind
    as litter.
    """
    if not text.isprintable() and not text.replace("\n", "").isprintable():
        import re

        text = re.sub(_LINE_END, "\n", text)
        text = re.sub(_UNSAFE, r"\1", re.sub(_ESCAPE_SEQUENCE, "", text))
        text = re.sub(_JOINERS, "\u200d", text)
    if text.isascii() or len(text) <= MOST_MARKS:
        return text
    import re

    return re.sub(_MARKED, _fewer_marks, text)


def flat(text: str) -> str:
    """``clean`` text on one line: an end of line or a tab becomes a space, and every other space stays."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def one_line(text: str) -> str:
    """``clean`` text on one line, with runs of white space folded to a space."""
    return " ".join(clean(text).split())


def shortened(text: str, room: int) -> str:
    """``one_line`` of a text in at most ``room`` cells of a terminal; ``…`` stands where it was cut."""
    text = one_line(text)
    if len(text) <= room and text.isascii():
        return text
    import unicodedata

    cells, fits = 0, 0
    for place, letter in enumerate(text):
        wide = 2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1
        if cells + wide > room:
            return f"{text[:fits].rstrip()}…"
        cells += wide
        if cells < room:
            fits = place + 1
    return text


def slug(text: str) -> str:
    """``text`` as a part of a file's name: small ASCII letters and digits with ``-`` between; nothing where none is."""
    import re
    import unicodedata

    folded = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")


def can_be_typed(character: str) -> bool:
    """Whether a key's character may stand in a field.

    More than ``str.isprintable`` says: joiners, the wide and the fixed space, and letters that are newer than this
    Python. Tags come one by one, and ``clean`` decides on them when the whole flag is there.
    """
    if character.isprintable() or "\U000e0020" <= character <= "\U000e007f":
        return True
    return character not in "\t\n" and clean(character) == character


def _fewer_marks(run: re.Match[str]) -> str:
    import re
    import unicodedata

    kept, marks = [], 0
    for character in run[0]:
        bare = unicodedata.category(character) in _WITHOUT_WIDTH or re.match(_FILLS, character)
        marks = marks + 1 if bare else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
