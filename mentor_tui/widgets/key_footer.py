"""The line of keys at the foot of a screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer, built anew only when its keys have changed, and not at every step of the focus."""

    _built: list[tuple[Binding, bool, str]] | None = None

    def compose(self) -> ComposeResult:
        keys = list(super().compose())
        self._built = self._wanted(self.screen) if keys else None
        yield from keys

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Follow the keys that ``screen`` offers now."""
        if self._built is None or screen is not self.screen or self._wanted(screen) != self._built:
            super().bindings_changed(screen)

    def _wanted(self, screen: Screen[object]) -> list[tuple[Binding, bool, str]]:
        palette = self.app.COMMAND_PALETTE_BINDING
        offered = screen.active_bindings.items()
        return [(key.binding, key.enabled, key.tooltip) for name, key in offered if key.binding.show or name == palette]
