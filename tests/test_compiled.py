"""The file with compiled modules: taken from as Python takes from ``__pycache__``, and never in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mentor_tui import cli, quick
from tests.runs import ROOT

if os.name != "posix":
    pytest.skip("it is not used here", allow_module_level=True)

# What a program does that uses it: imports what its arguments name, and tells for each what is in it and how it came.
_PROGRAM = """
import os, sys
from mentor_tui.compiled import Compiled
kept = Compiled(sys.argv[1])
sys.meta_path.insert(0, kept)
for name in sys.argv[2:]:
    __import__(name)
    module = sys.modules[name]
    cached = getattr(module, "__cached__", None)
    print(name, getattr(module, "word", ""), type(module.__spec__.loader).__name__, module.__file__, cached)
kept.keep(kept.fresh()) if kept.fresh() else None
"""


def around() -> dict[str, str]:
    """The environment of a program, but for what would tell Python, or say where folders are."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG"))}
    return {**kept, "PYTHONPATH": str(ROOT)}


class Place:
    """A folder with modules, a file to keep them in, and programs that import them."""

    def __init__(self, folder: Path) -> None:
        self.modules = folder / "modules"
        self.file = folder / "cache" / "kept.modules"
        (self.modules / "pack").mkdir(parents=True)
        (self.modules / "__pycache__").mkdir()  # or Python would change the place while it looks there
        self.write("one.py", "word = 'first'\n")
        self.write("pack/__init__.py", "word = 'whole'\n")
        self.write("pack/part.py", "from pack import word as before\nword = before + ' part'\n")

    def write(self, name: str, text: str) -> Path:
        path = self.modules / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *names: str, before: str = "", **env: str) -> dict[str, list[str]]:
        """What a new program says of each module."""
        names = names or ("one", "pack", "pack.part")
        # The first of the places is the folder that one is in.
        code = f"import sys\nsys.path.insert(1, {str(self.modules)!r})\n{before}\n{_PROGRAM}"
        done = subprocess.run(
            [sys.executable, "-c", code, str(self.file), *names],
            env={**around(), **env},
            capture_output=True,
            text=True,
            check=True,
        )
        assert not done.stderr
        found = [line.rsplit(" ", 3) for line in done.stdout.splitlines()]
        return {first.split(" ", 1)[0]: [first.split(" ", 1)[1], *rest] for first, *rest in found}

    def ways(self, *names: str, before: str = "", **env: str) -> set[str]:
        return {said[1] for said in self.run(*names, before=before, **env).values()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


PLAIN, KEPT = {"SourceFileLoader"}, {"_Loader"}


def test_what_one_start_has_loaded_the_next_one_takes_from_the_file(place: Place) -> None:
    first, second = place.run(), place.run()
    assert {said[1] for said in first.values()} == PLAIN
    assert {said[1] for said in second.values()} == KEPT
    for name, (word, _, file, cached) in second.items():
        assert [word, file, cached] == [first[name][0], *first[name][2:]]


@pytest.mark.skipif("_heapq" in sys.builtin_module_names, reason="it is a part of this Python itself")
def test_a_library_of_the_systems_is_found_at_once(place: Place) -> None:
    first = place.run("_heapq")
    blind = "PathFinder.find_spec = lambda name, *rest: None if name == '_heapq' else real(name, *rest)"
    before = f"from importlib.machinery import PathFinder\nreal = PathFinder.find_spec\n{blind}"
    assert place.run("_heapq", before=before) == first
    assert first["_heapq"][1] == "ExtensionFileLoader"


def test_a_module_whose_code_was_spoiled_is_kept_anew(place: Place) -> None:
    place.write("one.py", "word = 'zanzibar'\n")
    place.run()
    good = place.file.read_bytes()
    place.file.write_bytes(good.replace(b"zanzibar", b"Zanzibar"))
    assert place.run("one")["one"][0] == "zanzibar"
    assert b"Zanzibar" not in place.file.read_bytes()
    assert place.ways() == KEPT


def test_a_module_that_was_moved_with_what_was_compiled_is_left_to_python(place: Place) -> None:
    place.run()
    moved = place.modules.rename(place.modules.with_name("moved"))
    place.modules = moved
    place.file.unlink()
    for _ in range(2):
        assert place.ways() == PLAIN
        assert not place.file.exists()


def test_only_its_owner_may_look_into_it(place: Place) -> None:
    place.run(before="import os\nos.umask(0)")
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.file.parent.stat().st_mode) == 0o700
    assert [each.name for each in place.file.parent.iterdir()] == [place.file.name]


