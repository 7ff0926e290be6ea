"""What is quick about a journal's file changes nothing: read in one pass or looked at closely, encoded anew or kept."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from mentor_tui.core.book import Change
from mentor_tui.core.guard import clean
from mentor_tui.core.records import KINDS, Action, Note, Record, make, touch
from mentor_tui.data.entries import Entry
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal, sealed_anew, understand
from mentor_tui.data.seal import META, Tables, encode, flaw, meta_of
from mentor_tui.data.storage import BrokenJournal, decode
from mentor_tui.data.verbatim import Verbatim, _instants, cut_out, read_verbatim
from tests.conftest import NOW, FixedClock
from tests.test_hostile_files import GOOD
from tests.test_journal import a_mentorship, keep

PATH = Path("lima.json")


def by_the_library(tables: Tables) -> bytes:
    """The bytes of tables as msgspec makes them of all at once, with the seal that they have."""
    rest = {name: rows for name, rows in tables.items() if name != META}
    ordered = {META: tables[META], **rest} if META in tables else rest
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n"


def closely(raw: bytes) -> tuple[Record, ...] | None:
    """The records in a journal's bytes, each looked at by itself; None when it is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mentor_tui.data.journal_file.read_verbatim", lambda _: None)
        try:
            return understand(raw, PATH).records
        except BrokenJournal:
            return None


def records_of(whole: Verbatim) -> tuple[Record, ...]:
    """The records that were read in one pass."""
    return tuple(record for rows in whole.tables.values() for record in rows.values())


def made(change: Any) -> bytes:
    """A journal with its seal after a change to its tables."""
    tables = json.loads(GOOD)
    change(tables)
    return encode(tables)


# --- reading

SIGNS = (
    'ab \n\t\r\b\f\\"/<é東م\x00\x1b\x7f\x85\x9b\u2028\u202e\u200b\u200d\ufeff\u0301\u115f\U0001f3f4\U000e0067\U000e007f'
)
RUNS = ("\u0301" * 31, "\u200d\u200d", "\\u202e", "a\u0301", "\U0001f468\u200d\U0001f469", "C:\\rest")
LETTERS = st.sampled_from([*SIGNS, *RUNS])
TEXTS = st.lists(LETTERS, max_size=12).map("".join) | st.text(max_size=20)


