"""What plain mode says of records and of the pack: one thing a line, in words that a screen reader speaks well."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from mentor_tui.core import agenda, forms, hindsight, meeting, planning, progress
from mentor_tui.core.days import due_words
from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Activity, Entry
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.progress import plural
from mentor_tui.core.records import (
    Action,
    ActionState,
    Body,
    Goal,
    GoalState,
    Item,
    Lane,
    Note,
    NoteKind,
    Session,
    SessionState,
)
from mentor_tui.core.sheets import Card, Question
from mentor_tui.plain.table import Table


class Tick(msgspec.Struct, frozen=True):
    """A line that can be ticked: its key, its words, the session it is ticked in, if it is ticked in one."""

    key: str
    text: str
    place: str | None
    done: bool


def sentence(words: str) -> str:
    """Words with a capital letter and an end."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."


def counted(texts: Iterable[str]) -> list[str]:
    """Lines with their numbers."""
    return [f"{number}. {text}" for number, text in enumerate(texts, 1)]


# Records


def action(table: Table, record: Action, *, asks: bool = False) -> str:
    """An action with its owner and date; ``asks`` names what it lacks."""
    parts = [table.words(record)]
    if record.owner is not None:
        parts.append(table.who(record.owner))
    elif asks:
        parts.append("no owner")
    if record.due is not None:
        late = f", {due_words(record.due, table.today)}" if record.is_late(table.today) else ""
        parts.append(f"due {table.day(record.due)}{late}")
    elif asks:
        parts.append("no date")
    if record.state is not ActionState.open:
        parts.append(record.state.value + (f" because {why}" if (why := table.why(record)) else ""))
    if record.lane is Lane.mine:
        parts.append("only you see it")
    return "; ".join(parts)


def kind(record: Note | Action) -> str:
    """What a captured line is."""
    if isinstance(record, Action):
        return "action"
    if record.kind is NoteKind.question:
        return "question to ask next time"
    return "private note" if record.lane is Lane.mine else record.kind.value


def feed(table: Table, session: Session) -> list[Note | Action]:
    """What was captured in a session, in order."""
    return table.book.captured(session.id)


def feed_line(table: Table, record: Note | Action) -> str:
    """A captured line with its hour."""
    hour = table.settings.show_hour(record.created_at.astimezone(table.zone))
    words = action(table, record) if isinstance(record, Action) else table.words(record)
    return f"{hour}, {kind(record)}: {words}"


def goal(table: Table, record: Goal) -> str:
    """A goal with how far it is."""
    state = record.state.value if record.state is not GoalState.open else f"{record.progress} per cent"
    parts = [one_line(record.text), state, record.horizon.value]
    if record.by is not None:
        parts.append(f"by {table.day(record.by)}")
    if record.measure:
        parts.append(f"measure: {one_line(record.measure)}")
    return "; ".join(parts)


# The session


def opening(table: Table) -> list[str]:
    """What is to be known before a session: which, with whom, pace, what is late, what was to be asked."""
    book, session = table.book, table.upcoming
    going = {SessionState.running: " It is running.", SessionState.paused: " It is paused."}.get(session.state, "")
    told = [f"Session {session.number}: {one_line(session.title)}, with {one_line(table.mentorship.partner)}.{going}"]
    if session.planned_for is not None and not going:
        told.append(f"Planned for {table.when(session.planned_for)}.")
    found = dict(progress.words(progress.figures(book, table.pack.rules, table.today)))
    told.append(f"Sessions held: {found['Sessions']}. Pace: {found['Pace']}.")
    late = [each for each in book.open_actions if each.is_late(table.today)]
    told.append(f"Actions: {found['Actions']}.")
    told += [f"Late: {action(table, each)}." for each in late]
    told += [f"To ask: {table.words(note)}" for note in meeting.questions_to_ask(table.book)]
    return told


