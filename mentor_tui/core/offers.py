"""Which cards a page shows by itself: duties where they apply, reminders, and help when something goes wrong."""

from __future__ import annotations

from datetime import date, tzinfo

from mentor_tui.core.book import Book
from mentor_tui.core.packs import Pack, Part, Rules
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import Action, GoalState, Lead, Role
from mentor_tui.core.sheets import Card, Moment

# In this order; each at most once on a page.
TROUBLES = (Moment.late_twice, Moment.no_session, Moment.no_goals)
GOALS_BY = 2  # sessions after which a mentorship should have goals


def cards_for(pack: Pack, role: Role, moment: Moment) -> list[Card]:
    """The cards of one moment that are for this person."""
    return [card for card in pack.every_card if moment in card.when and is_for(card.who, role)]


def parts_for(pack: Pack, checklist: str, role: Role, when: str) -> list[Part]:
    """The parts of a checklist for one time (``before``, ``during``, ``after``) that are for this person."""
    found = pack.checklists.get(checklist)
    return [part for part in found.parts if part.when == when and is_for(part.who, role)] if found else []


def is_for(who: Lead, role: Role) -> bool:
    """Whether what is for ``who`` is for this person, alone or with the other."""
    return who is Lead.both or who.value == role.value


def late_twice(book: Book, action: Action, today: date, zone: tzinfo) -> bool:
    """Whether an action is late for the second time: moved when it was late, or late already when the pair last met."""
    if not action.is_late(today) or action.due is None:
        return False
    held = book.held
    met = held[-1].started_at if held else None
    return action.slipped > 0 or (met is not None and action.due < met.astimezone(zone).date())


def troubles(book: Book, rules: Rules, today: date, zone: tzinfo) -> dict[Moment, str]:
    """What stands in the way now, each with a sentence that says so.

    No session for a month: nothing held for a calendar month within the period, and none that is on; where the
    programme's own rhythm is slower (a session a quarter), for so many months. No goals: two sessions were held and
    there is no goal. Late twice: ``late_twice`` of some action.
    """
    found: dict[Moment, str] = {}
    late = [action for action in book.open_actions if late_twice(book, action, today, zone)]
    if late:
        count = "An action is" if len(late) == 1 else f"{len(late)} actions are"
        found[Moment.late_twice] = f"{count} late for the second time."
    pair = book.mentorship
    held = book.held
    ended = held[-1].ended_at if held else None
    since = ended.astimezone(zone).date() if ended else pair.starts_on
    months = max(1, rules.months // rules.sessions)
    if book.live is None and pair.starts_on <= today <= pair.ends_on and add_months(since, months) <= today:
        found[Moment.no_session] = f"No session was held for {'a month' if months == 1 else f'{months} months'}."
    goals = [goal for goal in book.goals if goal.state is not GoalState.dropped]
    if len(held) >= GOALS_BY and not goals:
        found[Moment.no_goals] = f"There is no goal after session {held[-1].number}."
    return found


def offered(pack: Pack, book: Book, today: date, zone: tzinfo) -> list[tuple[str, Card]]:
    """The cards that may help now, each with why; one card once."""
    found: list[tuple[str, Card]] = []
    now = troubles(book, pack.rules, today, zone)
    for moment in TROUBLES:
        if moment in now:
            found += [
                (now[moment], card)
                for card in cards_for(pack, book.mentorship.role, moment)
                if all(card.key != other.key for _, other in found)
            ]
    return found