def test_what_the_program_writes_is_read_in_one_pass(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "lima.json"
    with Journal.create(path, a_mentorship(), clock) as journal:
        texts = ["São Paulo – “quoted”", "two\nlines\tand a tab", "/ < & 100 %", "東京 سلام \N{FAMILY}"]
        for text in (*texts, "C:\\rest", "\\\n\\\\u \\", *["e\u0301 and on"] * 40):
            journal.commit(keep(make(Note, NOW, text=text)))
    whole = read_verbatim(path.read_bytes())
    assert whole is not None
    assert records_of(whole) == read_journal(path).records == closely(path.read_bytes())
    tables = cut_out(whole.packed)
    assert tables == decode(path.read_bytes(), path)
    assert encode(tables) == by_the_library({**decode(path.read_bytes(), path), META: tables[META]})


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
@example(["\U0001f3f4x\U000e0067\U000e007f"])  # no flag: with the letter taken out it would be one
@example(["\u200d", "\u200d"])
@example(["\u0301" * 30, "\u0301"])
def test_text_that_is_not_clean_is_looked_at_closely(texts: list[str]) -> None:
    def put(tables: dict[str, Any]) -> None:
        for number, text in enumerate(texts, 1):
            tables["notes"][str(number)]["text"] = text

    raw = made(put)
    assert flaw(decode(raw, PATH)) == ""
    whole, found = read_verbatim(raw), understand(raw, PATH).records
    assert whole is None or records_of(whole) == found
    assert found == closely(raw)
    kept = [record.text for record in found if isinstance(record, Note)][: len(texts)]
    assert kept == [clean(text) for text in texts]


INSTANTS = [
    *("2026-11-26T12:00:00", "2026-11-26T12:00:00+05:30", "soon", 5, None),
    *("0001-01-01T00:00:00Z", "1000-12-31T23:00:00Z", "1001-01-01T00:00:00Z"),
    *("8999-12-31T23:59:59Z", "9000-01-01T00:00:00Z", "9000-01-01T01:00:00+14:00"),
]


@pytest.mark.parametrize("kind", KINDS.values())
def test_no_field_that_holds_an_instant_is_left_out(kind: type[Record]) -> None:
    fields = msgspec.structs.fields(kind)
    assert set(_instants(kind)) == {field.name for field in fields if "datetime.datetime" in str(field.type)}
    assert {"created_at", "updated_at", "deleted_at"} <= set(_instants(kind))


@pytest.mark.parametrize("instant", INSTANTS)
@pytest.mark.parametrize("place", [("notes", "created_at"), ("sessions", "paused_at"), ("actions", "closed_at")])
def test_instants_are_taken_or_refused_alike(place: tuple[str, str], instant: object) -> None:
    def put(tables: dict[str, Any]) -> None:
        next(iter(tables[place[0]].values()))[place[1]] = instant

    raw = made(put)
    whole, found = read_verbatim(raw), closely(raw)
    assert whole is None or records_of(whole) == found
    if found is None:
        with pytest.raises(BrokenJournal):
            understand(raw, PATH)
    else:
        assert understand(raw, PATH).records == found


def _renumbered(number: str) -> Any:
    return lambda tables: tables["notes"].update({number: tables["notes"].pop("1")})


@pytest.mark.parametrize(
    "change",
    [
        *map(_renumbered, ("0", "-1", "-0", "01", "1e3", "a", "99999999999999999999")),
        lambda tables: tables.update(strange={"1": {"id": "x"}}),
        lambda tables: tables["notes"]["1"].update(strange="kept"),
        lambda tables: tables["notes"]["1"].pop("lane"),
        lambda tables: tables["notes"]["1"].pop("text"),
        lambda tables: tables["notes"]["1"].update(order=1.0),
        lambda tables: tables["notes"].clear(),
        lambda tables: tables["mentorships"].clear(),
        lambda tables: tables["mentorships"]["1"].update(deleted_at="2026-11-26T12:00:00Z"),
        lambda tables: tables["meta"]["1"].update(format=3),
        lambda tables: tables["meta"]["1"].update(format=5),
        lambda tables: tables["meta"].update({"2": {"program": "other"}}),
        lambda tables: tables["meta"]["1"].update(strange=[1, 2]),
    ],
    ids=range(19),
)
def test_what_was_changed_and_sealed_is_understood_alike(change: Any) -> None:
    raw = made(change)
    whole, found = read_verbatim(raw), closely(raw)
    assert whole is None or records_of(whole) == found
    try:
        assert understand(raw, PATH).records == found
    except BrokenJournal:
        assert found is None


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_not_read_in_one_pass(at: int, bit: int) -> None:
    spoilt = bytearray(GOOD)
    spoilt[at] ^= 1 << bit
    assert read_verbatim(bytes(spoilt)) is None or chr(GOOD[at]).isspace()


# --- writing

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.text(max_size=4), JSON, max_size=4)
NUMBERS = st.sampled_from(["1", "2", "3", "10"])
TABLES = st.dictionaries(
    st.sampled_from(["notes", "actions", 'a "name"', "é"]), st.dictionaries(NUMBERS, DOCUMENTS, max_size=4), max_size=3
)
OURS = {"program": "mentor-tui", "format": 4}
HEADS = st.sampled_from([{}, {META: {"1": OURS}}, {META: {}}, {META: {"1": {"program": "other"}}}])
EDITS = st.lists(st.tuples(st.sampled_from(["notes", "actions"]), NUMBERS, DOCUMENTS, st.booleans()), max_size=6)


@settings(max_examples=200, deadline=None)
@given(head=HEADS, tables=TABLES, edits=EDITS)
def test_what_is_kept_encoded_is_what_would_be_encoded_anew(head: Tables, tables: Tables, edits: list[Any]) -> None:
    kept: Tables = copy.deepcopy({**tables, **head})
    plain = copy.deepcopy(kept)
    for edit in [None, *edits]:
        if edit is not None:
            name, number, fields, afresh = edit
            for each in (kept, plain):
                rows = each.setdefault(name, {})
                if afresh or number not in rows:
                    rows[number] = copy.deepcopy(fields)
                else:
                    rows[number].update(copy.deepcopy(fields))
        raw = encode(kept)
        if meta_of(kept):
            plain[META] = copy.deepcopy(kept[META])
            assert flaw(json.loads(raw)) == ""
        assert raw == by_the_library(plain)
        assert kept == plain


def test_an_entry_is_a_document_like_any_other() -> None:
    entry = Entry("7", {"text": "one", "tags": [1]})
    entry.fold()
    assert (entry.packed, entry.fields) == (b'"7":{"text":"one","tags":[1]}', None)
    fields = {"text": "one", "tags": [1]}
    assert (dict(entry), list(entry), len(entry), entry["tags"]) == (fields, ["text", "tags"], 2, [1])
    assert entry == fields == Entry("8", fields)
    entry.update({"text": "two", "tags": {}})
    entry.fold()
    assert entry.packed == b'"7":{"text":"two","tags":{}}'
    assert entry.laid_out == b',\n  "7": {\n   "text": "two",\n   "tags": {}\n  }'


