"""The one gateway for text that a person, a paste, a file or a pack hands in."""

from __future__ import annotations

import re

# C0 without tab and newline, DEL, C1, lone surrogates, and the controls that reorder or hide text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029\u2060\ufeff]"
)
# Each stops at the end of its line: a sequence that is never closed must not take the lines after it along.
_ESCAPE_SEQUENCE = re.compile(
    "(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, up to its terminator
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    "|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]*(?:\x1b\\\\|\x9c)?"  # DCS, SOS, PM, APC
    "|\x1b[ -/]*[0-~]"  # the short ones
)


def clean(text: str) -> str:
    """Text with nothing in it that a terminal would obey; letters of every script stay as they are.

    Line ends become ``\\n``. Escape sequences go whole, so that their parameters do not stay behind as litter.
    Joiners that emoji and several scripts need (U+200C, U+200D) are kept, and so are the plain direction marks.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("", _ESCAPE_SEQUENCE.sub("", text))


def one_line(text: str) -> str:
    """``clean`` text on one line, with runs of white space folded to a space."""
    return " ".join(clean(text).split())
