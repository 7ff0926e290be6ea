"""A Textual app that does the least that keeping a line is: it goes to a list, some bytes go to a file, safely."""

import sys
from datetime import datetime
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Input, Label, OptionList

from bench.floors.plain import write_safely


class KeptLine(App[None]):
    """The app; it keeps ``content`` at ``path`` with each line."""

    def __init__(self, path: Path, content: bytes) -> None:
        super().__init__()
        self._path = path
        self._content = content

    def compose(self) -> ComposeResult:
        """The input, a word on what is saved, and the list."""
        yield Input(placeholder="Type and press Enter")
        yield Label()
        yield OptionList()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the line."""
        event.input.clear()
        self.query_one(OptionList).add_option(f"note {event.value}")
        write_safely(self._path, self._content)
        self.query_one(Label).update(f"saved {datetime.now().astimezone():%H:%M:%S}")


KeptLine(Path(sys.argv[1]).with_suffix(".kept"), Path(sys.argv[1]).read_bytes()).run()
