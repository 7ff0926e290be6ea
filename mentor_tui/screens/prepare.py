"""Before a session: what was agreed, what is late or open, what to ask and to prepare, the agenda, and the start."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mentor_tui.core import hindsight, meeting, planning
from mentor_tui.core.book import Change
from mentor_tui.core.brief import Brief, gather
from mentor_tui.export.audience import Audience
from mentor_tui.export.brief import brief_markdown
from mentor_tui.screens.bare import COMMON, GoTo
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.one_line import ask_action, ask_question
from mentor_tui.screens.saving import save_as
from mentor_tui.screens.ways import WAYS
from mentor_tui.screens.when import ask_date
from mentor_tui.widgets import brief_rows, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import RecordRows, Rows
from mentor_tui.widgets.session_head import ProgressLine, ProgressPanel


class PrepareScreen(DeskScreen):
    """The page a mentorship opens with."""

    GROUND = True
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
            "wrap_up",
            "f8",
            "Last session, save as Markdown",
            "Look at the last session, save it or reopen it",
            "Last",
            first=True,
        ),
        Command(
            "edit", "f9", "Change the mentorship", "Names, dates, zones, how to keep in touch", "Details", first=True
        ),
        Command(
            "go_home", "f10,escape", "All mentorships", "The list of mentorships, or a new one", "List", first=False
        ),
        Command("question", "q", "Keep a question", "A question to ask at the next session", "Question"),
        Command("new_action", "n", "New action", "An action, with who and by when", "Action"),
        Command("save_brief", "b", "Save the brief", "What is on this page, as Markdown, for you alone", "Brief"),
        Command("restore", "", "Backups", "See the backups of this mentorship, and restore one"),
        *COMMON,
        *(way._replace(footer="") for way in WAYS),  # they stand at the end of the page
    )

    def body(self) -> ComposeResult:
        """Head, rows and progress."""
        yield Static("", id="prepare-head", classes="head", markup=False)
        yield Static("", id="prepare-rail", classes="quiet", markup=False)
        with Horizontal(id="prepare-box"):
            yield RecordRows(id="prepare")
            yield ProgressPanel(self.desk, id="prepare-progress")
        yield ProgressLine(self.desk, id="prepare-line")

    @property
    def brief(self) -> Brief:
        """What there is to know now."""
        desk = self.desk
        style = desk.settings
        return gather(desk.book, desk.pack, desk.now(), desk.zone, minutes=style.minutes, day_first=style.day_first)

    def sync(self) -> None:
        brief = self.brief
        title, paced = brief_rows.head(self.desk, brief, self.size.width - 2)
        self.query_one("#prepare-head", Static).update(title)
        rail = sheet_shapes.rail(self.desk, self.size.width - 2)
        steps = self.query_one("#prepare-rail", Static)
        steps.display = bool(rail.plain)
        steps.update(rail)
        rows = brief_rows.brief_rows(self.desk, brief, self.OFFERS, paced=paced)
        self.query_one("#prepare", RecordRows).set_rows(rows)
        self.show_progress()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen."""
        if event.row.key == "date":
            self.action_plan()
        else:
            super().chosen(event)

    def action_start(self) -> None:
        """Start the next session, or go on with the live one."""
        live = self.desk.book.live
        if live is None and self.do(self._starting()):
            live = self.desk.book.live
            if live is not None and planning.planned_minutes(live) > live.minutes:
                told = f"The agenda takes {planning.planned_minutes(live)} minutes, {live.minutes} are booked"
                self.notify(f"{told}: shared out anew. Ctrl+P adds minutes.", timeout=8)
        if live is not None:
            self.post_message(GoTo("session", live.id))

    def _starting(self) -> Change:
        desk = self.desk
        return meeting.start_session(desk.book, desk.pack, desk.now(), minutes=desk.settings.minutes)

    def action_plan(self) -> None:
        """Ask for the date of the next session."""
        ask_date(self)

    def action_question(self) -> None:
        """Ask for a question to put at the next session."""
        live = self.desk.book.live is not None  # what is kept in a session is for the one after it
        told = "It is kept for the next session." if live else "It stands under what to ask this time."
        ask_question(self, lambda _: self.notify(told, timeout=3))

    def action_new_action(self) -> None:
        """Ask for an action, in the grammar of the line."""
        ask_action(self, lambda _: self.notify("It stands among the actions.", timeout=3))

    def action_save_brief(self) -> None:
        """Ask where to, and save the brief as Markdown, for the person at this machine."""
        desk = self.desk

        def text() -> str:
            return brief_markdown(self.brief, desk.book, desk.pack, Audience.me)

        session = desk.upcoming
        name = f"brief-{session.number}-for-{Audience.me.value}.md"
        save_as(self, "the brief, for you alone,", name, text, place="brief")

    def action_wrap_up(self) -> None:
        """The last session that was held."""
        last = hindsight.last_held(self.desk.book)
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
