"""The list of many mentorships: its lines, its order, what narrows it down, archiving, and how it is read."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting, schedule
from mentor_tui.core.book import Book
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import Pace
from mentor_tui.core.records import Lead, Mentorship, Role, make
from mentor_tui.core.settings import DEFAULTS, changed
from mentor_tui.core.summary import Sort, Summary, View, archive, headline, summary
from mentor_tui.data.overview import Line, Overview
from mentor_tui.data.shelf import Shelf
from mentor_tui.widgets import mentorships
from tests.app_helpers import (
    SIZE,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    on_disk,
    packs,
    press,
    rows_of,
    screen_lines,
    screen_name,
    screen_text,
    settle,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import NOW, FixedClock

TODAY = NOW.date()


def a_summary(**fields: object) -> Summary:
    found = Summary(
        partner="Dr Noa Placeholder",
        programme="ISAPS Mentor Program",
        my_zone="Europe/Madrid",
        partner_zone="America/Sao_Paulo",
        today=TODAY,
        held=2,
        minimum=6,
        pace=Pace.on_pace,
        left=4,
        days_left=158,
        ended=False,
        next_at=None,
        live=False,
        late=0,
        open=0,
        due_soon=0,
        archived=False,
    )
    return msgspec.structs.replace(found, **fields)


def read_pack(name: str) -> tuple[Pack, str]:
    return packs(name), ""


def lines_of(shelf: Shelf, clock: FixedClock) -> Overview:
    overview = Overview(shelf, clock, read_pack)
    list(overview.read())
    return overview


def some(shelf: Shelf, clock: FixedClock) -> None:
    """Three mentorships: one with something late, one with a session soon, one that nearly ends."""
    fresh(shelf.folder, clock, mentee="Dr Eva Example")
    fresh(shelf.folder, clock, mentee="Dr José Specimen", pack="surgery-faculty")
    fresh(shelf.folder, clock, mentee="Dr Bo Test", ends_on=TODAY + timedelta(days=20))
    with shelf.open("dr-eva-example", clock) as journal:
        journal.commit(meeting.keep_action("Send it", Lead.mentor, TODAY - timedelta(days=2), None, NOW))
    with shelf.open("dr-jose-specimen", clock) as journal:
        when = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
        journal.commit(schedule.plan_all(journal.book, packs("surgery-faculty"), NOW, {1: when}))


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    found = Shelf(tmp_path / "shelf")
    some(found, clock)
    return found


def names_of(app: MentorApp) -> list[str]:
    return [row.key for row in rows_of(app, "#home").rows]


# The line of a mentorship


def test_a_summary_counts_what_the_list_shows(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.open("dr-eva-example", clock) as journal:
        for days in (0, 7, 8):
            journal.commit(meeting.keep_action("x", None, TODAY + timedelta(days=days), None, NOW))
        journal.commit(meeting.keep_action("no date", None, None, None, NOW))
        found = summary(journal.book, packs("isaps").rules, "ISAPS", TODAY)
    assert (found.late, found.open, found.due_soon) == (1, 5, 2)
    assert (found.partner, found.programme, found.held, found.minimum) == ("Dr Eva Example", "ISAPS", 0, 6)
    assert (found.left, found.days_left, found.ended, found.next_at) == (6, 159, False, None)
    assert not found.archived


def test_words_of_the_line() -> None:
    assert a_summary().pace_words == "2 of 6, on pace"
    assert a_summary(minimum=0).pace_words == "2 held"
    assert (a_summary().late_words, a_summary(late=3).late_words) == ("", "3 late")
    assert a_summary().days_words == "158 days"
    assert a_summary(days_left=1).days_words == "1 day"
    assert a_summary(days_left=0).days_words == "last day"
    assert a_summary(days_left=0, ended=True).days_words == "ended"


def test_both_clocks_stand_there_where_they_differ() -> None:
    madrid, paulo, tokyo = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Tokyo")
    found = a_summary(next_at=datetime(2026, 11, 26, 17, 30, tzinfo=UTC))
    assert found.times(madrid, paulo, DEFAULTS) == ("Thu 26 Nov 18:30", "14:30")
    assert found.times(madrid, tokyo, DEFAULTS) == ("Thu 26 Nov 18:30", "Fri 02:30")
    assert found.times(madrid, ZoneInfo("Africa/Tunis"), DEFAULTS) == ("Thu 26 Nov 18:30", "")
    american = changed(changed(DEFAULTS, "day_first", False), "hours24", False)
    assert found.times(madrid, tokyo, american) == ("Thu Nov 26 6:30 pm", "Fri 2:30 am")
    assert a_summary().times(madrid, paulo, DEFAULTS) == ("no date yet", "")
    assert a_summary(live=True).times(madrid, paulo, DEFAULTS) == ("running now", "")
    assert a_summary(archived=True, live=True).times(madrid, paulo, DEFAULTS) == ("archived", "")


def test_the_headline_counts_over_all_and_leaves_archived_ones_out() -> None:
    busy = [a_summary(due_soon=2), a_summary(due_soon=1, late=2), a_summary(), a_summary(late=9, archived=True)]
    assert headline(busy) == "3 actions are due this week, 2 are late, in 2 mentorships"
    assert headline([a_summary(due_soon=1)]) == "1 action is due this week, in 1 mentorship"
    assert headline([a_summary(late=1)]) == "1 action is late, in 1 mentorship"
    assert headline([a_summary()]) == ""


def test_the_orders_and_what_narrows_down() -> None:
    soon, then = NOW + timedelta(days=1), NOW + timedelta(days=9)
    found = {
        "a": a_summary(partner="Ana", days_left=9, pace=Pace.tight),
        "b": a_summary(partner="Bo", next_at=then, late=1),
        "c": a_summary(partner="Çelik", next_at=soon, pace=Pace.out_of_reach, programme="Surgery"),
        "d": a_summary(partner="Dov", live=True, days_left=0, ended=True),
        "e": a_summary(partner="Eva", archived=True, next_at=soon, late=5, days_left=1),
    }

    def order(sort: Sort) -> str:
        return "".join(sorted(found, key=lambda name: View(sort=sort).order(name, found[name])))

    assert [order(sort) for sort in Sort] == ["dcbae", "bcade", "abcde", "abcde"]
    assert [name for name in found if View().shows(found[name])] == ["a", "b", "c", "d"]
    assert [name for name in found if View(archived=True, late_only=True).shows(found[name])] == ["b", "e"]
    assert [name for name in found if View(search="CELIK surg").shows(found[name])] == ["c"]
    assert Sort.name.following is Sort.next_session


def test_archive_and_back_are_named_changes_and_no_change_where_it_is_so() -> None:
    mentorship = make(
        Mentorship, NOW, role=Role.mentor, mentor="A", mentee="B", pack="isaps", starts_on=TODAY, ends_on=TODAY
    )
    away = archive(mentorship, True, NOW)
    assert away is not None
    assert away.label == "archive the mentorship"
    [put] = away.puts
    assert isinstance(put, Mentorship)
    assert put.archived_at == NOW
    assert archive(put, True, NOW) is None
    back = archive(put, False, NOW)
    assert back is not None
    assert Book(back.puts).mentorship.archived_at is None


@pytest.mark.parametrize("width", [30, 47, 81, 103, 104, 117, 200])
@pytest.mark.parametrize("partner", ["Dr Noa", "x" * 300, "山田太郎" * 20, "دكتور نور العينة " * 9])
def test_a_line_is_cut_by_cells_and_its_columns_stand_below_their_heads(width: int, partner: str) -> None:
    found = a_summary(partner=partner, late=3, next_at=datetime(2026, 11, 26, 17, 30, tzinfo=UTC))
    [row] = mentorships.rows([Line("a", found)], width, DEFAULTS)
    lines = row.content.split("\n")
    assert len(lines) == (1 if width >= mentorships.ONE_LINE else 2)
    assert all(line.cell_length <= width for line in lines)
    head = mentorships.head(width, DEFAULTS)
    assert head.cell_length <= width
    if width >= 47:
        before = lines[0].plain.partition("Thu 26 Nov 18:30")[0]
        assert Content(before).cell_length == head.plain.index("Next session")


# Reading


def test_what_is_known_is_not_read_again_until_its_file_changes(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview = lines_of(shelf, clock)
    assert sorted(overview.lines) == shelf.names()
    assert list(overview.read()) == []
    with shelf.open("dr-bo-test", clock) as journal:
        journal.commit(meeting.keep_action("more", None, TODAY - timedelta(days=1), None, NOW))
    [line] = overview.read()
    assert line.name == "dr-bo-test"
    assert line.summary is not None
    assert line.summary.late == 1
    shelf.path("dr-bo-test").unlink()
    shutil.rmtree(shelf.folder / "backups", ignore_errors=True)
    assert list(overview.read()) == []
    assert sorted(overview.lines) == ["dr-eva-example", "dr-jose-specimen"]
    clock.advance(24 * 3600)
    assert len(list(overview.read())) == 2


def test_a_broken_journal_and_an_unknown_programme_are_lines_too(shelf: Shelf, clock: FixedClock) -> None:
    shelf.path("torn").write_text("{")
    overview = Overview(shelf, clock, lambda name: (packs("isaps"), "it is gone" if name == "isaps" else ""))
    lines = {line.name: line for line in overview.read()}
    assert lines["torn"].summary is None
    assert "torn.json cannot be read" in lines["torn"].trouble
    found = lines["dr-eva-example"].summary
    assert found is not None
    assert (found.programme, found.minimum, found.pace) == ("isaps", 0, Pace.unknown)


# The page


async def test_the_list_in_columns_sorted_and_narrowed(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert names_of(app) == ["dr-jose-specimen", "dr-bo-test", "dr-eva-example"]
        assert words_of(app, "#home-head") == "Mentorships, by next session   3"
        assert words_of(app, "#home-due") == "1 action is late, in 1 mentorship."
        lines = screen_lines(app)
        head = next(line for line in lines if "Held and pace" in line)
        jose = next(line for line in lines if "José" in line)
        assert jose.index("Thu 26 Nov 18:30") == head.index("Next session")
        assert jose.index("14:30") == head.index("Theirs")
        assert jose.index("0 of 4, on pace") == head.index("Held and pace")
        assert jose.index("159 days") == head.index("Left")
        await press(pilot, "s")
        assert names_of(app)[0] == "dr-eva-example"
        assert "needs attention" in words_of(app, "#home-head")
        assert rows_of(app, "#home").row == rows_of(app, "#home").rows[-1]  # it stays on its mentorship
        await press(pilot, "s")
        assert names_of(app)[0] == "dr-bo-test"
        await press(pilot, "s")
        assert names_of(app) == ["dr-bo-test", "dr-eva-example", "dr-jose-specimen"]
        await press(pilot, "l")
        assert names_of(app) == ["dr-eva-example"]
        assert words_of(app, "#home-head") == "Mentorships, by name, only late   1 of 3"
        await press(pilot, "l", "slash")
        await type_in(pilot, "jose sal")
        assert texts_of(app, "#home") == ["Nobody is called that. Esc empties the search."]
        assert app.screen.query_one("#home-search", Input).value == "jose sal"
        await press(pilot, "backspace", "backspace", "backspace")
        assert names_of(app) == ["dr-jose-specimen"]
        await press(pilot, "enter")
        assert desk_of(app).journal.name == "dr-jose-specimen"
        await press(pilot, "escape")
        assert names_of(app) == ["dr-jose-specimen"]  # as it was left
        await press(pilot, "escape")
        assert len(names_of(app)) == 3
        assert rows_of(app, "#home").has_focus


async def test_two_lines_where_it_is_narrow(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=(50, 40)) as pilot:
        await settle(pilot)
        first = texts_of(app, "#home")[0].split("\n")
        assert first[0].split("  ")[0] == "Dr José Specimen"
        assert "Thu 26 Nov 18:30  14:30" in first[0]
        assert first[1].rstrip() == "  0 of 4, on pace, 159 days left"  # the programme has no room
        assert "Next session" in screen_text(app)
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert "\n" not in texts_of(app, "#home")[0]


async def test_the_cursor_is_on_the_mentorship_that_was_left(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock, "dr-eva-example")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "escape")
        row = rows_of(app, "#home").row
        assert row is not None
        assert row.key == "dr-eva-example"
        await press(pilot, "up", "enter", "escape")
        row = rows_of(app, "#home").row
        assert row is not None
        assert row.key == "dr-bo-test"


async def test_archive_take_back_and_bring_back(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Nothing to undo"
        await press(pilot, "x")
        assert names_of(app) == ["dr-bo-test", "dr-eva-example"]
        assert on_disk(shelf, clock, "dr-jose-specimen").mentorship.archived_at == NOW
        assert app.screen.undo_label == "archive the mentorship with Dr José Specimen"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: archive the mentorship with Dr José Specimen"
        assert len(names_of(app)) == 3
        assert on_disk(shelf, clock, "dr-jose-specimen").mentorship.archived_at is None
        await cursor_on(pilot, "#home", "dr-eva-example")
        await press(pilot, "x", "a")
        assert names_of(app)[-1] == "dr-eva-example"
        assert "archived" in texts_of(app, "#home")[-1]
        assert words_of(app, "#home-due") == ""
        await cursor_on(pilot, "#home", "dr-eva-example")
        await press(pilot, "x")
        assert on_disk(shelf, clock, "dr-eva-example").mentorship.archived_at is None
        await press(pilot, "ctrl+z", "a")
        assert names_of(app) == ["dr-jose-specimen", "dr-bo-test"]
        # One that is open elsewhere is left as it is.
        with shelf.open("dr-bo-test", clock):
            await cursor_on(pilot, "#home", "dr-bo-test")
            await press(pilot, "x")
            assert "open in another window" in told(app)[-1]
        assert len(names_of(app)) == 2
        await press(pilot, "x", "home", "x")
        assert texts_of(app, "#home") == ["All are archived. a shows them, n sets up a new one."]


async def test_a_disk_that_is_full_archives_nothing(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        with monkeypatch.context() as patch:
            patch.setattr("os.replace", full)
            await press(pilot, "x")
        assert told(app)[-1] == "It could not be saved. The disk is full. Free some space."
        assert len(names_of(app)) == 3
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Nothing to undo"


async def test_one_archived_mentorship_alone_is_opened_and_one_of_many_shows_the_list(
    shelf: Shelf, clock: FixedClock
) -> None:
    for name in ("dr-eva-example", "dr-bo-test"):
        assert lines_of(shelf, clock).archive(name, True)[0]
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert names_of(app) == ["dr-jose-specimen"]
    for name in ("dr-jose-specimen", "dr-bo-test"):
        shelf.path(name).unlink()
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"
        assert book_of(app).mentorship.mentee == "Dr Eva Example"


# Two hundred


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path) -> Shelf:
    """The demo two hundred times, under names of its own."""
    folder = tmp_path_factory.mktemp("many") / "journals"
    folder.mkdir(mode=0o700)
    [journal] = demo_folder.glob("*.json")
    for number in range(200):
        shutil.copy(journal, folder / f"pair-{number:03}.json")
    return Shelf(folder)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reading that stops at the fiftieth journal until the event is set."""
    go_on, line = threading.Event(), Overview._line

    def slow(overview: Overview, name: str, now: datetime) -> Line:
        if name >= "pair-050":
            go_on.wait(20)
        return line(overview, name, now)

    monkeypatch.setattr(Overview, "_line", slow)
    monkeypatch.setattr("mentor_tui.screens.home.BATCH", 0.0)
    yield go_on
    go_on.set()


