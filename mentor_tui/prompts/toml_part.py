"""Reads pack.toml: the rules of a programme, its documents and its sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Document, Rules, Step
from mentor_tui.core.sheets import Source
from mentor_tui.prompts.fields import NO_SOURCE, Sources
from mentor_tui.prompts.problems import Report, hint, shown

FILE = "pack.toml"
Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Weeks = Annotated[int, msgspec.Meta(ge=0, le=500)]
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*["']?([^"'=\s.\[\]#]+)["']?\s*[=.]""")

_TEXT = "words in quotes"
_YES = "true or false, without quotes"


class Rule(msgspec.Struct, frozen=True):
    """What one entry may hold: its type, that type in words, a line to write, and whether it may be left out."""

    type: Any
    words: str
    example: str
    optional: bool = False


_TOP = {
    "name": Rule(str, _TEXT, 'name = "isaps"'),
    "title": Rule(str, _TEXT, 'title = "ISAPS Mentor Program"'),
    "mentee_word": Rule(str, _TEXT, 'mentee_word = "mentee"', True),
    "plan": Rule(str, _TEXT, 'plan = "Personal Development Plan"', True),
    "log": Rule(str, _TEXT, 'log = "Mentoring Log"', True),
    "contact": Rule(str, _TEXT, 'contact = "office@example.org"', True),
    "uses": Rule(list[str], "names in quotes, between square brackets", 'uses = ["questions/ground-rules"]', True),
    "sources": Rule(dict[str, Any], "a part of the file with a heading", "[sources]"),
    "rules": Rule(dict[str, Any], "a part of the file with a heading", "[rules]"),
    "agendas": Rule(dict[str, Any], "a part of the file with a heading", "[agendas]"),
    "steps": Rule(list[dict[str, Any]], "parts of the file, each with a heading", "[[steps]]", True),
    "documents": Rule(list[dict[str, Any]], "parts of the file, each with a heading", "[[documents]]", True),
}
_RULES = {
    "sessions": Rule(Count, "a whole number from 1 to 1000", "sessions = 6"),
    "months": Rule(Count, "a whole number from 1 to 1000", "months = 6"),
    "minutes": Rule(Count, "a whole number from 1 to 1000", "minutes = 60"),
    "first_counts": Rule(bool, _YES, "first_counts = true"),
    "certificate": Rule(bool, _YES, "certificate = true", True),
    "survey_weeks_before_end": Rule(Weeks, "a whole number from 0 to 500", "survey_weeks_before_end = 2", True),
    "words": Rule(str, _TEXT, 'words = "At least six sessions in six months."', True),
    "source": Rule(str, _TEXT, 'source = "handbook, Step 3"'),
}
_AGENDAS = {
    "course": Rule(list[str], "names in quotes, between square brackets", 'course = ["first-meeting"]'),
    "extra": Rule(str, _TEXT, 'extra = "ongoing"'),
}
_STEP = {
    "key": Rule(str, _TEXT, 'key = "goal-setting"'),
    "title": Rule(str, _TEXT, 'title = "Goal-setting"'),
    "source": Rule(str, _TEXT, 'source = "handbook, Step 2"'),
}
_DOCUMENT = {
    "key": Rule(str, _TEXT, 'key = "handbook"'),
    "title": Rule(str, _TEXT, 'title = "Mentor & Mentee Handbook"'),
    "todo": Rule(Literal["read", "complete"], '"read" or "complete"', 'todo = "read"'),
    "returned": Rule(bool, _YES, "returned = false"),
    "held": Rule(bool, _YES, "held = true"),
    "where": Rule(str, _TEXT, 'where = "Mentor Resource Hub"', True),
    "source": Rule(str, _TEXT, 'source = "handbook, Documents"'),
}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """All that pack.toml says. What was missing or wrong is empty here, and reported."""

    name: str
    title: str
    mentee_word: str
    plan_word: str
    log_word: str
    contact: str
    uses: tuple[str, ...]
    sources: Sources
    rules: Rules
    steps: tuple[Step, ...]
    documents: tuple[Document, ...]
    course: tuple[str, ...]
    extra: str
    lines: Lines


