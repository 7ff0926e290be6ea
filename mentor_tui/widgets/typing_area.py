"""The text area that everything longer than a word is typed into."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.strip import Strip
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

    _coloured: object = None
    """The theme that has the colours of the styles as they are."""

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

    def notify_style_update(self) -> None:
        """The styles have changed."""
        self._coloured = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's own, which reads all colours from the styles for each letter; here only when those changed."""
        if self._coloured is self._theme:
            return super(TextArea, self).render_lines(crop)
        self._coloured = self._theme
        return super().render_lines(crop)

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
