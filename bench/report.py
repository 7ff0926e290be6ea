"""The table: printed, and written between two marks into ``docs/performance.md``."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.growth import LINEAR, Curve
from bench.programs import ROOT
from bench.spread import Row, shown

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- what make bench measured: from here -->", "<!-- what make bench measured: up to here -->"


def head(command: str) -> str:
    """When, where and how it was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("textual", "rich", "tinydb", "msgspec"))
    machine = f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores"
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y, %H:%M} UTC with Python {platform.python_version()}, {libraries}; "
        f"{machine}; by `{command}`."
    )


def table(rows: Iterable[Row]) -> str:
    """Ours beside the floors, as a Markdown table."""
    lines = ["| figure | ours | floor | ratio | to reach | |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        ours = row.missing if row.ours is None else str(row.ours)
        floor = "" if row.floor is None else str(row.floor)
        ratio = "" if row.ratio is None or row.ours is None or not row.ours.unit else f"{row.ratio:.2f}"
        lines.append(f"| {row.title} | {ours} | {floor} | {ratio} | {_limit(row)} | {_verdict(row)} |")
    return "\n".join(lines)


def _limit(row: Row) -> str:
    if row.limit is None:
        return ""
    if row.ours is not None and not row.ours.unit:
        return "none" if row.limit == 0 else f"at most {row.limit:g}"
    if row.floor is None and row.ours is not None:
        return f"under {shown(row.limit, row.ours.unit)}"
    return f"at most {row.limit:g}"


def _verdict(row: Row) -> str:
    return {True: "reached", False: "NOT reached", None: "not measured"}[row.reached]


def explained(rows: Iterable[Row]) -> str:
    """One line on each figure."""
    return "\n".join(f"- **{row.title}**: {row.why}" for row in rows)


def grown(found: Sequence[Curve]) -> str:
    """The curves as a Markdown table."""
    sizes = sorted({size for curve in found for size in curve.sizes})
    heads = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| with so many records | {heads} | exponent | at the end |", f"| --- |{' --- |' * (len(sizes) + 2)}"]
    for curve in found:
        times = dict(zip(curve.sizes, curve.times, strict=True))
        cells = " | ".join(shown(times[size], "s") if size in times else "too long" for size in sizes)
        is_ours = not curve.title.startswith("floor")
        worse = " (worse than linear)" if is_ours and curve.last > LINEAR else ""
        lines.append(f"| {curve.title} | {cells} | {curve.exponent:.2f} | {curve.last:.2f}{worse} |")
    return "\n".join(lines)


def whole(rows: Sequence[Row], found: Sequence[Curve], command: str) -> str:
    """All that stands between the marks."""
    parts = [head(command)]
    if rows:
        told = (
            "Each value is a median, with the smallest and the largest in brackets; the ratio is that of the medians."
        )
        parts += [told, table(rows), "What each figure is:", explained(rows)]
    if found:
        told = (
            "How it grows: the exponent is that of least squares through the logarithms over all sizes; at the end it "
            "is that of the last step alone, where what is fixed counts least. 1 is linear."
        )
        parts += [told, grown(found)]
    return "\n\n".join(parts)


def write(text: str, path: Path = DOCUMENT) -> None:
    """Put a report between the marks of a document, in the place of the one before. Raises ValueError without marks."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} has no place for what was measured")
    path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
