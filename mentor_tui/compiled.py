"""One file with the compiled modules that starts have taken.

Python finds, opens and reads some four hundred files before the first picture, one after the other, and looks through
each folder in which a module might be; in one place they are found at once. The file is kept in the cache folder and
can be deleted at any time.

A module is taken from it on narrower terms than those on which Python takes one from ``__pycache__``: its source is the
very file that it was, with the times and the size that it had. Nothing is taken that was kept for another Python, for
other places to look for modules, or for places in which something was put or removed since; within a package only its
modules are looked at. The folder that one happens to be in is no such place: what is in it is neither kept nor looked
for. Whatever is wrong, Python does what it always does.

What is imported here is there in any Python that has begun, or takes next to nothing: typing, too, comes from the file.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec  # importlib.machinery gives the same, at the price of another module
from _frozen_importlib_external import ExtensionFileLoader, SourceFileLoader

from mentor_tui.own_files import open_own, put, sum_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

    Program = tuple[str, str, int, tuple[tuple[str, int], ...]]
    Mark = tuple[int, int, int, int]
    # Of one module: its source and what that is known by, where Python keeps it compiled (nowhere, if it is a library
    # of the system's), whether it is a package, and where in the file its code is, with its length and sum.
    Source = tuple[str, Mark, str, bool]
    Entry = tuple[str, Mark, str, bool, int, int, bytes]
    Fresh = dict[str, tuple[Source, bytes]]

_HEAD = 16  # the length and the sum of the index, which comes next
_PYC_HEAD = 16
_STAMPED = 315_619_200  # 2 January 1980: what makes images of systems gives all files one of the days before it


class Compiled:
    """The modules in the file at ``path``, as a place where Python looks for modules: see ``sys.meta_path``.

    One that is not there, or not to be used, holds none.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._before = frozenset(sys.modules)  # what is never asked for here
        self._entries: dict[str, Entry] = {}
        self._begin = 0
        self._handle = -1
        self._program = _program()
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
        source, mark, cached, is_package, *_ = entry
        if not _stands(source, mark):
            del self._entries[name]
            return None
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
            self._entries.pop(name, None)
        return code

    def fresh(self) -> Fresh:
        """What was loaded and is not in the file, or not as it is now. Raises nothing."""
        try:
            return {} if sys.dont_write_bytecode else dict(self._loaded())
        except Exception:
            return {}

    def keep(self, fresh: Fresh) -> None:
        """Write the file anew, with what is ``fresh``.

        What goes wrong is not told: the next start takes as long as this one.
        """
        try:
            put(self._path, self._whole(fresh))
        except Exception:
            return

    def _index(self) -> dict[str, Entry]:
        head = os.read(self._handle, _HEAD)
        length = int.from_bytes(head[:8], "big")
        if length > os.fstat(self._handle).st_size:
            return {}
        index = os.pread(self._handle, length, _HEAD)
        if sum_of(index) != head[8:]:
            return {}
        self._begin = _HEAD + length
        program, entries = marshal.loads(index)
        return entries if program == self._program else {}

    def _read(self, entry: Entry) -> bytes | None:
        begin, length, checksum = entry[4:]
        try:
            data = os.pread(self._handle, length, self._begin + begin)
        except OSError:
            return None
        return data if sum_of(data) == checksum else None

    def _loaded(self) -> Iterator[tuple[str, tuple[Source, bytes]]]:
        """The modules that Python found elsewhere, with where they are from, and their code as Python keeps it."""
        here = None if sys.flags.safe_path or not sys.path else os.path.abspath(sys.path[0])
        for name, module in tuple(sys.modules.items()):
            spec: ModuleSpec | None = getattr(module, "__spec__", None)
            if spec is None or spec.name != name or not spec.origin or name in self._before or name in self._entries:
                continue
            is_package = spec.submodule_search_locations is not None
            try:
                about = os.stat(spec.origin)
                if about.st_mtime < _STAMPED or _place(spec.origin, name, is_package) == here:
                    continue
                if type(spec.loader) in (SourceFileLoader, _Loader) and spec.cached:
                    with open(spec.cached, "rb") as file:
                        head, data = file.read(_PYC_HEAD), file.read()
                    if head == _pyc_head(about) and _code(data, spec.origin) is not None:
                        yield name, ((spec.origin, _mark(about), spec.cached, is_package), data)
                elif type(spec.loader) is ExtensionFileLoader:
                    yield name, ((spec.origin, _mark(about), "", is_package), b"")
            except OSError:
                continue

    def _whole(self, fresh: Fresh) -> bytes:
        """The file with what is in it and still holds, and with what is ``fresh``."""
        fresh = dict(fresh)
        for name, entry in self._entries.items():
            if name not in fresh and _stands(*entry[:2]):
                data = self._read(entry)
                if data is not None:
                    fresh[name] = entry[:4], data
        entries: dict[str, Entry] = {}
        begin = 0
        for name, (source, data) in fresh.items():
            entries[name] = (*source, begin, len(data), sum_of(data))
            begin += len(data)
        index = marshal.dumps((self._program, entries))
        head = len(index).to_bytes(8, "big") + sum_of(index)
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


def _mark(about: os.stat_result) -> Mark:
    """What a file is known by."""
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _stands(source: str, mark: Mark) -> bool:
    """Whether a source is the file that it was."""
    try:
        return _mark(os.stat(source)) == mark
    except OSError:
        return False


def _place(source: str, name: str, is_package: bool) -> str:
    """The folder, among those in which Python looks for modules, in which one was found."""
    for _ in range(name.count(".") + (2 if is_package else 1)):
        source = os.path.dirname(source)
    return source


def _program() -> Program:
    """What tells this Python and where it looks for modules from any other, in what ``marshal`` can write.

    Unless it was told to do without, the first of these places is where the program itself stands, or the folder that
    one happens to be in.
    """
    places: list[tuple[str, int]] = []
    for place in sys.path[0 if sys.flags.safe_path else 1 :]:
        try:
            places.append((place, os.stat(place).st_mtime_ns))
        except OSError:
            places.append((place, 0))
    return sys.version, sys.platform, sys.flags.optimize, tuple(places)
