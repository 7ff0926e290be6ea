"""Plan the sessions: those held, those to come with their dates, and what is to be said of each date."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mentor_tui.clock import zone_of
from mentor_tui.core import agenda, flags, progress, rhythm, schedule
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Session, SessionState
from mentor_tui.data.shelf import Entry, Shelf
from mentor_tui.export.calendar import calendar_file, calendar_name
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.saving import save_as
from mentor_tui.screens.ways import ways_but
from mentor_tui.screens.when import ask_date, ask_shift
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.reading import Reading
from mentor_tui.widgets.rows import Row, Rows, section, words
from mentor_tui.widgets.session_head import ProgressLine
from mentor_tui.widgets.text import join, plain

_SHOWN = 3  # dates of a rhythm that the reading line tells
_INDENT = 4
SOON = 0.2  # seconds for which what comes from other mentorships is gathered


class Proposed(NamedTuple):
    """Dates that a rhythm gives, by the number of the session; nothing of it is kept yet."""

    told: str
    dates: dict[int, datetime]
    other: str
    lacks: str
    moved: frozenset[datetime]


class PlanRows(Commanded, Rows):
    """The sessions, with the keys of the page."""

    OFFERS = (
        Command("screen.keep", "k", "Keep the proposed dates", "The dates shown become the plan", "Keep"),
        Command("screen.rhythm", "n", "Rhythm for the sessions", "Every third Thursday: proposes the dates", "Rhythm"),
        Command("screen.shift", "s", "Move this session and all after it", "By a week, or to a new date", "Move on"),
        Command("screen.drop", "x,delete", "Drop the session", "It is off; those after it move up", "Drop"),
        Command("screen.drop_all", "", "Drop all planned sessions", "Takes all dates to come away; undo brings back"),
        Command("screen.calendar", "c", "Save the calendar file", "All dates, for any calendar program", "Calendar"),
    )


class PlanScreen(DeskScreen):
    """The dates of the sessions to come."""

    CSS_PATH = "plan.tcss"
    AUTO_FOCUS = "#plan"
    OFFERS = (
        Command("leave", "escape", "Back", "Leaves a proposal; else back to where you were", "Back"),
        Command("date", "f4", "Date of the session", "The date of the session under the cursor", "Date", first=True),
        *COMMON,
        *ways_but("open_plan"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.proposed: Proposed | None = None
        self._others: list[tuple[str, Session]] = []
        self.reading = Reading(self)

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("", id="plan-head", classes="head", markup=False)
        yield PlanRows(id="plan")
        yield ProgressLine(self.desk, id="plan-line")

    def on_mount(self) -> None:
        # What is planned in the other mentorships of this machine. Whatever is wrong with one is told by their list.
        journal = self.desk.journal
        shelf, own = Shelf(journal.path.parent), journal.name
        self.reading.start(lambda: map(_planned_in, shelf.each(but=own)), self._heard, lambda _: None, every=SOON)

    def on_unmount(self) -> None:
        self.reading.stop()

    def _heard(self, found: list[list[tuple[str, Session]]]) -> None:
        self._others += chain(*found)
        if self.query("#plan"):
            self.sync()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``k`` is there only while something is proposed."""
        if action == "keep" and self.proposed is None:
            return False
        return super().check_action(action, parameters)

    def _propose_now(self, found: Proposed | None) -> None:
        """Show dates as proposed, or none."""
        changed = (found is None) != (self.proposed is None)
        self.proposed = found
        if changed:
            self.refresh_bindings()

    def _changed(self) -> None:
        self._propose_now(None)  # it was made from what the journal held before
        super()._changed()

    @property
    def coming(self) -> list[Session]:
        """The sessions to come: as planned, else as they would be; the proposed dates stand in."""
        desk = self.desk
        dates = self.proposed.dates if self.proposed else {}
        count = schedule.up_to(desk.book, max(dates, default=0))
        found = schedule.ahead(desk.book, desk.pack, desk.now(), count=count, minutes=desk.settings.minutes)
        return [schedule.dated(session, dates.get(session.number, session.planned_for)) for session in found]

    @property
    def chosen_session(self) -> Session | None:
        """The session to come that is under the cursor; a fresh one is not in the journal."""
        row = self.query_one("#plan", PlanRows).row
        found = (session for session in self.coming if row is not None and row.key == _key(session))
        return next(found, None)

    def sync(self) -> None:
        found = progress.figures(self.desk.book, self.desk.pack.rules, self.desk.today)
        told = dict(progress.words(found))
        title = f"Sessions: {told['Sessions']}, {told['Pace']}"
        full = f"Plan the sessions: {told['Sessions']}, {told['Pace']}, {plural(found.days_left, 'day')} to the end"
        head = full if len(full) <= self.size.width - 2 else title
        self.query_one("#plan-head", Static).update(plain(head))
        self.query_one("#plan", PlanRows).set_rows(self._rows())
        self.show_progress()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    # Rows

    def _rows(self) -> list[Row]:
        coming = self.coming
        begun = [session for session in self.desk.book.sessions if session.state is not SessionState.planned]
        told = flags.flags([*begun, *coming], self._others, self._view)
        rows = self._proposal_rows()
        rows += section("Held", [self._begun_row(session) for session in begun])
        rows += section("To come", [self._row(session, told.get(session.id, [])) for session in coming], self._none)
        rows += [words("gap keys", ""), words("keys", plain(self._hint(coming), "dim"))]
        return rows[1:] if rows[0].key.startswith("gap") else rows

    _none = "Nothing is left to plan: the minimum is met. F4 sets a date for one more."

    def _hint(self, coming: list[Session]) -> str:
        if self.proposed:
            return "Nothing of this is kept yet. k or Enter keeps it, Esc leaves it."
        if not coming:
            return "c saves a calendar file."
        return "Enter sets the date, n takes a rhythm for all, s moves this and all after it, x drops it, c saves."

    def _proposal_rows(self) -> list[Row]:
        if self.proposed is None:
            return []
        rows = [words("proposal", join(plain("Proposed: ", "bold $text-accent"), plain(self.proposed.told)))]
        if self.proposed.other:
            rows.append(words("other", plain(self.proposed.other, "dim")))
        if self.proposed.lacks:
            rows.append(words("lacks", plain(self.proposed.lacks, "bold $text-warning")))
        return rows

    def _begun_row(self, session: Session) -> Row:
        desk = self.desk
        when = f"  {desk.day_of(session.started_at)}" if session.started_at else ""
        used = agenda.minutes_run(session, desk.now())
        told = f"{when}, {plural(used, 'minute')}" if session.state is SessionState.held else f"{when}, on now"
        return words(_key(session), join(_title(session), plain(told, "dim")), _INDENT)

    def _row(self, session: Session, found: list[flags.Flag]) -> Row:
        desk, when = self.desk, session.planned_for
        proposed = self.proposed is not None and session.number in self.proposed.dates
        parts: list[Content | str] = [_title(session)]
        if when is None:
            parts.append(plain("  no date yet", "dim"))
        else:
            told = f"  {'proposed ' if proposed else ''}{desk.when(when)}"
            parts.append(plain(told, "italic $text-accent" if proposed else ""))
            parts.append(plain(f", {session.minutes} min", "dim"))
        if proposed and (was := self._date_of(session.number)) is not None:
            parts.append(plain(f"  now {desk.when(was)}", "dim"))
        if proposed and self.proposed is not None and when in self.proposed.moved:
            parts += ["\n", plain("its hour is left out that day, when your clocks change", "$text-warning")]
        for flag in found:
            parts += ["\n", plain(flag.text, "dim" if flag.quiet else "$text-warning")]
        return Row(_key(session), join(*parts), live=True, indent=_INDENT)

    def _date_of(self, number: int) -> datetime | None:
        return next((s.planned_for for s in schedule.planned(self.desk.book) if s.number == number), None)

    @property
    def _view(self) -> flags.View:
        desk, pair = self.desk, self.desk.mentorship
        return flags.View(
            pair=pair,
            mine=desk.zone,
            theirs=zone_of(pair.partner_zone),
            today=desk.today,
            day=desk.day,
            hour=desk.settings.show_hour,
        )

    # What is done

    def chosen(self, _event: Rows.Chosen) -> None:
        """A session was chosen: its date; while dates are proposed, they are kept."""
        if self.proposed is not None:
            self.action_keep()
        else:
            self.action_date()

    def action_date(self) -> None:
        """Ask for the date of the session under the cursor."""
        session = self.chosen_session
        ask_date(self, session.number if session is not None else None)

    def action_rhythm(self) -> None:
        """Ask for a rhythm; what it gives is shown, and nothing of it is kept."""
        self._propose_now(None)
        self.sync()
        if not self.coming:
            self.notify(self._none, timeout=5)
            return

        def read(text: str) -> tuple[bool, str]:
            found = self._propose(text)
            if found is None:
                return False, "not a rhythm yet"
            return bool(found.dates), self._reading(found)

        def taken(text: str) -> bool:
            found = self._propose(text)
            if found is not None:
                self._propose_now(found)
                self.sync()
                self.query_one("#plan", PlanRows).go_to(f"session {min(found.dates, default=0)}")
            return True

        hint = "every third thursday 18:30; every 4 weeks; first monday 9:00. Nothing: evenly."
        self.ask("In which rhythm do you meet?", "", read, hint, place="rhythm", taken=taken)

    def _propose(self, text: str) -> Proposed | None:
        """The dates that a line gives; an empty one spreads the sessions evenly over the days left."""
        desk, pair = self.desk, self.desk.mentorship
        zone = desk.zone
        coming = schedule.ahead(desk.book, desk.pack, desk.now(), minutes=desk.settings.minutes)
        wanting = schedule.wants_date(coming, desk.today, zone)
        # Nothing is proposed before the programme begins.
        before = max(desk.today, pair.starts_on - timedelta(days=1))
        base = schedule.base(desk.book, wanting, before, zone)
        read = rhythm.read_rhythm(text, base) if text.strip() else rhythm.Read(rhythm=rhythm.even(base))
        if read is None:
            return None
        found = rhythm.propose(read.rhythm, base, len(wanting), pair.ends_on, zone)
        dates = {session.number: when for session, when in zip(wanting, found.instants, strict=False)}
        told = read.rhythm.words(hours24=desk.settings.hours24)
        if read.hourless:
            told += " (no hour given: as the last time)" if base.last else " (no hour given: noon)"
        lacks = ""
        if len(dates) < found.wanted:
            fit = "none" if not dates else f"only {len(dates)}"
            lacks = f"{fit[:1].upper()}{fit[1:]} of {found.wanted} fit before {desk.day(pair.ends_on)}"
        return Proposed(told, dates, read.other, lacks, found.moved)

    def _reading(self, found: Proposed) -> str:
        """What a line was taken for, with the first dates; what else it could mean, and what does not fit."""
        days = [self.desk.day_of(when) for when in found.dates.values()]
        more = f" and {len(days) - _SHOWN} more" if len(days) > _SHOWN else ""
        dates = f": {', '.join(days[:_SHOWN])}{more}" if days else ""
        return ". ".join(filter(None, (f"{found.told}{dates}", found.other, found.lacks)))

    def action_keep(self) -> None:
        """Keep the proposed dates."""
        found = self.proposed
        if found is None:
            self.notify("Nothing is proposed. n takes a rhythm.", timeout=4)
            return
        desk = self.desk
        minutes = desk.settings.minutes
        if self.do(schedule.plan_all(desk.book, desk.pack, desk.now(), found.dates, minutes=minutes)):
            self.notify(f"{plural(len(found.dates), 'date')} kept. Ctrl+Z takes that back.", timeout=4)

    def action_shift(self) -> None:
        """Ask by how much the session and all after it are to be moved."""
        session = self._planned_one()
        if session is not None and session.planned_for is None:
            self.notify("It has no date yet. Enter sets one.", timeout=4)
        elif session is not None:
            ask_shift(self, session)

    def action_drop(self) -> None:
        """Drop the session under the cursor."""
        session = self._planned_one()
        if session is not None:
            self.do(schedule.drop(self.desk.book, self.desk.pack, session, self.desk.now()))

    def action_drop_all(self) -> None:
        """Drop all planned sessions."""
        change = schedule.drop_all(self.desk.book, self.desk.now())
        if change is None:
            self.notify("No session is planned.", timeout=4)
        else:
            self.do(change)

    def _planned_one(self) -> Session | None:
        """The session under the cursor, when it is planned; says so when it is not. A proposal is left by that."""
        self._propose_now(None)
        found = self.chosen_session
        self.sync()
        if found is None or self.desk.book.get(Session, found.id) is None:
            self.notify("That session is not planned yet. Enter sets its date.", timeout=4)
            return None
        return found

    def action_calendar(self) -> None:
        """Ask where to, and save the calendar file."""
        desk = self.desk

        def content() -> bytes:
            if not desk.journal.flush():
                raise OSError("the journal itself is not on disk yet")
            # What is written later has a higher number, so that a calendar takes it for newer.
            return calendar_file(desk.book, desk.pack, desk.now(), desk.journal.writings)

        save_as(self, "the calendar file", calendar_name(desk.mentorship), content, place="calendar", ending=".ics")

    def action_leave(self) -> None:
        """Leave a proposal; else back to where the page was opened."""
        if self.proposed is not None:
            self._propose_now(None)
            self.sync()
        else:
            self.app.pop_screen()


def _planned_in(found: Entry) -> list[tuple[str, Session]]:
    """What is planned in another mentorship."""
    try:
        return schedule.others([found.book]) if found.book is not None else []
    except Exception:  # whatever is wrong with it: the others are looked at all the same
        return []


def _key(session: Session) -> str:
    return f"session {session.number}"


def _title(session: Session) -> Content:
    return join(plain(f"{session.number:>2}. "), plain(session.title, "bold"))
