"""However the program ends: what was kept is there, the terminal is clean, and no note has got out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import AppError
from textual.widgets import Input

pytest.importorskip("termios", reason="there are no pseudo-terminals here")

from mentor_tui.data.shelf import Shelf
from mentor_tui.safe_app import SafeApp
from mentor_tui.traces import Reporter
from mentor_tui.widgets.answer_card import AnswerCard
from tests.app_helpers import (
    SIZE,
    app_on,
    field_of,
    fresh,
    on_disk,
    paste,
    press,
    start,
    type_in,
)
from tests.conftest import FixedClock
from tests.runs import BREAKS, CANARY, ROOT, Run, unclean
from tests.terminal import Terminal

# A program that was started to outlast its terminal, and is told of nothing.
IGNORES = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal(120, 36) as window:
        yield window


@pytest.mark.parametrize("way", ["quit", "crash", "term", "kill"])
def test_no_note_gets_out(terminal: Terminal, tmp_path: Path, way: str) -> None:
    run = Run(terminal, tmp_path / "home", BREAKS if way == "crash" else "")
    run.type_everywhere()
    assert run.end(way) == []
    if way != "kill":
        assert CANARY not in terminal.left_over

    allowed = [path for path in run.found(CANARY) if path.is_relative_to(run.data) and path not in run.reports()]
    assert run.found(CANARY) == allowed
    assert any(path.suffix == ".json" for path in allowed), "nothing was kept, so this has proved nothing"
    before, _, shown = bytes(terminal.output).partition(b"\x1b[?1049h")
    assert CANARY.encode() in shown
    assert CANARY.encode() not in before
    codes = {int(code) for code in re.findall(rb"\x1b\](\d+)", terminal.output)}
    assert codes <= {22}, "something besides the pointer's shape: a title, or the clipboard"
    if way == "crash":
        check_report(terminal, run)
    else:
        assert run.reports() == []
        assert way == "kill" or terminal.left_over == ""


def check_report(terminal: Terminal, run: Run) -> None:
    """The one calm line, and the report that it names."""
    assert terminal.left_over.startswith("mentor-tui had to stop because of a fault of its own. What was kept is safe,")
    told = "".join(terminal.left_over.splitlines())
    (named,) = (path for path in run.reports() if told.endswith(f"A report without your notes is in {path}."))
    assert "ValueError" in named.read_text()
    assert "broken" in named.read_text()
    assert any("LookupError" in path.read_text() for path in run.reports())


def test_a_rough_terminal_and_its_end(terminal: Terminal, tmp_path: Path) -> None:
    """Stray bytes, a paste without an end, a megabyte, and a signal at last."""
    run = Run(terminal, tmp_path / "home")
    terminal.send(b"\x1b[?2048;2$y")  # a terminal that tells its size and the mouse's place in pixels
    terminal.send(b"\xff a\xc2\x9bb \xe2\x1b[1114112u")
    terminal.wait_for("> a")
    terminal.send(b"cd \x1b[200~half a paste")
    terminal.wait_for("cd half a paste")
    terminal.press("enter")
    terminal.wait_for("half a paste", "Type and press Enter")

    prose = "\n".join(f"{number} wants to compare two fellowships and asks about rotas" for number in range(17500))
    assert len(prose) > 1_000_000
    terminal.send_all(f"\x1b[200~{prose}\nthe end of it\x1b[201~".encode())
    terminal.wait_for("the end of it")
    assert {1016, 2048} <= terminal.modes
    terminal.type(" and more")
    terminal.wait_for("the end of it and more")
    terminal.press("enter")
    terminal.wait_for("letters more, all of them kept", "Type and press Enter")
    terminal.type("later")
    terminal.wait_for("> later")
    terminal.press("enter")
    terminal.wait_for("note       later")

    terminal.signal(signal.SIGHUP)
    assert terminal.wait_exit() == 129
    assert unclean(terminal) == []
    assert terminal.left_over == ""
    book = on_disk(run.shelf, FixedClock())
    assert book.live is not None
    texts = [note.text for note in book.notes(book.live.id)]
    assert texts[0].endswith("cd half a paste")
    assert "�" not in texts[0]
    assert texts[1] == f"{prose}\nthe end of it and more"
    assert texts[2] == "later"


def test_a_closed_terminal_ends_the_program_though_no_signal_does(terminal: Terminal, tmp_path: Path) -> None:
    run = Run(terminal, tmp_path / "home", IGNORES)
    terminal.type(CANARY)
    terminal.wait_for(f"> {CANARY}", "Enter keeps it")
    terminal.press("enter")
    terminal.wait_for(f"note       {CANARY}")
    begun = time.monotonic()
    terminal.hang_up()
    assert terminal.wait_exit() == 129
    assert time.monotonic() - begun < 6  # it takes half a second where nothing else runs
    assert run.found(CANARY) == [run.shelf.path(run.shelf.names()[0])]
    assert run.reports() == []


# The last moment, without a terminal

LAST = """
import atexit, sys, threading, time
from mentor_tui.cli import main
atexit.register(print, "put away")
if {works!r}:
    threading.Timer(0.3, print, ("done", )).start()
