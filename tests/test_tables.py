"""TinyDB's tables changed where they stand: they do what TinyDB's own do."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import delete
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from mentor_tui.data.tables import ByNumber, Database
from tests.known import sum_of

FIELDS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=1)
CHANGES = st.one_of(
    st.tuples(st.just("insert"), FIELDS),
    st.tuples(st.just("insert_multiple"), st.lists(FIELDS, max_size=3)),
    st.tuples(st.just("put"), st.tuples(st.integers(1, 9), FIELDS)),
    st.tuples(st.just("update"), st.tuples(FIELDS, st.lists(st.integers(1, 9), max_size=3))),
    st.tuples(st.just("update_all"), FIELDS),
    st.tuples(st.just("update_where"), st.tuples(FIELDS, st.integers(0, 3))),
    st.tuples(st.just("drop_field"), st.integers(0, 3)),
    st.tuples(st.just("remove"), st.lists(st.integers(1, 9), max_size=3)),
    st.tuples(st.just("upsert"), st.tuples(FIELDS, st.integers(0, 3))),
    st.tuples(st.just("truncate"), st.none()),
)


def changed(table: Table, name: str, about: Any) -> object:
    """What a change gives, or the kind of error that it raises."""
    try:
        match name:
            case "put":
                return table.insert_multiple([Document(about[1], doc_id=about[0])])
            case "update":
                return table.update(about[0], doc_ids=about[1])
            case "update_all":
                return table.update(about)
            case "update_where":
                return table.update(about[0], where("a") == about[1])
            case "drop_field":
                return table.update(delete("a"), where("a") == about)
            case "remove":
                return table.remove(doc_ids=about)
            case "upsert":
                return table.upsert(about[0], where("b") == about[1])
            case "truncate":
                table.truncate()
                return None
            case _:
                return getattr(table, name)(about)
    except (ValueError, KeyError) as error:
        return type(error)


@given(st.lists(st.tuples(st.sampled_from(["one", "two"]), CHANGES), max_size=12))
def test_changes_leave_what_those_of_tinydb_leave(changes: list[tuple[str, tuple[str, Any]]]) -> None:
    ours, theirs = Database(storage=MemoryStorage), TinyDB(storage=MemoryStorage)
    for table, (name, about) in changes:
        found, wanted = (changed(db.table(table), name, about) for db in (ours, theirs))
        assert found == wanted
        if not isinstance(wanted, type):  # what fails leaves ours half done; the storage forgets it then
            assert ours.storage.read() == theirs.storage.read()
            assert ours.table(table).all() == theirs.table(table).all()
        else:
            ours = Database(storage=MemoryStorage)
            ours.storage.write(deepcopy(theirs.storage.read() or {}))


def test_a_change_touches_only_what_it_changes() -> None:
    class Rows(dict[str, Any]):
        asked: ClassVar[list[str]] = []

        def __getitem__(self, name: str) -> Any:
            self.asked.append(name)
            return super().__getitem__(name)

        def items(self) -> Any:
            raise AssertionError("all of it was looked through")

        __iter__ = items

    db = Database(storage=MemoryStorage)
    rows = Rows({str(number): {"a": 0} for number in range(1, 100)})
    db.storage.write({"notes": rows})
    db.table("notes").update({"a": 1}, doc_ids=[7])
    db.table("notes").insert_multiple([Document({"a": 2}, doc_id=100)])
    assert set(rows.asked) == {"7", "100"}
    assert db.storage.read() == {"notes": rows}
    assert (dict.get(rows, "7"), dict.get(rows, "100")) == ({"a": 1}, {"a": 2})


def test_documents_by_number() -> None:
    rows = {"1": "one", "12": "twelve"}
    found = ByNumber(rows)
    assert (list(found), len(found), found[12], 1 in found, 2 in found) == ([1, 12], 2, "twelve", True, False)
    found[3] = "three"
    del found[1]
    assert rows == {"12": "twelve", "3": "three"}
    with pytest.raises(KeyError):
        found[1]


def test_tinydb_changes_a_table_as_it_is_known_to() -> None:
    """When this fails, see what changed, do alike in ``InPlace``, and put the sum here."""
    assert sum_of(Table._update_table) == "38caea1438f9"
