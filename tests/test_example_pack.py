"""The example pack, which people copy, and docs/packs.md, which tells them how: both stay true."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

import mentor_tui
from mentor_tui import command_line, console
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Body, Lane, Lead, Occasion
from mentor_tui.core.sheets import FillKind, Moment
from mentor_tui.data.shelf import Shelf
from mentor_tui.paths import packs_folder
from mentor_tui.prompts import fields, sheets, toml_part, words
from mentor_tui.prompts.copies import FOLDERS
from mentor_tui.prompts.library import BUILT_IN, check_pack, common_names, load_pack, pack_names, read_pack
from mentor_tui.prompts.reader import MOST_BYTES, slug
from mentor_tui.prompts.sheets import MOST_TITLE, Answered, Use
from mentor_tui.prompts.words import When
from tests.conftest import FixedClock

ROOT = Path(mentor_tui.__file__).parents[1]
NAME = "small-hospital"
EXAMPLE = ROOT / "docs" / "example-pack" / NAME
DOC = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(EXAMPLE)


@pytest.fixture
def mine() -> Path:
    """The example in the user's own folder of packs."""
    return Path(shutil.copytree(EXAMPLE, packs_folder() / NAME))


@pytest.fixture
def run(clock: FixedClock) -> Run:
    """Runs the program with the fixed clock."""

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(command_line.cli, [str(a) for a in arguments], obj=console.State(clock))

    return call


# --- The example ----------------------------------------------------------------------------------------------------


def test_the_example_is_clean(run: Run) -> None:
    assert check_pack(EXAMPLE) == []
    result = run("packs", "check", EXAMPLE)
    assert (result.exit_code, result.stdout) == (0, f"No problems in {EXAMPLE}\n")


def test_the_example_has_every_kind_of_file_and_each_is_short(pack: Pack) -> None:
    for folder in FOLDERS:
        files = sorted((EXAMPLE / folder).glob("*.md"))
        assert 1 <= len(files) <= 2, folder
        assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 80 for path in files)
    assert {path.name for path in EXAMPLE.iterdir()} == {*FOLDERS, "pack.toml"}
    assert any(cards.draw for cards in pack.cards.values())
    assert any(card.when for card in pack.every_card)
    assert [form.signed_by for form in pack.forms.values()] == [Lead.both]
    assert pack.steps
    assert pack.documents


def test_the_example_uses_common_files(pack: Pack) -> None:
    assert "ground-rules" in pack.decks
    assert "skills" in pack.ratings
    assert not (EXAMPLE / "questions/ground-rules.md").exists()


def test_each_agenda_of_the_example_lasts_as_long_as_a_session(pack: Pack) -> None:
    assert {agenda.minutes for agenda in pack.agendas.values()} == {pack.rules.minutes}


