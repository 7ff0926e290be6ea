"""Files that are not what they should be: a clear sentence, no traceback, and not a byte of theirs changed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentor_tui.core.book import Book
from mentor_tui.core.records import Note, make
from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import Loaded, read_journal, understand
from mentor_tui.data.storage import LARGEST, BrokenJournal
from tests.conftest import NOW, FixedClock
from tests.test_journal import a_mentorship, keep, one_of_each


def _good(extra: int) -> bytes:
    """The bytes of a journal with some records."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lima.json"
        with Journal.create(path, a_mentorship(), FixedClock()) as journal:
            journal.commit(keep(*one_of_each(), *(make(Note, NOW, text=f"line {n}") for n in range(extra))))
        return path.read_bytes()


GOOD = _good(5)
OTHER = _good(9)
BOOK = list(Book(understand(GOOD, Path("lima.json")).records))


def opened(content: bytes) -> Loaded | None:
    """What a file with this content is read as; None when it is refused, as it should be: told, and left alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lima.json"
        path.write_bytes(content)
        try:
            Journal.open(path, FixedClock()).close()
            found = read_journal(path)
        except BrokenJournal as error:
            said = str(error)
            assert said.startswith("lima.json cannot be read: ")
            assert said.endswith("The file was left as it is.")
            assert "\n" not in said
            assert len(said) < 250
            found = None
        assert path.read_bytes() == content
        return found


@settings(max_examples=150)
@given(at=st.integers(0, len(GOOD) - 3))
def test_cut_off_anywhere(at: int) -> None:
    assert opened(GOOD[:at]) is None


@settings(max_examples=200)
@example(at=GOOD.index(b'"format": 4') + 10, bit=0)  # as if a newer version had written it
@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_a_bit_that_flipped(at: int, bit: int) -> None:
    spoilt = bytearray(GOOD)
    spoilt[at] ^= 1 << bit
    found = opened(bytes(spoilt))
    # Only white space may differ and mean nothing.
    assert found is None or (list(found.records) == BOOK and chr(GOOD[at]).isspace())


@settings(max_examples=150)
@given(st.data())
def test_two_journals_spliced(data: st.DataObject) -> None:
    """As a disk leaves it that had room for the beginning of the new file only."""
    at = data.draw(st.integers(1, len(GOOD) - 3))
    resume = data.draw(st.sampled_from([at, data.draw(st.integers(0, len(OTHER)))]))
    mixed = GOOD[:at] + OTHER[resume:]
    found = opened(mixed)
    # Where nothing but white space between the words differs from one of the two, it is that one.
    assert found is None or json.loads(mixed) in (json.loads(GOOD), json.loads(OTHER))


def _remove(tables: dict[str, Any]) -> None:
    tables["notes"].popitem()


def _double(tables: dict[str, Any]) -> None:
    tables["notes"]["77"] = dict(tables["notes"]["1"])


def _alter(tables: dict[str, Any]) -> None:
    tables["notes"]["1"]["text"] += "!"


def _swap(tables: dict[str, Any]) -> None:
    notes = tables["notes"]
    notes["2"], notes["3"] = notes["3"], notes["2"]


def _age(tables: dict[str, Any]) -> None:
    tables["meta"]["1"]["writings"] = 1


def _unseal(tables: dict[str, Any]) -> None:
    del tables["meta"]["1"]["checksum"]


def _strip(tables: dict[str, Any]) -> None:
    del tables["meta"]["1"]["records"]


def _backdate(tables: dict[str, Any]) -> None:
    tables["meta"]["1"]["format"] = 1


@pytest.mark.parametrize("change", [_backdate, _remove, _double, _alter, _swap, _age, _unseal, _strip])
def test_what_parses_and_was_changed_is_noticed(change: Callable[[dict[str, Any]], None]) -> None:
    tables = json.loads(GOOD)
    change(tables)
    assert opened(json.dumps(tables).encode()) is None


def test_another_layout_of_the_same_records_is_no_change() -> None:
    found = opened(json.dumps(json.loads(GOOD)).encode())
    assert found is not None
    assert list(found.records) == BOOK


META = '"meta":{"1":{"program":"mentor-tui","format":3}}'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(
    st.binary(max_size=300)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from(["meta", "notes", "sessions", "x"]), JSON).map(
        lambda value: json.dumps(value).encode()
    )
    | JSON.map(lambda value: f'{{{META},"notes":{{"1":{json.dumps(value)}}}}}'.encode())
)
def test_foreign_content(content: bytes) -> None:
    assert opened(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"meta":' * 200_000,
        (f'{{{META},"notes":{{"1":' + '{"text":' * 100_000).encode(),
        (f'{{{META},"goals":{{"1":' + "[" * 5000 + "]" * 5000 + "}}").encode(),
        (f'{{{META},"notes":{{"{"9" * 5000}":{{}}}}}}').encode(),
        (f'{{{META},"notes":{{"1":{{"order":{"9" * 5000}}}}}}}').encode(),
        b'{"meta":{"1":{"program":"mentor-tui","format":1e999}}}',
        b"\xef\xbb\xbf" + GOOD,
        GOOD.decode().encode("utf-16"),
        GOOD + GOOD,
        b"\x00" * 4096,
        b"",
    ],
    ids=range(12),
)
def test_deep_wide_and_strange(content: bytes) -> None:
    assert opened(content) is None


def test_a_file_that_claims_a_gigabyte_is_not_read(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "lima.json"
    path.write_bytes(GOOD)
    os.truncate(path, 2**30)
    assert path.stat().st_size > LARGEST
    with pytest.raises(BrokenJournal, match="1,024 MB large, more than a journal can be"):
        Journal.open(path, clock)
    assert path.stat().st_size == 2**30


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, clock: FixedClock) -> None:
    os.mkfifo(tmp_path / "lima.json")
    (tmp_path / "silva.json").mkdir()
    for name in ("lima", "silva"):
        with pytest.raises(BrokenJournal, match="it is not a file"):
            Journal.open(tmp_path / f"{name}.json", clock)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("place", ["lima.json.lock", "backups/lima/000002-20261123T140000Z-start.json"])
def test_a_link_in_the_place_of_a_file_of_ours_is_refused(tmp_path: Path, place: str) -> None:
    victim = tmp_path / "victim"
    folder = tmp_path / "journals"
    path, clock = folder / "lima.json", FixedClock()
    Journal.create(path, a_mentorship(), clock).close()
    link = folder / place
    link.unlink(missing_ok=True)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(victim)
    with Journal.open(path, clock) as journal:
        if place.endswith(".lock"):
            assert journal.closed_to.startswith("this mentorship cannot be locked (a link stands in the file's place)")
        else:
            journal.commit(keep(make(Note, NOW, text="kept")))
            with pytest.raises(OSError, match="link"):
                journal.backups.make(b"copy", 2, Why.start, journal.clock.now())
    assert (victim.exists(), link.is_symlink()) == (False, True)
