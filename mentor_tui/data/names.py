"""The names of the journals in a folder, and which one is meant. Light: a text command reads one journal at once."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence

from mentor_tui.core.guard import one_line

ENDING = ".json"


def no_journal(name: str) -> FileNotFoundError:
    """What to raise where there is no journal of that name, with a plain sentence."""
    return FileNotFoundError(f"There is no journal {one_line(name)}.")


def names(folder: str | os.PathLike[str]) -> list[str]:
    """The journals' names in alphabetical order. Raises OSError for a folder that is not open to the user."""
    if not _is_folder(folder):
        return []
    with os.scandir(folder) as entries:
        # What stands in front of the ending is a name, and one that begins with a dot is hidden.
        found = [entry for entry in entries if entry.name.endswith(ENDING) and not entry.name.startswith(".")]
        return sorted(entry.name.removesuffix(ENDING) for entry in found if _is_file(entry))


def _is_folder(path: str | os.PathLike[str]) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except ValueError:  # a name that no file can have
        return False
    except OSError as error:
        return _unless_missing(error)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError as error:
        return _unless_missing(error)


def _unless_missing(error: OSError) -> bool:
    """False for what is not there, or leads nowhere. Raises the error for what cannot be looked at."""
    if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP):
        raise error
    return False


def find(wanted: str, names: Sequence[str]) -> str:
    """The one of the ``names`` that ``wanted`` is or begins. Raises LookupError with the names there are."""
    if wanted in names:
        return wanted
    folded = wanted.casefold()
    found = [name for name in names if name.casefold() == folded]
    if not found:
        found = [name for name in names if name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    there = one_line(", ".join(names)) or "none"
    many = "no" if not found else "more than one"
    raise LookupError(f"{many} mentorship is called {one_line(wanted)}; there are: {there}")
