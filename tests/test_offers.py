"""What stands in a mentorship's way, and the cards that are offered by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mentor_tui.core import offers, tasks
from mentor_tui.core.book import Book
from mentor_tui.core.packs import Pack, Rules
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    GoalState,
    Lead,
    Mentorship,
    Record,
    Role,
    Session,
    SessionState,
    make,
)
from mentor_tui.core.sheets import Card, CardSet, Moment, Source
from mentor_tui.prompts.library import load_pack

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
SOURCE = Source("A handbook", "Section 1")
BEGAN, ENDS = date(2026, 10, 1), date(2027, 3, 31)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def the_rules(sessions: int = 6, months: int = 6) -> Rules:
    return Rules(
        sessions=sessions,
        months=months,
        minutes=60,
        first_counts=True,
        survey_weeks_before_end=None,
        source=SOURCE,
    )


def a_book(*records: Record, role: Role = Role.mentor) -> Book:
    """A mentorship from 1 October to 31 March, with these records."""
    pair = make(Mentorship, NOW, role=role, mentor="Ana", mentee="Ben", pack="demo", starts_on=BEGAN, ends_on=ENDS)
    return Book([pair, *records])


def held(number: int, on: date) -> Session:
    """A session that was held on a day, from two to three in the afternoon."""
    start = datetime(on.year, on.month, on.day, 14, 0, tzinfo=UTC)
    return make(
        Session,
        start,
        number=number,
        title="",
        agenda="own",
        minutes=60,
        items=(),
        state=SessionState.held,
        started_at=start,
        ended_at=start + timedelta(hours=1),
    )


def on_now(number: int = 1, state: SessionState = SessionState.running) -> Session:
    return make(Session, NOW, number=number, title="", agenda="own", minutes=60, items=(), state=state, started_at=NOW)


def action(due: date | None, **fields: object) -> Action:
    return make(Action, NOW, text="Send the draft", due=due, **fields)


def a_goal(state: GoalState = GoalState.open) -> Goal:
    return make(Goal, NOW, text="Publish", state=state)


def found(book: Book, today: date = TODAY, rules: Rules | None = None) -> dict[Moment, str]:
    return offers.troubles(book, rules or the_rules(), today, UTC)


# --- late for the second time


@pytest.mark.parametrize(
    ("due", "slipped", "met", "late"),
    [
        (TODAY - days(1), 1, None, True),
        (TODAY, 1, None, False),  # due today is not late
        (TODAY + days(1), 3, None, False),
        (None, 1, None, False),
        (TODAY - days(1), 0, None, False),
        # Late already on the day the two last met: due before it, and not on it.
        (TODAY - days(9), 0, TODAY - days(8), True),
        (TODAY - days(9), 0, TODAY - days(9), False),
        (TODAY - days(9), 0, TODAY - days(10), False),
    ],
)
def test_late_twice_is_moved_when_late_or_late_already_when_the_two_met(
    due: date | None, slipped: int, met: date | None, late: bool
) -> None:
    book = a_book(*([held(1, met)] if met else []))
    assert offers.late_twice(book, action(due, slipped=slipped), TODAY, UTC) is late


def test_only_the_last_meeting_counts_for_what_was_late() -> None:
    book = a_book(held(2, TODAY - days(5)), held(1, TODAY - days(40)))
    assert offers.late_twice(book, action(TODAY - days(6)), TODAY, UTC)
    assert not offers.late_twice(book, action(TODAY - days(5)), TODAY, UTC)


@pytest.mark.parametrize("state", [ActionState.done, ActionState.dropped])
def test_an_action_that_is_closed_is_not_late(state: ActionState) -> None:
    late = action(TODAY - days(9), slipped=2, state=state)
    assert not offers.late_twice(a_book(late), late, TODAY, UTC)
    assert Moment.late_twice not in found(a_book(late))


def test_the_actions_that_are_late_twice_are_counted() -> None:
    late = [action(TODAY - days(9), slipped=1) for _ in range(2)]
    assert found(a_book(action(TODAY - days(9)))) == {Moment.no_session: "No session was held for a month."}
    assert found(a_book(late[0]))[Moment.late_twice] == "An action is late for the second time."
    assert found(a_book(*late))[Moment.late_twice] == "2 actions are late for the second time."


@pytest.mark.parametrize(
    ("old", "new", "slipped"),
    [
        (TODAY - days(1), TODAY + days(7), 1),
        (TODAY - days(5), TODAY - days(2), 1),
        (TODAY, TODAY + days(7), 0),  # not late yet
        (TODAY + days(1), TODAY + days(7), 0),
        (TODAY - days(1), TODAY - days(2), 0),  # earlier
        (TODAY - days(1), TODAY - days(1), 0),
        (TODAY - days(1), None, 0),
        (None, TODAY + days(7), 0),
    ],
)
def test_an_action_slips_when_it_was_late_and_gets_a_later_date(
    old: date | None, new: date | None, slipped: int
) -> None:
    (moved,) = tasks.move_action(action(old), new, NOW, TODAY).puts
    assert isinstance(moved, Action)
    assert (moved.due, moved.slipped) == (new, slipped)


def test_what_slipped_is_kept_and_the_day_is_that_of_the_person() -> None:
    (moved,) = tasks.move_action(action(TODAY - days(1), slipped=1), TODAY + days(1), NOW, TODAY).puts
    assert isinstance(moved, Action)
    assert moved.slipped == 2
    # In a zone where it is tomorrow already, what is due today is late.
    (moved,) = tasks.move_action(action(TODAY), TODAY + days(3), NOW, TODAY + days(1)).puts
    assert isinstance(moved, Action)
    assert moved.slipped == 1
    done = action(TODAY - days(1), state=ActionState.done)
    (moved,) = tasks.move_action(done, TODAY + days(3), NOW, TODAY).puts
    assert isinstance(moved, Action)
    assert moved.slipped == 0


# --- no session for a month


@pytest.mark.parametrize(
    ("today", "seen"),
    [
        (date(2026, 9, 30), False),
        (BEGAN, False),
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (ENDS, True),
        (ENDS + days(1), False),  # the period is over
    ],
)
def test_without_a_session_the_month_counts_from_the_beginning(today: date, seen: bool) -> None:
    assert (Moment.no_session in found(a_book(), today)) is seen


@pytest.mark.parametrize(
    ("last", "today", "seen"),
    [
        (date(2026, 10, 20), date(2026, 11, 19), False),
        (date(2026, 10, 20), date(2026, 11, 20), True),
        (date(2027, 1, 31), date(2027, 2, 27), False),
        (date(2027, 1, 31), date(2027, 2, 28), True),  # a calendar month, whatever its length
    ],
)
def test_after_a_session_the_month_counts_from_that(last: date, today: date, seen: bool) -> None:
    book = a_book(held(1, date(2026, 10, 2)), held(2, last))
    assert (Moment.no_session in found(book, today)) is seen


@pytest.mark.parametrize("state", [SessionState.running, SessionState.paused])
def test_nothing_is_missed_while_a_session_is_on(state: SessionState) -> None:
    assert Moment.no_session in found(a_book())
    assert Moment.no_session not in found(a_book(on_now(state=state)))


def test_a_date_in_the_diary_is_no_session() -> None:
    assert Moment.no_session in found(a_book(on_now(state=SessionState.planned)))


@pytest.mark.parametrize(
    ("sessions", "months", "wait", "words"),
    [
        (6, 6, 1, "a month"),
        (12, 12, 1, "a month"),
        (12, 6, 1, "a month"),
        (5, 9, 1, "a month"),
        (4, 8, 2, "2 months"),
        (4, 12, 3, "3 months"),
    ],
)
def test_a_programme_with_a_slower_rhythm_waits_longer(sessions: int, months: int, wait: int, words: str) -> None:
    rules, day = the_rules(sessions, months), add_months(BEGAN, wait)
    assert Moment.no_session not in found(a_book(), day - days(1), rules)
    assert found(a_book(), day, rules)[Moment.no_session] == f"No session was held for {words}."


# --- no goals after session 2


@pytest.mark.parametrize(
    ("sessions", "goals", "seen"),
    [
        (1, [], False),
        (2, [], True),
        (3, [], True),
        (2, [GoalState.open], False),
        (2, [GoalState.reached], False),
        (2, [GoalState.dropped], True),
        (2, [GoalState.dropped, GoalState.open], False),
    ],
)
def test_after_two_sessions_there_should_be_a_goal(sessions: int, goals: list[GoalState], seen: bool) -> None:
    past = [held(number, TODAY - days(9 - number)) for number in range(1, sessions + 1)]
    said = found(a_book(*past, *map(a_goal, goals))).get(Moment.no_goals)
    assert said == (f"There is no goal after session {sessions}." if seen else None)


def test_a_session_that_is_on_is_not_yet_held() -> None:
    assert Moment.no_goals not in found(a_book(held(1, TODAY - days(3)), on_now(2)))


def test_a_mentorship_on_its_way_has_no_trouble() -> None:
    book = a_book(held(1, TODAY - days(9)), held(2, TODAY - days(2)), a_goal(), action(TODAY + days(1)))
    assert found(book) == {}


# --- the cards


def card(key: str, who: Lead, *when: Moment) -> Card:
    return Card(key=f"set/{key}", title=key, who=who, when=when, text="", lines=(), source=SOURCE)


def a_pack(*cards: Card) -> Pack:
    """A pack with these cards in two sets."""
    sets = {
        name: CardSet(key=name, title=name, intro="", draw=False, cards=found)
        for name, found in (("set", cards[:1]), ("more", cards[1:]))
    }
    return Pack(
        name="demo",
        title="Demo",
        mentee_word="mentee",
        contact="",
        rules=the_rules(),
        documents=(),
        course=(),
        extra="",
        agendas={},
        checklists={},
        decks={},
        activities={},
        cards=sets,
    )


PACK = a_pack(
    card("goals", Lead.both, Moment.no_goals),
    card("mentor", Lead.mentor, Moment.no_session, Moment.preparing),
    card("mentee", Lead.mentee, Moment.no_session),
    card("twice", Lead.both, Moment.late_twice, Moment.no_session),
    card("never", Lead.both),
)


def keys(cards: list[Card]) -> list[str]:
    return [each.title for each in cards]


def test_a_card_is_for_the_person_at_this_machine() -> None:
    assert keys(offers.cards_for(PACK, Role.mentor, Moment.no_session)) == ["mentor", "twice"]
    assert keys(offers.cards_for(PACK, Role.mentee, Moment.no_session)) == ["mentee", "twice"]
    assert keys(offers.cards_for(PACK, Role.mentor, Moment.preparing)) == ["mentor"]
    assert offers.cards_for(PACK, Role.mentee, Moment.preparing) == []
    assert offers.cards_for(PACK, Role.mentee, Moment.completing) == []


@pytest.mark.parametrize("role", list(Role))
def test_what_is_offered_says_why_in_order_and_each_card_once(role: Role) -> None:
    past = [held(1, date(2026, 10, 2)), held(2, date(2026, 10, 9))]
    book = a_book(*past, action(TODAY - days(1), slipped=1), role=role)
    assert [(why, each.title) for why, each in offers.offered(PACK, book, TODAY, UTC)] == [
        ("An action is late for the second time.", "twice"),
        ("No session was held for a month.", role.value),
        ("There is no goal after session 2.", "goals"),
    ]


def test_nothing_is_offered_when_nothing_is_in_the_way() -> None:
    book = a_book(held(1, TODAY - days(9)))
    assert offers.offered(PACK, book, TODAY, UTC) == []


def test_a_card_of_a_trouble_that_is_over_is_offered_no_more() -> None:
    late = action(TODAY - days(1), slipped=1)
    book = a_book(held(1, TODAY - days(9)), late)
    assert keys([each for _, each in offers.offered(PACK, book, TODAY, UTC)]) == ["twice"]
    for record in tasks.close_action(late, ActionState.done, NOW).puts:
        book.put(record)
    assert offers.offered(PACK, book, TODAY, UTC) == []


@pytest.mark.parametrize("name", ["isaps", "asds-future-leaders", "surgery-faculty"])
@pytest.mark.parametrize("role", list(Role))
def test_each_programme_has_help_for_both_when_they_do_not_meet(name: str, role: Role) -> None:
    pack = load_pack(name)
    found = offers.offered(pack, a_book(held(1, date(2026, 10, 2)), role=role), date(2027, 2, 1), UTC)
    assert found
    assert all(why.startswith("No session was held") for why, _ in found)
    assert {each.who.value for _, each in found} <= {"both", role.value}


def test_what_is_for_both_is_for_each_and_what_is_for_one_for_no_other() -> None:
    assert [offers.is_for(who, Role.mentor) for who in (Lead.mentor, Lead.mentee, Lead.both)] == [True, False, True]
    assert [offers.is_for(who, Role.mentee) for who in (Lead.mentor, Lead.mentee, Lead.both)] == [False, True, True]


@pytest.mark.parametrize("role", list(Role))
def test_the_parts_of_a_checklist_are_those_of_the_time_and_the_person(role: Role) -> None:
    pack = load_pack("isaps")
    for key, checklist in pack.checklists.items():
        for when in ("before", "during", "after"):
            for part in offers.parts_for(pack, key, role, when):
                assert part in checklist.parts
                assert (part.when, part.who.value in ("both", role.value)) == (when, True)
    assert any(offers.parts_for(pack, key, role, "before") for key in pack.checklists)
    assert offers.parts_for(pack, "nothing is called that", role, "before") == []


def test_the_programmes_own_word_is_for_the_mentee_alone() -> None:
    pack = load_pack("surgery-faculty")
    assert [pack.word_for(who) for who in (Lead.mentor, Lead.mentee, Lead.both)] == ["mentor", "protégé", "both"]
    assert [pack.word_for(who) for who in Role] == ["mentor", "protégé"]
