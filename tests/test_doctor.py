"""The doctor: finds what is wrong, changes nothing, tells nothing of a note; mends only what is safe."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui import command_line, console, upkeep
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Action, Goal, Note, Session, make, touch
from mentor_tui.data.backups import Why
from mentor_tui.data.doctor import examine
from mentor_tui.data.findings import Finding, Grade
from mentor_tui.data.journal import Journal
from mentor_tui.data.lock import Lock
from mentor_tui.data.mend import Done, mend
from mentor_tui.data.seal import encode
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import decode
from tests.conftest import NOW, FixedClock
from tests.test_journal import a_mentorship, keep

SECRET = "Zweifel am Assistenzarzt"
TEMP = "0123456789ab.tmp"
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX modes, links and pipes")


class Entry(NamedTuple):
    """All that a look must not change."""

    mode: int
    changed: int
    content: bytes | str


def state(folder: Path) -> dict[str, Entry]:
    """Every file and folder with its mode and content."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        about = path.lstat()
        content: bytes | str = ""
        if path.is_symlink():
            content = str(path.readlink())
        elif path.is_file():
            with contextlib.suppress(PermissionError):
                content = path.read_bytes()
        found[str(path)] = Entry(about.st_mode, about.st_mtime_ns, content)
    return found


def look(folder: Path) -> list[Finding]:
    """What is found, while nothing is changed and no note is told."""
    before = state(folder) if folder.exists() else {}
    found = examine(folder, NOW)
    assert (state(folder) if folder.exists() else {}) == before
    told = repr(found)
    assert SECRET not in told
    assert "could not be examined" not in told
    return found


def find(folder: Path, words: str) -> Finding:
    """The one finding that has those words in it."""
    found = [finding for finding in look(folder) if words in finding.what]
    assert len(found) == 1, look(folder)
    return found[0]


def grave(folder: Path) -> list[str]:
    """What is not fine."""
    return [f"{finding.grade.value}: {finding.what}" for finding in look(folder) if finding.grade is not Grade.fine]


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all is well: a journal with a secret and two backups."""
    folder = tmp_path_factory.mktemp("well") / "journals"
    clock = FixedClock()
    with Journal.create(folder / "lima.json", a_mentorship(), clock) as journal:
        journal.commit(keep(make(Note, NOW, text=SECRET), make(Action, NOW, text=SECRET)))
        raw = journal.path.read_bytes()
        journal.backups.make(raw, 1, Why.start, NOW - timedelta(hours=1))
        journal.backups.make(raw, 2, Why.end, NOW)
    return folder


@pytest.fixture
def folder(well: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(well, tmp_path / "journals"))


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "lima.json"


def put(path: Path, content: bytes | str = b"", mode: int = 0o600) -> Path:
    """A file, with its folder, for the owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], None], *, sealed: bool = True) -> None:
    """Change what a journal holds."""
    tables = decode(path.read_bytes(), path)
    change(tables)
    path.write_bytes(encode(tables) if sealed else json.dumps(tables).encode())


# What is well


def test_a_folder_in_which_all_is_well(folder: Path) -> None:
    assert [(f.grade, f.what, f.todo, f.mend) for f in look(folder)] == [
        (Grade.fine, "lima.json can be read: 0 sessions held, 2 lines kept.", "", None),
        (Grade.fine, "2 backups of lima.json can be read.", "", None),
    ]


def test_the_demo_is_well(demo: tuple[Shelf, str]) -> None:
    (demo[0].path(demo[1])).chmod(0o600)
    assert grave(demo[0].folder) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert [f.grade for f in look(tmp_path / "none")] == [Grade.fine]
    assert not (tmp_path / "none").exists()
    assert find(put(tmp_path / "file"), "is a file, not a folder").grade is Grade.problem


def test_an_open_journal_is_told_and_stays_open(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock) as journal:
        found = find(path.parent, "is open in a window since")
        assert (found.grade, "on this computer" in found.what) == (Grade.fine, True)
        with Journal.open(path, clock) as second:
            assert second.read_only
        journal.commit(keep(make(Note, NOW, text="goes on")))
    assert not Lock(path).taken()
    assert grave(path.parent) == []


