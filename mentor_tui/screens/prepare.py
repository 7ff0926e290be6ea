"""Before a session: what is open or late, my checks, what was to be asked, the agenda, and the start."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mentor_tui.clock import zone_of
from mentor_tui.core import meeting
from mentor_tui.core.dates import parse_due
from mentor_tui.core.packs import Agenda, Line, Part
from mentor_tui.core.records import Session
from mentor_tui.screens.base import COMMON, DeskScreen, GoTo
from mentor_tui.widgets import shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import RecordRows, Row, Rows, section, words
from mentor_tui.widgets.session_head import ProgressLine, ProgressPanel
from mentor_tui.widgets.text import join, plain


class PrepareScreen(DeskScreen):
    """The page a mentorship opens with."""

    CSS_PATH = "prepare.tcss"
    AUTO_FOCUS = "#prepare"
    OFFERS = (
        Command(
            "start",
            "f2",
            "Start the session",
            "Start the session, or go on with the one that runs",
            "Start",
            first=True,
        ),
        Command("plan", "f4", "Date of the session", "Set the date and time of the next session", "Date", first=True),
        Command("open_goals", "f7", "Goals", "Open the goals", "Goals", first=True),
        Command(
            "wrap_up", "f8", "Last session", "Look at the last session, export it or reopen it", "Last", first=True
        ),
        Command(
            "edit", "f9", "Change the mentorship", "Names, dates, zones, how to keep in touch", "Change", first=True
        ),
        Command(
            "go_home", "f10,escape", "All mentorships", "The list of mentorships, or a new one", "List", first=False
        ),
        Command("restore", "", "Backups", "See the backups of this mentorship, and restore one"),
        *COMMON,
    )

    def body(self) -> ComposeResult:
        """Head, rows and progress."""
        yield Static("", id="prepare-head", classes="head", markup=False)
        with Horizontal(id="prepare-box"):
            yield RecordRows(id="prepare")
            yield ProgressPanel(self.desk, id="prepare-progress")
        yield ProgressLine(self.desk, id="prepare-line")

    @property
    def upcoming(self) -> tuple[int, Agenda]:
        """The number and the agenda of the next session."""
        planned = self.desk.book.planned
        number = planned.number if planned else meeting.next_number(self.desk.book)
        return number, self.desk.pack.agenda_for(number)

    def sync(self) -> None:
        number, agenda = self.upcoming
        live = self.desk.book.live
        title = f"Session {live.number} is running" if live else f"Before session {number}: {agenda.title}"
        self.query_one("#prepare-head", Static).update(plain(f"{title}   with {self.desk.mentorship.partner}"))
        self.query_one("#prepare", RecordRows).set_rows(self._rows(number, agenda))
        self.query_one(ProgressPanel).show()
        self.query_one(ProgressLine).show()

    def _rows(self, number: int, agenda: Agenda) -> list[Row]:
        desk, book = self.desk, self.desk.book
        planned = book.planned
        when = desk.when(planned.planned_for) if planned and planned.planned_for else "no date yet"
        go = "F2 goes on with the session" if book.live else f"F2 starts session {number}"
        rows = [
            words("start", plain(go, "bold $text-accent")),
            Row("date", join(plain("Date: ", "dim"), plain(when), plain("   F4", "dim")), live=True),
        ]
        if desk.mentorship.contact:
            rows.append(words("contact", join(plain("Keep in touch: ", "dim"), plain(desk.mentorship.contact))))
        if desk.trouble:
            rows.append(words("trouble", plain(desk.trouble, "bold $text-warning")))
        actions = [shapes.action_row(desk, action, ask=True) for action in book.open_actions]
        rows += section("Open actions, late first", actions, "Nothing is open.")
        if actions:
            rows.append(words("keys", plain("Enter ticks, m date, o owner, x drop, e edits", "dim")))
        for part in self._parts(agenda):
            rows += section(part.title, [shapes.tick_row(desk, line) for line in part.lines])
        asked = [shapes.question_row(desk, note) for note in meeting.questions_for_next_time(book)]
        rows += section("To ask this time", asked)
        rows += section("Documents of the programme", [shapes.tick_row(desk, line) for line in self._documents()])
        rows += section(f"Agenda, {agenda.minutes} minutes", self._agenda(agenda))
        return rows

    def _parts(self, agenda: Agenda) -> list[Part]:
        """My checks before this session, and what the last one left to do."""
        role = self.desk.mentorship.role
        last = meeting.last_held(self.desk.book)
        parts = []
        for checklist in self.desk.pack.checklists.values():
            for part in checklist.parts:
                if part.who.value not in ("both", role.value):
                    continue
                before = part.when == "before" and checklist.key == agenda.key
                after = part.when == "after" and last is not None and last.agenda == checklist.key
                if before or after:
                    parts.append(part)
        return parts

    def _documents(self) -> list[Line]:
        """The documents of the programme as lines to tick."""
        return [
            Line(
                key=f"document/{document.key}",
                text=f"{document.todo.capitalize()}: {document.title}"
                + ("" if document.held else " (not included here)")
                + (", to be returned at the end" if document.returned else ""),
                source=document.source,
            )
            for document in self.desk.pack.documents
        ]

    def _agenda(self, agenda: Agenda) -> list[Row]:
        return [
            words(
                f"agenda {entry.key}",
                join(
                    plain(f"{number}. {entry.title}"),
                    plain(f"  {entry.minutes} min, {self.desk.who(entry.lead)}", "dim"),
                ),
            )
            for number, entry in enumerate(agenda.entries, 1)
        ]

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen."""
        key, record = event.row.key, event.row.record
        if key == "date":
            self.action_plan()
        elif record is not None:
            super().chosen(event)
        else:
            lines = {line.key: line.text for part in self._parts(self.upcoming[1]) for line in part.lines}
            lines |= {line.key: line.text for line in self._documents()}
            self.do(meeting.tick(self.desk.book, key, lines.get(key, key), None, self.desk.now()))

    def action_start(self) -> None:
        """Start the next session, or go on with the live one."""
        live = self.desk.book.live
        if live is None and self.do(meeting.start_session(self.desk.book, self.desk.pack, self.desk.now())):
            live = self.desk.book.live
        if live is not None:
            self.post_message(GoTo("session", live.id))

    def action_plan(self) -> None:
        """Ask for the date of the next session."""
        ask_date(self)

    def action_open_goals(self) -> None:
        """The goals."""
        from mentor_tui.screens.goals import GoalsScreen

        self.app.push_screen(GoalsScreen(self.desk))

    def action_wrap_up(self) -> None:
        """The last session that was held."""
        last = meeting.last_held(self.desk.book)
        if last is None:
            self.notify("No session was held yet.", timeout=4)
        else:
            self.post_message(GoTo("wrap-up", last.id))

    def action_restore(self) -> None:
        """The backups."""
        self.post_message(GoTo("restore", self.desk.journal.name))

    def action_edit(self) -> None:
        """Change the mentorship."""
        self.post_message(GoTo("edit"))

    def action_go_home(self) -> None:
        """All mentorships."""
        self.post_message(GoTo("home"))


