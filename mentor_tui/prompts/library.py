"""Finds, reads and checks programme packs.

A pack is a folder: ``pack.toml`` with the rules, and Markdown files in the subfolders ``FOLDERS``. A file's name
without its ending is the key by which others refer to it. What several packs say alike is in ``common``, and a pack
names what it ``uses`` of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck, Pack
from mentor_tui.core.sheets import CardSet, Form, RatingSet
from mentor_tui.prompts import copies as parsed
from mentor_tui.prompts import toml_part
from mentor_tui.prompts.copies import FOLDERS
from mentor_tui.prompts.fields import Sources
from mentor_tui.prompts.loading import PackInfo, as_key, load_pack, pack_names, read
from mentor_tui.prompts.problems import PackError, Problem, Report, UnknownPack, hint, shown
from mentor_tui.prompts.reader import Sheet, read_sheet, read_text, slug
from mentor_tui.prompts.sheets import SheetWords
from mentor_tui.prompts.wording import worded

__all__ = ["PackError", "PackInfo", "Problem", "UnknownPack", "check_pack", "load_pack", "pack_names", "read_pack"]

BUILT_IN = Path(__file__).parent
COMMON = BUILT_IN / parsed.COMMON

K = TypeVar("K", Agenda, Checklist, Deck, Activity, CardSet, RatingSet, Form)


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``. Raises ``PackError``, with all its problems, if it is broken."""
    pack, problems = read(str(folder))
    if pack is None or problems:
        raise PackError(folder, problems)
    return pack


def check_pack(folder: Path) -> list[Problem]:
    """Everything wrong with the pack in ``folder``, by file and line; empty when it is fine. Raises nothing."""
    return read(str(folder))[1]


def read_anew(folder: str) -> tuple[Pack | None, Report]:
    """The pack in ``folder`` as far as its files can be read; their bytes and their problems are in the report."""
    report = Report()
    return _read(Path(folder), report), report


def _read(folder: Path, report: Report) -> Pack | None:
    text = read_text(folder / toml_part.FILE, toml_part.FILE, report)
    head = toml_part.read_head(text, report) if text is not None else None
    words = SheetWords(head.sources if head else Sources(None), report)
    shelf = _Shelf(folder, words, report, head.uses if head else ())
    agendas = shelf.read("agendas", words.agenda)
    checklists = shelf.read("checklists", words.checklist)
    decks = shelf.read("questions", words.deck)
    activities = shelf.read("activities", words.activity)
    cards = shelf.read("cards", words.cards)
    ratings = shelf.read("ratings", words.ratings)
    forms = shelf.read("forms", words.form)
    if head is None:
        return None
    pack = Pack(
        name=head.name,
        title=head.title,
        mentee_word=head.mentee_word,
        plan_word=head.plan_word,
        log_word=head.log_word,
        contact=head.contact,
        rules=head.rules,
        steps=head.steps,
        documents=head.documents,
        course=tuple(map(as_key, head.course)),
        extra=as_key(head.extra),
        agendas={key: agendas[key] for key in _in_order(head, agendas)},
        checklists=checklists,
        decks=decks,
        activities=activities,
        cards=cards,
        ratings=ratings,
        forms=forms,
    )
    _check_name(pack, folder, head.lines, report)
    _check_course(pack, shelf, head.lines, report)
    _check_uses(head, report)
    _check_steps(pack, words, report)
    _check_refs(pack, words, shelf, report)
    return worded(pack, pack.mentee_word)


class _Shelf:
    """The Markdown files of a pack, by subfolder, with those it uses of the common ones.

    ``tried`` holds the keys of all of them, the broken ones too.
    """

    def __init__(self, folder: Path, words: SheetWords, report: Report, uses: Iterable[str]) -> None:
        self._folder, self._words, self._report = folder, words, report
        # Only what is there: any other name may lead out of the folder, or be none that a file can have.
        known = common_names()
        self._uses = [tuple(name.split("/")) for name in uses if name in known]
        self.tried: dict[str, set[str]] = {}

    def read(self, kind: str, convert: Callable[[Sheet, str], K]) -> dict[str, K]:
        """What the files in the subfolder ``kind`` hold, by key; the pack's own take the place of common ones."""
        found: dict[str, K] = {}
        tried = self.tried[kind] = set()
        for path in self._files(kind):
            key, file = as_key(path.stem), f"{kind}/{path.name}"
            if slug(key.replace("-", "")) != key.replace("-", "") or not key:
                what = f"The name of this file, {shown(path.name)}, holds more than small letters, figures and hyphens."
                self._report.add(file, 1, what, f"Call it, for example: {slug(path.stem) or 'first-meeting'}.md")
            if key in tried:
                self._report.add(file, 1, f"There are two files called {shown(key)} here.", "Give one another name.")
            tried.add(key)
            sheet = read_sheet(path, file, self._report)
            if sheet is not None:
                found[key] = convert(sheet, key)
        shared = [key for folder, key in self._uses if folder == kind and key not in tried]
        if shared:
            own, self._words.sources = self._words.sources, _common_sources(self._report)
            for key in shared:
                sheet = read_sheet(COMMON / kind / f"{key}.md", f"common/{kind}/{key}.md", self._report)
                tried.add(key)
                if sheet is not None:
                    found[key] = convert(sheet, key)
            self._words.sources = own
        return found

    def _files(self, kind: str) -> list[Path]:
        folder = self._folder / kind
        try:
            if not folder.exists():
                return []
            return [folder / name for name in parsed.sheets(path.name for path in folder.iterdir())]
        except OSError as error:
            reason = error.strerror or type(error).__name__
            mend = "It has to be a folder that you are allowed to read."
            self._report.add(kind, 1, f"The folder cannot be opened: {reason}.", mend)
            return []


