"""A journal read without its lock, and never written. Light: nothing of what writes is imported."""

from __future__ import annotations

import os

from mentor_tui.data.journal_file import Loaded, read_journal
from mentor_tui.data.names import no_journal


def read_unlocked(folder: str | os.PathLike[str], name: str) -> Loaded:
    """What the journal called ``name`` holds. Raises FileNotFoundError, BrokenJournal and OSError, each with a plain
    sentence, as ``Journal.open`` does.
    """
    path = os.path.join(folder, f"{name}.json")
    try:
        return read_journal(path)
    except FileNotFoundError:
        raise no_journal(os.path.basename(path)) from None
    except OSError as error:
        from mentor_tui.data.faults import unreadable

        raise unreadable(os.path.basename(path), error) from error
