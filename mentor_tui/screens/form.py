"""A form or a deck of questions as one page: read, answered, signed, saved."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Container

from mentor_tui.core import forms
from mentor_tui.core.sheets import Form, FormPart
from mentor_tui.export.forms import form_audience, form_markdown
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.saving import save_as
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import sheet_shapes
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.head import Head
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.rows import RecordRows, Rows


class FormScreen(DeskScreen):
    """One form."""

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#form-rows"
    OFFERS = (
        Command("leave", "escape", "Back", "From the answer to the form, from the form back", "Back"),
        Command("save_file", "f9", "Save as Markdown", "Save the form as a Markdown file", "Save file", first=True),
        Command("example", "f4", "Insert an example", "Put an example into the answer, to be edited", "Example", True),
        Command("turn(1)", "pagedown", "Next question", "The next question", first=True),
        Command("turn(-1)", "pageup", "Previous question", "The question before", first=True),
        Command("to_answer", "tab", "To the answer", "From the form to the answer and back", first=True),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk, form: Form, subject: str) -> None:
        super().__init__(desk)
        self.form = form
        self.subject = subject
        self._deck = forms.as_deck(form)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Examples are offered where there are some."""
        if action == "example" and not any(part.examples for part in self.form.parts):
            return False
        return super().check_action(action, parameters)

    @property
    def places(self) -> Iterable[Place]:
        """The answer."""
        return (*self.query(AnswerCard),)

    @property
    def _card(self) -> AnswerCard:
        return self.query_one(AnswerCard)

    def body(self) -> ComposeResult:
        """The head, the form, and the answer beside or below it."""
        yield Head(id="form-head")
        with Container(id="form-box"):
            yield RecordRows(id="form-rows")
            yield AnswerCard(self.desk, id="form-card")

    def sync(self) -> None:
        told = sheet_shapes.standing_words(self.desk, self.form)
        title = self.form.title
        self.query_one("#form-head", Head).say(f"{title}   {told}", f"{title}   {told.partition(',')[0]}", title)
        rows = [*sheet_shapes.form_rows(self.desk, self.form), *sheet_shapes.sign_rows(self.desk, self.form)]
        self.query_one("#form-rows", RecordRows).set_rows(rows)
        self._card.display = bool(self._deck.questions)
        if self._deck.questions:
            self._card.show(self._deck)

    def chosen(self, event: Rows.Chosen) -> None:
        """A question was chosen: answer it. Anything else is done as everywhere."""
        act = event.row.act
        if act is not None and act.verb == "answer":
            self._card.go_to(act.key)
            self._card.field.move_cursor(self._card.field.document.end)
            self.set_focus(self._card.field)
        else:
            self._card.keep()
            super().chosen(event)

    @property
    def _part(self) -> FormPart | None:
        """The part that the question on view belongs to."""
        question = self._card.question
        return next((part for part in self.form.parts if question in part.questions), None)

    def action_example(self) -> None:
        """Choose an example to put into the answer."""
        part = self._part
        found = self.desk.pack.cards.get(part.examples) if part is not None and part.examples else None
        if found is None:
            there = [part.title for part in self.form.parts if part.examples]
            told = f"There are examples for: {', '.join(there)}." if there else "There are no examples for this form."
            self.notify(told, timeout=4, markup=False)
            return
        choices = [
            Choice(f"{card.key} {number}", line, card.title)
            for card in found.cards
            for number, line in enumerate(card.lines)
        ]

        def taken(key: str | None) -> None:
            line = next((choice.name for choice in choices if choice.key == key), None)
            if line is not None:
                self._card.insert(line)
                self.set_focus(self._card.field)

        self.app.push_screen(Pick("Which example? It can be edited then", choices), taken)

    def action_save_file(self) -> None:
        """Save the form as Markdown."""
        desk, form = self.desk, self.form
        self._card.keep()
        audience = form_audience(form)

        def text() -> str:
            return form_markdown(desk.book, desk.pack, form, audience, desk.form_place)

        save_as(self, "the form", f"{form.key}-for-{audience.value}.md", text, place=f"save {form.key}")

    async def action_turn(self, by: int) -> None:
        """Turn to another question."""
        await caught_up(self.app)
        self._card.move(by)

    def action_to_answer(self) -> None:
        """From the form to the answer, or back."""
        field = self._card.field
        # Not focus(), which waits its turn: a letter pressed right after this key would come first.
        to_rows = self.focused is field or not self._deck.questions
        self.set_focus(self.query_one("#form-rows") if to_rows else field)

    def action_leave(self) -> None:
        """From the answer to the form; from the form to where it was opened."""
        if self.focused is self._card.field:
            self.set_focus(self.query_one("#form-rows"))
            return
        self._card.keep()
        self.desk.journal.history.settle()
        self.app.pop_screen()
