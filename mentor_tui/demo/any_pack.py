"""A fictional mentorship that fits every pack: two or three sessions, told by what their items hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Body, Horizon, Item, Lead, Role, Way
from mentor_tui.demo.story import Story

Chapter = Callable[[Story], None]

MOST_HELD = 3
# Each line once; the sessions take them in turn.
_NOTES = (
    "Both in a closed room, nobody records.",
    "The plan is on one page now, and that helps.",
    "Half of it done; the other half was too much for one month.",
    "Two theatre days a week, one clinic, and teaching on Thursdays.",
    "It helps to say the plan aloud before writing it down.",
    "The talk went well. The questions were the best part.",
    "The step that taught most was the one sideways.",
    "Wants to speak earlier in the big meetings.",
    "Less late at night, more before rounds.",
    "A small project first, with a date, and then a larger one.",
    "Two colleagues have joined, one of them with data.",
    "Next year begins to have a shape.",
)
_DECISIONS = (
    "We keep the hour, and say it in both zones.",
    "One project until the summer, not two.",
    "The agenda comes two days before.",
)
_QUESTIONS = (
    "What would you do first in my place?",
    "Whom should I ask besides you?",
    "What did you give up to get there?",
)
_ANSWERS = (
    "Every time, two days before; the other adds a line.",
    "Short messages in between, a call when it is urgent.",
    "We say so at once, and without blame.",
    "Nothing leaves this call unless we both agree.",
    "At the half-way meeting, and at the end.",
)
_ACTIONS = (
    ("Put the next dates in both calendars", Lead.both, -60),
    ("Send the list of courses with dates", Lead.mentor, -50),
    ("Write a first page of the project", Lead.mentee, -4),
    ("Ask the librarian for the two papers", Lead.mentee, 6),
    ("Introduce the statistician", Lead.mentor, 9),
    ("Rehearse the talk with a colleague", Lead.mentee, 12),
)


def plot(pack: Pack) -> tuple[int, list[tuple[str, Chapter]]]:
    """The day of the start, from today, and the chapters; the sessions keep the rhythm of the programme."""
    rhythm = round(pack.rules.months * 30.4 / pack.rules.sessions)
    held = min(MOST_HELD, max(1, pack.rules.sessions // 2))
    days = [rhythm // 2 - rhythm * back for back in range(held, -1, -1)]
    chapters = [(f"session {n}", _session(n, day, days[n])) for n, day in enumerate(days[:-1], 1)]
    return days[0] - 4, [("prepare", _prepare), *chapters]


def _prepare(story: Story) -> None:
    story.turn_to(-1)
    for document in story.pack.documents:
        if document.held:
            story.check(f"document/{document.key}", document.title)


def _session(number: int, day: int, following: int) -> Chapter:
    def told(story: Story) -> None:
        story.start(day)
        notes, actions = iter(_NOTES[number - 1 :: MOST_HELD]), _ACTIONS[2 * number - 2 : 2 * number]
        session = story.session
        if not story.book.goals:
            story.goal("Lead one project from start to end", Horizon.short, "A written plan, and the last page")
            story.goal("A post with time for teaching", Horizon.long, "Two applications sent")
        for item in session.items if session is not None else ():
            _item(story, item, number)
            if (note := next(notes, None)) is not None:
                story.note(note)
            story.done(item.minutes)
        for text, owner, due in actions:
            story.action(text, owner, due)
        story.decide(_DECISIONS[number - 1])
        story.ask_later(_QUESTIONS[number - 1])
        story.plan(following)
        story.step("end", 0.5)
        if number == 1:
            for form in story.pack.forms.values():
                if form.signed_by is Lead.both:
                    story.sign(form.key, Role.mentor, Role.mentee)
            story.contact(day + 9, Way.email, "The CV, with two comments")

    return told


def _item(story: Story, item: Item, number: int) -> None:
    match item.body:
        case Body.checklist:
            part = story.pack.part(item.ref)
            count = len(part.lines) * 2 // 3 if part else 0
            story.tick(item.ref, min(count, 9), in_session=item.ref.partition("/")[0] == item.agenda)
        case Body.questions:
            deck = story.pack.decks.get(item.ref)
            topics = [(topic.key, n) for topic in deck.topics for n in range(len(topic.questions))] if deck else []
            story.answer(item.ref, dict(zip(topics[: 4 * number + 4], cycle(_ANSWERS), strict=False)))
        case Body.form:
            story.fill(item.ref, *_ANSWERS[:3])
        case Body.ratings:
            story.rate(item.ref, (1, 2, 3, 2) if number == 1 else (2, 2, 3, 2, 3), "Listening", "Asking early")
        case Body.review:
            story.still(item.ref, 5)
        case Body.actions:
            for action in story.book.open_actions[:1]:
                story.close(action.text)
        case Body.goals if story.book.goals:
            story.move("Lead one project", 30 * number)
            story.review("Lead one project", "The plan is written; two colleagues have joined.")
        case _:
            pass