def where(table: Table, session: Session) -> list[str]:
    """Session, item, clock, and whether all is on disk."""
    told = [f"Session {session.number}: {one_line(session.title)}, with {one_line(table.mentorship.partner)}."]
    if session.state is SessionState.held:
        return [*told, "It has ended. /reopen goes back into it.", saved(table)]
    over = agenda.elapsed(session, table.now()) > table.booked(session) * 60
    told.append(f"{table.minutes_told(session)} of the session have run{', it is over its time' if over else ''}.")
    if session.state is SessionState.paused:
        away = (agenda.away(session, table.now()) - session.away) // 60
        told.append(f"Paused for {plural(away, 'minute')}. /resume goes on.")
    item = session.item
    if item is None:
        told.append("All items are done. /end ends the session.")
    else:
        place = session.items.index(item) + 1
        late = " It is over its time." if item_warning(table, session) == "over" else ""
        told.append(
            f"Item {place} of {len(session.items)}: {one_line(item.title)}, {table.item_minutes(session)}.{late}"
        )
    return [*told, saved(table)]


def saved(table: Table) -> str:
    """Whether all is on disk."""
    journal = table.journal
    if journal.trouble:
        return f"NOT SAVED: {plural(journal.unsaved, 'record')}. {one_line(journal.trouble)}"
    at = f" at {journal.saved_at.astimezone(table.zone):%H:%M:%S}" if journal.saved_at else ""
    return f"All is saved on disk{at}."


def item_warning(table: Table, session: Session) -> str:
    """``soon``, ``over`` or nothing, for the item of the moment."""
    item = session.item
    if item is None:
        return ""
    return agenda.warning(agenda.used(session, item, table.now()), item.share, table.settings.warn_at)


def agenda_lines(table: Table, session: Session) -> list[str]:
    """The agenda with numbers, minutes and states."""
    told = []
    held = agenda.minutes_used(session, table.now())[0] if session.state is SessionState.held else []
    for place, item in enumerate(session.items):
        used = held[place] if held else agenda.used(session, item, table.now()) // 60
        ran = f"{used} of " if used or item.id == session.current else ""
        told.append(f"{one_line(item.title)}, {item.state.value}, {ran}{plural(item.share, 'minute')}")
    return counted(told)


# The item


def ticks(table: Table, session: Session, item: Item) -> list[Tick]:
    """What of an item can be ticked, in order."""
    book, pack = table.book, table.pack
    match item.body:
        case Body.checklist:
            part, place = pack.part(item.ref), meeting.tick_place(session, item)
            found = part.lines if part is not None else ()
            return [Tick(line.key, line.text, place, book.is_checked(line.key, place)) for line in found]
        case Body.review:
            return [
                Tick(key, f"still right: {question.text}", session.id, book.is_checked(key, session.id))
                for question in questions(table, item)
                if book.answer(question.key) is not None and (key := f"{hindsight.REVIEWED}{question.key}")
            ]
        case Body.documents:
            return [Tick(line.tick, line.title, None, line.done) for line in table.path if line.tick]
        case _:
            return []


def questions(table: Table, item: Item | None) -> tuple[Question, ...]:
    """The questions of an item that are answered in writing."""
    if item is not None and item.body is Body.review:
        deck = table.pack.decks.get(item.ref)
    else:
        deck = forms.deck_of(table.pack, item)
    return deck.questions if deck is not None else ()


def answer_words(table: Table, question: Question) -> str:
    """The answer to a question, on one line; empty without one."""
    found = table.book.answer(question.key)
    return table.words(found) if found is not None else ""


def lead(table: Table, item: Item) -> str:
    """Who leads an item: ``you lead``, ``Dr Noa Placeholder leads``."""
    if item.lead.value in ("both", table.mentorship.role.value):
        return f"{table.who(item.lead)} lead"
    return f"{table.who(item.lead)} leads"


def item_lines(table: Table, session: Session) -> list[str]:
    """All that the item of the moment holds."""
    item = session.item
    if item is None:
        return ["All items are done. /end ends the session, /back goes back an item."]
    told = [f"{sentence(one_line(item.title))} {sentence(lead(table, item))}"]
    entry = planning.entry_of(table.pack, session, item)
    fits = entry is not None and (item.body not in (Body.activity, Body.cards) or entry.ref == item.ref)
    if entry is not None and fits:
        told += _said(entry)
    told += _body(table, session, item)
    lines = ticks(table, session, item)
    if lines:
        told.append("Checklist; /tick and a number ticks or unticks:")
        told += counted(f"{one_line(line.text)}, {'ticked' if line.done else 'not ticked'}" for line in lines)
    asked = questions(table, item)
    if asked:
        told.append("Questions; /answer and a number answers:")
        told += counted(_question(table, question) for question in asked)
    if meeting.asks(session, item):
        told += [f"To ask: {table.words(note)}" for note in meeting.questions_to_ask(table.book)]
    return told


