"""The command line: what it prints, what it writes, how it fails."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

import mentor_tui
from mentor_tui import answers, command_line, console, opening
from mentor_tui.core import meeting, progress
from mentor_tui.core.book import Book, Change
from mentor_tui.core.records import Action, Lane, Lead, Mentorship, Note, Role, SessionState, make, touch
from mentor_tui.data.seal import encode
from mentor_tui.data.shelf import Shelf
from mentor_tui.paths import settings_file
from mentor_tui.prompts.library import load_pack
from tests.conftest import FixedClock

ROOT = Path(mentor_tui.__file__).parents[1]
TODAY = datetime(2026, 11, 23, tzinfo=UTC).date()
Run = Callable[..., Result]
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions, pipes and terminals")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a command is run."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(here: Path, clock: FixedClock) -> Run:
    """Runs the program with the fixed clock."""

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(command_line.cli, [str(a) for a in arguments], obj=console.State(clock))

    return call


@pytest.fixture
def book(demo: tuple[Shelf, str], clock: FixedClock) -> Book:
    shelf, name = demo
    with shelf.open(name, clock, write=False) as journal:
        return journal.book


@pytest.fixture
def use(run: Run, demo: tuple[Shelf, str]) -> Run:
    """Runs the program on the demo's folder."""
    shelf, _ = demo
    return lambda *arguments: run("--data", shelf.folder, *arguments)


def failed(result: Result, code: int, *words: str) -> None:
    """It ended with that code and one line that has these words in it."""
    assert result.exit_code == code, result.output
    assert result.stderr.startswith("mentor-tui: ")
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith("\n")
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr


def make_pair(folder: Path, clock: FixedClock, mentee: str) -> str:
    pair = make(
        Mentorship,
        clock.now(),
        role=Role.mentor,
        mentor="Dr Ada Sample",
        mentee=mentee,
        pack="isaps",
        starts_on=TODAY,
        ends_on=TODAY.replace(year=2027),
    )
    with Shelf(folder).create(pair, clock) as journal:
        return journal.name


def shell(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs the program as its own process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    command = [sys.executable, "-m", "mentor_tui", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False, **options
    )


# Which mentorship


def test_without_a_mentorship_it_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    failed(run("--data", tmp_path / "none", "status"), 1, "there is no mentorship", "mentor-tui new")
    assert not (tmp_path / "none").exists()


def test_with_two_it_lists_them(use: Run, demo: tuple[Shelf, str], clock: FixedClock) -> None:
    other = make_pair(demo[0].folder, clock, "Dr Una Fiction")
    failed(use("status"), 2, "--mentorship NAME", demo[1], other)
    for place in (("--mentorship", "dr-una", "status"), ("status", "--mentorship", "dr-una")):
        result = use(*place)
        assert result.exit_code == 0
        assert "Dr Una Fiction" in result.stdout
    failed(use("--mentorship", "dr", "status"), 2, "more than one", demo[1], other)
    failed(use("--mentorship", "nobody", "status"), 2, "no mentorship is called nobody", demo[1], other)


def test_the_folder_may_come_from_the_environment(
    run: Run, demo: tuple[Shelf, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTOR_TUI_DATA", str(demo[0].folder))
    assert run("status").exit_code == 0
    assert run("status", "--data", demo[0].folder / "other").exit_code == 1


def test_the_text_commands_leave_the_folder_as_it_was(use: Run, demo: tuple[Shelf, str]) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in demo[0].folder.iterdir()}

    before = state()
    exports = (("export", "--to", "-"), ("export", "--all", "--to", "-"), ("brief",))
    for arguments in (("status",), ("actions", "--all"), *exports):
        assert use(*arguments).exit_code == 0
    assert state() == before


# new


def test_new_makes_a_mentorship(run: Run, tmp_path: Path, clock: FixedClock) -> None:
    result = run(
        *("--data", tmp_path / "made", "new", "--role", "mentee", "--mentor", "Dr Ada Sample"),
        *("--mentee", "Noa\x1b[31m  Placeholder", "--start", "1 dec", "--mentee-zone", "America/Sao_Paulo"),
    )
    assert result.exit_code == 0, result.output
    with Shelf(tmp_path / "made").open("dr-ada-sample", clock, write=False) as journal:
        made = journal.book.mentorship
    assert (made.role, made.mentee) == (Role.mentee, "Noa Placeholder")
    assert (made.starts_on.isoformat(), made.ends_on.isoformat()) == ("2026-12-01", "2027-06-01")
    assert (made.mentor_zone, made.mentee_zone) == ("Europe/Madrid", "America/Sao_Paulo")
    assert str(tmp_path / "made") in result.stdout


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--role", "boss"), ("--role", "mentor new --help")),
        (("--mentor", " "), ("--mentor", "name is missing")),
        (("--start", "soonish"), ("--start", "soonish", "30 nov")),
        (("--end", "2020-01-01"), ("--end", "after the first")),
        (("--mentor-zone", "Europe/Madird"), ("Europe/Madird", "did you mean Europe/Madrid?")),
        (("--mentee-zone", "../../etc/passwd"), ("--mentee-zone",)),
        (("--pack", "nope"), ("nope", "isaps")),
    ],
)
def test_new_says_what_makes_no_sense(run: Run, tmp_path: Path, wrong: tuple[str, str], words: tuple[str, ...]) -> None:
    whole = {"--role": "mentor", "--mentor": "Dr Ada Sample", "--mentee": "Dr Noa Placeholder", wrong[0]: wrong[1]}
    arguments = [part for pair in whole.items() for part in pair]
    failed(run("--data", tmp_path / "made", "new", *arguments), 2, *(w.replace("mentor new", "new") for w in words))
    assert not (tmp_path / "made").exists()


