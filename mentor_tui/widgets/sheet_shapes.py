"""Cards, forms, ratings and the path to the end as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mentor_tui.core import forms, planning, ratings
from mentor_tui.core.offers import cards_for
from mentor_tui.core.packs import Agenda, Checklist, Deck, Document, Step
from mentor_tui.core.path import PathLine
from mentor_tui.core.records import Lane, Lead, Role, Signature
from mentor_tui.core.sheets import Card, CardSet, Form, FormPart, Line, Moment, Question, RatingSet
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act, Row, heading, section, words
from mentor_tui.widgets.shapes import box, bullets, sourced
from mentor_tui.widgets.text import join, lines, plain

LINK = plain("  Enter", "dim")


def link(key: str, text: str | Content, act: Act, about: str = "", indent: int = 0) -> Row:
    """A row that leads somewhere."""
    content = plain(text) if isinstance(text, str) else text
    return Row(key, join(content, plain(f"  {about}", "dim") if about else ""), True, indent=indent, act=act)


# Cards


def who_words(desk: Desk, who: Lead) -> str:
    """``mentor``, the programme's word for the mentee, or nothing for both."""
    return "" if who is Lead.both else desk.pack.word_for(who)


def card_link(desk: Desk, card: Card, *, sign: str = "") -> Row:
    """A card as one line that opens it."""
    content = join(sign, plain(card.title), sourced(desk, card.source))
    return Row(card.key, content, True, indent=len(sign), act=Act("card", card.key))


def card_rows(desk: Desk, card: Card) -> list[Row]:
    """A whole card: its words, its lines, where it comes from."""
    who = who_words(desk, card.who)
    rows = [words("for", plain(f"For the {who}", "dim"))] if who else []
    if card.text or desk.shows_sources:
        rows.append(words("text", join(lines(card.text), sourced(desk, card.source))))
    return rows + bullets("line", card.lines)


def moment_rows(desk: Desk, moment: Moment, title: str) -> list[Row]:
    """The cards of one moment that are for me, a line each, under a heading."""
    found = cards_for(desk.pack, desk.mentorship.role, moment)
    return section(title, [card_link(desk, card, sign="- ") for card in found])


def used_mark(numbers: list[int]) -> Content:
    """``used in session 2``, dim; nothing for what was not used."""
    told = planning.used_words(numbers)
    return plain(f"  {told}", "dim") if told else Content("")


def draw_rows(desk: Desk, cards: CardSet) -> list[Row]:
    """The cards of a set to choose one from, with those that were used marked."""
    used = planning.used_in(desk.book)
    return [
        Row(
            card.key,
            join(plain(card.title, "bold"), used_mark(used.get(card.key, [])), sourced(desk, card.source)),
            True,
            act=Act("draw", card.key),
        )
        for card in cards.cards
    ]


# Checklists, decks, agendas, steps


def checklist_rows(desk: Desk, checklist: Checklist) -> list[Row]:
    """A whole checklist, read only: ticks belong to a session or to the page before it."""
    rows: list[Row] = [words("intro", lines(checklist.intro, "dim"))] if checklist.intro else []
    for part in checklist.parts:
        rows += [words(f"gap {part.key}", ""), heading(part.title)]
        rows += [words(f"intro {part.key}", lines(part.intro, "dim"))] if part.intro else []
        rows += [
            words(line.key, join(box(desk.book.is_checked(line.key)), plain(line.text), sourced(desk, line.source)), 4)
            for line in part.lines
        ]
    return rows


def deck_rows(desk: Desk, deck: Deck) -> list[Row]:
    """A whole deck with its answers."""
    return form_rows(desk, forms.from_deck(deck))


def agenda_page(desk: Desk, agenda: Agenda) -> list[Row]:
    """A whole agenda with all its words."""
    rows = [words("intro", join(lines(agenda.intro, "dim"), sourced(desk, agenda.source)))]
    for number, entry in enumerate(agenda.entries, 1):
        lead = "both lead" if entry.lead.value == "both" else f"the {desk.pack.word_for(entry.lead)} leads"
        title = join(plain(f"{number}. {entry.title}", "bold"), plain(f"  {entry.minutes} min, {lead}", "dim"))
        rows += [words(f"gap {entry.key}", ""), words(f"title {entry.key}", title)]
        rows.append(words(f"intro {entry.key}", join(lines(entry.intro, "dim"), sourced(desk, entry.source))))
        rows += bullets(f"prompt {entry.key}", entry.prompts)
    return rows


def rail(desk: Desk, width: int) -> Content:
    """The steps of the programme on one line, with a sign at the one of the moment; empty where there are none.

    Where there is no room for all of them, the one of the moment.
    """
    now = planning.step_of(desk.pack, desk.book)
    whole = _whole_rail(desk, now)
    if now is None or whole.cell_length <= width:
        return whole
    number = desk.pack.steps.index(now) + 1
    short = plain(f"> Step {number} of {len(desk.pack.steps)}: {now.title}", "bold $text-accent")
    return short.truncate(max(1, width), ellipsis=True)


