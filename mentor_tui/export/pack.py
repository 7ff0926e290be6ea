"""A programme pack as one readable Markdown document: rules, words and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentor_tui.core.packs import Activity, Agenda, Checklist, Deck, Pack
from mentor_tui.core.sheets import CardSet, Form, RatingSet, Source
from mentor_tui.export.escape import inline


def pack_markdown(pack: Pack) -> str:
    """Everything a pack says, in the order in which a pair meets it."""
    return "\n\n".join(_blocks(pack)) + "\n"


def _blocks(pack: Pack) -> Iterator[str]:
    yield f"# {inline(pack.title)}"
    yield "\n".join(_rules(pack))
    if pack.steps:
        yield "## Steps"
        yield "\n".join(f"{n}. {inline(s.title)}{_from(s.source)}" for n, s in enumerate(pack.steps, 1))
    if pack.documents:
        yield "## Documents"
        yield "\n".join(_documents(pack))
    for key, agenda in pack.agendas.items():
        yield from _agenda(agenda, [n for n, name in enumerate(pack.course, 1) if name == key])
    for checklist in pack.checklists.values():
        yield from _checklist(checklist)
    for deck in pack.decks.values():
        yield from _deck(deck)
    for form in pack.forms.values():
        yield from _form(form)
    for ratings in pack.ratings.values():
        yield from _ratings(ratings)
    for activity in pack.activities.values():
        yield from _activity(activity)
    for cards in pack.cards.values():
        yield from _cards(cards)


def _from(source: Source | None) -> str:
    return f" *({inline(str(source))})*" if source is not None and source.document else ""


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    found = [f"- {inline(line)}" for line in lines]
    if found:
        yield "\n".join(found)


def _rules(pack: Pack) -> Iterator[str]:
    rules = pack.rules
    yield f"- Name: {inline(pack.name)}"
    yield f"- {inline(rules.told)}{_from(rules.source)}"
    yield f"- The first meeting {'counts' if rules.first_counts else 'does not count'}"
    if rules.survey_weeks_before_end is not None:
        yield f"- A survey opens {rules.survey_weeks_before_end} weeks before the end"
    yield f"- A certificate at the end: {'yes' if rules.certificate else 'no'}"
    yield f"- The mentee is called: {inline(pack.mentee_word)}"
    yield f"- The plan is called: {inline(pack.plan_word)}"
    yield f"- The log is called: {inline(pack.log_word)}"
    if pack.contact:
        yield f"- The programme's address: {inline(pack.contact)}"


def _documents(pack: Pack) -> Iterator[str]:
    for document in pack.documents:
        back = ", goes back to the programme" if document.returned else ""
        held = f", {document.unknown}" if document.unknown else ""
        todo = document.todo.capitalize()
        yield f"- {todo}: {inline(document.title)}{back}{held}{_from(document.source)}"


def _agenda(agenda: Agenda, numbers: list[int]) -> Iterator[str]:
    place = f" (session {', '.join(map(str, numbers))})" if numbers else ""
    yield f"## Agenda: {inline(agenda.title)}{place}"
    yield f"{inline(agenda.intro)} {agenda.minutes} minutes."
    for number, entry in enumerate(agenda.entries, 1):
        holds = f", {entry.body.value} {entry.ref}".rstrip() if entry.body.value != "talk" else ""
        lead = "both lead" if entry.lead.value == "both" else f"the {entry.lead.value} leads"
        yield f"### {number}. {inline(entry.title)}"
        yield f"{entry.minutes} minutes, {lead}{inline(holds)}.{_from(entry.source)}"
        yield inline(entry.intro)
        yield from _bullets(entry.prompts)


def _checklist(checklist: Checklist) -> Iterator[str]:
    yield f"## Checklist: {inline(checklist.title)}"
    if checklist.intro:
        yield inline(checklist.intro)
    for part in checklist.parts:
        yield f"### {inline(part.title)}"
        yield inline(part.intro)
        yield "\n".join(f"- {inline(line.text)}{_from(line.source)}" for line in part.lines)


def _deck(deck: Deck) -> Iterator[str]:
    yield f"## Questions: {inline(deck.title)}"
    if deck.intro:
        yield inline(deck.intro)
    for topic in deck.topics:
        yield f"### {inline(topic.title)}"
        yield inline(topic.intro)
        yield "\n".join(f"- {inline(each.text)}{_from(each.source)}" for each in topic.questions)


def _form(form: Form) -> Iterator[str]:
    yield f"## Form: {inline(form.title)}"
    if form.intro:
        yield inline(form.intro)
    if form.signed_by is not None:
        yield f"Signed by: {form.signed_by.value}."
    for part in form.parts:
        yield f"### {inline(part.title)}"
        yield f"{inline(part.text)}{_from(part.source)}"
        if part.fill is not None:
            yield f"Filled from the journal: {part.fill.kind.value}."
        yield from _bullets(question.text for question in part.questions)


def _ratings(found: RatingSet) -> Iterator[str]:
    yield f"## Ratings: {inline(found.title)}"
    if found.intro:
        yield inline(found.intro)
    yield f"Levels: {inline(', '.join(found.levels))}."
    for part in found.parts:
        yield f"### {inline(part.title)}"
        yield inline(part.intro)
        yield "\n".join(f"- {inline(line.text)}{_from(line.source)}" for line in part.lines)


def _activity(activity: Activity) -> Iterator[str]:
    yield f"## Activity: {inline(activity.title)}"
    yield f"{inline(activity.purpose)}{_from(activity.source)}"
    yield f"{activity.minutes} minutes, lead: {activity.lead.value}."
    for title, lines in (
        ("Prepare", activity.prepare),
        ("Steps", activity.steps),
        ("On a call", activity.on_a_call),
    ):
        if lines:
            yield f"### {title}"
            yield from _bullets(lines)


def _cards(cards: CardSet) -> Iterator[str]:
    yield f"## Cards: {inline(cards.title)}"
    if cards.intro:
        yield inline(cards.intro)
    for card in cards.cards:
        yield f"### {inline(card.title)}"
        who = "" if card.who.value == "both" else f"For the {card.who.value}. "
        when = f"Shown: {', '.join(each.value for each in card.when)}. " if card.when else ""
        yield f"{who}{when}{inline(card.text)}{_from(card.source)}".strip()
        yield from _bullets(card.lines)
