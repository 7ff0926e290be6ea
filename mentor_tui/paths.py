"""Where files live. Nothing is created here."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_VARIABLE = "MENTOR_TUI_DATA"


def data_folder(given: str | Path | None = None) -> Path:
    """The folder of the journals: ``given``, else ``MENTOR_TUI_DATA``, else the user's data folder."""
    if given is None:
        given = os.environ.get(DATA_VARIABLE) or None
    return Path(given).expanduser() if given else platformdirs.user_data_path("mentor-tui", appauthor=False)


def settings_file() -> Path:
    """The file of what the user chose about the program itself."""
    return platformdirs.user_config_path("mentor-tui", appauthor=False) / "settings.toml"


def packs_folder() -> Path:
    """The folder in which a user's own programme packs are looked for."""
    return platformdirs.user_config_path("mentor-tui", appauthor=False) / "packs"


def pack_copies() -> Path:
    """The folder of parsed copies of the packs that were read; it can be deleted at any time."""
    return platformdirs.user_cache_path("mentor-tui", appauthor=False) / "packs"
