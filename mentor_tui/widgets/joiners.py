"""Keeps Rich from stumbling over joiners that join nothing.

Rich counts the cells of a text in two ways that differ when it begins with U+200D twice. Cutting such a text to a width
then runs past its end, and the program would end. ``clean`` takes such text away, but in a field any letter can be
deleted that stood between two joiners.
"""

from __future__ import annotations

from rich import cells

_cut = cells._split_text


def _split_text(text: str, cell_position: int, unicode_version: str = "auto") -> tuple[str, str]:
    """As Rich's own; a text that it cannot cut is cut without its joiners and variation selectors."""
    try:
        return _cut(text, cell_position, unicode_version)
    except (IndexError, ZeroDivisionError):
        bare = text.replace("\u200d", "").replace("\ufe0f", "")
        missing = cell_position - cells.cell_len(bare)
        return (bare + " " * missing, "") if missing >= 0 else _cut(bare, cell_position, unicode_version)


def mend() -> None:
    """Make Rich cut every text."""
    cells._split_text = _split_text
