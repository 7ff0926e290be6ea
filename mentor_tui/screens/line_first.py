"""A page with a line to type into that gets what is typed, wherever the cursor is."""

from __future__ import annotations

from textual import events

from mentor_tui.screens.base import DeskScreen
from mentor_tui.widgets.capture_bar import CaptureBar
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.in_order import Hurry, again
from mentor_tui.widgets.rows import RecordRows, Rows
from mentor_tui.widgets.turns import is_text
from mentor_tui.widgets.typing_area import TypingArea


class LineFirst(DeskScreen):
    """Such a page: no letter and no paste is lost over a list, or when nothing has the cursor."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._hurry = Hurry()

    def on_screen_suspend(self) -> None:
        """A dialog or another page was opened: what is typed after it has nothing to do with the key before."""
        self._hurry = Hurry()

    def on_key(self, event: events.Key) -> None:
        """What is typed while a list has the cursor, and is no key of the row there, begins in the line."""
        bar, at = self.query_one(CaptureBar).bar, self.focused
        on_row = isinstance(at, RecordRows) and at.row is not None and at.row.record is not None
        is_command = event.key == "space" or (on_row and event.key in self.active_bindings)
        begins = not is_command or self._hurry.is_in(event)
        # What was pressed before the line had the cursor comes here after it has it. Should nothing have it, no key
        # is lost for that.
        lost = at is None and (is_text(event) or event.key == "enter")
        if lost or (is_text(event) and (at is bar or (isinstance(at, Rows) and begins))):
            self._to_line(event)
        elif is_text(event) and isinstance(at, Rows):
            self._hurry.obeyed(event)

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no field took."""
        self._to_line(event)

    def _to_line(self, event: events.Key | events.Paste) -> None:
        """Have the line take what came, and the cursor."""
        bar = self.query_one(CaptureBar).bar
        event.stop()
        event.prevent_default()
        self.set_focus(bar)
        bar.post_message(again(event))

    def leave_answer(self) -> None:
        """Have the cursor in the line, should it be in an answer: that field belongs to the item."""
        if isinstance(self.focused, TypingArea):
            self.set_focus(self.query_one(CaptureBar).bar)
