"""Programme packs: what ours holds, that a user's own wins, and what is said about a broken one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mentor_tui.core.guard import clean
from mentor_tui.core.packs import Pack
from mentor_tui.core.planning import proposed
from mentor_tui.core.records import Body, Lead, Session, SessionState, make
from mentor_tui.core.sheets import Source
from mentor_tui.prompts.library import (
    BUILT_IN,
    COMMON,
    PackError,
    Problem,
    UnknownPack,
    check_pack,
    load_pack,
    pack_names,
    read_pack,
)
from mentor_tui.prompts.reader import MOST_BYTES, slug

OURS = BUILT_IN / "isaps"
AGENDA = "agendas/first-meeting.md"
CHECKLIST = "checklists/first-meeting.md"
DECK = "questions/ground-rules.md"  # a common file; the copy has it as one of its own
ACTIVITY = "activities/shadow-and-debrief.md"
COURSE = '["first-meeting", "goals", "mid-point", "session-4", "session-5", "completion"]'


@pytest.fixture(scope="module", autouse=True)
def our_words_parsed_once() -> Iterator[None]:
    """What a test leaves as it is in a copy of our pack is not parsed again; that took most of the time."""
    parse = MarkdownIt.parse
    ours = {path.read_text(encoding="utf-8-sig"): path for folder in (OURS, COMMON) for path in folder.glob("*/*.md")}
    done: dict[Path, list[Token]] = {}

    def parse_once(self: MarkdownIt, src: str) -> list[Token]:
        path = ours.get(src)
        if path is None:
            return parse(self, src)
        if path not in done:
            done[path] = parse(self, src)
        return done[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MarkdownIt, "parse", parse_once)
        yield


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("isaps")


def copied(folder: Path) -> Path:
    """A copy of our pack in ``folder``, which has the common deck among its own files."""
    copy = Path(shutil.copytree(OURS, folder / "isaps"))
    (copy / DECK).parent.mkdir()
    shutil.copyfile(COMMON / DECK, copy / DECK)
    return copy


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our pack to break."""
    return copied(tmp_path)


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder: Path, file: str, words: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def sources(pack: Pack) -> Iterator[Source]:
    yield pack.rules.source
    yield from (document.source for document in pack.documents)
    yield from (entry.source for agenda in pack.agendas.values() for entry in agenda.entries)
    yield from (line.source for name in pack.checklists.values() for part in name.parts for line in part.lines)
    yield from (question.source for deck in pack.decks.values() for question in deck.questions)
    yield from (activity.source for activity in pack.activities.values())
    yield from (card.source for card in pack.every_card)
    yield from (line.source for found in pack.ratings.values() for part in found.parts for line in part.lines)
    yield from (part.source for form in pack.forms.values() for part in form.parts)
    yield from (question.source for form in pack.forms.values() for part in form.parts for question in part.questions)
    yield from (step.source for step in pack.steps)


def full_keys(pack: Pack) -> list[str]:
    """The keys under which people's ticks, answers and ratings are kept."""
    lines = [line.key for name in pack.checklists.values() for part in name.parts for line in part.lines]
    rated = [line.key for found in pack.ratings.values() for part in found.parts for line in part.lines]
    asked = [question.key for deck in pack.decks.values() for question in deck.questions]
    forms = [question.key for form in pack.forms.values() for part in form.parts for question in part.questions]
    return lines + rated + asked + forms


# --- Ours ---------------------------------------------------------------------------------------------------------


def test_our_pack_is_clean() -> None:
    assert check_pack(OURS) == []


def test_rules(pack: Pack) -> None:
    rules = pack.rules
    assert (rules.sessions, rules.months, rules.minutes, rules.first_counts, rules.survey_weeks_before_end) == (
        (6, 6, 60, True, 2)
    )
    assert (pack.name, pack.mentee_word, pack.contact) == ("isaps", "mentee", "residentsandfellows@isaps.org")


def test_documents(pack: Pack) -> None:
    assert [document.title for document in pack.documents] == [
        "Mentor & Mentee Handbook",
        "Goal Setting & Reflections Worksheet",
        "Activity & Progress Tracking Log",
        "Diversity & Inclusion",
        "Ethics & Confidentiality",
    ]
    assert {document.key for document in pack.documents if document.returned} == {"worksheet", "log"}
    assert {document.key for document in pack.documents if document.todo == "complete"} == {"worksheet", "log"}
    assert {document.key for document in pack.documents if not document.held} == {"worksheet", "log", "diversity"}


