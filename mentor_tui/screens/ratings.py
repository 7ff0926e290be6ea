"""A set of ratings: its lines with their levels on each occasion side by side, and what changed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mentor_tui.core import ratings
from mentor_tui.core.records import Lane
from mentor_tui.core.sheets import Line, RatingSet
from mentor_tui.screens import acts
from mentor_tui.screens.bare import COMMON, WIDE
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.ways import WAYS
from mentor_tui.widgets import sheet_shapes
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.head import Head
from mentor_tui.widgets.rows import Row, Rows, heading, words
from mentor_tui.widgets.text import join, lines, plain


class RatingRows(Commanded, Rows):
    """The lines with their keys."""

    OFFERS = (
        Command("screen.level(1)", "1", "The lowest level", "Give the line the lowest level"),
        Command("screen.level(2)", "2", "The second level", "Give the line the second level"),
        Command("screen.level(3)", "3", "The third level", "Give the line the third level"),
        Command("screen.level(4)", "4", "The fourth level", "Give the line the fourth level"),
        Command("screen.level(5)", "5", "The fifth level", "Give the line the fifth level"),
        Command("screen.level(0)", "0,delete,backspace", "No level", "Take the level away"),
        Command("screen.other(1)", "right", "The next occasion", "Rate for the next occasion", "Later"),
        Command("screen.other(-1)", "left", "The occasion before", "Rate for the occasion before", "Earlier"),
    )


class RatingsScreen(DeskScreen):
    """One set of ratings."""

    CSS_PATH = "ratings.tcss"
    AUTO_FOCUS = "#ratings"
    OFFERS = (
        Command("leave", "escape", "Back", "Back to where you were", "Back"),
        *COMMON,
        *WAYS,
    )

    def __init__(self, desk: Desk, found: RatingSet) -> None:
        super().__init__(desk)
        self.found = found
        self.subject = found.key
        self.occasion = ratings.occasion_now(desk.pack, desk.book, found, desk.today)

    def body(self) -> ComposeResult:
        """The head and the lines."""
        yield Head(id="ratings-head")
        yield Static("", id="ratings-columns", markup=False)
        yield RatingRows(id="ratings")

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync)

    @property
    def _wide(self) -> bool:
        return self.size.width >= WIDE

    @property
    def _room(self) -> int:
        """Cells for the words of a line, beside its columns."""
        shown = sheet_shapes.rating_occasions(self.desk, self.found, self.occasion)
        return max(20, self.size.width - 4 - sheet_shapes.LEVEL_ROOM * len(shown) - 8)

    def sync(self) -> None:
        desk, found = self.desk, self.found
        count = f"{ratings.rated(desk.book, found, self.occasion)} of {len(found.rated)}"
        private = "   only you see this" if found.lane is Lane.mine else ""
        title = found.title
        self.query_one("#ratings-head", Head).say(
            f"{title}   {self.occasion}: {count}{private}", f"{title}   {count}{private}", f"{title}{private}"
        )
        self.query_one("#ratings-columns", Static).update(self._columns())
        self.query_one("#ratings", RatingRows).set_rows(self._rows())

    def _columns(self) -> Content:
        shown = sheet_shapes.rating_occasions(self.desk, self.found, self.occasion)
        if not self._wide:
            return plain(f"Rating for: {self.occasion}", "bold $text-accent")
        cells = [
            plain(each, "bold $text-accent" if each == self.occasion else "bold").truncate(
                sheet_shapes.LEVEL_ROOM, ellipsis=True, pad=True
            )
            for each in shown
        ]
        return join(" " * (self._room + 1), *cells, plain("change", "bold dim"))

    def _rows(self) -> list[Row]:
        desk, found = self.desk, self.found
        levels = ", ".join(f"{number} {word}" for number, word in enumerate(found.levels, 1))
        rows = [
            words("intro", lines(found.intro, "dim")),
            words("levels", plain(f"{levels}; Enter gives the next one", "dim")),
        ]
        for part in found.parts:
            rows += [words(f"gap {part.key}", ""), heading(part.title)]
            rows += [words(f"intro {part.key}", lines(part.intro, "dim"))] if part.intro else []
            for line in part.lines:
                if part.in_words:
                    rows.append(sheet_shapes.words_row(desk, found, line, self.occasion))
                elif self._wide:
                    rows.append(sheet_shapes.rating_columns(desk, found, line, self.occasion, self._room))
                else:
                    rows.append(sheet_shapes.rating_row(desk, found, line, self.occasion, in_full=True))
        return [*rows, *self._summary()]

    def _summary(self) -> list[Row]:
        """What stands at the highest and at the lowest level on this occasion."""
        desk, found = self.desk, self.found
        if found.lane is Lane.mine:
            return []
        rows = []
        for title, level in (("Strengths", len(found.levels)), ("To develop", 1)):
            names = [
                line.text.partition(sheet_shapes.DASH)[0]
                for line in ratings.at_level(desk.book, found, self.occasion, level)
            ]
            if names:
                told = join(plain(f"{title} ({found.levels[level - 1]}): ", "bold"), plain(", ".join(names)))
                rows.append(words(f"summary {title}", told))
        return [words("gap summary", ""), *rows] if rows else []

    @property
    def line(self) -> Line | None:
        """The line under the cursor, when it gets a level."""
        row = self.query_one("#ratings", RatingRows).row
        return next((line for line in self.found.rated if row is not None and line.key == row.key), None)

    def action_level(self, level: int) -> None:
        """Give the line under the cursor a level."""
        if self.line is not None and level <= len(self.found.levels):
            acts.set_level(self, self.found, self.line, self.occasion, level)

    def action_other(self, by: int) -> None:
        """Rate for another occasion."""
        shown = sheet_shapes.rating_occasions(self.desk, self.found, self.occasion)
        place = shown.index(self.occasion) + by
        if 0 <= place < len(shown):
            self.occasion = shown[place]
            self.sync()

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
