"""The folder of journals: their names, and a list that one broken journal does not spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from mentor_tui.core.records import Record
from mentor_tui.data.journal import Journal
from mentor_tui.data.seal import encode
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import BrokenJournal, decode
from mentor_tui.data.versions import FORMAT, STEPS
from tests.test_journal import FixedClock, a_mentorship, a_note, keep

JOURNALS = Path(__file__).parent / "journals"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "journals")


def fill(shelf: Shelf, *names: str) -> None:
    for name in names:
        Journal.create(shelf.path(name), a_mentorship(), FixedClock()).close()


def test_nothing_is_made_before_a_journal_is(shelf: Shelf, clock: FixedClock) -> None:
    assert (shelf.names(), list(shelf.each())) == ([], [])
    assert shelf.fresh_name(a_mentorship()) == "dr-lima"
    assert shelf.path("dr-lima") == shelf.folder / "dr-lima.json"
    with pytest.raises(LookupError, match="none"):
        shelf.find("dr-lima")
    with pytest.raises(FileNotFoundError):
        shelf.open("dr-lima", clock)
    assert not shelf.folder.exists()


def test_make_and_open(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.create(a_mentorship(), clock) as journal:
        journal.commit(keep(a_note("kept")))
        assert journal.name == "dr-lima"
    with shelf.create(a_mentorship(), clock) as second:
        assert second.name == "dr-lima-2"
    assert shelf.names() == ["dr-lima", "dr-lima-2"]
    with shelf.open("dr-lima", clock) as again:
        assert [note.text for note in again.book.notes()] == ["kept"]
        assert not again.read_only


@pytest.mark.parametrize(
    ("partner", "name"),
    [
        ("Dr Lima", "dr-lima"),
        ("  Prof. José  Ñúñez-O'Brien ", "prof-jose-nunez-o-brien"),
        ("Søren Łukasz Weiß", "soren-lukasz-weiss"),
        ("ÆØÅ", "aeoa"),
        ("山田太郎", "mentorship"),
        ("", "mentorship"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "mentorship-con"),
        ("lpt1", "mentorship-lpt1"),
        ("aux.", "mentorship-aux"),
        ("A" * 60, "a" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_a_name_that_every_system_takes(shelf: Shelf, partner: str, name: str) -> None:
    assert shelf.fresh_name(a_mentorship(partner)) == name


def test_a_name_that_is_taken_gets_a_number_and_stays_short(shelf: Shelf) -> None:
    fill(shelf, "a" * 40, "a" * 38 + "-2", "DR-lima", "mentorship")
    assert shelf.fresh_name(a_mentorship("A" * 60)) == "a" * 38 + "-3"
    assert shelf.fresh_name(a_mentorship("dr lima")) == "dr-lima-2"
    assert shelf.fresh_name(a_mentorship("李")) == "mentorship-2"
    shelf.path("dr-lima-2").mkdir()
    assert shelf.fresh_name(a_mentorship("dr lima")) == "dr-lima-3"


def test_only_journals_are_named(shelf: Shelf) -> None:
    fill(shelf, "b", "a")
    (shelf.folder / ".hidden.json").write_text("{}")
    (shelf.folder / ".a.json.0123456789ab.tmp").write_text("{}")
    (shelf.folder / "notes.md").write_text("")
    (shelf.folder / "folder.json").mkdir()
    assert shelf.names() == ["a", "b"]


def test_find(shelf: Shelf) -> None:
    fill(shelf, "lima", "lima-2", "Okafor")
    assert shelf.find("lima") == "lima"
    assert shelf.find("LIMA") == "lima"
    assert shelf.find("ok") == "Okafor"
    assert shelf.find("Lima-") == "lima-2"
    with pytest.raises(LookupError, match="more than one mentorship is called li; there are: Okafor, lima, lima-2"):
        shelf.find("li")
    with pytest.raises(LookupError, match="no mentorship is called x; there are: Okafor, lima, lima-2"):
        shelf.find("x")


@pytest.mark.parametrize("name", ["../outside", "a/b", "", ".", "..", ".hidden"])
def test_no_name_leads_out_of_the_folder(shelf: Shelf, tmp_path: Path, clock: FixedClock, name: str) -> None:
    Journal.create(tmp_path / "outside.json", a_mentorship(), clock).close()
    fill(shelf, "lima")
    Journal.create(shelf.folder / "a" / "b.json", a_mentorship(), clock).close()
    with pytest.raises(FileNotFoundError, match="There is no journal"):
        shelf.open(name, clock)
    with pytest.raises(FileNotFoundError, match="There is no journal"):
        shelf.read(name)


def _newer(path: Path) -> None:
    tables = decode(path.read_bytes(), path)
    tables["meta"]["1"]["format"] = FORMAT + 1
    tables["notes"] = {"7": {"id": "of a kind to come"}}
    path.write_bytes(encode(tables))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILS: list[Callable[[Path], object]] = [
    *(partial(shutil.copy, JOURNALS / f"format-{number}.json") for number in STEPS),
    _newer,
    _folder,
    Path.unlink,
    lambda path: path.write_bytes(path.read_bytes()[:-9]),
    lambda path: path.write_bytes(path.read_bytes().replace(b"Lima", b"Lina")),
    lambda path: path.write_bytes(b'{"meta": {}}'),
]


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_is_read_without_a_lock_is_what_is_opened(
    shelf: Shelf, clock: FixedClock, spoil: Callable[[Path], object]
) -> None:
    fill(shelf, "lima")
    shelf.path("lima").with_name("lima.json.lock").unlink(missing_ok=True)
    spoil(shelf.path("lima"))
    before = {found.name: found.is_dir() or found.read_bytes() for found in shelf.folder.iterdir()}

    def told(records: Callable[[], Iterable[Record]]) -> object:
        try:
            return list(records())
        except (OSError, BrokenJournal) as error:
            return type(error), str(error)

    def opened() -> list[Record]:
        with shelf.open("lima", clock) as journal:
            return list(journal.book)

    read = told(lambda: shelf.read("lima"))
    assert {found.name: found.is_dir() or found.read_bytes() for found in shelf.folder.iterdir()} == before
    assert told(opened) == read


def test_a_journal_that_is_open_is_read_too(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.create(a_mentorship(), clock) as journal:
        assert shelf.read(journal.name).mentorship == journal.book.mentorship
        journal.commit(keep(a_note("kept")))
        assert [note.text for note in shelf.read(journal.name).notes()] == ["kept"]
        assert not journal.read_only


def test_one_broken_journal_does_not_hide_the_others(shelf: Shelf, clock: FixedClock) -> None:
    fill(shelf, "a", "c")
    shelf.path("b").write_bytes(b"{ half")
    shelf.path("d").write_text('{"meta": {"1": {"program": "mentor-tui", "format": 9}}}')
    before = {found.name: found.read_bytes() for found in shelf.folder.iterdir()}
    with shelf.open("a", clock) as held:
        entries = list(shelf.each())
        assert [entry.name for entry in shelf.each(but="c")] == ["a", "b", "d"]
        assert not held.read_only
    assert [entry.name for entry in entries] == ["a", "b", "c", "d"]
    assert [entry.book is not None for entry in entries] == [True, False, True, False]
    assert entries[1].trouble.startswith("b.json cannot be read: ")
    assert "newer version" in entries[3].trouble
    assert {found.name: found.read_bytes() for found in shelf.folder.iterdir()} == before
