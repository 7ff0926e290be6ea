"""OrderedApp: what reaches the program from the keyboard and the clipboard goes where it was meant to go."""

from __future__ import annotations

from textual import events

from mentor_tui.core.guard import clean
from mentor_tui.safe_app import SafeApp
from mentor_tui.widgets.in_order import belongs_above


class OrderedApp(SafeApp):
    """An app whose dialogs get the keys that were pressed for them, and whose fields get only clean pastes."""

    def on_key(self, event: events.Key) -> None:
        """Let a key that was pressed before a dialog stood there reach the dialog, not a list below it."""
        belongs_above(event, self.screen)

    async def on_event(self, event: events.Event) -> None:
        """Let no paste reach a field, nor the palette's, with what a terminal would obey."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)
