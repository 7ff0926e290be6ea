"""The mentorships on this machine."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core import progress
from mentor_tui.core.book import Book
from mentor_tui.core.dates import show_date
from mentor_tui.core.packs import Pack
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.bare import HELP, LOOK, BareScreen, GoTo
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import Row, Rows
from mentor_tui.widgets.text import join, plain

BROKEN = "broken/"  # before the name of a journal that cannot be read; no name holds a slash


class HomeScreen(BareScreen):
    """Choose the mentorship to work with."""

    AUTO_FOCUS = "#home"
    OFFERS = (
        Command("new", "n", "New mentorship", "Set up another mentorship", "New"),
        HELP,
        LOOK,
    )

    def __init__(
        self, shelf: Shelf, clock: Clock, read_pack: Callable[[str], tuple[Pack, str]], trouble: str = ""
    ) -> None:
        super().__init__()
        self.shelf = shelf
        self.clock = clock
        self.read_pack = read_pack
        self.trouble = trouble

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("Mentorships", classes="head")
        yield Static(plain(self.trouble, "bold $text-error"), id="trouble")
        yield Rows(id="home")
        yield Static("Enter opens", classes="quiet")

    def on_screen_resume(self) -> None:
        self.query_one("#trouble").display = bool(self.trouble)
        rows = []
        for entry in self.shelf.overview(self.clock):
            if entry.book is None:
                told = join(plain(entry.trouble, "$text-error"), "\n  ", plain("Enter shows its backups", "dim"))
                rows.append(Row(f"{BROKEN}{entry.name}", told, live=True))
            else:
                rows.append(Row(entry.name, self._content(entry.book), live=True))
        self.query_one(Rows).set_rows(rows or [Row("none", plain("None yet. Press n to set one up."))])

    def _content(self, book: Book) -> Content:
        mentorship = book.mentorship
        zone = zone_of(mentorship.my_zone)
        today = self.clock.now().astimezone(zone).date()
        pack, _ = self.read_pack(mentorship.pack)
        found = progress.figures(book, pack.rules, today)
        planned = book.planned
        when = "no date yet"
        if planned is not None and planned.planned_for is not None:
            mine = planned.planned_for.astimezone(zone)
            when = f"next {show_date(mine.date(), today)} {mine:%H:%M}"
        late = f", {progress.plural(found.actions_late, 'late action')}" if found.actions_late else ""
        about = f"{pack.title}, {found.held} of {found.minimum} held, {found.pace.value}, {when}"
        return join(plain(mentorship.partner, "bold"), "\n  ", plain(about, "dim"), plain(late, "bold $text-error"))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        key = event.row.key
        broken = key.startswith(BROKEN)
        self.post_message(GoTo("restore", key.removeprefix(BROKEN)) if broken else GoTo("mentorship", key))

    def action_new(self) -> None:
        """Set up another mentorship."""
        self.post_message(GoTo("setup"))
