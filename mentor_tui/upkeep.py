"""The commands that look after the journals: ``doctor`` and ``restore``. What they need is imported when they run."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, NamedTuple

import click

from mentor_tui.console import Failed, State, Wrong, program, say, say_json, say_table, way_on
from mentor_tui.options import placed, shelved

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from mentor_tui.data.backups import Backup
    from mentor_tui.data.findings import Finding
    from mentor_tui.data.journal_file import Loaded
    from mentor_tui.data.mend import Done

ROUNDS = 3  # a folder that could not be opened hides what is in it
LATEST = "latest"


@click.command()
@click.option(
    "--fix", is_flag=True, help="Close files to others, and remove what saves left behind; no more than that."
)
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@shelved
@click.pass_context
def doctor(context: click.Context, fix: bool, as_json: bool) -> None:
    """Look whether journals, backups and drafts are well.

    Says what is wrong and what to do. Without --fix nothing is changed, and with it nothing that is in a journal, a
    backup or a draft.
    """
    from mentor_tui.data.doctor import examine
    from mentor_tui.data.findings import Grade
    from mentor_tui.data.mend import mend

    state = context.ensure_object(State)
    folder = state.shelf.folder
    findings = examine(folder, state.clock.now(), program(state))
    done: list[Done] = []
    for _ in range(ROUNDS if fix else 0):
        now = mend(folder, findings, state.clock.now())
        done += [each for each in now if each not in done]
        findings = examine(folder, state.clock.now(), program(state))
        if not any(each.mended for each in now):
            break
    problems = sum(finding.grade is Grade.problem for finding in findings)
    if as_json:
        say_json(_as_data(folder, findings, done))
    else:
        _tell(folder, findings, done, f"{program(state)} doctor --fix")
    context.exit(1 if problems else 0)


def _as_data(folder: Path, findings: list[Finding], done: list[Done]) -> dict[str, object]:
    from mentor_tui.core.guard import one_line

    return {
        "folder": one_line(str(folder)),
        "done": [{"what": each.what, "mended": each.mended} for each in done],
        "findings": [
            {"grade": each.grade.value, "what": each.what, "todo": each.todo, "fix": each.mend is not None}
            for each in findings
        ],
    }


def _tell(folder: Path, findings: list[Finding], done: list[Done], fix: str) -> None:
    from mentor_tui.core.guard import one_line
    from mentor_tui.core.progress import plural
    from mentor_tui.data.findings import Grade

    say(f"{one_line(str(folder))}\n")
    for each in done:
        _entry("done" if each.mended else "not done", each.what)
    for finding in findings:
        _entry(finding.grade.value, finding.what)
        if finding.todo:
            _entry("", f"To do: {finding.todo}")
    problems, notes = (sum(f.grade is grade for f in findings) for grade in (Grade.problem, Grade.note))
    mendable = sum(f.mend is not None for f in findings)
    words = f"{plural(problems, 'problem')}, {plural(notes, 'note')}." if problems or notes else "All is well."
    safely = f" `{fix}` mends {mendable} of them." if mendable else ""
    say(f"{words}{safely}\n")


def _entry(label: str, text: str) -> None:
    """A line with its label; at a terminal it goes on under its own beginning."""
    line = f"{label:<9}{text}"
    if sys.stdout.isatty():
        width = max(30, shutil.get_terminal_size().columns)
        wrapper = textwrap.TextWrapper(width, subsequent_indent=" " * 9, break_long_words=False, break_on_hyphens=False)
        # A command stays in one piece, so that it can be copied.
        whole = re.sub("`[^`]+`", lambda command: command[0].replace(" ", "\0"), line)
        line = wrapper.fill(whole).replace("\0", " ")
    say(f"{line}\n")


# restore


class _Choice(NamedTuple):
    """A backup with what it holds, or why it cannot be read; ``other`` where it is about another mentorship."""

    backup: Backup
    found: Loaded | None
    trouble: str = ""
    other: bool = False

    @property
    def words(self) -> str:
        if self.found is None:
            return f"cannot be read: {self.trouble}"
        return self.found.words + (", of another mentorship" if self.other else "")


@click.command()
@click.argument("backup", required=False, metavar="[BACKUP]")
@click.option("--as-it-is", is_flag=True, help="Take the journal as it stands, although its checksum is wrong.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
@placed
@click.pass_context
def restore(context: click.Context, backup: str | None, as_it_is: bool, yes: bool) -> None:
    """Put a backup in a journal's place.

    BACKUP is a number of the list that is shown without it, or "latest" for the newest that can be read. The journal
    that is there now is kept beside the backups.
    """
    from mentor_tui.core.guard import one_line
    from mentor_tui.data.restore import restore_journal, take_journal

    if as_it_is and backup is not None:
        raise click.UsageError("--as-it-is takes no backup: say one of the two.", context)
    state = context.ensure_object(State)
    name = _meant(state)
    path = state.shelf.path(name)
    state_of_it, parses, mentorship = _journal(path)
    now_there = f"{one_line(path.name)} {state_of_it}"
    if as_it_is:
        if not parses:
            raise Failed(f"{now_there} --as-it-is is only for one whose checksum is wrong.")
        say(f"{now_there}\nAll its lines can be read. It is taken as it stands, and a copy is kept as it was.\n")
        _ask(yes)
        kept = take_journal(path, state.clock)
        say(f"Done. The copy is {_shown(kept)}\n")
        return
    choices = _choices(state, name, mentorship)
    if backup is None:
        _list(state, name, choices, now_there, parses)
        return
    chosen = _chosen(choices, backup)
    if chosen.found is None:
        raise Failed(f"that backup {chosen.words}")
    say(f"{now_there}\n")
    made = f"{_when(state, chosen.backup.made_at)}, {chosen.backup.why.words}"
    say(f"In its place comes the backup of {made}: {chosen.words}.\n")
    if path.exists():
        say("The file that is there now is kept beside the backups.\n")
    _ask(yes)
    kept = restore_journal(path, chosen.backup, state.clock)
    say(f"Done.{f' What was there before is {_shown(kept)}' if kept else ''}\n")


def _shown(path: object) -> str:
    from mentor_tui.core.guard import one_line

    return one_line(str(path))


def _meant(state: State) -> str:
    """The name of the journal that is meant, which may be gone while its backups are there."""
    shelf = state.shelf
    if state.mentorship is not None:
        try:
            return shelf.find(state.mentorship, lost=True)
        except LookupError as error:
            raise Wrong(str(error)) from None
    names = sorted([*shelf.names(), *shelf.lost()])
    if not names:
        raise Failed(f"there is neither a mentorship nor a backup in {shelf.folder}")
    if len(names) > 1:
        raise Wrong(f"there is more than one mentorship; say --mentorship NAME. There are: {', '.join(names)}")
    return names[0]


def _journal(path: Path) -> tuple[str, bool, str]:
    """How a journal is, whether its lines can be read though it is broken, and the id of its mentorship."""
    from mentor_tui.data.beside import mentorship_of
    from mentor_tui.data.faults import reason
    from mentor_tui.data.journal_file import understand
    from mentor_tui.data.storage import BrokenJournal, read_bytes

    try:
        raw = read_bytes(path)
        found = understand(raw, path)
        return f"can be read: {found.words}.", False, mentorship_of(found)
    except FileNotFoundError:
        return "is gone.", False, ""
    except BrokenJournal as error:
        about = mentorship_of(understand(raw, path, seal=False)) if error.parses else ""
        return f"cannot be read: {error.reason}.", error.parses, about
    except OSError as error:
        return f"cannot be read: {reason(error)}.", False, ""


def _choices(state: State, name: str, mentorship: str) -> list[_Choice]:
    """The backups of a journal, the newest first."""
    from mentor_tui.data.beside import mentorship_of
    from mentor_tui.data.faults import reason
    from mentor_tui.data.journal_file import read_journal
    from mentor_tui.data.storage import BrokenJournal

    choices = []
    for backup in state.shelf.backups(name).all():
        try:
            found = read_journal(backup.path)
        except BrokenJournal as error:
            choices.append(_Choice(backup, None, error.reason))
        except OSError as error:
            choices.append(_Choice(backup, None, reason(error)))
        else:
            # Without a journal the newest backup says whose they are.
            mentorship = mentorship or mentorship_of(found)
            choices.append(_Choice(backup, found, other=mentorship != mentorship_of(found)))
    return choices


def _list(state: State, name: str, choices: list[_Choice], now_there: str, parses: bool) -> None:
    command = way_on(state, name)
    say(f"{now_there}\n")
    if choices:
        rows = [
            (str(number), _when(state, each.backup.made_at), each.backup.why.words, each.words)
            for number, each in enumerate(choices, 1)
        ]
        say_table(rows, ("No", "Made", "Why", "Holds"))
    good = [number for number, each in enumerate(choices, 1) if each.found is not None]
    if good:
        say(f"To put one in the journal's place, add its number: {command} {good[-1]}\n")
        say(f"Or the newest that can be read: {command} {LATEST}\n")
    else:
        say("There is no backup that can be read.\n")
    if parses:
        say(f"To take the journal as it stands: {command} --as-it-is\n")


def _chosen(choices: list[_Choice], wanted: str) -> _Choice:
    """The backup that is meant by a number of the list, or by ``latest``."""
    if wanted.casefold() == LATEST:
        good = [each for each in choices if each.found is not None and not each.other]
        if not good:
            raise Failed("there is no backup that can be read")
        return good[0]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 9 and 1 <= int(wanted) <= len(choices)):
        there = f"a number from 1 to {len(choices)}, or {LATEST}" if choices else "none at all"
        raise Wrong(f"there is no backup {wanted!r}; there is {there}")
    return choices[int(wanted) - 1]


def _when(state: State, instant: datetime) -> str:
    """An instant as the clock on the wall shows it."""
    from mentor_tui.clock import zone_of
    from mentor_tui.export.times import moment

    return moment(instant, zone_of(state.clock.zone))


def _ask(yes: bool) -> None:
    """Go on only when that is wanted."""
    if yes:
        return
    try:
        wanted = click.confirm("Restore it?", default=False)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo()
        raise Failed("nothing was changed; --yes restores without being asked") from None
    if not wanted:
        raise Failed("nothing was changed")
