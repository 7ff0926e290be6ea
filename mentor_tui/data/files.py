"""Files that are written whole or not at all, for their owner's eyes only."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.own_files import new_file

if TYPE_CHECKING:
    from pathlib import Path

# What file systems answer that cannot sync a folder; on those there is nothing to wait for.
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF}


class Signature(msgspec.Struct, frozen=True):
    """What tells a file from the one that takes its place."""

    device: int
    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, found: os.stat_result) -> Signature:
        """The signature in a file's entry."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def write_file(
    path: Path, content: bytes, check: Callable[[], None] = lambda: None, waits: Callable[[], None] = lambda: None
) -> Signature:
    """Put ``content`` in the place of ``path`` in one step, readable by the owner only; gives its signature.

    ``check`` is called last of all before that step, and what it raises stops it; ``waits`` when all is written and the
    disk is to be waited for. Raises OSError, with ELOOP for a link: what it leads to is not ours to choose.
    """
    refuse_link(path)
    temp = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    handle = new_file(temp)
    try:
        try:
            rest = memoryview(content)
            while rest:
                written = os.write(handle, rest)
                if not written:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                rest = rest[written:]
            waits()
            sync(handle)
            signature = Signature.of(os.fstat(handle))
        finally:
            os.close(handle)
        check()
        os.replace(temp, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    sync_folder(path.parent)
    return signature


def sync(handle: int) -> None:
    """Have an open file's bytes on disk. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        # There fsync leaves them in the drive's own memory.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def refuse_link(path: Path) -> None:
    """Raise OSError (ELOOP) when there is a symbolic link at ``path``."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, "a link stands in the file's place", str(path))


def sweep(path: Path) -> None:
    """Take away what writes of ``path`` left behind when the machine went down; only for who holds its lock."""
    with contextlib.suppress(OSError):
        for found in leftovers(path):
            with contextlib.suppress(OSError):
                found.unlink()


def leftovers(path: Path) -> list[Path]:
    """The temporary files that writes of ``path`` left behind. Raises OSError."""
    import re

    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}\.tmp")
    return [each for each in path.parent.iterdir() if ours.fullmatch(each.name)]


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on disk, where the system can. Raises OSError."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders, and a folder may be writable without being readable.
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)
