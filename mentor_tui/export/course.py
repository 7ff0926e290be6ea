"""What the two keep beside their notes, as parts of a document: answers, forms, ratings, the path, contacts.

What only the document of a whole mentorship needs is imported for it, as in ``markdown``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mentor_tui.core import ratings
from mentor_tui.core.book import Book
from mentor_tui.core.forms import Place, as_deck
from mentor_tui.core.hindsight import REVIEWED
from mentor_tui.core.packs import Deck, Pack
from mentor_tui.core.records import Answer, Body, Contact, Lane, Rating, Session
from mentor_tui.core.sheets import RatingSet
from mentor_tui.export import times
from mentor_tui.export.blocks import answered, having, section, text_of
from mentor_tui.export.escape import inline


class Course:
    """Writes those parts; what is ``mine`` only in a document that is for oneself ``alone``."""

    def __init__(self, book: Book, pack: Pack | None, place: Place, *, alone: bool) -> None:
        self._book = book
        self._pack = pack
        self._place = place
        self._alone = alone

    def session_answers(self, session: Session, level: int) -> Iterator[str]:
        items = having(session, Body.questions)
        decks = self._pack.decks if self._pack else {}
        for ref in dict.fromkeys(item.ref for item in items):
            if ref in decks:
                yield from self._deck(decks[ref], level)
        for ref in dict.fromkeys(item.ref for item in having(session, Body.form)):
            parts = self._pack.form_parts(ref) if self._pack else ()
            if self._pack and parts:
                yield from self._deck(as_deck(self._pack.forms[ref.partition("/")[0]], parts), level)
        stray = [answer for answer in self._stray_answers() if answer.session_id == session.id]
        titles = [inline(item.title) for item in items if item.ref not in decks]
        title = next(filter(None, titles), "Other answers")
        yield from section(level, title, [answered(answer) for answer in stray])

    def all_answers(self) -> Iterator[str]:
        for deck in self._pack.decks.values() if self._pack else ():
            yield from self._deck(deck, 2)
        title = "Other answers" if self._pack else "Ground rules"
        yield from section(2, title, [answered(answer) for answer in self._stray_answers()])

    def _deck(self, deck: Deck, level: int) -> Iterator[str]:
        blocks: list[str] = []
        for topic in deck.topics:
            found = [self._book.answer(question.key) for question in topic.questions]
            lines = [answered(answer) for answer in found if answer and answer.text.strip()]
            blocks += section(level + 1, inline(topic.title), lines)
        if blocks:
            yield f"{'#' * level} {inline(deck.title)}"
            yield from blocks

    def _stray_answers(self) -> list[Answer]:
        """Answers to questions that nothing at hand asks."""
        known: set[str] = set()
        if self._pack is not None:
            decks = [*self._pack.decks.values(), *(as_deck(form) for form in self._pack.forms.values())]
            known = {question.key for deck in decks for question in deck.questions}
            lines = (line for found in self._pack.ratings.values() for part in found.parts for line in part.lines)
            known |= {f"{line.key}/" for line in lines}
        return [
            answer
            for answer in self._book.every(Answer)
            if answer.key not in known
            and f"{answer.key.rpartition('/')[0]}/" not in known
            and answer.text.strip()
            and self._may_see(answer)
        ]

    # Forms, ratings, the path to the end

    def path(self) -> Iterator[str]:
        """All that the end takes, and when each was settled."""
        if self._pack is None:
            return
        from mentor_tui.core.path import path, path_title, path_words

        found = path(self._book, self._pack, self._place.today, self._place.zone)
        if len(found) == 1:
            return  # how many sessions were held stands in the head
        lines = []
        for line in found:
            waits = line.opens is not None and line.opens > self._place.today
            missing = f"opens {times.day(line.opens)}" if waits and line.opens else line.missing or "not yet"
            when = f" {times.day(line.on)}" if line.on else ""
            lines.append(f"- {inline(line.title)}: {f'done{when}' if line.done else inline(missing)}")
        yield from section(2, f"{path_title(self._pack)}: {path_words(found)}", lines)

    def forms(self) -> Iterator[str]:
        """The forms that were begun."""
        from mentor_tui.export.forms import begun, form_blocks

        for form in self._pack.forms.values() if self._pack else ():
            if self._pack is not None and begun(self._book, form):
                yield f"## {inline(form.title)}"
                yield from form_blocks(self._book, self._pack, form, self._place, 3)

    def ratings(self) -> Iterator[str]:
        """The sets of ratings that the audience may see, as tables."""
        for found in self._pack.ratings.values() if self._pack else ():
            if ratings.may_see(found, alone=self._alone):
                yield from self._rating_table(found)

    def _rating_table(self, found: RatingSet) -> Iterator[str]:
        shown = ratings.columns(self._book, found, most=None)
        rows = []
        for line in found.rated:
            every = (ratings.rating(self._book, line.key, occasion) for occasion in shown)
            given = [each if each and ratings.may_see(each, alone=self._alone) else None for each in every]
            if any(given):
                cells = [inline(each.level_word) if each else "-" for each in given]
                rows.append(f"| {' | '.join([inline(line.text), *cells, ratings.change_of(given) or '-'])} |")
        told = []
        for line in (line for part in found.parts if part.in_words for line in part.lines):
            answers = (self._book.answer(ratings.in_words(line, occasion).key) for occasion in shown)
            told += [answered(each) for each in answers if each and each.text.strip() and self._may_see(each)]
        if not rows and not told:
            return
        private = " (private)" if found.lane is Lane.mine else ""
        yield f"## {inline(found.title)}{private}"
        if rows:
            heads = f"| {' | '.join(['Line', *map(inline, shown), 'Change'])} |"
            yield "\n".join([heads, f"|{' --- |' * (len(shown) + 2)}", *rows])
        if told:
            yield "\n".join(told)

    def _may_see(self, answer: Answer) -> bool:
        return ratings.may_see(answer, alone=self._alone)

    def rated(self, session: Session, level: int) -> Iterator[str]:
        """How much was rated in a session."""
        lines = []
        for item in having(session, Body.ratings):
            found = self._pack.ratings.get(item.ref) if self._pack else None
            if found is None or not ratings.may_see(found, alone=self._alone):
                continue
            keys = {line.key for line in found.rated}
            given = [r for r in self._book.where(Rating, "session_id", session.id) if r.key in keys]
            for occasion in dict.fromkeys(each.occasion for each in given):
                count = len({each.key for each in given if each.occasion == occasion})
                lines.append(f"- {inline(found.title)}, {inline(occasion)}: {count} of {len(found.rated)} rated")
        yield from section(level, "Ratings", lines)

    def still_right(self, session: Session, level: int) -> tuple[str, ...]:
        """The answers that were looked at again in a session."""
        lines = []
        for item in having(session, Body.review):
            deck = self._pack.decks.get(item.ref) if self._pack else None
            for question in deck.questions if deck else ():
                if self._book.answer(question.key) is not None:
                    right = self._book.is_checked(f"{REVIEWED}{question.key}", session.id)
                    lines.append(f"- {'Still right' if right else 'Not confirmed'}: {inline(question.text)}")
        return section(level, "Looked at again", lines)

    def contacts(self) -> list[str]:
        """Contacts outside the sessions, by date."""
        found = sorted(self._book.every(Contact), key=lambda contact: (contact.on, contact.order))
        return [self._contact(contact) for contact in found]

    def _contact(self, contact: Contact) -> str:
        return f"- {times.day(contact.on)}, {contact.way.value}: {text_of(contact.text)}"
