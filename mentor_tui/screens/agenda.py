"""The agenda of a session, changed by hand: before it or while it is on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from mentor_tui.core import agenda, meeting, planning
from mentor_tui.core.packs import Agenda
from mentor_tui.core.records import Item, ItemState, Lead, Session, SessionState
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.ways import ways_but
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.head import Head
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.rows import Act, Row, Rows, words
from mentor_tui.widgets.text import join, plain

OWN_MINUTES = 10  # of an item of one's own that says nothing else
_MINUTES_AT_END = re.compile(r"(?P<title>.*\S)[\s,]+(?P<minutes>\d{1,3})(?:\s*min(?:utes)?)?", re.DOTALL)

Edit = Callable[[Session, datetime], Session]


class AgendaRows(Commanded, Rows):
    """The items with their keys."""

    OFFERS = (
        Command("screen.time(1)", "plus,equals_sign,right", "A minute more", "Give the item a minute more", "More"),
        Command("screen.time(-1)", "minus,left", "A minute less", "Give the item a minute less", "Less"),
        Command("screen.time(5)", "shift+right", "Five minutes more", "Give the item five minutes more"),
        Command("screen.time(-5)", "shift+left", "Five minutes less", "Give the item five minutes less"),
        Command("screen.move(-1)", "u,shift+up", "Move the item up", "The item comes earlier", "Up"),
        Command("screen.move(1)", "d,shift+down", "Move the item down", "The item comes later", "Down"),
        Command("screen.rename", "e", "Rename the item", "Call the item by another name"),
        Command("screen.lead", "o", "Change who leads", "Mentor, mentee or both"),
        Command("screen.drop", "x,delete,backspace", "Drop the item", "Take the item off the agenda", "Drop"),
    )


class AgendaScreen(DeskScreen):
    """The agenda of the session that is on, else of the next one."""

    CSS_PATH = "agenda.tcss"
    AUTO_FOCUS = "#items"
    MAIN_KEY = "add"
    OFFERS = (
        Command("add", "n", "Add an item", "An item of your own, an activity, a theme, a form", "Add"),
        Command("leave", "escape", "Back", "Back to where you were", "Back"),
        Command("take", "t", "Take another agenda", "Another agenda of the programme", "Another agenda"),
        Command("fit", "f", "Book as long as it takes", "The session lasts as long as its items", "Fit"),
        *COMMON,
        *ways_but("open_agenda"),
    )

    def body(self) -> ComposeResult:
        """The items, and the words of the one under the cursor."""
        yield Head(id="agenda-head")
        yield Static("", id="agenda-sum", classes="quiet", markup=False)
        with Horizontal(id="agenda-both"):
            yield AgendaRows(id="items")
            yield Page(id="agenda-page")

    @property
    def session(self) -> Session:
        """The session whose agenda it is; one that is not planned yet as it would be."""
        return self.desk.upcoming

    def sync(self) -> None:
        session = self.session
        now = "now" if session.state in agenda.LIVE_STATES else "next"
        title = f"Agenda of session {session.number} ({now})"
        self.query_one("#agenda-head", Head).say(f"{title}: {session.title}", title)
        self.query_one("#agenda-sum", Static).update(self._sum(session))
        items = self.query_one("#items", AgendaRows)
        begins = not items.rows
        items.set_rows(self._rows(session))
        if begins and session.state in agenda.LIVE_STATES:
            items.go_to(session.current or session.items[-1].id)
        self.show_item()

    def _sum(self, session: Session) -> Content:
        if session.state in agenda.LIVE_STATES:
            told = f"Booked for {session.minutes} minutes. What is left of them is shared out over what is to come"
            return plain(f"{told}, so an item may have other minutes now than were planned.")
        total = planning.planned_minutes(session)
        if total == session.minutes:
            return plain(f"{total} minutes, as booked.")
        by = abs(total - session.minutes)
        word = "more" if total > session.minutes else "less"
        told = f"The items take {total} minutes, {by} {word} than booked. f books {total}."
        return plain(told, "bold $text-warning")

    def _rows(self, session: Session) -> list[Row]:
        used = planning.used_in(self.desk.book)
        rows = []
        for number, item in enumerate(session.items, 1):
            lead = "both" if item.lead is Lead.both else self.desk.pack.word_for(item.lead)
            state = f", {item.state.value}" if item.state is not ItemState.todo else ""
            minutes = f"{item.minutes} min"
            if session.state in agenda.LIVE_STATES and item.share != item.minutes:
                minutes = f"{item.share} min now, {item.minutes} planned"
            content = join(
                plain(f"{number} {item.title}", "bold $text-accent" if item.id == session.current else ""),
                plain(f"  {minutes}, {lead}{state}", "dim"),
                sheet_shapes.used_mark([n for n in used.get(item.ref, []) if n != session.number]),
            )
            rows.append(Row(item.id, content, True, indent=2, act=Act("item", item.id)))
        hint = "Enter shows an item, + and - give it minutes, u and d move it, x drops it, n adds one."
        return [*rows, words("gap", ""), words("hint", plain(hint, "dim"))]

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        row = self.query_one("#items", AgendaRows).row
        return next((item for item in self.session.items if row is not None and item.id == row.key), None)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_item()

    def show_item(self) -> None:
        """Show the words of the item under the cursor."""
        item = self.item
        page = self.query_one("#agenda-page", Page)
        page.show(self._words(item) if item is not None else [])

    def _words(self, item: Item) -> list[Row]:
        """What an item is about."""
        desk, pack = self.desk, self.desk.pack
        entry = planning.entry_of(pack, self.session, item)
        rows = [words("title", plain(item.title, "bold $text-accent")), *shapes.entry_rows(desk, entry)]
        activity, card = pack.activities.get(item.ref), pack.card(item.ref)
        if activity is not None:
            rows += shapes.activity_rows(desk, activity, item.share)
        elif card is not None:
            rows += sheet_shapes.card_rows(desk, card)
        return rows

    def chosen(self, _: Rows.Chosen) -> None:
        """An item was chosen: show its words."""
        from mentor_tui.screens.read import Read

        item = self.item
        if item is not None:
            entry = planning.entry_of(self.desk.pack, self.session, item)
            source = str(entry.source) if entry is not None else "your own item"
            self.app.push_screen(Read(item.title, self._words(item)[1:], source))

    def _edit(self, label: str, edit: Edit, merge: str = "") -> bool:
        """Change the agenda; whether it was changed. An item keeps its cursor."""
        desk = self.desk
        length = desk.settings.minutes
        return self.do(meeting.change_agenda(desk.book, desk.pack, label, edit, desk.now(), merge, minutes=length))

    def action_time(self, by: int) -> None:
        """Give the item other minutes."""
        item = self.item
        if item is not None and item.state in (ItemState.done, ItemState.skipped):
            self.notify("This item is over.", timeout=4)
        elif item is not None:
            self._edit(
                "change an item's minutes",
                lambda s, now: planning.set_minutes(s, item.id, item.minutes + by, now),
                merge=f"minutes {item.id}",
            )

    def action_move(self, by: int) -> None:
        """Move the item."""
        item = self.item
        if item is not None:
            self._edit("move an item", lambda s, now: planning.move_item(s, item.id, by, now))
            self.query_one("#items", AgendaRows).go_to(item.id)

    def action_lead(self) -> None:
        """Another lead for the item."""
        item = self.item
        if item is not None:
            leads = list(Lead)
            lead = leads[(leads.index(item.lead) + 1) % len(leads)]
            self._edit("change who leads", lambda s, now: planning.lead_item(s, item.id, lead, now))

    def action_drop(self) -> None:
        """Take the item off the agenda."""
        item, session = self.item, self.session
        if item is None:
            return
        if item.state is ItemState.now:
            self.notify("This item is on. F4 in the session skips it.", timeout=4)
        elif item.state is not ItemState.todo or item.seconds:
            self.notify("This item has begun already, so it stays.", timeout=4)
        elif len(session.items) == 1:
            self.notify("A session needs one item at least.", timeout=4)
        else:
            self._edit("drop an item", lambda s, now: planning.drop_item(s, item.id, now))

    def action_rename(self) -> None:
        """Call the item by another name."""
        item = self.item
        if item is None:
            return

        def taken(text: str) -> bool:
            return self._edit("rename an item", lambda s, now: planning.rename_item(s, item.id, text.strip(), now))

        place = f"item {self.session.number} {item.id}"
        self.ask("What the item is called", item.title, place=place, taken=taken)

    def action_fit(self) -> None:
        """Book the session for as long as its items take."""
        if self.session.state is SessionState.planned:
            self._edit("book as long as it takes", planning.fit)
        else:
            self.notify("The session is on: Ctrl+P, Add minutes.", timeout=4)

    def action_take(self) -> None:
        """Choose another agenda."""
        desk = self.desk
        held = {session.agenda: session.number for session in desk.book.held}
        proposed = planning.proposed(desk.pack, planning.begun(desk.book))

        def about(found: Agenda) -> str:
            marks = [f"{found.minutes} min"]
            if found.key in held:
                marks.append(f"held in session {held[found.key]}")
            if found is proposed and desk.book.live is None:
                marks.append("proposed")
            return ", ".join(marks)

        choices = [Choice(key, found.title, about(found)) for key, found in desk.pack.agendas.items()]

        def taken(key: str | None) -> None:
            if key is not None:
                pack, found = desk.pack, desk.pack.agendas[key]

                def take(session: Session, now: datetime) -> Session:
                    return planning.take_agenda(session, found, now, old=planning.agenda_of(pack, session))

                self._edit("take another agenda", take)

        self.app.push_screen(Pick("Which agenda?", choices, self.session.agenda), taken)

    def action_add(self) -> None:
        """Choose what to add behind the item under the cursor."""
        things = addable(self.desk.pack.agendas, self)
        after = self.item.id if self.item is not None else None  # now: the page may be gone when it is chosen

        def taken(key: str | None) -> None:
            if key == "own":
                self._ask_own(after)
            elif key is not None:
                self._add(things[key][1], after)

        choices = [Choice("own", "An item of your own", "Any title, any length")]
        choices += [choice for choice, _ in things.values()]
        self.app.push_screen(Pick("What to add?", choices), taken)

    def _add(self, item: Item, after: str | None) -> bool:
        return self._edit("add an item", lambda s, now: planning.add_item(s, item, after, now))

    def _ask_own(self, after: str | None) -> None:
        def read(text: str) -> tuple[bool, str]:
            title, minutes = own_item(text)
            return bool(title), f"{title}, {minutes} minutes" if title else "a title, and minutes if you like"

        def taken(text: str) -> bool:
            title, minutes = own_item(text)
            return self._add(Item(id="", title=title, minutes=minutes, share=minutes, lead=Lead.both), after)

        self.ask("The item", "", read, "For example: Exam plan 15.", place="own item", taken=taken)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.desk.journal.history.settle()
        self.app.pop_screen()


def own_item(text: str) -> tuple[str, int]:
    """Title and minutes of an item from a line such as ``Exam plan 15``."""
    text = " ".join(text.split())
    found = _MINUTES_AT_END.fullmatch(text)
    if found is None or not 1 <= int(found["minutes"]) <= planning.MOST:
        return text, OWN_MINUTES
    return found["title"].rstrip(" ,"), int(found["minutes"])


def addable(agendas: dict[str, Agenda], screen: DeskScreen) -> dict[str, tuple[Choice, Item]]:
    """Everything of the pack that an item can hold, by a key: as a choice, and as the item it makes."""
    desk, pack = screen.desk, screen.desk.pack
    used = planning.used_in(desk.book)
    found: dict[str, tuple[Choice, Item]] = {}

    def offer(key: str, title: str, about: str, item: Item) -> None:
        found[key] = (Choice(key, title, about), item)

    for key, activity in pack.activities.items():
        marks = ", ".join(filter(None, (f"Activity, {activity.minutes} min", planning.used_words(used.get(key, [])))))
        offer(f"activity {key}", activity.title, marks, planning.item_for(activity))
    for card in pack.draws:
        marks = ", ".join(filter(None, ("Theme", planning.used_words(used.get(card.key, [])))))
        offer(f"card {card.key}", card.title, marks, planning.item_for(card))
    for key, form in pack.forms.items():
        offer(f"form {key}", form.title, "Form", planning.item_for(form))
    for key, ratings in pack.ratings.items():
        offer(f"ratings {key}", ratings.title, "Ratings", planning.item_for(ratings))
    for key, each in agendas.items():
        for entry in each.entries:
            about = f"{entry.minutes} min, from {each.title}"
            offer(f"entry {key} {entry.key}", entry.title, about, planning.item_for(entry, key))
    return found
