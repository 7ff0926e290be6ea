"""Text that a person typed, as Markdown that shows exactly that text and never shapes the document."""

from __future__ import annotations

from operator import itemgetter

from mentor_tui.core.guard import clean, one_line

# What Markdown could read as a sign of its own. Everything else stays as typed, so that the source reads as prose.
# Patterns as text are compiled, and re imported, when a line first needs them: most documents have none such.
_SIGNS = r"""
      \\(?=[!-/:-@\[-`{-~]|$)                    # a backslash before a sign, or at the end (a hard break)
    | [`|\[]                                     # code; table cells; links, footnotes and task boxes
    | (?<!\ )\*|\*(?!\ )                         # emphasis; a star between spaces is only a star
    | (?<!\w)_+|(?<!_)_+(?!\w)                   # emphasis; inside a word it is none
    | (?<!\S)~(?!\d)|(?<=\S)~                    # struck out text and fences; "~5" only opens and is never closed
    | &(?=\#?\w+;)                               # entities
    | <(?![\s=]|$|\d+(?:[.,]\d+)?(?:[\s%]|$))    # HTML and links; "< 5", "<5 mm" and "<=" are neither
    | (?<=\s)\#(?=\#*$)                          # the end of a heading
    | ^[-+#](?=\s|$)                             # at the start of a line: bullets and headings,
    | ^\#(?=\#+(?:\s|$))
    | ^>                                         # quotations,
    | ^=(?==*$)                                  # underlines of a heading,
    | ^[-:](?=[-:|\s]*$)                         # rules, underlines, and the second line of a table
"""
# A line without any of these, here or at its start, has nothing to escape: most lines are so, and this is quick to see.
_ANY_SIGN = frozenset("\\`|[*_~&<#")
_ANY_START = frozenset("-+>=:")  # or a digit
_PLAIN = bytes(set(range(ord(" "), 0x7F)) - set(b"\\`|[*_~&<#"))  # what is none of them, as far as ASCII goes
_FIRST = itemgetter(0)
_NUMBER = r"^(\d{1,9})([.)])(?=\s|$)"
# Where a bare address becomes a link, escapes inside it would show. Broken at its start, it is plain text again.
_ADDRESS = r"((?:https?|ftp|mailto)(?=:)|www(?=\.))([:.])"
_BEFORE_AN_ESCAPE = r"(?<!\S)\S+\\"  # a word, up to its last backslash
# An address at the end of a line would take the backslash of a hard break for its own last letter.
_HOLDS_ADDRESS = r"(?::|www\.)\S"


def inline(text: str) -> str:
    """``text`` on one line, to stand anywhere in a heading, a list item or a paragraph.

    What follows it in the document must not be a semicolon, which could complete an entity.
    """
    return _line(one_line(text))


def block(text: str, indent: int = 0) -> str:
    """``text`` with its line breaks, all in one paragraph whose further lines are indented by ``indent``.

    A run of empty lines becomes one, written as a hard break of its own: a real one would end the paragraph.
    """
    text = clean(text).strip()
    if "\n" not in text:
        return _line(" ".join(text.split()))
    lines: list[str] = []
    for line in text.split("\n"):
        folded = " ".join(line.split())
        if folded or (lines and lines[-1]):
            lines.append(_line(folded))
    return stacked(lines, indent)


def all_plain(texts: list[str]) -> bool:
    """Whether ``block`` gives each text as it is, and none is empty. It may be so where this does not see it."""
    whole = " ".join(["", *texts, ""])
    rest = whole.encode(errors="surrogatepass").translate(None, _PLAIN)
    if rest:  # signs, or letters beyond ASCII
        strange = rest.decode(errors="surrogatepass")
        if not _ANY_SIGN.isdisjoint(strange) or clean(strange) != strange or not strange.isprintable():
            return False
    # With single spaces alone, there is one in no text at its ends, nor two where an empty text would be.
    return "  " not in whole and all(map(_starts_plainly, set(map(_FIRST, texts))))


def stacked(lines: list[str], indent: int = 0) -> str:
    """Lines that are Markdown already, with hard breaks between them."""
    import re

    ends = [re.search(_HOLDS_ADDRESS, line[line.rfind(" ") + 1 :], re.IGNORECASE) for line in lines[:-1]]
    broken = [f"{line} \\" if address else f"{line}\\" for line, address in zip(lines, ends, strict=False)]
    return ("\n" + " " * indent).join([*broken, *lines[-1:]])


def _line(text: str) -> str:
    """One line with its signs escaped, whether or not it will stand at the start of a line."""
    return text if _ANY_SIGN.isdisjoint(text) and _starts_plainly(text[:1]) else escaped(text)


def _starts_plainly(sign: str) -> bool:
    return sign not in _ANY_START and not sign.isdecimal()


def escaped(text: str) -> str:
    """One line as ``_line`` gives it, found by looking for every sign."""
    import re

    text = re.sub(_SIGNS, lambda found: "".join("\\" + sign for sign in found[0]), text, flags=re.VERBOSE)
    text = re.sub(_NUMBER, r"\1\\\2", text)
    return re.sub(_BEFORE_AN_ESCAPE, lambda word: _address(word[0]), text)


def _address(word: str) -> str:
    import re

    return re.sub(_ADDRESS, r"\1\\\2", word, flags=re.IGNORECASE)
