"""The one-line field and the choice of the forms."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input, RadioButton, RadioSet

from mentor_tui.core.guard import can_be_typed, flat
from mentor_tui.widgets.head import fitting
from mentor_tui.widgets.in_order import act_at_once


class Entry(Input):
    """A field without a frame whose cursor stands still, so that nothing moves but the clock.

    One that is empty is seen by its background, and as a line to write on where there are no colours.
    """

    DEFAULT_CSS = """
    Entry {
        border: none; background: $foreground 12%; padding: 0 1; width: 100%; height: 1;
        &:focus { border: none; background: $accent 25%; }
        &.-empty { text-style: underline; }
        & > .input--placeholder { color: $text-muted; }
    }
    """

    def __init__(
        self, value: str = "", *, id: str, placeholder: str = "", shorter: str = "", goes_on: bool = False
    ) -> None:
        """``goes_on``: the value was being typed, so that the next letter must not take the place of all of it.

        ``shorter`` stands in the place of a ``placeholder`` for which there is no room.
        """
        super().__init__(flat(value), placeholder=placeholder, id=id, compact=True, select_on_focus=not goes_on)
        self.cursor_blink = False
        self._goes_on = goes_on
        self._placeholders = (placeholder, shorter or placeholder)
        self.watch_value()

    def watch_value(self) -> None:
        """Show whether it is empty; one with a word on what belongs there does that by itself."""
        self.set_class(not self.value and not self.placeholder, "-empty")

    def render_line(self, y: int) -> Strip:
        """The field; an empty one to its end, where Textual leaves off."""
        strip = super().render_line(y)
        return strip.extend_cell_length(self.size.width, self.rich_style) if self.has_class("-empty") else strip

    def go_on(self) -> None:
        """Let the next letter come behind what stands there."""
        self.select_on_focus = False
        self.cursor_position = len(self.value)

    def on_resize(self) -> None:
        self.placeholder = fitting(self.content_size.width, self._placeholders)

    def on_focus(self) -> None:
        """Show the end of what was being typed; Textual shows the beginning until a letter comes."""
        if self._goes_on:
            self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        cursor = Region(self._cursor_offset, 0, width=1, height=1)
        self.scroll_to_region(cursor, force=True, animate=False)

    async def _on_key(self, event: events.Key) -> None:
        """Take joiners, wide spaces and new letters too, which Textual does not hold for printable."""
        if event.character and not event.is_printable and can_be_typed(event.character):
            event.stop()
            event.prevent_default()
            self.replace(event.character, *sorted(self.selection))
        else:
            await act_at_once(self, event)

    def _on_paste(self, event: events.Paste) -> None:
        """Take a paste as one line, without what a terminal would obey."""
        event.stop()
        event.prevent_default()
        self.replace(flat(event.text.strip("\r\n")), *sorted(self.selection))


_SIGNS = {True: "(x)", False: "( )"}


class Option(RadioButton):
    """One of several; chosen or not is a sign, not only a colour."""

    BUTTON_LEFT = ""
    BUTTON_RIGHT = ""
    DEFAULT_CSS = """
    Option, Option.-on {
        background: transparent; border: none; padding: 0;
        & > .toggle--button, &.-on > .toggle--button { color: $accent; background: transparent; text-style: bold; }
        & > .toggle--label { padding: 0 1; }
        &.-selected > .toggle--label { background: transparent; text-style: none; }
    }
    RadioSet:focus > Option.-selected > .toggle--label {
        background: $accent 25%; text-style: bold; color: $foreground;
    }
    """

    def __init__(self, label: str, *, value: bool, **kwargs: Any) -> None:
        self.BUTTON_INNER = _SIGNS[value]
        super().__init__(label, value=value, compact=True, **kwargs)

    def watch_value(self) -> None:
        """Change the sign with the value."""
        self.BUTTON_INNER = _SIGNS[self.value]
        super().watch_value()


class Options(RadioSet):
    """The choice of one of several: Space and Enter choose, and Enter on what is chosen goes on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "Choose, or go on", show=False)]

    def action_take(self) -> None:
        """Choose what is under the cursor; go on when it is chosen."""
        if self._selected == self.pressed_index:
            self.screen.focus_next()
        else:
            self.action_toggle_button()
