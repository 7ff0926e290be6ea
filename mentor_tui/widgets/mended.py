"""Two faults of the libraries that would end the program or make it flicker for ever, mended while it runs.

Rich counts the cells of a text in two ways that differ when it begins with U+200D twice. Cutting such a text to a width
then runs past its end. ``clean`` takes such text away, but in a field any letter can be deleted that stood between two
joiners.

A Textual screen that is told a new size lays itself out and is told that size again. When the next size comes in
between, the two go round and round, and the screen is drawn in one and the other without end.
"""

from __future__ import annotations

from rich import cells
from textual import events
from textual.screen import Screen

_cut = cells._split_text
_resized = Screen._on_resize


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


def mend() -> None:
    """Mend them."""
    cells._split_text = _split_text
    Screen._on_resize = _on_resize  # type: ignore[method-assign, assignment]
