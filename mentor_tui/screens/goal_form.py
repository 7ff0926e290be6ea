"""The form of a goal: what, how far off, and how both will know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, Static

from mentor_tui.core.guard import one_line
from mentor_tui.core.records import Goal, Horizon, Milestone
from mentor_tui.data.drafts import Fields
from mentor_tui.screens.dialog import give
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.entry import Entry, Option, Options
from mentor_tui.widgets.text import plain

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

    def fields(self, desk: Desk, old: Goal | None = None) -> dict[str, Any]:
        """The fields of the goal that it makes, by the user's order of dates; milestones that were reached stay so."""
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
            "by": read_day(self.by, desk),
            "activities": self.activities,
            "support": self.support,
            "milestones": tuple(Milestone(text=step, done=step in reached) for step in steps),
        }


NOTHING = Filled()


def read_day(text: str, desk: Desk) -> date | None:
    """The day that is typed, in the user's order of day and month, if it is one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return desk.read_date(text) if text.strip() else None


class GoalForm(Place, ModalScreen[Filled | None]):
    """Asks for a goal: what, how far off, and how both will know. What was typed before and not kept is there again."""

    CSS_PATH = "goal_form.tcss"
    IN_TURN = True
    BINDINGS = [("escape", "leave", "Leave"), ("f2", "keep", "Keep"), ("ctrl+l", "clear", "Clear")]  # noqa: RUF012

    def __init__(self, desk: Desk, goal: Goal | None = None) -> None:
        super().__init__()
        self.drafts = desk.drafts
        self.place = f"goal {goal.id}" if goal else "goal"
        self.goal = goal
        self.desk = desk
        self._first = Filled.of(goal) if goal else NOTHING

    def compose(self) -> ComposeResult:
        goal, draft, first = self.goal, self.before, self._first
        chosen = next((horizon for horizon in Horizon if horizon == draft.get("horizon")), first.horizon)
        with VerticalScroll(id="box", can_focus=False):
            yield Static("Change the goal" if goal else "A new goal", id="goal-title")
            yield from self._line("text", "Goal")
            with Options(id="horizon", compact=True):
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
        yield Entry(draft.get(name, getattr(self._first, name)), id=f"goal-{name}", goes_on=bool(draft) or name != "by")

    def on_mount(self) -> None:
        # The first field gets the focus before all is laid out, and may be scrolled to past the title.
        self.call_after_refresh(self.query_one("#box", VerticalScroll).scroll_home, animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#goal-problem", Static).update("")
        if event.input.id == "goal-by":
            day = read_day(event.value, self.desk)
            told = self.desk.read_due(day.isoformat())[1] if day else "not a date yet" if event.value.strip() else ""
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
        elif filled.by and read_day(filled.by, self.desk) is None:
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
        self.query_one("#horizon", Options).query(RadioButton)[list(Horizon).index(self._first.horizon)].value = True
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
        horizon = list(Horizon)[max(0, self.query_one("#horizon", Options).pressed_index)]
        lines = {name: one_line(self.query_one(f"#goal-{name}", Input).value) for name in LINES}
        return Filled(horizon=horizon, **lines)
