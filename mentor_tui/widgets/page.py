"""A page of rows to read, scrolled as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mentor_tui.widgets.rows import Row


class Page(VerticalScroll):
    """Shows rows that are only read, wrapped lines under their words."""

    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; padding: 0 1; & > Static { height: auto; } }
    """

    def __init__(self, rows: Iterable[Row] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._first = list(rows)

    def compose(self) -> ComposeResult:
        yield from (Static(row.visual, markup=False) for row in self._first)

    async def show(self, rows: Iterable[Row]) -> None:
        """Show other rows, from the top."""
        statics = [Static(row.visual, markup=False) for row in rows]
        async with self.batch():
            await self.remove_children()
            await self.mount_all(statics)
        self.scroll_home(animate=False)
