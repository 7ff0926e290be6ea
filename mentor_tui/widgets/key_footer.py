"""The line of keys at the foot of a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from mentor_tui.widgets.commands import named
from mentor_tui.widgets.text import join, plain


class Key(NamedTuple):
    """A key that a page offers: as Textual calls it, as it is shown, what it does, and whether it can be pressed."""

    key: str
    shown: str
    label: str
    about: str
    enabled: bool

    @property
    def content(self) -> Content:
        """The key and its label."""
        dim = "" if self.enabled else "dim"
        return join(plain(self.shown, f"bold $footer-key-foreground {dim}"), plain(f" {self.label}", dim))


class KeyFooter(Widget):
    """The keys on one line, as many as there is room for, each whole; a click presses one.

    The way back (Esc) is among them, whatever else has to go.

    A single widget, where Textual's own footer has one for each key, which have to be made, styled and laid out before
    a page can be read. The palette's key stands at the right end of a line that is ``palette_from`` wide.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyFooter { dock: bottom; height: 1; color: $footer-description-foreground; }"
    GAP = 1  # cells between two keys
    EDGE = "▏"  # before the palette's

    def __init__(self, palette_from: int = 0) -> None:
        super().__init__()
        self._palette_from = palette_from
        self._offered: tuple[list[Key], Key | None] | None = None

    @property
    def keys(self) -> tuple[list[Key], Key | None]:
        """The keys that the page offers, and that of the palette, whether there is room for them or not."""
        if self._offered is None:
            self._offered = self._look()
        return self._offered

    @property
    def places(self) -> Iterator[tuple[int, Key]]:
        """The keys that are shown, from left to right, each with the column in which it begins."""
        keys, palette = self.keys
        palette = palette if self.size.width >= self._palette_from else None
        end = self.size.width - (palette.content.cell_length + len(self.EDGE) if palette else 0)
        column = 0
        for key in self._that_fit(keys, end):
            yield column, key
            column += key.content.cell_length + self.GAP
        if palette is not None:
            yield end + len(self.EDGE), palette

    def _that_fit(self, keys: list[Key], room: int) -> list[Key]:
        """The first keys for which there is room; where Esc is not among them, it takes the last place."""

        def fit(room: int) -> list[Key]:
            ends = accumulate(key.content.cell_length + self.GAP for key in keys)
            return [key for key, end in zip(keys, ends, strict=True) if end - self.GAP <= room]

        found = fit(room)
        back = next((key for key in keys if key.key == "escape"), None)
        if back is None or back in found:
            return found
        return [*fit(room - back.content.cell_length - self.GAP), back]

    def render(self) -> Content:
        """The line."""
        line = Content()
        for column, key in self.places:
            gap = " " * (column - line.cell_length)
            if key is self.keys[1]:
                line = join(line, gap[: -len(self.EDGE)], plain(self.EDGE, "dim"), key.content)
            else:
                line = join(line, gap, key.content)
        return line

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        key = self._at(event.x)
        about = key.about if key is not None else None
        if about != self.tooltip:
            self.tooltip = about

    def on_mouse_down(self, event: events.MouseDown) -> None:
        key = self._at(event.x)
        if key is not None and key.enabled:
            self.app.simulate_key(key.key)

    def _at(self, column: int) -> Key | None:
        return next((key for at, key in self.places if at <= column < at + key.content.cell_length), None)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is self.screen and self._offered is not None and (found := self._look()) != self._offered:
            self._offered = found
            self.refresh()

    def _look(self) -> tuple[list[Key], Key | None]:
        active = self.screen.active_bindings
        shown: dict[str, ActiveBinding] = {}
        for offered in active.values():
            if offered.binding.show:
                shown.setdefault(offered.binding.action, offered)
        palette = active.get(self.app.COMMAND_PALETTE_BINDING) if self.app.ENABLE_COMMAND_PALETTE else None
        main = shown.pop(getattr(self.screen, "MAIN_KEY", ""), None)
        keys = [*([main] if main else []), *shown.values()]
        return [self._key(each) for each in keys], self._key(palette) if palette else None

    def _key(self, offered: ActiveBinding) -> Key:
        _, binding, enabled, tooltip = offered
        about = tooltip or binding.tooltip or binding.description
        plainly = not binding.key_display and re.fullmatch(r"f\d+|alt\+.*", binding.key)
        shown = named(binding.key) if plainly else self.app.get_key_display(binding)
        return Key(binding.key, shown, binding.description, about, enabled)
