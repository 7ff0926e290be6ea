"""What a search found, as rows of its list and as the page beside it."""

from __future__ import annotations

from textual.content import Content

from mentor_tui.core.bring_back import why_not, word_of
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Note, SessionState
from mentor_tui.core.search import Entry, Found, piece_of
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.head import fitting
from mentor_tui.widgets.rows import Act, Row, words
from mentor_tui.widgets.text import join, lines, plain

KIND_ROOM = 9
NARROW = 60  # cells below which a result says neither weekday nor session
AROUND = (6, 10)  # lines that are shown before and after the one that was found
MOST_OF_SESSION = 60  # lines that are shown of a session
FOUND_STYLE = "bold underline"  # two signs, since the row under the cursor is bold already


def kind_word(entry: Entry) -> str:
    """What a result is called: a note that only I may see is ``private``."""
    return "private" if entry.private and entry.kind == "note" else entry.kind


def found_row(desk: Desk, entry: Entry, wanted: tuple[str, ...], room: int, *, named: bool) -> Row:
    """A result on one line, cut to ``room`` cells; ``named`` says whose mentorship it is in."""
    session = f"S{entry.session}" if entry.session is not None else ""
    day = desk.day(entry.on)
    if room >= NARROW:
        head = f"{day:<10}  {kind_word(entry):<{KIND_ROOM}}  {session:<3}  "
    else:
        head = f"{day.partition(' ')[2]:<6} {kind_word(entry):<{KIND_ROOM}} "
    parts: list[Content | str] = [plain(head, "dim")]
    if named:
        parts.append(plain(f"{entry.partner}{' (archived)' if entry.archived else ''}  ", "$text-secondary"))
    if entry.deleted:
        parts.append(plain("taken back  " if entry.taken_back else "deleted  ", "italic"))
    content = join(*parts, _marked(entry, wanted))
    return Row(entry.key, content.truncate(max(1, room), ellipsis=True), True, None, len(head))


def _marked(entry: Entry, wanted: tuple[str, ...]) -> Content:
    """The words of a result, with those that were looked for marked."""
    text, places = piece_of(entry, wanted)
    content = Content(text)
    for start, end in places:
        content = content.stylize(FOUND_STYLE, start, end)
    return content


def found_rows(desk: Desk, found: Found, wanted: tuple[str, ...], room: int, *, named: bool) -> list[Row]:
    """All results, with how many more there are."""
    rows = [found_row(desk, entry, wanted, room, named=named) for entry in found.entries]
    more = found.total - len(found.entries)
    if more:
        rows.append(words("more", plain(f"and {more:,} more; another word finds fewer", "dim")))
    return rows


def session_rows(desk: Desk, room: int) -> list[Row]:
    """The sessions of the mentorship, newest first, and what was kept outside them."""
    book = desk.book
    rows = []
    for session in reversed(book.sessions):
        start = session.started_at or session.planned_for
        day = desk.day_of(start) if start is not None else "no date"
        notes, actions = len(book.notes(session.id)), len(book.actions_made_in(session.id))
        told = [] if session.state is SessionState.held else [session.state.value]
        told += [plural(notes, "note")] if notes else []
        told += [plural(actions, "action")] if actions else []
        named = f"Session {session.number}: {session.title}" if room >= NARROW else f"{session.number}. {session.title}"
        head = join(plain(f"{day:<10}  ", "dim"), plain(named))
        less = [f"  {', '.join(told[:count])}" for count in range(len(told), 0, -1)]
        content = join(head, plain(fitting(room - head.cell_length, [*less, ""]), "dim"))
        key = f"{desk.journal.name}/{session.id}"  # as an Entry has it
        rows.append(Row(key, content.truncate(max(1, room), ellipsis=True), True, act=Act("past", session.id)))
    outside = sum(len(kept) for kept in book.outside())
    if outside:
        count = plain(f"  {plural(outside, 'line')}", "dim")
        rows.append(Row("outside", join("Outside the sessions", count), True, act=Act("past", "")))
    return rows


def page_rows(desk: Desk, entry: Entry, around: list[Entry]) -> list[Row]:
    """A result in full, in what was kept before and after it in its session."""
    rows = [words("title", plain(title_of(desk, entry), "bold $text-accent")), words("gap title", "")]
    if entry.deleted:
        rows += [words("how", plain(how_back(desk, entry), "$text-warning")), words("gap how", "")]
    if entry.kind == "session":
        rows += [words("session", plain(entry.text)), words("gap session", "")]
        first, last = 0, MOST_OF_SESSION
    else:
        place = next((n for n, each in enumerate(around) if each.key == entry.key), 0)
        first, last = max(0, place - AROUND[0]), place + 1 + AROUND[1]
    if first:
        rows.append(words("before", plain(f"  {first:,} lines before", "dim")))
    for each in around[first:last]:
        here = each.key == entry.key
        head = plain(f"{'>' if here else ' '} {kind_word(each):<{KIND_ROOM}} ", "bold $text-accent" if here else "dim")
        said = full_text(each) if here else each.text
        rows.append(words(each.key, join(head, lines(said, "bold" if here else "")), KIND_ROOM + 3))
    if len(around) > last:
        rows.append(words("after", plain(f"  {len(around) - last:,} lines after", "dim")))
    return rows


def title_of(desk: Desk, entry: Entry) -> str:
    """``Decision, Mon 23 Nov, session 2``."""
    parts = [kind_word(entry).capitalize(), desk.day(entry.on)]
    parts += [f"session {entry.session}"] if entry.session is not None else []
    parts += [entry.partner] if entry.name != desk.journal.name else []
    return ", ".join(parts)


def full_text(entry: Entry) -> str:
    """What a result says, with its line ends where it has some."""
    return entry.record.text if isinstance(entry.record, Note | Action) else entry.text


def how_back(desk: Desk, entry: Entry) -> str:
    """What became of a deleted thing, and whether it can come back."""
    gone = "Taken back by undo." if entry.taken_back else "Deleted."
    if entry.name != desk.journal.name:
        return f"{gone} Enter opens its mentorship; there it can be brought back."
    reason = why_not(desk.book, entry.record)
    return f"{gone} {reason or f'Alt+R brings the {word_of(entry.record)} back.'}"
