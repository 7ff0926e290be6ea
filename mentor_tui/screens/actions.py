"""All actions, across sessions: found, ticked, dated, split, linked to goals, with the story of each."""

from __future__ import annotations

from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from mentor_tui.core import goals, tasks
from mentor_tui.core.capture import Captured, describe
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, ActionState, Goal, Record
from mentor_tui.core.tasks import ANY_GOAL, NO_GOAL, Wanted, Which, Whose
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.one_line import ask_action
from mentor_tui.screens.pick import Choice, Pick
from mentor_tui.screens.ways import ways_but
from mentor_tui.widgets import shapes, task_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.entry import Entry
from mentor_tui.widgets.page import Page
from mentor_tui.widgets.rows import RecordRows, Row, Rows, section, words
from mentor_tui.widgets.text import join, plain

_KEYS = {Which.open: "1", Which.late: "2", Which.done: "3", Which.dropped: "4", Which.all: "0"}
ONE_LINE = 89  # cells that the line of keys takes
_OFFERED = tuple(command for command in RecordRows.OFFERS if command.action != "want('action')")


class ActionRows(RecordRows):
    """The list of actions with its keys."""

    OFFERS = (
        *_OFFERED,
        Command("want('split')", "s", "Split the action", "Two actions or more of one"),
        Command("want('link')", "g", "Link the action to a goal", "A goal that it belongs to; again takes that away"),
        Command("want('mark')", "k", "Mark the action", "Enter then ticks all that are marked"),
        Command("want('story')", "i", "Story of the action", "Where it came from and what became of it"),
        *(
            Command(f"screen.which('{which.value}')", key, f"{which.value.capitalize()} actions", f"Show {told}")
            for (which, key), told in zip(
                _KEYS.items(), ("open ones", "late ones", "what is done", "what was dropped", "all"), strict=True
            )
        ),
        Command("screen.whose", "w", "Whose actions", "Of both, mine, the partner's, nobody's"),
        Command("screen.for_goal", "l", "Actions of a goal", "Those linked to one goal, or to none"),
        Command("screen.search", "slash", "Find actions by words", "Type words that they say; Esc comes back"),
        Command("screen.group", "b", "By date or by owner", "What the headings go by"),
    )


