"""The seal of a journal: how many records it holds, their checksum, and how often it was written."""

from __future__ import annotations

from typing import Any

import msgspec

from mentor_tui.core.sums import sha256

Tables = dict[str, dict[str, Any]]

PROGRAM = "mentor-tui"
META = "meta"
CHECKSUM = "checksum"


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
    """The bytes of a journal, sealed anew. Tables that are no journal of ours have no seal."""
    meta = meta_of(tables)
    rest = {name: rows for name, rows in tables.items() if name != META}
    records = msgspec.json.encode(rest)
    if meta:
        meta["writings"] = writings(tables) + 1
        meta["records"] = count(tables)
        meta[CHECKSUM] = _checksum(tables[META], records)
    whole = records
    if META in tables:
        head = msgspec.json.encode({META: tables[META]})
        whole = head[:-1] + b"," + records[1:] if rest else head
    return msgspec.json.format(whole, indent=1) + b"\n"


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
    if meta[CHECKSUM] != _checksum(tables[META], msgspec.json.encode(rest)):
        return "its checksum is wrong: it was damaged, or changed by another program"
    return ""


def _checksum(meta: dict[str, Any], records: bytes) -> str:
    about = {number: {key: row[key] for key in row if key != CHECKSUM} for number, row in meta.items()}
    return sha256(msgspec.json.encode(about) + records).hexdigest()
