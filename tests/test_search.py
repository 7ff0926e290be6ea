"""The search over everything that was kept, and what it takes to bring a deleted thing back."""

from __future__ import annotations

import time
import unicodedata
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import bring_back, meeting, schedule, tasks
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.capture import Captured, CaptureKind
from mentor_tui.core.query import Query, fold, read_query
from mentor_tui.core.records import (
    Action,
    ActionState,
    Answer,
    Check,
    Contact,
    Goal,
    Lane,
    Lead,
    Mentorship,
    Milestone,
    Note,
    NoteKind,
    Rating,
    Record,
    Review,
    Role,
    Session,
    SessionState,
    Signature,
    Way,
    make,
    touch,
)
from mentor_tui.core.search import MOST_FOUND, Entry, Index, entries_of, piece_of, spans
from mentor_tui.prompts.library import load_pack
from tests.conftest import NOW, a_pair

ZONE = ZoneInfo("Europe/Madrid")
TODAY = date(2026, 11, 23)
LATER = NOW + timedelta(hours=2)


def a_book(*records: Record, mentee: str = "Dr Noa Placeholder", **fields: Any) -> Book:
    """A book of the mentor's side with some records, in the order given."""
    pair = make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor="Dr Ada Sample",
        mentee=mentee,
        pack="isaps",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 3, 1),
        **fields,
    )
    book = Book()
    for record in book.ordered((pair, *records)):
        book.put(record)
    return book


def a_session(number: int = 1, state: SessionState = SessionState.held, **fields: Any) -> Session:
    """A session without items."""
    about = {"title": "First meeting", "agenda": "first", "minutes": 60, "items": (), "started_at": NOW}
    return make(Session, NOW, number=number, state=state, **(about | fields))


def a_note(text: str, **fields: Any) -> Note:
    """A note."""
    return make(Note, NOW, text=text, **fields)


def index_of(*records: Record, **fields: Any) -> Index:
    """An index over one book called ``noa``."""
    index = Index()
    index.put("noa", entries_of("noa", a_book(*records, **fields), ZONE))
    return index


def texts(index: Index, line: str, **about: Any) -> list[str]:
    """What a typed line finds, as words."""
    return [entry.text for entry in index.find(read_query(line, TODAY), TODAY, **about).entries]


# The line that is typed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("São Paulo", Query(words=("sao", "paulo"))),
        ('"first job" x', Query(words=("first job", "x"))),
        ("kind:decision hours", Query(words=("hours",), kinds=frozenset({"decision"}))),
        ("Kind:Decisions", Query(kinds=frozenset({"decision"}))),
        ("kind:dec kind:task", Query(kinds=frozenset({"decision", "action"}))),
        ("kind:private", Query(states=frozenset({"private"}))),
        ("kind:nonsense", Query(words=("kind:nonsense",))),
        ("colour:red", Query(words=("colour:red",))),
        ("kind:", Query()),
        ("after: fish", Query(words=("fish",))),
        ("is:late is:op", Query(words=("is:op",), states=frozenset({"late"}))),
        ("owner:Noa goal:Fellowship in:SÃO", Query(owners=("noa",), goals=("fellowship",), places=("sao",))),
        ('goal:"first job"', Query(goals=("first job",))),
        ("after:1 nov talk", Query(words=("talk",), after=date(2026, 11, 1))),
        ("after:nov talk", Query(words=("talk",), after=date(2026, 11, 1))),
        ("before:today", Query(before=TODAY)),
        ("before:2026-10-05 x", Query(words=("x",), before=date(2026, 10, 5))),
        ("on:yesterday", Query(after=date(2026, 11, 22), before=TODAY)),
        ("after:monday", Query(after=TODAY)),
        ("after:nonsense", Query(words=("after:nonsense",))),
        ("   ", Query()),
    ],
)
def test_a_line_is_read(line: str, expected: Query) -> None:
    assert read_query(line, TODAY) == expected


def test_a_day_is_read_in_the_order_of_the_user() -> None:
    assert read_query("after:3/10", TODAY).after == date(2026, 10, 3)
    assert read_query("after:3/10", TODAY, day_first=False).after == date(2026, 3, 10)


@given(st.text(max_size=60))
def test_no_line_is_an_error(line: str) -> None:
    index = index_of(a_note("one"), a_note("two"))
    assert index.find(read_query(line, TODAY), TODAY).total in range(4)


