"""The command that puts a backup in a journal's place, and what other commands say of a journal that is broken."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from mentor_tui import command_line, console
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import Backups, Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.shelf import Shelf
from tests.conftest import NOW, FixedClock
from tests.test_cli import failed
from tests.test_journal import a_mentorship, keep

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with the notes one, two and three, a backup after each of the first two, and a broken one."""
    folder = tmp_path_factory.mktemp("kept") / "journals"
    with Journal.create(folder / "lima.json", a_mentorship(), FixedClock()) as journal:
        for number, (text, why) in enumerate((("one", Why.start), ("two", Why.end), ("three", Why.end))):
            journal.commit(keep(make(Note, NOW, text=text)))
            raw = journal.path.read_bytes()
            made_at = NOW - timedelta(hours=5 - number)
            journal.backups.make(raw if text != "three" else raw[:99], number + 1, why, made_at)
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "journals"))


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "lima.json"


@pytest.fixture
def run(folder: Path, clock: FixedClock) -> Run:
    """Runs the program on the folder, with what is typed when it asks."""

    def call(*arguments: str, typed: str = "") -> Result:
        told = ["--data", str(folder), *arguments]
        return CliRunner().invoke(command_line.cli, told, obj=console.State(clock), input=typed)

    return call


def texts(path: Path) -> list[str]:
    return [record.text for record in read_journal(path).records if isinstance(record, Note)]


def wrong_seal(path: Path) -> bytes:
    path.write_bytes(path.read_bytes().replace(b'"three"', b'"drei"'))
    return path.read_bytes()


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.json")}


# The list


def test_the_list_is_numbered_and_says_how_to_go_on(run: Run, folder: Path) -> None:
    before = files(folder)
    found = run("restore")
    assert (found.exit_code, found.stderr) == (0, "")
    command = f"mentor-tui --data {folder} restore --mentorship lima"
    assert found.stdout.splitlines() == [
        "lima.json can be read: 0 sessions held, 3 lines kept.",
        "1  Mon 23 Nov 2026, 12:00  when a session ended    cannot be read: it is cut off or is not a journal",
        "2  Mon 23 Nov 2026, 11:00  when a session ended    0 sessions held, 2 lines kept",
        "3  Mon 23 Nov 2026, 10:00  when a session started  0 sessions held, 1 line kept",
        f"To put one in the journal's place, add its number: {command} 3",
        f"Or the newest that can be read: {command} latest",
    ]
    assert files(folder) == before


def test_the_list_where_there_is_nothing_to_restore(run: Run, path: Path) -> None:
    shutil.rmtree(path.parent / "backups")
    assert run("restore").stdout.splitlines()[1:] == ["There is no backup that can be read."]
    wrong_seal(path)
    found = run("restore").stdout.splitlines()
    assert "its checksum is wrong" in found[0]
    assert found[-1].startswith("To take the journal as it stands: mentor-tui ")
    assert found[-1].endswith(" restore --mentorship lima --as-it-is")
    path.unlink()
    failed(run("restore"), 1, "neither a mentorship nor a backup")


def test_which_one_is_meant(run: Run, folder: Path) -> None:
    Journal.create(folder / "okafor.json", a_mentorship("Dr Okafor"), FixedClock()).close()
    failed(run("restore"), 2, "--mentorship NAME", "lima, okafor")
    (folder / "lima.json").unlink()
    failed(run("restore"), 2, "--mentorship NAME", "lima, okafor")
    assert run("restore", "--mentorship", "LI").stdout.startswith("lima.json is gone.\n1  ")
    failed(run("restore", "--mentorship", "x"), 2, "no mentorship is called x; there are: lima, okafor")
    failed(run("restore", "--mentorship", "../lima"), 2, "no mentorship is called")
    failed(run("status", "--mentorship", "lima"), 2, "no mentorship is called lima")


# Restoring


