"""Reads one Markdown file of a pack into a plain outline: headings, fields, paragraphs, bullets, each with its line.

Under a heading come, in this order: fields (bullets such as ``- Minutes: 10``), a paragraph or more, then bullets.
A bullet may have fields of its own, as bullets indented below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mentor_tui.core.guard import one_line
from mentor_tui.prompts.problems import Report

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_BYTES = 250_000
_FIELD = re.compile(r"([^\W\d_][^\W_]*(?: (?:by|for))?)\s*:\s*(.*)", re.DOTALL)
_BOX = re.compile(r"\A\[[ xX]\](?:\s+|\Z)")
_OPENS_LIST = {"bullet_list_open", "ordered_list_open"}
_SLUG_WORDS = 6


class Field(msgspec.Struct, frozen=True):
    """``Name: value`` as a bullet."""

    name: str
    value: str
    line: int


class Bullet(msgspec.Struct, frozen=True):
    """One bullet or numbered line, with its own fields."""

    text: str
    line: int
    fields: tuple[Field, ...] = ()


class Section(msgspec.Struct):
    """A heading and what stands under it: bullets before the first paragraph (``early``), paragraphs, bullets."""

    title: str
    line: int
    early: list[Bullet] = []
    paragraphs: list[str] = []
    bullets: list[Bullet] = []

    @property
    def intro(self) -> str:
        """The paragraphs as one text."""
        return "\n\n".join(self.paragraphs)


class Sheet(msgspec.Struct):
    """A whole file: the part under its title (``# ...``), and the parts under its headings (``## ...``)."""

    file: str
    top: Section
    sections: list[Section] = []


def slug(text: str) -> str:
    """The key a heading or line gets: its first six words, in small letters, joined by hyphens.

    ``{mentee}`` counts as the word mentee.
    """
    letters = unicodedata.normalize("NFC", text).casefold().replace("{mentee}", "mentee")
    letters = letters.replace("'", "").replace("\u2019", "")
    words = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in letters).split()
    return "-".join(words[:_SLUG_WORDS])