def _said(entry: Entry) -> list[str]:
    return [*([one_line(entry.intro)] if entry.intro else []), *(f"Say or ask: {one_line(p)}" for p in entry.prompts)]


def _question(table: Table, question: Question) -> str:
    words = answer_words(table, question)
    return f"{one_line(question.text)} {f'Answer: {words}' if words else 'No answer yet.'}"


def _body(table: Table, session: Session, item: Item) -> list[str]:
    """What an item holds beside checklist and questions."""
    pack = table.pack
    match item.body:
        case Body.activity:
            activity = pack.activities.get(item.ref)
            return _activity(activity) if activity is not None else []
        case Body.cards:
            card, found = pack.card(item.ref), pack.cards.get(item.ref)
            if card is not None:
                return _card(card)
            return [f"Theme: {one_line(each.title)}" for each in found.cards] if found is not None else []
        case Body.actions:
            carried = meeting.carried(table.book, session)
            told = [f"From earlier: {action(table, each, asks=True)}." for each in carried]
            return told or ["Nothing is open from earlier."]
        case Body.goals:
            return [f"Goal: {goal(table, each)}." for each in table.book.goals] or ["No goals yet."]
        case Body.form:
            return _form(table, item)
        case Body.ratings:
            found_set = pack.ratings.get(item.ref)
            if found_set is None:
                return []
            private = found_set.lane is Lane.mine
            lines = [] if private else [f"To rate: {one_line(line.text)}" for line in found_set.rated]
            return [*lines, "Levels are given in the screens of mentor-tui; here a line can be kept on them."]
        case Body.documents:
            return [f"{path_title(pack)}: {path_words(table.path)}."]
        case _:
            return []


def _activity(found: Activity) -> list[str]:
    told = [f"Activity: {one_line(found.title)}. {one_line(found.purpose)}"]
    told += [f"Prepare: {one_line(text)}" for text in found.prepare]
    told += [f"Step {number}: {one_line(text)}" for number, text in enumerate(found.steps, 1)]
    return [*told, *(f"On a call: {one_line(text)}" for text in found.on_a_call)]


def _card(found: Card) -> list[str]:
    return [f"Theme: {one_line(found.title)}.", *filter(None, map(one_line, (found.text, *found.lines)))]


def _form(table: Table, item: Item) -> list[str]:
    form = table.pack.forms.get(item.ref.partition("/")[0])
    if form is None:
        return []
    told = [f"Form: {one_line(form.title)}."]
    if form.draft_for:
        told.append("It is a draft of ours. The programme's own document has to be filled in too.")
    for part in table.pack.form_parts(item.ref):
        told += [f"{sentence(one_line(part.title))} {one_line(part.text)}".strip()]
        if part.fill is not None:
            told += [one_line(line) for line in forms.filled(table.book, table.pack, part.fill, table.form_place)]
    return told


# The end


def closing(table: Table, session: Session) -> list[str]:
    """What a session that has ended still lacks."""
    loose = meeting.unsettled(table.book, session)
    told = [f"Session {session.number} has ended after {plural(agenda.minutes_run(session, table.now()), 'minute')}."]
    if loose:
        told.append(
            f"{sentence(plural(len(loose), 'action') + (' lacks' if len(loose) == 1 else ' lack'))[:-1]} who or when:"
        )
    return told


def not_saved(table: Table) -> list[str]:
    """What is not on disk, in words."""
    told = [f"NOT SAVED: {table.words(record)}" for record in table.journal.waiting]
    if told and table.drafts.lasting:
        told.append("These are kept as drafts and are put back at the next start.")
    return told
