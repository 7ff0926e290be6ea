"""How every screen looks, at the three widths, in both looks. New pictures: pytest --snapshot-update."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from syrupy.location import PyTestLocation

from mentor_tui.data.backups import Why
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo
from mentor_tui.widgets import answer_card
from tests.app_helpers import app_on, cursor_on, press, settle, type_in
from tests.conftest import FixedClock

SIZES = {"wide": (120, 36), "middle": (84, 28), "narrow": (50, 40)}
LOOKS = ("mentor-dark", "mentor-light")


class Pictures(SVGImageExtension):  # type: ignore[misc]
    """A file for each picture, named by the test's function and, in brackets, the picture."""

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: int | str = 0) -> str:
        return f"{test_location.methodname}[{index}]" if index else str(test_location.methodname)


class Gallery:
    """The pictures that are kept, to hold the program against."""

    def __init__(self, snapshot: SnapshotAssertion, folder: Path, clock: FixedClock) -> None:
        self.kept = snapshot.use_extension(Pictures)
        self.folder = folder
        self.clock = clock

    async def differing(
        self, shelf: Shelf, keys: tuple[str, ...], size: tuple[int, int], pictures: dict[str, str]
    ) -> list[Path]:
        """Press keys in a program of that size, and look at it in every look.

        What begins with ``"`` is typed; what begins with ``#`` names a list and the row of it that is chosen.

        Gives the pictures (by name, with their look) that are not as they were, as files to compare by eye.
        """
        wrong = []
        # Of two mentorships none is opened.
        app = app_on(shelf, self.clock)
        app.theme = next(iter(pictures.values()))
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await settle(pilot)
            for key in keys:
                if key.startswith("#"):
                    rows, _, row = key.partition(" ")
                    await cursor_on(pilot, rows, row)
                    await press(pilot, "enter")
                else:
                    await (type_in(pilot, key[1:]) if key.startswith('"') else press(pilot, key))
            for name, look in pictures.items():
                app.theme = look
                await settle(pilot)
                svg = app.export_screenshot(simplify=True)
                if self.kept(name=name) != svg:
                    wrong.append(self.folder / f"{name or 'picture'}.svg")
                    wrong[-1].write_text(svg, encoding="utf-8")
        return wrong


@pytest.fixture
def gallery(snapshot: SnapshotAssertion, tmp_path: Path, clock: FixedClock) -> Gallery:
    return Gallery(snapshot, tmp_path, clock)


@pytest.fixture
def first_shelf(tmp_path: Path) -> Shelf:
    """A shelf with nothing on it."""
    return Shelf(tmp_path / "empty")


@pytest.fixture
def two(demo: tuple[Shelf, str], clock: FixedClock) -> Shelf:
    """A shelf with two mentorships and a file that is none."""
    shelf, _ = demo
    make_demo(shelf.folder, clock)
    (shelf.folder / "torn.json").write_text('{"meta": {"1"')
    return shelf


def both(name: str) -> dict[str, str]:
    """The names of a picture in both looks."""
    return {f"{name}-{look}": look for look in LOOKS}


SCREENS: dict[str, tuple[str, ...]] = {
    "prepare": (),
    "session": ("f2", '"Wants to compare two fellowships', "enter", '"= We meet every third Thursday', "enter"),
    "session-actions": ("f2", "f2", "tab"),
    "session-paused": ("f2", "f2", "f2", "f5"),
    "session-activity": ("f2", "f2", "f2", "f2"),
    "wrap-up": ("f2", '"! Ask for the timetable', "enter", "f8"),
    "goals": ("f7",),
    "goal-form": ("f7", "n"),
    "help": ("f2", "f1"),
    "pick-activity": ("f2", "f2", "f2", "f2", "f9"),
    "ask-date": ("f4", '"fri 18'),
    "change": ("f9",),
    "library": ("ctrl+o",),
    "library-found": ("ctrl+o", '"identity'),
    "agenda": ("ctrl+g", "down", "down", "down"),
    "agenda-over": ("ctrl+g", "plus", "plus"),
    "programme": ("ctrl+r",),
    "actions": ("ctrl+l",),
    "actions-split": ("ctrl+l", "s", '"Send the list; write to two of them'),
    "goal-reason": ("f7", "x"),
    "plan": ("ctrl+n",),
    "plan-proposed": ("ctrl+n", "n", '"every third thursday 18:30', "enter"),
    "history": ("ctrl+f",),
    "history-found": ("ctrl+f", '"abstract'),
    "past": ("ctrl+f", "down", "enter"),
    "settings": ("f12",),
    "sources": ("f2", "f2", "f2", "f2", "alt+s"),
}
# Pages behind a row: the row of the programme's page that leads there, and what is pressed then.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "form": ("form agreement", ()),
    "form-draft": ("form worksheet", ("pagedown",)),
    "ratings": ("ratings skills", ()),
    "trust": ("ratings trust", ("2",)),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
