"""Where files live. Nothing is created here.

Each place is told as text too, for who reads it at once: pathlib and platformdirs take longer to import than that.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing is not there yet where the first of these is asked for
if TYPE_CHECKING:
    from pathlib import Path

DATA_VARIABLE = "MENTOR_TUI_DATA"
_NAME = "mentor-tui"
_USUAL = {"data": ".local/share", "config": ".config", "cache": ".cache"}


def data_folder(given: str | Path | None = None) -> Path:
    """The folder of the journals: ``given``, else ``MENTOR_TUI_DATA``, else the user's data folder."""
    from pathlib import Path

    return Path(data_path(given)).expanduser()


def data_path(given: str | Path | None = None) -> str:
    """The same as text; a ``~`` at its beginning stays."""
    if given is None:
        given = os.environ.get(DATA_VARIABLE) or None
    return str(given) if given else _folder("data")


def settings_file() -> Path:
    """The file of what the user chose about the program itself."""
    from pathlib import Path

    return Path(settings_path())


def settings_path() -> str:
    """The same as text."""
    return os.path.join(_folder("config"), "settings.toml")


def packs_folder() -> Path:
    """The folder in which a user's own programme packs are looked for."""
    from pathlib import Path

    return Path(packs_path())


def packs_path() -> str:
    """The same as text."""
    return os.path.join(_folder("config"), "packs")


def pack_copies() -> Path:
    """The folder of parsed copies of the packs that were read; it can be deleted at any time."""
    from pathlib import Path

    return Path(copies_path())


def copies_path() -> str:
    """The same as text."""
    return os.path.join(_folder("cache"), "packs")


def modules_path(kind: str) -> str:
    """The file of the modules that starts of this kind have loaded, compiled by this Python; it can be deleted."""
    return os.path.join(_folder("cache"), f"{sys.implementation.cache_tag}-{kind}.modules")


def _folder(kind: str) -> str:
    """The user's folder for ``data``, ``config`` or ``cache``, as platformdirs says it."""
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        # As long as nothing is out of the ordinary: what platformdirs would say.
        given, home = os.environ.get(f"XDG_{kind.upper()}_HOME"), os.environ.get("HOME", "")
        if given is None and _is_plain(home):
            return os.path.join(home, _USUAL[kind], _NAME)
        if given is not None and _is_plain(given):
            return os.path.join(given, _NAME)
    import platformdirs

    found = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "cache": platformdirs.user_cache_dir,
    }
    return found[kind](_NAME, appauthor=False)


def _is_plain(folder: str) -> bool:
    return folder[:1] == "/" and folder == folder.strip() == os.path.normpath(folder)
