"""To the place of a record: the session, the page or the form in which it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mentor_tui.core.bring_back import is_gone
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import (
    Action,
    Answer,
    Check,
    Contact,
    Goal,
    Rating,
    Record,
    Review,
    Session,
    Signature,
)
from mentor_tui.screens import acts
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.rows import Act, Rows

if TYPE_CHECKING:
    from mentor_tui.screens.base import DeskScreen


def jump_to(screen: DeskScreen, record_id: str) -> None:
    """Jump to the record with that id, when it is in the journal."""
    record = next((record for record in screen.desk.book if record.id == record_id), None)
    if record is not None:
        jump(screen, record)


def jump(screen: DeskScreen, record: Record) -> None:
    """Open the place of a record, with the cursor on it; what was deleted is shown among the deleted things."""
    if is_gone(screen.desk.book, record):
        _deleted(screen)
        return
    match record:
        case Goal():
            _goal(screen, record.id)
        case Review():
            _goal(screen, record.goal_id)
        case Contact():
            screen.action_open_programme()
            _put(screen, "#programme", f"log {record.id}")
        case Answer():
            _answer(screen, record)
        case Rating():
            key = next((key for key, each in screen.desk.pack.ratings.items() if _has(each.rated, record.key)), "")
            if _sheet(screen, "ratings", key, record):
                _rated(screen, record.occasion, record.key)
        case Signature():
            _sheet(screen, "form", record.form, record)
        case Check() if record.session_id is None:
            _sheet(screen, "part", part_of(screen.desk.pack, record.key), record)
        case _:
            past(screen, record)


def past(screen: DeskScreen, record: Record) -> None:
    """Read the session of a record as it was."""
    from mentor_tui.screens.past import PastScreen

    place = record.id if isinstance(record, Session) else _session_of(record)
    if screen.desk.book.get(Session, place) is None:
        place = ""
    screen.open_once(PastScreen, lambda: PastScreen(screen.desk, place, record.id), place)
    page = screen.app.screen
    if isinstance(page, PastScreen) and page.is_mounted:
        page.show_at(record.id)


def _session_of(record: Record) -> str:
    if isinstance(record, Action):
        return record.origin_id or record.session_id or ""
    return getattr(record, "session_id", None) or ""


def _deleted(screen: DeskScreen) -> None:
    from mentor_tui.screens.history import DELETED, HistoryScreen

    screen.open_once(HistoryScreen, lambda: HistoryScreen(screen.desk, DELETED))


def _goal(screen: DeskScreen, goal_id: str) -> None:
    screen.action_open_goals()
    _put(screen, "#goals", goal_id)


def _put(screen: DeskScreen, selector: str, key: str) -> None:
    """Put the cursor of a list of the page that is being opened on a row, once it is there."""
    page = screen.app.screen

    def go() -> None:
        rows = next(iter(page.query(selector).results(Rows)), None) if page.is_attached else None
        if rows is not None and any(row.key == key and row.live for row in rows.rows):
            rows.go_to(key)

    page.call_after_refresh(go)


def _sheet(screen: DeskScreen, verb: str, key: str, record: Record) -> bool:
    """Open a sheet of the pack; where the pack has none such, the session in which the record was made."""
    pack = screen.desk.pack
    there: dict[str, Callable[[], object]] = {
        "form": lambda: pack.forms.get(key),
        "deck": lambda: pack.decks.get(key),
        "ratings": lambda: pack.ratings.get(key),
        "part": lambda: pack.part(key),
    }
    if there[verb]() is None:
        past(screen, record)
        return False
    acts.run(screen, Act(verb, key))
    return True


def _answer(screen: DeskScreen, answer: Answer) -> None:
    """The form, the deck or the ratings of an answer, at its question."""
    verb, key = sheet_of(screen.desk.pack, answer.key)
    if not verb:
        past(screen, answer)
        return
    if not _sheet(screen, verb, key, answer):
        return
    if verb == "ratings":
        _rated(screen, answer.key.rpartition("/")[2], answer.key)
        return
    _put(screen, "#form-rows", answer.key)
    page = screen.app.screen

    def go() -> None:
        card = next(iter(page.query(AnswerCard)), None) if page.is_attached else None
        if card is not None:
            card.go_to(answer.key)

    page.call_after_refresh(go)


def _rated(screen: DeskScreen, occasion: str, key: str) -> None:
    """Turn the ratings that are being opened to an occasion, and put the cursor on a line."""
    from mentor_tui.screens.ratings import RatingsScreen

    page = screen.app.screen
    if isinstance(page, RatingsScreen):
        page.occasion = occasion
        if page.children:
            page.sync()
        _put(screen, "#ratings", key)


def sheet_of(pack: Pack, question: str) -> tuple[str, str]:
    """The verb and the key that open what a question belongs to; empty where the pack has none such."""
    for key, form in pack.forms.items():
        if any(_has(part.questions, question) for part in form.parts):
            return "form", key
    for key, deck in pack.decks.items():
        if any(_has(topic.questions, question) for topic in deck.topics):
            return "deck", key
    for key, ratings in pack.ratings.items():
        lines = (line for part in ratings.parts if part.in_words for line in part.lines)
        if any(question.rpartition("/")[0] == line.key for line in lines):
            return "ratings", key
    return "", ""


def part_of(pack: Pack, line: str) -> str:
    """``checklist/part`` of a line of a checklist; empty where the pack has none such."""
    for key, checklist in pack.checklists.items():
        for part in checklist.parts:
            if _has(part.lines, line):
                return f"{key}/{part.key}"
    return ""


def _has(things: object, key: str) -> bool:
    return any(getattr(thing, "key", "") == key for thing in things)  # type: ignore[attr-defined]
