"""The item of the moment: what to say next, tick, answer or do."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region

from mentor_tui.core import forms, hindsight, meeting, planning, ratings
from mentor_tui.core.packs import Deck, Entry
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.records import Body, Item, Lane, Session
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act, RecordRows, Row, heading, words
from mentor_tui.widgets.session_head import Line
from mentor_tui.widgets.text import join, plain
from mentor_tui.widgets.text import lines as text_lines

CARD_AFTER = 0.1  # seconds
MOST_ASKED = 50  # questions that an item lists; nobody asks more in a session


def _under(title: str, rows: list[Row]) -> list[Row]:
    """Rows under a heading; nothing for none."""
    return [heading(title), *rows] if rows else []


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
        self._deck: Deck | None = None
        """The questions of the item that is shown."""

    def compose(self) -> ComposeResult:
        yield Line(self.desk, id="item-title")
        yield RecordRows(id="item-rows")

    def on_mount(self) -> None:
        # Few items hold questions: the field for their answers is no reason to wait for the first picture.
        self.set_timer(CARD_AFTER, self._add_card)

    async def _add_card(self) -> None:
        if not self.query(AnswerCard):
            await self.mount(AnswerCard(self.desk))
            self._show_deck()

    @property
    def rows(self) -> RecordRows:
        """The rows of the item."""
        return self.query_one("#item-rows", RecordRows)

    @property
    def card(self) -> AnswerCard | None:
        """The question of the moment; None while the item holds none, or is just being shown."""
        card = next(iter(self.query(AnswerCard)), None) if self._deck is not None else None
        return card if card is not None and card.is_mounted else None

    def show(self, session: Session) -> None:
        """Show the session's item of the moment."""
        item = session.item
        self._deck = forms.deck_of(self.desk.pack, item)
        self.set_class(self._deck is not None, "questions")
        title = self.query_one("#item-title", Line)
        if item is None:
            title.say(plain("That was the last item"))
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
        title.say(join(plain(item.title, "bold $text-accent"), plain(f"   {lead}", "dim")))
        self.rows.set_rows([*self._rows(session, item), *self._asked(session, item)])
        self._show_deck()

    def _show_deck(self) -> None:
        if self._deck is None:
            return
        if self.card is not None:
            self.card.show(self._deck)
        elif self.is_mounted:
            self.call_later(self._add_card)

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self._show_cursor)

    def on_option_list_option_highlighted(self) -> None:
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Have the row under the cursor on view while it has the focus: the rows are as high as they need."""
        for rows in self.query(RecordRows):
            lines = rows.cursor_lines
            if rows.has_focus and lines is not None:
                top = rows.virtual_region_with_margin.y + lines.start
                self.scroll_to_region(Region(0, top, 1, len(lines)), animate=False, force=True)

    def _rows(self, session: Session, item: Item) -> list[Row]:
        desk = self.desk
        entry = planning.entry_of(desk.pack, session, item)
        said = shapes.entry_rows(desk, entry)
        intro = [row for row in said if row.key == "intro"]
        prompts = [row for row in said if row.key != "intro"]
        match item.body:
            case Body.checklist:
                part = desk.pack.part(item.ref)
                place = meeting.tick_place(session, item)
                lines = [shapes.tick_row(desk, line, place) for line in part.lines] if part else []
                return [*intro, *lines, *_under("Ask", prompts)]
            case Body.questions:
                return [*intro, *prompts]
            case Body.review:
                return [*intro, *self._reviewed(session, item), *_under("Ask", prompts)]
            case Body.form:
                return [*intro, *self._form(item), *_under("Ask", prompts)]
            case Body.ratings:
                return [*intro, *self._ratings(item), *_under("Ask", prompts)]
            case Body.activity:
                activity = desk.pack.activities.get(item.ref)
                rows = shapes.activity_rows(desk, activity, item.share) if activity else []
                swap = words("swap", plain("F9 takes another activity or theme", "dim"))
                whole = [*rows, swap] if activity else said
                return [*intro, *whole, *_under("Ask", prompts)] if self._proposed(entry, item) else whole
            case Body.cards:
                return self._cards(intro, prompts, entry, item)
            case Body.documents:
                return [*intro, *self._documents(), *_under("Ask", prompts)]
            case Body.actions:
                return [*said, *self._carried(session)]
            case Body.goals:
                goals = [shapes.goal_row(self.desk, goal) for goal in desk.book.goals]
                return [*said, *(goals or [words("none", plain("No goals yet. F7 opens the goals.", "dim"))])]
            case Body.talk:
                return said

    @staticmethod
    def _proposed(entry: Entry | None, item: Item) -> bool:
        """Whether an item still holds what its agenda proposed: else the agenda's questions do not fit it."""
        return entry is not None and entry.ref == item.ref

    def _cards(self, intro: list[Row], prompts: list[Row], entry: Entry | None, item: Item) -> list[Row]:
        """A card, or the cards of a set to draw one from."""
        pack = self.desk.pack
        card = pack.card(item.ref)
        if card is not None:
            again = [words("swap", plain("F9 takes another theme or activity", "dim"))] if card in pack.draws else []
            whole = sheet_shapes.card_rows(self.desk, card)
            if self._proposed(entry, item):
                return [*intro, *whole, *again, *_under("Ask", prompts)]
            return [*whole, *again]
        found = pack.cards.get(item.ref)
        drawn = [heading("Choose one with Enter"), *sheet_shapes.draw_rows(self.desk, found)] if found else []
        return [*intro, *prompts, *drawn]

    def _reviewed(self, session: Session, item: Item) -> list[Row]:
        """The answers of a deck once more, each to be ticked when it is still right."""
        deck = self.desk.pack.decks.get(item.ref)
        rows: list[Row] = []
        for question in deck.questions if deck else ():
            answer = self.desk.book.answer(question.key)
            if answer is None:
                continue
            done = self.desk.book.is_checked(f"{hindsight.REVIEWED}{question.key}", session.id)
            content = join(
                shapes.box(done),
                plain(question.text, "dim"),
                "\n",
                text_lines(answer.text, "dim" if done else "bold"),
                shapes.sourced(self.desk, question.source),
            )
            act = Act("still", question.key, place=session.id)
            rows.append(Row(f"still {question.key}", content, True, record=answer, indent=4, act=act))
        if deck is None or not rows:
            return [words("none", plain("Nothing was answered yet.", "dim"))]
        rest = len(deck.questions) - len(rows)
        rows.insert(0, heading("Still right? Enter says yes, e changes the answer"))
        if rest:
            rows.append(sheet_shapes.link("rest", f"{rest} without an answer", Act("deck", deck.key), "Enter opens"))
        return rows

    def _form(self, item: Item) -> list[Row]:
        """A form or its part: what it says and what the journal puts in; its questions are below, one at a time."""
        desk, parts = self.desk, self.desk.pack.form_parts(item.ref)
        form = desk.pack.forms.get(item.ref.partition("/")[0])
        if form is None:
            return []
        whole = item.ref == form.key
        rows: list[Row] = []
        if form.draft_for:
            told = "A draft of ours. The programme's own document has to be filled in too."
            rows.append(words("draft", plain(told, "bold $text-warning")))
        for part in parts:
            if part.fill is not None or not whole:
                rows += [row for row in sheet_shapes.form_rows(desk, form, (part,)) if row.act is None]
        about = sheet_shapes.standing_words(desk, form)
        return [*rows, sheet_shapes.link("whole", "The whole form", Act("form", form.key), f"{about}  Enter opens")]

    def _ratings(self, item: Item) -> list[Row]:
        desk, found = self.desk, self.desk.pack.ratings.get(item.ref)
        if found is None:
            return []
        occasion = ratings.occasion_now(desk.pack, desk.book, found, desk.today)
        if found.lane is Lane.mine:
            told = "Only you are to see these. Open them when your screen is not shared."
            return [words("private", plain(told)), sheet_shapes.ratings_link(desk, found)]
        hint = f"At the {occasion}" if found.occasions else "Today"
        rows = [heading(f"{hint}: Enter gives the next level")]
        for part in found.parts:
            if part.in_words:
                rows += [sheet_shapes.words_row(desk, found, line, occasion) for line in part.lines]
            else:
                rows += [sheet_shapes.rating_row(desk, found, line, occasion) for line in part.lines]
        return [*rows, sheet_shapes.link("whole", "Side by side", Act("ratings", found.key), "Enter opens")]

    def _documents(self) -> list[Row]:
        desk = self.desk
        title = path_title(desk.pack)
        rows = [heading(f"{title}, {path_words(desk.path)}")]
        return [*rows, *(sheet_shapes.path_row(desk, line) for line in desk.path), *sheet_shapes.draft_rows(desk)]

    def _carried(self, session: Session) -> list[Row]:
        """Actions from earlier."""
        actions = [shapes.action_row(self.desk, action) for action in meeting.carried(self.desk.book, session)]
        return (
            [heading("From earlier"), *actions]
            if actions
            else [words("none", plain("Nothing is open from earlier.", "dim"))]
        )

    def _asked(self, session: Session, item: Item) -> list[Row]:
        """The questions kept for this time, on the item where they stand."""
        asked = meeting.asked_in(self.desk.book, session) if meeting.asks(session, item) else []
        rows = [shapes.question_row(self.desk, note) for note in asked[:MOST_ASKED]]
        if more := len(asked) - len(rows):
            rows.append(words("asked more", plain(f"and {more:,} more: Ctrl+F, kind:question", "dim"), 4))
        return _under("To ask this time", rows)
