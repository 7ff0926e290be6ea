"""The goals: added, edited, moved on, reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from mentor_tui.core import forms, meeting
from mentor_tui.core.dates import parse_due, show_date_long
from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Goal, Horizon, Milestone, touch
from mentor_tui.data.drafts import Drafts, Fields
from mentor_tui.screens.bare import COMMON
from mentor_tui.screens.base import DeskScreen
from mentor_tui.screens.dialog import give
from mentor_tui.widgets import shapes
from mentor_tui.widgets.commands import Command, Commanded
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.entry import Entry, Option
from mentor_tui.widgets.rows import Act, Row, Rows, heading, words
from mentor_tui.widgets.session_head import ProgressLine
from mentor_tui.widgets.text import join, plain

LINES = ("text", "measure", "by", "activities", "support", "milestones")
SPLIT = ";"  # between milestones in their field


class Filled(NamedTuple):
    """What the form holds, each as it is typed."""

    text: str = ""
    horizon: Horizon = Horizon.short
    measure: str = ""
    by: str = ""
    activities: str = ""
    support: str = ""
    milestones: str = ""

    @classmethod
    def of(cls, goal: Goal) -> Filled:
        """A goal as the form shows it."""
        steps = f"{SPLIT} ".join(step.text for step in goal.milestones)
        by = goal.by.isoformat() if goal.by else ""
        return cls(goal.text, goal.horizon, goal.measure, by, goal.activities, goal.support, steps)

    def fields(self, today: date, old: Goal | None = None) -> dict[str, Any]:
        """The fields of the goal that it makes; milestones that were reached stay so."""
        steps = [step for step in map(one_line, self.milestones.split(SPLIT)) if step]
        before = old.milestones if old else ()
        reached = {step.text for step in before if step.done}
        if len(before) == len(steps):
            # A step that only reads differently is still the same one.
            known = {step.text for step in before}
            reached |= {step for step, was in zip(steps, before, strict=True) if was.done and step not in known}
        return {
            "text": self.text,
            "horizon": self.horizon,
            "measure": self.measure,
            "by": read_day(self.by, today),
            "activities": self.activities,
            "support": self.support,
            "milestones": tuple(Milestone(text=step, done=step in reached) for step in steps),
        }


NOTHING = Filled()


def read_day(text: str, today: date) -> date | None:
    """The day that is typed, if it is one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return parse_due(text, today) if text.strip() else None


