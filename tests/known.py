"""Parts of other people's code that ours leans on, known by a sum of their source."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from typing import Any


def sum_of(part: Callable[..., Any]) -> str:
    """A short sum of the source of a function, which changes with it."""
    return hashlib.sha256(inspect.getsource(part).encode()).hexdigest()[:12]
