"""What every screen of an open mentorship shares: its commands, undo, the saved state and the small dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.core import meeting
from mentor_tui.core.book import Change
from mentor_tui.core.dates import parse_due, show_date_long
from mentor_tui.core.records import Action, ActionState, Goal, Lane, Lead, Note, Record, touch
from mentor_tui.data.journal import ReadOnly
from mentor_tui.screens.ask import Ask, Reading
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.in_order import caught_up
from mentor_tui.widgets.key_footer import KeyFooter
from mentor_tui.widgets.rows import RecordRows, Rows
from mentor_tui.widgets.session_head import ProgressLine, ProgressPanel
from mentor_tui.widgets.typing_area import TypingArea

R = TypeVar("R", bound=Record)

NARROW, MIDDLE, WIDE = 40, 70, 110
LOWEST, TALL = 12, 26
LINE_SIGNS = "↵⏎↩␤"

HELP = Command("show_help", "f1", "Help", "All keys and how to type a line", "Help", first=True)
LOOK = Command("switch_look", "", "Light or dark", "Change between the light and the dark look")
COMMON = (
    HELP,
    Command("undo_change", "ctrl+z", "Undo", "Take back typing, or the last change", "Undo", first=True),
    Command("redo_change", "ctrl+y,ctrl+shift+z", "Redo", "Make again what was undone", first=True),
    Command("hide_private", "alt+h", "Hide or show private lines", "Private lines say nothing", first=True),
    LOOK,
)


class GoTo(Message):
    """Asks the app for another place: home, setup, a mentorship, a session, its wrap-up, prepare, or the backups."""

    def __init__(self, place: str, key: str = "") -> None:
        super().__init__()
        self.place = place
        self.key = key


class TooSmall(Static):
    """Covers the screen while the terminal is too small to work in; what is typed still goes where it went."""

    DEFAULT_CSS = """
    TooSmall { layer: top; dock: top; display: none; width: 100%; height: 100%; background: $background; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(
            f"This window is too small. Make it at least {NARROW} wide and {LOWEST} high.\n"
            "Nothing is lost: the session goes on behind this.",
            markup=False,
        )


class BareScreen(Commanded, Screen[Any]):
    """A screen with commands, a footer and a word when the terminal is too small."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (NARROW, "-narrow"),
        (MIDDLE, "-middle"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LOWEST, "-short"), (TALL, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    BareScreen {
        layers: base top;
        &.-tiny TooSmall, &.-flat TooSmall { display: block; }
        & .head { height: 1; padding: 0 1; background: $boost; text-style: bold; }
        & .quiet { color: $text-muted; padding: 0 1; }
        & Footer { background: transparent; }
        &.-narrow FooterKey.-command-palette, &.-tiny FooterKey.-command-palette { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield KeyFooter(compact=True, show_command_palette=True)
        yield TooSmall()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    @property
    def commanded(self) -> list[Commanded]:
        """The screen and its widgets that have commands and are on view."""
        widgets = (widget for widget in self.query(Widget) if isinstance(widget, Commanded) and widget.display)
        return [self, *widgets]

    def action_show_help(self) -> None:
        """Open the help."""
        from mentor_tui.screens.help import Help

        self.app.push_screen(Help(self.commanded))

    def action_switch_look(self) -> None:
        """The other of the two looks."""
        self.app.theme = "mentor-light" if self.app.current_theme.dark else "mentor-dark"


class DeskScreen(BareScreen):
    """A screen of an open mentorship."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def on_mount(self) -> None:
        self.desk.journal.listeners.append(self._changed)
        self.desk.journal.save_listeners.append(self._saved)
        self.set_interval(5, self._retry)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_saved)

    def on_unmount(self) -> None:
        for listeners, mine in (
            (self.desk.journal.listeners, self._changed),
            (self.desk.journal.save_listeners, self._saved),
        ):
            if mine in listeners:
                listeners.remove(mine)

    def on_screen_resume(self) -> None:
        self.sync()

    def sync(self) -> None:
        """Show what the journal holds now."""

    def action_hide_private(self) -> None:
        """Keep private lines from a shared screen, or show them again."""
        self.desk.hides_private = not self.desk.hides_private
        self.sync()
        self.notify("Private lines are hidden." if self.desk.hides_private else "Private lines are shown.", timeout=3)

    def _changed(self) -> None:
        if self.is_current or self.app.screen.is_modal:
            self.sync()

    def _saved(self) -> None:
        """A write has ended: what it has to tell is told by the screen on top."""
        journal = self.desk.journal
        if self.is_current or self.app.screen.is_modal:
            while journal.notices:
                self.notify(journal.notices.pop(0), severity="warning", timeout=15, markup=False)
            self.show_saved()

    def show_saved(self) -> None:
        """Show whether all is on disk. The widgets may be going just then."""
        for line in (*self.query(ProgressPanel), *self.query(ProgressLine)):
            line.show()

    def _retry(self) -> None:
        if self.desk.journal.trouble:
            self.desk.journal.retry()

    def do(self, change: Change | None) -> bool:
        """Make a change; whether it was made."""
        try:
            self.desk.do(change)
        except ReadOnly as error:
            self.notify(error.sentence, severity="warning", markup=False)
            return False
        return True

    async def action_undo_change(self) -> None:
        """Take back typing while there is text in the field, the last change otherwise."""
        await caught_up(self.app)
        if isinstance(self.focused, TypingArea) and (self.focused.text or self.focused.history.undo_stack):
            self.focused.undo()
            return
        self._again(self.desk.journal.undo, "Undone", "Nothing to undo")

    async def action_redo_change(self) -> None:
        """Make again what was undone, in the same order of preference."""
        await caught_up(self.app)
        if isinstance(self.focused, TypingArea) and self.focused.text:
            self.focused.redo()
            return
        self._again(self.desk.journal.redo, "Done again", "Nothing to redo")

    def _again(self, step: Callable[[], str | None], word: str, none: str) -> None:
        try:
            label = step()
        except ReadOnly as error:
            self.notify(error.sentence, severity="warning", markup=False)
            return
        self.notify(f"{word}: {label}" if label else none, timeout=3, markup=False)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.chosen(event)

    def chosen(self, event: Rows.Chosen) -> None:
        """A row was chosen: an action is ticked, a kept question marked asked."""
        now, record = self.desk.now(), event.row.record and self.fresh(event.row.record)
        if isinstance(record, Action):
            state = ActionState.done if record.state is ActionState.open else ActionState.open
            self.do(meeting.close_action(record, state, now))
        elif isinstance(record, Note):
            self.do(meeting.ask_done(record, now))

    def on_record_rows_wants(self, event: RecordRows.Wants) -> None:
        event.stop()
        self.wanted(event.what, self.fresh(event.record))

    def fresh(self, record: R) -> R:
        """The record as it stands now: a key or a dialog may have changed it since its row was drawn."""
        return self.desk.book.get(type(record), record.id) or record

    def wanted(self, what: str, record: Record) -> None:
        """What a row's keys ask for."""
        now = self.desk.now()
        match what, record:
            case "delete", Note() | Action() | Goal():
                self.do(meeting.delete(record, now))
            case "action", Note():
                self.do(meeting.note_to_action(record, now))
            case "drop", Action():
                state = ActionState.open if record.state is ActionState.dropped else ActionState.dropped
                self.do(meeting.close_action(record, state, now))
            case "owner", Action():
                owners = [Lead.mentor, Lead.mentee, Lead.both, None]
                self.do(meeting.give_action(record, owners[(owners.index(record.owner) + 1) % len(owners)], now))
            case "move", Action():
                self._ask_due(record)
            case "edit", Note() | Action():
                self.edit(record)
            case _:
                self.notify("That key is for another kind of line.", timeout=3)

    def edit(self, record: Note | Action) -> None:
        """Ask for other words for a note or an action."""
        if self.says_hidden(record):
            return

        # The field is one line: a sign that the text does not hold stands for the ends of its lines.
        sign = next((sign for sign in LINE_SIGNS if sign not in record.text), LINE_SIGNS[0])
        value = record.text.replace("\n", sign)

        def taken(text: str) -> bool:
            if text == value:
                return True
            now, old = self.desk.now(), self.fresh(record)
            return self.do(meeting.replace(old, touch(old, now, text=text.strip().replace(sign, "\n")), now))

        hint = f"{sign} ends a line." if sign in value else ""
        self.ask("What it should say", value, hint=hint, place=f"edit {record.id}", taken=taken)

    def ask(
        self,
        title: str,
        value: str,
        read: Callable[[str], Reading] | None = None,
        hint: str = "",
        *,
        place: str,
        taken: Callable[[str], bool],
    ) -> None:
        """Ask for a line and hand it to ``taken``; until that says that it is kept, it is a draft at ``place``."""

        def given(text: str | None) -> None:
            if text is None or taken(text):
                self.desk.drafts.drop(place)

        self.app.push_screen(Ask(title, value, read, hint, drafts=self.desk.drafts, place=place), given)

    def says_hidden(self, record: Note | Action) -> bool:
        """Whether a record is hidden now; says so when it is."""
        hidden = self.desk.hides_private and record.lane is Lane.mine
        if hidden:
            self.notify("It is private and hidden. Alt+H shows it.", timeout=4)
        return hidden

    def _ask_due(self, action: Action) -> None:
        def taken(text: str) -> bool:
            due = parse_due(text, self.desk.today) if text.strip() else None
            return self.do(meeting.move_action(self.fresh(action), due, self.desk.now()))

        value = action.due.isoformat() if action.due else ""
        hint = "fri, in 2 weeks, 30 nov. Nothing takes the date away."
        title = f"By when: {self.desk.words_of(action)}"
        self.ask(title, value, self.read_due, hint, place=f"due {action.id}", taken=taken)

    def read_due(self, text: str) -> tuple[bool, str]:
        """Whether a due date can be read from ``text``, and which."""
        if not text.strip():
            return True, "no date"
        due = parse_due(text, self.desk.today)
        return (False, "not a date yet") if due is None else (True, show_date_long(due))
