"""The commands about programme packs: list them, check one, print one."""

from __future__ import annotations

from pathlib import Path

import click

from mentor_tui.console import Failed, Wrong, say, say_table


@click.group(invoke_without_command=True)
@click.pass_context
def packs(context: click.Context) -> None:
    """List the programme packs."""
    if context.invoked_subcommand is not None:
        return
    from mentor_tui.core.progress import plural
    from mentor_tui.export.tables import PACK_HEADS
    from mentor_tui.paths import pack_copies, packs_folder
    from mentor_tui.prompts.loading import pack_names

    rows = []
    for info in pack_names(packs_folder(), pack_copies()):
        state = f"{plural(len(info.problems), 'problem')}: packs check {info.folder}" if info.broken else "fine"
        rows.append((info.name, info.title, info.where, state))
    say_table(rows, PACK_HEADS)


@packs.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, path: Path) -> None:
    """Check the programme pack in the folder PATH; the name of one that is there will do as well."""
    from mentor_tui.core.guard import one_line
    from mentor_tui.paths import packs_folder
    from mentor_tui.prompts.library import check_pack, pack_names

    if not path.is_dir():
        named = {info.name: info.folder for info in pack_names(packs_folder())}
        if str(path) not in named:
            raise Failed(f"there is no folder {path}, and no pack of that name")
        path = named[str(path)]
    problems = check_pack(path)
    for problem in problems:
        say(f"{one_line(str(problem))}\n")
    if problems:
        context.exit(1)
    say(f"No problems in {one_line(str(path))}\n")


@packs.command()
@click.argument("name")
def show(name: str) -> None:
    """Print the programme pack NAME as one readable document."""
    from mentor_tui.export.pack import pack_markdown
    from mentor_tui.paths import pack_copies, packs_folder
    from mentor_tui.prompts.loading import load_pack
    from mentor_tui.prompts.problems import UnknownPack

    try:
        say(pack_markdown(load_pack(name, packs_folder(), pack_copies())))
    except UnknownPack as error:
        raise Wrong(str(error)) from None
