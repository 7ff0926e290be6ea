"""How what the program does grows with the number of records, and with which exponent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import msgspec

from bench.floors.plain import write_safely
from bench.inside import timed
from bench.journals import Journals, line, only, read
from bench.programs import Place
from bench.spread import exponent
from bench.starting import INVITES
from mentor_tui.clock import SystemClock, zone_of
from mentor_tui.core.book import Change
from mentor_tui.core.path import path
from mentor_tui.core.progress import figures
from mentor_tui.data.journal import Journal
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import mentorship_markdown, session_markdown
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.shapes import feed_rows

REPEATS = 3
TOO_LONG = 20.0  # seconds; what would take longer at the next size is not tried
LINEAR = 1.1  # exponents up to this one are called linear: a machine is never quite still


class Curve(NamedTuple):
    """What something takes (seconds) with so many records."""

    title: str
    sizes: tuple[int, ...]
    times: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The power of the records with which it grows."""
        return exponent(self.sizes, self.times)

    @property
    def last(self) -> float:
        """The same between the two largest sizes, where what is fixed counts least."""
        return exponent(self.sizes[-2:], self.times[-2:])


Task = Callable[[Place, Journals, int], float]


def curves(place: Place, journals: Journals) -> Iterator[Curve]:
    """A curve for each thing that grows."""
    for title, task in TASKS.items():
        sizes: list[int] = []
        times: list[float] = []
        for size in place.effort.sizes:
            if _foreseen(sizes, times, size) > TOO_LONG:
                break
            sizes.append(size)
            times.append(task(place, journals, size))
        if len(sizes) > 1:
            yield Curve(title, tuple(sizes), tuple(times))


def _foreseen(sizes: Sequence[int], times: Sequence[float], size: int) -> float:
    """What the next size will take if it goes on as it went."""
    if len(sizes) < 2:
        return 0.0
    return float(times[-1] * (size / sizes[-1]) ** max(1.0, exponent(sizes[-2:], times[-2:])))


def _best(what: Callable[[], object]) -> float:
    """The least of some tries; what takes long is tried once."""
    found = [timed(what)]
    while found[0] < 1 and len(found) < REPEATS:
        found.append(timed(what))
    return min(found)


def _start(place: Place, journals: Journals, size: int) -> float:
    def once() -> float:
        with place.open(place.ours(place.copy(journals.records(size)))) as window:
            return window.wait(INVITES, "Progress") - window.started

    return min(once() for _ in range(1 + place.effort.warm))


def _open(place: Place, journals: Journals, size: int) -> float:
    return _best(partial(read, only(journals.records(size))))


def _parse(_place: Place, journals: Journals, size: int) -> float:
    content = only(journals.records(size)).read_bytes()
    return _best(lambda: msgspec.json.decode(content))


def _write(place: Place, journals: Journals, size: int) -> float:
    folder = place.copy(journals.records(size))
    path = only(folder)
    content = path.read_bytes()
    took = _best(lambda: write_safely(path, content))
    shutil.rmtree(folder)
    return took


def _keep(place: Place, journals: Journals, size: int) -> float:
    folder = place.copy(journals.records(size))
    with Journal.open(only(folder), SystemClock()) as journal:
        journal.commit(line(journal.book, "one to warm up"))
        took = _best(lambda: journal.commit(line(journal.book, "one more")))
    shutil.rmtree(folder)
    return took


def _keep_many(place: Place, journals: Journals, size: int) -> float:
    book = read(only(journals.records(size)))
    rest = tuple(record for record in book if record is not book.mentorship)
    folder = place.folder / "runs" / f"many-{size}"
    with Journal.create(folder / "one.json", book.mentorship, SystemClock()) as journal:
        took = timed(lambda: journal.commit(Change("all", rest)))
    shutil.rmtree(folder)
    return took


def _figures(place: Place, journals: Journals, size: int) -> float:
    book, pack, today = read(only(journals.records(size))), journals.pack, datetime.now(UTC).date()
    zone = zone_of(book.mentorship.my_zone)
    return _best(lambda: (figures(book, pack.rules, today), path(book, pack, today, zone)))


def _feed(place: Place, journals: Journals, size: int) -> float:
    with Journal.open(only(journals.records(size)), SystemClock(), write=False) as journal:
        desk, live = Desk(journal, journals.pack, SystemClock()), journal.book.live
        if live is None:
            raise AssertionError("a session is on in what was made")
        return _best(lambda: feed_rows(desk, live))


def _session_document(place: Place, journals: Journals, size: int) -> float:
    book, today = read(only(journals.records(size))), datetime.now(UTC).date()
    last = book.sessions[-1]
    return _best(lambda: session_markdown(book, journals.pack, last, Audience.me, today))


def _document(place: Place, journals: Journals, size: int) -> float:
    book, today = read(only(journals.records(size))), datetime.now(UTC).date()
    return _best(lambda: mentorship_markdown(book, journals.pack, Audience.me, today))


TASKS: dict[str, Task] = {
    "from exec to the session screen": _start,
    "a journal read and checked": _open,
    "floor: its bytes alone, decoded as any JSON": _parse,
    "one more line, until it is on disk": _keep,
    "floor: the same bytes alone, written safely": _write,
    "all records put on disk as one change": _keep_many,
    "the figures of the progress panel": _figures,
    "the rows of the feed": _feed,
    "the document of a session": _session_document,
    "the document of the mentorship": _document,
}
