"""Which agenda comes next, and a session's agenda changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import agenda, meeting, planning
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.packs import Activity, Agenda, Entry, Pack, Rules, Step
from mentor_tui.core.records import Body, Item, ItemState, Lane, Lead, Session, SessionState, make, touch
from mentor_tui.core.sheets import Card, Form, RatingSet, Source
from mentor_tui.prompts.library import load_pack

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SOURCE = Source("A handbook", "Section 1")
TODO, NOW_ITEM, DONE, SKIPPED = ItemState.todo, ItemState.now, ItemState.done, ItemState.skipped
CASE = Activity(
    key="case",
    title="A case",
    purpose="",
    lead=Lead.mentor,
    minutes=25,
    prepare=(),
    steps=(),
    on_a_call=(),
    source=SOURCE,
)
THEME = Card(key="themes/time", title="Time", who=Lead.mentee, when=(), text="", lines=(), source=SOURCE)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def entry(key: str, minutes: int, ref: str = "") -> Entry:
    return Entry(
        key=key,
        title=key.title(),
        minutes=minutes,
        lead=Lead.mentee,
        body=Body.talk,
        ref=ref,
        intro=f"about {key}",
        prompts=(),
        source=SOURCE,
    )


def an_agenda(key: str, *entries: Entry, step: str = "") -> Agenda:
    return Agenda(key=key, title=f"Agenda {key}", intro="", entries=entries or (entry("talk", 10),), step=step)


def a_pack(
    *course: str, extra: str = "more", sessions: int = 6, first_counts: bool = True, agendas: tuple[Agenda, ...] = ()
) -> Pack:
    """A pack whose course has these agendas; those that are not given have one item."""
    found = {key: an_agenda(key) for key in (*course, extra)} | {each.key: each for each in agendas}
    return Pack(
        name="demo",
        title="Demo",
        mentee_word="mentee",
        contact="",
        rules=Rules(
            sessions=sessions,
            months=6,
            minutes=60,
            first_counts=first_counts,
            survey_weeks_before_end=None,
            source=SOURCE,
        ),
        documents=(),
        course=course,
        extra=extra,
        agendas=found,
        checklists={},
        decks={},
        activities={},
        steps=tuple(Step(key=key, title=key, source=SOURCE) for key in ("begin", "finish")),
    )


def had(*keys: str, first: int = 1) -> list[Session]:
    """Sessions that were held, by the agendas they followed."""
    return [
        make(Session, NOW, number=number, title=key, agenda=key, minutes=60, items=(), state=SessionState.held)
        for number, key in enumerate(keys, first)
    ]


def planned(*minutes: int) -> Session:
    """A planned session with items of these minutes."""
    entries = tuple(entry(chr(ord("a") + place), each) for place, each in enumerate(minutes))
    items = agenda.items_of(an_agenda("own", *entries))
    return make(Session, NOW, number=1, title="Own", agenda="own", minutes=sum(minutes), items=items)


def running(*minutes: int) -> Session:
    return agenda.start(planned(*minutes), NOW)


def own_item(minutes: int = 10, title: str = "Mine") -> Item:
    return Item(id="", title=title, minutes=minutes, share=minutes)


def ids(session: Session) -> list[str]:
    return [item.id for item in session.items]


def titles(session: Session) -> list[str]:
    return [item.title for item in session.items]


def check_shares(session: Session, now: datetime) -> None:
    """The shares of what is not over yet add up to the minutes left, or to one for each item to come."""
    takers = [item for item in session.items if item.state in agenda.OPEN_STATES]
    if not takers:
        return
    parts = {item.id: item.share - -(-agenda.used(session, item, now) // 60) for item in takers}
    coming = [item for item in takers if item.state is TODO]
    left = max(0, agenda.length(session, now) - agenda.elapsed(session, now)) // 60
    assert sum(parts.values()) == max(left, len(coming))
    assert all(parts[item.id] >= 1 for item in coming)
    assert all(part >= 0 for part in parts.values())


# --- which agenda comes next

COURSE = ("first", "goals", "middle", "end")


@pytest.mark.parametrize(
    ("held", "following"),
    [
        ((), "first"),
        (("first",), "goals"),
        (("first", "goals"), "middle"),
        (("first", "goals", "middle"), "end"),
        (("first", "goals", "middle", "end"), "more"),
        (("first", "goals", "middle", "end", "more", "more"), "more"),
        # Another agenda was taken: what was passed over keeps its turn.
        (("first", "middle"), "goals"),
        (("goals",), "first"),
        (("first", "more"), "goals"),
        (("first", "strange"), "goals"),
        # The next one meets the minimum of four: the last of the course, whatever else is left.
        (("first", "more", "more"), "end"),
        (("more", "more", "more"), "end"),
        (("more", "more", "more", "more", "more"), "end"),
        # The end was taken early, or at last: what is left of the course, then the extra one.
        (("first", "end"), "goals"),
        (("first", "more", "more", "end"), "goals"),
        (("first", "more", "more", "end", "goals", "middle"), "more"),
    ],
)
def test_the_next_agenda_follows_from_what_was_held(held: tuple[str, ...], following: str) -> None:
    assert planning.proposed(a_pack(*COURSE, sessions=4), had(*held)).key == following


@pytest.mark.parametrize(
    ("held", "following"),
    [
        (("first",), "on"),
        (("first", "on"), "on"),
        (("first", "on", "on"), "review"),
        (("first", "on", "on", "review"), "on"),
        (("first", "review"), "on"),
        (("first", "review", "on", "on"), "on"),
        (("first", "on", "on", "on"), "review"),
        (("first", "on", "on", "on", "review"), "end"),
        (("first", "on", "on", "review", "on", "end"), "on"),
    ],
)
def test_an_agenda_that_the_course_names_several_times_is_taken_as_often(held: tuple[str, ...], following: str) -> None:
    pack = a_pack("first", "on", "on", "review", "on", "end", extra="on", sessions=6)
    assert planning.proposed(pack, had(*held)).key == following


def test_a_last_agenda_that_stands_earlier_too_waits_for_its_turn() -> None:
    pack = a_pack("first", "goals", "on", "middle", "on", sessions=4)
    assert planning.proposed(pack, had("first", "more", "more")).key == "goals"
    assert planning.proposed(pack, had("first", "more", "on")).key == "on"
    assert planning.proposed(pack, had("first", "on", "on")).key == "goals"


@pytest.mark.parametrize(
    ("first_counts", "held", "following"),
    [
        (True, ("first", "more"), "end"),
        (False, ("first", "more"), "goals"),
        (False, ("first", "more", "more"), "end"),
        (False, ("first", "goals"), "middle"),
    ],
)
def test_a_first_meeting_that_does_not_count_is_not_part_of_the_minimum(
    first_counts: bool, held: tuple[str, ...], following: str
) -> None:
    assert planning.proposed(a_pack(*COURSE, sessions=3, first_counts=first_counts), had(*held)).key == following


@pytest.mark.parametrize("name", ["isaps", "asds-future-leaders", "surgery-faculty"])
def test_whoever_follows_the_proposals_goes_through_the_course(name: str) -> None:
    pack, taken = load_pack(name), list[str]()
    for _ in range(len(pack.course) + 2):
        taken.append(planning.proposed(pack, had(*taken)).key)
    assert taken == [*pack.course, pack.extra, pack.extra]


@given(held=st.lists(st.sampled_from((*COURSE, "more")), max_size=9))
def test_what_is_proposed_is_left_of_the_course_or_the_extra_one(held: list[str]) -> None:
    found = planning.proposed(a_pack(*COURSE, sessions=4), had(*held)).key
    left = [key for key in COURSE if key not in held]
    assert found in (left or ["more"])
    if "end" in left and len(held) >= 3:
        assert found == "end"


def test_a_session_that_is_on_has_begun_and_a_planned_one_has_not() -> None:
    pack, book = a_pack(*COURSE), Book(had("first"))
    book.put(make(Session, NOW, number=2, title="", agenda="goals", minutes=60, items=()))
    assert [session.number for session in planning.begun(book)] == [1]
    assert book.planned is not None
    book.put(agenda.start(book.planned, NOW))
    assert [session.number for session in planning.begun(book)] == [1, 2]
    assert meeting.new_session(book, pack, NOW).agenda == "middle"


def test_the_step_is_that_of_the_session_that_is_on_else_of_the_next_one() -> None:
    pack = a_pack("first", "end", agendas=(an_agenda("first", step="begin"), an_agenda("end", step="finish")))
    book = Book()

    def step() -> str | None:
        found = planning.step_of(pack, book)
        return found.key if found else None

    assert step() == "begin"
    (session,) = meeting.start_session(book, pack, NOW).puts
    book.put(session)
    assert step() == "begin"
    assert isinstance(session, Session)
    book.put(make(Session, NOW, number=2, title="", agenda="end", minutes=60, items=()))
    assert step() == "begin"
    book.put(meeting.delete(book.sessions[1], NOW).puts[0])
    book.put(agenda.end(session, at(30)))
    assert step() == "finish"
    book.put(meeting.new_session(book, pack, at(40)))
    assert book.planned is not None
    book.put(planning.take_agenda(book.planned, pack.agendas["more"], at(41), old=None))
    assert step() is None  # the extra agenda belongs to no step
    book.put(touch(book.planned, at(42), agenda="gone from the pack"))
    assert step() == "finish"


# --- another agenda is taken

OTHER = an_agenda("other", entry("a", 7), entry("x", 23))
OWN = an_agenda("own", entry("a", 10), entry("b", 20), entry("c", 30))
BOTH = a_pack("own", "other", agendas=(OWN, OTHER))


def test_a_planned_session_takes_all_of_another_agenda() -> None:
    session = planning.add_item(planned(10, 20, 30), own_item(), None, NOW)
    found = planning.take_agenda(session, OTHER, at(1), old=OWN)
    assert (found.id, found.title, found.agenda, found.minutes) == (session.id, "Agenda other", "other", 30)
    assert [(item.title, item.minutes, item.share) for item in found.items] == [("A", 7, 7), ("X", 23, 23)]
    assert [planning.entry_of(BOTH, found, item) for item in found.items] == list(OTHER.entries)
    assert found.state is SessionState.planned


@pytest.mark.parametrize(
    ("booked", "old", "expected"),
    [(60, OWN, 30), (45, OWN, 45), (30, OWN, 30), (45, None, 30)],
    ids=["as its agenda", "as was chosen", "shorter than its agenda", "its agenda is gone"],
)
def test_a_length_that_was_chosen_outlives_the_agenda(booked: int, old: Agenda | None, expected: int) -> None:
    session = planning.book_minutes(planned(10, 20, 30), booked, NOW)
    there = planning.take_agenda(session, OTHER, at(1), old=old)
    assert (there.agenda, there.minutes) == ("other", expected)


def test_in_a_session_that_is_on_what_has_begun_stays_and_the_rest_gives_way() -> None:
    session = agenda.done(running(10, 20, 30), at(12))
    found = planning.take_agenda(session, OTHER, at(15), old=OWN)
    assert [(item.title, item.state) for item in found.items] == [
        ("A", DONE),
        ("B", NOW_ITEM),
        ("A", TODO),
        ("X", TODO),
    ]
    assert (found.agenda, found.title, found.current) == ("other", "Agenda other", session.current)
    assert len(set(ids(found))) == 4
    assert [planning.entry_of(BOTH, found, item) for item in found.items] == [
        OWN.entries[0],
        OWN.entries[1],
        OTHER.entries[0],
        OTHER.entries[1],
    ]
    assert agenda.elapsed(found, at(15)) == 15 * 60
    assert found.minutes == 60
    check_shares(found, at(15))


def test_the_agenda_taken_back_does_not_repeat_what_has_begun() -> None:
    session = agenda.done(running(10, 20, 30), at(12))
    there = planning.take_agenda(session, OTHER, at(15), old=OWN)
    back = planning.take_agenda(there, OWN, at(16), old=OTHER)
    assert titles(back) == ["A", "B", "C"]
    assert [planning.entry_of(BOTH, back, item) for item in back.items] == list(OWN.entries)
    assert agenda.elapsed(back, at(16)) == 16 * 60


def test_an_item_that_was_left_for_another_has_begun() -> None:
    session = agenda.go(running(10, 20, 30), "3-c", at(2))
    assert [item.state for item in session.items] == [TODO, TODO, NOW_ITEM]
    found = planning.take_agenda(session, OTHER, at(3), old=OWN)
    assert titles(found) == ["A", "C", "A", "X"]
    assert planning.entry_of(BOTH, found, found.items[0]) == OWN.entries[0]


def test_a_paused_session_stays_paused_when_it_takes_another_agenda() -> None:
    session = agenda.pause(running(10, 20, 30), at(5))
    found = planning.take_agenda(session, OTHER, at(9), old=OWN)
    assert (found.state, found.current) == (SessionState.paused, "1-a")
    assert agenda.elapsed(found, at(20)) == 300
    assert agenda.away(found, at(9)) == 240
    check_shares(found, at(9))


def test_a_session_that_was_through_goes_on_with_the_new_agenda() -> None:
    session = running(10, 20)
    for minute in (10, 28):
        session = agenda.done(session, at(minute))
    assert session.current is None
    found = planning.take_agenda(session, OTHER, at(29), old=OWN)
    assert found.item is not None
    assert (found.item.title, found.item.state, found.item.agenda or found.agenda) == ("A", NOW_ITEM, "other")
    assert agenda.used(found, found.item, at(30)) == 60
    assert agenda.elapsed(found, at(30)) == 30 * 60


def test_a_held_session_keeps_its_agenda() -> None:
    session = agenda.end(running(10, 20), at(5))
    assert planning.take_agenda(session, OTHER, at(6), old=OWN) == session


def test_an_item_of_ones_own_has_no_words_in_any_agenda() -> None:
    session = planning.add_item(running(10, 20), own_item(), "1-a", at(1))
    session = agenda.done(session, at(2))
    found = planning.take_agenda(session, OTHER, at(3), old=OWN)
    assert titles(found) == ["A", "Mine", "A", "X"]
    assert planning.entry_of(BOTH, found, found.items[1]) is None


# --- items are added, dropped, moved, timed and renamed


def test_an_item_is_added_behind_another_or_at_the_end() -> None:
    session = planned(10, 20)
    found = planning.add_item(session, own_item(5), "1-a", at(1))
    assert titles(found) == ["A", "Mine", "B"]
    found = planning.add_item(found, own_item(6, "Second"), None, at(2))
    found = planning.add_item(found, own_item(7, "Third"), "no such item", at(3))
    assert titles(found) == ["A", "Mine", "B", "Second", "Third"]
    assert len(set(ids(found))) == 5
    assert planning.planned_minutes(found) == 48
    assert found.minutes == 30  # a plan is booked anew only when the two say so
    assert planning.fit(found, at(4)).minutes == 48
    assert planning.book_minutes(found, 0, at(4)).minutes == 1


def test_an_item_that_was_dropped_leaves_its_id_to_no_other() -> None:
    session = planned(10, 20, 30)
    found = planning.drop_item(session, "2-b", at(1))
    for _ in range(3):
        found = planning.add_item(found, planning.item_for(OWN.entries[2], "own"), "1-a", at(2))
    assert len(set(ids(found))) == 5
    assert titles(found) == ["A", "C", "C", "C", "C"]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (OWN.entries[1], (Body.talk, "B", 20, Lead.mentee, "", "b", "own")),
        (CASE, (Body.activity, "A case", 25, Lead.mentor, "case", "", "")),
        (THEME, (Body.cards, "Time", 12, Lead.mentee, "themes/time", "", "")),
        (
            RatingSet(key="skills", title="Skills", intro="", levels=(), lane=Lane.pair, occasions=(), parts=()),
            (Body.ratings, "Skills", 12, Lead.both, "skills", "", ""),
        ),
        (
            Form(key="plan", title="Plan", intro="", signed_by=None, draft_for="", parts=()),
            (Body.form, "Plan", 12, Lead.both, "plan", "", ""),
        ),
    ],
)
def test_all_kinds_of_things_become_items(
    thing: Entry | Activity | Card | RatingSet | Form, expected: tuple[object, ...]
) -> None:
    item = planning.item_for(thing, "own", 12)
    assert (item.body, item.title, item.minutes, item.lead, item.ref, item.key, item.agenda) == expected
    assert item.share == item.minutes


def test_the_words_of_an_item_from_another_agenda_are_found() -> None:
    session = planning.add_item(planned(10), planning.item_for(OTHER.entries[1], "other"), None, NOW)
    assert planning.entry_of(BOTH, session, session.items[1]) == OTHER.entries[1]
    assert planning.entry_of(BOTH, session, session.items[0]) == OWN.entries[0]


def test_only_items_that_have_not_begun_are_dropped() -> None:
    session = agenda.done(running(10, 20, 30, 40), at(5))
    session = agenda.skip(session, at(5))  # at once, so it has no second
    for item_id in ("1-a", "2-b", "3-c", "no such item"):
        assert planning.drop_item(session, item_id, at(6)) == session
    found = planning.drop_item(session, "4-d", at(6))
    assert ids(found) == ["1-a", "2-b", "3-c"]
    check_shares(found, at(6))


def test_an_item_that_was_done_within_a_second_is_not_dropped() -> None:
    session = agenda.done(running(10, 20), NOW)
    assert (session.items[0].state, session.items[0].seconds) == (DONE, 0)
    assert planning.drop_item(session, "1-a", at(1)) == session


def test_what_a_dropped_item_had_goes_to_the_others() -> None:
    found = planning.drop_item(running(10, 20, 30), "3-c", NOW)
    assert [item.share for item in found.items] == [20, 40]
    assert [item.minutes for item in found.items] == [10, 20]


def test_an_item_moves_up_and_down_and_not_beyond_the_ends() -> None:
    session = planned(10, 20, 30)
    assert titles(planning.move_item(session, "1-a", 1, at(1))) == ["B", "A", "C"]
    assert titles(planning.move_item(session, "3-c", -1, at(1))) == ["A", "C", "B"]
    assert titles(planning.move_item(session, "1-a", 9, at(1))) == ["B", "C", "A"]
    for item_id, by in (("1-a", -1), ("3-c", 2), ("2-b", 0), ("no such item", 1)):
        assert planning.move_item(session, item_id, by, at(1)) == session


def test_the_item_of_the_moment_stays_that_when_it_is_moved() -> None:
    found = planning.move_item(running(10, 20, 30), "1-a", 1, at(1))
    assert (titles(found), found.current) == (["B", "A", "C"], "1-a")
    assert agenda.done(found, at(2)).current == "3-c"


@pytest.mark.parametrize(("wanted", "given"), [(-3, 1), (0, 1), (1, 1), (45, 45), (240, 240), (241, 240)])
def test_an_item_has_between_one_minute_and_four_hours(wanted: int, given: int) -> None:
    found = planning.set_minutes(planned(10, 20), "2-b", wanted, at(1))
    assert [(item.minutes, item.share) for item in found.items] == [(10, 10), (given, given)]


def test_other_minutes_in_a_session_that_is_on_share_out_what_is_left() -> None:
    found = planning.set_minutes(running(10, 20, 30), "3-c", 10, NOW)
    assert [item.minutes for item in found.items] == [10, 20, 10]
    assert [item.share for item in found.items] == [15, 30, 15]
    assert found.minutes == 60


def test_another_name_and_another_lead_change_nothing_else() -> None:
    session = running(10, 20)
    found = planning.rename_item(session, "2-b", "The [b] case", at(1))
    assert titles(found) == ["A", "The [b] case"]
    assert planning.entry_of(BOTH, found, found.items[1]) == OWN.entries[1]
    led = planning.lead_item(found, "2-b", Lead.both, at(2))
    assert [item.lead for item in led.items] == [Lead.mentee, Lead.both]
    assert planning.rename_item(led, "2-b", "B", at(3)).items[1].minutes == 20


def test_an_item_added_when_all_were_done_is_the_one_of_the_moment() -> None:
    session = agenda.done(running(10), at(10))
    assert (session.current, agenda.elapsed(session, at(12))) == (None, 720)
    found = planning.add_item(session, own_item(5), None, at(12))
    assert found.item is not None
    assert (found.item.title, found.item.state) == ("Mine", NOW_ITEM)
    assert agenda.used(found, found.item, at(13)) == 60
    assert agenda.elapsed(found, at(13)) == 13 * 60
    assert agenda.done(found, at(14)).current is None


def test_a_held_session_that_is_edited_does_not_come_to_life() -> None:
    held = agenda.end(running(10, 20), at(5))
    found = planning.set_minutes(held, "2-b", 5, at(6))
    assert (found.state, found.current) == (SessionState.held, None)
    assert agenda.elapsed(found, at(60)) == 300


@pytest.mark.parametrize(("thing", "body"), [(CASE, Body.activity), (THEME, Body.cards)])
def test_what_is_drawn_takes_the_place_the_minutes_and_the_time_of_an_item(thing: Activity | Card, body: Body) -> None:
    session = agenda.done(running(10, 20, 30), at(5))
    change = meeting.draw(session, "2-b", thing, at(6))
    (found,) = change.puts
    assert isinstance(found, Session)
    item = found.items[1]
    assert (item.id, item.title, item.ref, item.body, item.minutes) == ("2-b", thing.title, thing.key, body, 20)
    assert (found.items[0], found.items[2]) == (session.items[0], session.items[2])
    assert agenda.used(found, item, at(7)) == 120


EDITS = ("add", "drop", "move", "time", "rename", "lead", "draw", "take", "done", "skip", "go", "pause", "resume")


def edited(session: Session, name: str, number: int, now: datetime) -> Session:
    """One edit, or one step of the session; ``number`` says which item, and how much."""
    item_id = ids(session)[number % len(session.items)] if session.items else ""
    match name:
        case "add":
            thing = (CASE, THEME, OWN.entries[0], OTHER.entries[1])[number % 4]
            return planning.add_item(session, planning.item_for(thing, "own"), item_id, now)
        case "drop":
            return planning.drop_item(session, item_id, now)
        case "move":
            return planning.move_item(session, item_id, number - 10, now)
        case "time":
            return planning.set_minutes(session, item_id, number * 5, now)
        case "rename":
            return planning.rename_item(session, item_id, f"Item {number}", now)
        case "lead":
            return planning.lead_item(session, item_id, Lead.both, now)
        case "draw":
            return planning.draw(session, item_id, (CASE, THEME)[number % 2], now)
        case "take":
            return planning.take_agenda(session, (OWN, OTHER)[number % 2], now, old=OWN)
        case "go":
            return agenda.go(session, item_id, now)
        case _:
            return {"done": agenda.done, "skip": agenda.skip, "pause": agenda.pause, "resume": agenda.resume}[name](
                session, now
            )


walks = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20), st.integers(0, 400)), max_size=25)


@given(minutes=st.lists(st.integers(1, 40), min_size=1, max_size=5), walk=walks)
def test_any_edits_of_a_session_that_is_on_keep_what_was_and_share_out_what_is(
    minutes: list[int], walk: list[tuple[str, int, int]]
) -> None:
    session, now, ran = running(*minutes), NOW, 0
    for name, number, stretch in walk:
        now += timedelta(seconds=stretch)
        ran += stretch if session.state is SessionState.running else 0
        begun = {item.id: item.seconds for item in session.items if item.state is not TODO or item.seconds}
        paused, count = session.state is SessionState.paused, len(session.items)
        before = session
        session = edited(session, name, number, now)
        kept = {item.id: item for item in session.items}
        assert len(kept) == len(session.items)
        assert all(key in kept and kept[key].seconds >= used for key, used in begun.items())
        assert agenda.elapsed(session, now) == ran
        assert session.minutes == sum(minutes)
        of_the_moment = [item.id for item in session.items if item.state is NOW_ITEM]
        assert of_the_moment == ([session.current] if session.current else [])
        if any(item.state is TODO for item in session.items):
            assert session.current is not None
        if session is before:
            continue
        if name in ("add", "time", "take") or (name == "resume" and paused) or (name == "drop" and len(kept) < count):
            check_shares(session, now)


@given(minutes=st.lists(st.integers(1, 40), min_size=1, max_size=5), walk=walks)
def test_any_edits_of_a_plan_leave_a_plan_that_can_start(minutes: list[int], walk: list[tuple[str, int, int]]) -> None:
    session = planned(*minutes)
    for name, number, _ in walk:
        if name not in ("done", "skip", "go", "pause", "resume"):
            session = edited(session, name, number, NOW)
        assert len(set(ids(session))) == len(session.items)
        assert all(planning.LEAST <= item.minutes == item.share <= planning.MOST for item in session.items)
        assert all((item.state, item.seconds) == (TODO, 0) for item in session.items)
    started = agenda.start(planning.fit(session, NOW), NOW)
    assert started.current == (session.items[0].id if session.items else None)


# --- changing the agenda as a change that the book keeps


def a_book(pack: Pack) -> tuple[Book, History]:
    book = Book()
    return book, History(book)


def add_mine(session: Session, now: datetime) -> Session:
    return planning.add_item(session, own_item(), None, now)


def changed_agenda(
    book: Book, label: str, edit: Callable[[Session, datetime], Session], now: datetime, merge: str = ""
) -> Change:
    change = meeting.change_agenda(book, BOTH, label, edit, now, merge)
    assert change is not None
    return change


def test_a_change_that_changes_nothing_is_none() -> None:
    book, _ = a_book(BOTH)
    first = "1-a"
    assert meeting.change_agenda(book, BOTH, "move", lambda s, now: planning.move_item(s, first, -1, now), NOW) is None
    assert book.sessions == []


def test_the_minutes_of_two_items_are_two_steps_of_undo() -> None:
    book, history = a_book(BOTH)
    history.do(Change("plan", (meeting.new_session(book, BOTH, NOW),)), NOW)
    for item in ("1-a", "2-b"):
        for minutes in (33, 34):

            def timed(session: Session, now: datetime, item: str = item, minutes: int = minutes) -> Session:
                return planning.set_minutes(session, item, minutes, now)

            history.do(changed_agenda(book, "time", timed, NOW, merge=f"minutes {item}"), NOW)
    history.undo()
    assert [item.minutes for item in book.sessions[0].items[:2]] == [34, 20]


def test_the_first_session_is_never_the_last_of_the_course() -> None:
    for first_counts in (True, False):
        pack = a_pack("begin", "end", sessions=1, first_counts=first_counts)
        assert planning.proposed(pack, []).key == "begin"
        assert planning.proposed(pack, had("begin")).key == "end"


def test_the_first_change_of_an_agenda_plans_the_session() -> None:
    book, history = a_book(BOTH)
    history.do(changed_agenda(book, "add an item", add_mine, NOW), NOW)
    assert book.planned is not None
    assert (book.planned.number, book.planned.agenda) == (1, "own")
    assert titles(book.planned) == ["A", "B", "C", "Mine"]
    history.do(changed_agenda(book, "add an item", add_mine, at(1)), at(1))
    assert len(book.sessions) == 1
    assert len(book.sessions[0].items) == 5
    history.undo()
    history.undo()
    assert book.sessions == []


def test_the_session_that_is_on_is_changed_before_the_planned_one() -> None:
    book, _ = a_book(BOTH)
    for change in (
        meeting.start_session(book, BOTH, NOW),
        Change("plan", (make(Session, NOW, number=2, title="", agenda="other", minutes=30, items=()),)),
    ):
        for record in change.puts:
            book.put(record)
    (changed,) = changed_agenda(book, "add an item", add_mine, at(1)).puts
    assert book.live is not None
    assert changed.id == book.live.id


def test_minutes_that_are_turned_bit_by_bit_are_one_step_of_undo() -> None:
    book, history = a_book(BOTH)
    history.do(Change("plan", (meeting.new_session(book, BOTH, NOW),)), NOW)
    for minutes in (11, 12, 13):

        def timed(session: Session, now: datetime, minutes: int = minutes) -> Session:
            return planning.set_minutes(session, "1-a", minutes, now)

        change = changed_agenda(book, "time", timed, NOW, merge="minutes 1-a")
        history.do(change, NOW)
    for _ in range(2):
        history.do(changed_agenda(book, "add an item", add_mine, NOW), NOW)
    assert [item.minutes for item in book.sessions[0].items] == [13, 20, 30, 10, 10]
    history.undo()
    assert [item.minutes for item in book.sessions[0].items] == [13, 20, 30, 10]
    history.undo()
    history.undo()
    assert [item.minutes for item in book.sessions[0].items] == [10, 20, 30]


def test_the_ticks_of_an_agendas_own_checklist_belong_to_the_session() -> None:
    session = planned(10)
    own = Item(id="1", title="", minutes=1, share=1, body=Body.checklist, ref="own/the-meeting")
    assert meeting.tick_place(session, own) == session.id
    for ref, home, place in (
        ("areas/areas", "", None),
        ("other/the-meeting", "", None),
        ("other/the-meeting", "other", session.id),
        ("own/the-meeting", "other", None),
    ):
        item = Item(id="1", title="", minutes=1, share=1, body=Body.checklist, ref=ref, agenda=home)
        assert meeting.tick_place(session, item) == place, (ref, home)


# --- what was talked about before


def drawn(number: int, *items: tuple[str, Body, ItemState], state: SessionState = SessionState.held) -> Session:
    return make(
        Session,
        NOW,
        number=number,
        title="",
        agenda="own",
        minutes=60,
        state=state,
        items=tuple(
            Item(id=str(place), title="", minutes=5, share=5, ref=ref, body=body, state=how)
            for place, (ref, body, how) in enumerate(items)
        ),
    )


def test_activities_and_cards_are_used_in_the_sessions_that_came_to_them() -> None:
    book = Book(
        [
            drawn(1, ("case", Body.activity, DONE), ("tips", Body.cards, SKIPPED), ("map", Body.activity, TODO)),
            drawn(2, ("case", Body.activity, DONE), ("case", Body.activity, DONE), ("deck", Body.questions, DONE)),
            drawn(3, ("tips", Body.cards, NOW_ITEM), ("", Body.cards, DONE), state=SessionState.running),
            drawn(4, ("map", Body.activity, DONE), state=SessionState.planned),
        ]
    )
    assert planning.used_in(book) == {"case": [1, 2], "tips": [3]}


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        ([2], "used in session 2"),
        ([2, 4], "used in sessions 2 and 4"),
        ([1, 2, 4], "used in sessions 1, 2 and 4"),
    ],
)
def test_the_words_for_what_was_used(numbers: list[int], words: str) -> None:
    assert planning.used_words(numbers) == words


def test_a_session_of_the_programme_begins_with_the_words_of_its_pack() -> None:
    pack = load_pack("isaps")
    book = Book(had("first-meeting"))
    session = meeting.new_session(book, pack, NOW)
    assert (session.number, session.agenda) == (2, "goals")
    assert [planning.entry_of(pack, session, item) for item in session.items] == list(pack.agendas["goals"].entries)
    assert planning.agenda_of(pack, session) is pack.agendas["goals"]
