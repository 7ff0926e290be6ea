"""Files and folders under any umask, and links where files of ours should be: closed to others, and not followed."""

from __future__ import annotations

import os
import random
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import Why
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.files import write_file
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.traces import Reporter
from tests.torture.kill import NOW, new_journal
from tests.torture.outcome import Outcome

EXPORTED = "session-1-for-me.md"
PLACES = ("lima.json.lock", "drafts/lima.json", EXPORTED, f"backups/lima/000004-{NOW:%Y%m%dT%H%M%SZ}-start.json")


def run(count: int, seed: int = 1) -> Outcome:
    """Write everything that the program writes, ``count`` times, under a umask or beside a link chosen by chance."""
    chance = random.Random(seed)
    failures: list[str] = []
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="mentor-tui-rights-") as folder:
            course = _under_a_umask if number % 2 else _beside_a_link
            failures += [f"course {number}: {fault}" for fault in course(Path(folder), chance)]
    return Outcome("umasks, and links in the place of files", count, failures)


def _write_all(folder: Path) -> list[Exception]:
    """Everything that is written into a data folder; gives what was refused."""
    shelf, refused = Shelf(folder), list[Exception]()
    path = folder / "lima.json"

    def journal() -> None:
        with Journal.open(path, SystemClock()) as opened:
            if opened.read_only:
                raise OSError(opened.closed_to)
            opened.commit(Change("keep", (make(Note, NOW, text="a line"),)))
            opened.backups.make(path.read_bytes(), 4, Why.start, NOW)

    def draft() -> None:
        drafts = Drafts(shelf.drafts("lima"))
        drafts.put("line", {"text": "half a line"})
        drafts.save()

    def report() -> None:
        Reporter(lambda: folder / "reports", lambda: NOW).write(ValueError())

    steps: list[Callable[[], object]] = [journal, draft, report, lambda: write_file(folder / EXPORTED, b"# Session 1")]
    for step in steps:
        try:
            step()
        except OSError as error:
            refused.append(error)
    return refused


def _under_a_umask(folder: Path, chance: random.Random) -> list[str]:
    data = folder / "somewhere" / "data"
    before = os.umask(chance.choice([0, 0o777, 0o022, 0o077, chance.randrange(0o1000)]))
    try:
        new_journal(data / "lima.json", lines=1)
        found = [f"refused: {error}" for error in _write_all(data)]
    finally:
        os.umask(before)
    for each in (folder / "somewhere").rglob("*"):
        mode, wanted = stat.S_IMODE(each.stat().st_mode), 0o700 if each.is_dir() else 0o600
        if mode != wanted:
            found.append(f"{each.name} has the mode {mode:o}")
    return found


def _beside_a_link(folder: Path, chance: random.Random) -> list[str]:
    data, victim = folder / "data", folder / "victim"
    new_journal(data / "lima.json", lines=1)
    place = data / chance.choice(PLACES)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if chance.random() < 0.5:
        victim.write_text("theirs")
    place.symlink_to(victim)
    before = victim.read_text() if victim.exists() else None
    refused = _write_all(data)
    found = []
    if (victim.read_text() if victim.exists() else None) != before:
        found.append(f"what a link at {place.name} leads to was written")
    if not place.is_symlink():
        found.append(f"the link at {place.name} was taken away")
    if not refused and "backups" not in place.parts and "drafts" not in place.parts:
        found.append(f"a link at {place.name} was not refused")
    return found