def test_it_is_written_only_when_there_is_something_new(place: Place) -> None:
    place.run("one")
    before = place.file.stat()
    place.run("one")
    assert place.file.stat().st_ino == before.st_ino
    place.run("pack")
    assert place.file.stat().st_ino != before.st_ino
    assert place.ways("one", "pack") == KEPT


@pytest.mark.parametrize("shift", [1, 10**9])
def test_a_source_with_another_time_is_read_anew(place: Place, shift: int) -> None:
    place.run()
    source = place.modules / "one.py"
    about = source.stat()
    place.write("one.py", "word = 'FIRST'\n")  # as long as before
    os.utime(source, ns=(about.st_mtime_ns, about.st_mtime_ns + shift * 10**9))
    assert place.run()["one"][:2] == ["FIRST", "SourceFileLoader"]
    assert place.run()["one"][:2] == ["FIRST", "_Loader"]


def test_a_source_of_another_size_is_read_anew(place: Place) -> None:
    place.run()
    source = place.modules / "one.py"
    about = source.stat()
    place.write("one.py", "word = 'longer than first'\n")
    os.utime(source, ns=(about.st_mtime_ns, about.st_mtime_ns))
    assert place.run()["one"][0] == "longer than first"


def test_a_source_that_is_gone_is_not_there(place: Place) -> None:
    place.run()
    (place.modules / "one.py").unlink()
    with pytest.raises(subprocess.CalledProcessError) as error:
        place.run()
    assert "ModuleNotFoundError: No module named 'one'" in error.value.stderr


def test_a_module_that_now_comes_first_is_taken(place: Place, tmp_path: Path) -> None:
    place.run()
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.py").write_text("word = 'other'\n", encoding="utf-8")
    assert place.run(before=f"sys.path.insert(1, {str(other)!r})")["one"][0] == "other"


