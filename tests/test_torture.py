"""A short run of each part of the torture; ``make torture`` runs them whole."""

from __future__ import annotations

import sys

import pytest

from tests.torture import clocks, faults, files, kill, restoring, rights, two


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_kill_9_at_random_moments() -> None:
    assert kill.run(100).failures == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of the system")
def test_a_disk_that_fails() -> None:
    assert faults.run(150).failures == []


def test_damaged_journals() -> None:
    assert files.run(500).failures == []


def test_two_programs_on_one_journal() -> None:
    assert two.run(6).failures == []


def test_backups_that_are_put_back() -> None:
    assert restoring.run(12).failures == []


def test_clocks_that_jump() -> None:
    assert clocks.run(10).failures == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_umasks_and_links() -> None:
    assert rights.run(12).failures == []


def test_what_was_typed_is_there_again() -> None:
    pytest.importorskip("termios", reason="there are no pseudo-terminals here")
    from tests.torture import drafts

    assert drafts.run(2).failures == []


def test_random_bytes_from_the_terminal() -> None:
    pytest.importorskip("termios", reason="there are no pseudo-terminals here")
    from tests.torture import keys

    assert keys.run(300).failures == []
