"""What a fault leaves behind: a report of places in the program, and none of what was typed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mentor_tui import traces
from mentor_tui.traces import Reporter, clear_environment, describe, words
from tests.conftest import NOW, FixedClock

SECRET = "Seemed tired, ask gently"
ROOT = Path(__file__).parent.parent


def fault(make: Callable[[str], BaseException] = ValueError) -> BaseException:
    """An error that came through here, with a note in its message and in a local variable."""
    note = SECRET
    try:
        raise make(note)
    except BaseException as error:
        return error


def chained() -> BaseException:
    """One that was caused by another, whose handling met a third."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise LookupError(SECRET)  # noqa: B904
    except LookupError as inner:
        try:
            raise RuntimeError(SECRET) from inner
        except RuntimeError as error:
            return error


@pytest.fixture
def reporter(tmp_path: Path, clock: FixedClock) -> Reporter:
    return Reporter(lambda: tmp_path / "data" / "reports", clock.now)


def test_a_report_says_what_and_where_and_nothing_typed(reporter: Reporter, tmp_path: Path) -> None:
    path = reporter.write(fault())
    assert path == tmp_path / "data" / "reports" / "crash-20261123T140000Z.txt"
    text = path.read_text()
    assert SECRET not in text
    assert "builtins.ValueError" in text
    assert "tests/test_traces.py:" in text
    assert "fault\n    raise make(note)" in text
    assert "textual: 8" in text
    assert f"Python: {sys.version.split()[0]}" in text
    assert str(Path.home()) not in text
    assert str(ROOT) not in text


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_may_read_it(reporter: Reporter) -> None:
    path = reporter.write(fault())
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_all_errors_of_a_chain_are_named() -> None:
    text = describe(chained(), NOW)
    places = [text.index(name) for name in ("RuntimeError", "caused by builtins.LookupError", "handling builtins.KeyE")]
    assert places == sorted(places)
    group = describe(fault(lambda note: ExceptionGroup(note, [OSError(note), TypeError(note)])), NOW)
    assert "ExceptionGroup" in group
    assert "with builtins.OSError" in group
    assert "with builtins.TypeError" in group
    assert SECRET not in text + group


def test_a_recursion_without_end_is_cut() -> None:
    def again(depth: int) -> int:
        return again(depth + 1) + 1

    try:
        again(0)
    except RecursionError as error:
        text = describe(error, NOW)
    assert text.count("again(depth + 1)") < traces.MOST_FRAMES
    assert " more\n" in text


def test_only_the_last_ten_are_kept(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "mine.txt").write_text("not a report")
    for _ in range(13):
        clock.advance(1)
        assert Reporter(lambda: folder, clock.now).write(fault())
    found = sorted(path.name for path in folder.iterdir())
    assert found == [*(f"crash-20261123T1400{n:02}Z.txt" for n in range(4, 14)), "mine.txt"]


def test_two_of_a_second_are_both_kept_but_one_error_is_told_once(reporter: Reporter) -> None:
    error = fault()
    first, second = reporter.write(error), reporter.write(fault())
    assert first is not None
    assert second is not None
    assert first != second
    assert reporter.write(error) is None
    assert [reporter.write(fault()) is not None for _ in range(6)] == [True, True, True, False, False, False]


def test_where_none_can_be_written_that_is_said(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").write_text("")
    path = Reporter(lambda: tmp_path / "file" / "reports", clock.now).write(fault())
    assert path is None
    assert words(path).endswith("What was kept is safe. No report could be written.")
    assert "is in a b.txt." in words(Path("a\nb.txt"))
    assert "kept for the next start" in words(path, screens=True)
    assert "may be lost" in words(path, screens=True, kept=False)
    assert "next start" not in words(path, screens=True, kept=False)


def test_what_nobody_caught_is_reported_and_not_printed(
    reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    reporter.hook()

    class Note:
        def __repr__(self) -> str:
            return SECRET

        def __del__(self) -> None:
            raise ValueError(SECRET)

    def fail() -> None:
        raise TypeError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Note()
    monkeypatch.setattr(sys, "__stderr__", sys.stderr)
    error = fault(RuntimeError)
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.startswith("mentor-tui had to stop because of a fault of its own. What was kept is safe. A report")
    text = "".join(path.read_text() for path in (tmp_path / "data" / "reports").iterdir())
    assert SECRET not in told.err + text
    assert all(name in text for name in ("TypeError", "ValueError", "RuntimeError"))


def test_variables_that_log_or_record_go_and_looks_stay() -> None:
    looks = {"TEXTUAL_COLOR_SYSTEM": "256", "TEXTUAL_ANIMATIONS": "none", "NO_COLOR": "1", "PYTHONPATH": "x"}
    telling = (
        "TEXTUAL TEXTUAL_LOG TEXTUAL_DEBUG TEXTUAL_DEVTOOLS_HOST TEXTUAL_DEVTOOLS_PORT TEXTUAL_DRIVER TEXTUAL_PRESS "
        "TEXTUAL_SCREENSHOT TEXTUAL_SCREENSHOT_LOCATION TEXTUAL_SCREENSHOT_FILENAME TEXTUAL_ALLOW_SIGNALS "
        "TEXTUAL_SHOW_RETURN TEXTUAL_SOMETHING_NEW PYTHONASYNCIODEBUG"
    )
    environ = {**looks, **dict.fromkeys(telling.split(), "1")}
    clear_environment(environ)
    assert environ == looks


LIMITS = """
import resource
from mentor_tui import traces
{}
traces.leave_none()
print(resource.getrlimit(resource.RLIMIT_CORE), end=" ")
traces.close_memory()
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's way to dump")
@pytest.mark.parametrize(("pattern", "told"), [("core", "(0, 0) 1"), ("|/usr/bin/eater %p", "(1, 1) 0")])
def test_the_memory_is_dumped_nowhere(tmp_path: Path, pattern: str, told: str) -> None:
    file = tmp_path / "core_pattern"
    file.write_text(pattern)
    code = LIMITS.format(f"traces.CORE_PATTERN = str({str(file)!r})")
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == told
