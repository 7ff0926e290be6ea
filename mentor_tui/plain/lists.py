"""The commands on what was kept: lines, actions, goals, questions; undo."""

from __future__ import annotations

import msgspec

from mentor_tui.core import capture, meeting, tasks
from mentor_tui.core.capture import CaptureKind
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Action, ActionState, Goal, Lead, Note
from mentor_tui.plain import telling
from mentor_tui.plain.reading import Wrong, action_in, line_in, number_in, session_of
from mentor_tui.plain.talk import Reply, Talk
from mentor_tui.plain.telling import sentence


def notes(talk: Talk, _: str) -> Reply:
    session_of(talk)
    found = [record for record in talk.listed("notes") if isinstance(record, Note | Action)]
    return telling.counted(telling.feed_line(talk.table, record) for record in found) or ["No line was kept yet."]


def actions(talk: Talk, _: str) -> Reply:
    found = [record for record in talk.listed("actions") if isinstance(record, Action)]
    return telling.counted(telling.action(talk.table, each, asks=True) for each in found) or ["No action is open."]


def goals(talk: Talk, _: str) -> Reply:
    found = [record for record in talk.listed("goals") if isinstance(record, Goal)]
    return telling.counted(telling.goal(talk.table, each) for each in found) or ["No goals yet."]


def _close(talk: Talk, rest: str, state: ActionState) -> Reply:
    action, why = action_in(talk, rest)
    if state is ActionState.done and why:
        raise Wrong("/done takes only a number.")
    if action.state is state:
        return [f"It is {state.value} already: {talk.table.words(action)}"]
    talk.table.do(tasks.close_action(action, state, talk.table.now(), why=one_line(why)))
    because = f", because {one_line(why)}" if why else ""
    return [sentence(f"{state.value}: {talk.table.words(action)}{because}")]


def done(talk: Talk, rest: str) -> Reply:
    return _close(talk, rest, ActionState.done)


def drop(talk: Talk, rest: str) -> Reply:
    return _close(talk, rest, ActionState.dropped)


def move(talk: Talk, rest: str) -> Reply:
    table = talk.table
    action, words = action_in(talk, rest)
    due = None
    if words.casefold() != "none":
        due = table.read_date(words)
        if due is None:
            raise Wrong(f"That is not a date: {one_line(words) or 'nothing'}. For example fri, 30 nov, or none.")
    table.do(tasks.move_action(action, due, table.now(), table.today))
    return [f"{'Due ' + table.day(due) if due else 'No date'}: {table.words(action)}"]


def owner(talk: Talk, rest: str) -> Reply:
    table = talk.table
    action, words = action_in(talk, rest)
    owner: Lead | None = None
    if words.casefold() not in ("none", "nobody"):
        # The same reading of names as in a captured line.
        found = capture.parse(f"! x @{words.lstrip('@')}", table.mentorship, table.today) if words else None
        owner = found.owner if found is not None else None
        if owner is None:
            raise Wrong("Say who: me, mentor, mentee, both, a name, or nobody.")
    table.do(tasks.give_action(action, owner, table.now()))
    return [f"{sentence('for ' + table.who(owner)) if owner else 'Nobody has it.'} {table.words(action)}"]


def progress(talk: Talk, rest: str) -> Reply:
    number, words = number_in(rest, "goal; /goals tells the numbers")
    found = talk.numbered("goals", number)
    if not isinstance(found, Goal):
        raise Wrong(f"There is no goal {number}; /goals tells the numbers.")
    percent, _ = number_in(words.replace("%", " "), "per cent, from 0 to 100")
    if percent > 100:
        raise Wrong("Progress is from 0 to 100 per cent.")
    talk.table.do(meeting.set_progress(found, percent, talk.table.now()))
    return [f"{'Reached' if percent == 100 else f'{percent} per cent'}: {one_line(found.text)}"]


def asked(talk: Talk, rest: str) -> Reply:
    if not rest:
        found = [record for record in talk.listed("asked") if isinstance(record, Note)]
        return telling.counted(talk.table.words(note) for note in found) or ["Nothing was kept to be asked."]
    number, _ = number_in(rest, "question; /asked tells the numbers")
    note = talk.numbered("asked", number)
    if not isinstance(note, Note):
        raise Wrong(f"There is no question {number} to ask; /asked tells them.")
    talk.table.do(meeting.ask_done(note, talk.table.now()))
    return [f"{'To be asked after all' if note.asked else 'Asked'}: {talk.table.words(note)}"]


# Lines that were kept


def edit(talk: Talk, rest: str) -> Reply:
    table = talk.table
    old, words, number = line_in(talk, rest)
    if not words:
        return [
            f"Line {number} is: {one_line(capture.line_for(old, table.mentorship, table.settings.day_first))}",
            f"Type /edit {number} and its new text.",
        ]
    signed = words[0] in "!=?~"
    sign = "" if signed else "! " if isinstance(old, Action) else ""
    found = capture.parse(f"{sign}{words}", table.mentorship, table.today, table.settings.day_first)
    if found is None:
        raise Wrong("There is nothing to keep in that text.")
    if not signed:  # without a sign a line stays what it is
        if isinstance(old, Action):
            found = msgspec.structs.replace(found, owner=found.owner or old.owner, due=found.due or old.due)
        else:
            found = msgspec.structs.replace(found, kind=_kind_of(old), lane=old.lane)
    now = table.now()
    new = meeting.edited(old, found, now)
    talk.numbers("notes")[number - 1] = new.id
    table.do(meeting.replace(table.book, old, new, now))
    return [f"Line {number} is now: {telling.feed_line(table, new)}", *talk.hints(found)]


def _kind_of(note: Note) -> CaptureKind:
    kinds = {kind.value: kind for kind in CaptureKind}
    return kinds.get(note.kind.value, CaptureKind.note)


def delete(talk: Talk, rest: str) -> Reply:
    record, more, number = line_in(talk, rest)
    if more:
        raise Wrong("/delete takes only a number.")
    talk.table.do(meeting.delete(record, talk.table.now()))
    return [f"Deleted: line {number}, {telling.kind(record)}. /undo brings it back."]


def keep(talk: Talk, _: str) -> Reply:
    if not talk.aside:
        return ["There is no line to keep."]
    if talk.session is None:
        return ["No session runs. /start starts one; then /keep keeps the line."]
    return talk.keep_aside()


def undo(talk: Talk, _: str) -> Reply:
    label = talk.table.undo()
    return [f"Undone: {one_line(label)}." if label else "Nothing to undo."]


def redo(talk: Talk, _: str) -> Reply:
    label = talk.table.redo()
    return [f"Done again: {one_line(label)}." if label else "Nothing to do again."]