def test_nobody_takes_the_example_for_a_programme_that_exists(pack: Pack) -> None:
    assert "example" in pack.title
    text = "\n".join(path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.*"))
    own = set(re.findall(r"^\w+ = \"(.*?)\"$", text.partition("[sources]")[2].partition("[rules]")[0], re.MULTILINE))
    assert own == {"Small Hospital Mentoring Handbook (invented)"}
    for info in pack_names():
        assert info.title not in text
    assert pack.contact == ""
    assert "@" not in text


def test_the_example_works_from_the_users_folder(mine: Path, run: Run, pack: Pack) -> None:
    assert load_pack(NAME, packs_folder()) == pack
    listed = next(line for line in run("packs").stdout.splitlines() if line.startswith(NAME))
    assert re.split(r" {2,}", listed) == [NAME, pack.title, "yours", "fine"]
    shown = run("packs", "show", NAME)
    assert shown.exit_code == 0
    for agenda in pack.agendas.values():
        assert f"## Agenda: {agenda.title}" in shown.stdout


def test_a_mentorship_is_set_up_with_the_example(mine: Path, run: Run, tmp_path: Path, clock: FixedClock) -> None:
    people = ("--mentor", "Dr Ada Sample", "--mentee", "Dr Noa Placeholder")
    result = run("--data", tmp_path / "data", "new", "--pack", NAME, "--role", "mentor", *people)
    assert result.exit_code == 0, result.output
    assert "Small hospital mentoring" in result.stdout
    shelf = Shelf(tmp_path / "data")
    with shelf.open(shelf.names()[0], clock, write=False) as journal:
        assert journal.book.mentorship.pack == NAME
        assert (journal.book.mentorship.starts_on.month, journal.book.mentorship.ends_on.month) == (11, 7)
    assert run("--data", tmp_path / "data", "status").exit_code == 0


def test_the_demo_plays_in_the_example(mine: Path, run: Run, tmp_path: Path, clock: FixedClock, pack: Pack) -> None:
    result = run("demo", "--pack", NAME, "--make", tmp_path / "demo")
    assert result.exit_code == 0, result.output
    shelf = Shelf(tmp_path / "demo")
    with shelf.open(shelf.names()[0], clock, write=False) as journal:
        held = journal.book.held
        assert [session.agenda for session in held] == list(pack.course[: len(held)])
        assert len(held) >= 2
    written = run("--data", tmp_path / "demo", "export", "1", "--to", "-")
    assert written.exit_code == 0
    for entry in pack.agendas[pack.course[0]].entries:
        assert entry.title in written.stdout


# --- The page about packs -------------------------------------------------------------------------------------------


def section(heading: str) -> str:
    """What stands between a heading of the page and the next one."""
    after = DOC.split(f"\n{heading}\n", 1)[1]
    return re.split(r"^#{1,3} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the table under a heading, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def told(heading: str, place: str) -> dict[str, bool]:
    """The fields that the page names for a place, in lower case, and whether they can be left out."""
    return {row[1].strip("`").casefold(): row[3] != "" for row in rows(heading) if row[0].strip("`") == place}


def test_every_folder_has_a_section_and_a_place_in_the_picture() -> None:
    assert re.findall(r"^### `(\w+)/NAME\.md`$", DOC, re.MULTILINE) == list(FOLDERS)
    assert re.findall(r"^  (\w+)/ ", section("## How a file is written"), re.MULTILINE) == list(FOLDERS)


# What the reader knows, by folder and place.
KNOWN: dict[str, dict[str, Mapping[str, str]]] = {
    "agendas": {"title": words._OF_AGENDA, "heading": words._OF_ENTRY},
    "checklists": {"title": words._OF_TOP, "heading": words._OF_PART, "bullet": fields.COMMON},
    "questions": {"title": words._OF_TOP, "heading": fields.COMMON, "bullet": fields.COMMON},
    "activities": {"title": words._OF_ACTIVITY},
    "cards": {"title": sheets._OF_CARDS, "heading": sheets._OF_CARD},
    "ratings": {"title": sheets._OF_RATINGS, "heading": sheets._OF_RATED, "bullet": fields.COMMON},
    "forms": {"title": sheets._OF_FORM, "heading": sheets._OF_PART, "bullet": fields.COMMON},
}


def test_the_reader_has_no_folder_that_is_not_compared() -> None:
    assert set(KNOWN) == set(FOLDERS)


@pytest.mark.parametrize("folder", KNOWN)
def test_every_field_of_a_file_is_told_and_no_other(folder: str) -> None:
    heading = f"### `{folder}/NAME.md`"
    assert {row[0] for row in rows(heading)} == set(KNOWN[folder])
    for place, known in KNOWN[folder].items():
        assert set(told(heading, place)) == set(known), place


@pytest.mark.parametrize("folder", KNOWN)
def test_what_is_said_to_be_needed_is_needed_and_the_rest_is_not(folder: str, tmp_path: Path) -> None:
    """A file without a field is clean when the page says what holds then, and only then."""
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / NAME))
    path = sorted((copy / folder).glob("*.md"))[0]
    text = path.read_text(encoding="utf-8")
    tried = 0
    for place in ("title", "heading"):
        for name, optional in told(f"### `{folder}/NAME.md`", place).items():
            top, _, rest = text.partition("\n## ")
            piece = top if place == "title" else rest
            line = re.search(rf"^- {name}: .*\n", piece, re.IGNORECASE | re.MULTILINE)
            if line is None or name in ("source", "key", "step"):
                continue
            without = piece.replace(line[0], "", 1)
            path.write_text(f"{without}\n## {rest}" if place == "title" else f"{top}\n## {without}", encoding="utf-8")
            found = [problem for problem in check_pack(copy) if problem.file.startswith(folder)]
            assert (found == []) is optional, (name, found)
            tried += 1
    assert tried or folder == "questions"


