"""Types words that stand nowhere else into the real program, ends it in every way, and looks for them everywhere.

They may be in the journal, its backups, its drafts, and an export that was asked for; and on the screen while the
program had it. All the logs and pictures that Textual can make are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.runs import BREAKS, ENDS, Run
from tests.terminal import Terminal
from tests.torture.outcome import Outcome

# What a terminal is told that is no picture: titles, the clipboard, addresses, notices, and strings for devices.
_STRINGS = re.compile(rb"\x1b([\]P_^X])(.*?)(?:\x07|\x1b\\|\Z)", re.DOTALL)
POINTER = b"22;"  # the shape of the mouse's pointer


def run(count: int, seed: int = 1) -> Outcome:
    """Type and end ``count`` times, in each way in turn; every second time round with an export."""
    random = Random(seed)
    failures: list[str] = []
    for number in range(count):
        way, export = [*ENDS][number % len(ENDS)], bool(number // len(ENDS) % 2)
        canary = "Zq" + "".join(random.choices("bcdfghjklmnpqrstvwxyz", k=8))
        with TemporaryDirectory(prefix="mentor-tui-traces-") as folder, Terminal(120, 36) as terminal:
            try:
                home = Path(folder) / "home"
                program = Run(terminal, home, BREAKS if way == "crash" else "")
                round_ = _Round(program, canary)
                round_.type(export=export)
                found = [*program.end(way), *round_.traces(way)]
            except AssertionError as error:
                found = [str(error)]
        failures += [f"{number}, {way}{' and an export' if export else ''}: {problem}" for problem in found]
    return Outcome("words outside journal, backups and drafts", count, failures)


class _Round:
    """A run of the program, and the word that is looked for."""

    def __init__(self, run: Run, canary: str) -> None:
        self._run = run
        self._terminal = run.terminal
        self._canary = canary
        self._export = run.home / "asked-for.md"

    def type(self, *, export: bool) -> None:
        """Type the word everywhere, and ask for a file with it."""
        screen, canary = self._terminal, self._canary
        self._run.keep(f"! {canary} done @me ^fri", f"[ ] {canary} done")
        if export:
            screen.press("f8")
            screen.wait_for("held", "The file, for you both")
            screen.press("f9")
            screen.wait_for("Save the notes as")
            screen.press("ctrl+u")
            screen.type(f"{self._export}\n")
            screen.wait_gone("Save the notes as")
            screen.press("f3")
            screen.wait_for("Arrive", "Type and press Enter")
        self._run.type_everywhere(canary)

    def traces(self, way: str) -> Iterator[str]:
        """Where the word is and should not be; also when it is nowhere, which would prove nothing."""
        run, canary, output = self._run, self._canary.encode(), bytes(self._terminal.output)
        (name,) = run.shelf.names()
        journal = run.shelf.path(name)
        own = [run.data / "backups", run.data / "drafts"]
        there = run.found(self._canary)
        for path in there:
            # A write that was killed leaves its file, which the next start takes away.
            cut = way == "kill" and path.parent == run.data and path.name.startswith(f".{journal.name}.")
            if path not in (journal, self._export) and not cut and not any(path.is_relative_to(each) for each in own):
                yield f"it is in {path.relative_to(run.home)}"
        if journal not in there:
            yield "it is not in the journal"
        if self._export.exists() and self._export not in there:
            yield "it is not in the export"
        if bool(run.reports()) != (way == "crash"):
            yield f"the reports are {run.reports()}"
        before, _, shown = output.partition(b"\x1b[?1049h")
        _, left, after = output.rpartition(b"\x1b[?1049l")
        if canary in before or (left and canary in after):
            yield "it was written outside the program's own screen"
        if canary not in shown:
            yield "it was never shown"
        for kind, text in _STRINGS.findall(output):
            if kind != b"P" and not (kind == b"]" and text.startswith(POINTER)):
                yield f"the terminal was told {kind + text[:40]!r}"
            elif canary in text:
                yield f"the terminal was told it with {kind + text[:10]!r}"
