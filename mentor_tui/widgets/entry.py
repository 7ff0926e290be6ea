"""The one-line field of the forms."""

from __future__ import annotations

from textual.widgets import Input


class Entry(Input):
    """A field without a frame whose cursor stands still, so that nothing moves but the clock."""

    DEFAULT_CSS = """
    Entry {
        border: none; background: $boost; padding: 0 1; width: 100%; height: 1;
        &:focus { border: none; background: $accent 20%; }
    }
    """

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False