# An hour at the end: 18:30, 5pm, 17h, 9.15 am, at 9. A bare number is a day of the month.
_HOUR = re.compile(
    r"(?:(?<=\s)|^)(?:at\s+(?=\d))?(?P<hour>\d{1,2})"
    r"(?:[:.](?P<minute>\d{2})\s*(?P<half>am|pm|h)?|\s*(?P<half2>am|pm|h))$",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 1900, 2200  # at the ends of the calendar another zone has no such day


def read_when(screen: DeskScreen, text: str) -> datetime | None:
    """The instant (UTC) that ``fri 18:30`` or ``3 dec`` names in my zone; noon where no time is given."""
    text, at = text.strip(), time(12)
    if found := _HOUR.search(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        half = (found["half"] or found["half2"] or "").lower()
        if half in ("am", "pm"):
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23 or minute > 59:
            return None
        text, at = text[: found.start()], time(hour, minute)
    day = parse_due(text.strip(), screen.desk.today) if text.strip() else None
    zone = zone_of(screen.desk.mentorship.my_zone)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def ask_date(screen: DeskScreen) -> None:
    """Ask for the date and time of the next session, in my zone."""
    desk = screen.desk
    planned: Session | None = desk.book.planned
    value = f"{desk.local(planned.planned_for):%Y-%m-%d %H:%M}" if planned and planned.planned_for else ""

    def read(text: str) -> tuple[bool, str]:
        if not text.strip():
            return True, "no date"
        found = read_when(screen, text)
        if not found:
            return False, "not a date yet"
        return True, desk.when(found) + ("" if _HOUR.search(text.strip()) else ", no hour given: noon")

    def taken(text: str) -> bool:
        when = read_when(screen, text) if text.strip() else None
        return screen.do(meeting.plan_session(desk.book, desk.pack, desk.now(), when))

    hint = "For example thu 18:30 or 3 dec 9:00."
    screen.ask("When do you meet next?", value, read, hint, place="next date", taken=taken)
