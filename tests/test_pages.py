"""The pages of the programme by keys: library, agenda, forms, ratings, the log, and the help that is offered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from mentor_tui.app import MentorApp
from mentor_tui.core import meeting, planning, ratings
from mentor_tui.core.book import Change
from mentor_tui.core.records import Answer, Body, Contact, Horizon, Lead, Rating, Role, Session, Way, touch
from mentor_tui.data.shelf import Shelf
from mentor_tui.screens import acts
from mentor_tui.screens.agenda import own_item
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.rows import Act
from tests.app_helpers import (
    HOSTILE,
    SIZE,
    app_of,
    app_on,
    bar_of,
    book_of,
    controls_on,
    cursor_on,
    desk_of,
    fill,
    fresh,
    live_of,
    on_disk,
    press,
    rows_of,
    screen_name,
    screen_text,
    settle,
    start,
    texts_of,
    told,
    type_in,
    words_of,
)
from tests.conftest import NOW, FixedClock


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "shelf", clock)


def planned_of(app: MentorApp) -> Session:
    planned = book_of(app).planned
    assert planned is not None
    return planned


def titles(session: Session) -> list[str]:
    return [item.title for item in session.items]


async def choose(pilot: Pilot[None], rows: str, beginning: str) -> None:
    await cursor_on(pilot, rows, beginning)
    await press(pilot, "enter")


# The agenda


async def test_the_agenda_is_changed_before_the_session(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g")
        assert screen_name(app) == "AgendaScreen"
        assert "60 minutes, as booked" in screen_text(app)
        assert book_of(app).sessions == []
        await cursor_on(pilot, "#items", "Get to know")
        await press(pilot, "plus", "plus", "plus")
        assert "The items take 63 minutes, 3 more than booked. f books 63." in screen_text(app)
        assert planned_of(app).items[1].minutes == 12
        await press(pilot, "ctrl+z")
        assert book_of(app).planned is None
        assert "2 Get to know each other 9 min" in screen_text(app)
        await press(pilot, "ctrl+y", "f")
        assert (planned_of(app).minutes, planning.planned_minutes(planned_of(app))) == (63, 63)

        await press(pilot, "d")
        assert titles(planned_of(app))[2] == "Get to know each other"
        row = rows_of(app, "#items").row
        assert row is not None
        assert "Get to know" in row.content.plain
        await press(pilot, "u", "x")
        assert "Get to know each other" not in titles(planned_of(app))
        await press(pilot, "e")
        await fill(pilot, "#ask-line", "Hopes")
        await press(pilot, "enter", "o")
        renamed = next(item for item in planned_of(app).items if item.title == "Hopes")
        assert renamed.lead is Lead.mentor

        await press(pilot, "n")
        await type_in(pilot, "of your own")
        await press(pilot, "enter")
        await type_in(pilot, "Exam plan, 15 min")
        assert "Exam plan, 15 minutes" in screen_text(app)
        await press(pilot, "enter")
        place = titles(planned_of(app)).index("Exam plan")
        assert titles(planned_of(app))[place - 1] == "Hopes"
        assert planned_of(app).items[place].minutes == 15

        await press(pilot, "n")
        await type_in(pilot, "shadow")
        await press(pilot, "enter")
        assert "Shadow & Debrief" in titles(planned_of(app))
        assert on_disk(shelf, clock).planned == planned_of(app)
        await press(pilot, "escape")
        assert any("Exam plan" in row for row in texts_of(app, "#prepare"))
        await press(pilot, "f2")
        assert "Exam plan" in titles(live_of(app))


async def test_another_agenda_can_be_taken_and_says_what_was_held(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g", "t")
        text = screen_text(app)
        assert "held in session 1" in text
        assert "proposed" in text
        await type_in(pilot, "theme")
        await press(pilot, "enter")
        assert planned_of(app).agenda == "session-5"
        assert "Agenda of session 4 (next): A theme, and the end in sight" in screen_text(app)
        await press(pilot, "ctrl+z")
        assert planned_of(app).agenda == "session-4"


@pytest.mark.parametrize("paused", [False, True])
async def test_an_added_item_comes_after_the_item_of_the_moment(shelf: Shelf, clock: FixedClock, paused: bool) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        clock.advance(240)
        await press(pilot, "f2", "f2", *(["f5"] if paused else []), "ctrl+g")
        row = rows_of(app, "#items").row
        assert row is not None
        assert row.key == live_of(app).current
        await press(pilot, "n", "enter")
        await type_in(pilot, "Exam plan 15")
        await press(pilot, "enter")
        assert titles(live_of(app))[2:4] == ["What we hope for", "Exam plan"]
        # Under the cursor further down it comes there; among what is over it does not.
        await cursor_on(pilot, "#items", "Ground rules")
        await press(pilot, "n", "enter")
        await type_in(pilot, "Later 5")
        await press(pilot, "enter")
        await cursor_on(pilot, "#items", "Arrive")
        await press(pilot, "n", "enter")
        await type_in(pilot, "Sooner 5")
        await press(pilot, "enter")
        assert titles(live_of(app))[2:7] == ["What we hope for", "Sooner", "Exam plan", "Ground rules", "Later"]
        await press(pilot, "escape", *(["f5"] if paused else []), "f2")
        current = live_of(app).item
        assert current is not None
        assert current.title == "Sooner"


async def test_after_the_last_item_one_is_added_at_the_end(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, *["f2"] * len(live_of(app).items), "ctrl+g")
        row = rows_of(app, "#items").row
        assert row is not None
        assert row.key == live_of(app).items[-1].id
        await cursor_on(pilot, "#items", "Arrive")
        await press(pilot, "n", "enter")
        await type_in(pilot, "One more 5")
        await press(pilot, "enter")
        assert live_of(app).item == live_of(app).items[-1]
        assert titles(live_of(app))[-1] == "One more"


async def test_the_agenda_page_tells_the_minutes_of_now_from_those_planned(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "ctrl+g")
        assert not [row for row in texts_of(app, "#items") if "planned" in row]
        await press(pilot, "escape", "f4", "ctrl+g")
        rows = texts_of(app, "#items")
        planned = {item.title: item.minutes for item in live_of(app).items}
        for item in live_of(app).items:
            row = next(each for each in rows if item.title in each)
            more = item.share != planned[item.title]
            told = f"{item.share} min now, {item.minutes} planned" if more else f"{item.minutes} min,"
            assert told in row
        assert "so an item may have other minutes now than were planned" in screen_text(app).replace("\n", " ")


async def test_the_agenda_of_a_session_that_is_on(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "a draft")
        clock.advance(240)
        await press(pilot, "f2", "ctrl+g")
        assert "Booked for 60 minutes" in screen_text(app)
        await cursor_on(pilot, "#items", "Arrive")
        await press(pilot, "x")
        assert "Arrive" in titles(live_of(app))
        assert any("has begun" in message for message in told(app))
        await cursor_on(pilot, "#items", "first leadership interview")
        await press(pilot, "x")
        assert len(live_of(app).items) == 6
        assert sum(item.share for item in live_of(app).items) == 60
        await press(pilot, "t")
        await type_in(pilot, "goals and plan")
        await press(pilot, "enter")
        assert titles(live_of(app))[:2] == ["Arrive", "Get to know each other"]
        assert "Shape the goals" in titles(live_of(app))
        await press(pilot, "escape")
        assert bar_of(app).text == "a draft"
        assert app.focused is bar_of(app).bar
        # Each item still has its own words.
        assert "What does an ordinary week look like" in screen_text(app)


@pytest.mark.parametrize(
    ("typed", "title", "minutes"),
    [
        ("Exam plan", "Exam plan", 10),
        ("Exam plan 15", "Exam plan", 15),
        ("Exam plan, 15 minutes", "Exam plan", 15),
        ("Year 2027", "Year 2027", 10),
        ("15", "15", 10),
        ("Plan 0", "Plan 0", 10),
        ("  ", "", 10),
    ],
)
def test_an_item_of_ones_own(typed: str, title: str, minutes: int) -> None:
    assert own_item(typed) == (title, minutes)


# The library


async def test_the_library_finds_and_takes_a_theme_into_the_session(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await type_in(pilot, "draft")
        await press(pilot, "ctrl+o")
        assert screen_name(app) == "LibraryScreen"
        await type_in(pilot, "work-life")
        row = rows_of(app, "#library").row
        assert row is not None
        assert "Work-life" in row.content.plain
        await press(pilot, "f9")
        added = next(item for item in live_of(app).items if item.ref == "growth-themes/work-life-integration")
        assert live_of(app).items.index(added) == 1
        assert any("Added to the agenda" in message for message in told(app))
        await press(pilot, "enter")
        assert screen_name(app) == "Read"
        assert "Source: Leadership & Professional Growth in Mentorship" in screen_text(app)
        await press(pilot, "escape", "escape", "escape")
        assert screen_name(app) == "SessionScreen"
        assert bar_of(app).text == "draft"

        await press(pilot, "f2")
        assert "Work-life integration" in words_of(app, "#item-title")
        await press(pilot, "f9")
        await type_in(pilot, "identity")
        await press(pilot, "enter")
        item = live_of(app).item
        assert item is not None
        assert (item.ref, item.body) == ("growth-themes/professional-identity-and-values", Body.cards)
        await press(pilot, "f2", "ctrl+o")
        await type_in(pilot, "professional identity")
        assert any("used in session 1" in row for row in texts_of(app, "#library"))


async def test_what_is_taken_in_an_activity_takes_its_place(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await choose(pilot, "#agenda", "6-a-first-leadership-interview")
        await press(pilot, "ctrl+o")
        await type_in(pilot, "career mapping")
        await press(pilot, "f9")
        item = live_of(app).item
        assert item is not None
        assert (item.ref, len(live_of(app).items)) == ("career-mapping-exercise", 7)
        await press(pilot, "escape")  # empties the search
        await type_in(pilot, "nothing has these words")
        assert "Nothing says that." in screen_text(app)
        await press(pilot, "f9", "enter")
        assert screen_name(app) == "LibraryScreen"


async def test_the_library_opens_forms_and_ratings(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        for words, screen in (("agreement", "FormScreen"), ("eighteen skills", "RatingsScreen")):
            await press(pilot, "ctrl+o")
            await type_in(pilot, words)
            rows = rows_of(app, "#library")
            rows.go_to(next(row.key for row in rows.rows if row.key.startswith(("form agreement", "ratings skills"))))
            await press(pilot, "enter")
            assert screen_name(app) == screen
            # The library below is come back to, not opened a second time.
            await press(pilot, "ctrl+o")
            assert screen_name(app) == "LibraryScreen"
            assert [type(each).__name__ for each in app.screen_stack].count("LibraryScreen") == 1
            await press(pilot, "escape", "escape")


async def test_sources_are_shown_and_hidden(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        source = "Source: Ethics & Confidentiality in Mentoring"
        assert source not in screen_text(app)
        await press(pilot, "alt+s")
        assert source in screen_text(app)
        await press(pilot, "alt+s")
        assert source not in screen_text(app)


# Forms


async def open_form(pilot: Pilot[None], key: str) -> None:
    await press(pilot, "ctrl+r")
    await choose(pilot, "#programme", f"form {key}")
    assert screen_name(app_of(pilot)) == "FormScreen"


async def test_a_form_is_filled_signed_and_signed_again(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, _ = demo
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "agreement")
        assert words_of(app, "#form-head").endswith("5 of 5 answered, signed")
        # Progress and dates change nothing that was agreed.
        desk = desk_of(app)
        goal = desk.book.goals[1]
        desk.do(meeting.set_progress(goal, 60, desk.now()))
        await settle(pilot)
        assert "signed" in words_of(app, "#form-head")
        assert "changed" not in words_of(app, "#form-head")

        await choose(pilot, "#form-rows", "Every four weeks")
        await type_in(pilot, " Or five.")
        await press(pilot, "escape")
        assert "changed since it was signed" in words_of(app, "#form-head")
        assert "Please sign again" in "\n".join(texts_of(app, "#form-rows"))
        for who in (Role.mentor, Role.mentee):
            await choose(pilot, "#form-rows", f"sign {who.value}")
            await press(pilot, "enter")
            assert screen_name(app) == "Ask"  # without a name nothing is signed
            await type_in(pilot, "Somebody Else")
            assert f"type the name: {desk.mentorship.name_of(who)}" in screen_text(app)
            await press(pilot, "enter")
            assert screen_name(app) == "Ask"
            await fill(pilot, "#ask-line", {"mentor": "ada s", "mentee": "Placeholder"}[who.value])
            await press(pilot, "enter")
        assert words_of(app, "#form-head").endswith("signed")
        assert "ada s, Mon 23 Nov" in "\n".join(texts_of(app, "#form-rows"))
        await choose(pilot, "#form-rows", "sign mentor")
        assert screen_name(app) == "FormScreen"
        assert any("Signed already, as ada s" in message for message in told(app))
        await press(pilot, "delete")
        assert "not signed" in words_of(app, "#form-head")  # and no earlier one counts again
        await press(pilot, "ctrl+z")
        assert words_of(app, "#form-head").endswith("signed")
        await press(pilot, "ctrl+z")
        assert "changed since it was signed" in words_of(app, "#form-head")
        await press(pilot, "escape")
        assert screen_name(app) == "ProgrammeScreen"


async def test_a_form_is_saved_for_whom_it_is_meant(demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "worksheet")
        await press(pilot, "f9")
        proposed = app.screen.query_one("#ask-line", Input).value
        assert proposed.endswith("worksheet-for-programme.md")
        path = tmp_path / "worksheet.md"
        await fill(pilot, "#ask-line", str(path))
        await press(pilot, "enter")
        text = path.read_text(encoding="utf-8")
        assert "- For the programme" in text
        assert "A draft to copy from." in text
        assert path.stat().st_mode & 0o777 == 0o600
        private = [note.text for note in book_of(app).notes() if note.lane.value == "mine"]
        assert private
        assert not [note for note in private if note in text]


async def test_examples_are_inserted_and_edited(tmp_path: Path, clock: FixedClock) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock, pack="surgery-faculty"), clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "agreement")
        await press(pilot, "f4")
        assert any("There are examples for" in message for message in told(app))
        form = desk_of(app).pack.forms["agreement"]
        part = next(part for part in form.parts if part.examples)
        await choose(pilot, "#form-rows", part.questions[0].key)
        await press(pilot, "f4")
        assert screen_name(app) == "Pick"
        await press(pilot, "down", "enter")
        example = app.screen.query_one(AnswerCard).field.text
        assert example
        await type_in(pilot, " And so do we.")
        await press(pilot, "f4", "enter", "escape")
        answer = book_of(app).answer(part.questions[0].key)
        assert answer is not None
        assert answer.text.startswith(f"{example} And so do we.\n")


async def test_areas_are_picked_before_the_meeting_and_stand_in_the_agreement(
    tmp_path: Path, clock: FixedClock
) -> None:
    app = app_on(fresh(tmp_path / "shelf", clock, pack="surgery-faculty", role=Role.mentee), clock)
    async with app.run_test(size=SIZE) as pilot:
        await choose(pilot, "#prepare", "part areas/areas")
        assert "0 of 27 ticked" in words_of(app, "#ticks-head")
        await choose(pilot, "#ticks", "Finding funding")
        assert "1 of 27 ticked" in words_of(app, "#ticks-head")
        await press(pilot, "escape")
        await open_form(pilot, "agreement")
        assert "Finding funding" in "\n".join(texts_of(app, "#form-rows"))


# Ratings


async def test_skills_are_rated_side_by_side(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+r")
        await choose(pilot, "#programme", "ratings skills")
        assert "start: 0 of 18" in words_of(app, "#ratings-head")
        await press(pilot, "1", "down", "enter", "enter", "down", "3")
        assert "start: 3 of 18" in words_of(app, "#ratings-head")
        await press(pilot, "right")
        await cursor_on(pilot, "#ratings", "Build rapport")
        await press(pilot, "3")
        row = next(row for row in texts_of(app, "#ratings") if row.startswith("Build rapport"))
        assert row.split()[-4:] == ["expert", "-", "up", "2"]
        await press(pilot, "0")
        assert "mid-point: 0 of 18" in words_of(app, "#ratings-head")
        await press(pilot, "left")
        assert "Strengths (expert): Question" in "\n".join(texts_of(app, "#ratings"))
        await choose(pilot, "#ratings", "My strengths")
        await type_in(pilot, "Listening")
        await press(pilot, "enter")
        assert "My strengths: Listening" in "\n".join(texts_of(app, "#ratings"))
        assert len(list(on_disk(shelf, clock).every(Rating))) == 3


async def test_trust_is_for_me_alone_and_by_the_day(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+r")
        await choose(pilot, "#programme", "ratings trust")
        assert "only you see this" in words_of(app, "#ratings-head")
        await press(pilot, "3")
        [rating] = book_of(app).every(Rating)
        assert (rating.occasion, rating.lane.value, rating.level) == ("2026-11-23", "mine", 3)
        clock.advance(9 * 86_400)
        await press(pilot, "escape")
        await choose(pilot, "#programme", "ratings trust")
        await press(pilot, "1")
        assert "down 2" in "\n".join(texts_of(app, "#ratings"))
        await press(pilot, "alt+h")
        assert "often" not in "\n".join(row for row in texts_of(app, "#ratings") if "hidden" in row)
        assert "(private, hidden)" in "\n".join(texts_of(app, "#ratings"))


# The programme and its log


async def test_contacts_stand_in_the_log(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+r", "n")
        await type_in(pilot, "12 nov congress: met in Lyon")
        assert "Thursday 12 November 2026, congress: met in Lyon" in screen_text(app)
        await press(pilot, "enter")
        [contact] = book_of(app).every(Contact)
        assert (contact.on, contact.way, contact.text) == (date(2026, 11, 12), Way.congress, "met in Lyon")
        await cursor_on(pilot, "#programme", "met in Lyon")
        await press(pilot, "delete")
        assert list(book_of(app).every(Contact)) == []
        await press(pilot, "ctrl+z")
        assert "met in Lyon" in "\n".join(texts_of(app, "#programme"))


async def test_the_office_is_the_one_that_the_set_up_was_told(tmp_path: Path, clock: FixedClock) -> None:
    for folder, office, seen in (("a", "", "residentsandfellows@isaps.org"), ("b", "Office of [the] dean", "[the]")):
        app = app_on(fresh(tmp_path / folder, clock, office=office), clock)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "ctrl+r")
            assert seen in "\n".join(texts_of(app, "#programme"))


# What is offered


async def test_help_is_offered_when_nothing_was_held_for_a_month(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        assert "This may help" not in screen_text(app)
        clock.set(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
        await press(pilot, "f7", "f7")
        rows = "\n".join(texts_of(app, "#prepare"))
        assert "No session was held for a month." in rows
        await choose(pilot, "#prepare", "challenges/lack-of-communication")
        assert screen_name(app) == "Read"


async def test_no_goals_after_two_sessions_and_late_twice(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(2):
            await start(pilot)
            desk = desk_of(app)
            desk.do(meeting.keep_action("Late one", Lead.mentee, desk.today - timedelta(days=1), desk.book.live, NOW))
            await press(pilot, "f8", "f2")
            clock.advance(86_400)
        await press(pilot, "f7", "f7")
        rows = "\n".join(texts_of(app, "#prepare"))
        assert "There is no goal after session 2." in rows
        assert "late for the second time" in rows
        desk_of(app).do(meeting.add_goal("Publish", Horizon.short, "One paper", NOW))
        await settle(pilot)
        assert "There is no goal" not in "\n".join(texts_of(app, "#prepare"))


async def test_hostile_text_on_the_new_pages(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk = desk_of(app)
        for number, text in enumerate(HOSTILE):
            renamed = planning.rename_item(planned_of(app), planned_of(app).items[number].id, text, desk.now())
            desk.do(Change("rename", (renamed,)))
            question = desk.pack.forms["agreement"].parts[2].questions[0]
            desk.do(meeting.give_answer(desk.book, question, text, None, desk.now()))
            goal = desk.book.goals[0]
            desk.do(meeting.review_goal(goal, text, None, desk.now()))
        await press(pilot, "ctrl+g")
        assert HOSTILE[1][:5] in screen_text(app)
        await press(pilot, "escape", "ctrl+r")
        await choose(pilot, "#programme", "form agreement")
        assert controls_on(app) == []
        await press(pilot, "escape", "escape", "f7")
        assert controls_on(app) == []


# Odd packs


LITTLE = """name = "little"
title = "A little programme"
[sources]
book = "Our book"
[rules]
sessions = 3
months = 3
minutes = 30
first_counts = true
source = "book, page 1"
[agendas]
course = ["talk"]
extra = "talk"
"""
TALK = """# A talk

