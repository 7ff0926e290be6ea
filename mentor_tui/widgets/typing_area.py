"""The text area that everything longer than a word is typed into."""

from __future__ import annotations

from textual.widgets import TextArea

# Textual's text area takes these two, which are keys of the session everywhere else.
_TAKEN = ("f6", "f7")


class TypingArea(TextArea, inherit_bindings=False):
    """A text area for prose: wraps, leaves Tab for moving on, and leaves the session its keys."""

    BINDINGS = [  # noqa: RUF012
        binding for binding in TextArea.BINDINGS if getattr(binding, "key", "") not in _TAKEN
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
