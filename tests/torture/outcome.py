"""What a part of the torture came to."""

from __future__ import annotations

from typing import NamedTuple


class Outcome(NamedTuple):
    """The name of the part, how many things it tried, and what went wrong, each in a line; empty when all is well."""

    name: str
    count: int  # type: ignore[assignment]  # a tuple has a method of that name, which nobody asks for here
    failures: list[str]
