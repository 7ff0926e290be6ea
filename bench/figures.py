"""The figures by name, and how they are run."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import inside, keys, starting
from bench.growth import Curve, curves
from bench.journals import Journals
from bench.programs import Effort, Place
from bench.spread import Row

Figure = Callable[[Place, Journals], Iterator[Row]]

FIGURES: dict[str, Figure] = {
    "start": starting.start,
    "start-large": starting.start_large,
    "home": starting.home,
    "early": starting.early,
    "commands": starting.commands,
    "tables": starting.tables,
    "keys": keys.keys,
    "answer": keys.answer,
    "slow-disk": keys.slow_disk,
    "keep": keys.keep,
    "search": inside.search,
    "export": inside.export,
    "memory": starting.memory,
    "idle": starting.idle,
    "quit": starting.closing,
}
GROWTH = "growth"
NAMES = (*FIGURES, GROWTH)


class Bench:
    """Runs figures in a folder; ``rows`` and ``curves`` give what each measured, one after the other."""

    def __init__(self, folder: Path, effort: Effort) -> None:
        self._place = Place(folder, effort)
        self._journals = Journals(folder / "made")
        gc.freeze()  # what the harness holds is none of the figures' business

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """The rows of the figures of these names."""
        for name in names:
            if name in FIGURES:
                yield from FIGURES[name](self._place, self._journals)

    def curves(self) -> Iterator[Curve]:
        """What grows with the records."""
        yield from curves(self._place, self._journals)
