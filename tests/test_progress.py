"""How far along a mentorship is, and how that is said."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core.book import Book
from mentor_tui.core.packs import Rules
from mentor_tui.core.progress import (
    FEWEST_DAYS,
    WEEKS_FROM,
    Figures,
    Pace,
    add_months,
    figures,
    pace,
    pace_words,
    plural,
    words,
)
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    GoalState,
    Mentorship,
    Record,
    Role,
    Session,
    SessionState,
    make,
    touch,
)
from mentor_tui.core.sheets import Source

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
STARTS, ENDS = date(2026, 9, 1), date(2027, 2, 28)  # 181 days
PAIR = make(
    Mentorship,
    NOW,
    role=Role.mentee,
    mentor="Dr Ana Lima",
    mentee="Dr Søren García",
    pack="demo",
    starts_on=STARTS,
    ends_on=ENDS,
)
RULES = Rules(
    sessions=6,
    months=6,
    minutes=60,
    first_counts=True,
    survey_weeks_before_end=4,
    source=Source("A handbook", "Section 1"),
)


def session(number: int, state: SessionState = SessionState.held) -> Session:
    return make(Session, NOW, number=number, title="S", agenda="a", minutes=60, items=(), state=state)


def goal(progress: int, state: GoalState = GoalState.open) -> Goal:
    return make(Goal, NOW, text="A goal", progress=progress, state=state)


def action(due: date | None, state: ActionState = ActionState.open) -> Action:
    return make(Action, NOW, text="Send the list", due=due, state=state)


def found(*records: Record, rules: Rules | None = RULES, today: date = TODAY) -> Figures:
    return figures(Book([PAIR, *records]), rules, today)


# --- pace


@pytest.mark.parametrize(
    ("left", "days_left", "rhythm", "expected"),
    [
        (0, 0, 30.0, Pace.met),
        (0, 100, 30.0, Pace.met),
        (-1, 0, 30.0, Pace.met),
        (1, 0, 30.0, Pace.out_of_reach),
        (1, -5, 30.0, Pace.out_of_reach),
        (1, 2, 30.0, Pace.out_of_reach),
        (1, 3, 30.0, Pace.tight),
        (1, 14, 30.0, Pace.tight),
        (1, 15, 30.0, Pace.on_pace),
        (6, 17, 30.0, Pace.out_of_reach),
        (6, 18, 30.0, Pace.tight),
        (6, 89, 30.0, Pace.tight),
        (6, 90, 30.0, Pace.on_pace),
        (6, 181, 181 / 6, Pace.on_pace),
        (4, 61, 30.5, Pace.on_pace),
        (4, 60, 30.5, Pace.tight),
        (2, 5, 4.0, Pace.out_of_reach),
        (2, 6, 4.0, Pace.on_pace),
    ],
)
def test_the_table_of_paces(left: int, days_left: int, rhythm: float, expected: Pace) -> None:
    assert pace(left, days_left, rhythm) is expected


BETTER = [Pace.out_of_reach, Pace.tight, Pace.on_pace, Pace.met]


@settings(deadline=None)
@given(left=st.integers(0, 30), days=st.integers(-30, 400), more=st.integers(0, 60), rhythm=st.floats(0, 120, width=32))
def test_more_time_or_fewer_sessions_never_make_the_pace_worse(left: int, days: int, more: int, rhythm: float) -> None:
    here = BETTER.index(pace(left, days, rhythm))
    assert BETTER.index(pace(left, days + more, rhythm)) >= here
    assert BETTER.index(pace(max(0, left - more), days, rhythm)) >= here


# --- figures


def test_a_fresh_mentorship() -> None:
    assert found(today=STARTS) == Figures(
        held=0,
        minimum=6,
        pace=Pace.on_pace,
        left=6,
        day=1,
        days=181,
        days_left=180,
        goals_reached=0,
        goals_moving=0,
        goals_still=0,
        actions_open=0,
        actions_late=0,
    )


def test_only_held_sessions_count() -> None:
    states = [SessionState.held, SessionState.held, SessionState.running, SessionState.planned, SessionState.paused]
    figured = found(*(session(number, state) for number, state in enumerate(states, 1)))
    assert (figured.held, figured.left, figured.minimum) == (2, 4, 6)


def test_a_deleted_session_does_not_count() -> None:
    assert found(session(1), touch(session(2), NOW, deleted_at=NOW)).held == 1


def test_the_first_session_counts_as_the_rules_say() -> None:
    records = [session(1), session(2), session(3)]
    not_first = msgspec.structs.replace(RULES, first_counts=False)
    assert (found(*records).held, found(*records).left) == (3, 3)
    assert (found(*records, rules=not_first).held, found(*records, rules=not_first).left) == (2, 4)


def test_more_sessions_than_asked_leave_none() -> None:
    figured = found(*(session(number) for number in range(1, 9)), today=ENDS)
    assert (figured.held, figured.left, figured.pace) == (8, 0, Pace.met)


def test_without_rules_there_is_no_minimum() -> None:
    figured = found(session(1), rules=None)
    assert (figured.held, figured.minimum, figured.left) == (1, 0, 0)


@pytest.mark.parametrize(
    ("today", "day", "days_left"),
    [
        (STARTS - timedelta(days=40), 0, 180),
        (STARTS - timedelta(days=1), 0, 180),
        (STARTS, 1, 180),
        (date(2026, 11, 23), 84, 97),
        (ENDS, 181, 0),
        (ENDS + timedelta(days=1), 181, 0),
        (ENDS + timedelta(days=400), 181, 0),
    ],
)
def test_the_days_of_the_period(today: date, day: int, days_left: int) -> None:
    figured = found(today=today)
    assert (figured.day, figured.days, figured.days_left) == (day, 181, days_left)


def test_a_period_of_one_day() -> None:
    pair = msgspec.structs.replace(PAIR, ends_on=STARTS)
    figured = figures(Book([pair]), RULES, STARTS)
    assert (figured.day, figured.days, figured.days_left, figured.pace) == (1, 1, 0, Pace.out_of_reach)


@pytest.mark.parametrize(
    ("held", "today", "expected"),
    [
        (0, STARTS, Pace.on_pace),
        (0, ENDS - timedelta(days=91), Pace.on_pace),
        (0, ENDS - timedelta(days=90), Pace.tight),
        (0, ENDS - timedelta(days=18), Pace.tight),
        (0, ENDS - timedelta(days=17), Pace.out_of_reach),
        (5, ENDS - timedelta(days=16), Pace.on_pace),
        (5, ENDS - timedelta(days=15), Pace.tight),
        (5, ENDS - timedelta(days=3), Pace.tight),
        (5, ENDS - timedelta(days=2), Pace.out_of_reach),
        (6, ENDS, Pace.met),
    ],
)
def test_the_pace_comes_from_the_rhythm_of_the_programme(held: int, today: date, expected: Pace) -> None:
    assert found(*(session(number) for number in range(1, held + 1)), today=today).pace is expected


def test_goals_are_reached_moving_or_not_begun_and_dropped_ones_are_left_out() -> None:
    figured = found(
        goal(100, GoalState.reached),
        goal(100, GoalState.reached),
        goal(1),
        goal(99),
        goal(50),
        goal(0),
        goal(0, GoalState.dropped),
        goal(60, GoalState.dropped),
        touch(goal(0), NOW, deleted_at=NOW),
    )
    assert (figured.goals_reached, figured.goals_moving, figured.goals_still) == (2, 3, 1)


def test_an_action_is_late_from_the_day_after_it_was_due() -> None:
    today = TODAY
    day = timedelta(days=1)
    figured = found(
        action(today),
        action(today - day),
        action(today - 9 * day),
        action(today + day),
        action(None),
        action(today - day, ActionState.done),
        action(today - day, ActionState.dropped),
    )
    assert (figured.actions_open, figured.actions_late) == (5, 2)


@settings(deadline=None)
@given(
    starts=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 800),
    offset=st.integers(-100, 1000),
    states=st.lists(st.sampled_from(SessionState), max_size=10),
    first_counts=st.booleans(),
)
def test_the_figures_fit_each_other(
    starts: date, length: int, offset: int, states: list[SessionState], first_counts: bool
) -> None:
    pair = msgspec.structs.replace(PAIR, starts_on=starts, ends_on=starts + timedelta(days=length))
    rules = msgspec.structs.replace(RULES, first_counts=first_counts)
    book = Book([pair, *(session(number, state) for number, state in enumerate(states, 1))])
    figured = figures(book, rules, starts + timedelta(days=offset))
    assert 0 <= figured.day <= figured.days == length + 1
    assert figured.left == max(0, 6 - figured.held)
    assert (figured.pace is Pace.met) == (figured.left == 0)
    if 0 <= offset <= length:
        assert figured.day + figured.days_left == figured.days


# --- words


def said(**changes: object) -> dict[str, str]:
    plain = Figures(
        held=2,
        minimum=6,
        pace=Pace.on_pace,
        left=4,
        day=41,
        days=183,
        days_left=142,
        goals_reached=1,
        goals_moving=2,
        goals_still=0,
        actions_open=3,
        actions_late=1,
    )
    return dict(words(msgspec.structs.replace(plain, **changes)))


def test_the_words_stand_in_the_order_of_the_panel() -> None:
    assert list(said().items()) == [
        ("Sessions", "2 of 6, 4 left"),
        ("Pace", "on pace"),
        ("Day", "41 of 183, 142 left"),
        ("Goals", "1 reached, 2 moving"),
        ("Actions", "3 open, 1 late"),
    ]


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"held": 7, "left": 0}, "Sessions", "7 of 6"),
        ({"held": 3, "minimum": 0, "left": 0}, "Sessions", "3"),
        ({"day": 0, "days_left": 190}, "Day", "not begun, 190 left"),
        ({"day": 182, "days_left": 1}, "Day", "182 of 183, 1 left"),
        ({"day": 183, "days_left": 0}, "Day", "183 of 183, 0 left"),
        ({"goals_reached": 0, "goals_moving": 0, "goals_still": 0}, "Goals", "none yet"),
        ({"goals_reached": 0, "goals_moving": 0, "goals_still": 2}, "Goals", "2 not begun"),
        ({"goals_still": 1}, "Goals", "1 reached, 2 moving, 1 not begun"),
        ({"actions_late": 0}, "Actions", "3 open"),
        ({"actions_open": 0, "actions_late": 0}, "Actions", "none open"),
        ({"pace": Pace.met}, "Pace", "minimum met"),
        ({"pace": Pace.tight}, "Pace", "tight"),
        ({"pace": Pace.out_of_reach}, "Pace", "out of reach"),
    ],
)
def test_the_words_for_a_figure(changes: dict[str, object], name: str, expected: str) -> None:
    assert said(**changes)[name] == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (21, "21 days")])
def test_plural(count: int, expected: str) -> None:
    assert plural(count, "day") == expected


def test_without_rules_nothing_is_said_to_be_met() -> None:
    assert dict(words(found(rules=None)))["Pace"] != Pace.met.value


# --- months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 1), 6, date(2027, 3, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 5, 9), 0, date(2026, 5, 9)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@settings(deadline=None)
@given(day=st.dates(date(1950, 1, 1), date(2150, 12, 31)), months=st.integers(0, 240))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    last = monthrange(later.year, later.month)[1]
    assert later.day == day.day if day.day <= last else later.day == last
    assert add_months(date(day.year, day.month, 1), months) <= later


# --- the pace in words


def paced(left: int, days_left: int, rhythm: float = 30.0, minimum: int = 6) -> Figures:
    return msgspec.structs.replace(
        found(), minimum=minimum, left=left, days_left=days_left, pace=pace(left, days_left, rhythm)
    )


@pytest.mark.parametrize(
    ("left", "days_left", "expected"),
    [
        (2, 41, "2 left, 41 days: one every 3 weeks"),
        (2, 28, "2 left, 28 days: one every 2 weeks, tight"),
        (2, 27, "2 left, 27 days: one every 13 days, tight"),
        (3, 47, "3 left, 47 days: one every 2 weeks"),
        (3, 20, "3 left, 20 days: one every 6 days, tight"),
        (1, 41, "1 left, 41 days"),
        (1, 4, "1 left, 4 days, tight"),
        (3, 4, "out of reach: 3 left in 4 days"),
        (1, 1, "out of reach: 1 left in 1 day"),
        (1, 0, "out of reach: 1 left in 0 days"),
        (0, 0, "minimum met"),
        (0, 90, "minimum met"),
    ],
)
def test_the_pace_in_words(left: int, days_left: int, expected: str) -> None:
    assert pace_words(paced(left, days_left)) == expected


def test_without_rules_there_is_no_pace_to_tell() -> None:
    assert pace_words(found(rules=None)) == "no minimum known"


@given(st.integers(0, 60), st.integers(0, 2000), st.floats(1, 200))
def test_the_pace_in_words_adds_up(left: int, days_left: int, rhythm: float) -> None:
    """What is said is what is left, and so many sessions at that rhythm take about the days that there are."""
    figures_now = paced(left, days_left, rhythm)
    told = pace_words(figures_now)
    if left == 0:
        assert told == "minimum met"
        return
    assert f"{left} left" in told
    assert plural(days_left, "day") in told
    assert told.endswith(", tight") == (figures_now.pace is Pace.tight)
    assert told.startswith("out of reach: ") == (days_left < FEWEST_DAYS * left)
    every = re.search(r"one every (\d+) (weeks|days)", told)
    assert (every is not None) == (left > 1 and days_left >= FEWEST_DAYS * left)
    if every is not None and every[2] == "weeks":
        assert days_left >= WEEKS_FROM * left
        assert abs(int(every[1]) * 7 * left - days_left) <= 3.5 * left
    elif every is not None:
        assert days_left < WEEKS_FROM * left
        assert int(every[1]) * left <= days_left < (int(every[1]) + 1) * left
