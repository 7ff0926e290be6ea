"""The drafts on disk: all or nothing, for the owner's eyes only, and nothing that was there is ever thrown away."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core.guard import clean
from mentor_tui.data import files
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.shelf import Shelf

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "journals").mkdir(mode=0o700)
    return Shelf(tmp_path / "journals").drafts("lima")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def test_the_shelf_says_where(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "journals")
    assert shelf.drafts("lima") == tmp_path / "journals" / "drafts" / "lima.json"
    assert shelf.drafts() == tmp_path / "journals" / "drafts" / ".setup.json"
    Drafts(shelf.drafts("lima"))
    assert not shelf.folder.exists()
    for name in (".setup", "../lima", "a/b"):
        with pytest.raises(FileNotFoundError):
            shelf.drafts(name)
    held = Drafts(shelf.drafts("lima"))
    held.put("line", {"text": "half a line"})
    held.save()
    assert shelf.drafts("lima").exists()
    assert shelf.names() == []


@posix
def test_only_the_owner_may_look(path: Path) -> None:
    before = os.umask(0)
    try:
        held = Drafts(path)
        held.put("line", {"text": "half a line"})
        held.save()
    finally:
        os.umask(before)
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)
    assert names(path.parent) == ["lima.json"]
    assert json.loads(path.read_text()) == {"line": {"text": "half a line"}}


def test_what_is_saved_is_there_again_and_gone_when_nothing_is_left(path: Path) -> None:
    held = Drafts(path)
    held.put("line", {"text": "half a line", "aside": ""})
    held.put("goal", {"text": "Publish"})
    assert not path.exists()
    held.save()
    again = Drafts(path)
    assert again.places == ["line", "goal"]
    assert again.get("line") == {"text": "half a line", "aside": ""}
    assert again.get("nowhere") == {}
    again.put("line", {"text": " \n", "aside": ""})
    again.drop("nowhere")
    assert again.places == ["goal"]
    again.save()
    assert Drafts(path).places == ["goal"]
    again.drop("goal")
    again.save()
    assert names(path.parent) == []
    again.put("line", {"text": "anew"})
    again.save()
    assert Drafts(path).get("line") == {"text": "anew"}


def test_what_is_given_is_a_copy(path: Path) -> None:
    held = Drafts(path)
    fields = {"text": "one"}
    held.put("line", fields)
    fields["text"] = "two"
    held.get("line")["text"] = "three"
    assert held.get("line") == {"text": "one"}


def test_nothing_is_written_when_nothing_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    real = files.write_file

    def count(path: Path, content: bytes) -> None:
        written.append(path)
        real(path, content)

    monkeypatch.setattr("mentor_tui.data.drafts.write_file", count)
    held = Drafts(path)
    held.save()
    assert not held.unsaved
    held.put("line", {"text": "one"})
    assert held.unsaved
    held.save()
    held.put("line", {"text": "one"})
    held.save()
    assert not held.unsaved
    assert written == [path]
    held.put("line", {"text": "two"})
    held.save()
    assert written == [path, path]
    Drafts(path).save()
    assert written == [path, path]


def test_in_memory_only_nothing_touches_the_disk(tmp_path: Path) -> None:
    held = Drafts()
    held.put("line", {"text": "one"})
    held.save()
    assert held.get("line") == {"text": "one"}
    assert (held.lasting, held.unsaved, held.trouble) == (False, False, "")
    assert names(tmp_path) == []


HOSTILE = "a\x1b]0;x\x07b\x1b[31mc\x9bd\ud800‮e"


def test_what_a_terminal_would_obey_is_left_out_both_ways(path: Path) -> None:
    held = Drafts(path)
    held.put(HOSTILE, {HOSTILE: HOSTILE})
    assert held.get(HOSTILE) == {clean(HOSTILE): clean(HOSTILE)}
    held.save()
    assert "\\u001b" not in path.read_text()
    path.write_text(json.dumps({"a\x1b[31mb": {"c\x9bd": "e\x1b]0;x\x07f"}}))
    assert Drafts(path).get("ab") == {clean("c\x9bd"): "ef"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"line": "text"}',
        b'{"line": {"text": 1}}',
        b"[" * 100_000,
        b'{"a": {"b": null}}',
    ],
)
def test_what_makes_no_sense_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(content)
        held = Drafts(path)
        assert held.places == []
        aside = path.parent / ("lima.json.broken" if number == 1 else "lima.json.broken-2")
        assert aside.name in held.trouble
        assert aside.read_bytes() == content
        held.put("line", {"text": "goes on"})
        held.save()
        assert (held.trouble, held.lasting) == ("", True)
        assert Drafts(path).get("line") == {"text": "goes on"}


def test_what_is_no_file_is_set_aside(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "inside").write_text("x")
    held = Drafts(path)
    held.put("line", {"text": "goes on"})
    held.save()
    assert (path.parent / "lima.json.broken" / "inside").read_text() == "x"
    assert Drafts(path).get("line") == {"text": "goes on"}


@posix
def test_a_pipe_stops_nothing(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert Drafts(path).places == []
    assert names(path.parent) == ["lima.json.broken"]


def test_what_can_neither_be_read_nor_set_aside_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir()
    path.write_text("{")

    def refuse(*_: object) -> Any:
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "rename", refuse)
    held = Drafts(path)
    assert "left as it is" in held.trouble
    held.put("line", {"text": "in memory"})
    held.save()
    assert (held.get("line"), held.lasting) == ({"text": "in memory"}, False)
    assert path.read_text() == "{"


@posix
@pytest.mark.parametrize("which", ["file", "folder", "nowhere"])
def test_a_link_is_refused(path: Path, tmp_path: Path, which: str) -> None:
    target = tmp_path / "elsewhere"
    if which == "folder":
        target.mkdir()
        (target / "lima.json").write_text('{"line": {"text": "not mine"}}')
        path.parent.symlink_to(target)
    else:
        path.parent.mkdir()
        if which == "file":
            target.write_text('{"line": {"text": "not mine"}}')
        path.symlink_to(target)
    held = Drafts(path)
    assert held.places == []
    assert "is a link" in held.trouble
    held.save()  # there is nothing to do, and so it stays told
    assert not held.lasting
    told = held.trouble
    held.put("line", {"text": "mine"})
    with pytest.raises(OSError) as caught:
        held.save()
    assert caught.value.errno == errno.ELOOP
    assert held.trouble == told
    if which == "nowhere":
        assert not target.exists()
    else:
        kept = target / "lima.json" if which == "folder" else target
        assert "not mine" in kept.read_text()
    assert (path.parent if which == "folder" else path).is_symlink()


@pytest.mark.parametrize("moment", ["write_file", "sync_folder"])
def test_a_save_that_fails_is_told_and_made_up_for(path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    held = Drafts(path)
    held.put("line", {"text": "one"})
    if moment == "sync_folder":
        held.save()
        held.drop("line")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(f"mentor_tui.data.drafts.{moment}", fail)
        with pytest.raises(OSError):
            held.save()
        assert "the disk is full" in held.trouble
        assert held.unsaved
        assert not held.lasting
    held.save()
    assert (held.trouble, held.lasting, held.unsaved) == ("", True, False)
    assert Drafts(path).places == held.places


def test_a_data_folder_that_went_away_is_not_made_anew(path: Path) -> None:
    held = Drafts(path)
    held.put("line", {"text": "one"})
    held.save()
    path.unlink()
    path.parent.rmdir()
    held.put("line", {"text": "two"})
    held.save()
    assert path.exists()
    path.unlink()
    path.parent.rmdir()
    path.parent.parent.rmdir()
    held.put("line", {"text": "three"})
    with pytest.raises(OSError):
        held.save()
    assert not path.parent.parent.exists()
    assert held.get("line") == {"text": "three"}


def test_leftovers_of_a_write_that_was_cut_off_go(path: Path) -> None:
    path.parent.mkdir()
    (path.parent / ".lima.json.0123456789ab.tmp").write_text("half")
    (path.parent / ".lima.json.bak").write_text("mine")
    (path.parent / ".noa.json.0123456789ab.tmp").write_text("another's")
    path.write_text('{"line": {"text": "whole"}}')
    assert Drafts(path).get("line") == {"text": "whole"}
    assert names(path.parent) == [".lima.json.bak", ".noa.json.0123456789ab.tmp", "lima.json"]


def test_the_leftovers_are_those_of_the_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that ``write_file`` gives to what it leaves behind are the ones that are taken away."""
    held = Drafts(path)
    held.put("line", {"text": "one"})

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", kill)
        patch.setattr(Path, "unlink", kill)
        with pytest.raises(Killed):
            held.save()
    assert len(names(path.parent)) == 1
    path.write_text("{}")
    Drafts(path)
    assert names(path.parent) == ["lima.json"]


