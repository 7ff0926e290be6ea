"""Parsed copies of packs: equal to what is read anew, used as long as nothing has changed, and never in the way."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from mentor_tui.core.packs import Pack
from mentor_tui.own_files import sum_of
from mentor_tui.prompts import copies as parsed
from mentor_tui.prompts import library
from mentor_tui.prompts.library import BUILT_IN, PackError, UnknownPack, check_pack, load_pack, pack_names
from mentor_tui.prompts.problems import Report
from tests.runs import ROOT

NAMES = ("isaps", "surgery-faculty", "asds-future-leaders")
MINE = """
name = "mine"
title = "Mine"
uses = ["questions/ground-rules"]
[sources]
handbook = "A handbook"
[rules]
sessions = 3
months = 3
minutes = 30
first_counts = true
source = "handbook, 1"
[agendas]
course = ["talk"]
extra = "talk"
"""
AGENDA = """# Talk

A calm start.

## Arrive

- Minutes: 4
- Lead: mentor
- Source: handbook, 1

How the week went.

- Say hello.
"""


class Reads:
    """How often the Markdown of a pack is read anew."""

    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    found, read = Reads(), library.read_anew

    def counted(folder: str) -> tuple[Pack | None, Report]:
        found.count += 1
        return read(folder)

    monkeypatch.setattr(library, "read_anew", counted)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of copies, which is not there yet."""
    return tmp_path / "cache" / "packs"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """A folder with a pack of the user's own, which uses a common file."""
    pack = tmp_path / "user" / "mine"
    (pack / "agendas").mkdir(parents=True)
    (pack / "pack.toml").write_text(MINE, encoding="utf-8")
    (pack / "agendas" / "talk.md").write_text(AGENDA, encoding="utf-8")
    return pack.parent


@pytest.fixture
def common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Common files that can be changed."""
    built_in = tmp_path / "built-in"
    shutil.copytree(library.COMMON, built_in / "common")
    monkeypatch.setattr(parsed, "BUILT_IN", str(built_in))
    monkeypatch.setattr(library, "COMMON", built_in / "common")
    return built_in / "common"


def same(left: Pack, right: Pack) -> bool:
    """Whether two packs are equal, in the order of their parts too."""
    return left == right and msgspec.msgpack.encode(left) == msgspec.msgpack.encode(right)


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file and leave its time and its size as they were."""
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_equal_to_what_is_read(name: str, folder: Path, reads: Reads) -> None:
    first, second = load_pack(name, None, folder), load_pack(name, None, folder)
    assert reads.count == 1
    assert same(first, second)
    assert same(second, load_pack(name))


def test_a_users_pack_has_a_copy_too(user: Path, folder: Path, reads: Reads) -> None:
    first, second = load_pack("mine", user, folder), load_pack("mine", user, folder)
    assert reads.count == 1
    assert same(first, second)
    assert second.decks["ground-rules"].topics


def test_a_users_pack_of_the_same_name_gets_no_copy_of_ours(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(BUILT_IN / "isaps", tmp_path / "isaps")
    rewrite(tmp_path / "isaps" / "pack.toml", 'title = "ISAPS Mentor', 'title = "Other Mentor')
    ours = load_pack("isaps", None, folder)
    assert load_pack("isaps", tmp_path, folder).title == "Other Mentor Program"
    assert same(load_pack("isaps", None, folder), ours)


@pytest.mark.parametrize("umask", [0o022, 0, 0o777])
def test_a_copy_is_for_its_owner_alone(folder: Path, umask: int) -> None:
    if os.name != "posix":
        pytest.skip("no modes here")
    before = os.umask(umask)
    try:
        load_pack("isaps", None, folder)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)] == [0o700, 0o700]
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [("isaps.pack", 0o600)]


def test_a_copy_that_others_may_write_is_not_used(folder: Path, reads: Reads) -> None:
    if os.name != "posix":
        pytest.skip("no modes here")
    load_pack("isaps", None, folder)
    (folder / "isaps.pack").chmod(0o666)
    load_pack("isaps", None, folder)
    assert reads.count == 2
    load_pack("isaps", None, folder)
    assert reads.count == 2, "it was put right"


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda pack: rewrite(pack / "pack.toml", "Mine", "Ours"),
        lambda pack: rewrite(pack / "agendas" / "talk.md", "hello", "hallo"),
        lambda pack: (pack / "agendas" / "more.md").write_text(AGENDA, encoding="utf-8"),
        lambda pack: (pack / "agendas" / "MORE.MD").write_text(AGENDA, encoding="utf-8"),
        lambda pack: ((pack / "questions").mkdir(), (pack / "questions" / "ground-rules.md").write_text("# Mine\n")),
        lambda pack: (pack / "agendas" / "talk.md").unlink(),
        lambda pack: (pack / "pack.toml").unlink(),
    ],
    ids=["head", "sheet", "one more", "in capitals", "in place of a common one", "one less", "no head"],
)
def test_a_changed_file_is_read(user: Path, folder: Path, reads: Reads, change: Change) -> None:
    load_pack("mine", user, folder)
    change(user / "mine")
    alone = check_pack(user / "mine")
    reads.count = 0
    if alone:
        with pytest.raises(PackError) as caught:
            load_pack("mine", user, folder)
        assert list(caught.value.problems) == alone
    else:
        assert same(load_pack("mine", user, folder), load_pack("mine", user))
    assert reads.count >= 1


