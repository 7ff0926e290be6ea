"""Puts the programme's own word for the mentee into the words of a pack."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def worded(thing: T, word: str) -> T:
    """``thing``, a record of a pack or a collection of them, with ``{mentee}`` in its texts become ``word``."""
    return _worded(thing, word)  # type: ignore[no-any-return]


def _worded(thing: Any, word: str) -> Any:
    if type(thing) is str:
        if "{" not in thing:
            return thing
        return thing.replace("{mentee}", word).replace("{Mentee}", word[:1].upper() + word[1:])
    if isinstance(thing, msgspec.Struct):
        fields = {name: getattr(thing, name) for name in thing.__struct_fields__}
        fresh = {name: _worded(value, word) for name, value in fields.items()}
        changed = {name: value for name, value in fresh.items() if value is not fields[name]}
        return msgspec.structs.replace(thing, **changed) if changed else thing
    if isinstance(thing, tuple):
        items = tuple(_worded(each, word) for each in thing)
        return items if any(new is not old for new, old in zip(items, thing, strict=True)) else thing
    if isinstance(thing, dict):
        return {key: _worded(value, word) for key, value in thing.items()}
    return thing
