"""What is wrong in a folder of journals, and what to do about it. Nothing is changed, and nothing of a note is told."""

from __future__ import annotations

import os
import shutil
import stat
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Answer, Check, Goal, Mentorship, Note, Record, Session
from mentor_tui.data.backups import Backups
from mentor_tui.data.beside import Beside, mentorship_of
from mentor_tui.data.faults import reason, restoring
from mentor_tui.data.findings import Finding, Grade, Known, Look
from mentor_tui.data.journal_file import key, understand
from mentor_tui.data.lock import Lock
from mentor_tui.data.storage import LARGEST, BrokenJournal, read_bytes
from mentor_tui.data.versions import FORMAT

WRITES = 5  # a write needs room for a second copy of the journal, and a session for two backups
LEAST_FREE = 2**20  # bytes


def examine(folder: Path, now: datetime, program: str = "mentor-tui") -> list[Finding]:
    """Look at everything in a folder of journals, the gravest first. Changes nothing and raises nothing.

    ``now`` is the instant in UTC, ``program`` how a command begins that works on this folder.
    """
    look = Look(folder, now, program)
    look.attempt(lambda _: _all(look), folder)
    return sorted(look.findings, key=lambda finding: list(Grade).index(finding.grade), reverse=True)


def _all(look: Look) -> None:
    """Everything. Raises OSError when the folder cannot be listed."""
    folder = look.folder
    if not folder.exists():
        look.add(Grade.fine, f"There is no folder {look.name(folder)} yet: no mentorship was set up.")
        return
    if not folder.is_dir():
        look.add(Grade.problem, f"{look.name(folder)} is a file, not a folder.", "Name the folder with --data.")
        return
    paths = [folder / name for name in sorted(os.listdir(folder))]  # noqa: PTH208
    journals, beside = _Journals(look), Beside(look)
    # The journals first: they decide what the rest belongs to.
    for path in paths:
        if path.name.endswith(".json") and not path.name.startswith("."):
            look.attempt(journals.look_at, path)
    taken = {known.path for known in look.journals.values()}
    others = [path for path in paths if path not in taken and not beside.look_at(path)]
    look.not_ours(others)
    journals.compare()
    look.attempt(lambda _: _room(look), folder)
    mixed = bool(others) or not all(known.ours for known in look.journals.values())
    look.attempt(lambda _: look.mode(folder, others=mixed), folder)


def _room(look: Look) -> None:
    """Whether the next writes will find room."""
    if not os.access(look.folder, os.W_OK | os.X_OK):
        what = f"The folder {look.name(look.folder)} may not be written to, so nothing can be saved."
        look.add(Grade.problem, what, "Check its permissions, and whether the disk is read-only.")
    sizes = [known.path.stat().st_size for known in look.journals.values() if known.path.is_file()]
    free = shutil.disk_usage(look.folder).free
    if free < WRITES * max(sizes, default=0) + LEAST_FREE:
        what = f"The disk has only {free / 2**20:,.1f} MB left, too little for the next few saves."
        look.add(Grade.problem, what, "Free some space.")


