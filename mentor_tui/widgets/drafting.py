"""What is typed and not kept yet: the places that hold it, and how it reaches the drafts."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from textual.app import App

from mentor_tui.data.drafts import Drafts, Fields

LOOK_EVERY = 0.4  # seconds, while somebody types
REST_AFTER = 3.0  # seconds without a key, a paste or the mouse; nothing more is looked at then
AGAIN_AFTER = 5.0  # seconds from a save that failed to the next try


class Place:
    """A screen or a widget with text that was typed and not kept yet; stands before the Textual class among the bases.

    A screen names the places on it in ``places``. ``place`` is what this one is called in ``drafts``, and the same
    every time the program runs; empty while there is none.
    """

    drafts: Drafts
    place: str
    keeps_itself = False
    """Whether what is typed reaches the journal within a second anyway."""

    def typed(self) -> Fields:
        """What is typed and not kept yet, by field; no text in any when that is nothing.

        May raise while the widgets come or go.
        """
        raise NotImplementedError

    @property
    def before(self) -> Fields:
        """What was typed here before and not kept; empty when that is nothing."""
        return self.drafts.get(self.place)

    def note(self) -> None:
        """Take what is typed to the drafts."""
        # Before all of it is there, a field may not hold yet what was typed before.
        if self.place and getattr(self, "is_mounted", False):
            self.drafts.put(self.place, self.typed())

    def forget(self) -> None:
        """Let the draft of this place go."""
        self.drafts.drop(self.place)


class Keeping:
    """Takes what is typed on the screens of an app to the drafts.

    ``stores`` gives the drafts that are open now; ``also`` is called to put into them what is on no screen.
    """

    def __init__(self, app: App[None], stores: Callable[[], Iterable[Drafts]], also: Callable[[], None]) -> None:
        self._app = app
        self._stores = stores
        self._also = also
        self._saving: threading.Thread | None = None
        self._told: dict[Drafts, str] = {}
        self._not_before = 0.0
        self._looking = False
        self._stirred_at = 0.0

    @property
    def places(self) -> Iterator[Place]:
        """The places of all screens that are open."""
        for screen in self._app.screen_stack:
            yield from getattr(screen, "places", ())

    def stir(self) -> None:
        """Somebody has pressed a key or the like: look a moment from now, and again for as long as that goes on."""
        self._stirred_at = time.monotonic()
        self._go_on()

    def _go_on(self) -> None:
        if not self._looking:
            self._looking = True
            self._app.set_timer(LOOK_EVERY, self._look_again)

    def _look_again(self) -> None:
        self._looking = False
        self.look()
        if time.monotonic() - self._stirred_at < REST_AFTER:
            self._go_on()

    def look(self) -> None:
        """See what is typed, and have what changed saved in the background; say once what stands against it.

        Until all is saved it is looked again, whether somebody types or not.
        """
        self._note(place for place in self.places if not place.keeps_itself)
        self._also()
        for drafts in self._stores():
            if drafts.trouble != self._told.get(drafts, ""):
                self._told[drafts] = drafts.trouble
                if drafts.trouble:
                    self._app.notify(drafts.trouble, severity="warning", timeout=10, markup=False)
        waiting = [drafts for drafts in self._stores() if drafts.unsaved]
        if not waiting:
            return
        self._go_on()
        if not self._is_saving and time.monotonic() >= self._not_before:
            # Not one of the loop's own threads: a disk that hangs must not keep the program from ending.
            self._saving = threading.Thread(target=self._save, args=(waiting,), name="drafts", daemon=True)
            self._saving.start()

    @property
    def _is_saving(self) -> bool:
        return self._saving is not None and self._saving.is_alive()

    async def saved(self, within: float) -> None:
        """Wait until what is being saved is on disk, so many seconds at most."""
        end = time.monotonic() + within
        while self._is_saving and time.monotonic() < end:
            await asyncio.sleep(0.01)

    @staticmethod
    def _note(places: Iterable[Place]) -> None:
        # One that cannot tell what is typed, as when its widgets are just going, must not end the program.
        for place in places:
            with contextlib.suppress(Exception):
                place.note()

    def _save(self, waiting: Iterable[Drafts]) -> None:
        for drafts in waiting:
            try:
                drafts.save()
            except OSError:
                self._not_before = time.monotonic() + AGAIN_AFTER

    def keep_all(self) -> None:
        """Save what is typed, here and now. Never raises: this may be the last thing that the program does."""
        with contextlib.suppress(Exception):
            self._note(self.places)
            self._also()
        for drafts in self._stores():
            with contextlib.suppress(Exception):
                drafts.save()
