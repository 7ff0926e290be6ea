"""Figures without a screen: a document of many sessions, and a search through many notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.floors.plain import holding, joined
from bench.journals import RARE, Journals, only, read
from bench.programs import Place
from bench.spread import Row, Spread
from bench.starting import in_turn
from mentor_tui.core.records import Note
from mentor_tui.data.shelf import Shelf
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import mentorship_markdown


def timed(what: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def export(place: Place, journals: Journals) -> Iterator[Row]:
    """Many sessions as Markdown."""
    count = place.effort.sessions
    book, today = read(only(journals.sessions(count))), datetime.now(UTC).date()

    def write() -> str:
        return mentorship_markdown(book, journals.pack, Audience.me, today)

    lines = [line.split(" ") for line in write().split("\n")]
    ours, floor = in_turn(lambda: timed(write), lambda: timed(lambda: joined(lines)), place.effort.inside, place)
    yield Row(
        f"{count:,} sessions as Markdown",
        "The document of the whole mentorship, from its records; beside its words joined to lines and its lines to a "
        "text.",
        ours,
        floor,
        2,
    )


def search(place: Place, journals: Journals) -> Iterator[Row]:
    """Notes by words, through all mentorships."""
    count = place.effort.mentorships
    made = journals.mentorships(count, 50 * count)
    shelf = Shelf(made)
    texts = [note.text for name in shelf.names() for note in read(shelf.path(name)).every(Note)]
    floor = Spread.of([timed(lambda: holding(texts, RARE)) for _ in range(place.effort.inside)])
    yield Row(
        f"search through {len(texts):,} notes in {count} mentorships",
        "From the last key until the list of what was found is on the screen; beside a case-folded `in`.",
        None,
        floor,
        3,
        "the program has no search through all mentorships",
    )