def test_what_was_put_into_a_place_is_found(place: Place, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    first = f"sys.path.insert(1, {str(empty)!r})"
    assert place.run(before=first)["one"][0] == "first"
    assert place.ways(before=first) == KEPT
    (empty / "one.py").write_text("word = 'put'\n", encoding="utf-8")
    assert place.run(before=first)["one"][0] == "put"


def test_what_comes_and_goes_where_one_is_makes_no_difference(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.modules.parent)
    place.run()
    (place.modules.parent / "note.txt").write_text("a note", encoding="utf-8")
    assert place.ways() == KEPT


@pytest.mark.parametrize("change", ["sys.version += ' other'", "sys.platform = 'other'", "sys.path.append('/other')"])
def test_another_python_has_its_own(place: Place, change: str) -> None:
    place.run()
    assert place.ways(before=change) == PLAIN


def test_a_python_that_optimises_has_its_own(place: Place) -> None:
    place.run()
    assert place.ways(PYTHONOPTIMIZE="1") == PLAIN
    assert place.ways(PYTHONOPTIMIZE="1") == KEPT
    assert place.ways() == PLAIN


def test_a_source_that_was_replaced_with_all_its_times_is_read_anew(place: Place) -> None:
    place.run()
    source = place.modules / "one.py"
    about = source.stat()
    other = place.write("other.py", "word = 'FIRST'\n")
    os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    other.replace(source)
    (place.modules / "__pycache__" / f"one.{sys.implementation.cache_tag}.pyc").unlink()
    assert place.run()["one"][:2] == ["FIRST", "SourceFileLoader"]


@pytest.mark.parametrize("stamp", [0, 1, 315_532_800])
def test_a_source_whose_time_says_nothing_is_left_to_python(place: Place, stamp: int) -> None:
    os.utime(place.modules / "one.py", (stamp, stamp))
    for _ in range(2):
        found = place.run()
    assert found["one"][1] == "SourceFileLoader"
    assert found["pack"][1] == "_Loader"


def test_what_stands_where_one_is_is_left_to_python(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.modules)
    for _ in range(2):
        assert place.ways(before=f"sys.path.remove({str(place.modules)!r})") == PLAIN


def test_where_there_is_no_such_folder_the_first_place_is_one_like_any_other(place: Place) -> None:
    env = {"PYTHONSAFEPATH": "1", "PYTHONPATH": f"{place.modules}{os.pathsep}{ROOT}"}
    before = f"sys.path.remove({str(place.modules)!r})\nsys.path.insert(0, sys.path.pop(0))"
    assert place.ways(before=before, **env) == PLAIN
    assert place.ways(before=before, **env) == KEPT


def test_what_no_longer_stands_is_not_kept(place: Place) -> None:
    part = place.write("pack/part.py", "word = 'zanzibar'\n")
    place.run()
    part.unlink()
    assert b"zanzibar" in place.file.read_bytes()
    place.write("pack/two.py", "word = 'second'\n")
    place.run("pack.two")
    assert b"zanzibar" not in place.file.read_bytes()
    assert place.ways("one", "pack", "pack.two") == KEPT


def test_a_python_that_is_to_keep_nothing_compiled_keeps_nothing(place: Place) -> None:
    place.run(PYTHONDONTWRITEBYTECODE="1")
    assert not place.file.exists()
    place.run()
    before = place.file.stat()
    place.run("one", PYTHONDONTWRITEBYTECODE="1")
    assert place.file.stat().st_ino == before.st_ino


def test_a_module_that_python_keeps_by_its_sum_is_left_to_python(place: Place) -> None:
    code = "import py_compile, sys\npy_compile.compile(sys.argv[1], invalidation_mode=py_compile.PycInvalidationMode"
    one = str(place.modules / "one.py")
    subprocess.run([sys.executable, "-c", f"{code}.CHECKED_HASH)", one], check=True)
    place.run()
    assert place.run()["one"][:2] == ["first", "SourceFileLoader"]
    assert place.run()["pack"][1] == "_Loader"


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _writable(path: Path) -> None:
    path.chmod(0o620)


def _open_folder(path: Path) -> None:
    path.parent.chmod(0o770)


def _link(path: Path) -> None:
    path.symlink_to(path.rename(path.with_name("other")))


def _long(path: Path) -> None:
    path.write_bytes(b"\x7f" + path.read_bytes()[1:])


TROUBLES: list[Callable[[Path], None]] = [_pipe, _folder, _empty, _writable, _open_folder, _link, _long]


@pytest.mark.parametrize("spoil", TROUBLES)
def test_what_is_no_such_file_is_not_looked_at(place: Place, spoil: Callable[[Path], None]) -> None:
    place.run()
    spoil(place.file)
    assert place.ways() == PLAIN


def test_a_file_of_somebody_else_is_not_looked_at(place: Place) -> None:
    place.run()
    assert place.ways(before="import os\nwho = os.geteuid()\nos.geteuid = lambda: who + 1") == PLAIN


def test_no_byte_that_is_wrong_is_ever_run(place: Place) -> None:
    place.run()
    good = place.file.read_bytes()
    for at in range(0, len(good), max(1, len(good) // 25)):
        place.file.write_bytes(good[:at] + bytes([good[at] ^ 0x41]) + good[at + 1 :])
        assert place.run()["one"][0] == "first", at
        place.file.write_bytes(good[:at])
        assert place.run()["one"][0] == "first", at


def test_a_file_that_cannot_be_written_is_no_trouble(place: Place) -> None:
    place.file.mkdir(parents=True)
    for _ in range(2):
        assert place.ways() == PLAIN
    assert [each.name for each in place.file.parent.iterdir()] == [place.file.name]


def test_nothing_is_made_in_a_home_of_somebody_else(place: Place) -> None:
    assert place.ways(before="import os\nwho = os.geteuid()\nos.geteuid = lambda: who + 1") == PLAIN
    assert not place.file.parent.exists()


@pytest.mark.parametrize("age", [0, 3600, -3600])
def test_what_a_program_left_that_was_stopped_while_it_wrote_is_removed(place: Place, age: int) -> None:
    place.run()
    left = place.file.with_name(f"{place.file.name}.new")
    left.write_bytes(b"half")
    os.utime(left, (time.time() - age,) * 2)
    place.write("two.py", "word = 'second'\n")
    place.run("two")
    # A young one may be somebody's who is at it just now.
    assert left.exists() is not bool(age)
    assert place.ways("two") == (KEPT if age else PLAIN)


def test_a_file_that_was_put_in_its_place_meanwhile_changes_nothing(place: Place) -> None:
    place.run()
    code = "import os\nkept.code('one')\nos.unlink(kept._path)\nopen(kept._path, 'wb').close()\n"
    before = f"from mentor_tui.compiled import Compiled\nkept = Compiled(sys.argv[1])\n{code}"
    assert place.ways(before=before) == PLAIN
    assert place.ways() == KEPT


def run_program(home: Path, *words: str, after: str = "", before: str = "", exit_code: int = 0) -> str:
    """What the whole program says, with its folders in ``home``; ``before`` runs first and ``after`` as it ends."""
    env = {**around(), "HOME": str(home)}
    first = f"import atexit, sys\natexit.register(lambda: {after or None})\n{before}"
    code = f"{first}\nfrom mentor_tui.cli import main\nmain()"
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, check=False)
    assert not done.stderr
    assert done.returncode == exit_code
    return done.stdout


LOADED = "print(*(n for n, m in sys.modules.items() if type(getattr(m, '__loader__', 0)).__name__ == '{}'))"


def test_the_program_says_the_same_from_the_file(tmp_path: Path) -> None:
    first = run_program(tmp_path, "packs")
    assert run_program(tmp_path, "packs") == first
    assert run_program(tmp_path, "--help") == run_program(tmp_path, "--help")
    *said, names = run_program(tmp_path, "packs", after=LOADED.format("_Loader")).splitlines()
    assert said == first.splitlines()
    assert {"typing", "click", "msgspec", "mentor_tui.console"} <= set(names.split())
    there = {each.name for each in (tmp_path / ".cache" / "mentor-tui").iterdir()}
    assert there == {f"{sys.implementation.cache_tag}-all.modules", "packs"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs says where the file is")
def test_what_is_found_before_the_file_is_next_to_nothing(tmp_path: Path) -> None:
    run_program(tmp_path, "packs")
    names = set(run_program(tmp_path, "packs", after=LOADED.format("SourceFileLoader")).splitlines()[-1].split())
    assert {name for name in names if name.startswith("mentor_tui")} == {
        "mentor_tui",
        "mentor_tui.cli",
        "mentor_tui.compiled",
        "mentor_tui.own_files",
        "mentor_tui.paths",
    }
    assert not names & {"typing", "re", "contextlib", "msgspec", "collections", "functools", "enum"}


def test_a_module_from_the_file_is_otherwise_like_any_other(tmp_path: Path) -> None:
    tell = (
        "__import__('importlib.resources').resources.files('mentor_tui.prompts').joinpath('loading.py').is_file()"
        " and print(__import__('inspect').getsource(sys.modules['mentor_tui.console']).splitlines()[0])"
    )
    run_program(tmp_path, "packs", after=tell)
    said = [run_program(tmp_path, "packs", after=tell).splitlines()[-1] for _ in range(2)]
    assert said[0] == said[1] != ""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(("words", "exit_code"), [(("packs",), 0), (("packs", "show", "none"), 2)])
def test_who_ends_the_program_while_it_writes_the_file_changes_nothing(
    tmp_path: Path, number: str, words: tuple[str, ...], exit_code: int
) -> None:
    before = (
        "import os, signal\nfrom mentor_tui.compiled import Compiled\n"
        f"Compiled.keep = lambda self, fresh: os.kill(os.getpid(), signal.{number})"
    )
    code = f"{before}\nfrom mentor_tui.cli import main\nmain()"
    env = {**around(), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == exit_code
    assert done.stdout or done.stderr


@pytest.mark.parametrize(
    "trouble", ["sys.path.append(None)", "import mentor_tui.paths as paths; paths.modules_path = None"]
)
def test_whatever_is_wrong_the_program_starts(tmp_path: Path, trouble: str) -> None:
    assert "isaps" in run_program(tmp_path, "packs", before=trouble)


def test_a_program_that_goes_on_has_nothing_left_of_it(tmp_path: Path) -> None:
    before = (
        "import mentor_tui.cli as cli, os\ncli._end_at_once = lambda *_: None\n"
        "try:\n    sys.argv[1:] = ['packs']\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print(*(type(each).__name__ for each in sys.meta_path))\nos._exit(0)"
    )
    assert "Compiled" not in run_program(tmp_path, "packs", before=before)


def test_the_commands_with_a_file_of_their_own_are_those_that_are_understood_at_once() -> None:
    assert {command for command in quick._FLAGS if command} == cli.TEXT
