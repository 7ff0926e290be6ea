"""The text area that everything longer than a word is typed into."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from mentor_tui.core.guard import can_be_typed, clean
from mentor_tui.widgets.in_order import act_at_once

# Textual's text area takes these, which are keys of the session everywhere else.
_TAKEN = ("f6", "f7", "ctrl+z", "ctrl+y")
_NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")


class TypingArea(TextArea, inherit_bindings=False):
    """A text area for prose: wraps, leaves Tab for moving on, and leaves the session its keys."""

    BINDINGS = [  # noqa: RUF012
        binding for binding in TextArea.BINDINGS if not set(getattr(binding, "key", "").split(",")) & set(_TAKEN)
    ]

    def __init__(self, placeholder: str, *, compact: bool = False, id: str | None = None) -> None:
        super().__init__(
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=placeholder,
            compact=compact,
            id=id,
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key in _NEW_LINE:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif event.character and not event.is_printable and can_be_typed(event.character):
            # Joiners, wide spaces and new letters, which Textual does not hold for printable.
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(event.character, *self.selection)
        else:
            await act_at_once(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste with all its lines, without what a terminal would obey."""
        event.stop()
        event.prevent_default()
        if result := self._replace_via_keyboard(clean(event.text), *self.selection):
            self.move_cursor(result.end_location)
