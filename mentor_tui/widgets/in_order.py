"""Keys obeyed in the order in which they were pressed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

CATCH_UP = 1.0  # seconds to wait at most for keys that were pressed before


async def caught_up(app: App[Any]) -> None:
    """Wait until the keys pressed before the one that is being obeyed have done their work.

    A key of the app or of a screen comes to it first, while letters and an Enter still wait at the field, and the line
    that Enter keeps goes up from there step by step.
    """
    steps = list(app.focused.ancestors_with_self) if app.focused is not None else []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CATCH_UP):
            for step in steps:
                if step is not app:
                    await _passed(step)
                    await _passed(step)


async def _passed(pump: MessagePump) -> None:
    """Wait until ``pump`` has handled what stood in its queue."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()


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
