"""SHA-256 sums, of what is short without OpenSSL: that takes longer to load than a usual journal to be summed up."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Sum

LONG = 1_000_000  # bytes from which OpenSSL is quicker by enough to be worth its room


def sha256(size: int) -> Sum:
    """A sum to which about so many bytes will be added; as ``hashlib.sha256`` gives it."""
    try:
        if size < LONG:
            # Python's own, as the standard library takes it for random numbers; other Pythons may have none.
            return __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256()  # type: ignore[no-any-return]
        return __import__("_hashlib").openssl_sha256()  # type: ignore[no-any-return]
    except ImportError:
        import hashlib

        return hashlib.sha256()
