"""A journal that stands on disk as this program writes it, read in one pass; any other is left to closer looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from mentor_tui.core.guard import clean
from mentor_tui.core.records import KINDS, Mentorship, Record
from mentor_tui.data.entries import Entry
from mentor_tui.data.seal import META, Tables, is_sealed
from mentor_tui.data.versions import FORMAT, format_of

# Instants within these make sense in every zone; those near the ends of the calendar are looked at one by one.
_FIRST, _LAST = datetime(1002, 1, 1, tzinfo=UTC), datetime(8998, 1, 1, tzinfo=UTC)
_SAFE = bytes(range(0x20, 0x7F)).replace(b"{", b"")  # what is safe in any place, but for what keeps records apart
_TAGS = range(0xE0000, 0xE0080)
_ESCAPED = {b'"', b"n", b"t"}  # what may stand after a backslash


class Verbatim(msgspec.Struct, frozen=True):
    """What a journal says of itself, its JSON without white space, and its records by table and number."""

    meta: Tables
    packed: bytes
    tables: dict[str, dict[int, Record]]


def read_verbatim(raw: bytes) -> Verbatim | None:
    """What the bytes of a journal hold, when they are of today's format, their seal is right, and nothing in them is to
    be mended; None otherwise.
    """
    try:
        packed = msgspec.json.format(raw, indent=-1)
        found = _decoder().decode(packed)
        tables: dict[str, dict[int, Record]] = {name: getattr(found, name) for name in KINDS}
        meta = {META: getattr(found, META)}
        fine = (
            format_of(meta) == FORMAT
            and list(meta[META]) == ["1"]
            and is_sealed(packed, meta, sum(map(len, tables.values())))
            and any(record.deleted_at is None for record in tables[_PAIRS].values())
            and min(map(min, filter(None, tables.values()))) > 0
            and all(_times_make_sense(KINDS[name], rows.values()) for name, rows in tables.items())
            and _is_clean(packed)
        )
    except (ValueError, TypeError, RecursionError):
        return None
    return Verbatim(meta, packed, tables) if fine else None


def cut_out(packed: bytes) -> Tables:
    """The tables in the packed JSON that ``read_verbatim`` gave, each document as an entry that needs no encoding."""
    pieces, laid_out = _PIECES.decode(packed), _PIECES.decode(msgspec.json.format(packed, indent=1))
    tables: Tables = {META: {number: msgspec.json.decode(row) for number, row in pieces.pop(META).items()}}
    for name, rows in pieces.items():
        tables[name] = {
            number: Entry(number, None, b'"%b":%b' % (of, row), b',\n  "%b": %b' % (of, laid_out[name][number]))
            for number, row in rows.items()
            if (of := number.encode())
        }
    return tables


_PIECES = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


_PAIRS = next(name for name, kind in KINDS.items() if kind is Mentorship)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    """Reads all tables at once. Numbers have to be whole and written the shortest way; an unknown table is refused."""
    fields: list[Any] = [(META, dict[str, dict[str, Any]])]
    for name, kind in KINDS.items():
        fields.append((name, dict[int, kind], msgspec.field(default_factory=dict)))  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Whole", fields, forbid_unknown_fields=True))


@cache
def _instants(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that hold instants."""
    every = {name: of for each in kind.__mro__ for name, of in getattr(each, "__annotations__", {}).items()}
    return tuple(name for name, of in every.items() if of in (datetime, datetime | None))


def _times_make_sense(kind: type[Record], records: Iterable[Record]) -> bool:
    """Whether all instants are far from the ends of the calendar. Raises TypeError for one that has no zone."""
    for name in _instants(kind):
        found = list(filter(None, map(attrgetter(name), records)))
        if found and not _FIRST < min(found) <= max(found) < _LAST:
            return False
    return True


def _is_clean(packed: bytes) -> bool:
    """Whether ``clean`` would leave each text in these bytes of JSON as it is; False also where that is not sure.

    What is safe is taken out first. What is left of a record comes to stand together, which can only make the runs
    longer that ``clean`` looks for; but it may make a flag of tags that stood alone.
    """
    if not set(_escapes(packed)) <= _ESCAPED:
        return False
    if packed.isascii():
        return b"\x7f" not in packed
    packed.decode()  # whole, as what is left may make sense where it did not
    rest = packed.translate(None, _SAFE).decode()
    return clean(rest) == rest and not any(ord(sign) in _TAGS for sign in set(rest))


def _escapes(packed: bytes) -> Iterator[bytes]:
    """What stands after each backslash, but for those that stand for one themselves."""
    pieces = iter(packed.split(b"\\")[1:])
    for after in pieces:
        if after:
            yield after[:1]
        else:
            next(pieces, None)  # plain text, up to the next backslash
