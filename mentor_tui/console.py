"""What all commands of the command line share: where the journals are, ways out, and errors told in one line.

What is needed is imported where it is needed, so that the text commands start at once; click is in ``options``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from mentor_tui.traces import leave_none, words

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mentor_tui.clock import Clock
    from mentor_tui.core.book import Book
    from mentor_tui.core.packs import Pack
    from mentor_tui.core.settings import Settings
    from mentor_tui.data.journal_file import Loaded
    from mentor_tui.data.shelf import Shelf
    from mentor_tui.export.tables import Rows
    from mentor_tui.traces import Reporter

PROGRAM = "mentor-tui"
_DOCUMENTS = (".md", ".ics")


class Told(Exception):
    """Ends the program with a code and a line; ``about`` is what follows the line as it is."""

    def __init__(self, line: str, code: int, about: str = "") -> None:
        super().__init__(line)
        self.code = code
        self.about = about


class Failed(Told):
    """What was asked could not be done."""

    def __init__(self, line: str) -> None:
        super().__init__(line, 1)


class Wrong(Told):
    """What was asked makes no sense."""

    def __init__(self, line: str) -> None:
        super().__init__(line, 2)


class State:
    """What the options before a command said. Tests hand in one with a clock of their own."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.data: str | None = None
        self.mentorship: str | None = None
        self._clock = clock
        self._reporter: Reporter | None = None

    @property
    def clock(self) -> Clock:
        """The clock."""
        if self._clock is None:
            from mentor_tui.clock import SystemClock

            self._clock = SystemClock()
        return self._clock

    @property
    def folder(self) -> str:
        """The folder of the journals, as text."""
        from mentor_tui.paths import data_folder, data_path

        path = data_path(self.data)
        return path if not path.startswith("~") else str(data_folder(path))

    @property
    def shelf(self) -> Shelf:
        """The folder of the journals."""
        from mentor_tui.data.shelf import Shelf
        from mentor_tui.paths import data_folder

        return Shelf(data_folder(self.data))

    @property
    def settings(self) -> Settings:
        """What the user chose about the program itself; what makes no sense in the file is told by ``settings``."""
        from mentor_tui.paths import settings_path

        path = settings_path()
        if not os.path.lexists(path):
            from mentor_tui.core.settings import DEFAULTS  # in less time than what reads the file

            return DEFAULTS
        from mentor_tui.data.settings_file import read_settings

        return read_settings(path)[0]

    @property
    def reporter(self) -> Reporter:
        """Writes the reports of the program's own faults, beside the journals."""
        if self._reporter is None:
            from mentor_tui.paths import data_folder
            from mentor_tui.traces import FOLDER, Reporter

            self._reporter = Reporter(lambda: data_folder(self.data) / FOLDER, lambda: self.clock.now())
        return self._reporter


def started(*, threads: bool = True) -> State:
    """The state of a program that has just begun, with nothing left open by which notes would get out.

    ``threads`` says whether it will have any.
    """
    leave_none()
    state = State()
    state.reporter.hook(threads=threads)
    return state


def end(state: State, work: Callable[[], object]) -> NoReturn:
    """Do the work of a command and exit, with the code that it gives, if it gives one; tell a failure in one line."""
    code = 0
    try:
        result = work()
        code = result if isinstance(result, int) else 0
        sys.stdout.flush()
    except BrokenPipeError:
        code = 1
        _drop_stdout()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        told = _told(error)
        if told is None:
            told = 1, f"it {words(state.reporter.write(error))}"
        code, text = told
        complain(text)
    sys.exit(code)


