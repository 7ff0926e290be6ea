"""The fields below a heading or a bullet of a pack's file: which may stand there, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Body
from mentor_tui.core.sheets import Source
from mentor_tui.prompts.problems import Report, hint, shown
from mentor_tui.prompts.reader import Field, Section, as_field, slug

if TYPE_CHECKING:
    from mentor_tui.prompts.words import Words

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


class Sources(msgspec.Struct, frozen=True):
    """The documents that ``file`` lists, by their short names; ``titles`` is None when the list could not be read."""

    titles: Mapping[str, str] | None
    file: str = "pack.toml"

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
            what = f"The source {shown(name)} is not listed under [sources] in {self.file}."
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