def _whole_rail(desk: Desk, now: Step | None) -> Content:
    parts: list[Content | str] = []
    behind = now is not None
    for number, step in enumerate(desk.pack.steps, 1):
        here = now is not None and step.key == now.key
        behind = behind and not here
        sign = ">" if here else "✓" if behind else " "
        style = "bold $text-accent" if here else "dim"
        parts += ["   " if parts else "", plain(f"{sign} {number} {step.title}", style)]
    return join(*parts) if parts else Content("")


def step_rows(desk: Desk) -> list[Row]:
    """The steps of the programme, a line each."""
    now = planning.step_of(desk.pack, desk.book)
    reached = [step.key for step in desk.pack.steps].index(now.key) if now else -1
    return [_step_row(desk, step, number, reached) for number, step in enumerate(desk.pack.steps)]


def _step_row(desk: Desk, step: Step, number: int, reached: int) -> Row:
    here = number == reached
    sign, told = (">", "you are here") if here else ("✓", "behind you") if number < reached else (" ", "to come")
    content = join(
        plain(f"{sign} {number + 1} {step.title}", "bold $text-accent" if here else ""),
        plain(f"  {told}", "dim"),
        sourced(desk, step.source),
    )
    return words(f"step {step.key}", content, 4)


# The path to the end


def path_row(desk: Desk, line: PathLine) -> Row:
    """One thing that the end takes: whether it is done and when, else what is missing, who does it and by when."""
    parts: list[Content | str] = [box(line.done), plain(line.title, "dim" if line.done else "")]
    if line.done:
        parts.append(plain(f"  {desk.day(line.on)}" if line.on else "  done", "dim"))
    else:
        late = line.by is not None and line.by < desk.today
        by = f", by {desk.day(line.by)}" if line.by else ""
        told = f"{line.missing}; " if line.missing else ""
        parts.append(plain(f"  {told}{desk.who(line.who)}{by}", "bold $text-error" if late else "dim"))
    parts.append(sourced(desk, line.source))
    act = Act("form", line.form) if line.form else Act("tick", line.tick, line.title) if line.tick else None
    return Row(f"path {line.title}", join(*parts), live=act is not None, indent=4, act=act)


def where_words(document: Document) -> str:
    """Where the programme keeps a document, and that its text is not known; may be nothing."""
    told = ", ".join(filter(None, (document.where, document.unknown)))
    return f"  {told}" if told else ""


def draft_rows(desk: Desk) -> list[Row]:
    """The programme's documents that are not here: what they are called, and our draft for each that has one."""
    rows: list[Row] = []
    drafts = {form.draft_for: form for form in desk.pack.forms.values() if form.draft_for}
    for document in desk.pack.documents:
        if document.held:
            continue
        where = f"; see the {document.where}" if document.where else ""
        told = f"the programme's own document, not part of this program{where}"
        content = join(plain(document.title, "bold"), plain(f"  {told}", "dim"), sourced(desk, document.source))
        rows.append(words(f"official {document.key}", content))
        if document.key in drafts:
            form = drafts[document.key]
            rows.append(link(f"draft {form.key}", "  Our draft, to copy from", Act("form", form.key), "Enter", 2))
    return rows


# Forms


def standing_words(desk: Desk, form: Form) -> str:
    """``12 of 14 answered, not signed``; what a form has and what it lacks, in words."""
    return forms.standing_words(desk.book, desk.pack, form)


def form_link(desk: Desk, form: Form) -> Row:
    """A form as one line that opens it."""
    return link(f"form {form.key}", form.title, Act("form", form.key), standing_words(desk, form))


def form_rows(desk: Desk, form: Form, parts: Iterable[FormPart] | None = None) -> list[Row]:
    """A form, or some of its parts: clauses, what the journal puts in, and the questions with their answers."""
    rows: list[Row] = []
    if form.draft_for:
        rows.append(words("draft", plain("A draft of ours, not the official document.", "bold $text-warning")))
    if form.intro and parts is None:
        rows.append(words("form intro", lines(form.intro, "dim")))
    for part in form.parts if parts is None else parts:
        rows += [words(f"gap {part.key}", ""), _part_title(desk, part)]
        rows.append(words(f"text {part.key}", join(lines(part.text), sourced(desk, part.source))))
        if part.fill is not None:
            told = forms.filled(desk.book, desk.pack, part.fill, desk.form_place)
            rows += bullets(f"fill {part.key}", told or ["nothing yet"], "· ")
        rows += [question_row(desk, question, form.key) for question in part.questions]
    return rows


def _part_title(desk: Desk, part: FormPart) -> Row:
    who = who_words(desk, part.who)
    return words(f"title {part.key}", join(plain(part.title, "bold $text-accent"), plain(f"  {who}", "dim")))


def question_row(desk: Desk, question: Question, form: str) -> Row:
    """A question of a form with its answer."""
    answer = desk.book.answer(question.key)
    told = lines(answer.text) if answer is not None else plain("not answered", "dim")
    content = join(plain(question.text, "bold"), "\n", told, sourced(desk, question.source))
    return Row(question.key, join("> ", content), True, indent=2, act=Act("answer", question.key, form))