@given(st.text(), st.text())
def test_a_part_folds_to_a_part_of_the_whole(one: str, two: str) -> None:
    # Accents that stand alone at the seam may be put in order across it; they are gone after folding all the same.
    assert fold(one + " " + two) == f"{fold(one)} {fold(two)}"
    assert not any(unicodedata.combining(letter) for letter in fold(one))


# Finding


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=5))
def test_the_words_of_a_record_find_it(said: list[str]) -> None:
    index = index_of(*(a_note(text) for text in said))
    for entry in index.entries:
        query = Query(words=tuple(word for each in entry.text.split() if (word := fold(each).strip())))
        assert entry in index.find(query, TODAY).entries
        typed = read_query(entry.text, TODAY)
        if typed.filters == Query():
            assert entry in index.find(typed, TODAY).entries


@given(st.lists(st.sampled_from(["fellow", "ship", "São", "ß", "no", "n", "x"]), min_size=1, max_size=6))
def test_a_search_that_grows_finds_what_a_new_one_finds(words: list[str]) -> None:
    notes = [a_note(text) for text in ("A fellowship in São Paulo", "No ship", "Straße", "fellow", "x n o")]
    grown = index_of(*notes)
    for count in range(1, len(words) + 1):
        line = " ".join(words[:count])
        for end in range(1, len(line) + 1):
            query = read_query(line[:end], TODAY)
            fresh = Index()
            fresh.put("noa", grown.entries)
            assert grown.find(query, TODAY) == fresh.find(query, TODAY)


def test_every_kind_of_record_is_found() -> None:
    held = a_session(2, title="Ligaments")
    goal = make(
        Goal, NOW, text="Write a book", measure="chapters", support="an editor", milestones=(Milestone(text="plot"),)
    )
    records: list[Record] = [
        held,
        a_note("We meet on Thursdays", kind=NoteKind.decision, session_id=held.id),
        a_note("How did you start", kind=NoteKind.question),
        make(Action, NOW, text="Send the list", owner=Lead.mentee, due=date(2026, 11, 1)),
        goal,
        make(Review, NOW, goal_id=goal.id, progress=30, text="moving slowly", session_id=held.id),
        make(Answer, NOW, key="a/b", question="What matters?", text="Family first", session_id=held.id),
        make(Check, NOW, key="c", label="Introductions made", session_id=held.id),
        make(Check, NOW, key="d", label="Never ticked", done=False),
        make(Rating, NOW, key="r", label="Suturing", level=2, levels=4, level_word="with help", occasion="start"),
        make(Contact, NOW, on=date(2026, 10, 12), way=Way.email, text="sent the abstract"),
        make(Signature, NOW, form="mentoring-agreement", who=Role.mentee, name="Noa Placeholder", digest="x"),
    ]
    index = index_of(*records)
    by_kind = {
        "session": "ligaments",
        "decision": "thursdays",
        "question": "start how",
        "action": "list",
        "goal": "editor plot chapters",
        "review": "slowly",
        "answer": "matters family",
        "tick": "introductions",
        "rating": "suturing help",
        "contact": "abstract email",
        "signature": "agreement",
    }
    for kind, line in by_kind.items():
        found = index.find(read_query(line, TODAY), TODAY).entries
        assert kind in [entry.kind for entry in found], line
        assert [entry.kind for entry in index.find(read_query(f"kind:{kind}", TODAY), TODAY).entries] == [kind]
    assert texts(index, "never ticked") == []
    answer = index.find(read_query("family", TODAY), TODAY).entries[0]
    assert (answer.session, answer.text) == (2, "What matters? Family first")
    assert index.find(read_query("on:12 oct", TODAY), TODAY).entries[0].kind == "contact"