async def test_demo_screen(name: str, size: str, demo: tuple[Shelf, str], gallery: Gallery) -> None:
    assert not await gallery.differing(demo[0], SCREENS[name], SIZES[size], both(f"{name}-{size}"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
async def test_page(name: str, size: str, demo: tuple[Shelf, str], gallery: Gallery) -> None:
    row, keys = PAGES[name]
    steps = ("ctrl+r", f"#programme {row}", *keys)
    assert not await gallery.differing(demo[0], steps, SIZES[size], both(f"{name}-{size}"))


BODIES = {"review": 3, "card": 4, "ratings": 5}  # items of the mid-point agenda, counted from 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", BODIES)
async def test_item(name: str, size: str, demo: tuple[Shelf, str], gallery: Gallery) -> None:
    keys = ("ctrl+g", "t", '"half-way', "enter", "escape", "f2", *(["f2"] * BODIES[name]))
    assert not await gallery.differing(demo[0], keys, SIZES[size], both(f"{name}-{size}"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "agenda", "item"), [("form", "looking", 2), ("draw", "theme", 3), ("path", "theme", 4)]
)
async def test_item_of_the_end(
    name: str, agenda: str, item: int, size: str, demo: tuple[Shelf, str], gallery: Gallery
) -> None:
    keys = ("ctrl+g", "t", f'"{agenda}', "enter", "escape", "f2", *(["f2"] * item))
    assert not await gallery.differing(demo[0], keys, SIZES[size], both(f"{name}-{size}"))


@pytest.mark.parametrize("size", SIZES)
async def test_setup(size: str, first_shelf: Shelf, gallery: Gallery) -> None:
    assert not await gallery.differing(first_shelf, ('"Ada',), SIZES[size], both(size))


@pytest.mark.parametrize("size", SIZES)
async def test_home(size: str, two: Shelf, gallery: Gallery) -> None:
    assert not await gallery.differing(two, (), SIZES[size], both(size))


@pytest.mark.parametrize("size", SIZES)
async def test_restore(size: str, first_shelf: Shelf, clock: FixedClock, gallery: Gallery) -> None:
    name = make_demo(first_shelf.folder, clock)
    path = first_shelf.path(name)
    backups = first_shelf.backups(name)
    for writings, why in enumerate((Why.start, Why.end, Why.replaced), 1):
        clock.advance(3600)
        backups.make(path.read_bytes(), writings, why, clock.now())
    path.write_bytes(path.read_bytes().replace(b"Dr Ada", b"Dr Eva", 1))
    assert not await gallery.differing(first_shelf, (), SIZES[size], both(size))


@pytest.mark.parametrize("size", SIZES)
async def test_ground_rules(size: str, first_shelf: Shelf, gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_card, "SAVE_AFTER", 60)  # seconds: not between the looks
    keys = (
        "down",
        "enter",
        '"Ada',
        "tab",
        '"Noa',
        "f2",
        "f2",
        "f2",
        "f2",
        "f2",
        "tab",
        '"Every four weeks',
        "enter",
        '"by video',
    )
    assert not await gallery.differing(first_shelf, keys, SIZES[size], both(size))


async def test_too_small(demo: tuple[Shelf, str], gallery: Gallery) -> None:
    assert not await gallery.differing(demo[0], ("f2",), (39, 11), {"": LOOKS[0]})
