"""Asks where to, and saves a document as a file that only its owner may read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.core.guard import flat
from mentor_tui.data.faults import reason
from mentor_tui.data.files import write_file
from mentor_tui.data.settings_file import export_folder

if TYPE_CHECKING:
    from mentor_tui.screens.base import DeskScreen


Content = Callable[[], str | bytes]


def save_as(screen: DeskScreen, what: str, name: str, content: Content, place: str, *, ending: str = ".md") -> None:
    """Ask where to save ``what``, proposing ``name`` in the folder for exports; what ``content`` gives goes there.

    Among the journals a file needs its ``ending``. ``content`` may raise OSError with a plain sentence.
    """
    _ask(
        screen,
        f"Save {what} as",
        str(export_folder(screen.desk.settings) / name),
        content,
        place,
        ending,
        overwrite=False,
    )


def _ask(
    screen: DeskScreen, title: str, value: str, content: Content, place: str, ending: str, *, overwrite: bool
) -> None:
    def read(line: str) -> tuple[bool, str]:
        if not line.strip():
            return False, "a file name, please"
        try:
            path = Path(line.strip()).expanduser()
            if screen.desk.journal.path.resolve().parent in path.resolve().parents and path.suffix != ending:
                return False, f"the journals are there: give it the ending {ending}"
            if path.is_dir() or not path.parent.is_dir():
                return False, "that is a folder" if path.is_dir() else "there is no such folder"
            return True, "is there already: it will be replaced" if path.exists() and overwrite else ""
        except (OSError, RuntimeError, ValueError):
            return False, "that cannot be a file name"

    def taken(line: str) -> bool:
        path = Path(line.strip()).expanduser()
        if path.exists() and not (overwrite and line == value):
            _ask(screen, title, line, content, place, ending, overwrite=True)
            return True
        try:
            found = content()
            write_file(path, found.encode() if isinstance(found, str) else found)
        except OSError as error:
            screen.notify(f"It could not be saved: {reason(error)}.", severity="error", markup=False)
            return False
        screen.notify(f"Saved as {flat(str(path))}", markup=False)
        return True

    there = "It is there already. Enter replaces it; or give another name"
    screen.ask(there if overwrite else title, value, read, place=place, taken=taken, anew=True)
