"""A Textual app with one input."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class OneInput(App[None]):
    """The app."""

    def compose(self) -> ComposeResult:
        """The input."""
        yield Input(placeholder="Type and press Enter")


OneInput().run()
