"""Folders that only their owner may look into: where they are made, and where not."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from mentor_tui.own_files import make_folder

posix = pytest.mark.skipif(os.name != "posix", reason="modes are a thing of POSIX")


@posix
@pytest.mark.parametrize("umask", [0, 0o777])
def test_a_folder_is_made_where_one_is_with_those_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    monkeypatch.chdir(tmp_path)
    before = os.umask(umask)
    try:
        make_folder("some/where")
        make_folder(Path("some/where/else"))
    finally:
        os.umask(before)
    for folder in ("some", "some/where", "some/where/else"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


@posix
def test_one_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    make_folder(tmp_path)
    make_folder(tmp_path / "inside")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


@posix
def test_in_a_folder_of_somebody_else_one_is_made_only_where_that_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    with pytest.raises(PermissionError):
        make_folder(tmp_path / "some" / "where", in_own=True)
    assert not list(tmp_path.iterdir())
    make_folder(tmp_path / "some" / "where")
    assert (tmp_path / "some" / "where").is_dir()


def test_a_disk_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    with monkeypatch.context() as patch:
        patch.setattr(os.path, "isdir", lambda _: False)
        patch.setattr(os, "mkdir", gone)
        with pytest.raises(FileNotFoundError):
            make_folder("/gone/some/where")
