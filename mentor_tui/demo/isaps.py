"""The fictional mentorship in the ISAPS programme, three sessions in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mentor_tui.core.records import ActionState, Body, Horizon, Lane, Lead, Milestone, NoteKind, Role, Way
from mentor_tui.demo.story import Story

Chapter = Callable[[Story], None]

# Days from today.
_START, _FIRST, _SECOND, _THIRD, _FOURTH = -70, -66, -40, -13, 2

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


def plot() -> tuple[int, tuple[tuple[str, Chapter], ...]]:
    """The day of the start, from today, and the chapters."""
    return _START, _CHAPTERS


def _before(story: Story) -> None:
    story.turn_to(_FIRST - 1)
    story.tick("first-meeting/before-mentor", 7, in_session=False)
    for document in story.pack.documents:
        if document.todo == "read" and document.held:
            story.check(f"document/{document.key}", f"Read: {document.title}")


def _first(story: Story) -> None:
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
    story.answer(item.ref if item else "", _ANSWERS)
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


def _between(story: Story) -> None:
    story.turn_to(_FIRST + 3)
    for text in ("Send an up-to-date CV", "Put all six dates"):
        story.close(text)
    story.contact(_FIRST + 12, Way.message, "A list overran; the dates still hold")


def _second(story: Story) -> None:
    story.start(_SECOND)
    story.note("A long week on both sides. One thing today: the abstract.")
    story.done(4)
    story.close("Write both goals")
    story.note("The CV reads well. Teaching belongs on page one, not on page three.", NoteKind.feedback)
    story.asked("How did you tell your chief")
    story.done(8)
    story.rate("skills", (2, 3, 2, 1, 2, 2, 1), "Listening, and keeping at it", "Asking early; saying no")
    story.private("Underrates herself next to her year. Ask what she would say to a friend with her record.")
    story.done(9)
    story.fill(
        "worksheet/expectations",
        "One honest view from outside the department, once a month.",
        "To be told when an idea is not ready yet.",
        "Both: dates are kept, or moved two days ahead.",
    )
    story.done(8)
    story.goal(
        "Lead the journal club for one term",
        Horizon.short,
        "Six evenings planned and led, feedback asked for after each",
    )
    story.move("Submit an abstract", 50)
    story.note("Working title: [draft] *Knots* without a bench; keep <one> message & 250 words at most.")
    story.action("Send the first version of the abstract", Lead.mentee, -28)
    story.done(14)
    story.step("pause", 3)
    story.step("resume", 2.5)
    story.plan_goal(
        "Submit an abstract",
        by=story.today + timedelta(days=-14),
        activities="Film three knots; one page of method; read two abstracts that won",
        support="The skills lab on Saturdays; Ada reads each version",
        milestones=(Milestone(text="First version read", done=True), Milestone(text="Films cut", done=True)),
    )
    story.plan_goal(
        "Lead the journal club",
        by=story.today + timedelta(days=80),
        activities="Chair one evening a month; ask two people for feedback each time",
        support="The programme director; a colleague who films",
        milestones=(Milestone(text="Three evenings led", done=True), Milestone(text="All six led")),
    )
    story.decide("Two fellowship programmes at most until the spring; depth before breadth.")
    story.done(10)
    story.action("Send the list of fellowship programmes with names to write to", Lead.mentor, -5)
    story.action("Name three people to ask for a reference", Lead.mentee, 4)
    story.ask_later("What would you look for in a fellowship if nobody saw your CV?")
    story.plan(_THIRD)
    story.done(6)
    story.step("end", 0.5)


def _third(story: Story) -> None:
    story.turn_to(_SECOND + 8)
    story.fill(
        "agreement",
        "Every four weeks, an hour; we move a date two days ahead at the latest.",
        "The teaching day, the journal club, and one congress together.",
        "What is said here stays here. Patients are never named.",
        "We write down what we agree, and come back to it half-way.",
        "One strength and one change at the end of every session.",
    )
    story.sign("agreement", Role.mentor, Role.mentee)
    story.contact(_SECOND + 9, Way.email, "Second version of the abstract, with comments")
    story.start(_THIRD)
    story.swap("lead-a-project-or-presentation")
    story.note("Half of the sessions held after today. It works for both; we keep the hour.")
    story.done(4)
    story.close("Send the first version")
    story.close("Ask whether a week", ActionState.dropped)
    story.note("The observer week clashes with the exam. Let go without regret; maybe after the summer.")
    story.done(8)
    story.move("Submit an abstract", 100, "Send the first version")
    story.move("Lead the journal club", 35)
    story.move("A fellowship year", 10)
    story.review("Lead the journal club", "Three evenings led; the quiet ones speak first now.")
    story.note("Abstract submitted four days early. Say it out loud: this one is done.", NoteKind.feedback)
    story.done(9)
    story.still("ground-rules", 8)
    story.decide("We look at the pace together at every session from now on.")
    story.done(8)
    story.note("Nothing to change about what stays private. One reminder: no screenshots.")
    story.done(5)
    story.rate("skills", (2, 3, 3, 2, 2, 3, 1), "Listening; follow through", "Saying no, still")
    story.done(8)
    story.note(
        "Journal club, evening three:\nwhat went well: the quiet ones spoke first\n"
        "what to change: fewer slides, one question on each"
    )
    story.note("Opening minute rehearsed twice. Slower the second time, and much better.", NoteKind.feedback)
    story.private("Ready for more than she asks for. Suggest her for the teaching day, but ask her first.")
    story.done(10)
    story.action("Rehearse the journal club talk on camera with a colleague", Lead.mentee, 1)
    story.action("Choose the case for session 4", Lead.mentor, 2)
    story.action("Ask around quietly about a research post", Lead.mentor, 9, Lane.mine)
    story.action("Compare how each of us opens a morning briefing", None, None)
    story.ask_later("What should I stop doing?")
    story.plan(_FOURTH)
    story.done(7)
    story.step("end", 0.5)


_CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("prepare", _before),
    ("session 1", _first),
    ("between", _between),
    ("session 2", _second),
    ("session 3", _third),
)
