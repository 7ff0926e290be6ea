"""The command line, as click reads it. What it needs is imported where it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui import __version__, answers, opening
from mentor_tui.brief_command import brief
from mentor_tui.calendar_command import calendar
from mentor_tui.console import (
    PROGRAM,
    Failed,
    State,
    Wrong,
    complain,
    say,
    say_table,
    zone_named,
)
from mentor_tui.export_command import export
from mentor_tui.options import Program, pass_state, placed, shelved
from mentor_tui.pack_commands import packs
from mentor_tui.session_command import session
from mentor_tui.upkeep import doctor, restore

if TYPE_CHECKING:
    from datetime import date

    from mentor_tui.clock import Clock


@click.group(cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@placed
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Runs a mentoring session beside the video call, and keeps what was said.

    Without a command it opens the screens. Nothing leaves this machine but by export.
    """
    state = context.ensure_object(State)
    if context.invoked_subcommand is None:
        context.exit(opening.open_screens(state))


@cli.command()
@click.option("--to", metavar="DIR", type=click.Path(path_type=Path), help="Keep the demo in this folder.")
@click.option("--make", metavar="DIR", type=click.Path(path_type=Path), help="Only write the demo's journal there.")
@click.option("--today", "day", metavar="DATE", help="With --make: the day on which the demo is looked at.")
@click.option("--pack", default="isaps", show_default=True, metavar="NAME", help="The programme; see packs.")
@click.pass_context
def demo(context: click.Context, to: Path | None, make: Path | None, day: str | None, pack: str) -> None:
    """Look around in a fictional mentorship, some sessions in.

    It lives in a folder of its own, which is removed afterwards.
    """
    import tempfile

    from mentor_tui.data.shelf import Shelf
    from mentor_tui.demo import make_demo
    from mentor_tui.paths import pack_copies, packs_folder
    from mentor_tui.prompts.loading import load_pack
    from mentor_tui.prompts.problems import UnknownPack

    if to is not None and make is not None:
        raise click.UsageError("--to opens the demo and --make does not: say one of them.", context)
    if day is not None and make is None:
        raise click.UsageError("--today goes with --make.", context)
    clock = context.ensure_object(State).clock
    try:
        programme = load_pack(pack, packs_folder(), pack_copies())
    except UnknownPack as error:
        raise Wrong(str(error)) from None
    if make is not None:
        _want_empty(make)
        name = make_demo(make, clock if day is None else _at(_day(context, day, "--today"), clock), programme)
        say(f"{Shelf(make).path(name)}\n")
        return
    opening.want_terminal()
    state = context.ensure_object(State)
    if to is not None:
        _want_empty(to)
        context.exit(opening.open_shelf(state, Shelf(to), make_demo(to, clock, programme)))
    with tempfile.TemporaryDirectory(prefix="mentor-tui-demo-") as folder:
        name = make_demo(Path(folder), clock, programme)
        context.exit(opening.open_shelf(state, Shelf(Path(folder)), name, lasting=False))


def _want_empty(folder: Path) -> None:
    from mentor_tui.data.shelf import Shelf

    if Shelf(folder).names():
        raise Failed(f"there are journals in {folder} already; the demo needs a folder of its own")


def _at(day: date, clock: Clock) -> Clock:
    """A clock that stands at two in the afternoon (UTC) of a day."""
    from datetime import UTC, datetime, time

    class Standing:
        zone = clock.zone

        def now(self) -> datetime:
            return datetime.combine(day, time(14), UTC)

        def settle(self) -> None:
            """It stands."""

        def slept(self) -> float:
            return 0.0

    return Standing()


def _day(context: click.Context, text: str, option: str) -> date:
    """A date as people say it."""
    from datetime import date

    from mentor_tui.clock import today

    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        state = context.ensure_object(State)
        said = state.settings.read_date(text, today(state.clock))
        if said is None:
            raise Wrong(f"{option}: {text!r} is not a date; for example: 30 nov, or 2026-11-30") from None
        return said
    return found


