"""Keys of a field, obeyed in the order in which they were pressed."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


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
