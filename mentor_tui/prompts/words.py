"""Turns the outline of a Markdown file into an agenda, a checklist, a deck or an activity, and says what is wrong.

Cards, ratings and forms are in ``sheets``, which goes on from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import msgspec

from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck, Entry, Part, Topic
from mentor_tui.core.records import Lead, Occasion
from mentor_tui.core.sheets import Line, Question, Source
from mentor_tui.prompts.fields import COMMON, NO_SOURCE, NOUNS, SOURCE_LINE, Scope, Sources, split
from mentor_tui.prompts.problems import Report, hint, shown
from mentor_tui.prompts.reader import Bullet, Field, Section, Sheet, as_field

L = TypeVar("L", Line, Question)


class When(StrEnum):
    """The time of a checklist part."""

    before = "before"
    during = "during"
    after = "after"


_OF_TOP = {"source": SOURCE_LINE}
_OF_AGENDA = {**_OF_TOP, "step": "- Step: goal-setting", "occasion": "- Occasion: start"}
_OF_ENTRY = {"minutes": "- Minutes: 10", "lead": "- Lead: mentee", "body": "- Body: talk", **COMMON}
_OF_PART = {"who": "- Who: mentee", "when": "- When: before", **COMMON}
_OF_ACTIVITY = {"lead": "- Lead: mentee", "minutes": "- Minutes: 20", "source": SOURCE_LINE}
_OF_SECTION: dict[str, str] = {}


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
    """Reads the sheets of one pack.

    ``references`` is what they refer to, ``without_step`` where the agendas stand that name no step: file and line.
    """

    def __init__(self, sources: Sources, report: Report) -> None:
        self.sources, self._report = sources, report
        self._file = ""
        self._keys: dict[str, tuple[str, int]] = {}
        self.references: list[Reference] = []
        self.without_step: list[tuple[str, int]] = []

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
        if not top.has("step"):
            self.without_step.append((sheet.file, sheet.top.line))
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
            lines = self._each(Line, f"{key}/{part}", section, "- [ ] Send your CV", _OF_PART, own)
            parts.append(
                Part(
                    key=part,
                    title=section.title,
                    who=scope.choice("who", Lead),
                    when=scope.choice("when", When).value,
                    intro=self._intro(section),
                    lines=lines,
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
            asked = self._each(Question, f"{key}/{topic}", section, "- Who sets the agenda?", COMMON, own)
            topics.append(Topic(key=topic, title=section.title, intro=self._intro(section), questions=asked))
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

    def _each(
        self,
        kind: type[L],
        part: str,
        section: Section,
        example: str,
        known: Mapping[str, str],
        inherited: Source | None,
        *,
        needed: bool = True,
    ) -> tuple[L, ...]:
        """The bullets of a ``part`` as lines or questions, each with its full key and its source; as ``_lines``."""
        found = []
        for bullet in self._lines(section, example, known, needed=needed):
            scope = Scope(self, bullet.fields, bullet.line, COMMON)
            key = scope.key(bullet.text)
            # Ticks and answers are kept under the full key, so it must be the only one of its name in the whole pack.
            self._once(f"{part}/{key}", key, bullet.line)
            source = self._sourced(scope.source(inherited), bullet.line)
            found.append(kind(key=f"{part}/{key}", text=bullet.text, source=source))
        return tuple(found)

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
