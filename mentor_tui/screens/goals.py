"""The goals: added, edited, moved on, reached."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from mentor_tui.core import meeting
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Goal, Horizon, touch
from mentor_tui.data.drafts import Drafts, Fields
from mentor_tui.screens.base import COMMON, DeskScreen
from mentor_tui.screens.dialog import give
from mentor_tui.widgets import shapes
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.entry import Entry, Option
from mentor_tui.widgets.rows import Row, Rows, heading, words
from mentor_tui.widgets.session_head import ProgressLine
from mentor_tui.widgets.text import plain

Filled = tuple[str, Horizon, str]
NOTHING: Filled = ("", Horizon.short, "")


class GoalForm(Place, ModalScreen[Filled | None]):
    """Asks for a goal: what, how far off, and how both will know. What was typed before and not kept is there again."""

    CSS_PATH = "goals.tcss"
    BINDINGS = [("escape", "leave", "Leave"), ("f2", "keep", "Keep"), ("ctrl+l", "clear", "Clear")]  # noqa: RUF012

    def __init__(self, drafts: Drafts, goal: Goal | None = None) -> None:
        super().__init__()
        self.drafts = drafts
        self.place = f"goal {goal.id}" if goal else "goal"
        self.goal = goal
        self._first = (goal.text, goal.horizon, goal.measure) if goal else NOTHING

    def compose(self) -> ComposeResult:
        goal, draft, (text, chosen, measure) = self.goal, self.before, self._first
        text, measure = draft.get("text", text), draft.get("measure", measure)
        chosen = next((horizon for horizon in Horizon if horizon == draft.get("horizon")), chosen)
        with Vertical(id="box"):
            yield Static("Change the goal" if goal else "A new goal", id="goal-title")
            yield Static("Goal", classes="name")
            yield Entry(text, id="goal-text", goes_on=bool(draft))
            with RadioSet(id="horizon", compact=True):
                for horizon in Horizon:
                    yield Option(horizon.value, value=horizon is chosen)
            yield Static("Success measure: how both will know", classes="name")
            yield Entry(measure, id="goal-measure", goes_on=bool(draft))
            yield Button("Keep", id="goal-keep", variant="primary", compact=True)
            if draft:
                clears = "brings back what stood here" if goal else "empties the form"
                yield Static(f"You typed this before. Ctrl+L {clears}.", id="goal-before")
            yield Static("Enter goes on and keeps at the end, F2 keeps, Esc leaves", id="goal-hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "goal-measure":
            self.action_keep()
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        """Give the goal, when it has words."""
        filled = self._filled()
        if filled[0]:
            self.note()
            give(self, filled)
        else:
            self.query_one("#goal-text").focus()

    def action_leave(self) -> None:
        """Leave without a goal; a new one that was begun stays a draft."""
        self.note()
        if self.goal is not None:
            self.forget()
        give(self, None)

    def action_clear(self) -> None:
        """Put back what stood in the form at first."""
        text, horizon, measure = self._first
        self.query_one("#goal-text", Input).value = text
        self.query_one("#goal-measure", Input).value = measure
        self.query_one("#horizon", RadioSet).query(RadioButton)[list(Horizon).index(horizon)].value = True
        self.query("#goal-before").remove()
        self.query_one("#goal-text").focus()

    @property
    def places(self) -> Iterable[Place]:
        """This one."""
        return (self,)

    def typed(self) -> Fields:
        """The form, when it does not hold what stood in it; a horizon alone is no goal yet."""
        filled = text, horizon, measure = self._filled()
        if filled == self._first or not (self.goal or text or measure):
            return {}
        return {"text": text, "horizon": horizon.value, "measure": measure}

    def _filled(self) -> Filled:
        text = one_line(self.query_one("#goal-text", Input).value)
        horizon = list(Horizon)[max(0, self.query_one("#horizon", RadioSet).pressed_index)]
        return text, horizon, one_line(self.query_one("#goal-measure", Input).value)


class GoalRows(Commanded, Rows):
    """The list of goals with its keys."""

    OFFERS = (
        Command("screen.by(10)", "plus,equals_sign,right", "Move the goal on", "Ten per cent further", "Further"),
        Command("screen.by(-10)", "minus,left", "Move the goal back", "Ten per cent less", "Less"),
        Command("screen.reach", "r", "Goal reached", "The goal is reached; r again takes it back", "Reached"),
        Command("screen.remove", "delete,backspace", "Delete the goal", "Undo brings it back"),
    )


class GoalsScreen(DeskScreen):
    """The goals of the mentorship."""

    CSS_PATH = "goals.tcss"
    AUTO_FOCUS = "#goals"
    OFFERS = (
        Command("add", "n,f2", "New goal", "Add a goal", "New"),
        Command("leave", "escape,f7", "Back", "Back to where you were", "Back"),
        *COMMON,
    )

    def body(self) -> ComposeResult:
        """The list."""
        yield Static("Goals", classes="head")
        yield GoalRows(id="goals")
        yield ProgressLine(self.desk, id="goals-line")

    def sync(self) -> None:
        self.query_one(ProgressLine).show()
        goals = self.desk.book.goals
        rows: list[Row] = []
        for horizon in Horizon:
            some = [shapes.goal_row(goal) for goal in goals if goal.horizon is horizon]
            if some:
                rows += [heading(horizon.value.capitalize()), *some, words(f"gap {horizon}", "")]
        hint = "Enter changes a goal, + and - move it by ten per cent, r marks it reached, n adds one."
        empty = "No goals yet. Press n to add the first: what, by which measure, short-term or long-term."
        rows.append(words("hint", plain(hint if goals else empty, "dim")))
        self.query_one("#goals", GoalRows).set_rows(rows)

    @property
    def goal(self) -> Goal | None:
        """The goal under the cursor."""
        row = self.query_one("#goals", GoalRows).row
        return row.record if row is not None and isinstance(row.record, Goal) else None

    def chosen(self, event: Rows.Chosen) -> None:
        """A goal was chosen: change it."""
        record = event.row.record
        if isinstance(record, Goal):

            def taken(filled: Filled | None) -> None:
                if filled is not None:
                    text, horizon, measure = filled
                    goal = touch(record, self.desk.now(), text=text, horizon=horizon, measure=measure)
                    if self.do(meeting.edit_goal(goal)):
                        form.forget()

            form = GoalForm(self.desk.drafts, record)
            self.app.push_screen(form, taken)

    def action_add(self) -> None:
        """Add a goal; a form that was left before comes back as it was."""
        form = GoalForm(self.desk.drafts)

        def taken(filled: Filled | None) -> None:
            if filled is not None:
                text, horizon, measure = filled
                if self.do(meeting.add_goal(text, horizon, measure, self.desk.now())):
                    form.forget()

        self.app.push_screen(form, taken)

    def action_by(self, percent: int) -> None:
        """Move the goal on or back."""
        if self.goal is not None:
            self.do(meeting.set_progress(self.goal, self.goal.progress + percent, self.desk.now()))

    def action_reach(self) -> None:
        """Reached, or not after all."""
        if self.goal is not None:
            percent = 90 if self.goal.progress == 100 else 100
            self.do(meeting.set_progress(self.goal, percent, self.desk.now()))

    def action_remove(self) -> None:
        """Delete the goal."""
        if self.goal is not None:
            self.do(meeting.delete(self.goal, self.desk.now()))

    def action_leave(self) -> None:
        """Back to where the goals were opened."""
        self.desk.journal.history.settle()
        self.app.pop_screen()
