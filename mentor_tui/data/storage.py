"""TinyDB's storage that never leaves a half-written journal."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from mentor_tui.core.guard import one_line

Tables = dict[str, dict[str, Any]]

# What file systems answer that cannot sync a folder; on those there is nothing to wait for.
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF}


class BrokenJournal(Exception):
    """A journal that cannot be read; says why in one sentence. The file is left as it is."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{one_line(path.name)} cannot be read: {reason}. The file was left as it is.")
        self.path = path
        self.reason = reason


class AtomicStorage(Storage):
    """Keeps ``{table: {id: document}}`` as JSON that plain TinyDB reads too.

    A write goes to a new file in the same folder, is synced, takes the journal's place in one step, and the folder is
    synced. When any of it fails the old journal stays whole and what is in memory is read from disk again.
    The folder is made for the first write only: one that goes away later may be a disk that was taken out.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self._in_batch = False
        self._dirty = False
        self._was_there = False

    def read(self) -> Tables | None:
        """All tables, to be changed only on the way to ``write``; None for a journal that does not exist.

        Raises BrokenJournal and OSError.
        """
        if self._tables is None:
            self._tables = self._load()
        return self._tables

    def write(self, data: Tables) -> None:
        """Put ``data`` on disk, or hold it until the end of the batch. Raises OSError."""
        self._tables = data
        if self._in_batch:
            self._dirty = True
            return
        try:
            # A journal that is a link stays one: the file it leads to is written.
            target = self.path.resolve()
            if not self._was_there:
                make_folder(target.parent)
            write_file(target, encode(data))
        except BaseException:
            self._tables = None
            raise
        self._was_there = True

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Let several writes reach the disk as one. When anything fails inside, nothing is written.

        Raises RuntimeError inside another batch, and OSError when the write fails.
        """
        if self._in_batch:
            raise RuntimeError("a batch is open already")
        self._in_batch, self._dirty = True, False
        try:
            yield
        except BaseException:
            self._tables, self._dirty = None, False
            raise
        finally:
            self._in_batch = False
        if self._dirty and self._tables is not None:
            self.write(self._tables)

    def _load(self) -> Tables | None:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            found = msgspec.json.decode(raw, type=dict[str, dict[str, dict[str, Any]]])
        except msgspec.ValidationError as error:
            raise BrokenJournal(self.path, "it is not a journal") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BrokenJournal(self.path, "it is cut off or is not a journal") from error
        for table, documents in found.items():
            # TinyDB takes ids for whole numbers, so that "1" and "01" would become one and a document be lost.
            if not all(number.isascii() and number.isdigit() and str(int(number)) == number for number in documents):
                raise BrokenJournal(self.path, f"an entry of its {one_line(table)} has no proper number")
        self._was_there = True
        return dict(found)  # The same tables, of the type that TinyDB names.


def encode(tables: Tables) -> bytes:
    """The bytes of a journal."""
    return msgspec.json.format(msgspec.json.encode(tables), indent=1) + b"\n"


def write_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` in one step, readable by the owner only. Raises OSError."""
    temp = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, 0o600)
    try:
        try:
            # A umask may have taken more away; a file system without modes refuses, and has none to set.
            if hasattr(os, "fchmod"):
                with contextlib.suppress(OSError):
                    os.fchmod(handle, 0o600)
            rest = memoryview(content)
            while rest:
                written = os.write(handle, rest)
                if not written:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                rest = rest[written:]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temp, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    sync_folder(path.parent)


def sweep(path: Path) -> None:
    """Take away what writes of ``path`` left behind when the machine went down; only for who holds its lock."""
    with contextlib.suppress(OSError):
        for found in path.parent.iterdir():
            if found.name.startswith(f".{path.name}.") and found.name.endswith(".tmp"):
                with contextlib.suppress(OSError):
                    found.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into; one that is there stays as it is. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)


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