# Journals


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cut off or is not a journal"),
        (b"[]", "it is not a journal"),
        (b"{}", "not a journal of mentor-tui"),
        (encode({"meta": {"1": {"program": "mentor-tui", "format": 3}}}), "names no mentor and mentee"),
        (encode({SECRET: {SECRET: {}}, "meta": {"1": {"program": "mentor-tui"}}}), "no proper number"),
    ],
    ids=range(5),
)
def test_a_broken_journal_is_a_problem_and_a_backup_the_way_on(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    found = find(path.parent, "lima.json cannot be read: ")
    assert found.grade is Grade.problem
    assert words in found.what
    assert found.todo == "`mentor-tui restore --mentorship lima` lists its backups and puts one in its place."
    for backup in (path.parent / "backups" / "lima").iterdir():
        backup.write_bytes(b"{")
    assert "no backup that can be read" in find(path.parent, "lima.json cannot be read: ").todo


def test_a_wrong_checksum(path: Path) -> None:
    changed(path, lambda tables: tables["notes"]["1"].update(text="other"), sealed=False)
    found = find(path.parent, "its checksum is wrong")
    assert "restore --mentorship lima` lists its backups" in found.todo
    assert "--as-it-is" in found.todo
    shutil.rmtree(path.parent / "backups")
    assert find(path.parent, "its checksum is wrong").todo.startswith(
        "`mentor-tui restore --mentorship lima --as-it-is` takes it as it stands"
    )


def test_newer_and_older(folder: Path) -> None:
    def newer(tables: dict[str, Any]) -> None:
        tables["meta"]["1"]["format"] = 99

    changed(folder / "lima.json", newer)
    shutil.copy(Path(__file__).parent / "journals" / "format-1.json", folder / "old.json")
    (folder / "old.json").chmod(0o600)
    found = find(folder, "lima.json was written by a newer mentor-tui")
    assert (found.grade, found.todo) == (Grade.note, "Update mentor-tui to go on with it.")
    assert find(folder, "old.json is of an older version").grade is Grade.note
    put(folder / "lima.json", encode({"meta": {"1": {"program": "mentor-tui", "format": 99}}}))
    assert find(folder, "lima.json cannot be read").todo == "Update mentor-tui."


def test_what_is_no_journal_is_left_to_its_owner(folder: Path) -> None:
    for name in ("package.json", f".package.json.{TEMP}", "package.json.lock", "gone.json.lock", f".gone.json.{TEMP}"):
        put(folder / name, '{"name": {}}', 0o644)
    folder.chmod(0o755)
    found = find(folder, "package.json cannot be read")
    assert found.todo.startswith("If it is no journal, move it to another folder")
    assert not [each for each in look(folder) if each.mend]


def test_a_journal_that_the_disk_withholds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("mentor_tui.data.doctor.read_bytes", refuse)
    found = find(path.parent, "lima.json cannot be read: it or its folder is not open to you")
    assert found.todo.startswith("See to its permissions and its disk first")


def test_a_journal_that_grows_too_large(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentor_tui.data.doctor.LARGEST", 2 * path.stat().st_size)
    assert grave(path.parent) == []
    monkeypatch.setattr("mentor_tui.data.doctor.LARGEST", 2 * path.stat().st_size - 2)
    assert find(path.parent, "lima.json is very large").grade is Grade.note


def test_the_same_mentorship_twice(path: Path) -> None:
    shutil.copy(path, path.with_name("copy.json"))
    found = find(path.parent, "hold the same mentorship")
    assert found.grade is Grade.problem
    assert found.what.startswith("copy.json and lima.json ")
    Journal.create(path.with_name("copy.json.json"), a_mentorship(), FixedClock()).close()
    assert find(path.parent, "hold the same mentorship") == found


def test_records_that_do_not_fit_together(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock) as journal:
        session = make(Session, NOW, number=1, title="", agenda="", minutes=60, items=(), current="gone")
        note = make(Note, NOW, text=SECRET, session_id=session.id)
        journal.commit(keep(session, note, touch(session, NOW, current=None)))
    assert grave(path.parent) == []
    with Journal.open(path, clock) as journal:
        lost = [make(Note, NOW, text="", session_id="x"), make(Action, NOW, text="", origin_id="y")]
        goals = [make(Goal, NOW, text="", evidence=(note.id,)), make(Goal, NOW, text="", evidence=("z",))]
        journal.commit(keep(*lost, *goals, touch(session, NOW, current="gone")))
    found = find(path.parent, "should belong to something that is not in it")
    assert (found.grade, "4 records" in found.what) == (Grade.note, True)


def test_an_id_that_is_taken_and_a_second_mentorship(path: Path) -> None:
    def twice(tables: dict[str, Any]) -> None:
        tables["notes"]["7"] = dict(tables["notes"]["1"])
        tables["mentorships"]["2"] = {**tables["mentorships"]["1"], "id": "another"}

    changed(path, twice)
    assert find(path.parent, "holds 1 record under an id that is taken").grade is Grade.problem
    assert find(path.parent, "holds 2 mentorships").grade is Grade.problem


@posix
def test_links_and_pipes_in_the_place_of_files(folder: Path, tmp_path: Path) -> None:
    path = folder / "lima.json"
    path.rename(tmp_path / "real.json")
    path.symlink_to(tmp_path / "real.json")
    assert find(folder, "lima.json is a link: the journal itself is somewhere else").grade is Grade.note
    (folder / "nowhere.json").symlink_to(tmp_path / "nowhere")
    assert find(folder, "nowhere.json cannot be read: it is a link that leads to no file").grade is Grade.problem
    put(folder / "foreign.json", "{}")
    os.mkfifo(folder / "foreign.json.lock")
    os.mkfifo(folder / "pipe.json")
    os.mkfifo(folder / "pipe.json.lock")
    os.mkfifo(folder / f".pipe.json.{TEMP}")
    assert "foreign.json.lock, pipe.json, pipe.json.lock are not" in find(folder, "pipe.json").what
    (folder / "lima.json.lock").unlink(missing_ok=True)
    (folder / "lima.json.lock").symlink_to(tmp_path / "x")
    assert find(folder, "lima.json.lock is a link").grade is Grade.problem
    (folder / "backups" / "lima" / "000001-20260101T000000Z-end.json").symlink_to(tmp_path / "real.json")
    assert "does not count" in find(folder, "000001-20260101T000000Z-end.json").what
    put(folder / "drafts" / "other.json", "{}")
    (folder / "drafts" / "lima.json").symlink_to(tmp_path / "x")
    assert find(folder, "drafts/lima.json is a link").grade is Grade.problem
    shutil.move(folder / "backups", tmp_path / "moved")
    (folder / "backups").symlink_to(tmp_path / "moved")
    assert find(folder, "backups is a link; what it leads to was not looked at").grade is Grade.problem
    put(folder / "reports", "")
    assert find(folder, "reports is a file where a folder should be").grade is Grade.problem
    assert not [f for f in look(folder) if f.mend]


# Beside the journals


def test_backups(folder: Path) -> None:
    mine = folder / "backups" / "lima"
    put(mine / "000003-20261123T140000Z-end.json", b"{")
    put(mine / "000003-20261123T140000Z-replaced.json", b"{")
    put(mine / "000004-20301123T140000Z-end.json", (folder / "lima.json").read_bytes())
    put(mine / "notes.txt", SECRET)
    put(mine / f".000005-20261123T140000Z-end.json.{TEMP}", "{")
    Journal.create(folder / "okafor.json", a_mentorship("Dr Okafor"), FixedClock()).close()
    shutil.copy(folder / "okafor.json", mine / "000002-20261122T140000Z-end.json")
    lines = {
        "T140000Z-end.json cannot be restored": (Grade.problem, "Move it to another folder; if there are more"),
        "T140000Z-replaced.json cannot be read": (Grade.note, "It was kept just as it was found"),
        "20301123T140000Z-end.json says that it was made in the future": (Grade.note, "Check the clock"),
        "000002-20261122T140000Z-end.json is a backup of another mentorship": (Grade.problem, "Move it"),
        "notes.txt is not the program's": (Grade.note, "Nothing"),
        f"-end.json.{TEMP} is left over": (Grade.note, "`mentor-tui doctor --fix` removes it."),
        "4 backups of lima.json can be read": (Grade.fine, ""),
    }
    for words, (grade, todo) in lines.items():
        found = find(folder, words)
        assert found.grade is grade
        assert found.todo.startswith(todo)
    assert len(grave(folder)) == 6


def test_a_journal_that_is_gone_while_its_backups_are_there(folder: Path) -> None:
    (folder / "lima.json").unlink()
    found = find(folder, "lima.json is gone, and 2 backups of lima.json can be read")
    assert found.grade is Grade.problem
    assert "`mentor-tui restore --mentorship lima` brings it back" in found.todo
    (folder / "backups" / "empty").mkdir(mode=0o700)
    assert "empty" not in repr(look(folder))


def test_drafts(folder: Path) -> None:
    drafts = folder / "drafts"
    put(drafts / "lima.json", json.dumps({"session 1": {"line": SECRET}, SECRET: {"a": "", "b": SECRET}}))
    put(drafts / ".setup.json", json.dumps({"setup": {"mentor": "x"}}))
    assert grave(folder) == []
    assert find(folder, "drafts/lima.json can be read: 2 drafts").grade is Grade.fine
    put(drafts / "lima.json", json.dumps({SECRET: SECRET}))
    put(drafts / "gone.json", "{}")
    put(drafts / "lima.json.broken", SECRET)
    put(drafts / "lima.json.broken-2", SECRET)
    put(drafts / "letter.txt", SECRET)
    put(drafts / f".lima.json.{TEMP}", "{")
    put(drafts / f"..setup.json.{TEMP}", "{")
    assert grave(folder) == [
        f"note: drafts/..setup.json.{TEMP} is left over from a save that was cut short.",
        f"note: drafts/.lima.json.{TEMP} is left over from a save that was cut short.",
        "note: drafts/gone.json holds what was typed and not kept in a mentorship that is gone.",
        "note: drafts/lima.json, with what was typed and not kept yet, cannot be read.",
        "note: drafts/lima.json.broken holds what was typed and not kept, and could not be read.",
        "note: drafts/lima.json.broken-2 holds what was typed and not kept, and could not be read.",
        "note: drafts/letter.txt is not the program's.",
    ]
    assert [f.mend.path.name for f in look(folder) if f.mend] == [f".lima.json.{TEMP}"]


def test_drafts_too_large_to_be_any(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "drafts" / "lima.json", "{}")
    monkeypatch.setattr("mentor_tui.data.beside.LARGEST_DRAFTS", 1)
    assert find(folder, "drafts/lima.json, with what was typed and not kept yet, cannot be read").grade is Grade.note


def test_reports_locks_and_strange_files(folder: Path) -> None:
    put(folder / "reports" / "crash-20261123T140000Z.txt", SECRET)
    put(folder / "reports" / "crash-20261123T140000Z-2.txt", SECRET)
    put(folder / "reports" / f".crash-20261123T140000Z.txt.{TEMP}", SECRET)
    put(folder / "reports" / "mine.txt", SECRET)
    put(folder / "gone.json.lock")
    put(folder / f".gone.json.{TEMP}")
    for number in range(7):
        put(folder / f"photo {number}\x1b[31m.png")
    assert grave(folder) == [
        f"note: .gone.json.{TEMP} is left over from a save that was cut short.",
        "note: gone.json.lock is left over from a journal that is gone.",
        f"note: reports/.crash-20261123T140000Z.txt.{TEMP} is left over from a report.",
        "note: reports/mine.txt is not the program's.",
        "note: 2 reports of faults of the program are in reports.",
        "note: photo 0.png, photo 1.png, photo 2.png, photo 3.png, photo 4.png and 2 more are not the program's.",
    ]
    assert not [f for f in look(folder) if f.mend]


def test_a_disk_that_is_nearly_full_or_read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2**20))
    found = find(folder, "The disk has only 1.0 MB left")
    assert (found.grade, found.todo) == (Grade.problem, "Free some space.")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert find(folder, "may not be written to, so nothing can be saved").grade is Grade.problem


