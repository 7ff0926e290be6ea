"""One file with the compiled modules that starts have taken.

Python finds, opens and reads some four hundred files before the first picture, one after the other, and looks through
each folder in which a module might be; in one place they are found at once. The file is kept in the cache folder and
can be deleted at any time.

A module is taken from it on the terms on which Python takes one from ``__pycache__``: its source stands where it stood,
with the time and the size that it had. Nothing is taken that was kept for another Python, other places to look for
modules, or places in which something was put or removed since. Whatever is wrong, Python does what it always does.

What is imported here is there in any Python that has begun, or takes next to nothing: typing, too, comes from the file.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader
from zlib import crc32

from mentor_tui.caches import open_own, put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

    Program = tuple[str, str, int, tuple[tuple[str, int], ...]]
    # Of one module: its source with its time (ns) and size, where Python keeps it compiled (nowhere, if it is a library
    # of the system's), whether it is a package, and where in the file its code is, with its length and sum.
    Entry = tuple[str, int, int, str, bool, int, int, int]
    Source = tuple[str, int, int, str, bool]

_HEAD = 16  # the length and the sum of the index, which comes next
_PYC_HEAD = 16


class Compiled:
    """The modules in the file at ``path``, as a place where Python looks for modules: see ``sys.meta_path``.

    One that is not there, or not to be used, holds none.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._before = frozenset(sys.modules)
        self._program = _program()
        self._entries: dict[str, Entry] = {}
        self._taken: set[str] = set()
        self._begin = 0
        self._handle = -1
        try:
            self._handle = open_own(path)
            self._entries = self._index()
        except Exception:
            self.close()

    def close(self) -> None:
        """Close the file. What was found in it is loaded as usual from now on."""
        self._entries = {}
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """How to load a module that is here; None for any other."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        source, time, size, cached, is_package, *_ = entry
        if not _stands(source, time, size):
            return None
        self._taken.add(name)
        loader = _Loader(name, source, self) if cached else ExtensionFileLoader(name, source)
        spec = ModuleSpec(name, loader, origin=source)
        spec.has_location = True
        spec.cached = cached or None
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def code(self, name: str) -> CodeType | None:
        """The code of a module; None where it cannot be had from here."""
        entry = self._entries.get(name)
        data = None if entry is None else self._read(entry)
        code = None if entry is None or data is None else _code(data, entry[0])
        if code is None:
            self._taken.discard(name)
        return code

    def keep(self) -> None:
        """Write the file anew, with what was loaded and is not in it yet; nothing where there is nothing of the kind.

        What goes wrong is not told: the next start takes as long as this one.
        """
        try:
            fresh = {} if sys.dont_write_bytecode else dict(self._loaded())
            if fresh:
                put(self._path, self._whole(fresh))
        except Exception:
            return

    def _index(self) -> dict[str, Entry]:
        head = os.read(self._handle, _HEAD)
        length = int.from_bytes(head[:8], "big")
        index = os.pread(self._handle, length, _HEAD)
        if crc32(index) != int.from_bytes(head[8:], "big"):
            return {}
        self._begin = _HEAD + length
        program, entries = marshal.loads(index)
        return entries if program == self._program else {}

    def _read(self, entry: Entry) -> bytes | None:
        begin, length, checksum = entry[5:]
        try:
            data = os.pread(self._handle, length, self._begin + begin)
        except OSError:
            return None
        return data if crc32(data) == checksum else None

    def _loaded(self) -> Iterator[tuple[str, tuple[Source, bytes]]]:
        """The modules that Python found elsewhere, with where they are from, and their code as Python keeps it."""
        for name, module in tuple(sys.modules.items()):
            spec: ModuleSpec | None = getattr(module, "__spec__", None)
            if spec is None or spec.name != name or not spec.origin or name in self._before or name in self._taken:
                continue
            is_package = spec.submodule_search_locations is not None
            try:
                about = os.stat(spec.origin)
                known = spec.origin, about.st_mtime_ns, about.st_size
                if type(spec.loader) in (SourceFileLoader, _Loader) and spec.cached:
                    with open(spec.cached, "rb") as file:
                        head, data = file.read(_PYC_HEAD), file.read()
                    if head == _pyc_head(about) and _code(data, spec.origin) is not None:
                        yield name, ((*known, spec.cached, is_package), data)
                elif type(spec.loader) is ExtensionFileLoader:
                    yield name, ((*known, "", is_package), b"")
            except OSError:
                continue

    def _whole(self, fresh: dict[str, tuple[Source, bytes]]) -> bytes:
        """The file with what is in it and still holds, and with what is ``fresh``."""
        for name, entry in self._entries.items():
            if name not in fresh and _stands(*entry[:3]):
                data = self._read(entry)
                if data is not None:
                    fresh[name] = entry[:5], data
        entries: dict[str, Entry] = {}
        begin = 0
        for name, (source, data) in fresh.items():
            entries[name] = (*source, begin, len(data), crc32(data))
            begin += len(data)
        index = marshal.dumps((self._program, entries))
        head = len(index).to_bytes(8, "big") + crc32(index).to_bytes(8, "big")
        return b"".join((head, index, *(data for _, data in fresh.values())))


class _Loader(SourceFileLoader):
    """A module whose code is in the file, and in all else like any other."""

    def __init__(self, name: str, path: str, compiled: Compiled) -> None:
        super().__init__(name, path)
        self._compiled = compiled

    def get_code(self, fullname: str) -> CodeType | None:
        code = self._compiled.code(fullname)
        return super().get_code(fullname) if code is None else code


def _code(data: bytes, source: str) -> CodeType | None:
    """The code in what Python keeps compiled; None when its source stood elsewhere then: its folder was moved."""
    code: CodeType | None = marshal.loads(data)
    return code if getattr(code, "co_filename", "") == source else None


def _pyc_head(about: os.stat_result) -> bytes:
    """What a compiled module that is known by the time and the size of its source begins with: PEP 552."""
    from importlib.util import MAGIC_NUMBER

    numbers = 0, int(about.st_mtime), about.st_size
    return MAGIC_NUMBER + b"".join((number & 0xFFFFFFFF).to_bytes(4, "little") for number in numbers)


def _stands(source: str, time: int, size: int) -> bool:
    """Whether a source is what it was."""
    try:
        about = os.stat(source)
    except OSError:
        return False
    return about.st_mtime_ns == time and about.st_size == size


def _program() -> Program:
    """What tells this Python and where it looks for modules from any other, in what ``marshal`` can write.

    The first of these places is that of the program itself, or the folder that one happens to be in: what is put there
    comes and goes.
    """
    places: list[tuple[str, int]] = []
    for place in sys.path:
        try:
            places.append((place, os.stat(place).st_mtime_ns if places else 0))
        except OSError:
            places.append((place, 0))
    return sys.version, sys.platform, sys.flags.optimize, tuple(places)
