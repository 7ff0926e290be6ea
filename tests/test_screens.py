"""What all screens share: their commands, the help, the palette, hostile text, small windows, and saving that fails."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.style import Style
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting
from mentor_tui.core.records import Lane, Mentorship, NoteKind, touch
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.actions import ActionRows, ActionsScreen
from mentor_tui.screens.agenda import AgendaRows, AgendaScreen
from mentor_tui.screens.bare import BareScreen
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.form import FormScreen
from mentor_tui.screens.goals import GoalRows, GoalsScreen
from mentor_tui.screens.help import Help
from mentor_tui.screens.history import HistoryScreen
from mentor_tui.screens.home import HomeScreen
from mentor_tui.screens.library import LibraryScreen
from mentor_tui.screens.past import PastScreen
from mentor_tui.screens.plan import PlanRows, PlanScreen
from mentor_tui.screens.prepare import PrepareScreen
from mentor_tui.screens.programme import ProgrammeScreen
from mentor_tui.screens.ratings import RatingRows, RatingsScreen
from mentor_tui.screens.restore import RestoreScreen
from mentor_tui.screens.session import SessionScreen
from mentor_tui.screens.settings import SettingsScreen
from mentor_tui.screens.setup import SetupScreen
from mentor_tui.screens.ticks import TicksScreen
from mentor_tui.screens.wrapup import WrapUpScreen
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.rows import FeedRows, RecordRows
from tests.app_helpers import (
    ESCAPES,
    HOSTILE,
    SIZE,
    app_of,
    app_on,
    bar_of,
    book_of,
    controls_on,
    cursor_on,
    desk_of,
    field_of,
    fill,
    fresh,
    keep,
    live_of,
    notes_of,
    on_disk,
    paste,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import NOW, FixedClock

SCREENS: tuple[type[BareScreen], ...] = (
    HomeScreen,
    SetupScreen,
    PrepareScreen,
    SessionScreen,
    WrapUpScreen,
    GoalsScreen,
    ActionsScreen,
    RestoreScreen,
    LibraryScreen,
    AgendaScreen,
    ProgrammeScreen,
    FormScreen,
    RatingsScreen,
    TicksScreen,
    SettingsScreen,
    PlanScreen,
    HistoryScreen,
    PastScreen,
)
# Lists whose commands are done by their screen.
LISTS_OF: dict[type[Commanded], type[BareScreen]] = {
    GoalRows: GoalsScreen,
    ActionRows: ActionsScreen,
    AgendaRows: AgendaScreen,
    RatingRows: RatingsScreen,
    PlanRows: PlanScreen,
}
PLACES: tuple[type[Commanded], ...] = (*SCREENS, RecordRows, FeedRows, *LISTS_OF)


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


# Commands


def every_commanded() -> set[type[Commanded]]:
    """Every class of the program that has commands of its own."""
    found: set[type[Commanded]] = set()
    todo = [Commanded]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.OFFERS and kind.__module__.startswith("mentor_tui."):
                found.add(kind)
    return found


def unique(place: type[Commanded]) -> list[Command]:
    """Its commands; one that it offers twice counts once."""
    return list({command.action: command for command in place.OFFERS}.values())


def test_the_places_with_commands_are_all_looked_at() -> None:
    assert every_commanded() == set(PLACES)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_commands_are_told_apart_and_leave_letters_to_typing(place: type[Commanded]) -> None:
    commands = unique(place)
    assert commands
    assert len({command.action for command in commands}) == len(commands)
    assert len({command.title for command in commands}) == len(commands)
    keys = [key for command in commands for key in command.keys.split(",") if key]
    assert len(set(keys)) == len(keys)
    plain = [
        (command.title, key)
        for command in commands
        if command.first
        for key in command.keys.split(",")
        if len(key) == 1 or key in ("space", "plus", "minus", "equals_sign", "backspace", "delete", "enter")
    ]
    assert plain == []
    assert all(command.title and command.help for command in commands)


@pytest.mark.parametrize("place", PLACES)
def test_bindings_have_ids_of_their_own(place: type[Commanded]) -> None:
    identities = [command.binding.id for command in unique(place) if command.keys]
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_every_command_names_an_action_that_is_there(place: type[Commanded]) -> None:
    for command in place.OFFERS:
        name = command.action.split("(")[0]
        owners: tuple[type, ...] = (place,)
        if name.startswith("screen."):
            name = name.removeprefix("screen.")
            owners = (LISTS_OF[place],)
        assert owners
        assert all(callable(getattr(owner, f"action_{name}", None)) for owner in owners), command.action


async def tell_commands(pilot: Pilot[None]) -> None:
    """The palette and the help name every command that the screen offers, and the footer its labels."""
    app = app_of(pilot)
    screen = app.screen
    assert isinstance(screen, BareScreen)
    offers = [command for place in screen.commanded for command in place.OFFERS]
    for place in screen.commanded:
        assert isinstance(place, Widget)
        for command in place.OFFERS:
            parsed = command.action.split("(")[0]
            owner: Widget = screen if parsed.startswith("screen.") else place
            assert callable(getattr(owner, f"action_{parsed.removeprefix('screen.')}"))
    palette = list(app.get_system_commands(screen))
    # Undo and redo say there what they would do.
    titles = {entry.title for entry in palette} | {
        re.sub(r"(?<=do)(: | \(nothing).*", "", entry.title) for entry in palette
    }
    assert {command.title for command in offers} <= titles
    assert len({entry.title for entry in palette}) == len(palette)
    drawn = screen_text(app).splitlines()[-1]
    first = [command for command in screen.OFFERS if command.footer and app.screen.check_action(command.action, ())][:3]
    assert all(command.footer in drawn for command in first), drawn
    await press(pilot, "f1")
    assert screen_name(app) == "Help"
    told_lines = "\n".join(str(each.render()) for each in app.screen.query("#help-text Static"))
    for command in offers:
        assert command.help in told_lines
        assert (command.shown_keys or command.title) in told_lines
    # A command without a key is not said to be what Ctrl+P does.
    keyless = any(not command.keys for command in offers)
    assert keyless == ("Without a key: Ctrl+P opens a search for commands" in told_lines)
    assert told_lines.count("Ctrl+P") == 1 + keyless
    assert "a search for commands: type" in told_lines
    await press(pilot, "escape")
    assert app.screen is screen


async def test_help_and_palette_hold_every_command(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    seen = set()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await app.run_action("restore", app.screen)
        await settle(pilot)
        for keys in ((), ("escape",), ("f2",), ("f7",), ("f7", "f8"), ("f2", "f10"), ("n",)):
            if keys:
                await press(pilot, *keys)
            seen.add(type(app.screen))
            await tell_commands(pilot)
        assert seen == set(SCREENS) - {*PAGES, TicksScreen}


PAGES: dict[type[BareScreen], tuple[str, ...]] = {
    SettingsScreen: ("f12",),
    LibraryScreen: ("ctrl+o",),
    ActionsScreen: ("ctrl+l",),
    PlanScreen: ("ctrl+n",),
    AgendaScreen: ("ctrl+g",),
    HistoryScreen: ("ctrl+f",),
    PastScreen: ("ctrl+f", "down", "enter"),
    ProgrammeScreen: ("ctrl+r",),
    FormScreen: ("ctrl+r", "#programme form agreement"),
    RatingsScreen: ("ctrl+r", "#programme ratings skills"),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
async def test_help_and_palette_of_a_page(page: type[BareScreen], demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for step in PAGES[page]:
            if step.startswith("#"):
                rows, _, row = step.partition(" ")
                await cursor_on(pilot, rows, row)
                await press(pilot, "enter")
            else:
                await press(pilot, step)
        assert type(app.screen) is page
        await tell_commands(pilot)


async def test_the_list_to_tick_has_its_commands_too(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock, pack="surgery-faculty"), clock)
    async with app.run_test(size=SIZE) as pilot:
        await cursor_on(pilot, "#prepare", "part areas/areas")
        await press(pilot, "enter")
        assert type(app.screen) is TicksScreen
        await tell_commands(pilot)


async def test_palette_opens_and_runs_a_command(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        entry = next(each for each in app.get_system_commands(app.screen) if each.title == "Add 5 minutes")
        await entry.callback()
        await settle(pilot)
        assert live_of(app).minutes == 65
        await type_in(pilot, "half a line")
        await press(pilot, "ctrl+p")
        assert screen_name(app) == "CommandPalette"
        await press(pilot, "escape")
        assert screen_name(app) == "SessionScreen"
        assert bar_of(app).text == "half a line"
        assert app.focused is bar_of(app).bar


async def test_help_closes_and_the_line_stays(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half")
        for key in ("f1", "escape"):
            await press(pilot, "f1")
            assert isinstance(app.screen, Help)
            assert "Esc closes" in screen_text(app)
            await press(pilot, key)
            assert screen_name(app) == "SessionScreen"
        await type_in(pilot, " a line")
        assert bar_of(app).text == "half a line"
        assert notes_of(app) == []


async def test_the_look_changes_and_the_words_stay(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        app.screen.tick()  # type: ignore[attr-defined]
        await settle(pilot)
        before = screen_text(app)
        await app.run_action("screen.switch_look")
        await settle(pilot)
        assert app.theme == "mentor-light"
        assert screen_text(app) == before


# Hostile text


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_typed_on_every_screen(tmp_path: Path, clock: FixedClock, text: str) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock, mentee=text, contact=text), clock)
    async with app.run_test(size=SIZE) as pilot:
        assert text in words_of(app, "#prepare-head")
        assert any(text in row for row in texts_of(app, "#prepare"))
        await press(pilot, "f7", "n")
        await fill(pilot, "#goal-text", text)
        await fill(pilot, "#goal-measure", text)
        await press(pilot, "f2")
        assert [(goal.text, goal.measure) for goal in book_of(app).goals] == [(text, text)]
        assert texts_of(app, "#goals")[1].count(text) == 2
        await press(pilot, "enter")
        await press(pilot, "escape", "escape")
        await start(pilot)
        for line in (text, f"= {text}", f"! {text}", f"? {text}"):
            bar_of(app).bar.put(line)
            await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == [text] * 3
        assert sum(text in row for row in texts_of(app, "#feed")) == 4
        assert controls_on(app) == []
        if text.isascii():
            assert screen_text(app).count(text) >= 4
        await cursor_on(pilot, "#agenda", "Ground rules")
        await press(pilot, "enter", "tab")
        await paste(pilot, text)
        assert field_of(app).text == text
        await press(pilot, "f8")
        assert screen_name(app) == "WrapUpScreen"
        assert any(text in row for row in texts_of(app, "#wrapup"))
        await cursor_on(pilot, "#wrapup", "[ ]")
        await press(pilot, "m")
        assert text in words_of(app, "#ask-title")
        await press(pilot, "escape")
        await press(pilot, "f2", "f10")
        assert any(text[:12] in row for row in texts_of(app, "#home"))
        assert controls_on(app) == []
        assert app.is_running


async def test_escape_sequences_never_reach_the_screen(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await paste(pilot, ESCAPES)
        assert controls_on(app) == []
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == ["abc"]
        assert controls_on(app) == []


async def test_escape_sequences_never_reach_an_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await cursor_on(pilot, "#agenda", "Ground rules")
        await press(pilot, "enter", "tab")
        assert app.focused is field_of(app)
        await paste(pilot, ESCAPES)
        assert controls_on(app) == []


async def test_escape_sequences_never_reach_a_name_or_a_goal(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f7", "n")
        await paste(pilot, ESCAPES)
        drawn = controls_on(app)
        await press(pilot, "f2")
        assert [goal.text for goal in book_of(app).goals] == ["abc"]
        assert controls_on(app) == []
        assert drawn == []


async def test_five_thousand_letters_are_one_note(shelf: Shelf, clock: FixedClock) -> None:
    text = "word " * 999 + "last."
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await paste(pilot, text)
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == [text]
        await paste(pilot, "x" * 5000)
        await press(pilot, "enter")
        assert len(notes_of(app)[1].text) == 5000
        assert app.focused is bar_of(app).bar
        assert "Arrive" in screen_text(app)
        await press(pilot, "f8")
        assert screen_name(app) == "WrapUpScreen"
    assert [len(note.text) for note in on_disk(shelf, clock).notes()] == [len(text), 5000]


# Small windows


async def test_too_small_a_window_says_so_and_loses_nothing(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "before")
        for width, height in ((39, 11), (39, 36), (120, 11)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            assert "This window is too small" in screen_text(app)
            assert "Arrive" not in screen_text(app)
        await type_in(pilot, " during")
        await pilot.resize_terminal(*SIZE)
        await settle(pilot)
        assert "too small" not in screen_text(app)
        assert "> before during" in screen_text(app)
        assert "Arrive" in screen_text(app)
        await type_in(pilot, " after")
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == ["before during after"]


async def test_the_least_window_is_enough(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(40, 12)) as pilot:
        await start(pilot)
        await keep(pilot, "in a small window")
        assert "too small" not in screen_text(app)
        assert "1/7 Arrive" in screen_text(app)
        assert [note.text for note in notes_of(app)] == ["in a small window"]


# Read only


async def test_a_second_window_only_reads_and_loses_no_text(shelf: Shelf, clock: FixedClock) -> None:
    first, second = app_on(shelf, clock), app_on(shelf, clock)
    async with first.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "from the first")
        before = shelf.path(shelf.names()[0]).read_bytes()
        async with second.run_test(size=SIZE) as other:
            assert screen_name(second) == "SessionScreen"
            assert "READ ONLY" in screen_text(second)
            assert "open in another window" in words_of(second, "#progress")
            held = {record.id: record for record in book_of(second)}
            await keep(other, "! typed in the second")
            assert bar_of(second).text == "! typed in the second"
            assert any("open in another window" in message for message in told(second))
            for key in ("enter", *"next"):  # at once: the refusal is there before the next letter
                second.post_message(events.Key(key, key if len(key) == 1 else None))
            await settle(other)
            assert bar_of(second).text == "! typed in the secondnext"
            bar_of(second).bar.put("! typed in the second")
            await press(other, "f2", "f3", "f4", "f5", "ctrl+t", "shift+tab", "delete", "a", "escape")
            assert bar_of(second).text == "! typed in the second"
            await press(other, "f8")
            assert {record.id: record for record in book_of(second)} == held
            assert screen_name(second) == "SessionScreen"
        assert shelf.path(shelf.names()[0]).read_bytes() == before
        await keep(pilot, "still the first")
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["from the first", "still the first"]


async def test_a_draft_outlives_an_edit_that_is_refused(shelf: Shelf, clock: FixedClock) -> None:
    name = shelf.names()[0]
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "kept")
    with shelf.open(name, clock):
        app = app_on(shelf, clock)
        async with app.run_test(size=SIZE) as pilot:
            await type_in(pilot, "draft")
            await press(pilot, "shift+tab", "enter")
            await type_in(pilot, " changed")
            await press(pilot, "enter")
            seen = [bar_of(app).text]
            for key in ("escape", "up", "up", "up"):
                await press(pilot, key)
                seen.append(bar_of(app).text)
            assert "kept changed" in seen
            assert "draft" in seen


async def test_read_only_pages_change_nothing(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock):
        before = shelf.path(name).read_bytes()
        app = app_on(shelf, clock)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "f2")
            assert screen_name(app) == "PrepareScreen"
            await cursor_on(pilot, "#prepare", "Send the list")
            await press(pilot, "enter", "x", "o", "delete", "ctrl+z", "ctrl+y")
            await press(pilot, "f7", "plus", "r", "delete", "escape")
            await press(pilot, "f8", "f3")
            assert screen_name(app) == "WrapUpScreen"
            assert "READ ONLY" in screen_text(app)
        assert shelf.path(name).read_bytes() == before


# Saving that fails


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Fills the disk, or frees it."""
    real = os.replace

    def replace(*args: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda full: monkeypatch.setattr("mentor_tui.data.files.os.replace", replace if full else real)


async def test_a_full_disk_is_told_and_all_is_saved_later(
    shelf: Shelf, clock: FixedClock, full_disk: Callable[[bool], None]
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "before")
        assert "saved 15:00:00" in screen_text(app)
        full_disk(True)
        await keep(pilot, "one")
        assert "NOT SAVED (1)" in screen_text(app).splitlines()[0]
        assert "The disk is full" in words_of(app, "#progress")
        await keep(pilot, "two")
        await keep(pilot, "! three")
        assert "NOT SAVED (3)" in screen_text(app).splitlines()[0]
        assert [note.text for note in notes_of(app)] == ["before", "one", "two"]
        assert app.focused is bar_of(app).bar
        assert [note.text for note in on_disk(shelf, clock).notes()] == ["before"]
        full_disk(False)
        clock.advance(30)
        await keep(pilot, "four")
        assert "saved 15:00:30" in screen_text(app).splitlines()[0]
        assert "The disk is full" not in words_of(app, "#progress")
        book = on_disk(shelf, clock)
        assert [note.text for note in book.notes()] == ["before", "one", "two", "four"]
        assert [action.text for action in book.actions] == ["three"]


async def test_in_the_wrap_up_a_full_disk_is_told_as_long_as_it_is_full(
    shelf: Shelf, clock: FixedClock, full_disk: Callable[[bool], None]
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await start(pilot)
        await press(pilot, "f8")
        assert screen_name(app) == "WrapUpScreen"
        full_disk(True)
        desk_of(app).do(meeting.keep_note("one", NoteKind.note, Lane.pair, None, NOW))
        await settle(pilot)
        assert "NOT SAVED (1)" in screen_text(app)
        assert "The disk is full" in texts_of(app, "#wrapup")[0]
        full_disk(False)
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        screen._retry()
        await settle(pilot)
        assert "NOT SAVED" not in screen_text(app)
        assert texts_of(app, "#wrapup")[0].startswith("Next session")


async def test_what_could_not_be_saved_is_tried_again_by_itself(
    shelf: Shelf, clock: FixedClock, full_disk: Callable[[bool], None]
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        full_disk(True)
        await keep(pilot, "one")
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        screen._retry()
        await settle(pilot)
        assert "NOT SAVED" in screen_text(app)
        full_disk(False)
        screen._retry()
        await settle(pilot)
        assert "NOT SAVED" not in screen_text(app)
        assert [note.text for note in on_disk(shelf, clock).notes()] == ["one"]


# Closing


async def test_closing_asks_once_for_a_line_that_is_not_kept(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "ctrl+q")
        assert app.is_running
        assert any("not kept yet" in message for message in told(app))
        assert bar_of(app).text == "half a line"
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == ["half a line"]
        await press(pilot, "ctrl+q")
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["half a line"]


async def test_closing_asks_for_a_line_below_another_screen(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "half a line")
        await press(pilot, "f7")
        await pilot.press("ctrl+q")
        assert not app._exit


async def test_closing_asks_again_for_another_line(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "one")
        await press(pilot, "ctrl+q", "enter")
        await type_in(pilot, "two")
        await pilot.press("ctrl+q")
        assert not app._exit


# Setting up


async def test_setup_makes_a_mentorship_and_opens_it(tmp_path: Path, clock: FixedClock) -> None:
    shelf = Shelf(tmp_path / "none")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        assert screen_name(app) == "SetupScreen"
        await press(pilot, "f2")
        assert "Say first who you are, the mentor or the mentee." in screen_text(app)
        await press(pilot, "down", "enter", "f2")
        assert "The mentor's name is missing." in screen_text(app)
        await fill(pilot, "#mentor", "Dr [bold]Lima[/]")
        await press(pilot, "f2")
        assert "The mentee's name is missing." in screen_text(app)
        await fill(pilot, "#mentee", "Noa")
        await fill(pilot, "#starts", "nonsense")
        await press(pilot, "f2")
        assert "The start is not a date yet" in screen_text(app)
        await fill(pilot, "#starts", "2026-12-01")
        assert app.screen.query_one("#ends", Input).value == "2027-06-01"
        await press(pilot, "f2")
        assert screen_name(app) == "PrepareScreen"
        made = book_of(app).mentorship
        assert (made.mentor, made.mentee, made.pack) == ("Dr [bold]Lima[/]", "Noa", "isaps")
        assert "with Dr [bold]Lima[/]" in screen_text(app)
    assert on_disk(shelf, clock).mentorship == made


@pytest.mark.parametrize("size", [SIZE, (50, 40), (40, 20)])
async def test_setup_begins_with_who_i_am_and_chooses_for_nobody(
    tmp_path: Path, clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        shown = screen_text(app)
        assert app.focused is app.screen.query_one("#role")
        assert "( ) I am the mentor" in shown
        assert "( ) I am the mentee" in shown
        assert "Who are you?" in shown
        await press(pilot, "enter")
        assert "(x) I am the mentor" in screen_text(app)
        await press(pilot, "down", "space")
        assert "(x) I am the mentee" in screen_text(app)
        await press(pilot, "enter")
        assert app.focused is app.screen.query_one("#mentor")


@pytest.mark.parametrize("size", [SIZE, (40, 20)])
async def test_what_is_typed_at_the_choice_of_the_setup_is_a_name(
    tmp_path: Path, clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=size) as pilot:
        await type_in(pilot, "Dr Ada")
        assert app.focused is app.screen.query_one("#mentor")
        await press(pilot, "shift+tab")
        await paste(pilot, "Dr Noa")
        await press(pilot, "shift+tab", "shift+tab")
        await type_in(pilot, "m")
        names = [app.screen.query_one(f"#{name}", Input).value for name in ("mentor", "mentee")]
        assert names == ["Dr Adam", "Dr Noa"]
        await press(pilot, "f2")
        assert "Say first who you are" in words_of(app, "#problem")
        assert app.focused is app.screen.query_one("#role")
        assert bool(told(app)) == (size != SIZE)  # where the end of the form is out of sight


def look_at(app: MentorApp, x: int, y: int) -> Style:
    """How a cell of the screen is drawn, as it goes to the terminal."""
    strip = app.screen._compositor.render_strips()[y].crop(x, x + 1)
    if filters := app._filters:
        strip = strip.apply_filter(filters[-1], app.screen.background_colors[1])
    return next(iter(strip)).style or Style()


def differ(one: Style, other: Style) -> int:
    """How far apart two backgrounds are, in the sum of their three colours."""
    colors = [style.bgcolor.get_truecolor() if style.bgcolor else None for style in (one, other)]
    return sum(abs(a - b) for a, b in zip(*colors, strict=True)) if None not in colors else 0


@pytest.mark.parametrize("size", [SIZE, (50, 40)])
@pytest.mark.parametrize("no_color", [False, True])
@pytest.mark.parametrize("theme", ["mentor-dark", "mentor-light"])
@pytest.mark.parametrize("form", ["set-up", "goal", "settings"])
async def test_an_empty_field_is_seen(
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    theme: str,
    no_color: bool,
    size: tuple[int, int],
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(Shelf(tmp_path / "none") if form == "set-up" else fresh(tmp_path, clock), clock)
    keys = {"set-up": (), "goal": ("f7", "n"), "settings": ("f12", "end", "enter")}[form]
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await press(pilot, *keys)
        fields = [field for field in app.screen.query(Input) if not field.value]
        assert len(fields) == {"set-up": 4, "goal": 6, "settings": 1}[form]
        for field in fields:
            x, y = field.region.right - 1, field.region.y
            inside, outside = look_at(app, x, y), look_at(app, x + 1, y)
            assert differ(inside, outside) > 40, field.id
            assert inside.underline or field.placeholder
            assert not outside.underline
        await type_in(pilot, "w")
        assert app.focused is not None
        assert not look_at(app, app.focused.region.x, app.focused.region.y).underline


@pytest.mark.parametrize("theme", ["mentor-dark", "mentor-light"])
async def test_a_choice_that_is_not_made_is_seen(tmp_path: Path, clock: FixedClock, theme: str) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=(50, 40)) as pilot:
        app.theme = theme
        await settle(pilot)
        for option in app.screen.query("Option"):
            sign = look_at(app, option.region.x, option.region.y)
            assert sign.color is not None
            assert sign.bgcolor is not None
            colors = [color.get_truecolor() for color in (sign.color, sign.bgcolor)]
            assert sum(abs(a - b) for a, b in zip(*colors, strict=True)) > 300


async def test_setup_survives_a_date_at_the_end_of_time(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, "#starts", "9999-12-01")
        assert app.is_running
        assert screen_name(app) == "SetupScreen"


async def test_setup_reads_no_programme_for_a_letter_of_a_name(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a name typed at a person's pace would wait for the disk, letter by letter."""
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, SetupScreen)
        monkeypatch.setattr(screen, "read_pack", lambda _: pytest.fail("the programme was read"))
        await type_in(pilot, "Dr Ada")
        assert screen.query_one("#mentor", Input).value == "Dr Ada"


async def test_home_opens_the_journal_of_its_row(shelf: Shelf, clock: FixedClock) -> None:
    second = shelf.create(touch(on_disk(shelf, clock).mentorship, clock.now(), id="other"), clock)
    second.close()
    assert isinstance(second, Journal)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "HomeScreen"
        keys = [row.key for row in rows_of(app, "#home").rows]
        assert keys == shelf.names()
        await press(pilot, "down", "enter")
        assert desk_of(app).journal.name == keys[1]
        assert isinstance(book_of(app).mentorship, Mentorship)


async def test_no_sign_stands_before_what_is_searched_in_the_palette(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+p")
        assert "Search for commands" in screen_text(app)
        assert not [sign for sign in screen_text(app) if sign >= "\U0001f000"]  # emoji
