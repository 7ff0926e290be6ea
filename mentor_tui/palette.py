"""The palette: every command of a screen by name, and the pack's forms, questions and ratings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen
from textual.widget import Widget

from mentor_tui.screens import acts
from mentor_tui.screens.bare import BareScreen
from mentor_tui.screens.base import DeskScreen
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act


def commands_of(screen: Screen[object]) -> Iterable[SystemCommand]:
    """The commands of a screen and its widgets, each once."""
    if isinstance(screen, BareScreen):
        seen: set[str] = set()
        for place in screen.commanded:
            for command in place.OFFERS:
                if command.action not in seen:
                    seen.add(command.action)
                    keys = f" ({command.shown_keys})" if command.keys else ""
                    title = titled(screen, command)
                    yield SystemCommand(title, command.help + keys, _run(place, command.action))
    if isinstance(screen, DeskScreen):
        for title, help_text, act in sheets_of(screen.desk):
            yield SystemCommand(title, help_text, partial(acts.run, screen, act))


def titled(screen: BareScreen, command: Command) -> str:
    """A command as the palette calls it: undo and redo say what they would do.

    The palette reads titles as markup, and what undo is about was typed by somebody.
    """
    labels = {"undo_change": ("undo", screen.undo_label), "redo_change": ("redo", screen.redo_label)}
    if command.action not in labels:
        return command.title
    verb, label = labels[command.action]
    return f"{command.title}: {_literal(label)}" if label else f"{command.title} (nothing to {verb})"


def _literal(text: str) -> str:
    """Markup that shows a text as it is."""
    return text.replace("[", "\\[")


def sheets_of(desk: Desk) -> Iterable[tuple[str, str, Act]]:
    """The forms, questions and ratings of the pack as commands of the palette."""
    pack = desk.pack
    for key, form in pack.forms.items():
        yield f"Form: {form.title}", "Open the form: read, answer, sign, save", Act("form", key)
    for key, deck in pack.decks.items():
        yield f"Questions: {deck.title}", "Open the questions with their answers", Act("deck", key)
    for key, ratings in pack.ratings.items():
        yield f"Ratings: {ratings.title}", "Rate, and see what changed", Act("ratings", key)


def _run(place: Commanded, action: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        if isinstance(place, Widget):
            await place.app.run_action(action, place)

    return run
