"""Plain mode: lines in, text out; the real command in a pipe and in a terminal."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_tui.core import meeting
from mentor_tui.core.records import ActionState, Answer, Lane, NoteKind, SessionState
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.journal import Journal
from mentor_tui.data.opened import HIDDEN
from mentor_tui.data.shelf import Shelf
from mentor_tui.plain.commands import COMMANDS, find
from mentor_tui.plain.table import Table
from mentor_tui.plain.talk import Talk
from tests.app_helpers import ESCAPES, HOSTILE, fresh, on_disk, packs
from tests.conftest import FixedClock

ROOT = Path(__file__).parent.parent


@pytest.fixture
def shelf(tmp_path: Path, clock: FixedClock) -> Shelf:
    return fresh(tmp_path / "journals", clock)


@pytest.fixture
def journal(shelf: Shelf, clock: FixedClock) -> Iterator[Journal]:
    with shelf.open(shelf.names()[0], clock) as opened:
        yield opened


@pytest.fixture
def talk(journal: Journal, shelf: Shelf, clock: FixedClock) -> Talk:
    return talk_on(journal, clock, Drafts(shelf.drafts(journal.name)))


@pytest.fixture
def running(talk: Talk) -> Talk:
    talk.begin()
    talk.hear("")
    return talk


def talk_on(journal: Journal, clock: FixedClock, drafts: Drafts | None = None) -> Talk:
    return Talk(Table(journal, packs("isaps"), clock, drafts=drafts))


def said(talk: Talk, *lines: str) -> str:
    """What is said of these lines, the last one's words."""
    told: list[str] = []
    for line in lines:
        told = talk.hear(line)
    return "\n".join(told)


# Starting


