"""MentorApp: theme, which screen comes when, and the palette."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual.app import SystemCommand
from textual.screen import Screen

from mentor_tui.clock import Clock
from mentor_tui.core.book import Change
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Mentorship
from mentor_tui.core.settings import Settings
from mentor_tui.data.drafts import Drafts
from mentor_tui.data.faults import reason
from mentor_tui.data.journal import ReadOnly
from mentor_tui.data.settings_file import Choices
from mentor_tui.data.shelf import Shelf
from mentor_tui.data.storage import BrokenJournal
from mentor_tui.kept_app import KeptApp
from mentor_tui.prompts.loading import load_or_stand_in, pack_names
from mentor_tui.screens.bare import BareScreen, GoTo, Ground
from mentor_tui.screens.base import DeskScreen
from mentor_tui.traces import FOLDER, Reporter
from mentor_tui.widgets.desk import AWAY, AWAY_TOLD, Desk
from mentor_tui.widgets.mended import mend
from mentor_tui.widgets.messages import CSS as MESSAGES
from mentor_tui.widgets.messages import Messages
from mentor_tui.widgets.themes import DARK, LIGHT
from mentor_tui.widgets.waiting import NEW, put_back, rescue, waiting

if TYPE_CHECKING:
    from mentor_tui.data.overview import Overview

SESSION_SHEET = Path(__file__).parent / "screens/session.tcss"
PROMPT = 0.010  # seconds: a quick disk works no longer, and one picture shows a line and that it is saved

SHEET = """
/* A bar that takes room where there is none would come and go for ever. */
Screen.-tiny, Screen.-tiny *, Screen.-flat { scrollbar-size: 0 0; }
SearchIcon { display: none; }
ProgressLine.-trouble { height: auto !important; max-height: 4 !important; }
Option > .toggle--button { color: $foreground; background: transparent; }
Option.-on > .toggle--button { color: $accent; background: transparent; text-style: bold; }
RadioSet > Option.-selected > .toggle--label { background: transparent; text-style: none; }
RadioSet:focus > Option.-selected > .toggle--label { background: $accent 25%; text-style: bold; }
"""


class MentorApp(KeptApp):
    """The program: opens the mentorship that is asked for, or the list of them, or the set-up."""

    TITLE = "mentor-tui"
    HORIZONTAL_BREAKPOINTS = BareScreen.HORIZONTAL_BREAKPOINTS  # for dialogs too
    ENABLE_COMMAND_PALETTE = True
    CSS = MESSAGES + SHEET

    def __init__(
        self,
        shelf: Shelf,
        clock: Clock,
        name: str | None = None,
        user_packs: Path | None = None,
        settings_file: Path | None = None,
        pack_copies: Path | None = None,
    ) -> None:
        """Without a ``settings_file`` the usual choices hold, none is kept, and opening a mentorship tells nothing."""
        mend()
        super().__init__(Reporter(lambda: shelf.folder / FOLDER, clock.now))
        self.shelf = shelf
        self.clock = clock
        self.choices = Choices(settings_file)
        self.choices.listeners.append(self._follow_choices)
        self.user_packs = user_packs
        self.pack_copies = pack_copies
        self._wanted = name
        self._last = ""
        """The mentorship that was opened last, on which the list of them is to begin."""
        self._found: set[str] = set()
        self._worked_on: set[str] = set()
        """The mentorships that were open in this run: while another one is on view, a session goes on."""
        self._packs: dict[str, Pack] = {}
        self._notifications = self._messages = Messages()
        self._reminder = ""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._show_look()

    def get_default_screen(self) -> Ground:
        """What is below all pages."""
        # A sheet that comes with its page has all that is there styled anew.
        self.stylesheet.read(SESSION_SHEET)
        return Ground(id="_default")

    @cached_property
    def overview(self) -> Overview:
        """What the list of mentorships says, kept while the program runs."""
        from mentor_tui.data.overview import Overview

        return Overview(self.shelf, self.clock, self.load_pack)

    def on_mount(self) -> None:
        self._new = Drafts(self.shelf.drafts())
        if self.choices.trouble:
            self.notify(self.choices.trouble, severity="warning", timeout=15, markup=False)
        names = self.shelf.names()
        if self._wanted is not None or len(names) == 1:
            self.open_mentorship(self._wanted or names[0])
        elif not self.shelf.empty:
            self.show_home()
        else:
            self.show_setup()

    def _refresh_notifications(self) -> None:
        """Called with each message and each page that comes on top."""
        self._messages.follow(self.screen_stack)
        super()._refresh_notifications()

    @property
    def settings(self) -> Settings:
        """What the user chose about the program itself."""
        return self.choices.settings

    def _follow_choices(self) -> None:
        """Let what was chosen hold from now on."""
        self._show_look()
        if self._desk is not None:
            self._desk.settings = self.settings

    def _show_look(self) -> None:
        self.theme = LIGHT.name if self.settings.look == "light" else DARK.name

    def switch_look(self) -> None:
        """The other of the two looks, also next time."""
        trouble = self.choices.change("look", "light" if self.settings.look == "dark" else "dark")
        if trouble:
            self.notify(trouble, severity="warning", timeout=10, markup=False)

    def show_settings(self) -> None:
        """What the user chose, above the page that is open."""
        from mentor_tui.screens.settings import SettingsScreen

        if not any(isinstance(screen, SettingsScreen) for screen in self.screen_stack):
            self.push_screen(SettingsScreen(self.choices))

    def _follow_pack(self, desk: Desk) -> None:
        """Take the pack that the mentorship names now, also when that came by undo; before the screens look at it."""
        name = desk.mentorship.pack
        if name != desk.pack_name:
            desk.pack_name = name
            desk.pack, desk.trouble = self.load_pack(name)

    def load_pack(self, name: str) -> tuple[Pack, str]:
        """A pack by name, read once; another one with the reason when it cannot be read."""
        if name in self._packs:
            return self._packs[name], ""
        pack, trouble = load_or_stand_in(name, self.user_packs, self.pack_copies)
        if not trouble:
            self._packs[name] = pack
        return pack, trouble

    def open_mentorship(self, name: str, at: str = "") -> None:
        """Open a mentorship in its own screens, at a record when its id is given; what is wrong is told on the list."""
        self._last = name
        # It may be this one that is open: its own lock would stand in the way.
        self.close_journal()
        try:
            journal = self.shelf.open(name, self.clock)
        except BrokenJournal:
            self.show_restore(name)
            return
        except OSError as error:
            self.show_home(str(error))
            return
        journal.write_in_background(self.call_later, PROMPT)
        journal.save_listeners.append(self.closing.saved)
        self.clock.settle()
        pack, trouble = self.load_pack(journal.book.mentorship.pack)
        # Whoever may not write the journal leaves its drafts alone too.
        drafts = Drafts(None if journal.read_only else self.shelf.drafts(journal.name))
        desk = self._desk = Desk(journal, pack, self.clock, trouble=trouble, drafts=drafts, settings=self.settings)
        desk.hides_private = self._hides_private
        journal.listeners.append(partial(self._follow_pack, desk))
        # A draft leaves the disk as soon as what became of it is there, so that it is not offered again.
        journal.save_listeners.append(self._look_soon)
        back = put_back(desk)
        away = "" if name in self._worked_on else desk.come_back(*AWAY)
        self._worked_on.add(name)
        rescue(desk)
        live = journal.book.live
        self._clear()
        self._go(desk, *(("session", live.id) if live is not None else ("prepare",)))
        if at and isinstance(self.screen, DeskScreen):
            from mentor_tui.screens.jump import jump_to

            jump_to(self.screen, at)
        if back:
            self.notify(back, timeout=10, markup=False)
        if away:
            self.notify(away, timeout=AWAY_TOLD, markup=False)
        self._tell_of([*waiting(desk), *([f"{NEW}: F10, then n."] if self._new.places else [])])
        if live is None and self.choices.path is not None and self.settings.reminders:
            self._remind(desk)

    def _remind(self, desk: Desk) -> None:
        """Say what is due and what is missing: once, and the same not twice a day."""
        from mentor_tui.core.reminders import notice
        from mentor_tui.data.reminded import Reminded

        fresh = Reminded(self.shelf.folder).fresh(desk.mentorship.id, desk.reminders, desk.today)
        if fresh:
            self._reminder = notice(fresh)
            self.notify(self._reminder, timeout=12, markup=False)

    def _tell_of(self, drafts: list[str]) -> None:
        """Say once, and on this page only, where drafts are to be found that are not on view."""
        fresh = [words for words in drafts if words not in self._found]
        self._found.update(fresh)
        if fresh:
            told = "\n".join(fresh)
            self._messages.belong(told, self.screen_stack)
            self.notify(told, timeout=10, markup=False)

    def show_home(self, trouble: str = "") -> None:
        """The list of mentorships."""
        from mentor_tui.screens.home import HomeScreen

        self.close_journal()
        if self._last:
            self.overview.view, self._last = msgspec.structs.replace(self.overview.view, at=self._last), ""
        self._show(HomeScreen(self.overview, lambda: self.settings, trouble))
        self._tell_of([f"{NEW}: n."] if self._new.places else [])

    def show_restore(self, name: str) -> None:
        """The backups of a mentorship, to put one in its place."""
        from mentor_tui.screens.restore import RestoreScreen

        self.close_journal()
        self._show(RestoreScreen(self.shelf, name, self.clock, self.settings))

    def show_setup(self) -> None:
        """Set up a new mentorship."""
        from mentor_tui.screens.setup import SetupScreen

        def keep(mentorship: Mentorship) -> str:
            try:
                journal = self.shelf.create(mentorship, self.clock)
            except OSError as error:
                return f"It could not be kept: {reason(error)}."
            journal.close()
            made.append(journal.name)
            return ""

        def left(kept: bool | None) -> None:
            if kept:
                self.open_mentorship(made[0])
            elif not self.shelf.names():
                self.exit()

        made: list[str] = []
        packs = pack_names(self.user_packs, self.pack_copies)
        form = SetupScreen(self.clock, self.load_pack, packs, keep, self._new, settings=self.settings)
        self.push_screen(form, left)

    def _show(self, screen: Screen[None]) -> None:
        """Put ``screen`` in the place of all that are open."""
        self._clear()
        self.push_screen(screen)

    def _clear(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def on_go_to(self, event: GoTo) -> None:
        """A screen asks for another place."""
        match event.place:
            case "home":
                self.closing.when_saved(self.show_home)
            case "setup":
                self.closing.when_saved(self.show_setup)
            case "mentorship":
                self.closing.when_saved(lambda: self.open_mentorship(event.key, event.at))
            case "restore":
                self.closing.when_saved(lambda: self.show_restore(event.key))
            case "edit":
                self.edit_mentorship()
            case "settings":
                self.show_settings()
            case "look":
                self.switch_look()
            case _ if self._desk is not None:
                self._go(self._desk, event.place, event.key)

    def _go(self, desk: Desk, place: str, session_id: str = "") -> None:
        """A place of the open mentorship, with nothing but its preparation below it, if that was open."""
        while not (isinstance(self.screen, DeskScreen) and self.screen.GROUND) and len(self.screen_stack) > 1:
            self.pop_screen()
        if place == "session":
            from mentor_tui.screens.session import SessionScreen

            self._messages.let_go(self._reminder)  # in a session it would stand over what is kept
            self.push_screen(SessionScreen(desk, session_id))
        elif place == "wrap-up":
            from mentor_tui.screens.wrapup import WrapUpScreen

            self.push_screen(WrapUpScreen(desk, session_id))
        elif len(self.screen_stack) == 1:
            # Only now: a session that is on was there sooner without it.
            from mentor_tui.screens.prepare import PrepareScreen

            self.push_screen(PrepareScreen(desk))

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
                return error.sentence
            return ""

        drafts, old = desk.drafts, desk.mentorship
        packs = pack_names(self.user_packs, self.pack_copies)
        form = SetupScreen(self.clock, self.load_pack, packs, keep, drafts, old, self.settings)
        self.push_screen(form)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the commands of the screen and its widgets, and closing."""
        from mentor_tui.palette import commands_of

        yield from commands_of(screen)
        yield SystemCommand("Close the program", "Closes when all is saved (Ctrl+Q)", self.action_leave)
