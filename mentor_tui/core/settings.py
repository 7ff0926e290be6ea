"""What the user chose about the program itself, and dates and hours in that style."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

from mentor_tui.core import dates
from mentor_tui.core.agenda import WARN_AT

LOOKS = ("dark", "light")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The choices, each with what holds while nothing was chosen.

    ``minutes`` is the length that a new session is booked for (0: as its agenda says), ``warn_at`` the per cent of an
    item's minutes at which its clock says so, ``reminders`` whether opening a mentorship says what is due,
    ``export_folder`` where files are saved (empty: the home folder).
    """

    look: str = LOOKS[0]
    day_first: bool = True
    hours24: bool = True
    minutes: Annotated[int, msgspec.Meta(ge=0, le=480)] = 0
    warn_at: Annotated[int, msgspec.Meta(ge=1, le=100)] = WARN_AT
    reminders: bool = True
    export_folder: str = ""

    def show_date(self, day: date, today: date) -> str:
        """``Fri 27 Nov``, or ``Fri Nov 27``; as ``dates.show_date``."""
        return dates.show_date(day, today, self.day_first)

    def show_date_long(self, day: date) -> str:
        """``Friday 27 November 2026``, or ``Friday November 27, 2026``."""
        return dates.show_date_long(day, self.day_first)

    def show_hour(self, local: datetime) -> str:
        """``18:30``, or ``6:30 pm``; of a time that is local already."""
        return dates.show_hour(local, self.hours24)

    def read_date(self, words: str, today: date) -> date | None:
        """The day that words mean, in the user's order of day and month; as ``dates.parse_due``."""
        return dates.parse_due(words, today, self.day_first)


DEFAULTS = Settings()