- Source: book, page 2

An hour.

## Talk

- Minutes: 30

Talk.

- How are you?
"""


async def test_a_pack_with_nothing_but_an_agenda(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "packs" / "little"
    (folder / "agendas").mkdir(parents=True)
    (folder / "pack.toml").write_text(LITTLE)
    (folder / "agendas" / "talk.md").write_text(TALK)
    app = MentorApp(fresh(tmp_path / "shelf", clock, pack="little"), clock, None, tmp_path / "packs")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "To the end 0 of 1" in screen_text(app)
        for key, screen in (("ctrl+g", "AgendaScreen"), ("ctrl+o", "LibraryScreen"), ("ctrl+r", "ProgrammeScreen")):
            await press(pilot, key)
            assert screen_name(app) == screen
            await press(pilot, "escape")
        await press(pilot, "f2", "ctrl+g", "n", "escape", "escape", "f8")
        assert screen_name(app) == "WrapUpScreen"


async def test_another_agenda_keeps_the_length_that_was_chosen(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g")
        desk = desk_of(app)
        desk.do(Change("plan", (meeting.new_session(desk.book, desk.pack, desk.now(), minutes=45),)))
        was = planned_of(app).agenda
        await press(pilot, "t", "down", "enter")
        assert (planned_of(app).agenda != was, planned_of(app).minutes) == (True, 45)
        await press(pilot, "ctrl+z")
        assert planned_of(app).agenda == was


async def test_an_answer_is_kept_when_another_page_is_come_back_to(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "agreement")
        await press(pilot, "tab")
        await type_in(pilot, "Every three weeks")
        await press(pilot, "ctrl+r")
        assert screen_name(app) == "ProgrammeScreen"
        assert [type(each).__name__ for each in app.screen_stack].count("FormScreen") == 0
    assert "Every three weeks" in [answer.text for answer in on_disk(shelf, clock).every(Answer)]


# Keys that come at once, pages above pages, and what changes under them


async def burst(pilot: Pilot[None], text: str, *keys: str) -> None:
    """Letters and keys that come at once, as over a slow line."""
    for letter in text:
        pilot.app.post_message(events.Key(_character_to_key(letter), letter))
    for key in keys:
        pilot.app.post_message(events.Key(key, None))
    await settle(pilot)


def answers_of(app: MentorApp) -> dict[str, str]:
    return {answer.key.rpartition("/")[2]: answer.text for answer in book_of(app).every(Answer)}


async def test_a_card_below_never_writes_over_a_newer_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g", "t")
        await type_in(pilot, "goals and plan")
        await press(pilot, "enter", "escape", "f2", "f2", "f2", "f2", "tab")
        while not isinstance(app.focused, TextArea):
            await press(pilot, "tab")
        await type_in(pilot, "First.")
        await press(pilot, "escape")
        await open_form(pilot, "worksheet")
        question = desk_of(app).pack.forms["worksheet"].parts[0].questions[0]
        await choose(pilot, "#form-rows", question.key)
        await type_in(pilot, " And second.")
        await press(pilot, "pagedown")
        answer = book_of(app).answer(question.key)
        assert answer is not None
        assert answer.text == "First. And second."
        app.keep_all()
        for card in (card for screen in app.screen_stack for card in screen.query(AnswerCard)):
            card.keep()
        await settle(pilot)
        kept = on_disk(shelf, clock).answer(question.key)
        assert kept is not None
        assert kept.text == "First. And second."


async def test_an_answer_typed_right_before_a_key_belongs_to_its_question(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+g", "t")
        await type_in(pilot, "goals and plan")
        await press(pilot, "enter", "escape", "f2", "f2", "f2", "f2", "tab")
        while not isinstance(app.focused, TextArea):
            await press(pilot, "tab")
        await burst(pilot, "hello", "f2")
        assert answers_of(app) == {"what-does-the-mentee-hope-to": "hello"}


async def test_letters_right_after_tab_come_to_the_answer(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "agreement")
        app.post_message(events.Key("tab", None))
        await burst(pilot, "hello")
        assert app.screen.query_one(AnswerCard).field.text == "hello"


async def test_what_is_taken_is_what_was_searched_for(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "ctrl+o")
        await burst(pilot, "shadow & debrief", "f9")
        assert "Shadow & Debrief" in titles(planned_of(app))


async def test_a_form_is_opened_once(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "agreement")
        desk_of(app)
        acts.run(app.screen, Act("form", "worksheet"))  # type: ignore[arg-type]
        await settle(pilot)
        acts.run(app.screen, Act("form", "agreement"))  # type: ignore[arg-type]
        await settle(pilot)
        assert [type(each).__name__ for each in app.screen_stack].count("FormScreen") == 1
        assert "Mentoring agreement" in words_of(app, "#form-head")


async def test_today_stays_in_reach_among_many_days(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        found = desk_of(app).pack.ratings["trust"]
        for day in range(1, 6):
            change = ratings.rate(book_of(app), found, found.rated[0], f"2026-11-0{day}", 1, None, NOW)
            desk_of(app).do(change)
        await press(pilot, "ctrl+r")
        await choose(pilot, "#programme", "ratings trust")
        await press(pilot, "left", "left", "left", "ctrl+z", "left", "ctrl+y", "left", "right", "right", "right")
        assert "2026-11-23" in words_of(app, "#ratings-head")


async def test_undo_of_another_programme_brings_its_pack_back(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        desk = desk_of(app)
        desk.do(Change("change", (touch(desk.mentorship, desk.now(), pack="surgery-faculty"),)))
        await settle(pilot)
        assert desk.pack.name == "surgery-faculty"
        assert "To the end" in screen_text(app)
        await press(pilot, "ctrl+z")
        assert desk.pack.name == "isaps"
        assert "Certificate" in screen_text(app)


async def test_a_milestone_that_reads_differently_stays_reached(shelf: Shelf, clock: FixedClock) -> None:
    app = app_on(shelf, clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f7", "n")
        await type_in(pilot, "Publish")
        await fill(pilot, "#goal-milestones", "Draft; Submit")
        await press(pilot, "f2")
        await choose(pilot, "#goals", "Draft")
        assert [step.done for step in book_of(app).goals[0].milestones] == [True, False]
        await press(pilot, "v", "escape", "plus")
        assert book_of(app).goals[0].progress == 10
        await cursor_on(pilot, "#goals", "Publish")
        await press(pilot, "enter")
        await fill(pilot, "#goal-milestones", "First draft; Submit; Celebrate")
        await fill(pilot, "#goal-milestones", "First draft; Submit")
        await press(pilot, "f2")
        steps = book_of(app).goals[0].milestones
        assert [(step.text, step.done) for step in steps] == [("First draft", True), ("Submit", False)]
