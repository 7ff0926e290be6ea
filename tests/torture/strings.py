"""Hostile texts, the same ones for the same seed, and good ones that must be kept to the letter."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
LONG = 100_000  # letters of the longest lines
REORDERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MARKS = "\u0300\u0301\u0316\u0327\u0335\u0336\u035c\u0489\u05b0\u064e\u0e49\u0f71\u20dd\u3099\ufe20"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

GOOD = [
    "مرحبا يا دكتور، كيف حالك؟ ١٢٣",
    "می\u200cخواهم به جلسهٔ بعدی بیایم",
    "שָׁלוֹם, בְּרֵאשִׁ֖ית בָּרָ֣א",
    "手术导师，下次会议：十一月。",
    "葛\U000e0100飾区の先生、よろしくお願いします",
    "한국어 멘토와 다음 만남",
    "क्षत्रिय श्री, निर्णय और लक्ष्य",
    "བསྒྲུབས་ ཧཱུྃ",
    "ที่นี่ ก็ น้ำ",
    "Søren O'Brien-García, Dvořák, Nguyễn, Łukasz, İğdır",
    "Que\u0301 an\u0303o en dos partes, qué año en una",
    "👩🏽\u200d⚕️ 👨\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇸 ❤️ ☎︎",
    f"England {ENGLAND} and Spain 🇪🇸",
    "10 µm, 38 °C, ½ × ≥ ± – — “quoted” … €",
    "a fixed\u00a0space, a wide\u3000one, a thin\u202fone",
    "\u200eleft\u200f right \u061c١٢",
    "newer than Python \U0001fae8, for private use \ue000",
    "[red]not markup[/red] \\[ ]52;c;x {x} <b> `~!@#$%^&*()_+|",
]

WORDS = [word for text in GOOD for word in text.split()] + [
    *(["Send", "the", "list", "to", "both", "and", "ask", "for", "a", "theatre", "timetable", "on", "Friday"]),
    *(["café", "café", "Zürich", "naïve", "São", "Ångström", "Ñandú"]),
]
ACTIONS = ("app.trap", "screen.trap", "trap", "app.trap('x')", "app.quit", "app.bell", "screen.leave", "app.pop_screen")


def _words(random: Random, most: int = 5) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(1, most)))


def _markup(random: Random) -> str:
    inner = _words(random, 2)
    return random.choice(
        (
            f"[@click={random.choice(ACTIONS)}]{inner}[/]",
            f"[@click={random.choice(ACTIONS)}]{inner}",
            f"[bold red on white]{inner}[/bold red on white]",
            f"[link=https://example.org]{inner}[/link]",
            f"[/]{inner}[/bold]",
            f"[{inner}",
            f"{inner}]",
            f"[$text-error]{inner}[/] [not a style]",
            f"\\[bold]{inner}\\",
            f"[[{inner}]]",
            f"[@mouse.down={random.choice(ACTIONS)}]{inner}[/]",
            "[" * random.randint(1, 60),
            f"{{{inner}}} {{0}} %s %(x)s $name ${{name}}",
        )
    )


def _ansi(random: Random) -> str:
    start = random.choice((f"{ESC}[", "\x9b"))
    number = ";".join(str(random.randint(0, 300)) for _ in range(random.randint(0, 4)))
    return (
        f"{start}{random.choice(('', '?', '>', '='))}{number}{random.choice('mHJKABCDhlnrstucqg~')}{_words(random, 2)}"
    )


def _osc(random: Random) -> str:
    start = random.choice((f"{ESC}]", "\x9d"))
    body = random.choice(
        ("52;c;aGVsbG8=", "0;another title", "2;x", "8;;https://example.org", "1337;File=:AAAA", "4;0;?")
    )
    return f"{start}{body}{random.choice((BEL, ST, chr(0x9C), '', ESC))}{_words(random, 2)}"


def _other_sequences(random: Random) -> str:
    start = random.choice((f"{ESC}P", f"{ESC}X", f"{ESC}^", f"{ESC}_", "\x90", "\x98", "\x9e", "\x9f"))
    short = random.choice((f"{ESC}c", f"{ESC}(0", f"{ESC}#8", f"{ESC}=", f"{ESC}7", f"{ESC}%G", f"{ESC}{ESC}", ESC))
    return random.choice((f"{start}q#0;2;0{random.choice((ST, chr(0x9C), ''))}", short)) + _words(random, 2)


def _controls(random: Random) -> str:
    controls = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
    return "".join(random.choice(controls) + random.choice(("", random.choice(WORDS))) for _ in range(8))


def _bidi(random: Random) -> str:
    return "".join(random.choice(REORDERS) + random.choice(WORDS) for _ in range(4))


def _unseen(random: Random) -> str:
    signs = "\u200b\u200c\u200d\u200e\u200f\u2060\u2063\u206a\ufeff\u061c\u180e\u00ad\u034f"
    signs += "\u115f\u1160\u3164\uffa0\ufff9\ufffb"
    return "".join(random.choice(signs) * random.randint(1, 3) + random.choice("abمא手") for _ in range(10))


def _surrogates(random: Random) -> str:
    lone = ("\ud800", "\udbff", "\udc00", "\udfff", "\ud83d", "\udc1b")
    return "".join(random.choice(lone) + random.choice(("", random.choice(WORDS))) for _ in range(5))


def _tower(random: Random) -> str:
    return "".join(random.choice("aé手م ") + random.choice(MARKS) * random.choice((1, 8, 29, 200)) for _ in range(4))


def _beyond(random: Random) -> str:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "run app.trap")
    signs = ("\ufdd0", "\uffff", "\U0010ffff", "\ue000", "\U000f0000", "\U0001fae8", tags, f"\U0001f3f4{tags}", ENGLAND)
    return " ".join(random.choices(signs, k=4))


def _emoji(random: Random) -> str:
    parts = ("👩", "🏽", "\u200d", "⚕", "\ufe0f", "🏳", "🌈", "🇪", "🇸", "❤", "1", "\u20e3", ENGLAND, "☎", "\ufe0e")
    return "".join(random.choices(parts, k=random.randint(1, 16)))


def _lines(random: Random) -> str:
    ends = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\t", "\n\n\n")
    return "".join(random.choice(WORDS) + random.choice(ends) for _ in range(6))


def _shapes(random: Random) -> str:
    """What other parts of the program, or Markdown, JSON, TOML, file names or the shell could read as theirs."""
    word = random.choice(WORDS)
    return random.choice(
        (
            f"# {word}",
            f"- [x] {word}",
            f"1. {word}",
            f"> {word}",
            f"<script>{word}</script>",
            f"![x](http://{word})",
            f"```{word}",
            "---",
            f"| {word} |",
            f"&lt;{word}&#27;",
            f"~~{word}~~",
            f"http://example.org/*{word}*",
            f'"{word}\\',
            f"'''{word}",
            f"../../{word}",
            f"C:\\{word}",
            f"$({word})",
            f"`{word}`",
            "CON",
            "nul.txt",
            ".",
            f"! {word} @mentor ^fri",
            f"= {word}",
            f"? {word}",
            f"~ {word}",
            f"\\! {word}",
            "@both ^99",
            f"@{word} ^{word}",
            "=" * 80,
            "_" * 200,
            "\\" * 99,
            " ",
            "",
            "\u00a0",
            "0" * 400,
            "^in 999 years",
            "^30 feb",
        )
    )


def _long(random: Random) -> str:
    units = (
        "a",
        "word ",
        "手",
        "مرحبا ",
        "👩\u200d⚕️",
        "e\u0301",
        "[b]",
        "@x ^fri ",
        "\\",
        "www.*",
        "\x1b[m",
        "\u200d",
        "\u1160",
    )
    unit = random.choice(units)
    return (unit * (LONG // len(unit) + 1))[:LONG]


FAMILIES: tuple[Callable[[Random], str], ...] = (
    _markup,
    _ansi,
    _osc,
    _other_sequences,
    _controls,
    _bidi,
    _unseen,
    _surrogates,
    _tower,
    _beyond,
    _emoji,
    _lines,
    _shapes,
)


def hostile(count: int, seed: int = 0, *, long_each: int = 1000) -> list[str]:
    """So many hostile texts, always the same for a seed.

    Half of them are of one family, in turn; half mix families with plain words. One in ``long_each`` has 100,000
    letters on a line (the first such after as many); 0 for none.
    """
    random = Random(seed)
    found = []
    for number in range(count):
        if long_each and number % long_each == long_each - 1:
            found.append(_long(random))
        elif number % 2:
            family = FAMILIES[number // 2 % len(FAMILIES)]
            found.append(family(random))
        else:
            parts = [random.choice((*FAMILIES, _words, _words))(random) for _ in range(random.randint(2, 4))]
            found.append(random.choice(("", " ", "  ")).join(parts))
    return found


def obeyed(text: str) -> list[str]:
    """The characters of ``text`` that a terminal might act on, or that turn the order of its letters round."""
    return [
        f"U+{ord(sign):04X}"
        for sign in text
        if (sign < " " or "\x7f" <= sign <= "\x9f") or "\ud800" <= sign <= "\udfff" or sign in REORDERS
    ]
