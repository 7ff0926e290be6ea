"""Writes on a thread of their own: in order, never two at once, told on the caller's thread, waited for at the end."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentor_tui.core.book import Change
from mentor_tui.core.records import Note, make, touch
from mentor_tui.data.backups import Why
from mentor_tui.data.journal import Journal
from mentor_tui.data.journal_file import read_journal
from mentor_tui.data.writer import InBackground
from tests.conftest import NOW, FixedClock
from tests.test_journal import a_mentorship, broken, keep


class Loop:
    """Stands for the event loop: what other threads hand over is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def deliver(self, function: Callable[[], None]) -> None:
        self.waiting.append(function)

    def turn(self, until: Callable[[], bool]) -> None:
        """Do what was handed over until something holds."""
        end = time.monotonic() + 10
        while not until():
            assert time.monotonic() < end
            while self.waiting:
                self.waiting.pop(0)()
            time.sleep(0.001)


class Gate:
    """A disk that holds up every sync until it is opened."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._open = threading.Event()
        self.reached = threading.Event()
        real = os.fsync

        def sync(handle: int) -> None:
            self.reached.set()
            assert self._open.wait(10)
            real(handle)

        patch.setattr(os, "fsync", sync)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lima.json"


@pytest.fixture
def journal(path: Path, clock: FixedClock, loop: Loop) -> Iterator[Journal]:
    with Journal.create(path, a_mentorship(), clock) as made:
        made.write_in_background(loop.deliver)
        yield made


def a_note(text: str) -> Note:
    return make(Note, NOW, text=text)


def texts(path: Path) -> list[str]:
    return [record.text for record in read_journal(path).records if isinstance(record, Note)]


def test_nothing_is_called_saved_before_the_disk_has_it(
    journal: Journal, path: Path, loop: Loop, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    clock.advance(60)
    journal.commit(keep(a_note("one")))
    assert gate.reached.wait(10)
    assert (journal.saving, journal.unsaved, journal.saved_at, texts(path)) == (True, 1, NOW, [])
    assert [note.text for note in journal.book.notes()] == ["one"]
    gate.open()
    loop.turn(until=lambda: not journal.saving)
    assert (journal.unsaved, journal.saved_at, texts(path)) == (0, clock.now(), ["one"])


def test_what_comes_during_a_write_follows_it_in_order_and_once(
    journal: Journal, path: Path, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    first = a_note("first")
    journal.commit(keep(first))
    assert gate.reached.wait(10)
    journal.commit(keep(touch(first, NOW, text="first again")))
    journal.commit(keep(a_note("second")))
    journal.undo()
    journal.commit(keep(a_note("third")))
    assert (journal.unsaved, texts(path)) == (3, [])
    gate.open()
    loop.turn(until=lambda: not journal.unsaved)
    assert [note.text for note in Journal.open(path, journal.clock, write=False).book.notes()] == [
        "first again",
        "third",
    ]
    assert texts(path) == ["first again", "second", "third"]


def test_closing_waits_for_what_is_being_written_and_what_follows(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    before = set(threading.enumerate())
    journal.commit(keep(a_note("one")))
    assert gate.reached.wait(10)
    journal.commit(keep(a_note("two")))
    assert [thread.name for thread in set(threading.enumerate()) - before] == ["journal-writer"]
    threading.Timer(0.05, gate.open).start()
    journal.close()
    assert (texts(path), journal.unsaved) == (["one", "two"], 0)
    assert not {thread for thread in threading.enumerate() if thread.name == "journal-writer"} - before


def test_a_failure_is_told_and_nothing_is_lost_or_doubled(
    journal: Journal, path: Path, loop: Loop, clock: FixedClock
) -> None:
    told: list[str | None] = []
    journal.save_listeners.append(lambda: told.append(journal.trouble))
    with broken("replace"):
        journal.commit(keep(a_note("one")))
        loop.turn(until=lambda: not journal.saving)
        journal.commit(keep(a_note("two")))
        loop.turn(until=lambda: not journal.saving)
        assert (journal.unsaved, journal.retry()) == (2, False)
        loop.turn(until=lambda: not journal.saving)
    assert [bool(trouble) for trouble in told] == [True, True, True]
    assert not journal.retry()
    loop.turn(until=lambda: not journal.unsaved)
    assert (journal.trouble, texts(path)) == (None, ["one", "two"])
    assert list(read_journal(path).records) == list(journal.book)


def test_listeners_are_called_on_the_thread_of_the_caller(journal: Journal, loop: Loop) -> None:
    threads: list[int] = []
    journal.save_listeners.append(lambda: threads.append(threading.get_ident()))
    journal.commit(keep(a_note("one")))
    loop.turn(until=lambda: bool(threads))
    assert threads == [threading.get_ident()]


def test_a_fault_of_the_programs_own_is_a_failure_like_any_other(
    journal: Journal, path: Path, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("mentor_tui.data.storage.encode", lambda _: 1 / 0)
        journal.commit(keep(a_note("one")))
        loop.turn(until=lambda: not journal.saving)
    assert "ZeroDivisionError" in (journal.trouble or "")
    journal.retry()
    loop.turn(until=lambda: not journal.unsaved)
    assert texts(path) == ["one"]


def test_a_backup_is_of_what_is_on_disk(journal: Journal, path: Path, loop: Loop) -> None:
    journal.commit(Change("start", (a_note("one"),), milestone="start"))
    loop.turn(until=lambda: bool(journal.backups.all()))
    (backup,) = journal.backups.all()
    assert (backup.why, backup.path.read_bytes()) == (Why.start, path.read_bytes())


def test_a_quick_disk_has_saved_when_the_change_is_made(
    path: Path, clock: FixedClock, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.write_in_background(loop.deliver, prompt=10)
        told: list[int] = []
        journal.save_listeners.append(lambda: told.append(journal.unsaved))
        for number in (1, 2, 3):
            journal.commit(keep(a_note(f"line {number}")))
            assert (journal.unsaved, loop.waiting) == (0, [])
            assert texts(path) == [f"line {each}" for each in range(1, number + 1)]
            assert told == [0] * number
        journal.undo()
        assert (journal.unsaved, loop.waiting, told) == (0, [], [0] * 4)
        journal.commit(Change("start", (a_note("two"),), milestone="start"))
        assert journal.unsaved == 0
        loop.turn(until=lambda: len(journal.backups.all()) == 1)


def test_a_slow_disk_is_not_waited_for(
    path: Path, clock: FixedClock, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.write_in_background(loop.deliver, prompt=0.01)
        gate = Gate(monkeypatch)
        journal.commit(keep(a_note("three")))
        journal.commit(keep(a_note("four")))
        assert (journal.unsaved, texts(path)) == (2, [])
        gate.open()
        loop.turn(until=lambda: not journal.unsaved)
        assert texts(path) == ["three", "four"]


def test_what_a_change_shows_is_made_while_the_disk_works(
    path: Path, clock: FixedClock, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.write_in_background(loop.deliver, prompt=10)
        gate = Gate(monkeypatch)
        begun, seen = time.monotonic(), []

        def shown() -> None:
            seen.append((gate.reached.wait(10), journal.unsaved))
            gate.open()

        journal.listeners.append(shown)
        journal.commit(keep(a_note("one")))
        assert seen == [(True, 1)]
        assert time.monotonic() - begun < 8
        assert (journal.unsaved, loop.waiting, texts(path)) == (0, [], ["one"])


def test_a_fault_in_what_is_shown_loses_no_write(path: Path, clock: FixedClock, loop: Loop) -> None:
    with Journal.create(path, a_mentorship(), clock) as journal:
        journal.write_in_background(loop.deliver, prompt=10)
        journal.listeners.append(lambda: [][0])
        with pytest.raises(IndexError):
            journal.commit(keep(a_note("one")))
        assert (journal.unsaved, texts(path)) == (0, ["one"])


def test_each_job_is_told_once_however_long_it_takes(loop: Loop) -> None:
    writer = InBackground(loop.deliver, prompt=0.0005)
    told: list[int] = []
    for number in range(300):
        with writer.patient() if number % 5 else contextlib.nullcontext():
            writer.run(lambda pause=number % 7 / 5000: time.sleep(pause), lambda _, number=number: told.append(number))  # type: ignore[misc]
        if number % 3:
            loop.turn(until=lambda: len(told) == number + 1)  # noqa: B023
    loop.turn(until=lambda: len(told) == 300)
    assert told == list(range(300))
    writer.close()


def test_a_fault_in_who_is_told_leaves_the_next_ones_told(loop: Loop) -> None:
    writer = InBackground(loop.deliver, prompt=10)
    with pytest.raises(IndexError), writer.patient():
        writer.run(lambda: None, lambda _: [][0])
    told: list[object] = []
    writer.run(lambda: None, told.append)
    loop.turn(until=lambda: told == [None])
    writer.close()


def test_a_fault_in_who_is_told_leaves_what_ended_meanwhile_told(loop: Loop) -> None:
    writer = InBackground(loop.deliver, prompt=10)
    ended = threading.Event()
    told: list[object] = []

    def fault(_: object) -> None:
        writer.run(ended.set, told.append)
        assert ended.wait(10)
        time.sleep(0.05)  # its result is there, too
        raise IndexError

    with pytest.raises(IndexError), writer.patient():
        writer.run(lambda: None, fault)
    assert told == [None]
    writer.close()


def test_a_loop_that_is_gone_keeps_nothing_from_being_told(path: Path, clock: FixedClock) -> None:
    def gone(_: object) -> None:
        raise RuntimeError("Event loop is closed")

    journal = Journal.create(path, a_mentorship(), clock)
    journal.write_in_background(gone)
    for number in range(20):
        journal.commit(keep(a_note(str(number))))
    journal.close()
    assert (journal.unsaved, texts(path)) == (0, [str(number) for number in range(20)])


def test_a_backup_of_the_end_holds_the_end(
    journal: Journal, path: Path, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    journal.commit(keep(a_note("an answer")))
    assert gate.reached.wait(10)
    journal.commit(Change("end", (a_note("the end"),), milestone="end"))
    gate.open()
    loop.turn(until=lambda: bool(journal.backups.all()))
    (backup,) = journal.backups.all()
    assert texts(backup.path) == ["an answer", "the end"]


def test_two_threads_may_wait_at_once(path: Path, clock: FixedClock) -> None:
    journal = Journal.create(path, a_mentorship(), clock)
    journal.write_in_background(lambda _: None)
    for number in range(5):
        journal.commit(keep(a_note(str(number))))
        others = [threading.Thread(target=journal.flush) for _ in range(3)]
        for other in others:
            other.start()
        journal.flush()
        for other in others:
            other.join(10)
            assert not other.is_alive()
    journal.close()
    assert texts(path) == [str(number) for number in range(5)]


def test_jobs_run_in_order() -> None:
    done: list[str] = []
    writer = InBackground(lambda _: None)
    for number in range(50):
        writer.run(lambda number=number: done.append(f"job {number}"), lambda _: done.append("told"))  # type: ignore[misc]
    writer.close()
    assert [each for each in done if each != "told"] == [f"job {number}" for number in range(50)]
    assert done.count("told") == 50