@pytest.mark.parametrize(
    ("place", "known"),
    [
        (
            "top",
            {n: r for n, r in toml_part._TOP.items() if n not in ("sources", "rules", "agendas", "steps", "documents")},
        ),
        ("[rules]", toml_part._RULES),
        ("[agendas]", toml_part._AGENDAS),
        ("[[steps]]", toml_part._STEP),
        ("[[documents]]", toml_part._DOCUMENT),
    ],
)
def test_every_entry_of_pack_toml_is_told(place: str, known: dict[str, toml_part.Rule]) -> None:
    assert told("### `pack.toml`", place) == {name: rule.optional for name, rule in known.items()}


def test_every_part_of_pack_toml_is_told() -> None:
    parts = {name for name, rule in toml_part._TOP.items() if rule.type is not str and name != "uses"}
    assert {row[0].strip("`[]") for row in rows("### `pack.toml`")} == {"top", *parts}


def test_what_holds_without_an_entry_is_told(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / NAME))
    text = (copy / "pack.toml").read_text(encoding="utf-8")
    (copy / "pack.toml").write_text(
        re.sub(r"^(mentee_word|plan|log) = .*\n", "", text, flags=re.MULTILINE), encoding="utf-8"
    )
    bare = read_pack(copy)
    said = {row[1].strip("`"): row[3].strip("`") for row in rows("### `pack.toml`")}
    assert (said["mentee_word"], said["plan"], said["log"]) == (bare.mentee_word, bare.plan_word, bare.log_word)
    assert (said["certificate"], bare.rules.certificate) == ("false", False)
    assert (said["survey_weeks_before_end"], bare.rules.survey_weeks_before_end) == ("no survey", None)


LISTS: dict[str, type[StrEnum] | tuple[str, ...]] = {
    "### `Lead`, `Who`, `Signed by`": Lead,
    "### `Body`": Body,
    "### `When` of a checklist": When,
    "### `When` of a card": Moment,
    "### `Use`": Use,
    "### `Lane`": Lane,
    "### `Occasion`": Occasion,
    "### `Answer`": Answered,
    "### `Fill`": FillKind,
    "### `todo`": get_args(toml_part._DOCUMENT["todo"].type),
}


@pytest.mark.parametrize("heading", LISTS)
def test_every_word_of_a_list_is_told_and_no_other(heading: str) -> None:
    assert {row[0].strip("`") for row in rows(heading)} == {str(word) for word in LISTS[heading]}


def test_no_list_of_words_is_left_out() -> None:
    after = DOC.partition("\n## The words that a field can be\n")[2]
    assert set(re.findall(r"^### .*", after, re.MULTILINE)) == set(LISTS)


def test_what_follows_a_word_is_told() -> None:
    follows = {row[0].strip("`"): row[1] for row in rows("### `Body`")}
    assert {word for word, what in follows.items() if what != "nothing"} == {str(body) for body in fields.REFERRING}
    follows = {row[0].strip("`"): row[1] for row in rows("### `Fill`")}
    assert {word for word, what in follows.items() if what != "nothing"} == {str(kind) for kind in sheets._FILLED_FROM}


def test_the_common_files_are_told() -> None:
    assert sorted(row[0].strip("`") for row in rows("## `uses`")) == sorted(common_names())


