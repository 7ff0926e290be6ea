"""What the pages with a search above a list share: the search keeps the focus while the list is gone through."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Input

from mentor_tui.screens.base import DeskScreen
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.rows import Rows


class SearchScreen(DeskScreen):
    """A page with a search and a list. ``SEARCH`` and ``LIST`` name the two."""

    SEARCH: ClassVar[str]
    LIST: ClassVar[str]

    @property
    def search(self) -> Input:
        """The field."""
        return self.query_one(self.SEARCH, Input)

    @property
    def listed(self) -> Rows:
        """The list."""
        return self.query_one(self.LIST, Rows)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    def chosen(self, _: Rows.Chosen) -> None:
        """A row was chosen while the list has the focus: as from the search."""
        self.action_open()

    def action_open(self) -> None:
        """Open what is under the cursor."""

    async def action_go(self, how: str) -> None:
        """Move in the list while the search keeps the focus."""
        await caught_up(self.app)
        if self.is_attached:
            getattr(self.listed, f"action_{how}")()

    def action_leave(self) -> None:
        """Empty the search, else back to where it was opened."""
        if self.search.value:
            self.search.value = ""
        else:
            self.app.pop_screen()
