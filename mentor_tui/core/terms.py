"""The words that records choose from: roles, kinds, lanes, states."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word of the program's own. As a key it is the text that it equals, which is found sooner than a member."""

    __hash__ = str.__hash__


class Role(Word):
    """Which of the two people."""

    mentor = "mentor"
    mentee = "mentee"

    @property
    def other(self) -> Role:
        """The partner's role."""
        return Role.mentee if self is Role.mentor else Role.mentor


class Lead(Word):
    """Who leads an item, or owns an action."""

    mentor = "mentor"
    mentee = "mentee"
    both = "both"


class Lane(Word):
    """Who may ever see a note."""

    mine = "mine"
    pair = "pair"
    programme = "programme"


class NoteKind(Word):
    """What a captured line is, when it is not an action."""

    note = "note"
    decision = "decision"
    feedback = "feedback"
    question = "question"


class ActionState(Word):
    """Where an action stands."""

    open = "open"
    done = "done"
    dropped = "dropped"


class GoalState(Word):
    """Where a goal stands."""

    open = "open"
    reached = "reached"
    dropped = "dropped"


class Horizon(Word):
    """How far off a goal is."""

    short = "short-term"
    long = "long-term"


class SessionState(Word):
    """Where a session stands."""

    planned = "planned"
    running = "running"
    paused = "paused"
    held = "held"


class ItemState(Word):
    """Where an agenda item stands."""

    todo = "to come"
    now = "now"
    done = "done"
    skipped = "skipped"


class Body(Word):
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


class Occasion(Word):
    """Which of the times at which the same is looked at again."""

    start = "start"
    mid_point = "mid-point"
    end = "end"


class Way(Word):
    """How the two were in touch outside their sessions."""

    call = "call"
    email = "email"
    message = "message"
    congress = "congress"
    visit = "visit"
    other = "contact"
