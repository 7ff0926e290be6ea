"""A parsed copy of each pack on disk: reading its Markdown anew takes longer than all the rest of a start.

A copy holds the very bytes that the pack was read from, and is used only as long as the files hold the same. Whatever
is wrong with it, the pack is read anew, and nothing is said: a copy can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from mentor_tui import __version__
from mentor_tui.core.packs import Pack
from mentor_tui.own_files import open_own, put, sum_of

HEAD = "pack.toml"
FOLDERS = ("agendas", "checklists", "questions", "activities", "cards", "ratings", "forms")
COMMON = "common"
BUILT_IN = os.path.dirname(__file__)
_READERS = (BUILT_IN, os.path.join(os.path.dirname(BUILT_IN), "core"))


def sheets(names: Iterable[str]) -> list[str]:
    """Those of the names in a folder that are Markdown of a pack, in order."""
    # Names with a dot in front are litter that systems and editors leave behind.
    return sorted(name for name in names if name[-3:].lower() == ".md" and not name.startswith("."))


def kept(folder: str, copies: str, name: str) -> Pack | None:
    """The pack ``name`` in ``folder`` from its copy in ``copies``; None when there is none that holds good."""
    try:
        with open(open_own(_path(copies, name)), "rb") as file:
            data = file.read()
        program, sources, checksum, pack = msgspec.msgpack.decode(data)
        if program != _program() or checksum != sum_of(pack) or not _unchanged(folder, sources):
            return None
        return msgspec.msgpack.decode(pack, type=Pack)
    except Exception:
        return None


def keep(pack: Pack, sources: Mapping[str, bytes], copies: str, name: str) -> None:
    """Keep a copy of a pack that has no problems; ``sources`` is all that it was read from, by ``folder/file``."""
    with contextlib.suppress(OSError, ValueError):
        parsed = msgspec.msgpack.encode(pack)
        put(_path(copies, name), msgspec.msgpack.encode((_program(), dict(sources), sum_of(parsed), parsed)))


def _path(copies: str, name: str) -> str:
    return os.path.join(copies, f"{name}.pack")


def _unchanged(folder: str, sources: Mapping[str, bytes]) -> bool:
    """Whether the files that a pack in ``folder`` would be read from are these ``sources``, to the byte."""
    there = {HEAD}
    for kind in FOLDERS:
        with contextlib.suppress(FileNotFoundError):
            there.update(f"{kind}/{name}" for name in sheets(os.listdir(os.path.join(folder, kind))))
    # Which of the common files there are to be is said in pack.toml, which is among these.
    common = {file for file in sources if file.startswith(f"{COMMON}/")}
    if there | common != sources.keys():
        return False
    return all(_holds(f"{BUILT_IN if file in common else folder}/{file}", data) for file, data in sources.items())


def _holds(path: str, data: bytes) -> bool:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, len(data) + 1) == data
    finally:
        os.close(handle)


@cache
def _program() -> str:
    """What tells the program that reads packs from any other.

    A changed module is known as Python knows it, by the time and the size of its file.
    """
    found: list[object] = [__version__, sys.version, msgspec.__version__]
    markdown = next(filter(None, (finder.find_spec("markdown_it", None) for finder in sys.meta_path)), None)
    files = [markdown.origin] if markdown and markdown.origin else []
    for folder in _READERS:
        with os.scandir(folder) as entries:
            files += sorted(entry.path for entry in entries if entry.name.endswith(".py"))
    for file in files:
        about = os.stat(file)
        found.append((file, about.st_mtime_ns, about.st_size))
    return repr(found)
