"""Forms: what the journal puts into them, whether they are complete, and what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, tzinfo

import msgspec

from mentor_tui.core.book import Book, Change, due_order
from mentor_tui.core.packs import Deck, Pack, Topic
from mentor_tui.core.records import (
    ActionState,
    Body,
    Goal,
    GoalState,
    Item,
    Lane,
    Lead,
    Review,
    Role,
    SessionState,
    Signature,
    make,
    touch,
)
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.core.sheets import Fill, FillKind, Form, FormPart
from mentor_tui.core.sums import sha256


class Place(msgspec.Struct, frozen=True):
    """Where and when a form is looked at: the zone of its days, and today; ``in_full`` gives each day its year.

    ``settings`` is the style of days and hours; a document has the usual one.
    """

    zone: tzinfo
    today: date
    in_full: bool = False
    settings: Settings = DEFAULTS

    def day(self, when: date) -> str:
        """A date in words."""
        return self.settings.show_date(when, date.min if self.in_full else self.today)

    def moment(self, when: datetime) -> str:
        """A day and an hour in the zone."""
        local = when.astimezone(self.zone)
        return f"{self.day(local.date())} {self.settings.show_hour(local)}"


def filled(book: Book, pack: Pack, fill: Fill, place: Place) -> list[str]:
    """What the journal puts into a part, a line each. Only what both may see comes in."""
    return list(_FILLS[fill.kind](book, pack, fill.ref, place))


def _goals(book: Book) -> list[Goal]:
    return [goal for goal in book.goals if goal.state is not GoalState.dropped]


def _fill_goals(book: Book, _pack: Pack, _ref: str, _place: Place) -> Iterator[str]:
    for goal in _goals(book):
        yield f"{goal.text} ({goal.horizon.value})"


def _fill_measures(book: Book, _pack: Pack, _ref: str, _place: Place) -> Iterator[str]:
    for goal in _goals(book):
        yield f"{goal.text}: {goal.measure or 'no measure yet'}"


def _fill_plan(book: Book, _pack: Pack, _ref: str, place: Place) -> Iterator[str]:
    return _plan(book, place)


def _plan(book: Book, place: Place, *, ticks: bool = True) -> Iterator[str]:
    """The plan; without ``ticks`` no milestone counts as reached yet, as when it was agreed."""
    for goal in _goals(book):
        by = f", by {place.day(goal.by)}" if goal.by else ", no date yet"
        yield f"Goal and timeline: {goal.text} ({goal.horizon.value}{by})"
        yield f"Development activities: {goal.activities or 'none yet'}"
        yield f"Success measure: {goal.measure or 'none yet'}"
        yield f"Resources and support: {goal.support or 'none yet'}"
        for milestone in goal.milestones:
            yield f"Milestone, {'reached' if milestone.done and ticks else 'to come'}: {milestone.text}"


def _fill_reviews(book: Book, _pack: Pack, _ref: str, place: Place) -> Iterator[str]:
    for goal in _goals(book):
        for review in reviews_of(book, goal):
            day = place.day(review.created_at.astimezone(place.zone).date())
            words = f": {review.text}" if review.text else ""
            yield f"{day}, {goal.text}, {review.progress}%{words}"


def reviews_of(book: Book, goal: Goal) -> list[Review]:
    """What the sessions found about a goal, in order."""
    return sorted(book.where(Review, "goal_id", goal.id), key=lambda review: review.order)


def _fill_answers(book: Book, pack: Pack, ref: str, _place: Place) -> Iterator[str]:
    deck = pack.decks.get(ref)
    for question in deck.questions if deck else ():
        answer = book.answer(question.key)
        if answer is not None and answer.text.strip():
            yield f"{question.text} {answer.text}"


def _fill_ticked(book: Book, pack: Pack, ref: str, _place: Place) -> Iterator[str]:
    part = pack.part(ref)
    for line in part.lines if part else ():
        if book.is_checked(line.key):
            yield line.text


def _fill_sessions(book: Book, _pack: Pack, _ref: str, place: Place) -> Iterator[str]:
    for session in book.sessions:
        if session.state is SessionState.held and session.started_at:
            yield f"Session {session.number}: held {place.moment(session.started_at)}"
        elif session.planned_for and session.state is SessionState.planned:
            yield f"Session {session.number}: planned {place.moment(session.planned_for)}"


def _fill_log(book: Book, _pack: Pack, _ref: str, place: Place) -> Iterator[str]:
    from mentor_tui.core import log

    for entry in log.entries(book, place.zone):
        yield f"{place.day(entry.on)}, {entry.told}: {entry.text}"


def _fill_skills(book: Book, pack: Pack, ref: str, _place: Place) -> Iterator[str]:
    from mentor_tui.core import ratings

    found = pack.ratings.get(ref)
    if found is None or found.lane is Lane.mine:
        return
    occasions = ratings.columns(book, found, most=None)
    for line in found.rated:
        every = [(occasion, ratings.rating(book, line.key, occasion)) for occasion in occasions]
        given = [(occasion, each) for occasion, each in every if each and ratings.may_see(each, alone=False)]
        told = [f"{occasion} {each.level_word}" for occasion, each in given]
        if told:
            change = ratings.change_of(each for _, each in given)
            yield f"{line.text}: {', '.join(told)}{f' ({change})' if change else ''}"
    for part in found.parts:
        for line in part.lines if part.in_words else ():
            for occasion in occasions:
                answer = book.answer(ratings.in_words(line, occasion).key)
                if answer is not None and answer.text.strip() and ratings.may_see(answer, alone=False):
                    yield f"{line.text} ({occasion}): {answer.text}"


def _fill_actions(book: Book, _pack: Pack, _ref: str, place: Place) -> Iterator[str]:
    for action in sorted(book.actions, key=due_order):
        if action.lane is Lane.mine or action.state is ActionState.dropped:
            continue
        owner = f", {book.mentorship.name_of(action.owner)}" if action.owner else ""
        due = f", due {place.day(action.due)}" if action.due else ""
        yield f"{action.text}{owner}{due} ({action.state.value})"


_FILLS: dict[FillKind, Callable[[Book, Pack, str, Place], Iterator[str]]] = {
    FillKind.goals: _fill_goals,
    FillKind.measures: _fill_measures,
    FillKind.plan: _fill_plan,
    FillKind.reviews: _fill_reviews,
    FillKind.answers: _fill_answers,
    FillKind.ticked: _fill_ticked,
    FillKind.sessions: _fill_sessions,
    FillKind.log: _fill_log,
    FillKind.skills: _fill_skills,
    FillKind.actions: _fill_actions,
}
# What goes on by itself, and so is no part of what was agreed.
_MOVING = frozenset((FillKind.sessions, FillKind.log, FillKind.reviews, FillKind.actions, FillKind.skills))


def as_deck(form: Form, parts: tuple[FormPart, ...] | None = None) -> Deck:
    """The questions of a form, or of some of its parts, as a deck."""
    topics = [
        Topic(key=part.key, title=part.title, intro=part.text, questions=part.questions)
        for part in (form.parts if parts is None else parts)
        if part.questions
    ]
    return Deck(key=form.key, title=form.title, intro=form.intro, topics=tuple(topics))


def deck_of(pack: Pack, item: Item | None) -> Deck | None:
    """The questions that an item has answered in writing: of a deck, or of a form or its part."""
    if item is not None and item.body is Body.questions:
        return pack.decks.get(item.ref)
    parts = pack.form_parts(item.ref) if item is not None and item.body is Body.form else ()
    if item is None or not any(part.questions for part in parts):
        return None
    form = pack.forms[item.ref.partition("/")[0]]
    return msgspec.structs.replace(as_deck(form, parts), key=item.ref)


def from_deck(deck: Deck) -> Form:
    """A deck of questions as a form that nobody signs."""
    parts = tuple(
        FormPart(
            key=f"{deck.key}/{topic.key}",
            title=topic.title,
            who=Lead.both,
            text=topic.intro,
            fill=None,
            examples="",
            questions=topic.questions,
            source=topic.questions[0].source,
        )
        for topic in deck.topics
        if topic.questions
    )
    return Form(key=deck.key, title=deck.title, intro=deck.intro, signed_by=None, draft_for="", parts=parts)


def answered(book: Book, form: Form) -> tuple[int, int]:
    """How many of a form's questions have an answer, and how many there are."""
    questions = [question for part in form.parts for question in part.questions]
    return sum(1 for question in questions if book.answer(question.key) is not None), len(questions)


