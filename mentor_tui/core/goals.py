"""How a goal comes along: its picture over time, what shows it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

import msgspec

from mentor_tui.core.book import Book, Change, came
from mentor_tui.core.days import month_word
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Action, Goal, GoalState, Mark, Note, Review, Session, touch

Evidence = Note | Action

# Eight heights; the words beside the picture say the same.
_HEIGHTS = "▁▂▃▄▅▆▇█"


def marked(trail: tuple[Mark, ...], progress: int, now: datetime) -> tuple[Mark, ...]:
    """A trail with how far the goal is ``now``; of one day (UTC) only the last mark stays."""
    stamp = now.astimezone(UTC)
    mark = Mark(at=stamp, progress=progress)
    same_day = bool(trail) and trail[-1].at.astimezone(UTC).date() == stamp.date()
    return (*(trail[:-1] if same_day else trail), mark)


def drop_goal(goal: Goal, why: str, now: datetime) -> Change:
    """Drop a goal, with the reason for it where one is given."""
    dropped = touch(goal, now, state=GoalState.dropped, why=one_line(why), dropped_at=now.astimezone(UTC))
    return Change("drop a goal", (dropped,))


def take_up(goal: Goal, now: datetime) -> Change:
    """Take up a goal again that was dropped; one that stands at 100 is reached, as it was."""
    state = GoalState.reached if goal.reached_at is not None and goal.progress == 100 else GoalState.open
    return Change("take up a goal again", (touch(goal, now, state=state, why="", dropped_at=None),))


# What a session made of them


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a goal in a session: how far it was ``before`` it and at its end, and what was found about it."""

    goal: Goal
    made: bool
    before: int
    progress: int
    reached: bool
    dropped: bool
    reviews: tuple[Review, ...]

    @property
    def words(self) -> str:
        """``short-term, new, 0%``, ``long-term, 40% to 100%, reached``."""
        moved = self.before != self.progress and not self.made
        return ", ".join(
            filter(
                None,
                (
                    self.goal.horizon.value,
                    "new" if self.made else "",
                    f"{self.before}% to {self.progress}%" if moved else f"{self.progress}%",
                    "reached" if self.reached else "dropped" if self.dropped else "",
                ),
            )
        )


def moved_in(book: Book, session: Session) -> list[Moved]:
    """The goals that were made, moved, reviewed, reached or dropped while a session was on, as they came.

    Of a day the trail has the last mark only, so what was moved once more after the session that day counts there.
    """
    begun = session.started_at
    if begun is None:
        return []
    found = []
    for goal in book.goals:
        reviews = tuple(each for each in book.where(Review, "goal_id", goal.id) if each.session_id == session.id)
        if goal.updated_at < begun and not reviews:
            continue
        marks = [*course(book, goal), *(Mark(at=each.created_at, progress=each.progress) for each in reviews)]
        marks = sorted((mark for mark in marks if _by(session, mark.at)), key=lambda mark: mark.at)
        before = next((mark.progress for mark in reversed(marks) if mark.at < begun), 0)
        moved = Moved(
            goal=goal,
            made=_within(session, goal.created_at),
            before=before,
            progress=marks[-1].progress if marks else before,
            reached=goal.state is GoalState.reached and _within(session, goal.reached_at),
            dropped=goal.state is GoalState.dropped and _within(session, goal.dropped_at),
            reviews=tuple(sorted(reviews, key=came)),
        )
        if moved.made or moved.reached or moved.dropped or reviews or before != moved.progress:
            found.append(moved)
    return found


def _by(session: Session, instant: datetime) -> bool:
    """Whether something was before the session's end."""
    return session.ended_at is None or instant <= session.ended_at


def _within(session: Session, instant: datetime | None) -> bool:
    """Whether something was while the session was on."""
    begun = session.started_at
    return instant is not None and begun is not None and begun <= instant and _by(session, instant)


# Evidence


def goals_of(book: Book, record_id: str) -> list[Goal]:
    """The goals that a note or an action is evidence for."""
    return [goal for goal in book.goals if record_id in goal.evidence]


