"""How a screen that asks something gives its answer."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def give(screen: Screen[Any], result: object) -> None:
    """Close ``screen`` with its result, once: keys that still wait must not close the screens below it."""
    if screen.is_current:
        screen.dismiss(result)
