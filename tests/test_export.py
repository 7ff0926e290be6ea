"""Markdown exports: the documents, the audience's limits, and text that must not shape them."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mentor_tui.clock import zone_of
from mentor_tui.core.book import Book
from mentor_tui.core.guard import clean, one_line
from mentor_tui.core.packs import Agenda, Checklist, Deck, Pack, Part, Rules, Topic
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
    Mentorship,
    Note,
    NoteKind,
    Rating,
    Record,
    Role,
    Session,
    SessionState,
)
from mentor_tui.core.sheets import Line, Question, Source
from mentor_tui.export import times
from mentor_tui.export.blocks import text_of, texts_of
from mentor_tui.export.escape import block, escaped, inline
from mentor_tui.export.markdown import Audience, mentorship_markdown, session_markdown
from mentor_tui.export.times import zone_name
from tests.conftest import NOW

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 12, 1)
START = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
SECOND = datetime(2026, 12, 17, 14, 0, tzinfo=UTC)
SECRET = "canary-7f3a"

# The table and strike-through rules are what the common viewers add to CommonMark.
PARSERS = {
    "commonmark": MarkdownIt("commonmark"),
    "commonmark with tables": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
    "gfm-like": MarkdownIt("gfm-like", {"linkify": False, "html": True}).disable("linkify"),
    # Bare addresses become links here; what they show must still be what was typed.
    "gfm-like with links": MarkdownIt("gfm-like", {"html": True}),
}

R = TypeVar("R", bound=Record)
_ids = count(1)


def make(table: type[R], at: datetime = START, /, **fields: Any) -> R:
    """A record with a readable id."""
    fields.setdefault("id", f"{table.__name__.lower()}-{next(_ids)}")
    return table(created_at=at, updated_at=at, **fields)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def a_pack() -> Pack:
    source = Source("Handbook", "1")
    lines = tuple(
        Line(key=key, text=text, source=source)
        for key, text in (
            ("stories", "Swap stories: where you come from"),
            ("expect", "Say what each of you expects"),
            ("date", "Fix the next date"),
        )
    )
    part = Part(key="the-meeting", title="The meeting", who=Lead.both, when="during", intro="", lines=lines)
    questions = (
        Question(key="subjects", text="Which subjects matter most to us?", source=source),
        Question(key="fence", text="What do we leave out?", source=source),
    )
    style = (Question(key="structure", text="How structured shall it be?", source=source),)
    deck = Deck(
        key="ground-rules",
        title="Ground rules",
        intro="",
        topics=(
            Topic(key="talk", title="What we talk about", intro="", questions=questions),
            Topic(key="style", title="Style", intro="", questions=style),
        ),
    )
    agenda = Agenda(key="first-meeting", title="First meeting and ground rules", intro="", entries=())
    return Pack(
        name="example",
        title="Example Mentor Program",
        mentee_word="mentee",
        contact="",
        rules=Rules(sessions=6, months=6, minutes=60, first_counts=True, survey_weeks_before_end=None, source=source),
        documents=(),
        course=("first-meeting",),
        extra="first-meeting",
        agendas={"first-meeting": agenda},
        checklists={"first": Checklist(key="first", title="First meeting", intro="", parts=(part,))},
        decks={"ground-rules": deck},
        activities={},
    )


def first_items() -> tuple[Item, ...]:
    done = ItemState.done
    return (
        Item(id="1", title="Arrive", minutes=5, share=5, lead=Lead.both, state=done, seconds=290),
        Item(
            id="2",
            title="What we hope for",
            minutes=20,
            share=20,
            body=Body.checklist,
            ref="first/the-meeting",
            state=done,
            seconds=1500,
        ),
        Item(
            id="3",
            title="Ground rules",
            minutes=25,
            share=25,
            lead=Lead.both,
            body=Body.questions,
            ref="ground-rules",
            state=done,
            seconds=1690,
        ),
        Item(id="4", title="A first interview", minutes=5, share=5, state=ItemState.skipped),
        Item(id="5", title="Plan the way ahead", minutes=5, share=5, lead=Lead.mentor),
    )


def mentorship() -> Mentorship:
    return make(
        Mentorship,
        id="pair",
        role=Role.mentor,
        mentor="Dr Ines Calder",
        mentee="Dr Tomé Varga",
        pack="example",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 4, 30),
        mentor_zone="Europe/London",
        mentee_zone="America/Sao_Paulo",
        contact="email, and a call in need",
    )


def first_session() -> Session:
    return make(
        Session,
        id="s1",
        number=1,
        title="First meeting and ground rules",
        agenda="first-meeting",
        minutes=60,
        items=first_items(),
        state=SessionState.held,
        started_at=START,
        ended_at=after(62),
        away=120,
    )


def second_session() -> Session:
    return make(
        Session,
        id="s2",
        number=2,
        title="Goals",
        agenda="ongoing",
        minutes=45,
        items=(Item(id="1", title="Last actions", minutes=10, share=10, body=Body.actions),),
        planned_for=SECOND,
    )


def notes() -> list[Note]:
    private: dict[str, Any] = {"lane": Lane.mine, "session_id": "s1"}
    return [
        make(Note, after(3), text="Wants to compare two fellowship programmes", session_id="s1"),
        make(Note, after(9), text=f"Seemed tired, ask gently {SECRET}", **private),
        make(Note, after(12), text="Three options:\n- Porto\n- Oslo\n\n1. decide in May", session_id="s1"),
        make(Note, after(15), text="Clear plan for clinic", kind=NoteKind.feedback, session_id="s1"),
        make(Note, after(16), text=f"Why plastics? {SECRET}", kind=NoteKind.question, **private),
        make(Note, after(20), text="We meet every third Thursday", kind=NoteKind.decision, session_id="s1"),
        make(Note, after(21), text=f"I will not ask about pay {SECRET}", kind=NoteKind.decision, **private),
        make(Note, after(2000), text="Wrote to say the move went well"),
        make(Note, after(2001), text=f"Between sessions {SECRET}", kind=NoteKind.decision, lane=Lane.mine),
        make(Note, after(5), text=f"Taken back {SECRET}", session_id="s1", deleted_at=after(6)),
    ]


def actions() -> list[Action]:
    here: dict[str, Any] = {"origin_id": "s1", "session_id": "s1"}
    moved: dict[str, Any] = {"origin_id": "s1", "session_id": "s2"}
    return [
        make(Action, after(30), text="Send the fellowship list", owner=Lead.mentor, due=date(2026, 11, 27), **moved),
        make(
            Action,
            after(31),
            text="Ask for the theatre timetable",
            owner=Lead.mentee,
            due=date(2026, 11, 24),
            state=ActionState.done,
            closed_at=after(6000),
            **here,
        ),
        make(Action, after(32), text="Book a room", state=ActionState.dropped, closed_at=after(50), **here),
        make(Action, after(33), text="Think about\n# a paper", owner=Lead.both, **moved),
        make(Action, after(34), text=f"Talk to the chief {SECRET}", owner=Lead.mentor, lane=Lane.mine, **here),
        make(Action, after(-2000), text="Read the handbook", owner=Lead.both, due=date(2026, 12, 10)),
        make(Action, after(-1900), text=f"Ring the programme {SECRET}", lane=Lane.mine),
        make(Action, after(-1800), text="Send a CV", state=ActionState.done, closed_at=after(-900)),
    ]


def a_book() -> Book:
    at: dict[str, Any] = {"session_id": "s1"}
    return Book(
        [
            mentorship(),
            first_session(),
            second_session(),
            *notes(),
            *actions(),
            make(Goal, text="Submit one paper", measure="Accepted by a journal", progress=40),
            make(
                Goal,
                text="Lead a flap list",
                horizon=Horizon.long,
                progress=100,
                state=GoalState.reached,
                reached_at=after(9000),
            ),
            make(Check, key="stories", label="Swap stories: where you come from", **at),
            make(Check, key="expect", label="Say what each of you expects", done=False, **at),
            make(Answer, key="subjects", question="Which subjects matter most to us?", text="Career, then\nlife", **at),
            make(Answer, key="structure", question="How structured shall it be?", text="An agenda, loosely kept", **at),
        ]
    )


def both_documents(book: Book, audience: Audience, pack: Pack | None) -> list[str]:
    session = book.numbered(1)
    assert session is not None
    return [
        session_markdown(book, pack, session, audience, TODAY),
        mentorship_markdown(book, pack, audience, TODAY),
    ]


def tasks_in(text: str) -> list[str]:
    return re.findall(r"^\s*- \[[ x]\] .*$", text, re.MULTILINE)


# The documents


@pytest.mark.parametrize("audience", [Audience.me, Audience.partner])
@pytest.mark.parametrize("what", ["session", "mentorship"])
def test_golden(what: str, audience: Audience) -> None:
    """``UPDATE_GOLDEN=1 pytest tests/test_export.py`` writes the files anew."""
    written = both_documents(a_book(), audience, a_pack())[what == "mentorship"]
    path = GOLDEN / f"export-{what}-{audience.value}.md"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_bytes(written.encode())
    assert path.read_bytes().decode() == written


@pytest.mark.parametrize("pack", [None, a_pack()], ids=["no pack", "pack"])
def test_partner_sees_nothing_private(pack: Pack | None) -> None:
    for text in both_documents(a_book(), Audience.partner, pack):
        assert SECRET not in text
        assert "For both; private notes are left out" in text
    for text in both_documents(a_book(), Audience.me, pack):
        assert text.count(SECRET) >= 4
        assert "For Dr Ines Calder only; includes private notes" in text
        assert "Taken back" not in text


def test_task_items_are_the_actions() -> None:
    mine, whole = both_documents(a_book(), Audience.me, a_pack())
    assert len(tasks_in(mine)) == 5
    assert len(tasks_in(whole)) == 8
    theirs, shared = both_documents(a_book(), Audience.partner, a_pack())
    assert len(tasks_in(theirs)) == 4
    assert len(tasks_in(shared)) == 6


def test_missing_pack_falls_back_on_the_records() -> None:
    session, whole = both_documents(a_book(), Audience.me, None)
    for text in (session, whole):
        assert "- Done: Swap stories: where you come from" in text
        assert "- Not done: Say what each of you expects" in text
        assert "## Ground rules" in text
        assert "- Question: How structured shall it be?\\\n  Answer: An agenda, loosely kept" in text
    assert "Programme: example\n" in whole
    assert "Sessions held: 1\n" in whole


def test_ground_rules_once_in_the_mentorship() -> None:
    book = a_book()
    for number, name in ((3, "s3"), (4, "s4")):
        book.put(msgspec.structs.replace(first_session(), id=name, number=number))
    text = mentorship_markdown(book, a_pack(), Audience.me, TODAY)
    assert text.count("Ground rules\n\n") == 1
    assert text.count("Which subjects matter most") == 1
    assert len(tasks_in(text)) == 8


def test_carried_over_in_a_session_that_came_later() -> None:
    book = a_book()
    began = msgspec.structs.replace(second_session(), state=SessionState.running, started_at=SECOND)
    book.put(msgspec.structs.replace(began, current="1", running_since=SECOND))
    session = book.numbered(2)
    assert session is not None
    text = session_markdown(book, a_pack(), session, Audience.partner, TODAY)
    carried = text.split("## Carried over\n\n")[1]
    assert "- Send the fellowship list — Dr Ines Calder, due Fri 27 Nov 2026, late, open" in carried
    assert "- Read the handbook" in carried
    assert "theatre timetable" not in text  # done before this session
    assert not tasks_in(text)
    assert "- 0 of 45 minutes used (running)" in text


def test_planned_session_and_bare_records() -> None:
    pair = msgspec.structs.replace(mentorship(), contact="", mentor_zone="Nowhere/Land", mentee_zone="../etc")
    plan = msgspec.structs.replace(second_session(), title="", planned_for=None, items=())
    text = session_markdown(Book([pair, plan]), None, plan, Audience.partner, TODAY)
    assert text == (
        "# Session 2\n\n- Booked: 45 minutes\n- Mentor: Dr Ines Calder\n- Mentee: Dr Tomé Varga\n"
        "- As of Tue 1 Dec 2026\n- For both; private notes are left out\n"
    )
    whole = mentorship_markdown(Book([pair, plan]), a_pack(), Audience.partner, TODAY)
    assert "#" not in whole.removeprefix("# ")
    assert "In touch" not in whole


def test_session_over_midnight_and_the_partners_day() -> None:
    pair = msgspec.structs.replace(mentorship(), mentee_zone="Pacific/Auckland")
    late = msgspec.structs.replace(
        first_session(),
        started_at=datetime(2026, 11, 19, 23, 30, tzinfo=UTC),
        ended_at=datetime(2026, 11, 20, 0, 30, tzinfo=UTC),
    )
    text = session_markdown(Book([pair, late]), None, late, Audience.me, TODAY)
    assert "- Thu 19 Nov 2026, 23:30 – Fri 20 Nov 2026, 00:30 (Europe/London)\n" in text
    assert "- For Dr Tomé Varga: Fri 20 Nov 2026, 12:30–13:30 (Pacific/Auckland)\n" in text


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc", "a\0b", "Europe"])
def test_unknown_zone_is_utc(name: str) -> None:
    assert zone_name(zone_of(name)) == "UTC"


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Europe/Madrid", "2026-10-25"),
        ("Africa/Casablanca", "2026-02-15"),
        ("Africa/Freetown", "1939-09-03"),  # four days of summer time
        ("America/Recife", "2000-10-12"),  # a week of it
        ("Pacific/Apia", "2011-12-30"),  # a day that was left out
        ("America/Caracas", "1912-02-12"),  # a zone with odd seconds
        ("Africa/Monrovia", "1972-01-07"),
    ],
)
@settings(max_examples=60)
@given(steps=st.lists(st.integers(-20 * 86_400, 20 * 86_400), min_size=1, max_size=30))
def test_a_wall_shows_what_the_zone_says(zone: str, around: str, steps: list[int]) -> None:
    wall, local = times.Wall(zone_of(zone)), zone_of(zone)
    middle = datetime.fromisoformat(around).replace(tzinfo=UTC)
    instants = [middle + timedelta(seconds=step, microseconds=step % 7) for step in steps]
    assert wall.hours(instants) == [f"{when.astimezone(local):%H:%M}" for when in instants]
    for when in instants:
        here = when.astimezone(local)
        assert wall.day(when) == times.day(here.date())
        assert wall.moment(when) == f"{times.day(here.date())}, {here:%H:%M}"
        assert wall.shown(when, when) == (here.replace(tzinfo=None) - datetime(1970, 1, 1),) * 2  # noqa: DTZ001


# Text that a person typed


@pytest.mark.parametrize(
    "text",
    [
        "Ordinary prose, with full stops. And (brackets) - even well-known ones; 50% of it!",
        "snake_case_names, a 3 * 4 flap, about ~5 cm, < 5 mm, <5 mm, x <= y, a > b",
        'Fish & chips, AT&T, C# and #1, version 1.5, 10:30, it\'s "quoted", a/b',
        "https://example.org/a_b?c=1&d=2 and me@example.org",
        "-5 degrees, +44 20 7946 0000, 1.5 hours",
    ],
)
def test_prose_stays_as_typed(text: str) -> None:
    assert inline(text) == text
    assert block(text, 2) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("---", "\\---"),
        ("===", "\\==="),
        (":-:", "\\:-:"),
        ("> a", "\\> a"),
        ("[x] a", "\\[x] a"),
        ("[a]: /b", "\\[a]: /b"),
        ("a|b", "a\\|b"),
        ("<b>", "\\<b>"),
        ("&amp;", "\\&amp;"),
        ("`a`", "\\`a\\`"),
        ("_a_ __b__", "\\_a\\_ \\_\\_b\\_\\_"),
        ("*a*", "\\*a\\*"),
        ("~~a~~", "\\~\\~a\\~\\~"),
        ("a\\", "a\\\\"),
        ("a \\* b \\d", "a \\\\\\* b \\d"),
        ("a ##", "a \\##"),
        ("    code", "code"),
        ("\ta\tb", "a b"),
        ("a\x1b[31mb\u202e", "ab"),
        ("https://a.org/*b", "https\\://a.org/\\*b"),
    ],
)
def test_signs_are_escaped(text: str, written: str) -> None:
    assert inline(text) == written
    assert block(text, 2) == written


def test_block_keeps_lines() -> None:
    assert block("\na\n\n\n  b\r\nc\\\n", 2) == "a\\\n  \\\n  b\\\n  c\\\\"
    assert block(" \n\t", 2) == ""
    assert block("https://a.org/b\nc: d\n!", 2) == "https://a.org/b \\\n  c: d\\\n  !"
    assert inline("a\n\n# b") == "a # b"


nasty_bits = st.sampled_from(
    [
        *"#|<>`*_~-=+:[]()!&;\\/\"'.@$^{} \t\n\r",
        *("    ", "\n\n", "\n    ", "---", "===", "```", "~~~", "1.", "2)", "[x] ", "[ ] ", "- ", "* ", "+ ", "> "),
        *(
            "&amp;",
            "&#35;",
            "<b>",
            "</li>",
            "<!--",
            "-->",
            "<a@b.c>",
            "<http://a.b>",
            "http://",
            "https://a.b/",
            "www.",
        ),
        *(
            "[a](b)",
            "![a](b)",
            "[a]: b",
            "[^1]",
            "|-|",
            ":-:",
            "  \n",
            "\\\n",
            "\\",
            "**",
            "__",
            "~~",
            "plain",
            "a",
            "1",
        ),
        *(
            "é",
            "\u00a0",
            "\u2028",
            "\u200b",
            "\u200d",
            "\x85",
            "\x1c",
            "\x1b[1m",
            "\x1b",
            "\x9b",
            "\x00",
            "“",
            "—",
            "你",
            "🙂",
            "\u0301",
        ),
        *("mailto:a@b.c", "HTTP://x.y", "a@b.c", "ftp://", "://"),
    ]
)
nasty = st.one_of(st.lists(nasty_bits, max_size=14).map("".join), st.text(max_size=40))


def leaves(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def skeleton(tokens: list[Token]) -> list[str]:
    """The blocks of a document, with their nesting."""
    return [f"{token.level} {token.type} {token.markup}" for token in tokens]


def visible(tokens: list[Token]) -> str:
    """What a reader sees, white space folded."""
    shown = [" " if token.type in ("softbreak", "hardbreak") else token.content for token in leaves(tokens)]
    return " ".join("".join(shown).split())


def seen(text: str) -> str:
    return " ".join(clean(text).split())


def signs(tokens: list[Token], parser: str) -> set[str]:
    """The kinds of inline tokens, without those of bare addresses where they are asked for."""
    allowed = {"text", "text_special", "softbreak", "hardbreak"}
    if parser.endswith("links"):
        allowed |= {"link_open", "link_close"}
    return {token.type for token in leaves(tokens)} - allowed


def note_book(text: str) -> Book:
    """A book in which every free field holds ``text``."""
    pair = msgspec.structs.replace(mentorship(), mentor=text, mentee=text, contact=text, pack=text)
    items = tuple(msgspec.structs.replace(item, title=text) for item in first_items())
    return Book(
        [
            pair,
            msgspec.structs.replace(first_session(), title=text, items=items),
            msgspec.structs.replace(second_session(), title=text),
            *(make(Note, text=text, kind=kind, session_id="s1") for kind in NoteKind),
            make(Note, text=text),
            make(Action, text=text, owner=Lead.both, origin_id="s1", session_id="s1"),
            make(Action, text=text, state=ActionState.done, origin_id="s1", session_id="s1"),
            make(Action, after(-5), text=text),
            make(Goal, text=text, measure=text),
            make(Check, key="old", label=text, session_id="s1"),
            make(Answer, key="old", question=text, text=text, session_id="s1"),
        ]
    )


@settings(max_examples=500, deadline=None)
@given(text=nasty)
def test_a_line_that_is_passed_over_had_nothing_to_escape(text: str) -> None:
    assert inline(text) == escaped(one_line(text))


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(st.one_of(st.sampled_from(["Plain words", "é and ü", "手术", "x 5"]), nasty), max_size=40))
def test_texts_taken_together_are_as_each_alone(texts: list[str]) -> None:
    assert texts_of(texts) == [text_of(text) for text in texts]


@settings(max_examples=200, deadline=None)
@given(text=nasty)
@pytest.mark.parametrize("parser", PARSERS)
def test_text_shows_as_typed(parser: str, text: str) -> None:
    """In a heading, in a list item and in a task, alone in a paragraph, and before another block."""
    for template, written in (
        ("# Session 1: {}\n", inline(text)),
        ("# {}\n", inline(text)),
        ("- 14:02 {}\n- next\n", block(text, 2)),
        ("- 14:02 {}\n- next\n", inline(text)),
        ("- {}\n- next\n", block(text, 2)),
        ("- [ ] {} — Dr X\n\nEnd\n", block(text, 2)),
        ("12. {}\n", inline(text)),
        ("Before\n\n{}\n\nAfter\n", block(text)),
        ("| a | b |\n|---|---|\n| {} | x |\n", inline(text)),
    ):
        if not written:
            continue
        tokens = PARSERS[parser].parse(template.replace("{}", written))
        plain = PARSERS[parser].parse(template.replace("{}", "plain"))
        assert skeleton(tokens) == skeleton(plain)
        assert not signs(tokens, parser)
        if not template.startswith("|") or "table" in parser or "gfm" in parser:
            assert visible(tokens) == visible(plain).replace("plain", seen(text), 1)


@settings(max_examples=40, deadline=None)
@given(text=nasty.filter(seen))
@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("pack", [None, a_pack()], ids=["no pack", "pack"])
def test_no_text_shapes_the_document(pack: Pack | None, parser: str, text: str) -> None:
    plain = both_documents(note_book("plain"), Audience.partner, pack)
    for written, expected in zip(both_documents(note_book(text), Audience.partner, pack), plain, strict=True):
        tokens, same = PARSERS[parser].parse(written), PARSERS[parser].parse(expected)
        assert skeleton(tokens) == skeleton(same)
        assert not signs(tokens, parser)
        assert visible(tokens) == visible(same).replace("plain", seen(text))
        assert len(tasks_in(written)) == len(tasks_in(expected))


@settings(max_examples=100, deadline=None)
@given(
    made=st.lists(
        st.tuples(
            nasty,
            st.sampled_from(ActionState),
            st.sampled_from(Lane),
            st.sampled_from([None, "s1", "s2", "gone"]),
            st.sampled_from([None, "s1", "s2"]),
        ),
        max_size=8,
    ),
    audience=st.sampled_from(Audience),
)
def test_each_action_is_one_task(
    made: list[tuple[str, ActionState, Lane, str | None, str | None]], audience: Audience
) -> None:
    book = Book([mentorship(), first_session(), second_session()])
    for text, state, lane, origin, place in made:
        secret = SECRET if lane is Lane.mine else ""
        book.put(make(Action, text=text + secret, state=state, lane=lane, origin_id=origin, session_id=place))
        book.put(make(Note, text=text + secret, lane=lane, session_id=origin))
    shown = [action for action in book.actions if audience is Audience.me or action.lane is not Lane.mine]
    session, whole = both_documents(book, audience, a_pack())
    assert len(tasks_in(whole)) == len(shown)
    assert len(tasks_in(session)) == sum(action.origin_id == "s1" for action in shown)
    if audience is Audience.partner:
        assert SECRET not in session + whole


def test_words_about_private_ratings_reach_nobody_else() -> None:
    """Whether the pack that asked for them is there or not."""
    book = a_book()
    text = "I doubt that he listens"
    book.put(make(Answer, NOW, key="trust/words/mine/start", question="Mine", text=text, lane=Lane.mine))
    level = {"label": "A line", "level": 1, "levels": 3, "level_word": "rarely"}
    book.put(make(Rating, NOW, key="trust/a/b", occasion="start", lane=Lane.mine, **level))
    for pack in (a_pack(), None):
        for document in both_documents(book, Audience.partner, pack):
            assert text not in document
            assert "rarely" not in document
    assert any(text in document for document in both_documents(book, Audience.me, None))
