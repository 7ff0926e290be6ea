"""Closing the program, and leaving a mentorship: when all is on disk, and not without a word on what is not kept."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from mentor_tui.clock import steady
from mentor_tui.data.drafts import Drafts
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Keeping
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.waiting import UNSAVED

SAVED_WITHIN = 1.0  # seconds to wait at most for drafts that are being saved
NOT_ON_DISK = "The last changes are NOT on disk yet. Wait until they are."
PATIENCE = 5.0  # seconds for which closing waits for the disk before the key once more gives up
STANDS = 60.0  # seconds for which a warning stands


class Closing:
    """Closes ``app``. ``desk`` gives the mentorship that is open, ``stores`` the drafts that are."""

    def __init__(
        self, app: App[None], keeping: Keeping, desk: Callable[[], Desk | None], stores: Callable[[], list[Drafts]]
    ) -> None:
        self._app = app
        self._keeping = keeping
        self._desk = desk
        self._stores = stores
        self._waiting: Callable[[], None] | None = None
        self._warned: tuple[str, ...] = ()
        self._warned_until = 0.0
        self._gives_up_from = -STANDS
        self.lasting = True
        """Whether there is a next time: the folder of a demo goes away."""
        self.gives_up = False
        """Whether the program closes although not all is on disk."""

    async def leave(self) -> None:
        """Close, when all is on disk; asks for the key once more while something is not kept."""
        await caught_up(self._app)
        for screen in self._app.screen_stack:
            for card in screen.query(AnswerCard):
                card.keep()
        self._keeping.look()
        desk = self._desk()
        if desk is None or not desk.journal.unsaved:
            await self._keeping.saved(SAVED_WITHIN)
        self._leave()

    def when_saved(self, then: Callable[[], None]) -> None:
        """Do something once all is on disk; a failure is told instead."""
        desk = self._desk()
        if desk is None or not desk.journal.unsaved:
            then()
            return
        self._waiting = then
        desk.journal.retry()

    def saved(self) -> None:
        """A write of the open journal has ended."""
        desk = self._desk()
        if self._waiting is None or desk is None:
            return
        if desk.journal.trouble:
            leaving, self._waiting = self._waiting == self._leave, None
            if leaving:
                self._gives_up_from = steady()
            again = " Ctrl+Q again closes and loses them." if leaving else ""
            self._app.notify(f"{NOT_ON_DISK}{again}", severity="warning", timeout=8)
        elif not desk.journal.unsaved:
            self._gives_up_from = -STANDS
            then, self._waiting = self._waiting, None
            then()

    def _leave(self) -> None:
        desk = self._desk()
        if desk is not None and desk.journal.unsaved:
            self._leave_unsaved(fails=desk.journal.trouble is not None)
            return
        loss, now = self._not_kept(), steady()
        if loss and (loss != self._warned or now > self._warned_until):
            self._warned, self._warned_until = loss, now + STANDS
            self._app.notify(loss[0], severity="warning", timeout=8)
            return
        self._app.exit()

    def _leave_unsaved(self, *, fails: bool) -> None:
        """Close as soon as all is on disk. Where it will not go there, the key once more closes all the same."""
        now = steady()
        if self._gives_up_from <= now < self._gives_up_from + STANDS:
            self.gives_up = True
            self._app.exit()
            return
        if now >= self._gives_up_from:
            self._gives_up_from = now + PATIENCE
        if not fails:
            words = "The last changes are being saved. The program closes when they are on disk."
            self._app.notify(words, severity="warning", timeout=PATIENCE)
        self.when_saved(self._leave)

    def _not_kept(self) -> tuple[str, ...]:
        """What is typed and not kept now: words for it, and the lines themselves; empty when all is."""
        places = {(place.drafts, place.place) for place in self._keeping.places}
        # What is only in memory is lost even where it is not on view.
        places |= {(drafts, place) for drafts in self._stores() if not drafts.lasting for place in drafts.places}
        places = {(drafts, place) for drafts, place in places if place != UNSAVED}
        lines = [(drafts, str(fields)) for drafts, place in places if (fields := drafts.get(place))]
        if not lines:
            return ()
        stays = self.lasting and all(drafts.lasting for drafts, _ in lines)
        then = "It will be there next time; Ctrl+Q again closes." if stays else "Ctrl+Q again closes and loses it."
        return (f"Something is typed and not kept yet. {then}", *sorted(line for _, line in lines))