class _Journals:
    """Looks at the journals."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def look_at(self, path: Path) -> None:
        """One file that ends like a journal. Raises OSError."""
        look, found = self.look, path.lstat()
        linked = stat.S_ISLNK(found.st_mode)
        if linked and not path.is_file():
            known = Known(path, None, "it is a link that leads to no file")
        elif linked or stat.S_ISREG(found.st_mode):
            known = self._read(path)
        else:
            return  # told with what is not ours
        look.journals[path.stem] = known
        self._tell(known)
        if linked and known.found:
            what = f"{look.name(path)} is a link: the journal itself is somewhere else."
            look.add(Grade.note, what, "If you did not make that link, look where it leads.")
        if one_line(path.stem) != path.stem:
            what = f"The name of {look.name(path)} holds signs that cannot be typed."
            look.add(Grade.note, what, "Rename it, and its folder in backups, while the program is closed.")
        if known.ours:
            look.mode(path)

    def compare(self) -> None:
        """Whether two journals hold the same mentorship."""
        same: dict[str, list[str]] = defaultdict(list)
        for known in self.look.journals.values():
            if known.mentorship:
                same[known.mentorship].append(self.look.name(known.path))
        for names in same.values():
            if len(names) > 1:
                what = f"{', '.join(names[:-1])} and {names[-1]} hold the same mentorship; a line is kept in one only."
                self.look.add(Grade.problem, what, "Open each, and move what you do not need to another folder.")

    def _read(self, path: Path) -> Known:
        """A journal as far as it can be read."""
        # Nobody signs the lock of, or backs up, what is no journal.
        ours = Lock(path).holder() is not None or (self.look.folder / "backups" / path.stem).is_dir()
        try:
            raw = read_bytes(path)
            found = understand(raw, path)
        except OSError as error:
            return Known(path, None, reason(error), withheld=True, ours=ours)
        except BrokenJournal as error:
            if not error.parses:
                return Known(path, None, error.reason, ours=ours)
            unsealed = understand(raw, path, seal=False)
            return Known(path, None, error.reason, parses=True, mentorship=mentorship_of(unsealed))
        return Known(path, found, mentorship=mentorship_of(found))

    def _tell(self, known: Known) -> None:
        look, shown, found = self.look, self.look.name(known.path), known.found
        if found is None:
            look.add(Grade.problem, f"{shown} cannot be read: {known.trouble}.", self._way_on(known))
            return
        if found.newer:
            what = f"{shown} was written by a newer mentor-tui, so this one can only read it ({found.words})."
            look.add(Grade.note, what, "Update mentor-tui to go on with it.")
        elif found.format < FORMAT:
            what = f"{shown} is of an older version of mentor-tui ({found.words})."
            look.add(Grade.note, what, "Nothing: it is renewed when it is opened, after a backup.")
        else:
            look.add(Grade.fine, f"{shown} can be read: {found.words}.")
        self._records(shown, found.records)
        if known.path.stat().st_size > LARGEST // 2:
            what = f"{shown} is very large; from {LARGEST // 2**20} MB on it could not be read."
            look.add(Grade.note, what, "Go on in a new mentorship before it grows so far.")

    def _way_on(self, known: Known) -> str:
        """What to do about a journal that cannot be read."""
        path, restore = known.path, restoring(known.path.stem, self.look.program)
        if known.withheld:
            return "See to its permissions and its disk first: the journal itself may be well."
        if "newer version" in known.trouble:
            return "Update mentor-tui."
        if not restore:
            return "Rename the file, and its folder in backups, so that the name can be typed, and look again."
        try:
            good = any(True for _ in Backups(self.look.folder / "backups" / path.stem).good())
        except OSError:
            good = False
        if good:
            also = "; with --as-it-is it takes the journal as it stands" if known.parses else ""
            return f"`{restore}` lists its backups and puts one in its place{also}."
        if known.parses:
            return f"`{restore} --as-it-is` takes it as it stands; there is no backup that can be read."
        if not known.ours:
            return "If it is no journal, move it to another folder; if it is one, look for a copy of it elsewhere."
        return "Keep it, and look for a copy elsewhere: there is no backup that can be read."

    def _records(self, shown: str, records: tuple[Record, ...]) -> None:
        """Whether the records fit together."""
        double = len(records) - len({key(record) for record in records})
        if double:
            what = f"{shown} holds {plural(double, 'record')} under an id that is taken; only one of each id is shown."
            self.look.add(Grade.problem, what, "Keep a copy of the file before you go on with it.")
        pairs = sum(type(record) is Mentorship and record.deleted_at is None for record in records)
        if pairs > 1:
            what = f"{shown} holds {pairs} mentorships, of which only the first is shown."
            self.look.add(Grade.problem, what, "Keep a copy of the file before you go on with it.")
        astray = _astray(records)
        if astray:
            what = f"{shown} holds {plural(astray, 'record')} that should belong to something that is not in it."
            self.look.add(Grade.note, what, "Nothing: all is kept, though perhaps shown under no session.")


def _astray(records: Iterable[Record]) -> int:
    """How many records name a session, an item or a line that is not there."""
    sessions = {record.id for record in records if isinstance(record, Session)}
    lines = {record.id for record in records if isinstance(record, Note | Action)}
    astray = 0
    for record in records:
        missing: set[str | None] = set()
        if isinstance(record, Action):
            missing = {record.session_id, record.origin_id} - sessions
        elif isinstance(record, Note | Check | Answer):
            missing = {record.session_id} - sessions
        elif isinstance(record, Goal):
            missing.update(set(record.evidence) - lines)
        elif isinstance(record, Session):
            missing = {record.current, record.stopped_in} - {item.id for item in record.items}
        astray += bool(missing - {None})
    return astray