@posix
def test_a_folder_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, closed = os.listdir, [str(folder / "backups")]

    def refuse(path: Any) -> list[str]:
        if str(path) in closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", refuse)
    assert find(folder, "backups cannot be looked at: it or its folder is not open to you").grade is Grade.problem
    closed.append(str(folder))
    assert find(folder, "journals cannot be looked at").grade is Grade.problem


def test_a_fault_of_its_own_does_not_end_the_look(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("mentor_tui.data.doctor.understand", fail)
    found = examine(folder, NOW)
    assert found[0].what == "lima.json could not be examined (ZeroDivisionError)."
    assert SECRET not in repr(found)
    assert "backups of lima.json can be read" in repr(found)


# Modes


@posix
@pytest.mark.parametrize(
    ("name", "mode", "grade"),
    [
        ("lima.json", 0o644, Grade.problem),
        ("lima.json", 0o620, Grade.problem),
        ("lima.json", 0o400, Grade.note),
        ("lima.json", 0o200, Grade.problem),
        ("lima.json.lock", 0o666, Grade.problem),
        ("backups/lima/000002-20261123T140000Z-end.json", 0o640, Grade.problem),
        ("", 0o755, Grade.note),
        ("", 0o777, Grade.problem),
        ("backups", 0o750, Grade.note),
        ("backups/lima", 0o770, Grade.problem),
    ],
)
def test_what_is_open_to_others_is_told_and_closed(folder: Path, name: str, mode: int, grade: Grade) -> None:
    path = folder / name
    wanted = 0o700 if path.is_dir() else 0o600
    path.chmod(mode)
    before = state(folder)
    found = [each for each in look(folder) if each.mend]
    assert [(each.grade, each.mend and each.mend.path) for each in found] == [(grade, path)]
    assert found[0].todo == "`mentor-tui doctor --fix` puts that right."
    done = mend(folder, found, NOW)
    assert [each.mended for each in done] == [True]
    assert stat.S_IMODE(path.lstat().st_mode) == wanted
    path.chmod(mode)
    assert state(folder) == before
    path.chmod(wanted)
    assert grave(folder) == []


@posix
def test_a_folder_with_other_things_in_it_is_not_closed(folder: Path) -> None:
    put(folder / "thesis.docx", mode=0o644)
    put(folder / "reports" / "2026.pdf", mode=0o644)
    for each in (folder, folder / "reports"):
        each.chmod(0o755)
    assert "close it by hand".casefold() in find(folder, "The folder reports can be looked into").todo.casefold()
    assert not [f for f in look(folder) if f.mend]
    assert mend(folder, look(folder), NOW) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


@posix
def test_files_of_another_account_are_not_touched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "lima.json").chmod(0o644)
    found = [each for each in look(folder) if each.mend]
    monkeypatch.setattr(os, "geteuid", lambda: 123_456)
    assert find(folder, "lima.json belongs to another account").grade is Grade.problem
    assert not [f for f in look(folder) if f.mend]
    assert [each.mended for each in mend(folder, found, NOW)] == [False]
    assert stat.S_IMODE((folder / "lima.json").stat().st_mode) == 0o644


