"""The journal: what is committed is on disk, or said not to be; never twice, never half."""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

import mentor_tui
from mentor_tui.core.book import Book, Change
from mentor_tui.core.guard import clean
from mentor_tui.core.records import (
    KINDS,
    Action,
    ActionState,
    Answer,
    Body,
    Check,
    Contact,
    Goal,
    GoalState,
    Horizon,
    Item,
    ItemState,
    Lane,
    Lead,
    Mentorship,
    Milestone,
    Note,
    NoteKind,
    Rating,
    Record,
    Review,
    Role,
    Session,
    SessionState,
    Signature,
    Way,
    make,
    touch,
)
from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal, ReadOnly
from mentor_tui.data.journal_file import JournalFile, understand
from mentor_tui.data.lock import Holder
from mentor_tui.data.restore import take_journal
from mentor_tui.data.seal import encode
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.data.versions import FORMAT
from tests.torture.faults import failing

NOON = datetime(2026, 11, 26, 12, 0, 0, 123456, tzinfo=UTC)


class FixedClock:
    """Stands still until it is told to go on."""

    zone = "Europe/Warsaw"

    def __init__(self, instant: datetime = NOON) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def settle(self) -> None:
        """There is no other clock to follow."""

    def slept(self) -> float:
        return 0.0

    def go(self, seconds: int = 1) -> None:
        self.instant += timedelta(seconds=seconds)


def a_mentorship(mentor: str = "Dr Lima", mentee: str = "Ana") -> Mentorship:
    return make(
        Mentorship,
        NOON,
        role=Role.mentee,
        mentor=mentor,
        mentee=mentee,
        pack="isaps",
        starts_on=date(2026, 10, 1),
        ends_on=date(2027, 4, 1),
        mentor_zone="America/Sao_Paulo",
        mentee_zone="Europe/Warsaw",
        contact="programme@example.org",
    )


def a_note(text: str = "A line") -> Note:
    return make(Note, NOON, text=text)


def keep(*records: Record, label: str = "keep", merge: str = "") -> Change:
    return Change(label, records, merge)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "lima.json"


@pytest.fixture
def journal(path: Path, clock: FixedClock) -> Iterator[Journal]:
    with Journal.create(path, a_mentorship(), clock) as made:
        yield made


