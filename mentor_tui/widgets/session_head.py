"""What the clock moves: the head of the session, and the agenda and the progress as panel and as one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.content import Content
from textual.widgets import Static

from mentor_tui.core import agenda
from mentor_tui.core.path import path_title
from mentor_tui.core.records import Session, SessionState
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.head import fitting
from mentor_tui.widgets.text import clock, join, plain

NARROW_BELOW = 68  # cells of the head, below which it leaves the title and the item to the agenda's line


class Line(Static):
    """Content that is drawn again only when it changed."""

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__("", markup=False, **kwargs)
        self.desk = desk
        self._content = Content("")

    def say(self, content: Content) -> None:
        """Show ``content``."""
        if not content.is_same(self._content):
            self._content = content
            self.update(content, layout=self.styles.auto_dimensions)


def item_time(session: Session, desk: Desk) -> Content:
    """``4:10 of 20``, with a word when the item's minutes are nearly used or over."""
    item = session.item
    if item is None:
        return Content("")
    used = agenda.used(session, item, desk.now())
    text = f"{clock(used)} of {item.share}"
    match agenda.warning(used, item.share, desk.settings.warn_at):
        case "over":
            return plain(f"{text}, over by {clock(used - item.share * 60)}", "bold $text-error")
        case "soon":
            return plain(f"{text}, {clock(item.share * 60 - used)} left", "bold $text-warning")
        case _:
            return plain(text)


class SessionHead(Line):
    """One line: which session, its clock, the item's clock, and whether all is saved."""

    def show(self, session: Session) -> None:
        """Show the session as it stands now."""
        desk, now = self.desk, self.desk.now()
        run, length = agenda.elapsed(session, now), -(-agenda.length(session, now) // 60)
        total = f"{clock(run)} of {length}"
        over = run > length * 60
        if session.state is SessionState.paused:
            time = plain(f"PAUSED {clock(agenda.away(session, now) - session.away)}, F5 goes on", "bold $text-warning")
        else:
            time = plain(f"{total}, over" if over else total, "bold $text-error" if over else "")
        loud = bool(desk.journal.trouble) or desk.journal.read_only
        saved = plain(desk.saved, "bold reverse $text-error" if loud else "not bold $text-muted")
        width = self.app.size.width - 2
        minimum = desk.pack.rules.sessions
        number = f"Session {session.number} of {minimum}" if session.number <= minimum else f"Session {session.number}"
        if width < NARROW_BELOW:
            left = join(plain(f"Session {session.number}"), "  ", time)
            if not loud and left.cell_length + saved.cell_length >= width:
                saved = plain(desk.saved.split()[0], "not bold $text-muted")
        else:
            rest = join("   ", time)
            if session.item is not None:
                rest = join(rest, plain("   item ", "not bold"), item_time(session, desk))
            people = plain(f"   {desk.mentorship.partner} and you", "not bold $text-muted")
            room = width - len(number) - rest.cell_length - saved.cell_length - 3
            title = plain(f"  {session.title}", "not bold").truncate(max(0, room), ellipsis=True)
            left = join(plain(number), title, rest)
            if left.cell_length + people.cell_length + saved.cell_length + 3 <= width:
                left = join(left, people)
        gap = max(1, width - left.cell_length - saved.cell_length)
        self.say(join(left, " " * gap, saved))
        self.tooltip = plain(desk.journal.trouble) if desk.journal.trouble else None


class AgendaLine(Line):
    """The agenda as one line."""

    def show(self, session: Session) -> None:
        """Show the item of the moment and the one after it."""
        item = session.item
        if item is None:
            self.say(plain("All items done. F8 ends the session.", "bold"))
            return
        place = session.items.index(item)
        head = join(
            plain(f"{place + 1}/{len(session.items)} {item.title}", "bold $text-accent"),
            "  ",
            item_time(session, self.desk),
        )
        after = next((each for each in session.items[place + 1 :] if each.state.value == "to come"), None)
        told = (f"  then {after.title} {after.share}", f"  then {after.title}", "") if after else ("",)
        room = max(1, self.app.size.width - 2)
        rest = plain(fitting(room - head.cell_length, told), "dim")
        self.say(join(head, rest).truncate(room, ellipsis=True))


def trouble_words(desk: Desk) -> list[str]:
    """What is wrong with saving, if anything, in words."""
    if desk.journal.read_only:
        reason = desk.journal.closed_to
        return [f"{reason[:1].upper()}{reason[1:]}."]
    return [desk.journal.trouble] if desk.journal.trouble else []


class ProgressPanel(Line):
    """How far the mentorship is, in words."""

    def show(self, figures: Mapping[str, str]) -> None:
        """Show the figures by their names, or what is wrong."""
        parts: list[Content] = [plain("Progress", "bold $text-muted")]
        parts += [plain(text, "bold $text-error") for text in trouble_words(self.desk)]
        for name, text in figures.items():
            loud = "late" in text or text in ("tight", "out of reach")
            parts.append(join(plain(f"{name:<12}", "dim"), plain(text, "bold $text-warning" if loud else "")))
        self.say(Content("\n").join(parts))


class ProgressLine(Line):
    """How far the mentorship is, in one line; what went wrong with saving instead, in full, when something did."""

    def show(self, figures: Mapping[str, str]) -> None:
        """Show the figures by their names, or what is wrong."""
        trouble = trouble_words(self.desk)
        self.set_class(bool(trouble), "-trouble")
        if trouble:
            self.say(plain(trouble[0], "bold $text-error"))
            return
        width = max(1, self.app.size.width - 2)
        held, title = figures["Sessions"].partition(",")[0], path_title(self.desk.pack)
        full = f"Sessions {figures['Sessions']}, {figures['Pace']}. Actions {figures['Actions']}."
        told = (
            f"{full} {title} {figures[title]}.",
            full,
            f"{held} held, {figures['Pace']}. Actions {figures['Actions']}.",
            f"{held} held, {figures['Pace']}. {figures['Actions']}.",
        )
        text = next((each for each in told if len(each) <= width), told[-1])
        self.say(plain(text).truncate(width, ellipsis=True))
