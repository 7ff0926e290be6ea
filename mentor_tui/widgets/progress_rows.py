"""What was done so far as rows of a list: the sessions on their line, the hours, what was kept, what grew."""

from __future__ import annotations

from mentor_tui.core import progress, ratings, tally
from mentor_tui.core.records import Horizon, Lane
from mentor_tui.widgets import shapes, sheet_shapes
from mentor_tui.widgets.desk import Desk
from mentor_tui.widgets.rows import Act, Row, section, words
from mentor_tui.widgets.text import join, plain

GROWN_SHOWN = 6  # lines of a set of ratings that are shown with what changed
LEGEND = f"A number is a session held, {tally.PLANNED} one that is planned, {tally.TODAY} today"


def session_rows(desk: Desk, width: int) -> list[Row]:
    """The period as a line with its sessions, the same in words, and the hours."""
    pair, zone = desk.mentorship, desk.zone
    stops = tally.stops(desk.book, zone)
    months, line = tally.timeline(pair.starts_on, pair.ends_on, desk.today, stops, width)
    rows = [
        words("months", plain(months, "dim")),
        words("time line", join(*[plain(sign, _style(sign)) for sign in line])),
        words("legend", plain(LEGEND, "dim")),
        words("gap line", ""),
    ]
    held = [f"{stop.number} on {desk.day(stop.on)}" for stop in stops if stop.held]
    planned = [f"{stop.number} on {desk.day(stop.on)}" for stop in stops if not stop.held]
    open_ones = [str(number) for number in tally.undated(desk.book)]
    for name, told in (("Held", held), ("Planned", planned), ("No day yet", open_ones)):
        if told:
            rows.append(_pair(name, ", ".join(told)))
    figures = progress.figures(desk.book, desk.pack.rules, desk.today)
    rows.append(_pair("Pace", progress.pace_words(figures)))
    spent = tally.hours(desk.book)
    if spent.sessions:
        each = f"{tally.span_words(round(spent.minutes / spent.sessions))} each" if spent.sessions > 1 else ""
        total = f"{tally.span_words(spent.minutes)} in {progress.plural(spent.sessions, 'session')}"
        booked = f"{tally.span_words(spent.booked)} were booked"
        rows.append(_pair("Together", ", ".join(filter(None, (total, each, booked)))))
    rows.append(sheet_shapes.link("plan", "Dates of the sessions to come", Act("way", "open_plan"), " Ctrl+N"))
    return rows


def kept_rows(desk: Desk) -> list[Row]:
    """What each side kept on time; private actions count only while private lines are shown."""
    found = tally.kept(desk.book, desk.today, desk.zone, private=not desk.hides_private)
    rows = [_pair(_name(desk, each), tally.kept_words(each)) for each in found]
    if rows:
        rows.append(sheet_shapes.link("actions", "All actions", Act("way", "open_actions"), " Ctrl+L"))
    return rows


def goal_rows(desk: Desk) -> list[Row]:
    """The goals with how far they are."""
    goals = [goal for horizon in Horizon for goal in desk.book.goals if goal.horizon is horizon]
    rows = [words(f"goal {goal.id}", shapes.goal_row(desk, goal, dated=True).content, 12) for goal in goals]
    return [*rows, sheet_shapes.link("goals", "The goals", Act("way", "open_goals"), " F7")]


def skill_rows(desk: Desk) -> list[Row]:
    """The sets of ratings, each with the lines that changed between the first time and now."""
    rows: list[Row] = []
    for found in desk.pack.ratings.values():
        rows.append(sheet_shapes.ratings_link(desk, found))
        if found.lane is Lane.mine and desk.hides_private:
            continue
        grown = tally.grown(desk.book, found, ratings.columns(desk.book, found, most=None))
        for each in grown[:GROWN_SHOWN]:
            change = join(plain(f"{each.then}, now {each.now}"), plain(f"  {each.change}", "dim"))
            told = join(plain(f"    {each.name}: ", "dim"), change)
            rows.append(words(f"grown {found.key} {each.name}", told, 4))
        if len(grown) > GROWN_SHOWN:
            rows.append(words(f"more {found.key}", plain(f"    and {len(grown) - GROWN_SHOWN} more", "dim"), 4))
    return rows


def _name(desk: Desk, found: tally.Kept) -> str:
    who = desk.who(found.who)
    return f"{who[:1].upper()}{who[1:]}"


def _pair(name: str, told: str) -> Row:
    return words(f"so far {name}", join(plain(f"{name}: ", "dim"), plain(told)), 2)


def _style(sign: str) -> str:
    if sign.isdigit():
        return "bold $text-accent"
    return "bold" if sign in (tally.TODAY, tally.PLANNED) else "dim"


def so_far(desk: Desk, width: int) -> list[Row]:
    """All of it, under its headings."""
    rows = section("Sessions", session_rows(desk, width))
    rows += section("Done by the day that was agreed", kept_rows(desk))
    rows += section("Goals", goal_rows(desk))
    return rows + section("Skills and trust, then and now", skill_rows(desk))
