"""A fictional mentorship that fits every pack: two or three sessions, told by what their items hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Body, Horizon, Item, Lead, Role, Way
from mentor_tui.demo.story import Story

Chapter = Callable[[Story], None]

MOST_HELD = 3
_NOTES = (
    "Both in a closed room, nobody records.",
    "Two theatre days a week, one clinic, and teaching on Thursdays.",
    "The step that taught most was the one sideways.",
    "Wants to speak earlier in the big meetings, and to write less late at night.",
    "A small project first, with a date, and then a larger one.",
    "It helps to say the plan aloud before writing it down.",
)
_ANSWERS = (
    "Every time, two days before; the other adds a line.",
    "Short messages in between, a call when it is urgent.",
    "We say so at once, and without blame.",
    "Nothing leaves this call unless we both agree.",
    "At the half-way meeting, and at the end.",
)
_ACTIONS = (
    ("Send the list of courses with dates", Lead.mentor, -4),
    ("Write a first page of the project", Lead.mentee, 6),
    ("Ask the librarian for the two papers", Lead.mentee, 12),
    ("Put the next dates in both calendars", Lead.both, 3),
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
        notes, actions = cycle(_NOTES[number - 1 :] + _NOTES), iter(_ACTIONS[number - 1 :])
        session = story.session
        if not story.book.goals:
            story.goal("Lead one project from start to end", Horizon.short, "A written plan, and the last page")
            story.goal("A post with time for teaching", Horizon.long, "Two applications sent")
        for item in session.items if session is not None else ():
            _item(story, item, number)
            story.note(next(notes))
            story.done(item.minutes)
        for text, owner, due in list(actions)[:2]:
            story.action(text, owner, due)
        story.decide("We keep the hour, and say it in both zones.")
        story.ask_later("What would you do first in my place?")
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
