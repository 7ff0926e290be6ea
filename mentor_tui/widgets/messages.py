"""Messages that stand over no field: while a dialog is open they wait, and what cannot wait gets room of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import time
from typing import Any

from textual.notifications import Notification, Notifications
from textual.screen import Screen
from textual.widgets._toast import ToastHolder

CSS = """
ToastRack { margin: 0 0 4 0; }
/* Where fields are all that there is, a message takes a few lines from the page instead of standing over them. */
ModalScreen > ToastRack, CommandPalette > ToastRack, SetupScreen > ToastRack {
    layer: default; dock: top; margin: 0; max-height: 5; scrollbar-size: 0 0;
    & Toast { width: 100%; max-width: 100%; margin: 0; padding: 0 1; }
}
"""


class Messages(Notifications):
    """The messages of the program, whose time stands still while they wait for a dialog to close.

    A warning that comes while the dialog is open does not wait: it may be what a key pressed there has to say.
    """

    def __init__(self) -> None:
        super().__init__()
        self._since: float | None = None
        """When the dialog came that is open."""
        self._pages: dict[str, Screen[Any] | None] = {}
        """Messages that go with their page."""

    def follow(self, screens: Sequence[Screen[Any]]) -> None:
        """Wait, or wait no more, as the top of ``screens`` is a dialog or none; drop what went with a page left."""
        page = _page(screens)
        for words in [words for words, its in self._pages.items() if its is not page]:
            self.let_go(words)
        if not screens or not screens[-1].is_modal:
            self._go_on()
        elif self._since is None:
            self._since = time()
            for screen in screens[:-1]:
                # There they would run out unseen. On the page that shows through they come again.
                screen.query(ToastHolder).remove()

    def clear(self) -> Messages:
        """Drop all but warnings, each of which is told once."""
        for message in list(self._notifications.values()):
            if message.severity == "information":
                del self[message]
        return self

    def belong(self, words: str, screens: Sequence[Screen[Any]]) -> None:
        """Have what says just that go when the page on top of ``screens`` is left, though not for a dialog above it."""
        self._pages[words] = _page(screens)

    def let_go(self, words: str) -> None:
        """Drop what says just that."""
        self._pages.pop(words, None)
        for message in list(self._notifications.values()):
            if message.message == words:
                del self[message]

    def _go_on(self) -> None:
        if self._since is not None:
            waiting = [message for message in self._notifications.values() if self._waits(message)]
            now = time()
            for message in waiting:
                message.raised_at += now - max(self._since, message.raised_at)
            self._since = None

    def _waits(self, message: Notification) -> bool:
        return self._since is not None and (message.severity == "information" or message.raised_at < self._since)

    def _reap(self) -> Messages:
        for key, message in list(self._notifications.items()):
            if message.has_expired and not self._waits(message):
                del self._notifications[key]
        return self

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Notification]:
        """Those that are to be seen now."""
        return iter([message for message in self._reap()._notifications.values() if not self._waits(message)])


def _page(screens: Sequence[Screen[Any]]) -> Screen[Any] | None:
    """The page that is on view, whatever dialogs are above it."""
    return next((screen for screen in reversed(screens) if not screen.is_modal), None)
