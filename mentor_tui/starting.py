"""What makes a start quicker than Python would have it. Nothing here changes what the program does."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import types
from collections.abc import Iterator

TURN = 0.0001  # seconds; Python's own 0.005 are twice as long as a letter takes
ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"


def begin() -> None:
    """Look for no garbage while the program is being loaded: there is next to none, and looking takes a tenth of it."""
    gc.disable()


def settle() -> None:
    """Look for garbage from now on, but not among what was loaded at the start, which stays; and let no thread that
    works keep another one waiting for longer than a key may.

    Does nothing where ``begin`` was not called.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(TURN)


def load_asyncio() -> None:
    """Import asyncio without TLS, as in a Python that was built without: this program never opens a connection."""
    if "asyncio" not in sys.modules:
        with without("ssl"):
            import asyncio  # noqa: F401


def load_msgspec() -> None:
    """Import msgspec without ``typing_extensions``, a third of its time: from it msgspec takes what ``typing`` has too,
    and on the versions of Python that this program runs on the two are the same. And without schemas, of which it makes
    none, nor ``platform``, which Python's own ``uuid`` asks for the name of the system alone.
    """
    with (
        contextlib.suppress(Exception),  # it wants more of these: then they are imported
        without("typing_extensions"),
        stand_in("msgspec.inspect"),
        stand_in("msgspec._json_schema", schema=None, schema_components=None),
        stand_in("platform", system=lambda: os.uname().sysname),
    ):
        import msgspec  # noqa: F401


def load_zoneinfo() -> None:
    """Import zoneinfo without ``sysconfig``, which it asks for the folders of time zones alone: PEP 615 names them.

    Where the first of them is not there, Python may have been built for others, and is asked.
    """
    if os.path.isdir(ZONES.partition(":")[0]):
        with contextlib.suppress(Exception), stand_in("sysconfig", get_config_var=lambda _: ZONES):
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
