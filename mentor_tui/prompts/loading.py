"""A pack by its name. Light: the readers are imported for a pack that has no copy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mentor_tui.prompts import copies as parsed
from mentor_tui.prompts.problems import PackError, Problem, UnknownPack

if TYPE_CHECKING:
    from mentor_tui.core.packs import Pack

Folder = str | os.PathLike[str]


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
