"""What every screen shares: its commands, its footer, the help, and a word when the terminal is too small."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.in_order import passed_by
from mentor_tui.widgets.key_footer import KeyFooter

NARROW, MIDDLE, WIDE = 40, 70, 110
LOWEST, TALL = 12, 26

HELP = Command("show_help", "f1", "Help", "All keys and how to type a line", "Help", first=True)
LOOK = Command("switch_look", "", "Light or dark", "Change between the light and the dark look")
SETTINGS = Command("open_settings", "f12", "Settings", "Look, dates, clock, session, exports", first=True)
COMMON = (
    HELP,
    Command("undo_change", "ctrl+z", "Undo", "Take back typing, or the last change", "Undo", first=True),
    Command("redo_change", "ctrl+y,ctrl+shift+z", "Redo", "Make again what was undone", first=True),
    Command("hide_private", "alt+h", "Hide or show private lines", "Private lines say nothing", first=True),
    SETTINGS,
    LOOK,
)


class GoTo(Message):
    """Asks the app for another place: home, setup, a mentorship, a session, its wrap-up, prepare, the backups, the
    settings; or for the other look.

    ``at`` is the id of the record to be shown in a mentorship.
    """

    def __init__(self, place: str, key: str = "", at: str = "") -> None:
        super().__init__()
        self.place = place
        self.key = key
        self.at = at


class TooSmall(Static):
    """Covers the screen while the terminal is too small to work in; what is typed still goes where it went."""

    DEFAULT_CSS = """
    TooSmall { layer: top; dock: top; display: none; width: 100%; height: 100%; background: $background; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(
            f"This window is too small. Make it at least {NARROW} wide and {LOWEST} high.\n"
            "Nothing is lost: the page goes on behind this.",
            markup=False,
        )


class Seen(Screen[Any]):
    """A screen that is laid out and drawn only when that can be seen.

    Textual also draws while it shows nothing, as during a start, and throws the picture away; and it takes the screen
    below a page for one that shines through it: with each of its changes the page would be drawn anew. Of a screen that
    was asked for as a whole and laid out, too, it draws the whole twice.
    """

    @property
    def is_current(self) -> bool:
        """Whether it is on view: of the screens below only what has nothing but dialogs above it."""
        stack = self.app.screen_stack if self.is_attached else []
        return next((screen for screen in reversed(stack) if not screen.is_modal), None) is self or self in stack[-1:]

    def _compositor_refresh(self) -> None:
        if not self.app._batch_count:
            is_whole = self is self.app.screen and self._compositor.size.region in self._compositor._dirty_regions
            super()._compositor_refresh()
            if is_whole:
                self._repaint_required = False


class Ground(Seen):
    """What is below all pages. It shows nothing, so it is not styled for the size that the terminal has."""

    HORIZONTAL_BREAKPOINTS = []  # noqa: RUF012

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """No page is on view, or none yet."""
        event.refresh_styles = False


class BareScreen(Commanded, Seen):
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
        & .head {
            height: 1; padding: 0 1; background: $boost; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis;
        }
        & .quiet { color: $text-muted; padding: 0 1; }
    }
    """

    MAIN_KEY = ""
    """The action whose key stands first in the line of keys, before those of the list."""

    _resumed = False
    _made_for = Size(0, 0)

    def compose(self) -> ComposeResult:
        # From Python 3.12 on Textual makes a page's widgets, and styles them, before it reads the page's own sheet.
        self.app._load_screen_css(self)
        self._made_for = self.app.size
        # What Textual would learn after the first layout, so that no widget is styled and laid out twice.
        for size, breakpoints in (
            (self.app.size.width, self.HORIZONTAL_BREAKPOINTS),
            (self.app.size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max((least, name) for least, name in breakpoints if least <= size)[1], update=False)
        yield from self.body()
        yield KeyFooter(palette_from=MIDDLE)
        yield TooSmall()

    def is_resized(self) -> bool:
        """Whether the page has another size than it was made for, or had when this was asked last."""
        before, self._made_for = self._made_for, self.app.size
        return before != self.app.size

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """The page is on view, for the first time or again."""
        if not self._resumed:
            self._resumed = True
            # Its widgets were styled as they were made. Of the page itself the sheet may have come after it.
            event.refresh_styles = False
            self.app.stylesheet.apply(self)

    def on_key(self, event: events.Key) -> None:
        """A key goes up from this page."""
        passed_by(self, event)

    @property
    def commanded(self) -> list[Commanded]:
        """The screen and its widgets that have commands and are on view."""
        widgets = (widget for widget in self.query(Widget) if isinstance(widget, Commanded) and widget.display)
        return [self, *widgets]

    def action_show_help(self) -> None:
        """Open the help."""
        from mentor_tui.screens.help import Help

        self.app.push_screen(Help(self.commanded, line_first=bool(self.query("CaptureBar"))))

    def action_switch_look(self) -> None:
        """The other of the two looks."""
        self.post_message(GoTo("look"))

    def action_open_settings(self) -> None:
        """What the user chose about the program itself."""
        self.post_message(GoTo("settings"))

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None for nothing."""
        return None

    @property
    def redo_label(self) -> str | None:
        """What redo would make again; None for nothing."""
        return None
