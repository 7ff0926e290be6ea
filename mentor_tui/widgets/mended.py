"""Faults of the libraries that would end the program, make it flicker for ever or slow, mended while it runs.

Rich counts the cells of a text in two ways that differ when it begins with U+200D twice. Cutting such a text to a width
then runs past its end. ``clean`` takes such text away, but in a field any letter can be deleted that stood between two
joiners.

A Textual screen that is told a new size lays itself out and is told that size again. When the next size comes in
between, the two go round and round, and the screen is drawn in one and the other without end.

A Textual list (the palette's, too) that is to move by a page before its rows were laid out looks up the line of a row
that it has not counted yet.

A Textual list counts its lines before they bring a scroll bar, or take it away, and keeps what it counted: where a row
wraps in another way beside the bar, the last of its lines is missing.

A Textual widget that was to be laid out anew, but was laid out before it came to say so, keeps that height whatever it
was told to show in between.

A Textual screen that draws some of its lines anew asks each widget that shares a container with them for all that it
shows, though other widgets cover it.

A Textual sheet of styles reads all that it is made of anew for the theme, and for each page that brings styles of its
own; and with the next that is added once again, since what it read was put into another sheet's memory.

A Textual page is laid out once more as it comes because it is told to hide its messages when there are none to be seen.

After a picture Textual makes the next one wait for up to two sixtieths of a second, whether it cost something or not.
What two pictures show, such as a line that is kept and that it is saved, takes that long. TEXTUAL_FPS is obeyed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal

from rich import cells
from textual import events
from textual import screen as screens
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.notifications import Notifications
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets._toast import ToastRack

PICTURES = 500  # in a second, at most

_cut = cells._split_text
_chopped = Compositor._render_chops
_resized = Screen._on_resize
_paged = OptionList._move_page
_counted = OptionList._update_lines
_refreshed = Widget.refresh
_reparsed = Stylesheet.reparse
_shown = ToastRack.show


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


def _update_lines(rows: OptionList) -> None:
    """As Textual's own, at the width that the rows have beside the scroll bar, or without it, once they are counted.

    A list as high as its rows is told its size anew. Till then it may have a bar, of which it must not become longer.
    """
    had_bar = rows.show_vertical_scrollbar
    _counted(rows)
    if rows.show_vertical_scrollbar != had_bar and not rows.styles.auto_dimensions:
        rows._line_cache.clear()
        rows._option_render_cache.clear()
        _counted(rows)


def _refresh(
    widget: Widget, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
) -> Widget:
    """As Textual's own; each change that asks for a layout tells what was measured before it from what comes after."""
    if layout and widget._layout_required:
        widget._layout_updates += 1
    return _refreshed(widget, *regions, repaint=repaint, layout=layout, recompose=recompose)


def _render_chops(
    compositor: Compositor, crop: Region, is_rendered_line: Callable[[int], bool]
) -> list[dict[int, Strip | None]]:
    """As Textual's own: the pieces of the lines that are drawn, by where they begin; asks only for those."""
    lines = [y for y in crop.line_range if is_rendered_line(y)]
    cuts = compositor.cuts
    chops: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
    # From front to back: what is there first covers what comes later.
    for widget, (region, clip) in compositor.visible_widgets.items():
        seen = region.intersection(clip)
        if not crop.overlaps(seen):
            continue
        left, right = seen.column_span
        pieces = {y: [cut for cut in cuts[y] if left <= cut <= right] for y in lines if seen.y <= y < seen.bottom}
        bare = [y for y, at in pieces.items() if any(chops[y][cut] is None for cut in at[:-1])]
        if not bare:
            continue
        top = bare[0]
        strips = widget.render_lines(Region(left - region.x, top - region.y, seen.width, bare[-1] - top + 1))
        for y in bare:
            at, line = pieces[y], chops[y]
            for cut, strip in zip(at, strips[y - top].divide([cut - left for cut in at[1:]]), strict=False):
                if line[cut] is None:
                    line[cut] = strip
    return chops


def _show(rack: ToastRack, notifications: Notifications) -> None:
    """As Textual's own, where there is something to be shown or to be taken away."""
    if notifications or rack.display or rack.children:
        _shown(rack, notifications)


def _reparse(sheet: Stylesheet) -> None:
    """As Textual's own; what was read since the theme came is not read again, and a fault leaves the sheet as it is."""
    sheet.parse()


def mend() -> None:
    """Mend them."""
    cells._split_text = _split_text
    Screen._on_resize = _on_resize  # type: ignore[method-assign, assignment]
    Compositor._render_chops = _render_chops  # type: ignore[method-assign, assignment]
    OptionList._move_page = _move_page  # type: ignore[method-assign, assignment]
    OptionList._update_lines = _update_lines  # type: ignore[method-assign, assignment]
    Widget.refresh = _refresh  # type: ignore[method-assign, assignment]
    Stylesheet.reparse = _reparse  # type: ignore[method-assign, assignment]
    ToastRack.show = _show  # type: ignore[method-assign, assignment]
    if "TEXTUAL_FPS" not in os.environ:
        screens.UPDATE_PERIOD = 1 / PICTURES  # type: ignore[misc]