def _in_order(head: toml_part.Head, agendas: Iterable[str]) -> list[str]:
    """The keys of the agendas: in the order of the course, then the extra one, then those that are only at hand."""
    there = list(agendas)
    named = dict.fromkeys(map(as_key, (*head.course, head.extra)))
    return [*(key for key in named if key in there), *(key for key in there if key not in named)]


def _check_name(pack: Pack, folder: Path, lines: toml_part.Lines, report: Report) -> None:
    """The name and the folder's name must agree: a journal knows its pack by the one, and it is found by the other."""
    known = as_key(folder.absolute().name)
    if pack.name and pack.name != known:
        what = f"The name is {shown(pack.name)}, but the folder is called {shown(known)}."
        report.add(toml_part.FILE, lines.of("", "name"), what, f'Make them the same: name = "{known}"')


def _check_course(pack: Pack, shelf: _Shelf, lines: toml_part.Lines, report: Report) -> None:
    agendas = shelf.tried["agendas"]
    for key, names in (("course", pack.course), ("extra", (pack.extra,) if pack.extra else ())):
        for name in names:
            if name not in agendas:
                what = f"{key} names the agenda {shown(name)}, but there is no file agendas/{name}.md."
                report.add(toml_part.FILE, lines.of("agendas", key), what, hint(name, sorted(agendas)))


def _common_sources(report: Report) -> Sources:
    """The sources that the common files name."""
    file = "common/sources.toml"
    text = read_text(COMMON / "sources.toml", file, report)
    return toml_part.read_sources(text, file, report) if text is not None else Sources(None)


def common_names() -> list[str]:
    """What a pack may use of the common files: ``folder/name`` of each."""
    return [f"{kind}/{path.stem}" for kind in FOLDERS for path in sorted((COMMON / kind).glob("*.md"))]


def _check_uses(head: toml_part.Head, report: Report) -> None:
    known = common_names()
    for name in head.uses:
        if name not in known:
            what = f"uses names {shown(name)}, which is not among the common files."
            report.add(toml_part.FILE, head.lines.of("", "uses"), what, hint(name, known))


def _check_steps(pack: Pack, words: SheetWords, report: Report) -> None:
    """In a programme with steps each agenda says which one it belongs to."""
    for file, line in words.without_step if pack.steps else ():
        mend = f"Add a line directly below, for example: - Step: {pack.steps[0].key}"
        report.add(file, line, "Step is missing here, and this programme has steps.", mend)


def _check_refs(pack: Pack, words: SheetWords, shelf: _Shelf, report: Report) -> None:
    """Look up every reference of the pack's files."""
    common = common_names()
    parts = [f"{name}/{part.key}" for name, checklist in pack.checklists.items() for part in checklist.parts]
    cards = [*pack.cards, *(card.key for card in pack.every_card)]
    forms = [*pack.forms, *(part.key for form in pack.forms.values() for part in form.parts)]
    # By noun: the folder that a name belongs to, and the names there are.
    known: dict[str, tuple[str, Iterable[str]]] = {
        "checklist part": ("checklists", parts),
        "file in questions": ("questions", shelf.tried["questions"]),
        "file in activities": ("activities", shelf.tried["activities"]),
        "file in ratings": ("ratings", shelf.tried["ratings"]),
        "file in cards": ("cards", shelf.tried["cards"]),
        "set of cards, or card,": ("cards", cards),
        "form, or part of one,": ("forms", forms),
        "step": ("", [step.key for step in pack.steps]),
        "document": ("", [document.key for document in pack.documents]),
    }
    read: dict[str, Iterable[str]] = {"checklists": pack.checklists, "cards": pack.cards, "forms": pack.forms}
    for reference in words.references:
        folder, names = known[reference.noun]
        # A part of a file that could not be read is not missing: the file has its own problem.
        broken = shelf.tried.get(folder, set()) - set(read.get(folder, ()))
        if reference.ref in names or (folder in read and reference.ref.partition("/")[0] in broken):
            continue
        what = f"There is no {reference.noun} called {shown(reference.ref)}.".replace(", called", " called")
        name = reference.ref.partition("/")[0]
        if f"{folder}/{name}" in common and name not in shelf.tried[folder]:
            mend = f'It is among the common files: add "{folder}/{name}" to uses in {toml_part.FILE}.'
            report.add(reference.file, reference.line, what, mend)
            continue
        example = next(iter(sorted(names)), "")
        mend = f"{hint(reference.ref, sorted(names))} Write, for example: - {reference.field} {example}"
        report.add(reference.file, reference.line, what, mend if example else hint(reference.ref, ()))
