"""The library: everything the programme pack has, found by typing, read beside the list, taken into a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import starmap
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from mentor_tui.core import meeting, planning
from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck
from mentor_tui.core.records import Body
from mentor_tui.core.sheets import Card, CardSet, Form, RatingSet
from mentor_tui.screens import acts
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.searching import SearchScreen
from mentor_tui.screens.ways import ways_but
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.rows import Act, Row, Rows, heading, section, words
from mentor_tui.widgets.text import join, lines, plain


class Volume(NamedTuple):
    """One thing of the library: how it is listed, what it says, what opens it, and what can be taken of it."""

    key: str
    title: str
    page: Callable[[], list[Row]]
    mark: Content = Content("")
    act: Act | None = None
    take: Activity | Card | Form | RatingSet | None = None
    source: str = ""


def shelves(desk: Desk) -> list[tuple[str, list[Volume]]]:
    """The whole pack, in sections."""
    pack = desk.pack
    used = planning.used_in(desk.book)

    def form(key: str, each: Form) -> Volume:
        mark = plain(f"  {sheet_shapes.standing_words(desk, each)}", "dim")
        page = partial(sheet_shapes.form_rows, desk, each)
        return Volume(f"form {key}", each.title, page, mark, Act("form", key), each)

    def card(cards: CardSet, each: Card) -> Volume:
        mark, act = sheet_shapes.used_mark(used.get(each.key, [])), Act("card", each.key)
        page = partial(_card_page, desk, cards, each)
        return Volume(f"card {each.key}", each.title, page, mark, act, each if cards.draw else None, str(each.source))

    def activity(key: str, each: Activity) -> Volume:
        mark, act = sheet_shapes.used_mark(used.get(key, [])), Act("activity", key)
        page = partial(shapes.activity_rows, desk, each, each.minutes)
        return Volume(f"activity {key}", each.title, page, mark, act, each, str(each.source))

    def rated(key: str, each: RatingSet) -> Volume:
        page = partial(ratings_rows, desk, each)
        return Volume(f"ratings {key}", each.title, page, act=Act("ratings", key), take=each)

    def deck(key: str, each: Deck) -> Volume:
        return Volume(f"deck {key}", each.title, partial(sheet_shapes.deck_rows, desk, each), act=Act("deck", key))

    def checklist(key: str, each: Checklist) -> Volume:
        return Volume(f"checklist {key}", each.title, partial(sheet_shapes.checklist_rows, desk, each))

    def agenda(key: str, each: Agenda) -> Volume:
        page, mark = partial(sheet_shapes.agenda_page, desk, each), plain(f"  {each.minutes} min", "dim")
        return Volume(f"agenda {key}", each.title, page, mark)

    found = [
        ("The programme", [Volume("about", pack.title, partial(about_rows, desk), act=Act("way", "open_programme"))]),
        ("Activities", list(starmap(activity, pack.activities.items()))),
        ("Forms", list(starmap(form, pack.forms.items()))),
        ("Skills and trust", list(starmap(rated, pack.ratings.items()))),
        *((cards.title, [card(cards, each) for each in cards.cards]) for cards in pack.cards.values()),
        ("Questions", list(starmap(deck, pack.decks.items()))),
        ("Checklists", list(starmap(checklist, pack.checklists.items()))),
        ("Agendas", list(starmap(agenda, pack.agendas.items()))),
    ]
    return [(title, volumes) for title, volumes in found if volumes]


def _card_page(desk: Desk, cards: CardSet, card: Card) -> list[Row]:
    """A card below what its set says of all its cards."""
    return [words("set", lines(cards.intro, "dim")), *sheet_shapes.card_rows(desk, card)]


def about_rows(desk: Desk) -> list[Row]:
    """The programme in a few lines: its rules, its steps, its documents, whom to turn to."""
    pack, rules = desk.pack, desk.pack.rules
    rows = [words("rules", join(plain(rules.told), shapes.sourced(desk, rules.source)))]
    rows += section("Steps", sheet_shapes.step_rows(desk))
    titles = [
        words(
            f"document {document.key}",
            join(
                plain(f"{document.todo.capitalize()}: {document.title}"),
                plain("  goes back to the programme" if document.returned else "", "dim"),
                plain(sheet_shapes.where_words(document), "dim"),
                shapes.sourced(desk, document.source),
            ),
        )
        for document in pack.documents
    ]
    rows += section("Documents", titles)
    named = [words("plan", plain(f"The plan: {pack.plan_word}")), words("log", plain(f"The log: {pack.log_word}"))]
    rows += section("What they are called", named)
    rows += section(
        "Whom to turn to", [words("office", plain(desk.office or "Nobody is entered; F9 before a session."))]
    )
    told = "This program is independent of every society; the programme's own documents decide."
    return [*rows, words("gap end", ""), words("own", plain(told, "dim"))]


def ratings_rows(desk: Desk, found: RatingSet) -> list[Row]:
    """A set of ratings to be read."""
    levels = ", ".join(found.levels)
    rows = [words("intro", lines(found.intro, "dim")), words("levels", plain(f"Levels: {levels}", "dim"))]
    for part in found.parts:
        rows += [words(f"gap {part.key}", ""), heading(part.title), words(f"in {part.key}", lines(part.intro, "dim"))]
        rows += [
            words(line.key, join(plain("- ", "$accent"), plain(line.text), shapes.sourced(desk, line.source)), 2)
            for line in part.lines
        ]
    return rows


class LibraryScreen(SearchScreen):
    """Everything the pack has."""

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = SEARCH = "#library-search"
    LIST = "#library"
    OFFERS = (
        Command("leave", "escape", "Back", "Empty the search, or back to where you were", "Back"),
        Command("open", "enter", "Open", "Open what is under the cursor"),
        Command(
            "take", "f9", "Take it into the session", "It becomes the theme, or an item of the agenda", "Take", True
        ),
        Command("go('cursor_down')", "down", "Down", "The next line of the list", first=True),
        Command("go('cursor_up')", "up", "Up", "The line before", first=True),
        Command("scroll(1)", "pagedown", "Further down", "Further down the page, or the list", first=True),
        Command("scroll(-1)", "pageup", "Further up", "Further up the page, or the list", first=True),
        *COMMON,
        *ways_but("open_library"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._volumes: dict[str, Volume] = {}

    def body(self) -> ComposeResult:
        """The search, the list, and the page of what is under the cursor."""
        yield Static("Library", classes="head")
        less = "Type to search, Enter opens"
        yield Entry(placeholder=f"{less}, F9 takes it into the session", shorter=less, id="library-search")
        with Horizontal(id="library-box"):
            yield Rows(id="library")
            yield Page(id="library-page", can_focus=False)

    def sync(self) -> None:
        self._list()
        self.show_page()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(searched=True)

    def _list(self, *, searched: bool = False) -> None:
        wanted = self.search.value.casefold().split()
        found = [
            (title, each)
            for title, volumes in shelves(self.desk)
            for each in volumes
            if self._matches(title, each, wanted)
        ]
        self._volumes = {each.key: each for _, each in found}
        # What is called that comes before what only says it.
        shelved: dict[str, list[Volume]] = {}
        for title, each in found:
            shelved.setdefault("Called that" if self._named(each, wanted) else title, []).append(each)
        first = shelved.pop("Called that", [])
        rows: list[Row] = []
        for title, volumes in ([("Called that", first)] if first else []) + list(shelved.items()):
            rows += section(title, [Row(v.key, join(plain(v.title), v.mark), True, indent=2) for v in volumes])
        rows = rows[1:] or [words("none", plain("Nothing says that.", "dim"))]
        self.listed.set_rows(rows, at_start=searched)

    @staticmethod
    def _matches(shelf: str, volume: Volume, wanted: list[str]) -> bool:
        if not wanted:
            return True
        said = (row.content.plain for row in volume.page())
        text = " ".join([shelf, volume.title, volume.key, volume.source, *said]).casefold()
        return all(word in text for word in wanted)

    @staticmethod
    def _named(volume: Volume, wanted: list[str]) -> bool:
        """Whether the name of a thing has all the words."""
        return bool(wanted) and all(word in volume.title.casefold() for word in wanted)

    @property
    def volume(self) -> Volume | None:
        """What is under the cursor."""
        row = self.listed.row
        return self._volumes.get(row.key) if row is not None else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_page()

    def show_page(self) -> None:
        """Show the page of what is under the cursor."""
        volume = self.volume
        page = self.query_one("#library-page", Page)
        if volume is None:
            page.show([])
            return
        title = words("title", plain(volume.title, "bold $text-accent"))
        source = [words("source", plain(f"Source: {volume.source}", "dim italic"))] if volume.source else []
        page.show([title, words("gap title", ""), *volume.page(), words("gap source", ""), *source])

    def action_open(self) -> None:
        """Open what is under the cursor."""
        from mentor_tui.screens.read import Read

        volume = self.volume
        if volume is None:
            return
        if volume.act is not None:
            acts.run(self, volume.act)
        else:
            self.app.push_screen(Read(volume.title, volume.page(), self.desk.pack.title))

    async def action_take(self) -> None:
        """Make it the theme of the item of the moment, or an item of the agenda."""
        await caught_up(self.app)
        desk = self.desk
        thing = self.volume.take if self.volume is not None else None
        if thing is None:
            self.notify("Activities, themes, forms and ratings can be taken into a session, this cannot.", timeout=4)
            return
        live = desk.book.live
        item = live.item if live is not None else None
        drawn = item is not None and item.body in (Body.activity, Body.cards)
        if live is not None and item is not None and drawn and isinstance(thing, Activity | Card):
            if self.do(meeting.draw(live, item.id, thing, desk.now())):
                self.notify(f"Now the item of the moment: {thing.title}", timeout=4, markup=False)
            return
        fresh, after = planning.item_for(thing), live.current if live is not None else None
        change = meeting.change_agenda(
            desk.book,
            desk.pack,
            "add an item",
            lambda s, now: planning.add_item(s, fresh, after, now),
            desk.now(),
            minutes=desk.settings.minutes,
        )
        if self.do(change):
            self.notify(f"Added to the agenda: {thing.title}", timeout=4, markup=False)

    async def action_scroll(self, by: int) -> None:
        """Scroll the page where it is on view, else the list."""
        page = self.query_one("#library-page", Page)
        if page.display:
            page.scroll_page_down() if by > 0 else page.scroll_page_up()
        else:
            await self.action_go("page_down" if by > 0 else "page_up")
