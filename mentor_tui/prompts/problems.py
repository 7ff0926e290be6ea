"""What can be wrong with a pack, told to the person who edits it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.core.guard import one_line

if TYPE_CHECKING:
    from pathlib import Path


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing wrong in one file of a pack.

    ``file`` is the path inside the pack's folder, with ``/`` on every system; ``line`` counts from 1; ``what`` says
    what is wrong and ``mend`` how to write it, each in whole sentences.
    """

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.mend}"


class PackError(ValueError):
    """A pack that cannot be used; ``problems`` holds everything that was found in ``folder``."""

    def __init__(self, folder: Path, problems: Iterable[Problem]) -> None:
        self.folder = folder
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"The programme pack in {folder} has {count} problem{'' if count == 1 else 's'}:"
        super().__init__("\n".join([head, *map(str, self.problems)]))


class UnknownPack(LookupError):
    """There is no pack of that name; ``names`` are the ones there are."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        self.name = name
        self.names = tuple(names)
        super().__init__(
            f"There is no programme pack called {shown(name)}. There is: {', '.join(self.names) or 'none'}."
        )


class Report:
    """Collects the problems of a pack while it is read; ``sources`` are the bytes of its files, by ``folder/file``."""

    def __init__(self) -> None:
        self.sources: dict[str, bytes] = {}
        self._found: list[Problem] = []

    def add(self, file: str, line: int, what: str, mend: str) -> None:
        """Keep one problem; arguments as the fields of ``Problem``."""
        # Even the name of a file may hold what a terminal would obey.
        self._found.append(Problem(one_line(file), line, one_line(what), one_line(mend)))

    @property
    def problems(self) -> list[Problem]:
        """Everything found, once each, by file and line."""
        return sorted(set(self._found))


def shown(text: object) -> str:
    """A piece of a file in quotes, safe to print and short enough for a line."""
    flat = one_line(str(text))
    return f"'{flat[:37]}...'" if len(flat) > 40 else f"'{flat}'"


def hint(word: str, known: Iterable[str]) -> str:
    """Which of the ``known`` words was probably meant, or all of them; one sentence."""
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(word, names, 1, 0.6)
    if near:
        return f"Did you mean {near[0]}?"
    return f"It can be: {', '.join(names)}." if names else "There is none yet."
