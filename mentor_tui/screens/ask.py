"""Asks for one line of text, with a word on what it will be taken for."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from mentor_tui.core.guard import flat
from mentor_tui.screens.dialog import give
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.text import plain

Reading = tuple[bool, str]


class Ask(ModalScreen[str | None]):
    """Gives the line, or None when it is left. ``read`` says whether a line will do and what it means."""

    CSS_PATH = "ask.tcss"
    BINDINGS = [("escape", "leave", "Leave")]  # noqa: RUF012

    def __init__(
        self, title: str, value: str = "", read: Callable[[str], Reading] | None = None, hint: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._value = flat(value)
        self._read = read or (lambda text: (bool(text.strip()), ""))
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title), id="ask-title")
            yield Entry(self._value, id="ask-line")
            yield Static("", id="ask-reading", markup=False)
            yield Static(plain(f"{self._hint}  Enter takes it, Esc leaves".strip()), id="ask-hint")

    @property
    def unkept(self) -> str:
        """What was typed, when it is not what stood there."""
        line = self.query_one("#ask-line", Input).value
        return "" if line == self._value else line

    def on_mount(self) -> None:
        self._say(self._value)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._say(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._read(event.value)[0]:
            give(self, event.value)

    def action_leave(self) -> None:
        """Leave without an answer."""
        give(self, None)

    def _say(self, text: str) -> None:
        good, words = self._read(text)
        self.query_one("#ask-reading", Static).update(plain(words, "" if good else "$text-warning"))
