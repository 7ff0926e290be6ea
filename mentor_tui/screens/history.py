"""Everything that was kept, found by typing; the sessions read as they were; what was deleted brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, OptionList, Static

from mentor_tui.clock import zone_of
from mentor_tui.core import bring_back
from mentor_tui.core.query import Query, read_query
from mentor_tui.core.search import Entry, Found, Index, entries_of
from mentor_tui.data.shelf import Entry as OnShelf
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.bare import COMMON, GoTo
from mentor_tui.screens.jump import jump
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.read import Read
from mentor_tui.screens.searching import SearchScreen
from mentor_tui.screens.ways import ways_but
from mentor_tui.widgets import found_rows
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.entry import Entry as Field
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.reading import Reading
from mentor_tui.widgets.rows import Rows, words
from mentor_tui.widgets.text import plain

Other = tuple[str, list[Entry] | None]  # a mentorship, and what is in it when it can be read

DELETED = "is:deleted "
FILTERS = (
    Choice("kind:decision ", "One kind", "kind:note decision question feedback action goal review answer contact"),
    Choice("is:open ", "Still open", "open actions, goals and questions"),
    Choice("is:late ", "Late", "actions that are late; also is:done is:dropped is:reached"),
    Choice("owner:me ", "Mine to do", "owner:me owner:noa owner:both owner:nobody"),
    Choice("after:1 nov ", "Since a day", "after:1 nov after:monday after:2026-11-01"),
    Choice("before:today ", "Before a day", "before:today before:1 nov; on:yesterday"),
    Choice("goal:", "Towards a goal", 'goal:fellowship goal:"first job"'),
    Choice("is:private ", "Private", "what only you see"),
    Choice(DELETED, "Deleted", "what was deleted or taken back by undo; Alt+R brings it back"),
    Choice("in:", "In a mentorship", "in:noa, with all mentorships (Alt+M)"),
)


class HistoryScreen(SearchScreen):
    """The history of the mentorship, or of all."""

    CSS_PATH = "history.tcss"
    AUTO_FOCUS = SEARCH = "#history-search"
    LIST = "#history"
    OFFERS = (
        Command("leave", "escape", "Back", "Empty the search, or back to where you were", "Back"),
        Command("open", "enter", "Open", "Go to the place of what is under the cursor"),
        Command("filters", "alt+k", "Filters of the search", "Only one kind, one owner, since a day", "Filters", True),
        Command("widen", "alt+m", "All mentorships, or this one", "Where to search", "All mentorships", True),
        Command("bring_back", "alt+r", "Bring back what was deleted", "It stands where it stood", "Bring back", True),
        Command("deleted", "alt+x", "Deleted things", "Find what was deleted or taken back by undo", first=True),
        Command("go('cursor_down')", "down", "Down", "The next line of the list", first=True),
        Command("go('cursor_up')", "up", "Up", "The line before", first=True),
        Command("go('page_down')", "pagedown", "Further down", "A page further down the list", first=True),
        Command("go('page_up')", "pageup", "Further up", "A page further up the list", first=True),
        *COMMON,
        *ways_but("open_history"),
    )

    def __init__(self, desk: Desk, first: str = "") -> None:
        """``first`` is what stands in the search."""
        super().__init__(desk)
        self._first = first
        self._index = Index()
        self._everywhere = False
        self.reading = Reading(self)
        self._unreadable: list[str] = []
        self._entries: dict[str, Entry] = {}
        self._total = 0

    def body(self) -> ComposeResult:
        """The search with a line about it, the list, and the place of what is under the cursor."""
        yield Static("Find, and history", classes="head", id="history-head", markup=False)
        yield Field(self._first, placeholder="Type to search all that was kept", id="history-search", goes_on=True)
        yield Static("", id="history-told", classes="quiet", markup=False)
        with Horizontal(id="history-box"):
            yield Rows(id="history")
            yield Page(id="history-page", can_focus=False)

    # Searching

    def sync(self) -> None:
        """Take up what the journal holds now, and search again."""
        desk = self.desk
        self._index.put(desk.journal.name, entries_of(desk.journal.name, desk.book, desk.zone))
        self._list()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(searched=True)

    @property
    def query_line(self) -> str:
        """What stands in the search."""
        return self.search.value

    def _query(self) -> Query:
        desk = self.desk
        return read_query(self.query_line, desk.today, desk.settings.day_first)

    def _list(self, *, searched: bool = False) -> None:
        desk = self.desk
        wanted = self._query()
        listed = self.listed
        room = (listed.outer_size.width or self.app.size.width) - PADDING
        found = self._find(wanted)
        self._entries = {entry.key: entry for entry in found.entries}
        if wanted.empty and not self._everywhere:
            rows = found_rows.session_rows(desk, room)
            rows = rows or [words("none", plain("No session yet. All that you keep will be found here.", "dim"))]
        else:
            self._total = found.total
            rows = found_rows.found_rows(desk, found, wanted.words, room, named=self._everywhere)
            rows = rows or [words("none", plain("Nothing says that.", "dim"))]
        listed.set_rows(rows, at_start=searched)
        self._tell(wanted)
        self._show_page()  # where nothing is under the cursor, no list says so

    def _find(self, wanted: Query) -> Found:
        desk = self.desk
        if wanted.empty:
            wanted = Query(kinds=frozenset(("session",)))
        only = "" if self._everywhere else desk.journal.name
        return self._index.find(wanted, desk.today, only=only, private=not desk.hides_private)

    def _tell(self, wanted: Query) -> None:
        """Say how much was found and where, and how to find less."""
        where = "all mentorships" if self._everywhere else "this mentorship"
        count = "The sessions" if wanted.empty else f"{self._total:,} found"
        told = [f"{count} in {where}"]
        if self.reading.going:
            told.append(f"{len(self._index.names)} read so far")
        if self._everywhere and self._unreadable:
            told.append(f"{len(self._unreadable)} cannot be read")
        if self.size.width >= 60:
            told.append("Alt+K filters: kind: is: owner: after: before: goal:")
        self.query_one("#history-told", Static).update(plain("   ".join(told)))

    # All mentorships

    async def action_widen(self) -> None:
        """Search all mentorships, or this one alone again."""
        await caught_up(self.app)
        if not self.is_attached:
            return
        self._everywhere = not self._everywhere
        if self._everywhere:
            self._unreadable = []
            self.reading.start(self._others(), self._came, lambda _: self._list_there(), SOON)
        else:
            self.reading.stop()
        self._list(searched=True)

    def on_unmount(self) -> None:
        self.reading.stop()

    def _others(self) -> Callable[[], Iterator[Other]]:
        """What goes through the other mentorships, on a thread."""
        own = self.desk.journal
        shelf, name = Shelf(own.path.parent), own.name
        return lambda: map(_entries_in, shelf.each(but=name))

    def _came(self, found: list[Other]) -> None:
        """Search some more mentorships, too."""
        for name, entries in found:
            if entries is None:
                self._index.drop(name)
                self._unreadable.append(name)
            else:
                self._index.put(name, entries)
        self._list_there()

    def _list_there(self) -> None:
        if self.query("#history"):
            self._list()

    # The place of what is under the cursor

    @property
    def entry(self) -> Entry | None:
        """What is under the cursor, if it is a result."""
        row = self.listed.row
        return self._entries.get(row.key) if row is not None else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_page()

    def _show_page(self) -> None:
        page = self.query_one("#history-page", Page)
        entry = self.entry
        if entry is None:
            page.show([])
            return
        around = self._index.around(entry, private=not self.desk.hides_private)
        page.show(found_rows.page_rows(self.desk, entry, around))

    def action_open(self) -> None:
        """Go to the place of what is under the cursor; what was deleted is shown."""
        from mentor_tui.screens.past import PastScreen

        row, entry = self.listed.row, self.entry
        if entry is None:
            if row is not None and row.act is not None:
                place = row.act.key
                self.open_once(PastScreen, lambda: PastScreen(self.desk, place), place)
        elif entry.name != self.desk.journal.name:
            self._open_elsewhere(entry)
        elif entry.deleted:
            self._read_here(entry, [entry])
        else:
            jump(self, entry.record)

    def _open_elsewhere(self, entry: Entry) -> None:
        """Go to another mentorship; while a session is on here, only show what was found there."""
        if self.desk.book.live is None:
            self.post_message(GoTo("mentorship", entry.name, entry.record.id))
            return
        why = "A session is on here, so the other mentorship is only read."
        self._read_here(entry, self._index.around(entry, private=not self.desk.hides_private), why)

    def _read_here(self, entry: Entry, around: list[Entry], why: str = "") -> None:
        """Show a result above this page, and ``why`` it is shown there."""
        rows = found_rows.page_rows(self.desk, entry, around)[2:]
        if why:
            rows = [words("why", plain(why, "dim")), words("gap why", ""), *rows]
        self.app.push_screen(Read(found_rows.title_of(self.desk, entry), rows))

    async def action_bring_back(self) -> None:
        """Bring back what is under the cursor."""
        await caught_up(self.app)
        entry = self.entry if self.is_attached else None
        if entry is None or not entry.deleted:
            self.notify("Alt+X lists what was deleted; there this key brings it back.", timeout=4)
            return
        if entry.name != self.desk.journal.name:
            self.notify("It is in another mentorship. Enter opens that one.", timeout=4)
            return
        record = self.fresh(entry.record)
        reason = bring_back.why_not(self.desk.book, record)
        if reason:
            self.notify(reason, timeout=5)
        elif self.do(bring_back.restore(self.desk.book, record, self.desk.now())):
            self.notify(f"The {bring_back.word_of(record)} is back. Ctrl+Z takes that back.", timeout=4)

    # Keys of the search

    async def action_filters(self) -> None:
        """Choose a filter to put into the search."""
        await caught_up(self.app)

        def taken(key: str | None) -> None:
            if key is not None and self.is_attached:
                line = self.query_line.rstrip()
                self._put(f"{line} {key}" if line else key)

        self.app.push_screen(Pick("Find only what is", list(FILTERS)), taken)

    async def action_deleted(self) -> None:
        """Find what was deleted."""
        await caught_up(self.app)
        if self.is_attached:
            self._put(DELETED)

    def _put(self, line: str) -> None:
        """Put a line into the search, to be gone on with."""
        field = self.search
        field.value = line
        field.cursor_position = len(line)
        self.set_focus(field)


PADDING = 3  # cells beside a row: the list's own and its scroll bar
SOON = 0.1  # seconds for which what comes from other mentorships is gathered


def _entries_in(found: OnShelf) -> Other:
    """What can be found in a mentorship."""
    if found.book is None:
        return found.name, None
    try:
        return found.name, entries_of(found.name, found.book, zone_of(found.book.mentorship.my_zone))
    except Exception:  # whatever is wrong with it: the others are searched all the same
        return found.name, None
