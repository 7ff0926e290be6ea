"""Finds, reads and checks programme packs.

A pack is a folder: ``pack.toml`` with the rules, and Markdown files in ``agendas``, ``checklists``, ``questions`` and
``activities``. A file's name without its ending is the key by which others refer to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck, Pack
from mentor_tui.core.records import Body
from mentor_tui.prompts import toml_part
from mentor_tui.prompts.problems import PackError, Problem, Report, UnknownPack, hint, shown
from mentor_tui.prompts.reader import Sheet, read_sheet, read_text, slug
from mentor_tui.prompts.words import Sources, Words

__all__ = ["PackError", "PackInfo", "Problem", "UnknownPack", "check_pack", "load_pack", "pack_names", "read_pack"]

BUILT_IN = Path(__file__).parent

K = TypeVar("K", Agenda, Checklist, Deck, Activity)


class PackInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that can be chosen; ``where`` is ``built in`` or ``yours``, ``problems`` what keeps it from being used."""

    name: str
    title: str
    where: str
    folder: Path
    problems: tuple[Problem, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether the pack cannot be used."""
        return bool(self.problems)


def load_pack(name: str, user_folder: Path | None = None) -> Pack:
    """The pack called ``name``: the user's own in ``user_folder`` if there is one, else ours.

    Raises ``PackError`` if the pack is broken (a broken one of the user's own is not passed over in silence), and
    ``UnknownPack`` if there is none of that name.
    """
    folders = _folders(user_folder)
    if name not in folders:
        raise UnknownPack(name, folders)
    return read_pack(folders[name])


def read_pack(folder: Path) -> Pack:
    """The pack in ``folder``. Raises ``PackError``, with all its problems, if it is broken."""
    pack, problems = _read(folder)
    if pack is None or problems:
        raise PackError(folder, problems)
    return pack


def check_pack(folder: Path) -> list[Problem]:
    """Everything wrong with the pack in ``folder``, by file and line; empty when it is fine. Raises nothing."""
    return _read(folder)[1]


def pack_names(user_folder: Path | None = None) -> list[PackInfo]:
    """The packs there are, ours first, each by its name; a user's own takes the place of ours of the same name.

    A broken pack is listed with its problems. Raises nothing.
    """
    listed = []
    for name, folder in _folders(user_folder).items():
        pack, problems = _read(folder)
        where = "built in" if folder.parent == BUILT_IN else "yours"
        title = (pack.title if pack else "") or name
        listed.append(PackInfo(name=name, title=title, where=where, folder=folder, problems=tuple(problems)))
    return listed


def _folders(user_folder: Path | None) -> dict[str, Path]:
    """The folders of all packs by name."""
    folders = {_as_key(path.name): path for path in _inside(BUILT_IN) if (path / toml_part.FILE).is_file()}
    if user_folder is not None and user_folder != BUILT_IN:
        folders |= {_as_key(path.name): path for path in _inside(user_folder)}
    return folders


def _inside(folder: Path) -> list[Path]:
    """The folders in ``folder``, hidden ones left out; none when it cannot be looked into."""
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
    except OSError:
        return []


def _read(folder: Path) -> tuple[Pack | None, list[Problem]]:
    """The pack as far as it could be read, and its problems."""
    report = Report()
    text = read_text(folder / toml_part.FILE, toml_part.FILE, report)
    head = toml_part.read_head(text, report) if text is not None else None
    words = Words(head.sources if head else Sources(None), report)
    shelf = _Shelf(folder, report)
    agendas = shelf.read("agendas", words.agenda)
    checklists = shelf.read("checklists", words.checklist)
    decks = shelf.read("questions", words.deck)
    activities = shelf.read("activities", words.activity)
    if head is None:
        return None, report.problems
    pack = Pack(
        name=head.name,
        title=head.title,
        mentee_word=head.mentee_word,
        contact=head.contact,
        rules=head.rules,
        documents=head.documents,
        course=tuple(map(_as_key, head.course)),
        extra=_as_key(head.extra),
        agendas=agendas,
        checklists=checklists,
        decks=decks,
        activities=activities,
    )
    _check_name(pack, folder, head.lines, report)
    _check_course(pack, shelf, head.lines, report)
    return _with_refs(pack, words, shelf, report), report.problems


class _Shelf:
    """The Markdown files of a pack, by subfolder. ``tried`` holds the keys of all of them, the broken ones too."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self.tried: dict[str, set[str]] = {}

    def read(self, kind: str, convert: Callable[[Sheet, str], K]) -> dict[str, K]:
        """What the files in the subfolder ``kind`` hold, by key."""
        found: dict[str, K] = {}
        tried = self.tried[kind] = set()
        for path in self._files(kind):
            key, file = _as_key(path.stem), f"{kind}/{path.name}"
            if slug(key.replace("-", "")) != key.replace("-", "") or not key:
                what = f"The name of this file, {shown(path.name)}, holds more than small letters, figures and hyphens."
                self._report.add(file, 1, what, f"Call it, for example: {slug(path.stem) or 'first-meeting'}.md")
            if key in tried:
                self._report.add(file, 1, f"There are two files called {shown(key)} here.", "Give one another name.")
            tried.add(key)
            sheet = read_sheet(path, file, self._report)
            if sheet is not None:
                found[key] = convert(sheet, key)
        return found

    def _files(self, kind: str) -> list[Path]:
        folder = self._folder / kind
        try:
            if not folder.exists():
                return []
            # Names with a dot in front are litter that systems and editors leave behind.
            files = (path for path in folder.iterdir() if path.suffix.lower() == ".md")
            return sorted(path for path in files if not path.name.startswith("."))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            mend = "It has to be a folder that you are allowed to read."
            self._report.add(kind, 1, f"The folder cannot be opened: {reason}.", mend)
            return []


def _as_key(text: str) -> str:
    # macOS takes letters and their accents apart in the names of files.
    return unicodedata.normalize("NFC", text)


def _check_name(pack: Pack, folder: Path, lines: toml_part.Lines, report: Report) -> None:
    """The name and the folder's name must agree: a journal knows its pack by the one, and it is found by the other."""
    known = _as_key(folder.absolute().name)
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


def _with_refs(pack: Pack, words: Words, shelf: _Shelf, report: Report) -> Pack:
    """``pack``, once every reference in its agendas was looked up."""
    parts = [f"{name}/{part.key}" for name, checklist in pack.checklists.items() for part in checklist.parts]
    known: dict[Body, tuple[str, Iterable[str]]] = {
        Body.checklist: ("checklist part", parts),
        Body.questions: ("file in questions", shelf.tried["questions"]),
        Body.activity: ("file in activities", shelf.tried["activities"]),
    }
    broken = shelf.tried["checklists"] - set(pack.checklists)
    for reference in words.references:
        noun, names = known[reference.body]
        # A part of a checklist that could not be read is not missing: the file has its own problem.
        if reference.ref in names or (reference.body is Body.checklist and reference.ref.partition("/")[0] in broken):
            continue
        what = f"There is no {noun} called {shown(reference.ref)}."
        mend = f"{hint(reference.ref, sorted(names))} Write, for example: - Body: {reference.body} "
        report.add(reference.file, reference.line, what, mend + (next(iter(sorted(names)), "first-meeting/after")))
    return pack
