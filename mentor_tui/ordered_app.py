"""OrderedApp: what reaches the program from the keyboard and the clipboard goes where it was meant to go."""

from __future__ import annotations

from textual import events

from mentor_tui.core.guard import clean
from mentor_tui.safe_app import SafeApp
from mentor_tui.traces import Reporter
from mentor_tui.widgets.in_order import belongs_above
from mentor_tui.widgets.turns import Turns


class OrderedApp(SafeApp):
    """An app whose fields and dialogs get the keys that were pressed for them, and only clean pastes."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(reporter)
        self._turns = Turns(self, super().on_event)

    def on_key(self, event: events.Key) -> None:
        """Let a key that was pressed before a dialog stood there reach the dialog, not a list below it."""
        belongs_above(event, self.screen)

    async def on_event(self, event: events.Event) -> None:
        """Let no paste reach a field, nor the palette's, with what a terminal would obey."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)
