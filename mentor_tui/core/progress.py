"""How far along a mentorship is: the figures of the progress panel and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.core.records import Action, ActionState, GoalState

if TYPE_CHECKING:
    from mentor_tui.core.book import Book
    from mentor_tui.core.packs import Rules

# Days that must remain for each session still to hold. Below half of the programme's own rhythm it is tight;
# below this it cannot be done by two people with operating lists.
FEWEST_DAYS = 3
WEEKS_FROM = 14  # days between two sessions from which on their rhythm is said in weeks


class Pace(StrEnum):
    """Held sessions against the minimum and the time left."""

    met = "minimum met"
    unknown = "not known"
    on_pace = "on pace"
    tight = "tight"
    out_of_reach = "out of reach"


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the progress panel shows. Days are whole days; ``day`` counts from 1 and never passes ``days``."""

    held: int
    minimum: int
    pace: Pace
    left: int
    day: int
    days: int
    days_left: int
    goals_reached: int
    goals_moving: int
    goals_still: int
    actions_open: int
    actions_late: int


def pace(left: int, days_left: int, rhythm: float) -> Pace:
    """The pace of a mentorship with ``left`` sessions to hold in ``days_left`` days.

    ``rhythm`` is the days a session has when the minimum is spread evenly over the period. On pace: at least half of
    that remains for each session; tight: less; out of reach: fewer than three days each.
    """
    if left <= 0:
        return Pace.met
    each = max(0, days_left) / left
    if each < FEWEST_DAYS:
        return Pace.out_of_reach
    return Pace.on_pace if each >= rhythm / 2 else Pace.tight


def figures(book: Book, rules: Rules | None, today: date) -> Figures:
    """The figures of one mentorship on a day; without rules (its pack is missing) the minimum is 0."""
    mentorship = book.mentorship
    days = max(1, (mentorship.ends_on - mentorship.starts_on).days + 1)
    days_left = max(0, (mentorship.ends_on - max(today, mentorship.starts_on)).days)
    minimum = rules.sessions if rules else 0
    held = sum(1 for s in book.held if s.number > 1 or not rules or rules.first_counts)
    left = max(0, minimum - held)
    goals = book.goals
    moving = [goal for goal in goals if goal.state is GoalState.open]
    opened = book.where(Action, "state", ActionState.open)
    return Figures(
        held=held,
        minimum=minimum,
        pace=pace(left, days_left, days / minimum) if minimum else Pace.unknown,
        left=left,
        day=max(0, min(days, (today - mentorship.starts_on).days + 1)),
        days=days,
        days_left=days_left,
        goals_reached=sum(1 for goal in goals if goal.state is GoalState.reached),
        goals_moving=sum(1 for goal in moving if goal.progress > 0),
        goals_still=sum(1 for goal in moving if goal.progress == 0),
        actions_open=len(opened),
        actions_late=sum(1 for action in opened if action.is_late(today)),
    )


def plural(count: int, word: str) -> str:
    """``3 days``, ``1 day``."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def words(found: Figures) -> list[tuple[str, str]]:
    """The figures as pairs of a name and what is to be said of it, in the panel's order."""
    sessions = f"{found.held} of {found.minimum}" if found.minimum else str(found.held)
    left = f", {found.left} left" if found.left else ""
    day = f"{found.day} of {found.days}" if found.day else "not begun"
    goals = [
        f"{number} {word}"
        for number, word in (
            (found.goals_reached, "reached"),
            (found.goals_moving, "moving"),
            (found.goals_still, "not begun"),
        )
        if number
    ]
    late = f", {found.actions_late} late" if found.actions_late else ""
    return [
        ("Sessions", f"{sessions}{left}"),
        ("Pace", found.pace.value),
        ("Day", f"{day}, {found.days_left} left"),
        ("Goals", ", ".join(goals) or "none yet"),
        ("Actions", f"{found.actions_open} open{late}" if found.actions_open else "none open"),
    ]


def pace_words(found: Figures) -> str:
    """What is left to hold and the rhythm that it asks for: ``2 left, 41 days: one every 3 weeks``.

    The days left are divided by the sessions left. At least 14 days each: in weeks, rounded to the nearest; fewer: in
    whole days, rounded down. For the last one the days say it all. A pace that is tight says so; one that cannot be
    kept says only that (``out of reach: 3 left in 4 days``), and so does one that needs nothing more.
    """
    if found.pace is Pace.unknown:
        return "no minimum known"
    if found.left <= 0:
        return Pace.met.value
    days = plural(found.days_left, "day")
    if found.pace is Pace.out_of_reach:
        return f"{Pace.out_of_reach.value}: {found.left} left in {days}"
    told = f"{found.left} left, {days}"
    if found.left > 1:
        each = found.days_left // found.left
        weeks = (2 * found.days_left + 7 * found.left) // (14 * found.left)
        told += f": one every {weeks} weeks" if each >= WEEKS_FROM else f": one every {each} days"
    return f"{told}, {Pace.tight.value}" if found.pace is Pace.tight else told


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day. Raises ValueError past the year 9999."""
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
