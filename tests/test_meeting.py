"""What people do with a mentorship, as changes that a book keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core import agenda, hindsight, meeting, schedule, tasks
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.packs import Activity, Agenda, Entry, Pack, Rules
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Body,
    Check,
    Goal,
    GoalState,
    Horizon,
    Item,
    ItemState,
    Lane,
    Lead,
    Note,
    NoteKind,
    Record,
    Session,
    SessionState,
    make,
    touch,
)
from mentor_tui.core.sheets import Question, Source

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SOURCE = Source("A handbook", "Section 1")
QUESTION = Question(key="q", text="How often do we meet?", source=SOURCE)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def proposed(key: str, *minutes: int) -> Agenda:
    entries = tuple(
        Entry(
            key=f"{key}{place}",
            title=f"{key} {place}",
            minutes=length,
            lead=Lead.mentee,
            body=Body.talk,
            ref="",
            intro="",
            prompts=(),
            source=SOURCE,
        )
        for place, length in enumerate(minutes, 1)
    )
    return Agenda(key=key, title=f"Agenda {key}", intro="", entries=entries)


PACK = Pack(
    name="demo",
    title="Demo",
    mentee_word="mentee",
    contact="",
    rules=Rules(sessions=6, months=6, minutes=60, first_counts=True, survey_weeks_before_end=None, source=SOURCE),
    documents=(),
    course=("first", "goals"),
    extra="more",
    agendas={"first": proposed("first", 10, 20), "goals": proposed("goals", 5, 40), "more": proposed("more", 15)},
    checklists={},
    decks={},
    activities={},
)


def do(book: Book, change: Change | None) -> Change:
    """Make a change in a book."""
    assert change is not None
    for record in change.puts:
        book.put(record)
    return change


def started(book: Book, now: datetime = NOW) -> Session:
    """Start a session and find it again in the book."""
    do(book, meeting.start_session(book, PACK, now))
    assert book.live is not None
    return book.live


def held(book: Book, now: datetime = NOW) -> Session:
    session = started(book, now)
    do(book, meeting.step(session, "end", now + timedelta(minutes=30)))
    return book.held[-1]


def add_action(book: Book, text: str, session: Session | None, now: datetime = NOW, **fields: object) -> Action:
    change = do(book, meeting.keep_action(text, None, None, session, now))
    record = change.puts[0]
    assert isinstance(record, Action)
    if fields:
        record = touch(record, now, **fields)
        book.put(record)
    return record


def texts(records: list[Action]) -> list[str]:
    return [record.text for record in records]


# --- sessions


def test_sessions_follow_the_course_of_the_pack_and_then_its_extra_agenda() -> None:
    book = Book()
    for number, title, minutes in ((1, "first", 30), (2, "goals", 45), (3, "more", 15), (4, "more", 15)):
        session = held(book, later(number * 100))
        assert (session.number, session.title, session.agenda, session.minutes) == (
            number,
            f"Agenda {title}",
            title,
            minutes,
        )
    assert meeting.next_number(book) == 5


def test_a_new_session_is_not_yet_in_the_book() -> None:
    book = Book()
    session = meeting.new_session(book, PACK, NOW)
    assert (session.state, session.planned_for, list(book)) == (SessionState.planned, None, [])
    assert [item.minutes for item in session.items] == [10, 20]


def test_the_number_is_after_the_highest_not_after_the_count() -> None:
    book = Book([make(Session, NOW, number=4, title="S", agenda="a", minutes=60, items=())])
    assert meeting.next_number(book) == 5


def test_the_planned_session_is_the_one_that_starts() -> None:
    book = Book()
    do(book, schedule.plan_all(book, PACK, NOW, {1: later(60)}))
    plan = book.planned
    session = started(book, later(61))
    assert plan is not None
    assert (session.id, session.planned_for, session.started_at) == (plan.id, later(60), later(61))
    assert session.state is SessionState.running
    assert len(book.sessions) == 1
    assert meeting.start_session(Book(), PACK, NOW).label == "start session 1"


def test_the_steps_of_a_session() -> None:
    book = Book()
    for name, state, current in (
        ("done", SessionState.running, "2-first2"),
        ("back", SessionState.running, "1-first1"),
        ("skip", SessionState.running, "2-first2"),
        ("pause", SessionState.paused, "2-first2"),
        ("resume", SessionState.running, "2-first2"),
        ("end", SessionState.held, None),
    ):
        session = book.live or started(book)
        change = do(book, meeting.step(session, name, later(1)))
        found = book.get(Session, session.id)
        assert found is not None
        assert (found.state, found.current) == (state, current), name
        assert change.label
        assert not change.merge
    do(book, meeting.step(book.held[0], "reopen", later(2)))
    assert book.live is not None
    with pytest.raises(KeyError):
        meeting.step(book.live, "dance", NOW)


def test_turning_extending_and_swapping_are_changes_of_the_session() -> None:
    book = Book()
    session = started(book)
    do(book, meeting.go_to(session, "2-first2", later(1)))
    assert book.live is not None
    assert book.live.current == "2-first2"
    change = do(book, meeting.extend(book.live, 10, later(1)))
    assert (book.live.minutes, change.label) == (40, "add 10 minutes")
    activity = Activity(
        key="case",
        title="Case",
        purpose="",
        lead=Lead.both,
        minutes=9,
        prepare=(),
        steps=(),
        on_a_call=(),
        source=SOURCE,
    )
    do(book, meeting.draw(book.live, "2-first2", activity, later(1)))
    assert [(item.title, item.ref) for item in book.live.items] == [("first 1", ""), ("Case", "case")]
    assert hindsight.last_held(book) is None


def test_the_session_held_last() -> None:
    book = Book()
    first = held(book)
    assert hindsight.last_held(book) == first
    second = held(book, later(100))
    started(book, later(200))
    assert hindsight.last_held(book) == second


# --- actions move along


def test_open_actions_move_into_the_new_session_and_keep_their_origin() -> None:
    book = Book()
    first = started(book)
    add_action(book, "open", first)
    done = add_action(book, "done", first)
    dropped = add_action(book, "dropped", first)
    gone = add_action(book, "gone", first)
    add_action(book, "from no session", None)
    do(book, tasks.close_action(done, ActionState.done, later(1)))
    do(book, tasks.close_action(dropped, ActionState.dropped, later(1)))
    do(book, meeting.delete(gone, later(1)))
    do(book, meeting.step(first, "end", later(30)))
    second = started(book, later(100))
    assert {a.text: (a.session_id, a.origin_id) for a in book.actions} == {
        "open": (second.id, first.id),
        "done": (first.id, first.id),
        "dropped": (first.id, first.id),
        "from no session": (second.id, None),
    }
    assert sorted(texts(meeting.carried(book, second))) == ["from no session", "open"]
    assert meeting.carried(book, first) == []


def test_an_action_moves_on_until_it_is_closed() -> None:
    book = Book()
    first = started(book)
    made = add_action(book, "long", first)
    do(book, meeting.step(first, "end", later(1)))
    second = held(book, later(100))
    third = started(book, later(200))
    (action,) = book.actions
    assert (action.id, action.session_id, action.origin_id) == (made.id, third.id, first.id)
    do(book, tasks.close_action(action, ActionState.done, later(201)))
    do(book, meeting.step(third, "end", later(230)))
    fourth = started(book, later(300))
    assert texts(meeting.carried(book, third)) == ["long"]
    assert meeting.carried(book, second) == []
    assert meeting.carried(book, fourth) == []


def test_undoing_a_start_gives_the_actions_back() -> None:
    book = Book()
    first = started(book)
    add_action(book, "open", first)
    do(book, meeting.step(first, "end", later(1)))
    history = History(book)
    before = list(book)
    history.do(meeting.start_session(book, PACK, later(100)), later(100))
    assert book.live is not None
    history.undo()
    assert [record for record in book if record.deleted_at is None] == before
    assert book.live is None


def test_carried_actions_keep_their_place_by_date_when_they_are_closed() -> None:
    book = Book()
    first = started(book)
    add_action(book, "undated", first)
    add_action(book, "May", first, due=date(2027, 5, 1))
    add_action(book, "April", first, due=date(2027, 4, 1))
    closed = add_action(book, "closed", first, due=date(2027, 1, 1))
    do(book, meeting.step(first, "end", later(1)))
    second = started(book, later(100))
    add_action(book, "new here", second)
    moved = book.get(Action, closed.id)
    assert moved is not None
    do(book, tasks.close_action(moved, ActionState.done, later(101)))
    assert texts(meeting.carried(book, second)) == ["closed", "April", "May", "undated"]


def test_unsettled_actions_lack_an_owner_or_a_date_and_are_open_and_here() -> None:
    book = Book()
    session = started(book)
    day = date(2026, 11, 27)
    add_action(book, "neither", session)
    add_action(book, "no date", session, owner=Lead.mentor)
    add_action(book, "no owner", session, due=day)
    add_action(book, "settled", session, owner=Lead.both, due=day)
    add_action(book, "elsewhere", None)
    done = add_action(book, "done", session)
    do(book, tasks.close_action(done, ActionState.done, NOW))
    assert sorted(texts(meeting.unsettled(book, session))) == ["neither", "no date", "no owner"]


def test_a_carried_action_without_a_date_is_unsettled_in_the_new_session() -> None:
    book = Book()
    first = started(book)
    add_action(book, "open", first)
    do(book, meeting.step(first, "end", later(1)))
    second = started(book, later(100))
    assert meeting.unsettled(book, first) == []
    assert texts(meeting.unsettled(book, second)) == ["open"]


@settings(deadline=None)
@given(moves=st.lists(st.sampled_from(["add", "add", "loose", "close", "drop", "reopen", "next"]), max_size=25))
def test_an_action_is_always_in_one_place_and_never_lost(moves: list[str]) -> None:
    book = Book()
    session = started(book)
    made: dict[str, str | None] = {}
    for minute, move in enumerate(moves, 1):
        now = later(minute)
        actions = book.actions
        if move in ("add", "loose"):
            place = session if move == "add" else None
            action = add_action(book, f"action {minute}", place, now)
            made[action.id] = place.id if place else None
        elif move == "next":
            do(book, meeting.step(session, "end", now))
            session = started(book, now)
            assert all(action.session_id == session.id for action in book.open_actions)
        elif actions:
            state = {"close": ActionState.done, "drop": ActionState.dropped, "reopen": ActionState.open}[move]
            do(book, tasks.close_action(actions[minute % len(actions)], state, now))
        assert {action.id: action.origin_id for action in book.actions} == made
        places = [
            action.id
            for here in book.sessions
            for action in [*meeting.carried(book, here), *book.actions_made_in(here.id)]
            if action.session_id == here.id
        ]
        assert len(places) == len(set(places))
        assert set(places) == {action.id for action in book.actions if action.session_id is not None}


@pytest.mark.parametrize(
    ("state", "closed", "label"),
    [
        (ActionState.done, NOW, "tick off an action"),
        (ActionState.dropped, NOW, "drop an action"),
        (ActionState.open, None, "reopen an action"),
    ],
)
def test_closing_and_reopening_an_action(state: ActionState, closed: datetime | None, label: str) -> None:
    action = make(Action, later(-9), text="x", state=ActionState.dropped, closed_at=later(-5))
    change = tasks.close_action(action, state, NOW)
    assert change == Change(label, (touch(action, NOW, state=state, closed_at=closed),))


def test_giving_and_moving_an_action() -> None:
    action = make(Action, NOW, text="x", owner=Lead.mentor, due=date(2026, 12, 1))
    moved = tasks.move_action(action, date(2026, 12, 9), later(1), NOW.date()).puts
    assert moved == (touch(action, later(1), due=date(2026, 12, 9), moved=1),)
    assert tasks.move_action(action, None, later(1), NOW.date()).puts == (touch(action, later(1), due=None, moved=1),)
    given_to = tasks.give_action(action, Lead.both, later(1)).puts
    assert given_to == (touch(action, later(1), owner=Lead.both),)


# --- ticks and answers


def test_a_tick_toggles_and_stays_one_record() -> None:
    book = Book()
    labels = []
    ticked = []
    for minute in range(3):
        labels.append(do(book, meeting.tick(book, "k", f"Line {minute}", "s1", later(minute))).label)
        ticked.append(book.is_checked("k", "s1"))
    assert labels == ["tick", "untick", "tick"]
    assert ticked == [True, False, True]
    (check,) = book.every(Check)
    assert (check.label, check.session_id, check.updated_at) == ("Line 2", "s1", later(2))


def test_the_same_line_is_ticked_for_each_session_by_itself() -> None:
    book = Book()
    do(book, meeting.tick(book, "k", "Line", "s1", NOW))
    assert not book.is_checked("k", "s2")
    do(book, meeting.tick(book, "k", "Line", "s2", NOW))
    do(book, meeting.tick(book, "k", "Line", "s1", NOW))
    assert (book.is_checked("k", "s1"), book.is_checked("k", "s2")) == (False, True)


def test_a_line_outside_sessions_is_ticked_once() -> None:
    book = Book()
    do(book, meeting.tick(book, "k", "Line", None, NOW))
    do(book, meeting.tick(book, "k", "Line", None, later(1)))
    assert [check.done for check in book.every(Check)] == [False]


def test_an_answer_is_made_changed_and_deleted() -> None:
    book = Book()
    typed = "  Every *third* Thursday\n"
    change = do(book, meeting.give_answer(book, QUESTION, typed, "s1", NOW))
    assert change.merge
    made = book.answer("q")
    assert made is not None
    assert (made.text, made.question, made.session_id) == (typed, QUESTION.text, "s1")
    do(book, meeting.give_answer(book, QUESTION, "Fridays", "s2", later(1)))
    changed = book.answer("q")
    assert changed is not None
    assert (changed.id, changed.text, changed.session_id) == (made.id, "Fridays", "s1")
    do(book, meeting.give_answer(book, QUESTION, " \n", "s2", later(2)))
    assert book.answer("q") is None
    deleted = book.get(Answer, made.id)
    assert deleted is not None
    assert (deleted.text, deleted.deleted_at) == ("Fridays", later(2))
    do(book, meeting.give_answer(book, QUESTION, "Again", "s2", later(3)))
    assert [answer.text for answer in book.every(Answer)] == ["Again"]


def test_an_answer_that_says_nothing_new_is_no_change() -> None:
    book = Book()
    assert meeting.give_answer(book, QUESTION, "", None, NOW) is None
    assert meeting.give_answer(book, QUESTION, " \n ", None, NOW) is None
    do(book, meeting.give_answer(book, QUESTION, "Fridays", None, NOW))
    assert meeting.give_answer(book, QUESTION, "Fridays", None, later(1)) is None


def test_an_answer_keeps_the_question_as_it_was_worded_when_answered() -> None:
    book = Book()
    do(book, meeting.give_answer(book, QUESTION, "Fridays", None, NOW))
    reworded = Question(key="q", text="How often?", source=SOURCE)
    do(book, meeting.give_answer(book, reworded, "Mondays", None, later(1)))
    answer = book.answer("q")
    assert answer is not None
    assert answer.question == "How often?"


def test_an_answer_saved_while_it_is_typed_is_one_step_of_undo() -> None:
    book = Book()
    history = History(book)
    other = Question(key="other", text="Where?", source=SOURCE)
    for question, text in ((QUESTION, "F"), (QUESTION, ""), (QUESTION, "Fr"), (other, "On a call")):
        change = meeting.give_answer(book, question, text, None, NOW)
        assert change is not None
        history.do(change, NOW)
    history.undo()
    assert [answer.text for answer in book.every(Answer)] == ["Fr"]
    history.undo()
    assert list(book.every(Answer)) == []
    assert history.undo() is None
    history.redo()
    assert [answer.text for answer in book.every(Answer)] == ["Fr"]


# --- notes


@pytest.mark.parametrize("kind", list(NoteKind))
@pytest.mark.parametrize("lane", list(Lane))
def test_a_note_is_kept_where_the_session_stands(kind: NoteKind, lane: Lane) -> None:
    session = agenda.done(started(Book()), later(1))
    change = meeting.keep_note("  as typed [b]\n", kind, lane, session, later(2))
    (note,) = change.puts
    assert isinstance(note, Note)
    assert (note.text, note.kind, note.lane) == ("  as typed [b]\n", kind, lane)
    assert (note.session_id, note.item_id, note.created_at) == (session.id, "2-first2", later(2))
    assert change.label == f"keep {kind.value}"


def test_a_note_outside_a_session_stands_in_none() -> None:
    (note,) = meeting.keep_note("x", NoteKind.note, Lane.pair, None, NOW).puts
    (action,) = meeting.keep_action("x", Lead.both, None, None, NOW, Lane.mine).puts
    assert isinstance(note, Note)
    assert isinstance(action, Action)
    assert (note.session_id, note.item_id) == (None, None)
    assert (action.session_id, action.origin_id, action.item_id, action.lane) == (None, None, None, Lane.mine)


def test_an_action_comes_from_the_session_it_was_kept_in() -> None:
    session = started(Book())
    (action,) = meeting.keep_action("x", Lead.mentor, date(2026, 12, 1), session, NOW).puts
    assert isinstance(action, Action)
    assert (action.origin_id, action.session_id, action.item_id) == (session.id, session.id, session.current)
    assert (action.owner, action.due, action.state, action.lane) == (
        Lead.mentor,
        date(2026, 12, 1),
        ActionState.open,
        Lane.pair,
    )


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("place", [("s1", "i1"), (None, None)])
def test_a_note_that_becomes_an_action_keeps_place_lane_words_and_hour(
    lane: Lane, place: tuple[str | None, str | None]
) -> None:
    note = make(Note, NOW, text="Send it\n", lane=lane, session_id=place[0], item_id=place[1])
    book = Book([note])
    history = History(book)
    history.do(meeting.note_to_action(book, note, later(9)), later(9))
    assert book.notes() == []
    (action,) = book.actions
    assert (action.text, action.lane, action.created_at, action.updated_at) == ("Send it\n", lane, NOW, later(9))
    assert (action.session_id, action.origin_id, action.item_id) == (place[0], place[0], place[1])
    assert (action.owner, action.due, action.state) == (None, None, ActionState.open)
    assert action.id != note.id
    history.undo()
    assert (book.notes(), book.actions) == ([note], [])


@pytest.mark.parametrize(
    ("record", "word"),
    [
        (make(Note, NOW, text="x", kind=NoteKind.decision), "decision"),
        (make(Note, NOW, text="x"), "note"),
        (make(Action, NOW, text="x"), "action"),
        (make(Goal, NOW, text="x"), "goal"),
    ],
)
def test_deleting_hides_a_record_and_names_it(record: Record, word: str) -> None:
    assert meeting.delete(record, later(1)) == Change(f"delete {word}", (touch(record, later(1), deleted_at=later(1)),))


def test_replacing_keeps_one_record_of_the_two() -> None:
    note = make(Note, NOW, text="x")
    changed = touch(note, later(1), text="y")
    assert meeting.replace(Book(), note, changed, later(1)) == Change("edit note", (changed,))
    action = make(Action, NOW, text="x")
    assert meeting.replace(Book(), note, action, later(1)) == Change(
        "edit note", (touch(note, later(1), deleted_at=later(1)), action)
    )


def test_questions_are_asked_next_time_once() -> None:
    book = Book()
    question = do(book, meeting.keep_note("Where did you train", NoteKind.question, Lane.pair, None, NOW)).puts[0]
    do(book, meeting.keep_note("A note", NoteKind.note, Lane.pair, None, NOW))
    assert isinstance(question, Note)
    assert meeting.questions_for_next_time(book) == [question]
    do(book, meeting.ask_done(question, later(1)))
    assert meeting.questions_for_next_time(book) == []
    asked = book.get(Note, question.id)
    assert asked is not None
    do(book, meeting.ask_done(asked, later(2)))
    assert [note.id for note in meeting.questions_for_next_time(book)] == [question.id]


def test_what_is_asked_in_a_session_is_not_what_it_keeps_for_the_next() -> None:
    begun = {"state": SessionState.running, "started_at": later(5)}
    session = make(Session, NOW, number=1, title="x", agenda="x", minutes=60, items=(), **begun)
    before, asked, now_asked, kept = (
        make(Note, NOW, text=text, kind=NoteKind.question, order=place) for place, text in enumerate("abcd", 1)
    )
    asked, now_asked = touch(asked, later(1), asked=True), touch(now_asked, later(6), asked=True)
    book = Book([session, before, asked, now_asked, touch(kept, later(6), session_id=session.id)])
    assert meeting.asked_in(book, session) == [before, now_asked]


@pytest.mark.parametrize(
    ("bodies", "there"),
    [
        ((Body.checklist, Body.talk), [True, False]),
        ((Body.talk, Body.actions), [False, True]),
        ((Body.actions, Body.talk), [True, False]),
    ],
)
def test_questions_stand_with_what_was_carried_over_or_else_first(bodies: tuple[Body, ...], there: list[bool]) -> None:
    items = tuple(
        Item(id=str(place), title="x", minutes=5, share=5, lead=Lead.both, body=body)
        for place, body in enumerate(bodies)
    )
    session = make(Session, NOW, number=1, title="x", agenda="x", minutes=60, items=items)
    assert [meeting.asks(session, item) for item in items] == there


# --- goals


def test_a_goal_is_added_and_edited() -> None:
    book = Book()
    do(book, meeting.add_goal("Publish", Horizon.long, "One paper", NOW))
    (goal,) = book.goals
    assert (goal.text, goal.horizon, goal.measure, goal.progress, goal.state) == (
        "Publish",
        Horizon.long,
        "One paper",
        0,
        GoalState.open,
    )
    do(book, meeting.edit_goal(touch(goal, later(1), text="Publish twice")))
    assert [g.text for g in book.goals] == ["Publish twice"]


@pytest.mark.parametrize(
    ("percent", "kept", "state"),
    [
        (-5, 0, GoalState.open),
        (0, 0, GoalState.open),
        (1, 1, GoalState.open),
        (99, 99, GoalState.open),
        (100, 100, GoalState.reached),
        (250, 100, GoalState.reached),
    ],
)
def test_progress_is_a_percentage_and_a_hundred_reaches_the_goal(percent: int, kept: int, state: GoalState) -> None:
    goal = make(Goal, later(-9), text="x", progress=40)
    (found,) = meeting.set_progress(goal, percent, NOW).puts
    assert isinstance(found, Goal)
    assert (found.id, found.progress, found.state, found.updated_at) == (goal.id, kept, state, NOW)
    assert found.reached_at == (NOW if state is GoalState.reached else None)


def test_a_reached_goal_is_open_again_below_a_hundred() -> None:
    goal = make(Goal, NOW, text="x", progress=100, state=GoalState.reached, reached_at=NOW)
    (found,) = meeting.set_progress(goal, 90, later(1)).puts
    assert isinstance(found, Goal)
    assert (found.state, found.reached_at, found.progress) == (GoalState.open, None, 90)


def test_progress_that_is_turned_up_bit_by_bit_is_one_step_of_undo() -> None:
    goals = [make(Goal, NOW, text="x"), make(Goal, NOW, text="y")]
    book = Book(goals)
    history = History(book)
    for which, percent in ((0, 10), (0, 20), (0, 30), (1, 50)):
        goal = book.get(Goal, goals[which].id)
        assert goal is not None
        history.do(meeting.set_progress(goal, percent, NOW), NOW)
    history.undo()
    assert [goal.progress for goal in book.goals] == [30, 0]
    history.undo()
    assert book.goals == goals
    assert history.undo() is None


# --- instants


def test_every_change_is_stamped_in_universal_time() -> None:
    madrid = datetime(2026, 11, 23, 15, 0, tzinfo=timezone(timedelta(hours=1)))
    note = make(Note, madrid, text="x")
    assert (note.created_at.utcoffset(), note.created_at) == (timedelta(0), NOW)
    for record in meeting.note_to_action(Book(), note, madrid + timedelta(minutes=1)).puts:
        assert record.updated_at.utcoffset() == timedelta(0)
        assert record.updated_at == later(1)


# --- what is still to be put right


def test_a_goal_keeps_the_day_it_was_reached() -> None:
    goal = make(Goal, NOW, text="x", progress=100, state=GoalState.reached, reached_at=NOW)
    (found,) = meeting.set_progress(goal, 100, later(9)).puts
    assert isinstance(found, Goal)
    assert found.reached_at == NOW


def test_only_one_session_is_live() -> None:
    book = Book()
    started(book)
    do(book, meeting.start_session(book, PACK, later(1)))
    live = [s for s in book.sessions if any(item.state is ItemState.now for item in s.items)]
    assert len(live) == 1
