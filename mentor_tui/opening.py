"""The way into the screens, from the command line."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from mentor_tui import starting
from mentor_tui.console import PROGRAM, Failed, State, meant

if TYPE_CHECKING:
    from pathlib import Path

    from mentor_tui.data.shelf import Shelf


def open_screens(state: State) -> int:
    """Open the screens on the journals that the options say; the exit status."""
    return open_shelf(state, state.shelf, meant(state) if state.mentorship is not None else None)


def open_shelf(state: State, shelf: Shelf, name: str | None, *, lasting: bool = True) -> int:
    """Open the screens on a shelf, which stays for a next time when it is ``lasting``; the exit status."""
    want_terminal()
    starting.load_asyncio()
    _load_textual()
    from mentor_tui.app import MentorApp
    from mentor_tui.paths import pack_copies, packs_folder, settings_file

    shelf.names()  # a folder that is not open to the user is told before the screens are
    app = MentorApp(shelf, state.clock, name, packs_folder(), settings_file(), pack_copies())
    app.closing.lasting = lasting
    app.reporter = state.reporter  # of a demo, too: its own folder goes away
    return app.run_to_end()


def _load_textual() -> None:
    """Import Textual's App without what it imports for one name each: half a dozen widgets for a name of their types'
    module, and platformdirs for a folder of downloads, into which this program puts nothing.
    """
    from textual import _types

    def user_downloads_path() -> Path:
        import platformdirs

        return platformdirs.user_downloads_path()

    with (
        contextlib.suppress(Exception),  # it wants more of these: then they are imported
        starting.stand_in("textual.types", IgnoreReturnCallbackType=_types.IgnoreReturnCallbackType),
        starting.stand_in("rich.table", Table=type("Table", (), {})),
        starting.stand_in("platformdirs", user_downloads_path=user_downloads_path),
    ):
        import textual.app  # noqa: F401


def want_terminal() -> None:
    """Raise Failed where the screens cannot be shown."""
    if not is_terminal():
        raise Failed(f"the screens need a terminal; {PROGRAM} --help lists what works without one")
    if os.environ.get("TERM") == "dumb":
        raise Failed(f"this terminal cannot show the screens; {PROGRAM} session works here")


def is_terminal() -> bool:
    """Whether a person is at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()
