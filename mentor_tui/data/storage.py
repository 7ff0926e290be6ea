"""TinyDB's storage that never leaves a half-written journal."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.data.files import Signature, write_file
from mentor_tui.data.seal import Tables, encode, writings
from mentor_tui.data.verbatim import cut_out
from mentor_tui.own_files import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tinydb.storages import Storage
else:
    Storage = object  # TinyDB asks for read, write and close, and who only reads a journal need not import it

LARGE = 4 * 1024 * 1024  # bytes from which two versions more in memory are too many
LARGEST = 256 * 1024 * 1024  # bytes; a hundred thousand records are some fifty million


class BrokenJournal(Exception):
    """A journal that cannot be read; says why in one sentence. The file is left as it is.

    ``parses`` tells whether its records can be read all the same: only its seal is wrong.
    """

    def __init__(self, path: str | os.PathLike[str], reason: str, *, parses: bool = False) -> None:
        super().__init__(f"{one_line(os.path.basename(path))} cannot be read: {reason}. The file was left as it is.")
        self.path = path
        self.reason = reason
        self.parses = parses


class OnDisk(msgspec.Struct, frozen=True):
    """A file as it was found."""

    signature: Signature
    content: bytes


class AtomicStorage(Storage):
    """Keeps ``{table: {id: document}}`` as JSON that plain TinyDB reads too.

    A write goes to a new file in the same folder, is synced, takes the journal's place in one step, and the folder is
    synced. When any of it fails the old journal stays whole and what is in memory is read from disk again.
    The folder is made for the first write only: one that goes away later may be a disk that was taken out.

    ``writings`` is how often the file had been written when it was read or written last. ``waits`` is called when only
    the disk is left to be waited for.
    """

    def __init__(self, path: Path, waits: Callable[[], None] = lambda: None) -> None:
        self.path = path
        self._waits = waits
        self._packed: bytes | None = None  # what was read in one pass, until somebody asks for the tables in it
        self._tables: Tables | None = None
        self._in_batch = False
        self._dirty = False
        self._was_there = False
        self.writings = 0
        self._signature: Signature | None = None
        self._looked_at: Signature | None = None
        # The last two, since a write that fails at its end may have put the new file in place.
        self._known: deque[bytes | int] = deque(maxlen=2)

    @property
    def target(self) -> Path:
        """The file itself: a journal that is a link stays one, and the file it leads to is written."""
        return self.path.resolve()

    @property
    def remembers(self) -> bool:
        """Whether all that the file holds is in memory."""
        return self._tables is not None or self._packed is not None

    def load(self) -> OnDisk | None:
        """What is on disk, for ``believe``; None when there is no such file. Raises BrokenJournal and OSError."""
        try:
            return OnDisk(Signature.of(self.path.stat()), read_bytes(self.path))
        except FileNotFoundError:
            return None

    def believe(self, found: OnDisk, writings: int, packed: bytes | None = None) -> None:
        """Take what was loaded for this journal, written so often; ``packed`` is what ``read_verbatim`` made of it."""
        self._tables, self._packed, self._signature = None, packed, found.signature
        self._known.append(_mark(found.content))
        self._was_there = True
        self.writings = writings

    def read(self) -> Tables | None:
        """All tables, to be changed only on the way to ``write``; None for a journal that does not exist.

        Raises BrokenJournal and OSError.
        """
        if self._tables is None:
            if self._packed is not None:
                self._tables, self._packed = cut_out(self._packed), None
            elif (found := self.load()) is not None:
                tables = decode(found.content, self.path)
                self.believe(found, writings(tables))
                self._tables = tables
        return self._tables

    def write(self, data: Tables) -> None:
        """Put ``data`` on disk, or hold it until the end of the batch. Raises OSError."""
        self._tables = data
        if self._in_batch:
            self._dirty = True
            return
        try:
            content = encode(data)
            self._known.append(_mark(content))
            if not self._was_there:
                make_folder(self.target.parent)
            self._signature = write_file(self.target, content, self._look_again, self._waits)
            self.writings = writings(data)
        except BaseException:
            self._forget()
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
            self._forget()
            self._dirty = False
            raise
        finally:
            self._in_batch = False
        if self._dirty and self._tables is not None:
            self.write(self._tables)

    def foreign(self) -> bytes | None:
        """The file's bytes when something else wrote it since it was read or written here; None otherwise.

        A file that is gone is not foreign. Raises OSError.
        """
        if not self._was_there:
            return None
        self._looked_at = None
        try:
            found = self._looked_at = Signature.of(self.target.stat())
            if found == self._signature:
                return None
            raw = read_bytes(self.target)
        except FileNotFoundError:
            return None
        if _mark(raw) not in self._known:
            return raw
        if self.remembers and _mark(raw) == self._known[-1]:
            self._signature = found
        return None

    def _look_again(self) -> None:
        """Right before ours takes its place: did something else write the file since it was looked at?"""
        with contextlib.suppress(FileNotFoundError):
            if self._looked_at is not None and Signature.of(self.target.stat()) != self._looked_at:
                raise OSError(errno.EBUSY, "another program is writing it too")

    def close(self) -> None:
        """There is nothing to close."""

    def start_afresh(self) -> None:
        """Let the next write begin with no tables, whatever is on disk."""
        self._tables, self._packed = {}, None

    def _forget(self) -> None:
        """What is in memory may not be what is on disk."""
        self._tables = self._packed = self._signature = None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a journal's file. Raises OSError, and BrokenJournal for one that can be none."""
    found = os.stat(path)
    if not stat.S_ISREG(found.st_mode):
        raise BrokenJournal(path, "it is not a file")
    if found.st_size > LARGEST:
        raise BrokenJournal(path, f"it is {found.st_size // 2**20:,} MB large, more than a journal can be")
    with open(path, "rb") as file:
        return file.read()


def decode(raw: bytes, path: str | os.PathLike[str]) -> Tables:
    """The tables in a journal's bytes; ``path`` is for the message. Raises BrokenJournal."""
    try:
        found = msgspec.json.decode(raw, type=dict[str, dict[str, dict[str, Any]]])
    except msgspec.ValidationError as error:
        raise BrokenJournal(path, "it is not a journal") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenJournal(path, "it is cut off or is not a journal") from error
    for documents in found.values():
        # TinyDB takes ids for whole numbers, so that "1" and "01" would become one and a document be lost.
        # The table is not named: in a damaged file a note may stand in the place of its name.
        if not all(_is_number(number) for number in documents):
            raise BrokenJournal(path, "one of its entries has no proper number")
    return dict(found)  # The same tables, of the type that TinyDB names.


def _is_number(text: str) -> bool:
    # Python refuses to make a number of thousands of digits.
    return text.isascii() and text.isdigit() and len(text) < 1000 and str(int(text)) == text


def _mark(raw: bytes) -> bytes | int:
    """What tells one version from another while the program runs: itself, or of a large one 64 bits."""
    return raw if len(raw) < LARGE else hash(raw)
