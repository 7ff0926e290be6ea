"""Captured lines: what they become, and the way back to a line."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_tui.core import guard
from mentor_tui.core.capture import Captured, CaptureKind, describe, line_for, parse
from mentor_tui.core.records import Action, Lane, Lead, Mentorship, Note, NoteKind, Role, make

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PAIR = make(
    Mentorship,
    NOW,
    role=Role.mentee,
    mentor="Dr Ana Lima",
    mentee="Prof. Søren O'Brien-García",
    pack="demo",
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 3, 1),
)


def named(mentor: str, mentee: str) -> Mentorship:
    return msgspec.structs.replace(PAIR, mentor=mentor, mentee=mentee)


def got(line: str, pair: Mentorship = PAIR, today: date = MONDAY) -> Captured:
    found = parse(line, pair, today)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "kind", "text", "lane"),
    [
        ("Wants to compare two programmes", "note", "Wants to compare two programmes", "pair"),
        ("  spaces outside go ", "note", "spaces outside go", "pair"),
        ("one\n\n  two\r\nthree\n", "note", "one\n\n  two\nthree", "pair"),
        ("! Send the list", "action", "Send the list", "pair"),
        ("!Send", "action", "Send", "pair"),
        ("= We meet every third Thursday", "decision", "We meet every third Thursday", "pair"),
        ("? How did you choose", "question", "How did you choose", "pair"),
        ("~ Seemed tired, ask gently", "note", "Seemed tired, ask gently", "mine"),
        ("\\! x", "note", "! x", "pair"),
        ("\\~ x", "note", "~ x", "pair"),
        ("\\\\! x", "note", "\\! x", "pair"),
        ("\\x", "note", "\\x", "pair"),
        ("\\", "note", "\\", "pair"),
        ("\\!", "note", "!", "pair"),
        ("= = x", "decision", "= x", "pair"),
        ("?? x", "question", "? x", "pair"),
        ("Ask @mentor by ^fri", "note", "Ask @mentor by ^fri", "pair"),
        ("= settled \\@mentor ^fri", "decision", "settled \\@mentor ^fri", "pair"),
        ("\x1b[31mred\x1b[0m \u202ex", "note", "red x", "pair"),
        ("[bold]as typed[/]", "note", "[bold]as typed[/]", "pair"),
    ],
)
def test_what_a_line_becomes(line: str, kind: str, text: str, lane: str) -> None:
    found = got(line)
    assert (found.kind, found.text, found.lane, found.owner, found.due, found.hints) == (
        kind,
        text,
        lane,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    "line", ["", " ", "\n\t\n", "!", " = ", "?\n", "~", "\x1b[31m", "\u200b", "\u200d", "! \u200d"]
)
def test_nothing_to_keep(line: str) -> None:
    assert parse(line, PAIR, MONDAY) is None


@pytest.mark.parametrize(
    ("line", "text", "owner", "due"),
    [
        ("! Send the list @mentor ^fri", "Send the list", "mentor", "2026-11-27"),
        ("! @mentor ^fri Send the list", "Send the list", "mentor", "2026-11-27"),
        ("! @mentor Send ^fri the list", "Send fri the list", "mentor", "2026-11-27"),
        ("! Ask ^tue @MENTEE.", "Ask", "mentee", "2026-11-24"),
        ("! Go @both", "Go", "both", None),
        ("! Go @us", "Go", "both", None),
        ("! Go @me", "Go", "mentee", None),
        ("! Go @lima", "Go", "mentor", None),
        ("! Go @Lim", "Go", "mentor", None),
        ("! Go @ana", "Go", "mentor", None),
        ("! Ask @Dr Lima for it", "Ask Dr Lima for it", "mentor", None),
        ("! Ask @soren, now", "Ask soren, now", "mentee", None),
        ("! Go @Søren", "Go", "mentee", None),
        ("! Go @garcia", "Go", "mentee", None),
        ("! Go @o'brien", "Go", "mentee", None),
        ("! Go @obrien-garcia", "Go", "mentee", None),
        ("! Look it up ^fri in the library", "Look it up fri in the library", None, "2026-11-27"),
        ("! Write ^in 2 weeks @me in ink", "Write in ink", "mentee", "2026-12-07"),
        ("! Write ^30 nov @us.", "Write", "both", "2026-11-30"),
        ("! one\ntwo ^fri\nin 3 parts", "one\ntwo\nin 3 parts", None, "2026-11-27"),
        ("! one\n@me two", "one\ntwo", "mentee", None),
        ("! two  spaces   stay @me", "two  spaces   stay", "mentee", None),
        ("! past ^2026-11-20", "past", None, "2026-11-20"),
        ("! mail a@b.com x^2 2 ^ 3 @ home", "mail a@b.com x^2 2 ^ 3 @ home", None, None),
        ("! literal \\@mentor \\^fri", "literal @mentor ^fri", None, None),
        ("! literal \\\\@mentor \\ \\x", "literal \\@mentor \\ \\x", None, None),
        ("! same @me @mentee @me ^fri ^friday", "same", "mentee", "2026-11-27"),
        # A bracket, a comma or a stop beside a sign is none of it.
        ("! Register for the course (by ^1 mar)", "Register for the course (by 1 mar)", None, "2027-03-01"),
        ("! Write (^12 march) to the board @me", "Write (12 march) to the board", "mentee", "2027-03-12"),
        ("! Register (@mentee, ^1 feb)", "Register (mentee, 1 feb)", "mentee", "2027-02-01"),
        ("! Pay [by ^the 1st of march]. @me", "Pay [by the 1st of march].", "mentee", "2027-03-01"),
        ("! (ask @mentor)", "(ask mentor)", "mentor", None),
        ("! Pay (^1 mar); then rest", "Pay (1 mar); then rest", None, "2027-03-01"),
        ("! Discuss ^30 nov; and the film", "Discuss 30 nov; and the film", None, "2026-11-30"),
        # Two owners are both.
        ("! Send it @mentor @mentee", "Send it", "both", None),
        ("! Send it @mentor and @mentee.", "Send it", "both", None),
        ("! Send it @mentor & @mentee ^fri", "Send it", "both", "2026-11-27"),
        ("! Send it @mentor/@mentee, ^fri", "Send it", "both", "2026-11-27"),
        ("! Send it @mentor,@mentee", "Send it", "both", None),
        ("! @mentor, @mentee send it", "send it", "both", None),
        # A sign that is part of the sentence leaves its words there.
        ("! @mentor and @mentee each read it ^fri", "mentor and mentee each read it", "both", "2026-11-27"),
        ("! Meet @Ana and @Garcia for the rota", "Meet Ana and Garcia for the rota", "both", None),
        ("! Mail the chief ^fri, then call @mentee", "Mail the chief fri, then call mentee", "mentee", "2026-11-27"),
        ("! Send it by ^fri", "Send it by fri", None, "2026-11-27"),
        ("! Send it to @mentor and @mentee ^fri", "Send it to mentor and mentee", "both", "2026-11-27"),
        ("! Call Dr. @Lima", "Call Dr. Lima", "mentor", None),
        ("! Lists: @lima; clinic: @garcia ^fri", "Lists: lima; clinic: garcia", "both", "2026-11-27"),
        ("! @mentee to send it", "mentee to send it", "mentee", None),
        ("! Meet @lima ^fri for the rota", "Meet lima for the rota", "mentor", "2026-11-27"),
        # Words typed behind the signs of a line that is edited; two blanks set signs apart.
        ("! Send it @mentor ^Fri 27 Nov 2026 and the film", "Send it and the film", "mentor", "2026-11-27"),
        ("! Send it @mentor ^fri, then rest", "Send it, then rest", "mentor", "2026-11-27"),
        ("! Send it by  @mentor to all", "Send it by to all", "mentor", None),
        ("! Send it by  @mentor", "Send it by", "mentor", None),
        ("! Is it done @mentor ^fri?", "Is it done?", "mentor", "2026-11-27"),
    ],
)
def test_who_and_when(line: str, text: str, owner: str | None, due: str | None) -> None:
    found = got(line)
    assert found.kind is CaptureKind.action
    assert found.hints == ()
    assert (found.text, found.owner, found.due and found.due.isoformat()) == (text, owner, due)


@pytest.mark.parametrize(
    ("line", "text", "owner", "due", "hints"),
    [
        ("! do ^fooo it", "do ^fooo it", None, None, ("date not understood: ^fooo",)),
        ("! text ^31 feb", "text ^31 feb", None, None, ("date not understood: ^31 feb",)),
        (
            "! do ^the 31st of june, then",
            "do ^the 31st of june, then",
            None,
            None,
            ("date not understood: ^the 31st of june",),
        ),
        ("! do ^5 this month", "do ^5 this month", None, None, ("date not understood: ^5 this month",)),
        ("! do ^19:00", "do ^19:00", None, None, ("date not understood: ^19:00",)),
        ("! ask @lma, then", "ask @lma, then", None, None, ("nobody here is called @lma",)),
        ("! ask @li", "ask @li", None, None, ("nobody here is called @li",)),
        ("! ask @mentor's list", "ask @mentor's list", None, None, ("nobody here is called @mentor's",)),
        ("! (ask @lma)", "(ask @lma)", None, None, ("nobody here is called @lma",)),
        ("! go @lima ^fooo", "go ^fooo", "mentor", None, ("date not understood: ^fooo",)),
        ("! go @lima and @bob", "go lima and @bob", "mentor", None, ("nobody here is called @bob",)),
        ("! go @a;@b @lima", "go @a;@b", "mentor", None, ("nobody here is called @a", "nobody here is called @b")),
        ("! go @lima/@bob on", "go lima/@bob on", "mentor", None, ("nobody here is called @bob",)),
        ("! ask @dr", "ask @dr", None, None, ("nobody here is called @dr",)),
        ("! ask @prof ^fri", "ask @prof", None, "2026-11-27", ("nobody here is called @prof",)),
        ("! @mentor and @mentee", "@mentor and @mentee", "both", None, ("what is to be done?",)),
        ("! pay ^1 march/april @me", "pay ^1 march/april", "mentee", None, ("date not understood: ^1 march/april",)),
        ("! pay ^1 (mar) @me", "pay ^1 (mar)", "mentee", None, ("date not understood: ^1 (mar)",)),
        ("! pay ^1/2 march", "pay ^1/2 march", None, None, ("date not understood: ^1/2 march",)),
        ("! pay ^2 weeks/months", "pay ^2 weeks/months", None, None, ("date not understood: ^2 weeks/months",)),
        ("! go ^fri and ^mon", "go fri and mon", None, "2026-11-30", ("more than one date: the last counts",)),
        ("! go ^fri ^mon", "go fri", None, "2026-11-30", ("more than one date: the last counts",)),
        ("! @lima ^fri", "@lima ^fri", "mentor", "2026-11-27", ("what is to be done?",)),
        ("! @x ^y @x", "@x ^y @x", None, None, ("nobody here is called @x", "date not understood: ^y")),
    ],
)
def test_not_understood_stays_and_is_said(
    line: str, text: str, owner: str | None, due: str | None, hints: tuple[str, ...]
) -> None:
    found = got(line)
    assert (found.text, found.owner, found.due and found.due.isoformat(), found.hints) == (text, owner, due, hints)


def test_names() -> None:
    assert got("! x @me", msgspec.structs.replace(PAIR, role=Role.mentor)).owner is Lead.mentor
    alike = named("Ana Lima", "Anabel Limarev")
    assert got("! x @ana", alike).owner is Lead.mentor
    assert got("! x @anab", alike).owner is Lead.mentee
    twins = named("Ana Lima", "Rui Lima")
    assert got("! x @lima", twins).hints == ("@lima could be either of you",)
    assert got("! x @lim", twins).text == "x @lim"
    assert got("! x @li", named("Li Wei", "A. Moe")).owner is Lead.mentor
    assert got("! x @a", named("Li Wei", "A. Moe")).owner is None
    assert got("! x @李", named("李 伟", "Moe")).owner is Lead.mentor
    assert got("! x @jose", named("JOSÉ", "Moe")).owner is Lead.mentor
    assert got("! x @x", named("", "")).owner is None


def test_a_friday_and_month_first() -> None:
    assert got("! x ^fri", today=FRIDAY).due == date(2026, 12, 4)
    assert got("! x ^today", today=FRIDAY).due == FRIDAY
    found = parse("! x ^3/4", PAIR, MONDAY, day_first=False)
    assert found is not None
    assert found.due == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("! Ask @lima ^tue", "action · Dr Ana Lima · due Tue 24 Nov"),
        ("! Ask @me ^2026-11-20", "action · you · due Fri 20 Nov 2026 (past)"),
        ("! Ask ^15 jan", "action · due Fri 15 Jan 2027"),
        ("! Ask @both", "action · both of you"),
        ("! Ask", "action"),
        ("Ask", "note · for you both"),
        ("~ Ask", "private note · only you"),
        ("= Ask", "decision"),
        ("? Ask", "question to ask next time · for you both"),
        ("! Ask @lma ^tue", "action · nobody here is called @lma · due Tue 24 Nov · stays in the words"),
    ],
)
def test_preview(line: str, words: str) -> None:
    assert describe(got(line), PAIR, MONDAY) == words


def test_lines_for_editing() -> None:
    def action(text: str, owner: Lead | None = None, due: date | None = None) -> str:
        return line_for(make(Action, NOW, text=text, owner=owner, due=due), PAIR)

    assert action("Send", Lead.mentor, FRIDAY) == "! Send @mentor ^Fri 27 Nov 2026"
    american = line_for(make(Action, NOW, text="Send", due=FRIDAY), PAIR, day_first=False)
    assert american == "! Send ^Fri Nov 27 2026"
    # A backslash only where a word would be read as an owner or a date without it.
    assert action("Send @mentor a@b.com ^fri") == "! Send \\@mentor a@b.com \\^fri"
    assert action("Send @Bob @ home ^soon 2 ^ 3 x^2") == "! Send @Bob @ home ^soon 2 ^ 3 x^2"
    assert action("Ask @dr lima or @dr who") == "! Ask \\@dr lima or @dr who"
    assert action("Write \\@Bob") == "! Write \\\\@Bob"
    assert action("Ask (\\@mentor or (@lima)") == "! Ask (\\\\@mentor or (\\@lima)"
    # Two blanks keep the sign from being part of the sentence.
    assert action("Send it by", Lead.mentor) == "! Send it by  @mentor"
    assert action("Send it by", None) == "! Send it by"
    assert line_for(make(Note, NOW, text="! x"), PAIR) == "\\! x"
    assert line_for(make(Note, NOW, text="x", lane=Lane.mine), PAIR) == "~ x"
    assert line_for(make(Note, NOW, text="x", kind=NoteKind.question), PAIR) == "? x"
    assert line_for(make(Note, NOW, text="x", kind=NoteKind.feedback), PAIR) == "x"


MARKED = [
    "@mentor",
    "@lima",
    "^fri",
    "^30 nov",
    "in",
    "2",
    "weeks",
    "\\@me",
    "\\\\^x",
    "@",
    "^",
    "@dr",
    "lima",
    "@bob",
    "^31 feb",
    "^5 this month",
    "^the",
    "a@b.com",
    "x^2",
    "(@mentor",
    "@mentee)",
    "(^1 mar)",
    "^1 march/april",
    "@mentor/@mentee",
    "@bob,",
    "@bob/@me",
]
SENTENCE_WORDS = ["and", "by", "to", "call", "(", ")", "]", "/"]
OTHERS = ["\\", "!", "~ a", "=", "?", "\n", "  ", "\t", "(", "é", "\u00a0", "\u200d", "word", ",", ".", *SENTENCE_WORDS]
PIECES = st.sampled_from([*MARKED, *OTHERS])
TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=8).map(" ".join))
KEPT = TEXT.map(lambda text: guard.clean(text).strip()).filter(
    lambda text: any(letter.isprintable() and not letter.isspace() for letter in text)
)


@given(TEXT, st.sampled_from(["", "!", "! ", "= ", "? ", "~ "]))
def test_any_text_is_read_without_an_error(text: str, sign: str) -> None:
    if found := parse(sign + text, PAIR, MONDAY):
        assert found.text
        describe(found, PAIR, MONDAY)


@given(KEPT.filter(lambda text: text[0] not in "!=?~\\"))
def test_a_note_is_kept_as_it_is(text: str) -> None:
    assert got(text).text == text


@given(KEPT.filter(lambda text: not any(word.lstrip("\\")[:1] in ("@", "^") for word in re.split(r"[\s(\[]", text))))
def test_an_action_without_marks_is_kept_as_it_is(text: str) -> None:
    assert got("! " + text).text == text


ORDINARY = st.text(st.characters(categories=["L", "P", "S"]), min_size=1).filter(
    lambda word: word[0] not in "\\!=?~" and not set("@^") & set(word) and guard.clean(word) == word
)
BETWEEN = ("and", "or", "&", "+", "/", ",")
SENTENCE = st.one_of(ORDINARY, st.sampled_from(["by", "to", "with", "call", "then", "will", "(see", "it)", *BETWEEN]))
MARKS = st.sampled_from(["@mentor", "@me", "@lima", "^fri", "^in 2 weeks", "^30 nov 2027", "@lma", "^fooo"])
BESIDE = st.sampled_from(["{}", "({}", "{})", "({})", "[{}]", "{},", "{};", "{}."])


def word_runs(text: str) -> list[str]:
    """The words of a text without what may stand beside them."""
    return [word.strip(",.;:!?()[]") or word for word in text.split()]


@given(st.lists(st.tuples(st.booleans(), SENTENCE, MARKS, BESIDE), max_size=8))
def test_no_word_of_an_action_is_lost(parts: list[tuple[bool, str, str, str]]) -> None:
    """Ordinary words, and signs not understood, are there still, in order, whatever signs stand between them."""
    words = [word if plain else beside.format(mark) for plain, word, mark, beside in parts]
    found = parse("! " + " ".join(words), PAIR, MONDAY)
    if found is None:
        assert not words
        return
    left = iter(found.text.split())
    for (plain, word, mark, _), typed in zip(parts, words, strict=True):
        if word.lower() not in BETWEEN if plain else mark in ("@lma", "^fooo"):
            stays = word if plain else typed
            # What stood behind signs that went may stand behind the word before them.
            assert any(stays in (other, other.rstrip(",.;")) for other in left)


@given(st.lists(st.tuples(st.booleans(), SENTENCE, MARKS, BESIDE), min_size=1, max_size=8))
def test_what_is_understood_holds_no_sign(parts: list[tuple[bool, str, str, str]]) -> None:
    """And the words between signs that stay are those that were typed."""
    words = [word if plain else beside.format(mark) for plain, word, mark, beside in parts]
    found = parse("! " + " ".join(words), PAIR, MONDAY)
    if found is not None and not found.hints:
        assert not set("@^") & set(found.text)
        typed = iter(word_runs(" ".join(words).replace("@", "").replace("^", "")))
        assert all(any(word == other for other in typed) for word in word_runs(found.text))


@given(
    st.sampled_from(["", "(", "[", "(by ", "by "]),
    st.integers(1, 28),
    st.sampled_from(["jan", "Feb", "march", "May", "december"]),
    st.sampled_from(["", ")", "]", ",", ";", ".", ").", "/april", "-april", "'s", "(x)", "…", "]x"]),
    st.sampled_from(["", " @me", " to the board", " and then"]),
)
def test_a_day_with_its_month_is_never_another_day(before: str, day: int, month: str, after: str, rest: str) -> None:
    found = got(f"! Pay {before}^{day} {month}{after}{rest}")
    if found.due is None:
        assert found.hints
        assert f"^{day} {month}{after}" in found.text
    else:
        assert (found.due.day, f"{found.due:%b}") == (day, month[:3].title())
        assert found.hints == ()


@given(KEPT, st.sampled_from([None, *Lead]), st.none() | st.dates(), st.dates(), st.booleans())
def test_an_action_and_back(text: str, owner: Lead | None, due: date | None, today: date, day_first: bool) -> None:
    """On whatever day the line is kept, and in either order of day and month."""
    line = line_for(make(Action, NOW, text=text, owner=owner, due=due), PAIR, day_first)
    found = parse(line, PAIR, today, day_first)
    assert found is not None
    # What is no one's name needs no backslash, so it is said.
    assert msgspec.structs.replace(found, hints=()) == Captured(
        kind=CaptureKind.action, text=text, owner=owner, due=due
    )


@given(KEPT, st.dates())
def test_a_backslash_stands_only_where_it_is_needed(text: str, today: date) -> None:
    """Without any one of those that were added, the line would be another action, on some day."""
    line = line_for(make(Action, NOW, text=text), PAIR)
    added = [place for place in range(2, len(line)) if line[place] == "\\" and line[place - 1].isspace()]
    if "\\" in text or re.search(r"\^(\d|the)", text):
        return  # its own backslashes need one more, and whether a day is one depends on the day
    for place in added:
        found = parse(line[:place] + line[place + 1 :], PAIR, today)
        assert found is None or (found.text, found.owner, found.due) != (text, None, None)


@given(
    KEPT,
    st.sampled_from(
        [
            (NoteKind.note, Lane.pair),
            (NoteKind.note, Lane.mine),
            (NoteKind.decision, Lane.pair),
            (NoteKind.question, Lane.pair),
        ]
    ),
)
def test_a_note_and_back(text: str, sort: tuple[NoteKind, Lane]) -> None:
    kind, lane = sort
    found = got(line_for(make(Note, NOW, text=text, kind=kind, lane=lane), PAIR))
    assert found == Captured(kind=CaptureKind(kind.value), text=text, lane=lane)


def test_importing_is_light() -> None:
    script = "import sys, mentor_tui.core.capture; assert 'dateutil' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
