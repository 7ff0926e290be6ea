"""The path to the end of a programme: what it takes, what is done, and what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec
import pytest

from mentor_tui.core import forms, meeting
from mentor_tui.core.book import Book, Change, History
from mentor_tui.core.packs import Document, Pack, Rules
from mentor_tui.core.path import FEEDBACK, SURVEY, PathLine, document_title, path, path_title, path_words
from mentor_tui.core.records import Lead, Mentorship, Role, Session, SessionState, make
from mentor_tui.core.sheets import Form, FormPart, Question, Source
from mentor_tui.prompts.library import load_pack

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ENDS = date(2027, 3, 31)
SOURCE, LAST = Source("A handbook", "Section 1"), Source("A handbook", "The last page")
MADRID, TOKYO = ZoneInfo("Europe/Madrid"), ZoneInfo("Asia/Tokyo")


def document(key: str, todo: str = "read", returned: bool = False) -> Document:
    return msgspec.convert(
        {
            "key": key,
            "title": key.title(),
            "todo": todo,
            "returned": returned,
            "held": True,
            "source": {"document": "A handbook", "section": key},
        },
        Document,
    )


def a_form(key: str, signed_by: Lead | None) -> Form:
    parts = tuple(
        FormPart(
            key=f"{key}/{place}",
            title="",
            who=Lead.both,
            text="",
            fill=None,
            examples="",
            questions=(Question(key=f"{key} {place}", text="?", source=source),),
            source=source,
        )
        for place, source in enumerate((SOURCE, LAST))
    )
    return Form(key=key, title=key.title(), intro="", signed_by=signed_by, draft_for="", parts=parts)


def a_pack(*of_forms: Form, documents: tuple[Document, ...] = (), **rules: object) -> Pack:
    """A pack of two sessions; ``rules`` puts other rules in their place."""
    given: dict[str, object] = {"sessions": 2, "first_counts": True, "survey_weeks_before_end": None, **rules}
    return Pack(
        name="demo",
        title="Demo",
        mentee_word="mentee",
        contact="",
        rules=Rules(months=6, minutes=60, source=SOURCE, **given),  # type: ignore[arg-type]
        documents=documents,
        course=(),
        extra="",
        agendas={},
        checklists={},
        decks={},
        activities={},
        forms={each.key: each for each in of_forms},
    )


def a_book(held: int = 0) -> Book:
    """A mentorship of Ana and Ben that ends on 31 March, with so many sessions held."""
    pair = make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor="Ana",
        mentee="Ben",
        pack="demo",
        starts_on=date(2026, 10, 1),
        ends_on=ENDS,
    )
    fields = {"title": "", "agenda": "own", "minutes": 60, "items": (), "state": SessionState.held}
    return Book([pair, *(make(Session, NOW, number=number, **fields) for number in range(1, held + 1))])


def do(book: Book, change: Change | None, now: datetime = NOW) -> None:
    """Make a change in a book."""
    assert change is not None
    History(book).do(change, now)


def tick(book: Book, key: str, now: datetime = NOW, session: str | None = None) -> None:
    do(book, meeting.tick(book, key, key, session, now), now)


def sign(book: Book, pack: Pack, key: str, who: Role, now: datetime = NOW) -> None:
    do(book, forms.sign(book, pack, pack.forms[key], who, "Name", None, now), now)


def lines(book: Book, pack: Pack, today: date = TODAY, zone: tzinfo = UTC) -> dict[str, PathLine]:
    """The path by its titles."""
    found = path(book, pack, today, zone)
    assert len({line.title for line in found}) == len(found)
    return {line.title: line for line in found}


# --- sessions


@pytest.mark.parametrize(
    ("held", "done", "missing"),
    [
        (0, False, "0 held, 2 to go"),
        (1, False, "1 held, 1 to go"),
        (2, True, ""),
        (3, True, ""),
    ],
)
def test_the_sessions_are_settled_by_the_journal_itself(held: int, done: bool, missing: str) -> None:
    (line,) = path(a_book(held), a_pack(), TODAY, UTC)
    assert (line.title, line.done, line.missing) == ("2 sessions held", done, missing)
    assert (line.who, line.by, line.tick, line.form, line.source) == (Lead.both, ENDS, "", "", SOURCE)


def test_a_first_meeting_that_does_not_count_is_one_session_more() -> None:
    pack = a_pack(first_counts=False)
    assert lines(a_book(2), pack)["2 sessions held"].missing == "1 held, 1 to go"
    assert lines(a_book(3), pack)["2 sessions held"].done


def test_one_session_is_one_session() -> None:
    assert list(lines(a_book(), a_pack(sessions=1))) == ["1 session held"]


# --- documents, in the order of reading and sending in

GUIDE, SHEET = document("guide"), document("sheet", "complete", returned=True)


def test_documents_are_read_or_completed_and_some_are_sent_in() -> None:
    pack = a_pack(documents=(GUIDE, SHEET))
    book = a_book()
    assert list(lines(book, pack)) == ["2 sessions held", "Read: Guide", "Complete: Sheet", "Send in: Sheet"]
    assert document_title(SHEET) == "Complete: Sheet"
    tick(book, "return/sheet")
    found = lines(book, pack)
    assert [line.done for line in found.values()] == [False, False, False, True]
    assert {(line.who, line.by, line.on) for line in list(found.values())[1:3]} == {(Lead.mentee, ENDS, None)}
    assert found["Complete: Sheet"].source == SHEET.source
    for line in list(found.values())[1:]:
        if not line.done:
            tick(book, line.tick)
    assert [line.done for line in path(book, pack, TODAY, UTC)] == [False, True, True, True]


def test_a_tick_is_dated_in_the_zone_and_can_be_taken_away() -> None:
    pack, book = a_pack(documents=(GUIDE,)), a_book()
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    tick(book, "document/guide", late)
    for zone, day in ((UTC, 23), (MADRID, 24), (TOKYO, 24)):
        assert lines(book, pack, zone=zone)["Read: Guide"].on == date(2026, 11, day)
    tick(book, "document/guide", late + timedelta(days=1))
    assert (lines(book, pack)["Read: Guide"].done, lines(book, pack)["Read: Guide"].on) == (False, None)
    tick(book, "document/guide", late + timedelta(days=2))
    assert lines(book, pack)["Read: Guide"].on == date(2026, 11, 25)


def test_what_was_ticked_in_a_session_counts() -> None:
    pack, book = a_pack(documents=(GUIDE,)), a_book()
    tick(book, "document/guide", session="s1")
    assert lines(book, pack)["Read: Guide"].done


# --- signatures

AGREEMENT, REPORT, PLAN = a_form("agreement", Lead.both), a_form("report", Lead.mentor), a_form("plan", None)
DUTY = a_form("duty", Lead.mentee)


def test_without_a_certificate_every_signed_form_is_part_of_the_path() -> None:
    found = lines(a_book(), a_pack(AGREEMENT, REPORT, PLAN, DUTY))
    assert list(found) == ["2 sessions held", "Sign: Agreement", "Sign: Report", "Sign: Duty"]
    assert [(line.who, line.form) for line in list(found.values())[1:]] == [
        (Lead.both, "agreement"),
        (Lead.mentor, "report"),
        (Lead.mentee, "duty"),
    ]


def test_for_a_certificate_the_mentor_signs_and_the_agreement_is_the_pairs_own() -> None:
    found = lines(a_book(), a_pack(AGREEMENT, REPORT, PLAN, DUTY, certificate=True))
    assert list(found) == ["2 sessions held", "Sign: Report"]


def test_a_form_is_settled_when_all_signed_what_it_says_now() -> None:
    pack, book = a_pack(AGREEMENT), a_book()

    def seen() -> tuple[bool, str, date | None]:
        line = lines(book, pack, zone=MADRID)["Sign: Agreement"]
        assert (line.tick, line.form, line.by, line.source) == ("", "agreement", ENDS, LAST)
        return line.done, line.missing, line.on

    assert seen() == (False, "not signed yet", None)
    sign(book, pack, "agreement", Role.mentor)
    assert seen() == (False, "not signed by Ben", None)
    sign(book, pack, "agreement", Role.mentee, NOW.replace(hour=23, minute=30))
    assert seen() == (True, "", date(2026, 11, 24))
    do(book, meeting.give_answer(book, AGREEMENT.parts[0].questions[0], "Monthly", None, NOW))
    assert seen() == (False, "changed since it was signed: sign again", None)
    sign(book, pack, "agreement", Role.mentor, NOW + timedelta(days=2))
    assert seen() == (False, "changed since it was signed: sign again", None)
    sign(book, pack, "agreement", Role.mentee, NOW + timedelta(days=1))
    assert seen() == (True, "", date(2026, 11, 25))


def test_the_mentor_is_missed_by_name_too() -> None:
    pack, book = a_pack(AGREEMENT), a_book()
    sign(book, pack, "agreement", Role.mentee)
    assert lines(book, pack)["Sign: Agreement"].missing == "not signed by Ana"


def test_a_form_of_one_is_settled_by_that_one() -> None:
    pack, book = a_pack(REPORT), a_book()
    assert lines(book, pack)["Sign: Report"].missing == "not signed yet"
    sign(book, pack, "report", Role.mentee)
    assert not lines(book, pack)["Sign: Report"].done
    sign(book, pack, "report", Role.mentor)
    assert (lines(book, pack)["Sign: Report"].done, lines(book, pack)["Sign: Report"].missing) == (True, "")


def test_only_who_has_to_sign_dates_the_signing() -> None:
    pack, book = a_pack(REPORT), a_book()
    sign(book, pack, "report", Role.mentor)
    sign(book, pack, "report", Role.mentee, NOW + timedelta(days=9))
    assert lines(book, pack)["Sign: Report"].on == TODAY


# --- survey and feedback


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (TODAY, "opens Wed 17 Mar"),
        (date(2027, 3, 16), "opens Wed 17 Mar"),
        (date(2027, 3, 17), "open now"),
        (ENDS, "open now"),
        (ENDS + timedelta(days=9), "open now"),
    ],
)
def test_the_survey_opens_two_weeks_before_the_end(today: date, missing: str) -> None:
    pack, book = a_pack(survey_weeks_before_end=2), a_book()
    found = lines(book, pack, today)
    assert list(found) == [
        "2 sessions held",
        "Fill in the programme's survey",
        "Give the programme the mentor's feedback",
    ]
    survey, feedback = list(found.values())[1:]
    assert (survey.tick, survey.who, survey.opens, survey.by) == (SURVEY, Lead.mentee, date(2027, 3, 17), ENDS)
    assert (survey.done, survey.missing) == (False, missing)
    assert (feedback.tick, feedback.who, feedback.opens, feedback.by) == (FEEDBACK, Lead.mentor, None, ENDS)
    tick(book, SURVEY)
    survey, feedback = list(lines(book, pack, today).values())[1:]
    assert (survey.done, survey.missing, survey.on) == (True, "", TODAY)
    assert not feedback.done
    tick(book, FEEDBACK)
    assert list(lines(book, pack, today).values())[2].done


def test_a_survey_may_open_on_the_last_day() -> None:
    pack = a_pack(survey_weeks_before_end=0)
    assert lines(a_book(), pack)["Fill in the programme's survey"].opens == ENDS


def test_a_programme_without_a_survey_asks_for_none() -> None:
    assert not any(line.opens or line.tick for line in path(a_book(), a_pack(AGREEMENT), TODAY, UTC))


# --- the programmes


def settle(book: Book, pack: Pack, line: PathLine) -> None:
    """Do what a line of the path asks for."""
    if line.tick:
        tick(book, line.tick)
    elif line.form:
        for who in forms.signers(pack.forms[line.form]):
            sign(book, pack, line.form, who)
    else:
        for session in a_book(pack.rules.sessions).held:
            book.put(session)


def test_the_path_of_isaps_ends_with_the_certificate() -> None:
    pack = load_pack("isaps")
    found = path(a_book(), pack, TODAY, UTC)
    assert [line.title for line in found] == [
        "6 sessions held",
        "Read: Mentor & Mentee Handbook",
        "Complete: Goal Setting & Reflections Worksheet",
        "Complete: Activity & Progress Tracking Log",
        "Read: Diversity & Inclusion",
        "Read: Ethics & Confidentiality",
        "Send in: Goal Setting & Reflections Worksheet",
        "Send in: Activity & Progress Tracking Log",
        f"Sign: {pack.forms['completion'].title}",
        "Fill in the programme's survey",
        "Give the programme the mentor's feedback",
    ]
    assert path_title(pack) == "Certificate"
    assert path_words(found) == "0 of 11"
    assert found[9].opens == ENDS - timedelta(days=14)
    assert [line.who for line in found[8:]] == [Lead.mentor, Lead.mentee, Lead.mentor]


@pytest.mark.parametrize("name", ["asds-future-leaders", "surgery-faculty"])
def test_a_programme_without_a_certificate_has_sessions_and_the_agreement(name: str) -> None:
    pack = load_pack(name)
    found = path(a_book(), pack, TODAY, UTC)
    assert [line.title for line in found] == [
        f"{pack.rules.sessions} sessions held",
        f"Sign: {pack.forms['agreement'].title}",
    ]
    assert path_title(pack) == "To the end"


@pytest.mark.parametrize("name", ["isaps", "asds-future-leaders", "surgery-faculty"])
def test_line_by_line_to_the_end(name: str) -> None:
    pack, book = load_pack(name), a_book()
    count = len(path(book, pack, TODAY, UTC))
    for number in range(count):
        found = path(book, pack, TODAY, UTC)
        assert path_words(found) == f"{number} of {count}"
        assert all(str(line.source) and line.by == ENDS for line in found)
        settle(book, pack, next(line for line in found if not line.done))
    found = path(book, pack, TODAY, UTC)
    assert path_words(found) == f"{count} of {count}"
    assert not any(line.missing for line in found)
    assert all(line.on == TODAY for line in found if line.tick or line.form)