def test_a_file_that_is_none_of_the_packs_changes_nothing(user: Path, folder: Path, reads: Reads) -> None:
    load_pack("mine", user, folder)
    (user / "mine" / "agendas" / ".litter.md").write_text("")
    (user / "mine" / "agendas" / "notes.txt").write_text("")
    (user / "mine" / "notes.md").write_text("")
    load_pack("mine", user, folder)
    assert reads.count == 1


@pytest.mark.parametrize("file", ["questions/ground-rules.md", "sources.toml"])
def test_a_changed_common_file_is_read(common: Path, user: Path, folder: Path, reads: Reads, file: str) -> None:
    load_pack("mine", user, folder)
    with (common / file).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    load_pack("mine", user, folder)
    assert reads.count == 2


def test_a_common_file_that_is_gone_is_told(common: Path, user: Path, folder: Path) -> None:
    load_pack("mine", user, folder)
    (common / "questions" / "ground-rules.md").unlink()
    with pytest.raises(PackError, match="not among the common files"):
        load_pack("mine", user, folder)


def test_a_common_file_that_is_not_used_changes_nothing(common: Path, user: Path, folder: Path, reads: Reads) -> None:
    load_pack("mine", user, folder)
    (common / "forms" / "another.md").write_text("# Another\n")
    load_pack("mine", user, folder)
    assert reads.count == 1


def test_a_broken_pack_has_no_copy_and_says_what_is_wrong_each_time(user: Path, folder: Path) -> None:
    rewrite(user / "mine" / "agendas" / "talk.md", "Minutes: 4", "Minutes: x")
    told = []
    for _ in range(2):
        with pytest.raises(PackError) as caught:
            load_pack("mine", user, folder)
        told.append(caught.value.problems)
    assert told == [tuple(check_pack(user / "mine"))] * 2
    assert not folder.exists()


def test_a_pack_that_is_gone_is_unknown_all_the_same(user: Path, folder: Path) -> None:
    load_pack("mine", user, folder)
    shutil.rmtree(user / "mine")
    with pytest.raises(UnknownPack):
        load_pack("mine", user, folder)


def test_the_list_of_packs_is_the_same_with_copies(user: Path, folder: Path, reads: Reads) -> None:
    rewrite(user / "mine" / "agendas" / "talk.md", "Minutes: 4", "Minutes: x")
    first, second = pack_names(user, folder), pack_names(user, folder)
    assert first == second == pack_names(user)
    assert reads.count == 4 + 1 + 4


