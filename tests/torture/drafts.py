"""Types into a random place of the real program, ends it in a random way, and starts it again: the text must be there.

There are two mentorships: one whose session runs, for the line and the answers, and one before its first session, for
the date. A program that is told to end keeps all that it shows; one that is killed may lose the last second.
"""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from mentor_tui.core.guard import clean, one_line
from mentor_tui.core.records import Answer
from mentor_tui.data.drafts import Fields
from mentor_tui.data.files import leftovers
from tests.app_helpers import fresh, on_disk
from tests.conftest import FixedClock
from tests.runs import spawn, unclean
from tests.terminal import Terminal
from tests.torture.outcome import Outcome
from tests.torture.strings import WORDS

LOSS = 1.1  # seconds after which nothing typed may be lost
LONGEST = 200  # letters
ROUNDS_A_HOME = 40
QUESTIONS = 21
RUNNING, COMING = "Dr Running", "Dr Coming"
ENDS = {"hup": 129, "term": 143, "closed": 129, "kill": -9, "crash": 1}  # and the exit status
# Ctrl+Q is a fault, on every screen and in every dialog.
BREAKS = """
from mentor_tui.app import MentorApp
async def broken(self):
    raise ValueError("broken")
MentorApp.action_leave = broken
"""
# Letters that stand nowhere else on a screen of the program.
RARE = [chr(code) for code in (*range(0x10D0, 0x10F1), *range(0x13A0, 0x13F5))]
ENDING = 6  # letters at the end of a text, by which the screen tells that all of it is there


def run(count: int, seed: int = 1) -> Outcome:
    """Type and end ``count`` times."""
    random = Random(seed)
    failures: list[str] = []
    for first in range(0, count, ROUNDS_A_HOME):
        with TemporaryDirectory(prefix="mentor-tui-drafts-") as folder:
            rounds = _Rounds(Path(folder), random)
            for number in range(first, min(count, first + ROUNDS_A_HOME)):
                problem = rounds.one()
                if problem:
                    failures.append(f"{number}: {rounds.told}: {problem}")
                    break
            else:
                failures += [f"at last: {problem}" for problem in [rounds.last()] if problem]
    return Outcome("typed, ended, and started again", count, failures)


def some_text(random: Random) -> str:
    """Words of several scripts, up to 200 letters; the last of them are plain, as every screen shows them."""
    length = random.choice((1, 2, ENDING + 1, LONGEST, random.randint(1, LONGEST)))
    if length <= ENDING:
        return "".join(random.choices(RARE, k=length))
    mark = " k" + "".join(random.choices("0123456789", k=ENDING - 2))
    text = ""
    while len(text) < length:
        text += f"{random.choice(WORDS)} "
    return clean(text[: length - ENDING]).strip() + mark


class _Place:
    """Somewhere to type: in which mentorship, whose draft it is, what it is called there, and in which field."""

    def __init__(self, title: str, whose: str, name: str, field: str = "text", owner: str | None = None) -> None:
        self.title = title
        self.whose = whose
        self.name = name
        self.field = field
        self.owner = whose if owner is None else owner

    def open(self, terminal: Terminal, old: str) -> bool:
        """Come from the first page to the place, empty, when ``old`` stands in it. Whether that had to be forgotten."""
        raise NotImplementedError

    def see(self, terminal: Terminal, ending: str) -> bool:
        """See that a text with this ending stands in the place, and go back. Whether that forgot it."""
        raise NotImplementedError


class _Line(_Place):
    def open(self, terminal: Terminal, old: str) -> bool:
        if old:
            terminal.press("escape")
        terminal.wait_for("Type and press Enter")
        return bool(old)

    def see(self, terminal: Terminal, ending: str) -> bool:
        terminal.wait_for(ending, "Enter keeps it")
        return False


class _Answer(_Place):
    def open(self, terminal: Terminal, old: str) -> bool:
        if not terminal.shows("Tab to answer"):
            terminal.press("pagedown")
            terminal.wait_for("Tab to answer")
        terminal.press("tab")
        terminal.wait_cursor("Tab to answer")
        return False

    def see(self, terminal: Terminal, ending: str) -> bool:
        if not terminal.shows(ending):
            terminal.press("pageup")
        terminal.wait_for(ending)
        return False


