"""The program as it is used between the meetings: a Monday, an evening, and six months across two daylight changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from textual.pilot import Pilot
from textual.widgets import Input

from mentor_tui.clock import zone_of
from mentor_tui.core import meeting, tally
from mentor_tui.core.records import ActionState, Lead, Role
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from mentor_tui.export.calendar import calendar_file
from tests.app_helpers import (
    app_of,
    app_on,
    book_of,
    cursor_on,
    desk_of,
    fill,
    fresh,
    keep,
    live_of,
    on_disk,
    packs,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    texts_of,
    type_in,
)
from tests.conftest import NOW, FixedClock
from tests.runs import spawn
from tests.terminal import Terminal

SIZE = (120, 50)
TODAY = date(2026, 11, 23)


@pytest.fixture
def twenty(tmp_path: Path, clock: FixedClock) -> Shelf:
    """The demo and nineteen others, two of which have something late."""
    shelf = Shelf(tmp_path / "twenty")
    make_demo(shelf.folder, clock)
    for number in range(1, 20):
        fresh(shelf.folder, clock, mentee=f"Dr Placeholder {number:02}")
    for number in (7, 12):
        with shelf.open(f"dr-placeholder-{number:02}", clock) as journal:
            late = meeting.keep_action("Read the draft", Lead.mentee, TODAY - timedelta(days=number), None, NOW)
            journal.commit(late)
    return shelf


async def test_a_mentors_monday(twenty: Shelf, clock: FixedClock, tmp_path: Path) -> None:
    """Find who is late among twenty, and prepare the next call."""
    app = app_on(twenty, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert len(rows_of(app, "#home").rows) == 20
        await press(pilot, "l")
        late = texts_of(app, "#home")
        assert len(late) == 3
        assert all("1 late" in row for row in late)
        await press(pilot, "l", "slash")
        await type_in(pilot, "noa")
        await press(pilot, "enter")
        assert screen_name(app) == "PrepareScreen"

        rows = texts_of(app, "#prepare")
        assert "late by 5 days" in rows[rows.index("Late") + 1]
        await cursor_on(pilot, "#prepare", "Send the list")
        await press(pilot, "m")
        await type_in(pilot, "wed")
        assert "Wednesday 25 November 2026" in screen_text(app)
        await press(pilot, "enter")
        assert "Nothing is late." in texts_of(app, "#prepare")

        await press(pilot, "ctrl+l")
        await cursor_on(pilot, "#actions", "Send the list")
        assert "Date moved: once" in screen_text(app)
        await press(pilot, "escape", "q")
        await type_in(pilot, "What would make January easier?")
        await press(pilot, "enter", "ctrl+g", "plus", "escape", "b")
        brief = tmp_path / "brief.md"
        assert app.screen.query_one("#ask-line", Input).value.endswith("brief-4-for-me.md")
        await fill(pilot, "#ask-line", str(brief))
        await press(pilot, "enter")
        assert "What would make January easier?" in brief.read_text(encoding="utf-8")
        await press(pilot, "f10")
        assert screen_name(app) == "HomeScreen"
        row = rows_of(app, "#home").row
        assert row is not None
        assert row.key == "dr-noa-placeholder"
        assert "late" not in row.content.plain
    moved = [action.text for action in on_disk(twenty, clock, "dr-noa-placeholder").actions if action.moved]
    assert [text[:13] for text in moved] == ["Send the list"]


def test_the_evening_before_in_a_terminal(tmp_path: Path) -> None:
    """Tick an action, keep a question and read the brief, in a real terminal; the program is closed, all is there."""
    data = tmp_path / "data"
    shelf = fresh(data, FixedClock())
    with shelf.open(shelf.names()[0], FixedClock()) as journal:
        for text in ("Print the talk", "Call the library"):
            journal.commit(meeting.keep_action(text, Lead.mentor, None, None, NOW))
    with Terminal(100, 30) as terminal:
        spawn(terminal, tmp_path, "--data", str(data))
        terminal.wait_for("Before session 1", "Print the talk", "Call the library")
        terminal.press("q")
        terminal.wait_for("A question to ask at the next session")
        terminal.type("Where did you learn to wait?")
        terminal.wait_for("Where did you learn to wait?")
        terminal.press("enter")
        terminal.wait_for("To ask this time", "[ ] Where did you learn to wait?")
        terminal.press("ctrl+l")
        terminal.wait_for("Open actions of both")
        terminal.press("enter")
        terminal.wait_for("[x]")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    book = on_disk(shelf, FixedClock())
    assert [note.text for note in book.notes()] == ["Where did you learn to wait?"]
    assert sorted(action.state for action in book.actions) == [ActionState.done, ActionState.open]


MADRID, SAO_PAULO = "Europe/Madrid", "America/Sao_Paulo"
# Five weeks apart. Madrid puts its clocks back on 25 October and forward on 28 March; Sao Paulo leaves its own alone.
DAYS = (
    date(2026, 10, 22),
    date(2026, 11, 26),
    date(2026, 12, 31),
    date(2027, 2, 4),
    date(2027, 3, 11),
    date(2027, 4, 15),
)
# The hour for the partner on each of those days, when my own is always the same.
THEIRS = {
    Role.mentor: ("18:30", ("13:30", "14:30", "14:30", "14:30", "14:30", "13:30")),
    Role.mentee: ("14:30", ("19:30", "18:30", "18:30", "18:30", "18:30", "19:30")),
}


async def hold(pilot: Pilot[None], clock: FixedClock, number: int, when: datetime) -> None:
    """Hold a session at its hour: a line, an action, every item, the end."""
    app = app_of(pilot)
    clock.set(when)
    await press(pilot, "f2")
    assert (screen_name(app), live_of(app).number) == ("SessionScreen", number)
    for action in book_of(app).open_actions:
        assert action.session_id == live_of(app).id
    await keep(pilot, f"Said in session {number}")
    await keep(pilot, f"! Task of session {number} @mentee ^in 2 weeks")
    while live_of(app).current is not None:
        clock.advance(540)
        await press(pilot, "f2")
    await press(pilot, "f8", "f2")
    assert screen_name(app) == "PrepareScreen"


@pytest.mark.parametrize("role", list(Role))
async def test_six_months_across_two_daylight_changes(role: Role, tmp_path: Path, clock: FixedClock) -> None:
    hour, theirs = THEIRS[role]
    mine = zone_of(MADRID if role is Role.mentor else SAO_PAULO)
    clock.zone = mine.key
    clock.set(datetime(2026, 10, 15, 9, tzinfo=UTC))
    fields: dict[str, Any] = {"role": role, "starts_on": date(2026, 10, 15), "ends_on": date(2027, 4, 15)}
    shelf = fresh(tmp_path, clock, **fields)
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+n", "n")
        await type_in(pilot, f"every 5 weeks thu {hour}")
        await press(pilot, "enter", "k")
        planned = [s.planned_for.astimezone(mine) for s in book_of(app).sessions if s.planned_for]
        assert [(when.date(), f"{when:%H:%M}") for when in planned] == [(day, hour) for day in DAYS]
        await press(pilot, "escape")
        partner = book_of(app).mentorship.partner
        for number, (when, their_hour) in enumerate(zip(planned, theirs, strict=True), 1):
            clock.set(when.astimezone(UTC) - timedelta(hours=20))
            await press(pilot, "ctrl+r", "escape")  # another page and back: the day is another one now
            date_row = next(row for row in texts_of(app, "#prepare") if row.startswith("Date: "))
            assert f"{hour} ({their_hour} for {partner})" in date_row
            await hold(pilot, clock, number, when.astimezone(UTC))
            made = next(action for action in book_of(app).actions if action.text == f"Task of session {number}")
            assert made.due == DAYS[number - 1] + timedelta(weeks=2)
            if number < 6:
                await cursor_on(pilot, "#prepare", f"Task of session {number}")
                clock.set(when.astimezone(UTC) + timedelta(days=13))
                await press(pilot, "enter")
        assert "minimum met" in screen_text(app)
        await press(pilot, "ctrl+r")
        assert "Pace: minimum met" in texts_of(app, "#programme")
        book, desk = book_of(app), desk_of(app)
        assert tally.hours(book).sessions == 6
        kept = tally.kept(book, desk.today, mine)
        assert [(each.who, each.on_time, each.later) for each in kept] == [(Lead.mentee, 5, 0)]
        file = calendar_file(book, packs("isaps"), clock.now(), 1)
    events = {event.uid.value: event for event in vobject.readOne(file.decode()).vevent_list}
    for session in on_disk(shelf, clock).held:
        begins = events[f"{session.id}@mentor-tui"].dtstart.value
        assert begins.astimezone(UTC) == session.started_at
