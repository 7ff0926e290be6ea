"""The quick way to the commands that only read: it understands some of what click does, and answers as click does."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui import cli, console, opening, quick
from mentor_tui.command_line import cli as by_click
from mentor_tui.core.book import Change
from mentor_tui.core.records import touch
from mentor_tui.data.shelf import Shelf
from mentor_tui.paths import packs_folder, settings_file
from tests.conftest import FixedClock, a_pair
from tests.runs import ROOT

QUICK = ("status", "actions", "export")
Told = tuple[int, bytes, bytes]
Tell = Callable[[Sequence[str]], Told]


@pytest.fixture
def both(capsysbinary: pytest.CaptureFixture[bytes], clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Says words in both ways and gives the answer, which must be the same: code, output, errors."""

    def told(say: Callable[[], object]) -> Told:
        with pytest.raises(SystemExit) as ended:
            say()
        said = capsysbinary.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    def tell(words: Sequence[str]) -> Told:
        asked = quick.understood(words)
        assert asked is not None, f"not understood: {words}"
        quickly = told(lambda: quick.answer(*asked))
        assert quickly == told(lambda: by_click(list(words), obj=console.State(clock)))
        return quickly

    monkeypatch.setattr(console, "started", lambda **_: console.State(clock))
    return tell


@pytest.fixture
def data(demo: tuple[Shelf, str]) -> str:
    return str(demo[0].folder)


def options(command: click.Command) -> Iterator[tuple[str, list[list[str]]]]:
    """Each option of a command and the ways of saying it that make sense; for one that takes a value all its values."""
    for option in command.params:
        if isinstance(option, click.Option):
            for name in option.opts:
                if option.is_flag:
                    yield name, [[name]]
                elif isinstance(option.type, click.Choice):
                    yield name, [[name, str(choice)] for choice in option.type.choices]
                else:
                    yield name, [[name, value] for value in ("x", "-", "1")]


# What of the commands' options is known to be understood: a new option goes to click until it is put here.
UNDERSTOOD = {
    "status": {"--json", "--data", "--mentorship"},
    "actions": {"--json", "--all", "--data", "--mentorship"},
    "export": {"--all", "--to", "--for", "--data", "--mentorship"},
}


@pytest.mark.parametrize("name", QUICK)
def test_every_option_that_is_understood_is_clicks_and_means_the_same(name: str) -> None:
    command = by_click.commands[name]
    known = {*quick._VALUES[name], *quick._FLAGS[name]}
    of_click = {option: each for each in command.params if isinstance(each, click.Option) for option in each.opts}
    assert known == UNDERSTOOD[name]
    assert known <= of_click.keys()
    for option in known:
        assert of_click[option].is_flag == (option in quick._FLAGS[name])
        assert not of_click[option].multiple
    group = {option for each in by_click.params if isinstance(each, click.Option) for option in each.opts}
    assert set(quick._VALUES[""]) <= group