# actions and status


def test_actions_come_late_first_and_whole(use: Run, book: Book) -> None:
    lines = use("actions").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["late", *["open"] * (len(book.open_actions) - 1)]
    for line, action in zip(lines, book.open_actions, strict=True):
        assert action.text in line
    everything = use("actions", "--all").stdout.splitlines()
    assert everything[: len(lines)] == [line for line in everything if line.startswith(("late", "open"))]
    assert len(everything) == len(book.actions)


def test_actions_as_json(use: Run, book: Book) -> None:
    found = json.loads(use("actions", "--json").stdout)
    assert [each["id"] for each in found] == [action.id for action in book.open_actions]
    assert found[0]["late"] is True
    assert found[0]["due"] == "2026-11-18"
    assert found[0]["session"] == 2
    assert found[-1]["owner"] is None
    assert len(json.loads(use("actions", "--all", "--json").stdout)) == len(book.actions)


def test_no_actions_is_said(run: Run, tmp_path: Path, clock: FixedClock) -> None:
    make_pair(tmp_path / "fresh", clock, "Dr Noa Placeholder")
    assert run("--data", tmp_path / "fresh", "actions").stdout == "No open actions.\n"
    assert json.loads(run("--data", tmp_path / "fresh", "actions", "--json").stdout) == []


