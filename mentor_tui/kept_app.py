"""KeptApp: the mentorship that is open, what is typed, and how both are put away."""

from __future__ import annotations

import contextlib

from textual import events
from textual.binding import Binding

from mentor_tui.closing import Closing
from mentor_tui.data.drafts import Drafts
from mentor_tui.ordered_app import OrderedApp
from mentor_tui.traces import Reporter
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Keeping
from mentor_tui.widgets.waiting import UNSAVED, note_unsaved

LOOK_AFTER = 0.05  # seconds after a write


class KeptApp(OrderedApp):
    """An app with at most one mentorship open, that ends when all of it is on disk."""

    BINDINGS = [Binding("ctrl+q", "leave", "Close", show=False, priority=True)]  # noqa: RUF012

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(reporter)
        self._desk: Desk | None = None
        self._new = Drafts()
        """What is typed into the form of a new mentorship."""
        self._hides_private = False  # of the mentorship that was open before: the screen is shared all the same
        self.keeping = Keeping(self, self._drafts, self._note_unsaved)
        self.closing = Closing(self, self.keeping, lambda: self._desk, self._drafts)

    def on_mount(self) -> None:
        self.keeping.stir()

    async def on_event(self, event: events.Event) -> None:
        """Have what is typed looked at for as long as somebody types."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.keeping.stir()
        await super().on_event(event)

    def on_unmount(self) -> None:
        self.close_journal()

    def keep_all(self) -> bool:
        """Put on disk what is typed and what waits for the disk, at once; whether all is there now."""
        # The drafts first: they hold what the journal may take too long for.
        self.keeping.keep_all()
        with contextlib.suppress(Exception):
            if self._desk is not None and self._desk.journal.unsaved and not self._desk.journal.read_only:
                self._desk.journal.flush()
                self.keeping.keep_all()
        return all(drafts.lasting for drafts in self._drafts() if drafts.places)

    def _drafts(self) -> list[Drafts]:
        """The drafts that are open."""
        return [self._new] if self._desk is None else [self._new, self._desk.drafts]

    def _note_unsaved(self) -> None:
        if self._desk is not None:
            note_unsaved(self._desk)

    def _look_soon(self) -> None:
        # After the picture that says so: it need not wait for the look.
        self.set_timer(LOOK_AFTER, self.keeping.look)

    def close_journal(self) -> None:
        """Let go of the journal that is open, when all that is being written is on disk."""
        self.keeping.keep_all()
        if self._desk is not None and not self.closing.gives_up:
            # The screens may be gone already.
            self._desk.journal.save_listeners.clear()
            self._desk.journal.close()
            if not self._desk.journal.unsaved:
                self._desk.drafts.drop(UNSAVED)
                self.keeping.keep_all()
            self._hides_private = self._desk.hides_private
            self._desk = None

    async def action_leave(self) -> None:
        """Close the program, when all is on disk; asks for the key once more while something is not kept."""
        await self.closing.leave()
