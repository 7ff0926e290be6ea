"""Files and folders that only their owner may look into, and files of which nobody else can have written a word.

At each start this is loaded before all else, so it imports next to nothing.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from _imp import source_hash  # importlib.util gives the same, at the price of more modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    StrPath = str | os.PathLike[str]

LEFT_AFTER = 60.0  # seconds after which nobody is still writing a file that takes a tenth of one


def new_file(path: StrPath) -> int:
    """Make a file that only its owner may look into; its handle, to write with.

    Raises OSError: FileExistsError where anything stands already, a link among them.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    if hasattr(os, "fchmod"):
        try:  # noqa: SIM105, contextlib is not there yet
            os.fchmod(handle, 0o600)  # a umask may have taken more away
        except OSError:
            pass
    return handle


def make_folder(folder: StrPath, *, in_own: bool = False) -> None:
    """Make a folder that only its owner may look into, and those above it; one that is there stays as it is.

    Raises OSError, with ``in_own`` also rather than make one in a folder of somebody else.
    """
    if os.path.isdir(folder):
        return
    above = os.path.dirname(folder) or os.curdir
    if above != folder:  # a disk that is not there is in no other folder
        make_folder(above, in_own=in_own)
    if in_own:
        _refuse_owner(os.stat(above), above)
    try:
        os.mkdir(folder, 0o700)
        os.chmod(folder, 0o700)  # a umask may have taken more away
    except FileExistsError:
        return


def open_own(path: str) -> int:
    """Open a file to be read; its handle.

    Raises OSError for what anyone else might have written, or put in its place, and for what is no file.
    """
    _refuse_others(os.stat(os.path.dirname(path)), path)
    # What stands there may be a pipe, for which opening would wait.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        _refuse_others(found, path)
    except BaseException:
        os.close(handle)
        raise
    return handle


def sum_of(data: bytes) -> bytes:
    """What tells whole bytes from damaged ones: eight, as Python itself tells sources; no library has to be loaded."""
    return source_hash(0, data)


def put(path: str, data: bytes) -> None:
    """Put a file that can be made again in its place, whole or not at all, with the folders above it.

    It is not synced, so whoever reads it has to see whether it is whole. Raises OSError, also while another program is
    about to do the same, and in a folder of somebody else.
    """
    folder = os.path.dirname(path)
    make_folder(folder, in_own=True)
    _refuse_others(os.stat(folder), folder)
    fresh = f"{path}.new"
    _clear(fresh)
    handle = new_file(fresh)
    mine = os.fstat(handle)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        # Who took longer than LEFT_AFTER may find the file of another program here.
        if os.path.samestat(mine, os.lstat(fresh)):
            os.replace(fresh, path)
    except BaseException:
        if os.path.samestat(mine, os.lstat(fresh)):
            os.unlink(fresh)
        raise


def _clear(fresh: str) -> None:
    """Remove what a program that was stopped while it wrote has left."""
    try:
        age = time.time() - os.lstat(fresh).st_mtime
    except FileNotFoundError:
        return
    if abs(age) > LEFT_AFTER:
        os.unlink(fresh)


def _refuse_others(found: os.stat_result, path: str) -> None:
    """Raise PermissionError for what others own or may write."""
    _refuse_owner(found, path)
    if os.name == "posix" and found.st_mode & 0o022:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)


def _refuse_owner(found: os.stat_result, path: str) -> None:
    """Raise PermissionError for what others own, as a home that ``sudo`` leaves as it is."""
    if os.name == "posix" and found.st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)
