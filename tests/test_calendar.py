"""The calendar file, read back by another library, and by a calendar that keeps what is newest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import vobject
from click.testing import CliRunner

from mentor_tui.command_line import cli
from mentor_tui.console import State
from mentor_tui.core import meeting, schedule
from mentor_tui.core.book import Book, Change
from mentor_tui.core.path import SURVEY
from mentor_tui.core.records import Answer, Goal, Lane, Mentorship, NoteKind, Role, make, touch
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.export.calendar import calendar_file, calendar_name
from mentor_tui.prompts.library import load_pack
from tests.conftest import NOW, FixedClock, a_pair

PACK = load_pack("isaps")
HOUR = timedelta(hours=1)
MADRID, SAO_PAULO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Sao_Paulo")
DATES = {
    1: datetime(2026, 12, 17, 17, 30, tzinfo=UTC),
    2: datetime(2027, 3, 18, 17, 30, tzinfo=UTC),
    3: datetime(2027, 4, 15, 16, 30, tzinfo=UTC),
}


@pytest.fixture
def journal(tmp_path: Path, clock: FixedClock) -> Journal:
    journal = Shelf(tmp_path / "shelf").create(a_pair(), clock)
    journal.commit(schedule.plan_all(journal.book, PACK, NOW, DATES))
    return journal


def made(journal: Journal, now: datetime = NOW) -> bytes:
    assert journal.flush()
    return calendar_file(journal.book, PACK, now, journal.writings)


class Found(NamedTuple):
    """An event as another program reads it."""

    sequence: int
    words: str
    start: datetime | date
    end: datetime | date
    status: str


def events(content: bytes) -> dict[str, Found]:
    """The events by their UID, read by vobject."""
    found = {}
    for event in vobject.readOne(content.decode()).contents.get("vevent", []):
        start = event.dtstart.value
        found[event.uid.value] = Found(
            int(event.sequence.value),
            event.summary.value,
            start.astimezone(UTC) if isinstance(start, datetime) else start,
            event.dtend.value.astimezone(UTC) if isinstance(start, datetime) else event.dtend.value,
            event.status.value,
        )
    return found


class Calendar:
    """What a calendar program does with such files: of each UID the highest SEQUENCE holds, and cancelled ones go."""

    def __init__(self) -> None:
        self._newest: dict[str, Found] = {}

    def take(self, content: bytes) -> None:
        for uid, event in events(content).items():
            if uid not in self._newest or event.sequence > self._newest[uid].sequence:
                self._newest[uid] = event

    @property
    def sessions(self) -> list[tuple[str, datetime | date]]:
        """What it shows of sessions."""
        shown = (event for event in self._newest.values() if event.status != "CANCELLED")
        found = [(event.words, event.start) for event in shown if "session" in event.words]
        return sorted(found, key=lambda pair: str(pair[1]))

    @property
    def all(self) -> set[str]:
        """The words of all that it shows."""
        return {event.words for event in self._newest.values() if event.status != "CANCELLED"}


def test_the_file_is_one_that_programs_take(journal: Journal) -> None:
    content = made(journal)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    read = vobject.readOne(content.decode())
    assert (read.method.value, read.version.value) == ("PUBLISH", "2.0")
    assert "mentor-tui" in read.prodid.value
    assert {event.dtstamp.value for event in read.vevent_list} == {NOW}
    assert {event.sequence.value for event in read.vevent_list} == {str(journal.writings)}
    assert all(event.uid.value.endswith("@mentor-tui") for event in read.vevent_list)
    assert all(not event.contents.get("valarm") for event in read.vevent_list)


@pytest.mark.parametrize("mine", ["mentor", "mentee"])
def test_sessions_stand_at_their_instants_on_both_sides_of_the_change(
    journal: Journal, clock: FixedClock, mine: str
) -> None:
    journal.commit(Change("side", (touch(journal.book.mentorship, NOW, role=Role(mine)),)))
    content = made(journal)
    found = {words: (start, end) for _, words, start, end, _ in events(content).values() if "session" in words}
    partner = journal.book.mentorship.partner
    assert found == {
        f"Mentoring session 1 of 6: First meeting and ground rules, with {partner}": (DATES[1], DATES[1] + HOUR),
        f"Mentoring session 2 of 6: Goals and plan, with {partner}": (DATES[2], DATES[2] + HOUR),
        f"Mentoring session 3 of 6: Half-way check, with {partner}": (DATES[3], DATES[3] + HOUR),
    }
    # The hours are those of the wall, with the rules of the zone beside them.
    zone = b"Europe/Madrid" if mine == "mentor" else b"America/Sao_Paulo"
    assert b"TZID:" + zone in content
    local = DATES[3].astimezone(MADRID if mine == "mentor" else SAO_PAULO)
    assert f"DTSTART;TZID={zone.decode()}:{local:%Y%m%dT%H%M%S}".encode() in content


def test_the_zone_in_the_file_says_when_the_clocks_change(journal: Journal) -> None:
    """By the rules in the file alone, not by what a program knows of Madrid."""
    content = made(journal).decode().replace("Europe/Madrid", "Somewhere/Else")
    zone = vobject.readOne(content).vtimezone.tzinfo
    for hours in range(-72, 72):
        for day in (date(2027, 3, 28), date(2026, 10, 25), date(2027, 10, 31)):
            at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC) + timedelta(hours=hours)
            wall = at.astimezone(MADRID)
            if wall.fold or wall.replace(fold=1).utcoffset() != wall.utcoffset():
                continue  # an hour that comes twice
            assert wall.replace(tzinfo=zone).utcoffset() == wall.utcoffset(), wall


def test_imported_twice_nothing_changes(journal: Journal) -> None:
    calendar = Calendar()
    calendar.take(made(journal))
    before = calendar.all
    calendar.take(made(journal, NOW + timedelta(days=1)))
    assert calendar.all == before
    assert len(calendar.sessions) == 3


def test_what_is_moved_and_dropped_is_so_in_the_calendar(journal: Journal) -> None:
    calendar, book = Calendar(), journal.book
    calendar.take(made(journal))
    two = book.numbered(2)
    assert two is not None
    journal.commit(schedule.shift(book, two, timedelta(weeks=1), MADRID, NOW) or Change("", ()))
    calendar.take(made(journal))
    assert [start for _, start in calendar.sessions] == [
        DATES[1],
        DATES[2] + 168 * HOUR,
        DATES[3] + 168 * HOUR,
    ]
    two = book.numbered(2)
    assert two is not None
    journal.commit(schedule.drop(book, PACK, two, NOW))
    calendar.take(made(journal))
    assert [start for _, start in calendar.sessions] == [DATES[1], DATES[3] + 168 * HOUR]
    assert calendar.sessions[1][0].startswith("Mentoring session 2 of 6: Goals and plan")
    journal.undo()
    calendar.take(made(journal))
    assert len(calendar.sessions) == 3
    journal.commit(schedule.set_date(book, PACK, 1, None, NOW) or Change("", ()))
    calendar.take(made(journal))
    assert len(calendar.sessions) == 2
    journal.commit(schedule.drop_all(book, NOW) or Change("", ()))
    calendar.take(made(journal))
    assert calendar.sessions == []


def test_planning_that_is_undone_leaves_the_calendar(journal: Journal) -> None:
    calendar = Calendar()
    calendar.take(made(journal))
    journal.undo()
    calendar.take(made(journal))
    assert calendar.sessions == []


def test_a_date_whose_setting_is_undone_leaves_the_calendar(journal: Journal) -> None:
    calendar, book = Calendar(), journal.book
    journal.commit(schedule.set_date(book, PACK, 6, DATES[3] + 700 * HOUR, NOW) or Change("", ()))  # plans 4 and 5
    for when in (DATES[3] + 168 * HOUR, DATES[3] + 336 * HOUR):
        journal.commit(schedule.set_date(book, PACK, 4, when, NOW) or Change("", ()))
        calendar.take(made(journal))
        assert [start for _, start in calendar.sessions][3] == when
    journal.undo()  # the second date of the two
    calendar.take(made(journal))
    assert [start for _, start in calendar.sessions][3] == DATES[3] + 168 * HOUR
    journal.undo()  # the first one
    calendar.take(made(journal))
    assert len(calendar.sessions) == 4
    assert [session.planned_for is None for session in schedule.planned(book)] == [False] * 3 + [True, True, False]
    journal.redo()
    calendar.take(made(journal))
    assert len(calendar.sessions) == 5
    # Two sessions at once, by a rhythm, and a date that was there before.
    journal.undo()
    rhythm = {3: DATES[3] + HOUR, 4: DATES[3] + 168 * HOUR, 5: DATES[3] + 336 * HOUR}
    journal.commit(schedule.plan_all(book, PACK, NOW, rhythm))
    calendar.take(made(journal))
    assert len(calendar.sessions) == 6
    journal.undo()
    calendar.take(made(journal))
    assert [start for _, start in calendar.sessions] == [*DATES.values(), DATES[3] + 700 * HOUR]


def test_a_session_that_was_held_stays_with_the_time_it_took(journal: Journal) -> None:
    calendar = Calendar()
    calendar.take(made(journal))
    began = DATES[1] + timedelta(minutes=4)
    journal.commit(meeting.start_session(journal.book, PACK, began))
    live = journal.book.live
    assert live is not None
    journal.commit(meeting.step(live, "end", began + timedelta(minutes=47)))
    calendar.take(made(journal))
    assert len(calendar.sessions) == 3
    held = events(made(journal))[f"{live.id}@mentor-tui"]
    assert (held.start, held.end, held.status) == (began, began + timedelta(minutes=47), "CONFIRMED")


def test_what_is_due_stands_there_as_whole_days(journal: Journal) -> None:
    goal = make(Goal, NOW, text="Secret plan", by=date(2027, 2, 1))
    journal.commit(Change("goals", (make(Goal, NOW, text="Another", by=None), goal)))
    found = {words: (start, end) for _, words, start, end, _ in events(made(journal)).values()}
    partner = "(mentoring with Dr Noa Placeholder)"
    assert found[f"The programme's survey opens {partner}"] == (date(2027, 4, 17), date(2027, 4, 18))
    assert found["Goal 2 of 2: day to reach it, with Dr Noa Placeholder"] == (date(2027, 2, 1), date(2027, 2, 2))
    due = {words: start for words, (start, _) in found.items() if words.startswith("Send in")}
    assert len(due) == sum(document.returned for document in PACK.documents) > 0
    assert set(due.values()) == {date(2027, 5, 1)}
    calendar = Calendar()
    calendar.take(made(journal))
    journal.commit(meeting.tick(journal.book, SURVEY, "survey", None, NOW))
    journal.commit(meeting.delete(goal, NOW))
    calendar.take(made(journal))
    assert f"The programme's survey opens {partner}" not in calendar.all
    assert not [words for words in calendar.all if words.startswith("Goal")]


def test_no_word_that_anyone_wrote_is_in_it(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        book = journal.book
        journal.commit(meeting.keep_note("ZANZIBAR note", NoteKind.note, Lane.mine, None, NOW))
        journal.commit(meeting.keep_action("ZANZIBAR action", None, date(2027, 1, 1), None, NOW))
        journal.commit(Change("goal", (make(Goal, NOW, text="ZANZIBAR goal", by=date(2027, 1, 4)),)))
        journal.commit(
            Change("pair", (touch(book.mentorship, NOW, contact="ZANZIBAR link", office="ZANZIBAR office"),))
        )
        planned = book.planned
        assert planned is not None
        journal.commit(Change("title", (touch(planned, NOW, title="ZANZIBAR title"),)))
        content = made(journal).replace(b"\r\n ", b"").decode()
        written = [note.text for note in book.notes()] + [action.text for action in book.actions]
        written += [goal.text for goal in book.goals] + [answer.text for answer in book.every(Answer)]
    assert len(written) > 20
    assert "ZANZIBAR" not in content
    assert [text for text in written if text in content] == []


@pytest.mark.parametrize("zone", ["UTC", "Nowhere/Atall", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_any_zone(zone: str) -> None:
    book = FakeBook(a_pair(mentor_zone=zone))
    starts = [
        found.start for found in events(calendar_file(book.book, PACK, NOW, 3)).values() if "session" in found.words
    ]
    assert sorted(map(str, starts)) == sorted(map(str, DATES.values()))


class FakeBook:
    """A book with three planned sessions and a hostile one."""

    def __init__(self, mentorship: Mentorship) -> None:
        from mentor_tui.core.book import Book

        self.book = Book([mentorship])
        for record in self.book.ordered(schedule.plan_all(self.book, PACK, NOW, DATES).puts):
            self.book.put(record)
        strange = touch(self.book.sessions[0], NOW, planned_for=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
        self.book.put(touch(make(type(strange), NOW, **fields(strange)), NOW))


def fields(session: Any) -> dict[str, Any]:
    """What a session says, without what every record has."""
    return {name: getattr(session, name) for name in ("title", "agenda", "minutes", "items", "planned_for")} | {
        "number": 99
    }


def test_without_a_pack_there_are_the_sessions() -> None:
    book = FakeBook(a_pair()).book
    words = {found.words for found in events(calendar_file(book, None, NOW, 1)).values()}
    assert words == {f"Mentoring session {number}, with Dr Noa Placeholder" for number in (1, 2, 3)}


@pytest.mark.parametrize(
    ("partner", "name"),
    [
        ("Dr Noa Placeholder", "mentoring-dr-noa-placeholder.ics"),
        ("../../Ørsted/Ä", "mentoring-orsted-a.ics"),
        ("山田", "mentoring-partner.ics"),
        ("x" * 300, f"mentoring-{'x' * 60}.ics"),
    ],
)
def test_the_name_of_the_file_is_safe(partner: str, name: str) -> None:
    assert calendar_name(a_pair(mentee=partner)) == name


# The command


def run(journal: Journal, clock: FixedClock, *args: str) -> Any:
    journal.close()
    state = State(clock)
    return CliRunner().invoke(cli, ["--data", str(journal.path.parent), "calendar", *args], obj=state)


def test_the_command_writes_the_file(
    journal: Journal, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = made(journal)
    assert run(journal, clock).output == "Wrote mentoring-dr-noa-placeholder.ics (dates only).\n"
    path = tmp_path / "mentoring-dr-noa-placeholder.ics"
    assert path.read_bytes() == expected
    assert path.stat().st_mode & 0o777 == 0o600
    again = run(journal, clock)
    assert (again.exit_code, "--replace" in again.output) == (1, True)
    path.write_text("old")
    assert run(journal, clock, "--to", str(tmp_path), "--replace").exit_code == 0
    assert path.read_bytes() == expected
    assert run(journal, clock, "--to", "-").stdout_bytes == expected


def test_the_command_touches_no_journal(journal: Journal, clock: FixedClock, tmp_path: Path) -> None:
    before = journal.path.read_bytes()
    for to in (journal.path, journal.path.parent / "other.json"):
        told = run(journal, clock, "--to", str(to), "--replace")
        assert told.exit_code == 1
    assert "there is no folder" in run(journal, clock, "--to", str(tmp_path / "no" / "x.ics")).output
    assert journal.path.read_bytes() == before
    assert run(journal, clock, "--to", str(journal.path.parent / "mine.ics")).exit_code == 0


def test_days_at_the_end_of_the_calendar_are_left_out() -> None:
    far = make(Goal, NOW, text="Far", by=date.max)
    pair = a_pair(ends_on=date.max)
    assert b"BEGIN:VEVENT" not in calendar_file(Book([pair, far]), load_pack("isaps"), NOW, 1)
