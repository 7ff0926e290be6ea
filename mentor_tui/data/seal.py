"""The seal of a journal: how many records it holds, their checksum, and how often it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core.sums import sha256
from mentor_tui.data.entries import Entry, folded

if TYPE_CHECKING:
    from hashlib import _Hash as Sum

Tables = dict[str, dict[str, Any]]

PROGRAM = "mentor-tui"
META = "meta"
CHECKSUM = "checksum"
TYPICAL = 350  # bytes of a document
PIECE = 200  # documents that are joined for the checksum: new room for all of them would take longer than the sum


def meta_of(tables: Tables) -> dict[str, Any]:
    """What a journal says of itself; empty for what is not one of ours."""
    rows = tables.get(META) or {}
    found: Any = next(iter(rows.values()), {})
    return found if isinstance(found, dict) and found.get("program") == PROGRAM else {}


def writings(tables: Tables) -> int:
    """How often the journal was written, as it says; 0 where it says nothing."""
    found = meta_of(tables).get("writings")
    return found if type(found) is int and found > 0 else 0


def encode(tables: Tables) -> bytes:
    """The bytes of a journal, sealed anew. Tables that are no journal of ours have no seal.

    Documents are left in ``tables`` as entries, so that what was encoded for one write is not encoded again for the
    next.
    """
    rest = {name: folded(rows) for name, rows in tables.items() if name != META}
    meta = meta_of(tables)
    if meta:
        meta["writings"] = writings(tables) + 1
        meta["records"] = count(tables)
        meta[CHECKSUM] = _checksum(tables[META], _packed(rest), sha256(TYPICAL * meta["records"]))
    return b"".join(_laid_out({META: folded(tables[META].copy()), **rest} if META in tables else rest))


def count(tables: Tables) -> int:
    """How many records there are."""
    return sum(len(rows) for name, rows in tables.items() if name != META)


def flaw(tables: Tables) -> str:
    """What shows that a sealed journal is not as it was written, as the end of a sentence; empty when it is."""
    meta = meta_of(tables)
    there, said = count(tables), meta.get("records")
    if type(said) is not int or not isinstance(meta.get(CHECKSUM), str):
        return "its checksum is missing: it was cut, or changed by another program"
    if there != said:
        return f"it should hold {said} records and holds {there}: it was cut, or changed by another program"
    rest = {name: rows for name, rows in tables.items() if name != META}
    records = msgspec.json.encode(rest)
    if meta[CHECKSUM] != _checksum(tables[META], (records,), sha256(len(records))):
        return "its checksum is wrong: it was damaged, or changed by another program"
    return ""


def is_sealed(packed: bytes, meta: Tables, records: int) -> bool:
    """Whether the seal is right for a journal as it is written: ``packed`` is its JSON without white space, ``meta``
    what it says of itself, ``records`` how many there are. False also for one that is right, but written another way.
    """
    said, head = meta_of(meta), msgspec.json.encode(meta)[:-1] + b","
    if type(said.get("records")) is not int or said["records"] != records or not packed.startswith(head):
        return False
    rest = (b"{", memoryview(packed)[len(head) :])
    return bool(said.get(CHECKSUM) == _checksum(meta[META], rest, sha256(len(packed))))


def _checksum(meta: dict[str, Any], records: Iterable[bytes | memoryview], found: Sum) -> str:
    about = {number: {key: row[key] for key in row if key != CHECKSUM} for number, row in meta.items()}
    found.update(msgspec.json.encode(about))
    for piece in records:
        found.update(piece)
    return found.hexdigest()


def _packed(tables: dict[str, list[Entry]]) -> Iterator[bytes]:
    """Tables as ``msgspec.json.encode`` gives them, in pieces."""
    before = b"{"
    for name, rows in tables.items():
        yield b"%b%b:{" % (before, msgspec.json.encode(name))
        packed = [row.packed for row in rows]
        for at in range(0, len(rows), PIECE):
            yield b",".join(packed[at : at + PIECE])
            yield b"," if at + PIECE < len(rows) else b""
        yield b"}"
        before = b","
    yield b"}" if tables else b"{}"


def _laid_out(tables: dict[str, list[Entry]]) -> Iterator[bytes]:
    """Tables as ``msgspec.json.format`` lays them out, with a line end, in pieces."""
    before = b"{\n"
    for name, rows in tables.items():
        yield b"%b %b: {" % (before, msgspec.json.encode(name))
        if rows:
            yield rows[0].laid_out.removeprefix(b",")
            yield from [row.laid_out for row in rows[1:]]
            yield b"\n "
        yield b"}"
        before = b",\n"
    yield b"\n}\n" if tables else b"{}\n"
