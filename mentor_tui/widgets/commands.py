"""One declaration a command: its key, its palette entry, its footer label and its line in the help."""

from __future__ import annotations

import re
from typing import Any, ClassVar, NamedTuple

from textual.binding import Binding


class Command(NamedTuple):
    """A command of a screen or a widget.

    ``action`` names the ``action_`` method; ``title`` is the palette's entry, ``help`` its line in the help.
    A command with ``footer`` stands in the footer under that label. ``first`` takes the key before the widget that has
    the focus does, so it must never be a plain letter.
    """

    action: str
    keys: str
    title: str
    help: str
    footer: str = ""
    first: bool = False

    @property
    def binding(self) -> Binding:
        """The binding that runs this command."""
        return Binding(
            self.keys,
            self.action,
            self.footer or self.title,
            show=bool(self.footer),
            key_display=_NAMES.get(self.keys.split(",")[0]),
            priority=self.first,
            tooltip=self.help,
            id=re.sub(r"\W+", "-", self.title.lower()),
        )

    @property
    def shown_keys(self) -> str:
        """The keys as the help shows them; nothing for a command that is only found by its name."""
        if not self.keys:
            return ""
        return " or ".join(named(key) for key in self.keys.split(","))


_NAMES = {
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "delete": "Del",
    "backspace": "Backspace",
    "equals_sign": "=",
    "plus": "+",
    "slash": "/",
    "minus": "-",
    "shift+tab": "Shift+Tab",
    "tab": "Tab",
}


def named(key: str) -> str:
    """A key as people write it: ``Ctrl+Z``, ``Alt+A``, ``F2``; a plain letter stays small."""
    if key in _NAMES or len(key) == 1:
        return _NAMES.get(key, key)
    return "+".join(part.capitalize() for part in key.split("+"))


class Commanded:
    """Gives a screen or a widget its bindings from ``OFFERS``; stands before the Textual class among the bases."""

    OFFERS: ClassVar[tuple[Command, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "OFFERS" in cls.__dict__:
            unique = {command.action: command for command in cls.OFFERS}
            cls.BINDINGS = [command.binding for command in unique.values() if command.keys]  # type: ignore[attr-defined]
        super().__init_subclass__(**kwargs)
