"""Files in the cache folder: written whole or not at all, and read only when nobody else can have written them.

What is in them can be made again. They are not synced, so whoever reads one has to see whether it is whole.
"""

from __future__ import annotations

import errno
import os
import stat
import time

LEFT_AFTER = 60.0  # seconds after which nobody is still writing a file that takes a tenth of one


def open_own(path: str) -> int:
    """Open a file to be read; its handle. Raises OSError for what anyone else might have written, and for no file."""
    # What stands there may be a pipe, for which opening would wait.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        if os.name == "posix" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)
    except BaseException:
        os.close(handle)
        raise
    return handle


def put(path: str, data: bytes) -> None:
    """Put a file in its place that only its owner may look into, and the folders above it, too.

    Raises OSError, also while another program is about to do the same.
    """
    _make_folder(os.path.dirname(path))
    fresh = f"{path}.new"
    _clear(fresh)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(fresh, flags, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(fresh, 0o600)  # a umask may have taken more away
        os.replace(fresh, path)
    except BaseException:
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


def _make_folder(folder: str) -> None:
    """Make a folder that only its owner may look into; one that is there stays as it is."""
    if os.path.isdir(folder):
        return
    _make_folder(os.path.dirname(folder))
    try:
        os.mkdir(folder, 0o700)
        os.chmod(folder, 0o700)
    except FileExistsError:
        return