def test_long_texts_are_not_cut_and_stay_on_a_line(
    run: Run, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    folder = tmp_path / "long"
    name = make_pair(folder, clock, "Dr Noa Placeholder")
    text = "Ask [bold]everyone[/bold] " * 30 + "\nand then the others"
    with Shelf(folder).open(name, clock) as journal:
        journal.commit(Change("long", (make(Action, clock.now(), text=text, owner=Lead.both, due=TODAY),)))
    out = run("--data", folder, "actions").stdout
    assert out.count("\n") == 1
    assert " ".join(text.split()) in out


def test_status_is_the_progress_panel(use: Run, book: Book) -> None:
    out = use("status").stdout
    for name, words in progress.words(progress.figures(book, load_pack("isaps").rules, TODAY)):
        assert any(line.split(maxsplit=1) == [name, words] for line in out.splitlines())


def test_status_as_json(use: Run) -> None:
    found = json.loads(use("status", "--json").stdout)
    assert (found["held"], found["minimum"], found["pace"]) == (3, 6, "on pace")
    assert (found["actions_late"], found["next_session"]) == (1, 4)
    assert found["next_at"].startswith("2026-11-25T17:30")


def test_status_says_that_a_session_is_on_and_when_the_next_one_is(
    use: Run, demo: tuple[Shelf, str], clock: FixedClock
) -> None:
    def told() -> list[list[str]]:
        return [line.split(maxsplit=2) for line in use("status").stdout.splitlines() if "ession " in line]

    assert told() == [["Next", "session", "4, Wed 25 Nov 18:30"]]
    found = json.loads(use("status", "--json").stdout)
    assert (found["session_on"], found["on_since"], found["paused"]) == (None, None, False)
    with demo[0].open(demo[1], clock) as journal:
        journal.commit(meeting.start_session(journal.book, load_pack("isaps"), clock.now()))
        assert told() == [["Session", "on", "4, since Mon 23 Nov 15:00"], ["Next", "session", "no date yet"]]
        assert journal.book.live is not None
        journal.commit(meeting.step(journal.book.live, "pause", clock.now()))
    assert told()[0][2] == "4, since Mon 23 Nov 15:00, paused now"
    found = json.loads(use("status", "--json").stdout)
    assert (found["session_on"], found["on_since"], found["paused"]) == (4, clock.now().isoformat(), True)
    assert (found["next_session"], found["next_at"]) == (None, None)


def test_status_says_that_the_date_of_the_next_session_has_passed(use: Run, clock: FixedClock) -> None:
    clock.set(datetime(2026, 11, 25, 22, 0, tzinfo=UTC))
    assert "4, Wed 25 Nov 18:30\n" in use("status").stdout
    clock.set(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    assert "4, Wed 25 Nov 18:30 has passed, not held\n" in use("status").stdout


def test_today_is_the_day_where_the_person_is(use: Run, clock: FixedClock) -> None:
    clock.set(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert json.loads(use("status", "--json").stdout)["today"] == "2026-11-24"


def test_a_missing_pack_stops_nothing(use: Run, demo: tuple[Shelf, str], clock: FixedClock) -> None:
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        journal.commit(Change("pack", (touch(journal.book.mentorship, clock.now(), pack="gone"),)))
    result = use("status")
    assert result.exit_code == 0
    assert "Sessions" in result.stdout
    assert result.stderr.startswith("mentor-tui: going on without")
    assert result.stderr.count("\n") == 1
    assert "[draft]" in use("export", "2", "--to", "-").stdout.replace("\\", "")


# export


def seen(book: Book, partner: bool) -> list[Action]:
    return [action for action in book.actions if not partner or action.lane is not Lane.mine]


def tasks(text: str) -> list[str]:
    tokens = MarkdownIt().parse(text)
    inline = [tokens[i + 2].content for i, t in enumerate(tokens) if t.type == "list_item_open"]
    return [content for content in inline if content.startswith(("[ ] ", "[x] "))]


@pytest.mark.parametrize("audience", ["me", "partner"])
def test_the_whole_mentorship_as_markdown(use: Run, book: Book, audience: str) -> None:
    text = use("export", "--all", "--for", audience, "--to", "-").stdout
    visible = seen(book, audience == "partner")
    assert len(visible) == len(book.actions) - (audience == "partner")
    assert len(tasks(text)) == len(visible)
    private = [note.text for note in book.every(Note) if note.lane is Lane.mine]
    assert private
    assert all((words in text) == (audience == "me") for words in private)


def test_export_takes_the_last_held_session(use: Run, here: Path) -> None:
    result = use("export")
    assert result.exit_code == 0
    path = here / "session-3-for-me.md"
    assert path.read_text("utf-8").startswith("# Session 3")
    assert "private" in result.stdout
    assert "session-3-for-me.md" in result.stdout


@posix
def test_an_export_is_for_its_owner_only(use: Run, here: Path) -> None:
    use("export", "1")
    assert stat.S_IMODE((here / "session-1-for-me.md").stat().st_mode) == 0o600
    use("export", "1", "--replace")
    assert stat.S_IMODE((here / "session-1-for-me.md").stat().st_mode) == 0o600


def test_export_writes_over_nothing(use: Run, here: Path) -> None:
    (here / "mine.md").write_text("mine")
    failed(use("export", "--to", "mine.md"), 1, "mine.md is there already", "--replace")
    assert (here / "mine.md").read_text() == "mine"
    assert use("export", "--to", "mine.md", "--replace").exit_code == 0
    assert (here / "mine.md").read_text("utf-8").startswith("# Session 3")


def test_export_never_writes_over_a_journal(use: Run, demo: tuple[Shelf, str]) -> None:
    path = demo[0].path(demo[1])
    before = path.read_bytes()
    failed(use("export", "--to", str(path), "--replace"), 1, "is a journal")
    assert path.read_bytes() == before


@posix
def test_export_does_not_follow_a_link(use: Run, here: Path) -> None:
    (here / "link.md").symlink_to(here / "elsewhere.md")
    failed(use("export", "--to", "link.md"), 1, "is there already")
    assert not (here / "elsewhere.md").exists()


def test_export_into_a_folder(use: Run, here: Path) -> None:
    (here / "out").mkdir()
    assert use("export", "2", "--to", "out").exit_code == 0
    assert use("export", "--all", "--to", "out").exit_code == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == ["mentorship-for-me.md", "session-2-for-me.md"]
    failed(use("export", "--to", "nowhere/file.md"), 1, "there is no folder nowhere")


def test_export_says_which_sessions_there_are(use: Run, run: Run, tmp_path: Path, clock: FixedClock) -> None:
    failed(use("export", "9"), 2, "there is no session 9", "1, 2, 3, 4")
    failed(use("export", "nine"), 2, "nine")
    failed(use("export", "1", "--all"), 2, "--all")
    failed(use("export", "--for", "everyone"), 2, "everyone")
    make_pair(tmp_path / "fresh", clock, "Dr Noa Placeholder")
    failed(run("--data", tmp_path / "fresh", "export"), 1, "no session was held yet")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(demo: tuple[Shelf, str]) -> None:
    with Path("/dev/full").open("w") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "mentor_tui", "--data", str(demo[0].folder), "status"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("mentor-tui: ")
    assert done.stderr.count("\n") == 1


def test_a_half_written_document_does_not_stay(use: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("mentor_tui.console.os.fdopen", full)
        failed(use("export", "1"), 1, "no space left")
    assert list(here.iterdir()) == []


# packs


def test_packs_are_listed(run: Run) -> None:
    result = run("packs")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "asds-future-leaders",
        "isaps",
        "surgery-faculty",
    ]
    assert result.stdout.count("built in") == 3
    assert result.stdout.count("fine") == 3


def test_a_pack_is_checked(run: Run, tmp_path: Path) -> None:
    good = ROOT / "mentor_tui" / "prompts" / "isaps"
    assert run("packs", "check", good).exit_code == 0
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "pack.toml").write_text("name = ")
    result = run("packs", "check", bad)
    assert result.exit_code == 1
    assert "pack.toml:1" in result.stdout
    failed(run("packs", "check", tmp_path / "none"), 1, "there is no folder")


# demo


def test_demo_make_writes_a_journal_and_prints_its_path(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--make", tmp_path / "new", "--today", "2027-03-01")
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.strip())
    assert path.parent == tmp_path / "new"
    found = json.loads(run("--data", tmp_path / "new", "status", "--json").stdout)
    assert found["starts_on"] == "2026-12-21"
    failed(run("demo", "--make", tmp_path / "new"), 1, "journals", "already")


def test_demo_options_that_do_not_fit(run: Run, tmp_path: Path) -> None:
    failed(run("demo", "--make", "a", "--to", "b"), 2, "--to")
    failed(run("demo", "--today", "tomorrow"), 2, "--make")
    failed(run("demo", "--make", tmp_path / "x", "--today", "whenever"), 2, "whenever")


def _app(seen_by_app: list[Path], code: int) -> Callable[..., int]:
    def opened(_: console.State, shelf: Shelf, name: str | None, *, lasting: bool = True) -> int:
        assert (shelf.names(), lasting) == ([name], shelf.folder.name == "kept")
        seen_by_app.append(shelf.folder)
        return code

    return opened


def test_the_demo_folder_is_removed_afterwards(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    monkeypatch.setattr(opening, "want_terminal", lambda: None)
    monkeypatch.setattr(opening, "open_shelf", _app(folders, 3))
    assert run("demo").exit_code == 3
    assert not folders[0].exists()
    assert run("demo", "--to", tmp_path / "kept").exit_code == 3
    assert folders[1] == tmp_path / "kept"
    assert folders[1].exists()


# How it fails


def test_the_screens_need_a_terminal(use: Run) -> None:
    failed(use(), 1, "need a terminal")
    failed(use("demo"), 1, "need a terminal")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"meta": {"1": {"progr', "cut off"),
        (b"{}", "not a journal of mentor-tui"),
        (encode({"meta": {"1": {"program": "mentor-tui", "format": 99}}}), "newer version"),
    ],
)
def test_a_journal_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes, words: str) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "one.json").write_bytes(content)
    for command in ("status", "actions", "export", "brief"):
        failed(run("--data", folder, command), 1, "one.json", words)
    assert (folder / "one.json").read_bytes() == content


def test_a_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    pair = ("--role", "mentor", "--mentor", "A Sample", "--mentee", "B Sample")
    failed(run("--data", tmp_path / "file", "new", *pair), 1, "file")


def test_ctrl_c_ends_with_130(use: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "read_book", stop)
    result = use("status")
    assert result.exit_code == 130
    assert result.output.strip() == ""


def test_an_error_of_the_program_is_told_and_reported_without_its_words(
    use: Run, demo: tuple[Shelf, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "asked in private"

    def broken(*_: object) -> None:
        raise ZeroDivisionError(note)

    monkeypatch.setattr(answers, "read_book", broken)
    result = use("status")
    failed(result, 1, "because of a fault of its own. What was kept is safe.")
    (report,) = (demo[0].folder / "reports").iterdir()
    assert str(report) in result.stderr
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert note not in result.stderr + report.read_text(encoding="utf-8")


def test_no_command_takes_note_text() -> None:
    def arguments(command: click.Command) -> set[str]:
        own = {p.name or "" for p in command.params if isinstance(p, click.Argument)}
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return own.union(*map(arguments, inner))

    assert arguments(command_line.cli) == {"number", "path", "backup", "name"}


# As its own process


def test_version_and_help() -> None:
    assert shell("--version").stdout == f"mentor-tui {mentor_tui.__version__}\n"
    found = shell("--help")
    assert found.returncode == 0
    for command in ("demo", "new", "actions", "status", "export", "packs", "doctor", "restore"):
        assert f"\n  {command} " in found.stdout


def test_exit_codes_of_a_process(demo: tuple[Shelf, str]) -> None:
    for arguments, code in ((("nonsense",), 2), (("--data", demo[0].folder, "export", "9"), 2), ((), 1)):
        done = shell(*arguments, stdin=subprocess.DEVNULL)
        assert done.returncode == code
        assert done.stdout == ""
        assert done.stderr.startswith("mentor-tui: ")
        assert done.stderr.count("\n") == 1


def test_a_pipe_gets_plain_utf8_whatever_the_locale(demo: tuple[Shelf, str]) -> None:
    env = {"PYTHONIOENCODING": "ascii", "COLUMNS": "30", "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    done = shell("--data", demo[0].folder, "actions", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "with names to write to\n" in done.stdout
    assert "—" in shell("--data", demo[0].folder, "export", "--to", "-", env=env).stdout


@posix
def test_a_reader_who_leaves_is_no_error(demo: tuple[Shelf, str]) -> None:
    command = [sys.executable, "-m", "mentor_tui", "--data", str(demo[0].folder), "export", "--all", "--to", "-"]
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    os.close(write)
    assert done.stderr == ""
    assert done.returncode == 1


@posix
@pytest.mark.parametrize("no_color", [False, True])
def test_a_terminal_gets_a_table(demo: tuple[Shelf, str], no_color: bool) -> None:
    import pexpect

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    environment.pop("COLUMNS")
    if no_color:
        environment["NO_COLOR"] = "1"
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mentor_tui", "--data", str(demo[0].folder), "actions"],
        env=environment,
        dimensions=(40, 60),
        encoding="utf-8",
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "Owner" in child.before
    assert ("\x1b[1;31m" in child.before) != no_color


_WATCH = """
import sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {forbidden}:
            raise SystemExit("imported " + name)
sys.meta_path.insert(0, Watch())
import mentor_tui.command_line
"""


def watched(forbidden: set[str], code: str) -> None:
    """Runs code in a new process that ends at the first import of something forbidden, at any depth."""
    script = _WATCH.replace("{forbidden}", repr(forbidden)) + code
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_the_command_line_loads_nothing_heavy() -> None:
    watched({"textual", "tinydb", "rich", "markdown_it", "asyncio", "dateutil", "msgspec", "filelock"}, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("status",),
        ("status", "--json"),
        ("actions", "--all"),
        ("export", "--to", "-"),
        ("export", "--all", "--to", "-"),
        ("brief", "--for", "partner"),
        ("packs",),
        ("doctor",),
        ("doctor", "--fix", "--json"),
        ("restore",),
        ("packs", "check", str(ROOT / "mentor_tui" / "prompts" / "isaps")),
        ("demo", "--make", "made"),
        ("new", "--role", "mentor", "--mentor", "A Sample", "--mentee", "B Sample", "--data", "new"),
    ],
    ids=" ".join,
)
def test_text_commands_never_load_textual(demo: tuple[Shelf, str], here: Path, arguments: tuple[str, ...]) -> None:
    told = ["--data", str(demo[0].folder), *arguments]
    watched({"textual"}, f"mentor_tui.command_line.cli({told!r})")


def test_the_brief_and_plain_mode_hold_to_the_settings(use: Run, demo: tuple[Shelf, str], clock: FixedClock) -> None:
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("day_first = false\nminutes = 45\n")
    shelf, name = demo
    with shelf.open(name, clock) as journal:
        for session in journal.book.sessions:
            if session.state is SessionState.planned:
                journal.commit(meeting.delete(session, clock.now()))
    assert "Booked: 45 minutes" in use("brief").stdout
    lines = "\n/plan 3/4 18:30\n/quit\n"
    said = CliRunner().invoke(
        command_line.cli, ["--data", str(shelf.folder), "session"], obj=console.State(clock), input=lines
    )
    with shelf.open(name, clock, write=False) as journal:
        planned = [s for s in journal.book.sessions if s.state is SessionState.planned and s.planned_for]
    assert [(s.planned_for.month, s.planned_for.day) for s in planned if s.planned_for] == [(3, 4)], said.output