def test_every_write_is_what_the_library_makes_of_all(tmp_path: Path, clock: FixedClock) -> None:
    """New lines, changed ones, undo and redo, a second program that reads and goes on, and what TinyDB itself reads."""
    path = tmp_path / "lima.json"

    def checked(journal: Journal) -> None:
        raw = path.read_bytes()
        assert raw == by_the_library(json.loads(raw))
        assert flaw(json.loads(raw)) == ""
        assert list(read_journal(path).records) == list(journal.book)

    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.commit(keep(*(make(Note, NOW, text=f"line {n}") for n in range(3))))
        checked(journal)
    with Journal.open(path, clock) as journal:
        first, *rest = journal.book.notes()
        for change in (
            Change("change", (touch(first, NOW, text="changed"), touch(rest[1], NOW, deleted_at=NOW))),
            keep(make(Action, NOW, text="to do"), touch(first, NOW, asked=True), make(Note, NOW, text="more")),
        ):
            journal.commit(change)
            checked(journal)
        while journal.undo():
            checked(journal)
        while journal.redo():
            checked(journal)
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        assert [note["text"] for note in db.table("notes")] == ["line 0", "line 1", "line 2", "more"]


def test_a_field_that_this_version_does_not_know_stays_with_its_record(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "lima.json"
    number = next(number for number, row in json.loads(GOOD)["notes"].items() if row["text"] == "line 0")
    path.write_bytes(made(lambda tables: tables["notes"][number].update(mood="calm")))
    with Journal.open(path, clock) as journal:
        note = next(record for record in journal.book.every(Note) if record.text == "line 0")
        for text in ("changed", "changed again"):
            journal.commit(keep(touch(note, NOW, text=text)))
            kept = json.loads(path.read_bytes())["notes"][number]
            assert (kept["text"], kept["mood"]) == (text, "calm")


def test_a_journal_in_another_layout_is_written_in_ours(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "lima.json"
    path.write_bytes(json.dumps(json.loads(GOOD)).encode())
    with Journal.open(path, clock) as journal:
        journal.commit(keep(make(Note, NOW, text="more")))
    raw = path.read_bytes()
    assert raw == by_the_library(json.loads(raw))
    assert len(understand(raw, PATH).records) == len(understand(GOOD, PATH).records) + 1
    assert encode(sealed_anew(raw, PATH, 1)) != raw  # written once more, as it says


def test_a_number_is_given_out_once_though_an_id_stands_twice(tmp_path: Path, clock: FixedClock) -> None:
    def twice(tables: Tables) -> None:
        notes = tables["notes"]
        first, number = next(iter(notes.values())), max(map(int, notes))
        # Copied by hand above another: the earlier of the two has the higher number.
        notes[str(number + 2)] = {**first, "id": "twice"}
        notes[str(number + 1)] = {**first, "id": "twice", "text": "the second"}

    path = tmp_path / PATH
    path.write_bytes(made(twice))
    with Journal.open(path, clock) as journal:
        for text in ("one more", "and one"):
            (note,) = (note for note in journal.book.notes() if note.text == "the second")
            journal.commit(keep(make(Note, NOW, kind=note.kind, text=text, session_id=note.session_id)))
        assert journal.unsaved == 0
    with Journal.open(path, clock, write=False) as journal:
        assert {"the second", "one more", "and one"} <= {note.text for note in journal.book.notes()}


@pytest.mark.parametrize("number", ["01", "x", "2", "-0"])
def test_other_numbers_of_the_head_are_looked_at_closely(number: str) -> None:
    def renumber(tables: Tables) -> None:
        tables[META] = {number: tables[META]["1"]}

    assert read_verbatim(made(lambda _: None)) is not None
    assert read_verbatim(made(renumber)) is None


def test_bytes_that_are_no_text_are_looked_at_closely() -> None:
    def strange(tables: Tables) -> None:
        next(iter(tables["notes"].values()))["unknown"] = "Xa~"

    raw = made(strange)
    # Without the letter between them the two bytes would be one letter.
    broken = raw.replace(b"Xa~", b"\xc3a\xa9")
    assert read_verbatim(raw) is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mentor_tui.data.verbatim.is_sealed", lambda *_: True)
        assert read_verbatim(broken) is None
