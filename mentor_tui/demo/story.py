"""Tells a fictional mentorship by the functions that the screens use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mentor_tui.clock import zone_of
from mentor_tui.core import agenda, forms, log, meeting, ratings, schedule, tasks
from mentor_tui.core.book import Book, Change
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import (
    Action,
    ActionState,
    Body,
    Goal,
    Horizon,
    Item,
    Lane,
    Lead,
    Note,
    NoteKind,
    Record,
    Role,
    Session,
    Way,
    touch,
)
from mentor_tui.core.sheets import Question
from mentor_tui.data.journal import Journal

MENTOR_ZONE, MENTEE_ZONE = "Europe/Madrid", "America/Sao_Paulo"
HOUR = time(18, 30)
PAUSE = 40  # seconds between two things that are typed
_FIXED = ("ethics-revisit/mid-point",)  # cards that belong to their item


def evening(day: date) -> datetime:
    """The hour of a session on a day, or on the Monday after a weekend, as an instant."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, HOUR, zone_of(MENTOR_ZONE)).astimezone(UTC)


class Story:
    """Tells what happened, in order, by the functions the screens use; ``keep`` puts a chapter on disk in one go."""

    def __init__(self, journal: Journal, pack: Pack, today: date) -> None:
        self.book = Book(journal.book)
        self.pack = pack
        self.now = evening(today)
        self._journal = journal
        self.today = today
        self._told: dict[str, Record] = {}

    def do(self, change: Change | None) -> Record | None:
        """Make a change; gives its first record."""
        if change is None:
            return None
        for record in change.puts:
            self.book.put(record)
            self._told[record.id] = record
        return change.puts[0]

    def keep(self, label: str) -> None:
        """Save what was told since the last time: one write instead of fifty."""
        self._journal.commit(Change(label, tuple(self._told.values())))
        self._told.clear()

    def turn_to(self, day: int) -> None:
        """Go to the evening of a day."""
        self.now = evening(self.today + timedelta(days=day))

    # Sessions

    @property
    def session(self) -> Session | None:
        """The session that is on."""
        return self.book.live

    def start(self, day: int) -> None:
        """Start the session of that day."""
        self.turn_to(day)
        if self.book.planned is None:
            self._set_date(self.now, self.now - timedelta(days=1))
        self.now += timedelta(seconds=75)
        self.do(meeting.start_session(self.book, self.pack, self.now))

    def done(self, minutes: float) -> None:
        """Finish the item of the moment, which took that long in all."""
        session = self.session
        if session is None or session.item is None:
            return
        left = minutes * 60 - agenda.used(session, session.item, self.now)
        self.now += timedelta(seconds=max(5, left))
        self.do(meeting.step(session, "done", self.now))

    def step(self, name: str, minutes: float = 0) -> None:
        """One step of the running session after some minutes."""
        self.now += timedelta(minutes=minutes)
        if self.session is not None:
            self.do(meeting.step(self.session, name, self.now))

    def item(self, body: Body) -> Item | None:
        """The item of the moment, if it holds that."""
        item = self.session.item if self.session else None
        return item if item is not None and item.body is body else None

    def swap(self, key: str) -> None:
        """Take another activity for the first item that holds one."""
        session, thing = self.session, self.pack.activities.get(key) or self.pack.card(key)
        bodies = (Body.activity, Body.cards)
        item = next((i for i in session.items if i.body in bodies and i.ref not in _FIXED), None) if session else None
        if session and thing and item:
            self.do(meeting.draw(session, item.id, thing, self.now))

    def plan(self, day: int) -> None:
        """Set the date of the next session."""
        self._set_date(evening(self.today + timedelta(days=day)), self.now)

    def _set_date(self, when: datetime, now: datetime) -> None:
        planned = self.book.planned
        number = planned.number if planned is not None else meeting.next_number(self.book)
        self.do(schedule.set_date(self.book, self.pack, number, when, now))

    # What is typed

    def _type(self) -> None:
        self.now += timedelta(seconds=PAUSE)

    def note(self, text: str, kind: NoteKind = NoteKind.note, lane: Lane = Lane.pair) -> None:
        """Keep a note."""
        self._type()
        self.do(meeting.keep_note(text, kind, lane, self.session, self.now))

    def private(self, text: str) -> None:
        """Keep a note for oneself."""
        self.note(text, lane=Lane.mine)

    def decide(self, text: str) -> None:
        """Keep a decision."""
        self.note(text, NoteKind.decision)

    def ask_later(self, text: str) -> None:
        """Keep a question for next time."""
        self.note(text, NoteKind.question)

    def asked(self, beginning: str) -> None:
        """A question from an earlier session was asked."""
        self._type()
        for note in meeting.questions_for_next_time(self.book):
            if note.text.startswith(beginning):
                self.do(meeting.ask_done(note, self.now))

    def action(self, text: str, owner: Lead | None, due: int | None, lane: Lane = Lane.pair) -> None:
        """Keep an action; it is due so many days from today."""
        self._type()
        day = None if due is None else self.today + timedelta(days=due)
        self.do(meeting.keep_action(text, owner, day, self.session, self.now, lane))

    def close(self, beginning: str, state: ActionState = ActionState.done) -> None:
        """Close an open action."""
        self._type()
        for action in self.book.open_actions:
            if action.text.startswith(beginning):
                self.do(tasks.close_action(action, state, self.now))

    def goal(self, text: str, horizon: Horizon, measure: str) -> None:
        """Add a goal."""
        self._type()
        self.do(meeting.add_goal(text, horizon, measure, self.now))

    def move(self, beginning: str, percent: int, evidence: str = "") -> None:
        """Set a goal's progress; what begins with ``evidence`` shows it."""
        self._type()
        proof = [r for r in self.book if isinstance(r, Note | Action) and evidence and r.text.startswith(evidence)]
        for goal in self.book.goals:
            if goal.text.startswith(beginning):
                moved = self.do(meeting.set_progress(goal, percent, self.now))
                if isinstance(moved, Goal) and proof:
                    seen = touch(moved, self.now, evidence=(*moved.evidence, *(record.id for record in proof)))
                    self.do(Change("show how a goal moved", (seen,)))

    def tick(self, ref: str, count: int, *, in_session: bool = True) -> None:
        """Tick the first lines of a checklist part."""
        part = self.pack.part(ref)
        place = self.session.id if in_session and self.session else None
        for line in part.lines[:count] if part else ():
            self._type()
            self.do(meeting.tick(self.book, line.key, line.text, place, self.now))

    def check(self, key: str, label: str) -> None:
        """Tick one line outside all sessions."""
        self._type()
        self.do(meeting.tick(self.book, key, label, None, self.now))

    def answer(self, deck_key: str, answers: Mapping[tuple[str, int], str]) -> None:
        """Answer the questions of a deck for which there are answers, by topic and place in it."""
        deck = self.pack.decks.get(deck_key)
        for topic in deck.topics if deck else ():
            for number, question in enumerate(topic.questions):
                text = answers.get((topic.key, number))
                if text is not None:
                    self._write(question, text)

    def _write(self, question: Question, text: str) -> None:
        place = self.session.id if self.session else None
        self._type()
        self.do(meeting.give_answer(self.book, question, text, place, self.now))

    def fill(self, ref: str, *texts: str) -> None:
        """Answer the first questions of a form, or of its part."""
        questions = [question for part in self.pack.form_parts(ref) for question in part.questions]
        for question, text in zip(questions, texts, strict=False):
            self._write(question, text)

    def sign(self, key: str, *who: Role) -> None:
        """Have a form signed."""
        form = self.pack.forms.get(key)
        for each in who if form else ():
            self._type()
            name = self.book.mentorship.name_of(each)
            place = self.session.id if self.session else None
            if form is not None:
                self.do(forms.sign(self.book, self.pack, form, each, name, place, self.now))

    def rate(self, key: str, levels: Sequence[int], *in_words: str) -> None:
        """Rate the lines of a set, over and over in that order, and answer what is answered in words."""
        found = self.pack.ratings.get(key)
        if found is None:
            return
        place = self.session.id if self.session else None
        occasion = ratings.occasion_now(self.pack, self.book, found, self.now.date())
        for number, line in enumerate(found.rated):
            self._type_quickly()
            level = min(levels[number % len(levels)], len(found.levels))
            self.do(ratings.rate(self.book, found, line, occasion, level, place, self.now))
        lines = [line for part in found.parts if part.in_words for line in part.lines]
        for line, text in zip(lines, in_words, strict=False):
            self._write(ratings.in_words(line, occasion), text)

    def _type_quickly(self) -> None:
        self.now += timedelta(seconds=10)

    def still(self, deck_key: str, count: int) -> None:
        """Say of the first answers of a deck that they are still right."""
        deck = self.pack.decks.get(deck_key)
        answered = [q for q in (deck.questions if deck else ()) if self.book.answer(q.key)]
        for question in answered[:count]:
            self._type_quickly()
            self.do(meeting.still_right(self.book, question, self.session.id if self.session else None, self.now))

    def plan_goal(self, beginning: str, **plan: Any) -> None:
        """Add to a goal what belongs to its plan."""
        self._type()
        for goal in self.book.goals:
            if goal.text.startswith(beginning):
                self.do(meeting.edit_goal(touch(goal, self.now, **plan)))

    def review(self, beginning: str, text: str) -> None:
        """Review a goal."""
        self._type()
        for goal in self.book.goals:
            if goal.text.startswith(beginning):
                self.do(meeting.review_goal(goal, text, self.session, self.now))

    def contact(self, day: int, way: Way, text: str) -> None:
        """Add a contact of that day."""
        self._type()
        self.do(log.add_contact(self.today + timedelta(days=day), way, text, self.now))
