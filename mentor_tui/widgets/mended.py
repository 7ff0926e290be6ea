"""Three faults of the libraries that would end the program or make it flicker for ever, mended while it runs.

Rich counts the cells of a text in two ways that differ when it begins with U+200D twice. Cutting such a text to a width
then runs past its end. ``clean`` takes such text away, but in a field any letter can be deleted that stood between two
joiners.

A Textual screen that is told a new size lays itself out and is told that size again. When the next size comes in
between, the two go round and round, and the screen is drawn in one and the other without end.

A Textual list (the palette's, too) that is to move by a page before its rows were laid out looks up the line of a row
that it has not counted yet.
"""

from __future__ import annotations

from typing import Literal

from rich import cells
from textual import events
from textual.screen import Screen
from textual.widgets import OptionList

_cut = cells._split_text
_resized = Screen._on_resize
_paged = OptionList._move_page


def _split_text(text: str, cell_position: int, unicode_version: str = "auto") -> tuple[str, str]:
    """As Rich's own; a text that it cannot cut is cut without its joiners and variation selectors."""
    try:
        return _cut(text, cell_position, unicode_version)
    except (IndexError, ZeroDivisionError):
        bare = text.replace("\u200d", "").replace("\ufe0f", "")
        missing = cell_position - cells.cell_len(bare)
        return (bare + " " * missing, "") if missing >= 0 else _cut(bare, cell_position, unicode_version)


async def _on_resize(screen: Screen[object], event: events.Resize) -> None:
    """As Textual's own, for the size that the terminal has now; an earlier one is let go."""
    event.stop()
    if event.size == screen.app.size:
        await _resized(screen, event)


def _move_page(rows: OptionList, direction: Literal[-1, 1]) -> None:
    """As Textual's own, in a list whose rows are counted."""
    rows._update_lines()
    if (rows.highlighted or 0) in rows._index_to_line:
        _paged(rows, direction)


def mend() -> None:
    """Mend them."""
    cells._split_text = _split_text
    Screen._on_resize = _on_resize  # type: ignore[method-assign, assignment]
    OptionList._move_page = _move_page  # type: ignore[method-assign, assignment]
