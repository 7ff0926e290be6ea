"""TinyDB's storage that never leaves a half-written journal."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

Tables = dict[str, dict[str, Any]]


class BrokenJournal(Exception):
    """A journal that cannot be read; says why in one sentence. The file is left as it is."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be read: {reason}. The file was left as it is.")
        self.path = path
        self.reason = reason


class AtomicStorage(Storage):
    """Keeps ``{table: {id: document}}`` as JSON that plain TinyDB reads too.

    A write goes to a new file in the same folder, is synced, takes the journal's place in one step, and the folder is
    synced. When any of it fails the old journal stays whole and what is in memory is read from disk again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tables: Tables | None = None
        self._held = 0
        self._dirty = False

    def read(self) -> Tables | None:
        """All tables; None for a journal that does not exist yet. Raises BrokenJournal and OSError."""
        if self._tables is None:
            self._tables = self._load()
        return self._tables

    def write(self, data: Tables) -> None:
        """Put ``data`` on disk, or hold it until the end of the batch. Raises OSError."""
        self._tables = data
        if self._held:
            self._dirty = True
            return
        try:
            write_file(self.path, encode(data))
        except BaseException:
            self._tables = None
            raise

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Let several writes reach the disk as one. When anything fails inside, nothing is written."""
        self._held += 1
        try:
            yield
        except BaseException:
            self._tables, self._dirty = None, False
            raise
        finally:
            self._held -= 1
        if self._held == 0 and self._dirty and self._tables is not None:
            self._dirty = False
            self.write(self._tables)

    def _load(self) -> Tables | None:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            found = msgspec.json.decode(raw, type=dict[str, dict[str, Any]])
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
            raise BrokenJournal(self.path, "it is cut off or is not a journal") from error
        return found


def encode(tables: Tables) -> bytes:
    """The bytes of a journal."""
    return msgspec.json.format(msgspec.json.encode(tables), indent=1) + b"\n"


def write_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` in one step, readable by the owner only. Raises OSError."""
    make_folder(path.parent)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, 0o600)
    try:
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o600)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temp, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            temp.unlink()
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into; one that is there stays as it is. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on disk; Windows has no such call and needs none. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