@pytest.mark.parametrize("name", QUICK)
def test_all_options_together_and_apart_are_answered_alike(name: str, data: str, demo: Any, both: Tell) -> None:
    said: dict[str, list[list[str]]] = dict(options(by_click.commands[name]))
    said["--data"] = [["--data", data], [f"--data={data}"]]
    said["--mentorship"] = [["--mentorship", demo[1]], ["--mentorship", demo[1][:5].upper()], ["--mentorship=nobody"]]
    answered = 0
    for count in range(5):
        for chosen in itertools.combinations(said, count):
            for ways in itertools.product(*(said[option] for option in chosen)):
                words = [name, *itertools.chain.from_iterable(ways)]
                if quick.understood(words) is not None and "--data" in chosen:
                    both(words)
                    answered += 1
    assert answered >= 10


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "{data}", "status"],
        ["--data={data}", "--mentorship", "{name}", "status", "--json"],
        ["--mentorship", "{name}", "actions", "--data", "{data}"],
        ["export", "2", "--to", "-", "--data", "{data}"],
        ["export", "--to=-", "--for=partner", "1", "--data", "{data}"],
        ["--data", "{data}", "export", "--to", "-", "--all", "--for", "partner"],
        ["--data", "{data}", "export", "--to", "-", "99"],
        ["--data", "{data}", "status", "--mentorship", "nobody"],
        ["--data", "{data}/none", "status"],
        ["--data", "{data}/{name}.json", "actions"],
    ],
    ids=" ".join,
)
def test_these_ways_are_answered_alike(words: list[str], demo: tuple[Shelf, str], both: Tell) -> None:
    both([word.format(data=demo[0].folder, name=demo[1]) for word in words])


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["-h"],
        ["--version"],
        ["status", "--help"],
        ["status", "--jso"],
        ["status", "--jason"],
        ["status", "--json=yes"],
        ["status", "x"],
        ["status", "status"],
        ["status", "--"],
        ["status", "--data"],
        ["status", "--data", ""],
        ["status", "--data="],
        ["status", "--data", "--json"],
        ["status", "--data", "~/x"],
        ["--data", "a", "status", "--data", "b"],
        ["--json", "status"],
        ["--all", "actions"],
        ["status", "--all"],
        ["session"],
        ["packs"],
        ["doctor", "--json"],
        ["brief"],
        ["export"],
        ["export", "--to", "file.md"],
        ["export", "--to", "-", "--form", "agreement"],
        ["export", "--to", "-", "--replace"],
        ["export", "--to", "-", "--for", "all"],
        ["export", "--to", "-", "--for", "ME"],
        ["export", "--to", "-", "1", "2"],
        ["export", "--to", "-", "1", "--all"],
        ["export", "--to", "-", "-1"],
        ["export", "--to", "-", "one"],
        ["export", "--to", "-", "\u0661"],
        ["export", "--to", "-", "1" * 20],
    ],
    ids=" ".join,
)
def test_all_else_is_clicks(words: list[str]) -> None:
    assert quick.understood(words) is None


def test_completion_is_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert quick.understood(["status"]) is not None
    monkeypatch.setenv("_MENTOR_TUI_COMPLETE", "bash_complete")
    assert quick.understood(["status"]) is None


