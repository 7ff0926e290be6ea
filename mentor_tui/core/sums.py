"""SHA-256 for what is short, without hashlib: with OpenSSL that takes longer to load than a journal takes to read."""

from __future__ import annotations

import sys
from typing import Protocol

SHORT = 1_000_000  # bytes, up to which Python's own implementation is done before OpenSSL is there


class Sum(Protocol):
    """What is used of a sum that hashlib makes."""

    def update(self, data: bytes, /) -> None:
        """Take more in."""

    def digest(self) -> bytes:
        """The sum."""
        ...

    def hexdigest(self) -> str:
        """The sum as text."""
        ...


def sha256(data: bytes = b"") -> Sum:
    """As ``hashlib.sha256``."""
    if "hashlib" not in sys.modules and len(data) < SHORT:
        # By the name that it has since Python 3.12, and until then; the standard library does so itself (random.py).
        for module in ("_sha2", "_sha256"):
            try:
                found: Sum = __import__(module).sha256(data)
            except ImportError:
                continue
            return found
    import hashlib

    return hashlib.sha256(data)
