"""Turns the outline of a Markdown file into cards, a set of ratings or a form, and says what is wrong."""

from __future__ import annotations

from enum import StrEnum

from mentor_tui.core.records import Lane, Lead, Occasion
from mentor_tui.core.sheets import (
    Card,
    CardSet,
    Fill,
    FillKind,
    Form,
    FormPart,
    Line,
    Moment,
    Question,
    RatingPart,
    RatingSet,
)
from mentor_tui.prompts.fields import COMMON, SOURCE_LINE, Scope, split
from mentor_tui.prompts.problems import hint, shown
from mentor_tui.prompts.reader import Section, Sheet
from mentor_tui.prompts.words import Words

_OF_CARDS = {"source": SOURCE_LINE, "use": "- Use: draw"}
_OF_CARD = {"who": "- Who: mentor", "when": "- When: preparing", **COMMON}
_OF_RATINGS = {
    "source": SOURCE_LINE,
    "levels": "- Levels: developmental, proficient, expert",
    "lane": "- Lane: pair",
    "occasions": "- Occasions: start, mid-point, end",
}
_OF_RATED = {"answer": "- Answer: level", **COMMON}
_OF_FORM = {"source": SOURCE_LINE, "signed by": "- Signed by: both", "draft for": "- Draft for: worksheet"}
_OF_PART = {"who": "- Who: mentee", "fill": "- Fill: goals", "examples": "- Examples: ground-rules", **COMMON}

MOST_LEVELS = 5  # each has a key
MOST_TITLE = 60  # letters of a card's title: it has to fit on a line of its own
# What a fill refers to, and an example; the others stand alone.
_FILLED_FROM = {
    FillKind.answers: ("file in questions", "ground-rules"),
    FillKind.ticked: ("checklist part", "first-meeting/the-meeting"),
    FillKind.skills: ("file in ratings", "skills"),
}


class Use(StrEnum):
    """What a set of cards is for."""

    read = "read"
    draw = "draw"


class Answered(StrEnum):
    """How the lines of a part of a set of ratings are answered."""

    level = "level"
    words = "words"


