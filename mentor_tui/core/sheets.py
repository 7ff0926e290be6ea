"""The sheets of a programme pack beside its agendas: cards, sets of ratings and forms."""

from enum import StrEnum

import msgspec

from mentor_tui.core.records import Lane, Lead, Occasion


class Source(msgspec.Struct, frozen=True):
    """Where a rule or an item comes from: a document's title and the section in it."""

    document: str
    section: str

    def __str__(self) -> str:
        return f"{self.document}, {self.section}"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a checklist."""

    key: str
    text: str
    source: Source


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a deck."""

    key: str
    text: str
    source: Source


class Moment(StrEnum):
    """When a card shows by itself."""

    preparing = "preparing"
    before_the_call = "before the call"
    wrapping_up = "wrapping up"
    completing = "completing"
    no_session = "no session for a month"
    no_goals = "no goals after session 2"
    late_twice = "late twice"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Something to read, to talk over or to do, for ``who``; ``key`` is ``set/card``."""

    key: str
    title: str
    who: Lead
    when: tuple[Moment, ...]
    text: str
    lines: tuple[str, ...]
    source: Source


class CardSet(msgspec.Struct, frozen=True, kw_only=True):
    """Cards that belong together; with ``draw`` each can be taken as the theme of an item."""

    key: str
    title: str
    intro: str
    draw: bool
    cards: tuple[Card, ...]


class RatingPart(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a set of ratings; ``in_words`` are answered in words and not by a level."""

    key: str
    title: str
    intro: str
    in_words: bool
    lines: tuple[Line, ...]


class RatingSet(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that are rated. ``levels`` are words, the lowest first.

    Without ``occasions`` a rating is one of the day on which it was made.
    """

    key: str
    title: str
    intro: str
    levels: tuple[str, ...]
    lane: Lane
    occasions: tuple[Occasion, ...]
    parts: tuple[RatingPart, ...]

    @property
    def rated(self) -> tuple[Line, ...]:
        """The lines that get a level."""
        return tuple(line for part in self.parts if not part.in_words for line in part.lines)


class FillKind(StrEnum):
    """What a part of a form takes from the journal."""

    goals = "goals"
    measures = "measures"
    plan = "plan"
    reviews = "reviews"
    answers = "answers"
    ticked = "ticked"
    sessions = "sessions"
    log = "log"
    skills = "skills"
    actions = "actions"


class Fill(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken from the journal; ``ref`` names the deck, checklist part or set of ratings it comes from."""

    kind: FillKind
    ref: str = ""


class FormPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a form: its clause, what the journal puts in, and the questions to answer in writing.

    ``key`` is ``form/part``; ``examples`` names a set of cards whose lines can be put into the answer.
    """

    key: str
    title: str
    who: Lead
    text: str
    fill: Fill | None
    examples: str
    questions: tuple[Question, ...]
    source: Source


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the two fill in. ``draft_for`` is the key of the official one in whose place it cannot stand."""

    key: str
    title: str
    intro: str
    signed_by: Lead | None
    draft_for: str
    parts: tuple[FormPart, ...]
