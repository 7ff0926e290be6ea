"""One question at a time, with room for its answer."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from mentor_tui.core import meeting
from mentor_tui.core.packs import Deck
from mentor_tui.core.sheets import Question
from mentor_tui.data.drafts import Fields
from mentor_tui.data.journal import ReadOnly
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.shapes import sourced
from mentor_tui.widgets.text import join, plain
from mentor_tui.widgets.typing_area import TypingArea

SAVE_AFTER = 0.8  # seconds after the first key that is not kept yet


class AnswerCard(Place, Vertical):
    """The questions of a deck, one at a time. An answer is kept as it is typed."""

    keeps_itself = True

    DEFAULT_CSS = """
    AnswerCard {
        height: auto; padding: 0 1;
        & #topic { color: $text-muted; }
        & #question { text-style: bold; margin: 1 0; }
        & #answer { height: auto; min-height: 4; max-height: 12; border: round $foreground 30%; background: transparent;
            &:focus { border: round $accent; } }
        & #deck-hint { color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self.drafts = desk.drafts
        self.deck: Deck | None = None
        self.number = 0
        self._timer: Timer | None = None
        self._told = False
        self._base = ""
        """The answer of the journal that the field was last in step with."""

    def compose(self) -> ComposeResult:
        yield Static("", id="topic", markup=False)
        yield Static("", id="question", markup=False)
        yield TypingArea("Tab to answer, Esc back to the line", id="answer")
        yield Static("", id="deck-hint", markup=False)

    @property
    def question(self) -> Question | None:
        """The question that is shown."""
        return self.deck.questions[self.number] if self.deck and self.deck.questions else None

    @property
    def place(self) -> str:  # type: ignore[override]
        """The question's place among the drafts."""
        return f"answer {self.question.key}" if self.question is not None else ""

    def typed(self) -> Fields:
        """What is not in the journal yet, with what stands there, so that an old draft never hides a newer answer."""
        text = self.field.text
        return {} if text in (self._base, self._kept) else {"text": text, "kept": self._kept}

    @property
    def field(self) -> TextArea:
        """Where the answer is typed."""
        return self.query_one("#answer", TextArea)

    def show(self, deck: Deck) -> None:
        """Show a deck, from the question that was being answered, else from its first one without an answer."""
        if self.deck is not None and self.deck.key == deck.key:
            self.refresh_card()
            return
        self.deck = deck
        drafts = self.drafts.places
        begun = [n for n, question in enumerate(deck.questions) if f"answer {question.key}" in drafts]
        open_ones = [n for n, question in enumerate(deck.questions) if self.desk.book.answer(question.key) is None]
        self.number = next(iter([*begun, *open_ones]), 0)
        self._load()

    def go_to(self, key: str) -> None:
        """Turn to one question; the answer that is left is kept."""
        if self.deck is not None:
            place = next((n for n, question in enumerate(self.deck.questions) if question.key == key), self.number)
            self.move(place - self.number)

    def insert(self, text: str) -> None:
        """Put a text behind what is typed, on a line of its own."""
        self.field.move_cursor(self.field.document.end)
        self.field.insert(f"\n{text}" if self.field.text.strip() else text)

    def move(self, by: int) -> None:
        """Turn to another question; the answer that is left is kept."""
        if self.deck is None:
            return
        self.keep()
        number = max(0, min(len(self.deck.questions) - 1, self.number + by))
        if number != self.number:
            self.number = number
            self._load()

    def keep(self) -> None:
        """Keep the answer as it stands, at once: what follows may close the program."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.question is None:
            return
        text = self.field.text
        # A card that nobody typed into may be behind the journal: another page wrote there meanwhile.
        if text not in (self._base, self._kept):
            live = self.desk.book.live
            session = live.id if live else None
            change = meeting.give_answer(self.desk.book, self.question, text, session, self.desk.now())
            self._base = text if text.strip() else ""  # what the journal will hold: nothing to take over from it
            try:
                self.desk.do(change)
            except ReadOnly as error:
                self._base = self._kept
                self.note()
                if not self._told:
                    self._told = True
                    self.notify(error.sentence, severity="warning", markup=False)
                return
        self.forget()

    @property
    def _kept(self) -> str:
        answer = self.desk.book.answer(self.question.key) if self.question else None
        return answer.text if answer else ""

    def refresh_card(self) -> None:
        """Take over what changed in the journal, but never what is being typed."""
        if self._timer is None and self.question is not None and self._base != self._kept:
            self._base = self._kept
            if self.field.text != self._base:
                with self.prevent(TextArea.Changed):
                    self.field.load_text(self._base)
        self._label()

    def _load(self) -> None:
        """Show the question's answer; one that was being typed goes on where it was."""
        self._base = self._kept
        text = self._begun
        with self.prevent(TextArea.Changed):
            self.field.load_text(text)
        if text != self._base:
            self.field.move_cursor(self.field.document.end)
            self._keep_soon()
        else:
            self.forget()
        self._label()

    @property
    def _begun(self) -> str:
        """The answer with what was typed of it and not kept."""
        draft, kept = self.before, self._kept
        text = draft.get("text", "")
        if not draft or (draft.get("kept", "") != kept and text in kept):
            return kept
        return text if draft.get("kept", "") == kept else f"{kept}\n{text}"

    def _label(self) -> None:
        question = self.question
        if question is None or self.deck is None:
            return
        topics = list(self.deck.topics)
        number, topic = next((n, t) for n, t in enumerate(topics, 1) if question in t.questions)
        answered = sum(1 for each in self.deck.questions if self.desk.book.answer(each.key) is not None)
        self.query_one("#topic", Static).update(plain(f"Topic {number} of {len(topics)}: {topic.title}"))
        self.query_one("#question", Static).update(join(plain(question.text), sourced(self.desk, question.source)))
        count = f"question {self.number + 1} of {len(self.deck.questions)}, {answered} answered   PgDn next, PgUp back"
        self.query_one("#deck-hint", Static).update(plain(count))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._keep_soon()

    def _keep_soon(self) -> None:
        """Have what is typed kept in a moment, however long the typing goes on."""
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.keep)

    def on_descendant_blur(self) -> None:
        self.keep()
