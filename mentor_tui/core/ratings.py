"""Ratings: a level given to each line of a set, on one occasion or another, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from mentor_tui.core.book import Book, Change, came
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Answer, Lane, Rating, make, touch
from mentor_tui.core.sheets import Line, Question, RatingSet

SHOWN_DAYS = 3  # the latest days of a set without occasions that are shown side by side


def rating(book: Book, key: str, occasion: str) -> Rating | None:
    """The level that a line was given on an occasion, if it was."""
    found = [each for each in book.where(Rating, "key", key) if each.occasion == occasion]
    return max(found, key=came) if found else None


def rate(
    book: Book, ratings: RatingSet, line: Line, occasion: str, level: int, session_id: str | None, now: datetime
) -> Change | None:
    """Give a line a level (1 is the lowest) on an occasion; 0 takes it away. None when there is none to take away."""
    old = rating(book, line.key, occasion)
    label = "rate a line"
    if level == 0:
        return Change(label, (touch(old, now, deleted_at=now),)) if old else None
    fields = {
        "label": line.text,
        "level": level,
        "levels": len(ratings.levels),
        "level_word": ratings.levels[level - 1],
        "lane": ratings.lane,
    }
    if old is not None:
        return Change(label, (touch(old, now, **fields),))
    fresh = make(Rating, now, key=line.key, occasion=occasion, session_id=session_id, **fields)
    return Change(label, (fresh,))


def occasion_now(pack: Pack, book: Book, ratings: RatingSet, today: date) -> str:
    """The occasion that a rating made now belongs to.

    That of the session that is on, else of the next one, else of the one held last that had any; a set without
    occasions is rated by the day.
    """
    if not ratings.occasions:
        return today.isoformat()
    from mentor_tui.core.planning import agenda_of, begun, proposed  # what only looks at ratings does without

    near = book.live or book.planned
    agenda = agenda_of(pack, near) if near else proposed(pack, begun(book))
    before = [agenda_of(pack, session) for session in reversed(begun(book))]
    for found in (agenda, *before):
        if found is not None and found.occasion in ratings.occasions:
            return str(found.occasion.value)
    return ratings.occasions[0].value


def columns(book: Book, ratings: RatingSet, *needed: str, most: int | None = SHOWN_DAYS) -> list[str]:
    """The occasions that are shown side by side: all that the set has, or the latest days with those ``needed``.

    ``most`` is how many days; None for all of them.
    """
    if ratings.occasions:
        return [occasion.value for occasion in ratings.occasions]
    keys = {line.key for line in ratings.rated}
    worded = {line.key for part in ratings.parts if part.in_words for line in part.lines}
    wanted = {day for day in needed if day}
    found = {each.occasion for each in book.every(Rating) if each.key in keys}
    for answer in book.every(Answer):
        key, _, day = answer.key.rpartition("/")
        if key in worded:
            found.add(day)
    days = sorted(found - wanted)
    if most is not None:
        room = max(0, most - len(wanted))
        days = days[len(days) - min(room, len(days)) :]
    return sorted([*days, *wanted])


def change_words(book: Book, line: Line, occasions: Iterable[str]) -> str:
    """What became of a line between the first and the last occasion on which it was rated: ``up 1``, ``same``."""
    return change_of(rating(book, line.key, occasion) for occasion in occasions)


def change_of(given: Iterable[Rating | None]) -> str:
    """The same for levels in the order of their occasions; None where there is none."""
    found = [each for each in given if each is not None]
    if len(found) < 2:
        return ""
    by = found[-1].level - found[0].level
    if by == 0:
        return "same"
    return f"up {by}" if by > 0 else f"down {-by}"


def rated(book: Book, ratings: RatingSet, occasion: str) -> int:
    """How many lines of a set have a level on an occasion."""
    return sum(1 for line in ratings.rated if rating(book, line.key, occasion) is not None)


def standing_words(pack: Pack, book: Book, ratings: RatingSet, today: date) -> str:
    """``2 of 7 rated at the mid-point``; how far a set is, and whether only oneself sees it."""
    occasion = occasion_now(pack, book, ratings, today)
    when = f" at the {occasion}" if ratings.occasions else " today"
    private = ", only you see it" if ratings.lane is Lane.mine else ""
    return f"{rated(book, ratings, occasion)} of {len(ratings.rated)} rated{when}{private}"


def at_level(book: Book, ratings: RatingSet, occasion: str, level: int) -> list[Line]:
    """The lines that were given one level on an occasion."""
    found = ((line, rating(book, line.key, occasion)) for line in ratings.rated)
    return [line for line, given in found if given is not None and given.level == level]


def in_words(line: Line, occasion: str) -> Question:
    """A line that is answered in words, as the question of one occasion."""
    return Question(key=f"{line.key}/{occasion}", text=f"{line.text} ({occasion})", source=line.source)


def may_see(thing: RatingSet | Rating | Answer, *, alone: bool) -> bool:
    """Whether a document may hold a set, a level or words: those of the lane ``mine`` only what is for oneself alone.

    What was kept when a set was private stays so, whatever its pack says now.
    """
    return alone or thing.lane is not Lane.mine
