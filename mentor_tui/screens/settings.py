"""What the user chose about the program itself: one row a choice, changed at once and kept at once."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from mentor_tui.core.guard import one_line
from mentor_tui.core.settings import BY_KEY, EVERY, Setting, Settings
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.settings_file import Choices, shown
from mentor_tui.screens.ask import Ask, Reading
from mentor_tui.screens.bare import HELP, LOOK, BareScreen
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.rows import Row, Rows, words
from mentor_tui.widgets.text import join, lines, plain

NAME_ROOM = 24  # cells for what a choice is called
NARROW = 50  # cells of a page below which the values stand under it


class SettingsScreen(BareScreen):
    """The choices. ``choices`` keeps them."""

    AUTO_FOCUS = "#settings"
    OFFERS = (
        Command("change(1)", "right", "Next value", "The next value of the choice; Enter does the same", "Next", True),
        Command("change(-1)", "left", "Value before", "The value before", "Before", True),
        Command("leave", "escape,f12", "Back", "Back to where you were", "Back"),
        Command("undo_change", "ctrl+z", "Undo", "Take the last choice back", "Undo", first=True),
        HELP,
        LOOK,
    )

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.choices = choices

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("Settings", classes="head")
        yield Rows(id="settings")
        yield Static("Enter or Right changes, Left goes back. It holds at once.", classes="quiet")

    def on_mount(self) -> None:
        self.choices.listeners.append(self._show)

    def on_unmount(self) -> None:
        if self._show in self.choices.listeners:
            self.choices.listeners.remove(self._show)

    def on_resize(self) -> None:
        self._show()

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        self._show()

    def _show(self) -> None:
        if not self.is_mounted or not self.is_attached:
            return
        rows: list[Row] = []
        for setting in EVERY:
            rows += [
                _row(setting, self.choices.settings, narrow=self.size.width < NARROW),
                words(f"about {setting.key}", plain(setting.about, "dim"), 0),
            ]
            rows.append(words(f"gap {setting.key}", ""))
        path = self.choices.path
        where = f"They are kept in {shown(path)}, a text file." if path else "They hold until the program closes."
        self.query_one(Rows).set_rows([*rows, words("where", plain(where, "dim"))])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._change(event.row.key, 1)

    def action_change(self, by: int) -> None:
        """Go to another value of what is under the cursor."""
        row = self.query_one(Rows).row
        if row is not None and row.live:
            self._change(row.key, by)

    def _change(self, key: str, by: int) -> None:
        setting = BY_KEY[key]
        if setting.values:
            self._take(key, setting.stepped(self.choices.settings, by))
        else:
            self._ask_folder(setting)

    def _take(self, key: str, value: object) -> None:
        trouble = self.choices.change(key, value)
        if trouble:
            self.notify(trouble, severity="warning", timeout=10, markup=False)

    def _ask_folder(self, setting: Setting) -> None:
        def taken(line: str | None) -> None:
            if line is not None:
                self._take(setting.key, line.strip())

        hint = "Nothing is the home folder."
        value = str(setting.value(self.choices.settings))
        ask = Ask(setting.title, value, _folder, hint, drafts=Drafts(), place=setting.key, anew=True)
        self.app.push_screen(ask, taken)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self.choices.undo_label

    def action_undo_change(self) -> None:
        """Take the last choice back."""
        self.app.clear_notifications()
        self.notify(self.choices.undo(), timeout=3, markup=False)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        if self.is_current:
            self.app.pop_screen()


def _row(setting: Setting, settings: Settings, *, narrow: bool) -> Row:
    """A choice with what is chosen; where the values stand beside each other, each with its sign."""
    if setting.lists and setting.values:
        now = setting.value(settings)
        told = [f"({'x' if value == now else ' '}) {words}" for value, words in setting.values]
        value = plain("  ".join(told))
    else:
        value = plain(one_line(setting.told(settings)) or "the home folder")
    name = f"{setting.title}:\n" if narrow else f"{setting.title:<{NAME_ROOM}}"
    return Row(setting.key, join(lines(name, "bold"), value), True, indent=2 if narrow else NAME_ROOM)


def _folder(line: str) -> Reading:
    """Whether a line names a folder that is there."""
    if not line.strip():
        return True, "the home folder"
    try:
        there = Path(line.strip()).expanduser().is_dir()
    except (OSError, RuntimeError, ValueError):
        there = False
    return there, "" if there else "there is no such folder"
