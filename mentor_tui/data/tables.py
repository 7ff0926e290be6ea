"""TinyDB with tables in which a change touches only the documents that it changes, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table


class ByNumber(MutableMapping[int, Any]):
    """Documents by their numbers, over the same documents by their numbers as text."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self._rows = rows

    def __getitem__(self, number: int) -> Any:
        return self._rows[str(number)]

    def __setitem__(self, number: int, row: Any) -> None:
        self._rows[str(number)] = row

    def __delitem__(self, number: int) -> None:
        del self._rows[str(number)]

    def __iter__(self) -> Iterator[int]:
        return map(int, self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class InPlace(Table):
    """A table that is changed where it stands; TinyDB's own copies all of it twice for each change.

    After a change that fails, what the storage holds in memory is not what it was.
    """

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        tables = self._storage.read() or {}
        updater(ByNumber(tables.setdefault(self.name, {})))
        self._storage.write(tables)
        self.clear_cache()


class Database(TinyDB):
    """TinyDB with such tables."""

    table_class = InPlace
