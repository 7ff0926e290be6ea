"""What choosing a row does, where the row holds no record: each verb of an ``Act``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mentor_tui.core import forms, meeting, ratings
from mentor_tui.core.guard import one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Goal, Lane, Role
from mentor_tui.core.sheets import Line, Question, RatingSet
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.rows import Act

if TYPE_CHECKING:
    from mentor_tui.core.packs import Pack
    from mentor_tui.screens.base import DeskScreen


def run(screen: DeskScreen, act: Act) -> None:
    """Do what a row says. A verb that the screen itself has to do (``answer``, ``draw``) never comes here."""
    _VERBS[act.verb](screen, act)


def _tick(screen: DeskScreen, act: Act) -> None:
    screen.do(meeting.tick(screen.desk.book, act.key, act.about, act.place, screen.desk.now()))


def _still(screen: DeskScreen, act: Act) -> None:
    decks = screen.desk.pack.decks.values()
    question = next((q for deck in decks for q in deck.questions if q.key == act.key), None)
    if question is not None:
        screen.do(meeting.still_right(screen.desk.book, question, act.place, screen.desk.now()))


def _milestone(screen: DeskScreen, act: Act) -> None:
    goal = screen.desk.book.get(Goal, act.key)
    if goal is not None:
        screen.do(meeting.tick_milestone(goal, int(act.about), screen.desk.now()))


def _card(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.read import Read

    card = screen.desk.pack.card(act.key)
    if card is not None:
        screen.app.push_screen(Read(card.title, sheet_shapes.card_rows(screen.desk, card), str(card.source)))


def _activity(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.read import Read

    found = screen.desk.pack.activities.get(act.key)
    if found is not None:
        rows = shapes.activity_rows(screen.desk, found, found.minutes)
        screen.app.push_screen(Read(found.title, rows, str(found.source)))


def _part(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.ticks import TicksScreen

    part = screen.desk.pack.part(act.key)
    if part is not None:
        screen.open_once(TicksScreen, lambda: TicksScreen(screen.desk, part, act.key), act.key)


def _form(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.form import FormScreen

    form = screen.desk.pack.forms.get(act.key)
    if form is not None:
        screen.open_once(FormScreen, lambda: FormScreen(screen.desk, form, act.key), act.key)


def _deck(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.form import FormScreen

    deck = screen.desk.pack.decks.get(act.key)
    if deck is not None:
        subject = f"questions/{act.key}"
        screen.open_once(FormScreen, lambda: FormScreen(screen.desk, forms.from_deck(deck), subject), subject)


def _ratings(screen: DeskScreen, act: Act) -> None:
    from mentor_tui.screens.ratings import RatingsScreen

    found = screen.desk.pack.ratings.get(act.key)
    if found is not None:
        screen.open_once(RatingsScreen, lambda: RatingsScreen(screen.desk, found), act.key)


def _rate(screen: DeskScreen, act: Act) -> None:
    """The next level of a line; after the highest, none."""
    desk, found = screen.desk, screen.desk.pack.ratings.get(act.about)
    line = next((line for line in found.rated if line.key == act.key), None) if found else None
    if found is not None and line is not None and act.place is not None:
        now = ratings.rating(desk.book, line.key, act.place)
        level = (now.level if now else 0) + 1
        set_level(screen, found, line, act.place, level if level <= len(found.levels) else 0)


def set_level(screen: DeskScreen, found: RatingSet, line: Line, occasion: str, level: int) -> None:
    """Give a line a level on an occasion; 0 takes it away."""
    desk = screen.desk
    live = desk.book.live
    change = ratings.rate(desk.book, found, line, occasion, level, live.id if live else None, desk.now())
    if change is not None:
        screen.do(change)


def _write(screen: DeskScreen, act: Act) -> None:
    """Answer a line of a set of ratings in words."""
    found = _worded_line(screen.desk.pack, act.key)
    if found is None or act.place is None:
        return
    line, lane = found
    question: Question = ratings.in_words(line, act.place)
    answer = screen.desk.book.answer(question.key)

    def taken(text: str) -> bool:
        book, live = screen.desk.book, screen.desk.book.live
        place = live.id if live else None
        return screen.do(meeting.give_answer(book, question, text.strip(), place, screen.desk.now(), lane))

    screen.ask(
        question.text,
        answer.text if answer else "",
        lambda _: (True, ""),
        place=f"answer {question.key}",
        taken=taken,
    )


def _worded_line(pack: Pack, key: str) -> tuple[Line, Lane] | None:
    """A line that is answered in words, and who may see what is said."""
    for found in pack.ratings.values():
        for line in (line for part in found.parts if part.in_words for line in part.lines):
            if line.key == key:
                return line, found.lane
    return None


def _sign(screen: DeskScreen, act: Act) -> None:
    """Sign a form by typing the name."""
    form = screen.desk.pack.forms.get(act.key)
    if form is None:
        return
    who = Role(act.about)
    name, partner = (screen.desk.mentorship.name_of(each) for each in (who, who.other))
    given = forms.signatures(screen.desk.book, form).get(who)
    if given is not None and who in forms.standing(screen.desk.book, screen.desk.pack, form).signed:
        screen.notify(f"Signed already, as {given.name}. Del takes the signature away.", timeout=5, markup=False)
        return
    seen = forms.digest(screen.desk.book, screen.desk.pack, form)

    answered, questions = forms.answered(screen.desk.book, form)
    rest = questions - answered
    lacks = f"; {plural(rest, 'question')} without an answer" if rest else ""

    def read(text: str) -> tuple[bool, str]:
        good = forms.is_name(text, name, partner)
        return good, f"{'signs' if good else 'type the name'}: {name}{lacks}"

    def taken(text: str) -> bool:
        desk, live = screen.desk, screen.desk.book.live
        if forms.digest(desk.book, desk.pack, form) != seen:
            screen.notify("The form changed just now. Please read it again and sign.", severity="warning")
            return True
        place = live.id if live else None
        return screen.do(forms.sign(desk.book, desk.pack, form, who, one_line(text), place, desk.now()))

    hint = f"{name} types the name to sign what stands there now."
    screen.ask(f"Sign: {form.title}", "", read, hint, place=f"sign {form.key} {who.value}", taken=taken)


def _way(screen: DeskScreen, act: Act) -> None:
    """A command of the page itself: another page, or a key of this one."""
    getattr(screen, f"action_{act.key}")()


_VERBS: dict[str, Callable[[DeskScreen, Act], None]] = {
    "tick": _tick,
    "still": _still,
    "milestone": _milestone,
    "card": _card,
    "activity": _activity,
    "part": _part,
    "form": _form,
    "deck": _deck,
    "ratings": _ratings,
    "rate": _rate,
    "write": _write,
    "sign": _sign,
    "way": _way,
}