class Lines(msgspec.Struct, frozen=True):
    """Where the entries of a TOML file stand: by table, number of the table among its like, and key."""

    places: Mapping[tuple[str, int, str], int]

    def of(self, table: str, key: str = "", index: int = 0) -> int:
        """The line of an entry, else of its table, else 1."""
        for place in ((table, index, key), (table, index, ""), (table, 0, ""), ("", 0, table)):
            if place in self.places:
                return self.places[place]
        return 1


def find_lines(text: str) -> Lines:
    """Where the entries stand. tomllib does not tell, and a guess by the look of the lines does for messages."""
    places: dict[tuple[str, int, str], int] = {}
    table, index = "", 0
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if heading := _TABLE.match(line):
            table = heading[2]
            index = seen.get(table, -1) + 1
            seen[table] = index
            places.setdefault((table, index, ""), number)
        elif entry := _KEY.match(line):
            places.setdefault((table, index, entry[1]), number)
    return Lines(places)


def parse(text: str, report: Report, file: str = FILE) -> dict[str, Any] | None:
    """The file as tables; None, and a problem in ``report``, when it is not TOML."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1 if found else 1
        reason = "nested too deeply" if isinstance(error, RecursionError) else one_line(_AT_LINE.sub("", str(error)))
        what = f"This line cannot be understood: {reason.rstrip('.')}."
        report.add(file, line, what, 'Write a name, an equals sign and a value: title = "Our programme"')
        return None


def read_head(text: str, report: Report) -> Head | None:
    """What ``text``, a pack.toml, says; every problem goes to ``report``. None when it is not TOML at all."""
    data = parse(text, report)
    if data is None:
        return None
    lines = find_lines(text)
    top = _Table(data, "", 0, _TOP, lines, report)
    sources = _sources(top.get("sources"), lines, report)
    return Head(
        name=top.text("name"),
        title=top.text("title"),
        mentee_word=top.text("mentee_word") or "mentee",
        plan_word=top.text("plan") or "Development plan",
        log_word=top.text("log") or "Mentoring log",
        contact=top.text("contact"),
        uses=tuple(dict.fromkeys(map(one_line, top.get("uses") or ()))),
        sources=sources,
        rules=_rules(_Table(top.get("rules"), "rules", 0, _RULES, lines, report), sources),
        steps=_steps(top.get("steps") or [], sources, lines, report),
        documents=_documents(top.get("documents") or [], sources, lines, report),
        lines=lines,
        **_agendas(_Table(top.get("agendas"), "agendas", 0, _AGENDAS, lines, report), lines, report),
    )


class _Table:
    """One table of the file, each of its entries checked by itself so that all that is wrong comes to light.

    ``data`` is None for a table that is missing and was reported as that: then nothing in it is.
    """

    def __init__(
        self, data: Any, name: str, index: int, rules: Mapping[str, Rule], lines: Lines, report: Report
    ) -> None:
        self._name, self._index, self._lines, self._report = name, index, lines, report
        self._values: dict[str, Any] = {}
        if data is None:
            return
        where = f"[{name}]" if name else "the file"
        for key in data:
            if key not in rules:
                mend = f"{hint(key, rules)} To leave it out, put # before it."
                self._add(key, f"There is no entry called {shown(key)} in {where}.", mend)
        for key, rule in rules.items():
            if key in data:
                self._check(key, data[key], rule)
            elif not rule.optional:
                self._add("", f"{key} is missing in {where}.", f"Add a line, for example: {rule.example}")

    def _check(self, key: str, value: Any, rule: Rule) -> None:
        try:
            value = msgspec.convert(value, rule.type)
        except msgspec.ValidationError:
            what = f"{key} is {_as_written(value)}, but it has to be {rule.words}."
            self._add(key, what, f"Write, for example: {rule.example}")
            return
        if isinstance(value, str) and not one_line(value) and not rule.optional:
            self._add(key, f"{key} is empty.", f"Write, for example: {rule.example}")
            return
        self._values[key] = value

    def _add(self, key: str, what: str, mend: str) -> None:
        self._report.add(FILE, self.line(key), what, mend)

    def line(self, key: str) -> int:
        """The line of an entry."""
        return self._lines.of(self._name, key, self._index)

    def get(self, key: str) -> Any:
        """The value, or None when it is missing or wrong."""
        return self._values.get(key)

    def text(self, key: str) -> str:
        """The value as words on one line, empty when it is missing or wrong."""
        return one_line(self._values.get(key) or "")

    def source(self, sources: Sources) -> Source:
        """The source that the table names."""
        text = self.text("source")
        if not text:
            return NO_SOURCE
        return sources.find(text, FILE, self.line("source"), self._report, 'source = "handbook, Step 3"')


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, int | float):
        # A number of thousands of figures cannot even be turned into text.
        return str(value) if abs(value) < 10**15 else "a very large number"
    return "a list" if isinstance(value, list) else "something else"


def _sources(data: Any, lines: Lines, report: Report, file: str = FILE) -> Sources:
    if data is None:
        return Sources(None)
    titles: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, str) and one_line(value):
            titles[one_line(key).casefold()] = one_line(value)
        else:
            what = f"The source {shown(key)} is {_as_written(value)}, but it has to be a title in quotes."
            report.add(file, lines.of("sources", key), what, 'Write, for example: handbook = "Mentor Handbook"')
    if not data:
        mend = 'Add a line below it, for example: handbook = "Mentor Handbook"'
        report.add(file, lines.of("sources"), "No document is listed under [sources].", mend)
        return Sources(None)
    return Sources(titles, file)


def _rules(table: _Table, sources: Sources) -> Rules:
    return Rules(
        sessions=table.get("sessions") or 1,
        months=table.get("months") or 1,
        minutes=table.get("minutes") or 1,
        first_counts=bool(table.get("first_counts")),
        certificate=bool(table.get("certificate")),
        survey_weeks_before_end=table.get("survey_weeks_before_end"),
        words=table.text("words"),
        source=table.source(sources),
    )


def _listed(
    name: str, found: list[dict[str, Any]], rules: Mapping[str, Rule], lines: Lines, report: Report
) -> Iterator[_Table]:
    """The tables of a list, each with a key that no other has."""
    keys: set[str] = set()
    for index, data in enumerate(found):
        table = _Table(data, name, index, rules, lines, report)
        key = table.text("key")
        if key and key in keys:
            what = f"The key {shown(key)} is already that of another entry of [[{name}]]."
            report.add(FILE, table.line("key"), what, f'Give it one of its own: key = "{key}-2"')
        keys.add(key)
        yield table


def _steps(found: list[dict[str, Any]], sources: Sources, lines: Lines, report: Report) -> tuple[Step, ...]:
    return tuple(
        Step(key=table.text("key"), title=table.text("title"), source=table.source(sources))
        for table in _listed("steps", found, _STEP, lines, report)
    )


def _documents(found: list[dict[str, Any]], sources: Sources, lines: Lines, report: Report) -> tuple[Document, ...]:
    return tuple(
        Document(
            key=table.text("key"),
            title=table.text("title"),
            todo=table.get("todo") or "read",
            returned=bool(table.get("returned")),
            held=bool(table.get("held")),
            where=table.text("where"),
            source=table.source(sources),
        )
        for table in _listed("documents", found, _DOCUMENT, lines, report)
    )


def read_sources(text: str, file: str, report: Report) -> Sources:
    """The sources that a file of shared words names, which holds nothing else."""
    data = parse(text, report, file)
    return _sources((data or {}).get("sources"), find_lines(text), report, file)


def _agendas(table: _Table, lines: Lines, report: Report) -> dict[str, Any]:
    course = table.get("course")
    if course == []:
        what = "course is empty: not even the first session has an agenda."
        report.add(FILE, lines.of("agendas", "course"), what, 'Write, for example: course = ["first-meeting"]')
    return {"course": tuple(one_line(name) for name in course or ()), "extra": table.text("extra")}
