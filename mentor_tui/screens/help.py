"""All keys of the screen below, made from the commands themselves, and how to type a line."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.text import join, plain

GRAMMAR = (
    ("text", "a note for you both"),
    ("! text @mentor ^fri", "an action, with its owner and due date"),
    ("= text", "a decision"),
    ("? text", "a question to ask next time, for you both"),
    ("~ text", "a note for you alone"),
    ("\\! text", "a note that begins with the sign itself"),
)
MOVING = (
    ("Enter", "keep the line"),
    ("Ctrl+J", "a new line inside the note"),
    ("Up, Down", "lines kept before; Enter keeps such a line anew"),
    ("Tab, Shift+Tab", "to the item, the feed, the agenda and back"),
    ("Esc", "back to the line"),
    ("Ctrl+P", "a search for commands: type a few letters, Enter takes one"),
    ("Ctrl+Q", "close the program; everything is saved"),
)


class Help(ModalScreen[None]):
    """The help of one screen."""

    CSS_PATH = "help.tcss"
    BINDINGS = [("escape,f1,q,enter", "app.pop_screen", "Close")]  # noqa: RUF012

    def __init__(self, places: Iterable[Commanded], *, line_first: bool = False) -> None:
        """``line_first`` where there is a line to type into: its signs are what is looked for most."""
        super().__init__()
        self._line_first = line_first
        screen, *lists = places
        self._screen = list(screen.OFFERS)
        self._lists = list({command.action: command for each in lists for command in each.OFFERS}.values())

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static("Keys", id="help-title")
            with VerticalScroll(id="help-text"):
                line = ("The line to type into", GRAMMAR)
                keys = [("The keys of this page", _pairs(self._screen))]
                keys += [("In a list", _pairs(self._lists))] if self._lists else []
                named = [(each.title, each.help) for each in (*self._screen, *self._lists) if not each.keys]
                keys += [("Without a key: Ctrl+P opens a search for commands", named)] if named else []
                for title, pairs in [line, *keys] if self._line_first else [*keys, line]:
                    yield Static(title, classes="help-heading")
                    yield Static(_table(pairs), markup=False)
                yield Static("Moving about", classes="help-heading")
                yield Static(_table(MOVING), markup=False)
            yield Static("Esc closes", id="help-hint")

    def on_mount(self) -> None:
        self.query_one("#help-text").focus()


def _pairs(commands: Iterable[Command]) -> list[tuple[str, str]]:
    return [(command.shown_keys, command.help) for command in commands if command.keys]


def _table(pairs: Iterable[tuple[str, str]]) -> Content:
    rows = [join(plain(left, "bold"), " " * max(2, 22 - len(left)), plain(right)) for left, right in pairs]
    return Content("\n").join(rows)
