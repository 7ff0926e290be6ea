"""The command line and the programme: forms written out, packs printed, a demo of each, whom to turn to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from mentor_tui import command_line, console
from mentor_tui.core.records import Lane, Note
from mentor_tui.data.shelf import Shelf
from mentor_tui.export.pack import pack_markdown
from mentor_tui.prompts.library import load_pack, pack_names
from tests.conftest import FixedClock
from tests.test_reachable import folded, texts_of

PACKS = [info.name for info in pack_names()]


@pytest.fixture
def run(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs the program with the fixed clock, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(command_line.cli, [str(each) for each in arguments], obj=console.State(clock))

    return call


def called(run: object, *arguments: str | Path) -> Result:
    assert callable(run)
    result = run(*arguments)
    assert isinstance(result, Result)
    return result


def words_of(markdown: str) -> str:
    """What a reader of the Markdown sees, on one line."""
    pieces = []
    for token in MarkdownIt("commonmark").parse(markdown):
        for child in token.children or []:
            pieces.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
    return folded(" ".join(pieces))


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_printed_with_every_word_and_source(name: str, run: object) -> None:
    result = called(run, "packs", "show", name)
    assert result.exit_code == 0
    pack = load_pack(name)
    assert result.stdout == pack_markdown(pack)
    seen = words_of(result.stdout)
    assert [text for text in texts_of(pack) if folded(text) not in seen] == []
    activity = next(iter(pack.activities.values()))
    assert folded(str(activity.source)) in seen


def test_a_pack_that_is_not_there_is_not_printed(run: object) -> None:
    result = called(run, "packs", "show", "isap")
    assert result.exit_code == 2
    assert "There is: asds-future-leaders, isaps, surgery-faculty" in result.stderr


@pytest.mark.parametrize("name", PACKS)
def test_a_demo_of_each_pack(name: str, run: object, tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "demo"
    made = called(run, "demo", "--pack", name, "--make", folder)
    assert made.exit_code == 0, made.output
    status = called(run, "--data", folder, "status")
    assert load_pack(name).title in status.stdout
    with Shelf(folder).open(Shelf(folder).names()[0], clock, write=False) as journal:
        assert len(journal.book.held) >= 2
        assert journal.book.planned is not None
        assert journal.book.goals
        # What was said stands in the export, for oneself and for both.
        whole = called(run, "--data", folder, "export", "--all", "--to", "-").stdout
        assert all(note.text.split()[0] in whole for note in journal.book.notes())


def test_a_demo_of_no_pack(run: object, tmp_path: Path) -> None:
    result = called(run, "demo", "--pack", "nothing", "--make", tmp_path / "demo")
    assert result.exit_code == 2
    assert "nothing" in result.stderr


@pytest.mark.parametrize(
    ("form", "reader", "held"),
    [
        ("agreement", "partner", ("## Signed", "signed as Dr Ada Sample", "Every four weeks, an hour")),
        ("worksheet", "programme", ("A draft to copy from.", "Films cut", "One honest view from outside")),
        ("log", "programme", ("Session 3", "Second version of the abstract")),
        ("ground-rules", "partner", ("Noa, two days before",)),
    ],
)
def test_a_form_is_written_for_whom_it_is(
    form: str, reader: str, held: tuple[str, ...], run: object, demo: tuple[Shelf, str], tmp_path: Path
) -> None:
    result = called(run, "--data", demo[0].folder, "export", "--form", form)
    assert result.exit_code == 0, result.output
    path = tmp_path / f"{form}-for-{reader}.md"
    text = path.read_text(encoding="utf-8")
    for words in held:
        assert words in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert called(run, "--data", demo[0].folder, "export", "--form", form, "--to", "-").stdout == text


def test_no_form_holds_a_private_line(run: object, demo: tuple[Shelf, str], clock: FixedClock) -> None:
    with demo[0].open(demo[1], clock, write=False) as journal:
        private = [note.text for note in journal.book.every(Note) if note.lane is Lane.mine]
        private += [action.text for action in journal.book.actions if action.lane is Lane.mine]
    assert len(private) >= 4
    for form in (*load_pack("isaps").forms, "ground-rules"):
        text = called(run, "--data", demo[0].folder, "export", "--form", form, "--to", "-").stdout
        assert text
        assert not [line for line in private if line in text]


def test_a_form_that_is_not_there_names_those_that_are(run: object, demo: tuple[Shelf, str]) -> None:
    result = called(run, "--data", demo[0].folder, "export", "--form", "contract")
    assert result.exit_code == 2
    assert "agreement, completion, ground-rules, log, worksheet" in result.stderr
    both = called(run, "--data", demo[0].folder, "export", "1", "--form", "log")
    assert both.exit_code == 2


def test_whom_to_turn_to_is_asked_for(run: object, tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "new"
    names = ("--role", "mentee", "--mentor", "Dr Ada Sample", "--mentee", "Dr Noa Placeholder")
    made = called(run, "new", "--data", folder, *names, "--pack", "surgery-faculty", "--office", "The  faculty office")
    assert made.exit_code == 0, made.output
    with Shelf(folder).open(Shelf(folder).names()[0], clock, write=False) as journal:
        assert journal.book.mentorship.office == "The faculty office"


def test_no_pack_names_a_person() -> None:
    """Of the handbooks' names of people none stands in a pack."""
    for name in PACKS:
        text = pack_markdown(load_pack(name))
        assert not re.search(r"\b(Sonia|Sugg|Hesketh|Laidlaw|Margo|Murray)\b", text)
