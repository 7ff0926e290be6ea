"""A list to choose one thing from, narrowed down by typing."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mentor_tui.screens.dialog import give
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.in_order import Eager
from mentor_tui.widgets.rows import Row, Rows
from mentor_tui.widgets.text import join, plain

SHOWN = 1000


class Choice(NamedTuple):
    """One thing to choose: its key, its name, and a line about it."""

    key: str
    name: str
    about: str = ""


class Pick(Eager, ModalScreen[str | None]):
    """Gives the key of the choice, or None when it is left."""

    CSS_PATH = "pick.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", "Leave"),
        Binding("down", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("up", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "Page down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "Page up", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: list[Choice], current: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title), id="pick-title")
            yield Entry(placeholder="Type to search", id="pick-search")
            yield Rows(id="pick-rows")
            yield Static("Up and down choose, Enter takes it, Esc leaves", id="pick-hint")

    def on_mount(self) -> None:
        self._show("")
        self.query_one(Rows).go_to(self._current)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value, searched=True)

    def on_input_submitted(self) -> None:
        row = self.query_one(Rows).row
        if row is not None and row.live:
            give(self, row.key)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        give(self, event.row.key)

    def action_move(self, how: str) -> None:
        """Move in the list while the search keeps the focus."""
        getattr(self.query_one(Rows), f"action_{how}")()

    def action_leave(self) -> None:
        """Leave without a choice."""
        give(self, None)

    def _show(self, search: str, *, searched: bool = False) -> None:
        wanted = set(search.casefold().replace("_", " ").split())
        found = [
            choice
            for choice in self._choices
            if all(word in f"{choice.name} {choice.about}".casefold().replace("_", " ") for word in wanted)
        ]
        rows = [
            Row(
                choice.key,
                join(plain(choice.name, "bold"), "\n  " if choice.about else "", plain(choice.about, "dim")),
                True,
            )
            for choice in found[:SHOWN]
        ]
        rows = rows or [Row("none", plain("Nothing is called that", "dim"))]
        self.query_one(Rows).set_rows(rows, at_start=searched)
