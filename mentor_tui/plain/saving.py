"""A session's notes saved as Markdown, from a line of text."""

from __future__ import annotations

from pathlib import Path

from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Session
from mentor_tui.data.faults import reason
from mentor_tui.data.files import write_file
from mentor_tui.data.settings_file import export_folder
from mentor_tui.export.audience import Audience
from mentor_tui.export.markdown import session_markdown
from mentor_tui.plain.talk import Reply, Talk

HOW = "Say for whom, and where if you like: /save me, or /save partner notes.md."


def save(talk: Talk, session: Session, words: str) -> Reply:
    """Save a session for the audience and to the file that ``words`` name; asks before it replaces a file."""
    who, _, where = words.partition(" ")
    if who.casefold() not in ("me", "partner"):
        return [HOW]
    audience = Audience(who.casefold())
    name = f"session-{session.number}-for-{audience.value}.md"
    try:
        folder = export_folder(talk.table.settings)
        path = Path(where.strip()).expanduser() if where.strip() else folder / name
        path = path / name if path.is_dir() else path
        if talk.table.journal.path.resolve().parent in path.resolve().parents and path.suffix != ".md":
            return ["The journals are in that folder: give the file the ending .md."]
        if not path.parent.is_dir():
            return [f"There is no folder {one_line(str(path.parent))}."]
        there = path.exists()
    except (OSError, RuntimeError, ValueError):
        return ["That cannot be a file name."]
    if not there:
        return _write(talk, session, audience, path)

    def replaced(line: str) -> Reply | None:
        talk.asked = None
        if line.strip().casefold() in ("y", "yes"):
            return _write(talk, session, audience, path)
        return ["The file was left as it is."] if line.strip().casefold() in ("", "n", "no") else None

    talk.ask("replace it? ", replaced)
    return [f"{one_line(str(path))} is there already. Type yes to replace it, or no."]


def _write(talk: Talk, session: Session, audience: Audience, path: Path) -> Reply:
    table = talk.table
    fresh = table.book.get(Session, session.id) or session
    try:
        write_file(path, session_markdown(table.book, table.pack, fresh, audience, table.today).encode())
    except OSError as error:
        return [f"It could not be saved: {reason(error)}."]
    kept = "for you alone, private notes included" if audience is Audience.me else "for both, private notes left out"
    return [f"Saved as {one_line(str(path))}, {kept}."]