def test_filters_combine() -> None:
    goal = make(Goal, NOW, text="A fellowship abroad")
    late = make(Action, NOW, text="Send the list", owner=Lead.mentee, due=date(2026, 11, 1))
    mine = make(Action, NOW, text="Read the list", owner=Lead.mentor, due=date(2026, 12, 1))
    both = make(Action, NOW, text="Agree on the list", owner=Lead.both)
    nobody = make(Action, NOW, text="Print the list", state=ActionState.done)
    goal = touch(goal, NOW, evidence=(late.id,))
    private = a_note("list of doubts", lane=Lane.mine)
    asked = a_note("which list", kind=NoteKind.question, asked=True)
    index = index_of(goal, late, mine, both, nobody, private, asked)
    assert texts(index, "list owner:noa") == ["Agree on the list", "Send the list"]
    assert texts(index, "list owner:me") == ["Agree on the list", "Read the list"]
    assert texts(index, "owner:both") == ["Agree on the list"]
    assert texts(index, "owner:nobody") == ["Print the list"]
    assert texts(index, "owner:noa is:late") == ["Send the list"]
    assert texts(index, "owner:me is:late") == []
    assert texts(index, "goal:fellow kind:action") == ["Send the list"]
    assert texts(index, "goal:fellow") == ["Send the list", "A fellowship abroad"]
    assert texts(index, "is:open kind:action") == ["Agree on the list", "Read the list", "Send the list"]
    assert texts(index, "is:done") == ["Print the list"]
    assert texts(index, "is:asked") == ["which list"]
    assert texts(index, "is:private") == ["list of doubts"]
    assert texts(index, "doubts", private=False) == []
    assert texts(index, "list before:today") == []
    assert len(texts(index, "list after:today in:noa")) == 6
    assert texts(index, "list in:elsewhere") == []


def test_the_newest_comes_first_and_no_more_than_can_be_read() -> None:
    index = index_of(*(make(Note, NOW + timedelta(minutes=n), text=f"line {n}") for n in range(MOST_FOUND + 50)))
    found = index.find(read_query("line", TODAY), TODAY)
    assert found.total == MOST_FOUND + 50
    assert len(found.entries) == MOST_FOUND
    assert found.entries[0].text == f"line {MOST_FOUND + 49}"


def test_many_mentorships_come_one_after_the_other() -> None:
    index = index_of(a_note("the same words"))
    other = a_book(a_note("the same words"), mentee="Dr João Sample", archived_at=NOW)
    index.put("joao", entries_of("joao", other, ZONE))
    query = read_query("same", TODAY)
    assert {entry.name for entry in index.find(query, TODAY).entries} == {"noa", "joao"}
    assert [entry.name for entry in index.find(query, TODAY, only="noa").entries] == ["noa"]
    assert [entry.name for entry in index.find(read_query("same in:joao", TODAY), TODAY).entries] == ["joao"]
    assert [entry.archived for entry in index.find(read_query("is:archived same", TODAY), TODAY).entries] == [True]
    index.put("joao", ())
    assert index.find(query, TODAY).total == 1
    index.drop("noa")
    assert index.find(query, TODAY).total == 0


def test_what_was_kept_around_it() -> None:
    held = a_session()
    notes = [a_note(f"line {n}", session_id=held.id) for n in range(5)]
    gone = touch(a_note("gone", session_id=held.id), LATER, deleted_at=LATER)
    index = index_of(held, *notes, gone, a_note("elsewhere"), a_note("hush", session_id=held.id, lane=Lane.mine))
    entry = index.find(read_query("line 2", TODAY), TODAY).entries[0]
    assert [each.text for each in index.around(entry)] == [*(f"line {n}" for n in range(5)), "hush"]
    assert "hush" not in [each.text for each in index.around(entry, private=False)]
    alone = index.find(read_query("elsewhere", TODAY), TODAY).entries[0]
    assert index.around(alone) == [alone]


# Where the words stand


def entry_of(text: str) -> Entry:
    """The entry of a note with that text."""
    return index_of(a_note(text)).entries[0]


@given(st.text(max_size=200), st.text(max_size=8))
def test_marks_stand_in_the_text(text: str, word: str) -> None:
    for start, end in spans(text, [fold(word)]):
        assert 0 <= start < end <= len(text)
    entry = entry_of(text or "x")
    piece, places = piece_of(entry, (fold(word),))
    assert all(0 <= start < end <= len(piece) for start, end in places)


def test_a_word_far_into_a_long_text_is_shown() -> None:
    for filling in ("word ", "wörd ßß "):
        entry = entry_of(filling * 20_000 + "Überraschung am Ende")
        piece, places = piece_of(entry, ("uberraschung",))
        assert [piece[start:end] for start, end in places] == ["Überraschung"]
        assert piece.startswith("… ")
        assert len(piece) < 500


# Quick


def many(books: int = 200, notes: int = 50) -> Index:
    """An index over many books."""
    index = Index()
    for number in range(books):
        records = [
            make(
                Note, NOW + timedelta(minutes=n), text=f"Note {n} of {number}: fellowship plans and São Paulo, {n * 7}"
            )
            for n in range(notes)
        ]
        name = f"book-{number}"
        index.put(name, entries_of(name, a_book(*records, mentee=f"Dr Noa {number}"), ZONE))
    return index