async def rows_come(pilot: Pilot[None], app: MentorApp, count: int) -> None:
    end = time.monotonic() + 10
    while len(names_of(app)) < count and time.monotonic() < end:
        await pilot.pause(0.01)
        await pilot.pause()


async def test_rows_of_two_hundred_come_at_once_and_keys_work_while_it_reads(
    two_hundred: Shelf, clock: FixedClock, held: threading.Event
) -> None:
    app = app_on(two_hundred, clock)
    async with app.run_test(size=SIZE) as pilot:
        await rows_come(pilot, app, 50)
        assert 49 <= len(names_of(app)) <= 50
        assert words_of(app, "#home-head").endswith("reading")
        assert rows_of(app, "#home").highlighted is None  # no row comes under a key that is pressed just then
        for key in ("s", "s", "s", "down", "down"):
            await pilot.press(key)
        await pilot.pause()
        assert "by name" in words_of(app, "#home-head")
        row = rows_of(app, "#home").row
        assert row is not None
        await pilot.press("slash", *"noa")
        await pilot.pause()
        assert app.screen.query_one("#home-search", Input).value == "noa"
        held.set()
        await settle(pilot)
        assert len(names_of(app)) == 200
        assert words_of(app, "#home-head") == "Mentorships, by name   200"
        after = rows_of(app, "#home").row
        assert after is not None
        assert after.key == row.key