class _Goal(_Place):
    def open(self, terminal: Terminal, old: str) -> bool:
        self._show(terminal)
        if old:
            terminal.wait_for("You typed this before")
            terminal.press("ctrl+l")
            terminal.wait_gone("You typed this before")
        return bool(old)

    def see(self, terminal: Terminal, ending: str) -> bool:
        self._show(terminal)
        terminal.wait_for("You typed this before", ending)
        terminal.press("escape")
        terminal.wait_gone("A new goal")
        terminal.press("f7")
        terminal.wait_gone("No goals yet")
        return False

    @staticmethod
    def _show(terminal: Terminal) -> None:
        terminal.press("f7")
        terminal.wait_for("No goals yet")
        terminal.press("n")
        terminal.wait_for("A new goal")


class _Date(_Place):
    def open(self, terminal: Terminal, old: str) -> bool:
        if old:
            self.see(terminal, old)
        self._show(terminal)
        terminal.wait_for("no date")
        return bool(old)

    def see(self, terminal: Terminal, ending: str) -> bool:
        self._show(terminal)
        terminal.wait_for("You typed this before", ending)
        terminal.press("escape")
        terminal.wait_gone("When do you meet next?")
        return True

    @staticmethod
    def _show(terminal: Terminal) -> None:
        terminal.press("f4")
        terminal.wait_for("When do you meet next?")


class _SetUp(_Place):
    def open(self, terminal: Terminal, old: str) -> bool:
        if old:
            self.see(terminal, old)
        self._show(terminal)
        return bool(old)

    def see(self, terminal: Terminal, ending: str) -> bool:
        self._show(terminal)
        terminal.wait_for("You typed this before", ending)
        terminal.press("escape")
        terminal.wait_for("Mentorships", "Enter opens")
        terminal.choose(COMING)
        terminal.press("enter")
        terminal.wait_for("Before session 1")
        return True

    def _show(self, terminal: Terminal) -> None:
        terminal.press("f10")
        terminal.wait_for("Mentorships", "Enter opens")
        terminal.press("n")
        terminal.wait_for("Set up a mentorship")
        for name in ("mentor", "mentee")[: 1 if self.field == "mentor" else 2]:
            terminal.press("tab")
            terminal.wait_cursor(f"{name.capitalize()}'s name")


PLACES = (
    _Line("the line", RUNNING, "line"),
    _Answer("an answer", RUNNING, "answer"),
    _Goal("a goal", RUNNING, "goal"),
    _Goal("a goal before the session", COMING, "goal"),
    _Date("the next date", COMING, "next date"),
    _SetUp("the set-up", COMING, "new", "mentor", ""),
    _SetUp("the set-up's second field", COMING, "new", "mentee", ""),
)


