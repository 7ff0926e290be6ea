"""Ratings of skills and of trust: given, changed, taken back, and compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import agenda, meeting, planning, ratings
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Lane, Occasion, Rating, Record, Session, SessionState, make
from mentor_tui.core.sheets import Line, RatingPart, RatingSet, Source
from mentor_tui.prompts.library import load_pack

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SOURCE = Source("A handbook", "Section 1")
LEVELS = ("low", "middle", "high")


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def line(key: str) -> Line:
    return Line(key=key, text=f"I {key}", source=SOURCE)


LISTEN, ASK, STRENGTH = line("listen"), line("ask"), line("strength")


def a_set(*occasions: Occasion, lane: Lane = Lane.pair) -> RatingSet:
    """A set with two lines to rate and one to answer in words."""
    return RatingSet(
        key="skills",
        title="Skills",
        intro="",
        levels=LEVELS,
        lane=lane,
        occasions=occasions,
        parts=(
            RatingPart(key="skills/a", title="", intro="", in_words=False, lines=(LISTEN,)),
            RatingPart(key="skills/words", title="", intro="", in_words=True, lines=(STRENGTH,)),
            RatingPart(key="skills/b", title="", intro="", in_words=False, lines=(ASK,)),
        ),
    )


SKILLS = a_set(*Occasion)
BY_DAY = a_set(lane=Lane.mine)


def rate(
    book: Book, level: int, occasion: str = "start", each: Line = LISTEN, now: datetime = NOW
) -> tuple[Record, ...]:
    """Rate a line in a book; gives what was put in."""
    change = ratings.rate(book, SKILLS, each, occasion, level, "s1", now)
    return History(book).do(change, now) if change is not None else ()


def change_of(book: Book, found: RatingSet, occasion: str, level: int, session: str | None = None) -> Change:
    change = ratings.rate(book, found, LISTEN, occasion, level, session, NOW)
    assert change is not None
    return change


def test_there_is_nothing_to_take_away_where_nothing_was_rated() -> None:
    assert ratings.rate(Book(), SKILLS, LISTEN, "start", 0, None, NOW) is None


def test_what_was_rated_in_private_stays_so_when_the_pack_changes() -> None:
    book = Book()
    History(book).do(change_of(book, BY_DAY, "start", 2), NOW)
    (given,) = book.every(Rating)
    assert not ratings.may_see(given, alone=False)
    assert ratings.may_see(given, alone=True)


def test_the_days_that_are_needed_are_always_shown() -> None:
    book = Book()
    for day in ("2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"):
        History(book).do(change_of(book, BY_DAY, day, 1), NOW)
    assert ratings.columns(book, BY_DAY, "2026-08-01", "2026-11-23") == ["2026-08-01", "2026-11-01", "2026-11-23"]
    assert len(ratings.columns(book, BY_DAY, most=None)) == 4


def level_of(book: Book, occasion: str = "start", each: Line = LISTEN) -> int:
    found = ratings.rating(book, each.key, occasion)
    return found.level if found else 0


def session(number: int, key: str, state: SessionState) -> Session:
    return make(Session, NOW, number=number, title="", agenda=key, minutes=60, items=(), state=state)


# --- a line is rated


def test_a_rating_says_what_was_rated_and_how() -> None:
    book = Book()
    change = change_of(book, SKILLS, "start", 2, "s1")
    (found,) = change.puts
    assert isinstance(found, Rating)
    assert (found.key, found.label, found.occasion, found.session_id) == ("listen", "I listen", "start", "s1")
    assert (found.level, found.levels, found.level_word, found.lane) == (2, 3, "middle", Lane.pair)
    assert change.label
    assert list(book.every(Rating)) == []  # a change is only made by whoever keeps it


def test_what_is_rated_for_oneself_is_kept_for_oneself() -> None:
    (found,) = change_of(Book(), BY_DAY, "2026-11-23", 1).puts
    assert isinstance(found, Rating)
    assert (found.lane, found.session_id) == (Lane.mine, None)


def test_another_level_takes_the_place_of_the_first() -> None:
    book = Book()
    (first,) = rate(book, 1)
    (second,) = rate(book, 3, now=at(5))
    assert isinstance(second, Rating)
    assert (second.id, second.created_at, second.updated_at) == (first.id, NOW, at(5))
    assert [(each.level, each.level_word) for each in book.every(Rating)] == [(3, "high")]


def test_each_occasion_and_each_line_has_a_level_of_its_own() -> None:
    book = Book()
    rate(book, 1)
    rate(book, 2, "end")
    rate(book, 3, each=ASK)
    assert [level_of(book), level_of(book, "end"), level_of(book, each=ASK)] == [1, 2, 3]
    assert level_of(book, "mid-point") == 0
    assert ratings.rated(book, SKILLS, "start") == 2
    assert ratings.rated(book, SKILLS, "end") == 1
    assert ratings.at_level(book, SKILLS, "start", 1) == [LISTEN]
    assert ratings.at_level(book, SKILLS, "start", 3) == [ASK]
    assert ratings.at_level(book, SKILLS, "start", 2) == []


def test_a_level_is_taken_away_and_can_be_given_again() -> None:
    book = Book()
    rate(book, 2)
    rate(book, 0)
    assert level_of(book) == 0
    assert ratings.rated(book, SKILLS, "start") == 0
    assert rate(book, 0) == ()
    rate(book, 1)
    assert [each.level for each in book.every(Rating)] == [1]


def test_undo_goes_back_through_the_levels() -> None:
    book = Book()
    history = History(book)
    seen = [level_of(book)]
    for level in (2, 3, 0, 1):
        history.do(change_of(book, SKILLS, "start", level), NOW)
        seen.append(level_of(book))
    assert seen == [0, 2, 3, 0, 1]
    for before in (0, 3, 2, 0):
        assert history.undo() is not None
        assert level_of(book) == before
    assert history.undo() is None
    for after in (2, 3, 0, 1):
        assert history.redo() is not None
        assert level_of(book) == after


@given(given=st.lists(st.tuples(st.sampled_from([LISTEN, ASK]), st.sampled_from(list(Occasion)), st.integers(0, 3))))
def test_the_last_level_given_is_the_one_that_counts(given: list[tuple[Line, Occasion, int]]) -> None:
    book, last = Book(), dict[tuple[str, str], int]()
    for each, occasion, level in given:
        rate(book, level, occasion.value, each)
        last[each.key, occasion.value] = level
    for each in (LISTEN, ASK):
        for occasion in Occasion:
            assert level_of(book, occasion.value, each) == last.get((each.key, occasion.value), 0)
    assert len(list(book.every(Rating))) == sum(1 for level in last.values() if level)


def test_of_two_ratings_the_later_one_counts() -> None:
    fields = {"key": "listen", "label": "", "levels": 3, "level_word": "", "occasion": "start"}
    early = make(Rating, at(9), level=1, order=1, **fields)  # by a clock that was wrong
    late = make(Rating, NOW, level=3, order=2, **fields)
    assert level_of(Book([early, late])) == 3
    assert level_of(Book([late, early])) == 3


def test_lines_that_are_answered_in_words_have_no_level() -> None:
    assert SKILLS.rated == (LISTEN, ASK)
    asked = {occasion: ratings.in_words(STRENGTH, occasion) for occasion in ("start", "end")}
    assert asked["start"].key != asked["end"].key
    assert asked["start"].text == "I strength (start)"
    book = Book()
    change = meeting.give_answer(book, asked["start"], "Patience", None, NOW)
    assert change is not None
    History(book).do(change, NOW)
    assert book.answer(asked["start"].key) is not None
    assert book.answer(asked["end"].key) is None


# --- which occasion it is


@pytest.fixture(scope="module")
def isaps() -> Pack:
    return load_pack("isaps")


@pytest.mark.parametrize(
    ("held", "near", "occasion"),
    [
        ([], None, "start"),
        (["first-meeting"], None, "start"),  # next are the goals
        (["first-meeting", "goals"], None, "mid-point"),  # the next one is the mid-point
        (["first-meeting", "goals", "mid-point"], None, "mid-point"),  # session 4 has none
        (["first-meeting", "goals", "mid-point", "session-4", "session-5"], None, "end"),
        (["first-meeting", "goals", "mid-point", "session-4", "session-5", "completion"], None, "end"),
        (["first-meeting"], "completion", "end"),
        (["first-meeting", "mid-point"], "session-4", "mid-point"),
        (["first-meeting", "mid-point"], "goals", "start"),
        (["completion"], "ongoing", "end"),
        ([], "ongoing", "start"),
        (["ongoing"], "gone from the pack", "start"),
    ],
)
@pytest.mark.parametrize("state", [SessionState.planned, SessionState.running])
def test_a_rating_belongs_to_the_session_that_is_on_or_next_else_to_one_before(
    isaps: Pack, held: list[str], near: str | None, occasion: str, state: SessionState
) -> None:
    past = [session(number, key, SessionState.held) for number, key in enumerate(held, 1)]
    now = [session(len(held) + 1, near, state)] if near else []
    skills = isaps.ratings["skills"]
    assert ratings.occasion_now(isaps, Book([*past, *now]), skills, TODAY) == occasion


def test_the_session_that_is_on_comes_before_the_planned_one(isaps: Pack) -> None:
    book = Book([session(1, "mid-point", SessionState.running), session(2, "completion", SessionState.planned)])
    assert ratings.occasion_now(isaps, book, isaps.ratings["skills"], TODAY) == "mid-point"


def test_an_occasion_that_the_set_does_not_have_is_none_of_its_own(isaps: Pack) -> None:
    book = Book([session(1, "completion", SessionState.running)])
    assert ratings.occasion_now(isaps, book, a_set(Occasion.start, Occasion.mid_point), TODAY) == "start"


def test_a_set_without_occasions_is_rated_by_the_day(isaps: Pack) -> None:
    book = Book([session(1, "completion", SessionState.running)])
    for today in (TODAY, TODAY + timedelta(days=1)):
        assert ratings.occasion_now(isaps, book, isaps.ratings["trust"], today) == today.isoformat()


def test_the_whole_programme_passes_through_its_occasions_in_order(isaps: Pack) -> None:
    book, seen = Book(), list[str]()
    for _ in range(7):
        (started,) = meeting.start_session(book, isaps, NOW).puts
        book.put(started)
        seen.append(ratings.occasion_now(isaps, book, isaps.ratings["skills"], TODAY))
        assert book.live is not None
        book.put(agenda.end(book.live, at(60)))
    assert seen == ["start", "start", "mid-point", "mid-point", "mid-point", "end", "end"]
    assert len(planning.begun(book)) == 7


# --- side by side


def test_a_set_with_occasions_shows_all_of_them() -> None:
    book = Book()
    rate(book, 1)
    assert ratings.columns(book, SKILLS, "mid-point") == ["start", "mid-point", "end"]
    assert ratings.columns(Book(), a_set(Occasion.end), "end") == ["end"]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([], ["2026-11-23"]),
        (["2026-11-23"], ["2026-11-23"]),
        (["2026-10-01", "2026-09-01"], ["2026-09-01", "2026-10-01", "2026-11-23"]),
        (["2026-10-01", "2026-09-01", "2026-08-01"], ["2026-09-01", "2026-10-01", "2026-11-23"]),
        (["2025-12-31", "2026-01-01", "2026-11-23"], ["2025-12-31", "2026-01-01", "2026-11-23"]),
    ],
)
def test_a_set_without_occasions_shows_its_latest_days_and_today(days: list[str], shown: list[str]) -> None:
    book = Book()
    for day in days:
        for each in (LISTEN, ASK):
            rate(book, 2, day, each)
    rate(book, 1, "2026-11-20", line("of another set"))
    assert ratings.columns(book, BY_DAY, "2026-11-23") == shown


def test_a_day_whose_levels_were_taken_away_is_shown_no_more() -> None:
    book = Book()
    rate(book, 2, "2026-10-01")
    rate(book, 0, "2026-10-01")
    assert ratings.columns(book, BY_DAY, "2026-11-23") == ["2026-11-23"]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((0, 0, 0), ""),
        ((2, 0, 0), ""),
        ((0, 0, 3), ""),
        ((1, 0, 2), "up 1"),
        ((1, 3, 0), "up 2"),
        ((0, 1, 3), "up 2"),
        ((3, 2, 1), "down 2"),
        ((3, 0, 2), "down 1"),
        ((2, 3, 2), "same"),
        ((2, 2, 0), "same"),
    ],
)
def test_the_change_is_that_between_the_first_and_the_last_rating(levels: tuple[int, ...], words: str) -> None:
    book = Book()
    for occasion, level in zip(Occasion, levels, strict=True):
        rate(book, level, occasion.value)
    assert ratings.change_words(book, LISTEN, [occasion.value for occasion in Occasion]) == words
    assert ratings.change_words(book, ASK, [occasion.value for occasion in Occasion]) == ""


def test_the_change_is_that_of_the_occasions_on_view() -> None:
    book = Book()
    for day, level in (("2026-08-01", 1), ("2026-09-01", 3), ("2026-10-01", 2)):
        rate(book, level, day)
    assert ratings.change_words(book, LISTEN, ["2026-09-01", "2026-10-01"]) == "down 1"


# --- who may see it


@pytest.mark.parametrize(
    ("lane", "alone", "seen"),
    [
        (Lane.mine, True, True),
        (Lane.mine, False, False),
        (Lane.pair, True, True),
        (Lane.pair, False, True),
    ],
)
def test_a_set_for_oneself_is_only_in_what_is_for_oneself_alone(lane: Lane, alone: bool, seen: bool) -> None:
    assert ratings.may_see(a_set(lane=lane), alone=alone) is seen


@pytest.mark.parametrize("name", ["isaps", "asds-future-leaders", "surgery-faculty"])
def test_in_each_programme_trust_is_for_oneself_and_skills_are_for_both(name: str) -> None:
    pack = load_pack(name)
    assert not ratings.may_see(pack.ratings["trust"], alone=False)
    assert ratings.may_see(pack.ratings["skills"], alone=False)
    keys = [each.key for found in pack.ratings.values() for part in found.parts for each in part.lines]
    assert len(keys) == len(set(keys))
