"""The command that runs a session as lines of text: reads them, says what they became, and ends well."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING

import click

from mentor_tui import starting
from mentor_tui.console import Failed, State, meant, say, way_on
from mentor_tui.options import placed
from mentor_tui.signals import forget_terminal, told_of_signals

if TYPE_CHECKING:
    from mentor_tui.data.journal import Journal
    from mentor_tui.plain.talk import Talk


class Ended(BaseException):
    """The program was told to end by a signal while it waited for a line."""


@click.command()
@placed
@click.pass_context
def session(context: click.Context) -> None:
    """Run a session as lines of text.

    For screen readers, and for terminals that cannot show the screens. Lines are kept as they are entered; /help tells
    the commands. Lines may come from a pipe, too; then no prompts are written.
    """
    from mentor_tui.data.storage import BrokenJournal

    state = context.ensure_object(State)
    name = meant(state)
    try:
        journal = state.shelf.open(name, state.clock)
    except BrokenJournal as error:
        raise Failed(f"{error} To put it right: {way_on(state, name)}") from None
    with journal:
        if journal.read_only:
            raise Failed(f"{journal.closed_to}.")
        code = _talked(state, journal)
    context.exit(code)


def _talked(state: State, journal: Journal) -> int:
    from mentor_tui.data.drafts import Drafts
    from mentor_tui.paths import pack_copies, packs_folder
    from mentor_tui.plain.table import Table
    from mentor_tui.plain.talk import Talk
    from mentor_tui.prompts.loading import load_or_stand_in

    pack, trouble = load_or_stand_in(journal.book.mentorship.pack, packs_folder(), pack_copies())
    drafts = Drafts(state.shelf.drafts(journal.name))
    talk = Talk(Table(journal, pack, state.clock, drafts=drafts, settings=state.settings))
    _say([line for line in (trouble, drafts.trouble) if line])
    return _Lines(talk).run()


def _say(lines: Iterable[str]) -> None:
    """Say lines, at once: who listens must not wait for the end."""
    for line in lines:
        say(f"{line}\n")
    sys.stdout.flush()


class _Lines:
    """The lines that come in, and the ways in which they end."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self._told = 0
        self._waiting = False
        self._readline = _editing() if sys.stdin.isatty() and sys.stdout.isatty() else None

    def run(self) -> int:
        """Talk until it is over; the exit status."""
        starting.settle()
        with told_of_signals(self._hear, lambda: bool(self._told)):
            _say(self.talk.begin())
            try:
                while not self.talk.over:
                    line = self._next()
                    if line is None:
                        return self._broken_off(0)
                    _say(self.talk.hear(line))
            except (Ended, KeyboardInterrupt):
                return self._broken_off(128 + (self._told or signal.SIGINT))
        return 1 if self.talk.table.journal.unsaved else 0

    def _next(self) -> str | None:
        """The next line; None when there is none any more."""
        self._waiting = True
        try:
            if self._told:
                raise Ended
            return self._read()
        except (EOFError, OSError):
            return None
        finally:
            self._waiting = False

    def _read(self) -> str:
        if self._readline is not None:
            line = input(self.talk.prompt)
            if line.strip() and not line.lstrip().startswith(("~", "/e")):  # what is private may be hidden later
                self._readline.add_history(line)
            return line
        if sys.stdin.isatty():
            say(self.talk.prompt)
            sys.stdout.flush()
        raw = sys.stdin.buffer.readline()
        if not raw:
            raise EOFError
        return raw.decode("utf-8", "backslashreplace")

    def _broken_off(self, code: int) -> int:
        """The input has ended: what stands half typed is kept for the next start."""
        with contextlib.suppress(OSError, ValueError):  # nobody may be there to hear it
            _say(["", *self.talk.broken_off(self._half_typed() if self._told else "")])
        if self._told == getattr(signal, "SIGHUP", None):
            forget_terminal()
        return code or (1 if self.talk.table.journal.unsaved else 0)

    def _half_typed(self) -> str:
        if self._readline is None:
            return ""
        try:
            return str(self._readline.get_line_buffer())
        except UnicodeDecodeError:
            return ""

    def _hear(self, number: int) -> None:
        """End the talk by a signal, but never between a line and its answer."""
        self._told = self._told or number
        if self._waiting:
            self._waiting = False
            raise Ended


def _editing() -> ModuleType | None:
    """The line editor of the system, with no file, no bell, no signs for pastes, and no names of files on Tab."""
    try:
        import readline
    except ImportError:
        return None
    for words in ("set bell-style none", "set enable-bracketed-paste off", "tab: self-insert"):
        readline.parse_and_bind(words)
    readline.set_auto_history(False)
    # A byte that is no letter must not end the program.
    getattr(sys.stdin, "reconfigure", lambda **_: None)(errors="backslashreplace")
    return readline