def test_ten_thousand_notes_are_searched_before_the_next_key() -> None:
    index = many()
    index.find(read_query("n", TODAY), TODAY)
    for line in ("fell", "sao", "sao 49", "kind:note plans", "nothing like it"):
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            index.find(read_query(line, TODAY), TODAY)
            taken.append(time.perf_counter() - started)
            index.find(read_query("other", TODAY), TODAY)  # so that it is looked for anew
        assert min(taken) < 0.1, line


# What was deleted


def test_a_deleted_record_is_found_only_when_asked_for() -> None:
    note = a_note("a secret")
    index = index_of(touch(note, LATER, deleted_at=LATER), a_note("a secret that stands"))
    assert texts(index, "secret") == ["a secret that stands"]
    assert texts(index, "secret is:deleted") == ["a secret"]


def done(book: Book, *changes: Change) -> History:
    """The history after some changes."""
    history = History(book)
    for change in changes:
        history.do(change, LATER)
    return history


def deleted(book: Book) -> list[Entry]:
    """What is found as deleted."""
    index = Index()
    index.put("noa", entries_of("noa", book, ZONE))
    return list(index.find(Query(states=frozenset({"deleted"})), TODAY).entries)


def test_what_undo_took_away_is_told_apart() -> None:
    book = a_book()
    history = done(book, meeting.keep_note("taken back", NoteKind.note, Lane.pair, None, LATER))
    history.undo()
    note = a_note("thrown away")
    book.put(book.ordered((note,))[0])
    history.do(meeting.delete(note, LATER), LATER)
    assert {entry.text: entry.taken_back for entry in deleted(book)} == {"taken back": True, "thrown away": False}


def test_a_note_comes_back_and_undo_takes_that_back() -> None:
    note = a_note("kept after all")
    book = a_book(note)
    history = done(book, meeting.delete(note, LATER))
    gone = book.get(Note, note.id)
    assert gone is not None
    assert gone.deleted_at is not None
    change = bring_back.restore(book, gone, LATER)
    assert change is not None
    assert change.label == "bring back a note"
    history.do(change, LATER)
    assert [each.text for each in book.notes()] == ["kept after all"]
    history.undo()
    assert book.notes() == []


def test_a_line_that_became_an_action_does_not_come_back_beside_it() -> None:
    note = a_note("send it")
    book = a_book(note)
    kept = book.get(Note, note.id)
    assert kept is not None
    history = done(book, meeting.note_to_action(book, kept, LATER))
    gone = book.get(Note, note.id)
    assert gone is not None
    assert deleted(book) == []
    assert bring_back.restore(book, gone, LATER) is None
    assert "lives on" in bring_back.why_not(book, gone)
    history.undo()
    assert deleted(book) == []  # the action, whose line is a note again
    history.redo()
    history.do(meeting.delete(book.actions[0], LATER), LATER)
    assert {entry.kind for entry in deleted(book)} == {"action", "note"}


@pytest.mark.parametrize("text", ["one", "two"])
def test_a_part_of_an_action_comes_back_beside_the_others(text: str) -> None:
    book = a_book(make(Action, NOW, text="one; two"))
    change = tasks.split_action(
        book, book.actions[0], tasks.parts_of("one; two", a_pair(), LATER.date()), LATER, LATER.date()
    )
    assert change is not None
    history = done(book, change)
    history.do(meeting.delete(next(each for each in book.actions if each.text == text), LATER), LATER)
    (entry,) = deleted(book)
    assert (entry.text, bring_back.why_not(book, entry.record)) == (text, "")
    back = bring_back.restore(book, entry.record, LATER)
    assert back is not None
    history.do(back, LATER)
    assert sorted(each.text for each in book.actions) == ["one", "two"]


def test_an_action_that_became_a_note_does_not_come_back_beside_it() -> None:
    book = a_book(make(Action, NOW, text="send it"))
    (action,) = book.actions
    note = meeting.edited(action, Captured(kind=CaptureKind.note, text="send it"), LATER)
    assert isinstance(note, Note)
    done(book, meeting.replace(book, action, note, LATER))
    gone = book.get(Action, action.id)
    assert gone is not None
    assert deleted(book) == []
    assert "lives on" in bring_back.why_not(book, gone)


def turned(book: Book, record: Record, kind: CaptureKind) -> Change:
    """The change by which a line becomes one of another kind."""
    assert isinstance(record, Note | Action)
    return meeting.replace(book, record, meeting.edited(record, Captured(kind=kind, text=record.text), LATER), LATER)


