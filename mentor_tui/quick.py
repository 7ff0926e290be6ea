"""The screens, and the commands that another program asks for often, without click, which is long to import.

Only their plain ways are understood here. Anything else, help and mistakes too, is click's: ``understood`` says None.
What is understood, click understands in the same way (``tests/test_quick.py`` asks both).
"""

from __future__ import annotations

import os

from mentor_tui import starting

TYPE_CHECKING = False  # typing is not there yet
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Asked = dict[str, str | bool | int]

# For each command what may stand behind it, and the name under which it is asked for: options with a value, and flags.
_PLACE = {"--data": "data", "--mentorship": "mentorship"}
_VALUES = {
    "": _PLACE,
    "status": _PLACE,
    "actions": _PLACE,
    "export": {**_PLACE, "--to": "to", "--for": "audience"},
}
_FLAGS = {
    "": {},
    "status": {"--json": "as_json"},
    "actions": {"--json": "as_json", "--all": "everything"},
    "export": {"--all": "everything"},
}


def understood(words: Sequence[str]) -> tuple[str, Asked] | None:
    """The command that ``words`` ask for (none for the screens), and what was said with it; None when click has to read
    them.
    """
    # Click expands the names of files there, or completes words.
    if os.name == "nt" or "_MENTOR_TUI_COMPLETE" in os.environ:
        return None
    command, asked = "", Asked()
    rest = iter(words)
    for word in rest:
        option, given, value = word.partition("=")
        if option in _VALUES[command]:
            name, said = _VALUES[command][option], value if given else next(rest, "")
            if name in asked or not said or (said.startswith(("-", "~")) and (name, said) != ("to", "-")):
                return None
            asked[name] = said
        elif word in _FLAGS[command]:
            asked[_FLAGS[command][word]] = True
        elif word and not command and word in _FLAGS:
            command = word
        elif command == "export" and word.isascii() and word.isdecimal() and "number" not in asked and len(word) < 9:
            asked["number"] = int(word)
        else:
            return None
    return (command, asked) if _is_plain(command, asked) else None


def _is_plain(command: str, asked: Asked) -> bool:
    """Whether what was said with a command goes together, and writes no file."""
    if command != "export":
        return True
    whole = "number" in asked and "everything" in asked
    return asked.get("to") == "-" and asked.get("audience", "me") in ("me", "partner") and not whole


def answer(command: str, asked: Asked) -> None:
    """Do what was asked, and exit."""
    if not command:
        starting.load_uuid()  # Textual will want it
    starting.load_msgspec()
    starting.load_zoneinfo(briefly=bool(command))
    from mentor_tui.console import end, started

    state = started(threads=not command)
    for name in _PLACE.values():
        if name in asked:
            setattr(state, name, asked.pop(name))
    asked.pop("to", None)
    if not command:
        from mentor_tui.opening import open_screens

        end(state, lambda: open_screens(state))
    from mentor_tui import answers
    from mentor_tui.console import say

    ways: dict[str, Callable[..., object]] = {
        "status": answers.status,
        "actions": answers.actions,
        "export": lambda *state, **said: say(answers.document(*state, **said)[0]),
    }
    end(state, lambda: ways[command](state, **asked))
