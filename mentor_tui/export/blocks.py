"""Pieces that the documents share: sections, results, answers; notes and actions, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from mentor_tui.core.records import Action, ActionState, Answer, Body, Item, Lane, Lead, Note, NoteKind, Session
from mentor_tui.export import times
from mentor_tui.export.escape import all_plain, block, inline, stacked

BULLET = 2  # how far the further lines of a list item are indented
FEW = 8  # texts that are looked at one by one, and parts that more of them are taken in

Lines = defaultdict[str | None, list[str]]  # by the id of the session
Talk = dict[str, Lines]  # by what they are: notes, decisions, actions

# What stands behind the hour of a note of a kind: for one that others may see, and for a private one.
_MARKS = {kind: (f" ({kind.value})", f" ({kind.value}, private)") for kind in NoteKind}
_MARKS[NoteKind.note] = ("", " (private)")


def section(level: int, title: str, lines: list[str]) -> tuple[str, ...]:
    """A heading and its list; nothing at all when the list is empty."""
    return (f"{'#' * level} {title}", "\n".join(lines)) if lines else ()


def having(session: Session, body: Body) -> list[Item]:
    """The items of a session that hold that."""
    return [item for item in session.items if item.body is body]


def result(done: bool, label: str) -> str:
    """A checklist line in words: boxes are for actions alone."""
    return f"- {'Done' if done else 'Not done'}: {inline(label)}"


def text_of(text: str) -> str:
    """A person's text in a list item, which must not be left without any."""
    return block(text, BULLET) or "(empty)"


def texts_of(texts: list[str]) -> list[str]:
    """``text_of`` each. Most texts need nothing, and of many together that is quick to see."""
    if all_plain(texts):
        return texts
    if len(texts) <= FEW:
        return [text_of(text) for text in texts]
    size = -(-len(texts) // FEW)
    return [text for start in range(0, len(texts), size) for text in texts_of(texts[start : start + size])]


def answered(answer: Answer) -> str:
    """A question with its answer, as a list item."""
    return stacked([f"- Question: {inline(answer.question)}", f"Answer: {block(answer.text, BULLET)}"], BULLET)


class TalkWriter:
    """Writes what was captured, all of which the reader may see."""

    def __init__(self, wall: times.Wall, name: Callable[[Lead], str], today: date) -> None:
        self._wall = wall
        self._name = name
        self._today = today

    def talk(self, notes: list[Note], actions: list[Action]) -> Talk:
        """What was noted, decided and agreed to do in each session."""
        found: Talk = {"Notes": defaultdict(list), "Decisions": defaultdict(list), "Actions": defaultdict(list)}
        told, decisions, tasks = found.values()
        mine, decision = Lane.mine, NoteKind.decision
        timed = [note for note in notes if note.kind is not decision]
        hours = self._wall.hours([note.created_at for note in timed])
        for note, hour, text in zip(timed, hours, texts_of([note.text for note in timed]), strict=True):
            told[note.session_id].append(f"- {hour}{_MARKS[note.kind][note.lane is mine]} {text}")
        decided = [note for note in notes if note.kind is decision]
        for note, text in zip(decided, texts_of([note.text for note in decided]), strict=True):
            decisions[note.session_id].append(f"- (private) {text}" if note.lane is mine else f"- {text}")
        for action, line in zip(actions, self.tasks(actions), strict=True):
            tasks[action.origin_id].append(line)
        return found

    def notes_with_days(self, notes: list[Note]) -> list[str]:
        """Notes of no session, each with its day."""
        texts = texts_of([note.text for note in notes])
        return [
            f"- {self._wall.moment(note.created_at)}{_MARKS[note.kind][note.lane is Lane.mine]} {text}"
            for note, text in zip(notes, texts, strict=True)
        ]

    def tasks(self, actions: list[Action]) -> list[str]:
        """Actions as boxes."""
        found = []
        for action, told in zip(actions, self.actions(actions), strict=True):
            box = " " if action.state is ActionState.open else "x"
            # A dropped action is settled, so that no to-do list takes it up again.
            dropped = "(dropped) " if action.state is ActionState.dropped else ""
            found.append(f"- [{box}] {dropped}{told}")
        return found

    def actions(self, actions: list[Action], say_state: bool = False) -> list[str]:
        """The texts of actions, each with what is known of it."""
        texts = texts_of([action.text for action in actions])
        return [self._action(action, text, say_state) for action, text in zip(actions, texts, strict=True)]

    def _action(self, action: Action, text: str, say_state: bool) -> str:
        known = [self._name(action.owner)] if action.owner else []
        if action.due:
            known.append(f"due {times.day(action.due)}")
        if action.is_late(self._today):
            known.append("late")
        if action.state is ActionState.done and action.closed_at:
            known.append(f"done {self._wall.day(action.closed_at)}")
        elif say_state:
            known.append(action.state.value)
        if action.why:
            known.append(f"why: {inline(action.why)}")
        if action.lane is Lane.mine:
            known.append("private")
        return f"{text} — {', '.join(known)}" if known else text
