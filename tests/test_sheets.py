"""Cards, ratings and forms of a pack, the common files and the steps: how they are read, what is said when broken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentor_tui.core.guard import clean
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Body, Lane, Lead, Occasion
from mentor_tui.core.sheets import FillKind, Moment, Source
from mentor_tui.prompts import library
from mentor_tui.prompts.library import COMMON, PackError, Problem, check_pack, common_names, load_pack, read_pack

TOML = "pack.toml"
AGENDA = "agendas/first.md"
CARDS = "cards/themes.md"
RATINGS = "ratings/habits.md"
FORM = "forms/paper.md"
DECK = "questions/rules.md"
CHECKLIST = "checklists/first.md"

# A small pack with one of everything, made to be broken.
FILES = {
    TOML: """\
name = "small"
title = "Small programme"
mentee_word = "protégé"
uses = ["cards/errata"]

[sources]
book = "Our book"

[rules]
sessions = 2
months = 2
minutes = 20
first_counts = true
source = "book, Rules"

[[steps]]
key = "begin"
title = "The {mentee} begins"
source = "book, Step 1"

[[steps]]
key = "go-on"
title = "Going on"
source = "book, Step 2"

[agendas]
course = ["first"]
extra = "first"

[[documents]]
key = "sheet"
title = "The {mentee}'s sheet"
todo = "complete"
returned = true
held = false
source = "book, Documents"
""",
    AGENDA: """\
# First

- Source: book, Step 1
- Step: begin
- Occasion: start

The {mentee} and the mentor meet.

## The {mentee} draws

- Minutes: 5
- Body: cards themes

A card for the {mentee}.

- {Mentee}: which one?

## That card

- Minutes: 3
- Body: cards themes/at-ease

One card.

- How is it?

## Habits

- Minutes: 4
- Body: ratings habits

Rate them.

- How often?

## Paper

- Minutes: 5
- Body: form paper/wishes

Fill it in.

- What do you wish?

## Again

- Minutes: 3
- Body: review rules

Look again.

- Still right?
""",
    CARDS: """\
# Themes

- Source: book, Themes
- Use: draw

Themes for the {mentee}.

## At ease

- Who: mentor
- When: preparing, late twice
- Source: book, Themes 1

Put the {mentee} at ease.

- What helps the {mentee}?

## Ask the {mentee}

- How are you?

## Only read

Something to read.
""",
    RATINGS: """\
# Habits of the {mentee}

- Source: book, Habits
- Levels: seldom, often
- Lane: mine
- Occasions: start, end

Two lines.

## The {mentee}'s habits

By first impression.

- The {mentee} comes on time
- We listen
  - Key: listening
  - Source: book, Habits 2

## In words

- Answer: words

In your own words.

- What else?
""",
    FORM: """\
# Paper

- Source: book, Paper
- Signed by: both
- Draft for: sheet

The {mentee}'s paper.

## What the {mentee} wishes

- Key: wishes
- Who: mentee
- Fill: answers rules
- Examples: themes

What we wish.

- What does the {mentee} wish?

## What was done

- Fill: ticked first/before

These things are done.

## Habits

- Fill: skills habits

How it went.

## A promise

The {mentee} may end this.
""",
    DECK: """\
# Rules

- Source: book, Rules

Rules of the {mentee}.

## What the {mentee} may do

Say it now.

- May the {mentee} ring up?
""",
    CHECKLIST: """\
# First

- Source: book, Step 1

Before the {mentee} comes.

## Before

- Who: both
- When: before

Soon.

- [ ] Tell the {mentee} the date
""",
    "activities/walk.md": """\
# A walk for the {mentee}

- Minutes: 10
- Source: book, Walks

The {mentee} walks.

## Prepare

- {Mentee}: put on shoes.

## Steps

1. The {mentee} goes first.

## On a call

- The {mentee} tells of a walk.
""",
}


def written(folder: Path) -> Path:
    """The small pack in a folder of its own."""
    for file, text in FILES.items():
        path = folder / "small" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small pack, to break."""
    return written(tmp_path)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return read_pack(written(tmp_path_factory.mktemp("whole")))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


