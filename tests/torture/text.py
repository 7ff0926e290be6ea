"""Hostile text everywhere: through functions, into fields, and shown."""

from __future__ import annotations

from tests.torture import fields, functions, shown
from tests.torture.outcome import Outcome


def run(count: int) -> Outcome:
    """So many texts through each of the three."""
    parts = [part.run(count) for part in (functions, fields, shown)]
    failures = [f"{part.name}: {failure}" for part in parts for failure in part.failures]
    return Outcome("hostile text", sum(part.count for part in parts), failures)
