"""MentorApp: theme, which screen comes when, and the palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget

from mentor_tui.clock import Clock
from mentor_tui.core.book import Change
from mentor_tui.core.guard import clean
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Mentorship
from mentor_tui.data.journal import NewerJournal, ReadOnly, reason
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.prompts.library import PackError, UnknownPack, load_pack
from mentor_tui.screens.base import BareScreen, GoTo
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.capture_bar import CaptureBar
from mentor_tui.widgets.commands import Commanded
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.mended import mend

FALLBACK_PACK = "isaps"
NOT_ON_DISK = "The last changes are NOT on disk yet. Wait until they are."
DARK = Theme(
    name="mentor-dark",
    primary="#5fafaf",
    accent="#5fafaf",
    secondary="#87afd7",
    foreground="#d8dee4",
    background="#14181c",
    surface="#1c2228",
    panel="#232a31",
    success="#87af87",
    warning="#e0b060",
    error="#e07070",
    dark=True,
)
LIGHT = Theme(
    name="mentor-light",
    primary="#006b6b",
    accent="#006b6b",
    secondary="#2a5a8a",
    foreground="#1c2228",
    background="#fbfbf9",
    surface="#f1f1ee",
    panel="#e6e6e2",
    success="#2f6b2f",
    warning="#8a5a00",
    error="#a02020",
    dark=False,
)


class MentorApp(App[None]):
    """The program: opens the mentorship that is asked for, or the list of them, or the set-up."""

    TITLE = "mentor-tui"
    ENABLE_COMMAND_PALETTE = True
    CSS = """
    ToastRack { margin: 0 0 4 0; }
    RadioSet > Option.-selected > .toggle--label { background: transparent; text-style: none; }
    RadioSet:focus > Option.-selected > .toggle--label { background: $accent 25%; text-style: bold; }
    """
    BINDINGS = [Binding("ctrl+q", "leave", "Close", show=False, priority=True)]  # noqa: RUF012

    def __init__(self, shelf: Shelf, clock: Clock, name: str | None = None, user_packs: Path | None = None) -> None:
        mend()
        super().__init__()
        self.shelf = shelf
        self.clock = clock
        self.user_packs = user_packs
        self._wanted = name
        self._desk: Desk | None = None
        self._warned: tuple[str, ...] = ()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def on_mount(self) -> None:
        names = self.shelf.names()
        if self._wanted is not None or len(names) == 1:
            self.open_mentorship(self._wanted or names[0])
        elif names:
            self.show_home()
        else:
            self.show_setup()

    def on_unmount(self) -> None:
        self.close_journal()

    async def on_event(self, event: events.Event) -> None:
        """Let no paste reach a field, nor the palette's, with what a terminal would obey."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)

    def close_journal(self) -> None:
        """Let go of the journal that is open."""
        if self._desk is not None:
            self._desk.journal.close()
            self._desk = None

    def load_pack(self, name: str) -> tuple[Pack, str]:
        """A pack by name; another one with the reason when it cannot be read."""
        try:
            return load_pack(name, self.user_packs), ""
        except (PackError, UnknownPack, OSError) as error:
            first = str(error).splitlines()[0]
            return load_pack(FALLBACK_PACK), f"The programme {name} cannot be read ({first}); ISAPS stands in for it."

    def open_mentorship(self, name: str) -> None:
        """Open a mentorship in its own screens; what is wrong with it is told on the list."""
        from mentor_tui.screens.prepare import PrepareScreen

        try:
            journal = self.shelf.open(name, self.clock)
        except (BrokenJournal, NewerJournal, OSError) as error:
            self.show_home(str(error))
            return
        self.close_journal()
        pack, trouble = self.load_pack(journal.book.mentorship.pack)
        self._desk = Desk(journal, pack, self.clock, trouble=trouble)
        self._show(PrepareScreen(self._desk))
        if journal.book.live is not None:
            self._go(self._desk, "session", journal.book.live.id)

    def show_home(self, trouble: str = "") -> None:
        """The list of mentorships."""
        from mentor_tui.screens.home import HomeScreen

        self.close_journal()
        self._show(HomeScreen(self.shelf, self.clock, self.load_pack, trouble))

    def show_setup(self) -> None:
        """Set up a new mentorship."""
        from mentor_tui.screens.setup import SetupScreen

        def keep(mentorship: Mentorship) -> str:
            try:
                journal = self.shelf.create(mentorship, self.clock)
            except OSError as error:
                return f"It could not be kept: {reason(error)}"
            journal.close()
            made.append(journal.name)
            return ""

        def left(kept: bool | None) -> None:
            if kept:
                self.open_mentorship(made[0])
            elif not self.shelf.names():
                self.exit()

        made: list[str] = []
        self.push_screen(SetupScreen(self.clock, self.load_pack, self.user_packs, keep), left)

    def _show(self, screen: Screen[None]) -> None:
        """Put ``screen`` in the place of all that are open."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def action_leave(self) -> None:
        """Close the program; asks for the key once more while something would be lost."""
        for screen in self.screen_stack:
            for card in screen.query(AnswerCard):
                card.keep()
        loss = self._loss()
        if loss and loss != self._warned:
            self._warned = loss
            self.notify(loss[0], severity="warning", timeout=8)
            return
        self.exit()

    def _loss(self) -> tuple[str, ...]:
        """What closing now would lose: words for it, and the lines themselves; empty when all is on disk."""
        if self._unsaved():
            return (f"{NOT_ON_DISK} Ctrl+Q again closes and loses them.",)
        places = (place for screen in self.screen_stack for place in (screen, *screen.query(CaptureBar)))
        lines = [text for place in places if (text := getattr(place, "unkept", "")).strip()]
        lines += [self._desk.draft] if self._desk is not None and self._desk.draft else []
        return ("Something is typed and not kept yet. Ctrl+Q again leaves it.", *lines) if lines else ()

    def _unsaved(self) -> bool:
        """Whether changes wait for the disk, after one more try to write them."""
        return self._desk is not None and not self._desk.journal.retry()

    def on_go_to(self, event: GoTo) -> None:
        """A screen asks for another place."""
        match event.place:
            case "home" | "mentorship" | "setup" if self._unsaved():
                self.notify(NOT_ON_DISK, severity="warning", timeout=8)
            case "home":
                self.show_home()
            case "setup":
                self.show_setup()
            case "mentorship":
                self.open_mentorship(event.key)
            case "edit":
                self.edit_mentorship()
            case _ if self._desk is not None:
                self._go(self._desk, event.place, event.key)

    def _go(self, desk: Desk, place: str, session_id: str) -> None:
        """A place of the open mentorship; prepare is always the one below."""
        from mentor_tui.screens.prepare import PrepareScreen
        from mentor_tui.screens.session import SessionScreen
        from mentor_tui.screens.wrapup import WrapUpScreen

        while not isinstance(self.screen, PrepareScreen) and len(self.screen_stack) > 1:
            self.pop_screen()
        if place == "session":
            self.push_screen(SessionScreen(desk, session_id))
        elif place == "wrap-up":
            self.push_screen(WrapUpScreen(desk, session_id))

    def edit_mentorship(self) -> None:
        """Change what the set-up asked."""
        from mentor_tui.screens.setup import SetupScreen

        desk = self._desk
        if desk is None:
            return

        def keep(mentorship: Mentorship) -> str:
            try:
                desk.do(Change("change the mentorship", (mentorship,)))
            except ReadOnly as error:
                return f"{error}."
            desk.pack, desk.trouble = self.load_pack(mentorship.pack)
            return ""

        self.push_screen(SetupScreen(self.clock, self.load_pack, self.user_packs, keep, desk.mentorship))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the commands of the screen and its widgets, and closing."""
        if isinstance(screen, BareScreen):
            seen: set[str] = set()
            for place in screen.commanded:
                for command in place.OFFERS:
                    if command.action not in seen:
                        seen.add(command.action)
                        keys = f" ({command.shown_keys})" if command.keys else ""
                        yield SystemCommand(command.title, command.help + keys, _run(place, command.action))
        yield SystemCommand("Close the program", "Everything is saved (Ctrl+Q)", self.action_leave)


def _run(place: Commanded, action: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        if isinstance(place, Widget):
            await place.app.run_action(action, place)

    return run
