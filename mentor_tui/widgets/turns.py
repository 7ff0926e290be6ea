"""Keys taken one by one, where one of them may change which field the next one is for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App, ScreenError
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mentor_tui.core.guard import can_be_typed
from mentor_tui.widgets.in_order import CATCH_UP, caught_up, passed, passed_up

Typed = events.Key | events.Paste


class Turns:
    """Has each key reach the field that has the focus once the keys before it have done their work.

    Textual hands keys on as they come. Of many at once, as over a slow line, those behind a Tab would still go to the
    field before. So on a page with ``IN_TURN``, on what is opened from it, and wherever no text is typed, a key that is
    no letter is waited for. Letters of a text wait for nothing.
    """

    def __init__(self, app: App[Any], obey: Callable[[Typed], Awaitable[None]]) -> None:
        """``obey`` does what Textual does with a key or a paste."""
        self._app = app
        self._obey = obey
        self._waiting: deque[Typed] = deque()
        self._turn: asyncio.Task[None] | None = None
        self._letters = False
        """Whether letters were handed on that may not have arrived yet."""

    async def take(self, event: Typed) -> None:
        """Obey a key or a paste, now or when its turn comes."""
        if self._turn is not None or self._waiting:
            self._waiting.append(event)
        else:
            await self._do(event)

    async def _do(self, event: Typed) -> None:
        app = self._app
        typing = isinstance(app.focused, Input | TextArea)
        if typing and is_text(event):
            self._letters = True
            await self._obey(event)
            return
        in_turn = not typing or any(getattr(screen, "IN_TURN", False) for screen in app.screen_stack)
        if in_turn and self._letters:
            await caught_up(app)
        self._letters = False
        page = app.screen
        target = app.focused or page
        await self._obey(event)
        if in_turn and app.is_running:
            self._turn = asyncio.create_task(self._done(target, page))

    async def _done(self, target: Widget, page: Widget) -> None:
        """Wait for all that comes of a key: what the widget does, the page, the app, and a page that is opened."""
        app = self._app
        try:
            async with asyncio.timeout(CATCH_UP):
                for _ in range(2):
                    await passed_up(target)
                    await passed(app)
                if app.screen_stack and app.screen is not page:
                    await passed_up(app.screen)
        except (TimeoutError, ScreenError):  # what takes long holds up no key, nor does the end of the program
            pass
        finally:
            self._turn = None
            app.call_later(self._next)

    async def _next(self) -> None:
        while self._waiting and self._turn is None:
            await self._do(self._waiting.popleft())


def is_text(event: Typed) -> bool:
    """Whether a key is a letter, or what is pasted."""
    if isinstance(event, events.Paste):
        return True
    return bool(event.character) and (event.is_printable or can_be_typed(event.character or ""))