@posix
def test_no_link_is_followed_when_mending(folder: Path, tmp_path: Path) -> None:
    """What was a file when it was looked at may be a link when it is mended."""
    outside = put(tmp_path / "outside" / "000002-20261123T140000Z-end.json", mode=0o644)
    inside = folder / "backups" / "lima" / outside.name
    inside.chmod(0o644)
    temp = put(folder / "drafts" / f".lima.json.{TEMP}")
    found = look(folder)
    assert len([each for each in found if each.mend]) == 2
    shutil.rmtree(folder / "backups" / "lima")
    (folder / "backups" / "lima").symlink_to(outside.parent)
    temp.unlink()
    temp.symlink_to(outside)
    assert [each.mended for each in mend(folder, found, NOW)] == [False, False]
    (folder / "backups" / "lima").unlink()
    (folder / "backups" / "lima").mkdir()
    inside.symlink_to(outside)
    assert [each.mended for each in mend(folder, found, NOW)] == [False, False]
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    assert temp.is_symlink()


@posix
def test_a_file_with_a_second_name_elsewhere_is_not_changed(folder: Path, tmp_path: Path) -> None:
    (folder / "lima.json").chmod(0o644)
    found = look(folder)
    (tmp_path / "second").hardlink_to(folder / "lima.json")
    assert "second name" in find(folder, "lima.json is open to other accounts").todo
    assert not [f for f in look(folder) if f.mend]
    assert [each.mended for each in mend(folder, found, NOW)] == [False]
    assert stat.S_IMODE((tmp_path / "second").stat().st_mode) == 0o644


