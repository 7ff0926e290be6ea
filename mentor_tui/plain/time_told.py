"""The warnings of the clock, each said once."""

from __future__ import annotations

from mentor_tui.core import agenda
from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.plain import telling
from mentor_tui.plain.table import Table


class Time:
    """What was said of the time already. What ends a warning (more minutes) lets it be said again."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()

    def told(self, table: Table) -> list[str]:
        """What is to be said now of the item's and the session's time."""
        session = table.book.live
        if session is None:
            return []
        told: list[str] = []
        item, warning = session.item, telling.item_warning(table, session)
        if item is not None:
            if not warning:
                self._said -= {(item.id, "soon"), (item.id, "over")}
            elif (item.id, warning) not in self._said:
                self._said |= {(item.id, warning), (item.id, "soon")}
                how = "is over its time" if warning == "over" else "is near its end"
                told.append(f"Time: {one_line(item.title)} {how}, {table.item_minutes(session)}.")
        if agenda.elapsed(session, table.now()) < table.booked(session) * 60:
            self._said.discard((session.id, "over"))
        elif (session.id, "over") not in self._said:
            self._said.add((session.id, "over"))
            told.append(f"Time: the session is over its {plural(table.booked(session), 'minute')}.")
        return told
