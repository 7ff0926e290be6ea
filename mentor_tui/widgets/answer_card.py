"""One question at a time, with room for its answer."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from mentor_tui.core import meeting
from mentor_tui.core.packs import Deck, Question
from mentor_tui.data.journal import ReadOnly
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.text import plain
from mentor_tui.widgets.typing_area import TypingArea

SAVE_AFTER = 1.0  # seconds without a key after which an answer is kept


class AnswerCard(Vertical):
    """The questions of a deck, one at a time. An answer is kept as it is typed."""

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
        self.deck: Deck | None = None
        self.place = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="topic", markup=False)
        yield Static("", id="question", markup=False)
        yield TypingArea("Tab to answer, Esc back to the line", id="answer")
        yield Static("", id="deck-hint", markup=False)

    @property
    def question(self) -> Question | None:
        """The question that is shown."""
        return self.deck.questions[self.place] if self.deck and self.deck.questions else None

    @property
    def field(self) -> TextArea:
        """Where the answer is typed."""
        return self.query_one("#answer", TextArea)

    def show(self, deck: Deck) -> None:
        """Show a deck, from its first question without an answer."""
        if self.deck is not None and self.deck.key == deck.key:
            self.refresh_card()
            return
        self.deck = deck
        open_places = [n for n, question in enumerate(deck.questions) if self.desk.book.answer(question.key) is None]
        self.place = open_places[0] if open_places else 0
        self._load()

    def move(self, by: int) -> None:
        """Turn to another question; the answer that is left is kept."""
        if self.deck is None:
            return
        self.keep()
        place = max(0, min(len(self.deck.questions) - 1, self.place + by))
        if place != self.place:
            self.place = place
            self._load()

    def keep(self) -> None:
        """Keep the answer as it stands, at once: what follows may close the program."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.question is not None and self.field.text != self._kept:
            live = self.desk.book.live
            place = live.id if live else None
            change = meeting.give_answer(self.desk.book, self.question, self.field.text, place, self.desk.now())
            try:
                self.desk.do(change)
            except ReadOnly as error:
                self.notify(f"{error}.", severity="warning", markup=False)

    @property
    def _kept(self) -> str:
        answer = self.desk.book.answer(self.question.key) if self.question else None
        return answer.text if answer else ""

    def refresh_card(self) -> None:
        """Take over what changed in the journal, but never what is being typed."""
        if self._timer is None and self.question is not None and self.field.text != self._kept:
            with self.prevent(TextArea.Changed):
                self.field.load_text(self._kept)
        self._label()

    def _load(self) -> None:
        with self.prevent(TextArea.Changed):
            self.field.load_text(self._kept)
        self._label()

    def _label(self) -> None:
        question = self.question
        if question is None or self.deck is None:
            return
        topics = list(self.deck.topics)
        number, topic = next((n, t) for n, t in enumerate(topics, 1) if question in t.questions)
        answered = sum(1 for each in self.deck.questions if self.desk.book.answer(each.key) is not None)
        self.query_one("#topic", Static).update(plain(f"Topic {number} of {len(topics)}: {topic.title}"))
        self.query_one("#question", Static).update(plain(question.text))
        count = f"question {self.place + 1} of {len(self.deck.questions)}, {answered} answered   PgDn next, PgUp back"
        self.query_one("#deck-hint", Static).update(plain(count))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAVE_AFTER, self.keep)

    def on_descendant_blur(self) -> None:
        self.keep()
