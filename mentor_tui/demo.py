"""A fictional mentorship, three sessions in: to look around in, to test with and to take pictures of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from mentor_tui.clock import Clock, zone_of
from mentor_tui.core import agenda, meeting
from mentor_tui.core.book import Book, Change
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import (
    Action,
    ActionState,
    Body,
    Goal,
    Horizon,
    Item,
    Lane,
    Lead,
    Mentorship,
    Note,
    NoteKind,
    Record,
    Role,
    Session,
    make,
    touch,
)
from mentor_tui.data.journal import Journal
from mentor_tui.data.shelf import Shelf
from mentor_tui.prompts.library import load_pack

PACK = "isaps"
MENTOR, MENTOR_ZONE = "Dr Ada Sample", "Europe/Madrid"
MENTEE, MENTEE_ZONE = "Dr Noa Placeholder", "America/Sao_Paulo"

# Days from today.
_START, _FIRST, _SECOND, _THIRD, _FOURTH = -70, -66, -40, -13, 2
_HOUR = time(18, 30)
_PAUSE = 40  # seconds between two things that are typed

# By the topic and the question's place in it, so that a question may be put in other words.
_ANSWERS = {
    ("what-we-talk-about", 0): "The step after residency, and how to lead a small team before anyone calls you a lead.",
    ("what-we-talk-about", 1): "No gossip about either department. Family only when one of us brings it up.",
    ("responsibilities", 0): "Both: every four weeks, and a short message if a list overruns.",
    ("responsibilities", 1): "Noa, two days before. Ada adds one line at most.",
    ("responsibilities", 5): "Ada, at the third session and at the last one.",
    ("style", 0): "Structured for the first half, then wherever it goes.",
    ("what-the-mentee-may-draw-on", 2): "Two short messages a month; a call if something is on fire.",
    ("feedback", 0): "Yes. Within a day, one strength first, then one change.\nNever in front of others.",
    (
        "confidentiality",
        0,
    ): "Patient safety and the law come first. We would tell each other before we tell anyone else.",
    ("confidentiality", 2): "That it exists. Not what it is about.",
}


def make_demo(folder: Path, clock: Clock) -> str:
    """Keep the demo journal in ``folder``, as if it had grown up to ``clock``'s now; gives its name. Raises OSError."""
    pack = load_pack(PACK)
    now = clock.now()
    today = now.astimezone(zone_of(MENTOR_ZONE)).date()
    start = today + timedelta(days=_START)
    mentorship = make(
        Mentorship,
        _instant(start),
        role=Role.mentor,
        mentor=MENTOR,
        mentee=MENTEE,
        pack=PACK,
        starts_on=start,
        ends_on=add_months(start, pack.rules.months),
        mentor_zone=MENTOR_ZONE,
        mentee_zone=MENTEE_ZONE,
        contact="Video call; a text message when a list overruns",
    )
    with Shelf(folder).create(mentorship, clock) as journal:
        story = _Story(journal, pack, today)
        for label, chapter in _CHAPTERS:
            chapter(story)
            story.keep(label)
        if journal.trouble:
            raise OSError(journal.trouble)
        return journal.name


