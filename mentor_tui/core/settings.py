"""What the user chose about the program itself, and dates and hours in that style."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from mentor_tui.core import days, hours
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
        """``Fri 27 Nov``, or ``Fri Nov 27``; as ``days.show_date``."""
        return days.show_date(day, today, self.day_first)

    def show_date_whole(self, day: date) -> str:
        """``Fri 27 Nov 2026``, the same day whenever it is read; as ``days.show_date_whole``."""
        return days.show_date_whole(day, self.day_first)

    def show_date_long(self, day: date) -> str:
        """``Friday 27 November 2026``, or ``Friday November 27, 2026``."""
        return days.show_date_long(day, self.day_first)

    def show_hour(self, local: datetime) -> str:
        """``18:30``, or ``6:30 pm``; of a time that is local already."""
        return hours.show_hour(local, self.hours24)

    def read_date(self, words: str, today: date) -> date | None:
        """The day that words mean, in the user's order of day and month; as ``dates.parse_due``."""
        from mentor_tui.core import dates  # what only shows days does without

        return dates.parse_due(words, today, self.day_first)


DEFAULTS = Settings()

MINUTES = (0, 30, 45, 60, 75, 90, 120)
WARN = (50, 60, 70, 80, 90, 100)


class Setting(msgspec.Struct, frozen=True):
    """One choice: its field in ``Settings``, what it is called, a line on what it does, and its values in words.

    ``lists`` says that the values stand beside each other; without any the value is asked for. ``written`` says how
    it is written in the file.
    """

    key: str
    title: str
    about: str
    written: str
    values: tuple[tuple[Any, str], ...] = ()
    lists: bool = True

    def value(self, settings: Settings) -> Any:
        """What is chosen."""
        return getattr(settings, self.key)

    def told(self, settings: Settings) -> str:
        """What is chosen, in words."""
        value = self.value(settings)
        of = {"minutes": f"{value} minutes", "warn_at": f"{value} per cent"}
        return next((words for each, words in self.values if each == value), of.get(self.key, str(value)))

    def stepped(self, settings: Settings, by: int) -> Any:
        """The value ``by`` places on from the one chosen; after the last comes the first.

        From a number that is none of the values, which the file may hold, it goes to the next one of them.
        """
        value, every = self.value(settings), [each for each, _ in self.values]
        if value in every:
            return every[(every.index(value) + by) % len(every)]
        beyond = [each for each in every if (each > value if by > 0 else each < value)]
        return (beyond[0] if by > 0 else beyond[-1]) if beyond else every[0 if by > 0 else -1]


EVERY = (
    Setting(
        "look",
        "Look",
        "Light letters on dark, or dark letters on light",
        '"dark" or "light"',
        tuple((each, each) for each in LOOKS),
    ),
    Setting(
        "day_first",
        "Day and month",
        "How dates are shown, and whether 3/4 is 3 April or March 4",
        "true: 27 Nov and 3 April; false: Nov 27 and March 4",
        ((True, "27 Nov"), (False, "Nov 27")),
    ),
    Setting(
        "hours24",
        "Clock",
        "How hours are shown",
        "true: 18:30; false: 6:30 pm",
        ((True, "18:30"), (False, "6:30 pm")),
    ),
    Setting(
        "minutes",
        "Length of a session",
        "What a new session is booked for",
        "minutes, up to 480; 0: as its agenda says",
        tuple((each, f"{each} minutes" if each else "as its agenda says") for each in MINUTES),
        lists=False,
    ),
    Setting(
        "warn_at",
        "Item clock warns at",
        "How much of an item's minutes is used when its clock first says so",
        "per cent, from 1 to 100",
        tuple((each, f"{each} per cent") for each in WARN),
        lists=False,
    ),
    Setting(
        "reminders",
        "Reminders on opening",
        "Opening a mentorship says what is due and what is late, once a day",
        "true or false",
        ((True, "on"), (False, "off")),
    ),
    Setting(
        "export_folder",
        "Folder for exports",
        "Where saving a file begins; empty is the home folder",
        "a folder between quotation marks",
    ),
)
BY_KEY = {setting.key: setting for setting in EVERY}


def changed(settings: Settings, key: str, value: Any) -> Settings:
    """``settings`` with another value. Raises ValueError for one that makes no sense."""
    if key == "look" and value not in LOOKS:
        raise ValueError(f"look is one of {', '.join(LOOKS)}")
    fields = {name: getattr(settings, name) for name in settings.__struct_fields__} | {key: value}
    return msgspec.convert(fields, Settings)


def usable(found: Iterable[tuple[str, Any]]) -> tuple[Settings, list[str]]:
    """The settings in what a file says, and the keys whose value makes no sense. Unknown keys are passed over."""
    settings, wrong = DEFAULTS, []
    for key, value in found:
        if key in BY_KEY:
            try:
                settings = changed(settings, key, value)
            except ValueError:
                wrong.append(key)
    return settings, wrong
