"""The brief before a session: what it gathers, and its page for a phone."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui import command_line, console
from mentor_tui.clock import zone_of
from mentor_tui.core import forms, meeting, planning
from mentor_tui.core.book import Book, Change
from mentor_tui.core.brief import STILL_DAYS, Brief, agenda_words, gather, moved_words
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import (
    Action,
    ActionState,
    Goal,
    GoalState,
    Item,
    Lane,
    Lead,
    Mark,
    Note,
    NoteKind,
    Record,
    Review,
    Role,
    Session,
    SessionState,
    make,
    touch,
)
from mentor_tui.data.shelf import Shelf
from mentor_tui.export import times
from mentor_tui.export.audience import Audience
from mentor_tui.export.brief import MOST, brief_markdown
from mentor_tui.prompts.library import load_pack
from tests.conftest import NOW, FixedClock, a_pair

GOLDEN = Path(__file__).parent / "golden"
MADRID = zone_of("Europe/Madrid")
TODAY = NOW.date()
PAIR = a_pair(starts_on=date(2026, 9, 1), ends_on=date(2027, 2, 28))
SECRET = "canary-51c9"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("isaps")


@pytest.fixture
def told(demo: tuple[Shelf, str], clock: FixedClock) -> Book:
    """The demo: three sessions held, the fourth on Wednesday."""
    shelf, name = demo
    with shelf.open(name, clock, write=False) as journal:
        return journal.book


def days(count: float) -> timedelta:
    return timedelta(days=count)


def held(number: int, at: datetime) -> Session:
    return make(
        Session,
        at,
        number=number,
        title="Goals",
        agenda="goals",
        minutes=60,
        items=(),
        state=SessionState.held,
        started_at=at,
        ended_at=at + timedelta(hours=1),
    )


def action(text: str, owner: Lead | None, due: int | None, **fields: Any) -> Action:
    """An action that is due so many days from today."""
    return make(Action, NOW, text=text, owner=owner, due=None if due is None else TODAY + days(due), **fields)


def brief_of(*records: Record, pack: Pack | None = None, now: datetime = NOW) -> Brief:
    return gather(Book([PAIR, *records]), pack, now, MADRID)


def texts(found: tuple[Action, ...] | tuple[Note, ...]) -> list[str]:
    return [each.text for each in found]


# The session, and what was agreed


def test_the_demo_on_the_eve(told: Book, pack: Pack) -> None:
    found = gather(told, pack, NOW, MADRID)
    assert found.session is not None
    assert (found.session.number, found.session.title) == (4, "A hard decision")
    assert found.session.minutes == sum(item.minutes for item in found.items) == 60
    assert found.when == datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
    assert (found.last and found.last.number, found.days_since) == (3, 13)
    assert texts(found.decisions) == ["We look at the pace together at every session from now on."]
    assert texts(found.late) == ["Send the list of fellowship programmes with names to write to"]
    assert texts(found.before) == [
        "Rehearse the journal club talk on camera with a colleague",
        "Choose the case for session 4",
    ]
    assert texts(found.after) == [
        "Name three people to ask for a reference",
        "Ask around quietly about a research post",
    ]
    assert texts(found.loose) == ["Compare how each of us opens a morning briefing"]
    assert texts(found.questions) == [
        "What would you look for in a fellowship if nobody saw your CV?",
        "What should I stop doing?",
    ]
    assert found.pace == "3 left, 111 days: one every 5 weeks"
    assert found.missed == ()
    assert found.still == ()


def test_without_a_session_yet_the_first_one_is_proposed(pack: Pack) -> None:
    found = brief_of(pack=pack)
    assert found.session is not None
    assert found.session.number == 1
    assert (found.when, found.last, found.days_since) == (None, None, None)
    assert not any((found.decisions, found.late, found.still, found.missed))
    keys = {tick.line.key.split("/")[1] for tick in found.checks}
    assert keys == {"before-mentor"}
    assert not any(tick.done for tick in found.checks)


def test_without_a_pack_there_is_what_the_journal_knows() -> None:
    found = brief_of(held(1, NOW - days(9)), action("Send it", Lead.mentor, -1))
    assert found.session is None
    assert not any((found.items, found.checks, found.papers, found.blanks, found.cards))
    assert texts(found.late) == ["Send it"]
    assert found.days_since == 9
    assert found.pace == "no minimum known"


def test_sessions_planned_for_days_that_are_past_are_missed(pack: Pack) -> None:
    planned = [
        make(Session, NOW, number=n, title="", agenda="goals", minutes=60, items=(), planned_for=NOW + days(by))
        for n, by in ((1, -7), (2, -1), (3, -0.1), (4, 7))
    ]
    assert [session.number for session in brief_of(*planned, pack=pack).missed] == [1, 2]
    began = touch(planned[0], NOW, state=SessionState.held, started_at=NOW - days(7), ended_at=NOW - days(7))
    assert [session.number for session in brief_of(began, *planned[1:], pack=pack).missed] == [2]


def test_a_session_that_runs_is_the_one_that_is_told(pack: Pack) -> None:
    book = Book([PAIR, action("Due today", Lead.mentor, 0)])
    for record in meeting.start_session(book, pack, NOW).puts:
        book.put(record)
    found = gather(book, pack, NOW, MADRID)
    assert found.session == book.live
    assert texts(found.before) == ["Due today"]


def test_what_a_session_keeps_for_the_next_one_is_not_to_be_asked_in_it(pack: Pack) -> None:
    asked = make(Note, NOW, text="Asked in it", kind=NoteKind.question)
    on = running(2)
    kept = make(Note, NOW, text="Kept in it", kind=NoteKind.question, session_id=on.id)
    book = Book([PAIR, asked, on, kept])
    assert texts(gather(book, pack, NOW, MADRID).questions) == ["Asked in it"]
    assert section_of(page(book, pack, Audience.me), "To ask this time") == ["- [ ] Asked in it"]
    book.put(touch(on, NOW, state=SessionState.held, ended_at=NOW))
    assert texts(gather(book, pack, NOW, MADRID).questions) == ["Asked in it", "Kept in it"]


def test_only_the_decisions_of_the_last_session_held() -> None:
    first, second = held(1, NOW - days(30)), held(2, NOW - days(5))
    kept = [
        make(Note, NOW, text=text, kind=kind, session_id=session)
        for text, kind, session in (
            ("Of old", NoteKind.decision, first.id),
            ("Agreed", NoteKind.decision, second.id),
            ("Said", NoteKind.note, second.id),
            ("Loose", NoteKind.decision, None),
        )
    ]
    assert texts(brief_of(first, second, *kept).decisions) == ["Agreed"]


# Actions


def test_late_actions_are_mine_first_then_the_partners_then_nobodys() -> None:
    late = [
        action("Nobody's", None, -50),
        action("Theirs, late long", Lead.mentee, -40),
        action("Mine", Lead.mentor, -2),
        action("Both of us", Lead.both, -9),
        action("Theirs", Lead.mentee, -1),
        action("Done", Lead.mentor, -9, state=ActionState.done),
    ]
    order = ["Both of us", "Mine", "Theirs, late long", "Theirs", "Nobody's"]
    assert texts(brief_of(*late).late) == order
    other = gather(Book([touch(PAIR, NOW, role=Role.mentee), *late]), None, NOW, MADRID)
    assert texts(other.late) == ["Theirs, late long", "Both of us", "Theirs", "Mine", "Nobody's"]


_ACTIONS = st.builds(
    action,
    st.just("x"),
    st.sampled_from([None, *Lead]),
    st.none() | st.integers(-60, 60),
    state=st.sampled_from(ActionState),
    lane=st.sampled_from(Lane),
)


@given(st.lists(_ACTIONS, max_size=12), st.none() | st.integers(-10, 30))
def test_each_open_action_stands_in_one_place(actions: list[Action], meets: int | None) -> None:
    when = None if meets is None else NOW + days(meets)
    plan = make(Session, NOW, number=1, title="", agenda="goals", minutes=60, items=(), planned_for=when)
    found = brief_of(plan, *actions)
    everywhere = [*found.late, *found.before, *found.after, *found.loose]
    assert sorted(each.id for each in everywhere) == sorted(a.id for a in actions if a.state is ActionState.open)
    assert found.open_count == len(everywhere)
    assert all(each.is_late(TODAY) for each in found.late)
    assert not any(each.is_late(TODAY) for each in everywhere[len(found.late) :])
    assert all(each.owner is None or each.due is None for each in found.loose)
    assert all(each.due is not None and meets is not None and each.due <= TODAY + days(meets) for each in found.before)
    assert all(each.due is not None and (meets is None or each.due > TODAY + days(meets)) for each in found.after)


@pytest.mark.parametrize(
    ("moved", "slipped", "words"),
    [(0, 0, ""), (1, 0, "moved once"), (2, 1, "moved twice"), (0, 2, "moved twice"), (5, 2, "moved 5 times")],
)
def test_how_often_an_action_moved(moved: int, slipped: int, words: str) -> None:
    assert moved_words(action("x", None, -1, moved=moved, slipped=slipped)) == words


# Goals


@pytest.mark.parametrize(
    ("moved", "sessions", "stands"),
    [
        (-STILL_DAYS, (), True),
        (-STILL_DAYS + 1, (), False),
        (-20, (-30, -10), False),  # after the session before the last one
        (-30, (-20, -10), True),  # before it
        (-30, (-10,), False),  # there is none before the last one
        (-30, (-40, -20, -10), True),
        (-15, (-40, -20, -10), False),
    ],
)
def test_a_goal_stands_still(moved: int, sessions: tuple[int, ...], stands: bool) -> None:
    at = NOW + days(moved)
    goal = make(Goal, at, text="Lead the journal club", progress=40)
    meetings = [held(number, NOW + days(by)) for number, by in enumerate(sessions, 1)]
    found = brief_of(goal, *meetings).still
    assert [each.goal.id for each in found] == ([goal.id] if stands else [])
    assert [each.since for each in found] == ([at.date()] if stands else [])


def test_a_review_or_a_change_of_progress_is_movement_and_other_words_are_none() -> None:
    began = NOW - days(90)
    goal = make(Goal, began, text="A fellowship", trail=(Mark(at=NOW - days(80), progress=10),))
    worded = touch(goal, NOW, text="A fellowship year")
    assert [each.since for each in brief_of(worded).still] == [(NOW - days(80)).date()]
    review = make(Review, NOW - days(3), goal_id=goal.id, progress=10)
    assert brief_of(goal, review).still == ()
    moved = touch(goal, NOW, trail=(*goal.trail, Mark(at=NOW - days(3), progress=20)))
    assert brief_of(moved).still == ()
    for state in (GoalState.reached, GoalState.dropped):
        assert brief_of(touch(goal, began, state=state)).still == ()


def test_the_longest_still_comes_first() -> None:
    goals = [make(Goal, NOW - days(ago), text=f"{ago}") for ago in (50, 70, 60)]
    assert [each.goal.text for each in brief_of(*goals).still] == ["70", "60", "50"]


# What the pack asks for


def test_what_is_left_after_the_last_session_goes_when_it_is_ticked(pack: Pack) -> None:
    began = NOW - days(9)
    book = Book([PAIR, msgspec.structs.replace(held(1, began), agenda="first-meeting")])
    left = gather(book, pack, NOW, MADRID).left
    assert left
    for record in meeting.tick(book, left[0].line.key, left[0].line.text, None, NOW).puts:
        book.put(record)
    assert [tick.line.key for tick in gather(book, pack, NOW, MADRID).left] == [tick.line.key for tick in left[1:]]


def test_a_check_before_the_session_stays_with_its_tick(pack: Pack) -> None:
    book = Book([PAIR])
    before = gather(book, pack, NOW, MADRID).checks
    for record in meeting.tick(book, before[0].line.key, before[0].line.text, None, NOW).puts:
        book.put(record)
    after = gather(book, pack, NOW, MADRID).checks
    assert [tick.line for tick in after] == [tick.line for tick in before]
    assert [tick.done for tick in after] == [True] + [False] * (len(before) - 1)


def test_a_document_is_done_and_then_sent_in(told: Book, pack: Pack) -> None:
    def papers() -> list[str]:
        return [paper.line.tick for paper in gather(told, pack, NOW, MADRID).papers]

    assert papers() == ["document/worksheet", "document/log", "document/diversity"]
    for tick, rest in (
        ("document/worksheet", ["return/worksheet", "document/log", "document/diversity"]),
        ("return/worksheet", ["document/log", "document/diversity"]),
        ("document/diversity", ["document/log"]),
    ):
        told.put(meeting.tick(told, tick, "", None, NOW).puts[0])
        assert papers() == rest
    assert gather(told, pack, NOW, MADRID).papers[0].told[-1] == "to be sent in"


def test_forms_that_are_whole_need_no_filling_in(pack: Pack) -> None:
    book = Book([PAIR, msgspec.structs.replace(held(1, NOW - days(30)), agenda="first-meeting")])
    blanks = {blank.key: blank for blank in gather(book, pack, NOW, MADRID).blanks}
    assert blanks
    key, blank = next((key, blank) for key, blank in blanks.items() if blank.verb in ("form", "deck"))
    form = pack.forms[key] if blank.verb == "form" else forms.from_deck(pack.decks[key])
    for question in (question for part in form.parts for question in part.questions):
        change = meeting.give_answer(book, question, "So it is", None, NOW)
        assert change is not None
        book.put(change.puts[0])
    for who in forms.signers(form):
        book.put(forms.sign(book, pack, form, who, "Ada", None, NOW).puts[0])
    assert key not in {blank.key for blank in gather(book, pack, NOW, MADRID).blanks}


def test_a_form_that_changed_since_it_was_signed(pack: Pack) -> None:
    book = Book([PAIR])
    form = pack.forms["agreement"]
    for who in forms.signers(form):
        book.put(forms.sign(book, pack, form, who, "Ada", None, NOW).puts[0])
    assert gather(book, pack, NOW, MADRID).outdated == ()
    question = next(question for part in form.parts for question in part.questions)
    change = meeting.give_answer(book, question, "Otherwise", None, NOW)
    assert change is not None
    book.put(change.puts[0])
    assert gather(book, pack, NOW, MADRID).outdated == (form,)


# The page for a phone


def page(book: Book, pack: Pack | None, audience: Audience, now: datetime = NOW) -> str:
    return brief_markdown(gather(book, pack, now, zone_of(book.mentorship.my_zone)), book, pack, audience)


@pytest.mark.parametrize("audience", [Audience.me, Audience.partner])
@pytest.mark.parametrize("role", list(Role))
def test_golden(told: Book, pack: Pack, role: Role, audience: Audience) -> None:
    """``UPDATE_GOLDEN=1 pytest tests/test_brief.py`` writes the files anew."""
    told.put(msgspec.structs.replace(told.mentorship, role=role))
    written = page(told, pack, audience)
    path = GOLDEN / f"brief-{role.value}-{audience.value}.md"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_bytes(written.encode())
    assert path.read_bytes().decode() == written


def section_of(text: str, title: str) -> list[str]:
    """The lines under a heading."""
    return text.split(f"## {title}\n\n")[1].split("\n\n")[0].splitlines()


def test_the_partner_sees_nothing_private(pack: Pack) -> None:
    last = held(1, NOW - days(60))
    mine: dict[str, Any] = {"lane": Lane.mine}
    records = [
        last,
        make(Note, NOW, text=f"Decided {SECRET}", kind=NoteKind.decision, session_id=last.id, **mine),
        make(Note, NOW, text=f"Asked {SECRET}", kind=NoteKind.question, **mine),
        *(
            action(f"Do {SECRET}", owner, due, **mine)
            for owner, due in ((Lead.mentor, -9), (Lead.both, 9), (None, None))
        ),
    ]
    book = Book([PAIR, *records])
    own, shared = page(book, pack, Audience.me), page(book, pack, Audience.partner)
    assert own.count(SECRET) == 5
    assert SECRET not in shared
    assert "private" not in shared.replace("private lines and checks are left out", "")
    assert "Nothing is late." in shared
    for title in ("Your part", "This may help", "Before this session"):
        assert title not in shared
    assert "## Your part" in own
    assert "## This may help" in own


def test_the_partner_does_not_see_the_ratings_that_are_mine(pack: Pack) -> None:
    private = [found.key for found in pack.ratings.values() if found.lane is Lane.mine]
    assert private
    plan = meeting.new_session(Book([PAIR]), pack, NOW)
    book = Book([PAIR, planning.add_item(plan, planning.item_for(pack.ratings[private[0]]), None, NOW)])
    line = f"- [ ] {pack.ratings[private[0]].title} — 0 of "
    assert line in page(book, pack, Audience.me)
    assert line not in page(book, pack, Audience.partner)


def test_a_full_journal_stays_one_page_and_cuts_nothing_that_must_not_be_missed(pack: Pack) -> None:
    last = held(1, NOW - days(60))
    many = range(40)
    book = Book(
        [
            PAIR,
            last,
            *(make(Note, NOW, text=f"Agreed {n}", kind=NoteKind.decision, session_id=last.id) for n in many),
            *(make(Note, NOW, text=f"Ask {n}", kind=NoteKind.question) for n in many),
            *(action(f"Late {n}", Lead.mentor, -n - 1) for n in many),
            *(action(f"Coming {n}", Lead.mentor, n) for n in many),
            *(action(f"Nobody {n}", None, n) for n in many),
            *(make(Goal, NOW - days(99), text=f"Goal {n}") for n in many),
        ]
    )
    text = page(book, pack, Audience.me)
    assert len(re.findall(r"- \[ \] Late \d+ —", text)) == 40
    assert len(re.findall(r"- \[ \] Ask \d+$", text, re.MULTILINE)) == 40
    for title in ("Agreed last time", "Open", "Without an owner or a date", "Goals without movement"):
        lines = section_of(text, title)
        assert len(lines) == MOST + 1
        assert lines[-1] == f"- and {40 - MOST} more"
    assert len(text.splitlines()) - 80 <= 110


def test_one_more_than_the_limit_is_shown() -> None:
    book = Book([PAIR, *(action(f"Coming {n}", Lead.mentor, n) for n in range(MOST + 1))])
    assert len(section_of(page(book, None, Audience.me), "Open")) == MOST + 1
    assert " more" not in page(book, None, Audience.me)


def test_what_is_late_is_said_in_full() -> None:
    moved = action("Send\nthe *list*", Lead.mentee, -5, moved=2, slipped=1)
    lines = section_of(page(Book([PAIR, moved]), None, Audience.partner), "Late")
    assert lines == [
        "- [ ] Send\\",
        "  the \\*list\\* — Dr Noa Placeholder, due Wed 18 Nov 2026, late by 5 days, moved twice",
    ]
    assert section_of(page(Book([PAIR]), None, Audience.partner), "Late") == ["Nothing is late."]


def test_a_session_that_was_missed_is_said(pack: Pack) -> None:
    plan = make(Session, NOW, number=1, title="", agenda="goals", minutes=45, items=(), planned_for=NOW - days(3))
    text = page(Book([PAIR, plan]), pack, Audience.partner)
    assert text.startswith("# Before session 1\n")
    assert "- Session 1 was planned for Fri 20 Nov 2026 and was not held\n" in text
    assert "- Booked: 45 minutes\n" in text


def heads(text: str) -> list[str]:
    """The lines of the page that tell dates."""
    words = ("- On since", "- Next session", "- No date", "- For Dr Noa", "- Session 9")
    return [line for line in text.splitlines() if line.startswith(words)]


def running(number: int, state: SessionState = SessionState.running) -> Session:
    return touch(held(number, NOW), NOW, state=state, started_at=NOW, ended_at=None)


ON = f"- On since {times.span(NOW, None, MADRID)}"
THEIRS = f"- For Dr Noa Placeholder: {times.span(NOW, None, zone_of('America/Sao_Paulo'))}"


def test_while_a_session_is_on_the_page_says_so_and_what_is_right_of_the_next_one(pack: Pack) -> None:
    plan = make(Session, NOW, number=9, title="", agenda="goals", minutes=45, items=())
    begun = [held(number, NOW - days(9 - number)) for number in range(1, 6)]

    def told(*records: Session, with_pack: Pack | None = pack) -> list[str]:
        return heads(page(Book([PAIR, *records]), with_pack, Audience.partner))

    assert told(running(1)) == [ON, THEIRS, "- Next session: no date yet"]
    assert told(running(1), with_pack=None) == [ON, THEIRS, "- Next session: no date yet"]
    assert told(running(1, SessionState.paused))[0] == f"{ON}, paused now"
    # The last one that the programme asks for: no other is due, but one that was planned is.
    assert told(*begun, running(6)) == [ON, THEIRS]
    assert told(*begun, running(6), plan) == [ON, THEIRS, "- Next session: no date yet"]
    dated = touch(plan, NOW, planned_for=NOW + days(7))
    assert told(running(1), dated)[2] == f"- Next session: {times.span(NOW + days(7), None, MADRID)}"
    # A day that has passed is no next session.
    late = touch(plan, NOW, planned_for=NOW - days(7))
    assert told(running(1), late)[2:] == ["- Session 9 was planned for Mon 16 Nov 2026 and was not held"]


def test_the_page_before_any_session_and_without_a_pack() -> None:
    text = page(Book([PAIR]), None, Audience.me)
    assert text.startswith(
        "# Before the next session\n\n- Mentor: Dr Ada Sample\n- Mentee: Dr Noa Placeholder\n- No date"
    )
    assert "|" not in text


@given(st.text(max_size=60))
def test_no_text_shapes_the_page(text: str) -> None:
    last = held(1, NOW - days(5))
    pair = touch(PAIR, NOW, mentee=text, contact=text)
    records = [
        last,
        make(Note, NOW, text=text, kind=NoteKind.decision, session_id=last.id),
        make(Note, NOW, text=text, kind=NoteKind.question),
        action(text, Lead.mentee, -3),
        make(Goal, NOW - days(99), text=text),
    ]
    found = page(Book([pair, *records]), None, Audience.me)
    headings = [line for line in found.splitlines() if line.startswith("#")]
    assert headings == [
        "# Before the next session",
        "## Agreed last time",
        "## Late",
        "## To ask this time",
        "## Goals without movement",
    ]
    assert len(re.findall(r"^- \[ \] ", found, re.MULTILINE)) == 2


# The command

Run = Callable[..., Result]


@pytest.fixture
def run(demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``brief`` on the demo's folder, in a folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def call(*arguments: str) -> Result:
        words = ["--data", str(demo[0].folder), "brief", *arguments]
        return CliRunner().invoke(command_line.cli, words, obj=console.State(clock))

    return call


@pytest.mark.parametrize("audience", ["me", "partner"])
def test_the_command_prints_the_page(run: Run, audience: str) -> None:
    page_of = (GOLDEN / f"brief-mentor-{audience}.md").read_text("utf-8")
    for arguments in ((), ("--to", "-")):
        result = run("--for", audience, *arguments)
        assert result.exit_code == 0
        assert result.stdout == page_of
    assert run().stdout == (GOLDEN / "brief-mentor-me.md").read_text("utf-8")
    assert list(Path().iterdir()) == []


def test_the_command_writes_a_file_of_its_owner_and_over_nothing(run: Run, demo: tuple[Shelf, str]) -> None:
    result = run("--for", "partner", "--to", ".")
    assert result.exit_code == 0
    assert "brief-for-partner.md (for both, private lines left out)" in result.stdout
    path = Path("brief-for-partner.md")
    assert path.read_text("utf-8") == (GOLDEN / "brief-mentor-partner.md").read_text("utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("mine")
    again = run("--to", str(path))
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text() == "mine"
    assert run("--to", str(path), "--replace").exit_code == 0
    assert path.read_text("utf-8").startswith("# Before session 4")
    journal = demo[0].path(demo[1])
    before = journal.read_bytes()
    assert run("--to", str(journal), "--replace").exit_code == 1
    assert journal.read_bytes() == before


def test_the_command_knows_two_audiences(run: Run) -> None:
    assert run("--for", "programme").exit_code == 2


def test_the_command_goes_on_without_the_pack(run: Run, demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        journal.commit(Change("rename", (touch(journal.book.mentorship, NOW, pack="gone"),)))
    result = run()
    assert result.exit_code == 0
    assert "going on without" in result.stderr
    assert "late by 5 days" in result.stdout
    assert "## Agenda, 60 minutes planned" in result.stdout  # the session was planned with it


def test_the_brief_says_that_the_minutes_of_its_items_are_those_planned() -> None:
    session = make(Session, NOW, number=1, title="", agenda="first", minutes=60, items=())
    item = Item(id="1", title="Talk", minutes=70, share=60)
    assert agenda_words(msgspec.structs.replace(session, items=(item,))) == "Agenda, 70 minutes planned, 60 booked"
    fits = msgspec.structs.replace(item, minutes=60, share=45)
    assert agenda_words(msgspec.structs.replace(session, items=(fits,))) == "Agenda, 60 minutes planned"