sys.argv = ["mentor-tui", *{arguments!r}]
sys.stdout.write("first ")
main()
"""


@pytest.mark.parametrize("works", [False, True])
@pytest.mark.parametrize(("arguments", "status"), [(["--version"], 0), (["--nothing"], 2)])
def test_a_quick_end_still_puts_away_all_that_waits_for_it(
    tmp_path: Path, arguments: list[str], status: int, works: bool
) -> None:
    command = [sys.executable, "-c", LAST.format(arguments=arguments, works=works)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=30, check=False)
    assert found.returncode == status
    assert found.stdout.startswith("first ")
    assert found.stdout.endswith("done\nput away\n" if works else "put away\n")
    assert bool(found.stderr) == (status == 2)


# Ends that hang, without a terminal

HANGS = """
import os, signal, sys, threading, time
from datetime import UTC, datetime
from pathlib import Path
from mentor_tui import safe_app
from mentor_tui.safe_app import SafeApp
from mentor_tui.traces import Reporter

safe_app.KEEP_WITHIN = safe_app.KEEP_FOR = safe_app.END_WITHIN = 0.3

class App(SafeApp):
    def keep_all(self):
        print("kept", flush=True)
        if {hangs!r} == "keeping":
            time.sleep(60)

    def run(self):
        super().run(headless=True)

    def on_ready(self):
        if {hangs!r} == "nothing":
            threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
        threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGTERM)).start()
        if {hangs!r} == "the loop":
            time.sleep(60)

    def on_unmount(self):
        if {hangs!r} == "closing":
            time.sleep(60)

app = App(Reporter(Path, lambda: datetime.now(UTC)))
if {hangs!r} == "early":
    def told():
        os.kill(os.getpid(), signal.SIGTERM)
        SafeApp.run(app, headless=True)
    app.run = told
sys.exit(app.run_to_end())
"""


@pytest.mark.parametrize(
    ("hangs", "status"), [("nothing", 130), ("early", 143), ("the loop", 143), ("keeping", 143), ("closing", 143)]
)
def test_an_end_that_hangs_is_an_end(tmp_path: Path, hangs: str, status: int) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = HANGS.format(hangs=hangs)
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=30, check=False)
    assert found.returncode == status, found.stderr
    assert found.stdout == ("" if hangs == "early" else "kept\n")
    assert found.stderr == ""


# In the app


async def test_no_action_writes_a_picture_or_opens_an_address(
    demo: tuple[Shelf, str], clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    app = app_on(demo[0], clock)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert not any("shot" in active.binding.action for active in app.active_bindings.values())
        titles = [command.title.lower() for command in app.get_system_commands(app.screen)]
        assert not any("shot" in title or "svg" in title for title in titles)
        await app.run_action("app.screenshot")
        app.save_screenshot(path=str(here))
        app.deliver_screenshot(path=str(here))
        app.deliver_text(__file__, save_directory=here)
        app.deliver_binary(__file__, save_directory=here)
        app.open_url("https://example.org/")
        await type_in(pilot, "a note")
        assert app.title == "mentor-tui"
        assert app.sub_title == ""
    assert list(here.iterdir()) == []
    assert opened == []
    assert not list(Path.home().rglob("*.svg"))


async def test_what_textual_would_print_of_a_fault_is_not_printed(
    tmp_path: Path, clock: FixedClock, capfd: pytest.CaptureFixture[str]
) -> None:
    app = SafeApp(Reporter(lambda: tmp_path / "reports", clock.now))
    with pytest.raises(AppError):
        async with app.run_test():
            app.panic(CANARY)
    assert app.status == 1
    assert len(list((tmp_path / "reports").iterdir())) == 1
    app = SafeApp(Reporter(lambda: tmp_path / "reports", clock.now))
    note, to_print = CANARY, list[object]()

    async def fail() -> None:
        async with app.run_test():
            try:
                raise ZeroDivisionError(note)
            except ZeroDivisionError as error:
                app._handle_exception(error)
            to_print.extend(app._exit_renderables)
            app._exit_renderables.append(note)

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert app.status == 1
    assert to_print == []
    assert capfd.readouterr() == ("", "")


BOOK = "A line of it, with words enough.\r\n" * 31000


async def test_a_megabyte_fits_into_an_answer_and_a_field(tmp_path: Path, clock: FixedClock) -> None:
    assert len(BOOK) > 1_000_000
    app = app_on(fresh(tmp_path / "shelf", clock), clock)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "f4")
        field = app.screen.query_one(Input)
        await paste(pilot, BOOK)
        assert field.value == " ".join(BOOK.split())
        await press(pilot, "escape")

        await start(pilot)
        await press(pilot, "f2", "f2", "f2")
        field_of(app).focus()
        await paste(pilot, BOOK)
        await type_in(pilot, "x")
        assert field_of(app).text == BOOK.replace("\r\n", "\n") + "x"
        card = app.screen.query_one(AnswerCard)
        assert card.question is not None
        card.keep()
    answer = on_disk(app.shelf, clock).answer(card.question.key)
    assert answer is not None
    assert answer.text == BOOK.replace("\r\n", "\n") + "x"
