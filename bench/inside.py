"""Figures without a screen: a document of many sessions, and a search through many notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

from bench.floors.plain import escaped, holding, joined
from bench.journals import RARE, Journals, only, read
from bench.programs import Place
from bench.spread import Row
from bench.starting import in_turn
from mentor_tui.core.query import read_query
from mentor_tui.core.records import Action, Note
from mentor_tui.core.search import Index, entries_of
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
    texts = [*(note.text for note in book.every(Note)), *(action.text for action in book.every(Action))]
    ours, floor = in_turn(lambda: timed(write), lambda: timed(lambda: joined(lines)), place.effort.inside, place)
    yield Row(
        f"{count:,} sessions as Markdown",
        "The document of the whole mentorship, from its records; beside its words joined to lines and its lines to a "
        "text.",
        ours,
        floor,
        2,
    )

    def safely() -> tuple[list[str], str]:
        return escaped(texts), joined(lines)

    ours, floor = in_turn(lambda: timed(write), lambda: timed(safely), place.effort.inside, place)
    yield Row(
        f"{count:,} sessions as Markdown, beside escaping too",
        "The same beside that and the texts of notes and actions, each looked through for signs of Markdown: what no "
        "document can do without.",
        ours,
        floor,
        2,
    )


def _find(index: Index, typed: str, today: date) -> None:
    index.find(read_query(typed, today), today)


def search(place: Place, journals: Journals) -> Iterator[Row]:
    """Notes by words, through all mentorships."""
    count = place.effort.mentorships
    made = journals.mentorships(count, 50 * count)
    shelf, today = Shelf(made), datetime.now(UTC).date()
    index, texts = Index(), []
    for name in shelf.names():
        book = read(shelf.path(name))
        index.put(name, entries_of(name, book, UTC))
        texts += [note.text for note in book.every(Note)]
    beginnings = [RARE[: end + 1] for end in range(len(RARE))]

    def find() -> float:
        index.find(read_query("", today), today)  # as before the first letter: nothing to narrow down
        return max(timed(partial(_find, index, typed, today)) for typed in beginnings)

    # The best of three: what takes less than a millisecond is easily held up by something else.
    ours, floor = in_turn(
        lambda: min(find() for _ in range(3)),
        lambda: min(timed(lambda: holding(texts, RARE)) for _ in range(3)),
        place.effort.inside,
        place,
    )
    yield Row(
        f"search through {len(texts):,} notes in {count} mentorships",
        "The slowest letter of a word, from its key until what it finds is known, not yet drawn; beside a case-folded "
        "`in` over all notes. Of both the best of three.",
        ours,
        floor,
        3,
    )
