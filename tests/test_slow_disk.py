"""A disk that takes its time: nobody who types waits for it, and nothing is called saved that is not."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mentor_tui.app import MentorApp
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets.session_head import SessionHead
from tests.app_helpers import SIZE, app_on, bar_of, desk_of, fresh, on_disk, screen_name, texts_of, told
from tests.conftest import FixedClock
from tests.test_journal import broken


class SlowDisk:
    """A disk on which every sync waits until it is let go."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._let_go = threading.Event()
        self._let_go.set()
        real = os.fsync

        def sync(handle: int) -> None:
            assert self._let_go.wait(20)
            real(handle)

        patch.setattr(os, "fsync", sync)

    def hold(self) -> None:
        self._let_go.clear()

    def let_go(self) -> None:
        self._let_go.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    made = SlowDisk(monkeypatch)
    yield made
    made.let_go()


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


async def on_screen(pilot: Pilot[None]) -> None:
    """Let what is posted be done, without waiting for the disk."""
    for _ in range(4):
        await pilot.pause()


async def begin(pilot: Pilot[None], app: MentorApp) -> None:
    await on_screen(pilot)
    await pilot.press("f2")
    await on_screen(pilot)
    while desk_of(app).journal.saving:
        await pilot.pause()
    assert screen_name(app) == "SessionScreen"


async def test_typing_goes_on_while_the_disk_works(shelf: Shelf, clock: FixedClock, disk: SlowDisk) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, app)
        disk.hold()
        clock.advance(90)
        for line in ("one", "two", "three"):
            await pilot.press(*line, "enter")
        await pilot.press(*"half a")
        await on_screen(pilot)
        assert bar_of(app).text == "half a"
        assert [row.split()[-1] for row in texts_of(app, "#feed")] == ["one", "two", "three"]
        head = str(app.screen.query_one(SessionHead).render())
        assert "saving" in head
        assert "saved" not in head
        assert on_disk(shelf, clock).notes() == []
        disk.let_go()
        while desk_of(app).journal.unsaved:
            await pilot.pause()
        await on_screen(pilot)
        assert "saved 15:01:30" in str(app.screen.query_one(SessionHead).render())
        assert [note.text for note in on_disk(shelf, clock).notes()] == ["one", "two", "three"]


async def test_closing_waits_for_the_disk_and_says_so(shelf: Shelf, clock: FixedClock, disk: SlowDisk) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, app)
        disk.hold()
        await pilot.press(*"one", "enter")
        await on_screen(pilot)
        await pilot.press("ctrl+q")
        await on_screen(pilot)
        assert app.is_running
        assert told(app)[-1].startswith("The last changes are being saved.")
        # Someone in a hurry loses nothing either.
        await pilot.press("ctrl+q")
        await on_screen(pilot)
        assert app.is_running
        disk.let_go()
        while not app._exit:
            await pilot.pause()
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["one"]


async def test_the_list_of_mentorships_waits_for_the_disk(shelf: Shelf, clock: FixedClock, disk: SlowDisk) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await on_screen(pilot)
        disk.hold()
        await pilot.press("f4")
        await on_screen(pilot)
        await type_in_slowly(pilot, "3 dec 9:00")
        await pilot.press("enter", "f10")
        await on_screen(pilot)
        assert screen_name(app) == "PrepareScreen"
        disk.let_go()
        while screen_name(app) != "HomeScreen":
            await pilot.pause()
        await on_screen(pilot)
        while any(thread.name == "reading" for thread in threading.enumerate()):
            await pilot.pause()
        await on_screen(pilot)
        assert "Thu 3 Dec 09:00" in "".join(texts_of(app, "#home"))


async def type_in_slowly(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ":": "colon"}
    await pilot.press(*(names.get(letter, letter) for letter in text))


async def test_what_waits_for_the_disk_outlives_a_kill(
    shelf: Shelf, clock: FixedClock, disk: SlowDisk, tmp_path: Path
) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, app)
        await pilot.press(*"one", "enter")
        await on_screen(pilot)
        with broken_journal(shelf):
            await pilot.press(*"two", "enter")
            await on_screen(pilot)
            app.keeping.look()
            await app.keeping.saved(10)
            # What a kill would leave behind just now.
            left = Shelf(Path(shutil.copytree(shelf.folder, tmp_path / "left")))
    assert [note.text for note in on_disk(left, clock).notes()] == ["one"]
    again = app_on(left, clock)
    async with again.run_test(size=SIZE) as pilot:
        await on_screen(pilot)
        assert "What was not on disk yet when the program ended was put back." in "".join(told(again))
        while desk_of(again).journal.unsaved:
            await pilot.pause()
        assert [note.text for note in on_disk(left, clock).notes()] == ["one", "two"]
    assert [note.text for note in on_disk(left, clock).notes()] == ["one", "two"]
    assert not left.drafts(left.names()[0]).exists()


@contextmanager
def broken_journal(shelf: Shelf) -> Iterator[None]:
    """A disk that takes everything but the journal."""
    real, journal = os.replace, shelf.path(shelf.names()[0])

    def replace(source: Path, target: Path) -> None:
        if Path(target) == journal:
            raise OSError(errno.EFBIG, "too large")
        real(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        yield


async def test_where_nothing_can_be_saved_the_key_once_more_closes(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, app)
        with broken("replace"):
            await pilot.press(*"one", "enter")
            await on_screen(pilot)
            await pilot.press("ctrl+q")
            while not any("loses them" in text for text in told(app)):
                await pilot.pause()
            assert app.is_running
            await pilot.press("ctrl+q")
            await on_screen(pilot)
    assert app._exit
    assert on_disk(shelf, clock).notes() == []


async def test_a_warning_about_the_disk_does_not_stand_for_ever(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [1000.0]
    monkeypatch.setattr("mentor_tui.closing.steady", lambda: seconds[0])
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, app)
        with broken("replace"):
            await pilot.press(*"one", "enter")
            await on_screen(pilot)
            for _ in range(2):
                await pilot.press("ctrl+q")
                await on_screen(pilot)
                assert app.is_running
                seconds[0] += 100
        await pilot.press("ctrl+q")
        await on_screen(pilot)
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["one"]