def on_disk(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What TinyDB reads with its own storage, table by table."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        return {table: [dict(document) for document in db.table(table)] for table in db.tables()}


def texts(path: Path) -> list[str]:
    return [note["text"] for note in on_disk(path).get("notes", [])]


def read(path: Path) -> Book:
    with Journal.open(path, FixedClock(), write=False) as journal:
        return journal.book


def take_as_it_is(path: Path, clock: FixedClock) -> None:
    """Seal a journal that was changed by hand."""
    take_journal(path, clock)


def left_over(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir() if found.name.endswith(".tmp"))


def fail_with(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@contextmanager
def broken(call: str, number: int = errno.ENOSPC) -> Iterator[None]:
    """A disk on which a system call fails; ``folder`` is the sync after the new file took its place."""
    with pytest.MonkeyPatch.context() as patch:
        if call == "folder":
            real = os.fsync

            def fail(handle: int) -> None:
                if stat.S_ISDIR(os.fstat(handle).st_mode):
                    raise OSError(number, os.strerror(number))
                real(handle)

            patch.setattr(os, "fsync", fail)
        else:
            patch.setattr(os, call, fail_with(number))
        yield


# Making and opening


def one_of_each() -> list[Record]:
    item = Item(
        id="i1",
        title="Goals",
        minutes=20,
        share=18,
        lead=Lead.both,
        body=Body.goals,
        ref="r",
        key="k",
        state=ItemState.now,
        seconds=61,
    )
    stamp = NOON + timedelta(minutes=5)
    session = make(
        Session,
        NOON,
        number=2,
        title="Goals",
        agenda="second",
        minutes=60,
        items=(item, Item(id="i2", title="Talk", minutes=5, share=5)),
        state=SessionState.paused,
        planned_for=stamp,
        started_at=stamp,
        ended_at=stamp,
        current="i1",
        running_since=stamp,
        paused_at=stamp,
        away=7,
    )
    ids = {"session_id": session.id, "item_id": "i1"}
    long_text = "Zażółć gęślą jaźń\n  東京 سلام [bold]not markup[/] \N{FAMILY}\u200d"
    return [
        session,
        make(Note, NOON, text=long_text, kind=NoteKind.feedback, lane=Lane.mine, asked=True, **ids),
        make(
            Action,
            NOON,
            text="Send the list",
            owner=Lead.both,
            due=date(2026, 11, 27),
            state=ActionState.done,
            lane=Lane.programme,
            origin_id=session.id,
            closed_at=stamp,
            **ids,
        ),
        make(
            Goal,
            NOON,
            text="Publish",
            horizon=Horizon.long,
            measure="One paper",
            progress=40,
            state=GoalState.reached,
            reached_at=stamp,
            evidence=("a", "b"),
            by=date(2027, 1, 15),
            activities="Read two papers",
            support="The library",
            milestones=(Milestone(text="A first page", done=True), Milestone(text="All of it")),
        ),
        make(Review, NOON, goal_id="g", progress=40, text="On its way", session_id=session.id),
        make(
            Rating,
            NOON,
            key="skills/a/b",
            label="Build rapport",
            level=2,
            levels=3,
            level_word="proficient",
            occasion="start",
            lane=Lane.mine,
        ),
        make(Signature, NOON, form="agreement", who=Role.mentee, name="Noa", digest="ab", session_id=session.id),
        make(Contact, NOON, on=date(2026, 11, 12), way=Way.congress, text="Met in Lyon"),
        make(Check, NOON, key="k", label="As it read", done=False, session_id=session.id),
        make(Answer, NOON, key="k", question="Why?", text="Because", session_id=session.id),
        touch(make(Note, NOON, text="gone"), stamp, deleted_at=stamp),
    ]


def test_every_kind_of_record_comes_back_as_it_was(journal: Journal) -> None:
    records = one_of_each()
    assert {type(record) for record in [*records, journal.book.mentorship]} == set(KINDS.values())
    journal.commit(keep(*records))
    assert list(read(journal.path)) == list(journal.book)
    assert len(list(journal.book)) == len(records) + 1


def test_plain_tinydb_reads_everything(journal: Journal) -> None:
    journal.commit(keep(*one_of_each()))
    found = on_disk(journal.path)
    (meta,) = found["meta"]
    assert (meta["program"], meta["format"], meta["records"], meta["writings"]) == ("mentor-tui", FORMAT, 12, 2)
    assert set(found) == {"meta", *KINDS}
    for table, kind in KINDS.items():
        assert [msgspec.convert(document, kind) for document in found[table]] == [
            record for record in journal.book if type(record) is kind
        ]


def test_a_new_journal(journal: Journal, path: Path) -> None:
    assert (journal.name, journal.path, journal.read_only) == ("lima", path, False)
    assert (journal.saved_at, journal.trouble, journal.unsaved) == (NOON, None, 0)
    assert journal.book.mentorship.mentor == "Dr Lima"
    assert journal.history.undo_label is None


def test_a_journal_is_never_made_over_another(path: Path, clock: FixedClock) -> None:
    Journal.create(path, a_mentorship(), clock).close()
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match=r"^lima\.json is there already\.$"):
        Journal.create(path, a_mentorship("Other"), clock)
    assert path.read_bytes() == before
    Journal.open(path, clock).close()


def test_no_journal_is_made_while_another_is_making_it(journal: Journal, path: Path, clock: FixedClock) -> None:
    path.unlink()
    with pytest.raises(FileExistsError, match="in another window"):
        Journal.create(path, a_mentorship("Other"), clock)
    assert not path.exists()


@pytest.mark.parametrize("call", ["open", "write", "replace"])
def test_a_journal_that_cannot_be_made_says_why(path: Path, clock: FixedClock, call: str) -> None:
    with broken(call), pytest.raises(OSError, match=r"^lima\.json cannot be made: the disk is full\.$"):
        Journal.create(path, a_mentorship(), clock)
    assert not path.exists()
    assert left_over(path) == []
    Journal.create(path, a_mentorship(), clock).close()


def test_a_journal_that_is_not_there(path: Path, clock: FixedClock) -> None:
    with pytest.raises(FileNotFoundError, match=r"^There is no journal lima\.json\.$"):
        Journal.open(path, clock)
    assert not path.parent.exists()


def test_a_journal_that_may_not_be_read_says_so(journal: Journal, path: Path, clock: FixedClock) -> None:
    journal.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mentor_tui.data.storage.open", fail_with(errno.EACCES), raising=False)
        with pytest.raises(OSError, match=r"^lima\.json cannot be read: it or its folder is not open to you\.$"):
            Journal.open(path, clock)
    with Journal.open(path, clock) as again:
        assert not again.read_only


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("umask", [0, 0o777], ids=["open umask", "closed umask"])
def test_files_are_for_the_owner_only(tmp_path: Path, clock: FixedClock, umask: int) -> None:
    before = os.umask(umask)
    try:
        path = tmp_path / "a" / "b" / "lima.json"
        with Journal.create(path, a_mentorship(), clock) as journal:
            journal.commit(keep(a_note()))
    finally:
        os.umask(before)
        journal.backups.make(b"{}", 1, Why.start, NOON)
    files = [found for found in path.parent.rglob("*") if found.is_file()]
    modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in files}
    assert modes.pop("000001-20261126T120000Z-start.json") == 0o600
    assert modes == {"lima.json": 0o600, "lima.json.lock": 0o600}
    folders = [path.parent, path.parent.parent, path.parent / "backups", path.parent / "backups" / "lima"]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


