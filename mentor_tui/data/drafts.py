"""What is typed and not kept yet, in a small file of its own, so that it outlives the program."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import msgspec

from mentor_tui.core.guard import clean, one_line
from mentor_tui.data.faults import reason
from mentor_tui.data.files import sync_folder, write_file
from mentor_tui.own_files import make_folder

Fields = dict[str, str]
"""A place's text by the name of its field."""

PATIENCE = 5.0  # seconds that a save waits for the one that is under way


class Drafts:
    """The drafts in the file at ``path``, by the place they were typed in; without a path, in memory only.

    Only one program may have a file. What is in it is read at once; ``save`` puts on disk what was changed since.
    ``trouble`` is the sentence that says what is wrong with the file; empty when nothing is. One that makes no sense is
    set aside under another name in its folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.trouble = ""
        # Never changed in place: another thread may be writing it.
        self._places: dict[str, Fields] = {}
        self._saved = self._places
        # A signal may come in the midst of a save and ask for another one.
        self._writing = threading.RLock()
        self._was_there = path is not None and path.parent.parent.is_dir()
        if path is not None:
            self._load(path)

    @property
    def places(self) -> list[str]:
        """The places that have a draft, in the order in which they got it."""
        return list(self._places)

    @property
    def unsaved(self) -> bool:
        """Whether there is something for ``save`` to do."""
        return self.path is not None and self._places != self._saved

    @property
    def lasting(self) -> bool:
        """Whether what is here outlives the program."""
        return self.path is not None and not self.trouble and not self.unsaved

    def get(self, place: str) -> Fields:
        """The draft of a place; empty when it has none."""
        return dict(self._places.get(clean(place), {}))

    def put(self, place: str, fields: Fields) -> None:
        """Take this for the draft of a place, without what a terminal would obey; no text in any field is no draft."""
        cleaned = {clean(name): clean(text) for name, text in fields.items()}
        if any(text.strip() for text in cleaned.values()):
            self._places = {**self._places, clean(place): cleaned}
        else:
            self.drop(place)

    def drop(self, place: str) -> None:
        """Let the draft of a place go."""
        gone = clean(place)
        self._places = {name: fields for name, fields in self._places.items() if name != gone}

    def save(self) -> None:
        """Put on disk what was changed; without any draft there is no file. Raises OSError."""
        if self.path is None:
            return
        try:
            if not self._writing.acquire(timeout=PATIENCE):
                raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            try:
                # Again when it was changed meanwhile, or when a signal's newer save was overtaken by this one.
                while (places := self._places) != self._saved:
                    self._write(self.path, places)
                    self._saved = places
                    self.trouble = ""
            finally:
                self._writing.release()
        except OSError as error:
            self.trouble = _not_on_disk(error)
            raise

    def _write(self, path: Path, places: dict[str, Fields]) -> None:
        _refuse_links(path)
        if places:
            # A data folder that went away may be a disk that was taken out; then another one would be the wrong place.
            if not self._was_there or path.parent.parent.is_dir():
                make_folder(path.parent)
            write_file(path, msgspec.json.format(msgspec.json.encode(places), indent=1) + b"\n")
            self._was_there = True
        elif path.parent.is_dir():
            path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def _load(self, path: Path) -> None:
        try:
            _refuse_links(path)
            if not stat.S_ISREG(path.lstat().st_mode):
                raise ValueError("not a file")
            _sweep(path)
            found = msgspec.json.decode(path.read_bytes(), type=dict[str, Fields])
        except (FileNotFoundError, NotADirectoryError):
            return
        except (OSError, ValueError, RecursionError) as error:
            if isinstance(error, OSError) and error.errno == errno.ELOOP:
                self.trouble = _not_on_disk(error)
            else:
                self._set_aside(path)
            return
        for place, fields in found.items():
            self.put(place, fields)
        self._saved = self._places

    def _set_aside(self, path: Path) -> None:
        """Give what cannot be read another name; where that cannot be, leave it and keep drafts in memory only."""
        number, aside = 1, path.with_name(f"{path.name}.broken")
        while os.path.lexists(aside):
            number += 1
            aside = path.with_name(f"{path.name}.broken-{number}")
        try:
            path.rename(aside)
            sync_folder(path.parent)
        except OSError as error:
            self.path = None
            self.trouble = f"What you typed last time cannot be read: {reason(error)}. It was left as it is."
        else:
            self.trouble = f"What you typed last time cannot be read. It was set aside as {one_line(str(aside))}."


def _refuse_links(path: Path) -> None:
    """Raise OSError (ELOOP) for a file or a folder that leads somewhere else: text must not go where nobody put it."""
    for place in (path.parent, path):
        if place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))


def _sweep(path: Path) -> None:
    """Take away what ``write_file`` left behind when the program was ended in the midst of it."""
    for found in path.parent.iterdir():
        if found.name.startswith(f".{path.name}.") and found.name.endswith(".tmp"):
            found.unlink(missing_ok=True)


def _not_on_disk(error: OSError) -> str:
    why = "the file or the folder of the drafts is a link" if error.errno == errno.ELOOP else reason(error)
    return f"What you type is not on disk until it is kept: {why}."
