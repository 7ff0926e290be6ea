"""A journal read without its lock, and never written. Light: nothing of what writes is imported."""

from __future__ import annotations

import os

from mentor_tui.core.guard import one_line
from mentor_tui.data.journal_file import Loaded, read_journal


def read_unlocked(folder: str | os.PathLike[str], name: str) -> Loaded:
    """What the journal called ``name`` holds. Raises FileNotFoundError, BrokenJournal and OSError, each with a plain
    sentence, as ``Journal.open`` does.
    """
    path = os.path.join(folder, f"{name}.json")
    try:
        return read_journal(path)
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no journal {one_line(os.path.basename(path))}.") from None
    except OSError as error:
        from mentor_tui.data.faults import reason

        raise OSError(f"{one_line(os.path.basename(path))} cannot be read: {reason(error)}.") from error