def standing_words(book: Book, pack: Pack, form: Form) -> str:
    """``12 of 14 answered, not signed``; what a form has and what it lacks, in words."""
    told = []
    count, questions = answered(book, form)
    if questions:
        told.append(f"{count} of {questions} answered")
    if form.signed_by is not None:
        found = standing(book, pack, form)
        told.append("signed" if found.whole else "changed since it was signed" if found.outdated else "not signed")
    return ", ".join(told)


def digest(book: Book, pack: Pack, form: Form) -> str:
    """A fingerprint of what a form says now: its clauses, its answers, and what the journal puts in.

    What goes on by itself (dates of sessions, reviews, milestones reached, the log) is left out, so that a signature
    stands until something that was agreed has changed.
    """
    place = Place(zone=UTC, today=date(2000, 1, 1))
    hashed = sha256(0)
    for part in form.parts:
        pieces = [part.title, part.text]
        if part.fill is not None and part.fill.kind is FillKind.plan:
            pieces += _plan(book, place, ticks=False)
        elif part.fill is not None and part.fill.kind not in _MOVING:
            pieces += filled(book, pack, part.fill, place)
        for question in part.questions:
            answer = book.answer(question.key)
            pieces += [question.text, answer.text if answer else ""]
        for piece in pieces:
            hashed.update(piece.encode("utf-8", "surrogatepass") + b"\x00")
    return hashed.hexdigest()


