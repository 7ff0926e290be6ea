"""A terminal that sends bytes at its own pace, and what the program reads of them."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.message import Message

from mentor_tui.driver import Reader

START, END = b"\x1b[200~", b"\x1b[201~"


def said(found: Iterable[Message]) -> list[str]:
    """Events as short words: a letter or a key's name, ``paste: ...``, or the name of the event."""
    words = []
    for event in found:
        match event:
            case events.Key():
                words.append(event.character if event.is_printable and event.character else event.key)
            case events.Paste():
                words.append(f"paste: {event.text}")
            case _:
                words.append(type(event).__name__)
    return words


class Sender:
    """A terminal that sends bytes at its own pace."""

    def __init__(self) -> None:
        self.reader = Reader()
        self.now = 0.0

    def __call__(self, *chunks: bytes, gap: float = 0.0) -> list[str]:
        """Send chunks with a gap before each; the events."""
        found: list[str] = []
        for chunk in chunks:
            found += self.wait(gap)
            found += said(self.reader.feed(chunk, self.now))
        return found

    def wait(self, seconds: float) -> list[str]:
        """Let time pass; the events."""
        self.now += seconds
        return said(self.reader.tick(self.now))
