"""What every test stands on: a home of its own, a clock that is told the time, and the demo mentorship."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from textual.app import App

from mentor_tui.core.records import Mentorship, Role, make
from mentor_tui.data.shelf import Shelf
from mentor_tui.demo import make_demo

# A busy machine is no failure.
hypothesis.settings.register_profile("calm", deadline=None)
hypothesis.settings.load_profile("calm")


def pytest_collection_finish() -> None:
    """Keep the garbage collector off what lives as long as the run, and let it come seldom: it took a third of all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class FixedClock:
    """A clock that stands still until it is set or advanced."""

    def __init__(self, instant: datetime = NOW, zone: str = "Europe/Madrid") -> None:
        self.instant = instant
        self.zone = zone
        self.sleeps = 0.0

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant

    def settle(self) -> None:
        """There is no other clock to follow."""

    def slept(self) -> float:
        """Seconds for which the machine slept."""
        return self.sleeps

    def sleep(self, seconds: float) -> None:
        """Let some time pass while the machine sleeps."""
        self.sleeps += seconds
        self.advance(seconds)

    def set(self, instant: datetime) -> None:
        """Set it to another instant."""
        self.instant = instant

    def advance(self, seconds: float) -> None:
        """Let some time pass."""
        self.instant += timedelta(seconds=seconds)


def a_pair(**fields: Any) -> Mentorship:
    """A mentorship from the mentor's side: Madrid and São Paulo, six months; ``fields`` say what is otherwise."""
    about: dict[str, Any] = {
        "role": Role.mentor,
        "mentor": "Dr Ada Sample",
        "mentee": "Dr Noa Placeholder",
        "pack": "isaps",
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2027, 5, 1),
        "mentor_zone": "Europe/Madrid",
        "mentee_zone": "America/Sao_Paulo",
    }
    return make(Mentorship, NOW, **(about | fields))


def _tzset() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home, a zone and a width that are the same on every machine, so that no test meets the user's own files."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    for variable in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home / "appdata"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "runtime"))
    for variable in ("MENTOR_TUI_DATA", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TZ", "UTC")
    _tzset()
    yield home
    monkeypatch.undo()
    _tzset()


@pytest.fixture
def clock() -> FixedClock:
    """A Monday afternoon in Madrid, 23 November 2026."""
    return FixedClock()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made once. Tests get copies of it by ``demo``."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder, FixedClock())
    return folder


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> tuple[Shelf, str]:
    """A shelf that holds the demo mentorship as of ``clock``, and its name."""
    folder = tmp_path / "demo"
    folder.mkdir(mode=0o700)
    for path in demo_folder.glob("*.json"):
        shutil.copy(path, folder)
    shelf = Shelf(folder)
    return shelf, shelf.names()[0]


@pytest.fixture(autouse=True)
def tasks_as_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have tasks begin at once where they do so in a run of the program, from Python 3.12 on: Textual leaves that out
    for its tests."""
    if sys.version_info >= (3, 12):
        run_test = App.run_test

        def as_in_a_run(app: App[Any], **options: Any) -> Any:
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            return run_test(app, **options)

        monkeypatch.setattr(App, "run_test", as_in_a_run)
