"""Keys obeyed in the order in which they were pressed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

SENTENCE = 0.5  # seconds within which one letter follows another where a sentence is typed
CATCH_UP = 1.0  # seconds to wait at most for keys that were pressed before


class Hurry:
    """Tells letters of a sentence from the single letters that are commands of a list."""

    def __init__(self) -> None:
        self._key = ""
        self._at = 0.0

    def obeyed(self, event: events.Key) -> None:
        """Note a letter that was a command."""
        self._key, self._at = event.key, event.time

    def is_in(self, event: events.Key) -> bool:
        """Whether a letter comes so soon after a command that both begin a sentence; the same letter is it again."""
        return event.key != self._key and event.time - self._at < SENTENCE


async def caught_up(app: App[Any]) -> None:
    """Wait until the keys pressed before the one that is being obeyed have done their work.

    A key of the app or of a screen comes to it first, while letters and an Enter still wait at the field, and the line
    that Enter keeps goes up from there step by step.
    """
    if app.focused is not None:
        await passed_up(app.focused)


async def passed_up(widget: Widget) -> None:
    """Wait until what ``widget`` was told has gone up from it, step by step, to its screen."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CATCH_UP):
            for step in widget.ancestors_with_self:
                if step is not widget.app:
                    await passed(step)
                    await passed(step)


async def passed(pump: MessagePump) -> None:
    """Wait until ``pump`` has handled what stood in its queue."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()


def again(event: events.Key | events.Paste) -> events.Key | events.Paste:
    """A key or a paste once more, for the field that it is meant for."""
    return events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)


async def act_at_once(field: Widget, event: events.Key) -> None:
    """Do what the key of ``event`` means to the field itself, such as deleting a letter, and let nothing else hear it.

    Textual looks for that only after the app had its turn once more. Where many keys come at once, as over a slow line,
    the letters pressed later would be there by then, and Backspace would take one of those.
    """
    for binding in field._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return


class Eager:
    """A dialog whose field gets the keys that were pressed before it had the focus; stands first among the bases."""

    def on_key(self: Any, event: events.Key) -> None:
        """A key that came to no field: it belongs to the one of the dialog."""
        if self.focused is None:
            event.stop()
            self.take(event)

    def take(self: Any, event: events.Key) -> None:
        """Give the field a key, as soon as there is a field."""
        self.early = [*getattr(self, "early", ()), event]
        if not self._hand_on():
            self.call_later(self._hand_on)

    def _hand_on(self: Any) -> bool:
        field = next(iter(self.query("Input")), None)
        if field is None:
            return False
        if self.focused is None:
            self.set_focus(field)  # before the keys: a field that gets the focus may mark all of its text
        for event in self.early:
            field.post_message(again(event))
        self.early = []
        return True


def passed_by(page: Widget, event: events.Key) -> None:
    """Note that a key goes up from ``page``."""
    vars(event)["page"] = page


def belongs_above(event: events.Key, top: Widget) -> bool:
    """Hand a key that has come up from a page to the dialog ``top`` that was opened above it meanwhile.

    Keys at once, as over a slow line, come to the page before the first of them has opened the dialog. Whether it was
    handed on.
    """
    page = vars(event).get("page")
    if page is None or page is top or not isinstance(top, Eager):
        return False
    event.stop()
    event.prevent_default()
    top.take(event)
    return True