def read_text(path: Path, file: str, report: Report) -> str | None:
    """The text of ``path``; None, and a problem in ``report`` under the name ``file``, when it cannot be had."""
    try:
        if not path.is_file():
            report.add(file, 1, "This is missing, or it is not a file.", f"Put a text file called {path.name} here.")
            return None
        with path.open("rb") as stream:
            data = report.sources[file] = stream.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        report.add(file, 1, f"The file cannot be opened: {reason}.", "Check that you are allowed to read it.")
        return None
    if len(data) > MOST_BYTES:
        report.add(
            file, 1, f"The file is larger than {MOST_BYTES:,} bytes.", "Keep to text, or split it into two files."
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(file, line, "There is a sign here that is not UTF-8.", "Save the file as plain text in UTF-8.")
        return None


def read_sheet(path: Path, file: str, report: Report) -> Sheet | None:
    """The outline of the Markdown file at ``path``; None when it could not be read or has no title."""
    text = read_text(path, file, report)
    if text is None:
        return None
    try:
        tokens = _parser().parse(text)
    except RecursionError:
        report.add(file, 1, "The signs in this file are nested too deeply.", "Keep to headings, sentences and bullets.")
        return None
    return _Outline(file, report).of(tokens)


@cache
def _parser() -> MarkdownIt:
    """Made once: making it takes longer than reading a file with it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def plain(token: Token) -> str:
    """The words of an inline token on one line: emphasis, code signs, link addresses and comments dropped."""
    pieces = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
        elif child.type != "html_inline" or not child.content.startswith("<!--"):
            pieces.append(child.content)
    return one_line("".join(pieces))


class _Outline:
    """Turns the tokens of one file into a sheet."""

    def __init__(self, file: str, report: Report) -> None:
        self._file = file
        self._report = report
        self._sheet: Sheet | None = None
        self._lost = False

    def of(self, tokens: Sequence[Token]) -> Sheet | None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at)
            if token.type == "heading_open":
                self._heading(token, plain(tokens[at + 1]))
            elif token.type != "hr" and not _is_comment(token):
                self._block(tokens[at : end + 1])
            at = end + 1
        if self._sheet is None and not self._lost:
            self._add(1, "The file has no title.", "Begin it with a line such as: # First meeting")
        return self._sheet

    def _add(self, line: int, what: str, mend: str) -> None:
        self._report.add(self._file, line, what, mend)

    def _heading(self, token: Token, title: str) -> None:
        line, level = _line(token), token.tag
        if not title:
            self._add(line, "This heading has no words.", "Write some after the #, for example: ## Arrive")
        if level == "h1" and self._sheet is None:
            self._sheet = Sheet(self._file, Section(title, line))
        elif level == "h1":
            self._add(line, "This is a second title.", f"A file has one title; write: ## {title or 'Arrive'}")
        elif level != "h2":
            self._add(line, "This heading is of a lower rank than is used here.", f"Write: ## {title or 'Arrive'}")
        elif self._sheet is None:
            self._untitled(line)
        if self._sheet is not None and not (level == "h1" and self._sheet.top.line == line):
            self._sheet.sections.append(Section(title, line))

    def _untitled(self, line: int) -> None:
        # Said once: everything up to the title would say the same.
        if not self._lost:
            self._add(line, "There are words before the title.", "Begin the file with: # First meeting")
        self._lost = True

    def _block(self, tokens: Sequence[Token]) -> None:
        first, line = tokens[0], _line(tokens[0])
        if self._sheet is None:
            self._untitled(line)
            return
        section = self._sheet.sections[-1] if self._sheet.sections else self._sheet.top
        if first.type == "paragraph_open":
            text = plain(tokens[1])
            if section.bullets:
                self._add(line, "This paragraph stands after the bullets.", "Move it up, before the first of them.")
            elif text:
                section.paragraphs.append(text)
        elif first.type in _OPENS_LIST:
            (section.bullets if section.paragraphs else section.early).extend(self._bullets(tokens))
        else:
            self._strange(line)

    def _strange(self, line: int) -> None:
        self._add(
            line,
            "This is neither a heading, a sentence nor a bullet, so it would not be shown.",
            "Write it as a sentence, or as a bullet: - Ask how the week went.",
        )

    def _bullets(self, tokens: Sequence[Token]) -> list[Bullet]:
        """The bullets of one list; ``tokens`` goes from its opening to its closing token."""
        bullets = []
        at = 1
        while at < len(tokens) - 1:
            end = _closing(tokens, at)
            bullets.append(self._bullet(tokens[at : end + 1]))
            at = end + 1
        return bullets

    def _bullet(self, tokens: Sequence[Token]) -> Bullet:
        line = _line(tokens[0])
        words: list[str] = []
        fields: list[Field] = []
        at = 1
        while at < len(tokens) - 1:
            end = _closing(tokens, at)
            token = tokens[at]
            if token.type == "paragraph_open":
                words.append(plain(tokens[at + 1]))
            elif token.type in _OPENS_LIST:
                fields += self._own_fields(self._bullets(tokens[at : end + 1]))
            elif not _is_comment(token):
                self._strange(_line(token))
            at = end + 1
        text = _BOX.sub("", " ".join(filter(None, words)))
        if not text:
            self._add(line, "This bullet has no words.", "Write some after the dash, or take the dash away.")
        return Bullet(text, line, tuple(fields))

    def _own_fields(self, bullets: list[Bullet]) -> list[Field]:
        fields = []
        for bullet in bullets:
            field = as_field(bullet)
            if field is not None:
                fields.append(field)
            else:
                self._add(
                    bullet.line,
                    "A bullet below a bullet can only say where the line above comes from, or what its key is.",
                    "Move it to the left, or write:   - Source: handbook, Step 1",
                )
        return fields


def as_field(bullet: Bullet) -> Field | None:
    """The bullet as ``Name: value``, or None when it is not of that form."""
    match = _FIELD.fullmatch(bullet.text)
    return Field(match[1], match[2].strip(), bullet.line) if match else None


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where the block that opens at ``at`` closes; ``at`` itself for a block of one token."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _is_comment(token: Token) -> bool:
    content = token.content.strip()
    return token.type == "html_block" and content.startswith("<!--") and content.find("-->") == len(content) - 3
