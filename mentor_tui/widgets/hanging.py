"""Content whose wrapped lines stand under its words, not under its box or bullet; what is tied stays on one line."""

from __future__ import annotations

from collections.abc import Iterable

from rich._wrap import divide_line
from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from mentor_tui.widgets.text import TIE

LEAST = 2  # cells; below that Textual cannot break a line, and one wide letter would not fit


class Hanging(Visual):
    """Content of which the first ``indent`` cells hang in a margin of their own; safe at any width."""

    def __init__(self, content: Content, indent: int) -> None:
        self._lead = content[:indent]
        self._body = content[indent:]
        self._indent = indent
        self._untorn = (0, self._body)  # the body for a width

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self._lead.plain}{self._body.plain}".replace(TIE, " ")

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines at that width."""
        if not self._indent:
            width = max(LEAST, width)
            return self._fitted(width).render_strips(width, height, style, options)
        lead = self._lead.render_strips(self._indent, 1, style, options)
        margin = Strip([Segment(" " * self._indent, style.rich_style)], self._indent)
        room = max(LEAST, width - self._indent)
        body = self._fitted(room).render_strips(room, height, style, options)
        return [Strip.join([lead[0] if place == 0 and lead else margin, line]) for place, line in enumerate(body)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return self._indent + self._body.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The least width at which no word is broken."""
        return self._indent + self._body.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The lines at that width."""
        width = max(LEAST, width - self._indent)
        return self._fitted(width).get_height(rules, width)

    def _fitted(self, width: int) -> Content:
        """The body, with line ends where what is tied would be torn apart at that width."""
        if TIE not in self._body.plain:
            return self._body
        if self._untorn[0] != width:
            self._untorn = (width, _untorn(self._body, width))
        return self._untorn[1]


class Stacked(Visual):
    """Hanging contents, one below the other."""

    def __init__(self, rows: Iterable[Hanging]) -> None:
        self._rows = list(rows)

    @property
    def words(self) -> str:
        """All that they say."""
        return "\n".join(row.words for row in self._rows)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines at that width; no more than ``height`` of them."""
        strips = [strip for row in self._rows for strip in row.render_strips(width, None, style, options)]
        return strips if height is None else strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return max((row.get_optimal_width(rules, container_width) for row in self._rows), default=0)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The least width at which no word is broken."""
        return max((row.get_minimal_width(rules) for row in self._rows), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The lines at that width."""
        return sum(row.get_height(rules, width) for row in self._rows)


def _untorn(content: Content, width: int) -> Content:
    """Content in which what is tied begins a line of its own where it has no room on the one that is begun; what has
    no room on any line is broken as other words are.
    """
    found: list[Content] = []
    for line in content.split("\n", allow_blank=True):
        # Where a sign stands in the place of a tie, no line is broken.
        told = " ".join(word.replace(TIE, "-" if cell_len(word) <= width else " ") for word in line.plain.split(" "))
        *begun, last = line.divide(divide_line(told, width))
        found += [*(piece.rstrip() for piece in begun), last]
    whole = Content("\n").join(found)
    return Content(whole.plain.replace(TIE, " "), list(whole.spans))
