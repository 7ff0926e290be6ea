"""The commands on the session itself: where it is, its items and clock, its end, the next date, the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mentor_tui.core import agenda, hindsight, hours, meeting, schedule
from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Lane, Session, SessionState
from mentor_tui.data.opened import NO_TIME_AWAY
from mentor_tui.plain import saving, telling
from mentor_tui.plain.reading import Wrong, number_in, session_of
from mentor_tui.plain.talk import Reply, Talk


def where(talk: Talk, _: str) -> Reply:
    if talk.session is None:
        return [*telling.opening(talk.table), telling.saved(talk.table)]
    return telling.where(talk.table, talk.session)


def item(talk: Talk, _: str) -> Reply:
    return telling.item_lines(talk.table, session_of(talk))


def items(talk: Talk, _: str) -> Reply:
    return telling.agenda_lines(talk.table, talk.session or talk.table.upcoming)


def start(talk: Talk, _: str) -> Reply:
    if talk.table.book.live is not None:
        return [f"Session {talk.table.book.live.number} runs already."]
    return talk.start()


def _step(talk: Talk, name: str) -> Session:
    session = session_of(talk)
    talk.table.do(meeting.step(session, name, talk.table.now()))
    return session_of(talk)


def move_on(name: str, word: str) -> Callable[[Talk, str], Reply]:
    def taken(talk: Talk, _: str) -> Reply:
        before = session_of(talk).item
        if before is None and name != "back":
            return ["That was the last item. /end ends the session."]
        after = _step(talk, name)
        if after.item is before:
            return ["This is the first item."]
        told = [f"{word}: {one_line(before.title)}."] if before is not None and word else []
        return [*told, *talk.item_told()]

    return taken


def go(talk: Talk, rest: str) -> Reply:
    session = session_of(talk)
    number, _ = number_in(rest, "item; /agenda tells the numbers")
    if not 1 <= number <= len(session.items):
        raise Wrong(f"There is no item {number}; there are {len(session.items)}.")
    talk.table.do(meeting.go_to(session, session.items[number - 1].id, talk.table.now()))
    return talk.item_told()


def pause(talk: Talk, _: str) -> Reply:
    if session_of(talk).state is SessionState.paused:
        return ["It is paused already. /resume goes on."]
    _step(talk, "pause")
    return ["Paused. The clock stands still; /resume goes on."]


def resume(talk: Talk, _: str) -> Reply:
    before, now = session_of(talk), talk.table.now()
    if before.state is not SessionState.paused:
        return ["The session runs."]
    away = (agenda.away(before, now) - before.away) // 60
    after = _step(talk, "resume")
    left = max(0, agenda.length(after, now) - agenda.elapsed(after, now)) // 60
    gone = plural(away, "minute") if away else "less than a minute"
    return [f"Going on after {gone}. {plural(left, 'minute')} left, shared out anew."]


def count(talk: Talk, _: str) -> Reply:
    closed = session_of(talk).closed
    if not closed:
        return [NO_TIME_AWAY]
    after = _step(talk, "count")
    on = " /resume goes on." if after.state is SessionState.paused else ""
    ran = talk.table.minutes_told(after)
    return [f"{plural(agenda.whole_minutes(closed), 'minute')} added: {ran} of the session have run.{on}"]


def extend(talk: Talk, rest: str) -> Reply:
    number, _ = number_in(rest, "minutes to add")
    if not 1 <= number <= 240:
        raise Wrong("Say how many minutes to add, from 1 to 240.")
    talk.table.do(meeting.extend(session_of(talk), number, talk.table.now()))
    return [f"{plural(number, 'minute')} added: {talk.table.minutes_told(session_of(talk))} of the session have run."]


def end(talk: Talk, _: str) -> Reply:
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
    when = talk.table.read_moment(line)
    if when is None:
        return [f"That is not a date: {one_line(line)}. Try again, or leave the line empty."]
    talk.asked = None
    return _planned(talk, when, line)


def reopen(talk: Talk, _: str) -> Reply:
    if talk.table.book.live is not None:
        return ["A session is on already."]
    session = talk.session or hindsight.last_held(talk.table.book)
    if session is None:
        return ["No session was held yet."]
    talk.asked = None
    talk.table.do(meeting.step(session, "reopen", talk.table.now()))
    return [f"Session {session.number} is open again and paused. /resume goes on, /end ends it."]


def quit(talk: Talk, _: str) -> Reply:
    talk.over, talk.asked = True, None
    talk.table.journal.retry()
    return talk.farewell()


def tick(talk: Talk, rest: str) -> Reply:
    session = session_of(talk)
    number, _ = number_in(rest, "line of the checklist; /item tells the numbers")
    lines = telling.ticks(talk.table, session, session.item) if session.item is not None else []
    if not 1 <= number <= len(lines):
        there = f"there are {len(lines)}" if lines else "this item has no checklist"
        raise Wrong(f"There is no line {number} to tick; {there}.")
    line = lines[number - 1]
    talk.table.do(meeting.tick(talk.table.book, line.key, line.text, line.place, talk.table.now()))
    return [f"{'Unticked' if line.done else 'Ticked'}: {one_line(line.text)}"]


def answer(talk: Talk, rest: str) -> Reply:
    number, more = number_in(rest, "question; /item tells the numbers")
    asked = telling.questions(talk.table, session_of(talk).item)
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


def _planned(talk: Talk, when: datetime | None, words: str) -> Reply:
    table = talk.table
    before = table.book.planned
    number = before.number if before is not None else meeting.next_number(table.book)
    length = table.settings.minutes
    table.do(schedule.set_date(table.book, table.pack, number, when, table.now(), minutes=length))
    planned = table.book.planned
    name = f"Session {planned.number}" if planned is not None else "The next session"
    if when is None:
        return [f"{name} has no date."]
    noon = "" if hours.has_hour(words) else " No hour was given, so it is noon."
    return [f"{name}: {table.when(when)}.{noon}"]


def plan(talk: Talk, rest: str) -> Reply:
    if rest.casefold() == "none":
        return _planned(talk, None, rest)
    when = talk.table.read_moment(rest)
    if when is None:
        raise Wrong(f"That is not a date: {one_line(rest) or 'nothing'}. For example thu 18:30, 3 dec 9:00, or none.")
    return _planned(talk, when, rest)


def private(talk: Talk, _: str) -> Reply:
    talk.table.hides_private = not talk.table.hides_private
    return ["Private lines are hidden." if talk.table.hides_private else "Private lines are told."]


def save(talk: Talk, rest: str) -> Reply:
    session = talk.session or hindsight.last_held(talk.table.book)
    if session is None:
        return ["There is no session to save yet."]
    return saving.save(talk, session, rest)
