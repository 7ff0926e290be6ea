"""A pack by its name. Light: the readers are imported for a pack that has no copy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.prompts import copies as parsed
from mentor_tui.prompts.problems import PackError, Problem, UnknownPack

if TYPE_CHECKING:
    from pathlib import Path

    from mentor_tui.core.packs import Pack

STAND_IN = "isaps"
Folder = str | os.PathLike[str]


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


def load_pack(name: str, user_folder: Folder | None = None, copies: Folder | None = None) -> Pack:
    """The pack called ``name``: the user's own in ``user_folder`` if there is one, else ours.

    With ``copies``, a folder for copies of packs that were read, a pack that has not changed is taken from there.
    Raises ``PackError`` if the pack is broken (a broken one of the user's own is not passed over in silence), and
    ``UnknownPack`` if there is none of that name.
    """
    folders = pack_folders(user_folder)
    if name not in folders:
        raise UnknownPack(name, folders)
    pack, problems = read(folders[name], copies)
    if pack is None or problems:
        from pathlib import Path

        raise PackError(Path(folders[name]), problems)
    return pack


def load_or_stand_in(name: str, user_folder: Folder | None, copies: Folder | None) -> tuple[Pack, str]:
    """As ``load_pack``; where the pack cannot be read, another one, and a sentence on that, else an empty one."""
    try:
        return load_pack(name, user_folder, copies), ""
    except (PackError, UnknownPack, OSError) as error:
        told = f"The programme {name} cannot be read ({first_trouble(error)}); ISAPS stands in for it."
        return load_pack(STAND_IN, copies=copies), told


def first_trouble(error: Exception) -> str:
    """What is wrong with a pack, in a line: the head and the first of its problems."""
    head, _, problems = str(error).partition("\n")
    return one_line(f"{head} {problems.partition(chr(10))[0]}")


def pack_names(user_folder: Folder | None = None, copies: Folder | None = None) -> list[PackInfo]:
    """The packs there are, ours first, each by its name; a user's own takes the place of ours of the same name.

    ``copies`` as in ``load_pack``. A broken pack is listed with its problems. Raises nothing.
    """
    from pathlib import Path

    listed = []
    for name, path in pack_folders(user_folder).items():
        pack, problems = read(path, copies)
        where = "built in" if os.path.dirname(path) == parsed.BUILT_IN else "yours"
        title = (pack.title if pack else "") or name
        listed.append(PackInfo(name=name, title=title, where=where, folder=Path(path), problems=tuple(problems)))
    return listed


def read(folder: str, copies: Folder | None = None) -> tuple[Pack | None, list[Problem]]:
    """The pack in ``folder`` as far as it could be read, and its problems. Only one without problems has a copy."""
    name = as_key(os.path.basename(os.path.abspath(folder)))
    kept = parsed.kept(folder, str(copies), name) if copies else None
    if kept:
        return kept, []
    from mentor_tui.prompts.library import read_anew

    pack, report = read_anew(folder)
    problems = report.problems
    if copies and pack and not problems:
        parsed.keep(pack, report.sources, str(copies), name)
    return pack, problems


def pack_folders(user_folder: Folder | None) -> dict[str, str]:
    """The folders of all packs by name, ours first; a user's own takes the place of ours of the same name."""
    ours = parsed.BUILT_IN
    folders = {
        as_key(name): folder
        for name, folder in _inside(ours).items()
        if os.path.isfile(os.path.join(folder, parsed.HEAD))
    }
    if user_folder is not None and str(user_folder) != ours:
        folders |= {as_key(name): folder for name, folder in _inside(str(user_folder)).items()}
    return folders


def _inside(folder: str) -> dict[str, str]:
    """The folders in ``folder`` by name, hidden ones left out; none when it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            found = {entry.name: entry.path for entry in entries if not entry.name.startswith((".", "_"))}
    except OSError:
        return {}
    return {name: found[name] for name in sorted(found) if os.path.isdir(found[name])}


def as_key(text: str) -> str:
    """The name of a file as others refer to it."""
    if text.isascii():
        return text
    import unicodedata

    # macOS takes letters and their accents apart in the names of files.
    return unicodedata.normalize("NFC", text)
