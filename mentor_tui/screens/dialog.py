"""How a screen that asks something gives its answer."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def give(screen: Screen[Any], result: object) -> None:
    """Close ``screen`` with its result, once: keys that still wait must not close the screens below it."""
    # Not ``is_current``, which a screen is that shows through the one above it, too.
    if screen.app.screen_stack and screen.app.screen is screen:
        screen.dismiss(result)
