"""The item of the moment: what to say next, tick, answer or do."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from mentor_tui.core import meeting
from mentor_tui.core.packs import Deck
from mentor_tui.core.records import Body, Item, Session
from mentor_tui.widgets import shapes
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import RecordRows, Row, heading, words
from mentor_tui.widgets.text import join, plain


class ItemPanel(VerticalScroll, can_focus=False):
    """Shows one item of a session by what it holds."""

    DEFAULT_CSS = """
    ItemPanel {
        scrollbar-size-vertical: 1;
        & #item-title { padding: 0 1; text-style: bold; }
        & #item-rows { height: auto; max-height: 100000; padding: 0 1; }
        & AnswerCard { display: none; }
        &.questions AnswerCard { display: block; }
    }
    """

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield Static("", id="item-title", markup=False)
        yield RecordRows(id="item-rows")
        yield AnswerCard(self.desk)

    @property
    def rows(self) -> RecordRows:
        """The rows of the item."""
        return self.query_one("#item-rows", RecordRows)

    @property
    def card(self) -> AnswerCard:
        """The question of the moment."""
        return self.query_one(AnswerCard)

    def show(self, session: Session) -> None:
        """Show the session's item of the moment."""
        item = session.item
        deck = self._deck(item)
        self.set_class(deck is not None, "questions")
        title = self.query_one("#item-title", Static)
        if item is None:
            title.update(plain("That was the last item"))
            self.rows.set_rows(
                [words("end", "F8 ends the session and takes you to the wrap-up. F3 goes back an item.")]
            )
            return
        lead = (
            "both lead"
            if item.lead.value == "both"
            else f"{self.desk.who(item.lead)} lead"
            + ("" if item.lead.value == self.desk.mentorship.role.value else "s")
        )
        title.update(join(plain(item.title, "bold $text-accent"), plain(f"   {lead}", "dim")))
        self.rows.set_rows(self._rows(session, item))
        if deck is not None:
            self.card.show(deck)

    def _deck(self, item: Item | None) -> Deck | None:
        return self.desk.pack.decks.get(item.ref) if item is not None and item.body is Body.questions else None

    def _rows(self, session: Session, item: Item) -> list[Row]:
        entry = self.desk.pack.entry(session.agenda, item.key)
        rows = shapes.entry_rows(entry)
        match item.body:
            case Body.checklist:
                part = self.desk.pack.part(item.ref)
                rows = [row for row in rows if row.key == "intro"]
                rows += [shapes.tick_row(self.desk, line, session.id) for line in part.lines] if part else []
            case Body.activity:
                activity = self.desk.pack.activities.get(item.ref)
                rows = shapes.activity_rows(self.desk, activity, item.share) if activity else rows
                rows.append(words("swap", plain("F9 swaps it for another activity", "dim")))
            case Body.actions:
                rows += self._carried(session)
            case Body.goals:
                goals = [shapes.goal_row(goal) for goal in self.desk.book.goals]
                rows += goals or [words("none", plain("No goals yet. F7 opens the goals.", "dim"))]
            case Body.questions:
                rows = [row for row in rows if row.key == "intro"]
            case Body.talk:
                pass
        return rows

    def _carried(self, session: Session) -> list[Row]:
        """Actions from earlier and questions kept for this time."""
        actions = [shapes.action_row(self.desk, action) for action in meeting.carried(self.desk.book, session)]
        asked = [
            shapes.question_row(self.desk, note)
            for note in self.desk.book.notes()
            if note.session_id != session.id
            and note.kind.value == "question"
            and (not note.asked or (session.started_at and note.updated_at >= session.started_at))
        ]
        rows = (
            [heading("From earlier"), *actions]
            if actions
            else [words("none", plain("Nothing is open from earlier.", "dim"))]
        )
        return [*rows, heading("To ask this time"), *asked] if asked else rows
