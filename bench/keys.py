"""Figures of typing: a letter until it is on the screen, a line until it is saved."""

from __future__ import annotations

import contextlib
import random
import re
import string
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.floors.plain import write_safely
from bench.journals import Journals, long_text, only
from bench.programs import SLOW_DISK, Place
from bench.spread import Row, Spread, nth
from bench.starting import BARE, SESSION
from bench.terminal import Window

RUN = 20  # letters in a row, before the line is emptied
TAIL = 5  # letters that stand together: by them a new one is told from the same one elsewhere
LEAD = 3  # letters at the beginning of a row that are not timed: alone they could be part of any word
CLEAR = "\x15"  # Ctrl+U
SLOWEST = 0.020  # seconds


class Typist:
    """Types into a window, letter by letter, each when the one before is on the screen."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.took: list[float] = []
        """Seconds from each key to its letter on the screen."""
        self._random = random.Random(7)

    def type(self, count: int) -> None:
        """Type so many letters (and a few before them), and empty the line."""
        typed = ""
        for number, letter in enumerate(self._random.choices(string.ascii_lowercase, k=LEAD + count)):
            typed += letter
            sent = self.window.send(letter)
            seen = self.window.wait_after(typed[-TAIL:])
            if number >= LEAD:
                self.took.append(seen - sent)
            self.window.rest(self._random.uniform(0.010, 0.030))
        self.window.send(CLEAR)
        self.window.rest(0.1)

    def warm_up(self) -> None:
        """Type a few letters that do not count."""
        self.type(LEAD)
        self.took.clear()


class Side(NamedTuple):
    """A program to type into: what starts it, what stands on its screen then, and what leads to the field."""

    command: Callable[[], list[str]]
    texts: tuple[str, ...]
    lead: str = ""


def race(place: Place, first: Side, second: Side) -> tuple[list[float], list[float]]:
    """Type the same number of letters into each of two programs in turn; what each took, in seconds.

    Both are started several times, now the one and now the other first: two processes of one program differ by more
    than what is looked for, and so do two places in line.
    """
    took: dict[Side, list[float]] = {first: [], second: []}
    order = [first, second]
    count = place.effort.keys // place.effort.pairs
    for _ in range(place.effort.pairs):
        with contextlib.ExitStack() as opened:
            typists = [Typist(_opened(place, side, opened)) for side in order]
            for typist in typists:
                typist.warm_up()
            while len(typists[-1].took) < count:
                for typist in typists:
                    typist.type(min(RUN, count - len(typist.took)))
        for side, typist in zip(order, typists, strict=True):
            took[side] += typist.took
        order.reverse()
    return took[first], took[second]


def _opened(place: Place, side: Side, opened: contextlib.ExitStack) -> Window:
    window = opened.enter_context(place.open(side.command()))
    window.wait(*side.texts)
    window.rest(1.5 * place.effort.calm)
    if side.lead:
        window.send(side.lead)
        window.rest(0.3)
    return window


def _parts(title: str, why: str, ours: list[float], floor: list[float], limit: float) -> Iterator[Row]:
    for name, part in (("p50", 0.5), ("p95", 0.95)):
        mine, theirs = (Spread(nth(found, part), min(found), max(found)) for found in (ours, floor))
        yield Row(f"{title}, {name}", why, mine, theirs, limit)


def keys(place: Place, journals: Journals) -> Iterator[Row]:
    """A letter in the line."""
    made = journals.demo(700, 300)
    ours = Side(lambda: place.ours(place.copy(made)), SESSION)
    mine, theirs = race(place, ours, Side(lambda: place.floor("one_input"), BARE))
    count = place.effort.keys
    yield from _parts(
        "a letter in the line",
        f"From the key until the letter is on the screen, {count:,} keys, 300 entries in the feed; beside a Textual "
        "app with one Input.",
        mine,
        theirs,
        1.15,
    )
    yield Row(
        f"the slowest of {count:,} letters in the line",
        f"The largest of the same; the floor's slowest was {max(theirs) * 1000:.1f} ms.",
        Spread.of([max(mine)]),
        None,
        SLOWEST,
    )


def slow_disk(place: Place, journals: Journals) -> Iterator[Row]:
    """The same on a disk that takes half a second to sync."""
    made = journals.demo(700, 300)
    slow = Side(lambda: place.ours(place.copy(made), before=SLOW_DISK), SESSION)
    found = race(place, slow, Side(lambda: place.ours(place.copy(made)), SESSION))
    why = "The same with every fsync slowed to 500 ms, beside the program without that: no key waits for the disk."
    yield from _parts("a letter in the line, slow disk", why, *found, 1.05)


def answer(place: Place, journals: Journals) -> Iterator[Row]:
    """A letter in a long answer."""
    made = journals.long_answer()
    text = place.folder / "made" / "long.txt"
    text.write_text(long_text(), encoding="utf-8")
    first = "0 Compares two fellowships"
    ours = Side(lambda: place.ours(place.copy(made)), ("Topic 1 of", first), "\t")
    found = race(place, ours, Side(lambda: place.floor("one_text_area", str(text)), (first,)))
    why = "A letter at the head of an answer of 2,000 lines, beside a stock TextArea with the same text."
    yield from _parts("a letter in a long answer", why, *found, 0.8)


def keep(place: Place, journals: Journals) -> Iterator[Row]:
    """Enter, until the line is kept."""
    for records, limit in ((400, 2.5), (5_000, 3.5)):
        title = f"Enter until the line is kept, {records:,} records"
        made = journals.demo(records)
        folder = place.copy(made)
        bare = place.floor("kept_line", str(only(place.copy(made))))
        ours: list[float] = []
        written: list[float] = []
        floor: list[float] = []
        with place.open(place.ours(folder)) as window, place.open(bare) as other:
            for each, texts in ((window, SESSION), (other, BARE)):
                each.wait(*texts)
                each.rest(1.5 * place.effort.calm)
            for number in range(-place.effort.warm, place.effort.keeps):
                line = f"line {number + 2} of many"
                took = _keep_line(window, line)
                content = only(folder).read_bytes()
                begun = time.perf_counter()
                write_safely(place.folder / "runs" / "floor", content)
                wrote = time.perf_counter() - begun
                bare_took = _keep_line(other, line)
                if number >= 0:
                    ours.append(took)
                    written.append(wrote)
                    floor.append(bare_took)
        yield Row(
            title,
            "From Enter until one picture shows the line in the feed and the head says that all is saved; beside the "
            "same bytes written to a new file, synced, moved in place, the folder synced.",
            Spread.of(ours),
            Spread.of(written),
            limit,
        )
        yield Row(
            f"{title}, beside a bare app that keeps it",
            "The same beside a Textual app that does the least of it: an Input, a list that takes the line, that "
            "write, and a word that all is saved.",
            Spread.of(ours),
            Spread.of(floor),
            limit,
        )


def _keep_line(window: Window, line: str) -> float:
    window.send(line)
    window.wait_after(line)
    # By then what is typed is a draft, the next write is this line's own, and the time on the head is another one.
    window.rest(1.2)
    sent = window.send("\r")
    # Of what the head said since, the last is that all is saved.
    saved = re.compile(r"saved \d\d:\d\d:\d\d(?!.*saving)", re.DOTALL)
    return window.wait_after(re.compile(rf"note +{line}"), saved) - sent
