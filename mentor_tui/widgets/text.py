"""How user text reaches a widget: as plain content, never as markup."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.core.guard import clean

# Letters of one text that are put on the screen: more than anyone reads there, and few enough to wrap at once.
MOST_SHOWN = 2000
TIE = "\N{NO-BREAK SPACE}"  # stands between words that are to stay on one line


def plain(text: str, style: str = "") -> Content:
    """Text on one line, shown as it is; its spaces stay. Of a very long one the first part, and how much follows."""
    return _shown(text, style, " ", MOST_SHOWN)


def tied(text: str, style: str = "") -> Content:
    """A name, a date or the like: as ``plain``, and kept on one line of a row that has room for it; but for commas."""
    return plain(text.replace(" ", TIE).replace(f",{TIE}", ", "), style)


def lines(text: str, style: str = "", most: int = MOST_SHOWN) -> Content:
    """Text with its line ends, shown as it is; of one with more than ``most`` letters the first part."""
    return _shown(text, style, "\n", most)


def _shown(text: str, style: str, line_end: str, most: int) -> Content:
    text = clean(text)
    if len(text) > most:
        text = f"{text[:most]}… and {len(text) - most:,} letters more, all of them kept"
    text = line_end.join(text.expandtabs(4).split("\n"))
    return Content.styled(text, style) if style else Content(text)


def join(*parts: Content | str) -> Content:
    """Parts one after the other; a plain string is one of the program's own words."""
    return Content("").join([Content(part) if isinstance(part, str) else part for part in parts])


def clock(seconds: int) -> str:
    """``4:10`` for 250 seconds; hours are counted in minutes."""
    return f"{seconds // 60}:{seconds % 60:02d}"
