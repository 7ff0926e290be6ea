"""A page of rows to read, scrolled as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mentor_tui.widgets.hanging import Stacked
from mentor_tui.widgets.rows import Row


class Page(VerticalScroll):
    """Shows rows that are only read, wrapped lines under their words."""

    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; padding: 0 1; & > Static { height: auto; } }
    """

    def __init__(self, rows: Iterable[Row] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._first = Stacked(row.visual for row in rows)

    def compose(self) -> ComposeResult:
        yield Static(self._first, markup=False)

    def show(self, rows: Iterable[Row], *, stay: bool = False) -> None:
        """Show other rows, from the top; ``stay`` leaves the page scrolled as it is."""
        self.query_one(Static).update(Stacked(row.visual for row in rows))
        if not stay:
            self.scroll_home(animate=False)
