"""The storage under TinyDB: whole files or none, for the owner's eyes only, one write a batch."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from mentor_tui.data.files import sweep
from mentor_tui.data.storage import AtomicStorage, BrokenJournal

OLD = {"notes": {"1": {"text": "Zażółć, 東京, سلام"}}}
NEW = {"notes": {"1": {"text": "new"}, "2": {"text": "newer"}}}

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "lima.json"


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that took another's place."""
    done: list[Path] = []
    real = os.replace

    def count(source: Any, target: Any) -> None:
        real(source, target)
        done.append(Path(target))

    monkeypatch.setattr(os, "replace", count)
    return done


def fails(number: int) -> Callable[..., Any]:
    """A system call that fails with ``number``."""

    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def plain(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What TinyDB reads with its own storage."""
    with TinyDB(path, access_mode="r", encoding="utf-8") as db:
        return {table: [dict(document) for document in db.table(table)] for table in db.tables()}


def test_what_is_written_is_read(path: Path) -> None:
    AtomicStorage(path).write(OLD)
    assert AtomicStorage(path).read() == OLD
    assert plain(path) == {"notes": [{"text": "Zażółć, 東京, سلام"}]}


def test_a_journal_that_is_not_there_is_none_and_stays_so(path: Path) -> None:
    assert AtomicStorage(path).read() is None
    assert not path.parent.exists()


@posix
def test_only_the_owner_may_read(path: Path, no_umask: None) -> None:
    deep = path.parent / "deeper" / "lima.json"
    AtomicStorage(deep).write(OLD)
    assert [mode(deep), mode(deep.parent), mode(deep.parent.parent)] == [0o600, 0o700, 0o700]
    deep.chmod(0o644)
    AtomicStorage(deep).write(NEW)
    assert mode(deep) == 0o600


@posix
def test_the_owner_may_read_under_a_strict_umask(path: Path) -> None:
    AtomicStorage(path).write(OLD)
    before = os.umask(0o777)
    try:
        AtomicStorage(path).write(NEW)
    finally:
        os.umask(before)
    assert mode(path) == 0o600


@posix
def test_the_new_file_is_closed_to_others_from_the_first_moment(
    path: Path, no_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = os.fchmod

    def look(handle: int, wanted: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        real(handle, wanted)

    monkeypatch.setattr(os, "fchmod", look)
    AtomicStorage(path).write(OLD)
    assert seen == [0o600]


@posix
def test_the_owner_may_enter_the_folder_under_a_strict_umask(path: Path) -> None:
    before = os.umask(0o777)
    try:
        AtomicStorage(path).write(OLD)
    finally:
        os.umask(before)
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)


def test_a_file_system_without_modes_is_no_hindrance(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fchmod", fails(errno.EPERM), raising=False)
    AtomicStorage(path).write(OLD)
    assert AtomicStorage(path).read() == OLD


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failed_write_leaves_the_old_journal_whole(
    path: Path, call: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = AtomicStorage(path)
    storage.write(OLD)
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        fail = fails(number)
        if call == "close":
            real = os.close

            def fail(handle: int) -> None:
                real(handle)
                raise OSError(number, os.strerror(number))

        broken.setattr(os, call, fail)
        with pytest.raises(OSError) as caught:
            storage.write(NEW)
    assert caught.value.errno == number
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == ["lima.json"]
    assert storage.read() == OLD
    storage.write(NEW)
    assert AtomicStorage(path).read() == NEW


def test_short_writes_are_completed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, bytes(content)[:7]))
    AtomicStorage(path).write(OLD)
    assert AtomicStorage(path).read() == OLD


def test_a_disk_that_takes_nothing_is_an_error_not_a_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda *_: 0)
    with pytest.raises(OSError):
        AtomicStorage(path).write(OLD)
    assert list(path.parent.iterdir()) == []


def test_file_then_replace_then_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    order: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def replaced(source: Any, target: Any) -> None:
        assert Path(source).parent == Path(target).parent
        order.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    AtomicStorage(path).write(OLD)
    assert order == ["file", "replace", *(["folder"] if os.name != "nt" else [])]


@posix
@pytest.mark.parametrize(("number", "told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_synced(path: Path, number: int, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fail(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fail)
    storage = AtomicStorage(path)
    if told:
        with pytest.raises(OSError):
            storage.write(OLD)
    else:
        storage.write(OLD)
    # It failed after the new file took its place: what is in memory is what is on disk.
    assert storage.read() == OLD


def test_a_batch_is_one_write(path: Path, replaced: list[Path]) -> None:
    storage = AtomicStorage(path)
    db = TinyDB(storage=lambda: storage)
    with storage.batch():
        for number in range(5):
            db.table("notes").insert({"text": str(number)})
        assert len(db.table("notes")) == 5
        assert not path.exists()
    assert replaced == [path]
    assert [note["text"] for note in plain(path)["notes"]] == ["0", "1", "2", "3", "4"]
    db.table("notes").insert({"text": "alone"})
    assert len(replaced) == 2


def test_a_batch_without_writes_touches_nothing(path: Path, replaced: list[Path]) -> None:
    storage = AtomicStorage(path)
    storage.write(OLD)
    with storage.batch():
        storage.read()
    assert len(replaced) == 1


def test_a_batch_that_fails_inside_writes_nothing(path: Path) -> None:
    AtomicStorage(path).write(OLD)
    before = path.read_bytes()
    storage = AtomicStorage(path)
    db = TinyDB(storage=lambda: storage)

    def half() -> None:
        with storage.batch():
            db.table("notes").update({"text": "spoilt"}, doc_ids=[1])
            db.table("notes").insert({"text": "more"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert path.read_bytes() == before
    assert storage.read() == OLD
    with storage.batch():
        pass
    assert path.read_bytes() == before


def test_a_batch_whose_write_fails_drops_what_it_held(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = AtomicStorage(path)
    storage.write(OLD)
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", fails(errno.ENOSPC))
        with pytest.raises(OSError), storage.batch():
            storage.write(NEW)
    assert storage.read() == OLD


def test_no_batch_in_a_batch(path: Path) -> None:
    storage = AtomicStorage(path)
    with storage.batch(), pytest.raises(RuntimeError), storage.batch():
        pass
    with storage.batch():
        storage.write(OLD)
    assert AtomicStorage(path).read() == OLD


def test_the_disk_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    AtomicStorage(path).write(OLD)
    storage = AtomicStorage(path)
    storage.read()
    monkeypatch.setattr("mentor_tui.data.storage.read_bytes", fails(errno.EIO))
    assert storage.read() == OLD


def test_a_folder_that_went_away_is_not_made_again(path: Path) -> None:
    storage = AtomicStorage(path)
    storage.write(OLD)
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(FileNotFoundError):
        storage.write(NEW)
    assert not path.parent.exists()


@posix
def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "synced" / "real.json"
    AtomicStorage(real).write(OLD)
    path.parent.mkdir()
    path.symlink_to(real)
    AtomicStorage(path).write(NEW)
    assert path.is_symlink()
    assert AtomicStorage(real).read() == NEW


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b'{"notes": {"1": {"text": "cut o',
        b"[]",
        b"null",
        b'{"notes": []}',
        b'{"notes": {"1": "text"}}',
        b'{"notes": {"one": {}}}',
        b'{"notes": {"01": {}, "1": {}}}',
        b'{"notes": {"1": {"text": "\xff"}}}',
        b'{"notes": {"\xc2\xb2": {}}}',
        b'{"a":' * 100_000,
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=range(13),
)
def test_a_broken_journal_is_told_in_a_sentence_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    storage = AtomicStorage(path)
    with pytest.raises(BrokenJournal) as caught:
        storage.read()
    assert str(caught.value).startswith("lima.json cannot be read: ")
    assert str(caught.value).endswith(". The file was left as it is.")
    assert "\n" not in str(caught.value)
    assert caught.value.path == path
    with pytest.raises(BrokenJournal), storage.batch():
        TinyDB(storage=lambda: storage).table("notes").insert({})
    assert path.read_bytes() == content


def test_what_a_crash_left_behind_is_swept(path: Path) -> None:
    AtomicStorage(path).write(OLD)
    left = path.with_name(".lima.json.0123456789ab.tmp")
    others = [path.with_name(".lima-2.json.0123456789ab.tmp"), path.with_name("lima.json.tmp")]
    for file in (left, *others):
        file.write_bytes(b"{")
    sweep(path)
    assert not left.exists()
    assert all(other.exists() for other in (path, *others))
    sweep(path.parent / "nowhere" / "lima.json")
