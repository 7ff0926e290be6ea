"""Narrow windows: no word is cut where that costs its meaning, and the keys that matter most are on their line."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets.head import Head, fitting
from mentor_tui.widgets.key_footer import KeyFooter
from tests.app_helpers import app_on, press, screen_lines, settle, type_in
from tests.conftest import FixedClock

SIZES = [(50, 40), (40, 20)]
PAGES = {
    "prepare": (),
    "session": ("f2", "f2"),
    "wrap-up": ("f8",),
    "goals": ("f7",),
    "actions": ("ctrl+l",),
    "plan": ("ctrl+n",),
    "history": ("ctrl+f",),
    "progress": ("ctrl+r",),
    "library": ("ctrl+o",),
    "agenda": ("ctrl+g",),
    "settings": ("f12",),
    "details": ("f9",),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("page", PAGES)
async def test_a_word_on_what_to_type_is_whole(
    demo: tuple[Shelf, str], clock: FixedClock, page: str, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, *PAGES[page])
        for field in app.screen.query(Input):
            assert len(field.placeholder) <= field.content_size.width


@pytest.mark.parametrize(
    ("page", "width", "head"),
    [
        ("wrap-up", 120, "Session 3 held: Half-way check   saved   1 action lacks who or when"),
        ("wrap-up", 50, "Session 3 held   saved   1 lacks who or when"),
        ("wrap-up", 40, "Session 3 held   1 lacks who or when"),
        ("agenda", 50, "Agenda of session 4 (next): A hard decision"),
        ("agenda", 40, "Agenda of session 4 (next)"),
    ],
)
async def test_a_head_leaves_out_what_has_no_room(
    demo: tuple[Shelf, str], clock: FixedClock, page: str, width: int, head: str
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(width, 40)) as pilot:
        await settle(pilot)
        await press(pilot, *PAGES[page])
        assert screen_lines(app)[0].strip() == head


@pytest.mark.parametrize(
    ("width", "head"),
    [
        (84, "Trust between us   2026-11-23: 0 of 20   only you see this"),
        (50, "Trust between us   0 of 20   only you see this"),
        (40, "Trust between us   only you see this"),
    ],
)
async def test_a_head_says_to_the_last_that_only_i_see_the_page(
    demo: tuple[Shelf, str], clock: FixedClock, width: int, head: str
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(width, 40)) as pilot:
        await press(pilot, "ctrl+o")
        await type_in(pilot, "trust between")
        await press(pilot, "enter")
        assert screen_lines(app)[0].strip() == head


async def test_in_a_pause_the_head_says_whether_all_is_saved(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "f2", "f5")
        assert screen_lines(app)[0].split() == ["Session", "4", "PAUSED", "0:00,", "F5", "goes", "on", "saved"]


async def test_a_head_follows_the_width_of_the_window(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(40, 40)) as pilot:
        await press(pilot, "ctrl+g")
        assert app.screen.query_one(Head).size.width == 38
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert screen_lines(app)[0].strip() == "Agenda of session 4 (next): A hard decision"


def test_the_longest_telling_that_fits_is_told() -> None:
    tellings = ("a long one", "shorter", "no")
    assert [fitting(width, tellings) for width in (10, 9, 2, 1)] == ["a long one", "shorter", "no", "no"]


KEYS = {
    "wrap-up": ("F2 Finish", "F9 Save file", "F4 Next date"),
    "goals": ("n New", "Esc Back"),
    "actions": ("n New", "Esc Back"),
    "plan": ("n Rhythm", "Esc Back"),
    "history": ("Esc Back", "Alt+K Filters"),
    "library": ("Esc Back", "F9 Take"),
    "agenda": ("n Add", "Esc Back"),
    "session": ("F2 Next", "F8 End"),
    "settings": ("→ Next", "Esc Back"),
    "details": ("F2 Keep and go on", "Esc Leave"),
    "prepare": ("F2 Start", "F7 Goals"),
    "progress": ("Esc Back", "n Contact"),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("page", PAGES)
async def test_the_line_of_keys_has_whole_keys_and_those_that_matter(
    demo: tuple[Shelf, str], clock: FixedClock, page: str, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, *PAGES[page])
        line = screen_lines(app)[-1].rstrip()
        shown = [key.content.plain for _, key in app.screen.query_one(KeyFooter).places]
        assert line == " ".join(shown)
        assert [key for key in KEYS[page] if key not in shown] == []


async def test_in_the_search_of_actions_the_key_is_called_as_it_is_everywhere(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "ctrl+l", "slash")
        assert screen_lines(app)[-1].startswith("F2 New")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_choices_of_the_settings_keep_their_signs(
    demo: tuple[Shelf, str], clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "f12")
        shown = "\n".join(screen_lines(app))
        assert "(x) dark  ( ) light" in shown
        assert "(x) 27 Nov  ( ) Nov 27" in shown


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_list_of_mentorships_leaves_out_whole_facts(
    demo: tuple[Shelf, str], clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "f10")
        lines = screen_lines(app)
        assert any(line.strip().startswith("Dr Noa Placeholder") for line in lines)
        assert any("3 of 6, on pace, 1 late" in line for line in lines)
        assert not any("…" in line for line in lines)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_signs_of_the_line_are_whole_below_it(
    demo: tuple[Shelf, str], clock: FixedClock, size: tuple[int, int]
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "f2", "f2")
        lines = [line.strip() for line in screen_lines(app)]
        assert "> Type and press Enter." in lines
        at = lines.index("> Type and press Enter.") + 1
        assert lines[at].endswith(("~ only me", "~ me"))
        assert "then" not in lines[1] or not lines[1].endswith("…")


async def test_sessions_in_the_history_leave_out_whole_facts(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await press(pilot, "ctrl+f")
        shown = "\n".join(screen_lines(app))
        assert "4. A hard decision  planned" in shown
        assert "1. First meeting and ground rules" in shown
        assert "…" not in shown


@pytest.mark.parametrize("page", ["history", "library"])
async def test_in_a_low_window_a_page_keeps_its_left_edge(
    demo: tuple[Shelf, str], clock: FixedClock, page: str
) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, *PAGES[page])
        assert all(line.startswith(" ") for line in screen_lines(app)[:-1])
