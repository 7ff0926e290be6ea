"""Days as they are written: in English, whatever the locale. Light, as all show some; ``dates`` reads them."""

from __future__ import annotations

from datetime import date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def show_date(day: date, today: date, day_first: bool = True) -> str:
    """``Fri 27 Nov`` (``Fri Nov 27``), with the year when ``day`` is too far off for it to go without saying."""
    month = MONTHS[day.month - 1][:3]
    short = f"{DAYS[day.weekday()][:3]} {f'{day.day} {month}' if day_first else f'{month} {day.day}'}"
    return short if abs((day - today).days) <= 334 else f"{short} {day.year}"


def show_date_sure(day: date, today: date, day_first: bool = True) -> str:
    """As ``show_date``, with the year unless it is this one and the day is to come: typed again, it is the same day."""
    whole = show_date_whole(day, day_first)
    return whole[: -len(" 2026")] if day >= today and day.year == today.year else whole


def show_date_whole(day: date, day_first: bool = True) -> str:
    """``Fri 27 Nov 2026``: as ``show_date``, with the year, so that it is the same day whenever it is read."""
    month = MONTHS[day.month - 1][:3]
    short = f"{DAYS[day.weekday()][:3]} {f'{day.day} {month}' if day_first else f'{month} {day.day}'}"
    return f"{short} {day.year:04d}"


def month_word(day: date, today: date) -> str:
    """``Nov``, with the year when it is not this one."""
    month = MONTHS[day.month - 1][:3]
    return month if day.year == today.year else f"{month} {day.year}"


def show_date_long(day: date, day_first: bool = True) -> str:
    """``Friday 27 November 2026``, or ``Friday November 27, 2026``."""
    month = MONTHS[day.month - 1]
    told = f"{day.day} {month}" if day_first else f"{month} {day.day},"
    return f"{DAYS[day.weekday()]} {told} {day.year}"


def weekday_name(number: int) -> str:
    """``Thursday`` for 3."""
    return DAYS[number]


def due_words(day: date, today: date) -> str:
    """How far off ``day`` is: ``today``, ``tomorrow``, ``in 4 days``, ``late by 1 day``."""
    left = (day - today).days
    match left:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "late by 1 day"
        case _:
            return f"in {left} days" if left > 0 else f"late by {-left} days"