def link(goal: Goal, record: Evidence, now: datetime) -> Change:
    """Link a note or an action to a goal as evidence, or take the link away."""
    if record.id in goal.evidence:
        rest = tuple(each for each in goal.evidence if each != record.id)
        return Change("take a link away", (touch(goal, now, evidence=rest),))
    return Change("link to a goal", (touch(goal, now, evidence=(*goal.evidence, record.id)),))


def follow(goals: Iterable[Goal], old_id: str, new_id: str, now: datetime) -> tuple[Goal, ...]:
    """The goals that point to a record whose place another one takes, pointing to that one."""
    return tuple(
        touch(goal, now, evidence=tuple(new_id if each == old_id else each for each in goal.evidence))
        for goal in goals
        if old_id in goal.evidence
    )


def evidence_of(book: Book, goal: Goal) -> list[Evidence]:
    """The notes and actions that are linked to a goal and were not deleted, in the order in which they came."""
    found = [book.line(each) for each in dict.fromkeys(goal.evidence)]
    return sorted((each for each in found if each is not None and each.deleted_at is None), key=came)


def could_show(book: Book) -> list[Evidence]:
    """All notes and actions, the newest first: what may be linked to a goal."""
    return sorted([*book.notes(), *book.actions], key=came, reverse=True)


# The picture


def course(book: Book, goal: Goal) -> list[Mark]:
    """How far a goal was, in order of time: its trail, and before that what reviews found; it began at nothing."""
    first = goal.trail[0].at if goal.trail else None
    reviews = book.where(Review, "goal_id", goal.id)
    earlier = [
        Mark(at=review.created_at, progress=review.progress)
        for review in reviews
        if first is None or review.created_at < first
    ]
    marks = sorted([*earlier, *goal.trail], key=lambda mark: mark.at)
    if (marks[-1].progress if marks else 0) != goal.progress:
        # Moved before trails were kept.
        marks.append(Mark(at=max([goal.updated_at, *(mark.at for mark in marks)]), progress=goal.progress))
    begin = min([goal.created_at, *(mark.at for mark in marks)])
    return [Mark(at=begin, progress=0), *marks]


class Point(msgspec.Struct, frozen=True):
    """How far a goal was at the end of a week or a month that begins on ``day``."""

    day: date
    progress: int


def points(marks: Iterable[Mark], until: date, zone: tzinfo, width: int) -> list[Point]:
    """One point a week up to the day ``until``, if that takes no more than ``width`` of them, else one a month.

    Weeks begin on Monday; of more months than ``width`` the last ones are given. Days are those of ``zone``.
    """
    dated = [(mark.at.astimezone(zone).date(), mark.progress) for mark in marks]
    if not dated or width < 1:
        return []
    until = max(until, dated[-1][0])
    begins = list(_weeks(dated[0][0], until))
    if len(begins) > width:
        begins = list(_months(dated[0][0], until))
    ends = [*begins[1:], date.max]
    found = [
        Point(begin, next(progress for day, progress in reversed(dated) if day < end or day == dated[0][0]))
        for begin, end in zip(begins, ends, strict=True)
    ]
    return found[-width:]


def _weeks(first: date, last: date) -> Iterator[date]:
    day = first - timedelta(days=min(first.weekday(), (first - date.min).days))
    while day <= last:
        yield day
        day += timedelta(days=7)


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def picture(found: Iterable[Point]) -> str:
    """The points as a line of blocks: the lowest for nothing, the highest for 100 per cent and for that alone."""
    return "".join(_HEIGHTS[_height(point.progress)] for point in found)


def _height(progress: int) -> int:
    top = len(_HEIGHTS) - 1
    return 0 if progress <= 0 else top if progress >= 100 else 1 + (progress - 1) * (top - 1) // 99


def in_words(marks: Iterable[Mark], today: date, zone: tzinfo) -> str:
    """``0% Sep, 30% Oct, 60% Nov``: how far the goal was at the end of each month in which it moved."""
    months: dict[tuple[int, int], tuple[date, int]] = {}
    for mark in marks:
        day = mark.at.astimezone(zone).date()
        months[(day.year, day.month)] = (day, mark.progress)
    told: list[str] = []
    before = None
    for day, progress in months.values():
        if progress != before:
            told.append(f"{progress}% {month_word(day, today)}")
        before = progress
    return ", ".join(told)