def test_the_parts_of_an_activity_and_the_limits_are_told() -> None:
    for title in words._PARTS_OF_ACTIVITY.values():
        assert f"`## {title}`" in section("### `activities/NAME.md`")
    assert f"{MOST_BYTES:,} bytes" in DOC
    assert f"at most {MOST_TITLE} letters" in DOC.replace("\n  ", " ")


def test_the_key_that_the_page_shows_is_the_key_that_is_made(pack: Pack) -> None:
    line, key = re.findall(r"`([^`]+)` becomes `([^`]+)`", DOC.replace("\n", " "))[0]
    assert slug(line) == key
    part = pack.part("first-meeting/before-mentee")
    assert part
    assert (part.lines[0].text, part.lines[0].key) == (line, f"first-meeting/before-mentee/{key}")


def test_the_file_that_the_page_shows_is_clean(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / NAME))
    shown = re.findall(r"```markdown\n(# .*?)```", DOC, re.DOTALL)
    assert len(shown) == 1
    text = shown[0].replace("\n\nOne or two", "\n- Step: start\n\nOne or two", 1)
    (copy / "agendas/shown.md").write_text(text, encoding="utf-8")
    assert [entry.title for entry in read_pack(copy).agendas["shown"].entries] == ["Arrive"]


def test_the_links_of_the_page_lead_somewhere() -> None:
    titles = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", DOC, flags=re.DOTALL), re.MULTILINE)
    # As GitHub makes them: letters, figures, hyphens; blanks become hyphens.
    there = {re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-") for title in titles}
    links = set(re.findall(r"\]\(#([^)]*)\)", DOC))
    assert links
    assert links <= there


def test_the_page_calls_the_program_by_its_name() -> None:
    assert ".venv" not in DOC
    for command in re.findall(r"mentor-tui ((?:[a-z]+ )+)", "\n".join(re.findall(r"```sh\n(.*?)```", DOC, re.DOTALL))):
        assert command.split()[0] in command_line.cli.commands


@pytest.mark.skipif(sys.platform != "linux", reason="the page's commands are those for Linux")
def test_the_ten_minutes_work(own_home: Path) -> None:
    """The steps of the page, one after the other, typed as they stand there."""
    program = own_home / "bin" / "mentor-tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mentor_tui "$@"\n')
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MENTOR_"))}
    environment |= {"HOME": str(own_home), "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    folder = own_home / ".config/mentor-tui/packs/my-hospital"

    def typed(commands: str) -> str:
        """The demo needs a terminal, so here it only writes its journal."""
        commands = re.sub(r"^(mentor-tui demo .*)$", r"\1 --make ~/demo", commands, flags=re.MULTILINE)
        done = subprocess.run(
            ["sh", "-c", commands], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.stderr == "", done.stderr
        return done.stdout

    outputs = []
    for kind, block in re.findall(r"```(\w+)\n(.*?)```", section("## In ten minutes"), re.DOTALL):
        if kind == "sh":
            outputs.append(typed(block))
        elif kind == "toml":
            text = (folder / "pack.toml").read_text(encoding="utf-8")
            for line in block.splitlines():
                text, count = re.subn(rf"^{line.partition(' = ')[0]} = .*$", line, text, count=1, flags=re.MULTILINE)
                assert count == 1
            (folder / "pack.toml").write_text(text, encoding="utf-8")
            outputs.append(typed("mentor-tui packs check ~/.config/mentor-tui/packs/my-hospital"))
        else:
            assert kind == "text"
            assert outputs[-1] == block.replace("/home/you", str(own_home))
    _, _, _, shown, demo, made = outputs
    assert "my-hospital" in shown
    assert "# Mentoring at our hospital" in shown
    assert Path(demo.strip()).is_file()
    assert "Mentoring at our hospital" in made
    assert list((own_home / ".local/share/mentor-tui").glob("*.json"))


def test_the_example_is_not_one_of_the_built_in_packs() -> None:
    assert not (BUILT_IN / NAME).exists()