def test_a_signal_in_the_midst_of_a_save_is_not_overtaken_by_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save inside a save, as a signal handler makes it: the newer text is on disk after both of them."""
    held = Drafts(path)
    real = files.write_file
    seen: list[str] = []

    def interrupted(path: Path, content: bytes) -> None:
        if not seen:
            seen.append("signal")
            held.put("line", {"text": "newer"})
            held.save()
            assert Drafts(path).get("line") == {"text": "newer"}
        real(path, content)

    monkeypatch.setattr("mentor_tui.data.drafts.write_file", interrupted)
    held.put("line", {"text": "older"})
    held.save()
    assert seen
    assert Drafts(path).get("line") == {"text": "newer"}


def test_two_threads_never_write_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Drafts(path)
    real, inside, most, entered, go = files.write_file, [0], [0], threading.Event(), threading.Event()

    def slow(path: Path, content: bytes) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        entered.set()
        assert go.wait(10)
        real(path, content)
        inside[0] -= 1

    monkeypatch.setattr("mentor_tui.data.drafts.write_file", slow)
    held.put("line", {"text": "one"})
    first = threading.Thread(target=held.save)
    first.start()
    assert entered.wait(10)
    held.put("line", {"text": "two"})
    second = threading.Thread(target=held.save)
    second.start()
    second.join(0.05)
    go.set()
    first.join()
    second.join()
    assert most == [1]
    assert Drafts(path).get("line") == {"text": "two"}


def test_a_save_does_not_wait_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentor_tui.data.drafts.PATIENCE", 0.01)
    held = Drafts(path)
    entered, go = threading.Event(), threading.Event()

    def hang(path: Path, content: bytes) -> None:
        entered.set()
        assert go.wait(10)

    monkeypatch.setattr("mentor_tui.data.drafts.write_file", hang)
    held.put("line", {"text": "one"})
    thread = threading.Thread(target=held.save)
    thread.start()
    assert entered.wait(10)
    with pytest.raises(OSError):
        held.save()
    go.set()
    thread.join()


texts = st.text(st.characters(codec=None), max_size=20)
fields = st.dictionaries(texts, texts, max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(["line", "goal", "answer é"]), fields),
        st.tuples(st.just("drop"), st.sampled_from(["line", "goal", "answer é"]), st.just({})),
        st.tuples(st.just("save"), st.just(""), st.just({})),
        st.tuples(st.just("start anew"), st.just(""), st.just({})),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(steps)
def test_a_new_start_finds_what_was_saved_last(steps: list[tuple[str, str, dict[str, str]]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drafts" / "lima.json"
        held, wanted, saved = Drafts(path), dict[str, dict[str, str]](), dict[str, dict[str, str]]()
        for step, place, given_fields in steps:
            match step:
                case "put":
                    cleaned = {clean(name): clean(text) for name, text in given_fields.items()}
                    held.put(place, given_fields)
                    wanted.pop(place, None)
                    if "".join(cleaned.values()).strip():
                        wanted[place] = cleaned
                case "drop":
                    held.drop(place)
                    wanted.pop(place, None)
                case "save":
                    held.save()
                    saved = dict(wanted)
                case _:
                    held = Drafts(path)
                    wanted = dict(saved)
            assert {place: held.get(place) for place in held.places} == wanted
            assert path.exists() == bool(saved)


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_no_file_stops_the_program_or_is_lost(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lima.json"
        path.write_bytes(content)
        held = Drafts(path)
        assert held.trouble or held.places == [] or isinstance(json.loads(content), dict)
        assert content in [found.read_bytes() for found in Path(folder).iterdir()]
