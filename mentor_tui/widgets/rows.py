"""A list of rows that are read, ticked, chosen or edited: the one list of the program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mentor_tui.core.records import Record
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.hanging import Hanging
from mentor_tui.widgets.in_order import passed_up
from mentor_tui.widgets.text import plain


class Act(NamedTuple):
    """What choosing a row does, where it holds no record: ``screens/acts.py`` says how each is done.

    ``key`` is what it is done to; ``about`` and ``place`` (a session, an occasion) are what else has to be known.
    """

    verb: str
    key: str = ""
    about: str = ""
    place: str | None = None


class Row(NamedTuple):
    """One row. ``key`` tells it apart; a row that is not ``live`` is only read (a heading, a line of words)."""

    key: str
    content: Content
    live: bool = False
    record: Record | None = None
    indent: int = 0
    act: Act | None = None

    @property
    def visual(self) -> Hanging:
        """What the list shows: wrapped lines stand under the words when there is an ``indent``."""
        return Hanging(self.content, self.indent)

    def same(self, other: Row) -> bool:
        """Whether the two look and act alike; ``==`` on content leaves its styles out."""
        return self is other or (
            self.key == other.key
            and self.live == other.live
            and self.record == other.record
            and self.indent == other.indent
            and self.act == other.act
            and self.content.is_same(other.content)
        )


def heading(text: str) -> Row:
    """The heading of the rows below it."""
    return Row(f"heading {text}", plain(text, "bold $text-accent"))


def words(key: str, content: Content | str, indent: int = 0) -> Row:
    """A line that is only read."""
    return Row(key, plain(content) if isinstance(content, str) else content, indent=indent)


def section(title: str, rows: list[Row], empty: str = "") -> list[Row]:
    """Rows under a heading, with a gap above it; nothing for none, or the words for it."""
    if not rows and not empty:
        return []
    told = rows or [words(f"empty {title}", Content.styled(empty, "dim"))]
    return [words(f"gap {title}", ""), heading(title), *told]


class Rows(OptionList):
    """Rows with a cursor. The cursor stays on its row when the rows change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "Choose", show=False)]
    DEFAULT_CSS = """
    Rows {
        border: none; padding: 0 1; background: transparent; height: 1fr; scrollbar-size-vertical: 1;
        &:focus { border: none; background: transparent; background-tint: transparent; }
        & > .option-list--option { padding: 0; }
        & > .option-list--option-disabled { color: $foreground; }
        & > .option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
        &:focus > .option-list--option-highlighted {
            background: $accent 25%; color: $foreground; text-style: bold;
        }
    }
    """

    class Chosen(Message):
        """A live row was chosen with Enter, Space or the mouse."""

        def __init__(self, rows: Rows, row: Row) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> Rows:
            """The list it was chosen in."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._rows: list[Row] = []
        self._sought = False  # whether the cursor's row is to be on view after the next refresh

    def on_show(self) -> None:
        # Counted only while it is drawn, its lines would have the page laid out once more.
        self._update_lines()

    @property
    def rows(self) -> list[Row]:
        """The rows as they stand."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        place = self.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def set_rows(self, rows: Iterable[Row], *, at_end: bool = False, at_start: bool = False) -> None:
        """Show these rows; ``at_end`` puts the cursor on the last one when rows were added, ``at_start`` on the first.

        Else it stays on its row, and so does the view; a row under the cursor that is on view stays so.
        """
        fresh = list(rows)
        old, place = self.row, self.highlighted
        before, self._rows = self._rows, fresh
        grew = len(fresh) > len(before)
        alike = len(fresh) >= len(before) and all(
            row is was or (row.key == was.key and row.live == was.live) for was, row in zip(before, fresh, strict=False)
        )
        if alike and (not grew or (before and not at_start)):
            self._follow(before, fresh)
            if grew and at_end:
                self._go_to_end()
            elif at_start:
                self.action_first()
            return
        top = 0 if at_start else self.scroll_offset.y
        self._sought = self._on_view and not at_start
        options = [Option(row.visual, disabled=not row.live) for row in fresh]
        # Without rows in between: then the scroll bar would go, and come again.
        self.set_options(options) if options else self.clear_options()
        self._place_cursor(old.key if old and not at_start and not (at_end and grew) else None, at_end, place)
        if at_end:
            self.call_after_refresh(self.scroll_end, animate=False)
        else:
            self.call_after_refresh(self._back_to, top, self.highlighted)

    def _follow(self, before: list[Row], fresh: list[Row]) -> None:
        """Show rows of which the first are those that are shown ``before``, changed or not."""
        for place, (was, row) in enumerate(zip(before, fresh, strict=False)):
            if row is not was and not was.same(row):
                self.replace_option_prompt_at_index(place, row.visual)
        self.add_options([Option(row.visual, disabled=not row.live) for row in fresh[len(before) :]])
        self._update_lines()  # as in ``on_show``
        if self.highlighted is None:
            self._place_cursor(None, at_end=False)

    def _go_to_end(self) -> None:
        """Put the cursor on the last row and the end on view, in the picture that shows what was added."""
        wide = self.show_vertical_scrollbar
        self._place_cursor(None, at_end=True)
        self.scroll_end(animate=False, immediate=True)
        if not self.size or wide != self.show_vertical_scrollbar:
            # Not laid out yet, or about to be: the lines may wrap in another way then.
            self.call_after_refresh(self.scroll_end, animate=False)

    @property
    def _on_view(self) -> bool:
        """Whether the row under the cursor is on view, at least in part."""
        lines = self.cursor_lines
        seen = range(self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height)
        return lines is not None and lines.start < seen.stop and seen.start < lines.stop

    @property
    def cursor_lines(self) -> range | None:
        """The lines of the list that the row under the cursor takes; None where there is none, or none is laid out."""
        place = self.highlighted
        line = self._index_to_line.get(place) if place is not None else None
        return range(line, line + self._heights[place]) if place is not None and line is not None else None

    def _back_to(self, top: int, placed: int | None) -> None:
        """Scroll back to where the view was, but not away from a cursor that was on view, or was moved since."""
        self.scroll_to(y=top, animate=False, immediate=True)
        if self._sought or self.highlighted != placed:
            self.scroll_to_highlight()

    def _place_cursor(self, key: str | None, at_end: bool, near: int | None = None) -> None:
        """Put the cursor on the row ``key``; where it is gone, on the one that came into its place ``near``."""
        live = self._live
        keyed = next((place for place in live if self._rows[place].key == key), None)
        if keyed is None and live:
            if at_end:
                keyed = live[-1]
            elif key is not None and near is not None:
                keyed = next((place for place in live if place >= near), live[-1])
            else:
                keyed = live[0]
        self.highlighted = keyed

    @property
    def _live(self) -> list[int]:
        """The places of the rows that can be chosen."""
        return [place for place, row in enumerate(self._rows) if row.live]

    def action_cursor_down(self) -> None:
        """The next row; behind the last one, down to the end of what is only read."""
        if self.highlighted in self._live[-1:] and self.scroll_offset.y < self.max_scroll_y:
            self.scroll_end(animate=False)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """The row before; above the first one, up to the beginning of what is only read."""
        if self.highlighted in self._live[:1] and self.scroll_offset.y > 0:
            self.scroll_home(animate=False)
        else:
            super().action_cursor_up()

    def action_last(self) -> None:
        """The last row, and the end of what is only read."""
        super().action_last()
        self.call_after_refresh(self.scroll_end, animate=False)

    def action_first(self) -> None:
        """The first row, and the beginning of what is only read."""
        super().action_first()
        self.call_after_refresh(self.scroll_home, animate=False)

    def action_page_down(self) -> None:
        """A page on; at the last row, the end of what is only read."""
        if self.highlighted in self._live[-1:]:
            self.scroll_end(animate=False)
        else:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def keep_end(self) -> None:
        """Stay at the end through a change of size, when the list stands there."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.call_after_refresh(self.scroll_end, animate=False)

    def go_to(self, key: str) -> None:
        """Put the cursor on a row, and the row on view."""
        self._place_cursor(key, at_end=False)
        self._sought = True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.row is not None and self.row.live:
            self.post_message(self.Chosen(self, self.row))


_FEED_LABELS = {"want('edit')": "Edit", "want('action')": "To action", "want('delete')": "Delete"}


class RecordRows(Commanded, Rows):
    """Rows in which a record can be moved, dropped, given an owner, deleted or turned into an action."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("want('move')", "m", "Move the action's date", "Another due date for the action"),
        Command("want('owner')", "o", "Change the action's owner", "Mentor, mentee, both or nobody"),
        Command("want('drop')", "x", "Drop the action", "Drop the action at once, or take it up again"),
        Command("want('why')", "r", "Say why it was dropped", "The reason for which an action was dropped"),
        Command("want('edit')", "e", "Edit the line", "Change the wording of what is under the cursor"),
        Command("want('action')", "a", "Turn the note into an action", "The note becomes an action"),
        Command("want('delete')", "delete,backspace", "Delete the line", "Delete the line; undo brings it back"),
    )

    class Wants(Message):
        """Something is to be done with the record of a row."""

        def __init__(self, rows: Rows, what: str, record: Record) -> None:
            super().__init__()
            self.rows = rows
            self.what = what
            self.record = record

    async def action_want(self, what: str) -> None:
        """Hand the wish to the screen, and wait until it is met: the next key may belong to a dialog."""
        if self.row is not None and self.row.record is not None:
            self.post_message(self.Wants(self, what, self.row.record))
            await passed_up(self)


class FeedRows(RecordRows):
    """What was captured; its keys stand in the footer while it has the focus."""

    # As high as the page says, however many rows there are: a row more lays nothing out anew.
    virtual_size = Reactive(Size(0, 0))

    OFFERS = tuple(command._replace(footer=_FEED_LABELS.get(command.action, "")) for command in RecordRows.OFFERS)
