"""The command that writes sessions and forms as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mentor_tui.console import Failed, Wrong, for_whom, local_today, placed, read_book, read_pack, save_document, say

if TYPE_CHECKING:
    from datetime import date

    from mentor_tui.core.book import Book
    from mentor_tui.core.records import Session
    from mentor_tui.export.audience import Audience


@click.command()
@click.argument("number", required=False, type=int, metavar="[N]")
@click.option("--all", "everything", is_flag=True, help="The whole mentorship in one document.")
@click.option("--form", metavar="NAME", help="A form: agreement, worksheet, log; a name that is not there lists them.")
@for_whom("a partner's document leaves out private notes. A form holds none.")
@click.option("--to", metavar="PATH", help="A file, a folder, or - for the terminal.  [default: ./session-N-for-me.md]")
@click.option("--replace", is_flag=True, help="Put it in the place of a file that is there.")
@placed
@click.pass_context
def export(
    context: click.Context,
    number: int | None,
    everything: bool,
    form: str | None,
    audience: str,
    to: str | None,
    replace: bool,
) -> None:
    """Write a session, all of them, or a form, as Markdown.

    N is the session's number; without it the one that was held last is written.
    """
    from mentor_tui.export.audience import Audience
    from mentor_tui.export.markdown import mentorship_markdown, session_markdown

    given = context.get_parameter_source("audience") is click.core.ParameterSource.COMMANDLINE
    if form is not None and given:
        raise click.UsageError(
            "--for does not go with --form: a form is for both, or a draft for the programme.", context
        )
    if sum((everything, number is not None, form is not None)) > 1:
        raise click.UsageError("N names one session, --all takes all of them, --form a form: say one.", context)
    book = read_book(context)
    reader = Audience(audience)
    today = local_today(context, book)
    if form is not None:
        text, name, reader = _form(book, form, today)
    elif everything:
        text, name = mentorship_markdown(book, read_pack(book), reader, today), f"mentorship-for-{reader.value}.md"
    else:
        session = _session(book, number)
        text, name = (
            session_markdown(book, read_pack(book), session, reader, today),
            f"session-{session.number}-for-{reader.value}.md",
        )
    if to == "-":
        say(text)
        return
    kept = {
        Audience.me: "for you only, private notes included",
        Audience.partner: "for both, private notes left out",
        Audience.programme: "for the programme",
    }
    save_document(context, to, name, text.encode(), replace=replace, told=kept[reader])


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
    from mentor_tui.core.meeting import last_held

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
