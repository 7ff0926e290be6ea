"""The end of a session: decisions, actions and what they lack, the next date, and the notes as Markdown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from mentor_tui.core import goals, meeting, planning, tasks
from mentor_tui.core.offers import parts_for
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Body, Note, NoteKind, Occasion, Session, SessionState
from mentor_tui.core.sheets import Line, Moment
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import session_markdown
from mentor_tui.screens.bare import COMMON, GoTo
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.saving import save_as
from mentor_tui.screens.ways import WAYS
from mentor_tui.screens.when import ask_date
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.head import Head
from mentor_tui.widgets.rows import Act, RecordRows, Row, Rows, section, words
from mentor_tui.widgets.session_head import trouble_words
from mentor_tui.widgets.text import join, lines, plain

MOST_PREVIEWED = 50_000  # letters of the Markdown that are shown; the file always has all of them


class WrapUpScreen(DeskScreen):
    """What a session came to."""

    CSS_PATH = "wrapup.tcss"
    AUTO_FOCUS = "#wrapup"
    OFFERS = (
        Command("finish", "f2,escape", "Finish", "On to the next session", "Finish", first=True),
        Command("export", "f9", "Save as Markdown", "Save the notes as a Markdown file", "Save file", first=True),
        Command("plan", "f4", "Date of the next session", "Set when you meet next", "Next date", first=True),
        Command("audience", "f6", "For me or for the partner", "Whose eyes the notes are for", "For whom", first=True),
        Command("reopen", "f3", "Reopen the session", "Go back into the session", "Reopen", first=True),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk, session_id: str) -> None:
        super().__init__(desk)
        self.session_id = session_id
        self.audience = Audience.partner

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.desk.session(self.session_id)

    def body(self) -> ComposeResult:
        """The list, and the Markdown beside or below it."""
        yield Head(id="wrapup-head")
        with Horizontal(id="wrapup-box"):
            yield RecordRows(id="wrapup")
            with VerticalScroll(id="markdown-box"):
                yield Static("", id="markdown-label", classes="quiet", markup=False)
                yield Static("", id="markdown", markup=False)

    def sync(self) -> None:
        session = self.session
        if session.state is not SessionState.held or session.deleted_at is not None:
            if self.is_current:
                live = self.desk.book.live
                self.post_message(GoTo("session" if live else "prepare", live.id if live else ""))
            return
        self._show_head(session)
        self._show_rows()
        who = (
            "you alone, private notes included" if self.audience is Audience.me else "you both, private notes left out"
        )
        self.query_one("#markdown-label", Static).update(plain(f"The file, for {who}. F6 changes that, F9 saves it."))
        # What is on view obeys the hiding of private lines; what is saved does not.
        shown = Audience.partner if self.desk.hides_private else self.audience
        self.query_one("#markdown", Static).update(lines(self._markdown(shown), most=MOST_PREVIEWED))

    def show_saved(self) -> None:
        super().show_saved()
        self._show_head(self.session)

    def show_progress(self) -> None:
        """What is wrong with saving stands above the list; the head has only room to say that something is."""
        super().show_progress()
        self._show_rows()

    def _show_rows(self) -> None:
        for listed in self.query("#wrapup").results(RecordRows):
            listed.set_rows(self._rows(self.session))

    def _show_head(self, session: Session) -> None:
        held, saved = f"Session {session.number} held", f"   {self.desk.saved}"
        loose = len(meeting.unsettled(self.desk.book, session))
        verb = "lacks" if loose == 1 else "lack"
        lack = f"   {plural(loose, 'action')} {verb} who or when" if loose else ""
        less = f"   {loose} {verb} who or when" if loose else ""
        full, title = f"{held}{saved}{lack}", f"{held}: {session.title}{saved}{lack}"
        for line in self.query("#wrapup-head").results(Head):
            line.say(title, full, f"{held}{saved}{less}", f"{held}{less}")

    def _markdown(self, audience: Audience) -> str:
        desk = self.desk
        return session_markdown(desk.book, desk.pack, self.session, audience, desk.today)

    def _rows(self, session: Session) -> list[Row]:
        desk, book = self.desk, self.desk.book
        decisions = [shapes.note_row(desk, note) for note in book.notes(session.id) if note.kind is NoteKind.decision]
        actions = [shapes.action_row(desk, action, ask=True) for action in tasks.of_session(book, session)]
        asked = [shapes.note_row(desk, note) for note in book.notes(session.id) if note.kind is NoteKind.question]
        planned = book.planned
        when = desk.when(planned.planned_for) if planned and planned.planned_for else "not set yet"
        next_date = Row("date", join(plain("Next session: ", "bold"), plain(when), plain("   F4", "dim")), live=True)
        missed = self._meeting(session)
        after = [shapes.tick_row(desk, line) for line in self._after(session)]
        rows = [words("trouble", plain(told, "bold $text-error")) for told in trouble_words(desk)]
        rows.append(next_date)
        rows += section("Decisions", decisions, "None kept.")
        keys = words("keys", plain("Enter ticks, m date, o owner, x drops, r why, e edits", "dim"))
        rows += section("Actions", [*actions, keys] if actions else [], "None kept.")
        rows += section("Goals", self._goals(session))
        rows += section("To ask next time", asked)
        rows += section("Checklist of the meeting", missed)
        rows += section("After the meeting", after)
        rows += section("Forms of this session", self._forms(session))
        rows += sheet_shapes.moment_rows(desk, Moment.wrapping_up, "Your part")
        agenda = planning.agenda_of(desk.pack, session)
        if agenda is not None and agenda.occasion is Occasion.end:
            rows += sheet_shapes.moment_rows(desk, Moment.completing, "At the end")
        path = [sheet_shapes.path_row(desk, line) for line in desk.path]
        rows += section(f"{path_title(desk.pack)}: {path_words(desk.path)}", path)
        return rows

    def _goals(self, session: Session) -> list[Row]:
        """What became of goals in it."""
        desk, rows = self.desk, []
        for moved in goals.moved_in(desk.book, session):
            goal = moved.goal
            by = f", by {desk.day(goal.by)}" if moved.made and goal.by else ""
            why = f": {goal.why}" if moved.dropped and goal.why else ""
            content = join(plain("- ", "$accent"), plain(goal.text))
            act = Act("way", "open_goals")
            rows.append(sheet_shapes.link(f"goal {goal.id}", content, act, f"{moved.words}{by}{why}", indent=2))
            told = [f"Measure: {goal.measure}"] if moved.made and goal.measure else []
            told += [f"Review: {each.progress}%{f', {each.text}' if each.text else ''}" for each in moved.reviews]
            rows += [words(f"{goal.id} {n}", join("  ", plain(text, "dim")), 2) for n, text in enumerate(told)]
        return rows

    def _forms(self, session: Session) -> list[Row]:
        """The forms that stood on the agenda, with what they lack."""
        pack = self.desk.pack
        keys = dict.fromkeys(item.ref.partition("/")[0] for item in session.items if item.body is Body.form)
        return [sheet_shapes.form_link(self.desk, pack.forms[key]) for key in keys if key in pack.forms]

    def _after(self, session: Session) -> list[Line]:
        parts = parts_for(self.desk.pack, session.agenda, self.desk.mentorship.role, "after")
        return [line for part in parts for line in part.lines]

    def _meeting(self, session: Session) -> list[Row]:
        """The lines of the checklists that stood on the agenda."""
        rows = []
        for item in session.items:
            part = self.desk.pack.part(item.ref) if item.body is Body.checklist else None
            place = meeting.tick_place(session, item)
            rows += [shapes.tick_row(self.desk, line, place) for line in part.lines] if part is not None else []
        return rows

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen."""
        key, record = event.row.key, event.row.record
        if key == "date":
            self.action_plan()
        elif isinstance(record, Note):
            self.edit(record)
        else:
            super().chosen(event)

    def action_finish(self) -> None:
        """On to the next session."""
        self.post_message(GoTo("prepare"))

    def action_reopen(self) -> None:
        """Back into the session."""
        if self.desk.book.live is not None:
            self.notify("Another session is running; end it first.", severity="warning")
            return
        self.do(meeting.step(self.session, "reopen", self.desk.now()))

    def action_plan(self) -> None:
        """Ask when the two meet next."""
        ask_date(self)

    def action_audience(self) -> None:
        """The other audience."""
        self.audience = Audience.me if self.audience is Audience.partner else Audience.partner
        self.sync()

    def action_export(self) -> None:
        """Ask where to, and save the Markdown."""
        name = f"session-{self.session.number}-for-{self.audience.value}.md"
        save_as(self, "the notes", name, lambda: self._markdown(self.audience), place=f"export {self.session_id}")
