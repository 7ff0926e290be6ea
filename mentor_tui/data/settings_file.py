"""The settings as a plain text file that a person can read and change, and what was chosen in this run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mentor_tui.core.guard import one_line
from mentor_tui.core.settings import BY_KEY, DEFAULTS, EVERY, Settings, changed, usable
from mentor_tui.data.faults import reason
from mentor_tui.data.files import write_file
from mentor_tui.own_files import make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit import TOMLDocument

LARGEST = 2**20  # bytes
HEAD = "What you chose about mentor-tui itself. It is read when the program starts, and may be changed by hand."


class Unreadable(Exception):
    """A file that is no settings file; says why, without a full stop. The file is left as it is."""


def read_settings(path: str | os.PathLike[str]) -> tuple[Settings, str]:
    """What the file says, and the sentence that tells what of it cannot be used; empty when all can.

    Without a file, and for what makes no sense in it, the defaults hold.
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return DEFAULTS, ""
    except Unreadable as error:
        return _not_read(path, str(error))
    import tomllib  # here, because most starts find no file

    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _not_read(path, "it is not written as such a file has to be")
    settings, wrong = usable(found.items())
    if not wrong:
        return settings, ""
    named = " and ".join([", ".join(wrong[:-1]), wrong[-1]] if len(wrong) > 1 else wrong)
    return settings, f"In {shown(path)} the value of {named} makes no sense. The usual one holds instead."


def _not_read(path: str | os.PathLike[str], why: str) -> tuple[Settings, str]:
    return DEFAULTS, f"The settings in {shown(path)} cannot be read: {why}. The usual ones hold."


def keep_setting(path: Path, settings: Settings, key: str) -> None:
    """Put the value that ``settings`` has for ``key`` into the file, which keeps all else that stands there.

    Raises Unreadable and OSError.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(_text(path))
    except FileNotFoundError:
        document = _new(settings)
    except (TOMLKitError, RecursionError) as error:
        raise Unreadable("it is not written as such a file has to be") from error
    else:
        _put(document, settings, key)
    make_folder(path.parent)
    write_file(path, tomlkit.dumps(document).encode())


def _new(settings: Settings) -> TOMLDocument:
    """A file with every setting, each below a line on what it does."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(HEAD))
    for setting in EVERY:
        _put(document, settings, setting.key)
    return document


def _put(document: TOMLDocument, settings: Settings, key: str) -> None:
    """Set one value; where it is new its comment comes before it."""
    import tomlkit

    value = getattr(settings, key)
    if key in document:
        document[key] = value
        return
    setting = BY_KEY[key]
    # A key that comes behind the head of a table would belong to that table.
    if not any(isinstance(each, dict) for each in document.values()):
        document.add(tomlkit.nl())
        document.add(tomlkit.comment(f"{setting.about} ({setting.written})."))
    document.add(key, tomlkit.item(value))


def _text(path: str | os.PathLike[str]) -> str:
    """The text of the file. Raises FileNotFoundError and Unreadable."""
    try:
        if os.stat(path).st_size > LARGEST:
            raise Unreadable("it is too large")
        with open(path, "rb") as file:
            return file.read().decode().removeprefix("\ufeff")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(str(path)) from error
    except OSError as error:
        raise Unreadable(reason(error)) from error
    except UnicodeDecodeError as error:
        raise Unreadable("it is not plain text") from error


def shown(path: str | os.PathLike[str]) -> str:
    """A path as people read it: the home folder as ``~``."""
    from pathlib import Path

    with contextlib.suppress(ValueError, RuntimeError):
        return one_line(str(Path("~") / Path(path).relative_to(Path.home())))
    return one_line(str(path))


class Choices:
    """What the user chose: read once, and kept as soon as it changes. Without a path it holds for this run only.

    ``trouble`` says what is wrong with the file, empty when nothing is; ``listeners`` are called after each change.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.settings, self.trouble = read_settings(path) if path is not None else (DEFAULTS, "")
        self.listeners: list[Callable[[], None]] = []
        self._before: list[tuple[str, Any]] = []

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back."""
        return f"choose {BY_KEY[self._before[-1][0]].title.lower()}" if self._before else None

    def change(self, key: str, value: Any) -> str:
        """Choose another value and keep it; gives what is to be told, which is nothing when all went well."""
        before = getattr(self.settings, key)
        if value == before:
            return ""
        self.settings = changed(self.settings, key, value)
        self._before.append((key, before))
        return self._keep(key)

    def undo(self) -> str:
        """Take the last choice back; gives what is to be told."""
        label = self.undo_label
        if label is None:
            return "Nothing to undo"
        key, value = self._before.pop()
        self.settings = changed(self.settings, key, value)
        return self._keep(key) or f"Undone: {label}"

    def _keep(self, key: str) -> str:
        for listener in list(self.listeners):
            listener()
        if self.path is None:
            return ""
        try:
            keep_setting(self.path, self.settings, key)
        except (Unreadable, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            return f"{shown(self.path)} could not be changed: {why}. The choice holds until the program closes."
        return ""


def export_folder(settings: Settings) -> Path:
    """The folder for exports that the user chose, while it is there; else the home folder."""
    from pathlib import Path

    with contextlib.suppress(OSError, RuntimeError, ValueError):
        if settings.export_folder and (folder := Path(settings.export_folder).expanduser()).is_dir():
            return folder
    return Path.home()