@cli.command()
@click.option("--role", type=click.Choice(["mentor", "mentee"]), required=True, help="Which of the two you are.")
@click.option("--mentor", required=True, metavar="NAME", help="The mentor's name.")
@click.option("--mentee", required=True, metavar="NAME", help="The mentee's name.")
@click.option("--pack", default="isaps", show_default=True, metavar="NAME", help="The programme; see packs.")
@click.option("--start", metavar="DATE", help="The first day: 30 nov, or 2026-11-30.  [default: today]")
@click.option("--end", metavar="DATE", help="The last day.  [default: as the programme says]")
@click.option("--mentor-zone", metavar="ZONE", help="For example Europe/Madrid.  [default: this machine's]")
@click.option("--mentee-zone", metavar="ZONE", help="For example America/Sao_Paulo.  [default: this machine's]")
@click.option("--contact", default="", metavar="TEXT", help="How you keep in touch.")
@click.option("--office", default="", metavar="TEXT", help="Whom to turn to at the programme.")
@shelved
@click.pass_context
def new(
    context: click.Context,
    role: str,
    mentor: str,
    mentee: str,
    pack: str,
    start: str | None,
    end: str | None,
    mentor_zone: str | None,
    mentee_zone: str | None,
    contact: str,
    office: str,
) -> None:
    """Set up a mentorship."""
    from mentor_tui.clock import today
    from mentor_tui.core.guard import one_line
    from mentor_tui.core.progress import add_months
    from mentor_tui.core.records import Mentorship, Role, make
    from mentor_tui.paths import pack_copies, packs_folder
    from mentor_tui.prompts.loading import load_pack
    from mentor_tui.prompts.problems import UnknownPack

    state = context.ensure_object(State)
    names = {"--mentor": one_line(mentor), "--mentee": one_line(mentee)}
    for option, said in names.items():
        if not said:
            raise Wrong(f"{option}: a name is missing")
    if names["--mentor"].casefold() == names["--mentee"].casefold():
        raise Wrong("--mentee: the two need different names")
    first = _day(context, start, "--start") if start is not None else today(state.clock)
    zones = [
        state.clock.zone if said is None else zone_named(said, option)
        for option, said in (("--mentor-zone", mentor_zone), ("--mentee-zone", mentee_zone))
    ]
    try:
        programme = load_pack(pack, packs_folder(), pack_copies())
    except UnknownPack as error:
        raise Wrong(str(error)) from None
    last = _day(context, end, "--end") if end is not None else add_months(first, programme.rules.months)
    if last <= first:
        raise Wrong("--end: the last day must come after the first")
    record = make(
        Mentorship,
        state.clock.now(),
        role=Role(role),
        mentor=names["--mentor"],
        mentee=names["--mentee"],
        pack=pack,
        starts_on=first,
        ends_on=last,
        mentor_zone=zones[0],
        mentee_zone=zones[1],
        contact=one_line(contact),
        office=one_line(office),
    )
    with state.shelf.create(record, state.clock) as journal:
        say(f"Made {journal.name}: {record.mentor} and {record.mentee}, {programme.title}, {first} to {last}.\n")
        say(f"Its journal is {journal.path}\n")


@cli.command()
@click.option("--all", "everything", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@placed
@pass_state
def actions(state: State, everything: bool, as_json: bool) -> None:
    """List the open actions, late ones first."""
    answers.actions(state, everything=everything, as_json=as_json)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@placed
@pass_state
def status(state: State, as_json: bool) -> None:
    """Say how far along the mentorship is, whether a session is on, and when the next one is."""
    answers.status(state, as_json=as_json)


@cli.command()
def settings() -> None:
    """Say what is chosen about the program itself, and in which file; F12 in the screens changes it."""
    from mentor_tui.core.settings import EVERY
    from mentor_tui.data.settings_file import read_settings
    from mentor_tui.paths import settings_file

    path = settings_file()
    found, trouble = read_settings(path)
    there = "" if path.exists() else " (not there yet: the usual choices hold)"
    say(f"{path}{there}\n")
    if trouble:
        complain(trouble)
    say_table([(setting.title, setting.told(found) or "the home folder") for setting in EVERY])


cli.add_command(session)
cli.add_command(export)
cli.add_command(brief)
cli.add_command(calendar)
cli.add_command(doctor)
cli.add_command(restore)
cli.add_command(packs)