def sign_rows(desk: Desk, form: Form) -> list[Row]:
    """Who has to sign a form, and whether each did, with what the form says now."""
    found = forms.standing(desk.book, desk.pack, form)
    given = forms.signatures(desk.book, form)
    rows = [_sign_row(desk, form, who, given.get(who), outdated=who in found.outdated) for who in forms.signers(form)]
    if not rows:
        return []
    if found.outdated:
        rows.insert(0, words("changed", plain("The text has changed since. Please sign again.", "bold $text-warning")))
    return section("Signed", rows)


def _sign_row(desk: Desk, form: Form, who: Role, given: Signature | None, *, outdated: bool) -> Row:
    name = desk.mentorship.name_of(who)
    parts: list[Content | str] = [box(given is not None and not outdated), plain(f"{name}, {desk.pack.word_for(who)}")]
    if given is not None:
        day = desk.day_of(given.created_at)
        parts.append(plain(f"  {given.name}, {day}{', before the change' if outdated else ''}", "dim"))
    else:
        parts.append(plain("  Enter signs", "dim"))
    return Row(f"sign {who.value}", join(*parts), True, given, 4, Act("sign", form.key, who.value))


# Ratings


def ratings_link(desk: Desk, found: RatingSet) -> Row:
    """A set of ratings as one line that opens it."""
    told = ratings.standing_words(desk.pack, desk.book, found, desk.today)
    return link(f"ratings {found.key}", found.title, Act("ratings", found.key), told)


LEVEL_ROOM = 15  # cells of a column
DASH = " - "  # between the name of a line and what it looks like


def rating_occasions(desk: Desk, found: RatingSet, occasion: str) -> list[str]:
    """The occasions that are shown side by side, with the one that is rated and the one of now."""
    return ratings.columns(desk.book, found, occasion, ratings.occasion_now(desk.pack, desk.book, found, desk.today))


def rating_columns(desk: Desk, found: RatingSet, line: Line, occasion: str, label_room: int) -> Row:
    """A line with its levels side by side and what changed; the column of ``occasion`` is the one that is set."""
    if found.lane is Lane.mine and desk.hides_private:
        return words(line.key, join(plain(line.text), plain("  (private, hidden)", "dim")))
    shown = rating_occasions(desk, found, occasion)
    cells: list[Content | str] = [plain(line.text).truncate(label_room, ellipsis=True, pad=True), " "]
    for each in shown:
        level = ratings.rating(desk.book, line.key, each)
        style = "bold $text-accent" if each == occasion else "" if level else "dim"
        cells.append(plain(level.level_word if level else "-", style).truncate(LEVEL_ROOM, ellipsis=True, pad=True))
    cells.append(plain(ratings.change_words(desk.book, line, shown), "dim"))
    act = Act("rate", line.key, found.key, occasion)
    return Row(line.key, join(*cells, sourced(desk, line.source)), True, act=act)


def rating_row(desk: Desk, found: RatingSet, line: Line, occasion: str, *, in_full: bool = False) -> Row:
    """A line with its level and those before it, for where there is no room for columns.

    ``in_full`` adds below it what follows the name of the line.
    """
    name, _, rest = line.text.partition(DASH)
    if found.lane is Lane.mine and desk.hides_private:
        return words(line.key, join(plain(name), plain("  (private, hidden)", "dim")))
    shown = rating_occasions(desk, found, occasion)
    given = [(each, ratings.rating(desk.book, line.key, each)) for each in shown]
    now = next((level for each, level in given if each == occasion), None)
    before = [f"{_short(each)} {level.level_word}" for each, level in given if level and each != occasion]
    change = ratings.change_words(desk.book, line, shown) if now else ""
    content = join(
        plain(name),
        plain(f"  {now.level_word if now else 'not rated'}", "bold $text-accent" if now else "dim"),
        plain(f"  {', '.join([*before, change] if change else before)}", "dim"),
        lines(f"\n{rest}", "dim") if in_full and rest else "",
        sourced(desk, line.source),
    )
    return Row(line.key, content, True, indent=2, act=Act("rate", line.key, found.key, occasion))


def _short(occasion: str) -> str:
    return occasion.removesuffix("-point")


def words_row(desk: Desk, found: RatingSet, line: Line, occasion: str) -> Row:
    """A line of a set of ratings that is answered in words, on an occasion."""
    question = ratings.in_words(line, occasion)
    if found.lane is Lane.mine and desk.hides_private:
        return words(question.key, join(plain(line.text), plain("  (private, hidden)", "dim")))
    answer = desk.book.answer(question.key)
    told = lines(answer.text) if answer is not None else plain("Enter writes", "dim")
    return Row(
        question.key,
        join(plain(f"{line.text}: ", "bold"), told, sourced(desk, line.source)),
        True,
        act=Act("write", line.key, question.text, occasion),
    )
