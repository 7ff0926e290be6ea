"""Records that wait for the disk, kept among the drafts: the program may end before the journal has them."""

from __future__ import annotations

from mentor_tui.core.book import Book, Change
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import as_text, from_text

UNSAVED = "unsaved"  # the place of records that wait for the disk


def note_unsaved(journal: Journal, drafts: Drafts) -> None:
    """Have the drafts hold what is not in the journal's file yet."""
    if not journal.read_only:
        drafts.put(UNSAVED, as_text(journal.waiting))


def not_saved_before(book: Book, drafts: Drafts) -> Change | None:
    """What had not reached the journal when the program ended, as a change; None when nothing is missing."""
    fresh = []
    for record in from_text(drafts.get(UNSAVED)):
        there = book.get(type(record), record.id)
        if there is None or there.updated_at < record.updated_at:
            fresh.append(record)
    return Change("put back what was not saved", tuple(fresh)) if fresh else None
