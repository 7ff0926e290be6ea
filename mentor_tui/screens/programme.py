"""Progress: what was done so far, all that the programme's end takes, its steps and documents, and the log."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.core import log
from mentor_tui.core.offers import cards_for
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.records import Contact
from mentor_tui.core.sheets import Moment
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.ways import ways_but
from mentor_tui.widgets import progress_rows, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import RecordRows, Row, section, words
from mentor_tui.widgets.session_head import ProgressLine
from mentor_tui.widgets.text import join, lines, plain

MARGIN = 4  # cells beside the list and for its scroll bar


class ProgrammeScreen(DeskScreen):
    """How far the programme is, and what is missing."""

    CSS_PATH = "programme.tcss"
    AUTO_FOCUS = "#programme"
    OFFERS = (
        Command("leave", "escape", "Back", "Back to where you were", "Back"),
        Command("contact", "n", "Add a contact", "A call, an email, a congress: one line for the log", "Contact"),
        *COMMON,
        *ways_but("open_programme"),
    )

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("", id="programme-head", classes="head", markup=False)
        yield RecordRows(id="programme")
        yield ProgressLine(self.desk, id="programme-line")

    def sync(self) -> None:
        self.query_one("#programme-head", Static).update(plain(f"Progress: {self.desk.pack.title}"))
        self.query_one("#programme", RecordRows).set_rows(self._rows())
        self.show_progress()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    def _rows(self) -> list[Row]:
        desk = self.desk
        path = desk.path
        rows = progress_rows.so_far(desk, self.size.width - MARGIN)
        title = f"{path_title(desk.pack)}: {path_words(path)}, until {desk.day(desk.mentorship.ends_on)}"
        rows += section(title, [sheet_shapes.path_row(desk, line) for line in path])
        rows += section("Steps of the programme", sheet_shapes.step_rows(desk))
        rows += section("Documents that are not included", sheet_shapes.draft_rows(desk))
        closing = cards_for(desk.pack, desk.mentorship.role, Moment.completing)
        rows += section("At the end", [sheet_shapes.card_link(desk, card, sign="- ") for card in closing])
        rows += section("Forms", [sheet_shapes.form_link(desk, form) for form in desk.pack.forms.values()])
        rows += section(desk.pack.log_word, self._log(), "Nothing yet.")
        rows.append(words("log hint", plain("n adds a call, an email, a congress; Del takes one away", "dim")))
        if desk.office:
            rows += section("Whom to turn to", [words("office", plain(desk.office))])
        return rows[1:] if rows and rows[0].key.startswith("gap") else rows

    def _log(self) -> list[Row]:
        desk = self.desk
        rows = []
        for entry in log.entries(desk.book, desk.zone):
            head = plain(f"{desk.day(entry.on)}  {entry.told}  ", "dim")
            contact = entry.record if isinstance(entry.record, Contact) else None
            rows.append(Row(f"log {entry.record.id}", join(head, lines(entry.text)), contact is not None, contact, 2))
        return rows

    def action_contact(self) -> None:
        """Ask for a contact in one line."""
        desk = self.desk

        def read(text: str) -> tuple[bool, str]:
            found = log.read_contact(text, desk.today, desk.settings.day_first)
            if found is None:
                return False, "say what it was"
            on, way, said = found
            return True, f"{desk.settings.show_date_long(on)}, {way.value}: {said}"

        def taken(text: str) -> bool:
            found = log.read_contact(text, desk.today, desk.settings.day_first)
            if found is None or not self.do(change := log.add_contact(*found, desk.now())):
                return False
            for rows in self.query("#programme").results(RecordRows):  # the page may be gone by now
                rows.go_to(f"log {change.puts[0].id}")
            self.notify("It is in the log.", timeout=3)
            return True

        hint = "For example: 12 nov email: sent the abstract."
        self.ask("A call, an email, a congress", "", read, hint, place="contact", taken=taken)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
