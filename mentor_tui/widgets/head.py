"""The first line of a page."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import Static

from mentor_tui.widgets.text import plain

SIDES = 2  # cells beside the words


def fitting(width: int, tellings: Sequence[str]) -> str:
    """The first of several tellings, each shorter than the one before, that ``width`` cells hold; else the last."""
    return next((told for told in tellings if plain(told).cell_length <= width), tellings[-1])


class Head(Static):
    """A line that tells what there is room for: rather a part less than a word cut in two."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, classes="head", markup=False)
        self._tellings: tuple[str, ...] = ("",)

    def say(self, *tellings: str) -> None:
        """Show the longest of these that fits; the last one is cut where none does."""
        self._tellings = tellings
        self.update(plain(fitting(self.app.size.width - SIDES, tellings)))

    def on_resize(self) -> None:
        self.say(*self._tellings)
