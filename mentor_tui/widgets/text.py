"""How user text reaches a widget: as plain content, never as markup."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.core.guard import clean


def plain(text: str, style: str = "") -> Content:
    """Text on one line, shown as it is; its spaces stay."""
    shown = " ".join(clean(text).expandtabs(4).split("\n"))
    return Content.styled(shown, style) if style else Content(shown)


def lines(text: str, style: str = "") -> Content:
    """Text with its line ends, shown as it is."""
    shown = clean(text).expandtabs(4)
    return Content.styled(shown, style) if style else Content(shown)


def join(*parts: Content | str) -> Content:
    """Parts one after the other; a plain string is one of the program's own words."""
    return Content("").join([Content(part) if isinstance(part, str) else part for part in parts])


def clock(seconds: int) -> str:
    """``4:10`` for 250 seconds; hours are counted in minutes."""
    return f"{seconds // 60}:{seconds % 60:02d}"
