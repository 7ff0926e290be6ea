"""The rows of the list of mentorships: columns where there is room, two lines where there is not."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mentor_tui.clock import zone_of
from mentor_tui.core.progress import Pace
from mentor_tui.core.settings import Settings
from mentor_tui.core.summary import Summary
from mentor_tui.data.overview import Line
from mentor_tui.widgets.rows import Row
from mentor_tui.widgets.text import join, plain

BROKEN = "broken/"  # before the name of a journal that cannot be read; no name holds a slash
ONE_LINE = 104  # cells of a list from which on a mentorship is one line
GAP = "  "
NAME = 14  # cells that a name has at least in a list of two lines
PACE, LATE, DAYS = 22, 7, 9  # cells of the columns whose words are the program's own
PRESSING = {Pace.out_of_reach: "bold $text-error", Pace.tight: "bold $text-warning"}


def cell(content: Content | str, width: int) -> Content:
    """Content as a cell of so many columns of the terminal: cut, or filled with blanks."""
    found = plain(content) if isinstance(content, str) else content
    return found.truncate(max(0, width), ellipsis=True, pad=True)


def _widths(width: int, settings: Settings) -> tuple[int, int, int, int]:
    """The cells of name, programme, my time and the partner's."""
    mine, theirs = (16, 9) if settings.hours24 else (18, 12)
    left = width - (mine + theirs + PACE + LATE + DAYS + 6 * len(GAP))
    name = max(10, left * 3 // 5)
    return name, max(4, left - name), mine, theirs


def _narrow_widths(width: int, settings: Settings) -> tuple[int, int, int]:
    """The cells of name, my time and the partner's, in a list of two lines; none for theirs where a name needs them."""
    _, _, mine, theirs = _widths(width, settings)
    name = width - mine - theirs - 2 * len(GAP)
    return (name, mine, theirs) if name >= NAME else (width - mine - len(GAP), mine, 0)


def head(width: int, settings: Settings) -> Content:
    """What the columns are, for a list of so many cells."""
    name, programme, mine, theirs = _widths(width, settings)
    if width < ONE_LINE:
        name, mine, theirs = _narrow_widths(width, settings)
        cells = [("Partner", name), ("Next session", mine), ("Theirs", theirs)][: 3 if theirs else 2]
    else:
        cells = [
            ("Partner", name),
            ("Programme", programme),
            ("Next session", mine),
            ("Theirs", theirs),
            ("Held and pace", PACE),
            ("Late", LATE),
            ("Left", DAYS),
        ]
    return Content(GAP).join([cell(words, room) for words, room in cells])


def rows(found: Iterable[Line], width: int, settings: Settings) -> list[Row]:
    """The rows of journals, in a list of so many cells."""
    return [_row(line, width, settings) for line in found]


def _row(line: Line, width: int, settings: Settings) -> Row:
    if line.summary is None:
        told = join(plain(line.trouble, "$text-error"), "\n  ", plain("Enter shows its backups", "dim"))
        return Row(f"{BROKEN}{line.name}", told, live=True)
    wide = width >= ONE_LINE
    content = _one_line(line.summary, width, settings) if wide else _two_lines(line.summary, width, settings)
    return Row(line.name, content, live=True)


def _when(found: Summary, settings: Settings) -> tuple[Content, Content]:
    mine, theirs = found.times(zone_of(found.my_zone), zone_of(found.partner_zone), settings)
    style = "bold $text-accent" if found.live else "dim" if found.next_at is None or found.archived else ""
    return plain(mine, style), plain(theirs, "dim")


def _styles(found: Summary) -> tuple[str, str]:
    """The styles of the name and of the pace."""
    return ("dim", "dim") if found.archived else ("bold", PRESSING.get(found.pace, "") if not found.ended else "")


def _one_line(found: Summary, width: int, settings: Settings) -> Content:
    name, programme, mine, theirs = _widths(width, settings)
    (when, there), (bold, pace) = _when(found, settings), _styles(found)
    cells = [
        cell(plain(found.partner, bold), name),
        cell(plain(found.programme, "dim"), programme),
        cell(when, mine),
        cell(there, theirs),
        cell(plain(found.pace_words, pace), PACE),
        cell(plain(found.late_words, "bold $text-error"), LATE),
        cell(plain(found.days_words, "dim"), DAYS),
    ]
    return Content(GAP).join(cells)


def _two_lines(found: Summary, width: int, settings: Settings) -> Content:
    room, mine, theirs = _narrow_widths(width, settings)
    (when, there), (bold, pace) = _when(found, settings), _styles(found)
    cells = [cell(plain(found.partner, bold), room), cell(when, mine)]
    first = Content(GAP).join([*cells, cell(there, theirs)] if theirs else cells)
    days = found.days_words if found.ended or not found.days_left else f"{found.days_words} left"
    facts = [plain(found.pace_words, pace or "dim"), plain(found.late_words, "bold $text-error"), plain(days, "dim")]
    facts = [each for each in (*facts, plain(found.programme, "dim")) if each.plain]
    second = Content(", ").join(facts)
    while len(facts) > 1 and second.cell_length > width - len(GAP):
        facts.pop()
        second = Content(", ").join(facts)
    return join(first, "\n", cell(join(GAP, second), width))