def test_ground_rules_are_nine_topics_and_twenty_one_questions(pack: Pack) -> None:
    deck = pack.decks["ground-rules"]
    assert [len(topic.questions) for topic in deck.topics] == [2, 6, 1, 3, 1, 1, 1, 5, 1]
    assert len(deck.questions) == 21
    assert all(question.text.endswith("?") for question in deck.questions)


def test_activities_are_the_five_with_their_leads(pack: Pack) -> None:
    assert {(activity.title, activity.lead) for activity in pack.activities.values()} == {
        ("Leadership Reflection Interview", Lead.mentee),
        ("Shadow & Debrief", Lead.mentor),
        ("Career Mapping Exercise", Lead.both),
        ("Leadership Challenge Case Study", Lead.mentor),
        ("Lead a Project or Presentation", Lead.mentee),
    }
    for activity in pack.activities.values():
        assert activity.purpose
        assert activity.prepare
        assert activity.on_a_call
        assert 4 <= len(activity.steps) <= 7


def test_the_checklist_has_four_parts(pack: Pack) -> None:
    parts = pack.checklists["first-meeting"].parts
    assert [(part.key, part.who, part.when) for part in parts] == [
        ("before-mentee", Lead.mentee, "before"),
        ("before-mentor", Lead.mentor, "before"),
        ("the-meeting", Lead.both, "during"),
        ("after", Lead.both, "after"),
    ]
    for part in parts:
        assert 5 <= len(part.lines) <= 12
        assert all(len(line.text) <= 70 for line in part.lines)


@pytest.mark.parametrize("name", [path.stem for path in sorted((OURS / "agendas").glob("*.md"))])
def test_an_agenda_is_exactly_an_hour(pack: Pack, name: str) -> None:
    agenda = pack.agendas[name]
    assert agenda.minutes == pack.rules.minutes == 60
    assert all(entry.intro and 2 <= len(entry.prompts) <= 5 for entry in agenda.entries)


def test_the_ground_rules_have_the_biggest_share(pack: Pack) -> None:
    agenda = pack.agendas[pack.course[0]]
    longest = max(agenda.entries, key=lambda entry: entry.minutes)
    assert (agenda.key, longest.body, longest.ref) == ("first-meeting", Body.questions, "ground-rules")
    assert [entry.minutes for entry in agenda.entries].count(longest.minutes) == 1


