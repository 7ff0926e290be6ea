"""The command that writes sessions and forms as Markdown."""

from __future__ import annotations

import click

from mentor_tui.answers import document
from mentor_tui.console import State, save_document, say
from mentor_tui.options import for_whom, placed


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
    given = context.get_parameter_source("audience") is click.core.ParameterSource.COMMANDLINE
    if form is not None and given:
        raise click.UsageError(
            "--for does not go with --form: a form is for both, or a draft for the programme.", context
        )
    if sum((everything, number is not None, form is not None)) > 1:
        raise click.UsageError("N names one session, --all takes all of them, --form a form: say one.", context)
    state = context.ensure_object(State)
    text, name, reader = document(state, number=number, everything=everything, form=form, audience=audience)
    if to == "-":
        say(text)
        return
    from mentor_tui.export.audience import Audience

    kept = {
        Audience.me: "for you only, private notes included",
        Audience.partner: "for both, private notes left out",
        Audience.programme: "for the programme",
    }
    save_document(state, to, name, text.encode(), replace=replace, told=kept[reader])
