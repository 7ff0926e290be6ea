"""The typed records of a programme pack. Reading and checking them is the work of ``mentor_tui.prompts``."""

from typing import Literal

import msgspec

from mentor_tui.core.records import Body, Lead, Occasion, Role
from mentor_tui.core.sheets import Card, CardSet, Form, FormPart, Line, Question, RatingSet, Source


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the programme asks.

    ``sessions`` is the minimum, ``months`` the period, ``minutes`` the usual length of a session; ``certificate`` is
    whether the mentee gets one at the end. ``words`` says in a sentence what of that the programme asks and what is
    only proposed.
    """

    sessions: int
    months: int
    minutes: int
    first_counts: bool
    certificate: bool = False
    survey_weeks_before_end: int | None
    words: str = ""
    source: Source

    @property
    def told(self) -> str:
        """The rules in a sentence."""
        asked = f"At least {self.sessions} sessions of {self.minutes} minutes in {self.months} months."
        return self.words or asked


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One of the steps of the programme, in order."""

    key: str
    title: str
    source: Source


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document everyone in the programme must read or complete; ``returned`` ones go back at the end.

    ``held`` is False where we could not read it, so that what we print in its place is a draft; ``where`` says then
    where the programme keeps it.
    """

    key: str
    title: str
    todo: Literal["read", "complete"]
    returned: bool
    held: bool
    where: str = ""
    source: Source

    @property
    def unknown(self) -> str:
        """What is to be said of a document that we could not read; nothing of another."""
        return "" if self.held else "text not included"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a checklist: for whom, and when."""

    key: str
    title: str
    who: Lead
    when: Literal["before", "during", "after"]
    intro: str
    lines: tuple[Line, ...]


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """A checklist in parts."""

    key: str
    title: str
    intro: str
    parts: tuple[Part, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """The questions of a deck that belong together."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


class Deck(msgspec.Struct, frozen=True, kw_only=True):
    """Questions in topics."""

    key: str
    title: str
    intro: str
    topics: tuple[Topic, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(question for topic in self.topics for question in topic.questions)


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A leadership activity."""

    key: str
    title: str
    purpose: str
    lead: Lead
    minutes: int
    prepare: tuple[str, ...]
    steps: tuple[str, ...]
    on_a_call: tuple[str, ...]
    source: Source


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One timed item of an agenda as the pack proposes it.

    ``ref`` names the checklist part (``checklist/part``), deck or activity that the body shows; ``prompts`` are
    the lines to say or ask.
    """

    key: str
    title: str
    minutes: int
    lead: Lead
    body: Body
    ref: str
    intro: str
    prompts: tuple[str, ...]
    source: Source


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """A timed agenda. ``step`` is the programme's step it belongs to, ``occasion`` which rating of the skills."""

    key: str
    title: str
    intro: str
    entries: tuple[Entry, ...]
    step: str = ""
    occasion: Occasion | None = None
    source: Source | None = None

    @property
    def minutes(self) -> int:
        """The sum of the items' minutes."""
        return sum(entry.minutes for entry in self.entries)


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A mentoring programme: its rules and its words.

    ``course`` names the agendas of the first sessions in order; ``extra`` is the agenda of every one after them.
    ``mentee_word`` is what the programme calls the mentee, ``plan_word`` and ``log_word`` its plan and its log.
    """

    name: str
    title: str
    mentee_word: str
    contact: str
    rules: Rules
    documents: tuple[Document, ...]
    course: tuple[str, ...]
    extra: str
    agendas: dict[str, Agenda]
    checklists: dict[str, Checklist]
    decks: dict[str, Deck]
    activities: dict[str, Activity]
    plan_word: str = "Development plan"
    log_word: str = "Mentoring log"
    steps: tuple[Step, ...] = ()
    cards: dict[str, CardSet] = {}
    ratings: dict[str, RatingSet] = {}
    forms: dict[str, Form] = {}

    def word_for(self, who: Lead | Role) -> str:
        """The programme's word for the mentor, the mentee, or ``both``."""
        return self.mentee_word if who.value == "mentee" else who.value

    def part(self, ref: str) -> Part | None:
        """The checklist part that ``ref`` (``checklist/part``) names."""
        name, _, key = ref.partition("/")
        checklist = self.checklists.get(name)
        return next((part for part in checklist.parts if part.key == key), None) if checklist else None

    def entry(self, agenda: str, key: str) -> Entry | None:
        """The entry ``key`` of an agenda."""
        found = self.agendas.get(agenda)
        return next((entry for entry in found.entries if entry.key == key), None) if found else None

    def parts(self, when: str) -> tuple[Part, ...]:
        """All checklist parts of one time (``before``, ``during``, ``after``)."""
        return tuple(part for checklist in self.checklists.values() for part in checklist.parts if part.when == when)

    def card(self, ref: str) -> Card | None:
        """The card that ``ref`` (``set/card``) names."""
        found = self.cards.get(ref.partition("/")[0])
        return next((card for card in found.cards if card.key == ref), None) if found else None

    def form_parts(self, ref: str) -> tuple[FormPart, ...]:
        """The parts that ``ref`` (``form`` or ``form/part``) names."""
        form = self.forms.get(ref.partition("/")[0])
        return tuple(part for part in form.parts if ref in (form.key, part.key)) if form else ()

    @property
    def draws(self) -> tuple[Card, ...]:
        """The cards that can be taken as the theme of an item."""
        return tuple(card for found in self.cards.values() if found.draw for card in found.cards)

    @property
    def every_card(self) -> tuple[Card, ...]:
        """The cards of all sets."""
        return tuple(card for found in self.cards.values() for card in found.cards)