def _instant(day: date) -> datetime:
    """The hour of a session on a day, or on the Monday after a weekend, as an instant."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, _HOUR, zone_of(MENTOR_ZONE)).astimezone(UTC)


class _Story:
    """Tells what happened, in order, by the functions the screens use; ``keep`` puts a chapter on disk in one go."""

    def __init__(self, journal: Journal, pack: Pack, today: date) -> None:
        self.book = Book(journal.book)
        self.pack = pack
        self.now = _instant(today)
        self._journal = journal
        self._today = today
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
        self.now = _instant(self._today + timedelta(days=day))

    # Sessions

    @property
    def session(self) -> Session | None:
        """The session that is on."""
        return self.book.live

    def start(self, day: int) -> None:
        """Start the session of that day."""
        self.turn_to(day)
        if self.book.planned is None:
            self.do(meeting.plan_session(self.book, self.pack, self.now - timedelta(days=1), self.now))
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
        session, activity = self.session, self.pack.activities.get(key)
        item = next((item for item in session.items if item.body is Body.activity), None) if session else None
        if session and activity and item:
            self.do(meeting.swap_activity(session, item.id, activity, self.now))

    def plan(self, day: int) -> None:
        """Set the date of the next session."""
        when = _instant(self._today + timedelta(days=day))
        self.do(meeting.plan_session(self.book, self.pack, self.now, when))

    # What is typed

    def _type(self) -> None:
        self.now += timedelta(seconds=_PAUSE)

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
        day = None if due is None else self._today + timedelta(days=due)
        self.do(meeting.keep_action(text, owner, day, self.session, self.now, lane))

    def close(self, beginning: str, state: ActionState = ActionState.done) -> None:
        """Close an open action."""
        self._type()
        for action in self.book.open_actions:
            if action.text.startswith(beginning):
                self.do(meeting.close_action(action, state, self.now))

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

    def answer(self, deck_key: str) -> None:
        """Answer the questions of a deck for which there are answers."""
        deck = self.pack.decks.get(deck_key)
        place = self.session.id if self.session else None
        for topic in deck.topics if deck else ():
            for number, question in enumerate(topic.questions):
                text = _ANSWERS.get((topic.key, number))
                if text is not None:
                    self._type()
                    self.do(meeting.give_answer(self.book, question, text, place, self.now))


def _before(story: _Story) -> None:
    story.turn_to(_FIRST - 1)
    for part in story.pack.parts("before"):
        if part.who is Lead.mentor:
            ref = next((f"{key}/{part.key}" for key, c in story.pack.checklists.items() if part in c.parts), "")
            story.tick(ref, 7, in_session=False)
    for document in story.pack.documents:
        if document.todo == "read" and document.held:
            story.check(f"document/{document.key}", f"Read: {document.title}")


def _first(story: _Story) -> None:
    story.start(_FIRST)
    story.note("Both in a closed room, cameras on, nobody records.")
    story.done(4)
    story.note("Noa: fourth year, reconstructive rota until spring, teaches the interns knots on Saturdays.")
    story.note("Ada changed track twice. The detour through hand surgery paid off ten years later.")
    story.done(11)
    item = story.item(Body.checklist)
    story.tick(item.ref if item else "", 9)
    story.note(
        "What Noa hopes for:\n- someone outside the department to think aloud with\n"
        "- a plan for the year after residency\n- to stop saying yes to everything"
    )
    story.private("Talks fast when it is about the exam. Come back to that when we know each other better.")
    story.done(8)
    item = story.item(Body.questions)
    story.answer(item.ref if item else "")
    story.decide("Noa sends the agenda two days before each session.")
    story.done(17)
    story.goal(
        "Submit an abstract on teaching knots by video",
        Horizon.short,
        "Submitted before the deadline, with both of us happy with the title",
    )
    story.goal(
        "A fellowship year in reconstructive microsurgery",
        Horizon.long,
        "Two applications sent and one interview held",
    )
    story.action("Write both goals into the worksheet", Lead.mentee, -50)
    story.done(8)
    story.note("The decision that changed most: handing over the list on a bad day, and saying why.")
    story.ask_later("How did you tell your chief that you were leaving?")
    story.done(6)
    story.action("Send an up-to-date CV", Lead.mentee, -60)
    story.action("Ask whether a week as an observer is possible", Lead.mentor, -30)
    story.action("Put all six dates in both calendars", Lead.both, -62)
    story.note("Both of us have read the ethics guide.", lane=Lane.programme)
    story.decide("Every four weeks at half past six in Madrid; we say the hour in both zones.")
    story.plan(_SECOND)
    story.done(7)
    story.step("end", 0.5)


def _second(story: _Story) -> None:
    story.start(_SECOND)
    story.note("A long week on both sides. One thing today: the abstract.")
    story.done(4)
    for text in ("Send an up-to-date CV", "Put all six dates", "Write both goals"):
        story.close(text)
    story.note("The CV reads well. Teaching belongs on page one, not on page three.", NoteKind.feedback)
    story.asked("How did you tell your chief")
    story.done(9)
    story.goal(
        "Lead the journal club for one term",
        Horizon.short,
        "Six evenings planned and led, feedback asked for after each",
    )
    story.move("Submit an abstract", 50)
    story.note("Working title: [draft] *Knots* without a bench; keep <one> message & 250 words at most.")
    story.action("Send the first version of the abstract", Lead.mentee, -28)
    story.done(16)
    story.step("pause", 3)
    story.step("resume", 2.5)
    story.note("Both maps drawn. Noa's first lead was the student choir; it counts.")
    story.private("Underrates herself next to her year. Ask what she would say to a friend with her record.")
    story.decide("Two fellowship programmes at most until the spring; depth before breadth.")
    story.done(21)
    story.action("Send the list of fellowship programmes with names to write to", Lead.mentor, -5)
    story.action("Name three people to ask for a reference", Lead.mentee, 4)
    story.ask_later("What would you look for in a fellowship if nobody saw your CV?")
    story.plan(_THIRD)
    story.done(8)
    story.step("end", 0.5)


def _third(story: _Story) -> None:
    story.start(_THIRD)
    story.swap("lead-a-project-or-presentation")
    story.note("Half of the sessions held after today. It works for both; we keep the hour.")
    story.done(6)
    story.close("Send the first version")
    story.close("Ask whether a week", ActionState.dropped)
    story.note("The observer week clashes with the exam. Let go without regret; maybe after the summer.")
    story.done(12)
    story.move("Submit an abstract", 100, "Send the first version")
    story.move("Lead the journal club", 35)
    story.move("A fellowship year", 10)
    story.note("Abstract submitted four days early. Say it out loud: this one is done.", NoteKind.feedback)
    story.done(13)
    story.note(
        "Journal club, evening three:\nwhat went well: the quiet ones spoke first\n"
        "what to change: fewer slides, one question on each"
    )
    story.note("Opening minute rehearsed twice. Slower the second time, and much better.", NoteKind.feedback)
    story.private("Ready for more than she asks for. Suggest her for the teaching day, but ask her first.")
    story.done(19)
    story.decide("We look at the pace together at every session from now on.")
    story.action("Rehearse the journal club talk on camera with a colleague", Lead.mentee, 1)
    story.action("Choose the activity for session 4", Lead.both, 2)
    story.action("Ask around quietly about a research post", Lead.mentor, 9, Lane.mine)
    story.action("Compare how each of us opens a morning briefing", None, None)
    story.ask_later("What should I stop doing?")
    story.plan(_FOURTH)
    story.done(9)
    story.step("end", 0.5)


_CHAPTERS: tuple[tuple[str, Callable[[_Story], None]], ...] = (
    ("prepare", _before),
    ("session 1", _first),
    ("session 2", _second),
    ("session 3", _third),
)
