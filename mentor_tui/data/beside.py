"""What stands beside the journals: locks, left-over files, backups, drafts and reports, looked at one by one."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Mentorship
from mentor_tui.data.backups import Backup, Backups, Why
from mentor_tui.data.faults import reason, restoring
from mentor_tui.data.findings import Grade, Known, Look, Mend
from mentor_tui.data.journal_file import Loaded, read_journal
from mentor_tui.data.lock import Lock
from mentor_tui.data.reminded import NAME as REMINDED
from mentor_tui.data.reminded import read_reminded
from mentor_tui.data.storage import BrokenJournal

LARGEST_DRAFTS = 16 * 1024 * 1024  # bytes
SETUP = ".setup"  # the name of the drafts of a mentorship that is being set up
TEMP = re.compile(r"\.(.+)\.[0-9a-f]{12}\.tmp", re.DOTALL)

_LOCK = ".json.lock"
_REPORT = re.compile(r"crash-[0-9TZ-]+\.txt")
_SET_ASIDE = re.compile(r".+\.json\.broken(?:-\d+)?", re.DOTALL)


class Beside:
    """Looks at all that is in a folder of journals and is none."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def look_at(self, path: Path) -> bool:
        """Look at one file or folder beside the journals; whether it is of a kind that is known."""
        if path.name in ("backups", "drafts", "reports"):
            self.look.attempt(getattr(self, path.name), path)
        elif path.name.endswith(_LOCK) and not path.name.startswith(".") and (path.is_symlink() or path.is_file()):
            self.look.attempt(self._lock, path)
        elif path.name == REMINDED:
            self.look.attempt(self._reminded, path)
        elif TEMP.fullmatch(path.name) and not path.is_symlink() and path.is_file():
            self.look.attempt(self._temp, path)
        else:
            return False
        return True

    def _lock(self, path: Path) -> None:
        look, name = self.look, path.name.removesuffix(_LOCK)
        if path.is_symlink():
            look.add(Grade.problem, f"{look.name(path)} is a link, so its mentorship can only be read.", "Remove it.")
            return
        lock, known = Lock(path.with_name(f"{name}.json")), look.journals.get(name)
        if known is not None and known.ours:
            look.mode(path)
        if lock.taken():
            holder = lock.holder()
            since = f" {holder.words()}" if holder else ""
            look.add(Grade.fine, f"{look.name(path.with_name(f'{name}.json'))} is open in a window{since}.")
        elif known is None:
            what = f"{look.name(path)} is left over from a journal that is gone."
            look.add(Grade.note, what, "It does no harm, and can be removed.")

    def _reminded(self, path: Path) -> None:
        """What was told today: ids and dates, and nothing that would be missed."""
        look, shown = self.look, self.look.name(path)
        try:
            read_reminded(path)
        except ValueError:
            what = f"{shown}, with what was told today, cannot be read; it holds no words."
            look.add(Grade.note, what, "It can be removed; what is due may then be told once more today.")
        if not path.is_symlink():
            look.mode(path)

    def _temp(self, path: Path, name: str = "") -> None:
        """What a write left behind; ``name`` is that of the journal whose lock covers it."""
        look, found = self.look, TEMP.fullmatch(path.name)
        owner = name or (found[1].removesuffix(".json") if found else "")
        what, known = f"{look.name(path)} is left over from a save that was cut short.", look.journals.get(owner)
        if known is None and owner == REMINDED.removesuffix(".json"):
            look.add(Grade.note, what, "It can be removed.")
            return
        if known is None:
            look.add(Grade.note, what, "Look into it before you remove it: it may hold a journal that is not here.")
            return
        if known.ours:
            look.mode(path)
        if known.path.is_symlink() or known.found is None:
            todo = f"Leave it until {look.name(known.path)} is well: it may hold the last lines."
            look.add(Grade.note, what, todo)
        elif Lock(known.path).taken():
            look.add(Grade.fine, f"{look.name(path)} belongs to a save of the window that is open.")
        else:
            look.add(Grade.note, what, f"`{look.program} doctor --fix` removes it.", Mend(path, journal=known.path))

    # Backups

    def backups(self, path: Path) -> None:
        """The folder of all backups. Raises OSError."""
        look, others, before = self.look, [], self.look.strangers
        for folder in look.listing(path):
            if folder.is_symlink() or folder.is_dir():
                look.attempt(self._backups_of, folder)
            else:
                others.append(folder)
        look.not_ours(others)
        self._mode(path, look.strangers > before)

    def _backups_of(self, folder: Path) -> None:
        look, others = self.look, []
        entries = look.listing(folder)
        known, backups = look.journals.get(folder.name), {}
        if entries:
            backups = {backup.path: backup for backup in Backups(folder).all()}
        good = sum(self._backup(backup, known) for backup in backups.values())
        for path in entries:
            if path in backups:
                look.attempt(look.mode, path)
            elif path.is_symlink():
                look.add(Grade.note, f"{look.name(path)} is a link, so it does not count as a backup.", "Remove it.")
            elif TEMP.fullmatch(path.name) and path.is_file():
                look.attempt(lambda left: self._temp(left, folder.name), path)
            else:
                others.append(path)
        look.not_ours(others)
        self._mode(folder, bool(others))
        if backups:
            self._gone_or_not(folder, known, good)

    def _gone_or_not(self, folder: Path, known: Known | None, good: int) -> None:
        """Tell how many backups there are, and of what."""
        look, journal = self.look, f"{one_line(folder.name)}.json"
        readable = f"{plural(good, 'backup')} of {journal} can be read"
        if known is not None:
            look.add(Grade.fine, f"{readable}.")
            return
        restore = restoring(folder.name, look.program)
        todo = f"`{restore}` brings it back; if you removed it on purpose, remove {look.name(folder)} too."
        if not restore:
            todo = "Rename the folder so that its name can be typed, and look again."
        look.add(Grade.problem, f"{journal} is gone, and {readable}.", todo)

    def _backup(self, backup: Backup, known: Known | None) -> bool:
        """Whether a backup can be read."""
        look, shown = self.look, self.look.name(backup.path)
        try:
            found = read_journal(backup.path)
        except FileNotFoundError:
            return False  # thinned out just now
        except BrokenJournal as error:
            self._bad_backup(shown, error.reason, backup.why)
            return False
        except OSError as error:
            self._bad_backup(shown, reason(error), backup.why)
            return False
        if known is not None and known.mentorship and known.mentorship != mentorship_of(found):
            what = f"{shown} is a backup of another mentorship than {look.name(known.path)}."
            look.add(Grade.problem, what, "Move it to another folder, so that it is not restored by mistake.")
        if backup.made_at > look.now + timedelta(days=1):
            look.add(Grade.note, f"{shown} says that it was made in the future.", "Check the clock of this computer.")
        return True

    def _bad_backup(self, shown: str, why: str, made: Why) -> None:
        if made in (Why.other, Why.replaced):
            # Kept as it was found, which may well be broken.
            what = f"{shown} cannot be read: {why}."
            self.look.add(Grade.note, what, "It was kept just as it was found; remove it when it is of no more use.")
        else:
            what = f"{shown} cannot be restored: {why}."
            self.look.add(Grade.problem, what, "Move it to another folder; if there are more such, check the disk.")

    # Drafts and reports

    def drafts(self, path: Path) -> None:
        """The folder of what is typed and not kept yet. Raises OSError."""
        look, others = self.look, []
        for draft in look.listing(path):
            aside, temp = _SET_ASIDE.fullmatch(draft.name), TEMP.fullmatch(draft.name)
            if not (aside or temp or draft.name.endswith(".json")):
                others.append(draft)
            elif draft.is_symlink():
                what = f"{look.name(draft)} is a link, so what is typed and not kept yet is not saved there."
                look.add(Grade.problem, what, "Remove it.")
            elif not draft.is_file():
                others.append(draft)
            elif temp:
                look.attempt(self._temp, draft)
            elif aside:
                look.attempt(look.mode, draft)
                what = f"{look.name(draft)} holds what was typed and not kept, and could not be read."
                look.add(Grade.note, what, "Look into it with a text editor; remove it when it is of no more use.")
            else:
                look.attempt(self._draft, draft)
        look.not_ours(others)
        self._mode(path, bool(others))

    def _draft(self, path: Path) -> None:
        look, shown, name = self.look, self.look.name(path), path.name.removesuffix(".json")
        look.mode(path)
        if name != SETUP and name not in look.journals:
            what = f"{shown} holds what was typed and not kept in a mentorship that is gone."
            look.add(Grade.note, what, "Bring the mentorship back, or remove the file when it is of no more use.")
        try:
            if path.stat().st_size > LARGEST_DRAFTS:
                raise ValueError("too large")
            places = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        except ValueError:
            what = f"{shown}, with what was typed and not kept yet, cannot be read."
            look.add(Grade.note, what, "Look into it with a text editor; the program sets it aside when it opens.")
        else:
            look.add(Grade.fine, f"{shown} can be read: {plural(len(places), 'draft')}.")

    def reports(self, path: Path) -> None:
        """The folder of reports. Raises OSError."""
        look, reports, others = self.look, 0, []
        for report in look.listing(path):
            temp = TEMP.fullmatch(report.name)
            if report.is_symlink() or not report.is_file() or not _REPORT.fullmatch(temp[1] if temp else report.name):
                others.append(report)
                continue
            look.attempt(look.mode, report)
            if temp:
                look.add(Grade.note, f"{look.name(report)} is left over from a report.", "It can be removed.")
            reports += not temp
        look.not_ours(others)
        self._mode(path, bool(others))
        if reports:
            what = f"{plural(reports, 'report')} of faults of the program {'is' if reports == 1 else 'are'} in reports."
            look.add(Grade.note, what, "They hold nothing that was typed: hand them to who looks after the program.")

    def _mode(self, folder: Path, others: bool) -> None:
        if not folder.is_symlink() and folder.is_dir():
            self.look.mode(folder, others)


def mentorship_of(found: Loaded) -> str:
    """The id of the mentorship that a journal is about."""
    return next(r.id for r in found.records if type(r) is Mentorship and r.deleted_at is None)
