"""Keys that come faster than pages do: pages that are gone or not there yet, dialogs below others, empty lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.keys import _character_to_key
from textual.widgets import Input, OptionList

from mentor_tui.app import MentorApp
from mentor_tui.core.records import Body, Contact, Horizon, Role
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens.ask import Ask
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.dialog import give
from mentor_tui.screens.goal_form import GoalForm
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.setup import SetupScreen
from mentor_tui.widgets import mended
from mentor_tui.widgets.rows import Rows, words
from tests.app_helpers import (
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    field_of,
    fresh,
    live_of,
    on_disk,
    press,
    screen_name,
    settle,
    start,
    type_in,
)
from tests.conftest import FixedClock
from tests.runs import spawn
from tests.terminal import Terminal


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path, clock)


async def test_an_item_comes_behind_the_one_it_was_asked_at_though_the_page_is_gone(
    shelf: Shelf, clock: FixedClock
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g")
        page = app.screen
        assert isinstance(page, DeskScreen)
        second = page.session.items[1].title  # type: ignore[attr-defined]
        await cursor_on(pilot, "#items", second)
        await press(pilot, "n")
        await type_in(pilot, "an item of your own")
        await press(pilot, "enter")
        assert screen_name(app) == "Ask"
        await page.remove_children()
        await type_in(pilot, "Exam plan 15")
        await press(pilot, "enter")
        planned = book_of(app).planned
        assert planned is not None
        assert [item.title for item in planned.items[1:3]] == [second, "Exam plan"]
        assert app.return_code in (None, 0)


async def test_a_contact_is_kept_though_the_page_is_gone(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+r")
        page = app.screen
        await press(pilot, "n")
        await type_in(pilot, "12 nov email: sent the abstract")
        await page.remove_children()
        await press(pilot, "enter")
        assert [contact.text for contact in book_of(app).every(Contact)] == ["sent the abstract"]


async def test_a_contact_that_was_added_is_under_the_cursor(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "ctrl+r", "n")
        await type_in(pilot, "email: sent the abstract")
        await press(pilot, "enter")
        row = app.screen.query_one("#programme", Rows).row
        assert row is not None
        assert "sent the abstract" in row.content.plain


async def test_a_page_without_its_widgets_shows_nothing_new(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+r")
        page = app.screen
        assert isinstance(page, DeskScreen)
        await page.remove_children()
        page.post_message(events.ScreenResume())
        await settle(pilot)
        page._changed()
        assert app.return_code in (None, 0)
        assert app._exception is None


async def test_a_dialog_below_another_gives_no_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        answers: list[str | None] = []
        below = Ask("Below", drafts=desk_of(app).drafts, place="below")
        app.push_screen(below, answers.append)
        await settle(pilot)
        app.push_screen(Pick("Above", [Choice("one", "One")]), answers.append)
        await settle(pilot)
        assert below.is_current  # Textual calls it so: it shows through
        give(below, "too late")
        await settle(pilot)
        assert (screen_name(app), answers) == ("Pick", [])
        await press(pilot, "enter")
        give(below, "in time")
        await settle(pilot)
        assert answers == ["one", "in time"]


class Lists(App[None]):
    """Two lists without room for rows: one of Textual's own, one of the program's."""

    CSS = "OptionList { height: 0; border: none; }"

    def compose(self) -> ComposeResult:
        yield OptionList("one", "two", id="plain")
        yield Rows(id="rows")


async def test_textual_still_looks_up_rows_that_it_has_not_counted() -> None:
    """When this fails, Textual has mended it, and ``_move_page`` can go from ``widgets/mended.py``."""
    app = Lists()
    async with app.run_test():
        with pytest.raises(KeyError):
            mended._paged(app.query_one("#plain", OptionList), 1)


async def test_a_page_on_in_rows_that_are_not_counted_yet_does_nothing() -> None:
    mended.mend()
    app = Lists()
    async with app.run_test() as pilot:
        rows = app.query_one("#rows", Rows)
        rows.set_rows([words("one", "one")._replace(live=True), words("two", "two")._replace(live=True)])
        plain = app.query_one("#plain", OptionList)
        plain.highlighted = 0
        for each in (rows, plain):
            for action in ("page_down", "page_up"):
                await each.run_action(action)
        await pilot.pause()
        assert (rows.highlighted, plain.highlighted) == (0, 0)


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_page_key_right_after_the_palette_is_opened(shelf: Shelf, clock: FixedClock, key: str) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        app.post_message(events.Key("ctrl+p", None))
        for _ in range(20):
            app.post_message(events.Key(key, None))
        await settle(pilot)
        assert screen_name(app) == "CommandPalette"
        assert app._exception is None


@pytest.mark.parametrize(("page", "rows"), [((), "#prepare"), (("ctrl+l",), "#actions")])
async def test_keys_in_one_burst_belong_to_the_dialog_that_the_first_opens(
    demo: tuple[Shelf, str], clock: FixedClock, page: tuple[str, ...], rows: str
) -> None:
    """``e`` and a sentence at once: nothing is ticked, dropped or asked in the list below."""
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await press(pilot, *page)
        await cursor_on(pilot, rows, "Name three people")
        before = [action for action in book_of(app).actions if not action.text.startswith("Name")]
        for letter in "every third x o m r":
            app.post_message(events.Key(_character_to_key(letter), letter))
        await settle(pilot)
        assert screen_name(app) == "Ask"
        words = "Name three people to ask for a referencevery third x o m r"
        assert app.screen.query_one("#ask-line", Input).value == words
        await press(pilot, "enter")
        assert screen_name(app) in ("PrepareScreen", "ActionsScreen")
        assert words in [action.text for action in book_of(app).actions]
        assert [a for a in book_of(app).actions if a.text != words] == before


async def test_a_new_line_and_its_words_in_one_burst(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        for letter in "nTime to go":
            app.post_message(events.Key(_character_to_key(letter), letter))
        await settle(pilot)
        assert app.screen.query_one("#ask-line", Input).value == "Time to go"


async def test_tab_in_one_burst_with_the_key_before_reaches_the_answer(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        while (item := live_of(app).item) is not None and item.body is not Body.questions:
            await press(pilot, "f2")
        await press(pilot, "f2")
        for key in ("f3", "tab", "h", "i"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert field_of(app).text == "hi"


async def test_a_page_that_is_opening_while_the_program_ends_is_left_alone(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        page = app.screen
        assert isinstance(page, DeskScreen)
        shown: list[bool] = []
        monkeypatch.setattr(page, "sync", lambda: shown.append(True))
        page.sync_there()
        monkeypatch.setattr(app, "_status", 129)
        page.sync_there()
        assert shown == [True]
        monkeypatch.undo()


def burst(app: MentorApp, keys: str) -> None:
    """Have keys come in the same instant, as over a slow line; a tab and a line end are the keys Tab and Enter."""
    for letter in keys:
        key = {"\t": "tab", "\n": "enter"}.get(letter) or _character_to_key(letter)
        app.post_message(events.Key(key, None if letter in "\t\n" else letter))


GOAL = "Improve suturing\t \tTen films\t2030-12-03\tBy video\tA camera\tOne; two"


async def test_each_letter_of_a_burst_reaches_its_field_of_the_goal(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "f7")
        burst(app, f"n{GOAL}")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, GoalForm)
        names = ("text", "measure", "by", "activities", "support", "milestones")
        typed = [form.query_one(f"#goal-{name}", Input).value for name in names]
        assert typed == ["Improve suturing", "Ten films", "2030-12-03", "By video", "A camera", "One; two"]
        burst(app, "\n")
        await settle(pilot)
        assert [(goal.text, goal.horizon, goal.support) for goal in book_of(app).goals] == [
            ("Improve suturing", Horizon.short, "A camera")
        ]


async def test_keys_of_a_burst_choose_delete_and_go_back_in_the_goal(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    keys = "a b backspace enter down enter enter x shift+tab shift+tab end c f2"
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "f7", "n")
        for key in keys.split():
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert [(goal.text, goal.horizon, goal.measure) for goal in book_of(app).goals] == [("ac", Horizon.long, "x")]


async def test_each_letter_of_a_burst_reaches_its_field_of_the_set_up(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await settle(pilot)
        burst(app, "\nDr Ada\tDr Noa\n\t30 nov\t\t\t\tZoom\tThe office")
        app.post_message(events.Key("f2", None))
        await settle(pilot)
        made = book_of(app).mentorship
        assert (made.role, made.mentor, made.mentee) == (Role.mentor, "Dr Ada", "Dr Noa")
        assert (made.contact, made.office, str(made.starts_on)) == ("Zoom", "The office", "2026-11-30")


async def test_letters_right_after_enter_search_the_list_that_it_opens(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(Shelf(tmp_path / "none"), clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await settle(pilot)
        app.screen.query_one("#my-zone").focus()
        burst(app, "\ntokyo\n\tx")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, SetupScreen)
        assert (form.my_zone, form.partner_zone) == ("Asia/Tokyo", "Europe/Madrid")
        assert form.query_one("#contact", Input).value == ""


def test_a_whole_goal_in_one_go_from_a_real_terminal(tmp_path: Path, clock: FixedClock) -> None:
    """The key that opens the form, six fields and the key that keeps them, in a single write."""
    shelf = fresh(tmp_path / "data", clock)
    with Terminal(50, 40) as terminal:
        spawn(terminal, tmp_path / "home", "--data", str(shelf.folder))
        terminal.wait_for("Before this session")
        terminal.press("f7")
        terminal.wait_for("No goals yet")
        terminal.send(f"n{GOAL}\r".encode())
        terminal.wait_for("Improve suturing", "Measure: Ten films", "by Tue 3 Dec 2030", "[ ] One", "[ ] two")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    (goal,) = on_disk(shelf, clock).goals
    assert (goal.text, goal.measure, goal.activities, goal.support) == (
        "Improve suturing",
        "Ten films",
        "By video",
        "A camera",
    )
