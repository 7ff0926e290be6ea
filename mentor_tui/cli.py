"""The command line. What it needs is imported where it is needed, so that the text commands start at once."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentor_tui import __version__
from mentor_tui.console import (
    PROGRAM,
    Failed,
    Program,
    State,
    Wrong,
    local_today,
    meant,
    placed,
    read_book,
    read_pack,
    say,
    say_json,
    say_table,
    shelved,
    started,
    zone_named,
)
from mentor_tui.upkeep import doctor, restore

if TYPE_CHECKING:
    from datetime import date

    from mentor_tui.clock import Clock
    from mentor_tui.core.book import Book
    from mentor_tui.core.records import Session
    from mentor_tui.data.shelf import Shelf
    from mentor_tui.export.audience import Audience


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
        shelf = state.shelf
        _open_app(context, shelf, meant(state) if state.mentorship is not None else None)


def _open_app(context: click.Context, shelf: Shelf, name: str | None, *, lasting: bool = True) -> None:
    """Open the screens and end with their code."""
    _want_terminal()
    from mentor_tui.app import MentorApp
    from mentor_tui.paths import packs_folder

    state = context.ensure_object(State)
    shelf.names()  # a folder that is not open to the user is told before the screens are
    app = MentorApp(shelf, state.clock, name, packs_folder())
    app.closing.lasting = lasting
    app.reporter = state.reporter  # of a demo, too: its own folder goes away
    context.exit(app.run_to_end())


def _want_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failed(f"the screens need a terminal; {PROGRAM} --help lists what works without one")


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
    from mentor_tui.paths import packs_folder
    from mentor_tui.prompts.library import UnknownPack, load_pack

    if to is not None and make is not None:
        raise click.UsageError("--to opens the demo and --make does not: say one of them.", context)
    if day is not None and make is None:
        raise click.UsageError("--today goes with --make.", context)
    clock = context.ensure_object(State).clock
    try:
        programme = load_pack(pack, packs_folder())
    except UnknownPack as error:
        raise Wrong(str(error)) from None
    if make is not None:
        _want_empty(make)
        name = make_demo(make, clock if day is None else _at(_day(context, day, "--today"), clock), programme)
        say(f"{Shelf(make).path(name)}\n")
        return
    _want_terminal()
    if to is not None:
        _want_empty(to)
        _open_app(context, Shelf(to), make_demo(to, clock, programme))
        return
    with tempfile.TemporaryDirectory(prefix="mentor-tui-demo-") as folder:
        _open_app(context, Shelf(Path(folder)), make_demo(Path(folder), clock, programme), lasting=False)


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

    return Standing()


def _day(context: click.Context, text: str, option: str) -> date:
    """A date as people say it."""
    from datetime import date

    from mentor_tui.clock import today
    from mentor_tui.core.dates import parse_due

    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        said = parse_due(text, today(context.ensure_object(State).clock))
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
    from mentor_tui.paths import packs_folder
    from mentor_tui.prompts.library import UnknownPack, load_pack

    state = context.ensure_object(State)
    names = {"--mentor": one_line(mentor), "--mentee": one_line(mentee)}
    for option, said in names.items():
        if not said:
            raise Wrong(f"{option}: a name is missing")
    first = _day(context, start, "--start") if start is not None else today(state.clock)
    zones = [
        state.clock.zone if said is None else zone_named(said, option)
        for option, said in (("--mentor-zone", mentor_zone), ("--mentee-zone", mentee_zone))
    ]
    try:
        programme = load_pack(pack, packs_folder())
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
@click.pass_context
def actions(context: click.Context, everything: bool, as_json: bool) -> None:
    """List the open actions, late ones first."""
    from mentor_tui.core.records import ActionState
    from mentor_tui.export import tables

    book = read_book(context)
    today = local_today(context, book)
    found = book.open_actions
    if everything:
        found += [action for action in book.actions if action.state is not ActionState.open]
    if as_json:
        say_json(tables.action_data(book, found, today))
    elif found:
        say_table(tables.action_rows(book, found, today), tables.ACTION_HEADS)
    else:
        say("No actions yet.\n" if everything else "No open actions.\n")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@placed
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say how far along the mentorship is."""
    from mentor_tui.core import progress
    from mentor_tui.export import tables

    book = read_book(context)
    pack = read_pack(book)
    today = local_today(context, book)
    found = progress.figures(book, pack.rules if pack else None, today)
    title = pack.title if pack else book.mentorship.pack
    if as_json:
        say_json(tables.status_data(book, found, title, today))
        return
    pair = f"{book.mentorship.mentor} and {book.mentorship.mentee}"
    say_table([("Mentorship", pair), ("Programme", title), *progress.words(found)])


@cli.command()
@click.argument("number", required=False, type=int, metavar="[N]")
@click.option("--all", "everything", is_flag=True, help="The whole mentorship in one document.")
@click.option("--form", metavar="NAME", help="A form: agreement, worksheet, log; a name that is not there lists them.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["me", "partner"]),
    default="me",
    show_default=True,
    help="Who may read it: a partner's document leaves out private notes. A form holds none.",
)
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
    path = Path(to) if to else Path(name)
    path = path / name if path.is_dir() else path
    _write(context, path, text.encode(), replace)
    kept = {
        Audience.me: "for you only, private notes included",
        Audience.partner: "for both, private notes left out",
        Audience.programme: "for the programme",
    }
    say(f"Wrote {path} ({kept[reader]}).\n")


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


def _write(context: click.Context, path: Path, content: bytes, replace: bool) -> None:
    """Write a file that only its owner may read; one that is there only gives way when that was asked for."""
    from mentor_tui.data.files import write_file

    if not path.parent.is_dir():
        raise Failed(f"there is no folder {path.parent}")
    shelf = context.ensure_object(State).shelf
    if path.resolve() in {shelf.path(name).resolve() for name in shelf.names()}:
        raise Failed(f"{path} is a journal and is not written over")
    if shelf.folder.resolve() in path.resolve().parents and path.suffix != ".md":
        raise Failed(f"{path} is among the journals; give it the ending .md")
    if replace:
        write_file(path, content)
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        raise Failed(f"{path} is there already; --replace puts the new one in its place") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException:
        path.unlink(missing_ok=True)  # half a document would look like a whole one
        raise


@cli.group(invoke_without_command=True)
@click.pass_context
def packs(context: click.Context) -> None:
    """List the programme packs."""
    if context.invoked_subcommand is not None:
        return
    from mentor_tui.core.progress import plural
    from mentor_tui.export.tables import PACK_HEADS
    from mentor_tui.paths import packs_folder
    from mentor_tui.prompts.library import pack_names

    rows = []
    for info in pack_names(packs_folder()):
        state = f"{plural(len(info.problems), 'problem')}: packs check {info.folder}" if info.broken else "fine"
        rows.append((info.name, info.title, info.where, state))
    say_table(rows, PACK_HEADS)


@packs.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, path: Path) -> None:
    """Check the programme pack in the folder PATH."""
    from mentor_tui.core.guard import one_line
    from mentor_tui.prompts.library import check_pack

    if not path.is_dir():
        raise Failed(f"there is no folder {path}")
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
    from mentor_tui.paths import packs_folder
    from mentor_tui.prompts.library import UnknownPack, load_pack

    try:
        say(pack_markdown(load_pack(name, packs_folder())))
    except UnknownPack as error:
        raise Wrong(str(error)) from None


cli.add_command(doctor)
cli.add_command(restore)


def main() -> None:
    """The entry point."""
    # A letter that the terminal cannot show must not end the program.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    cli(obj=started())