def held(*agendas: str) -> list[Session]:
    """Sessions that were held, one for each of these agendas."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return [
        make(Session, now, number=n, title=key, agenda=key, state=SessionState.held, minutes=60, items=())
        for n, key in enumerate(agendas, 1)
    ]


def test_sessions_follow_the_course_and_then_the_extra_agenda(pack: Pack) -> None:
    course = list(pack.course)
    assert [proposed(pack, held(*course[:n])).key for n in range(6)] == course
    assert proposed(pack, held(*course)).key == proposed(pack, held(*course, "ongoing")).key == "ongoing"
    ongoing = pack.agendas[pack.extra]
    assert [entry.body for entry in ongoing.entries] == ["talk", "actions", "goals", "activity", "talk"]


def test_references_resolve(pack: Pack) -> None:
    entries = [entry for agenda in pack.agendas.values() for entry in agenda.entries]
    for entry in entries:
        match entry.body:
            case Body.checklist:
                assert pack.part(entry.ref)
            case Body.questions | Body.review:
                assert entry.ref in pack.decks
            case Body.activity:
                assert entry.ref in pack.activities
            case Body.cards:
                assert entry.ref in pack.cards or pack.card(entry.ref)
            case Body.form:
                assert pack.form_parts(entry.ref)
            case Body.ratings:
                assert entry.ref in pack.ratings
            case _:
                assert entry.ref == ""
    assert {entry.body for entry in entries} == set(Body)


def test_everything_has_a_source(pack: Pack) -> None:
    found = list(sources(pack))
    assert len(found) > 300
    titles = {
        "ISAPS Mentor Program Handbook",
        "Ethics & Confidentiality in Mentoring",
        "Leadership & Professional Growth in Mentorship",
        "Department of Surgery mentoring booklet",
    }
    # What a common file takes from elsewhere is said to be from there.
    titles |= {"ASDS Future Leaders Network: Mentoring for Success"}
    assert {source.document for source in found} == titles
    assert all(source.section for source in found)


def test_keys_are_unique_and_stay(pack: Pack) -> None:
    keys = full_keys(pack)
    assert len(keys) == len(set(keys))
    # Ticks and answers in people's journals hang on these.
    assert "first-meeting/before-mentee/send-your-cv-to-your-mentor" in keys
    assert "ground-rules/responsibilities/who-settles-how-often-we-meet" in keys
    assert "skills/skills/build-rapport" in keys
    assert "completion/next-steps/will-we-stay-in-touch-and" in keys


def test_a_source_is_inherited_unless_a_line_has_its_own(pack: Pack) -> None:
    part = pack.part("first-meeting/before-mentee")
    assert part
    assert part.lines[0].source == Source(
        "ISAPS Mentor Program Handbook", "Reminder of mandatory reading, tools and templates"
    )
    assert part.lines[1].source == Source("Department of Surgery mentoring booklet", "Appendix B")


def test_no_line_of_ours_is_broken_by_the_reader(pack: Pack) -> None:
    part = pack.part("first-meeting/the-meeting")
    assert part
    assert part.lines[0].text == "Keep the full hour free of pagers and visitors"
    entry = pack.entry("first-meeting", "ground-rules")
    assert entry
    assert entry.prompts[0] == "How would you like this to work?"
    assert entry.intro.startswith("Nine short topics. One line")
    assert "\n" not in entry.intro


# --- Finding packs --------------------------------------------------------------------------------------------------


def test_a_users_pack_wins(copy: Path) -> None:
    change(copy, "pack.toml", 'title = "ISAPS Mentor Program"', 'title = "Mine"')
    assert load_pack("isaps", copy.parent).title == "Mine"
    assert load_pack("isaps").title == "ISAPS Mentor Program"
    found = [(info.title, info.where, info.folder) for info in pack_names(copy.parent) if info.name == "isaps"]
    assert found == [("Mine", "yours", copy)]


def test_a_broken_users_pack_is_not_passed_over(copy: Path) -> None:
    (copy / "pack.toml").unlink()
    with pytest.raises(PackError) as caught:
        load_pack("isaps", copy.parent)
    assert caught.value.folder == copy
    assert "pack.toml:1" in str(caught.value)


def test_an_unknown_pack_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in ("ispas", "../isaps", "", ".", "isaps/agendas"):
        with pytest.raises(UnknownPack, match="There is: asds-future-leaders, isaps, surgery-faculty, mine") as caught:
            load_pack(name, tmp_path)
        assert caught.value.names == ("asds-future-leaders", "isaps", "surgery-faculty", "mine")
        assert isinstance(caught.value, LookupError)


def test_pack_names_lists_a_broken_pack_as_broken(copy: Path) -> None:
    (copy.parent / "empty").mkdir()
    (copy.parent / ".hidden").mkdir()
    (copy.parent / "a file").write_text("")
    change(copy, AGENDA, "- Minutes: 4", "- Minutes: four")
    infos = {info.name: info for info in pack_names(copy.parent) if info.broken}
    assert set(infos) == {"isaps", "empty"}
    assert all(info.where == "yours" for info in infos.values())
    assert (infos["isaps"].title, infos["empty"].title) == ("ISAPS Mentor Program", "empty")


def test_pack_names_without_a_users_folder(tmp_path: Path) -> None:
    for folder in (None, tmp_path / "none"):
        info = next(info for info in pack_names(folder) if info.name == "isaps")
        assert (info.title, info.where, info.broken) == ("ISAPS Mentor Program", "built in", False)


def test_a_link_to_a_folder_elsewhere_is_fine(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    try:
        (folder / "isaps").symlink_to(copy, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert check_pack(folder / "isaps") == []
    assert load_pack("isaps", folder).name == "isaps"


def test_loading_the_module_does_not_load_the_markdown_parser() -> None:
    code = "import sys, mentor_tui.prompts.library; sys.exit('markdown_it' in sys.modules or 'textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- What may be written --------------------------------------------------------------------------------------------


def test_words_lose_their_markdown_and_whatever_a_terminal_would_obey(copy: Path) -> None:
    written = "- How *would* you `like` [this](https://example.org) to **work** <!-- softly -->\n  &amp; end\x1b[31m?"
    change(copy, AGENDA, "- How would you like this to work?", written)
    entry = read_pack(copy).entry("first-meeting", "ground-rules")
    assert entry
    assert entry.prompts[0] == "How would you like this to work & end?"


def test_forms_that_are_as_good(copy: Path) -> None:
    """Windows line ends, a byte order mark, other bullets, capitals, comments, rules across the page."""
    path = copy / CHECKLIST
    text = path.read_text(encoding="utf-8").replace("- [ ] ", "* ").replace("- Who: mentee", "- **who:** Mentee")
    text = text.replace("# First meeting\n", "<!-- a comment -->\n\n# First meeting\n\n---\n", 1)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_pack(copy).checklists == read_pack(OURS).checklists


def test_a_line_may_keep_its_key_when_its_words_change(copy: Path) -> None:
    before = full_keys(read_pack(copy))
    new = "- [ ] Mail your CV\n  - Key: send-your-cv-to-your-mentor\n"
    change(copy, CHECKLIST, "- [ ] Send your CV to your mentor, freshly updated\n", new)
    change(copy, DECK, "## Style\n", "## How we talk\n\n- Key: style\n")
    assert full_keys(read_pack(copy)) == before


def test_an_item_that_says_little_is_the_mentees_and_free_talk(copy: Path) -> None:
    top = "# Short\n\n- Source: handbook, Step 3\n- Step: ongoing\n\nBrief.\n\n"
    text = top + "## Öffnen\n\n- Minutes: 7\n\nTalk.\n\n- Hello?\n"
    (copy / "agendas/short.md").write_text(text, encoding="utf-8")
    entry = read_pack(copy).entry("short", "öffnen")
    assert entry
    assert (entry.lead, entry.body, entry.minutes, entry.ref) == (Lead.mentee, Body.talk, 7, "")


def test_litter_beside_the_files_is_passed_over(copy: Path) -> None:
    (copy / "agendas/._first-meeting.md").write_bytes(b"\xff\x00")
    (copy / "agendas/notes.txt").write_text("x")
    (copy / "README.md").write_text("x")
    assert check_pack(copy) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Send your CV, freshly updated, by post!", "send-your-cv-freshly-updated-by"),
        ("Don't", "dont"),
        ("The {mentee}'s goals, and {Mentee} first", "the-mentees-goals-and-mentee-first"),
        ("会议", "会议"),
        ("Caf\u0065\u0301", "café"),
        ("?!", ""),
    ],
)
def test_slug(text: str, key: str) -> None:
    assert slug(text) == key


# --- Broken packs ---------------------------------------------------------------------------------------------------

BROKEN_WORDS: list[tuple[str, str, str, str, str, str]] = [
    # file, words there, words instead, words of the line that is named, what is wrong, how to write it
    (AGENDA, "- Minutes: 4\n", "", "## Arrive", "Minutes is missing", "- Minutes: 10"),
    (
        AGENDA,
        "- Minutes: 4",
        "- Minutes: four",
        "Minutes: four",
        "'four', which is not a whole number",
        "- Minutes: 10",
    ),
    (AGENDA, "- Minutes: 4", "- Minutes: 4 min", "Minutes: 4 min", "not a whole number", "- Minutes: 10"),
    (AGENDA, "- Minutes: 4", "- Minutes: 0", "Minutes: 0", "from 1 to 600", "- Minutes: 10"),
    (AGENDA, "- Minutes: 4", "- Minutes: 1e2", "Minutes: 1e2", "not a whole number", "- Minutes: 10"),
    (AGENDA, "- Minutes: 4", "- Minutes: " + "9" * 5000, "Minutes: 9999", "not a whole number", "- Minutes: 10"),
    (AGENDA, "- Minutes: 4", "- Minuts: 4", "- Minuts", "no field called 'Minuts'", "Did you mean Minutes?"),
    (AGENDA, "- Minutes: 4", "- Minutes: 4\n- Minutes: 5", "- Minutes: 5", "given twice", "Take one"),
    (AGENDA, "- Lead: both", "- Lead: everyone", "everyone", "Lead is 'everyone'", "mentor, mentee, both"),
    (AGENDA, "- Body: talk", "- Body: speech", "speech", "Body is 'speech'", "talk, checklist, questions"),
    (AGENDA, "- Body: talk", "- Body: talk freely", "talk freely", "Nothing can follow the word talk", "- Body: talk"),
    (AGENDA, "questions ground-rules", "questions", "- Body: questions", "which file", "questions ground-rules"),
    (AGENDA, "questions ground-rules", "questions ground", "questions ground", "no file in questions", "ground-rules?"),
    (AGENDA, "first-meeting/the-meeting", "first-meeting/x", "meeting/x", "no checklist part", "first-meeting/"),
    (AGENDA, "activity leadership-", "activity leader-", "activity leader-", "no file in activities", "Did you mean"),
    (AGENDA, "ethics, Best", "ethic, Best", "ethic, Best", "'ethic' is not listed", "Did you mean ethics?"),
    (AGENDA, "ethics, Best", "ethics Best", "ethics Best", "a comma between", "- Source: handbook"),
    (AGENDA, "## Get to know each other", "## Arrive", "## Arrive", "'arrive' is already that of", "- Key: arrive-2"),
    (AGENDA, "# First meeting", "First meeting", "First meeting", "words before the title", "# First meeting"),
    (AGENDA, "## Arrive", "# Arrive", "# Arrive", "a second title", "## Arrive"),
    (AGENDA, "## Arrive", "### Arrive", "### Arrive", "lower rank", "## Arrive"),
    (AGENDA, "## Arrive", "##", "##", "no words", "## Arrive"),
    (AGENDA, "## Arrive", "## !?", "## !?", "No key can be made of '!?'", "- Key: arrive"),
    (AGENDA, "\n## Arrive", "\n- Stray\n\n## Arrive", "- Stray", "belongs to no heading", "## Arrive"),
    (AGENDA, "\n## Arrive", "\n```\ncode\n```\n\n## Arrive", "```", "would not be shown", "as a bullet"),
    (AGENDA, "- I suggest", "1. > - I suggest", "I suggest", "would not be shown", "as a bullet"),
    (AGENDA, "\n## Get", "\nAnd so on.\n\n## Get", "And so on", "after the bullets", "Move it up"),
    (AGENDA, "\n## Get", "- \n\n## Get", "- ", "no words", "after the dash"),
    (AGENDA, "- I suggest", "- Lead: both\n- I suggest", "Lead: both", "after the sentence of introduction", "Move"),
    (AGENDA, "- Is this still", "- Ask\n  - Key: a\n- Is this still", "  - Key: a", "no fields of its own", "left"),
    (CHECKLIST, "- Who: mentee\n", "", "## Before: mentee", "Who is missing", "- Who: mentee"),
    (CHECKLIST, "- When: before", "- When: soon", "soon", "When is 'soon'", "before, during, after"),
    (CHECKLIST, "- Source: faculty, Appendix B\n", "", "- [ ] Send your CV", "Source is missing", "- Source: handbook"),
    (CHECKLIST, "  - Source: handbook", "  - handbook", "  - handbook", "A bullet below a bullet", "- Source:"),
    (CHECKLIST, "  - Source: handbook", "  - Sorce: handbook", "Sorce", "no field called 'Sorce'", "mean Source?"),
    (CHECKLIST, "  - Source: handbook, M", "  - Key: No/Key, M", "No/Key", "more than small letters", "- Key: no-key"),
    (
        DECK,
        "Some pairs like a firm order, others a conversation.\n",
        "",
        "## Style",
        "No sentence introduces",
        "Add one",
    ),
    (
        DECK,
        "- How relaxed or how structured would we like our sessions to be?",
        "",
        "## Style",
        "no bullet",
        "- Who sets",
    ),
    (DECK, "- Who draws up", "- Who settles how often we meet?\n- Who draws up", "- Who settles", "already", "-2"),
    (ACTIVITY, "- Minutes: 30\n", "", "# Shadow", "Minutes is missing", "- Minutes: 20"),
    (
        ACTIVITY,
        "- Source: leadership, Activities to foster leadership and growth",
        "",
        "# Sh",
        "Source is",
        "- Source:",
    ),
    (ACTIVITY, "## Steps", "## Stepps", "## Stepps", "no part called 'Stepps'", "Did you mean Steps?"),
    (ACTIVITY, "## Steps", "## Prepare", "## Prepare", "stands here twice", "one of the two"),
    (ACTIVITY, "## Steps", "## Steps\n\nFirst this.", "## Steps", "would not be shown", "Make it a bullet"),
    ("pack.toml", 'name = "isaps"', 'name = "ours"', "name =", "the folder is called 'isaps'", 'name = "isaps"'),
    ("pack.toml", 'name = "isaps"', "name = isaps", "name =", "cannot be understood", "an equals"),
    ("pack.toml", 'title = "ISAPS Mentor Program"\n', "", "# The rules", "title is missing", "title ="),
    ("pack.toml", 'title = "ISAPS Mentor Program"', 'title = " "', "title =", "title is empty", "title ="),
    ("pack.toml", 'title = "ISAPS', 'titel = 1\ntitle = "ISAPS', "titel", "no entry called 'titel'", "mean title?"),
    ("pack.toml", "sessions = 6", 'sessions = "six"', "sessions =", "'six', but it has to be a whole", "sessions = 6"),
    ("pack.toml", "sessions = 6", "sessions = true", "sessions =", "true, but it has to be", "sessions = 6"),
    ("pack.toml", "sessions = 6", "sessions = 6.5", "sessions =", "6.5, but it has to be", "sessions = 6"),
    ("pack.toml", "sessions = 6", "sessions = 0", "sessions =", "from 1 to 1000", "sessions = 6"),
    ("pack.toml", "sessions = 6", "sessions = 1" + "0" * 3000, "sessions =", "a very large number", "sessions = 6"),
    ("pack.toml", "sessions = 6", "sessions = 1" + "0" * 9000, "# The rules", "cannot be understood", "an equals"),
    ("pack.toml", "sessions = 6", "sessions = [", "months", "cannot be understood", "an equals"),
    ("pack.toml", "sessions = 6", "sessions = 6\nsessions = 7", "sessions = 7", "cannot be understood", "an equals"),
    ("pack.toml", "sessions = 6", "sessions = " + "[" * 9000, "# The rules", "nested too deeply", "an equals"),
    ("pack.toml", "months = 6\n", "", "[rules]", "months is missing in [rules]", "months = 6"),
    ("pack.toml", "first_counts = true", 'first_counts = "yes"', "first_counts", "'yes', but", "first_counts = true"),
    ("pack.toml", "survey_weeks_before_end = 2", "survey_weeks_before_end = -1", "survey", "-1, but", "= 2"),
    ("pack.toml", COURSE, "[]", "course =", "course is empty", 'course = ["first-meeting"]'),
    ("pack.toml", COURSE, '"first-meeting"', "course =", "between square brackets", "course = ["),
    ("pack.toml", '["first-meeting", ', '["first", ', "course =", "no file agendas/first.md", "first-meeting"),
    ("pack.toml", 'extra = "ongoing"', 'extra = "on"', "extra =", "no file agendas/on.md", "ongoing"),
    ("pack.toml", 'ethics = "Ethics', 'ethics = 3 # "', "ethics = 3", "a title in quotes", "handbook ="),
    ("pack.toml", 'source = "handbook, Mentor', 'source = "book, Mentor', "book, Mentor", "'book' is not", "handbook"),
    ("pack.toml", 'todo = "read"', 'todo = "skim"', "skim", '"read" or "complete"', 'todo = "read"'),
    ("pack.toml", "held = true", 'held = "yes"', 'held = "yes"', "true or false", "held = true"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "what", "mend"), BROKEN_WORDS, ids=[f"{row[0]}: {row[4]}" for row in BROKEN_WORDS]
)
def test_broken_words(copy: Path, file: str, old: str, new: str, at: str, what: str, mend: str) -> None:
    change(copy, file, old, new)
    problems = check_pack(copy)
    lines = (copy / file).read_text(encoding="utf-8").split("\n")
    told = [p for p in problems if p.file == file and what in p.what and mend in p.mend and at in lines[p.line - 1]]
    assert told, problems
    assert str(told[0]) == f"{file}:{told[0].line}: {told[0].what} {told[0].mend}"
    with pytest.raises(PackError) as caught:
        read_pack(copy)
    assert list(caught.value.problems) == problems


def no_toml(folder: Path) -> None:
    (folder / "pack.toml").unlink()


def toml_is_a_folder(folder: Path) -> None:
    no_toml(folder)
    (folder / "pack.toml").mkdir()


def not_utf8(folder: Path) -> None:
    (folder / AGENDA).write_bytes("# Title\n\nCafé\n".encode("latin-1"))


def too_large(folder: Path) -> None:
    (folder / AGENDA).write_text("# Title\n" + "x" * MOST_BYTES)


def no_title(folder: Path) -> None:
    (folder / AGENDA).write_text("")


def no_items(folder: Path) -> None:
    (folder / AGENDA).write_text("# Title\n\n- Source: handbook, Step 1\n\nWords.\n")


def odd_name(folder: Path) -> None:
    (folder / AGENDA).rename(folder / "agendas/First meeting.md")


def agenda_gone(folder: Path) -> None:
    (folder / AGENDA).unlink()


def agendas_is_a_file(folder: Path) -> None:
    shutil.rmtree(folder / "agendas")
    (folder / "agendas").write_text("x")


def no_documents_listed(folder: Path) -> None:
    text = (folder / "pack.toml").read_text()
    (folder / "pack.toml").write_text(
        re.sub(r"\n\[sources\].*?\n\[rules\]", "\n[sources]\n[rules]", text, flags=re.DOTALL)
    )


def no_sources(folder: Path) -> None:
    text = (folder / "pack.toml").read_text()
    (folder / "pack.toml").write_text(re.sub(r"\n\[sources\].*?\n\[rules\]", "\n[rules]", text, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("harm", "file", "line", "what", "mend"),
    [
        (no_toml, "pack.toml", 1, "missing", "Put a text file called pack.toml here."),
        (toml_is_a_folder, "pack.toml", 1, "not a file", "Put a text file"),
        (not_utf8, AGENDA, 3, "not UTF-8", "Save the file as plain text in UTF-8."),
        (too_large, AGENDA, 1, "larger than 250,000 bytes", "split"),
        (no_title, AGENDA, 1, "no title", "# First meeting"),
        (no_items, AGENDA, 1, "not an item", "## Arrive"),
        (odd_name, "agendas/First meeting.md", 1, "'First meeting.md'", "first-meeting.md"),
        (agenda_gone, "pack.toml", 56, "no file agendas/first-meeting.md", "It can be: completion, goals, mid-point"),
        (agendas_is_a_file, "agendas", 1, "The folder cannot be opened", "folder"),
        (no_documents_listed, "pack.toml", 13, "No document is listed", "handbook ="),
        (no_sources, "pack.toml", 1, "sources is missing in the file", "[sources]"),
    ],
)
def test_broken_files(copy: Path, harm: Callable[[Path], None], file: str, line: int, what: str, mend: str) -> None:
    harm(copy)
    problems = check_pack(copy)
    assert [p for p in problems if p.file == file and p.line == line and what in p.what and mend in p.mend], problems
    with pytest.raises(PackError):
        read_pack(copy)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything can be read here")
def test_a_file_that_may_not_be_read(copy: Path) -> None:
    (copy / AGENDA).chmod(0)
    assert [(p.file, p.line) for p in check_pack(copy) if "cannot be opened" in p.what] == [(AGENDA, 1)]


def test_a_missing_folder_is_a_broken_pack(tmp_path: Path) -> None:
    assert [problem.file for problem in check_pack(tmp_path / "none")] == ["pack.toml"]


def test_one_slip_is_one_problem(copy: Path) -> None:
    """No flood: what follows from a slip is not reported as well."""
    change(copy, CHECKLIST, "# First meeting\n", "")
    assert len(check_pack(copy)) == 1
    change(copy, "pack.toml", "\n[sources]", "\n[sources")
    assert [problem.file for problem in check_pack(copy)] == [CHECKLIST, "pack.toml"]


def test_fields_and_lines_that_ran_together_miss_only_their_sentence(copy: Path) -> None:
    change(copy, AGENDA, "Two people before two surgeons. Keep it light, and share the time about evenly.\n", "")
    change(copy, AGENDA, "- Where are you from", "- Ask: where are you from")
    line = line_of(copy, AGENDA, "## Get to know")
    assert [(problem.line, problem.what) for problem in check_pack(copy)] == [
        (line, "No sentence introduces 'Get to know each other'.")
    ]


def test_all_problems_are_found_at_once(copy: Path) -> None:
    change(copy, AGENDA, "- Minutes: 4", "- Minutes: x")
    change(copy, AGENDA, "- Lead: mentee", "- Lead: x")
    change(copy, DECK, "## Style", "### Style")
    change(copy, "pack.toml", "sessions = 6", "sessions = 0")
    change(copy, "pack.toml", "months = 6", "months = 0")
    problems = check_pack(copy)
    assert [problem.file for problem in problems] == [AGENDA, AGENDA, "pack.toml", "pack.toml", DECK]
    assert problems == sorted(problems)
    assert problems[0].line == line_of(copy, AGENDA, "Minutes: x")


def test_a_document_has_a_key_of_its_own(copy: Path) -> None:
    change(copy, "pack.toml", 'key = "ethics"', 'key = "diversity"')
    line = line_of(copy, "pack.toml", 'title = "Ethics') - 1
    assert [(p.file, p.line, p.mend) for p in check_pack(copy)] == [
        ("pack.toml", line, 'Give it one of its own: key = "diversity-2"')
    ]


def test_a_problem_is_safe_to_print(copy: Path) -> None:
    change(copy, AGENDA, "- Lead: both", "- Lead: \x1b]0;title\x07\x1b[31mred\x9b")
    with contextlib.suppress(OSError):  # not every system takes such a name
        (copy / "agendas/\x1b[31m.md").write_text("")
    problems = check_pack(copy)
    assert problems
    assert all(str(problem) == clean(str(problem)) for problem in problems)


# --- Anything at all ------------------------------------------------------------------------------------------------

MARKS = ["# ", "## ", "- ", "1. ", "  - ", "> ", "Minutes: ", "Source: ", "Lead: both", "Body: activity x", "[ ] "]
MORE_MARKS = ["Key: a", "handbook, 1", "```", "<!--", "-->", "[a](b)", "*", "5", "---"]
ENTRY_MARKS = ["[sources]", "[rules]", "[[documents]]", "[agendas]", "name = ", "source = ", "sessions = ", "a.b = "]
VALUE_MARKS = [
    "{",
    "}",
    "[",
    "]",
    ",",
    '"isaps"',
    '"handbook, 1"',
    "6",
    "true",
    "inf",
    "nan",
    "1979-05-27",
    "0x",
    "'''",
]


def mixed(pieces: list[str]) -> st.SearchStrategy[bytes]:
    """Pieces of a file, in any order, with anything in between."""
    signs = ["\n", "\n\n", "\t", "|", "\x1b[0m", "\u2028", "\r"]
    one = st.sampled_from(pieces + signs) | st.text(max_size=4)
    return st.lists(one, max_size=60).map(lambda found: "".join(found).encode("utf-8", "replace"))


VALUES = st.recursive(
    st.sampled_from(
        ["true", "6", "-1", "1.5", '"x"', '""', "nan", "1979-05-27", '"handbook, x"', "99999999999999999999"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]") | inner.map("{{ a = {} }}".format)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our pack for one file after the other to be put into."""
    return copied(tmp_path_factory.mktemp("scratch"))


