"""What opening a mentorship tells: which things, in which words, and not twice a day."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mentor_tui.core import meeting
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.records import Action, ActionState, Lane, Lead, NoteKind, Role, make, touch
from mentor_tui.core.reminders import MOST_TOLD, Reminder, notice, reminders
from mentor_tui.core.settings import DEFAULTS, changed
from mentor_tui.data.doctor import examine
from mentor_tui.data.findings import Grade
from mentor_tui.data.mend import mend
from mentor_tui.data.reminded import NAME, Reminded
from mentor_tui.data.settings_file import keep_setting
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import SIZE, StillApp, packs, press, screen_name, settle, told, words_of
from tests.conftest import NOW, FixedClock, a_pair

MADRID = ZoneInfo("Europe/Madrid")
TODAY = NOW.date()
RULES = packs("isaps").rules


def a_book() -> Book:
    days = {"starts_on": TODAY - timedelta(days=30), "ends_on": TODAY + timedelta(days=150)}
    return Book([a_pair(**days, mentor_zone="UTC", mentee_zone="UTC")])


def put(book: Book, *changes: Change) -> None:
    for change in changes:
        History(book).do(change, NOW)


def due(days: int, text: str = "Send it", owner: Lead | None = Lead.mentor, lane: Lane = Lane.pair) -> Change:
    return meeting.keep_action(text, owner, TODAY + timedelta(days=days), None, NOW, lane)


def said(book: Book, role: Role = Role.mentor, now: datetime = NOW) -> list[str]:
    return [each.text for each in reminders(book, RULES, now, MADRID, role)]


def planned(book: Book, when: datetime | None) -> None:
    session = book.planned or meeting.new_session(book, packs("isaps"), NOW)
    put(book, Change("plan", (touch(session, NOW, planned_for=when),)))


NO_DATE = "The next session has no date yet."


def test_what_is_due_within_a_week_mine_first() -> None:
    book = a_book()
    planned(book, NOW + timedelta(days=5))
    put(book, due(0, "a", Lead.mentee), due(1, "b"), due(7, "c", Lead.both), due(8, "d"), due(3, "e", None))
    assert said(book) == [
        "b: yours, due tomorrow",
        "e: due Thu 26 Nov",
        "c: both, due Mon 30 Nov",
        "a: Dr Noa Placeholder, due today",
    ]
    assert said(book, Role.mentee)[0] == "a: yours, due today"


def test_what_is_late_comes_before_and_closed_ones_are_quiet() -> None:
    book = a_book()
    planned(book, NOW + timedelta(days=5))
    put(book, due(1, "due"), due(-1, "late"), due(-9, "done"))
    [done] = [action for action in book.actions if action.text == "done"]
    book.put(touch(done, NOW, state=ActionState.done))
    assert said(book) == ["late: yours, late by 1 day", "due: yours, due tomorrow"]


def test_private_words_are_not_told_on_a_screen_that_may_be_shared() -> None:
    book = a_book()
    put(book, due(1, "Ask about the crisis", lane=Lane.mine))
    told_words = " ".join(said(book))
    assert "crisis" not in told_words
    assert "A private action: yours, due tomorrow" in told_words


def test_a_next_session_without_a_date_and_one_that_is_near() -> None:
    book = a_book()
    assert said(book) == [NO_DATE]
    planned(book, None)
    assert said(book) == [NO_DATE]
    planned(book, NOW + timedelta(hours=24))
    assert said(book) == ["Session 1 is tomorrow at 15:00."]
    planned(book, NOW + timedelta(hours=2))
    assert said(book) == ["Session 1 is today at 17:00."]
    american = changed(DEFAULTS, "hours24", False)
    assert [each.text for each in reminders(book, RULES, NOW, MADRID, Role.mentor, american)] == [
        "Session 1 is today at 5:00 pm."
    ]
    planned(book, NOW + timedelta(hours=25))
    assert said(book) == []
    planned(book, None)
    assert said(book, now=NOW + timedelta(days=400)) == []  # the period is over


def test_held_sessions_of_which_nothing_was_kept() -> None:
    book = a_book()
    for _ in range(3):
        put(book, meeting.start_session(book, packs("isaps"), NOW))
        assert book.live is not None
        if book.live.number == 2:
            put(book, meeting.keep_note("said", NoteKind.decision, Lane.pair, book.live, NOW))
        assert said(book)[-1:] != [NO_DATE]  # while it is on
        put(book, meeting.step(book.live, "end", NOW))
    assert [text for text in said(book) if "no notes" in text] == [
        "Session 1 has no notes, decisions or actions yet.",
        "Session 3 has no notes, decisions or actions yet.",
    ]


def test_an_archived_mentorship_is_quiet() -> None:
    book = a_book()
    put(book, due(1))
    book.put(touch(book.mentorship, NOW, archived_at=NOW))
    assert said(book) == []


def test_keys_hold_ids_and_dates_only_and_follow_a_date_that_moves() -> None:
    book = a_book()
    put(book, due(1, "secret words"))
    [action] = book.actions
    keys = [each.key for each in reminders(book, RULES, NOW, MADRID, Role.mentor)]
    assert keys == ["no date", f"due {action.id} 2026-11-24"]
    book.put(touch(action, NOW, due=TODAY + timedelta(days=2)))
    assert [each.key for each in reminders(book, RULES, NOW, MADRID, Role.mentor)][1] == f"due {action.id} 2026-11-25"


def test_a_long_action_is_cut_and_many_are_counted() -> None:
    book = a_book()
    put(book, due(1, "word " * 40))
    assert len(said(book)[1]) < 100
    many = [Reminder(str(number), f"line\n{number}") for number in range(MOST_TOLD + 3)]
    assert notice(many).split("\n")[-2:] == [f"line {MOST_TOLD - 1}", "and 3 more"]
    assert notice(many[:2]) == "line 0\nline 1"


# Not twice a day


def test_the_same_is_not_told_twice_a_day(tmp_path: Path) -> None:
    a, b = Reminder("a", "words"), Reminder("b", "words")
    assert Reminded(tmp_path).fresh("pair", [a], TODAY) == [a]
    assert Reminded(tmp_path).fresh("pair", [a, b], TODAY) == [b]
    assert Reminded(tmp_path).fresh("pair", [a, b], TODAY) == []
    assert Reminded(tmp_path).fresh("other", [a], TODAY) == [a]
    path = tmp_path / NAME
    assert json.loads(path.read_text()) == {
        "pair": {"day": TODAY.isoformat(), "keys": ["a", "b"]},
        "other": {"day": TODAY.isoformat(), "keys": ["a"]},
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    later = TODAY + timedelta(days=2)
    assert Reminded(tmp_path).fresh("pair", [a], later) == [a]
    assert list(json.loads(path.read_text())) == ["pair"]  # what is of no more use goes


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_a_file_that_makes_no_sense_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    a = Reminder("a", "words")
    assert Reminded(tmp_path).fresh("pair", [a], TODAY) == [a]
    assert Reminded(tmp_path).fresh("pair", [a], TODAY) == []


def test_a_disk_that_takes_nothing_and_a_link_leave_it_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    (tmp_path / NAME).symlink_to(other)
    assert len(Reminded(tmp_path).fresh("pair", [Reminder("a", "words")], TODAY)) == 1
    assert other.read_text() == "mine"
    assert len(Reminded(tmp_path / "gone").fresh("pair", [Reminder("a", "words")], TODAY)) == 1
    assert not (tmp_path / "gone").exists()


def test_the_doctor_knows_the_file(demo: tuple[Shelf, str]) -> None:
    folder = demo[0].folder
    Reminded(folder).fresh("pair", [Reminder("a", "words")], TODAY)
    assert {found.grade for found in examine(folder, NOW)} == {Grade.fine}
    (folder / NAME).chmod(0o644)
    [open_one] = [found for found in examine(folder, NOW) if found.grade is not Grade.fine]
    assert NAME in open_one.what
    assert open_one.mend is not None
    mend(folder, [open_one], NOW)
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    (folder / NAME).write_text("{")
    [broken] = [found for found in examine(folder, NOW) if found.grade is not Grade.fine]
    assert "cannot be read" in broken.what
    (folder / NAME).unlink()
    left = folder / f".{NAME}.0123456789ab.tmp"
    left.touch(mode=0o600)
    [temp] = [found for found in examine(folder, NOW) if found.grade is not Grade.fine]
    assert (temp.grade, temp.todo) == (Grade.note, "It can be removed.")


# The notice


async def opened(shelf: Shelf, clock: FixedClock, path: Path | None) -> list[str]:
    app = StillApp(shelf, clock, None, None, path)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"
        return told(app)


async def test_opening_tells_once_a_day_and_the_setting_turns_it_off(
    demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "config" / "settings.toml"
    [first] = await opened(demo[0], clock, path)
    assert "late by 5 days" in first
    assert "due tomorrow" in first
    assert "research post" not in first
    assert await opened(demo[0], clock, path) == []
    clock.set(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    assert len(await opened(demo[0], clock, path)) == 1
    clock.advance(24 * 3600)
    keep_setting(path, changed(DEFAULTS, "reminders", False), "reminders")
    assert await opened(demo[0], clock, path) == []


async def test_without_a_settings_file_nothing_is_told_and_nothing_written(
    demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    assert await opened(demo[0], clock, None) == []
    assert not (demo[0].folder / NAME).exists()


async def test_home_tells_how_much_is_due_unless_reminders_are_off(
    demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "config" / "settings.toml"
    app = StillApp(demo[0], clock, None, None, path)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "escape")
        assert words_of(app, "#home-due") == "3 actions are due this week, 1 is late, in 1 mentorship."
        await press(pilot, "f12")
        app.choices.change("reminders", False)
        await press(pilot, "escape")
        assert not app.screen.query_one("#home-due").display


def test_an_action_has_a_day(clock: FixedClock) -> None:
    assert make(Action, NOW, text="x", due=date(2026, 11, 22)).is_late(TODAY)
