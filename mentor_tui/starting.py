"""What makes a start quicker than Python would have it. Nothing here changes what the program does."""

from __future__ import annotations

import gc
import sys


def begin() -> None:
    """Look for no garbage while the program is being loaded: there is next to none, and looking takes a tenth of it."""
    gc.disable()


def settle() -> None:
    """Look for garbage from now on, but not among what was loaded at the start, which stays.

    Does nothing where ``begin`` was not called.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def load_asyncio() -> None:
    """Import asyncio without TLS, as in a Python that was built without: this program never opens a connection."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