def test_it_says_what_a_session_begins_with(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        told = "\n".join(talk_on(journal, clock).begin())
    assert "Session 4: A hard decision, with Dr Noa Placeholder." in told
    assert "Pace: on pace" in told
    assert "Late: Send the list of fellowship programmes" in told
    assert "To ask: What should I stop doing?" in told
    assert told.endswith("Enter starts, or type no.")


def test_no_starts_nothing(talk: Talk) -> None:
    talk.begin()
    assert said(talk, "no").startswith("Nothing was started.")
    assert talk.over
    assert talk.table.book.sessions == []


def test_a_line_before_the_start_is_not_lost(talk: Talk) -> None:
    talk.begin()
    assert "/keep keeps it" in said(talk, "Hello there")
    assert "Kept: note" in said(talk, "", "/keep")
    assert [note.text for note in talk.table.book.notes()] == ["Hello there"]


def test_a_line_before_the_start_is_there_at_the_next_one(talk: Talk, journal: Journal, clock: FixedClock) -> None:
    talk.begin()
    said(talk, "Hello there")
    talk.broken_off()
    again = talk_on(journal, clock, Drafts(talk.table.drafts.path))
    assert any("Hello there" in line for line in again.begin())
    assert "Kept: note" in said(again, "", "/keep")
    assert Drafts(talk.table.drafts.path).places == []


def test_a_session_that_runs_is_gone_on_with(running: Talk, journal: Journal, clock: FixedClock) -> None:
    again = talk_on(journal, clock)
    assert "Going on with it" in "\n".join(again.begin())
    assert again.asked is None
    assert "Kept: note" in said(again, "Still here")


# Lines


def test_lines_are_kept_as_their_sign_says(running: Talk) -> None:
    assert said(running, "! Send the list @noa ^fri") == (
        "Kept: action, Dr Noa Placeholder, due Friday 27 November 2026. Line 1."
    )
    assert said(running, "= Every third Thursday") == "Kept: decision. Line 2."
    assert said(running, "? How did you choose") == "Kept: question to ask next time. Line 3."
    assert said(running, "~ Seemed tired") == "Kept: private note, only you see it. Line 4."
    assert said(running, "//slash first") == "Kept: note. Line 5."
    assert said(running, "\\/also a slash") == "Kept: note. Line 6."
    notes = running.table.book.notes()
    assert [note.text for note in notes][-2:] == ["/slash first", "/also a slash"]
    assert [note.lane for note in notes if note.text == "Seemed tired"] == [Lane.mine]
    assert NoteKind.decision in {note.kind for note in notes}


def test_what_is_not_understood_is_said_and_kept(running: Talk) -> None:
    told = said(running, "! Call @zebedee ^someday")
    assert "nobody here is called @zebedee" in told
    assert "date not understood: ^someday" in told
    assert [action.text for action in running.table.book.actions] == ["Call @zebedee ^someday"]


def test_every_line_is_on_disk_when_it_is_answered(running: Talk, shelf: Shelf, clock: FixedClock) -> None:
    said(running, "First")
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["First"]


def test_hostile_lines_come_out_clean(running: Talk) -> None:
    for line in (*HOSTILE, ESCAPES, "a\x00b\x1b[2Jc", "a\udcff\udcfe", "x" * 150_000):
        assert "Kept: note" in said(running, line)
    told = said(running, "/notes")
    assert not any(ord(letter) < 32 and letter != "\n" for letter in told)
    assert len(running.table.book.notes()[-1].text) == 150_000


NAMES = list(COMMANDS)
WORDS = st.tuples(st.sampled_from([*NAMES, "n", "x", ""]), st.text(max_size=12)).map(lambda two: f"/{two[0]} {two[1]}")
NUMBERS = st.tuples(st.sampled_from(NAMES), st.integers(-2, 30), st.sampled_from(["", "fri", "me", "~ x"])).map(
    lambda three: f"/{three[0]} {three[1]} {three[2]}"
)
USUAL = st.sampled_from([*(f"/{name}" for name in NAMES), "", "!", "= x", "~ x", "! x @me ^fri", "? x"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.one_of(st.text(max_size=60), WORDS, NUMBERS, USUAL), max_size=25))
def test_no_line_ends_it_by_a_fault(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("any")
    monkeypatch.chdir(folder)
    shelf = fresh(folder / "journals", clock)
    with shelf.open(shelf.names()[0], clock) as journal:
        talk = talk_on(journal, clock)
        talk.begin()
        for line in lines:
            clock.advance(47)
            told = [*talk.hear(line), talk.prompt]
            assert all(("\n" not in each and each.isprintable()) or not each.isascii() for each in told)
            assert journal.unsaved == 0
        assert talk.broken_off("half")


# Commands


def test_a_beginning_is_enough_where_it_is_the_only_one() -> None:
    assert find("n") is COMMANDS["next"]
    assert find("ag") is COMMANDS["agenda"]
    assert find("done") is COMMANDS["done"]
    assert find("d") == "/d could be /done or /drop or /delete."
    assert find("agneda") == "There is no command /agneda. Did you mean /agenda?"


def test_a_command_with_words_too_many_does_nothing(running: Talk) -> None:
    before = running.prompt
    assert "takes no words" in said(running, "/next week we meet")
    assert running.prompt == before
    said(running, "/keep")
    assert [note.text for note in running.table.book.notes()] == ["/next week we meet"]


def test_help_tells_every_command(talk: Talk) -> None:
    talk.begin()
    told = said(talk, "/help")
    assert all(f"/{name}" in told for name in COMMANDS)
    assert said(talk, "/help tick").startswith("/tick N:")


def test_items_go_on_and_back(running: Talk) -> None:
    assert running.prompt.startswith("1 of ")
    assert "Item 2 of" in said(running, "/n")
    assert "Item 1 of" in said(running, "/back")
    assert "Item 3 of" in said(running, "/go 3")
    assert said(running, "/go 99").startswith("There is no item 99")
    assert "Skipped" in said(running, "/skip")


def test_the_checklist_is_ticked_by_number(running: Talk) -> None:
    said(running, "/next", "/next")
    assert "1. Keep the full hour" in said(running, "/item")
    assert said(running, "/tick 1").startswith("Ticked: Keep the full hour")
    assert "ticked" in said(running, "/item").split("1. Keep")[1].splitlines()[0]
    assert said(running, "/tick 1").startswith("Unticked")
    assert said(running, "/tick 99").startswith("There is no line 99")


def test_an_answer_is_on_disk_line_by_line(running: Talk, shelf: Shelf, clock: FixedClock) -> None:
    said(running, "/next", "/next", "/next")
    assert "Type the answer" in said(running, "/answer 1")
    assert running.prompt == "answer> "
    said(running, "Once a month")
    assert [answer.text for answer in on_disk(shelf, clock).every(Answer)] == ["Once a month"]
    said(running, "/next is a word here")
    running.broken_off("and half a li")
    assert [a.text for a in on_disk(shelf, clock).every(Answer)] == [
        "Once a month\n/next is a word here\nand half a li"
    ]
    assert "Answer kept: Once a month" in said(running, ".")
    assert "Undone: answer" in said(running, "/undo")
    assert list(on_disk(shelf, clock).every(Answer)) == []


def test_numbers_of_actions_stay_as_they_were_told(running: Talk) -> None:
    said(running, "! One ^fri", "! Two ^sat", "! Three ^sun", "/actions", "/done 1", "/done 2")
    states = {action.text: action.state for action in running.table.book.actions}
    assert states == {"One": ActionState.done, "Two": ActionState.done, "Three": ActionState.open}


def test_actions_get_owner_date_and_reason(running: Talk) -> None:
    said(running, "! Send the list")
    assert said(running, "/move 1 30 nov").startswith("Due Monday 30 November 2026")
    assert said(running, "/move 1 someday").startswith("That is not a date")
    assert said(running, "/owner 1 Dr Noa").startswith("For Dr Noa Placeholder.")
    assert said(running, "/owner 1 zebedee").startswith("Say who")
    assert said(running, "/drop 1 no time").endswith("because no time.")
    (action,) = running.table.book.actions
    assert (action.state, action.why) == (ActionState.dropped, "no time")


def test_a_line_is_edited_and_stays_what_it_is(running: Talk) -> None:
    said(running, "! Send the list @me ^fri", "~ Tired", "A note")
    assert "Send both lists; you; due Friday" in said(running, "/edit 1 Send both lists")
    said(running, "/edit 2 Very tired", "/edit 3 ! Now an action")
    book = running.table.book
    assert [(note.text, note.lane) for note in book.notes()] == [("Very tired", Lane.mine)]
    assert [action.text for action in book.actions] == ["Send both lists", "Now an action"]
    assert said(running, "/edit 3").splitlines()[0] == "Line 3 is: ! Now an action"
    assert "Deleted: line 3" in said(running, "/delete 3")
    assert said(running, "/edit 3 x").startswith("There is no line 3")
    assert said(running, "/undo") == "Undone: delete action “Now an action”."


def test_private_lines_can_be_hidden(running: Talk) -> None:
    said(running, "~ Tired", "/private")
    told = said(running, "/notes")
    assert HIDDEN in told
    assert "Tired" not in told
    assert "hidden" in said(running, "/edit 1 x")
    said(running, "/private")
    assert "Tired" in said(running, "/notes")
    assert said(running, "/private", "/undo").splitlines()[-1] == "Undone: keep note."


def test_goals_move_by_number(demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        talk = talk_on(journal, clock)
        talk.begin()
        assert said(talk, "/goals").startswith("1. ")
        assert said(talk, "/progress 1 35%").startswith("35 per cent")
        assert journal.book.goals[0].progress == 35
        assert "To be" not in said(talk, "/asked 1")
        assert said(talk, "/progress 1 101").startswith("Progress is from 0 to 100")


def test_a_question_kept_before_the_first_session_stands_on_its_first_item(talk: Talk, clock: FixedClock) -> None:
    talk.table.do(meeting.keep_note("Why here?", NoteKind.question, Lane.pair, None, clock.now()))
    talk.begin()
    talk.hear("")
    assert said(talk, "/item").endswith("To ask: Why here?")
    assert "Why here?" not in said(talk, "/next", "/item")
    assert "Asked: Why here?" in said(talk, "/back", "/asked 1")
    assert "Why here?" not in said(talk, "/item")


def test_time_is_told_once(running: Talk, clock: FixedClock) -> None:
    item = running.session.item if running.session else None
    assert item is not None
    clock.advance(item.share * 60 * 0.8)
    assert "is near its end" in said(running, "one")
    assert "Time:" not in said(running, "two")
    clock.advance(item.share * 60)
    assert "is over its time" in said(running, "three")
    assert "Time:" not in said(running, "four")
    clock.advance(3600)
    assert "the session is over its" in said(running, "five")
    assert "Time:" not in said(running, "six")
    assert "over its time" in said(running, "/where")


def test_a_pause_and_more_minutes(running: Talk, clock: FixedClock) -> None:
    said(running, "/pause")
    assert running.prompt.startswith("paused, 1 of")
    clock.advance(300)
    assert said(running, "/resume").startswith("Going on after 5 minutes. 55 minutes left")
    assert "of 65 minutes" in said(running, "/extend 10")


def test_the_end_asks_and_saves(running: Talk, tmp_path: Path) -> None:
    said(running, "! Send the list", "~ Between us")
    told = said(running, "/end")
    assert "1 action lacks who or when" in told
    assert "Action 1: Send the list; no owner; no date." in told
    assert said(running, "thrusday") == "That is not a date: thrusday. Try again, or leave the line empty."
    assert said(running, "thu 18:30").startswith("Session 2: Thursday 26 November 2026, 18:30; for Dr Noa Placeholder")
    file = tmp_path / "notes.md"
    assert "private notes left out" in said(running, f"/save partner {file}")
    assert "Between us" not in file.read_text()
    assert running.prompt == "after session 1> "
    assert "is there already" in said(running, f"/save me {file}")
    assert "left as it is" in said(running, "no")
    said(running, f"/save me {file}", "yes")
    assert "Between us" in file.read_text()
    assert "All that was kept is saved." in said(running, "/quit")
    assert running.over
    assert [session.state for session in running.table.book.held] == [SessionState.held]


def test_a_note_instead_of_the_next_date_is_kept(running: Talk) -> None:
    said(running, "/end")
    assert said(running, "! Write up @me").startswith("Kept: action")
    assert "open again and paused" in said(running, "/reopen")


def test_leaving_says_that_the_session_runs(running: Talk) -> None:
    assert "Session 1 is on" in said(running, "/quit")


# Trouble


def test_a_full_disk_is_said_and_tried_again(
    running: Talk, monkeypatch: pytest.MonkeyPatch, shelf: Shelf, clock: FixedClock
) -> None:
    from mentor_tui.data import storage

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(storage, "write_file", full)
        told = said(running, "Not yet on disk")
        assert "NOT SAVED" in told
        assert "Kept:" not in told
        assert running.prompt.startswith("NOT SAVED, ")
        assert "Not yet on disk" in json.dumps(json.loads(shelf.drafts(shelf.names()[0]).read_text()))
        assert "NOT SAVED: Not yet on disk" in "\n".join(running.broken_off())
    assert "Saved again: all is on disk." in said(running, "/where")
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["Not yet on disk"]
    assert Drafts(shelf.drafts(shelf.names()[0])).places == []


# The command


def command(shelf: Shelf) -> list[str]:
    return [sys.executable, "-m", "mentor_tui", "session", "--data", str(shelf.folder)]


def piped(shelf: Shelf, text: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(shelf), input=text, capture_output=True, cwd=ROOT, timeout=60, check=False)


def test_a_script_runs_a_session_without_textual(shelf: Shelf, clock: FixedClock) -> None:
    code = (
        "import atexit, sys\nfrom mentor_tui.cli import main\n"
        f"sys.argv = ['mentor-tui', 'session', '--data', {str(shelf.folder)!r}]\n"
        "atexit.register(lambda: print('textual', any(m.split('.')[0] == 'textual' for m in sys.modules)))\n"
        "main()\n"
    )
    lines = "\nWhat we said\n! Do it @me ^fri\n/item\n/end\n\n/quit\n"
    found = subprocess.run(
        [sys.executable, "-c", code], input=lines, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert found.returncode == 0, found.stderr
    assert "Kept: note. Line 1." in found.stdout
    assert "textual False" in found.stdout
    assert "> " not in found.stdout
    assert "\x1b" not in found.stdout
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["What we said"]


def test_strange_bytes_and_the_end_of_the_input(shelf: Shelf, clock: FixedClock) -> None:
    found = piped(shelf, b"\nnot \xff\xfe utf-8\nnul \x00 esc \x1b[2J\n" + b"y" * 120_000 + b"\nno line end")
    assert found.returncode == 0, found.stderr
    assert b"Session 1 is on" in found.stdout
    texts = [note.text for note in on_disk(shelf, clock).notes()]
    assert (
        texts == ["not \\xff\\xfe utf-8", "nul  esc ", "y" * 120_000, "no line end"] or texts[1].strip() == "nul  esc"
    )


def test_another_window_has_it(shelf: Shelf, clock: FixedClock) -> None:
    with shelf.open(shelf.names()[0], clock):
        before = shelf.path(shelf.names()[0]).read_bytes()
        found = piped(shelf, b"\nx\n")
    assert found.returncode == 1
    assert b"open in another window" in found.stderr
    assert shelf.path(shelf.names()[0]).read_bytes() == before


def test_a_dumb_terminal_is_told_of_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from mentor_tui import command_line, console, opening

    monkeypatch.setattr(opening, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    found = CliRunner().invoke(command_line.cli, ["--data", str(shelf.folder)], obj=console.State())
    assert found.exit_code == 1
    assert "this terminal cannot show the screens; mentor-tui session works here" in found.output


# In a terminal

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals here")


def in_terminal(shelf: Shelf, term: str = "dumb") -> Any:
    import warnings

    from tests.terminal import _heed_hang_ups

    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    env = {**kept, "TERM": term, "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONPATH": str(ROOT)}
    program, *arguments = command(shelf)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        child = pexpect.spawn(
            program, arguments, env=env, cwd=str(ROOT), timeout=20, encoding="utf-8", preexec_fn=_heed_hang_ups
        )
    child.delaybeforesend = None
    return child


@pytest.fixture
def terminal(shelf: Shelf) -> Iterator[Any]:
    child = in_terminal(shelf)
    child.expect_exact("start? ")
    child.sendline("")
    child.expect_exact("minutes> ")
    yield child
    child.close(force=True)


def keep(child: Any, line: str) -> None:
    child.sendline(line)
    child.expect_exact("Kept: ")
    child.expect_exact("minutes> ")


def test_what_was_answered_outlives_a_kill(terminal: Any, shelf: Shelf, clock: FixedClock) -> None:
    keep(terminal, "First line")
    keep(terminal, "! Send the list @me ^30 nov")
    terminal.sendline("~ Between us")
    terminal.expect_exact("Kept: private note")
    terminal.kill(signal.SIGKILL)
    terminal.close(force=True)
    book = on_disk(shelf, clock)
    assert [note.text for note in book.notes()] == ["First line", "Between us"]
    assert [action.text for action in book.actions] == ["Send the list"]

    again = in_terminal(shelf, "xterm-256color")
    again.expect_exact("Going on with it")
    again.expect_exact("minutes> ")
    again.sendline("/end")
    again.expect_exact("next date? ")
    again.sendline("")
    again.expect_exact("after session 1> ")
    again.sendeof()
    again.expect_exact("All that was kept is saved.")
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0
    assert len(on_disk(shelf, clock).held) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_keeps_what_was_typed(terminal: Any, shelf: Shelf, clock: FixedClock, number: signal.Signals) -> None:
    keep(terminal, "Kept well")
    terminal.send("half a line")
    terminal.expect_exact("half a line")
    terminal.kill(number)
    terminal.expect_exact("is on")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 128 + number
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["Kept well"]
    assert Drafts(shelf.drafts(shelf.names()[0])).get("line") == {"text": "half a line"}
    assert on_disk(shelf, clock).live is not None


def test_a_closed_window_keeps_what_was_typed(terminal: Any, shelf: Shelf, clock: FixedClock) -> None:
    keep(terminal, "Kept well")
    terminal.close(force=False)
    assert [note.text for note in on_disk(shelf, clock).notes()] == ["Kept well"]
    assert not list(shelf.folder.glob("reports/*"))


def test_nothing_is_drawn_on_a_dumb_terminal(terminal: Any) -> None:
    terminal.sendline("/where")
    terminal.expect_exact("All is saved on disk")
    assert "\x1b" not in terminal.before