# --- What is read ---------------------------------------------------------------------------------------------------


def test_the_small_pack_is_clean(folder: Path) -> None:
    assert check_pack(folder) == []


def test_cards_are_read(pack: Pack) -> None:
    themes = pack.cards["themes"]
    assert (themes.title, themes.draw) == ("Themes", True)
    eased, asked, read = themes.cards
    assert (eased.key, eased.who, eased.when) == (
        "themes/at-ease",
        Lead.mentor,
        (Moment.preparing, Moment.late_twice),
    )
    assert (eased.source, asked.source) == (Source("Our book", "Themes 1"), Source("Our book", "Themes"))
    assert (asked.who, asked.when, asked.text, asked.lines) == (Lead.both, (), "", ("How are you?",))
    assert (read.text, read.lines) == ("Something to read.", ())
    assert pack.card("themes/at-ease") is eased
    assert pack.draws == themes.cards
    assert not pack.cards["errata"].draw


def test_ratings_are_read(pack: Pack) -> None:
    habits = pack.ratings["habits"]
    assert (habits.levels, habits.lane) == (("seldom", "often"), Lane.mine)
    assert habits.occasions == (Occasion.start, Occasion.end)
    assert [part.in_words for part in habits.parts] == [False, True]
    assert [line.key for line in habits.rated] == [
        "habits/the-mentees-habits/the-mentee-comes-on-time",
        "habits/the-mentees-habits/listening",
    ]
    assert habits.rated[1].source == Source("Our book", "Habits 2")


def test_ratings_that_say_little_are_the_pairs_and_of_any_day(folder: Path) -> None:
    change(folder, RATINGS, "- Lane: mine\n- Occasions: start, end\n", "")
    habits = read_pack(folder).ratings["habits"]
    assert (habits.lane, habits.occasions) == (Lane.pair, ())


def test_forms_are_read(pack: Pack) -> None:
    paper = pack.forms["paper"]
    assert (paper.signed_by, paper.draft_for) == (Lead.both, "sheet")
    wishes, done, habits, promise = paper.parts
    assert (wishes.key, wishes.who, wishes.examples) == ("paper/wishes", Lead.mentee, "themes")
    assert [question.key for question in wishes.questions] == ["paper/wishes/what-does-the-mentee-wish"]
    fills = [part.fill and (part.fill.kind, part.fill.ref) for part in (wishes, done, habits)]
    assert fills == [(FillKind.answers, "rules"), (FillKind.ticked, "first/before"), (FillKind.skills, "habits")]
    assert (promise.fill, promise.questions, promise.who) == (None, (), Lead.both)
    assert pack.form_parts("paper") == paper.parts
    assert pack.form_parts("paper/wishes") == (wishes,)


@pytest.mark.parametrize("kind", [kind for kind in FillKind if kind not in ("answers", "ticked", "skills")])
def test_a_fill_that_stands_alone(folder: Path, kind: FillKind) -> None:
    change(folder, FORM, "- Fill: answers rules", f"- Fill: {kind.value.upper()}")
    fill = read_pack(folder).forms["paper"].parts[0].fill
    assert fill
    assert (fill.kind, fill.ref) == (kind, "")


def test_a_form_that_says_little_is_signed_by_nobody(folder: Path) -> None:
    change(folder, FORM, "- Signed by: both\n- Draft for: sheet\n", "")
    paper = read_pack(folder).forms["paper"]
    assert (paper.signed_by, paper.draft_for) == (None, "")


def test_an_agenda_has_its_step_and_its_occasion(pack: Pack) -> None:
    first = pack.agendas["first"]
    assert (first.step, first.occasion) == ("begin", Occasion.start)
    assert [(entry.body, entry.ref) for entry in first.entries] == [
        (Body.cards, "themes"),
        (Body.cards, "themes/at-ease"),
        (Body.ratings, "habits"),
        (Body.form, "paper/wishes"),
        (Body.review, "rules"),
    ]


