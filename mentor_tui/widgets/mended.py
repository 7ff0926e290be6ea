"""Faults of the libraries that would end the program, make it flicker for ever or slow, mended while it runs.

Rich counts the cells of a text in two ways that differ when it begins with U+200D twice. Cutting such a text to a width
then runs past its end. ``clean`` takes such text away, but in a field any letter can be deleted that stood between two
joiners.

A Textual screen that is told a new size lays itself out and is told that size again. When the next size comes in
between, the two go round and round, and the screen is drawn in one and the other without end.

A Textual list (the palette's, too) that is to move by a page before its rows were laid out looks up the line of a row
that it has not counted yet.

A Textual screen that draws a part of itself anew asks for the lines of all widgets that share a container with that
part, and of each for all of its lines.

After a picture Textual makes the next one wait for up to two sixtieths of a second, whether it cost something or not.
What two pictures show, such as a line that is kept and that it is saved, takes that long. TEXTUAL_FPS is obeyed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Literal

from rich import cells
from textual import events
from textual import screen as screens
from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import OptionList

PICTURES = 240  # in a second, at most

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


def _get_renders(compositor: Compositor, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
    """As Textual's own, of the lines that ``crop`` has."""
    for widget, (region, clip) in compositor.visible_widgets.items():
        if crop is not None:
            clip = Region(clip.x, crop.y, clip.width, crop.height).intersection(clip)
        seen = region.intersection(clip)
        if seen.width and seen.height:
            yield region, clip, widget.render_lines(seen.translate(-region.offset))


def mend() -> None:
    """Mend them."""
    cells._split_text = _split_text
    Screen._on_resize = _on_resize  # type: ignore[method-assign, assignment]
    Compositor._get_renders = _get_renders  # type: ignore[method-assign, assignment]
    OptionList._move_page = _move_page  # type: ignore[method-assign, assignment]
    if "TEXTUAL_FPS" not in os.environ:
        screens.UPDATE_PERIOD = 1 / PICTURES  # type: ignore[misc]
