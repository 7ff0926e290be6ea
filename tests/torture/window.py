"""The program in a real terminal that stands hostile text itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds


class Window(Terminal):
    """A terminal whose text can be read with anything on it: pyte stumbles over marks on no letter."""

    @property
    def text(self) -> str:
        buffer, columns = self._screen.buffer, range(self._screen.columns)
        lines = ("".join(buffer[y][x].data for x in columns) for y in range(self._screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    def open(self, home: Path, data: Path) -> None:
        """Start the program on the journals in ``data``, with nothing of the environment that could matter."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
        own = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        look = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(home)}
        self.spawn([sys.executable, "-m", "mentor_tui", "--data", str(data)], {**kept, **own, **look}, ROOT)

    def leave(self) -> list[str]:
        """Close the program; gives what is wrong with its end."""
        self.press("ctrl+q")
        code = self.wait_exit(PATIENCE)
        return [f"the program ended with {code}"] if code else []
