"""The loop of plain mode: a line comes in, lines of text go out. It reads and prints nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from mentor_tui.core import capture, meeting
from mentor_tui.core.capture import Captured, CaptureKind
from mentor_tui.core.guard import clean, one_line
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, Goal, Lane, Note, NoteKind, Record, Session, SessionState
from mentor_tui.core.sheets import Question
from mentor_tui.plain import telling
from mentor_tui.plain.table import LINE, Table
from mentor_tui.plain.telling import sentence
from mentor_tui.plain.time_told import Time

AWAY = ("/resume", "/count")  # how to go on after this was closed, and to count that time
Reply = list[str]
Asked = Callable[[str], Reply | None]
"""Takes the line that answers a question; None when the line is no answer and is to be taken as any other."""


class Talk:
    """One session, talked through. ``hear`` takes a line and gives what is said of it; ``over`` says when to stop."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.over = False
        self.asked: Asked | None = None
        """The question that the next line answers, if one was asked."""
        self.ask_prompt = ""
        self.session_id = ""
        self.aside = ""
        """A line that was not understood, for /keep."""
        self._lists: dict[str, list[str]] = {}
        self._time = Time()
        self._was_unsaved = False
        self._answering = False

    @property
    def session(self) -> Session | None:
        """The session that is on, else the one that ended in this talk."""
        book = self.table.book
        if book.live is not None:
            return book.live
        found = book.get(Session, self.session_id)
        ended = found is not None and found.state is SessionState.held and found.deleted_at is None
        return found if ended else None

    def begin(self) -> Reply:
        """What is said first; a session that is on is gone on with."""
        back = self.table.put_back()
        told = [*filter(None, (back, self.table.come_back(*AWAY))), *telling.opening(self.table)]
        if words := self._begun():
            self.aside = words
            shown = "a private line" if words.lstrip().startswith("~") else one_line(words)
            told.append(f"A line that was being typed is not kept yet: {shown}. /keep keeps it.")
        if self.table.book.live is not None:
            self.session_id = self.table.book.live.id
            return [*told, "Going on with it. /help says what can be typed.", *self._notices()]
        self.ask("start? ", self._start)
        return [*told, "Enter starts, or type no.", *self._notices()]

    @property
    def prompt(self) -> str:
        """What stands before the line to be typed."""
        unsaved = "NOT SAVED, " if self.table.journal.trouble else ""
        if self.asked is not None:
            return unsaved + self.ask_prompt
        session = self.session
        if session is None:
            return f"{unsaved}not started> "
        if session.state is SessionState.held:
            return f"{unsaved}after session {session.number}> "
        if session.item is None:
            return f"{unsaved}all items done> "
        paused = "paused, " if session.state is SessionState.paused else ""
        place, title = session.items.index(session.item) + 1, one_line(session.item.title)[:40]
        return f"{unsaved}{paused}{place} of {len(session.items)}, {title}, {self.table.item_minutes(session)}> "

    def hear(self, line: str) -> Reply:
        """Take a line: keep it, or do what it asks. What is kept is on disk when this returns, or said not to be."""
        entered, line = line, clean(line).rstrip("\n")
        self.table.journal.retry()
        woke = filter(None, [self.table.wake(*AWAY)])
        reply: Reply | None = None
        if self.asked is not None:
            asked = self.asked
            reply = asked(line)
        if reply is None:
            reply = self._take(line)
        if not reply and entered.strip() and not line.strip():
            reply = ["Nothing to keep in that line."]
        self.table.settle()
        return [*woke, *reply, *([] if self.over else self._time.told(self.table)), *self._notices()]

    def ask(self, prompt: str, asked: Asked) -> None:
        """Have the next line answer a question."""
        self.ask_prompt, self.asked, self._answering = prompt, asked, False

    def _begun(self) -> str:
        """The line that was being typed last time, here or in the screens; empty without one."""
        typed = self.table.drafts.get(LINE)
        if typed.get("record"):  # the screens go on with the edit
            return ""
        return "\n".join(filter(None, (typed.get("aside"), typed.get("history"), typed.get("text"))))

    def keep_aside(self) -> Reply:
        """Keep the line that was not understood or broken off."""
        line, self.aside = self.aside, ""
        if line == self._begun():
            self.table.drafts.drop(LINE)
        return self.capture(line)

    # Starting

    def _start(self, line: str) -> Reply | None:
        said = line.strip().casefold()
        if said in ("", "y", "yes"):
            return self.start()
        if said in ("n", "no"):
            self.asked, self.over = None, True
            return ["Nothing was started."]
        if line.startswith(("/", "\\/")) and not line.startswith("//"):
            return None
        self.aside = "\n".join(filter(None, (self.aside, line)))
        return ["Enter starts, or type no. What you typed is not kept yet; /keep keeps it once the session runs."]

    def start(self) -> Reply:
        """Start the session."""
        table = self.table
        self.asked = None
        table.do(meeting.start_session(table.book, table.pack, table.now(), minutes=table.settings.minutes))
        session = table.book.live
        if session is None:
            return ["The session could not be started."]
        self.session_id = session.id
        told = (
            f"Session {session.number} runs, {plural(session.minutes, 'minute')}. Type a line to keep it; /help helps."
        )
        return [told, *self.item_told()]

    def item_told(self) -> Reply:
        """Which item it is now."""
        session = self.session
        if session is None or session.item is None:
            return ["That was the last item. /end ends the session."]
        item = session.item
        place = session.items.index(item) + 1
        about = f"{plural(item.share, 'minute')}, {telling.lead(self.table, item)}"
        return [f"Item {place} of {len(session.items)}: {one_line(item.title)}. {about}. /item says what it holds."]

    # Lines

    def _take(self, line: str) -> Reply:
        if line.startswith(("//", "\\/")):
            return self.capture(line[1:])
        if line.startswith("/"):
            from mentor_tui.plain.commands import run

            return run(self, line)
        return self.capture(line)

    def capture(self, line: str) -> Reply:
        """Keep a line as it says by itself what it is."""
        table, session = self.table, self.session
        if session is None:
            self.aside = line
            return ["No session runs, so the line is not kept yet. /start starts one, then /keep keeps it."]
        found = capture.parse(line, table.mentorship, table.today, table.settings.day_first)
        if found is None:
            return ["Nothing to keep in that line."] if line.strip() else []
        now = table.now()
        if found.kind is CaptureKind.action:
            table.do(meeting.keep_action(found.text, found.owner, found.due, session, now))
        else:
            table.do(meeting.keep_note(found.text, NoteKind(found.kind.value), found.lane, session, now))
        records = telling.feed(table, session)
        record = records[-1]
        if isinstance(record, Action):
            self._know("actions", record)
        self._know("notes", record)
        kept = "Kept" if not table.journal.trouble else "Taken, NOT SAVED"
        number = self.numbers("notes").index(record.id) + 1
        return [f"{kept}: {self.captured_words(record, found)}. Line {number}.", *self.hints(found)]

    def captured_words(self, record: Note | Action, found: Captured) -> str:
        """What a line became: its kind, owner and date."""
        parts = [telling.kind(record)]
        if isinstance(record, Action):
            parts += [self.table.who(record.owner)] if record.owner is not None else []
            if record.due is not None:
                past = ", which is past" if record.due < self.table.today else ""
                parts.append(f"due {self.table.day(record.due)}{past}")
        elif record.lane is Lane.mine and found.kind is CaptureKind.note:
            parts.append("only you see it")
        return ", ".join(parts)

    @staticmethod
    def hints(found: Captured) -> Reply:
        return [f"Look at it once more: {one_line(hint)}. Your words are kept as typed." for hint in found.hints]

    # Answers

    def begin_answer(self, question: Question, *, again: bool) -> Reply:
        """Take lines as the answer to a question, each kept at once, until an empty one or a full stop."""
        table = self.table
        before = table.book.answer(question.key)
        lines: Reply = [before.text] if before is not None and not again else []
        held = self.session

        def taken(line: str) -> Reply | None:
            if line.strip() in ("", "."):
                self.asked = None
                table.journal.history.settle()
                return [f"Answer kept: {telling.answer_words(table, question)}" if lines else "No answer was typed."]
            lines.append(line)
            place = held.id if held is not None else None
            table.do(meeting.give_answer(table.book, question, "\n".join(lines), place, table.now()))
            return ["Kept." if not table.journal.trouble else "Taken, NOT SAVED."]

        self.ask("answer> ", taken)
        self._answering = True
        told = [one_line(question.text)]
        if before is not None:
            told.append(f"Answer so far: {table.words(before)}")
            told.append("What you type takes its place." if again else "What you type is added to it.")
        return [*told, "Type the answer. An empty line, or a full stop alone, ends it."]

    # Numbers that stay what they were when they were told

    def numbers(self, name: str) -> list[str]:
        """The ids of the records of a list, in the order of the numbers that were told last."""
        if name not in self._lists:
            self._lists[name] = [record.id for record in self._all(name)]
        known = self._lists[name]
        known += [record.id for record in self._all(name) if record.id not in known]
        return known

    def listed(self, name: str) -> list[Record]:
        """The records of a list, with numbers from now on as they stand there."""
        self._lists[name] = [record.id for record in self._all(name)]
        return self._all(name)

    def _know(self, name: str, record: Record) -> None:
        """Give a new record the next number."""
        known = self.numbers(name)
        if record.id not in known:
            known.append(record.id)

    def _all(self, name: str) -> list[Record]:
        book = self.table.book
        match name:
            case "actions":
                return list(book.open_actions)
            case "goals":
                return list(book.goals)
            case "asked":
                return list(meeting.questions_to_ask(self.table.book))
            case _:
                session = self.session
                return list(telling.feed(self.table, session)) if session is not None else []

    def numbered(self, name: str, number: int) -> Record | None:
        """The record with that number, as it stands now; None when there is none any more."""
        known = self.numbers(name)
        if not 1 <= number <= len(known):
            return None
        by_name: dict[str, tuple[type[Record], ...]] = {"actions": (Action,), "goals": (Goal,)}
        kinds = by_name.get(name, (Note, Action))
        found = next((record for kind in kinds if (record := self.table.book.get(kind, known[number - 1]))), None)
        return found if found is not None and found.deleted_at is None else None

    # What is said without being asked for

    def _notices(self) -> Reply:
        """What the journal has to tell; whether all is on disk, when that changed or something is not."""
        journal = self.table.journal
        told = [one_line(text) for text in journal.notices]
        journal.notices.clear()
        if journal.trouble:
            told.append(f"{telling.saved(self.table)} Each line you enter tries again.")
        elif self._was_unsaved:
            told.append("Saved again: all is on disk.")
        self._was_unsaved = bool(journal.trouble)
        return told

    # The end of the input

    def broken_off(self, typed: str = "") -> Reply:
        """The input has ended: what was ``typed`` and not entered goes to the drafts; says how things stand."""
        if typed.strip() and self._answering and self.asked is not None:
            self.asked(clean(typed))
        elif typed.strip() and self.asked is None:
            self._draft(typed)
        self.table.journal.retry()
        return self.farewell()

    def _draft(self, line: str) -> None:
        """Put a line among the drafts, where the next start finds it, beside one that is there."""
        before = self.table.drafts.get(LINE)
        field = "aside" if before.get("text") else "text"
        if line not in before.values():
            text = "\n".join(filter(None, (before.get(field), line)))
            self.table.drafts.put(LINE, {**before, field: text})

    def farewell(self) -> Reply:
        """How things stand as the program ends."""
        live = self.table.book.live
        if self.aside and not self.aside.startswith("/") and self.aside != self._begun():
            self._draft(self.aside)
        self.table.settle()
        unsaved = telling.not_saved(self.table)
        told = "All that was kept is saved." if not unsaved else "Not all is on disk."
        if self._begun():
            told += " What was typed and not kept is among the drafts, and is offered at the next start."
        if live is not None:
            going = "is paused" if live.state is SessionState.paused else "is on"
            return [f"{told} Session {live.number} {going}; mentor-tui session goes on with it.", *unsaved]
        return [sentence(told), *unsaved]


def nearest(word: str, names: list[str]) -> str:
    """The name that is most like ``word``; empty when none is like it."""
    found = get_close_matches(word, names, 1, 0.5)
    return found[0] if found else ""
