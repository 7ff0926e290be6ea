"""The brief before a session as a page of Markdown for a phone: short lines, headings, boxes, no tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mentor_tui.clock import zone_of
from mentor_tui.core.book import Book
from mentor_tui.core.brief import Brief, Paper, agenda_words, moved_words
from mentor_tui.core.days import due_words
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Lane, Lead, Note, Role, SessionState
from mentor_tui.export import times
from mentor_tui.export.audience import Audience
from mentor_tui.export.blocks import section, text_of
from mentor_tui.export.escape import inline

MOST = 6  # lines of a section, so that the fullest journal still gives one page; what must not be missed has no limit
MOST_ITEMS = 12  # of the agenda


def brief_markdown(brief: Brief, book: Book, pack: Pack | None, audience: Audience) -> str:
    """The brief as Markdown. What is only for the person at this machine is left out for any other audience.

    That is: records of the lane ``mine``, that person's checks, cards and offers of help.
    """
    return "\n\n".join(_Page(brief, book, pack, audience).blocks()) + "\n"


class _Page:
    """Writes the parts of the page, taking only what its audience may see."""

    def __init__(self, brief: Brief, book: Book, pack: Pack | None, audience: Audience) -> None:
        self._brief = brief
        self._pair = book.mentorship
        self._live = book.live is not None
        self._pack = pack
        self._alone = audience is Audience.me
        self._zone = zone_of(self._pair.my_zone)

    def blocks(self) -> Iterator[str]:
        """The page, block by block."""
        brief = self._brief
        yield f"# {self._title()}"
        yield "\n".join(self._head())
        yield from section(
            2, "Agreed last time", _cut([self._note(note, "- ") for note in self._seen(brief.decisions)])
        )
        yield from self._actions()
        yield from section(2, "To ask this time", [self._note(note, "- [ ] ") for note in self._seen(brief.questions)])
        if self._alone:
            checks = [f"- [ ] {inline(tick.line.text)}" for tick in brief.checks if not tick.done]
            yield from section(2, "Before this session", _cut(checks))
            left = [f"- [ ] {inline(tick.line.text)}" for tick in brief.left]
            yield from section(2, "After the last session", _cut(left))
        yield from section(2, "Documents still to do", _cut(map(_paper, brief.papers)))
        still = [
            f"- {text_of(each.goal.text)} — {each.goal.progress}%, since {times.day(each.since)}"
            for each in brief.still
        ]
        yield from section(2, "Goals without movement", _cut(still))
        blanks = [
            f"- [ ] {inline(blank.title)} — {inline(blank.told)}" if blank.told else f"- [ ] {inline(blank.title)}"
            for blank in brief.blanks
            if self._alone or blank.lane is not Lane.mine
        ]
        yield from section(2, "To fill in beforehand", _cut(blanks))
        outdated = [f"- [ ] {inline(form.title)}" for form in brief.outdated]
        yield from section(2, "Changed since it was signed: sign again", _cut(outdated))
        if self._alone:
            offered = [f"- {inline(card.title)} — {inline(why)}" for why, card in brief.help]
            yield from section(2, "This may help", _cut(offered))
            for title, cards in brief.cards:
                yield from section(2, title, _cut(f"- {inline(card.title)}" for card in cards))
        yield from self._agenda()

    # Who may see what

    def _seen(self, notes: Iterable[Note]) -> list[Note]:
        return [note for note in notes if self._may_see(note)]

    def _may_see(self, record: Note | Action) -> bool:
        return self._alone or record.lane is not Lane.mine

    # Head

    def _title(self) -> str:
        session = self._brief.session
        if session is None:
            return "Before the next session"
        name = f"session {session.number}: {inline(session.title)}" if session.title else f"session {session.number}"
        return f"{name[:1].upper()}{name[1:]}" if self._live else f"Before {name}"

    def _head(self) -> Iterator[str]:
        brief, pair = self._brief, self._pair
        for role in Role:
            yield f"- {self._word(role)[:1].upper()}{self._word(role)[1:]}: {inline(pair.name_of(role))}"
        yield from self._dates()
        for session in brief.missed:
            if session.planned_for is not None:
                day = times.day(session.planned_for.astimezone(self._zone).date())
                yield f"- Session {session.number} was planned for {day} and was not held"
        if brief.session is not None:
            yield f"- Booked: {brief.session.minutes} minutes"
        if contact := inline(pair.contact):
            yield f"- In touch by: {contact}"
        if brief.last is not None and brief.days_since is not None:
            yield f"- {plural(brief.days_since, 'day')} since session {brief.last.number}"
        yield f"- Pace: {brief.pace}"
        yield f"- As of {times.day(brief.today)}"
        yield (
            f"- For {inline(pair.name_of(pair.role))} only; includes what is private"
            if self._alone
            else "- For both; private lines and checks are left out"
        )

    def _dates(self) -> Iterator[str]:
        """When the session that is on began, and when the next one is to be."""
        brief = self._brief
        if brief.since is not None:
            paused = brief.session is not None and brief.session.state is SessionState.paused
            yield from self._when(brief.since, "On since ", ", paused now" if paused else "")
        if brief.when is None:
            if not self._live:
                yield "- No date yet"
            elif brief.another:
                yield "- Next session: no date yet"
        elif not self._live or all(session.planned_for != brief.when for session in brief.missed):
            yield from self._when(brief.when, "Next session: " if self._live else "")

    def _when(self, when: datetime, before: str = "", after: str = "") -> Iterator[str]:
        yield f"- {before}{times.span(when, None, self._zone)}{after}"
        theirs = zone_of(self._pair.partner_zone)
        if not times.same_time(self._zone, theirs, when):
            yield f"- For {inline(self._pair.partner)}: {times.span(when, None, theirs)}"

    def _word(self, who: Lead | Role) -> str:
        """What the programme calls the mentor, the mentee or the two."""
        word = self._pack.mentee_word if self._pack and who.value == "mentee" else ""
        return inline(word) or who.value

    # Lists

    def _note(self, note: Note, sign: str) -> str:
        private = "(private) " if note.lane is Lane.mine else ""
        return f"{sign}{private}{text_of(note.text)}"

    def _actions(self) -> Iterator[str]:
        brief = self._brief
        late = [self._action(action) for action in brief.late if self._may_see(action)]
        yield from section(2, "Late", late or ["Nothing is late."])
        dated = brief.when is not None or self._live
        for title, actions in (
            ("Due by the session", brief.before),
            ("Due after it" if dated else "Open", brief.after),
            ("Without an owner or a date", brief.loose),
        ):
            yield from section(2, title, _cut(self._action(action) for action in actions if self._may_see(action)))

    def _action(self, action: Action) -> str:
        """An action's text and what is known of it."""
        known = []
        if action.owner is not None:
            known.append("both" if action.owner is Lead.both else inline(self._pair.name_of(action.owner)))
        if action.due is not None:
            known.append(f"due {times.day(action.due)}")
        if action.is_late(self._brief.today) and action.due is not None:
            known.append(due_words(action.due, self._brief.today))
        if moved := moved_words(action):
            known.append(moved)
        if action.lane is Lane.mine:
            known.append("private")
        text = text_of(action.text)
        return f"- [ ] {text} — {', '.join(known)}" if known else f"- [ ] {text}"

    def _agenda(self) -> Iterator[str]:
        session = self._brief.session
        if session is not None:
            items = [
                f"{number}. {inline(item.title)} — {item.minutes} min, {self._word(item.lead)}"
                for number, item in enumerate(session.items, 1)
            ]
            yield from section(2, agenda_words(session), _cut(items, MOST_ITEMS))


def _paper(paper: Paper) -> str:
    told = inline(", ".join(paper.told))
    return f"- [ ] {inline(paper.line.title)} — {told}" if told else f"- [ ] {inline(paper.line.title)}"


def _cut(lines: Iterable[str], most: int = MOST) -> list[str]:
    """The first lines of a section, and how many there are more. One more is no gain in room: it is shown."""
    found = list(lines)
    return found if len(found) <= most + 1 else [*found[:most], f"- and {len(found) - most} more"]