@posix
def test_a_disk_without_modes_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "lima.json").chmod(0o644)
    monkeypatch.setattr(os, "fchmod", lambda *_: None)
    done = mend(folder, look(folder), NOW)
    assert done == [Done("lima.json was left as it is: its disk keeps no permissions.", False)]


# What saves left behind


def test_what_saves_left_behind_is_removed_and_nothing_else(folder: Path) -> None:
    left = [
        put(folder / f".lima.json.{TEMP}", "{"),
        put(folder / "drafts" / f".lima.json.{TEMP}", "{"),
        put(folder / "backups" / "lima" / f".000001-20261123T130000Z-start.json.{TEMP}", "{"),
    ]
    put(folder / f".other.json.{TEMP}", "{")
    put(folder / ".lima.json.tmp", "{")
    put(folder / "drafts" / "lima.json", "{")
    (folder / "lima.json.lock").unlink(missing_ok=True)
    before = state(folder)
    done = mend(folder, look(folder), NOW)
    assert [each.mended for each in done] == [True] * 3
    after = state(folder)
    assert set(before) - set(after) == {str(path) for path in left}
    assert set(after) - set(before) == {str(folder / "lima.json.lock")}
    kept = [name for name in before if name in after and not Path(name).is_dir()]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert not [f for f in look(folder) if f.mend]