WORDS = (
    *("", "status", "actions", "export", "--json", "--all", "--to", "-", "--for", "me", "partner", "--data", "d", "-h"),
    *("--mentorship", "m", "--data=d", "--to=-", "1", "2", "--form", "--replace", "--", "--all=1"),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_what_is_understood_is_what_click_would_ask(words: list[str]) -> None:
    asked = quick.understood(words)
    if asked is None:
        return
    _, said = asked
    heard: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:

        def hear(state: console.State, **told: object) -> tuple[str, str, object]:
            heard.update(told, data=state.data, mentorship=state.mentorship)
            return "", "", None

        def open_screens(state: console.State) -> int:
            hear(state)
            return 0

        patch.setattr(opening, "open_screens", open_screens)
        for place in ("answers.status", "answers.actions", "export_command.document"):
            patch.setattr(f"mentor_tui.{place}", hear)
        with pytest.raises(SystemExit) as ended:
            by_click(words, obj=console.State())
    assert ended.value.code == 0
    usual: dict[str, object] = {"as_json": False, "everything": False, "audience": "me"}
    meant = {name: value for name, value in heard.items() if value is not None and value != usual.get(name)}
    assert meant == {name: value for name, value in said.items() if name != "to" and value != usual.get(name)}


# What may be out of the ordinary


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def seal(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Placeholder", b"Placeholden", 1))


def newer(path: Path) -> None:
    found = json.loads(path.read_bytes())
    found["meta"]["1"]["format"] = 99
    path.write_text(json.dumps(found))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def twice(path: Path) -> None:
    shutil.copy(path, path.with_name("another.json"))


def none(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [damage, seal, newer, folder, twice, none])
@pytest.mark.parametrize("words", [["status"], ["actions", "--json"], ["export", "--to", "-"]], ids=" ".join)
def test_what_is_wrong_is_said_alike(
    spoil: Callable[[Path], None], words: list[str], demo: tuple[Shelf, str], both: Tell
) -> None:
    shelf, name = demo
    spoil(shelf.path(name))
    code, out, err = both(["--data", str(shelf.folder), *words])
    assert (code != 0 and out == b"" and err.startswith(b"mentor-tui: ") and err.count(b"\n") == 1) or spoil is newer


def test_a_pack_that_cannot_be_read_is_told_alike(demo: tuple[Shelf, str], both: Tell, clock: FixedClock) -> None:
    shelf, name = demo
    (packs_folder() / "isaps").mkdir(parents=True)
    _, out, err = both(["--data", str(shelf.folder), "status", "--json"])
    assert b"going on without the programme's rules and words. The programme pack in" in err
    assert json.loads(out)["minimum"] == 0
    with shelf.open(name, clock) as journal:
        journal.commit(Change("", (touch(journal.book.mentorship, clock.now(), pack="gone"),)))
    _, _, err = both(["--data", str(shelf.folder), "status"])
    assert b"There is no programme pack called 'gone'" in err


@pytest.mark.parametrize("text", ["day_first = false\n", "day_first = 7\n", "no settings", ""])
def test_the_settings_count_alike(demo: tuple[Shelf, str], both: Tell, text: str) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(text)
    for words in (["status", "--json"], ["actions"], ["status"]):
        both(["--data", str(demo[0].folder), *words])


def test_a_fault_of_its_own_is_told_alike(demo: tuple[Shelf, str], both: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a note")

    monkeypatch.setattr("mentor_tui.answers.local_today", fails)
    monkeypatch.setattr("mentor_tui.traces.Reporter.write", lambda *_: None)
    code, _, err = both(["--data", str(demo[0].folder), "status"])
    assert code == 1
    assert b"a note" not in err


def test_a_letter_that_nothing_can_show_is_written_alike(tmp_path: Path, both: Tell, clock: FixedClock) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.create(a_pair(mentee="Dr Noa \u5c71\u7530 Ö\u0301"), clock).close()
    for words in (["status"], ["status", "--json"], ["actions"]):
        both(["--data", str(shelf.folder), *words])


# The way there


def test_the_program_takes_the_quick_way(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []

    def answer(*asked: object) -> None:
        found.append(asked)
        raise SystemExit(0)

    monkeypatch.setattr(quick, "answer", answer)
    monkeypatch.setattr(sys, "argv", ["mentor-tui", "status", "--data", data])
    with pytest.raises(SystemExit):
        cli._run()
    assert found == [("status", {"data": data})]


@pytest.mark.parametrize("words", [["status", "--json"], ["actions"], ["export", "--to", "-"]], ids=" ".join)
def test_a_reader_who_is_gone_ends_it_quietly(data: str, words: list[str]) -> None:
    command = [sys.executable, "-c", "from mentor_tui.cli import main; main()", "--data", data, *words]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(20) in (0, 1)
    process.stderr.close()


def test_msgspec_is_the_same_without_the_module_that_it_does_not_need() -> None:
    code = (
        "import sys\nfrom mentor_tui import starting\nstarting.load_msgspec()\n"
        "print('typing_extensions' in sys.modules)\n"
        "import msgspec, typing_extensions\n"
        "class Word(msgspec.Struct):\n    text: str\n    many: list[int] = []\n"
        "class Known(typing_extensions.TypedDict, total=False):\n"
        "    one: typing_extensions.Required[int]\n    two: str\n"
        "print(msgspec.json.decode(b'{\"text\": \"a\"}', type=Word), msgspec.convert({'one': 1}, Known))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout, done.stderr) == ("False\nWord(text='a', many=[]) {'one': 1}\n", "")


LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@given(VALUES)
def test_data_is_laid_out_as_json_does(value: Any) -> None:
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "say", told.append)
        console.say_json(value)
    assert told == [json.dumps(value, ensure_ascii=False, indent=2) + "\n"]


def test_data_with_what_no_text_can_hold_is_laid_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(console, "say", told.append)
    console.say_json({"file": "lima\udcff.json"})
    assert told == ['{\n  "file": "lima\udcff.json"\n}\n']
    with pytest.raises(UnicodeEncodeError):
        msgspec.json.encode("\udcff")


@pytest.mark.parametrize("words", [[], ["--data", "{data}"], ["--mentorship", "nobody", "--data={data}"]], ids=" ".join)
def test_the_screens_are_asked_for_alike(words: list[str], demo: tuple[Shelf, str], both: Tell) -> None:
    both([word.format(data=demo[0].folder) for word in words])
