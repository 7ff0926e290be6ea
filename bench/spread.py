"""What a number of measurements say, and a row of the table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Spread(NamedTuple):
    """The median of measurements, with the smallest and the largest. ``unit`` is s, B (bytes), or empty."""

    middle: float
    least: float
    most: float
    unit: str = "s"

    @classmethod
    def of(cls, found: Sequence[float], unit: str = "s") -> Spread:
        """The spread of measurements. Raises ValueError when there are none."""
        if not found:
            raise ValueError("nothing was measured")
        return cls(median(found), min(found), max(found), unit)

    def __str__(self) -> str:
        if self.least == self.most:
            return shown(self.middle, self.unit)
        return f"{shown(self.middle, self.unit)} ({shown(self.least, self.unit)} to {shown(self.most, self.unit)})"


class Row(NamedTuple):
    """One line of the table: what was measured, beside its floor, and what is to be reached.

    ``limit`` is the largest ratio that reaches it; without a floor the largest value, in the unit of ``ours``. ``why``
    explains the figure; ``missing`` says why there is nothing to measure.
    """

    title: str
    why: str
    ours: Spread | None
    floor: Spread | None = None
    limit: float | None = None
    missing: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the floor, by their medians."""
        if self.ours is None or self.floor is None or not self.floor.middle:
            return None
        return self.ours.middle / self.floor.middle

    @property
    def reached(self) -> bool | None:
        """Whether it is reached; None when there is nothing to say."""
        if self.ours is None or self.limit is None:
            return None
        # What is only counted has to be right in itself, whatever the floor does.
        found = self.ours.middle if self.floor is None or not self.ours.unit else self.ratio
        return None if found is None else found <= self.limit


def nth(found: Sequence[float], part: float) -> float:
    """The value that ``part`` of all measurements do not exceed (0.95 for the 95th percentile)."""
    ordered = sorted(found)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The power of its size with which a time grows: the slope of least squares through the logarithms of both."""
    xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def shown(value: float, unit: str) -> str:
    """A value in words that can be compared: milliseconds, seconds or megabytes."""
    if unit == "B":
        return f"{value / 1e6:.1f} MB"
    if unit != "s":
        return f"{value:g}"
    if value >= 10:
        return f"{value:.1f} s"
    milli = value * 1000
    digits = 0 if milli >= 100 else 1 if milli >= 10 else 2 if milli >= 0.1 else 4
    return f"{milli:,.{digits}f} ms"
