"""A journal put right: its backups, and what is wrong with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core.book import Book
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Note
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.data.backups import Backup, Backups
from mentor_tui.data.faults import reason, unreadable
from mentor_tui.data.journal_file import Loaded, read_journal
from mentor_tui.data.restore import InUse, restore_journal, take_journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.screens.bare import HELP, LOOK, SETTINGS, BareScreen, GoTo
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import Row, Rows, heading, words
from mentor_tui.widgets.text import join, plain

AS_IT_IS = "as it is"


class RestoreScreen(BareScreen):
    """Choose what takes the place of a journal. Nothing is thrown away: the file that was there is kept."""

    AUTO_FOCUS = "#restore"
    DEFAULT_CSS = "RestoreScreen .told { padding: 1; }"
    OFFERS = (
        Command("leave", "escape", "Leave", "Leave everything as it is", "Leave"),
        HELP,
        SETTINGS,
        LOOK,
    )

    def __init__(self, shelf: Shelf, name: str, clock: Clock, settings: Settings = DEFAULTS) -> None:
        super().__init__()
        self.shelf = shelf
        self.name_of_journal = name
        self.clock = clock
        self.settings = settings
        self._backups: dict[str, Backup] = {}

    def body(self) -> ComposeResult:
        """What is wrong, and the list."""
        yield Static(plain(f"Backups of {self.name_of_journal}"), classes="head")
        yield Static("", id="trouble", classes="told", markup=False)
        yield Rows(id="restore")
        yield Static("Enter restores. The file that is there now is kept beside the backups.", classes="quiet")

    def on_mount(self) -> None:
        rows: list[Row] = []
        trouble, parses = self._trouble()
        told = (
            plain(trouble, "bold $text-error") if trouble else plain("The journal itself can be read.", "$text-success")
        )
        self.query_one("#trouble", Static).update(told)
        good: list[Row] = []
        try:
            for number, (backup, found) in enumerate(self._found().good()):
                self._backups[str(number)] = backup
                good.append(self._row(str(number), backup, found))
        except OSError as error:
            rows.append(words("unread", plain(f"The backups cannot be read: {reason(error)}.", "$text-error")))
        if good:
            rows += [heading("Backups, the newest first"), *good]
        else:
            rows.append(words("none", plain("There is no backup that can be read.")))
        if parses:
            hint = "All its lines can be read. Choose this if you changed the file yourself."
            rows += [
                words("gap", ""),
                Row(AS_IT_IS, join(plain("Take the file as it is", "bold"), "\n  ", plain(hint, "dim")), True),
            ]
        self.query_one(Rows).set_rows(rows)

    def _found(self) -> Backups:
        return self.shelf.backups(self.name_of_journal)

    def _trouble(self) -> tuple[str, bool]:
        """What is wrong with the journal, and whether its records can be read all the same."""
        try:
            read_journal(self.shelf.path(self.name_of_journal))
        except BrokenJournal as error:
            return str(error), error.parses
        except FileNotFoundError:
            return f"The file {self.name_of_journal}.json is gone.", False
        except OSError as error:
            return str(unreadable(f"{self.name_of_journal}.json", error)), False
        return "", False

    def _row(self, key: str, backup: Backup, found: Loaded) -> Row:
        book = Book(found.records)
        made = backup.made_at.astimezone(zone_of(book.mentorship.my_zone))
        today = self.clock.now().astimezone(made.tzinfo).date()
        when = f"{self.settings.show_date(made.date(), today)} {self.settings.show_hour(made)}"
        kept = plural(sum(1 for _ in book.every(Note)) + len(book.actions), "line")
        about = f"{backup.why.words}: {plural(len(book.held), 'session')} held, {kept} kept"
        return Row(key, join(plain(when, "bold"), "\n  ", plain(about, "dim")), True)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        key = event.row.key
        if key == AS_IT_IS:
            title, yes = "Take the file as it is?", "Take it"
        else:
            title, yes = "Put this backup in the journal's place?", "Restore it"
        choices = [
            Choice("no", "Leave everything as it is"),
            Choice("yes", yes, "The file that is there now is kept"),
        ]

        def taken(answer: str | None) -> None:
            if answer == "yes":
                self._put_right(key)

        self.app.push_screen(Pick(title, choices), taken)

    def _put_right(self, key: str) -> None:
        path = self.shelf.path(self.name_of_journal)
        try:
            if key == AS_IT_IS:
                kept = take_journal(path, self.clock)
            else:
                kept = restore_journal(path, self._backups[key], self.clock)
        except (BrokenJournal, InUse) as error:
            self.notify(str(error), severity="error", timeout=15, markup=False)
        except OSError as error:
            self.notify(
                f"It could not be put right: {reason(error)}. Look at the list again.",
                severity="error",
                timeout=15,
                markup=False,
            )
        else:
            where = f" What was there before is kept as {kept}." if kept else ""
            self.notify(f"Done.{where}", timeout=15, markup=False)
            self.post_message(GoTo("mentorship", self.name_of_journal))

    def action_leave(self) -> None:
        """Back to the mentorship, or to the list when it cannot be read."""
        self.post_message(GoTo("home") if self._trouble()[0] else GoTo("mentorship", self.name_of_journal))
