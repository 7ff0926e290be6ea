"""Sessions looked back upon. Light, as a document of one begins with it; what people do in them is in ``meeting``."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from mentor_tui.core.book import Book, due_order
from mentor_tui.core.records import Action, ActionState, Session, SessionState

REVIEWED = "still right/"  # before the key of an answer that was looked at again, as the key of a check


def last_held(book: Book) -> Session | None:
    """The session that was held last."""
    return book.held[-1] if book.held else None


def was_missed(session: Session, today: date, zone: tzinfo) -> bool:
    """Whether the day of a planned session has passed without it."""
    when = session.planned_for
    return session.state is SessionState.planned and when is not None and when.astimezone(zone).date() < today


def brought_into(book: Book, session: Session) -> list[Action]:
    """Actions from before this session that were still open when it began, by due date.

    ``session_id`` alone does not tell: it moves on with the action, and this session may be an earlier one.
    """
    numbers = {other.id: other.number for other in book.sessions}
    begun = session.started_at or datetime.max.replace(tzinfo=UTC)

    def came_in(action: Action) -> bool:
        if action.origin_id == session.id:
            return False
        if action.session_id == session.id:
            return True
        number = numbers.get(action.origin_id or "")
        earlier = action.created_at < begun if number is None else number < session.number
        return earlier and (
            action.state is ActionState.open or (action.closed_at is not None and action.closed_at >= begun)
        )

    return sorted(filter(came_in, book.every(Action)), key=due_order)
