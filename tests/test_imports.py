"""What is imported before it is needed: the start of a Python program consists of imports.

The programs run for real, and say which modules they hold at the first picture of a session, or at their end.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="there are no pseudo-terminals here")

from bench.journals import Journals
from tests.runs import ROOT, spawn
from tests.terminal import Terminal

HEAVY = (
    "markdown_it",
    "textual.widgets._markdown",
    "textual.widgets._data_table",
    "icalendar",
    "dateutil",
    "tomlkit",
    "vobject",
    "rich.markdown",
    "importlib.metadata",
    "ssl",
    "_hashlib",
)
# What Textual imports for one name each, and the lock for another.
ONE_NAME = (
    "textual.types",
    "textual.widgets._directory_tree",
    "textual.widgets._select",
    "textual.widgets._placeholder",
    *(["platformdirs"] if sys.platform == "linux" else []),  # elsewhere it says where files live
    "rich.table",
    "hmac",
    "hashlib",
)
SCREENS = ("asyncio", "textual")
TABLES = ("rich",)
# What a command that reads a journal does without: the ways of the others, what writes, and what only helps.
UNREAD = ("click", "tinydb", "filelock", "platformdirs", "mentor_tui.prompts.reader", "mentor_tui.data.journal")
UNNEEDED = (
    *("pathlib", "inspect", "typing_extensions", "json", "hashlib", "threading", "tempfile", "secrets", "shutil"),
    *("re", "uuid", "decimal", "zlib", "weakref", "mentor_tui.core.dates", "mentor_tui.core.meeting"),
    *("mentor_tui.core.schedule", "mentor_tui.core.capture"),
)
COMMANDS = {
    "status": ("status", "--json"),
    "actions": ("actions", "--json"),
    "export": ("export", "--to", "-"),
}
FIRST_PICTURE = "first picture"
# What is imported too early all the same, and why. Each is mended in the place that is named, and then leaves the list.
KNOWN: dict[tuple[str, str], str] = {}
_SAY = """
import sys
def say():
    with open({path!r}, "w") as file:
        file.write(" ".join(sys.modules))
"""
_AT_FIRST_PICTURE = """
from mentor_tui import opening
load = opening._load_textual
def loading():
    load()
    from mentor_tui.driver import TerminalDriver
    write = TerminalDriver.write
    def writing(self, data):
        if "ype and press Enter" in data:
            TerminalDriver.write = write
            say()
        write(self, data)
    TerminalDriver.write = writing
opening._load_textual = loading
"""
_COMPILING = """
import builtins
real, said = builtins.compile, []
def compiling(source, file, mode, *more, **named):
    said.append(mode)
    return real(source, file, mode, *more, **named)
builtins.compile = compiling
def say():
    with open({path!r}, "w") as file:
        file.write(" ".join(said))
"""
_AT_THE_END = "import atexit\natexit.register(say)\n"


def cases() -> list[object]:
    """Each place at which modules are listed, with each module that must not be there."""
    wanted = [(FIRST_PICTURE, module) for module in (*HEAVY, *ONE_NAME)]
    quick = (*HEAVY, *SCREENS, *UNREAD)
    wanted += [(name, module) for name in COMMANDS for module in (*quick, *TABLES, *UNNEEDED)]
    wanted += [(f"{name} at a terminal", module) for name in ("status", "actions") for module in quick]
    return [pytest.param(*case, marks=_expected(case)) for case in wanted]


def _expected(case: tuple[str, str]) -> list[pytest.MarkDecorator]:
    """What is known of a case: that it fails."""
    return [pytest.mark.xfail(strict=True, reason=KNOWN[case])] if case in KNOWN else []


class Runs:
    """Runs the program on a mentorship in its sixth session, each way once; gives the modules that it held then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = Journals(folder).demo(400)
        self._found: dict[str, frozenset[str]] = {}
        self._pipe("say = print\n", COMMANDS["status"])  # a first start reads packs, and keeps them read

    def modules(self, case: str) -> frozenset[str]:
        """The modules at the first picture, or at the end of a command."""
        if case not in self._found:
            path = self._folder / f"{case}.json"
            say = _SAY.format(path=str(path))
            name, _, at_terminal = case.partition(" at a ")
            if case == FIRST_PICTURE:
                with Terminal(120, 36) as terminal:
                    spawn(terminal, self._folder, "--data", str(self._data), before=say + _AT_FIRST_PICTURE)
                    terminal.wait_for("Session 6", "ype and press Enter")
            elif at_terminal:
                with Terminal(120, 36) as terminal:
                    options = ("--data", str(self._data), name)
                    spawn(terminal, self._folder, *options, before=say + _AT_THE_END)
                    assert terminal.wait_exit() == 0
            else:
                self._pipe(say, COMMANDS[name])
            self._found[case] = frozenset(path.read_text(encoding="utf-8").split())
        return self._found[case]

    def compiled(self, case: str) -> list[str]:
        """What was compiled in a command: ``exec`` for a module, ``eval`` for an expression."""
        path = self._folder / f"{case}.compiled"
        self._pipe(_COMPILING.format(path=str(path)), COMMANDS[case])
        return path.read_text(encoding="utf-8").split()

    def _pipe(self, say: str, words: tuple[str, ...]) -> None:
        code = f"{say}{_AT_THE_END}from mentor_tui.cli import main\nmain()"
        command = [sys.executable, "-c", code, "--data", str(self._data), *words]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(self._folder / "CACHE_HOME")}
        done = subprocess.run(command, env=env, capture_output=True, check=True)
        assert done.stdout


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("imports"))


@pytest.mark.parametrize(("case", "module"), cases())
def test_nothing_heavy_is_imported_before_it_is_needed(runs: Runs, case: str, module: str) -> None:
    assert module not in runs.modules(case)


@pytest.mark.parametrize("case", COMMANDS)
def test_no_expression_is_compiled(runs: Runs, case: str) -> None:
    # The first one takes a millisecond: see NamedTuple, whose types typing compiles where they are put off as text.
    assert "eval" not in runs.compiled(case)


def test_the_modules_of_each_run_are_those_of_the_program(runs: Runs) -> None:
    # What is looked for must be what there is: a name that changed would never be found again.
    assert {"textual", "asyncio", "mentor_tui.screens.session"} <= runs.modules(FIRST_PICTURE)
    assert all("mentor_tui.cli" in runs.modules(name) for name in COMMANDS)
    assert "rich" in runs.modules("status at a terminal")
    assert all(find_spec(module) is not None for module in (*HEAVY, *ONE_NAME, *SCREENS, *TABLES, *UNREAD, *UNNEEDED))
