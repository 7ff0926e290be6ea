"""What the tests of the screens share: an app on a shelf, typing, and what stands on the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from mentor_tui.app import MentorApp
from mentor_tui.core.book import Book
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Action, Note, Session
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.unsaved import UNSAVED
from mentor_tui.prompts.library import load_pack
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.capture_bar import CaptureBar
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Rows
from tests.conftest import FixedClock, a_pair
from tests.quick import QuickPilot

SIZE = (120, 36)

HOSTILE = (
    "[bold]x[/] [@click=app.quit]x[/] [ ends in a backslash \\",
    "مرحبا يا دكتور 👩🏽‍⚕️ family 👨‍👩‍👧 ok",
)
ESCAPES = "a\x1b]0;x\x07b\x1b[31mc\x9bd"


class StillApp(MentorApp):
    """The program without animations, with packs that are read once for all tests."""

    def on_load(self) -> None:
        self.animation_level = "none"

    def load_pack(self, name: str) -> tuple[Pack, str]:
        return packs(name), ""

    @asynccontextmanager
    async def run_test(self, **settings: Any) -> AsyncGenerator[QuickPilot, None]:
        async with super().run_test(**settings):
            yield QuickPilot(self)


@cache
def packs(name: str) -> Pack:
    """A pack, read once for all tests."""
    return load_pack(name)


def fresh(folder: Path, clock: FixedClock, **fields: object) -> Shelf:
    """A shelf with one mentorship that has had no session: the mentor's side, Madrid and São Paulo."""
    shelf = Shelf(folder)
    shelf.create(a_pair(**fields), clock).close()
    return shelf


def app_on(shelf: Shelf, clock: FixedClock, name: str | None = None) -> MentorApp:
    """The program on a shelf."""
    return StillApp(shelf, clock, name)


def desk_of(app: MentorApp) -> Desk:
    """The open journal with its pack."""
    desk = app._desk
    assert desk is not None
    return desk


def book_of(app: MentorApp) -> Book:
    """The records that the program holds."""
    return desk_of(app).book


def on_disk(shelf: Shelf, clock: FixedClock, name: str | None = None) -> Book:
    """The records as another program would read them now."""
    with shelf.open(name or shelf.names()[0], clock, write=False) as journal:
        return journal.book


def live_of(app: MentorApp) -> Session:
    """The session that is on."""
    live = book_of(app).live
    assert live is not None
    return live


def notes_of(app: MentorApp) -> list[Note]:
    """The notes of the session that is on."""
    return book_of(app).notes(live_of(app).id)


def actions_of(app: MentorApp) -> list[Action]:
    """The actions that were taken in the session that is on."""
    return book_of(app).actions_made_in(live_of(app).id)


def bar_of(app: MentorApp) -> CaptureBar:
    """The bar of the screen."""
    return app.screen.query_one(CaptureBar)


def field_of(app: MentorApp) -> TextArea:
    """Where the answer is typed."""
    return app.screen.query_one(AnswerCard).field


def rows_of(app: MentorApp, selector: str) -> Rows:
    """A list of the screen."""
    return app.screen.query_one(selector, Rows)


def words_of(app: MentorApp, selector: str) -> str:
    """The words of a static widget of the screen."""
    return str(app.screen.query_one(selector, Static).render())


def texts_of(app: MentorApp, selector: str) -> list[str]:
    """The rows of a list as plain words."""
    return [row.visual.words for row in rows_of(app, selector).rows]


def screen_lines(app: MentorApp) -> list[str]:
    """The lines of the screen as they are drawn."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def screen_text(app: MentorApp) -> str:
    """Everything that is drawn, with runs of blanks folded."""
    return "\n".join(" ".join(line.split()) for line in screen_lines(app))


def controls_on(app: MentorApp) -> list[str]:
    """Drawn letters that a terminal would obey."""
    return [repr(line) for line in screen_lines(app) if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line)]


def screen_name(app: MentorApp) -> str:
    """The class of the screen on top."""
    return type(app.screen).__name__


def told(app: MentorApp) -> list[str]:
    """What the program notified."""
    return [str(note.message) for note in app._notifications]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and let all that follows happen."""
    for key in keys:
        pilot.app.post_message(events.Key(key, None))
        await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Let all that is under way happen, writes too."""
    await pilot.pause()
    desk = getattr(pilot.app, "_desk", None)
    while desk is not None and desk.journal.saving:
        await asyncio.sleep(0.002)
    for _ in range(100):
        # The look that lets go of what was saved comes a moment after the write.
        if desk is None or desk.journal.unsaved or UNSAVED not in desk.drafts.places:
            break
        await asyncio.sleep(0.01)
    while any(thread.name in ("drafts", "reading") for thread in threading.enumerate()):
        await asyncio.sleep(0.012)
    await pilot.pause()


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text letter by letter where the focus is."""
    for letter in text:
        pilot.app.post_message(events.Key(_character_to_key(letter), letter))
    await settle(pilot)


async def keep(pilot: Pilot[None], text: str) -> None:
    """Type a line and keep it."""
    await type_in(pilot, text)
    await press(pilot, "enter")


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste where the focus is."""
    assert pilot.app.focused is not None
    pilot.app.post_message(events.Paste(text))
    await settle(pilot)


async def fill(pilot: Pilot[None], selector: str, text: str) -> None:
    """Put a text into a field of the screen."""
    pilot.app.screen.query_one(selector, Input).value = text
    await settle(pilot)


async def start(pilot: Pilot[None]) -> None:
    """Start the session from the page before it."""
    await press(pilot, "f2")
    assert screen_name(app_of(pilot)) == "SessionScreen"


async def cursor_on(pilot: Pilot[None], selector: str, beginning: str) -> None:
    """Put the focus on a list and its cursor on the row that has this key or holds these words."""
    rows = rows_of(app_of(pilot), selector)
    key = next(row.key for row in rows.rows if beginning == row.key or beginning in row.visual.words)
    rows.focus()
    rows.go_to(key)
    await settle(pilot)


def app_of(pilot: Pilot[None]) -> MentorApp:
    """The program that a pilot flies."""
    assert isinstance(pilot.app, MentorApp)
    return pilot.app
