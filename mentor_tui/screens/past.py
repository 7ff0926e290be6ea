"""A session read as it was: facts, agenda, what was ticked and answered, what was noted, decided and agreed to do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mentor_tui.core import hindsight
from mentor_tui.core.agenda import minutes_run, minutes_used
from mentor_tui.core.book import came, due_order
from mentor_tui.core.progress import plural
from mentor_tui.core.records import (
    Action,
    Answer,
    Check,
    Goal,
    ItemState,
    Note,
    NoteKind,
    Rating,
    Review,
    Session,
    SessionState,
)
from mentor_tui.data.opened import HIDDEN
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import RecordRows, Row, Rows, section, words
from mentor_tui.widgets.text import join, lines, plain

OUTSIDE = "Outside the sessions"
PASSED = {ItemState.todo: "not reached", ItemState.skipped: "skipped"}


class PastScreen(DeskScreen):
    """One session as it was, or what was kept outside all sessions when none is named."""

    CSS_PATH = "past.tcss"
    AUTO_FOCUS = "#past"
    OFFERS = (
        Command("leave", "escape", "Back", "Back to where you were", "Back"),
        Command("other(-1)", "left", "The session before", "Read the session before this one", "Before", True),
        Command("other(1)", "right", "The session after", "Read the session after this one", "After", True),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk, session_id: str = "", at: str = "") -> None:
        """``at`` is the id of the record that the cursor is to stand on."""
        super().__init__(desk)
        self.session_id = session_id
        self.subject = session_id
        self._at = at

    @property
    def session(self) -> Session | None:
        """The session as it stands; None outside of the sessions."""
        return self.desk.book.get(Session, self.session_id)

    def body(self) -> ComposeResult:
        """The head and all of the session."""
        yield Static("", id="past-head", classes="head", markup=False)
        yield RecordRows(id="past")

    def sync(self) -> None:
        session = self.session
        title = f"Session {session.number}: {session.title}" if session is not None else OUTSIDE
        self.query_one("#past-head", Static).update(plain(title))
        rows = self._rows(session)
        listed = self.query_one("#past", RecordRows)
        listed.set_rows(rows[1:] if rows and rows[0].key.startswith("gap ") else rows)
        if self._at:
            self.show_at(self._at)
            self._at = ""

    def show_at(self, record_id: str) -> None:
        """Put the cursor on a record, where it is here."""
        listed = self.query_one("#past", RecordRows)
        if any(row.key == record_id and row.live for row in listed.rows):
            listed.go_to(record_id)

    def _rows(self, session: Session | None) -> list[Row]:
        desk, book = self.desk, self.desk.book
        rows = self._facts(session) if session is not None else []
        if session is None:
            notes, made = book.outside()
        else:
            notes, made = book.notes(session.id), book.actions_made_in(session.id)
        plain_notes = [note for note in notes if note.kind not in (NoteKind.decision, NoteKind.question)]
        rows += section("Notes", [shapes.note_row(desk, note) for note in plain_notes])
        for title, kind in (("Decisions", NoteKind.decision), ("To ask next time", NoteKind.question)):
            rows += section(title, [shapes.note_row(desk, note) for note in notes if note.kind is kind])
        rows += section("Actions", [shapes.action_row(desk, action) for action in sorted(made, key=due_order)])
        if session is not None:
            rows += section("Carried over", [shapes.action_row(desk, a) for a in hindsight.brought_into(book, session)])
            rows += self._course(session)
        rows += [
            words("gap end", ""),
            words("keys", plain("Enter ticks, e edits, m date, o owner, Del deletes", "dim")),
        ]
        return rows

    def _facts(self, session: Session) -> list[Row]:
        """When it was and how long it took, and its agenda with the minutes of each item."""
        desk = self.desk
        start = session.started_at or session.planned_for
        rows = [words("when", plain(desk.when(start) if start is not None else "No date yet"))]
        if session.started_at is None:
            rows.append(words("long", plain(f"Booked: {session.minutes} minutes", "dim")))
        else:
            used = minutes_run(session, self.desk.now())
            state = "" if session.state is SessionState.held else f", {session.state.value}"
            rows.append(words("long", plain(f"{used} of {session.minutes} minutes used{state}", "dim")))
        items = []
        minutes, loose = minutes_used(session, self.desk.now())
        for number, (item, used) in enumerate(zip(session.items, minutes, strict=True), 1):
            planned = session.started_at is None
            told = "" if planned or item.state not in PASSED else f", {PASSED[item.state]}"
            spent = f"{item.minutes} min" if planned else f"{used} of {item.minutes} min"
            content = join(plain(f"{number} {item.title}"), plain(f"  {spent}{told}", "dim"))
            items.append(words(f"item {item.id}", content, 2))
        if loose:
            items.append(words("loose", plain(f"{loose} min after the last item", "dim"), 2))
        of = "minutes planned" if session.started_at is None else "minutes used of those planned"
        return rows + section(f"Agenda, {of}", items)

    def _course(self, session: Session) -> list[Row]:
        """What was ticked, answered, rated and found about the goals."""
        book, place = self.desk.book, session.id
        ticked = [
            Row(check.id, join("[x] ", plain(check.label)), True, check, 4)
            for check in book.where(Check, "session_id", place)
            if check.done
        ]
        answers = [
            Row(answer.id, join(plain(answer.question, "bold"), "\n", self._said(answer)), True, answer)
            for answer in sorted(book.where(Answer, "session_id", place), key=came)
        ]
        rated = [
            Row(rating.id, join(plain(f"{rating.label}: "), self._level(rating)), True, rating, 2)
            for rating in sorted(book.where(Rating, "session_id", place), key=came)
        ]
        reviews = []
        for review in sorted(book.where(Review, "session_id", place), key=came):
            goal = book.get(Goal, review.goal_id)
            if goal is not None and goal.deleted_at is None:
                head = plain(f"{goal.text}  ", "bold")
                content = join(head, plain(f"{review.progress}%  ", "dim"), lines(review.text))
                reviews.append(Row(review.id, content, True, review, 2))
        rows = section(f"Ticked ({plural(len(ticked), 'line')})", ticked)
        rows += section("Answers", answers)
        rows += section("Rated", rated)
        return rows + section("Goals reviewed", reviews)

    def _said(self, answer: Answer) -> Content:
        hidden = self.desk.hides(answer)
        return plain(HIDDEN, "dim") if hidden else lines(answer.text)

    def _level(self, rating: Rating) -> Content:
        hidden = self.desk.hides(rating)
        return plain(HIDDEN if hidden else rating.level_word, "dim")

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen: an action is ticked; anything else opens where it is changed."""
        from mentor_tui.screens.jump import jump

        record = event.row.record and self.fresh(event.row.record)
        if isinstance(record, Note) and record.kind is not NoteKind.question:
            self.edit(record)
        elif isinstance(record, Note | Action):
            super().chosen(event)
        elif isinstance(record, Answer | Rating | Review):
            jump(self, record)
        elif isinstance(record, Check):
            self.notify(f"Ticked {self.desk.day_of(record.created_at)}.", timeout=3)

    def action_other(self, by: int) -> None:
        """The session before or after, by number."""
        sessions = self.desk.book.sessions
        place = next((n for n, session in enumerate(sessions) if session.id == self.session_id), None)
        if place is None or not 0 <= place + by < len(sessions):
            self.notify(
                "There is no session before this one." if by < 0 else "There is none after this one.", timeout=3
            )
            return
        self.session_id = self.subject = sessions[place + by].id
        self.sync()
        self.query_one("#past", RecordRows).action_first()

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
