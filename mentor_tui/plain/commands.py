"""The commands of plain mode: each is declared once, with what it takes and what the help says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mentor_tui.core.guard import one_line
from mentor_tui.plain import lists, steps
from mentor_tui.plain.reading import Wrong
from mentor_tui.plain.talk import Reply, Talk, nearest


class Command(NamedTuple):
    """One command: its name, what follows it, what it does in words, and the function that does it.

    ``live`` is whether a session must be on.
    """

    name: str
    takes: str
    words: str
    run: Callable[[Talk, str], Reply]
    live: bool = False


def run(talk: Talk, line: str) -> Reply:
    """Do what a line that begins with a slash asks for."""
    word, _, rest = line[1:].strip().partition(" ")
    rest = rest.strip()
    found = find(word.casefold())
    if isinstance(found, str):
        talk.aside = line
        kept = "" if not word else " Nothing was done; /keep keeps the line as it stands."
        return [f"{found}{kept}"]
    if rest and not found.takes:
        talk.aside = line
        return [f"/{found.name} takes no words after it. Nothing was done; /keep keeps the line as it stands."]
    if found.live and talk.table.book.live is None:
        return [f"/{found.name} needs a session that runs. /start starts one."]
    try:
        return found.run(talk, rest)
    except Wrong as error:
        return [str(error)]


def find(word: str) -> Command | str:
    """The command that ``word`` is or begins; a sentence when there is not just one."""
    if word in COMMANDS:
        return COMMANDS[word]
    if word == "n":  # the one that is needed most
        return COMMANDS["next"]
    names = [name for name in COMMANDS if word and name.startswith(word)]
    if len(names) == 1:
        return COMMANDS[names[0]]
    if names:
        return f"/{word} could be {' or '.join(f'/{name}' for name in names)}."
    if not word:
        return "Type a command after the slash; /help tells which there are."
    near = nearest(word, list(COMMANDS))
    hint = f" Did you mean /{near}?" if near else " /help tells which there are."
    return f"There is no command /{one_line(word)}.{hint}"


def _help(_: Talk, rest: str) -> Reply:
    if rest:
        found = find(rest.lstrip("/").casefold())
        return [found] if isinstance(found, str) else [_usage(found)]
    return [
        "A line is kept as you type it. ! begins an action, with @ and a name, and ^ and a date.",
        "= begins a decision, ? a question to ask next time, ~ a note that only you see.",
        "A line that begins with a slash is a command; the beginning of its name is enough where there is only one.",
        "To keep a line that itself begins with a slash, type two slashes, or a backslash before it.",
        *map(_usage, COMMANDS.values()),
    ]


def _usage(command: Command) -> str:
    return f"/{command.name}{' ' if command.takes else ''}{command.takes}: {command.words}"


COMMANDS = {
    command.name: command
    for command in (
        Command("help", "a command", "these lines, or the one of a command", _help),
        Command("where", "", "the session, the item, the time, and whether all is saved", steps.where),
        Command("item", "", "what the item holds: words, checklist, questions, steps", steps.item, True),
        Command("next", "", "the item is done, on to the next; /n is enough", steps.move_on("done", "Done"), True),
        Command("back", "", "back to the item before", steps.move_on("back", ""), True),
        Command("skip", "", "leave the item out", steps.move_on("skip", "Skipped"), True),
        Command("go", "N", "turn to item N of the agenda", steps.go, True),
        Command("agenda", "", "the items with their numbers", steps.items),
        Command("tick", "N", "tick line N of the item's checklist, or untick it", steps.tick, True),
        Command(
            "answer",
            "N",
            "answer question N on the next lines; N again begins anew",
            steps.answer,
            True,
        ),
        Command("actions", "", "the open actions with their numbers, late ones first", lists.actions),
        Command("done", "N", "action N is done", lists.done),
        Command("drop", "N why", "action N is dropped", lists.drop),
        Command("move", "N date", "action N gets another date; none takes it away", lists.move),
        Command("owner", "N who", "action N gets an owner: me, mentor, mentee, both, a name, nobody", lists.owner),
        Command("asked", "N", "what was kept to be asked; with a number, it was asked", lists.asked),
        Command("goals", "", "the goals with their numbers", lists.goals),
        Command("progress", "N per cent", "goal N is so far", lists.progress),
        Command("notes", "", "the lines of this session with their numbers", lists.notes),
        Command("edit", "N text", "line N gets another text; without a text, the line is told", lists.edit),
        Command("delete", "N", "line N is deleted", lists.delete),
        Command("keep", "", "keep the line that was not understood or broken off", lists.keep),
        Command("undo", "", "take back the last change", lists.undo),
        Command("redo", "", "make again what was taken back", lists.redo),
        Command("pause", "", "stop the clock", steps.pause, True),
        Command("resume", "", "start the clock again", steps.resume, True),
        Command("count", "", "count the time for which this was closed while the session ran", steps.count, True),
        Command("extend", "minutes", "give the session more minutes", steps.extend, True),
        Command("plan", "date", "when you meet next, such as thu 18:30; none takes it away", steps.plan),
        Command("private", "", "hide the words of private lines, or tell them again", steps.private),
        Command("start", "", "start the session", steps.start),
        Command("end", "", "end the session", steps.end, True),
        Command("reopen", "", "go back into the session that has ended", steps.reopen),
        Command("save", "me or partner, file", "save the notes as Markdown, for you alone or for you both", steps.save),
        Command("quit", "", "leave; a session that is on can be gone on with", steps.quit),
    )
}
