"""A program that is killed in the midst of typing, in a real terminal: the next start has what was typed."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="there are no pseudo-terminals here")

from mentor_tui.core.records import Answer, Goal
from mentor_tui.data.shelf import Shelf
from tests.app_helpers import fresh, on_disk
from tests.conftest import FixedClock
from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
LOSS = 1.0  # seconds of typing that may be lost


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "journals", clock)


@contextmanager
def running(shelf: Shelf) -> Iterator[Terminal]:
    """The program on a shelf, in a terminal of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    command = [sys.executable, "-m", "mentor_tui", "--data", str(shelf.folder)]
    with Terminal(100, 36) as terminal:
        terminal.spawn(command, {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC"}, ROOT)
        yield terminal


def kill_after_a_second(terminal: Terminal) -> None:
    time.sleep(LOSS)
    assert terminal.kill(signal.SIGKILL) == -signal.SIGKILL


def drafts(shelf: Shelf) -> dict[str, dict[str, str]]:
    path = shelf.drafts(shelf.names()[0])
    return dict(json.loads(path.read_text())) if path.exists() else {}


def wait_for_no_drafts(shelf: Shelf) -> None:
    end = time.monotonic() + 10
    while shelf.drafts(shelf.names()[0]).exists():
        assert time.monotonic() < end, drafts(shelf)
        time.sleep(0.05)


def test_what_was_typed_a_second_ago_outlives_a_kill(shelf: Shelf, clock: FixedClock) -> None:
    with running(shelf) as terminal:
        terminal.wait_for("F2 starts session 1")
        terminal.press("F2")
        terminal.wait_for("Type and press Enter")
        terminal.type("! Send the list @me")
        terminal.wait_for("! Send the list @me")
        kill_after_a_second(terminal)
    assert drafts(shelf)["line"]["text"] == "! Send the list @me"

    with running(shelf) as terminal:
        terminal.wait_for("> ! Send the list @me", "Enter keeps it")
        terminal.type(" ^fri")
        terminal.wait_for("due Fri")
        terminal.press("enter")
        terminal.wait_for("[ ] Send the list", "Type and press Enter")
        wait_for_no_drafts(shelf)
        terminal.press("F2", "F2", "F2")
        terminal.wait_for("1 of 21, 0 answered")
        terminal.press("tab")
        terminal.wait_cursor("Tab to answer")
        terminal.type("Once a month")
        terminal.wait_for("Once a month")
        kill_after_a_second(terminal)
    assert [answer.text for answer in on_disk(shelf, clock).every(Answer)] == ["Once a month"]

    with running(shelf) as terminal:
        terminal.wait_for("2 of 21, 1 answered")
        terminal.press("pageup")
        terminal.wait_for("Once a month", "1 of 21, 1 answered")
        terminal.press("F7")
        terminal.wait_for("No goals yet")
        terminal.press("n")
        terminal.wait_for("A new goal")
        terminal.type("Publish")
        terminal.wait_for("Publish")
        kill_after_a_second(terminal)
    assert drafts(shelf)["goal"]["text"] == "Publish"

    with running(shelf) as terminal:
        terminal.wait_for("A goal you were typing was kept: F7, then n.")
        terminal.press("F7")
        terminal.wait_for("No goals yet")
        terminal.press("n")
        terminal.wait_for("A new goal", "Publish", "You typed this before.")
        terminal.press("F2")
        terminal.wait_gone("A new goal")
        wait_for_no_drafts(shelf)
        terminal.press("escape")
        terminal.wait_for("Type and press Enter")
        terminal.type("At the last moment\n\x11")  # Enter and Ctrl+Q at once
        assert terminal.wait_exit() == 0
        assert terminal.left_over == ""
    book = on_disk(shelf, clock)
    assert [note.text for note in book.notes()] == ["At the last moment"]
    assert drafts(shelf) == {}
    assert [(action.text, action.due is not None) for action in book.actions] == [("Send the list", True)]
    assert [goal.text for goal in book.every(Goal)] == ["Publish"]
