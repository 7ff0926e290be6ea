"""Floors that need no program: a file written safely, a search, a text put together."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

_SIGN = re.compile(r"[\\`|\[*_~&<#]|^[-+>=:]")


def write_safely(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path``: a new file, synced, moved over the old one, the folder synced."""
    temp = path.with_name(f"{path.name}.tmp")
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, content)
    os.fsync(handle)
    os.close(handle)
    temp.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def holding(texts: Sequence[str], words: str) -> list[int]:
    """The places of the texts that hold these words, whatever their capitals."""
    wanted = words.casefold()
    return [place for place, text in enumerate(texts) if wanted in text.casefold()]


def escaped(texts: Sequence[str]) -> list[str]:
    """Texts, each looked through once for what Markdown would take for a sign, and escaped where there is one."""
    return [_SIGN.sub(r"\\\g<0>", text) if _SIGN.search(text) else text for text in texts]


def joined(lines: Sequence[Sequence[str]]) -> str:
    """Words as lines, and lines as a text."""
    return "\n".join([" ".join(words) for words in lines])