class SheetWords(Words):
    """Reads the sheets of one pack, with cards, ratings and forms."""

    def cards(self, sheet: Sheet, key: str) -> CardSet:
        """The set of cards in ``sheet``."""
        top = self._begin(sheet, "a card", "## Professional identity", _OF_CARDS)
        inherited = top.source(None)
        cards = []
        for section in sheet.sections:
            scope = Scope(self, split(section, _OF_CARD), section.line, _OF_CARD)
            card = f"{key}/{scope.key(section.title)}"
            self._once(f"card {card}", card.partition("/")[2], section.line)
            lines = self._lines(section, "- What matters most to you?", _OF_CARD, needed=False, plain=True)
            if not section.paragraphs and not lines:
                self.add(section.line, f"There is nothing under {shown(section.title)}.", "Add a sentence or a bullet.")
            if len(section.title) > MOST_TITLE:
                what = f"The title of this card has {len(section.title)} letters."
                self.add(section.line, what, f"It has to fit on one line: {MOST_TITLE} letters at most.")
            cards.append(
                Card(
                    key=card,
                    title=section.title,
                    who=scope.choice("who", Lead, Lead.both),
                    when=scope.choices("when", Moment),
                    text=section.intro,
                    lines=tuple(bullet.text for bullet in lines),
                    source=self._sourced(scope.source(inherited), section.line),
                )
            )
        draw = top.choice("use", Use, Use.read) is Use.draw
        return CardSet(key=key, title=sheet.top.title, intro=sheet.top.intro, draw=draw, cards=tuple(cards))

    def ratings(self, sheet: Sheet, key: str) -> RatingSet:
        """The set of ratings in ``sheet``."""
        top = self._begin(sheet, "a part", "## Skills", _OF_RATINGS)
        inherited = top.source(None)
        parts = []
        for section in sheet.sections:
            scope = Scope(self, split(section, _OF_RATED), section.line, _OF_RATED)
            own = scope.source(inherited)
            part = scope.key(section.title)
            self._once(f"ratings {key}/{part}", part, section.line)
            lines = self._each(Line, f"{key}/{part}", section, "- Build rapport", _OF_RATED, own)
            parts.append(
                RatingPart(
                    key=part,
                    title=section.title,
                    intro=self._intro(section),
                    in_words=scope.choice("answer", Answered, Answered.level) is Answered.words,
                    lines=lines,
                )
            )
        return RatingSet(
            key=key,
            title=sheet.top.title,
            intro=sheet.top.intro,
            levels=self._levels(top),
            lane=top.choice("lane", Lane, Lane.pair),
            occasions=top.choices("occasions", Occasion),
            parts=tuple(parts),
        )

    def _levels(self, top: Scope) -> tuple[str, ...]:
        field = top.need("levels")
        if field is None:
            return ("low", "high")
        levels = tuple(filter(None, (word.strip() for word in field.value.split(","))))
        if not 2 <= len(set(levels)) == len(levels) <= MOST_LEVELS:
            mend = f"Write two to five different words, the lowest first: {_OF_RATINGS['levels']}"
            self.add(field.line, f"Levels is {shown(field.value)}.", mend)
        return levels

    def form(self, sheet: Sheet, key: str) -> Form:
        """The form in ``sheet``."""
        top = self._begin(sheet, "a part", "## Confidentiality", _OF_FORM)
        inherited = top.source(None)
        parts = []
        for section in sheet.sections:
            scope = Scope(self, split(section, _OF_PART), section.line, _OF_PART)
            own = scope.source(inherited)
            name = scope.key(section.title)
            part = f"{key}/{name}"
            self._once(f"form {part}", name, section.line)
            asked = self._each(Question, part, section, "- When do we meet?", _OF_PART, own, needed=False)
            parts.append(
                FormPart(
                    key=part,
                    title=section.title,
                    who=scope.choice("who", Lead, Lead.both),
                    text=self._intro(section),
                    fill=self._fill(scope),
                    examples=self._refer(scope, "examples", "file in cards"),
                    questions=asked,
                    source=self._sourced(own, section.line),
                )
            )
            self._example_has_room(parts[-1], section)
        return Form(
            key=key,
            title=sheet.top.title,
            intro=sheet.top.intro,
            signed_by=top.choice("signed by", Lead, Lead.both) if top.has("signed by") else None,
            draft_for=self._refer(top, "draft for", "document"),
            parts=tuple(parts),
        )

    def _example_has_room(self, part: FormPart, section: Section) -> None:
        if part.examples and not part.questions:
            mend = "Add a bullet below it, for example: - Our ground rules"
            self.add(section.line, "Examples are put into an answer, but this part asks nothing.", mend)

    def _fill(self, scope: Scope) -> Fill | None:
        field = scope.field("fill")
        if field is None:
            return None
        name, _, ref = field.value.partition(" ")
        ref = ref.strip()
        try:
            kind = FillKind(name.casefold())
        except ValueError:
            mend = f"{hint(name, [one.value for one in FillKind])} Write, for example: {_OF_PART['fill']}"
            self.add(field.line, f"Fill is {shown(name)}, which is not one of the words it can be.", mend)
            return None
        if kind in _FILLED_FROM:
            noun, example = _FILLED_FROM[kind]
            if ref:
                self.refer(field.line, noun, ref, f"Fill: {kind}")
            else:
                self.add(
                    field.line, f"Fill does not say which {noun}.", f"Write, for example: - Fill: {kind} {example}"
                )
        elif ref:
            what = f"Nothing can follow the word {kind} in Fill, but here stands {shown(ref)}."
            self.add(field.line, what, f"Write only: - Fill: {kind}")
            ref = ""
        return Fill(kind=kind, ref=ref)
