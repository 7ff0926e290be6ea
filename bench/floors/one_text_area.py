"""A Textual app with one text area; with a file's name, its text; with ``blink``, a cursor that blinks."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class OneTextArea(App[None]):
    """The app."""

    def compose(self) -> ComposeResult:
        """The text area."""
        text = ""
        if sys.argv[1:] and sys.argv[1] != "blink":
            with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be an import more
                text = file.read()
        area = TextArea(text, placeholder="Type and press Enter")
        area.cursor_blink = "blink" in sys.argv
        yield area


OneTextArea().run()