def signs(data: bytes) -> Iterator[bytes]:
    """Copies that were cut, spliced, damaged or made by something else."""
    yield b""
    yield data[:3]
    yield data[: len(data) // 2]
    yield data + b"\0"
    for at in range(0, len(data), len(data) // 50):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    for foreign in (1, (), [1, 2, 3], {"a": 1}, ["", {}, 0, b""], [1, 2, 3, 4]):
        yield msgspec.msgpack.encode(foreign)
    program, sources, *_ = msgspec.msgpack.decode(data)
    for fields in ({}, {"name": "mine"}, ()):
        pack = msgspec.msgpack.encode(fields)
        yield msgspec.msgpack.encode([program, sources, sum_of(pack), pack])


def test_a_damaged_copy_is_not_used_and_is_put_right(user: Path, folder: Path, reads: Reads) -> None:
    pack = load_pack("mine", user, folder)
    copy = folder / "mine.pack"
    whole = copy.read_bytes()
    for sign in signs(whole):
        copy.write_bytes(sign)
        reads.count = 0
        assert same(load_pack("mine", user, folder), pack)
        assert reads.count == 1
        assert copy.read_bytes() == whole


def test_a_copy_that_another_program_made_is_not_used(user: Path, folder: Path, reads: Reads) -> None:
    load_pack("mine", user, folder)
    copy = folder / "mine.pack"
    program, *rest = msgspec.msgpack.decode(copy.read_bytes())
    copy.write_bytes(msgspec.msgpack.encode([program + " ", *rest]))
    load_pack("mine", user, folder)
    assert reads.count == 2


def test_a_program_that_reads_otherwise_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> str:
        parsed._program.cache_clear()
        return parsed._program()

    module = tmp_path / "reader.py"
    module.write_text("left = 1\n")
    monkeypatch.setattr(parsed, "_READERS", (str(tmp_path),))
    try:
        first = told()
        assert told() == first
        os.utime(module, ns=(1, 1))
        later = told()
        assert later != first
        (tmp_path / "more.py").write_text("")
        assert told() != later
        monkeypatch.setattr(parsed, "__version__", "0.0.0")
        (tmp_path / "more.py").unlink()
        assert told() != later
    finally:
        parsed._program.cache_clear()


def test_every_module_that_makes_a_pack_is_among_those_that_are_looked_at() -> None:
    code = (
        "import sys; before = set(sys.modules); import mentor_tui.prompts.library as library\n"
        "library.load_pack('isaps'); print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    ours = {name for name in done.stdout.split() if name.startswith("mentor_tui.")}
    assert "mentor_tui.prompts.reader" in ours
    # What carries bytes to a file and back makes no pack.
    assert {name.split(".")[1] for name in ours - {"mentor_tui.own_files"}} == {"prompts", "core"}
    assert "markdown_it" in parsed._program()


@pytest.mark.parametrize("spoil", ["read-only", "a file", "below a file", "a folder in its place", "a link"])
def test_where_no_copy_can_be_kept_the_pack_is_read(user: Path, folder: Path, reads: Reads, spoil: str) -> None:
    folder.parent.mkdir()
    if spoil == "read-only":
        folder.mkdir(mode=0o500)
        if os.access(folder, os.W_OK):
            pytest.skip("nothing is read-only for this user")
    elif spoil == "a file":
        folder.write_text("mine")
    elif spoil == "below a file":
        folder.parent.rmdir()
        folder.parent.write_text("mine")
    elif spoil == "a folder in its place":
        (folder / "mine.pack").mkdir(parents=True)
    else:
        folder.symlink_to(folder.parent / "nowhere")
    packs = [load_pack("mine", user, folder) for _ in range(2)]
    assert reads.count == 2
    assert same(*packs)
    assert spoil != "a folder in its place" or [path.name for path in folder.iterdir()] == ["mine.pack"]


@pytest.mark.parametrize("step", ["mkdir", "open", "replace"])
def test_a_disk_that_takes_nothing_holds_nothing_up(
    user: Path, folder: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fails)
        pack = load_pack("mine", user, folder)
    assert not folder.exists() or not list(folder.iterdir())
    assert same(load_pack("mine", user, folder), pack)
    assert reads.count == 2


def test_a_file_that_changes_while_it_is_read_is_read_again(
    user: Path, folder: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = parsed.keep

    def late(*told: object) -> None:
        rewrite(user / "mine" / "agendas" / "talk.md", "hello", "hallo")
        keep(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(parsed, "keep", late)
    load_pack("mine", user, folder)
    monkeypatch.setattr(parsed, "keep", keep)
    assert load_pack("mine", user, folder).agendas["talk"].entries[0].prompts == ("Say hallo.",)


def test_a_pipe_in_the_place_of_a_file_holds_nothing_up(user: Path, folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    load_pack("mine", user, folder)
    (user / "mine" / "agendas" / "talk.md").unlink()
    os.mkfifo(user / "mine" / "agendas" / "talk.md")
    with pytest.raises(PackError, match="not a file"):
        load_pack("mine", user, folder)


def test_a_pipe_in_the_place_of_a_copy_holds_nothing_up(user: Path, folder: Path, reads: Reads) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    load_pack("mine", user, folder)
    (folder / "mine.pack").unlink()
    os.mkfifo(folder / "mine.pack", 0o600)
    assert load_pack("mine", user, folder).title == "Mine"
    assert reads.count == 2


def test_the_program_reads_a_pack_once_and_never_by_the_parser_after_that(own_home: Path) -> None:
    code = (
        "import atexit, sys; from mentor_tui.cli import main\n"
        "atexit.register(lambda: print('markdown_it' in sys.modules)); main()"
    )
    command = [sys.executable, "-c", code, "packs"]
    found = [subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout for _ in range(2)]
    assert [text.splitlines()[-1] for text in found] == ["True", "False"]
    assert {path.name for path in own_home.rglob("*.pack")} == {f"{name}.pack" for name in NAMES}
    assert found[0].splitlines()[:-1] == found[1].splitlines()[:-1]
