"""One thing to read: a card or an activity with where it comes from, the story of an action, a goal."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mentor_tui.screens.dialog import give
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.rows import Row
from mentor_tui.widgets.text import plain


class Read(ModalScreen[None]):
    """Shows one thing until it is closed."""

    CSS_PATH = "read.tcss"
    AUTO_FOCUS = "#read-page"
    BINDINGS = [("escape,enter,q", "leave", "Close")]  # noqa: RUF012

    def __init__(self, title: str, rows: Iterable[Row], source: str = "") -> None:
        super().__init__()
        self._title = title
        self._rows = list(rows)
        self._source = source

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title), id="read-title")
            yield Page(self._rows, id="read-page")
            if self._source:
                yield Static(plain(f"Source: {self._source}"), id="read-source")
            yield Static("Esc closes, arrows scroll", id="read-hint")

    def action_leave(self) -> None:
        """Close."""
        give(self, None)
