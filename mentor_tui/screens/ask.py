"""Asks for one line of text, with a word on what it will be taken for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mentor_tui.core.guard import flat
from mentor_tui.data.drafts import Drafts, Fields
from mentor_tui.screens.dialog import give
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.in_order import Eager
from mentor_tui.widgets.text import plain

Reading = tuple[bool, str]


class Ask(Eager, Place, ModalScreen[str | None]):
    """Gives the line, or None when it is left. ``read`` says whether a line will do and what it means.

    What was typed at this ``place`` before and not kept stands there again.
    """

    CSS_PATH = "ask.tcss"
    BINDINGS = [("escape", "leave", "Leave")]  # noqa: RUF012

    def __init__(
        self,
        title: str,
        value: str = "",
        read: Callable[[str], Reading] | None = None,
        hint: str = "",
        *,
        drafts: Drafts,
        place: str,
        anew: bool = False,
    ) -> None:
        """``anew``: the first letter takes the place of all that stands there; else it comes behind it."""
        super().__init__()
        self.drafts = drafts
        self.place = place
        self._title = title
        self._value = flat(value)
        self._read = read or (lambda text: (bool(text.strip()), ""))
        self._hint = hint
        self._anew = anew
        self._first = self.before.get("text", self._value)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title), id="ask-title")
            yield Entry(self._first, id="ask-line", goes_on=not self._anew or self._first != self._value)
            yield Static("", id="ask-reading", markup=False)
            if self._first != self._value:
                yield Static("You typed this before. Esc forgets it.", id="ask-before")
            yield Static(plain(f"{self._hint}  Enter takes it, Esc leaves".strip()), id="ask-hint")

    @property
    def places(self) -> Iterable[Place]:
        """This one."""
        return (self,)

    def typed(self) -> Fields:
        """The line, when it is not what stood there."""
        line = self.query_one("#ask-line", Input).value
        return {} if line == self._value else {"text": line}

    def on_mount(self) -> None:
        self._say(self._first)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._read(event.value)[0]:
            self.note()
            give(self, event.value)

    def action_leave(self) -> None:
        """Leave without an answer."""
        give(self, None)

    def _say(self, text: str) -> None:
        good, words = self._read(text)
        self.query_one("#ask-reading", Static).update(plain(words, "" if good else "$text-warning"))
