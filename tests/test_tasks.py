"""Actions across sessions: what is done to them, which are found, and where each of them stands; goals over time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core import goals, hindsight, meeting, tasks
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.capture import Captured, describe, parse
from mentor_tui.core.dates import parse_due
from mentor_tui.core.days import month_word, show_date_long, show_date_sure
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    GoalState,
    Lane,
    Lead,
    Mark,
    Note,
    NoteKind,
    Review,
    Session,
    make,
)
from mentor_tui.core.tasks import NO_GOAL, Wanted, Which, Whose
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import mentorship_markdown, session_markdown
from tests.conftest import a_pair
from tests.test_meeting import PACK

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = NOW.date()
PAIR = a_pair(pack="demo")


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def action(text: str = "Send it", **fields: object) -> Action:
    return make(Action, NOW, text=text, **fields)


def only(change: Change | None) -> Action:
    assert change is not None
    (found,) = change.puts
    assert isinstance(found, Action)
    return found


def show(instant: datetime) -> str:
    return f"{instant:%d %b}"


# What is done


def test_a_date_that_changes_is_counted_and_the_first_one_is_not() -> None:
    first = only(tasks.move_action(action(), TODAY, NOW, TODAY))
    assert (first.moved, first.slipped) == (0, 0)
    again = only(tasks.move_action(first, TODAY + days(2), NOW, TODAY))
    assert (again.moved, again.slipped) == (1, 0)
    same = only(tasks.move_action(again, TODAY + days(2), NOW, TODAY))
    assert (same.moved, same.slipped) == (1, 0)
    late = only(tasks.move_action(same, TODAY + days(9), NOW, TODAY + days(5)))
    assert (late.moved, late.slipped) == (2, 1)


def test_the_reason_for_a_drop_goes_when_it_is_reopened() -> None:
    dropped = only(tasks.close_action(action(), ActionState.dropped, NOW))
    told = only(tasks.say_why(dropped, " The course\nwas  called off ", NOW))
    assert told.why == "The course was called off"
    assert only(tasks.close_action(told, ActionState.open, NOW)).why == ""


def test_reopened_while_a_session_is_on_it_stands_there() -> None:
    session = make(Session, NOW, number=3, title="", agenda="first", minutes=60, items=())
    old = action(session_id="before", origin_id="before", state=ActionState.done, closed_at=NOW)
    assert only(tasks.close_action(old, ActionState.open, NOW, session)).session_id == session.id
    assert only(tasks.close_action(old, ActionState.open, NOW)).session_id == "before"


def test_several_are_ticked_in_one_step() -> None:
    some = [action("a"), action("b"), action("c", state=ActionState.dropped)]
    book = Book([PAIR, *some])
    history = History(book)
    change = tasks.tick_all(some, later(1))
    assert change is not None
    history.do(change, later(1))
    assert [each.state.value for each in book.actions] == ["done", "done", "dropped"]
    history.undo()
    assert len(book.open_actions) == 2
    assert tasks.tick_all(some[2:], NOW) is None


def parts(typed: str) -> tuple[Captured, ...]:
    return tasks.parts_of(typed, PAIR, TODAY)


def test_a_split_action_becomes_its_first_part() -> None:
    whole = action(
        "a; b", owner=Lead.both, due=TODAY, origin_id="s1", session_id="s2", lane=Lane.mine, moved=2, slipped=1
    )
    goal = make(Goal, NOW, text="Publish", evidence=(whole.id,))
    book = Book([PAIR, whole, goal])
    history = History(book)
    change = tasks.split_action(book, whole, parts(" a ;; b; c "), later(1), TODAY)
    assert change is not None
    history.do(change, later(1))
    first, *rest = book.actions
    assert first.id == whole.id
    assert [each.text for each in (first, *rest)] == ["a", "b", "c"]
    for each in rest:
        assert each.split_from == whole.id
        assert (each.owner, each.due, each.origin_id, each.session_id) == (Lead.both, TODAY, "s1", "s2")
        assert (each.lane, each.moved, each.slipped) == (Lane.mine, 2, 1)
    assert set(book.goals[0].evidence) == {each.id for each in book.actions}
    history.undo()
    assert [each.text for each in book.actions] == ["a; b"]
    assert book.goals[0].evidence == (whole.id,)


@pytest.mark.parametrize("typed", ["", ";", "one", " one ; ", ";;one;"])
def test_fewer_than_two_parts_split_nothing(typed: str) -> None:
    whole = action()
    assert tasks.split_action(Book([PAIR, whole]), whole, parts(typed), NOW, TODAY) is None


def test_a_part_may_name_its_own_owner_and_date() -> None:
    whole = action("Old", owner=Lead.both, due=TODAY - days(1), moved=2, slipped=1)
    book = Book([PAIR, whole])
    change = tasks.split_action(book, whole, parts("a @mentee; b ^tomorrow; c @me ^2026-11-20"), later(1), TODAY)
    assert change is not None
    found = [each for each in change.puts if isinstance(each, Action)]
    assert [(each.text, each.owner, each.due) for each in found] == [
        ("a", Lead.mentee, TODAY - days(1)),
        ("b", Lead.both, TODAY + days(1)),
        ("c", Lead.mentor, date(2026, 11, 20)),
    ]
    told = [tasks.part_of(whole, part) for part in parts("a @mentee; b ^tomorrow; c @me ^2026-11-20")]
    assert [(each.text, each.owner, each.due) for each in told] == [(each.text, each.owner, each.due) for each in found]
    # Another date is a date moved, and slipped once more where it was late and is later now.
    assert [(each.moved, each.slipped) for each in found] == [(2, 1), (3, 2), (3, 1)]


@pytest.mark.parametrize("text", ["Ask @lima; then ^fri", "! Send\n@mentor", "\\@mentee ^tue", "a;b", "=c ~d"])
def test_the_words_of_the_action_itself_are_no_signs(text: str) -> None:
    whole = action(text, owner=Lead.both, due=TODAY)
    line = tasks.line_of_parts(whole, PAIR)
    found = parts(line)
    assert [part.text for part in found] == [each.strip() for each in text.replace("\n", ";").split(";")]
    assert all(part.owner is None and part.due is None for part in found)


def test_links_follow_a_note_that_becomes_an_action() -> None:
    note = make(Note, NOW, text="Good talk")
    goal = make(Goal, NOW, text="Publish", evidence=("other", note.id))
    book = Book([PAIR, note, goal])
    History(book).do(meeting.note_to_action(book, note, later(1)), later(1))
    assert book.goals[0].evidence == ("other", book.actions[0].id)
    assert [each.text for each in goals.evidence_of(book, book.goals[0])] == ["Good talk"]


# Which are found


def some_book() -> Book:
    late = action("Late one", owner=Lead.mentor, due=TODAY - days(1))
    week = action("Soon Ärger", owner=Lead.mentee, due=TODAY + days(6))
    far = action("Far", owner=Lead.both, due=TODAY + days(7))
    free = action("Free one", lane=Lane.mine)
    done = action("Done", owner=Lead.mentee, state=ActionState.done, closed_at=NOW - days(3))
    old = action("Old", state=ActionState.done, closed_at=NOW - days(30))
    gone = action("Gone", owner=Lead.mentor, state=ActionState.dropped, closed_at=NOW)
    goal = make(Goal, NOW, text="Publish", evidence=(late.id, done.id))
    return Book([PAIR, late, week, far, free, done, old, gone, goal])


def found(book: Book, **wanted: object) -> list[str]:
    return [each.text for each in tasks.find(book, Wanted(**wanted), TODAY)]  # type: ignore[arg-type]


def test_filters() -> None:
    book = some_book()
    assert found(book) == ["Late one", "Soon Ärger", "Far", "Free one"]
    assert found(book, which=Which.late) == ["Late one"]
    assert found(book, which=Which.done) == ["Done", "Old"]
    assert found(book, which=Which.dropped) == ["Gone"]
    assert found(book, which=Which.all) == ["Late one", "Soon Ärger", "Far", "Free one", "Gone", "Done", "Old"]
    assert found(book, whose=Whose.mine) == ["Late one", "Far"]
    assert found(book, whose=Whose.partner) == ["Soon Ärger", "Far"]
    assert found(book, whose=Whose.nobody) == ["Free one"]
    assert found(book, which=Which.all, goal=book.goals[0].id) == ["Late one", "Done"]
    assert found(book, goal=NO_GOAL) == ["Soon Ärger", "Far", "Free one"]
    assert found(book, goal="gone") == []
    assert found(book, words="ärger SOON") == ["Soon Ärger"]
    assert found(book, words="one") == ["Late one", "Free one"]


def test_hidden_private_words_find_nothing() -> None:
    some = tasks.find(some_book(), Wanted(words="one"), TODAY, hidden=True)
    assert [each.text for each in some] == ["Late one"]


def test_headings_by_date_and_by_owner() -> None:
    book = some_book()
    every = tasks.find(book, Wanted(which=Which.all), TODAY)
    grouped = tasks.by_date(every, NOW, TODAY, frozenset())
    assert [(title, [each.text for each in some]) for title, some in grouped] == [
        ("Late", ["Late one"]),
        ("This week", ["Soon Ärger"]),
        ("Later", ["Far"]),
        ("No date", ["Free one"]),
        ("Done lately", ["Done"]),
        ("Done before", ["Old"]),
        ("Dropped", ["Gone"]),
    ]
    owners = tasks.by_owner(book, every, lambda who: "you" if who is Lead.mentor else who.value)
    assert [title for title, _ in owners] == ["You", "Mentee", "Both", "Nobody"]


def test_what_was_ticked_just_now_stays_where_it_was() -> None:
    book = some_book()
    first = book.open_actions[0]
    book.put(only(tasks.close_action(first, ActionState.done, NOW)))
    wanted = Wanted(stay=frozenset((first.id,)))
    some = tasks.find(book, wanted, TODAY)
    assert some[0].id == first.id
    assert tasks.by_date(some, NOW, TODAY, wanted.stay)[0][0] == "Late"
    assert "Late one" not in found(book)


def test_what_is_looked_for_in_words() -> None:
    assert Wanted().told("Dr Noa", "") == "Open actions of both, any goal"
    wanted = Wanted(which=Which.late, whose=Whose.partner, goal="x", words="list")
    assert wanted.told("Dr Noa", "Publish") == 'Late actions of Dr Noa, for the goal: Publish, with "list"'
    assert Wanted(goal=NO_GOAL, whose=Whose.nobody).told("", "") == "Open actions of nobody, linked to no goal"


def test_the_history_of_one() -> None:
    session = make(Session, NOW, number=2, title="", agenda="first", minutes=60, items=(), started_at=NOW)
    whole = action("Whole", origin_id=session.id, session_id=session.id)
    part = action(
        "Part",
        split_from=whole.id,
        moved=3,
        slipped=1,
        state=ActionState.dropped,
        closed_at=NOW,
        why="No time",
    )
    book = Book([PAIR, session, whole, part, make(Goal, NOW, text="Publish", evidence=(part.id,))])
    assert dict(tasks.history(book, part, show, lambda each: each.text, lambda each: each.why)) == {
        "Came up": "outside sessions, 23 Nov",
        "Date moved": "3 times, once of that when it was late",
        "Split from": "Whole",
        "Goal": "Publish",
        "Dropped": "23 Nov: No time",
    }
    assert dict(tasks.history(book, whole, show, lambda each: each.text, lambda each: each.why)) == {
        "Came up": "in session 2, 23 Nov",
        "Split off": "Part",
    }


# In one place only

MOVES = [
    "next",
    "next",
    "end",
    "keep",
    "keep",
    "note",
    "turn",
    "done",
    "drop",
    "reopen",
    "reopen",
    "move",
    "split",
    "undo",
    "redo",
]


class Pair:
    """One mentorship to which things happen."""

    def __init__(self) -> None:
        self.book = Book([PAIR])
        self.history = History(self.book)
        self.minute = 0

    def step(self, move: str, pick: int) -> None:
        """One thing happens, where it can."""
        self.minute += 1
        now, book = later(self.minute), self.book
        live = book.live
        change = None
        if move == "next":
            if live is not None:
                self.history.do(meeting.step(live, "end", now), now)
            change = meeting.start_session(book, PACK, now)
        elif move == "end":
            change = meeting.step(live, "end", now) if live is not None else None
        elif move == "keep":
            change = meeting.keep_action(f"(thing {self.minute})", None, None, live, now)
        elif move == "note":
            change = meeting.keep_note(f"(thing {self.minute})", NoteKind.note, Lane.pair, live, now)
        elif move == "turn" and book.notes():
            change = meeting.note_to_action(book, book.notes()[pick % len(book.notes())], now)
        elif move in ("undo", "redo"):
            getattr(self.history, move)()
        elif book.actions:
            change = self.of_one(move, book.actions[pick % len(book.actions)], now)
        if change is not None:
            self.history.do(change, now)

    def of_one(self, move: str, one: Action, now: datetime) -> Change | None:
        """Something is done with an action, as the screens would."""
        match move:
            case "done":
                return tasks.close_action(one, ActionState.done, now)
            case "drop":
                return tasks.close_action(one, ActionState.dropped, now)
            case "reopen":
                return tasks.close_action(one, ActionState.open, now, self.book.live)
            case "move":
                return tasks.move_action(one, TODAY + days(self.minute % 9), now, TODAY)
            case "split" if one.state is ActionState.open:
                return tasks.split_action(
                    self.book, one, parts(f"(thing {self.minute}a); (thing {self.minute}b)"), now, TODAY
                )
        return None


@settings(max_examples=120)
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 20)), min_size=12, max_size=40))
def test_each_open_action_is_in_one_place_only(moves: list[tuple[str, int]]) -> None:
    pair = Pair()
    for move, pick in moves:
        pair.step(move, pick)
        book = pair.book
        assert len({each.id for each in book.open_actions}) == len(book.open_actions)
        if book.live is not None:
            assert all(each.session_id == book.live.id for each in book.open_actions), (move, moves)
            carried = [each.id for each in meeting.carried(book, book.live)]
            made = [each.id for each in book.actions_made_in(book.live.id)]
            assert sorted(carried + [each for each in made if each not in carried]) == sorted(carried + made)
            assert {each.id for each in book.open_actions} <= {*carried, *made}
        for session in book.sessions:
            here = [each.id for each in tasks.of_session(book, session)]
            assert len(here) == len(set(here))
    whole = mentorship_markdown(pair.book, PACK, Audience.me, TODAY).splitlines()
    for each in pair.book.actions:
        assert sum(line.startswith("- [") and each.text in line for line in whole) == 1
    for session in pair.book.sessions:
        page = session_markdown(pair.book, PACK, session, Audience.me, TODAY).splitlines()
        page = page[page.index("## Agenda") :]
        for each in pair.book.actions:
            shown = sum(each.text in line for line in page)
            stands = each.state is ActionState.open and each.session_id == session.id
            assert shown == 1 if stands else shown <= 1


# Goals


def moved(goal: Goal, percent: int, when: datetime) -> Goal:
    (found,) = meeting.set_progress(goal, percent, when).puts
    assert isinstance(found, Goal)
    return found


def test_a_goal_keeps_one_mark_a_day() -> None:
    goal = make(Goal, NOW, text="Publish")
    goal = moved(goal, 10, later(1))
    goal = moved(goal, 20, later(2))
    goal = moved(goal, 20, later(3))
    goal = moved(goal, 50, NOW + days(1))
    assert goal.trail == (Mark(at=later(2), progress=20), Mark(at=NOW + days(1), progress=50))


def test_a_goal_is_dropped_with_a_reason_and_taken_up_again() -> None:
    goal = moved(make(Goal, NOW, text="Publish"), 100, NOW)
    (dropped,) = goals.drop_goal(goal, " no\ntime ", later(5)).puts
    assert isinstance(dropped, Goal)
    assert (dropped.state, dropped.why, dropped.dropped_at) == (GoalState.dropped, "no time", later(5))
    (again,) = goals.take_up(dropped, later(6)).puts
    assert isinstance(again, Goal)
    assert (again.state, again.why, again.dropped_at) == (GoalState.reached, "", None)
    part = moved(dropped, 40, later(7))
    assert (part.state, part.why, part.dropped_at) == (GoalState.open, "", None)


def test_linking_twice_takes_the_link_away() -> None:
    note, goal = make(Note, NOW, text="Good talk"), make(Goal, NOW, text="Publish")
    (linked,) = goals.link(goal, note, NOW).puts
    assert isinstance(linked, Goal)
    assert linked.evidence == (note.id,)
    (free,) = goals.link(linked, note, NOW).puts
    assert isinstance(free, Goal)
    assert free.evidence == ()


def test_the_picture_of_a_goal() -> None:
    start = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
    goal = make(Goal, start, text="Publish")
    goal = moved(goal, 30, start + days(45))
    goal = moved(goal, 60, start + days(70))
    book = Book([PAIR, goal])
    marks = goals.course(book, goal)
    assert goals.in_words(marks, TODAY, UTC) == "0% Sep, 30% Oct, 60% Nov"
    weeks = goals.points(marks, TODAY, UTC, 40)
    assert [point.progress for point in weeks] == [0] * 6 + [30] * 4 + [60] * 3
    assert all(point.day.weekday() == 0 for point in weeks)
    months = goals.points(marks, TODAY, UTC, 5)
    assert [(point.day.month, point.progress) for point in months] == [(9, 0), (10, 30), (11, 60)]
    assert [point.progress for point in goals.points(marks, TODAY, UTC, 2)] == [30, 60]
    assert goals.points(marks, TODAY, UTC, 0) == []
    assert goals.picture(months) == "▁▃▅"
    assert goals.picture([goals.Point(TODAY, 1), goals.Point(TODAY, 99), goals.Point(TODAY, 100)]) == "▂▇█"


def test_the_picture_of_a_goal_from_before_trails_comes_from_its_reviews() -> None:
    goal = make(Goal, NOW - days(60), text="Publish", progress=80)
    review = make(Review, NOW - days(30), goal_id=goal.id, progress=40)
    marks = goals.course(Book([PAIR, goal, review]), goal)
    assert [mark.progress for mark in marks] == [0, 40, 80]


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 100)), min_size=1, max_size=12),
    st.integers(0, 200),
    st.integers(0, 90),
)
def test_a_picture_fits_and_ends_where_the_goal_stands(steps: list[tuple[int, int]], more: int, width: int) -> None:
    marks = [Mark(at=NOW + days(day), progress=percent) for day, percent in sorted(steps)]
    some = goals.points(marks, marks[-1].at.date() + days(more), UTC, width)
    assert len(some) <= width
    assert len(goals.picture(some)) == len(some)
    if width:
        assert some[-1].progress == marks[-1].progress
    assert [point.day for point in some] == sorted({point.day for point in some})


def test_private_evidence_and_what_was_deleted_reach_no_partner() -> None:
    notes = [
        make(Note, NOW, text="shared"),
        make(Note, NOW, text="secret", lane=Lane.mine),
        make(Note, NOW, text="deleted", deleted_at=NOW),
    ]
    goal = make(Goal, NOW, text="Publish", evidence=tuple(note.id for note in notes))
    book = Book([PAIR, goal, *notes])
    partner = mentorship_markdown(book, PACK, Audience.partner, TODAY)
    assert "Shown by: 1 line" in partner
    assert "secret" not in partner
    assert "Shown by: 2 lines" in mentorship_markdown(book, PACK, Audience.me, TODAY)
    alone = Book([PAIR, make(Goal, NOW, text="Publish", evidence=(notes[1].id,)), *notes])
    assert "Shown by" not in mentorship_markdown(alone, PACK, Audience.partner, TODAY)


def test_exports_say_why_something_was_dropped() -> None:
    (goal,) = goals.drop_goal(make(Goal, NOW, text="Publish"), "No *time*", NOW).puts
    gone = action("Send it", state=ActionState.dropped, closed_at=NOW, why="They <left>")
    text = mentorship_markdown(Book([PAIR, goal, gone]), PACK, Audience.partner, TODAY)
    assert "dropped" in text
    assert r"No \*time\*" in text
    assert "why: They" in text


# Dates as people say them


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.booleans())
def test_a_date_shown_back_and_typed_again_is_the_same_day(day: date, today: date, day_first: bool) -> None:
    assert parse_due(show_date_long(day, day_first), today, day_first) == day
    assert parse_due(show_date_sure(day, today, day_first), today, day_first) == day


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 31), st.integers(1, 12), st.booleans())
def test_what_the_line_shows_back_is_the_day_it_keeps(today: date, first: int, second: int, day_first: bool) -> None:
    captured = parse(f"! Send ^{first}/{second}", PAIR, today, day_first)
    assert captured is not None
    if captured.due is not None:
        told = describe(captured, PAIR, today, day_first).partition(" · due ")[2]
        assert parse_due(told, today, day_first) == captured.due


def test_the_order_of_day_and_month() -> None:
    assert parse_due("3/4", TODAY, day_first=False) == date(2027, 3, 4)
    assert show_date_sure(date(2027, 3, 4), TODAY, day_first=False) == "Thu Mar 4 2027"
    assert show_date_sure(date(2026, 11, 27), TODAY) == "Fri 27 Nov"
    assert (month_word(TODAY, TODAY), month_word(date(2027, 1, 5), TODAY)) == ("Nov", "Jan 2027")


def test_every_list_of_actions_stands_by_due_date_with_the_undated_last() -> None:
    old, held = (make(Session, NOW, number=n, title="", agenda="first", minutes=60, items=()) for n in (1, 2))
    given = [
        ("undated", None, ActionState.open),
        ("May", date(2027, 5, 1), ActionState.open),
        ("late", TODAY - days(3), ActionState.open),
        ("April, done", date(2027, 4, 1), ActionState.done),
    ]
    here = [
        action(text, due=due, state=state, origin_id=held.id, session_id=held.id, closed_at=closed(state))
        for text, due, state in given
    ]
    earlier = [
        action(text, due=due, state=state, origin_id=old.id, session_id=held.id, closed_at=closed(state))
        for text, due, state in given
    ]
    book = Book([PAIR, old, held])
    for each in (*here, *earlier):
        History(book).do(Change("keep action", (each,)), NOW)
    by_due = ["late", "April, done", "May", "undated"]
    assert [each.text for each in tasks.of_session(book, held)] == [text for text in by_due for _ in range(2)]
    assert [each.text for each in meeting.carried(book, held)] == by_due
    assert [each.text for each in hindsight.brought_into(book, held)] == by_due
    told = session_markdown(book, PACK, held, Audience.me, TODAY)
    assert re.findall(r"late|April, done|May|undated", re.sub(r" — .*", "", told)) == by_due * 2
    everything = mentorship_markdown(book, PACK, Audience.me, TODAY)
    assert re.findall(r"- \[.\] (late|April, done|May|undated)", everything) == [
        text for text in by_due for _ in range(2)
    ]


def closed(state: ActionState) -> datetime | None:
    return later(5) if state is ActionState.done else None
