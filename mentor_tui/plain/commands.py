"""The commands of plain mode: each is declared once, with what it takes and what the help says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from mentor_tui.core import agenda, capture, dates, meeting
from mentor_tui.core.capture import CaptureKind
from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, ActionState, Goal, Lane, Lead, Note, Session, SessionState
from mentor_tui.plain import saving, telling
from mentor_tui.plain.talk import Reply, Talk, nearest
from mentor_tui.plain.telling import sentence


class Wrong(Exception):
    """A command that makes no sense as it was typed; says why, as a sentence."""


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


# What follows a command


def _number(rest: str, what: str) -> tuple[int, str]:
    """The number at the beginning, and the words after it."""
    word, _, more = rest.partition(" ")
    word = word.rstrip(".,:")
    if not (word.isascii() and word.isdigit() and len(word) < 7):
        raise Wrong(f"Say the number of the {what}.")
    return int(word), more.strip()


def _session(talk: Talk) -> Session:
    if talk.session is None:
        raise Wrong("No session runs. /start starts one.")
    return talk.session


def _action(talk: Talk, rest: str) -> tuple[Action, str]:
    number, more = _number(rest, "action; /actions tells the numbers")
    found = talk.numbered("actions", number)
    if not isinstance(found, Action):
        raise Wrong(f"There is no action {number}; /actions tells the numbers.")
    return found, more


def _line(talk: Talk, rest: str) -> tuple[Note | Action, str, int]:
    number, more = _number(rest, "line; /notes tells the numbers")
    found = talk.numbered("notes", number)
    if not isinstance(found, Note | Action):
        raise Wrong(f"There is no line {number}; /notes tells the numbers.")
    if talk.table.hides_private and found.lane is Lane.mine:
        raise Wrong("That line is private and hidden. /private shows it.")
    return found, more, number


# To know where one is


def _help(_: Talk, rest: str) -> Reply:
    if rest:
        found = find(rest.lstrip("/").casefold())
        return [found] if isinstance(found, str) else [_usage(found)]
    return [
        "A line is kept as you type it. ! begins an action, with @ and a name, and ^ and a date.",
        "= begins a decision, ? a question for next time, ~ a note that only you see.",
        "A line that begins with a slash is a command; the beginning of its name is enough where there is only one.",
        "To keep a line that itself begins with a slash, type two slashes, or a backslash before it.",
        *map(_usage, COMMANDS.values()),
    ]


def _usage(command: Command) -> str:
    return f"/{command.name}{' ' if command.takes else ''}{command.takes}: {command.words}"


def _where(talk: Talk, _: str) -> Reply:
    if talk.session is None:
        return [*telling.opening(talk.table), telling.saved(talk.table)]
    return telling.where(talk.table, talk.session)


def _item(talk: Talk, _: str) -> Reply:
    return telling.item_lines(talk.table, _session(talk))


def _agenda(talk: Talk, _: str) -> Reply:
    return telling.agenda_lines(talk.table, talk.session or telling.upcoming(talk.table))


def _notes(talk: Talk, _: str) -> Reply:
    _session(talk)
    found = [record for record in talk.listed("notes") if isinstance(record, Note | Action)]
    return telling.counted(telling.feed_line(talk.table, record) for record in found) or ["No line was kept yet."]


def _actions(talk: Talk, _: str) -> Reply:
    found = [record for record in talk.listed("actions") if isinstance(record, Action)]
    return telling.counted(telling.action(talk.table, each, asks=True) for each in found) or ["No action is open."]


def _goals(talk: Talk, _: str) -> Reply:
    found = [record for record in talk.listed("goals") if isinstance(record, Goal)]
    return telling.counted(telling.goal(talk.table, each) for each in found) or ["No goals yet."]


# The session's steps


def _start(talk: Talk, _: str) -> Reply:
    if talk.table.book.live is not None:
        return [f"Session {talk.table.book.live.number} runs already."]
    return talk.start()


def _step(talk: Talk, name: str) -> Session:
    session = _session(talk)
    talk.table.do(meeting.step(session, name, talk.table.now()))
    return _session(talk)


def _move_on(name: str, word: str) -> Callable[[Talk, str], Reply]:
    def taken(talk: Talk, _: str) -> Reply:
        before = _session(talk).item
        if before is None and name != "back":
            return ["That was the last item. /end ends the session."]
        after = _step(talk, name)
        if after.item is before:
            return ["This is the first item."]
        told = [f"{word}: {one_line(before.title)}."] if before is not None and word else []
        return [*told, *talk.item_told()]

    return taken


def _go(talk: Talk, rest: str) -> Reply:
    session = _session(talk)
    number, _ = _number(rest, "item; /agenda tells the numbers")
    if not 1 <= number <= len(session.items):
        raise Wrong(f"There is no item {number}; there are {len(session.items)}.")
    talk.table.do(meeting.go_to(session, session.items[number - 1].id, talk.table.now()))
    return talk.item_told()


def _pause(talk: Talk, _: str) -> Reply:
    if _session(talk).state is SessionState.paused:
        return ["It is paused already. /resume goes on."]
    _step(talk, "pause")
    return ["Paused. The clock stands still; /resume goes on."]


def _resume(talk: Talk, _: str) -> Reply:
    before, now = _session(talk), talk.table.now()
    if before.state is not SessionState.paused:
        return ["The session runs."]
    away = (agenda.away(before, now) - before.away) // 60
    after = _step(talk, "resume")
    left = max(0, agenda.length(after, now) - agenda.elapsed(after, now)) // 60
    gone = plural(away, "minute") if away else "less than a minute"
    return [f"Going on after {gone}. {plural(left, 'minute')} left, shared out anew."]


def _extend(talk: Talk, rest: str) -> Reply:
    number, _ = _number(rest, "minutes to add")
    if not 1 <= number <= 240:
        raise Wrong("Say how many minutes to add, from 1 to 240.")
    talk.table.do(meeting.extend(_session(talk), number, talk.table.now()))
    return [f"{plural(number, 'minute')} added: {talk.table.minutes_told(_session(talk))} of the session have run."]


def _end(talk: Talk, _: str) -> Reply:
    session = _step(talk, "end")
    talk.session_id = session.id
    told = telling.closing(talk.table, session)
    loose = {action.id for action in meeting.unsettled(talk.table.book, session)}
    for number, record in enumerate(talk.listed("actions"), 1):
        if record.id in loose and isinstance(record, Action):
            told.append(f"Action {number}: {telling.action(talk.table, record, asks=True)}.")
    if loose:
        told.append("/owner and the number says who, /move and the number says when.")
    talk.ask("next date? ", lambda line: _next_date(talk, line))
    return [*told, "When do you meet next? For example: thu 18:30. An empty line leaves it open.", _saving(session)]


def _saving(session: Session) -> str:
    return f"The notes of session {session.number}: /save me or /save partner, and a file name. /quit leaves."


def _next_date(talk: Talk, line: str) -> Reply | None:
    """The answer to when the two meet next; a command or a line with a sign is taken as such."""
    if line.startswith(("/", "\\", "!", "=", "?", "~")):
        talk.asked = None
        return None
    if not line.strip():
        talk.asked = None
        return ["The next date is left open; /plan sets it."]
    when = _read_moment(talk, line)
    if when is None:
        return [f"That is not a date: {one_line(line)}. Try again, or leave the line empty."]
    talk.asked = None
    return _planned(talk, when, line)


def _reopen(talk: Talk, _: str) -> Reply:
    if talk.table.book.live is not None:
        return ["A session is on already."]
    session = talk.session or meeting.last_held(talk.table.book)
    if session is None:
        return ["No session was held yet."]
    talk.asked = None
    talk.table.do(meeting.step(session, "reopen", talk.table.now()))
    return [f"Session {session.number} is open again and paused. /resume goes on, /end ends it."]


def _quit(talk: Talk, _: str) -> Reply:
    talk.over, talk.asked = True, None
    talk.table.journal.retry()
    return talk.farewell()


# The item


def _tick(talk: Talk, rest: str) -> Reply:
    session = _session(talk)
    number, _ = _number(rest, "line of the checklist; /item tells the numbers")
    lines = telling.ticks(talk.table, session, session.item) if session.item is not None else []
    if not 1 <= number <= len(lines):
        there = f"there are {len(lines)}" if lines else "this item has no checklist"
        raise Wrong(f"There is no line {number} to tick; {there}.")
    line = lines[number - 1]
    talk.table.do(meeting.tick(talk.table.book, line.key, line.text, line.place, talk.table.now()))
    return [f"{'Unticked' if line.done else 'Ticked'}: {one_line(line.text)}"]


def _answer(talk: Talk, rest: str) -> Reply:
    number, more = _number(rest, "question; /item tells the numbers")
    asked = telling.questions(talk.table, _session(talk).item)
    if not 1 <= number <= len(asked):
        there = f"there are {len(asked)}" if asked else "this item has no questions"
        raise Wrong(f"There is no question {number}; {there}.")
    if more.casefold() not in ("", "again"):
        raise Wrong("Type the answer on the lines that follow. Only the word again may stand after the number.")
    question = asked[number - 1]
    found = talk.table.book.answer(question.key)
    if found is not None and found.lane is Lane.mine and talk.table.hides_private:
        raise Wrong("That answer is private and hidden. /private shows it.")
    return talk.begin_answer(question, again=bool(more))


# Actions and goals


def _close(talk: Talk, rest: str, state: ActionState) -> Reply:
    action, why = _action(talk, rest)
    if state is ActionState.done and why:
        raise Wrong("/done takes only a number.")
    if action.state is state:
        return [f"It is {state.value} already: {talk.table.words(action)}"]
    if state is ActionState.dropped:
        action = msgspec.structs.replace(action, why=one_line(why))
    talk.table.do(meeting.close_action(action, state, talk.table.now()))
    because = f", because {one_line(why)}" if why else ""
    return [sentence(f"{state.value}: {talk.table.words(action)}{because}")]


def _done(talk: Talk, rest: str) -> Reply:
    return _close(talk, rest, ActionState.done)


def _drop(talk: Talk, rest: str) -> Reply:
    return _close(talk, rest, ActionState.dropped)


def _move(talk: Talk, rest: str) -> Reply:
    table = talk.table
    action, words = _action(talk, rest)
    due = None
    if words.casefold() != "none":
        due = table.read_date(words)
        if due is None:
            raise Wrong(f"That is not a date: {one_line(words) or 'nothing'}. For example fri, 30 nov, or none.")
    table.do(meeting.move_action(action, due, table.now(), table.today))
    return [f"{'Due ' + table.day(due) if due else 'No date'}: {table.words(action)}"]


def _owner(talk: Talk, rest: str) -> Reply:
    table = talk.table
    action, words = _action(talk, rest)
    owner: Lead | None = None
    if words.casefold() not in ("none", "nobody"):
        # The same reading of names as in a captured line.
        found = capture.parse(f"! x @{words.lstrip('@')}", table.pair, table.today) if words else None
        owner = found.owner if found is not None else None
        if owner is None:
            raise Wrong("Say who: me, mentor, mentee, both, a name, or nobody.")
    table.do(meeting.give_action(action, owner, table.now()))
    return [f"{sentence('for ' + table.who(owner)) if owner else 'Nobody has it.'} {table.words(action)}"]


def _progress(talk: Talk, rest: str) -> Reply:
    number, words = _number(rest, "goal; /goals tells the numbers")
    found = talk.numbered("goals", number)
    if not isinstance(found, Goal):
        raise Wrong(f"There is no goal {number}; /goals tells the numbers.")
    percent, _ = _number(words.replace("%", " "), "per cent, from 0 to 100")
    if percent > 100:
        raise Wrong("Progress is from 0 to 100 per cent.")
    talk.table.do(meeting.set_progress(found, percent, talk.table.now()))
    return [f"{'Reached' if percent == 100 else f'{percent} per cent'}: {one_line(found.text)}"]


def _asked(talk: Talk, rest: str) -> Reply:
    if not rest:
        found = [record for record in talk.listed("asked") if isinstance(record, Note)]
        return telling.counted(talk.table.words(note) for note in found) or ["Nothing was kept to be asked."]
    number, _ = _number(rest, "question; /asked tells the numbers")
    note = talk.numbered("asked", number)
    if not isinstance(note, Note):
        raise Wrong(f"There is no question {number} to ask; /asked tells them.")
    talk.table.do(meeting.ask_done(note, talk.table.now()))
    return [f"{'To be asked after all' if note.asked else 'Asked'}: {talk.table.words(note)}"]


# Lines that were kept


def _edit(talk: Talk, rest: str) -> Reply:
    table = talk.table
    old, words, number = _line(talk, rest)
    if not words:
        return [
            f"Line {number} is: {one_line(capture.line_for(old, table.today))}",
            f"Type /edit {number} and its new text.",
        ]
    signed = words[0] in "!=?~"
    sign = "" if signed else "! " if isinstance(old, Action) else ""
    found = capture.parse(f"{sign}{words}", table.pair, table.today, table.settings.day_first)
    if found is None:
        raise Wrong("There is nothing to keep in that text.")
    if not signed:  # without a sign a line stays what it is
        if isinstance(old, Action):
            found = msgspec.structs.replace(found, owner=found.owner or old.owner, due=found.due or old.due)
        else:
            found = msgspec.structs.replace(found, kind=_kind_of(old), lane=old.lane)
    new = meeting.edited(old, found, table.now())
    table.do(meeting.replace(old, new, table.now()))
    if new.id != old.id:
        numbers = talk.numbers("notes")
        numbers[number - 1] = new.id
        del numbers[len(set(numbers)) :]
    return [f"Line {number} is now: {telling.feed_line(table, new)}", *talk._hints(found)]


def _kind_of(note: Note) -> CaptureKind:
    kinds = {kind.value: kind for kind in CaptureKind}
    return kinds.get(note.kind.value, CaptureKind.note)


def _delete(talk: Talk, rest: str) -> Reply:
    record, more, number = _line(talk, rest)
    if more:
        raise Wrong("/delete takes only a number.")
    talk.table.do(meeting.delete(record, talk.table.now()))
    return [f"Deleted: line {number}, {telling.kind(record)}. /undo brings it back."]


def _keep(talk: Talk, _: str) -> Reply:
    if not talk.aside:
        return ["There is no line to keep."]
    if talk.session is None:
        return ["No session runs. /start starts one; then /keep keeps the line."]
    line, talk.aside = talk.aside, ""
    talk.table.drafts.drop("line")
    return talk.capture(line)


def _undo(talk: Talk, _: str) -> Reply:
    label = talk.table.journal.undo()
    return [f"Undone: {one_line(label)}." if label else "Nothing to undo."]


def _redo(talk: Talk, _: str) -> Reply:
    label = talk.table.journal.redo()
    return [f"Done again: {one_line(label)}." if label else "Nothing to do again."]


# Around the session


def _read_moment(talk: Talk, words: str) -> datetime | None:
    return dates.read_moment(words, talk.table.read_date, talk.table.zone)


def _planned(talk: Talk, when: datetime | None, words: str) -> Reply:
    table = talk.table
    table.do(meeting.plan_session(table.book, table.pack, table.now(), when, minutes=table.settings.minutes))
    planned = table.book.planned
    name = f"Session {planned.number}" if planned is not None else "The next session"
    if when is None:
        return [f"{name} has no date."]
    noon = "" if dates.has_hour(words) else " No hour was given, so it is noon."
    return [f"{name}: {table.when(when)}.{noon}"]


def _plan(talk: Talk, rest: str) -> Reply:
    if rest.casefold() == "none":
        return _planned(talk, None, rest)
    when = _read_moment(talk, rest)
    if when is None:
        raise Wrong(f"That is not a date: {one_line(rest) or 'nothing'}. For example thu 18:30, 3 dec 9:00, or none.")
    return _planned(talk, when, rest)


def _private(talk: Talk, _: str) -> Reply:
    talk.table.hides_private = not talk.table.hides_private
    return ["Private lines are hidden." if talk.table.hides_private else "Private lines are told."]


def _save(talk: Talk, rest: str) -> Reply:
    session = talk.session or meeting.last_held(talk.table.book)
    if session is None:
        return ["There is no session to save yet."]
    return saving.save(talk, session, rest)


COMMANDS = {
    command.name: command
    for command in (
        Command("help", "a command", "these lines, or the one of a command", _help),
        Command("where", "", "the session, the item, the time, and whether all is saved", _where),
        Command("item", "", "what the item holds: words, checklist, questions, steps", _item, True),
        Command("next", "", "the item is done, on to the next; /n is enough", _move_on("done", "Done"), True),
        Command("back", "", "back to the item before", _move_on("back", ""), True),
        Command("skip", "", "leave the item out", _move_on("skip", "Skipped"), True),
        Command("go", "N", "turn to item N of the agenda", _go, True),
        Command("agenda", "", "the items with their numbers", _agenda),
        Command("tick", "N", "tick line N of the item's checklist, or untick it", _tick, True),
        Command(
            "answer",
            "N",
            "answer question N on the lines that follow; with again, begin the answer anew",
            _answer,
            True,
        ),
        Command("actions", "", "the open actions with their numbers, late ones first", _actions),
        Command("done", "N", "action N is done", _done),
        Command("drop", "N why", "action N is dropped", _drop),
        Command("move", "N date", "action N gets another date; none takes it away", _move),
        Command("owner", "N who", "action N gets an owner: me, mentor, mentee, both, a name, nobody", _owner),
        Command("asked", "N", "what was kept to be asked; with a number, it was asked", _asked),
        Command("goals", "", "the goals with their numbers", _goals),
        Command("progress", "N per cent", "goal N is so far", _progress),
        Command("notes", "", "the lines of this session with their numbers", _notes),
        Command("edit", "N text", "line N gets another text; without a text, the line is told", _edit),
        Command("delete", "N", "line N is deleted", _delete),
        Command("keep", "", "keep the line that was not understood or broken off", _keep),
        Command("undo", "", "take back the last change", _undo),
        Command("redo", "", "make again what was taken back", _redo),
        Command("pause", "", "stop the clock", _pause, True),
        Command("resume", "", "start the clock again", _resume, True),
        Command("extend", "minutes", "give the session more minutes", _extend, True),
        Command("plan", "date", "when you meet next, such as thu 18:30; none takes it away", _plan),
        Command("private", "", "hide the words of private lines, or tell them again", _private),
        Command("start", "", "start the session", _start),
        Command("end", "", "end the session", _end, True),
        Command("reopen", "", "go back into the session that has ended", _reopen),
        Command("save", "me or partner, file", "save the notes as Markdown, for you alone or for you both", _save),
        Command("quit", "", "leave; a session that runs goes on running", _quit),
    )
}
