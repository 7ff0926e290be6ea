"""Journals of older formats: each is brought to today's, after a backup, by steps that have a stored file each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentor_tui.core.book import Change
from mentor_tui.core.records import Action, Note, make
from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal, ReadOnly
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.versions import FORMAT, STEPS
from tests.conftest import NOW, FixedClock
from tests.test_journal import broken

STORED = Path(__file__).parent / "journals"


@pytest.fixture(params=sorted(STEPS))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A journal of an older format."""
    return Path(shutil.copy(STORED / f"format-{request.param}.json", tmp_path / "lima.json"))


def test_every_format_there_was_has_its_step() -> None:
    assert sorted(STEPS) == list(range(1, FORMAT))


def test_an_old_journal_is_brought_to_todays_format(old: Path, clock: FixedClock) -> None:
    before = old.read_bytes()
    with Journal.open(old, clock) as journal:
        assert not journal.read_only
        (backup,) = journal.backups.all()
        assert (backup.why, backup.path.read_bytes()) == (Why.upgrade, before)
        journal.commit(Change("keep", (make(Note, NOW, text="after"),)))
        books = list(journal.book)
    found = read_journal(old)
    assert found.format == FORMAT
    assert list(found.records) == books
    with Journal.open(old, clock) as again:
        assert len(again.backups.all()) == 1


def test_nothing_of_it_is_changed(tmp_path: Path, clock: FixedClock) -> None:
    path = Path(shutil.copy(STORED / "format-1.json", tmp_path / "lima.json"))
    with Journal.open(path, clock) as journal:
        book = journal.book
        notes, actions = book.notes(), book.actions
    assert (len(book.sessions), len(notes), len(actions), len(book.goals)) == (4, 25, 11, 3)
    assert (book.mentorship.mentor, notes[0].created_at < notes[-1].created_at) == ("Dr Ada Sample", True)


def test_notes_and_actions_of_format_one_stay_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    found = read_journal(STORED / "format-1.json")
    records = sorted(found.records, key=lambda record: record.order)
    assert [record.order for record in records] == list(range(1, len(records) + 1))
    assert records == sorted(records, key=lambda record: record.created_at)
    assert {Note, Action} <= {type(record) for record in records}


def test_reading_alone_changes_no_file(old: Path, clock: FixedClock) -> None:
    before = old.read_bytes()
    with Journal.open(old, clock, write=False) as journal:
        assert journal.book.mentorship.mentor == "Dr Ada Sample"
    assert old.read_bytes() == before
    assert [found.name for found in old.parent.iterdir()] == ["lima.json"]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_without_a_backup_nothing_is_written(old: Path, clock: FixedClock, call: str) -> None:
    before = old.read_bytes()
    Journal.open(old, clock, write=False).close()
    with broken(call), Journal.open(old, clock) as journal:
        assert journal.read_only
        with pytest.raises(ReadOnly):
            journal.commit(Change("keep", (make(Note, NOW, text="no"),)))
    assert old.read_bytes() == before
    with Journal.open(old, clock) as journal:
        assert not journal.read_only
