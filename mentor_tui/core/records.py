"""The records a journal keeps. Instants are UTC, due dates are plain dates, text is stored as typed.

The types of fields are not put off as text (nor in ``packs`` and ``sheets``): msgspec would compile each of them.
"""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec

from mentor_tui.core.terms import (
    ActionState,
    Body,
    GoalState,
    Horizon,
    ItemState,
    Lane,
    Lead,
    NoteKind,
    Occasion,
    Role,
    SessionState,
    Way,
)

__all__ = [  # with the words that records choose from, so that all of a record comes from one place
    "ActionState",
    "Body",
    "GoalState",
    "Horizon",
    "ItemState",
    "Lane",
    "Lead",
    "NoteKind",
    "Occasion",
    "Role",
    "SessionState",
    "Way",
]


SOON = 7  # days within which an action counts as due soon


# Frozen, a record can be part of no circle; without ``gc`` the collector need not go through all of them for that.
class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What every record has. ``deleted_at`` hides a record; taking it away brings the record back.

    ``order`` tells which records of a journal came earlier, whatever the machine's clock said; 0 where it is in none.
    """

    id: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    order: int = 0


class Mentorship(Record, frozen=True, kw_only=True):
    """One mentor and one mentee in one programme; ``role`` is the person at this machine.

    ``contact`` says how the two keep in touch, ``office`` whom to turn to at the programme. ``archived_at`` is when it
    was put away, None while it is not.
    """

    role: Role
    mentor: str
    mentee: str
    pack: str
    starts_on: date
    ends_on: date
    mentor_zone: str = "UTC"
    mentee_zone: str = "UTC"
    contact: str = ""
    office: str = ""
    archived_at: datetime | None = None

    def name_of(self, who: Role | Lead) -> str:
        """The name of one of the two, or both names."""
        match who.value:
            case "mentor":
                return self.mentor
            case "mentee":
                return self.mentee
            case _:
                return f"{self.mentor} and {self.mentee}"

    @property
    def partner(self) -> str:
        """The name of the other person."""
        return self.name_of(self.role.other)

    @property
    def my_zone(self) -> str:
        """The IANA zone of the person at this machine."""
        return self.mentor_zone if self.role is Role.mentor else self.mentee_zone

    @property
    def partner_zone(self) -> str:
        """The IANA zone of the other person."""
        return self.mentee_zone if self.role is Role.mentor else self.mentor_zone


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One part of a session's agenda.

    ``minutes`` is what the agenda planned, ``share`` what the item has now that minutes were shared out anew,
    ``seconds`` what it has used up to the session's ``running_since``. ``agenda`` names the pack's agenda whose words
    it has under ``key``, when that is not the session's own.
    """

    id: str
    title: str
    minutes: int
    share: int
    lead: Lead = Lead.mentee
    body: Body = Body.talk
    ref: str = ""
    key: str = ""
    agenda: str = ""
    state: ItemState = ItemState.todo
    seconds: int = 0


class Session(Record, frozen=True, kw_only=True):
    """One meeting. ``minutes`` is its booked length; ``away`` the seconds spent paused.

    ``running_since`` is the instant from which the current item's time counts on top of its ``seconds``;
    ``paused_at`` the instant of the pause. Each is None when it does not apply. ``loose`` are the seconds that
    ran while no item was the one of the moment (after the last), ``stopped_in`` the item it ended in. ``closed`` are
    the seconds for which the program was closed while the session ran, and which are not counted.
    """

    number: int
    title: str
    agenda: str
    minutes: int
    items: tuple[Item, ...]
    state: SessionState = SessionState.planned
    planned_for: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    current: str | None = None
    running_since: datetime | None = None
    paused_at: datetime | None = None
    away: int = 0
    loose: int = 0
    stopped_in: str | None = None
    closed: int = 0

    @property
    def item(self) -> Item | None:
        """The item of the moment."""
        return next((item for item in self.items if item.id == self.current), None)


class Note(Record, frozen=True, kw_only=True):
    """One captured line or paragraph."""

    text: str
    kind: NoteKind = NoteKind.note
    lane: Lane = Lane.pair
    session_id: str | None = None
    item_id: str | None = None
    asked: bool = False


