"""Journals that were damaged: each is refused with a sentence, or read as just what was written."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from mentor_tui.clock import SystemClock
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import understand
from mentor_tui.data.storage import BrokenJournal
from tests.torture.kill import NOW, new_journal
from tests.torture.outcome import Outcome

HOW = ("cut", "flipped", "spliced", "doubled", "emptied", "blocks")


def run(count: int, seed: int = 1) -> Outcome:
    """Open ``count`` damaged journals."""
    chance = random.Random(seed)
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mentor-tui-files-") as folder:
        path = Path(folder) / "lima.json"
        new_journal(path)
        old = path.read_bytes()
        with Journal.open(path, SystemClock()) as journal:
            journal.commit(Change("keep", tuple(make(Note, NOW, text=f"newer {n}") for n in range(30))))
        new = path.read_bytes()
        good = {raw: list(understand(raw, path).records) for raw in (old, new)}
        for number in range(count):
            how = chance.choice(HOW)
            content = _damaged(old, new, how, chance)
            path.write_bytes(content)
            try:
                with Journal.open(path, SystemClock()) as journal:
                    if list(journal.book) not in good.values():
                        failures.append(f"{number}: a journal that was {how} was read as it is")
            except BrokenJournal as error:
                if content in good or "\n" in str(error):
                    failures.append(f"{number}: {error}")
            except Exception as error:
                failures.append(f"{number}: {how}: {type(error).__name__}")
            if path.read_bytes() != content:
                failures.append(f"{number}: a journal that was {how} was changed by opening it")
    return Outcome("a damaged journal is opened", count, failures)


def _damaged(old: bytes, new: bytes, how: str, chance: random.Random) -> bytes:
    raw = bytearray(chance.choice((old, new)))
    at, to = sorted((chance.randrange(len(raw)), chance.randrange(len(raw))))
    match how:
        case "cut":
            return bytes(raw[:at])
        case "flipped":
            raw[at] ^= 1 << chance.randrange(8)
        case "spliced":
            return new[:at] + old[chance.choice((at, to)) :]
        case "doubled":
            return bytes(raw[:to] + raw[at:])
        case "emptied":
            raw[at:to] = bytes(to - at)
        case _:
            del raw[at:to]
    return bytes(raw)
