"""Content whose wrapped lines stand under its words, not under its box or bullet."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

LEAST = 2  # cells; below that Textual cannot break a line, and one wide letter would not fit


class Hanging(Visual):
    """Content of which the first ``indent`` cells hang in a margin of their own; safe at any width."""

    def __init__(self, content: Content, indent: int) -> None:
        self._lead = content[:indent]
        self._body = content[indent:]
        self._indent = indent

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self._lead.plain}{self._body.plain}"

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines at that width."""
        if not self._indent:
            return self._body.render_strips(max(LEAST, width), height, style, options)
        lead = self._lead.render_strips(self._indent, 1, style, options)
        margin = Strip([Segment(" " * self._indent, style.rich_style)], self._indent)
        body = self._body.render_strips(max(LEAST, width - self._indent), height, style, options)
        return [Strip.join([lead[0] if place == 0 and lead else margin, line]) for place, line in enumerate(body)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return self._indent + self._body.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The least width at which no word is broken."""
        return self._indent + self._body.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The lines at that width."""
        return self._body.get_height(rules, max(LEAST, width - self._indent))


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
