"""The mentorships on this machine."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mentor_tui.core.settings import Settings
from mentor_tui.core.summary import View, headline
from mentor_tui.data.faults import reason
from mentor_tui.data.overview import Line, Overview
from mentor_tui.screens.bare import HELP, LOOK, SETTINGS, BareScreen, GoTo
from mentor_tui.widgets import mentorships
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.mentorships import BROKEN
from mentor_tui.widgets.reading import Reading
from mentor_tui.widgets.rows import Row, Rows
from mentor_tui.widgets.text import plain

BATCH = 0.12  # seconds of reading after which what was read is put up


class HomeScreen(BareScreen):
    """Choose the mentorship to work with. ``settings`` gives what the user chose."""

    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#home"
    OFFERS = (
        Command("new", "n", "New mentorship", "Set up another mentorship", "New"),
        Command("search", "slash", "Search by name or programme", "Type a name or a programme", "Search"),
        Command("sort", "s", "Order of the list", "Next session, needs attention, days left, name", "Order"),
        Command("late_only", "l", "Only those with something late", "Only those with late actions, or all", "Late"),
        Command("show_archived", "a", "Show or hide archived ones", "Show archived mentorships too", "Archived"),
        Command("archive", "x", "Archive, or bring back", "Put a mentorship away, or bring it back", "Archive"),
        Command("clear_search", "escape", "Empty the search", "Leave the search and empty it"),
        Command("to_list", "down", "To the list", "From the search to the list"),
        Command("undo_change", "ctrl+z", "Undo", "Take the last archiving back", first=True),
        HELP,
        SETTINGS,
        LOOK,
    )

    def __init__(self, overview: Overview, settings: Callable[[], Settings], trouble: str = "") -> None:
        super().__init__()
        self.overview = overview
        self._settings = settings
        self.trouble = trouble
        self.reading = Reading(self)
        self._moved = False
        """Whether the cursor was moved; before, rows that come in above must not push it down."""
        self._put = ""
        """The row on which it was put without being moved."""

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("Mentorships", id="home-head", classes="head", markup=False)
        yield Static(plain(self.trouble, "bold $text-error"), id="trouble")
        yield Static("", id="home-due", classes="quiet", markup=False)
        yield Entry(self.overview.view.search, id="home-search", placeholder="A name or a programme")
        yield Static("", id="home-columns", classes="quiet", markup=False)
        yield Rows(id="home")
        yield Static("Enter opens", id="home-hint", classes="quiet", markup=False)

    def on_mount(self) -> None:
        self.query_one("#trouble").display = bool(self.trouble)
        self._show_search(bool(self.overview.view.search))

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        self.show_rows()
        self.read()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_soon)

    def on_unmount(self) -> None:
        self.reading.stop()

    # Reading

    def read(self) -> None:
        """Read what is new or has changed, on a thread; what is known stands there meanwhile."""
        self.reading.start(self.overview.read, lambda _: self._show_soon(), self._read, BATCH)

    def _read(self, error: OSError | None) -> None:
        """All of it was read, or it cannot be."""
        if error is not None:
            trouble = f"The mentorships cannot be listed: {reason(error)}."
            self.notify(trouble, severity="error", timeout=15, markup=False)
        self._show_soon()
        self._moved = True

    def _show_soon(self) -> None:
        """Show the rows, if the screen and its list are still there to show them."""
        if self.is_mounted and self.is_attached and self.query(Rows) and not self.reading.stopped:
            self.show_rows()

    # Showing

    @property
    def view(self) -> View:
        """How the list is looked at."""
        return self.overview.view

    def show_rows(self) -> None:
        """Show what is known by now."""
        settings, view, listed = self._settings(), self.view, self.overview.listed
        good = [(line, line.summary) for line in listed if line.summary is not None]
        shown = [(line, found) for line, found in good if view.shows(found)]
        lines = [line for line, found in sorted(shown, key=lambda pair: view.order(pair[0].name, pair[1]))]
        if not view.late_only:
            broken = [line for line in listed if line.summary is None and view.named(line.name)]
            lines += sorted(broken, key=lambda line: line.name)
        width = max(30, self.size.width - 3)  # the list's own blanks and its bar
        self._set_rows(mentorships.rows(lines, width, settings))
        self.query_one("#home-columns", Static).update(mentorships.head(width, settings))
        self.query_one("#home-columns").display = bool(shown)
        # A sum that grows while rows come in says nothing; its line is there already, so that nothing jumps.
        complete = self.overview.complete
        due = headline(found for _, found in good) if settings.reminders and complete else ""
        self.query_one("#home-due", Static).update(plain(f"{due}." if due else ""))
        self.query_one("#home-due").display = bool(due) or (settings.reminders and not complete)
        self.query_one("#home-head", Static).update(plain(self._head(len(lines), len(listed))))

    def _head(self, shown: int, known: int) -> str:
        view = self.view
        parts = ["Mentorships", view.sort.value]
        parts += ["only late"] if view.late_only else []
        parts += ["archived too"] if view.archived else []
        count = f"{shown}" if shown == known else f"{shown} of {known}"
        return ", ".join(parts) + (f"   {count}" if known > 1 else "") + ("   reading" if self.reading.going else "")

    def _set_rows(self, rows: list[Row]) -> None:
        listed = self.query_one(Rows)
        listed.set_rows(rows or [Row("none", plain(self._none()))])
        if not self._moved and rows:
            self._put_cursor(listed)
        if listed.highlighted is not None:
            listed.call_after_refresh(listed.scroll_to_highlight)

    def _put_cursor(self, listed: Rows) -> None:
        """Put the cursor where it was last time, else on the first row once all is read."""
        if any(row.key == self.view.at for row in listed.rows):
            listed.go_to(self.view.at)
        else:
            # No cursor while rows come in: Enter would open what came under it just then.
            listed.highlighted = None if self.reading.going else 0
        self._put = listed.row.key if listed.row is not None else ""

    def _none(self) -> str:
        """Why there is no row."""
        view, good = self.view, [line.summary for line in self.overview.listed if line.summary is not None]
        if self.reading.going and not good:
            return "Reading the mentorships."
        if view.search:
            return "Nobody is called that. Esc empties the search."
        if view.late_only and good:
            return "Nothing is late. l shows all."
        if good:
            return "All are archived. a shows them, n sets up a new one."
        return "None yet. Press n to set one up."

    @property
    def line(self) -> Line | None:
        """What is under the cursor."""
        row = self.query_one(Rows).row
        return self.overview.lines.get(row.key.removeprefix(BROKEN)) if row is not None and row.live else None

    def _look(self, **fields: object) -> None:
        """Look at the list in another way."""
        self.overview.view = msgspec.structs.replace(self.view, **fields)
        self.show_rows()

    # What is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._open(event.row)

    def _open(self, row: Row) -> None:
        key = row.key
        self.overview.view = msgspec.structs.replace(self.view, at=key)
        broken = key.startswith(BROKEN)
        self.post_message(GoTo("restore", key.removeprefix(BROKEN)) if broken else GoTo("mentorship", key))

    def on_option_list_option_highlighted(self) -> None:
        row = self.query_one(Rows).row
        self._moved = self._moved or (row is not None and row.key != self._put)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.view.search:
            self._look(search=event.value)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the search opens the first that was found when it is the only one; else it goes to the list."""
        event.stop()
        listed = self.query_one(Rows)
        live = [row for row in listed.rows if row.live]
        if len(live) == 1:
            self._open(live[0])
        else:
            listed.focus()

    def action_search(self) -> None:
        """Put the focus in the search."""
        self._show_search(True)
        self.query_one("#home-search").focus()

    def action_clear_search(self) -> None:
        """Empty the search and go to the list."""
        search = self.query_one("#home-search", Input)
        search.value = ""
        self._look(search="")
        self.query_one(Rows).focus()
        self._show_search(False)

    def _show_search(self, shown: bool) -> None:
        self.query_one("#home-search").display = shown
        hint = "Enter goes to what was found, Esc empties the search" if shown else "Enter opens"
        self.query_one("#home-hint", Static).update(hint)

    def action_to_list(self) -> None:
        """From the search to the list."""
        self.query_one(Rows).focus()

    def action_sort(self) -> None:
        """The next order of the list."""
        self._look(sort=self.view.sort.following)

    def action_late_only(self) -> None:
        """Only those with something late, or all."""
        self._look(late_only=not self.view.late_only)

    def action_show_archived(self) -> None:
        """Show archived ones too, or not."""
        self._look(archived=not self.view.archived)

    def action_archive(self) -> None:
        """Put the mentorship under the cursor away, or bring it back."""
        line = self.line
        if line is None or line.summary is None:
            return
        self._tell(*self.overview.archive(line.name, not line.summary.archived))

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self.overview.undo_label

    async def action_undo_change(self) -> None:
        """Take the last archiving back."""
        await caught_up(self.app)
        self._tell(*self.overview.undo())

    def _tell(self, done: bool, words: str) -> None:
        self.app.clear_notifications()
        self.notify(words, timeout=6, severity="information" if done else "warning", markup=False)
        if done:
            self.read()

    def action_new(self) -> None:
        """Set up another mentorship."""
        self.post_message(GoTo("setup"))
