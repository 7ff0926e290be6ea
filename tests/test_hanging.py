"""Lines that wrap: what is tied stays together, and no width loses a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.style import Style
from textual.visual import RenderOptions

from mentor_tui.widgets.hanging import LEAST, Hanging
from mentor_tui.widgets.text import TIE, join, plain, tied

INDENT = 4
RULES = RulesMap()
WORDS = st.text("abcé漢", min_size=1, max_size=9)
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def shown(visual: Hanging, width: int) -> list[str]:
    """The lines at that width, as a person reads them."""
    options = RenderOptions(lambda style: Style.parse(style) if isinstance(style, str) else style, RULES)
    strips = visual.render_strips(width, None, Style(), options)
    assert len(strips) == visual.get_height(RULES, width)
    return [strip.text.rstrip() for strip in strips]


def action(*facts: str) -> Hanging:
    """A line of an action with such facts behind its words."""
    parts = [part for fact in facts for part in ("  ", tied(fact, "bold"))]
    return Hanging(join("[ ] ", plain("Ask around quietly about a post"), *parts), INDENT)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (80, ["[ ] Ask around quietly about a post  Dr Noa Placeholder  Wed 18 Nov"]),
        (60, ["[ ] Ask around quietly about a post  Dr Noa Placeholder", "    Wed 18 Nov"]),
        (50, ["[ ] Ask around quietly about a post", "    Dr Noa Placeholder  Wed 18 Nov"]),
        (22, ["[ ] Ask around quietly", "    about a post", "    Dr Noa Placeholder", "    Wed 18 Nov"]),
        (16, ["[ ] Ask around", "    quietly", "    about a post", "    Dr Noa", "    Placeholder", "    Wed 18 Nov"]),
    ],
)
def test_a_name_and_a_date_stay_on_one_line(width: int, lines: list[str]) -> None:
    assert shown(action("Dr Noa Placeholder", "Wed 18 Nov"), width) == lines


def test_what_is_tied_may_break_at_a_comma() -> None:
    told = ["[ ] Ask around quietly about a post  Wed 18 Nov,", "    late by 5 days"]
    assert shown(action("Wed 18 Nov, late by 5 days"), 50) == told


def test_what_it_says_has_plain_spaces() -> None:
    visual = action("Wed 18 Nov")
    assert TIE not in visual.words
    assert visual.words.endswith("a post  Wed 18 Nov")
    assert TIE not in "".join(shown(visual, 20))


def test_line_ends_and_styles_stay() -> None:
    content = join(plain("    "), Content("one\ntwo  "), tied("Wed 18 Nov", "bold"), Content("\n\nthree"))
    visual = Hanging(content, INDENT)
    assert shown(visual, 15) == ["    one", "    two", "    Wed 18 Nov", "", "    three"]
    fitted = visual._fitted(15 - INDENT)
    assert [fitted.plain[span.start : span.end] for span in fitted.spans] == ["Wed 18 Nov"]


@given(st.lists(st.tuples(PHRASES, st.booleans()), min_size=1, max_size=6), st.integers(LEAST, 40))
def test_no_width_loses_a_word(parts: list[tuple[str, bool]], width: int) -> None:
    content = Content("  ").join([tied(text) if is_tied else plain(text) for text, is_tied in parts])
    lines = shown(Hanging(content, 0), width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.replace(" ", "") for text, _ in parts)
    for text, is_tied in parts:
        if is_tied and cell_len(text) <= width:
            assert any(text in line for line in lines)
