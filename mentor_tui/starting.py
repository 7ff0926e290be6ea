"""What makes a start quicker than Python would have it. Nothing here changes what the program does."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import types
from collections.abc import Iterator

TYPE_CHECKING = False  # typing is not there yet
if TYPE_CHECKING:
    from typing import Any

ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"


def settle() -> None:
    """Look for garbage from now on, but not among what was loaded at the start, which stays.

    Does nothing where it was looked for all along.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def load_asyncio() -> None:
    """Import asyncio without TLS, as in a Python that was built without: this program never opens a connection."""
    if "asyncio" not in sys.modules:
        with without("ssl"):
            import asyncio  # noqa: F401


def load_uuid() -> None:
    """Import uuid without ``platform``, which it asks for the name of the system alone."""
    with contextlib.suppress(Exception), stand_in("platform", system=lambda: os.uname().sysname):
        import uuid  # noqa: F401


def _load_datetime() -> None:
    """Import datetime without its classes in Python, in whose place it puts those in C, as Python 3.12 does."""
    with contextlib.suppress(ImportError):
        if sys.version_info < (3, 12):
            import _datetime  # type: ignore[import-not-found]

            sys.modules.setdefault("datetime", _datetime)


def _load_typing() -> None:
    """Import typing without ``re`` and ``warnings``: what it takes from there comes from below them.

    And without what its ``NewType`` is quicker by; Pythons from 3.12 on want more of that, and of warnings.
    """
    with contextlib.ExitStack() as instead, contextlib.suppress(Exception):
        import _sre  # type: ignore[import-not-found]
        import _warnings

        empty = _sre.compile("", 0, [1], 0, {}, (None,))  # what re makes of no text; refused where codes are others
        instead.enter_context(stand_in("re", Pattern=type(empty), Match=type(empty.match(""))))
        if sys.version_info < (3, 12):
            instead.enter_context(stand_in("warnings", warn=_warnings.warn))
            instead.enter_context(without("_typing"))
        import typing  # noqa: F401


def load_msgspec() -> None:
    """Import msgspec without ``typing_extensions``, a third of its time: from it msgspec takes what ``typing`` has too,
    and on the versions of Python that this program runs on the two are the same. And without schemas, of which it makes
    none, other formats than it reads, and types that nothing here has: numbers of ``uuid`` and ``decimal``, and texts
    that follow a pattern.
    """
    _load_datetime()
    _load_typing()
    with (
        contextlib.suppress(Exception),  # it wants more of these: then they are imported
        without("typing_extensions"),
        stand_in("msgspec.inspect"),
        stand_in("msgspec._json_schema", schema=None, schema_components=None),
        stand_in("msgspec.toml"),
        stand_in("msgspec.yaml"),
        stand_in("uuid", UUID=type("UUID", (), {}), SafeUUID=types.SimpleNamespace(unknown=None)),
        stand_in("decimal", Decimal=type("Decimal", (), {})),
        stand_in("re", compile=_compile),
        _knowing_is_class(),
    ):
        import msgspec  # noqa: F401


def _compile(*pattern: Any) -> object:
    import re

    return re.compile(*pattern)


@contextlib.contextmanager
def _knowing_is_class() -> Iterator[None]:
    """msgspec makes a reference to see that it may say ``is_class``, which compiles a text: a millisecond by itself."""
    import typing

    real = typing.ForwardRef
    typing.ForwardRef = lambda *_, **__: None  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        typing.ForwardRef = real  # type: ignore[misc]


def load_zoneinfo(*, briefly: bool = False) -> None:
    """Import zoneinfo without ``sysconfig``, which it asks for the folders of time zones alone: PEP 615 names them.

    Where the first of them is not there, Python may have been built for others, and is asked. A program that runs
    ``briefly`` may keep every zone that it has met, and needs no references that let go of them.
    """
    if os.path.isdir(ZONES.partition(":")[0]):
        with (
            contextlib.suppress(Exception),
            stand_in("sysconfig", get_config_var=lambda _: ZONES),
            stand_in("weakref", WeakValueDictionary=dict) if briefly else contextlib.nullcontext(),
        ):
            import zoneinfo  # noqa: F401


def without(module: str) -> contextlib.AbstractContextManager[None]:
    """Let a module that is not loaded yet count as one that is not there."""
    return _instead(module, None)


def stand_in(module: str, **names: object) -> contextlib.AbstractContextManager[None]:
    """Let a module that is not loaded yet count as one that has these names, for who wants no more of it."""
    instead = types.ModuleType(module)
    vars(instead).update(names)
    return _instead(module, instead)


@contextlib.contextmanager
def _instead(name: str, module: types.ModuleType | None) -> Iterator[None]:
    """Let ``module`` be what an import of ``name`` finds meanwhile, unless that is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
