"""The ways to the other pages of a mentorship, the same from each of its screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentor_tui.screens.bare import BareScreen
from mentor_tui.widgets.answer_card import AnswerCard
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk

WAYS = (
    Command("open_library", "ctrl+o", "Library", "Activities, cards, forms: all the programme has", "Library", True),
    Command("open_agenda", "ctrl+g", "Change the agenda", "Add, drop, move and time the items", "Agenda", True),
    Command(
        "open_programme",
        "ctrl+r",
        "Progress, certificate, log",
        "What was done so far, what the end takes, the log",
        "Progress",
        True,
    ),
    Command("open_actions", "ctrl+l", "List of actions", "All actions: filter, tick, date, split, link", first=True),
    Command("open_plan", "ctrl+n", "Plan the sessions", "Dates for all sessions to come; a calendar file", first=True),
    Command("open_history", "ctrl+f", "Find, and history", "Search everything, bring things back", first=True),
    Command("show_sources", "alt+s", "Show or hide sources", "Lines say which document they come from", first=True),
)


def ways_but(action: str) -> tuple[Command, ...]:
    """The ways from the page that ``action`` opens: to all the others."""
    return tuple(way for way in WAYS if way.action != action)


class Ways(BareScreen):
    """A screen from which the other pages are opened above it."""

    desk: Desk

    def sync(self) -> None:
        """Show what the journal holds now."""

    def action_open_goals(self) -> None:
        """The goals."""
        from mentor_tui.screens.goals import GoalsScreen

        self._open(GoalsScreen)

    def action_open_library(self) -> None:
        """All that the pack has."""
        from mentor_tui.screens.library import LibraryScreen

        self._open(LibraryScreen)

    def action_open_agenda(self) -> None:
        """The agenda of the session that is on, else of the next one."""
        from mentor_tui.screens.agenda import AgendaScreen

        self._open(AgendaScreen)

    def action_open_programme(self) -> None:
        """Steps, the path to the end, documents, the log."""
        from mentor_tui.screens.programme import ProgrammeScreen

        self._open(ProgrammeScreen)

    def action_open_actions(self) -> None:
        """All actions."""
        from mentor_tui.screens.actions import ActionsScreen

        self._open(ActionsScreen)

    def action_open_plan(self) -> None:
        """The dates of the sessions to come."""
        from mentor_tui.screens.plan import PlanScreen

        self._open(PlanScreen)

    def action_open_history(self) -> None:
        """Everything that was kept, to be searched."""
        from mentor_tui.screens.history import HistoryScreen

        self._open(HistoryScreen)

    def action_show_sources(self) -> None:
        """Have the lines of the pack say where they come from, or not."""
        self.desk.shows_sources = not self.desk.shows_sources
        self.sync()
        told = "Each line says where it comes from." if self.desk.shows_sources else "Sources are hidden."
        self.notify(told, timeout=3)

    def _open(self, kind: Any) -> None:
        self.open_once(kind, lambda: kind(self.desk))

    def open_once(self, kind: Any, make: Callable[[], Any], subject: str = "") -> None:
        """Put a page above this one; one that is open below already is come back to instead of opened twice.

        ``subject`` tells pages of one kind apart: which form, which set of ratings.
        """

        def same(screen: Any) -> bool:
            return type(screen) is kind and getattr(screen, "subject", "") == subject

        if any(same(screen) for screen in self.app.screen_stack):
            while not same(self.app.screen) and not self.app.screen.is_modal:
                for card in self.app.screen.query(AnswerCard):
                    card.keep()
                self.app.pop_screen()
            return
        self.app.push_screen(make())
