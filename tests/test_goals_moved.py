"""What a session made of goals: in its document, at its end, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core import goals, meeting
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.records import Goal, Horizon, Session, SessionState, make, touch
from mentor_tui.data.shelf import Shelf
from mentor_tui.export.markdown import Audience, session_markdown
from tests.app_helpers import app_on, book_of, cursor_on, desk_of, fresh, press, screen_name, start, texts_of
from tests.conftest import NOW, FixedClock, a_pair


class Told:
    """A book with two sessions after each other, and what is done in it at a minute from the first one's start."""

    def __init__(self) -> None:
        self.book = Book([a_pair()])
        self.history = History(self.book)
        self.sessions: list[Session] = []
        for number in (1, 2):
            begun = NOW + timedelta(days=30 * (number - 1))
            fields = {"number": number, "title": "x", "agenda": "", "minutes": 60, "items": ()}
            held = {"state": SessionState.held, "started_at": begun, "ended_at": begun + timedelta(minutes=60)}
            self.sessions.append(make(Session, begun, **fields, **held))
            self.book.put(self.sessions[-1])

    def do(self, change: Change, minute: float) -> None:
        self.history.settle()
        self.history.do(change, NOW + timedelta(minutes=minute))

    def goal(self, text: str, minute: float, **plan: object) -> Goal:
        at = NOW + timedelta(minutes=minute)
        self.do(meeting.add_goal(text, Horizon.short, "Accepted", at, **plan), minute)
        return self.book.goals[-1]

    def move(self, goal: Goal, percent: int, minute: float) -> None:
        fresh = self.book.get(Goal, goal.id)
        assert fresh is not None
        self.do(meeting.set_progress(fresh, percent, NOW + timedelta(minutes=minute)), minute)

    def words(self, number: int = 0) -> list[str]:
        return [f"{each.goal.text}: {each.words}" for each in goals.moved_in(self.book, self.sessions[number])]

    def section(self, audience: Audience = Audience.partner, number: int = 0) -> str:
        text = session_markdown(self.book, None, self.sessions[number], audience, date(2026, 12, 1))
        return text.partition("## Goals\n\n")[2].partition("\n\n")[0].rstrip()


@pytest.fixture
def pair() -> Told:
    return Told()


DAY = 24 * 60


def test_a_new_goal_has_its_plan_and_one_that_moved_only_that(pair: Told) -> None:
    old = pair.goal("An old one", -3 * DAY)
    pair.move(old, 20, -3 * DAY)
    new = pair.goal("A paper", 10, by=date(2027, 3, 1), support="A *statistician*")
    pair.move(old, 50, 20)
    assert pair.section() == (
        "- An old one — short-term, 20% to 50%\n"
        "- A paper — short-term, new, 0%\\\n"
        "  By: Mon 1 Mar 2027\\\n"
        "  Measure: Accepted\\\n"
        "  Resources and support: A \\*statistician\\*"
    )
    assert pair.section(Audience.me) == pair.section()
    # What comes later is not of this session.
    pair.move(new, 70, 3 * DAY)
    pair.move(old, 100, 30 * DAY + 5)
    assert pair.words() == ["An old one: short-term, 20% to 50%", "A paper: short-term, new, 0%"]
    assert pair.words(1) == ["An old one: short-term, 50% to 100%, reached"]


def test_reviewed_reached_and_dropped(pair: Told) -> None:
    reviewed, dropped, reached, other = (pair.goal(name, -3 * DAY) for name in "abcd")
    at = NOW + timedelta(minutes=30)
    pair.do(meeting.review_goal(reviewed, "It waits for *ethics*", pair.sessions[0], at), 30)
    pair.do(meeting.review_goal(other, "Between sessions", None, at), 30)
    pair.do(goals.drop_goal(dropped, "No time", at), 30)
    pair.move(reached, 100, 30)
    assert pair.section() == (
        "- a — short-term, 0%\\\n"
        "  Review: 0% It waits for \\*ethics\\*\n"
        "- b — short-term, 0%, dropped: No time\n"
        "- c — short-term, 0% to 100%, reached"
    )


def test_nothing_is_said_of_goals_that_stood_still_or_are_deleted(pair: Told) -> None:
    still, gone = pair.goal("still", -3 * DAY), pair.goal("gone", 10)
    pair.do(meeting.edit_goal(touch(still, NOW + timedelta(minutes=5), text="still so")), 5)
    pair.do(meeting.delete(gone, NOW + timedelta(minutes=50)), 50)
    assert pair.words() == []
    assert pair.section() == ""
    planned = make(Session, NOW, number=3, title="", agenda="", minutes=60, items=())
    assert goals.moved_in(pair.book, planned) == []


@settings(deadline=None)
@given(steps=st.lists(st.tuples(st.integers(1, 40), st.sampled_from(range(0, 101, 5))), max_size=12))
def test_from_one_session_to_the_next_no_step_is_lost(steps: list[tuple[int, int]]) -> None:
    """Progress before the second session and at its end is what it was then, whatever is done afterwards."""
    pair = Told()
    goal = pair.goal("x", 1)
    stood = {"before": 0, "end": 0}
    day = 0
    for gap, percent in steps:
        day += gap
        pair.move(goal, percent, day * DAY + 30)
        stood["before"] = percent if day < 30 else stood["before"]
        stood["end"] = percent if day <= 30 else stood["end"]
    found = goals.moved_in(pair.book, pair.sessions[1])
    assert [(each.before, each.progress) for each in found] == (
        [(stood["before"], stood["end"])] if stood["before"] != stood["end"] else []
    )


async def test_the_wrap_up_lists_them_and_leads_to_the_goals(tmp_path: Path, clock: FixedClock) -> None:
    shelf: Shelf = fresh(tmp_path / "journals", clock)
    app = app_on(shelf, clock)
    async with app.run_test(size=(120, 50)) as pilot:
        await start(pilot)
        clock.advance(60)
        plan = {"by": date(2027, 3, 1)}
        desk_of(app).do(meeting.add_goal("Submit one paper", Horizon.short, "Accepted", clock.now(), **plan))
        goal = book_of(app).goals[0]
        desk_of(app).do(meeting.review_goal(goal, "Ethics first", book_of(app).live, clock.now()))
        clock.advance(60)
        await press(pilot, "f8")
        rows = texts_of(app, "#wrapup")
        place = rows.index("Goals")
        assert rows.index("Actions") < place
        assert "- Submit one paper  short-term, new, 0%, by Mon 1 Mar" in rows[place + 1]
        assert [row.strip() for row in rows[place + 2 : place + 4]] == ["Measure: Accepted", "Review: 0%, Ethics first"]
        await cursor_on(pilot, "#wrapup", "Submit one paper")
        await press(pilot, "enter")
        assert screen_name(app) == "GoalsScreen"