def test_a_pack_without_steps_needs_none_in_its_agendas(folder: Path) -> None:
    text = (folder / TOML).read_text(encoding="utf-8")
    before, _, rest = text.partition("[[steps]]")
    (folder / TOML).write_text(f"{before}[agendas]{rest.partition('[agendas]')[2]}", encoding="utf-8")
    change(folder, AGENDA, "- Step: begin\n- Occasion: start\n", "")
    first = read_pack(folder).agendas["first"]
    assert (first.step, first.occasion) == ("", None)


# --- {mentee} -------------------------------------------------------------------------------------------------------


def texts(thing: Any) -> Iterator[str]:
    """Every text in a record or collection."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, msgspec.Struct):
        for name in thing.__struct_fields__:
            yield from texts(getattr(thing, name))
    elif isinstance(thing, dict):
        yield from texts(tuple(thing.values()))
    elif isinstance(thing, tuple):
        for each in thing:
            yield from texts(each)


def test_the_word_stands_everywhere(pack: Pack) -> None:
    found = list(texts(pack))
    assert not [text for text in found if "{" in text]
    # As often as it was written, in the pack's own files alone.
    errata = list(texts(pack.cards["errata"]))
    wanted = sum(text.count("{mentee}") + text.count("{Mentee}") for text in FILES.values())
    count = sum(text.casefold().count("protégé") for text in found) - sum(
        text.casefold().count("protégé") for text in errata
    )
    assert count == wanted + 1  # and the word itself
    assert pack.steps[0].title == "The protégé begins"
    assert pack.documents[0].title == "The protégé's sheet"
    assert pack.agendas["first"].entries[0].prompts == ("Protégé: which one?",)
    assert pack.activities["walk"].prepare == ("Protégé: put on shoes.",)
    assert pack.forms["paper"].parts[3].text == "The protégé may end this."


@pytest.mark.parametrize("word", ["mentee", "fellow", "Ärztin in Weiterbildung", "{mentee}", "\\1"])
def test_keys_are_the_same_whatever_the_word(folder: Path, pack: Pack, word: str) -> None:
    """What people ticked and answered is found again when a programme chooses another word."""

    def keys(found: Pack) -> list[str]:
        agendas = [f"{agenda.key}/{entry.key}" for agenda in found.agendas.values() for entry in agenda.entries]
        lines = [line.key for each in found.checklists.values() for part in each.parts for line in part.lines]
        lines += [question.key for deck in found.decks.values() for question in deck.questions]
        lines += [line.key for each in found.ratings.values() for part in each.parts for line in part.lines]
        forms = [part for form in found.forms.values() for part in form.parts]
        lines += [part.key for part in forms] + [question.key for part in forms for question in part.questions]
        return agendas + lines + [card.key for card in found.every_card]

    change(folder, TOML, 'mentee_word = "protégé"', f"mentee_word = '{word}'")
    other = read_pack(folder)
    assert other.mentee_word == word
    assert keys(other) == keys(pack)
    assert "first/the-mentee-draws" in keys(other)
    assert "rules/what-the-mentee-may-do/may-the-mentee-ring-up" in keys(other)
    assert other.steps[0].title == f"The {word} begins"


def test_the_word_of_each_programme_is_in_the_common_files() -> None:
    for name, word in (("isaps", "mentee"), ("surgery-faculty", "protégé")):
        topic = load_pack(name).decks["ground-rules"].topics[3]
        assert (topic.key, topic.title) == ("what-the-mentee-may-draw-on", f"What the {word} may draw on")


# --- Common files ---------------------------------------------------------------------------------------------------


def test_a_common_file_is_there_when_it_is_used_and_only_then(folder: Path) -> None:
    assert set(read_pack(folder).cards) == {"themes", "errata"}
    change(folder, TOML, 'uses = ["cards/errata"]\n', "")
    assert set(read_pack(folder).cards) == {"themes"}


def test_common_files_name_their_own_sources(pack: Pack) -> None:
    """The pack need not list them, and its own short names do not get in the way."""
    documents = {card.source.document for card in pack.cards["errata"].cards}
    assert "ISAPS Mentor Program Handbook" in documents
    assert "Our book" not in documents


def test_an_own_file_takes_the_place_of_a_common_one(folder: Path) -> None:
    own = "# Ours\n\n- Source: book, Page 1\n\nWhere we disagree.\n\n## Never\n\nWe never do.\n"
    (folder / "cards/errata.md").write_text(own, encoding="utf-8")
    errata = read_pack(folder).cards["errata"]
    assert (errata.title, [card.key for card in errata.cards]) == ("Ours", ["errata/never"])
    # One that cannot be read is told, and not passed over for the common one.
    (folder / "cards/errata.md").write_text("No title.\n", encoding="utf-8")
    assert [problem.file for problem in check_pack(folder)] == ["cards/errata.md"]


def test_every_common_file_can_be_used(folder: Path) -> None:
    names = ", ".join(f'"{name}"' for name in common_names())
    change(folder, TOML, 'uses = ["cards/errata"]', f"uses = [{names}]")
    pack = read_pack(folder)
    assert {"ground-rules", "rules"} == set(pack.decks)
    assert {"agreement", "paper"} == set(pack.forms)
    assert {"skills", "trust", "habits"} == set(pack.ratings)


@pytest.mark.parametrize(
    "name",
    [
        *("cards/errat", "errata", "cards", "cards/", "/errata", "", "cards/../cards/errata", "../isaps/cards/lift"),
        *("cards/errata.md", "cards//errata", "cards/" + "x" * 5000, "cards/\\u0000", "/etc/passwd", "sources"),
    ],
)
def test_uses_names_only_common_files(folder: Path, name: str) -> None:
    """Whatever else it names is said to be none, and nothing else is ever read."""
    change(folder, TOML, '["cards/errata"]', f'["{name}"]')
    (problem,) = check_pack(folder)
    assert (problem.file, problem.line) == (TOML, 4)
    assert "which is not among the common files" in problem.what
    assert "cards/errata" in problem.mend


def test_a_common_file_that_is_missing_is_named(folder: Path) -> None:
    change(folder, AGENDA, "- Body: review rules", "- Body: review ground-rules")
    (problem,) = check_pack(folder)
    assert problem.what == "There is no file in questions called 'ground-rules'."
    assert problem.mend == 'It is among the common files: add "questions/ground-rules" to uses in pack.toml.'
    change(folder, TOML, '["cards/errata"]', '["cards/errata", "questions/ground-rules"]')
    assert check_pack(folder) == []


def test_what_a_common_file_needs_is_named(folder: Path) -> None:
    change(folder, TOML, '["cards/errata"]', '["cards/errata", "forms/agreement"]')
    (problem,) = check_pack(folder)
    assert problem.file == "common/forms/agreement.md"
    assert problem.mend == 'It is among the common files: add "questions/ground-rules" to uses in pack.toml.'


def test_a_part_that_an_own_file_lacks_is_not_looked_for_among_the_common_ones(folder: Path) -> None:
    (folder / FORM).rename(folder / "forms/agreement.md")
    change(folder, AGENDA, "form paper/wishes", "form agreement/goals")
    (problem,) = check_pack(folder)
    assert problem.what == "There is no form, or part of one called 'agreement/goals'."
    assert "Did you mean agreement/" in problem.mend
    assert "uses" not in problem.mend


def test_a_slip_in_a_common_file_is_told_by_its_own_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = Path(shutil.copytree(COMMON, tmp_path / "common"))
    monkeypatch.setattr(library, "COMMON", common)
    change(common, "sources.toml", "handbook =", "guide =")
    problems = check_pack(folder)
    assert {problem.file for problem in problems} == {"common/cards/errata.md"}
    assert "'handbook' is not listed under [sources] in common/sources.toml." in problems[0].what
    (common / "sources.toml").write_text("[sources]\nhandbook = 3\n", encoding="utf-8")
    assert ("common/sources.toml", 2) in [(problem.file, problem.line) for problem in check_pack(folder)]


# --- What is wrong --------------------------------------------------------------------------------------------------

LONG = "A title that says so much that it can never fit on one line of a page"
BROKEN: list[tuple[str, str, str, str, str, str]] = [
    # file, words there, words instead, words of the line that is named, what is wrong, how to write it
    (CARDS, "- Use: draw", "- Use: drawn", "drawn", "Use is 'drawn'", "Did you mean draw?"),
    (CARDS, "- Use: draw", "- Used: draw", "Used", "no field called 'Used'", "Did you mean Use?"),
    (CARDS, "- Who: mentor", "- Who: doctor", "doctor", "Who is 'doctor'", "mentor, mentee, both"),
    (CARDS, "preparing, late twice", "preparing, late", "- When", "When is 'late'", "late twice"),
    (CARDS, "preparing, late twice", "", "- When", "When is ''", "It can be: preparing, before the call"),
    (CARDS, "preparing, late twice", "preparing late", "- When", "When is 'preparing late'", "Did you mean preparing?"),
    (CARDS, "- Source: book, Themes\n", "", "## Ask the", "Source is missing", "- Source: handbook"),
    (CARDS, "book, Themes 1", "boo, Themes 1", "boo, ", "'boo' is not listed under [sources] in pack.toml", "book?"),
    (CARDS, "Something to read.\n", "", "## Only read", "nothing under 'Only read'", "Add a sentence or a bullet."),
    (CARDS, "## Only read", f"## {LONG}", LONG, f"has {len(LONG)} letters", "60 letters at most"),
    (CARDS, "## Only read", "## At ease", "## At ease", "'at-ease' is already that of cards/themes.md:8", "at-ease-2"),
    (CARDS, "- What helps", "- Who: both\n- What helps", "- Who: both", "after the sentence", "Move this up"),
    (CARDS, "the {mentee}?\n", "you?\n  - Key: you\n", "  - Key", "no fields of its own", "Move it to the left"),
    (CARDS, "\n## At ease", "\n- Stray\n\n## At ease", "- Stray", "belongs to no heading", "## Arrive"),
    (CARDS, "Themes for the {mentee}.\n", "", "# Themes", "No sentence introduces 'Themes'", "Add one"),
    (RATINGS, "- Levels: seldom, often\n", "", "# Habits", "Levels is missing", "- Levels: developmental, proficient"),
    (RATINGS, "seldom, often", "often", "- Levels", "Levels is 'often'", "two to five different words"),
    (RATINGS, "seldom, often", "often, often", "- Levels", "Levels is 'often, often'", "the lowest first"),
    (RATINGS, "seldom, often", "", "- Levels", "Levels is ''", "- Levels: developmental, proficient, expert"),
    (RATINGS, "- Lane: mine", "- Lane: me", "- Lane: me", "Lane is 'me'", "- Lane: pair"),
    (RATINGS, "start, end", "start, finish", "finish", "Occasions is 'finish'", "It can be: start, mid-point, end."),
    (RATINGS, "start, end", "start, midpoint", "midpoint", "Occasions is 'midpoint'", "Did you mean mid-point?"),
    (RATINGS, "- Answer: words", "- Answer: text", "text", "Answer is 'text'", "It can be: level, words."),
    (RATINGS, "By first impression.\n", "", "## The {mentee}", "No sentence introduces", "Add one"),
    (RATINGS, "- What else?", "", "## In words", "no bullet under 'In words'", "- Build rapport"),
    (RATINGS, "  - Key: listening", "  - Key: No Good", "No Good", "more than small letters", "- Key: no-good"),
    (RATINGS, "- We listen\n", "- The {mentee} comes on time\n- We listen\n", "- The", "is already that of", "-2"),
    (FORM, "- Signed by: both", "- Signed by: us", "by: us", "Signed by is 'us'", "- Signed by: both"),
    (FORM, "- Signed by: both", "- Signed: both", "Signed: both", "no field called 'Signed'", "mean Signed by?"),
    (FORM, "- Draft for: sheet", "- Draft for: shet", "shet", "no document called 'shet'", "Did you mean sheet?"),
    (FORM, "- Draft for: sheet", "- Draft for: log", "for: log", "no document called 'log'", "- Draft for: sheet"),
    (FORM, "- Draft for: sheet", "- Draft for:", "- Draft for:", "no document called ''", "- Draft for: sheet"),
    (FORM, "- Who: mentee", "- Who: me", "- Who: me", "Who is 'me'", "mentor, mentee, both"),
    (FORM, "What we wish.\n", "", "## What the", "No sentence introduces", "Add one"),
    (FORM, "- Fill: answers rules", "- Fill: answer rules", "- Fill", "Fill is 'answer'", "Did you mean answers?"),
    (FORM, "- Fill: answers rules", "- Fill: journal", "journal", "Fill is 'journal'", "goals, measures, plan"),
    (FORM, "- Fill: answers rules", "- Fill:", "- Fill:", "Fill is ''", "- Fill: goals"),
    (FORM, "answers rules", "answers", "- Fill: answers", "does not say which file in questions", "ground-rules"),
    (FORM, "answers rules", "answers rule", "answers rule", "no file in questions called 'rule'", "mean rules?"),
    (FORM, "ticked first/before", "ticked", "- Fill: ticked", "which checklist part", "first-meeting/the-meeting"),
    (FORM, "ticked first/before", "ticked first", "ticked first", "no checklist part called 'first'", "first/before"),
    (FORM, "ticked first/before", "ticked x/y", "ticked x/y", "called 'x/y'", "- Fill: ticked first/before"),
    (FORM, "skills habits", "skills", "- Fill: skills", "which file in ratings", "- Fill: skills skills"),
    (FORM, "skills habits", "skills habit", "skills habit", "no file in ratings called 'habit'", "mean habits?"),
    (FORM, "skills habits", "goals all", "goals all", "Nothing can follow the word goals", "only: - Fill: goals"),
    (FORM, "- Examples: themes", "- Examples: theme", "- Examples", "no file in cards called 'theme'", "mean themes?"),
    (FORM, "- Examples: themes", "- Examples: x", "- Examples", "no file in cards", "- Examples: errata"),
    (FORM, "- What does the {mentee} wish?\n", "", "## What the", "this part asks nothing", "Add a bullet below it"),
    (FORM, "## A promise", "## Habits", "## Habits", "'habits' is already that of forms/paper.md:", "- Key: habits-2"),
    (AGENDA, "- Step: begin\n", "", "# First", "Step is missing here", "- Step: begin"),
    (AGENDA, "- Step: begin", "- Step: begn", "begn", "no step called 'begn'", "Did you mean begin?"),
    (AGENDA, "- Step: begin", "- Step: x", "- Step: x", "no step called 'x'", "begin, go-on. Write"),
    (AGENDA, "- Step: begin", "- Step:", "- Step:", "no step called ''", "- Step: begin"),
    (AGENDA, "- Occasion: start", "- Occasion: half", "half", "Occasion is 'half'", "start, mid-point, end"),
    (AGENDA, "- Occasion: start", "- Occasion:", "- Occasion:", "Occasion is ''", "- Occasion: start"),
    (AGENDA, "- Occasion: start", "- Occasion: start, end", "start, end", "Occasion is 'start, end'", "- Occasion: st"),
    (AGENDA, "cards themes\n", "cards\n", "- Body: cards", "which set of cards, or card", "cards growth-themes"),
    (AGENDA, "cards themes\n", "cards them\n", "cards them", "no set of cards, or card called 'them'", "mean themes?"),
    (AGENDA, "themes/at-ease", "themes/ease", "/ease", "no set of cards, or card", "mean themes/at-ease?"),
    (AGENDA, "ratings habits", "ratings", "- Body: ratings", "which file in ratings to show", "ratings skills"),
    (AGENDA, "ratings habits", "ratings habit", "ratings habit", "no file in ratings", "- Body: ratings habits"),
    (AGENDA, "form paper/wishes", "form", "- Body: form", "which form, or part of one to show", "form agreement"),
    (AGENDA, "form paper/wishes", "form papers", "papers", "no form, or part of one called 'papers'", "mean paper?"),
    (AGENDA, "form paper/wishes", "form paper/x", "paper/x", "called 'paper/x'", "- Body: form paper"),
    (AGENDA, "review rules", "review", "- Body: review", "which file in questions to show", "review ground-rules"),
    (AGENDA, "review rules", "review rule", "review rule", "no file in questions", "- Body: review rules"),
    (AGENDA, "review rules", "documents all", "documents all", "Nothing can follow the word documents", "- Body: docu"),
    (TOML, 'uses = ["cards/errata"]', 'uses = "cards/errata"', "uses", "between square brackets", "uses = ["),
    (TOML, 'uses = ["cards/errata"]', "uses = [1]", "uses", "names in quotes", "questions/ground-rules"),
    (TOML, '["cards/errata"]', '["card/errata"]', "uses", "uses names 'card/errata'", "Did you mean cards/errata?"),
    (TOML, 'key = "go-on"', 'key = "begin"', 'key = "begin"', "already that of another entry of [[steps]]", "begin-2"),
    (TOML, 'key = "go-on"\n', "", "[[steps]]", "key is missing in [steps]", 'key = "goal-setting"'),
    (TOML, 'title = "Going on"', 'title = ""', 'title = ""', "title is empty", 'title = "Goal-setting"'),
    (TOML, 'source = "book, Step 2"', 'source = "bok, Step 2"', "bok", "'bok' is not listed", "Did you mean book?"),
    (TOML, 'source = "book, Step 2"', 'sauce = "book"', "sauce", "no entry called 'sauce'", "Did you mean source?"),
    (TOML, "first_counts = true", "first_counts = true\ncertificate = 1", "certificate", "true or false", "= true"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "what", "mend"),
    BROKEN,
    ids=[f"{n} {row[0]}: {row[4]}" for n, row in enumerate(BROKEN)],
)
def test_what_is_said(folder: Path, file: str, old: str, new: str, at: str, what: str, mend: str) -> None:
    change(folder, file, old, new)
    problems = check_pack(folder)
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    told = [p for p in problems if p.file == file and what in p.what and mend in p.mend and at in lines[p.line - 1]]
    assert told, problems
    assert str(told[0]) == f"{file}:{told[0].line}: {told[0].what} {told[0].mend}"
    with pytest.raises(PackError):
        read_pack(folder)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (CARDS, "# Themes", "Themes"),
        (FORM, "# Paper", "Paper"),
        (RATINGS, "# Habits", "Habits"),
        (DECK, "# Rules", "Rules"),
        (CHECKLIST, "# First", "First"),
    ],
)
def test_one_slip_is_one_problem(folder: Path, file: str, old: str, new: str) -> None:
    """What refers to a file that cannot be read is not reported as well."""
    change(folder, file, old, new)
    (problem,) = check_pack(folder)
    assert (problem.file, problem.line) == (file, 1)


def test_a_file_that_is_gone_is_told_wherever_it_is_named(folder: Path) -> None:
    (folder / CARDS).unlink()
    assert [(problem.file, problem.what) for problem in check_pack(folder)] == [
        (AGENDA, "There is no set of cards, or card called 'themes'."),
        (AGENDA, "There is no set of cards, or card called 'themes/at-ease'."),
        (FORM, "There is no file in cards called 'themes'."),
    ]


def test_a_title_may_have_sixty_letters(folder: Path) -> None:
    change(folder, CARDS, "## Only read", f"## {LONG[:60]}")
    assert check_pack(folder) == []


def test_the_same_line_in_two_sets_is_no_clash(folder: Path) -> None:
    """A tick, an answer and a rating are known by the file, the part and the line."""
    text = (folder / RATINGS).read_text(encoding="utf-8")
    (folder / "ratings/more.md").write_text(text, encoding="utf-8")
    assert check_pack(folder) == []


# --- Anything at all ------------------------------------------------------------------------------------------------

PIECES = ["# ", "## ", "- ", "1. ", "  - ", "> ", "```", "<!--", "-->", "*", "---", "{mentee}", "{", "}", "[ ] "]
PIECES += ["Source: ", "Key: ", "Who: ", "When: ", "Use: ", "Levels: ", "Lane: ", "Occasions: ", "Answer: "]
PIECES += [
    "Signed by: ",
    "Draft for: ",
    "Fill: ",
    "Examples: ",
    "Step: ",
    "Occasion: ",
    "Minutes: ",
    "Body: ",
    "Lead: ",
]
PIECES += ["book, 1", "both", "draw", "mine", "start", "level", "words", "a, b", "cards themes", "form paper", ","]
PIECES += ["answers rules", "skills ", "ticked ", "late twice", "preparing", "themes", "sheet", "/", "5"]
ANY_LINE = st.sampled_from([*PIECES, "\n", "\n\n", "\t", "\x1b[0m", "\u2028", "\r", "\x00"]) | st.text(max_size=4)
ANY_FILE = st.lists(ANY_LINE, max_size=60).map(lambda found: "".join(found).encode("utf-8", "replace"))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack for one file after the other to be put into."""
    return written(tmp_path_factory.mktemp("scratch"))


