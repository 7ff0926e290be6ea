"""One writer for each journal. The lock dies with its owner; its file says who that is."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import sys
from _operator import _compare_digest
from datetime import datetime
from pathlib import Path

import msgspec

from mentor_tui import starting
from mentor_tui.core.guard import one_line
from mentor_tui.data.files import refuse_link
from mentor_tui.own_files import new_file

# For random names it takes secrets, and that all that there is for sums, for the sake of this one name.
with starting.stand_in("hmac", compare_digest=_compare_digest):
    from filelock import FileLock, Timeout


class Holder(msgspec.Struct, frozen=True):
    """Who has a journal open: the computer, the account, the program's number there, and since when (UTC).

    ``seen`` is when somebody was last known to work with it, ``left`` whether that is when it was closed.
    """

    computer: str
    account: str
    process: int
    since: datetime
    seen: datetime | None = None
    left: bool = False

    def words(self, now: datetime | None = None) -> str:
        """``since 14:02, on this computer``, with the day unless it is that of ``now``; the hour is the machine's own.

        The name of another computer is told, and whose window it is when that is somebody else's.
        """
        where = "on this computer" if self.computer == platform.node() else f"on {one_line(self.computer)}"
        who = f", by {one_line(self.account)}" if self.account and self.account != _account() else ""
        try:
            since = self.since.astimezone()
            today = now is not None and since.date() == now.astimezone().date()
            told = f"since {since:%H:%M}" if today else f"since {since:%a %d %b %H:%M}"
        except (OverflowError, ValueError):
            return f"{where}{who}"
        return f"{told}, {where}{who}"


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Lock:
    """The lock beside the journal at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f"{path.name}.lock")
        self._lock = FileLock(self.path, timeout=0, mode=0o600, thread_local=False)
        self._before: Holder | None = None

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return bool(self._lock.is_locked)

    def take(self, now: datetime, *, to_work: bool = False) -> bool:
        """Whether the lock is ours now; ``to_work``, as opposed to some repair. Raises OSError when there can be none.

        Then ``last_open`` says until when somebody had it before.
        """
        refuse_link(self.path)
        self._prepare()
        try:
            self._lock.acquire()
        except Timeout:
            return False
        self._before = before = self.holder()
        with contextlib.suppress(OSError):
            if to_work or before is None:
                self._sign(now, now if to_work else None)
            else:
                self._sign(now, before.seen, left=before.left)
        return True

    @property
    def last_open(self) -> tuple[datetime, bool] | None:
        """Until when somebody is known to have worked before this one, and whether they closed it then."""
        before = self._before
        if before is None or before.seen is None or before.seen.tzinfo is None:
            return None
        return before.seen, before.left

    def release(self, left: datetime | None = None) -> None:
        """Let the next one in; with a mark of when the journal was left, where that is worth one."""
        if self.held:
            if left is not None:
                with contextlib.suppress(OSError):
                    self._sign(left, left, left=True)
            self._lock.release()

    def taken(self) -> bool:
        """Whether somebody has it now. Nothing is made or changed. Raises OSError when it cannot be told."""
        refuse_link(self.path)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            handle = os.open(self.path, flags)
        except FileNotFoundError:
            return False
        try:
            return _is_locked(handle)
        finally:
            os.close(handle)

    def holder(self) -> Holder | None:
        """Who has it, as far as that can be told."""
        try:
            refuse_link(self.path)
            if not self.path.is_file():  # whoever reads a pipe waits
                return None
            return msgspec.json.decode(self.path.read_bytes()[:4096], type=Holder)
        except (OSError, ValueError):
            return None

    def _prepare(self) -> None:
        """Have the file there with its mode, whatever the umask: the lock itself would make one nobody can open."""
        with contextlib.suppress(FileExistsError):
            os.close(new_file(self.path))

    def _sign(self, now: datetime, seen: datetime | None, *, left: bool = False) -> None:
        """Say who has it, in the file that is locked."""
        mine = Holder(platform.node(), _account(), os.getpid(), now, seen, left)
        handle = os.open(self.path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0))
        try:
            os.write(handle, msgspec.json.encode(mine))
        finally:
            os.close(handle)


def _is_locked(handle: int) -> bool:
    if sys.platform == "win32":
        try:
            os.read(handle, 1)
        except PermissionError:
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)  # goes with the handle
    except BlockingIOError:
        return True
    return False