class GoalForm(Place, ModalScreen[Filled | None]):
    """Asks for a goal: what, how far off, and how both will know. What was typed before and not kept is there again."""

    CSS_PATH = "goals.tcss"
    BINDINGS = [("escape", "leave", "Leave"), ("f2", "keep", "Keep"), ("ctrl+l", "clear", "Clear")]  # noqa: RUF012

    def __init__(self, drafts: Drafts, today: date, goal: Goal | None = None) -> None:
        super().__init__()
        self.drafts = drafts
        self.place = f"goal {goal.id}" if goal else "goal"
        self.goal = goal
        self.today = today
        self._first = Filled.of(goal) if goal else NOTHING

    def compose(self) -> ComposeResult:
        goal, draft, first = self.goal, self.before, self._first
        chosen = next((horizon for horizon in Horizon if horizon == draft.get("horizon")), first.horizon)
        with VerticalScroll(id="box", can_focus=False):
            yield Static("Change the goal" if goal else "A new goal", id="goal-title")
            yield from self._line("text", "Goal")
            with RadioSet(id="horizon", compact=True):
                for horizon in Horizon:
                    yield Option(horizon.value, value=horizon is chosen)
            yield from self._line("measure", "Success measure: how both will know")
            yield from self._line("by", "By when: 30 jun, in 3 months")
            yield Static("", id="goal-by-told", markup=False)
            yield from self._line("activities", "Development activities")
            yield from self._line("support", "Resources and support")
            yield from self._line("milestones", f"Milestones, with {SPLIT} between them")
            yield Static("", id="goal-problem", markup=False)
            yield Button("Keep", id="goal-keep", variant="primary", compact=True)
            if draft:
                clears = "brings back what stood here" if goal else "empties the form"
                yield Static(f"You typed this before. Ctrl+L {clears}.", id="goal-before")
            yield Static(
                "Only the first field is needed. Tab goes on, Space chooses, Enter or F2 keeps, Esc leaves",
                id="goal-hint",
            )

    def _line(self, name: str, label: str) -> ComposeResult:
        draft = self.before
        yield Static(label, classes="name")
        yield Entry(draft.get(name, getattr(self._first, name)), id=f"goal-{name}", goes_on=bool(draft))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#goal-problem", Static).update("")
        if event.input.id == "goal-by":
            day = read_day(event.value, self.today)
            told = show_date_long(day) if day else "not a date yet" if event.value.strip() else ""
            self.query_one("#goal-by-told", Static).update(plain(told, "" if day else "$text-warning"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "goal-text":
            self.focus_next()
        else:
            self.action_keep()

    def on_button_pressed(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        """Give the goal, when it has words."""
        filled = self._filled()
        if not filled.text:
            self._lacks("The goal is missing.", "text")
        elif filled.by and read_day(filled.by, self.today) is None:
            self._lacks("The day is not a date yet, for example 30 jun.", "by")
        else:
            self.note()
            give(self, filled)

    def _lacks(self, told: str, name: str) -> None:
        """Say what is missing, and go there."""
        self.query_one("#goal-problem", Static).update(plain(told, "bold $text-warning"))
        self.query_one(f"#goal-{name}").focus()

    def action_leave(self) -> None:
        """Leave without a goal; a new one that was begun stays a draft."""
        self.note()
        if self.goal is not None:
            self.forget()
        give(self, None)

    def action_clear(self) -> None:
        """Put back what stood in the form at first."""
        for name in LINES:
            self.query_one(f"#goal-{name}", Input).value = getattr(self._first, name)
        self.query_one("#horizon", RadioSet).query(RadioButton)[list(Horizon).index(self._first.horizon)].value = True
        self.query("#goal-before").remove()
        self.query_one("#goal-text").focus()

    @property
    def places(self) -> Iterable[Place]:
        """This one."""
        return (self,)

    def typed(self) -> Fields:
        """The form, when it does not hold what stood in it; a horizon alone is no goal yet."""
        filled = self._filled()
        if filled == self._first or not (self.goal or any(getattr(filled, name) for name in LINES)):
            return {}
        return {**{name: getattr(filled, name) for name in LINES}, "horizon": filled.horizon.value}

    def _filled(self) -> Filled:
        horizon = list(Horizon)[max(0, self.query_one("#horizon", RadioSet).pressed_index)]
        lines = {name: one_line(self.query_one(f"#goal-{name}", Input).value) for name in LINES}
        return Filled(horizon=horizon, **lines)


class GoalRows(Commanded, Rows):
    """The list of goals with its keys."""

    OFFERS = (
        Command("screen.by(10)", "plus,equals_sign,right", "Move the goal on", "Ten per cent further", "Further"),
        Command("screen.by(-10)", "minus,left", "Move the goal back", "Ten per cent less", "Less"),
        Command("screen.reach", "r", "Goal reached", "The goal is reached; r again takes it back", "Reached"),
        Command("screen.review", "v", "Review the goal", "A line on what this session found about it", "Review"),
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
            some = [row for goal in goals if goal.horizon is horizon for row in self._of(goal)]
            if some:
                rows += [heading(horizon.value.capitalize()), *some, words(f"gap {horizon}", "")]
        hint = "Enter changes a goal, + and - move it by ten per cent, r marks it reached, v reviews it, n adds one."
        empty = "No goals yet. Press n to add the first: what, by which measure, short-term or long-term."
        rows.append(words("hint", plain(hint if goals else empty, "dim")))
        self.query_one("#goals", GoalRows).set_rows(rows)

    def _of(self, goal: Goal) -> list[Row]:
        """A goal with its milestones and what the last review found."""
        rows = [shapes.goal_row(self.desk, goal, dated=True)]
        for number, step in enumerate(goal.milestones):
            content = join(shapes.box(step.done), plain(step.text, "dim" if step.done else ""))
            act = Act("milestone", goal.id, str(number))
            rows.append(Row(f"step {goal.id} {number}", join(" " * 12, content), True, indent=16, act=act))
        reviews = forms.reviews_of(self.desk.book, goal)
        if reviews:
            last = reviews[-1]
            day = self.desk.day_of(last.created_at)
            told = f"Review {day}, {last.progress}%{f': {last.text}' if last.text else ''}"
            rows.append(words(f"review {goal.id}", join(" " * 12, plain(told, "dim")), 12))
        return rows

    @property
    def goal(self) -> Goal | None:
        """The goal under the cursor, or the one whose milestone is."""
        row = self.query_one("#goals", GoalRows).row
        if row is None:
            return None
        return (
            row.record if isinstance(row.record, Goal) else self.desk.book.get(Goal, row.act.key if row.act else None)
        )

    def chosen(self, event: Rows.Chosen) -> None:
        """A goal was chosen: change it."""
        record = event.row.record
        if isinstance(record, Goal):

            def taken(filled: Filled | None) -> None:
                if filled is not None:
                    fresh = self.fresh(record)
                    goal = touch(fresh, self.desk.now(), **filled.fields(self.desk.today, fresh))
                    if self.do(meeting.edit_goal(goal)):
                        form.forget()

            form = GoalForm(self.desk.drafts, self.desk.today, record)
            self.app.push_screen(form, taken)
        else:
            super().chosen(event)

    def action_add(self) -> None:
        """Add a goal; a form that was left before comes back as it was."""
        form = GoalForm(self.desk.drafts, self.desk.today)

        def taken(filled: Filled | None) -> None:
            if filled is not None and self.do(meeting.add_goal(now=self.desk.now(), **filled.fields(self.desk.today))):
                form.forget()

        self.app.push_screen(form, taken)

    def action_review(self) -> None:
        """Ask what this session found about the goal."""
        goal, book = self.goal, self.desk.book
        if goal is None:
            return

        def taken(text: str) -> bool:
            return self.do(meeting.review_goal(self.fresh(goal), text.strip(), book.live, self.desk.now()))

        title = f"Review, at {goal.progress}%: {goal.text}"
        self.ask(
            title, "", lambda _: (True, ""), "What moved it, what holds it.", place=f"review {goal.id}", taken=taken
        )

    def action_by(self, percent: int) -> None:
        """Move the goal on or back."""
        if self.goal is not None:
            self.do(meeting.set_progress(self.goal, self.goal.progress + percent, self.desk.now()))

    def action_reach(self) -> None:
        """Reached, or not after all."""
        if self.goal is not None:
            percent = self.goal.before if self.goal.progress == 100 else 100
            self.do(meeting.set_progress(self.goal, percent, self.desk.now()))

    def action_remove(self) -> None:
        """Delete the goal."""
        row = self.query_one("#goals", GoalRows).row
        if row is not None and row.act is not None:
            self.notify("That is a milestone: Enter on the goal changes it.", timeout=4)
        elif self.goal is not None:
            self.do(meeting.delete(self.goal, self.desk.now()))

    def action_leave(self) -> None:
        """Back to where the goals were opened."""
        self.desk.journal.history.settle()
        self.app.pop_screen()