def test_nothing_of_a_journal_that_is_open_is_removed(folder: Path, clock: FixedClock) -> None:
    temp = put(folder / f".lima.json.{TEMP}", "{")
    found = look(folder)
    with Journal.open(folder / "lima.json", clock):
        put(temp, "{")
        assert find(folder, TEMP).grade is Grade.fine
        told = mend(folder, found, NOW)
        assert told == [Done(f".lima.json.{TEMP} was left as it is: its journal is open in another window.", False)]
    assert temp.exists()


def test_nothing_of_a_broken_journal_is_removed(folder: Path) -> None:
    temp = put(folder / f".lima.json.{TEMP}", SECRET)
    found = look(folder)
    (folder / "lima.json").write_bytes(b"{")
    assert find(folder, TEMP).todo.startswith("Leave it until lima.json is well")
    assert [each.mended for each in mend(folder, found, NOW)] == [False]
    assert temp.exists()
    assert not Lock(folder / "lima.json").taken()


@posix
def test_a_lock_that_is_another_file_too_is_not_written(folder: Path, tmp_path: Path) -> None:
    put(folder / f".lima.json.{TEMP}", "{")
    thesis = put(tmp_path / "thesis", "years of work")
    (folder / "lima.json.lock").unlink(missing_ok=True)
    (folder / "lima.json.lock").hardlink_to(thesis)
    assert [each.mended for each in mend(folder, look(folder), NOW)] == [False]
    assert thesis.read_text() == "years of work"


# Hostile files and names


def mutations(raw: bytes) -> st.SearchStrategy[bytes]:
    """Bytes that were cut, flipped, spliced, or that never were a file of ours."""
    places = st.integers(0, len(raw) - 1)
    cut = places.map(lambda at: raw[:at])
    flipped = st.tuples(places, st.integers(1, 255)).map(lambda f: raw[: f[0]] + bytes([f[1]]) + raw[f[0] + 1 :])
    spliced = st.tuples(places, places).map(lambda at: raw[: at[0]] + raw[at[1] :])
    deep = st.sampled_from([b"[", b'{"a":', b'{"meta":{"1":{"program":']).map(lambda each: each * 20_000)
    words = st.sampled_from([b'"notes"', b'"1"', b'"meta"', b'"text"', b'"format"', b'"id"', b"2"])
    swapped = st.tuples(words, words).map(lambda w: raw.replace(*w))
    return st.one_of(st.binary(max_size=64), cut, flipped, spliced, deep, swapped)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_content_ends_the_look(folder: Path, data: st.DataObject) -> None:
    raw = (folder / "backups" / "lima" / "000002-20261123T140000Z-end.json").read_bytes()
    targets = ["lima.json", "lima.json.lock", "drafts/lima.json", "backups/lima/000009-20261123T140000Z-end.json"]
    target = put(folder / data.draw(st.sampled_from(targets)), data.draw(mutations(raw)))
    try:
        for finding in look(folder):
            assert one_line(finding.what) == finding.what
            assert one_line(finding.todo) == finding.todo
    finally:
        put(target, raw if target.name == "lima.json" and target.parent == folder else "{}")


NAMES = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=NAMES, place=st.sampled_from(["", "backups", "backups/lima", "drafts", "reports"]), ending=st.integers(0, 4)
)
def test_no_name_ends_the_look(folder: Path, name: str, place: str, ending: int) -> None:
    folder = folder / place
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / (name + ["", ".json", ".json.lock", f".{TEMP}", ".json.broken"][ending])
    if os.path.lexists(path):
        return
    try:
        put(path, "{}")
    except (OSError, ValueError):
        return  # too long, or not a name here
    try:
        root = folder.parents[len(Path(place).parts) - 1] if place else folder
        for finding in look(root):
            assert one_line(finding.what) == finding.what
            assert one_line(finding.todo) == finding.todo
    finally:
        path.unlink()


