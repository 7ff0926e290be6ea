"""Rows of words as a table: plain text for a pipe, a Rich table for a terminal. Nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Action, Lane, Session, SessionState

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from rich.table import Table

    from mentor_tui.core.book import Book
    from mentor_tui.core.path import PathLine
    from mentor_tui.core.progress import Figures
    from mentor_tui.core.settings import Settings

ACTION_HEADS = ("State", "Due", "Owner", "Action")
PACK_HEADS = ("Name", "Programme", "Where", "State")

Rows = Sequence[Sequence[str]]


def plain_table(rows: Rows) -> str:
    """Columns two spaces apart; one line a row, however long."""
    lines = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)


def rich_table(rows: Rows, heads: Sequence[str] = ()) -> Table:
    """The same for a terminal: long cells go on over several lines. The words say all that the colours say."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=bool(heads), pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    columns = len(rows[0]) if rows else len(heads)
    for number in range(columns):
        last = number == columns - 1
        table.add_column(heads[number] if heads else "", overflow="fold", no_wrap=not last and columns == 2)
    for row in rows:
        styles = ["bold red" if row[0] == "late" else "", *[""] * (columns - 1)]
        table.add_row(*(Text(one_line(cell), style=style) for cell, style in zip(row, styles, strict=True)))
    return table


def action_rows(book: Book, actions: Iterable[Action], today: date, day_first: bool = True) -> list[tuple[str, ...]]:
    """State, due date (in the user's order of day and month), owner and text of each action."""
    from mentor_tui.core.days import show_date

    rows: list[tuple[str, ...]] = []
    for action in actions:
        state = "late" if action.is_late(today) else action.state.value
        due = show_date(action.due, today, day_first) if action.due else "no date"
        owner = book.mentorship.name_of(action.owner) if action.owner else "nobody"
        private = " (private)" if action.lane is Lane.mine else ""
        rows.append((state, due, owner, f"{action.text}{private}"))
    return rows


def action_data(book: Book, actions: Iterable[Action], today: date) -> list[dict[str, Any]]:
    """The actions for a program: dates as ISO, text as typed."""
    return [
        {
            "id": action.id,
            "text": action.text,
            "owner": action.owner.value if action.owner else None,
            "owner_name": book.mentorship.name_of(action.owner) if action.owner else None,
            "due": action.due.isoformat() if action.due else None,
            "state": action.state.value,
            "late": action.is_late(today),
            "lane": action.lane.value,
            "session": _number(book, action.origin_id),
            "closed_at": action.closed_at.isoformat() if action.closed_at else None,
        }
        for action in actions
    ]


def session_rows(book: Book, found: Figures, today: date, zone: tzinfo, style: Settings) -> list[tuple[str, str]]:
    """The session that is on, since when, and the date of the next one, if one is still to come; in ``zone``."""
    from mentor_tui.core.hindsight import was_missed

    live, planned = book.live, book.planned
    rows = []
    if live is not None:
        since = f", since {_moment(live.started_at, today, zone, style)}" if live.started_at else ""
        paused = ", paused now" if live.state is SessionState.paused else ""
        rows.append(("Session on", f"{live.number}{since}{paused}"))
    when = planned.planned_for if planned is not None else None
    if planned is not None and when is not None:
        missed = " has passed, not held" if was_missed(planned, today, zone) else ""
        rows.append(("Next session", f"{planned.number}, {_moment(when, today, zone, style)}{missed}"))
    elif planned is not None or found.left or not found.minimum:
        rows.append(("Next session", "no date yet"))
    return rows


def _moment(when: datetime, today: date, zone: tzinfo, style: Settings) -> str:
    local = when.astimezone(zone)
    return f"{style.show_date(local.date(), today)} {style.show_hour(local)}"


def status_data(
    book: Book, found: Figures, pack_title: str, today: date, lines: Iterable[PathLine] = ()
) -> dict[str, Any]:
    """The progress figures for a program, with all that the end of the programme takes.

    ``session_on`` is the number of the session that is on, ``on_since`` when it began, ``paused`` whether it is paused
    now; ``next_session`` and ``next_at`` are of the next one that is planned. Instants are UTC; None: there is none.
    """
    mentorship, live, planned = book.mentorship, book.live, book.planned
    since, when = live.started_at if live else None, planned.planned_for if planned else None
    return {
        "mentor": mentorship.mentor,
        "mentee": mentorship.mentee,
        "role": mentorship.role.value,
        "programme": pack_title,
        "starts_on": mentorship.starts_on.isoformat(),
        "ends_on": mentorship.ends_on.isoformat(),
        "today": today.isoformat(),
        **msgspec.to_builtins(found),
        "session_on": live.number if live else None,
        "on_since": since.isoformat() if since else None,
        "paused": live is not None and live.state is SessionState.paused,
        "next_session": planned.number if planned else None,
        "next_at": when.isoformat() if when else None,
        "path": [
            {
                "title": line.title,
                "done": line.done,
                "on": line.on.isoformat() if line.on else None,
                "who": line.who.value,
                "by": line.by.isoformat() if line.by else None,
                "missing": line.missing,
            }
            for line in lines
        ],
    }


def _number(book: Book, session_id: str | None) -> int | None:
    session = book.get(Session, session_id)
    return session.number if session else None


def _width(text: str) -> int:
    """How many columns a terminal gives to ``text``."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    without = sum(bool(unicodedata.combining(letter)) for letter in text)
    return len(text) + wide - without
