"""One part of a checklist as a page: a list to tick, such as what help is wanted with."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.core.packs import Part
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Rows, words
from mentor_tui.widgets.text import lines, plain


class TicksScreen(DeskScreen):
    """One part of a checklist."""

    AUTO_FOCUS = "#ticks"
    OFFERS = (Command("leave", "escape", "Back", "Back to where you were", "Back"), *COMMON, *WAYS)

    def __init__(self, desk: Desk, part: Part, subject: str) -> None:
        super().__init__(desk)
        self.part = part
        self.subject = subject

    def body(self) -> ComposeResult:
        """The head and the lines."""
        yield Static("", id="ticks-head", classes="head", markup=False)
        yield Rows(id="ticks")

    def sync(self) -> None:
        count = sum(1 for line in self.part.lines if self.desk.book.is_checked(line.key))
        head = f"{self.part.title}   {count} of {len(self.part.lines)} ticked"
        self.query_one("#ticks-head", Static).update(plain(head))
        rows = [words("intro", lines(self.part.intro, "dim")), words("gap", "")]
        rows += [shapes.tick_row(self.desk, line) for line in self.part.lines]
        self.query_one("#ticks", Rows).set_rows(rows)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
