"""Backups: made by themselves, thinned with sense, put back without losing what was there."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mentor_tui.core import meeting
from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import KEPT, Backups, Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.restore import InUse, restore_journal, take_journal
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.prompts.library import load_pack
from tests.conftest import NOW, FixedClock
from tests.test_journal import a_mentorship, broken, keep


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "lima.json"


def a_note(text: str) -> Note:
    return make(Note, NOW, text=text)


def texts(path: Path) -> list[str]:
    return [record.text for record in read_journal(path).records if isinstance(record, Note)]


def test_a_session_leaves_a_backup_at_its_start_and_its_end(path: Path, clock: FixedClock) -> None:
    pack = load_pack("isaps")
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.commit(keep(a_note("before")))
        assert journal.backups.all() == []
        journal.commit(meeting.start_session(journal.book, pack, clock.now()))
        clock.advance(3600)
        journal.commit(keep(a_note("in it")))
        live = journal.book.live
        assert live is not None
        journal.commit(meeting.step(live, "end", clock.now()))
        end, start = journal.backups.all()
    assert (start.why, end.why) == (Why.start, Why.end)
    assert (texts(start.path), texts(end.path)) == (["before"], ["before", "in it"])
    assert end.made_at - start.made_at == timedelta(hours=1)
    assert end.path.read_bytes() == path.read_bytes()


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(path: Path, clock: FixedClock) -> None:
    with Journal.create(path, a_mentorship(), clock) as journal:
        (path.parent / "backups").write_text("a file in the folder's place")
        journal.commit(Change("start", (a_note("kept"),), milestone="start"))
        assert (journal.unsaved, journal.trouble) == (0, None)
        assert journal.notices == [
            "The journal is saved, but its backup could not be made: a file stands where its folder should be."
        ]
    assert texts(path) == ["kept"]


def test_the_last_ten_stay_and_one_of_each_week_before(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "lima")
    first = datetime(2026, 1, 5, 12, tzinfo=NOW.tzinfo)  # a Monday
    for day in range(60):
        backups.make(str(day).encode(), day + 1, Why.start, first + timedelta(days=day))
    backups.make(b"theirs", 3, Why.other, first)
    backups.make(b"before", 4, Why.replaced, first)
    backups.thin()
    left = [int(backup.path.read_bytes()) for backup in backups.all() if backup.why is Why.start]
    # Days 50 to 59 are the last ten; days 49 and 50 are of the same week, and every Sunday is the last of its own.
    assert left == [*range(59, 49, -1), 48, 41, 34, 27, 20, 13, 6]
    assert len(left[:KEPT]) == 10
    assert {backup.why for backup in backups.all()} == {Why.start, Why.other, Why.replaced}
    backups.thin()
    assert len(backups.all()) == len(left) + 2


def test_order_is_that_of_writing_whatever_the_clock_said(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "lima")
    backups.make(b"first", 1, Why.start, NOW + timedelta(days=300))
    backups.make(b"second", 2, Why.end, NOW)
    backups.make(b"third", 3, Why.end, NOW - timedelta(days=300))
    assert [backup.path.read_bytes() for backup in backups.all()] == [b"third", b"second", b"first"]


def test_what_is_no_backup_is_let_be(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "lima")
    made = backups.make(b"one", 1, Why.start, NOW)
    strange = ["notes.txt", "000001-20261399T990000Z-start.json", "000002-20261123T140000Z-party.json", "x.json"]
    for name in strange:
        (backups.folder / name).write_text("{}")
    (backups.folder / "000009-20261123T140000Z-start.json").symlink_to(made)
    assert [backup.path for backup in backups.all()] == [made]
    backups.thin()
    assert {found.name for found in backups.folder.iterdir()} >= set(strange)


def test_the_same_bytes_are_kept_once_and_others_beside_them(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "lima")
    paths = [backups.make(content, 1, Why.other, NOW) for content in (b"one", b"two", b"one", b"two")]
    assert paths[:2] == paths[2:]
    assert sorted(backup.path.read_bytes() for backup in backups.all()) == [b"one", b"two"]


# Putting one back


@pytest.fixture
def spoilt(path: Path, clock: FixedClock) -> Backups:
    """A journal that was backed up twice, went on, and was spoilt."""
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.commit(Change("one", (a_note("one"),), milestone="start"))
        journal.commit(Change("two", (a_note("two"),), milestone="end"))
        journal.commit(keep(a_note("three")))
    path.write_bytes(path.read_bytes()[:-40])
    return Backups(path.parent / "backups" / "lima")


def test_a_backup_takes_the_place_of_a_spoilt_journal(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    before = path.read_bytes()
    newest, _ = next(spoilt.good())
    kept = restore_journal(path, newest, clock)
    assert kept is not None
    assert kept.read_bytes() == before
    assert texts(path) == ["one", "two"]
    with Journal.open(path, clock) as journal:
        journal.commit(Change("four", (a_note("four"),), milestone="end"))
        # What comes after is the newest, although an older backup was put back.
        assert journal.backups.all()[0].path.read_bytes() == path.read_bytes()
    assert texts(path) == ["one", "two", "four"]


def test_a_spoilt_backup_is_passed_over_and_never_put_back(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    newest, older = spoilt.all()
    newest.path.write_bytes(newest.path.read_bytes().replace(b'"two"', b'"owt"'))
    assert [backup for backup, _ in spoilt.good()] == [older]
    before = path.read_bytes()
    with pytest.raises(BrokenJournal, match="checksum"):
        restore_journal(path, newest, clock)
    assert path.read_bytes() == before
    assert [backup.why for backup in spoilt.all()] == [Why.end, Why.start]


def test_a_journal_that_is_gone_comes_back(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    path.unlink()
    assert restore_journal(path, spoilt.all()[1], clock) is None
    assert texts(path) == ["one"]


def test_nothing_is_put_into_a_journal_that_is_open(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    newest, _ = next(spoilt.good())
    restore_journal(path, newest, clock)
    with Journal.open(path, clock):
        before = path.read_bytes()
        with pytest.raises(InUse, match=r"lima\.json is open in another window since"):
            restore_journal(path, newest, clock)
    assert path.read_bytes() == before
    restore_journal(path, newest, clock)


def test_a_full_disk_changes_nothing(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    before = path.read_bytes()
    with broken("replace"), pytest.raises(OSError):
        restore_journal(path, spoilt.all()[0], clock)
    assert path.read_bytes() == before
    restore_journal(path, spoilt.all()[0], clock)
    assert texts(path) == ["one", "two"]


def test_a_journal_changed_by_hand_can_be_taken_as_it_is(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    restore_journal(path, spoilt.all()[0], clock)
    changed = path.read_bytes().replace(b'"two"', b'"two, changed by hand"')
    path.write_bytes(changed)
    with pytest.raises(BrokenJournal, match="its checksum is wrong"):
        Journal.open(path, clock)
    kept = take_journal(path, clock)
    assert kept is not None
    assert kept.read_bytes() == changed
    assert texts(path) == ["one", "two, changed by hand"]


def test_a_journal_whose_records_make_no_sense_is_not_taken(path: Path, clock: FixedClock, spoilt: Backups) -> None:
    before = path.read_bytes()
    with pytest.raises(BrokenJournal):
        take_journal(path, clock)
    assert path.read_bytes() == before