async def test_a_screen_that_goes_while_it_reads_ends_nothing(
    two_hundred: Shelf, clock: FixedClock, held: threading.Event
) -> None:
    app = app_on(two_hundred, clock)
    async with app.run_test(size=SIZE) as pilot:
        await rows_come(pilot, app, 50)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen_name(app) == "PrepareScreen"
        held.set()
        await settle(pilot)
        assert app.is_running
        await press(pilot, "escape")
        assert len(names_of(app)) == 200
    assert not app._faulty


async def test_a_program_that_closes_while_it_reads_ends_well(
    two_hundred: Shelf, clock: FixedClock, held: threading.Event
) -> None:
    app = app_on(two_hundred, clock)
    async with app.run_test(size=SIZE) as pilot:
        await rows_come(pilot, app, 50)
        app.exit()
        await pilot.pause()
    held.set()
    for thread in threading.enumerate():
        if thread.name == "reading":
            thread.join(10)
    assert not app._faulty
    assert not list(two_hundred.folder.glob("reports"))


async def test_coming_back_to_two_hundred_reads_none_of_them(
    two_hundred: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(two_hundred, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert len(names_of(app)) == 200
        app.open_mentorship("pair-150")
        await settle(pilot)
        monkeypatch.setattr(Overview, "_line", lambda *_: pytest.fail("it was read again"))
        await pilot.press("escape")
        await pilot.pause()
        assert len(names_of(app)) == 200
        await settle(pilot)
        row = rows_of(app, "#home").row
        assert row is not None
        assert row.key == "pair-150"


def test_two_hundred_are_read_within_seconds(two_hundred: Shelf, clock: FixedClock) -> None:
    begun = time.monotonic()
    overview = Overview(two_hundred, clock, read_pack)
    reading = overview.read()
    next(reading)
    first = time.monotonic() - begun
    assert len(list(reading)) == 199
    assert first < 1.0
    assert time.monotonic() - begun < 10.0


def test_dates_at_the_end(clock: FixedClock, tmp_path: Path) -> None:
    shelf = fresh(tmp_path, clock, starts_on=date(2026, 1, 1), ends_on=TODAY - timedelta(days=1))
    [line] = lines_of(shelf, clock).lines.values()
    assert line.summary is not None
    assert (line.summary.ended, line.summary.days_left) == (True, 0)