def test_it_asks_and_keeps_what_was_there(run: Run, path: Path) -> None:
    path.write_bytes(b"broken")
    found = run("restore", "3", typed="y\n")
    assert found.exit_code == 0, found.output
    assert texts(path) == ["one"]
    lines = found.stdout.splitlines()
    assert lines[:3] == [
        "lima.json cannot be read: it is cut off or is not a journal.",
        "In its place comes the backup of Mon 23 Nov 2026, 10:00, when a session started: "
        "0 sessions held, 1 line kept.",
        "The file that is there now is kept beside the backups.",
    ]
    assert lines[3].startswith("Restore it? [y/N]: ")
    assert lines[-1].startswith("Done. What was there before is ")
    assert Path(lines[-1].removeprefix("Done. What was there before is ")).read_bytes() == b"broken"


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_without_a_yes_nothing_is_changed(run: Run, folder: Path, typed: str) -> None:
    before = files(folder)
    found = run("restore", "latest", typed=typed)
    assert found.exit_code == 1
    assert found.stderr.startswith("mentor-tui: nothing was changed")
    assert ("--yes" in found.stderr) == (not typed)
    assert files(folder) == before


def test_ctrl_c_at_the_question(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    def stop(*_: object, **__: object) -> None:
        monkeypatch.setattr("sys.stdin", Terminal())
        raise click.Abort

    before = files(folder)
    monkeypatch.setattr(click, "confirm", stop)
    assert run("restore", "latest").exit_code == 130
    assert files(folder) == before


def test_the_latest_is_the_newest_that_can_be_read(run: Run, path: Path) -> None:
    assert run("restore", "latest", "--yes").exit_code == 0
    assert texts(path) == ["one", "two"]
    # And now the newest is what was there before: the way back.
    assert "before another backup took its place" in run("restore").stdout.splitlines()[1]
    assert run("restore", "LATEST", "--yes").exit_code == 0
    assert texts(path) == ["one", "two", "three"]


def test_a_journal_that_is_gone_comes_back(run: Run, path: Path) -> None:
    path.unlink()
    found = run("restore", "2", "--mentorship", "lima", "--yes")
    assert found.exit_code == 0
    assert "kept" not in found.stdout.splitlines()[-1]
    assert found.stdout.splitlines()[-1] == "Done."
    assert texts(path) == ["one", "two"]
    assert run("status").exit_code == 0


@pytest.mark.parametrize("wanted", ["0", "4", "x", "-", "1.5", "²", "9" * 30])
def test_a_backup_that_is_not_in_the_list(run: Run, wanted: str) -> None:
    failed(run("restore", wanted), 2, "there is no backup", "a number from 1 to 3, or latest")


def test_a_backup_that_cannot_be_read(run: Run, folder: Path) -> None:
    before = files(folder)
    failed(run("restore", "1", "--yes"), 1, "that backup cannot be read: it is cut off")
    shutil.rmtree(folder / "backups")
    failed(run("restore", "latest", "--yes"), 1, "there is no backup that can be read")
    failed(run("restore", "1", "--yes"), 2, "there is none at all")
    assert files(folder).keys() == {folder / "lima.json"}
    assert before[folder / "lima.json"] == (folder / "lima.json").read_bytes()


def test_a_backup_of_another_mentorship_is_named_and_not_the_latest(run: Run, path: Path, clock: FixedClock) -> None:
    other = path.with_name("okafor.json")
    Journal.create(other, a_mentorship("Dr Okafor"), clock).close()
    Backups(path.parent / "backups" / "lima").make(other.read_bytes(), 99, Why.end, NOW)
    other.unlink()
    for _ in range(2):
        assert run("restore").stdout.splitlines()[1].endswith("0 lines kept, of another mentorship")
        assert "of another mentorship." in run("restore", "1", typed="n\n").stdout
        wrong_seal(path)
    assert run("restore", "latest", "--yes").exit_code == 0
    assert texts(path) == ["one", "two"]
    path.unlink()
    # Nobody can tell now whose they are but the newest.
    assert " 2 lines kept, of another mentorship\n" in run("restore").stdout


def test_a_journal_that_is_open_is_told_in_a_line(run: Run, path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock):
        found = run("restore", "latest", "--yes")
    assert found.exit_code == 1
    assert found.stderr.startswith("mentor-tui: lima.json is open in another window since ")
    assert found.stderr.count("\n") == 1
    assert texts(path) == ["one", "two", "three"]


def test_a_full_disk_is_told_in_a_line(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    found = run("restore", "latest", "--yes")
    assert (found.exit_code, found.stderr) == (1, "mentor-tui: no space left on device\n")
    assert texts(path) == ["one", "two", "three"]


# As it is


def test_a_journal_with_a_wrong_checksum_is_taken_as_it_is(run: Run, path: Path) -> None:
    before = wrong_seal(path)
    failed(run("status"), 1, "its checksum is wrong")
    found = run("restore", "--as-it-is", typed="n\n")
    assert found.exit_code == 1
    assert path.read_bytes() == before
    found = run("restore", "--as-it-is", typed="y\n")
    assert found.exit_code == 0
    assert texts(path) == ["one", "two", "drei"]
    copy = found.stdout.splitlines()[-1].removeprefix("Done. The copy is ")
    assert Path(copy).read_bytes() == before
    assert run("status").exit_code == 0


def test_as_it_is_only_where_it_helps(run: Run, path: Path) -> None:
    before = path.read_bytes()
    failed(run("restore", "--as-it-is", "--yes"), 1, "lima.json can be read", "only for one whose checksum is wrong")
    failed(run("restore", "--as-it-is", "2"), 2, "--as-it-is takes no backup")
    assert path.read_bytes() == before
    path.write_bytes(b"{")
    failed(run("restore", "--as-it-is", "--yes"), 1, "cannot be read", "only for one whose checksum is wrong")
    path.unlink()
    failed(run("restore", "--as-it-is", "--yes"), 1, "lima.json is gone")


# What other commands say


@pytest.mark.parametrize("command", ["status", "actions", "export"])
def test_another_command_says_how_to_go_on(run: Run, path: Path, command: str) -> None:
    path.write_bytes(b"{")
    failed(run(command), 1, f"To put it right: mentor-tui --data {path.parent} restore --mentorship lima\n")


def test_a_command_to_be_copied_is_quoted(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "my notes; x"
    folder.mkdir()
    for name, way in (("a b", "restore --mentorship 'a b'\n"), ("a\x1b[2J", "doctor\n")):
        (folder / f"{name}.json").write_bytes(b"{")
        found = CliRunner().invoke(command_line.cli, ["--data", str(folder), "status"], obj=console.State(clock))
        failed(found, 1, f"mentor-tui --data '{folder}' {way}")
        (folder / f"{name}.json").unlink()


# The shelf


def test_the_shelf_knows_what_is_lost(folder: Path) -> None:
    shelf = Shelf(folder)
    assert shelf.lost() == []
    (folder / "lima.json").unlink()
    (folder / "backups" / "empty").mkdir()
    (folder / "backups" / "letter.txt").write_text("")
    assert (shelf.names(), shelf.lost()) == ([], ["lima"])
    assert shelf.find("li", lost=True) == "lima"
    with pytest.raises(LookupError, match="there are: none"):
        shelf.find("li")
    assert Shelf(folder / "none").lost() == []


def test_a_new_mentorship_gets_nothing_that_another_one_left(folder: Path, clock: FixedClock) -> None:
    shelf = Shelf(folder)
    (folder / "lima.json").rename(folder / "elsewhere.txt")
    (folder / "backups" / "lima").rename(folder / "backups" / "DR-lima")
    (folder / "drafts").mkdir()
    (folder / "drafts" / "dr-lima-2.json").write_text("{}")
    (folder / "drafts" / "dr-lima-3.json.broken").write_text("{}")
    with shelf.create(a_mentorship("Dr Lima"), clock) as journal:
        assert journal.name == "dr-lima-3"
        assert journal.backups.all() == []