def survives(folder: Path, file: str, data: bytes) -> None:
    """A pack with ``data`` in the place of ``file`` reads, or is broken in a way that is told; nothing else."""
    before = (folder / file).read_bytes()
    (folder / file).write_bytes(data)
    try:
        problems = check_pack(folder)
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for problem in problems:
            assert isinstance(problem, Problem)
            assert str(problem) == clean(str(problem))
            assert "\n" not in str(problem)
            assert problem.file != file or 1 <= problem.line <= lines
        if problems:
            with pytest.raises(PackError):
                read_pack(folder)
        else:
            assert all(source.document and source.section for source in sources(read_pack(folder)))
    finally:
        (folder / file).write_bytes(before)


FILES = st.sampled_from([AGENDA, CHECKLIST, DECK, ACTIVITY])


@settings(deadline=None, max_examples=100)
@given(FILES, mixed(MARKS + MORE_MARKS) | st.binary(max_size=200))
def test_any_markdown(scratch: Path, file: str, data: bytes) -> None:
    survives(scratch, file, data)


@settings(deadline=None, max_examples=100)
@given(mixed(ENTRY_MARKS + VALUE_MARKS) | st.binary(max_size=200))
def test_any_toml(scratch: Path, data: bytes) -> None:
    survives(scratch, "pack.toml", data)


ENTRIES = [number for number, line in enumerate((OURS / "pack.toml").read_text().splitlines()) if " = " in line]


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(ENTRIES), VALUES)
def test_any_value(scratch: Path, number: int, value: str) -> None:
    lines = (OURS / "pack.toml").read_text().splitlines()
    lines[number] = f"{lines[number].partition(' = ')[0]} = {value}"
    survives(scratch, "pack.toml", "\n".join(lines).encode())
