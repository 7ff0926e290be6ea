"""Forms: what the journal puts in, what is answered, and what a signature stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentor_tui.core import agenda, forms, hindsight, log, meeting, ratings, tasks
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.packs import Checklist, Deck, Pack, Part, Rules, Topic
from mentor_tui.core.records import (
    Action,
    ActionState,
    Body,
    Goal,
    GoalState,
    Horizon,
    Item,
    Lane,
    Lead,
    Mentorship,
    Milestone,
    Note,
    NoteKind,
    Occasion,
    Rating,
    Role,
    Session,
    SessionState,
    Signature,
    Way,
    make,
    touch,
)
from mentor_tui.core.sheets import Fill, FillKind, Form, FormPart, Line, Question, RatingPart, RatingSet, Source
from mentor_tui.prompts.library import load_pack

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SOURCE = Source("A handbook", "Section 1")
MADRID = forms.Place(zone=ZoneInfo("Europe/Madrid"), today=TODAY)
TOKYO = forms.Place(zone=ZoneInfo("Asia/Tokyo"), today=TODAY)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def question(key: str) -> Question:
    return Question(key=key, text=f"{key.title()}?", source=SOURCE)


def line(key: str) -> Line:
    return Line(key=key, text=key.title(), source=SOURCE)


def part(key: str, *questions: str, fill: Fill | None = None, text: str = "") -> FormPart:
    return FormPart(
        key=f"agreement/{key}",
        title=key.title(),
        who=Lead.both,
        text=text,
        fill=fill,
        examples="",
        questions=tuple(question(each) for each in questions),
        source=SOURCE,
    )


def form(*parts: FormPart, signed_by: Lead | None = Lead.both) -> Form:
    return Form(key="agreement", title="Agreement", intro="", signed_by=signed_by, draft_for="", parts=parts)


REFS = {FillKind.answers: "rules", FillKind.ticked: "areas/help", FillKind.skills: "skills"}
# A form that takes all that there is to take from the journal.
WHOLE = form(
    part("clause", "how often", "where", text="We meet."),
    *(part(kind.value, fill=Fill(kind=kind, ref=REFS.get(kind, ""))) for kind in FillKind),
)


def a_set(key: str, lane: Lane, *occasions: Occasion) -> RatingSet:
    rated = RatingPart(
        key=f"{key}/a", title="", intro="", in_words=False, lines=(line(f"{key} one"), line(f"{key} two"))
    )
    words = RatingPart(key=f"{key}/w", title="", intro="", in_words=True, lines=(line(f"{key} words"),))
    return RatingSet(
        key=key, title=key, intro="", levels=("low", "high"), lane=lane, occasions=occasions, parts=(rated, words)
    )


SKILLS, TRUST = a_set("skills", Lane.pair, *Occasion), a_set("trust", Lane.mine)
PACK = Pack(
    name="demo",
    title="Demo",
    mentee_word="mentee",
    contact="",
    rules=Rules(sessions=6, months=6, minutes=60, first_counts=True, survey_weeks_before_end=None, source=SOURCE),
    documents=(),
    course=(),
    extra="",
    agendas={},
    checklists={
        "areas": Checklist(
            key="areas",
            title="",
            intro="",
            parts=(
                Part(
                    key="help",
                    title="",
                    who=Lead.mentee,
                    when="during",
                    intro="",
                    lines=(line("writing"), line("teaching"), line("operating")),
                ),
            ),
        )
    },
    decks={
        "rules": Deck(
            key="rules",
            title="Rules",
            intro="Ours",
            topics=(
                Topic(key="time", title="Time", intro="When", questions=(question("punctual"), question("late"))),
                Topic(key="none", title="None", intro="", questions=()),
                Topic(key="talk", title="Talk", intro="", questions=(question("private"),)),
            ),
        )
    },
    activities={},
    ratings={"skills": SKILLS, "trust": TRUST},
    forms={"agreement": WHOLE},
)


def a_book() -> Book:
    """A mentorship of Ana and Ben, with nothing in it."""
    return Book(
        [
            make(
                Mentorship,
                NOW,
                role=Role.mentor,
                mentor="Ana",
                mentee="Ben",
                pack="demo",
                starts_on=date(2026, 10, 1),
                ends_on=date(2027, 3, 31),
            )
        ]
    )


def do(book: Book, change: Change | None, now: datetime = NOW) -> None:
    """Make a change in a book."""
    assert change is not None
    History(book).do(change, now)


def add_goal(book: Book, text: str = "Publish", measure: str = "One paper", **plan: object) -> Goal:
    do(book, meeting.add_goal(text, Horizon.short, measure, NOW, **plan))
    return book.goals[-1]


def answer(book: Book, key: str, text: str) -> None:
    do(book, meeting.give_answer(book, question(key), text, None, NOW))


def filled(book: Book, kind: FillKind, ref: str | None = None, place: forms.Place = MADRID) -> list[str]:
    return forms.filled(book, PACK, Fill(kind=kind, ref=REFS.get(kind, "") if ref is None else ref), place)


def held(number: int, start: datetime, seconds: int = 0) -> Session:
    item = Item(id="1", title="Goals", minutes=10, share=10, seconds=seconds)
    return make(
        Session,
        start,
        number=number,
        title=f"Title {number}",
        agenda="own",
        minutes=60,
        items=(item,),
        state=SessionState.held,
        started_at=start,
        ended_at=start + timedelta(hours=1),
    )


# --- what the journal puts in


@pytest.mark.parametrize("kind", list(FillKind))
def test_an_empty_journal_puts_nothing_in(kind: FillKind) -> None:
    assert filled(a_book(), kind) == []


@pytest.mark.parametrize("kind", [FillKind.answers, FillKind.ticked, FillKind.skills])
def test_a_fill_that_names_what_the_pack_lacks_is_empty(kind: FillKind) -> None:
    assert filled(full_book(), kind, "no such/thing") == []
    assert filled(full_book(), kind)


def test_goals_and_measures_are_those_that_were_not_dropped() -> None:
    book = a_book()
    add_goal(book)
    do(book, meeting.add_goal("Lead a unit", Horizon.long, "", NOW))
    reached, dropped = add_goal(book, "Teach"), add_goal(book, "Travel")
    do(book, meeting.set_progress(reached, 100, NOW))
    do(book, meeting.edit_goal(touch(dropped, NOW, state=GoalState.dropped)))
    assert filled(book, FillKind.goals) == ["Publish (short-term)", "Lead a unit (long-term)", "Teach (short-term)"]
    assert filled(book, FillKind.measures) == [
        "Publish: One paper",
        "Lead a unit: no measure yet",
        "Teach: One paper",
    ]
    assert not any("Travel" in told for told in filled(book, FillKind.plan))


def test_the_plan_has_four_columns_and_the_milestones() -> None:
    book = a_book()
    goal = add_goal(
        book,
        by=date(2027, 2, 26),
        activities="Write on Fridays",
        support="The library",
        milestones=(Milestone(text="Draft"), Milestone(text="Submit")),
    )
    do(book, meeting.tick_milestone(goal, 0, NOW))
    add_goal(book, "Teach", "")
    assert filled(book, FillKind.plan) == [
        "Goal and timeline: Publish (short-term, by Fri 26 Feb)",
        "Development activities: Write on Fridays",
        "Success measure: One paper",
        "Resources and support: The library",
        "Milestone, reached: Draft",
        "Milestone, to come: Submit",
        "Goal and timeline: Teach (short-term, no date yet)",
        "Development activities: none yet",
        "Success measure: none yet",
        "Resources and support: none yet",
    ]


def test_a_milestone_is_ticked_and_unticked() -> None:
    goal = make(Goal, NOW, text="Publish", milestones=(Milestone(text="Draft"), Milestone(text="Submit")))
    change = meeting.tick_milestone(goal, 1, at(1))
    assert change is not None
    (ticked,) = change.puts
    assert isinstance(ticked, Goal)
    assert [(each.text, each.done) for each in ticked.milestones] == [("Draft", False), ("Submit", True)]
    back = meeting.tick_milestone(ticked, 1, at(2))
    assert back is not None
    assert isinstance(back.puts[0], Goal)
    assert back.puts[0].milestones == goal.milestones
    for number in (-1, 2):
        assert meeting.tick_milestone(goal, number, NOW) is None


def test_reviews_keep_the_progress_of_their_time_and_the_day_of_the_zone() -> None:
    book = a_book()
    goal, other = add_goal(book), add_goal(book, "Teach")
    session = held(2, NOW)
    do(book, meeting.review_goal(other, "", None, NOW), NOW)
    do(book, meeting.review_goal(touch(goal, NOW, progress=20), "Slow", session, NOW), NOW)
    late = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    do(book, meeting.review_goal(touch(goal, NOW, progress=60), "On its way", None, late), late)
    do(book, meeting.set_progress(goal, 90, late))
    assert [(review.text, review.progress, review.session_id) for review in forms.reviews_of(book, goal)] == [
        ("Slow", 20, session.id),
        ("On its way", 60, None),
    ]
    assert filled(book, FillKind.reviews) == [
        "Mon 23 Nov, Publish, 20%: Slow",
        "Tue 24 Nov, Publish, 60%: On its way",
        "Mon 23 Nov, Teach, 0%",
    ]
    assert "Wed 25 Nov, Publish, 60%: On its way" in filled(book, FillKind.reviews, place=TOKYO)
    do(book, meeting.delete(goal, NOW))
    assert filled(book, FillKind.reviews) == ["Mon 23 Nov, Teach, 0%"]


def test_answers_are_those_of_the_deck_in_its_order() -> None:
    book = a_book()
    answer(book, "private", "What is said stays here")
    answer(book, "punctual", "On the hour")
    answer(book, "how often", "Monthly")
    assert filled(book, FillKind.answers) == ["Punctual? On the hour", "Private? What is said stays here"]


def test_other_words_take_the_place_of_an_answer() -> None:
    book = a_book()
    answer(book, "private", "What is said stays here")
    old = book.answer("private")
    assert old is not None
    do(book, meeting.change_answer(old, "Nothing leaves the room", at(5)), at(5))
    assert filled(book, FillKind.answers) == ["Private? Nothing leaves the room"]
    new = book.answer("private")
    assert new is not None
    assert (new.id, new.question, new.updated_at) == (old.id, old.question, at(5))


def test_ticks_are_those_that_stand_wherever_they_were_made() -> None:
    book = a_book()
    for key, session in (("operating", "s1"), ("writing", None), ("teaching", None), ("teaching", None)):
        do(book, meeting.tick(book, key, key, session, NOW))
    assert filled(book, FillKind.ticked) == ["Writing", "Operating"]


def test_sessions_are_told_with_their_hour_in_the_zone() -> None:
    book = a_book()
    book.put(held(1, datetime(2026, 10, 5, 16, 30, tzinfo=UTC)))
    book.put(make(Session, NOW, number=2, title="", agenda="own", minutes=60, items=()))
    assert filled(book, FillKind.sessions) == ["Session 1: held Mon 5 Oct 18:30"]
    planned = book.planned
    assert planned is not None
    book.put(touch(planned, NOW, planned_for=datetime(2026, 11, 30, 16, 30, tzinfo=UTC)))
    assert filled(book, FillKind.sessions) == [
        "Session 1: held Mon 5 Oct 18:30",
        "Session 2: planned Mon 30 Nov 17:30",  # winter time since October
    ]
    assert filled(book, FillKind.sessions, place=TOKYO)[1] == "Session 2: planned Tue 1 Dec 01:30"
    book.put(agenda.start(touch(planned, NOW, planned_for=NOW), NOW))
    assert filled(book, FillKind.sessions) == ["Session 1: held Mon 5 Oct 18:30"]


def test_the_log_is_told_with_minutes_where_they_are_known() -> None:
    book = a_book()
    book.put(held(1, NOW, seconds=1500))
    do(book, log.add_contact(date(2026, 11, 12), Way.congress, "met in Lyon", NOW))
    assert filled(book, FillKind.log) == [
        "Thu 12 Nov, Congress: met in Lyon",
        "Mon 23 Nov, Session 1, 25 min: Title 1",
    ]


def test_skills_are_told_by_occasion_with_what_changed() -> None:
    book = a_book()
    first, second = SKILLS.rated
    for each, occasion, level in ((first, "start", 1), (first, "end", 2), (second, "mid-point", 2)):
        do(book, ratings.rate(book, SKILLS, each, occasion, level, None, NOW))
    words = ratings.in_words(SKILLS.parts[1].lines[0], "start")
    do(book, meeting.give_answer(book, words, "I listen", None, NOW))
    assert filled(book, FillKind.skills) == [
        "Skills One: start low, end high (up 1)",
        "Skills Two: mid-point high",
        "Skills Words (start): I listen",
    ]


def test_a_set_that_is_rated_by_the_day_is_told_by_its_days() -> None:
    by_day = msgspec.structs.replace(SKILLS, occasions=())
    pack = msgspec.structs.replace(PACK, ratings={"skills": by_day})
    book = a_book()
    for day, level in (("2026-08-01", 1), ("2026-09-01", 2), ("2026-10-01", 1), ("2026-11-01", 1)):
        do(book, ratings.rate(book, by_day, by_day.rated[0], day, level, None, NOW))
    fill = Fill(kind=FillKind.skills, ref="skills")
    assert forms.filled(book, pack, fill, MADRID) == [
        "Skills One: 2026-08-01 low, 2026-09-01 high, 2026-10-01 low, 2026-11-01 low (same)"
    ]


def test_actions_are_told_with_owner_day_and_state() -> None:
    book = a_book()
    do(book, meeting.keep_action("Send it", Lead.mentee, date(2026, 12, 1), None, NOW))
    do(book, meeting.keep_action("Read it", Lead.both, None, None, NOW))
    do(book, meeting.keep_action("Print it", None, None, None, NOW))
    do(book, meeting.keep_action("Burn it", None, None, None, NOW))
    do(book, tasks.close_action(book.actions[1], ActionState.done, NOW))
    do(book, tasks.close_action(book.actions[3], ActionState.dropped, NOW))
    assert filled(book, FillKind.actions) == [
        "Send it, Ben, due Tue 1 Dec (open)",
        "Read it, Ana and Ben (done)",
        "Print it (open)",
    ]


# --- what is for one person alone

SECRET = "for my eyes"


def full_book() -> Book:
    """A journal with something in it for every fill, and with all that is private."""
    book = a_book()
    book.put(held(1, NOW, seconds=1500))
    goal = add_goal(book, by=date(2027, 2, 26), milestones=(Milestone(text="Draft"),))
    do(book, meeting.review_goal(goal, "Slow", None, NOW))
    for key in ("punctual", "how often"):
        answer(book, key, f"Answer {key}")
    do(book, meeting.tick(book, "writing", "Writing", None, NOW))
    do(book, log.add_contact(TODAY, Way.call, "Talked", NOW))
    do(book, ratings.rate(book, SKILLS, SKILLS.rated[0], "start", 1, None, NOW))
    do(book, meeting.keep_action("Send it", None, None, None, NOW))
    do(book, meeting.keep_action(SECRET, Lead.mentor, TODAY, book.held[0], NOW, Lane.mine))
    for kind in NoteKind:
        do(book, meeting.keep_note(SECRET, kind, Lane.mine, book.held[0], NOW))
    trust = msgspec.structs.replace(TRUST, levels=(SECRET, SECRET))
    do(book, ratings.rate(book, trust, TRUST.rated[0], TODAY.isoformat(), 1, None, NOW))
    words = ratings.in_words(TRUST.parts[1].lines[0], TODAY.isoformat())
    do(book, meeting.give_answer(book, words, SECRET, None, NOW))
    return book


@pytest.mark.parametrize("kind", list(FillKind))
@pytest.mark.parametrize("ref", ["skills", "trust", "rules", "areas/help", ""])
def test_what_is_private_never_comes_into_a_form(kind: FillKind, ref: str) -> None:
    book = full_book()
    assert sum(1 for note in book.every(Note) if note.text == SECRET) == len(NoteKind)
    assert any(action.text == SECRET for action in book.every(Action))
    assert any(rating.level_word == SECRET for rating in book.every(Rating))
    told = filled(book, kind, ref)
    assert not any(SECRET in each or "trust" in each.lower() for each in told)
    assert filled(book, kind)  # there would have been something to tell


# --- the digest and the signatures


def digest(book: Book, of: Form = WHOLE) -> str:
    return forms.digest(book, PACK, of)


MOVES: dict[str, Callable[[Book], Change | None]] = {
    "progress": lambda book: meeting.set_progress(book.goals[0], 60, NOW),
    "a goal that is reached": lambda book: meeting.set_progress(book.goals[0], 100, NOW),
    "a milestone": lambda book: meeting.tick_milestone(book.goals[0], 0, NOW),
    "a review": lambda book: meeting.review_goal(book.goals[0], "Better", None, NOW),
    "a contact": lambda book: log.add_contact(TODAY, Way.email, "Wrote", NOW),
    "an action": lambda book: meeting.keep_action("New", Lead.both, TODAY, None, NOW),
    "an action done": lambda book: tasks.close_action(book.actions[0], ActionState.done, NOW),
    "a note": lambda book: meeting.keep_note("A note", NoteKind.decision, Lane.pair, None, NOW),
    "a rating": lambda book: ratings.rate(book, SKILLS, SKILLS.rated[0], "end", 2, None, NOW),
    "a session held": lambda book: Change("x", (held(2, NOW),)),
    "a session planned": lambda book: Change(
        "x", (make(Session, NOW, number=2, title="", agenda="own", minutes=60, items=(), planned_for=at(9999)),)
    ),
    "a signature": lambda book: forms.sign(book, PACK, WHOLE, Role.mentee, "Ben", None, NOW),
    "still right": lambda book: meeting.still_right(book, question("punctual"), "s1", NOW),
    "an answer of another deck": lambda book: meeting.give_answer(book, question("other"), "x", None, NOW),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_signature_stands_while_nothing_that_was_agreed_changes(name: str) -> None:
    book = full_book()
    before, records = digest(book), list(book)
    do(book, MOVES[name](book))
    assert list(book) != records
    assert digest(book) == before


def reworded(book: Book, **changes: object) -> Change:
    return meeting.edit_goal(touch(book.goals[0], NOW, **changes))


AGREED: dict[str, Callable[[Book], Change | None]] = {
    "an answer": lambda book: meeting.give_answer(book, question("how often"), "Weekly", None, NOW),
    "a new answer": lambda book: meeting.give_answer(book, question("where"), "On a call", None, NOW),
    "an answer taken away": lambda book: meeting.give_answer(book, question("how often"), "", None, NOW),
    "a ground rule": lambda book: meeting.give_answer(book, question("punctual"), "Five past", None, NOW),
    "a new ground rule": lambda book: meeting.give_answer(book, question("private"), "Yes", None, NOW),
    "a goal's words": lambda book: reworded(book, text="Publish twice"),
    "a goal's measure": lambda book: reworded(book, measure="Two papers"),
    "a goal's day": lambda book: reworded(book, by=date(2027, 3, 5)),
    "a goal's year": lambda book: reworded(book, by=date(2028, 2, 26)),
    "a goal's support": lambda book: reworded(book, support="The library"),
    "a goal's milestones": lambda book: reworded(book, milestones=(Milestone(text="Submit"),)),
    "a goal's horizon": lambda book: reworded(book, horizon=Horizon.long),
    "a new goal": lambda book: meeting.add_goal("Teach", Horizon.short, "", NOW),
    "a goal dropped": lambda book: reworded(book, state=GoalState.dropped),
    "a tick": lambda book: meeting.tick(book, "teaching", "Teaching", None, NOW),
    "a tick taken away": lambda book: meeting.tick(book, "writing", "Writing", None, NOW),
}


@pytest.mark.parametrize("name", AGREED)
def test_what_was_agreed_and_changes_outdates_a_signature(name: str) -> None:
    book = full_book()
    history, before = History(book), digest(book)
    change = AGREED[name](book)
    assert change is not None
    history.do(change, NOW)
    assert digest(book) != before
    history.undo()
    assert digest(book) == before


def test_a_clause_that_the_pack_changes_outdates_a_signature() -> None:
    book = full_book()
    first, *rest = WHOLE.parts
    seldom = msgspec.structs.replace(first.questions[0], text="How seldom?")
    for other in (
        msgspec.structs.replace(first, text="We meet rarely."),
        msgspec.structs.replace(first, title="Another title"),
        msgspec.structs.replace(first, questions=first.questions[1:]),
        msgspec.structs.replace(first, questions=(seldom, first.questions[1])),
    ):
        assert digest(book, msgspec.structs.replace(WHOLE, parts=(other, *rest))) != digest(book)
    assert digest(book, msgspec.structs.replace(WHOLE, parts=tuple(rest))) != digest(book)


def test_an_answer_moved_to_another_question_is_another_text() -> None:
    one, two = a_book(), a_book()
    answer(one, "how often", "Same")
    answer(two, "where", "Same")
    assert digest(one) != digest(two)


@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=20))
@example(text="\ud800")
def test_any_text_can_be_signed(text: str) -> None:
    book, plain = a_book(), a_book()
    answer_text = f"x{text}"
    answer(book, "where", answer_text)
    answer(plain, "where", "x")
    assert digest(book) != digest(plain)
    do(book, forms.sign(book, PACK, WHOLE, Role.mentor, text, None, NOW))
    assert forms.standing(book, PACK, WHOLE).signed == (Role.mentor,)


MENTOR, MENTEE = Role.mentor, Role.mentee


def sign(book: Book, who: Role, of: Form = WHOLE, name: str = "Ana", now: datetime = NOW) -> None:
    do(book, forms.sign(book, PACK, of, who, name, "s1", now), now)


def standing(book: Book, of: Form = WHOLE) -> tuple[tuple[Role, ...], tuple[Role, ...], tuple[Role, ...], bool]:
    """Who signed, whose signature is outdated, who is missing, and whether all is done."""
    found = forms.standing(book, PACK, of)
    return found.signed, found.outdated, found.missing, found.whole


@pytest.mark.parametrize(
    ("typed", "name", "partner", "good"),
    [
        ("Ada Sample", "Dr Ada Sample", "Dr Noa Placeholder", True),
        ("ada", "Dr Ada Sample", "Dr Noa Placeholder", True),
        ("Áda S.", "Dr Ada Sample", "Dr Noa Placeholder", True),
        ("Dr", "Dr Ada Sample", "Dr Noa Placeholder", False),
        ("Noa", "Dr Ada Sample", "Dr Noa Placeholder", False),
        ("", "Dr Ada Sample", "Dr Noa Placeholder", False),
        # A surname that both have says nothing.
        ("Ada Sample", "Ada Sample", "Noa Sample", True),
        ("Noa Sample", "Ada Sample", "Noa Sample", False),
        ("Sample", "Ada Sample", "Noa Sample", False),
        ("Ada", "Ada Sample", "Noa Sample", True),
        ("Ada Sample", "Noa Sample", "Ada Placeholder", False),
        # One name within the other, and one and the same.
        ("Sample", "Sample", "Ada Sample", True),
        ("Ada Sample", "Sample", "Ada Sample", False),
        ("Ada Sample", "Ada Sample", "Ada Sample", True),
    ],
)
def test_a_name_signs_for_the_one_who_has_it(typed: str, name: str, partner: str, *, good: bool) -> None:
    assert forms.is_name(typed, name, partner) is good


def test_a_form_of_two_is_whole_when_both_signed_what_it_says() -> None:
    book = full_book()
    assert standing(book) == ((), (), (MENTOR, MENTEE), False)
    sign(book, MENTEE, name="Ben B.")
    assert standing(book) == ((MENTEE,), (), (MENTOR,), False)
    sign(book, MENTOR)
    assert standing(book) == ((MENTOR, MENTEE), (), (), True)
    given_by = forms.signatures(book, WHOLE)
    assert {who: (each.name, each.session_id, each.form) for who, each in given_by.items()} == {
        MENTOR: ("Ana", "s1", "agreement"),
        MENTEE: ("Ben B.", "s1", "agreement"),
    }


def test_a_form_that_changed_is_signed_again() -> None:
    book = full_book()
    sign(book, MENTOR)
    answer(book, "where", "On a call")
    assert standing(book) == ((), (MENTOR,), (MENTEE,), False)
    sign(book, MENTEE)
    assert standing(book) == ((MENTEE,), (MENTOR,), (), False)
    sign(book, MENTOR, name="Ana again", now=at(-60))  # by a clock that was put back
    assert standing(book) == ((MENTOR, MENTEE), (), (), True)
    assert forms.signatures(book, WHOLE)[MENTOR].name == "Ana again"
    assert len(list(book.every(Signature))) == 3


def test_a_form_that_says_again_what_was_signed_is_signed() -> None:
    book = full_book()
    sign(book, MENTOR)
    sign(book, MENTEE)
    answer(book, "how often", "Weekly")
    assert standing(book) == ((), (MENTOR, MENTEE), (), False)
    answer(book, "how often", "Answer how often")
    assert standing(book)[3]


@pytest.mark.parametrize(("lead", "who"), [(Lead.mentor, MENTOR), (Lead.mentee, MENTEE)])
def test_a_form_of_one_signer_needs_no_other(lead: Lead, who: Role) -> None:
    book, alone = full_book(), msgspec.structs.replace(WHOLE, signed_by=lead)
    assert forms.signers(alone) == (who,)
    sign(book, who.other, alone)
    assert standing(book, alone) == ((), (), (who,), False)
    sign(book, who, alone)
    assert standing(book, alone) == ((who,), (), (), True)


def test_a_form_that_nobody_signs_has_no_signers() -> None:
    unsigned = msgspec.structs.replace(WHOLE, signed_by=None)
    assert forms.signers(unsigned) == ()
    assert forms.signers(WHOLE) == (MENTOR, MENTEE)
    assert standing(full_book(), unsigned)[:3] == ((), (), ())


def test_a_signature_belongs_to_one_form_and_is_undone() -> None:
    book = full_book()
    history = History(book)
    other = msgspec.structs.replace(WHOLE, key="other")
    history.do(forms.sign(book, PACK, WHOLE, MENTOR, "Ana", None, NOW), NOW)
    assert forms.signatures(book, other) == {}
    assert standing(book, other)[2] == (MENTOR, MENTEE)
    history.undo()
    assert forms.signatures(book, WHOLE) == {}


# --- forms and decks


def test_a_form_counts_its_answers() -> None:
    book = a_book()
    assert forms.answered(book, WHOLE) == (0, 2)
    answer(book, "where", "On a call")
    answer(book, "private", "Not of this form")
    assert forms.answered(book, WHOLE) == (1, 2)
    answer(book, "where", " ")
    assert forms.answered(book, WHOLE) == (0, 2)


def test_the_questions_of_a_form_are_a_deck() -> None:
    asked = form(part("one", "a", "b", text="First"), part("none", text="No question"), part("two", "c"))
    deck = forms.as_deck(asked)
    assert (deck.key, deck.title) == ("agreement", "Agreement")
    assert [(topic.title, topic.intro) for topic in deck.topics] == [("One", "First"), ("Two", "")]
    assert [each.key for each in deck.questions] == ["a", "b", "c"]
    assert [each.key for each in forms.as_deck(asked, asked.parts[2:]).questions] == ["c"]
    assert forms.as_deck(asked, ()).questions == ()


def test_a_deck_is_a_form_that_nobody_signs() -> None:
    deck = PACK.decks["rules"]
    made = forms.from_deck(deck)
    assert (made.key, made.title, made.intro, made.signed_by) == ("rules", "Rules", "Ours", None)
    assert [(each.key, each.title, each.text) for each in made.parts] == [
        ("rules/time", "Time", "When"),
        ("rules/talk", "Talk", ""),
    ]
    assert forms.as_deck(made).questions == deck.questions
    book = a_book()
    answer(book, "private", "Yes")
    assert forms.answered(book, made) == (1, 3)


def item(body: Body, ref: str) -> Item:
    return Item(id="1", title="", minutes=1, share=1, body=body, ref=ref)


def test_an_item_has_the_questions_of_its_deck_or_its_form() -> None:
    def asked(body: Body, ref: str) -> list[str] | None:
        deck = forms.deck_of(PACK, item(body, ref))
        return None if deck is None else [each.key for each in deck.questions]

    assert asked(Body.questions, "rules") == ["punctual", "late", "private"]
    assert asked(Body.form, "agreement") == ["how often", "where"]
    assert asked(Body.form, "agreement/clause") == ["how often", "where"]
    for body, ref in (
        (Body.form, "agreement/goals"),  # a part without a question
        (Body.form, "no such form"),
        (Body.questions, "no such deck"),
        (Body.questions, "agreement"),
        (Body.talk, "rules"),
        (Body.review, "rules"),
    ):
        assert asked(body, ref) is None, (body, ref)
    assert forms.deck_of(PACK, None) is None
    whole, one = (forms.deck_of(PACK, item(Body.form, ref)) for ref in ("agreement", "agreement/clause"))
    assert whole is not None
    assert one is not None
    assert whole.key != one.key  # each is found again by itself


def test_what_is_still_right_is_said_for_a_session_and_taken_back() -> None:
    book = a_book()
    asked = question("punctual")
    key = f"{hindsight.REVIEWED}{asked.key}"
    do(book, meeting.still_right(book, asked, "s1", NOW))
    assert book.is_checked(key, "s1")
    assert not book.is_checked(key, "s2")
    assert not book.is_checked(asked.key)
    do(book, meeting.still_right(book, asked, "s1", NOW))
    assert not book.is_checked(key, "s1")


# --- the forms of the programmes


@pytest.fixture(scope="module", params=["isaps", "asds-future-leaders", "surgery-faculty"])
def programme(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param)


def test_each_item_that_shows_a_form_or_questions_finds_them(programme: Pack) -> None:
    shown = 0
    for each in programme.agendas.values():
        for made in agenda.items_of(each):
            if made.body is Body.questions or made.body is Body.form:
                shown += 1
                deck = forms.deck_of(programme, made)
                parts = programme.form_parts(made.ref)
                assert (deck is not None and deck.questions) or any(part.fill or part.text for part in parts), made
    assert shown


def test_every_signed_form_of_a_programme_goes_from_empty_to_whole(programme: Pack) -> None:
    for each in programme.forms.values():
        if each.signed_by is None:
            continue
        book = a_book()
        for who in forms.signers(each):
            assert not forms.standing(book, programme, each).whole
            do(book, forms.sign(book, programme, each, who, "Name", None, NOW))
        assert forms.standing(book, programme, each).whole
        do(book, log.add_contact(TODAY, Way.email, "Wrote", NOW))
        assert forms.standing(book, programme, each).whole
        asked = next(question for part in each.parts for question in part.questions)
        do(book, meeting.give_answer(book, asked, "Something", None, NOW))
        assert forms.standing(book, programme, each).outdated == forms.signers(each)


def test_the_agreement_of_the_programmes_changes_with_a_ground_rule_and_a_goal(programme: Pack) -> None:
    agreement, book = programme.forms["agreement"], a_book()
    seen = {forms.digest(book, programme, agreement)}
    rule = programme.decks["ground-rules"].questions[0]
    do(book, meeting.give_answer(book, rule, "Every month", None, NOW))
    seen.add(forms.digest(book, programme, agreement))
    goal = add_goal(book)
    seen.add(forms.digest(book, programme, agreement))
    do(book, meeting.edit_goal(touch(goal, NOW, text="Publish twice")))
    seen.add(forms.digest(book, programme, agreement))
    assert len(seen) == 4


def test_no_fill_of_a_programme_tells_what_is_private(programme: Pack) -> None:
    book = full_book()
    trust = programme.ratings["trust"]
    do(book, ratings.rate(book, trust, trust.rated[0], TODAY.isoformat(), 1, None, NOW))
    told = [
        said
        for each in programme.forms.values()
        for found in each.parts
        if found.fill is not None
        for said in forms.filled(book, programme, found.fill, MADRID)
    ]
    assert told
    assert not any(SECRET in said or trust.rated[0].text in said for said in told)
