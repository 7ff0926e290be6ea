"""A journal's documents as JSON, so that one more line encodes one more document and not all of them again."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping
from typing import Any

import msgspec

# A document stands two levels deep in the file; what stands around it is cut off again.
_AROUND = (b'{"":{', b"}}")
_BEFORE, _AFTER = len(b'{\n "": {'), len(b"\n }\n}")


class Entry(msgspec.Struct, eq=False, gc=False):
    """A document under its number, kept as the bytes that a write needs: as the checksum takes it (``packed``), and as
    it is laid out in the file, with a comma before it. Looked into, it is a dict until it is folded again.

    To TinyDB it is the mapping that it reads and updates.
    """

    number: str
    fields: dict[str, Any] | None
    packed: bytes = b""
    laid_out: bytes = b""

    def fold(self) -> None:
        """Make the bytes of what is open."""
        self.packed = msgspec.json.encode({self.number: self.fields})[1:-1]
        self.laid_out = b"," + msgspec.json.format(self.packed.join(_AROUND), indent=1)[_BEFORE:-_AFTER]
        self.fields = None

    def _open(self) -> dict[str, Any]:
        if self.fields is None:
            (self.fields,) = msgspec.json.decode(b"{%b}" % self.packed, type=dict[str, dict[str, Any]]).values()
        return self.fields

    def update(self, fields: Mapping[str, Any]) -> None:
        """As that of a dict."""
        self._open().update(fields)

    def keys(self) -> KeysView[str]:
        """As those of a dict."""
        return self._open().keys()

    def __getitem__(self, name: str) -> Any:
        return self._open()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._open())

    def __len__(self) -> int:
        return len(self._open())

    def __eq__(self, other: object) -> bool:
        return self._open() == (other._open() if isinstance(other, Entry) else other)

    __hash__ = None  # type: ignore[assignment]


def folded(rows: dict[str, Any]) -> list[Entry]:
    """The documents of a table as entries, which take their places in it, all of them folded."""
    for number, row in rows.items():
        if type(row) is not Entry:
            rows[number] = row = Entry(number, row)
        if row.fields is not None:
            row.fold()
    return list(rows.values())