@posix
def test_a_command_is_safe_to_be_copied(folder: Path) -> None:
    (folder / "lima.json").rename(folder / "x; rm -rf ~.json")
    (folder / "backups" / "lima").rename(folder / "backups" / "x; rm -rf ~")
    (folder / "x; rm -rf ~.json").write_bytes(b"{")
    assert "restore --mentorship 'x; rm -rf ~'`" in find(folder, "rm -rf ~.json cannot be read").todo
    for name in ("-h", "a\nb", "\x1b[2J", b"\xff\xfe".decode("utf-8", "surrogateescape")):
        put(folder / f"{name}.json.lock")
        shutil.copytree(folder / "backups" / "x; rm -rf ~", folder / "backups" / name)
    told = [f.todo for f in look(folder) if "is gone, and" in f.what]
    assert sum("restore --mentorship=-h`" in todo for todo in told) == 1
    assert sum(todo.startswith("Rename the folder") for todo in told) == 3
    put(folder / "a\nb.json")
    assert find(folder, "The name of a b.json holds signs that cannot be typed").grade is Grade.note
    assert find(folder, "a b.json cannot be read").todo.startswith("Rename the file, and its folder in backups")


# The command


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        command_line.cli, ["--data", str(folder), "doctor", *arguments], obj=console.State(FixedClock())
    )


def test_the_command_says_that_all_is_well(folder: Path) -> None:
    before = state(folder)
    found = run(folder)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        str(folder),
        "fine     lima.json can be read: 0 sessions held, 2 lines kept.",
        "fine     2 backups of lima.json can be read.",
        "All is well.",
    ]
    assert state(folder) == before


@posix
def test_the_command_mends_and_says_so(folder: Path) -> None:
    (folder / "lima.json").chmod(0o644)
    put(folder / f".lima.json.{TEMP}", "{", 0o644)
    found = run(folder)
    assert found.exit_code == 1
    fix = f"`mentor-tui --data {folder} doctor --fix`"
    assert "problem  lima.json is open to other accounts of this computer." in found.stdout
    assert f"         To do: {fix} puts that right." in found.stdout
    assert found.stdout.endswith(f"2 problems, 1 note. {fix} mends 3 of them.\n")
    found = run(folder, "--fix")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[1:4] == [
        "done     lima.json can now be used by its owner only.",
        f"done     .lima.json.{TEMP} can now be used by its owner only.",
        f"done     .lima.json.{TEMP} was removed.",
    ]
    assert found.stdout.endswith("All is well.\n")


@posix
def test_what_a_closed_folder_hid_is_mended_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.listdir

    def refuse(path: Any) -> list[str]:
        if not Path(path).stat().st_mode & 0o400:  # whoever runs this, also root
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", refuse)
    (folder / "backups" / "lima" / "000002-20261123T140000Z-end.json").chmod(0o644)
    for path in (folder / "backups" / "lima", folder / "backups"):
        path.chmod(0)
    found = run(folder, "--fix")
    assert found.exit_code == 0, found.stdout
    assert found.stdout.count("can now be used by its owner only") == 3


def test_the_command_for_a_program_to_read(folder: Path) -> None:
    (folder / "lima.json").write_bytes(b"{")
    put(folder / f".lima.json.{TEMP}", "{")
    found = run(folder, "--json", "--fix")
    assert found.exit_code == 1
    data = json.loads(found.stdout)
    assert data["folder"] == str(folder)
    assert data["done"] == []
    assert [(f["grade"], f["fix"]) for f in data["findings"]] == [("problem", False), ("note", False), ("fine", False)]
    assert set(data["findings"][0]) == {"grade", "what", "todo", "fix"}


def test_the_command_makes_no_folder(tmp_path: Path) -> None:
    assert run(tmp_path / "none", "--fix").exit_code == 0
    assert not (tmp_path / "none").exists()


def test_at_a_terminal_a_line_goes_on_under_its_beginning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    upkeep._entry("note", "It is what it is; `mentor-tui doctor --fix` makes it as it should be.")
    assert capsys.readouterr().out.splitlines() == [
        "note     It is what it is;",
        "         `mentor-tui doctor --fix` makes",
        "         it as it should be.",
    ]
