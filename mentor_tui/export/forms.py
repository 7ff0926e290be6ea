"""A form of the two as a Markdown document: the agreement, the plan, drafts of what goes back to the programme."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from mentor_tui.core import forms
from mentor_tui.core.book import Book
from mentor_tui.core.forms import Place
from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Pack
from mentor_tui.core.records import Lead, Role
from mentor_tui.core.sheets import Form, FormPart
from mentor_tui.export import times
from mentor_tui.export.audience import Audience
from mentor_tui.export.blocks import BULLET
from mentor_tui.export.escape import block, inline, stacked


def form_audience(form: Form) -> Audience:
    """Whom a form is for: a draft of what goes back to the programme is for it, any other form for the two."""
    return Audience.programme if form.draft_for else Audience.partner


def form_markdown(book: Book, pack: Pack, form: Form, audience: Audience, place: Place) -> str:
    """One form with all that stands in it. Nothing private is ever in a form."""
    place = msgspec.structs.replace(place, in_full=True)
    pair = book.mentorship
    head = [f"- {inline(pack.word_for(who)).capitalize()}: {inline(pair.name_of(who))}" for who in Role]
    head.append(f"- Programme: {inline(pack.title)}")
    head.append(f"- As of {times.day(place.today)}")
    head.append("- For the programme" if audience is Audience.programme else "- For both")
    blocks = [f"# {inline(form.title)}", "\n".join(head), *_draft(pack, form), *form_blocks(book, pack, form, place, 2)]
    return "\n\n".join(blocks) + "\n"


def _draft(pack: Pack, form: Form) -> Iterator[str]:
    document = next((each for each in pack.documents if each.key == form.draft_for), None)
    if document is not None:
        title = inline(document.title)
        yield f"A draft to copy from. It is not the programme's own {title}, which has to be filled in itself."
    if form.intro:
        yield inline(form.intro)


def begun(book: Book, form: Form) -> bool:
    """Whether anything was written into a form, or it was signed."""
    return forms.answered(book, form)[0] > 0 or bool(forms.signatures(book, form))


def form_blocks(book: Book, pack: Pack, form: Form, place: Place, level: int) -> Iterator[str]:
    """The parts of a form, each under a heading of that level, and who signed."""
    for part in form.parts:
        who = "" if part.who is Lead.both else f" ({inline(pack.word_for(part.who))})"
        yield f"{'#' * level} {inline(part.title)}{who}"
        yield inline(part.text)
        yield from _part(book, pack, part, place)
    yield from _signed(book, pack, form, level, place)


def _part(book: Book, pack: Pack, part: FormPart, place: Place) -> Iterator[str]:
    if part.fill is not None:
        found = forms.filled(book, pack, part.fill, place)
        yield "\n".join(f"- {block(line, BULLET)}" for line in found) if found else "Nothing yet."
    answers = []
    for question in part.questions:
        answer = book.answer(question.key)
        told = block(answer.text, BULLET) if answer is not None else "not answered"
        answers.append(stacked([f"- Question: {inline(question.text)}", f"Answer: {told}"], BULLET))
    if answers:
        yield "\n".join(answers)


def _signed(book: Book, pack: Pack, form: Form, level: int, place: Place) -> Iterator[str]:
    need = forms.signers(form)
    if not need:
        return
    found, state = forms.signatures(book, form), forms.standing(book, pack, form)
    lines = []
    for who in need:
        name = inline(f"{book.mentorship.name_of(who)}, {pack.word_for(who)}")
        if who not in found:
            lines.append(f"- {name}: not signed")
            continue
        day = times.day(found[who].created_at.astimezone(place.zone).date())
        before = ", before the text was changed" if who in state.outdated else ""
        lines.append(f"- {name}: signed as {inline(one_line(found[who].name))}, {day}{before}")
    yield f"{'#' * level} Signed"
    yield "\n".join(lines)
