"""Drafts that do not show by themselves when a mentorship is opened: where to find them again."""

from __future__ import annotations

from mentor_tui.core import forms
from mentor_tui.data import unsaved
from mentor_tui.data.unsaved import UNSAVED
from mentor_tui.widgets.desk import Desk

__all__ = ["UNSAVED", "note_unsaved", "put_back", "rescue", "waiting"]

NEW = "A mentorship you were setting up was kept"  # the keys that lead to it differ from page to page
_PLACES = {
    "line": "A line you were typing was kept: F2 starts the session, and it stands in the line.",
    "goal": "A goal you were typing was kept: F7, then n.",
    "rhythm": "A rhythm you were typing was kept: Ctrl+N, then n.",
    "calendar": "A file name you were typing was kept: Ctrl+N, then c.",
    "next date": "The next date you were typing was kept: F4 before or after the session.",
    "question": "A question you were typing was kept: q before the session.",
    "action": "An action you were typing was kept: Ctrl+L, then n.",
    "brief": "A file name you were typing was kept: b before the session.",
    "contact": "A contact you were typing was kept: Ctrl+R, then n.",
    "own item": "An item you were adding was kept: Ctrl+G, then n, then an item of your own.",
    "mentorship": "Changes to the mentorship were kept: F9 before the session.",
}
_KINDS = {
    "goal": "A change to a goal was kept: F7, then Enter on the goal.",
    "edit": "New words for a line were kept: e on that line.",
    "date": "A date you were typing for a session was kept: Ctrl+N, then Enter on the session.",
    "shift": "A move of sessions you were typing was kept: Ctrl+N, then s on the session.",
    "due": "A date you were typing for an action was kept: m on that action.",
    "why": "A reason you were typing was kept: Ctrl+L, 4, then r on that action.",
    "split": "The parts of an action were kept: Ctrl+L, then s on that action.",
    "drop": "A reason you were typing was kept: F7, then x on the goal.",
    "save": "A file name you were typing was kept: F9 in that form.",
    "export": "A file name you were typing was kept: F9 at the end of that session.",
    "sign": "A name you were typing to sign was kept: Enter on that line of the form.",
    "review": "A review you were typing was kept: F7, then v on the goal.",
    "item": "A name you were typing for an item was kept: Ctrl+G, then e on the item.",
    "answer": "An answer you were typing was kept: it stands at its question.",
}

_WORDS = ("goal", "edit", "review", "why", "split", "drop")  # drafts of a record that hold words
_OF_RECORDS = (*_WORDS, "due", "export", "shift")


def note_unsaved(desk: Desk) -> None:
    """Have the drafts hold the records that wait for the disk: the program may end before the journal has them."""
    unsaved.note_unsaved(desk.journal, desk.drafts)


def put_back(desk: Desk) -> str:
    """Put records into the journal that had not reached it when the program ended; gives a sentence on that."""
    change = unsaved.not_saved_before(desk.book, desk.drafts)
    if change is None or desk.journal.read_only:
        return ""
    desk.do(change)
    return "What was not on disk yet when the program ended was put back."


def waiting(desk: Desk) -> list[str]:
    """A sentence for each kind of draft that is not on view, with the keys that lead to it."""
    live = desk.book.live
    item = live.item if live is not None else None
    deck = forms.deck_of(desk.pack, item)
    shown = {f"answer {question.key}" for question in deck.questions} if deck is not None else set()
    if live is not None:
        shown.add("line")
    told = []
    for place in desk.drafts.places:
        words = _PLACES.get(place) or _KINDS.get(place.partition(" ")[0], "")
        if words and place not in shown:
            told.append(words)
    return list(dict.fromkeys(told))


def rescue(desk: Desk) -> None:
    """Put words that were typed for a record that is gone into the line, where they show; drop what is no words.

    So goes a date for a session that is not to come any more.
    """
    drafts = desk.drafts
    if not drafts.places:
        return
    there = {record.id for record in desk.book if record.deleted_at is None}
    for place in drafts.places:
        kind, _, record_id = place.partition(" ")
        if place in _PLACES or kind not in _OF_RECORDS or record_id in there:
            continue
        if kind in _WORDS:
            fields, line = drafts.get(place), drafts.get("line")
            # The horizon is chosen, not typed, and alone says nothing.
            words = (line.get("aside", ""), *(text for name, text in fields.items() if name != "horizon"))
            drafts.put("line", {**line, "aside": "\n".join(filter(None, words))})
        drafts.drop(place)
    _rescue_dates(desk)


def _rescue_dates(desk: Desk) -> None:
    """Keep a date that was typed only where it is asked for: at a session to come, by its number, or at the next."""
    drafts = desk.drafts
    dates = [place for place in drafts.places if place.startswith("date ")]
    if not dates:
        return
    from mentor_tui.core import schedule

    first, *others = [f"date {session.number}" for session in schedule.ahead(desk.book, desk.pack, desk.now())] or [""]
    for place in dates:
        if place == first and "next date" not in drafts.places:
            drafts.put("next date", drafts.get(place))
        if place not in others:
            drafts.drop(place)
