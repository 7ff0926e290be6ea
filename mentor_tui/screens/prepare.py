"""Before a session: what is open or late, my checks, what was to be asked, the agenda, and the start."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mentor_tui.clock import zone_of
from mentor_tui.core import forms, meeting, planning, schedule
from mentor_tui.core.book import Change
from mentor_tui.core.packs import Agenda, Part
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.records import Body, Item, Occasion, Session
from mentor_tui.core.sheets import Moment
from mentor_tui.screens.bare import COMMON, GoTo
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.ways import WAYS
from mentor_tui.screens.when import ask_date
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import Act, RecordRows, Row, Rows, section, words
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
            "wrap_up", "f8", "Last session, save as Markdown", "Look at it, save it or reopen it", "Last", first=True
        ),
        Command(
            "edit", "f9", "Change the mentorship", "Names, dates, zones, how to keep in touch", "Details", first=True
        ),
        Command(
            "go_home", "f10,escape", "All mentorships", "The list of mentorships, or a new one", "List", first=False
        ),
        Command("restore", "", "Backups", "See the backups of this mentorship, and restore one"),
        *COMMON,
        *WAYS,
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
    def upcoming(self) -> Session:
        """The next session: as it is planned, else as it would be."""
        desk = self.desk
        return desk.book.planned or desk.new_session()

    def sync(self) -> None:
        session = self.upcoming
        live = self.desk.book.live
        title = f"Session {live.number} is running" if live else f"Before session {session.number}: {session.title}"
        partner = f"   with {self.desk.mentorship.partner}"
        room = len(title) + len(partner) <= self.size.width - 2
        self.query_one("#prepare-head", Static).update(plain(title + (partner if room else "")))
        rail = sheet_shapes.rail(self.desk, self.size.width - 2)
        steps = self.query_one("#prepare-rail", Static)
        steps.display = bool(rail.plain)
        steps.update(rail)
        self.query_one("#prepare", RecordRows).set_rows(self._rows(session))
        self.query_one(ProgressPanel).show()
        self.query_one(ProgressLine).show()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync)

    def _rows(self, session: Session) -> list[Row]:
        desk, book = self.desk, self.desk.book
        agenda = planning.agenda_of(desk.pack, session)
        actions = [shapes.action_row(desk, action, ask=True) for action in book.open_actions]
        rows = self._start_rows(session)
        rows += sheet_shapes.moment_rows(desk, Moment.before_the_call, "Right before the call")
        rows += sheet_shapes.offer_rows(desk)
        rows += section("Open actions, late first", actions, "Nothing is open.")
        if actions:
            rows.append(words("keys", plain("Enter ticks, m date, o owner, x drop, e edits", "dim")))
        asked = [shapes.question_row(desk, note) for note in meeting.questions_for_next_time(book)]
        rows += section("To ask this time", asked)
        for title, parts in self._parts(agenda):
            rows += section(title, [shapes.tick_row(desk, line) for part in parts for line in part.lines])
        rows += section("To fill in beforehand", self._forms(session))
        rows += section("Changed since it was signed: sign again", self._outdated())
        rows += sheet_shapes.moment_rows(desk, Moment.preparing, "Your part")
        if agenda is not None and agenda.occasion is Occasion.end:
            rows += sheet_shapes.moment_rows(desk, Moment.completing, "At the end")
        rows += section("Documents of the programme", self._documents())
        rows += section(self._agenda_title(session), self._agenda(session))
        return rows

    def _start_rows(self, session: Session) -> list[Row]:
        """How to start, when, how to keep in touch, and where all the rest is."""
        desk, book = self.desk, self.desk.book
        planned = book.planned
        when = desk.when(planned.planned_for) if planned and planned.planned_for else "no date yet"
        if planned and schedule.was_missed(planned, desk.today, zone_of(desk.mentorship.my_zone)):
            when = f"was to be {when}, not held"
        go = "F2 goes on with the session" if book.live else f"F2 starts session {session.number}"
        rows = [
            words("start", plain(go, "bold $text-accent")),
            Row("date", join(plain("Date: ", "dim"), plain(when), plain("   F4", "dim")), live=True),
        ]
        if desk.mentorship.contact:
            rows.append(words("contact", join(plain("Keep in touch: ", "dim"), plain(desk.mentorship.contact))))
        title, told = path_title(desk.pack), path_words(desk.path)
        about = join(plain(f"{title}: ", "dim"), plain(f"{told} done"))
        rows.append(sheet_shapes.link("programme", about, Act("programme"), " Ctrl+R"))
        everything = join(plain("Library: ", "dim"), plain("activities, cards, forms"))
        rows.append(sheet_shapes.link("library", everything, Act("library"), " Ctrl+O"))
        if desk.trouble:
            rows.append(words("trouble", plain(desk.trouble, "bold $text-warning")))
        return rows

    def _parts(self, agenda: Agenda | None) -> list[tuple[str, list[Part]]]:
        """My checks before this session, and what the last one left to do."""
        last = meeting.last_held(self.desk.book)
        return [
            ("Before this session", self._mine("before", agenda.key if agenda is not None else "")),
            ("After the last session", self._mine("after", last.agenda if last is not None else "")),
        ]

    def _mine(self, when: str, checklist: str) -> list[Part]:
        """The parts of a checklist for one time that are for me."""
        found = self.desk.pack.checklists.get(checklist)
        role = self.desk.mentorship.role.value
        return [part for part in found.parts if part.when == when and part.who.value in ("both", role)] if found else []

    def _forms(self, session: Session) -> list[Row]:
        """The forms, ratings and questions of the agenda, to be looked at before."""
        desk, pack = self.desk, self.desk.pack
        rows: dict[str, Row] = {}
        for item in session.items:
            ref = item.ref.partition("/")[0]
            if item.body is Body.form and ref in pack.forms:
                rows[f"form {ref}"] = sheet_shapes.form_link(desk, pack.forms[ref])
            elif item.body is Body.ratings and ref in pack.ratings:
                rows[f"ratings {ref}"] = sheet_shapes.ratings_link(desk, pack.ratings[ref])
            elif item.body in (Body.questions, Body.review) and ref in pack.decks:
                deck = pack.decks[ref]
                told = sheet_shapes.standing_words(desk, forms.from_deck(deck))
                rows[f"deck {ref}"] = sheet_shapes.link(f"deck {ref}", deck.title, Act("deck", ref), told)
            elif item.body is Body.checklist and ref in pack.checklists and ref != session.agenda:
                rows |= self._picker(item)
        return list(rows.values())

    def _outdated(self) -> list[Row]:
        """The forms that say something else than when they were signed."""
        desk = self.desk
        found = (form for form in desk.pack.forms.values() if forms.standing(desk.book, desk.pack, form).outdated)
        return [sheet_shapes.form_link(desk, form) for form in found]

    def _picker(self, item: Item) -> dict[str, Row]:
        """A list of the agenda that is ticked beforehand, such as what help is wanted with."""
        part = self.desk.pack.part(item.ref)
        if part is None:
            return {}
        count = sum(1 for line in part.lines if self.desk.book.is_checked(line.key))
        told = f"{count} of {len(part.lines)} ticked"
        return {item.ref: sheet_shapes.link(f"part {item.ref}", part.title, Act("part", item.ref), told)}

    def _documents(self) -> list[Row]:
        """The documents of the programme: to tick, with the day when it was done."""
        desk = self.desk
        mine = {f"document/{document.key}": document for document in desk.pack.documents}
        rows = []
        for line in desk.path:
            document = mine.get(line.tick)
            if document is not None:
                told = sheet_shapes.where_words(document) + ("  to be sent in" if document.returned else "")
                day = f"  {desk.day(line.on)}" if line.on else ""
                content = join(
                    shapes.box(line.done),
                    plain(line.title, "dim" if line.done else ""),
                    plain(day, "dim"),
                    plain("" if line.done else told, "dim"),
                    shapes.sourced(desk, line.source),
                )
                rows.append(Row(line.tick, content, True, indent=4, act=Act("tick", line.tick, line.title)))
        return rows

    @staticmethod
    def _agenda_title(session: Session) -> str:
        total = planning.planned_minutes(session)
        booked = "" if total == session.minutes else f" of {session.minutes} booked"
        return f"Agenda, {total} minutes{booked}"

    def _agenda(self, session: Session) -> list[Row]:
        rows = [
            words(
                f"agenda {item.id}",
                join(
                    plain(f"{number}. {item.title}"),
                    plain(f"  {item.minutes} min, {self.desk.who(item.lead)}", "dim"),
                ),
                3,
            )
            for number, item in enumerate(session.items, 1)
        ]
        return [*rows, sheet_shapes.link("agenda", "Change it", Act("agenda"), " Ctrl+G")]

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
