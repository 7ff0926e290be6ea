"""Asks for one line that becomes an action or a question, in the grammar of the line of a session."""

from __future__ import annotations

from collections.abc import Callable

from mentor_tui.core import meeting
from mentor_tui.core.book import Change
from mentor_tui.core.capture import Captured, CaptureKind, describe, parse, sign_of
from mentor_tui.core.records import NoteKind
from mentor_tui.screens.base import DeskScreen


def ask_action(screen: DeskScreen, kept: Callable[[str], None]) -> None:
    """Ask for an action of the session that is on, or of none; ``kept`` is told the id of what was kept."""
    _ask(screen, "A new action", CaptureKind.action, kept, "For example: Send the list @mentor ^fri.")


def ask_question(screen: DeskScreen, kept: Callable[[str], None]) -> None:
    """Ask for a question to put at the next session, as ``ask_action``."""
    _ask(screen, "A question to ask at the next session", CaptureKind.question, kept)


def _ask(screen: DeskScreen, title: str, kind: CaptureKind, kept: Callable[[str], None], hint: str = "") -> None:
    desk, sign = screen.desk, sign_of(kind)

    def captured(text: str) -> Captured | None:
        line = text.strip()
        line = line if line.startswith(sign) else f"{sign} {line}"
        return parse(line, desk.mentorship, desk.today, desk.settings.day_first)

    def read(text: str) -> tuple[bool, str]:
        found = captured(text)
        if found is None:
            return False, ""
        return True, describe(found, desk.mentorship, desk.today, desk.settings.day_first)

    def change(found: Captured) -> Change:
        live, now = desk.book.live, desk.now()
        if kind is CaptureKind.action:
            return meeting.keep_action(found.text, found.owner, found.due, live, now, found.lane)
        return meeting.keep_note(found.text, NoteKind.question, found.lane, live, now)

    def taken(text: str) -> bool:
        found = captured(text)
        if found is None or not screen.do(made := change(found)):
            return False
        kept(made.puts[0].id)
        return True

    screen.ask(title, "", read, hint, place=kind.value, taken=taken)
