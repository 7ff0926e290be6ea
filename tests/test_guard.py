"""Text from outside: nothing in it that a terminal would obey, and every letter as it was."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_tui.core.guard import MOST_MARKS, can_be_typed, clean, one_line

ESC = "\x1b"
BEL = "\x07"
ST = "\x1b\\"
LINE_ENDS = (0x0A, 0x0B, 0x0C, 0x0D, 0x85)
REORDERS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PIECES = [
    "\U0001f3f4",
    "\U000e0067",
    "\U000e007f",
    "\u0301" * 20,
    "\u1160" * 20,
    "\u2028",
    "\x0b",
    ESC,
    BEL,
    ST,
    "\x9b",
    "\x9c",
    "\x9d",
    "[",
    "]",
    "]52;c;",
    "]0;",
    "[31m",
    "[2J",
    "P",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x7f",
    "\u202e",
    "\u2066",
    "\ud83d",
    "\udfff",
    "\u200d",
    "é",
    "m",
    "\\",
]
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
any_character = st.characters(exclude_categories=())
any_text = st.one_of(
    st.text(any_character),
    st.lists(st.one_of(st.sampled_from(PIECES), any_character), max_size=25).map("".join),
)
# What people write with: letters, marks, numbers, punctuation, symbols, spaces.
letters = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]))


def is_obeyed(character: str) -> bool:
    """Whether a terminal might act on the character, or it makes text look like other text."""
    control = unicodedata.category(character) == "Cc" and character not in "\t\n"
    return control or unicodedata.category(character) == "Cs" or character in REORDERS


@settings(deadline=None, max_examples=300)
@given(text=any_text)
def test_nothing_that_a_terminal_obeys_survives(text: str) -> None:
    found = clean(text)
    assert [character for character in found if is_obeyed(character)] == []
    found.encode("utf-8")


@settings(deadline=None, max_examples=300)
@given(text=any_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@settings(deadline=None, max_examples=300)
@given(text=any_text)
def test_one_line_is_one_clean_line(text: str) -> None:
    found = one_line(text)
    assert len(found.splitlines()) <= 1
    assert [character for character in found if is_obeyed(character) or character in "\t\n"] == []
    assert found == found.strip()
    assert "  " not in found


@settings(deadline=None, max_examples=300)
@given(text=letters)
def test_what_people_write_with_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_every_control_and_lone_surrogate_goes(code: int) -> None:
    kept = "\t" if code == 0x09 else "\n" if code in LINE_ENDS else ""
    assert clean(f"a{chr(code)}") == f"a{kept}"


@pytest.mark.parametrize(
    "sign", sorted(REORDERS | set("\u200b\u2060\u2063\u206a\ufeff\ufff9\ufffb\U000e0001\U000e0067"))
)
def test_signs_that_reorder_or_hide_text_go(sign: str) -> None:
    assert clean(f"invoice{sign}gpj.exe") == "invoicegpj.exe"


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا، كيف حالك؟ ١٢٣",
        "می\u200cخواهم",
        "שָׁלוֹם",
        "手术导师，下次会议：十一月。",
        "よろしくお願いします",
        "한국어 멘토",
        "क्षत्रिय श्री",
        "Søren O'Brien-García, Dvořák, Nguyễn, Łukasz, İğdır",
        "e\u0301 stays in two parts, é in one",
        "👩🏽\u200d⚕️ 👨\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇸",
        f"the flag of England {ENGLAND}, twice {ENGLAND}{ENGLAND}",
        "葛\U000e0100飾 \u1820\u180b\u1828\u180e\u1820",
        "בְּרֵאשִׁ֖ית בָּרָ֣א",
        "བསྒྲུབས་ ཧཱུྃ ཨོཾ",
        "ที่นี่ ก็ ပြည်ထောင်စု",
        "\u061c١٢\u061c \ue000 \U0010fffd \U0001fae8 \U0001faff \ufdd0",
        "e" + "\u0301" * 30,
        "\u200eleft\u200f right",
        "a\tb\n\n  c",
        "[red]not markup[/red] \\[ ]52;c;x {x} <b> `~!@#$%^&*()_+|",
        "10 µm, 38 °C, ½ × ≥ ± – — “quoted” … €",
        "\u00a0narrow\u202fspaces\u3000",
        "",
    ],
)
def test_letters_of_every_script_stay(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\n\rb", "a\n\nb"),
        ("\r", "\n"),
        ("Goals for\x0bthe year", "Goals for\nthe year"),
        ("page\x0cpage", "page\npage"),
        ("line\u2028line\u2029line\x85line", "line\nline\nline\nline"),
    ],
)
def test_every_end_of_a_line_becomes_the_same(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    "sequence",
    [
        f"{ESC}]52;c;aGVsbG8={BEL}",
        f"{ESC}]52;c;aGVsbG8={ST}",
        f"{ESC}]52;c;aGVsbG8=\x9c",
        f"{ESC}]0;a title of another window{BEL}",
        f"{ESC}]8;;https://example.org{ST}",
        f"{ESC}[31m",
        f"{ESC}[0;1;38;5;200m",
        f"{ESC}[m",
        f"{ESC}[2J{ESC}[H",
        f"{ESC}[?1049h",
        f"{ESC}[200~",
        f"{ESC}[>c",
        f"{ESC}[4 q",
        f"{ESC}[!p",
        "\x9b31m",
        "\x9b?25l",
        f"{ESC}Pq#0;2;0;0;0{ST}",
        f"{ESC}P+q544e\x9c",
        f"{ESC}_Gf=24;AAAA{ST}",
        f"{ESC}^private{ST}",
        f"{ESC}Xstring{ST}",
        f"{ESC}M",
        f"{ESC}D",
        f"{ESC}\\",
    ],
)
def test_escape_sequences_go_whole(sequence: str) -> None:
    assert clean(f"before {sequence}after") == "before after"
    assert clean(sequence) == ""
    assert one_line(f"  a {sequence} b\n") == "a b"


@settings(deadline=None)
@given(
    before=letters,
    number=st.integers(0, 200),
    payload=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])),
    end=st.sampled_from([BEL, ST, "\x9c"]),
    after=letters,
)
def test_a_command_to_the_terminal_goes_whole_and_nothing_around_it(
    before: str, number: int, payload: str, end: str, after: str
) -> None:
    assert clean(f"{before}{ESC}]{number};{payload}{end}{after}") == before + after


@settings(deadline=None)
@given(
    before=letters,
    introducer=st.sampled_from([f"{ESC}[", "\x9b"]),
    parameters=st.text("0123456789:;<=>?", max_size=8),
    between=st.text(" !\"#$%&'()*+,-./", max_size=2),
    final=st.integers(0x40, 0x7E).map(chr),
    after=letters,
)
def test_a_control_sequence_goes_whole_and_nothing_around_it(
    before: str, introducer: str, parameters: str, between: str, final: str, after: str
) -> None:
    assert clean(f"{before}{introducer}{parameters}{between}{final}{after}") == before + after


def test_what_an_escape_hides_between_two_sequences_stays() -> None:
    assert clean(f"{ESC}[1mSend{ESC}[0m the {ESC}]0;x{BEL}list") == "Send the list"
    assert clean(f"{ESC}]0;x{ESC}[31mred") == "red"
    assert clean(f"{ESC}[{ESC}[31mred") in ("[red", "red")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  two   words ", "two words"),
        ("a\tb\nc\r\nd", "a b c d"),
        ("a\u2028b", "a b"),
        ("a\x0bb", "a b"),
        ("\n\n", ""),
        ("Nguyễn  手术", "Nguyễn 手术"),
    ],
)
def test_one_line_folds_white_space(text: str, kept: str) -> None:
    assert one_line(text) == kept


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param(f"{ESC}(B", id="letters of a set"),
        pytest.param(f"{ESC}7", id="keep the place"),
        pytest.param(f"{ESC}c", id="start anew"),
        pytest.param(f"{ESC}=", id="number pad"),
        pytest.param(f"{ESC}#8", id="test picture"),
        pytest.param(f"{ESC}%G", id="coding"),
        pytest.param(f"\x9d52;c;aGVsbG8={BEL}", id="clipboard, as one sign"),
        pytest.param("\x90q#0;2;0\x9c", id="picture, as one sign"),
    ],
)
def test_rarer_escape_sequences_go_whole_too(sequence: str) -> None:
    assert clean(f"before {sequence}after") == "before after"


def test_a_command_without_an_end_does_not_take_the_lines_after_it() -> None:
    assert "a second line" in clean(f"one {ESC}]0;title\na second line")


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\u200c", "\u200f", "\ufe0f", "\u1160", "\u0f71"])
def test_a_tower_of_marks_is_cut_and_the_words_around_it_are_not(mark: str) -> None:
    assert clean(f"bef{mark * 100_000}ore, after") == f"bef{mark * MOST_MARKS}ore, after"


def test_joiners_in_a_row_are_one() -> None:
    assert clean("👩\u200d\u200d\u200d⚕️, \u200d\x00\u200dक") == "👩\u200d⚕️, \u200dक"


def test_marks_are_counted_for_each_letter() -> None:
    text = "".join(f"{letter}{chr(0x0301) * 20}" for letter in "手éक🙂") * 100
    assert clean(text) == text


def test_tags_without_a_flag_hide_words_and_go() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore this")
    assert clean(f"plain{hidden}") == "plain"
    assert clean(f"\U0001f3f4{hidden}\U000e007f") == "\U0001f3f4"


@pytest.mark.parametrize("sign", [*"aé手 \u00a0\u3000\u200c\u200d\u0301\ufe0f\U0001fae8\ue000", *ENGLAND])
def test_all_that_is_kept_can_be_typed(sign: str) -> None:
    assert can_be_typed(sign)


@pytest.mark.parametrize("sign", "\x00\x07\t\n\r\x1b\x7f\x85\x9b\ud800\udfff\u202e\u2066\u200b\u2028\ufeff")
def test_what_does_not_stay_cannot_be_typed(sign: str) -> None:
    assert not can_be_typed(sign)
