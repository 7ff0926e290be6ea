"""A journal that cannot be read: what the program says, and how a backup takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    keep,
    notes_of,
    on_disk,
    press,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    words_of,
)
from tests.conftest import FixedClock

NAME = "dr-noa-placeholder"


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


@pytest.fixture
async def spoilt(shelf: Shelf, clock: FixedClock) -> Shelf:
    """A shelf whose mentorship had a session, was changed afterwards, and was then cut off."""
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        clock.advance(60)
        await keep(pilot, "said in the session")
        await press(pilot, "f8")
    path = shelf.path(NAME)
    path.write_bytes(path.read_bytes()[:-100])
    return shelf


async def test_the_newest_good_backup_is_offered_and_restored(spoilt: Shelf, clock: FixedClock) -> None:
    path = spoilt.path(NAME)
    before = path.read_bytes()
    app = app_on(spoilt, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "RestoreScreen"
        assert "cannot be read: it is cut off or is not a journal. The file was left as it is." in screen_text(app)
        rows = texts_of(app, "#restore")
        assert rows[1].startswith("Mon 23 Nov 15:01")
        assert "when a session ended: 1 session held, 1 line kept" in rows[1]
        await press(pilot, "enter")
        assert "Leave everything as it is" in screen_text(app)
        await press(pilot, "enter")
        assert path.read_bytes() == before
        await press(pilot, "enter", "down", "enter")
        assert screen_name(app) == "PrepareScreen"
        assert [note.text for note in book_of(app).notes()] == ["said in the session"]
        assert any("What was there before is" in text for text in told(app))
    assert [backup.path.read_bytes() for backup in spoilt.backups(NAME).all() if backup.why is Why.replaced] == [before]


async def test_a_file_changed_by_hand_can_be_taken_as_it_is(spoilt: Shelf, clock: FixedClock) -> None:
    path = spoilt.path(NAME)
    newest = spoilt.backups(NAME).all()[0]
    path.write_bytes(newest.path.read_bytes().replace(b"said in", b"heard in"))
    app = app_on(spoilt, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "its checksum is wrong" in screen_text(app)
        await cursor_on(pilot, "#restore", "Take the file as it is")
        await press(pilot, "enter", "down", "enter")
        assert [note.text for note in book_of(app).notes()] == ["heard in the session"]


async def test_without_a_backup_that_is_said(shelf: Shelf, clock: FixedClock) -> None:
    shelf.path(NAME).write_bytes(b"{")
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "There is no backup that can be read." in screen_text(app)
        await press(pilot, "escape")
        assert screen_name(app) == "HomeScreen"
        await press(pilot, "enter")
        assert screen_name(app) == "RestoreScreen"
    assert shelf.path(NAME).read_bytes() == b"{"


async def test_a_journal_that_is_gone_is_listed_with_its_backups(spoilt: Shelf, clock: FixedClock) -> None:
    spoilt.path(NAME).unlink()
    app = app_on(spoilt, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert texts_of(app, "#home") == [f"{NAME}.json is gone. There are backups of it.\n  Enter shows its backups"]
        await press(pilot, "enter")
        assert f"The file {NAME}.json is gone." in screen_text(app)
        await press(pilot, "enter", "down", "enter")
        assert [note.text for note in book_of(app).notes()] == ["said in the session"]


async def test_a_backup_of_a_journal_in_good_order_can_be_restored_too(spoilt: Shelf, clock: FixedClock) -> None:
    end, start_of_it = spoilt.backups(NAME).all()
    spoilt.path(NAME).write_bytes(end.path.read_bytes())
    app = app_on(spoilt, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"
        await app.run_action("restore", app.screen)
        await settle(pilot)
        assert "The journal itself can be read." in screen_text(app)
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"
        await app.run_action("restore", app.screen)
        await settle(pilot)
        await cursor_on(pilot, "#restore", "when a session started")
        await press(pilot, "enter", "down", "enter")
        assert book_of(app).notes() == []
        # The session that was on when the backup was made is on again.
        assert screen_name(app) == "SessionScreen"
        assert not desk_of(app).journal.read_only
    assert start_of_it.path.exists()


async def test_it_is_said_when_another_window_has_it(spoilt: Shelf, clock: FixedClock) -> None:
    end = spoilt.backups(NAME).all()[0]
    app = app_on(spoilt, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        spoilt.path(NAME).write_bytes(end.path.read_bytes())
        with Journal.open(spoilt.path(NAME), clock):
            await press(pilot, "enter", "down", "enter")
            assert screen_name(app) == "RestoreScreen"
            assert "is open in another window since" in told(app)[-1]


async def test_a_file_that_another_program_wrote_is_kept_and_told(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await keep(pilot, "one")
        shelf.path(NAME).write_bytes(b"{}")
        await keep(pilot, "two")
        assert told(app)[-1].startswith(f"Another program had changed {NAME}.json. Nothing is lost:")
        assert [note.text for note in notes_of(app)] == ["one", "two"]
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["one", "two"]
    assert [b.path.read_bytes() for b in shelf.backups(NAME).all() if b.why is Why.other] == [b"{}"]


@pytest.mark.parametrize("page", [(), ("f7",), ("ctrl+n",), ("ctrl+r",)])
async def test_a_narrow_second_window_says_in_full_who_has_it(
    shelf: Shelf, clock: FixedClock, page: tuple[str, ...]
) -> None:
    app = app_on(shelf, clock)
    with Journal.open(shelf.path(NAME), clock):
        async with app.run_test(size=(50, 40)) as pilot:
            await press(pilot, *page)
            shown = " ".join(screen_text(app).split())
            assert "open in another window since 14:00, on this computer; this one only reads. To write here," in shown
            assert "close that one and open this one again." in shown


async def test_who_has_it_is_said_in_the_second_window(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    with Journal.open(shelf.path(NAME), clock):
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            assert "open in another window since 14:00, on this computer; this one only reads" in words_of(
                app, "#prepare-progress"
            )
            await press(pilot, "f2")
            assert "close that one and open this one again" in told(app)[-1]
