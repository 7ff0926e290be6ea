"""What the doctor may do: close files and folders of the program's to others, and remove what cut-off saves left.

Never through a link, never outside the folder, and never to a journal, a backup, a draft or a file that is not known.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mentor_tui.core.guard import one_line
from mentor_tui.data.beside import TEMP
from mentor_tui.data.faults import reason
from mentor_tui.data.findings import Finding
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.lock import Lock
from mentor_tui.data.storage import BrokenJournal

_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ENTER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class Done(NamedTuple):
    """What became of a finding, in a sentence, and whether it is mended."""

    what: str
    mended: bool


def mend(folder: Path, findings: Iterable[Finding], now: datetime) -> list[Done]:
    """Do what is safe about what was found in ``folder``, and tell it. ``now`` is the instant in UTC. Raises nothing.

    Everything is looked at once more, since it may have changed meanwhile.
    """
    done = []
    for finding in findings:
        if finding.mend is None:
            continue
        path, mode, journal = finding.mend
        shown = one_line(str(path.relative_to(folder) if path != folder else path))
        try:
            if mode is not None:
                why = _close(folder, path, mode)
                told = f"{shown} can now be used by its owner only."
            else:
                why = _remove(folder, path, journal, now)
                told = f"{shown} was removed."
        except (OSError, BrokenJournal) as error:
            why = reason(error) if isinstance(error, OSError) else "its journal cannot be read"
        done.append(Done(f"{shown} was left as it is: {why}." if why else told, not why))
    return done


def _close(root: Path, path: Path, mode: int) -> str:
    """Give a file or folder its mode; why that was not done, or empty."""
    if path == root:
        root.chmod(mode)
        return "" if stat.S_IMODE(root.stat().st_mode) & 0o777 == mode else "its disk keeps no permissions"
    with _folder_of(root, path) as parent:
        found = os.stat(path.name, dir_fd=parent, follow_symlinks=False)
        is_folder, is_file = stat.S_ISDIR(found.st_mode), stat.S_ISREG(found.st_mode)
        if found.st_uid != os.geteuid() or not (is_folder or (is_file and found.st_nlink == 1)):
            return "it is not the file that it was"
        try:
            handle = os.open(path.name, _LOOK, dir_fd=parent)
        except PermissionError:
            # Not even its owner may open it; then its name has to do.
            os.chmod(path.name, mode, dir_fd=parent)
        else:
            try:
                if not os.path.samestat(os.fstat(handle), found):
                    return "it is not the file that it was"
                os.fchmod(handle, mode)
            finally:
                os.close(handle)
        found = os.stat(path.name, dir_fd=parent, follow_symlinks=False)
    return "" if stat.S_IMODE(found.st_mode) & 0o777 == mode else "its disk keeps no permissions"


def _remove(root: Path, path: Path, journal: Path | None, now: datetime) -> str:
    """Remove what a save of a journal left behind, while nobody else can be saving it; why not, or empty."""
    if journal is None or not TEMP.fullmatch(path.name) or journal.is_symlink():
        return "it is not known what it belongs to"
    lock = Lock(journal)
    # Taking a lock writes into its file: not into one that is something else as well.
    if lock.path.exists() and (not lock.path.is_file() or lock.path.stat().st_nlink > 1):
        return "its journal's lock is not a plain file"
    if not lock.take(now):
        return "its journal is open in another window"
    try:
        # A journal that went bad may have its last lines here only.
        read_journal(journal)
        if os.name == "nt":
            path.unlink()
            return ""
        with _folder_of(root, path) as parent:
            if not stat.S_ISREG(os.stat(path.name, dir_fd=parent, follow_symlinks=False).st_mode):
                return "it is not the file that it was"
            os.unlink(path.name, dir_fd=parent)
    finally:
        lock.release()
    return ""


@contextlib.contextmanager
def _folder_of(root: Path, path: Path) -> Iterator[int]:
    """The folder that ``path`` is in, opened from ``root`` on without following a link. Raises OSError."""
    handle = os.open(root, _ENTER)
    try:
        for part in path.relative_to(root).parts[:-1]:
            inner = os.open(part, _ENTER | _LOOK, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
