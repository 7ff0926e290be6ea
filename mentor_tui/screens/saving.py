"""Asks where to, and saves a document as a file that only its owner may read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_tui.core.guard import flat
from mentor_tui.data.faults import reason
from mentor_tui.data.files import write_file

if TYPE_CHECKING:
    from mentor_tui.screens.base import DeskScreen


def save_as(screen: DeskScreen, what: str, name: str, text: Callable[[], str], place: str) -> None:
    """Ask where to save ``what``, with ``name`` in the folder for exports proposed; what ``text`` gives goes there."""
    _ask(screen, f"Save {what} as", str(_folder(screen) / name), text, place, overwrite=False)


def _folder(screen: DeskScreen) -> Path:
    """The folder for exports that the user chose, while it is there; else the home folder."""
    chosen = screen.desk.settings.export_folder
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        if chosen and (folder := Path(chosen).expanduser()).is_dir():
            return folder
    return Path.home()


def _ask(screen: DeskScreen, title: str, value: str, text: Callable[[], str], place: str, *, overwrite: bool) -> None:
    def read(line: str) -> tuple[bool, str]:
        if not line.strip():
            return False, "a file name, please"
        try:
            path = Path(line.strip()).expanduser()
            if screen.desk.journal.path.resolve().parent in path.resolve().parents and path.suffix != ".md":
                return False, "the journals are there: give it the ending .md"
            if path.is_dir() or not path.parent.is_dir():
                return False, "that is a folder" if path.is_dir() else "there is no such folder"
            return True, "is there already: it will be replaced" if path.exists() and overwrite else ""
        except (OSError, RuntimeError, ValueError):
            return False, "that cannot be a file name"

    def taken(line: str) -> bool:
        path = Path(line.strip()).expanduser()
        if path.exists() and not (overwrite and line == value):
            _ask(screen, title, line, text, place, overwrite=True)
            return True
        try:
            write_file(path, text().encode())
        except OSError as error:
            screen.notify(f"It could not be saved: {reason(error)}.", severity="error", markup=False)
            return False
        screen.notify(f"Saved as {flat(str(path))}", markup=False)
        return True

    there = "It is there already. Enter replaces it; or give another name"
    screen.ask(there if overwrite else title, value, read, place=place, taken=taken)