class ActionsScreen(DeskScreen):
    """The actions of the mentorship."""

    CSS_PATH = "actions.tcss"
    AUTO_FOCUS = "#actions"
    OFFERS = (
        Command("add", "n,f2", "New action", "Add an action, as on the line: text @who ^day", "New"),
        Command("open_goals", "f7", "Goals", "Open the goals", "Goals", first=True),
        Command("leave", "escape", "Back", "Empty the search, or back to where you were", "Back"),
        *COMMON,
        *ways_but("open_actions"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = Wanted()
        self._by_owner = False
        self._marked: set[str] = set()

    def body(self) -> ComposeResult:
        """What is looked for, the search, the list, and the story of what is under the cursor."""
        yield Static("", id="actions-head", classes="head", markup=False)
        yield Static("", id="actions-told", markup=False)
        yield Static("", id="actions-keys", classes="quiet", markup=False)
        yield Entry(placeholder="/ finds actions by their words", id="actions-search")
        with Horizontal(id="actions-box"):
            yield ActionRows(id="actions")
            yield Page(id="actions-page", can_focus=False)

    def sync(self) -> None:
        desk, wanted = self.desk, self._wanted
        found = tasks.find(desk.book, wanted, desk.today, hidden=desk.hides_private)
        self._marked &= {action.id for action in found if action.state is ActionState.open}
        marked = f"   {len(self._marked)} marked: Enter ticks them" if self._marked else ""
        self.query_one("#actions-head", Static).update(plain(f"Actions   {plural(len(found), 'line')}{marked}"))
        goal = desk.book.get(Goal, wanted.goal)
        told = wanted.told(desk.mentorship.partner, goal.text if goal else "one that is gone")
        self.query_one("#actions-told", Static).update(plain(told, "bold"))
        self.query_one("#actions-keys", Static).update(self._keys())
        self.query_one("#actions", ActionRows).set_rows(self._rows(found))
        self.show_page()

    def on_resize(self) -> None:
        self.call_after_refresh(self.sync_there)

    def _keys(self) -> Content:
        """The keys that change what is on view; the choice of the moment is in brackets."""
        states = [
            plain(f"[{key}: {which.value}] " if which is self._wanted.which else f"{key}: {which.value}  ")
            for which, key in _KEYS.items()
        ]
        end = " " if self.size.width >= ONE_LINE else "\n"
        return join(*states, end, plain(f"w whose  l goal  / words  b by {'date' if self._by_owner else 'owner'}"))

    def _rows(self, found: list[Action]) -> list[Row]:
        desk = self.desk
        if self._by_owner:
            groups = tasks.by_owner(desk.book, found, desk.who)
        else:
            groups = tasks.by_date(found, desk.now(), desk.today, self._wanted.stay)
        goals_of: dict[str, int] = {}
        for goal in desk.book.goals:
            for each in set(goal.evidence):
                goals_of[each] = goals_of.get(each, 0) + 1
        rows: list[Row] = []
        for title, some in groups:
            rows += section(
                f"{title} ({len(some)})", [self._row(action, goals_of.get(action.id, 0)) for action in some]
            )
        if not rows:
            return [words("none", plain(self._nothing(), "dim"), 0)]
        hint = "Enter ticks, m date, o owner, x drops, r why, e edits, s splits, g goal, k marks, i story, n new"
        return [*rows[1:], words("gap hint", ""), words("hint", plain(hint, "dim"))]

    def _row(self, action: Action, linked: int) -> Row:
        row = shapes.action_row(self.desk, action, ask=action.state is ActionState.open)
        goal = plain(f"  {plural(linked, 'goal')}" if linked else "", "$text-accent")
        why = self.desk.why_of(action)
        mark = plain("*" if action.id in self._marked else " ", "bold $text-accent")
        return row._replace(content=join(mark, row.content, plain(f": {why}" if why else "", "dim"), goal), indent=5)

    def _nothing(self) -> str:
        if not self.desk.book.actions:
            return "No actions yet. Press n to add the first, or type ! and the words in a session."
        if self._wanted == Wanted(stay=self._wanted.stay):
            return "Nothing is open. Press n to add an action, 0 to see all."
        return "No action is like that. 0 shows all states, w changes whose, l the goal; Esc empties the search."

    @property
    def action(self) -> Action | None:
        """The action under the cursor, as it stands now."""
        row = self.query_one("#actions", ActionRows).row
        return self.fresh(row.record) if row is not None and isinstance(row.record, Action) else None

    def show_page(self) -> None:
        """Show the story of what is under the cursor."""
        action = self.action
        self.query_one("#actions-page", Page).show(task_shapes.history_rows(self.desk, action) if action else [])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_page()

    # What is looked for

    def _look_for(self, **changes: Any) -> None:
        self._wanted = msgspec.structs.replace(self._wanted, **{"stay": frozenset(), **changes})
        self.sync()

    def action_which(self, which: str) -> None:
        """Those that stand like that."""
        self._look_for(which=Which(which))

    def action_whose(self) -> None:
        """Whose they are: the next of four."""
        order = list(Whose)
        self._look_for(whose=order[(order.index(self._wanted.whose) + 1) % len(order)])

    def action_group(self) -> None:
        """Headings by date, or by owner."""
        self._by_owner = not self._by_owner
        self.sync()

    def action_for_goal(self) -> None:
        """Those of one goal."""
        choices = [Choice("any", "Any goal"), Choice(NO_GOAL, "Linked to no goal")]
        choices += [Choice(goal.id, goal.text, goal.state.value) for goal in self.desk.book.goals]

        def taken(key: str | None) -> None:
            if key is not None:
                self._look_for(goal=ANY_GOAL if key == "any" else key)

        self.app.push_screen(Pick("Actions of which goal?", choices, self._wanted.goal or "any"), taken)

    def action_search(self) -> None:
        """To the field for words."""
        self.set_focus(self.query_one("#actions-search"))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._wanted.words:
            self._look_for(words=event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.query_one("#actions"))

    def action_leave(self) -> None:
        """From the search to the list; there, empty the search, else back to where it was opened."""
        search, listed = self.query_one("#actions-search", Input), self.query_one("#actions")
        if self.focused is search:
            self.set_focus(listed)
        elif search.value:
            search.value = ""
        else:
            self.app.pop_screen()

    # What is done

    def _stays(self, *actions: Action) -> None:
        """Let what is closed here stay before whoever looks, until something else is looked for."""
        ids = {action.id for action in actions if action.state is ActionState.open or action.id in self._wanted.stay}
        self._wanted = msgspec.structs.replace(self._wanted, stay=self._wanted.stay | ids)

    def chosen(self, event: Rows.Chosen) -> None:
        """Tick the action, or all that are marked."""
        marked = [each for each in (self.desk.book.get(Action, key) for key in self._marked) if each is not None]
        if marked:
            self._stays(*marked)
            if self.do(tasks.tick_all(marked, self.desk.now())):
                self._marked.clear()
                self.sync()
        elif isinstance(event.row.record, Action):
            self._stays(self.fresh(event.row.record))
            super().chosen(event)

    def drop(self, action: Action) -> None:
        """Drop an action; it stays on view."""
        self._stays(action)
        super().drop(action)

    def wanted(self, what: str, record: Record) -> None:
        """What a key asks for."""
        match what, record:
            case "split", Action():
                self._split(record)
            case "link", Action():
                self._link(record)
            case "mark", Action():
                self._marked ^= {record.id} if record.state is ActionState.open else set()
                self.sync()
                self.query_one("#actions", ActionRows).action_cursor_down()
            case "story", Action():
                from mentor_tui.screens.read import Read

                self.app.push_screen(Read("Story of the action", task_shapes.history_rows(self.desk, record)))
            case _:
                super().wanted(what, record)

    def _split(self, action: Action) -> None:
        """Ask for the parts in one line."""
        if action.state is not ActionState.open:
            self.notify("Only an open action can be split. Enter opens it again.", timeout=4)
            return
        if self.says_hidden(action):
            return

        desk = self.desk

        def parts_of(text: str) -> tuple[Captured, ...]:
            return tasks.parts_of(text, desk.mentorship, desk.today, desk.settings.day_first)

        def read(text: str) -> tuple[bool, str]:
            parts = parts_of(text)
            if len(parts) < 2:
                return False, f"one part yet: put {tasks.BETWEEN} between the parts"
            return True, f"{len(parts)} actions: {' | '.join(map(told, parts))}"

        def told(part: Captured) -> str:
            whole = tasks.part_of(self.fresh(action), part)
            about = describe(whole, desk.mentorship, desk.today, desk.settings.day_first)
            return whole.text + about.removeprefix(whole.kind.value)

        def taken(text: str) -> bool:
            return self.do(tasks.split_action(desk.book, self.fresh(action), parts_of(text), desk.now(), desk.today))

        hint = f"{tasks.BETWEEN} between the parts; @who ^day in any."
        line = tasks.line_of_parts(action, desk.mentorship)
        self.ask("Split the action", line, read, hint, place=f"split {action.id}", taken=taken)

    def _link(self, action: Action) -> None:
        """Ask which goal it belongs to."""
        book = self.desk.book
        if not book.goals:
            self.notify("There is no goal yet. F7 opens the goals, n adds one there.", timeout=5)
            return
        choices = [
            Choice(goal.id, goal.text, "linked: Enter takes the link away" if action.id in goal.evidence else "")
            for goal in book.goals
        ]

        def taken(key: str | None) -> None:
            goal = book.get(Goal, key)
            if goal is not None:
                self.do(goals.link(goal, action, self.desk.now()))

        self.app.push_screen(Pick("Which goal does it belong to?", choices), taken)

    def action_add(self) -> None:
        """Ask for a new action in one line; it stands in the session that is on."""

        def kept(action_id: str) -> None:
            for rows in self.query("#actions").results(ActionRows):
                rows.go_to(action_id)

        ask_action(self, kept)