def signers(form: Form) -> tuple[Role, ...]:
    """Who has to sign a form."""
    if form.signed_by is None:
        return ()
    return tuple(Role) if form.signed_by is Lead.both else (Role(form.signed_by.value),)


def signatures(book: Book, form: Form) -> dict[Role, Signature]:
    """The latest signature of each person."""
    found: dict[Role, Signature] = {}
    for each in sorted(book.every(Signature), key=lambda signature: signature.order):
        if each.form == form.key:
            found[each.who] = each
    return found


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a form is signed: by whom with today's text, by whom with an earlier one, and who is still to sign."""

    signed: tuple[Role, ...]
    outdated: tuple[Role, ...]
    missing: tuple[Role, ...]

    @property
    def whole(self) -> bool:
        """Whether everybody signed what it says now."""
        return not self.outdated and not self.missing


def standing(book: Book, pack: Pack, form: Form) -> Standing:
    """How far a form is signed."""
    found, now = signatures(book, form), digest(book, pack, form)
    need = signers(form)
    return Standing(
        signed=tuple(who for who in need if who in found and found[who].digest == now),
        outdated=tuple(who for who in need if who in found and found[who].digest != now),
        missing=tuple(who for who in need if who not in found),
    )


def is_name(typed: str, name: str, partner: str) -> bool:
    """Whether what somebody typed to sign is ``name``, or a part of it, and not the partner's.

    One word in common is enough, whatever its accents, but not one that both names have (a surname they share), and
    not beside a word that only the partner's name has.
    """
    said, mine, theirs = _folded(typed), _folded(name), _folded(partner)
    return bool(said & (mine - theirs or mine)) and not said & (theirs - mine)


def _folded(name: str) -> set[str]:
    import unicodedata

    from mentor_tui.core.signs import TITLES

    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    return {word for word in plain.split() if word not in TITLES} or {name.casefold().strip()} - {""}


def sign(book: Book, pack: Pack, form: Form, who: Role, name: str, session_id: str | None, now: datetime) -> Change:
    """Sign a form as it stands, by a typed name."""
    fields = {"form": form.key, "who": who, "name": name, "digest": digest(book, pack, form)}
    return Change(f"sign: {form.title}", (make(Signature, now, session_id=session_id, **fields),))


def unsign(book: Book, signature: Signature, now: datetime) -> Change:
    """Take a signature away, with those that the same person gave on the form before: none of them counts again."""
    same = [each for each in book.every(Signature) if (each.form, each.who) == (signature.form, signature.who)]
    return Change("take a signature away", tuple(touch(each, now, deleted_at=now) for each in same))
