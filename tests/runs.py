"""The real program in a terminal, in a home of its own, and what it leaves behind there."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

from tests.app_helpers import fresh
from tests.conftest import FixedClock
from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
CANARY = "Vexillology"
ENDS = {"quit": 0, "crash": 1, "term": 143, "hup": 129, "kill": -9}  # how the program ends, with its exit status
LOGGING = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_PRESS": "ctrl+q,ctrl+q",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "PYTHONASYNCIODEBUG": "1",
}
# The last line that is kept meets a fault, with the note in its message, in variables, in tasks and in what is printed.
BREAKS = """
import asyncio, atexit, logging
from mentor_tui.traces import leave_none
leave_none()  # before Textual is imported
from mentor_tui.screens.session import SessionScreen
real = SessionScreen._keep_line
def broken(self, note, editing):
    if "crash" not in note:
        return real(self, note, editing)
    async def fails():
        await asyncio.sleep(0)  # from Python 3.12 on it begins at once
        raise LookupError(note)
    asyncio.create_task(fails())
    asyncio.get_running_loop().call_soon(int, note)
    print(note)
    logging.getLogger("library").error(note)
    atexit.register(logging.getLogger("library").error, note)
    raise ValueError(note)
SessionScreen._keep_line = broken
"""
_PROGRAM = "import sys\nfrom mentor_tui.cli import main\nsys.argv = {argv!r}\n{before}\nmain()"


def spawn(terminal: Terminal, home: Path, *options: str, before: str = "", logging: bool = False) -> None:
    """Start the program with these options, its home and all its folders in ``home``.

    ``before`` is Python that runs in it first; ``logging`` asks for all the logs that Textual has.
    """
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    kinds = ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME")
    env = {**kept, **{f"XDG_{kind}": str(home / kind) for kind in kinds}}
    env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "Europe/Madrid"}
    env |= {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONPATH": str(ROOT)}
    if logging:
        env |= {"TEXTUAL_LOG": str(home / "textual.log"), "TEXTUAL_SCREENSHOT_LOCATION": str(home), **LOGGING}
    code = _PROGRAM.format(argv=["mentor-tui", *options], before=before)
    terminal.spawn([sys.executable, "-c", code], env, home)


def unclean(terminal: Terminal) -> list[str]:
    """What of the terminal is not as a shell expects it."""
    found = []
    if terminal.modes != {7, 25}:
        found.append(f"the terminal's modes are {sorted(terminal.modes)}")
    if not terminal.cooked:
        found.append("the terminal is raw")
    pushed = len(re.findall(rb"\x1b\[>\d+u", terminal.output))
    taken_back = terminal.output.count(b"\x1b[<u")
    if not pushed == taken_back == 1:
        found.append(f"the keyboard's modes are set {pushed} times and taken back {taken_back} times")
    return found


class Run:
    """The program on a shelf with one mentorship, in its session, with all the logging that can be asked for."""

    def __init__(self, terminal: Terminal, home: Path, before: str = "") -> None:
        self.terminal = terminal
        self.home = home
        self.data = home / "data"
        self.shelf = fresh(self.data, FixedClock())
        spawn(terminal, home, "--data", str(self.data), before=before, logging=True)
        terminal.wait_for("Before session 1")
        terminal.press("F2")
        terminal.wait_for("Arrive", "Type and press Enter")

    def found(self, words: str) -> list[Path]:
        """The files that hold these words, or are named by them."""
        files = [path for path in self.home.rglob("*") if path.is_file()]
        return [path for path in files if words.encode() in path.read_bytes() or words in path.name]

    def reports(self) -> list[Path]:
        """The reports of faults."""
        return sorted(self.data.glob("reports/*"))

    def type_everywhere(self, canary: str = CANARY) -> None:
        """Keep a note, a private one and an answer with the word in it, and leave something in the line."""
        screen = self.terminal
        for line, shown in ((f"{canary} kept", "note       "), (f"~ {canary} alone", "private    ")):
            self.keep(line, f"{shown}{canary}")
        screen.press("F2")
        screen.wait_for("Where are you from")
        screen.press("F2")
        screen.wait_for("[ ] Keep the full hour")
        screen.press("F2")
        screen.wait_for("Topic 1 of 9", "1 of 21, 0 answered")
        screen.press("tab")
        screen.wait_cursor("Tab to answer")
        screen.type(f"{canary} answered")
        screen.wait_for(f"{canary} answered")
        screen.press("escape")
        screen.wait_cursor("Type and press Enter")
        screen.type(f"{canary} to crash")
        screen.wait_for(f"{canary} to crash")

    def end(self, way: str) -> list[str]:
        """End the program in one of the ways of ``ENDS``; what is wrong with how it ended."""
        screen = self.terminal
        match way:
            case "quit":
                screen.press("ctrl+q")
                screen.wait_for("Ctrl+Q again")
                screen.press("ctrl+q")
            case "crash":
                screen.press("enter")
            case "term":
                screen.signal(signal.SIGTERM)
            case "hup":
                screen.signal(signal.SIGHUP)
            case "kill":
                screen.signal(signal.SIGKILL)
        status = screen.wait_exit()
        found = [f"the status is {status}"] if status != ENDS[way] else []
        return found if way == "kill" else found + unclean(screen)

    def keep(self, line: str, shown: str) -> None:
        """Type a line into the bar and keep it; ``shown`` is what stands on the screen then."""
        self.terminal.type(line)
        self.terminal.wait_for(line, "Enter keeps it")
        self.terminal.press("enter")
        self.terminal.wait_for(shown, "Type and press Enter")
