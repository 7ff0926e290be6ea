"""Hostile text and sizes of the terminal, in short; ``tests/torture`` has them at full length."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from rich import cells
from textual import events
from textual.screen import Screen
from textual.widgets import Static

from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import mended
from mentor_tui.widgets.text import MOST_SHOWN, lines, plain
from tests.app_helpers import (
    app_on,
    bar_of,
    book_of,
    cursor_on,
    fresh,
    notes_of,
    paste,
    press,
    screen_text,
    settle,
    start,
    texts_of,
    type_in,
    words_of,
)
from tests.conftest import FixedClock
from tests.torture import fields, functions, shown, sizes
from tests.torture.raw import hostile_records, write_journal
from tests.torture.strings import FAMILIES, GOOD, LONG, hostile, obeyed
from tests.torture.watch import TrapApp, look

SOON = 2.0  # seconds that nothing may take, on a busy machine


def test_the_hostile_texts_are_the_same_each_time_and_of_every_family() -> None:
    texts = hostile(2000, 5)
    assert texts == hostile(2000, 5) != hostile(2000, 6)
    assert sum(len(text) == LONG for text in texts) == 2
    assert len(FAMILIES) == 13
    signs = set("".join(texts))
    assert {"\x1b", "\x9b", "\x7f", "\x00", "\u202e", "\u2066", "\u200b", "\ud800", "\U000e0067"} <= signs
    assert any("[@click=app.trap" in text for text in texts)
    assert [obeyed(text) for text in GOOD] == [[]] * len(GOOD)


def test_hostile_text_goes_through_every_function() -> None:
    assert functions.run(150).failures == []


def test_hostile_text_goes_into_the_fields_of_a_session() -> None:
    assert fields.run(20, only_session=True).failures == []


def test_hostile_text_is_shown_by_every_screen() -> None:
    assert shown.run(40, clicks=0).failures == []


def test_nothing_is_lost_while_the_size_changes() -> None:
    assert sizes.run(40, names=["session"]).failures == []


async def test_the_watch_sees_text_that_acts(tmp_path: Path, clock: FixedClock) -> None:
    app = TrapApp(fresh(tmp_path, clock), clock)
    async with app.run_test(size=(100, 36)) as pilot:
        await app.screen.mount(Static("[@click=app.trap]here[/]", id="trap"), before=0)
        await settle(pilot)
        assert "'here' acts" in look(app)[0]
        await pilot.click("#trap", offset=(2, 0))
        assert look(app)[0].endswith("trap was run")


async def test_a_sign_of_a_zone_out_of_a_journal_is_no_markup(tmp_path: Path, clock: FixedClock) -> None:
    zone = "[@click=app.trap]zone[/]"
    shelf = fresh(tmp_path, clock, mentor_zone=zone)
    app = TrapApp(shelf, clock)
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "f9")
        assert zone in screen_text(app)
        assert look(app) == []


async def test_a_paste_into_the_palette_is_made_safe_too(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+p")
        await paste(pilot, "Und\x1b]52;c;aGVsbG8=\x07o\x9b2J")
        assert "Undo" in screen_text(app)
        assert getattr(app.focused, "value", "") == "Undo"


async def test_a_very_long_line_is_kept_whole_and_typed_on_at_once(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test(size=(100, 36)) as pilot:
        await start(pilot)
        long = ("! 手术 @nobody ^in 2 weeks and " * LONG)[:LONG].strip()
        began = time.process_time()
        await paste(pilot, long)
        await type_in(pilot, "x")
        assert time.process_time() - began < SOON
        bar_of(app).bar.load_text("\\" + long)
        await press(pilot, "enter")
        assert [note.text for note in notes_of(app)] == [long]
        began = time.process_time()
        await type_in(pilot, "next")
        await press(pilot, "enter")
        await pilot.resize_terminal(50, 30)
        await settle(pilot)
        assert time.process_time() - began < SOON
        assert f"{LONG - MOST_SHOWN:,} letters more, all of them kept" in texts_of(app, "#feed")[0].replace("\n", " ")
        assert notes_of(app)[1].text == "next"
        await press(pilot, "f8")
        assert "letters more" in words_of(app, "#markdown")


def test_only_the_first_part_of_a_long_text_is_shown() -> None:
    text = "a" * MOST_SHOWN
    assert plain(text).plain == lines(text).plain == text
    assert plain(text + "bb").plain == f"{text}… and 2 letters more, all of them kept"


@pytest.mark.parametrize(("text", "shown"), [("We meet\nevery\nweek", "We meet↵every↵week"), ("a ↵\nb", "a ↵⏎b")])
async def test_a_field_of_one_line_shows_where_lines_end(
    tmp_path: Path, clock: FixedClock, text: str, shown: str
) -> None:
    app = TrapApp(fresh(tmp_path, clock), clock)
    async with app.run_test(size=(100, 36)) as pilot:
        await start(pilot)
        await paste(pilot, f"= {text}")
        await press(pilot, "enter", "f8")
        await cursor_on(pilot, "#wrapup", text.split("\n")[0])
        await press(pilot, "e", "end")
        assert getattr(app.focused, "value", "") == shown
        assert look(app) == []
        await press(pilot, "enter")
        assert [note.text for note in book_of(app).notes()] == [text]


async def test_what_a_paste_lacks_is_not_glued_to_what_stands_there(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    async with app.run_test() as pilot:
        await press(pilot, "f7", "n")
        await type_in(pilot, "Dr")
        await paste(pilot, " Sample\x0bof Madrid\r\n")
        assert getattr(app.focused, "value", "") == "Dr Sample of Madrid"


def test_a_journal_with_half_a_letter_is_told_to_be_broken(tmp_path: Path, clock: FixedClock) -> None:
    write_journal(tmp_path / "x.json", hostile_records(["HERE"]))
    text = (tmp_path / "x.json").read_text(encoding="utf-8").replace("HERE", "\\ud83d")
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    [entry] = Shelf(tmp_path).each()
    assert entry.book is None
    assert "cannot be read" in entry.trouble


# What is mended in the libraries. The first half of each test fails once the library needs no mending any more.

TWICE = "\u200d\u200d手❤\ufe0f and more"
ENDLESS = 100  # layouts that follow from two sizes
BARE = [TWICE.replace("\u200d", "").replace("\ufe0f", "")[:end].strip() for end in range(20)]


def test_rich_cuts_any_text_once_it_is_mended() -> None:
    with pytest.raises((IndexError, ZeroDivisionError)):
        mended._cut("\u200d\u200d手", 1)
    mended.mend()
    for end in range(len(TWICE) + 1):
        for width in range(20):
            assert cells.set_cell_size(TWICE[:end], width).strip() in (*BARE, *(TWICE[:n].strip() for n in range(20)))
    assert mended._split_text("手术", 2) == ("手", "术")


@pytest.mark.parametrize("is_mended", [False, True])
async def test_two_sizes_at_once_end_in_the_last(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, is_mended: bool
) -> None:
    app = app_on(fresh(tmp_path, clock), clock)
    lay_out = Screen._refresh_layout
    layouts = 0

    def counted(screen: Screen[None], *given: object, **named: object) -> None:
        nonlocal layouts
        layouts += 1
        lay_out(screen, *given, **named)  # type: ignore[arg-type]
        screen.post_message(events.Show())  # with something in between, no size takes the place of the other
        if layouts == ENDLESS:
            monkeypatch.setattr(Screen, "_on_resize", mended._on_resize)  # so that it comes to its end after all

    async with app.run_test(size=(100, 36)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        monkeypatch.setattr(Screen, "_on_resize", mended._on_resize if is_mended else mended._resized)
        for width in (60, 100):
            app.screen.post_message(events.Resize.from_dimensions((width, 36), None))
            app.screen.post_message(events.Show())
        await settle(pilot)
        assert (layouts < ENDLESS) is is_mended
        assert app.screen.size == app.size
        assert "F2 starts session 1" in screen_text(app)
