"""Sets up a mentorship, or changes one: who, which programme, when, where, and how to keep in touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from mentor_tui.clock import Clock, today, zone_of
from mentor_tui.core.guard import one_line
from mentor_tui.core.packs import Pack
from mentor_tui.core.progress import add_months
from mentor_tui.core.records import Mentorship, Role, make, touch
from mentor_tui.core.settings import DEFAULTS, Settings
from mentor_tui.data.drafts import Drafts, Fields
from mentor_tui.prompts.loading import PackInfo
from mentor_tui.screens.bare import HELP, LOOK, SETTINGS, BareScreen
from mentor_tui.screens.dialog import give
from mentor_tui.screens.pick import Pick
from mentor_tui.screens.zones import zone_choices
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.drafting import Place
from mentor_tui.widgets.entry import Entry, Option, Options
from mentor_tui.widgets.in_order import again
from mentor_tui.widgets.text import plain
from mentor_tui.widgets.turns import is_text

LINES = ("mentor", "mentee", "starts", "ends", "contact", "office")
LISTED = "  v"  # marks a button that opens a list


class SetupScreen(Place, BareScreen):
    """Hands what was filled in to ``keep``, which gives what went wrong; gives whether it was kept.

    What was filled in before and not kept stands in it again. Who of the two I am is nobody's to guess: in a new form
    neither is chosen, and the cursor begins there.
    """

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#role"
    IN_TURN = True
    OFFERS = (
        Command("keep", "f2", "Keep and go on", "Keep what is filled in", "Keep and go on", first=True),
        Command("next_field", "tab", "Next field", "Go on to the next field", first=True),
        Command("field_before", "shift+tab", "Field before", "Go back to the field before", first=True),
        Command("leave", "escape", "Leave", "Leave without keeping", "Leave"),
        HELP,
        SETTINGS,
        LOOK,
    )

    def __init__(
        self,
        clock: Clock,
        read_pack: Callable[[str], tuple[Pack, str]],
        packs: Iterable[PackInfo],
        keep: Callable[[Mentorship], str],
        drafts: Drafts,
        mentorship: Mentorship | None = None,
        settings: Settings = DEFAULTS,
    ) -> None:
        super().__init__()
        self.drafts = drafts
        self.place = "mentorship" if mentorship else "new"
        self.clock = clock
        self.read_pack = read_pack
        self.keep = keep
        self.old = mentorship
        self.settings = settings
        self._packs = {info.name: info.title for info in packs if not info.broken}
        if mentorship is not None:
            self._packs.setdefault(mentorship.pack, mentorship.pack)
        self._first = _at_first(mentorship, list(self._packs), clock)
        """What the form holds while nothing is filled in."""
        self._shown = self._first | self._usable(self.before)
        self._opened: Fields = {}
        """What the form held when it was opened."""
        self._warned: Fields = {}
        """What was typed when Esc was pressed, so that it takes a second one."""
        self._end_typed = self._shown["ends"] != self._first["ends"] or mentorship is not None
        self.my_zone = self._shown["my zone"]
        self.partner_zone = self._shown["partner zone"]

    def _usable(self, draft: Fields) -> Fields:
        """What of a draft can be shown: a programme may be gone by now."""
        good = {name: text for name, text in draft.items() if name in LINES}
        if draft.get("role") in {role.value for role in Role}:
            good["role"] = draft["role"]
        if draft.get("pack") in self._packs:
            good["pack"] = draft["pack"]
        for name in ("my zone", "partner zone"):
            if name in draft and zone_of(draft[name]).key == draft[name]:
                good[name] = draft[name]
        return good

    @property
    def places(self) -> Iterable[Place]:
        """This one."""
        return (self,)

    def typed(self) -> Fields:
        """What is not as it stood there at first; not the end that follows from the start."""
        role = self._role
        now = {
            "role": role.value if role else "",
            "pack": str(self.query_one("#pack", Select).value),
            "my zone": self.my_zone,
            "partner zone": self.partner_zone,
            **{name: self.query_one(f"#{name}", Input).value for name in LINES if name != "ends" or self._end_typed},
        }
        return {name: text for name, text in now.items() if text != self._first[name]}

    @property
    def _role(self) -> Role | None:
        """Who I am, when that is chosen."""
        return {0: Role.mentor, 1: Role.mentee}.get(self.query_one("#role", Options).pressed_index)

    def body(self) -> ComposeResult:
        """The form."""
        old, shown = self.old, self._shown
        yield Static(plain("Change this mentorship" if old else "Set up a mentorship"), classes="head")
        with VerticalScroll(id="form", can_focus=False):
            if old is None:
                yield Static("Who are you? Arrows, then Enter", id="who")
            with Options(id="role", compact=True):
                yield Option("I am the mentor", value=shown["role"] == Role.mentor)
                yield Option("I am the mentee", value=shown["role"] == Role.mentee)
            if shown != self._first:
                yield Static("You typed this before. Esc leaves and forgets it.", id="before")
            yield from _line("Mentor's name", self._entry("mentor"))
            yield from _line("Mentee's name", self._entry("mentee"))
            choices = [(plain(title), name) for name, title in self._packs.items()]
            pack = Select(choices, value=shown["pack"], allow_blank=False, id="pack", compact=True)
            yield from _line("Programme", pack)
            yield from _line("Starts on", self._entry("starts"), told="starts-told")
            yield from _line("Ends on", self._entry("ends"), told="ends-told")
            yield from _line("My time zone", Button(plain(f"{self.my_zone}{LISTED}"), id="my-zone", compact=True))
            yield from _line(
                "Partner's time zone", Button(plain(f"{self.partner_zone}{LISTED}"), id="partner-zone", compact=True)
            )
            contact = self._entry("contact", "Zoom, phone, e-mail")
            yield from _line("How we keep in touch", contact)
            office = self._entry("office", "A person or an address, for concerns")
            yield from _line("Programme's contact", office, told="office-told")
            yield Static("", id="problem", markup=False)
            yield Button("Keep and go on", id="keep", variant="primary", compact=True)
            yield Static(
                "All of it can be changed later. It stays on this machine.\n"
                "Tab goes on, Space chooses, Enter opens what is marked v, F2 keeps.",
                classes="hint",
            )

    def _entry(self, name: str, placeholder: str = "") -> Entry:
        text = self._shown[name]
        # Names are corrected, dates are typed anew.
        goes_on = text != self._first[name] or name not in ("starts", "ends")
        return Entry(text, id=name, placeholder=placeholder, goes_on=goes_on)

    def on_mount(self) -> None:
        if self._shown["role"]:
            self.set_focus(self.query_one("#mentor"))
        else:
            # The choice scrolls to itself before all is laid out, past the line above it.
            self.call_after_refresh(self.query_one("#form", VerticalScroll).scroll_home, animate=False)
        self._follow()
        self._opened = self.typed()

    def on_key(self, event: events.Key) -> None:
        """A letter that is typed while the cursor is at the choice."""
        if is_text(event) and event.character != " ":
            self._take_name(event)

    def on_paste(self, event: events.Paste) -> None:
        """A paste there."""
        self._take_name(event)

    def _take_name(self, event: events.Key | events.Paste) -> None:
        """Who types at the choice who they are means the names below it: the first one that is empty."""
        if not isinstance(self.focused, Options):
            return
        event.stop()
        names = [self.query_one(f"#{name}", Entry) for name in ("mentor", "mentee")]
        field = next((each for each in names if not each.value), names[0])
        field.go_on()
        self.set_focus(field)
        field.post_message(again(event))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#problem", Static).update("")
        if event.input.id == "ends" and event.input.has_focus:
            self._end_typed = True
        if event.input.id in ("starts", "ends"):
            self._follow()

    def on_select_changed(self) -> None:
        self._follow()

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "keep":
            self.action_keep()
        else:
            self._pick_zone(event.button)

    def _pick_zone(self, button: Button) -> None:
        mine = button.id == "my-zone"

        def taken(name: str | None) -> None:
            if name is None:
                return
            button.label = plain(f"{name}{LISTED}")
            button.refresh(layout=True)
            if mine:
                self.my_zone = name
            else:
                self.partner_zone = name

        title = "My time zone" if mine else "The partner's time zone"
        choices = zone_choices(self.clock.now(), self.settings.show_hour)
        self.app.push_screen(Pick(title, choices, self.my_zone if mine else self.partner_zone), taken)

    def _date(self, field: str) -> date | None:
        text = self.query_one(f"#{field}", Input).value.strip()
        try:
            return date.fromisoformat(text)
        except ValueError:
            return self.settings.read_date(text, today(self.clock)) if text else None

    def _follow(self) -> None:
        """Let the end follow from the start, and say how the dates were understood, and what the programme has."""
        start = self._date("starts")
        pack, _ = self.read_pack(str(self.query_one("#pack", Select).value))
        told = f"Left empty: {pack.contact}" if pack.contact else "The programme's documents name one, or ask for it"
        self.query_one("#office-told", Static).update(plain(told))
        if start is not None and not self._end_typed:
            try:
                end = add_months(start, pack.rules.months).isoformat()
            except ValueError:
                end = ""
            with self.prevent(Input.Changed):
                self.query_one("#ends", Input).value = end
        for field in ("starts", "ends"):
            found = self._date(field)
            told = self.settings.show_date_long(found) if found else "not a date yet, for example 30 nov"
            self.query_one(f"#{field}-told", Static).update(plain(told))

    def _filled(self) -> tuple[dict[str, object], str, str]:
        """The fields, what is wrong with them, and the field it is wrong with."""
        names = {
            field: one_line(self.query_one(f"#{field}", Input).value)
            for field in ("mentor", "mentee", "contact", "office")
        }
        start, end = self._date("starts"), self._date("ends")
        role = self._role
        zones = (self.my_zone, self.partner_zone) if role is Role.mentor else (self.partner_zone, self.my_zone)
        fields: dict[str, object] = {
            "role": role,
            **names,
            "pack": str(self.query_one("#pack", Select).value),
            "starts_on": start,
            "ends_on": end,
            "mentor_zone": zones[0],
            "mentee_zone": zones[1],
        }
        if role is None:
            return fields, "Say first who you are, the mentor or the mentee.", "role"
        if not names["mentor"]:
            return fields, "The mentor's name is missing.", "mentor"
        if not names["mentee"]:
            return fields, "The mentee's name is missing.", "mentee"
        if names["mentor"].casefold() == names["mentee"].casefold():
            return fields, "The two need different names.", "mentee"
        if start is None:
            return fields, "The start is not a date yet, for example 30 nov.", "starts"
        if end is None or end <= start:
            return fields, "The end must be a date after the start.", "ends"
        return fields, "", ""

    def action_keep(self) -> None:
        """Keep the form when it is complete; say what is missing otherwise."""
        fields, problem, place = self._filled()
        self.query_one("#problem", Static).update(plain(problem))
        if problem:
            if not self.has_class("-tall"):  # there the end of the form may be out of sight
                self.notify(problem, severity="warning", timeout=5, markup=False)
            self.query_one(f"#{place}").focus()
            return
        now = self.clock.now()
        filled = touch(self.old, now, **fields) if self.old else make(Mentorship, now, **fields)
        problem = self.keep(filled)
        self.query_one("#problem", Static).update(plain(problem))
        if not problem:
            self.forget()
            give(self, True)

    def action_next_field(self) -> None:
        """On to the next field, before a letter typed after Tab arrives in the one that is left."""
        self.focus_next()

    def action_field_before(self) -> None:
        """Back to the field before."""
        self.focus_previous()

    def action_leave(self) -> None:
        """Leave without keeping; what was typed is forgotten at the second Esc only."""
        typed = self.typed()
        if typed not in (self._opened, self._warned):
            self._warned = typed
            self.query_one("#problem", Static).update(plain("Esc once more forgets what you typed. F2 keeps it."))
            self.notify("Esc once more forgets what you typed. F2 keeps it.", timeout=5)
            return
        self.forget()
        give(self, False)


def _at_first(old: Mentorship | None, packs: list[str], clock: Clock) -> Fields:
    """What the form holds while nothing is filled in."""
    return {
        "role": old.role.value if old else "",
        "mentor": old.mentor if old else "",
        "mentee": old.mentee if old else "",
        "pack": old.pack if old else ("isaps" if "isaps" in packs else packs[0]),
        "starts": (old.starts_on if old else today(clock)).isoformat(),
        "ends": old.ends_on.isoformat() if old else "",
        "my zone": old.my_zone if old else clock.zone,
        "partner zone": old.partner_zone if old else clock.zone,
        "contact": old.contact if old else "",
        "office": old.office if old else "",
    }


def _line(label: str, field: Widget, told: str = "") -> ComposeResult:
    """A field with its name, and room for how it was understood."""
    with Horizontal(classes="line"):
        yield Static(label, classes="name")
        with Vertical(classes="field"):
            yield field
            if told:
                yield Static("", id=told, classes="told", markup=False)