class Action(Record, frozen=True, kw_only=True):
    """Something to do. ``origin_id`` is the session it came from, ``session_id`` the one it stands in now.

    ``slipped`` says how often it was given a later date when it was late already, ``moved`` how often its date was
    changed at all. ``why`` is the reason for which it was dropped, ``split_from`` the action it was a part of.
    """

    text: str
    owner: Lead | None = None
    due: date | None = None
    state: ActionState = ActionState.open
    lane: Lane = Lane.pair
    origin_id: str | None = None
    session_id: str | None = None
    item_id: str | None = None
    closed_at: datetime | None = None
    slipped: int = 0
    moved: int = 0
    why: str = ""
    split_from: str | None = None

    def is_late(self, today: date) -> bool:
        """Open, and due before ``today``."""
        return self.state is ActionState.open and self.due is not None and self.due < today

    def is_due_soon(self, today: date) -> bool:
        """Due today or within the week that follows."""
        return self.due is not None and 0 <= (self.due - today).days <= SOON


class Milestone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A step on the way to a goal."""

    text: str
    done: bool = False


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How far a goal was (per cent) from an instant on."""

    at: datetime
    progress: int


class Goal(Record, frozen=True, kw_only=True):
    """What the mentee works towards; ``progress`` is a whole percentage, ``trail`` how it came there.

    ``evidence`` are the ids of notes and actions that point to it, ``why`` is the reason for which it was dropped.
    ``before`` is what the progress was when it was reached, ``by`` the day it is to be reached, ``activities`` what
    develops the mentee on the way, ``support`` what and who can help: with ``measure`` the four columns of the plan.
    """

    text: str
    horizon: Horizon = Horizon.short
    measure: str = ""
    progress: int = 0
    state: GoalState = GoalState.open
    reached_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    before: int = 0
    by: date | None = None
    activities: str = ""
    support: str = ""
    milestones: tuple[Milestone, ...] = ()
    trail: tuple[Mark, ...] = ()
    why: str = ""
    dropped_at: datetime | None = None


class Review(Record, frozen=True, kw_only=True):
    """What a session found about a goal: its progress then (per cent), and a line on it."""

    goal_id: str
    progress: int
    text: str = ""
    session_id: str | None = None


class Check(Record, frozen=True, kw_only=True):
    """A checklist line that was ticked (or unticked again); ``label`` is the line as it read then."""

    key: str
    label: str
    done: bool = True
    session_id: str | None = None


class Answer(Record, frozen=True, kw_only=True):
    """The answer to one question of a deck or a form; ``question`` is its wording as it was answered."""

    key: str
    question: str
    text: str
    lane: Lane = Lane.pair
    session_id: str | None = None


class Rating(Record, frozen=True, kw_only=True):
    """A level given to one line of a set of ratings, on one occasion; ``label`` is the line as it read then.

    ``level`` counts from 1, the lowest; ``levels`` is how many there were, ``level_word`` what that one was called.
    ``occasion`` is one of ``Occasion``, or an ISO date for a set that may be rated on any day.
    """

    key: str
    label: str
    level: int
    levels: int
    level_word: str
    occasion: str
    lane: Lane = Lane.pair
    session_id: str | None = None


class Signature(Record, frozen=True, kw_only=True):
    """A form signed by one of the two, by typing the name. ``digest`` is that of the text that was signed."""

    form: str
    who: Role
    name: str
    digest: str
    session_id: str | None = None


class Contact(Record, frozen=True, kw_only=True):
    """One time the two were in touch outside their sessions."""

    on: date
    way: Way
    text: str


# A table of the journal for each kind of record: adding a kind is adding a line here.
KINDS: dict[str, type[Record]] = {
    "mentorships": Mentorship,
    "sessions": Session,
    "notes": Note,
    "actions": Action,
    "goals": Goal,
    "reviews": Review,
    "checks": Check,
    "answers": Answer,
    "ratings": Rating,
    "signatures": Signature,
    "contacts": Contact,
}
TABLES: dict[type[Record], str] = {kind: table for table, kind in KINDS.items()}

R = TypeVar("R", bound=Record)


def new_id() -> str:
    """An id that no other journal will ever make."""
    import uuid  # who only reads a journal does without

    return uuid.uuid4().hex


def make(kind: type[R], now: datetime, /, **fields: Any) -> R:
    """A new record of ``kind``, created at ``now`` (UTC)."""
    stamp = now.astimezone(UTC)
    return kind(id=new_id(), created_at=stamp, updated_at=stamp, **fields)


def heir_id(old_id: str, when: datetime) -> str:
    """The id of the record that takes the place of another one, which is deleted at that instant.

    It follows from the two, so that what became of a deleted line can be told without a field that says it.
    """
    from mentor_tui.core.sums import sha256

    told = f"{old_id} {when.astimezone(UTC).isoformat()}".encode()
    found = sha256(len(told))
    found.update(told)
    return found.hexdigest()[:32]


def touch(record: R, now: datetime, /, **changes: Any) -> R:
    """``record`` with ``changes``, updated at ``now`` (UTC)."""
    return msgspec.structs.replace(record, updated_at=now.astimezone(UTC), **changes)
