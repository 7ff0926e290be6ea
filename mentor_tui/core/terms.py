"""The words that records choose from: roles, kinds, lanes, states."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Which of the two people."""

    mentor = "mentor"
    mentee = "mentee"

    # As in some words below, which documents look up for every line: Enum's own hash is a call of Python each time.
    __hash__ = str.__hash__

    @property
    def other(self) -> Role:
        """The partner's role."""
        return Role.mentee if self is Role.mentor else Role.mentor


class Lead(StrEnum):
    """Who leads an item, or owns an action."""

    mentor = "mentor"
    mentee = "mentee"
    both = "both"

    __hash__ = str.__hash__


class Lane(StrEnum):
    """Who may ever see a note."""

    mine = "mine"
    pair = "pair"
    programme = "programme"


class NoteKind(StrEnum):
    """What a captured line is, when it is not an action."""

    note = "note"
    decision = "decision"
    feedback = "feedback"
    question = "question"

    __hash__ = str.__hash__


class ActionState(StrEnum):
    """Where an action stands."""

    open = "open"
    done = "done"
    dropped = "dropped"


class GoalState(StrEnum):
    """Where a goal stands."""

    open = "open"
    reached = "reached"
    dropped = "dropped"


class Horizon(StrEnum):
    """How far off a goal is."""

    short = "short-term"
    long = "long-term"


class SessionState(StrEnum):
    """Where a session stands."""

    planned = "planned"
    running = "running"
    paused = "paused"
    held = "held"


class ItemState(StrEnum):
    """Where an agenda item stands."""

    todo = "to come"
    now = "now"
    done = "done"
    skipped = "skipped"

    __hash__ = str.__hash__


class Body(StrEnum):
    """What an agenda item holds."""

    talk = "talk"
    checklist = "checklist"
    questions = "questions"
    review = "review"
    form = "form"
    ratings = "ratings"
    activity = "activity"
    cards = "cards"
    actions = "actions"
    goals = "goals"
    documents = "documents"


class Occasion(StrEnum):
    """Which of the times at which the same is looked at again."""

    start = "start"
    mid_point = "mid-point"
    end = "end"


class Way(StrEnum):
    """How the two were in touch outside their sessions."""

    call = "call"
    email = "email"
    message = "message"
    congress = "congress"
    visit = "visit"
    other = "contact"
