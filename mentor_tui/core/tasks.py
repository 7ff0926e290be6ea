"""Actions across sessions: what is done to them, which of them are wanted, in which order, and the story of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from mentor_tui.core.book import Book, Change, due_order
from mentor_tui.core.goals import goals_of
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Action, ActionState, Lane, Lead, Mentorship, Role, Session, make, touch

if TYPE_CHECKING:
    from mentor_tui.core.capture import Captured

BETWEEN = ";"  # what stands between the parts when an action is split
LATELY = timedelta(days=14)  # how long what was done counts as done lately


# What is done to actions


def close_action(
    action: Action, state: ActionState, now: datetime, live: Session | None = None, *, why: str = ""
) -> Change:
    """Mark an action done, dropped (with the reason ``why``), or open again.

    Open again it stands in the session that is ``live``, as all open ones do, and has no reason for being dropped.
    """
    label = {"done": "tick off an action", "dropped": "drop an action", "open": "reopen an action"}[state.value]
    if state is not ActionState.open:
        return Change(label, (touch(action, now, state=state, closed_at=now, why=why),))
    place = live.id if live is not None else action.session_id
    return Change(label, (touch(action, now, state=state, closed_at=None, why="", session_id=place),))


def tick_all(actions: Iterable[Action], now: datetime) -> Change | None:
    """Mark several actions done in one change; None when none of them is open."""
    found = [action for action in actions if action.state is ActionState.open]
    puts = tuple(record for action in found for record in close_action(action, ActionState.done, now).puts)
    return Change(f"tick off {len(found)} actions", puts) if len(found) > 1 else Change(_TICKED, puts) if puts else None


_TICKED = "tick off an action"


def say_why(action: Action, why: str, now: datetime) -> Change:
    """Say why an action was dropped; nothing takes the reason away."""
    return Change("say why an action was dropped", (touch(action, now, why=one_line(why)),))


def move_action(action: Action, due: date | None, now: datetime, today: date) -> Change:
    """Give an action another due date, which is counted. One that was late on ``today`` has slipped once more by that.

    A first date is no other one.
    """
    return Change("move an action", (touch(action, now, **_moved(action, due, today)),))


def _moved(action: Action, due: date | None, today: date) -> dict[str, Any]:
    """The fields of an action with another due date."""
    later = action.is_late(today) and due is not None and action.due is not None and due > action.due
    other = action.due is not None and due != action.due
    return {"due": due, "slipped": action.slipped + later, "moved": action.moved + other}


def give_action(action: Action, owner: Lead | None, now: datetime) -> Change:
    """Give an action an owner."""
    return Change("give an action an owner", (touch(action, now, owner=owner),))


def parts_of(text: str, mentorship: Mentorship, today: date, day_first: bool = True) -> tuple[Captured, ...]:
    """The parts that a line with ``;`` between them makes, each read as an action is; what is empty is none."""
    from mentor_tui.core.capture import CaptureKind, parse, sign_of

    sign = sign_of(CaptureKind.action)
    found = (parse(f"{sign} {one_line(part)}", mentorship, today, day_first) for part in text.split(BETWEEN))
    return tuple(part for part in found if part is not None)


def line_of_parts(action: Action, mentorship: Mentorship) -> str:
    """The line that stands there when an action is to be split: its own lines as parts, no word of them a sign."""
    from mentor_tui.core.signs import without_signs

    return f"{BETWEEN} ".join(without_signs(line, mentorship) for line in action.text.splitlines())


def split_action(book: Book, action: Action, parts: tuple[Captured, ...], now: datetime, today: date) -> Change | None:
    """Split an action into two parts or more; None for fewer.

    The action itself becomes the first part. The others stand where it stands, as it stood: same owner, date (with how
    often it was moved), session, lane and place in the order, and linked to the same goals. An owner or a date that a
    part names is that part's own.
    """
    if len(parts) < 2:
        return None
    first = touch(action, now, **_as_part(action, parts[0], today))
    same = {name: getattr(action, name) for name in ("lane", "origin_id", "session_id", "item_id", "order")}
    others = tuple(
        touch(make(Action, action.created_at, split_from=action.id, **same, **_as_part(action, part, today)), now)
        for part in parts[1:]
    )
    ids = tuple(other.id for other in others)
    goals = tuple(touch(goal, now, evidence=(*goal.evidence, *ids)) for goal in goals_of(book, action.id))
    return Change("split an action", (first, *others, *goals))


def part_of(action: Action, part: Captured) -> Captured:
    """A part with the owner and the date that it will have: what it does not say itself is as in the action."""
    owner = action.owner if part.owner is None else part.owner
    return msgspec.structs.replace(part, owner=owner, due=action.due if part.due is None else part.due)


def _as_part(action: Action, part: Captured, today: date) -> dict[str, Any]:
    """The fields of an action that becomes one of its parts."""
    whole = part_of(action, part)
    return {"text": whole.text, "owner": whole.owner, **_moved(action, whole.due, today)}


# Which actions, in which order


class Which(StrEnum):
    """Actions by how they stand."""

    open = "open"
    late = "late"
    done = "done"
    dropped = "dropped"
    all = "all"


class Whose(StrEnum):
    """Actions by whose they are; what belongs to both is each one's."""

    anyone = "anyone"
    mine = "mine"
    partner = "partner"
    nobody = "nobody"


