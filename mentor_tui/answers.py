"""What the commands say that only read the journal: ``status``, ``actions``, ``export``. Nothing here is click's.

What is needed is imported where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentor_tui.console import Failed, State, Wrong, local_today, read_book, read_pack, say, say_json, say_table

if TYPE_CHECKING:
    from datetime import date

    from mentor_tui.core.book import Book
    from mentor_tui.core.records import Session
    from mentor_tui.export.audience import Audience


def actions(state: State, *, everything: bool = False, as_json: bool = False) -> None:
    """List the open actions, late ones first; with ``everything`` the closed ones too."""
    from mentor_tui.core.book import due_order
    from mentor_tui.core.records import ActionState
    from mentor_tui.export import tables

    book = read_book(state)
    today = local_today(state, book)
    found = book.open_actions
    if everything:
        found += sorted((each for each in book.actions if each.state is not ActionState.open), key=due_order)
    if as_json:
        say_json(tables.action_data(book, found, today))
    elif found:
        say_table(tables.action_rows(book, found, today, state.settings.day_first), tables.ACTION_HEADS)
    else:
        say("No actions yet.\n" if everything else "No open actions.\n")


def status(state: State, *, as_json: bool = False) -> None:
    """Say how far along the mentorship is, whether a session is on, and when the next one is."""
    from mentor_tui.clock import zone_of
    from mentor_tui.core import progress
    from mentor_tui.core.path import path, path_title, path_words
    from mentor_tui.export import tables

    book = read_book(state)
    pack = read_pack(book)
    today = local_today(state, book)
    found = progress.figures(book, pack.rules if pack else None, today)
    title = pack.title if pack else book.mentorship.pack
    zone, style = zone_of(book.mentorship.my_zone), state.settings
    lines = path(book, pack, today, zone, day_first=style.day_first) if pack else []
    if as_json:
        say_json(tables.status_data(book, found, title, today, lines))
        return
    pair = f"{book.mentorship.mentor} and {book.mentorship.mentee}"
    rows = [("Mentorship", pair), ("Programme", title)]
    rows += [*tables.session_rows(book, found, today, zone, style), *progress.words(found)]
    say_table([*rows, (path_title(pack), path_words(lines))] if pack else rows)


def document(
    state: State, *, number: int | None = None, everything: bool = False, form: str | None = None, audience: str = "me"
) -> tuple[str, str, Audience]:
    """A session, the whole mentorship or a form as Markdown, the name of its file, and whom it is for.

    The session is the one with that ``number``, or the one that was held last.
    """
    from mentor_tui.export.audience import Audience

    book = read_book(state)
    reader = Audience(audience)
    today = local_today(state, book)
    if form is not None:
        return _form(book, form, today)
    from mentor_tui.export.markdown import mentorship_markdown, session_markdown

    if everything:
        text = mentorship_markdown(book, read_pack(book), reader, today)
        return text, f"mentorship-for-{reader.value}.md", reader
    session = _session(book, number)
    text = session_markdown(book, read_pack(book), session, reader, today)
    return text, f"session-{session.number}-for-{reader.value}.md", reader


def _form(book: Book, name: str, today: date) -> tuple[str, str, Audience]:
    """A form as Markdown, the name of its file, and whom it is for."""
    from mentor_tui.clock import zone_of
    from mentor_tui.core.forms import Place, from_deck
    from mentor_tui.export.forms import form_audience, form_markdown

    pack = read_pack(book)
    if pack is None:
        raise Failed("without the programme's pack there are no forms")
    there = {**{key: from_deck(deck) for key, deck in pack.decks.items()}, **pack.forms}
    if name not in there:
        raise Wrong(f"there is no form {name!r}; there are: {', '.join(sorted(there))}")
    form = there[name]
    reader = form_audience(form)
    place = Place(zone=zone_of(book.mentorship.my_zone), today=today)
    return form_markdown(book, pack, form, reader, place), f"{name}-for-{reader.value}.md", reader


def _session(book: Book, number: int | None) -> Session:
    """The session that is meant: the one with that number, or the one held last."""
    from mentor_tui.core.hindsight import last_held

    if number is None:
        found = last_held(book)
        if found is None:
            raise Failed("no session was held yet; say which one: export N")
        return found
    found = book.numbered(number)
    if found is None:
        there = ", ".join(str(session.number) for session in book.sessions) or "none"
        raise Wrong(f"there is no session {number}; there are: {there}")
    return found