def in_two(beginning: str) -> tuple[Book, History, Action, Action]:
    """A book with an action in two parts, and the part that begins so before the other one."""
    book = a_book(make(Action, NOW, text="one; two"))
    change = tasks.split_action(
        book, book.actions[0], tasks.parts_of("one; two", a_pair(), LATER.date()), LATER, LATER.date()
    )
    assert change is not None
    history = done(book, change)
    one, two = sorted(book.actions, key=lambda each: not each.text.startswith(beginning))
    return book, history, one, two


@pytest.mark.parametrize("text", ["one", "two"])
def test_beside_a_part_that_became_a_note_the_other_one_comes_back(text: str) -> None:
    book, history, part, other = in_two(text)
    history.do(turned(book, part, CaptureKind.note), LATER)
    assert deleted(book) == []  # the part, which is the note
    history.do(meeting.delete(other, LATER), LATER)
    (entry,) = deleted(book)
    assert (entry.text, bring_back.why_not(book, entry.record)) == (other.text, "")
    back = bring_back.restore(book, entry.record, LATER)
    assert back is not None
    history.do(back, LATER)
    assert [each.text for each in book.actions] == [other.text]
    (note,) = book.notes()
    history.do(meeting.delete(note, LATER), LATER)  # beside the other part, which did not take it over
    assert {entry.kind for entry in deleted(book)} == {"note", "action"}


def test_a_line_that_was_turned_twice_lives_on_as_what_it_is_now() -> None:
    book = a_book(make(Action, NOW, text="send it"))
    (action,) = book.actions
    history = done(book, turned(book, action, CaptureKind.note))
    history.do(turned(book, book.notes()[0], CaptureKind.action), LATER)
    assert [each.text for each in book.actions] == ["send it"]
    assert deleted(book) == []
    history.do(meeting.delete(book.actions[0], LATER), LATER)
    assert [entry.kind for entry in deleted(book)].count("action") == 2


def test_what_took_over_a_line_in_an_older_journal_is_told_by_its_place() -> None:
    book = a_book(touch(make(Action, NOW, text="send it"), LATER, deleted_at=LATER))
    (gone,) = (record for record in book if isinstance(record, Action))
    book.put(make(Note, NOW, text="send it", order=gone.order))
    assert deleted(book) == []
    assert "lives on" in bring_back.why_not(book, gone)


def test_a_session_that_got_a_date_or_lost_it_is_no_deleted_one() -> None:
    book, pack = a_book(), load_pack("isaps")
    history = done(book, schedule.set_date(book, pack, 2, NOW + timedelta(days=9), LATER) or Change("", ()))
    for when in (NOW + timedelta(days=2), None, NOW + timedelta(days=3)):
        history.do(schedule.set_date(book, pack, 1, when, LATER) or Change("", ()), LATER)
    assert [session.number for session in book.sessions] == [1, 2]
    assert deleted(book) == []
    gone = next(each for each in book if isinstance(each, Session) and each.deleted_at is not None)
    assert bring_back.why_not(book, gone) == "It lives on as another session."
    history.undo()
    assert deleted(book) == []
    history.redo()
    history.do(schedule.drop(book, pack, book.sessions[0], LATER), LATER)  # what had the place before is gone, too
    assert [entry.session for entry in deleted(book)] == [1]


def test_a_question_is_not_answered_twice() -> None:
    old = touch(make(Answer, NOW, key="q", question="Why?", text="because"), LATER, deleted_at=LATER)
    book = a_book(old)
    assert bring_back.why_not(book, old) == ""
    book.put(make(Answer, LATER, key="q", question="Why?", text="since", order=9))
    assert bring_back.restore(book, old, LATER) is None
    assert "another answer" in bring_back.why_not(book, old)


def test_an_answer_that_was_emptied_comes_back_with_its_words() -> None:
    book = a_book(make(Answer, NOW, key="q", question="Why?", text="because"))
    (answer,) = book.every(Answer)
    done(book, meeting.change_answer(answer, " ", LATER))
    assert book.answer("q") is None
    (entry,) = deleted(book)
    change = bring_back.restore(book, entry.record, LATER)
    assert change is not None
    done(book, change)
    back = book.answer("q")
    assert back is not None
    assert back.text == "because"
    done(book, meeting.change_answer(back, "since", LATER))
    assert [each.text for each in book.every(Answer)] == ["since"]


