"""What is found when a folder of journals is looked at, and the looking at files that all its parts have in common."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mentor_tui.core.guard import one_line
from mentor_tui.data.faults import reason
from mentor_tui.data.journal_file import Loaded

MOST_NAMED = 5  # files that are not ours, by name


class Grade(StrEnum):
    """How grave a finding is."""

    fine = "fine"
    note = "note"
    problem = "problem"


class Mend(NamedTuple):
    """What can be done safely: give a file or folder its ``mode``; without one, remove what a write of the journal at
    ``journal`` left behind.
    """

    path: Path
    mode: int | None = None
    journal: Path | None = None


class Finding(NamedTuple):
    """One thing that was found, in a sentence, and in another one what to do about it."""

    grade: Grade
    what: str
    todo: str = ""
    mend: Mend | None = None


class Known(NamedTuple):
    """A journal as far as it can be read, or why it cannot be; ``mentorship`` is the id of what it is about.

    Where only the seal is wrong (``parses``) that is known all the same; of one that is ``withheld`` by the disk
    nothing is. A file that is ``ours`` is a journal, though perhaps a broken one; others only have such a name.
    """

    path: Path
    found: Loaded | None
    trouble: str = ""
    parses: bool = False
    withheld: bool = False
    mentorship: str = ""
    ours: bool = True


class Look:
    """Looks at the files of a folder of journals. Nothing is changed.

    ``now`` is the instant in UTC, ``program`` how a command begins that works on this folder.
    """

    def __init__(self, folder: Path, now: datetime, program: str) -> None:
        self.folder = folder
        self.now = now
        self.program = program
        self.findings: list[Finding] = []
        self.journals: dict[str, Known] = {}
        self.strangers = 0  # files that are not ours

    def add(self, grade: Grade, what: str, todo: str = "", mend: Mend | None = None) -> None:
        """Note a finding."""
        self.findings.append(Finding(grade, what, todo, mend))

    def name(self, path: Path) -> str:
        """A file as it is told: from the folder of journals on."""
        inside = path != self.folder and path.is_relative_to(self.folder)
        return one_line(str(path.relative_to(self.folder) if inside else path)) or "a name that cannot be shown"

    def attempt(self, look: Callable[[Path], object], path: Path) -> None:
        """Look at one thing. Whatever becomes of it, the rest is looked at too."""
        try:
            look(path)
        except FileNotFoundError:
            return  # another window has just taken it away
        except OSError as error:
            self.add(Grade.problem, f"{self.name(path)} cannot be looked at: {reason(error)}.", "Check who owns it.")
        except Exception as error:
            what = f"{self.name(path)} could not be examined ({type(error).__name__})."
            self.add(Grade.problem, what, "This is a fault of the program: tell who looks after it.")

    def listing(self, path: Path) -> list[Path]:
        """What is in a folder of ours; nothing, and a finding, when it is none. Raises OSError."""
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            what = f"{self.name(path)} is a link; what it leads to was not looked at."
            self.add(Grade.problem, what, "Put a folder in its place, with what is in the one it leads to.")
            return []
        if not stat.S_ISDIR(found.st_mode):
            self.add(Grade.problem, f"{self.name(path)} is a file where a folder should be.", "Move it elsewhere.")
            return []
        try:
            return [path / name for name in sorted(os.listdir(path))]  # noqa: PTH208
        except PermissionError:
            self.mode(path)
            raise

    def not_ours(self, others: Sequence[Path]) -> None:
        """Tell of files that are not the program's."""
        self.strangers += len(others)
        if others:
            named = ", ".join(self.name(path) for path in others[:MOST_NAMED])
            more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
            is_are = "is" if len(others) == 1 else "are"
            todo = "Nothing; but what is a copy of your notes is as confidential as they are."
            self.add(Grade.note, f"{named}{more} {is_are} not the program's.", todo)

    def mode(self, path: Path, others: bool = False) -> None:
        """Whether only its owner gets at a file or folder of the program's, in which there may be ``others`` too.

        Links are told elsewhere. Raises OSError.
        """
        found = path.stat() if path == self.folder else path.lstat()
        is_folder = stat.S_ISDIR(found.st_mode)
        if os.name == "nt" or not (is_folder or stat.S_ISREG(found.st_mode)):
            return
        shown = f"The folder {self.name(path)}" if is_folder else self.name(path)
        if found.st_uid != os.geteuid():
            what = f"{shown} belongs to another account."
            self.add(Grade.problem, what, "Use the account that it belongs to, or have it given to yours.")
            return
        mode, wanted = stat.S_IMODE(found.st_mode), 0o700 if is_folder else 0o600
        if mode & 0o777 == wanted:
            return
        grade, what = _looseness(shown, mode, wanted)
        if others:
            self.add(grade, what, "Close it by hand (chmod 700) if nobody else needs what is in it.")
        elif not is_folder and found.st_nlink > 1:
            self.add(grade, what, "It has a second name elsewhere, so close it by hand (chmod 600).")
        else:
            self.add(grade, what, f"`{self.program} doctor --fix` puts that right.", Mend(path, wanted))


def _looseness(shown: str, mode: int, wanted: int) -> tuple[Grade, str]:
    """How grave a wrong mode is, and what it means."""
    folder = wanted == 0o700
    if mode & 0o077 and not (folder and not mode & 0o022):
        return Grade.problem, f"{shown} is open to other accounts of this computer."
    if mode & wanted != wanted:
        return Grade.problem if folder or not mode & 0o400 else Grade.note, f"{shown} is not quite open to its owner."
    return Grade.note, f"{shown} can be looked into by other accounts of this computer."
