"""SHA-256 sums, of short texts without hashlib: with OpenSSL that takes longer to load than a journal takes to read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Sum

LONG = 1_000_000  # bytes from which OpenSSL is quicker by more than its loading takes


def sha256(size: int) -> Sum:
    """A sum to which about so many bytes will be added; as ``hashlib.sha256`` gives it."""
    if "hashlib" not in sys.modules and size < LONG:
        # Python's own, as the standard library takes it for random numbers; other Pythons may have none.
        try:
            return __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256()  # type: ignore[no-any-return]
        except ImportError:
            pass
    import hashlib

    return hashlib.sha256()
