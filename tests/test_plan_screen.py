"""The page that plans the sessions, as it is used."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting, schedule
from mentor_tui.core.records import Mentorship, Role, make
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import (
    SIZE,
    app_of,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fresh,
    keep,
    live_of,
    on_disk,
    packs,
    press,
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


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    """One mentorship with a session held last week, on a Thursday at 18:30, and nothing planned."""
    shelf = fresh(tmp_path / "shelf", clock)
    pack = packs("isaps")
    with shelf.open(shelf.names()[0], clock) as journal:
        when = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)
        journal.commit(schedule.plan_all(journal.book, pack, NOW, {1: when}))
        journal.commit(meeting.start_session(journal.book, pack, when))
        live = journal.book.live
        assert live is not None
        journal.commit(meeting.step(live, "end", when + timedelta(minutes=58)))
    return shelf


async def open_plan(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+n")
    await settle(pilot)
    assert screen_name(app_of(pilot)) == "PlanScreen"


def dates(app: MentorApp) -> dict[int, str]:
    """The planned sessions with their dates in Madrid."""
    desk = desk_of(app)
    return {
        session.number: f"{desk.local(session.planned_for):%d %b %H:%M}" if session.planned_for else ""
        for session in schedule.planned(book_of(app))
    }


def rows(app: MentorApp) -> list[str]:
    return [row for row in texts_of(app, "#plan") if row]


ALL = {2: "10 Dec 18:30", 3: "14 Jan 18:30", 4: "11 Feb 18:30", 5: "11 Mar 18:30", 6: "08 Apr 18:30"}


async def test_from_nothing_to_a_plan(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        assert "1 of 6, 5 left, on pace" in words_of(app, "#plan-head")
        assert " 1. First meeting and ground rules  Thu 19 Nov, 58 minutes" in rows(app)
        assert sum("no date yet" in row for row in rows(app)) == 5
        assert book_of(app).planned is None
        assert "Keep" not in screen_lines(app)[-1]
        await press(pilot, "n")
        await type_in(pilot, "every second thursday 18:30")
        said = words_of(app, "#ask-reading")
        assert "every second Thursday of the month, 18:30: Thu 10 Dec, Thu 14 Jan," in said
        assert "every other Thursday" in said
        await press(pilot, "enter")
        # It is shown, and not kept.
        assert any("proposed Thu 10 Dec 18:30 (14:30 for Dr Noa Placeholder), 60 min" in row for row in rows(app))
        assert book_of(app).planned is None
        assert "k Keep" in screen_lines(app)[-1]
        assert on_disk(shelf, clock).planned is None
        await press(pilot, "escape")
        assert not any("proposed" in row for row in rows(app))
        assert (screen_name(app), book_of(app).planned) == ("PlanScreen", None)
        await press(pilot, "n")
        await keep(pilot, "every second thursday 18:30")
        await press(pilot, "k")
        assert dates(app) == ALL
        assert [s.agenda for s in book_of(app).sessions][-1] == "completion"
        assert "your clocks change on Sun 28 Mar; 13:30 for Dr Noa Placeholder from here on" in "\n".join(rows(app))
        assert on_disk(shelf, clock).sessions == book_of(app).sessions
        await press(pilot, "ctrl+z")
        assert dates(app) == {}
        assert told(app)[-1] == "Undone: plan 5 sessions"


async def test_enter_keeps_what_is_proposed(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        await press(pilot, "n")
        await keep(pilot, "every second thursday of the month")
        await press(pilot, "enter")
        assert dates(app) == ALL


async def test_without_a_rhythm_they_are_spread_evenly(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        await press(pilot, "n", "enter", "k")
        found = [session.planned_for for session in schedule.planned(book_of(app))]
        local = [desk_of(app).local(when) for when in found if when is not None]
        assert [(when.weekday(), when.hour, when.minute) for when in local] == [(3, 18, 30)] * 5
        gaps = {(after.date() - before.date()).days for before, after in pairwise(local)}
        assert gaps <= {28, 35}


async def test_what_does_not_fit_is_said(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        await press(pilot, "n")
        await type_in(pilot, "quarterly")
        assert words_of(app, "#ask-reading").endswith("Only 1 of 5 fit before Sat 1 May")
        await press(pilot, "enter")
        assert any("Only 1 of 5 fit before Sat 1 May" in row for row in rows(app))
        assert sum("no date yet" in row for row in rows(app)) == 4
        await press(pilot, "escape", "n")
        await keep(pilot, "nonsense")
        assert screen_name(app) == "Ask"
        assert "not a rhythm yet" in screen_text(app)


async def test_undo_leaves_a_proposal_that_has_grown_old(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        await press(pilot, "f4")
        await keep(pilot, "3 dec 18:30")
        await press(pilot, "n")
        await keep(pilot, "every 4 weeks")
        assert any("proposed Thu 31 Dec" in row for row in rows(app))
        await press(pilot, "ctrl+z")
        assert not any("proposed" in row for row in rows(app))
        await press(pilot, "k")
        assert dates(app) == {}


async def planned_all(pilot: Pilot[None]) -> None:
    await open_plan(pilot)
    await press(pilot, "n")
    await keep(pilot, "every second thursday of the month")
    await press(pilot, "k")
    assert dates(app_of(pilot)) == ALL


async def test_one_date_is_changed_and_taken_away(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        await cursor_on(pilot, "#plan", "session 4")
        await press(pilot, "enter")
        assert app.screen.query_one(Input).value == "2027-02-11 18:30"
        app.screen.query_one(Input).value = ""
        await keep(pilot, "some day")
        assert screen_name(app) == "Ask"
        app.screen.query_one(Input).value = ""
        await keep(pilot, "9 jan 23:00")
        assert dates(app) == ALL | {4: "09 Jan 23:00"}
        row = next(row for row in rows(app) if row.startswith(" 4."))
        assert "night for you (23:00)" in row
        assert "before session 3" in row
        assert row.endswith("weekend")
        await press(pilot, "enter")
        app.screen.query_one(Input).value = ""
        await press(pilot, "enter")
        assert dates(app) == ALL | {4: ""}
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: no date for session 4"
        assert dates(app)[4] == "09 Jan 23:00"
        # A rhythm leaves the others.
        await press(pilot, "ctrl+y", "n")
        await keep(pilot, "every 3 weeks")
        await press(pilot, "k")
        assert dates(app) == ALL | {4: "04 Feb 18:30"}


async def test_this_one_and_all_after_it_are_moved(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        await cursor_on(pilot, "#plan", "session 5")
        await press(pilot, "s")
        await type_in(pilot, "1 week")
        assert "session 5: Thu 18 Mar 18:30" in screen_text(app)
        await press(pilot, "enter")
        assert dates(app) == ALL | {5: "18 Mar 18:30", 6: "15 Apr 18:30"}
        await press(pilot, "s")
        await keep(pilot, "fri 19 mar 17:00")
        assert dates(app) == ALL | {5: "19 Mar 17:00", 6: "16 Apr 17:00"}
        await press(pilot, "s")
        await keep(pilot, "-1 day")
        assert dates(app) == ALL | {5: "18 Mar 17:00", 6: "15 Apr 17:00"}
        await press(pilot, "s")
        await keep(pilot, "whenever")
        assert screen_name(app) == "Ask"
        await press(pilot, "escape", "ctrl+z")
        assert told(app)[-1] == "Undone: move session 5 and all after it"


async def test_sessions_are_dropped(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        await cursor_on(pilot, "#plan", "session 3")
        await press(pilot, "x")
        assert dates(app) == {2: "10 Dec 18:30", 3: "11 Feb 18:30", 4: "11 Mar 18:30", 5: "08 Apr 18:30"}
        assert any(row.startswith(" 6.") and "no date yet" in row for row in rows(app))
        await cursor_on(pilot, "#plan", "session 6")
        await press(pilot, "x", "s")
        assert told(app)[-1] == "That session is not planned yet. Enter sets its date."
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: drop session 3"
        assert dates(app) == ALL
        app.screen.action_drop_all()  # type: ignore[attr-defined]
        await settle(pilot)
        assert dates(app) == {}
        await press(pilot, "ctrl+z")
        assert told(app)[-1] == "Undone: drop 5 planned sessions"
        assert dates(app) == ALL


async def test_the_other_pages_follow_the_first_planned(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        await press(pilot, "escape")
        assert any("Thu 10 Dec 18:30" in row for row in texts_of(app, "#prepare"))
        clock.set(datetime(2026, 12, 11, 9, tzinfo=UTC))  # the day after, and they did not meet
        await press(pilot, "ctrl+n")
        assert "was to be Thu 10 Dec, not held" in "\n".join(rows(app))
        await press(pilot, "escape")
        assert any("planned for Thu 10 Dec and was not held" in row for row in texts_of(app, "#prepare"))
        await press(pilot, "ctrl+n", "n")
        await keep(pilot, "every week fri 18:30")
        assert any("proposed Fri 18 Dec 18:30" in row and "now Thu 10 Dec" in row for row in rows(app))
        await press(pilot, "k")
        assert dates(app) == ALL | {2: "18 Dec 18:30"}
        await press(pilot, "escape", "f2")
        assert live_of(app).number == 2
        assert screen_name(app) == "SessionScreen"
        await press(pilot, "ctrl+n")
        assert any(row.startswith(" 2.") and "on now" in row for row in rows(app))
        assert dates(app) == {number: when for number, when in ALL.items() if number > 2}


async def test_clashes_with_other_mentorships(shelf: Shelf, clock: FixedClock) -> None:
    pack = packs("isaps")
    fields = {"role": Role.mentor, "mentor": "Dr Ada Sample", "pack": "isaps", "mentor_zone": "Europe/Madrid"}
    days = {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 5, 1)}
    for name, archived in (("Dr Io Example", None), ("Dr Old Example", NOW)):
        pair = make(Mentorship, NOW, **fields, **days, mentee=name, archived_at=archived)
        with shelf.create(pair, clock) as journal:
            when = datetime(2026, 12, 10, 17, 45, tzinfo=UTC)
            journal.commit(schedule.plan_all(journal.book, pack, NOW, {1: when}))
    (shelf.folder / "broken.json").write_text("{")
    name = next(name for name in shelf.names() if "noa" in name)
    app = app_on(shelf, clock, name)
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        found = "\n".join(rows(app))
        assert "you meet Dr Io Example then (18:45)" in found
        assert "Dr Old" not in found


@pytest.mark.parametrize(
    ("what", "error"), [("names", PermissionError("not open to you")), ("open", RuntimeError("gone"))]
)
async def test_what_cannot_be_looked_into_changes_nothing(
    shelf: Shelf, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, what: str, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        shelf.create(desk_of(app).mentorship, clock).close()
        monkeypatch.setattr(Shelf, what, refuse)
        await planned_all(pilot)
        await press(pilot, "escape")
        assert screen_name(app) == "PrepareScreen"


async def test_a_page_that_is_left_at_once(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("ctrl+n", "escape") * 3:
            await pilot.press(key)
        await settle(pilot)
        assert screen_name(app) == "PrepareScreen"


async def test_the_calendar_file_is_saved(shelf: Shelf, clock: FixedClock, tmp_path: Path) -> None:
    app = app_on(shelf, clock)
    target = tmp_path / "dates.ics"
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        await press(pilot, "c")
        assert app.screen.query_one(Input).value.endswith("mentoring-dr-noa-placeholder.ics")
        app.screen.query_one(Input).value = str(shelf.folder / "x.json")
        await press(pilot, "enter")
        assert "give it the ending .ics" in screen_text(app)
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")
        assert screen_name(app) == "PlanScreen"
    content = target.read_bytes()
    assert content.count(b"SUMMARY:Mentoring session") == 6
    assert target.stat().st_mode & 0o777 == 0o600
    with shelf.open(shelf.names()[0], clock, write=False) as journal:
        assert f"SEQUENCE:{journal.writings}\r\n".encode() in content


async def test_a_journal_that_is_not_on_disk_gives_no_calendar_file(
    shelf: Shelf, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(shelf, clock)
    target = tmp_path / "dates.ics"
    async with app.run_test(size=SIZE) as pilot:
        await planned_all(pilot)
        monkeypatch.setattr(type(desk_of(app).journal), "flush", lambda _: False)
        await press(pilot, "c")
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")
        assert told(app)[-1] == "It could not be saved: the journal itself is not on disk yet."
    assert not target.exists()


async def test_when_the_minimum_is_met(shelf: Shelf, clock: FixedClock) -> None:
    pack = packs("isaps")
    with shelf.open(shelf.names()[0], clock) as journal:
        for number in range(2, 7):
            now = NOW - timedelta(hours=20 - 2 * number)
            journal.commit(meeting.start_session(journal.book, pack, now))
            live = journal.book.live
            assert live is not None
            journal.commit(meeting.step(live, "end", now + timedelta(minutes=50)))
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        assert "Nothing is left to plan: the minimum is met. F4 sets a date for one more." in rows(app)
        await press(pilot, "n")
        assert screen_name(app) == "PlanScreen"
        await press(pilot, "x", "s", "k", "enter")
        await press(pilot, "f4")
        await keep(pilot, "3 dec 18:30")
        assert dates(app) == {7: "03 Dec 18:30"}


@pytest.mark.parametrize("size", [(50, 40), (84, 28), (40, 14)])
async def test_every_size_has_room(shelf: Shelf, clock: FixedClock, size: tuple[int, int]) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=size) as pilot:
        await planned_all(pilot)
        assert all(len(line.rstrip()) <= size[0] for line in screen_lines(app))
        assert "1 of 6" in words_of(app, "#plan-head")
        await press(pilot, "end")
        assert "13:30 for Dr Noa" in screen_text(app)


async def test_what_was_typed_comes_back(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_plan(pilot)
        await press(pilot, "n")
        await type_in(pilot, "every 5 w")
        desk = desk_of(app)
        app.keep_all()
        assert desk.drafts.get("rhythm") == {"text": "every 5 w"}
        await press(pilot, "escape")
        assert "rhythm" not in desk.drafts.places