def test_a_line_is_not_rated_or_ticked_twice() -> None:
    fields: dict[str, Any] = {
        "key": "r",
        "label": "Suturing",
        "level": 2,
        "levels": 4,
        "level_word": "b",
        "occasion": "start",
    }
    rating = touch(make(Rating, NOW, **fields), LATER, deleted_at=LATER)
    tick = touch(make(Check, NOW, key="c", label="Met"), LATER, deleted_at=LATER)
    book = a_book(rating, tick, make(Rating, NOW, **(fields | {"occasion": "end"})))
    assert bring_back.restore(book, rating, LATER) is not None
    assert bring_back.restore(book, tick, LATER) is not None
    book.put(make(Rating, NOW, order=8, **fields))
    book.put(make(Check, NOW, key="c", label="Met", order=9))
    assert bring_back.restore(book, rating, LATER) is None
    assert bring_back.restore(book, tick, LATER) is None


def test_a_goal_comes_back_with_its_reviews_and_a_review_with_its_goal() -> None:
    goal = make(Goal, NOW, text="Write")
    review = make(Review, NOW, goal_id=goal.id, progress=10, text="begun")
    for chosen in ("goal", "review"):
        book = a_book(goal, review)
        history = done(book, meeting.delete(goal, LATER))
        assert [entry.kind for entry in deleted(book)] == ["review", "goal"]
        entry = next(each for each in deleted(book) if each.kind == chosen)
        change = bring_back.restore(book, entry.record, LATER)
        assert change is not None
        history.do(change, LATER)
        assert [each.text for each in book.goals] == ["Write"]
        assert deleted(book) == []
        assert book.get(Review, review.id) == next(iter(book.every(Review)))


def test_an_open_action_comes_back_into_the_session_that_is_on() -> None:
    action = make(Action, NOW, text="send", session_id="before", origin_id="before")
    gone = touch(action, LATER, deleted_at=LATER)
    live = a_session(2, SessionState.running)
    for book, place in ((a_book(gone, live), live.id), (a_book(gone), "before")):
        change = bring_back.restore(book, gone, LATER)
        assert change is not None
        (back,) = change.puts
        assert isinstance(back, Action)
        assert (back.session_id, back.origin_id, back.deleted_at) == (place, "before", None)
        assert change.label == "bring back an action"


def test_a_session_comes_back_only_where_its_number_is_free_and_never_running() -> None:
    gone = touch(a_session(2), LATER, deleted_at=LATER)
    assert bring_back.restore(a_book(gone), gone, LATER) is not None
    assert "another session 2" in bring_back.why_not(a_book(gone, a_session(2)), gone)
    running = touch(a_session(3, SessionState.running), LATER, deleted_at=LATER)
    assert bring_back.restore(a_book(running), running, LATER) is None


def test_a_session_that_comes_back_leaves_no_gap() -> None:
    four = touch(a_session(4, SessionState.planned), LATER, deleted_at=LATER)
    cases = (((1, 2), 3), ((1, 2, 3), 4), ((1, 2, 3, 5), 4), ((), 1))
    for there, number in cases:
        book = a_book(four, *map(a_session, there))
        change = bring_back.restore(book, four, LATER)
        assert change is not None
        done(book, change)
        assert [session.number for session in book.sessions] == sorted((*there, number))


def test_a_signature_is_shown_and_does_not_come_back() -> None:
    gone = touch(make(Signature, NOW, form="f", who=Role.mentor, name="Ada", digest="x"), LATER, deleted_at=LATER)
    book = a_book(gone)
    assert [entry.kind for entry in deleted(book)] == ["signature"]
    assert bring_back.restore(book, gone, LATER) is None
    assert bring_back.why_not(book, a_note("there")) == "It is there already."


def test_what_undo_took_back_from_a_line_that_was_turned_before_is_no_deleted_line() -> None:
    book = a_book(make(Note, NOW, text="hello"))
    history = done(book, meeting.note_to_action(book, book.notes()[0], NOW))
    history.do(turned(book, book.actions[0], CaptureKind.note), LATER)
    (note,) = book.notes()
    assert deleted(book) == []
    history.undo()
    assert [each.text for each in book.actions] == ["hello"]
    assert deleted(book) == []
    gone = book.get(Note, note.id)
    assert gone is not None
    assert bring_back.why_not(book, gone) == "It lives on as another line."
    history.redo()
    assert (len(book.actions), len(book.notes()), deleted(book)) == (0, 1, [])