def survives(folder: Path, file: str, data: bytes) -> None:
    """The pack with ``data`` in the place of ``file`` reads, or is broken in a way that is told; nothing else."""
    (folder / file).write_bytes(data)
    try:
        problems = check_pack(folder)
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for problem in problems:
            assert isinstance(problem, Problem)
            assert str(problem) == clean(str(problem))
            assert "\n" not in str(problem)
            assert problem.what
            assert problem.mend
            assert problem.file != file or 1 <= problem.line <= lines
        if problems:
            with pytest.raises(PackError):
                read_pack(folder)
        else:
            assert read_pack(folder).title
    finally:
        (folder / file).write_text(FILES[file], encoding="utf-8")


@settings(max_examples=200)
@given(st.sampled_from([file for file in FILES if file != TOML]), ANY_FILE | st.binary(max_size=200))
def test_any_text_of_any_file_can_be_checked(scratch: Path, file: str, data: bytes) -> None:
    survives(scratch, file, data)


@settings(max_examples=200)
@given(st.data())
def test_any_line_in_the_place_of_another_can_be_checked(scratch: Path, data: st.DataObject) -> None:
    """Nearly right files come further than heaps of pieces."""
    file = data.draw(st.sampled_from(sorted(FILES)))
    lines = FILES[file].split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    new = data.draw(st.lists(ANY_LINE, max_size=6).map("".join))
    text = "\n".join([*lines[:at], new, *lines[at + data.draw(st.integers(0, 2)) :]])
    survives(scratch, file, text.encode("utf-8", "replace"))


@settings(max_examples=100)
@given(st.lists(st.text(max_size=12) | st.sampled_from([*common_names(), "cards/" + "x" * 300]), max_size=4))
@example(["cards/" + "x" * 300])
@example(["cards/\x00"])
def test_any_name_can_be_used(scratch: Path, names: list[str]) -> None:
    written_names = ", ".join('"' + "".join(f"\\U{ord(sign):08x}" for sign in name) + '"' for name in names)
    text = FILES[TOML].replace('["cards/errata"]', f"[{written_names}]")
    survives(scratch, TOML, text.encode())


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=20))
def test_any_word_for_the_mentee(scratch: Path, word: str) -> None:
    signs = "".join(f"\\U{ord(sign):08x}" for sign in word)
    survives(scratch, TOML, FILES[TOML].replace('"protégé"', f'"{signs}"').encode())
