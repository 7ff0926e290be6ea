"""Everything a pack says can be seen in the program: every card, line, question, clause and prompt of every pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting, planning
from mentor_tui.core.packs import Agenda, Document, Pack, Rules
from mentor_tui.core.records import Lane, Role, Session
from mentor_tui.core.sheets import Moment, Source
from mentor_tui.prompts.library import load_pack, pack_names
from mentor_tui.screens.library import LibraryScreen
from mentor_tui.widgets.rows import Rows
from tests.app_helpers import app_on, desk_of, fresh, press, screen_name, settle
from tests.conftest import FixedClock

PACKS = [info.name for info in pack_names()]
SIZE = (120, 200)  # high enough that a page needs no scrolling


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param)


# What is no text to be read: keys, references, and words that stand for a choice.
SILENT = {
    "key",
    "name",
    "ref",
    "step",
    "who",
    "when",
    "lead",
    "body",
    "examples",
    "draft_for",
    "contact",
    "mentee_word",
}


def texts_of(thing: object) -> Iterator[str]:
    """Every text in a record of a pack: titles, introductions, prompts, lines, questions, clauses, levels."""
    if isinstance(thing, Source | Rules):
        return
    if isinstance(thing, msgspec.Struct):
        for field in thing.__struct_fields__:
            if field not in SILENT and not (
                isinstance(thing, Pack | Document) and field in ("course", "extra", "todo")
            ):
                yield from texts_of(getattr(thing, field))
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts_of(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from texts_of(value)
    elif isinstance(thing, str) and not isinstance(thing, StrEnum) and thing:
        yield thing


def shown_in(app: MentorApp) -> str:
    """All words of the widgets on view, on one line; what is out of sight below is left out by no list."""
    pieces = []
    for widget in app.screen.query("*"):
        if not widget.display or not widget.is_attached:
            continue
        if isinstance(widget, Rows):
            pieces += [row.visual.words for row in widget.rows]
        elif isinstance(widget, Static):
            visual = widget.visual
            pieces.append(getattr(visual, "words", None) or str(widget.render()))
    return folded(" ".join(pieces))


def folded(text: str) -> str:
    return " ".join(text.split())


async def test_the_library_shows_every_word_of_the_pack(pack: Pack, tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock, pack=pack.name), clock)
    seen = ""
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+o")
        assert isinstance(app.screen, LibraryScreen)
        rows = app.screen.query_one("#library", Rows)
        for row in list(rows.rows):
            if row.live:
                rows.go_to(row.key)
                await settle(pilot)
                seen += f" {shown_in(app)}"
    missing = [text for text in texts_of(pack) if folded(text) not in seen]
    assert not missing


def session_with(app: MentorApp, pack: Pack, agenda: str) -> Session:
    """Plan the next session with an agenda."""
    desk = desk_of(app)

    def take(session: Session, now: datetime) -> Session:
        return planning.take_agenda(session, pack.agendas[agenda], now, old=planning.agenda_of(pack, session))

    change = meeting.change_agenda(desk.book, pack, "take", take, desk.now())
    desk.do(change)
    planned = desk.book.planned
    assert planned is not None
    return planned


async def walk(app: MentorApp, pilot: Pilot[None], pack: Pack, agenda: Agenda) -> None:
    """Hold a session with an agenda, and see at each item all that it says."""
    session_with(app, pack, agenda.key)
    await press(pilot, "f2")
    assert screen_name(app) == "SessionScreen"
    for entry in agenda.entries:
        seen = shown_in(app)
        missing = [text for text in (entry.title, entry.intro, *entry.prompts) if folded(text) not in seen]
        assert not missing, (agenda.key, entry.title)
        for text in held_by(pack, entry.body.value, entry.ref):
            assert folded(text) in seen, (agenda.key, entry.title, text)
        await press(pilot, "f2")
    await press(pilot, "f8")
    assert screen_name(app) == "WrapUpScreen"
    await press(pilot, "f2")


def held_by(pack: Pack, body: str, ref: str) -> list[str]:
    """What an item has to show beside its own words."""
    match body:
        case "checklist":
            part = pack.part(ref)
            return [line.text for line in part.lines] if part else []
        case "questions":
            return [pack.decks[ref].questions[0].text]
        case "form":
            return [
                part.text for part in pack.form_parts(ref) if part.fill is not None or ref != part.key.split("/")[0]
            ]
        case "ratings" if pack.ratings[ref].lane is Lane.mine:
            return [pack.ratings[ref].title]  # its lines stay off a screen that may be shared
        case "ratings":
            return [line.text.partition(" - ")[0] for part in pack.ratings[ref].parts for line in part.lines]
        case "activity":
            return [pack.activities[ref].purpose, *pack.activities[ref].steps]
        case "cards":
            card = pack.card(ref)
            return [card.text, *card.lines] if card else [each.title for each in pack.cards[ref].cards]
        case "documents":
            return [document.title for document in pack.documents]
        case _:
            return []


async def test_each_agenda_shows_what_its_items_say(pack: Pack, tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock, pack=pack.name), clock)
    async with app.run_test(size=SIZE) as pilot:
        for agenda in pack.agendas.values():
            await walk(app, pilot, pack, agenda)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
async def test_cards_with_a_moment_are_shown_at_it(pack: Pack, role: str, tmp_path: Path, clock: FixedClock) -> None:
    """The page before a session shows what is to be prepared, the end of it what is to be wrapped up."""
    mine = [card for card in pack.every_card if card.who.value in ("both", role)]
    app = app_on(fresh(tmp_path, clock, pack=pack.name, role=Role(role)), clock)
    async with app.run_test(size=SIZE) as pilot:
        ends = [key for key, agenda in pack.agendas.items() if agenda.occasion and agenda.occasion.value == "end"]
        session_with(app, pack, ends[0])
        await settle(pilot)
        before = shown_in(app)
        for card in mine:
            if {Moment.preparing, Moment.before_the_call, Moment.completing} & set(card.when):
                assert folded(card.title) in before, card.key
        await press(pilot, "f2", "f8")
        after = shown_in(app)
        for card in mine:
            if {Moment.wrapping_up, Moment.completing} & set(card.when):
                assert folded(card.title) in after, card.key


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_no_moment_is_a_wall_of_text(pack: Pack, role: str) -> None:
    for moment in (Moment.preparing, Moment.wrapping_up, Moment.completing, Moment.before_the_call):
        cards = [card for card in pack.every_card if moment in card.when and card.who.value in ("both", role)]
        assert len(cards) <= 4, (moment, [card.title for card in cards])
