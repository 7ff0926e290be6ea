"""The command that prints the brief before a session."""

from __future__ import annotations

import click

from mentor_tui.console import State, read_book, read_pack, save_document, say
from mentor_tui.options import for_whom, pass_state, placed


@click.command()
@for_whom("a partner's page leaves out private lines, your checks and what is offered to you.")
@click.option("--to", metavar="PATH", help="A file, a folder, or - for the terminal.  [default: -]")
@click.option("--replace", is_flag=True, help="Put it in the place of a file that is there.")
@placed
@pass_state
def brief(state: State, audience: str, to: str | None, replace: bool) -> None:
    """Say on one page what to know before the next session.

    What was agreed, what is late or open, what to ask, what to prepare, and the agenda: Markdown, short enough for a
    phone.
    """
    from mentor_tui.clock import zone_of
    from mentor_tui.core.brief import gather
    from mentor_tui.export.audience import Audience
    from mentor_tui.export.brief import brief_markdown

    book = read_book(state)
    pack = read_pack(book)
    reader = Audience(audience)
    settings, zone = state.settings, zone_of(book.mentorship.my_zone)
    found = gather(book, pack, state.clock.now(), zone, minutes=settings.minutes, day_first=settings.day_first)
    text = brief_markdown(found, book, pack, reader)
    if to is None or to == "-":
        say(text)
        return
    kept = "for you only, private lines included" if reader is Audience.me else "for both, private lines left out"
    save_document(state, to, f"brief-for-{reader.value}.md", text.encode(), replace=replace, told=kept)