def _drop_stdout() -> None:
    """Let nothing more be written for a reader who is gone, not even by Python as it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _told(error: Exception) -> tuple[int, str] | None:
    """The exit code and the line for an error that the user can do something about; None for any other."""
    from mentor_tui.core.guard import one_line

    if isinstance(error, Told):
        return error.code, one_line(str(error)) + error.about
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return 1, one_line(f"{where}{error.strerror[:1].lower()}{error.strerror[1:]}")
    if isinstance(error, OSError):
        return 1, one_line(str(error))

    from mentor_tui.data.journal import ReadOnly
    from mentor_tui.data.restore import InUse
    from mentor_tui.data.storage import BrokenJournal
    from mentor_tui.prompts.loading import first_trouble
    from mentor_tui.prompts.problems import PackError, UnknownPack

    if isinstance(error, PackError):
        return 1, first_trouble(error)
    if isinstance(error, UnknownPack | BrokenJournal | ReadOnly | InUse):
        return 1, one_line(str(error))
    return (1, one_line(str(error))) if type(error) is LookupError else None


# Where the journals are, and which one


def meant(state: State) -> str:
    """The name of the journal that is meant."""
    from mentor_tui.data.names import find, names

    there = names(state.folder)
    if state.mentorship is not None:
        try:
            return find(state.mentorship, there)
        except LookupError as error:
            raise Wrong(str(error)) from None
    if len(there) == 1:
        return there[0]
    if there:
        raise Wrong(f"there is more than one mentorship; say --mentorship NAME. There are: {', '.join(there)}")
    raise Failed(f"there is no mentorship in {state.shelf.folder} yet; {PROGRAM} new makes one")


def program(state: State) -> str:
    """How a command begins that works on the same folder, safe to be copied into a shell."""
    if state.data is None:
        return PROGRAM
    import shlex

    from mentor_tui.core.guard import one_line

    return f"{PROGRAM} --data {shlex.quote(one_line(state.data))}"


def way_on(state: State, name: str) -> str:
    """The command that helps with a journal that cannot be read."""
    from mentor_tui.data.faults import restoring

    return restoring(name, program(state)) or f"{program(state)} doctor"


def read_book(state: State) -> Book:
    """The records that are meant, read without a lock and never written."""
    from mentor_tui.core.book import Book

    return Book(read(state).records)


def read(state: State) -> Loaded:
    """The journal that is meant, read without a lock."""
    from mentor_tui.data.storage import BrokenJournal
    from mentor_tui.data.unlocked import read_unlocked

    name = meant(state)
    try:
        return read_unlocked(state.folder, name)
    except BrokenJournal as error:
        raise Failed(f"{error} To put it right: {way_on(state, name)}") from None


def read_pack(book: Book) -> Pack | None:
    """The mentorship's pack. None when it cannot be read, which is told and need not stop anything."""
    from mentor_tui.core.guard import one_line
    from mentor_tui.paths import copies_path, packs_path
    from mentor_tui.prompts.loading import first_trouble, load_pack
    from mentor_tui.prompts.problems import PackError, UnknownPack

    try:
        return load_pack(book.mentorship.pack, packs_path(), copies_path())
    except (PackError, UnknownPack) as error:
        complain(f"going on without the programme's rules and words. {first_trouble(error)}")
    except OSError as error:
        complain(f"going on without the programme's rules and words. {one_line(str(error))}")
    return None


def local_today(state: State, book: Book) -> date:
    """The date where the person at this machine is."""
    from mentor_tui.clock import zone_of

    return state.clock.now().astimezone(zone_of(book.mentorship.my_zone)).date()


def zone_named(name: str, option: str) -> str:
    """A zone that this machine knows, from the text of an option."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    known = available_timezones()
    if name in known:
        return name
    folded = {zone.casefold(): zone for zone in sorted(known)}
    near = get_close_matches(name.casefold().replace(" ", "_"), folded, 1)
    hint = f"; did you mean {folded[near[0]]}?" if near else "; for example: Europe/Madrid"
    raise Wrong(f"{option}: there is no time zone called {name!r}{hint}")


# Ways out


def say(text: str) -> None:
    """Print text. A pipe or a file gets UTF-8 whatever the locale; a terminal nothing that it would obey."""
    from mentor_tui.core.guard import clean

    if sys.stdout.isatty():
        sys.stdout.write(clean(text))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def save_document(state: State, to: str | None, name: str, content: bytes, *, replace: bool, told: str) -> None:
    """Write a document called ``name`` to the file or into the folder ``to`` (None: here), and say so."""
    from pathlib import Path

    path = Path(to) if to else Path(name)
    path = path / name if path.is_dir() else path
    write_document(state, path, content, replace)
    say(f"Wrote {path} ({told}).\n")


def write_document(state: State, path: Path, content: bytes, replace: bool) -> None:
    """Write a file that only its owner may read; one that is there only gives way when that was asked for.

    A journal never does, and among the journals a document needs an ending of its own.
    """
    from mentor_tui.data.files import write_file

    if not path.parent.is_dir():
        raise Failed(f"there is no folder {path.parent}")
    shelf = state.shelf
    if path.resolve() in {shelf.path(name).resolve() for name in shelf.names()}:
        raise Failed(f"{path} is a journal and is not written over")
    if shelf.folder.resolve() in path.resolve().parents and path.suffix not in _DOCUMENTS:
        raise Failed(f"{path} is among the journals; give it the ending {' or '.join(_DOCUMENTS)}")
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


def complain(text: str) -> None:
    """Say what is wrong, on the standard error."""
    import click

    click.echo(f"{PROGRAM}: {text}", err=True)


def say_table(rows: Rows, heads: Sequence[str] = ()) -> None:
    """Print a table: for a person at a terminal, or plain for a pipe."""
    from mentor_tui.export.tables import plain_table, rich_table

    if not sys.stdout.isatty():
        say(plain_table(rows))
        return
    from rich.console import Console

    Console(highlight=False).print(rich_table(rows, heads))


def say_json(data: object) -> None:
    """Print data for a program."""
    import msgspec

    try:
        text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    except UnicodeEncodeError:  # the name of a file may hold signs that are none
        import json  # takes longer to import, and says the same

        text = json.dumps(data, ensure_ascii=False, indent=2)
    say(f"{text}\n")
