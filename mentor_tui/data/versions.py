"""The formats of the journal: which ones there were, and the steps from each to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from mentor_tui.data.seal import META, Tables, meta_of

FORMAT = 4
SEALED_SINCE = 2  # every later format keeps the seal, or a damaged number of the format would pass for a newer one


def format_of(tables: Tables) -> int:
    """The format a journal says it has; 0 for what is no journal of ours."""
    found = meta_of(tables).get("format")
    return found if type(found) is int and found > 0 else 0


def upgrade(tables: Tables) -> Tables:
    """``tables``, changed in place, in today's format. They must be of an older one or of today's.

    Raises ValueError, TypeError and KeyError for records that make no sense.
    """
    for number in range(format_of(tables), FORMAT):
        STEPS[number](tables)
        next(iter(tables[META].values()))["format"] = number + 1
    return tables


def _give_order(tables: Tables) -> None:
    """1 to 2: each record says when it came in relation to the others; until then only the time told."""
    kinds = ("mentorships", "sessions", "notes", "actions", "goals", "checks", "answers")
    records = [record for kind in kinds for record in tables.get(kind, {}).values()]
    records.sort(key=lambda record: msgspec.convert(record["created_at"], datetime))
    for number, record in enumerate(records, 1):
        record["order"] = number


def _new_kinds(_tables: Tables) -> None:
    """2 to 3: kinds of records were added (reviews, ratings, signatures, contacts), and fields with defaults."""


def _new_fields(_tables: Tables) -> None:
    """3 to 4: fields with defaults were added (archived mentorships, reasons, how a goal came along)."""


STEPS: dict[int, Callable[[Tables], None]] = {1: _give_order, 2: _new_kinds, 3: _new_fields}
