"""The page before a session as rows: what the brief holds, in the order in which it is looked at."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mentor_tui.core.brief import Brief, Paper, Still, agenda_words, moved_words
from mentor_tui.core.days import due_words
from mentor_tui.core.path import path_title, path_words
from mentor_tui.core.progress import plural
from mentor_tui.core.records import Action, SessionState
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.commands import Command
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act, Row, section, words
from mentor_tui.widgets.text import join, lines, plain

MOST_DECISIONS = 6  # what is late must not be pushed off the page by what was agreed
# The other pages and the file, by their keys; a command says what its page is called.
ELSEWHERE = ("ctrl+l", "ctrl+n", "ctrl+f", "ctrl+r", "ctrl+o", "f7", "f12", "b")


def head(desk: Desk, brief: Brief, width: int) -> tuple[Content, bool]:
    """The head of the page in ``width`` cells: the session, with whom, the pace; and whether the pace has room."""
    live, session = desk.book.live, brief.session
    title = "Before the next session"
    if live is not None:
        title = f"Session {live.number} is {live.state.value}"
    elif session is not None:
        title = f"Before session {session.number}: {session.title}"
    short = plain(title)
    named = join(short, plain(f"   with {desk.mentorship.partner}"))
    whole = join(named, plain(f"   {brief.pace}"))
    if whole.cell_length <= width:
        return whole, True
    if named.cell_length <= width or session is None:
        return (named if named.cell_length <= width else short), False
    number = live.number if live is not None else session.number
    with_whom = plain(f"Session {number} with {desk.mentorship.partner}")
    return with_whom.truncate(max(1, width), ellipsis=True), False


def brief_rows(desk: Desk, brief: Brief, offers: Iterable[Command], *, paced: bool) -> list[Row]:
    """All rows of the page; ``offers`` are its commands, ``paced`` says that its head tells the pace."""
    rows = _start_rows(desk, brief, paced=paced)
    rows += section("Agreed last time", _decision_rows(desk, brief))
    rows += _action_rows(desk, brief)
    rows += section("To ask this time", [shapes.question_row(desk, note) for note in brief.questions])
    rows += section("Before this session", [shapes.tick_row(desk, tick.line) for tick in brief.checks])
    rows += section("After the last session", [shapes.tick_row(desk, tick.line) for tick in brief.left])
    rows += section("Documents still to do", [_paper_row(desk, paper) for paper in brief.papers])
    rows += section("Goals without movement", [_still_row(desk, each) for each in brief.still])
    blanks = [
        sheet_shapes.link(f"{blank.verb} {blank.key}", blank.title, Act(blank.verb, blank.key), blank.told)
        for blank in brief.blanks
    ]
    rows += section("To fill in beforehand", blanks)
    outdated = [sheet_shapes.form_link(desk, form)._replace(key=f"again {form.key}") for form in brief.outdated]
    rows += section("Changed since it was signed: sign again", outdated)
    rows += _help_rows(desk, brief)
    for title, cards in brief.cards:
        rows += section(title, [sheet_shapes.card_link(desk, card, sign="- ") for card in cards])
    if brief.session is not None:
        rows += section(agenda_words(brief.session), _agenda_rows(desk, brief))
    rows += section("Last session", _last_rows(desk, brief))
    rows += section("Elsewhere", _ways(desk, offers))
    return rows


# What to do now


def _start_rows(desk: Desk, brief: Brief, *, paced: bool) -> list[Row]:
    """How to start or go on, when, what went wrong with the dates, how to keep in touch."""
    live, number = desk.book.live, brief.session.number if brief.session is not None else 1
    go = "F2 goes on with the session" if live else f"F2 starts session {number}"
    rows = [words("start", plain(go, "bold $text-accent"))]
    if live is not None and brief.since is not None:
        told = desk.when(brief.since) + (", paused now" if live.state is SessionState.paused else "")
        rows.append(words("since", join(plain("On since: ", "dim"), plain(told))))
    rows.append(_date_row(desk, brief))
    for session in brief.missed:
        if session.planned_for is not None:
            told = f"Session {session.number} was planned for {desk.day_of(session.planned_for)} and was not held."
            way = " F4 gives it another date." if session == desk.book.planned else ""
            rows.append(words(f"missed {session.id}", plain(told + way, "bold $text-warning")))
    rows += [] if paced else [words("pace", join(plain("Pace: ", "dim"), plain(brief.pace)))]
    if desk.mentorship.contact:
        rows.append(words("contact", join(plain("Keep in touch: ", "dim"), plain(desk.mentorship.contact))))
    if desk.trouble:
        rows.append(words("trouble", plain(desk.trouble, "bold $text-warning")))
    return rows


def _date_row(desk: Desk, brief: Brief) -> Row:
    name = "Next date: " if desk.book.live else "Date: "
    told, rest = "no date yet" if brief.another or not desk.book.live else "none set", ""
    if brief.when is not None:
        told = desk.when(brief.when)
        day = desk.local(brief.when).date()
        rest = f", {due_words(day, brief.today)}" if day >= brief.today else ""
    return Row("date", join(plain(name, "dim"), plain(told, "bold"), plain(f"{rest}   F4", "dim")), True, indent=6)


# What was agreed, and what is to be done


def _decision_rows(desk: Desk, brief: Brief) -> list[Row]:
    rows = [
        words(f"agreed {note.id}", join(plain("- ", "$accent"), lines(desk.words_of(note))), 2)
        for note in brief.decisions[:MOST_DECISIONS]
    ]
    more = len(brief.decisions) - MOST_DECISIONS
    return [*rows, words("agreed more", plain(f"and {more} more: F8", "dim"), 2)] if more > 0 else rows


def _action_rows(desk: Desk, brief: Brief) -> list[Row]:
    """The open actions, the late ones first."""
    if not brief.open_count:
        none = words("none", plain("Nothing is open.", "dim"))
        return section("Actions", [none, words("keys", plain("n adds an action, q a question", "dim"))])
    dated = brief.when is not None or desk.book.live is not None
    rows = section("Late", _actions(desk, brief.late), "Nothing is late.")
    rows += section("Due by the session", _actions(desk, brief.before))
    rows += section("Due after it" if dated else "Open", _actions(desk, brief.after))
    rows += section("Without an owner or a date", _actions(desk, brief.loose))
    keys = "Enter ticks, m date, o owner, x drop, e edits, n adds one, q keeps a question"
    return [*rows, words("keys", plain(keys, "dim"))]


def _actions(desk: Desk, actions: Iterable[Action]) -> list[Row]:
    found = []
    for action in actions:
        row = shapes.action_row(desk, action, ask=True)
        if moved := moved_words(action):
            row = row._replace(content=join(row.content, plain(f", {moved}", "dim")))
        found.append(row)
    return found


def _paper_row(desk: Desk, paper: Paper) -> Row:
    told = ", ".join(paper.told)
    content = join(
        shapes.box(paper.line.done),
        plain(paper.line.title),
        plain(f"  {told}" if told else "", "dim"),
        shapes.sourced(desk, paper.line.source),
    )
    return Row(paper.line.tick, content, True, indent=4, act=Act("tick", paper.line.tick, paper.line.title))


def _still_row(desk: Desk, still: Still) -> Row:
    about = f"{still.goal.progress}%, since {desk.day(still.since)}"
    content = join(plain("- ", "$accent"), plain(still.goal.text))
    return sheet_shapes.link(f"still {still.goal.id}", content, Act("way", "open_goals"), about, indent=2)


def _help_rows(desk: Desk, brief: Brief) -> list[Row]:
    """Cards that may help with what stands in the way now, each with why it is offered."""
    rows: list[Row] = []
    told = ""
    for why, card in brief.help:
        if why != told:
            rows.append(words(f"why {why}", plain(why, "bold $text-warning")))
            told = why
        rows.append(sheet_shapes.card_link(desk, card, sign="- "))
    return section("This may help", rows)


# The agenda, the last session, the other pages


def _agenda_rows(desk: Desk, brief: Brief) -> list[Row]:
    rows = [
        words(
            f"agenda {item.id}",
            join(plain(f"{number}. {item.title}"), plain(f"  {item.minutes} min, {desk.who(item.lead)}", "dim")),
            3,
        )
        for number, item in enumerate(brief.items, 1)
    ]
    return [*rows, sheet_shapes.link("agenda", "Change it", Act("way", "open_agenda"), "Ctrl+G")]


def _last_rows(desk: Desk, brief: Brief) -> list[Row]:
    if brief.last is None or brief.days_since is None:
        return []
    began = brief.last.started_at
    ago = "today" if not brief.days_since else f"{plural(brief.days_since, 'day')} ago"
    day = f"{desk.day_of(began)}, " if began is not None else ""
    title = f"Session {brief.last.number}: {brief.last.title}"
    return [sheet_shapes.link("last", title, Act("way", "wrap_up"), f"{day}{ago}   F8")]


def _ways(desk: Desk, offers: Iterable[Command]) -> list[Row]:
    """A line for each other page, as its command calls it; how far the programme is, where it stands."""
    by_key = {key: command for command in offers for key in command.keys.split(",")}
    rows = []
    for command in (by_key[key] for key in ELSEWHERE if key in by_key):
        about = command.shown_keys
        if command.action == "open_programme":
            about += f"   {path_title(desk.pack)}: {path_words(desk.path)} done"
        rows.append(sheet_shapes.link(f"way {command.action}", command.title, Act("way", command.action), about))
    return rows