class _Rounds:
    """The rounds in one home. ``told`` says what the last one did."""

    def __init__(self, home: Path, random: Random) -> None:
        self._home = home
        self._random = random
        self.told = ""
        data = home / "data"
        self._shelf = fresh(data, FixedClock(), mentee=RUNNING)
        fresh(data, FixedClock(), mentee=COMING)
        self._names = {RUNNING: "dr-running", COMING: "dr-coming"}
        self._place: _Place | None = None
        self._text = ""
        self._answers: list[str] = []
        self._standing: dict[str, dict[str, Fields]] = {RUNNING: {}, COMING: {}, "": {}}
        """What must stand in the drafts, by whose they are and by place."""
        self._started = False

    def one(self) -> str:
        """See that the last text is there, type another one and end; gives what went wrong."""
        before, place = self._place, self._random.choice(PLACES)
        end, text = self._random.choice([*ENDS]), some_text(self._random)
        self.told = f"{before.title if before else 'nothing'}, then {place.title} with {len(text)} letters and {end}"
        try:
            if before is not None and before.whose != place.whose:
                with Terminal(100, 36) as terminal:
                    self._start(terminal, before.whose)
                    self._see(terminal)
                    self._end(terminal, self._random.choice(("hup", "term")))
                before = None
            with Terminal(100, 36) as terminal:
                self._start(terminal, place.whose, BREAKS if end == "crash" else "")
                if before is not None:
                    self._see(terminal)
                self._type(terminal, place, text)
                self._end(terminal, end)
        except AssertionError as error:
            return str(error)
        return self._lost()

    def last(self) -> str:
        """See that the last text is there; gives what went wrong."""
        self.told = "the last start"
        try:
            with Terminal(100, 36) as terminal:
                self._start(terminal, self._place.whose if self._place else RUNNING)
                self._see(terminal)
                self._end(terminal, "term")
        except AssertionError as error:
            return str(error)
        return self._lost()

    def _start(self, terminal: Terminal, whose: str, before: str = "") -> None:
        data = str(self._shelf.folder)
        spawn(terminal, self._home, "--data", data, "--mentorship", self._names[whose], before=before)
        if whose == COMING:
            terminal.wait_for("Before session 1")
        elif self._started:
            terminal.wait_for("question", "answered")
        else:
            terminal.wait_for("Before session 1")
            terminal.press("F2")
            terminal.wait_for("Arrive", "Type and press Enter")
            terminal.press("F2", "F2", "F2")
            terminal.wait_for(f"1 of {QUESTIONS}, 0 answered")
            self._started = True

    def _see(self, terminal: Terminal) -> None:
        """See that what was typed last stands in its place, and come back from there."""
        place = self._place
        if place is not None and place.see(terminal, _ending(self._text)):
            del self._standing[place.owner][place.name]

    def _type(self, terminal: Terminal, place: _Place, text: str) -> None:
        standing = self._standing[place.owner]
        (old,) = standing.get(place.name, {"": ""}).values()
        if place.open(terminal, _ending(old)):
            del standing[place.name]
        terminal.type(text)
        terminal.wait_for(_ending(text))
        self._place, self._text = place, text
        if place.name == "answer":
            self._answers.append(text)
        else:
            standing[place.name] = {place.field: one_line(text) if place.name == "goal" else text}

    def _end(self, terminal: Terminal, way: str) -> None:
        """End the program: at once where it is told of that, and a moment later where it is not."""
        match way:
            case "hup":
                terminal.signal(signal.SIGHUP)
            case "term":
                terminal.signal(signal.SIGTERM)
            case "closed":
                terminal.hang_up()
            case "crash":
                terminal.press("ctrl+q")
            case "kill":
                time.sleep(LOSS)
                terminal.signal(signal.SIGKILL)
        status = terminal.wait_exit()
        assert status == ENDS[way], f"{way} ended with {status}"
        if way in ("hup", "term", "crash"):
            assert not unclean(terminal), f"after {way}: {unclean(terminal)}"
            fault = terminal.left_over.startswith("mentor-tui had to stop because of a fault of its own.")
            assert fault if way == "crash" else not terminal.left_over, f"after {way}: {terminal.left_over}"

    def _lost(self) -> str:
        """What is not on disk as it was typed, or is there and should not be."""
        for whose, standing in self._standing.items():
            name = self._names.get(whose, "")
            path = self._shelf.drafts(name)
            found = json.loads(path.read_text()) if path.exists() else {}
            answers = [found.pop(place)["text"] for place in list(found) if place.startswith("answer ")]
            texts = {place: {name: text for name, text in found[place].items() if text} for place in found}
            for fields in texts.values():
                fields.pop("horizon", None)
            if texts != standing:
                return f"the drafts of {whose or 'the set-up'} are {texts}, not {standing}"
            if whose == RUNNING:
                book = on_disk(self._shelf, FixedClock(), name)
                answers += [answer.text for answer in book.every(Answer)]
                if sorted(answers) != sorted(self._answers):
                    return f"the answers are {answers}, not {self._answers}"
            if name and len(left := leftovers(self._shelf.path(name))) > 1:
                return f"{len(left)} temporary files were left"
        return ""


def _ending(text: str) -> str:
    return text[-ENDING:].strip()