ANY_GOAL, NO_GOAL = "", "none"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which actions are wanted. ``goal`` is the id of one, ``ANY_GOAL`` or ``NO_GOAL``; it must say all ``words``.

    ``stay`` are ids of actions that count as open though they were closed: those ticked just now, in sight.
    """

    which: Which = Which.open
    whose: Whose = Whose.anyone
    goal: str = ANY_GOAL
    words: str = ""
    stay: frozenset[str] = frozenset()

    def told(self, partner: str, goal: str) -> str:
        """``Open actions of both, any goal``; ``partner`` and ``goal`` are their names."""
        if self.goal == ANY_GOAL:
            about = "any goal"
        elif self.goal == NO_GOAL:
            about = "linked to no goal"
        else:
            about = f"for the goal: {one_line(goal)}"
        whose = {"anyone": "of both", "mine": "of yours", "partner": f"of {one_line(partner)}", "nobody": "of nobody"}
        words = f', with "{one_line(self.words)}"' if self.words.strip() else ""
        return f"{self.which.value.capitalize()} actions {whose[self.whose.value]}, {about}{words}"


def find(book: Book, wanted: Wanted, today: date, *, hidden: bool = False) -> list[Action]:
    """The actions that are wanted: open ones by date, then what was closed, the latest first.

    With ``hidden`` private ones say nothing, so no words find them.
    """
    words = wanted.words.casefold().split()
    mine = book.mentorship.role
    linked_to = {goal.id: set(goal.evidence) for goal in book.goals}
    anywhere = set().union(*linked_to.values())

    def fits(action: Action) -> bool:
        if words and hidden and action.lane is Lane.mine:
            return False
        if wanted.goal == NO_GOAL and action.id in anywhere:
            return False
        if wanted.goal not in (ANY_GOAL, NO_GOAL) and action.id not in linked_to.get(wanted.goal, ()):
            return False
        text = action.text.casefold()
        return all(word in text for word in words)

    found = (a for a in book.actions if _is(a, wanted, today) and _belongs(a, wanted.whose, mine) and fits(a))
    return sorted(found, key=lambda action: _order(action, wanted.stay))


def _is(action: Action, wanted: Wanted, today: date) -> bool:
    if wanted.which is Which.all or action.id in wanted.stay:
        return True
    return action.is_late(today) if wanted.which is Which.late else action.state.value == wanted.which.value


def _belongs(action: Action, whose: Whose, mine: Role) -> bool:
    match whose:
        case Whose.mine:
            return action.owner is not None and action.owner.value in (mine.value, "both")
        case Whose.partner:
            return action.owner is not None and action.owner.value in (mine.other.value, "both")
        case Whose.nobody:
            return action.owner is None
        case _:
            return True


def _order(action: Action, stay: frozenset[str]) -> tuple[bool, float, tuple[bool, date, tuple[int, datetime]]]:
    closed = action.closed_at if action.id not in stay else None
    since = -closed.timestamp() if closed is not None else 0.0
    return (action.state is not ActionState.open and action.id not in stay, since, due_order(action))


class When(StrEnum):
    """The headings of a list by date."""

    late = "Late"
    week = "This week"
    later = "Later"
    never = "No date"
    lately = "Done lately"
    before = "Done before"
    dropped = "Dropped"


def by_date(
    actions: Iterable[Action], now: datetime, today: date, stay: frozenset[str]
) -> list[tuple[str, list[Action]]]:
    """The actions under headings by date, each in the order given; a week ends on Sunday."""
    found: dict[When, list[Action]] = {when: [] for when in When}
    for action in actions:
        found[_when(action, now, today, stay)].append(action)
    return [(when.value, some) for when, some in found.items() if some]


def _when(action: Action, now: datetime, today: date, stay: frozenset[str]) -> When:
    if action.id not in stay and action.state is ActionState.dropped:
        return When.dropped
    if action.id not in stay and action.state is ActionState.done:
        return When.lately if action.closed_at is None or now - action.closed_at <= LATELY else When.before
    if action.due is None:
        return When.never
    if action.due < today:
        return When.late
    return When.week if action.due <= today + timedelta(days=6 - today.weekday()) else When.later


def by_owner(book: Book, actions: Iterable[Action], who: Callable[[Lead], str]) -> list[tuple[str, list[Action]]]:
    """The actions under their owners: mine, the partner's, of both, nobody's. ``who`` gives the word for an owner."""
    mine = book.mentorship.role
    owners = (Lead(mine.value), Lead(mine.other.value), Lead.both, None)
    found: dict[Lead | None, list[Action]] = {owner: [] for owner in owners}
    for action in actions:
        found[action.owner].append(action)
    return [
        ("Nobody" if owner is None else one_line(f"{who(owner)[:1].upper()}{who(owner)[1:]}"), some)
        for owner, some in found.items()
        if some
    ]


def of_session(book: Book, session: Session) -> list[Action]:
    """The actions that came up in a session or stand in it, each once, by due date; one that is ticked stays put."""
    found = (action for action in book.every(Action) if session.id in (action.origin_id, action.session_id))
    return sorted(found, key=due_order)


# The story of one


def history(
    book: Book,
    action: Action,
    day_of: Callable[[datetime], str],
    words_of: Callable[[Action], str],
    why_of: Callable[[Action], str],
) -> Iterator[tuple[str, str]]:
    """What became of an action, as names and words.

    ``day_of`` shows an instant's day, ``words_of`` what an action says, ``why_of`` why it was dropped.
    """
    origin, place = book.get(Session, action.origin_id), book.get(Session, action.session_id)
    came = session_words(origin, day_of)
    yield "Came up", f"in {came}" if came else f"outside sessions, {day_of(action.created_at)}"
    if action.state is ActionState.open:
        if place is not None and action.session_id != action.origin_id:
            yield "On the list of", session_words(place, day_of)
        elif place is None:
            yield "On the list of", "no session yet; the next one takes it up"
    if moved := times_moved(action):
        some = "each time" if action.slipped > 1 else ""
        late = some if action.slipped == moved else f"{times(action.slipped)} of that"
        when = f", {' '.join(filter(None, (late, 'when it was late')))}" if action.slipped else ""
        yield "Date moved", f"{times(moved)}{when}"
    whole = book.get(Action, action.split_from)
    if whole is not None:
        yield "Split from", one_line(words_of(whole))
    rest = [each for each in book.actions if each.split_from == action.id]
    if rest:
        yield "Split off", "; ".join(one_line(words_of(each)) for each in rest)
    goals = goals_of(book, action.id)
    if goals:
        yield ("Goal" if len(goals) == 1 else "Goals"), "; ".join(one_line(goal.text) for goal in goals)
    if action.state is not ActionState.open:
        on, why = day_of(action.closed_at) if action.closed_at else "", why_of(action)
        yield action.state.value.capitalize(), f"{on}{f': {why}' if why else ''}" or "yes"


def session_words(session: Session | None, day_of: Callable[[datetime], str]) -> str:
    """``session 2, Thu 12 Nov``; nothing for none."""
    if session is None:
        return ""
    begun = session.started_at or session.planned_for
    return f"session {session.number}{f', {day_of(begun)}' if begun else ''}"


def times_moved(action: Action) -> int:
    """How often an action was given another date; an older journal counts only the moves of what was late."""
    return max(action.moved, action.slipped)


def times(count: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
