"""The command that writes the calendar file."""

from __future__ import annotations

import sys

import click

from mentor_tui.console import State, read, read_pack, save_document, say
from mentor_tui.options import pass_state, placed


@click.command()
@click.option("--to", metavar="PATH", help="A file, a folder, or - for the terminal.  [default: ./mentoring-NAME.ics]")
@click.option("--replace", is_flag=True, help="Put it in the place of a file that is there.")
@placed
@pass_state
def calendar(state: State, to: str | None, replace: bool) -> None:
    """Write all dates as a calendar file, for any calendar program.

    It holds sessions and what is due, and no word of a note, an action or a goal. Opened again after a change it
    moves what was moved and takes out what was dropped.
    """
    from mentor_tui.core.book import Book
    from mentor_tui.export.calendar import calendar_file, calendar_name

    found = read(state)
    book = Book(found.records)
    content = calendar_file(book, read_pack(book), state.clock.now(), found.writings)
    name = calendar_name(book.mentorship)
    if to == "-":
        if sys.stdout.isatty():
            say(content.decode())
        else:  # with the ends of lines as they are
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        return
    save_document(state, to, name, content, replace=replace, told="dates only")
