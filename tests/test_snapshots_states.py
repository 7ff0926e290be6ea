"""How the screens look with nothing in them, and overfull: 200 actions, names of 60 letters or from right to left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentor_tui.data.shelf import Shelf
from tests.app_helpers import fresh
from tests.conftest import FixedClock
from tests.full import overfull
from tests.test_snapshots import LOOKS, SIZES, Gallery, Pictures
from tests.test_snapshots import gallery as gallery

__all__ = ["Pictures"]

# What is pressed from the page that a mentorship opens with.
SCREENS: dict[str, tuple[str, ...]] = {
    "prepare": (),
    "session": ("f2",),
    "session-actions": ("f2", "f2", "tab"),
    "wrap-up": ("f8",),
    "goals": ("f7",),
    "actions": ("ctrl+l",),
    "plan": ("ctrl+n",),
    "history": ("ctrl+f",),
    "progress": ("ctrl+r",),
    "library": ("ctrl+o",),
    "agenda": ("ctrl+g",),
    "home": ("f10",),
    "settings": ("f12",),
    "details": ("f9",),
}


@pytest.fixture(scope="session")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The overfull mentorship, made once."""
    folder = tmp_path_factory.mktemp("full")
    overfull(Shelf(folder), FixedClock())
    return folder


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
async def test_overfull(name: str, size: str, full_folder: Path, tmp_path: Path, gallery: Gallery) -> None:
    folder = tmp_path / "journals"
    folder.mkdir(mode=0o700)
    for path in full_folder.glob("*.json"):
        shutil.copy(path, folder)
    pictures = {f"{name}-{size}": LOOKS[0]}
    assert not await gallery.differing(Shelf(folder), SCREENS[name], SIZES[size], pictures)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name in SCREENS if name != "wrap-up"])
async def test_empty(name: str, size: str, tmp_path: Path, clock: FixedClock, gallery: Gallery) -> None:
    shelf = fresh(tmp_path / "journals", clock)
    pictures = {f"{name}-{size}": LOOKS[0]}
    assert not await gallery.differing(shelf, SCREENS[name], SIZES[size], pictures)