# Saving


def test_each_commit_is_on_disk_when_it_returns(journal: Journal, path: Path, clock: FixedClock) -> None:
    note = a_note("first")
    journal.commit(keep(note))
    assert texts(path) == ["first"]
    clock.go()
    journal.commit(keep(touch(note, clock.now(), text="changed"), a_note("second")))
    assert texts(path) == ["changed", "second"]
    assert journal.saved_at == NOON + timedelta(seconds=1)


def test_one_change_is_one_write(journal: Journal, clock: FixedClock) -> None:
    done: list[Any] = []
    real = os.replace

    def count(source: Any, target: Any) -> None:
        real(source, target)
        done.append(target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", count)
        journal.commit(keep(*one_of_each()))
        assert len(done) == 1
        clock.go()
        journal.commit(keep())
        assert (len(done), journal.saved_at) == (1, NOON)


def test_undo_and_redo_are_saved(journal: Journal, path: Path, clock: FixedClock) -> None:
    note = a_note("first")
    journal.commit(keep(note, label="the note"))
    clock.go()
    journal.commit(keep(touch(note, clock.now(), text="changed"), label="the change"))
    assert journal.undo() == "the change"
    assert [found.text for found in read(path).notes()] == ["first"]
    assert journal.undo() == "the note"
    assert read(path).notes() == []
    assert journal.undo() is None
    assert (journal.redo(), journal.redo(), journal.redo()) == ("the note", "the change", None)
    assert [found.text for found in read(path).notes()] == ["changed"]
    assert len(texts(path)) == 1


def test_listeners_hear_of_every_change(journal: Journal) -> None:
    heard: list[str] = []
    journal.listeners.append(lambda: heard.append(f"{journal.unsaved} {bool(journal.trouble)}"))
    journal.save_listeners.append(lambda: heard.append("written"))
    journal.commit(keep(a_note()))
    journal.undo()
    journal.redo()
    with broken("replace"):
        journal.commit(keep(a_note()))
    journal.retry()
    each = ["written", "0 False"]
    assert heard == [*each, *each, *each, "written", "1 True", "written"]


def test_what_a_listener_raises_comes_out_after_the_save(journal: Journal, path: Path) -> None:
    def fail() -> None:
        raise ValueError("a widget's own")

    journal.listeners.append(fail)
    with pytest.raises(ValueError, match="a widget's own"):
        journal.commit(keep(a_note("kept")))
    assert texts(path) == ["kept"]


def test_text_no_file_can_hold_stops_nothing(journal: Journal, path: Path) -> None:
    journal.commit(keep(a_note("half a \ud83d letter")))
    journal.commit(keep(a_note("next")))
    assert texts(path) == ["half a  letter", "next"]
    assert journal.trouble is None


def test_fields_and_tables_of_others_are_kept(journal: Journal, path: Path, clock: FixedClock) -> None:
    note = a_note("first")
    journal.commit(keep(note))
    journal.close()
    with TinyDB(path) as db:
        db.table("notes").update({"colour": "green"})
        db.table("elsewhere").insert({"kept": True})
    with pytest.raises(BrokenJournal, match="should hold 2 records and holds 3") as caught:
        Journal.open(path, clock)
    assert caught.value.parses
    take_as_it_is(path, clock)
    with Journal.open(path, clock) as again:
        again.commit(keep(touch(note, clock.now(), text="changed")))
    found = on_disk(path)
    assert (found["notes"][0]["text"], found["notes"][0]["colour"]) == ("changed", "green")
    assert found["elsewhere"] == [{"kept": True}]


# A disk that fails

WORDS = {
    errno.ENOSPC: "full",
    errno.EACCES: "permissions",
    errno.EROFS: "read-only",
    errno.ENOENT: "gone",
    errno.EIO: "Input/output error".lower(),
}


@pytest.mark.parametrize("number", WORDS)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_failed_write_loses_and_doubles_nothing(
    journal: Journal, path: Path, clock: FixedClock, call: str, number: int
) -> None:
    first = a_note("first")
    journal.commit(keep(first))
    before = path.read_bytes()
    clock.go()
    with broken(call, number):
        journal.commit(keep(a_note("second")))
        journal.commit(keep(touch(first, clock.now(), text="first again"), a_note("third")))
        journal.commit(keep(touch(first, clock.now(), text="first at last")))
        assert path.read_bytes() == before
        assert left_over(path) == []
        assert WORDS[number] in (journal.trouble or "")
        assert "\n" not in (journal.trouble or "")
        assert (journal.unsaved, journal.saved_at, journal.retry()) == (3, NOON, False)
        assert [note.text for note in journal.book.notes()] == ["first at last", "second", "third"]
    clock.go()
    assert journal.retry()
    assert (journal.unsaved, journal.trouble, journal.saved_at) == (0, None, clock.now())
    assert texts(path) == ["first at last", "second", "third"]
    assert list(read(path)) == list(journal.book)


def test_the_next_commit_takes_along_what_could_not_be_saved(journal: Journal, path: Path) -> None:
    with broken("replace"):
        journal.commit(keep(a_note("one")))
        journal.commit(keep(a_note("two")))
        journal.undo()
    journal.commit(keep(a_note("three")))
    assert texts(path) == ["one", "two", "three"]
    assert [note.text for note in read(path).notes()] == ["one", "three"]
    assert journal.unsaved == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows syncs no folders")
def test_nothing_is_doubled_when_only_the_last_step_fails(journal: Journal, path: Path) -> None:
    note = a_note("one")
    with broken("folder", errno.EIO):
        journal.commit(keep(note))
        journal.commit(keep(touch(note, NOON, text="one again"), a_note("two")))
        assert journal.unsaved == 2
    assert journal.retry()
    assert texts(path) == ["one again", "two"]


def test_closing_tries_once_more(path: Path, clock: FixedClock) -> None:
    journal = Journal.create(path, a_mentorship(), clock)
    with broken("replace"):
        journal.commit(keep(a_note("one")))
    journal.close()
    assert (texts(path), journal.unsaved) == (["one"], 0)


def test_closing_on_a_full_disk_counts_what_is_left_and_lets_go(path: Path, clock: FixedClock) -> None:
    journal = Journal.create(path, a_mentorship(), clock)
    with broken("replace"):
        journal.commit(keep(a_note("one")))
        journal.close()
    assert (journal.unsaved, journal.read_only, journal.retry()) == (1, True, False)
    assert journal.trouble
    with Journal.open(path, clock) as again:
        assert not again.read_only


def test_a_folder_that_went_away_and_came_back_empty_gets_the_whole_journal(journal: Journal, path: Path) -> None:
    journal.commit(keep(*one_of_each()))
    shutil.rmtree(path.parent)
    journal.commit(keep(a_note("meanwhile")))
    assert "gone" in (journal.trouble or "")
    assert not path.parent.exists()
    path.parent.mkdir()
    assert journal.retry()
    assert list(read(path)) == list(journal.book)
    assert on_disk(path)["meta"][0]["program"] == "mentor-tui"


# A file that something else writes


def others(journal: Journal) -> list[bytes]:
    """What was set aside because something else had written it."""
    return [backup.path.read_bytes() for backup in journal.backups.all() if backup.why is Why.other]


@pytest.mark.parametrize("failed", [False, True], ids=["", "after a write that failed"])
def test_what_another_program_wrote_is_set_aside(journal: Journal, path: Path, failed: bool) -> None:
    journal.commit(keep(a_note("one")))
    if failed:
        with broken("replace"):
            journal.commit(keep(a_note("two")))
    path.write_bytes(b"{ spoilt")
    journal.commit(keep(a_note("three")))
    assert (journal.unsaved, journal.trouble) == (0, None)
    assert list(read(path)) == list(journal.book)
    assert others(journal) == [b"{ spoilt"]
    assert len(journal.notices) == 1
    assert "Another program had changed lima.json" in journal.notices[0]
    journal.commit(keep(a_note("four")))
    assert len(journal.notices) == 1


@pytest.mark.parametrize("large", [False, True])
def test_a_letter_that_another_program_changed_is_set_aside(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setattr("mentor_tui.data.storage.LARGE", 0)
    journal.commit(keep(a_note("one")))
    journal.commit(keep(a_note("two")))
    changed = path.read_bytes().replace(b'"two"', b'"too"')
    assert len(changed) == len(path.read_bytes())
    path.write_bytes(changed)
    journal.commit(keep(a_note("three")))
    assert (others(journal), texts(path)) == ([changed], ["one", "two", "three"])


def test_nothing_takes_the_place_of_what_could_not_be_set_aside(journal: Journal, path: Path) -> None:
    path.write_bytes(b"{ spoilt")
    with broken("open"):
        journal.commit(keep(a_note("one")))
    assert path.read_bytes() == b"{ spoilt"
    assert (journal.unsaved, bool(journal.trouble)) == (1, True)
    assert journal.retry()
    assert (texts(path), others(journal)) == (["one"], [b"{ spoilt"])


def test_what_was_set_aside_is_set_aside_once_and_told_when_ours_is_saved(journal: Journal, path: Path) -> None:
    path.write_bytes(b"{ spoilt")
    with failing("fsync", errno.EIO, 3):
        journal.commit(keep(a_note("one")))
        assert (journal.unsaved, journal.notices) == (1, [])
        journal.retry()
    assert journal.retry()
    assert (others(journal), len(journal.notices)) == ([b"{ spoilt"], 1)


def test_what_is_written_while_ours_is_on_its_way_is_set_aside(journal: Journal, path: Path) -> None:
    journal.commit(keep(a_note("one")))
    real = os.fsync

    def meanwhile(handle: int) -> None:
        path.write_bytes(b"{ from another program")
        real(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", meanwhile)
        journal.commit(keep(a_note("two")))
    assert path.read_bytes() == b"{ from another program"
    assert "Another program is writing the journal too" in (journal.trouble or "")
    assert journal.retry()
    assert (texts(path), others(journal)) == (["one", "two"], [b"{ from another program"])


def test_two_programs_that_take_no_heed_of_the_lock_lose_nothing(path: Path, clock: FixedClock) -> None:
    mine = Journal.create(path, a_mentorship(), clock)
    theirs = JournalFile(path, lambda _: pytest.fail("theirs was read from mine"))
    mentorship = theirs.load().records[0]
    theirs.save([a_note("theirs")])
    mine.commit(keep(a_note("mine")))
    mine.close()
    assert texts(path) == ["mine"]
    (other,) = others(mine)
    assert [record for record in understand(other, path).records if record.id == mentorship.id] == [mentorship]
    assert b'"theirs"' in other


def test_a_file_that_was_only_touched_or_put_back_is_ours(journal: Journal, path: Path) -> None:
    journal.commit(keep(a_note("one")))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    journal.commit(keep(a_note("two")))
    assert (texts(path), others(journal), journal.notices) == (["one", "two"], [], [])


def test_a_file_that_went_is_written_whole(journal: Journal, path: Path) -> None:
    journal.commit(keep(*one_of_each()))
    path.unlink()
    journal.commit(keep(a_note("meanwhile")))
    assert list(read(path)) == list(journal.book)


def run(code: str, path: Path) -> subprocess.Popen[str]:
    """Another program that runs ``code`` with the journal at ``path``."""
    root = str(Path(mentor_tui.__file__).parents[1])
    head = (
        "import os, sys\nfrom pathlib import Path\nfrom mentor_tui.clock import SystemClock\n"
        "from mentor_tui.core.book import Change\nfrom mentor_tui.core.records import Note, make\n"
        "from mentor_tui.data.journal import Journal\nclock = SystemClock()\npath = Path(sys.argv[1])\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code, str(path)],
        env={**os.environ, "PYTHONPATH": root},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_crash_in_the_middle_of_a_write(path: Path, clock: FixedClock) -> None:
    Journal.create(path, a_mentorship(), clock).close()
    before = path.read_bytes()
    code = (
        "journal = Journal.open(path, clock)\nos.replace = lambda *_: os._exit(3)\n"
        "journal.commit(Change('keep', (make(Note, clock.now(), text='lost in the crash'),)))\n"
    )
    with run(code, path) as crashed:
        crashed.communicate(timeout=60)
    assert crashed.returncode == 3
    assert path.read_bytes() == before
    assert len(left_over(path)) == 1
    with Journal.open(path, clock) as again:
        assert not again.read_only
        assert left_over(path) == []
        again.commit(keep(a_note("after")))
    assert texts(path) == ["after"]


# Two at once


def test_the_second_window_only_reads(journal: Journal, path: Path, clock: FixedClock) -> None:
    journal.commit(keep(a_note("one")))
    before = path.read_bytes()
    with Journal.open(path, clock) as second:
        assert second.read_only
        assert [note.text for note in second.book.notes()] == ["one"]
        for attempt in (lambda: second.commit(keep(a_note("two"))), second.undo, second.redo):
            with pytest.raises(
                ReadOnly, match=r"another window since \d\d:\d\d, on this computer; this one only reads\."
            ):
                attempt()
        assert [note.text for note in second.book.notes()] == ["one"]
    assert path.read_bytes() == before
    journal.close()
    with Journal.open(path, clock) as third:
        assert not third.read_only


@pytest.mark.parametrize(
    ("computer", "account", "hours", "words"),
    [
        ("", "", 0, "since HH:MM, on this computer"),
        ("", "ada", 0, "since HH:MM, on this computer, by ada"),
        ("THEATRE-PC", "", 0, "since HH:MM, on THEATRE-PC"),
        ("THEATRE-PC", "ada", 48, "since DAY HH:MM, on THEATRE-PC, by ada"),
    ],
)
def test_who_has_it_is_told_in_plain_words(
    clock: FixedClock, computer: str, account: str, hours: int, words: str
) -> None:
    """Neither the number of the program nor one's own name: what helps is when, and at which computer."""
    since = clock.now()
    holder = Holder(computer or platform.node(), account or getpass.getuser(), 4242, since)
    local = since.astimezone()
    expected = words.replace("HH:MM", f"{local:%H:%M}").replace("DAY", f"{local:%a %d %b}")
    assert holder.words(since + timedelta(hours=hours)) == expected


def test_another_program_holds_the_lock_until_it_ends(path: Path, clock: FixedClock) -> None:
    Journal.create(path, a_mentorship(), clock).close()
    code = (
        "journal = Journal.open(path, clock)\nprint(journal.read_only, flush=True)\nsys.stdin.readline()\nos._exit(0)"
    )
    with run(code, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        with Journal.open(path, clock) as mine:
            assert mine.read_only
            with pytest.raises(ReadOnly):
                mine.commit(keep(a_note()))
        other.communicate("go\n", timeout=60)
    with Journal.open(path, clock) as mine:
        assert not mine.read_only


def test_reading_takes_no_lock_and_makes_no_file(path: Path, clock: FixedClock) -> None:
    Journal.create(path, a_mentorship(), clock).close()
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()
    with Journal.open(path, clock, write=False) as reader:
        assert reader.read_only
        with pytest.raises(ReadOnly, match="only for reading"):
            reader.commit(keep(a_note()))
        with Journal.open(path, clock) as writer:
            assert not writer.read_only
    assert {found.name for found in path.parent.iterdir()} <= {"lima.json", "lima.json.lock"}
    path.with_name("lima.json.lock").unlink(missing_ok=True)
    Journal.open(path, clock, write=False).close()
    assert [found.name for found in path.parent.iterdir()] == ["lima.json"]


def test_a_folder_that_may_not_be_written_to_can_be_read(path: Path, clock: FixedClock) -> None:
    Journal.create(path, a_mentorship(), clock).close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mentor_tui.data.lock.FileLock.acquire", fail_with(errno.EROFS))
        with Journal.open(path, clock) as journal:
            assert journal.book.mentorship.mentor == "Dr Lima"
            with pytest.raises(ReadOnly, match=r"cannot be locked \(the disk is read-only\)"):
                journal.commit(keep(a_note()))


def test_a_closed_journal_takes_nothing(path: Path, clock: FixedClock) -> None:
    journal = Journal.create(path, a_mentorship(), clock)
    journal.close()
    journal.close()
    before = path.read_bytes()
    with pytest.raises(ReadOnly, match="closed"):
        journal.commit(keep(a_note()))
    assert (journal.retry(), path.read_bytes()) == (True, before)


# Files that are not as they should be

META = '"meta": {"1": {"program": "mentor-tui", "format": 1}}'
SEALED = META.replace("1}}", "2}}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cut off"),
        ('{"meta": {"1": {"program": "mentor-tui", "form', "cut off"),
        ("[]", "not a journal"),
        ("{}", "not a journal of mentor-tui"),
        ('{"meta": {"1": {"program": "other", "format": 1}}}', "not a journal of mentor-tui"),
        ('{"meta": {"1": {"program": "mentor-tui", "format": "1"}}}', "not a journal of mentor-tui"),
        ('{"meta": {"1": {"program": "mentor-tui", "format": true}}}', "not a journal of mentor-tui"),
        ('{"meta": {"1": {"program": "mentor-tui", "format": 0}}}', "not a journal of mentor-tui"),
        (f"{{{META}}}", "names no mentor and mentee"),
        (f"{{{SEALED}}}", "names no mentor and mentee"),
        (f'{{{META}, "notes": {{"7": {{"id": "x"}}}}}}', "do not make sense"),
        (f'{{{SEALED}, "notes": {{"7": {{"id": "x"}}}}}}', "entry 7 of its notes does not make sense"),
        (f'{{{META}, "goals": {{"2": {"[" * 400 + "]" * 400}}}}}', "not a journal"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_a_broken_journal_is_told_and_left(path: Path, clock: FixedClock, content: str, said: str, write: bool) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    for _ in range(2):  # The first attempt holds no lock that stands in the second's way.
        with pytest.raises(BrokenJournal, match=said) as caught:
            Journal.open(path, clock, write=write)
    assert "\n" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


@pytest.mark.parametrize(("field", "value"), [("text", 5), ("lane", "world"), ("created_at", "soon"), ("asked", "yes")])
def test_a_record_that_does_not_fit_is_named(
    journal: Journal, path: Path, clock: FixedClock, field: str, value: object
) -> None:
    journal.commit(keep(a_note("one"), a_note("two")))
    journal.close()
    with TinyDB(path) as db:
        db.table("notes").update({field: value}, doc_ids=[2])
    before = path.read_bytes()
    with pytest.raises(BrokenJournal, match="entry 2 of its notes"):
        Journal.open(path, clock)
    assert path.read_bytes() == before


def test_a_newer_journal_can_only_be_read(journal: Journal, path: Path, clock: FixedClock) -> None:
    journal.commit(keep(a_note("plain"), a_note("of a kind to come")))
    journal.close()
    with TinyDB(path) as db:
        db.table("meta").update({"format": FORMAT + 1, "something": "new"})
        db.table("notes").update({"kind": "drawing"}, doc_ids=[2])
    with pytest.raises(BrokenJournal, match="checksum"):
        Journal.open(path, clock)
    path.write_bytes(encode(json.loads(path.read_bytes())))
    before = path.read_bytes()
    with Journal.open(path, clock) as newer:
        assert [note.text for note in newer.book.notes()] == ["plain"]
        with pytest.raises(ReadOnly, match=r"newer mentor-tui wrote this mentorship.* 1 entries of it are not shown"):
            newer.commit(keep(a_note()))
    assert path.read_bytes() == before


def test_what_a_terminal_would_obey_does_not_get_in(journal: Journal, path: Path, clock: FixedClock) -> None:
    item = Item(id="i", title="plain", minutes=5, share=5)
    journal.commit(
        keep(a_note("plain"), make(Session, NOON, number=1, title="t", agenda="a", minutes=60, items=(item,)))
    )
    journal.close()
    with TinyDB(path) as db:
        db.table("notes").update({"text": "\x1b[2Jred\u202eflag"})
        (session,) = db.table("sessions").all()
        session["items"][0]["title"] = "\x1b]0;title\x07goals"
        db.table("sessions").update({"items": session["items"]})
    take_as_it_is(path, clock)
    with Journal.open(path, clock) as again:
        assert [note.text for note in again.book.notes()] == ["redflag"]
        assert again.book.sessions[0].items[0].title == "goals"


@pytest.mark.parametrize("stamp", ["2026-11-26T12:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_an_instant_that_no_zone_can_show_is_refused(
    journal: Journal, path: Path, clock: FixedClock, stamp: str
) -> None:
    journal.commit(keep(a_note("one")))
    journal.close()
    with TinyDB(path) as db:
        db.table("notes").update({"created_at": stamp})
    with pytest.raises(BrokenJournal, match="entry 1 of its notes does not make sense"):
        take_as_it_is(path, clock)


# Any course of events

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.tuples(st.integers(0, 5), st.text().map(clean)), max_size=3)),
        st.tuples(st.just("delete"), st.integers(0, 5)),
        st.tuples(st.sampled_from(["undo", "redo", "retry", "mend", "reopen"]), st.none()),
        st.tuples(st.just("break"), st.sampled_from(["open", "write", "fsync", "replace", "folder"])),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS)
def test_any_course_of_events_is_read_back_as_it_was_left(steps: list[tuple[str, Any]]) -> None:
    clock = FixedClock()
    kinds: list[Record] = [a_note(), a_note(), make(Goal, NOON, text=""), make(Goal, NOON, text="")]
    kinds += [make(Action, NOON, text=""), make(Answer, NOON, key="k", question="q", text="")]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # What is asked here does not turn on the power failing.
        patch.setattr(os, "fsync", lambda _: None)
        path = Path(folder) / "lima.json"
        journal = Journal.create(path, a_mentorship(), clock)
        damage = ""
        for step, detail in steps:
            clock.go()
            with broken(damage) if damage else nullcontext():
                match step:
                    case "put":
                        puts = (touch(kinds[n], clock.now(), text=text) for n, text in detail)
                        journal.commit(keep(*puts))
                    case "delete":
                        journal.commit(keep(touch(kinds[detail], clock.now(), deleted_at=clock.now())))
                    case "undo":
                        journal.undo()
                    case "redo":
                        journal.redo()
                    case "retry":
                        journal.retry()
                    case "reopen" if not damage:
                        journal.close()
                        journal = Journal.open(path, clock)
            damage = detail if step == "break" else "" if step == "mend" else damage
            if journal.trouble is None:
                assert journal.unsaved == 0
                assert list(read(path)) == list(journal.book)
        assert journal.retry()
        journal.close()
        assert list(read(path)) == list(journal.book)
        ids = [document["id"] for table in KINDS for document in on_disk(path).get(table, [])]
        assert len(ids) == len(set(ids))
        assert left_over(path) == []
