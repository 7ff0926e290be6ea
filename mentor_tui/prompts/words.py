"""Turns the outline of a Markdown file into an agenda, a checklist, a deck or an activity, and says what is wrong.

Cards, ratings and forms are in ``sheets``, which goes on from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck, Entry, Part, Topic
from mentor_tui.core.records import Body, Lead, Occasion
from mentor_tui.core.sheets import Line, Question, Source
from mentor_tui.prompts.problems import Report, hint, shown
from mentor_tui.prompts.reader import Bullet, Field, Section, Sheet, as_field, slug

Minutes = Annotated[int, msgspec.Meta(ge=1, le=600)]
# What kind of thing a body shows, for the bodies that show one.
REFERRING = {
    Body.checklist: "first-meeting/the-meeting",
    Body.questions: "ground-rules",
    Body.review: "ground-rules",
    Body.form: "agreement",
    Body.ratings: "skills",
    Body.activity: "career-mapping-exercise",
    Body.cards: "growth-themes",
}
# Stands in for a source that was already reported, so that the rest of the file can be read.
NO_SOURCE = Source("", "")
SOURCE_LINE = "- Source: handbook, Mentorship process"

C = TypeVar("C", bound=StrEnum)


class When(StrEnum):
    """The time of a checklist part."""

    before = "before"
    during = "during"
    after = "after"


class Sources(msgspec.Struct, frozen=True):
    """The documents of a pack by their short names; ``titles`` is None when the list itself could not be read."""

    titles: Mapping[str, str] | None

    def find(self, text: str, file: str, line: int, report: Report, example: str = SOURCE_LINE) -> Source:
        """The source that ``short name, section`` names; a problem in ``report`` when there is none."""
        name, comma, section = (piece.strip() for piece in one_line(text).partition(","))
        if not name or not comma or not section:
            what = f"The source {shown(text)} does not name a document and a section, with a comma between."
            report.add(file, line, what, f"Write it like this: {example}")
            return NO_SOURCE
        if self.titles is None:
            return NO_SOURCE
        if name.casefold() not in self.titles:
            what = f"The source {shown(name)} is not listed under [sources] in pack.toml."
            report.add(file, line, what, f"{hint(name, self.titles)} Write, for example: {example}")
            return NO_SOURCE
        return Source(self.titles[name.casefold()], section)


class Scope:
    """The fields of one heading or bullet, checked against the ones that may stand there."""

    def __init__(self, words: Words, fields: Iterable[Field], line: int, known: Mapping[str, str]) -> None:
        self._words, self._line, self._known = words, line, known
        self._fields: dict[str, Field] = {}
        names = [name.capitalize() for name in known]
        for field in fields:
            name = field.name.casefold()
            if name not in known:
                mend = f"{hint(field.name.capitalize(), names)} A line to say comes after the sentence of introduction."
                words.add(field.line, f"There is no field called {shown(field.name)} here.", mend)
            elif name in self._fields:
                words.add(field.line, f"{field.name.capitalize()} is given twice here.", "Take one of the two away.")
            else:
                self._fields[name] = field

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._fields

    def field(self, name: str) -> Field | None:
        """The field, or None."""
        return self._fields.get(name)

    def need(self, name: str) -> Field | None:
        """The field, or a problem and None."""
        field = self._fields.get(name)
        if field is None:
            mend = f"Add a line directly below, for example: {self._known[name]}"
            self._words.add(self._line, f"{name.capitalize()} is missing here.", mend)
        return field

    def choice(self, name: str, kind: type[C], default: C | None = None) -> C:
        """One word of a list of words; ``default`` where the field may be left out."""
        fallback = default or next(iter(kind))
        if default is not None and name not in self._fields:
            return default
        field = self.need(name)
        return (self._read(field, field.value, kind) or fallback) if field else fallback

    def choices(self, name: str, kind: type[C]) -> tuple[C, ...]:
        """Words of a list of words, with commas between; none where the field is not there."""
        field = self._fields.get(name)
        if field is None:
            return ()
        found = [self._read(field, word.strip(), kind) for word in field.value.split(",")]
        return tuple(dict.fromkeys(word for word in found if word is not None))

    def _read(self, field: Field, value: str, kind: type[C]) -> C | None:
        try:
            return msgspec.convert(value.casefold(), kind)
        except msgspec.ValidationError:
            choices = [one.value for one in kind]
            name = field.name.casefold()
            mend = f"{hint(value, choices)} Write, for example: {self._known[name]}"
            what = f"{name.capitalize()} is {shown(value)}, which is not one of the words it can be."
            self._words.add(field.line, what, mend)
            return None

    def minutes(self) -> int:
        """The field ``Minutes``."""
        field = self.need("minutes")
        if field is None:
            return 1
        try:
            # Digits only: msgspec would also take 1e2.
            number = int(field.value) if field.value.isdecimal() and len(field.value) < 9 else field.value
            return msgspec.convert(number, Minutes)
        except msgspec.ValidationError:
            what = f"Minutes is {shown(field.value)}, which is not a whole number from 1 to 600."
            self._words.add(field.line, what, "Write the number alone, for example: - Minutes: 10")
            return 1

    def body(self) -> tuple[Body, str, int]:
        """The field ``Body``: the body, what it shows, and the line it stands in."""
        field = self._fields.get("body")
        if field is None:
            return Body.talk, "", self._line
        name, _, ref = field.value.partition(" ")
        ref = ref.strip()
        try:
            body = msgspec.convert(name.casefold(), Body)
        except msgspec.ValidationError:
            what = f"Body is {shown(name)}, which is not one of the words it can be."
            mend = f"{hint(name, [one.value for one in Body])} Write, for example: - Body: talk"
            self._words.add(field.line, what, mend)
            return Body.talk, "", field.line
        if body in REFERRING and not ref:
            what = f"Body does not say which {NOUNS[body].rstrip(',')} to show."
            self._words.add(field.line, what, f"Write, for example: - Body: {body} {REFERRING[body]}")
        if body not in REFERRING and ref:
            what = f"Nothing can follow the word {body} in Body, but here stands {shown(ref)}."
            self._words.add(field.line, what, f"Write only: - Body: {body}")
            ref = ""
        return body, ref, field.line

    def source(self, inherited: Source | None) -> Source | None:
        """The field ``Source``, else the one inherited; None when there is neither."""
        field = self._fields.get("source")
        return self._words.source(field) if field else inherited

    def key(self, text: str) -> str:
        """The field ``Key``, else the key that ``text`` gets."""
        field = self._fields.get("key")
        if field is None:
            key = slug(text)
            if text and not key:
                mend = "Write some words, or give it a key of its own: - Key: arrive"
                self._words.add(self._line, f"No key can be made of {shown(text)}.", mend)
            return key
        if not field.value or slug(field.value.replace("-", "")) != field.value.replace("-", ""):
            what = f"The key {shown(field.value)} holds more than small letters, figures and hyphens."
            self._words.add(field.line, what, f"Write, for example: - Key: {slug(field.value) or 'arrive'}")
        return field.value


# What a body refers to, in words: the noun of a reference.
NOUNS = {
    Body.checklist: "checklist part",
    Body.questions: "file in questions",
    Body.review: "file in questions",
    Body.form: "form, or part of one,",
    Body.ratings: "file in ratings",
    Body.activity: "file in activities",
    Body.cards: "set of cards, or card,",
}

COMMON = {"source": SOURCE_LINE, "key": "- Key: arrive"}
_OF_TOP = {"source": SOURCE_LINE}
_OF_AGENDA = {**_OF_TOP, "step": "- Step: goal-setting", "occasion": "- Occasion: start"}
_OF_ENTRY = {"minutes": "- Minutes: 10", "lead": "- Lead: mentee", "body": "- Body: talk", **COMMON}
_OF_PART = {"who": "- Who: mentee", "when": "- When: before", **COMMON}
_OF_ACTIVITY = {"lead": "- Lead: mentee", "minutes": "- Minutes: 20", "source": SOURCE_LINE}
_OF_SECTION: dict[str, str] = {}


def split(section: Section, known: Mapping[str, str]) -> list[Field]:
    """Take the fields out of the early bullets of ``section``; the rest join its other bullets.

    Where a sentence follows, all that have the form of a field are fields. Where none does, fields and lines have run
    together, and only those with the name of a field, or nearly, are.
    """
    fields, lines = [], []
    for bullet in section.early:
        field = as_field(bullet)
        if field and known and (section.paragraphs or get_close_matches(field.name.casefold(), known, 1, 0.7)):
            fields.append(field)
        else:
            lines.append(bullet)
    section.early = []
    section.bullets = lines + section.bullets
    return fields


class Reference(msgspec.Struct, frozen=True):
    """What a field refers to, and where, so that it can be looked up once all files are read.

    ``noun`` is the kind of thing it has to be, ``field`` how the field begins.
    """

    file: str
    line: int
    noun: str
    ref: str
    field: str


class Words:
    """Reads the sheets of one pack; ``file`` is the one being read, ``references`` what the agendas refer to."""

    def __init__(self, sources: Sources, report: Report) -> None:
        self.sources, self._report = sources, report
        self._file = ""
        self._keys: dict[str, tuple[str, int]] = {}
        self.references: list[Reference] = []

    def add(self, line: int, what: str, mend: str) -> None:
        """Report a problem in the file being read."""
        self._report.add(self._file, line, what, mend)

    def source(self, field: Field) -> Source:
        """The source that a field names."""
        return self.sources.find(field.value, self._file, field.line, self._report)

    def agenda(self, sheet: Sheet, key: str) -> Agenda:
        """The agenda in ``sheet``."""
        top = self._begin(sheet, "an item", "## Arrive", _OF_AGENDA)
        inherited = top.source(None)
        step = self._refer(top, "step", "step")
        occasion = top.choice("occasion", Occasion, Occasion.start) if top.has("occasion") else None
        entries = []
        for section in sheet.sections:
            scope = Scope(self, split(section, _OF_ENTRY), section.line, _OF_ENTRY)
            body, ref, line = scope.body()
            if ref:
                self.refer(line, NOUNS[body], ref, f"Body: {body}")
            entry = Entry(
                key=scope.key(section.title),
                title=section.title,
                minutes=scope.minutes(),
                lead=scope.choice("lead", Lead, Lead.mentee),
                body=body,
                ref=ref,
                intro=self._intro(section),
                prompts=tuple(
                    bullet.text for bullet in self._lines(section, "- How was your week?", _OF_ENTRY, plain=True)
                ),
                source=self._sourced(scope.source(inherited), section.line),
            )
            self._once(f"agenda {key}/{entry.key}", entry.key, section.line)
            entries.append(entry)
        return Agenda(
            key=key,
            title=sheet.top.title,
            intro=sheet.top.intro,
            entries=tuple(entries),
            step=step,
            occasion=occasion,
            source=inherited,
        )

    def checklist(self, sheet: Sheet, key: str) -> Checklist:
        """The checklist in ``sheet``."""
        inherited = self._begin(sheet, "a part", "## Before").source(None)
        parts = []
        for section in sheet.sections:
            scope = Scope(self, split(section, _OF_PART), section.line, _OF_PART)
            own = scope.source(inherited)
            part = scope.key(section.title)
            self._once(f"checklist {key}/{part}", part, section.line)
            lines = []
            for bullet in self._lines(section, "- [ ] Send your CV", _OF_PART):
                full, source = self._line(bullet, f"{key}/{part}", own)
                lines.append(Line(key=full, text=bullet.text, source=source))
            parts.append(
                Part(
                    key=part,
                    title=section.title,
                    who=scope.choice("who", Lead),
                    when=scope.choice("when", When).value,
                    intro=self._intro(section),
                    lines=tuple(lines),
                )
            )
        return Checklist(key=key, title=sheet.top.title, intro=sheet.top.intro, parts=tuple(parts))

    def deck(self, sheet: Sheet, key: str) -> Deck:
        """The deck of questions in ``sheet``."""
        inherited = self._begin(sheet, "a topic", "## Confidentiality").source(None)
        topics = []
        for section in sheet.sections:
            scope = Scope(self, split(section, COMMON), section.line, COMMON)
            own = scope.source(inherited)
            topic = scope.key(section.title)
            self._once(f"deck {key}/{topic}", topic, section.line)
            questions = []
            for bullet in self._lines(section, "- Who sets the agenda?", COMMON):
                full, source = self._line(bullet, f"{key}/{topic}", own)
                questions.append(Question(key=full, text=bullet.text, source=source))
            topics.append(Topic(key=topic, title=section.title, intro=self._intro(section), questions=tuple(questions)))
        return Deck(key=key, title=sheet.top.title, intro=sheet.top.intro, topics=tuple(topics))

    def activity(self, sheet: Sheet, key: str) -> Activity:
        """The activity in ``sheet``."""
        self._file = sheet.file
        top = sheet.top
        scope = Scope(self, split(top, _OF_ACTIVITY), top.line, _OF_ACTIVITY)
        self._stray_bullets(top)
        lists: dict[str, tuple[str, ...]] = {}
        for section in sheet.sections:
            name = section.title.casefold()
            if name not in _PARTS_OF_ACTIVITY:
                known = list(_PARTS_OF_ACTIVITY.values())
                mend = f"{hint(section.title, known)} Write, for example: ## Steps"
                self.add(section.line, f"An activity has no part called {shown(section.title)}.", mend)
            elif name in lists:
                self.add(section.line, f"The part {section.title} stands here twice.", "Make one of the two.")
            else:
                split(section, _OF_SECTION)
                lines = self._lines(section, "- Draw a line for the years.", _OF_SECTION, plain=True)
                lists[name] = tuple(bullet.text for bullet in lines)
                self._unshown(section)
        for name, title in _PARTS_OF_ACTIVITY.items():
            if name not in lists:
                self.add(top.line, f"The part {title} is missing.", f"Add a heading with bullets below it: ## {title}")
        return Activity(
            key=key,
            title=top.title,
            purpose=self._intro(top),
            lead=scope.choice("lead", Lead, Lead.mentee),
            minutes=scope.minutes(),
            prepare=lists.get("prepare", ()),
            steps=lists.get("steps", ()),
            on_a_call=lists.get("on a call", ()),
            source=self._sourced(scope.source(None), top.line),
        )

    def refer(self, line: int, noun: str, ref: str, field: str) -> None:
        """Have ``ref`` looked up once all files are read."""
        self.references.append(Reference(self._file, line, noun, ref, field))

    def _refer(self, scope: Scope, name: str, noun: str) -> str:
        """The field that names something else of the pack, to be looked up later; empty when it is not there."""
        field = scope.field(name)
        if field is None:
            return ""
        self.refer(field.line, noun, field.value, f"{name.capitalize()}:")
        return field.value

    def _begin(self, sheet: Sheet, part: str, example: str, known: Mapping[str, str] = _OF_TOP) -> Scope:
        """Start on a sheet of sections: check what stands under its title, and give its fields."""
        self._file = sheet.file
        fields = split(sheet.top, known)
        self._stray_bullets(sheet.top)
        self._intro(sheet.top)
        if not sheet.sections:
            self.add(sheet.top.line, f"There is not {part} in this file.", f"Begin one with a heading: {example}")
        return Scope(self, fields, sheet.top.line, known)

    def _stray_bullets(self, top: Section) -> None:
        if top.bullets:
            mend = "Put a heading above it, for example: ## Arrive"
            self.add(top.bullets[0].line, "This bullet belongs to no heading, so it would not be shown.", mend)

    def _unshown(self, section: Section) -> None:
        if section.paragraphs:
            mend = "Make it a bullet, for example: - Draw a line for the years."
            self.add(section.line, f"The sentences under {section.title} would not be shown.", mend)

    def _intro(self, section: Section) -> str:
        if not section.paragraphs:
            mend = "Add one, between the fields and the bullets: A calm start, and a look at the day."
            self.add(section.line, f"No sentence introduces {shown(section.title)}.", mend)
        return section.intro

    def _lines(
        self, section: Section, example: str, known: Mapping[str, str], *, needed: bool = True, plain: bool = False
    ) -> list[Bullet]:
        """The bullets of a section, of which there must be one when they are ``needed``; ``plain`` ones have no fields.

        A field among them is in the wrong place.
        """
        if needed and not section.bullets:
            mend = f"Add one below it, for example: {example}"
            self.add(section.line, f"There is no bullet under {shown(section.title)}.", mend)
        for bullet in section.bullets:
            field = as_field(bullet)
            if field is not None and field.name.casefold() in known:
                what = f"{field.name.capitalize()} stands after the sentence of introduction."
                self.add(bullet.line, what, f"Move this up, directly below the heading: - {bullet.text}")
            if bullet.fields and plain:
                mend = f"Move it to the left, or take it away: - {bullet.fields[0].name}: {bullet.fields[0].value}"
                self.add(bullet.fields[0].line, "A line like the one above has no fields of its own.", mend)
        return section.bullets

    def _line(self, bullet: Bullet, prefix: str, inherited: Source | None) -> tuple[str, Source]:
        """The full key and the source of a checklist line or a question."""
        scope = Scope(self, bullet.fields, bullet.line, COMMON)
        key = scope.key(bullet.text)
        # Ticks and answers are kept under the full key, so it must be the only one of its name in the whole pack.
        self._once(f"{prefix}/{key}", key, bullet.line)
        return f"{prefix}/{key}", self._sourced(scope.source(inherited), bullet.line)

    def _once(self, full: str, key: str, line: int) -> None:
        first = self._keys.setdefault(full, (self._file, line))
        if key and first != (self._file, line):
            what = f"The key {shown(key)} is already that of {first[0]}:{first[1]}."
            self.add(line, what, f"Use other words, or give it a key of its own: - Key: {key}-2")

    def _sourced(self, source: Source | None, line: int) -> Source:
        if source is None:
            mend = f"Add a line directly below, for example: {SOURCE_LINE}"
            self.add(line, "Source is missing here, and the title of the file has none either.", mend)
        return source or NO_SOURCE


_PARTS_OF_ACTIVITY = {"prepare": "Prepare", "steps": "Steps", "on a call": "On a call"}
