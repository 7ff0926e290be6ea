"""Hostile texts through every function that takes text of a person, a file or a pack and has no screen."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from mentor_tui.core.book import Book
from mentor_tui.core.capture import describe, line_for, parse
from mentor_tui.core.dates import parse_due
from mentor_tui.core.forms import Place
from mentor_tui.core.guard import can_be_typed, clean, flat, one_line
from mentor_tui.core.meeting import keep_action, keep_note
from mentor_tui.core.records import Action, Mentorship, Note, NoteKind, Role, make
from mentor_tui.data.shelf import LONGEST, Shelf
from mentor_tui.export import tables
from mentor_tui.export.escape import block, inline
from mentor_tui.export.forms import form_audience, form_markdown
from mentor_tui.export.markdown import Audience, mentorship_markdown, session_markdown
from mentor_tui.prompts.library import check_pack, read_pack
from tests.app_helpers import packs
from tests.conftest import NOW
from tests.torture.outcome import Outcome
from tests.torture.raw import hostile_records
from tests.torture.strings import GOOD, hostile, obeyed

TODAY = date(2026, 11, 23)
SIGNS = ("", "! ", "= ", "? ", "~ ", "\\")
BATCH = 100  # texts in one pack or one document
# All that a document of ours is made of; anything else came out of somebody's text.
_OURS = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item"}
_OURS_INLINE = {"text", "softbreak", "hardbreak", "text_special"}


class Failures(list[str]):
    """What went wrong, each with the beginning of the text that did it."""

    @contextmanager
    def watch(self, where: str, text: str) -> Iterator[None]:
        """Note what is raised inside."""
        try:
            yield
        except Exception as error:
            self.append(f"{where}: {type(error).__name__}: {str(error)[:200]} with {text[:80]!r}")


def run(count: int, seed: int = 1) -> Outcome:
    """So many texts through the functions."""
    failures = Failures()
    texts = hostile(count, seed)
    pair = _pair("Dr Ada Sample", "Dr Noa Placeholder")
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        for text in [*GOOD, *texts]:
            with failures.watch("guard", text):
                _guard(text)
            with failures.watch("capture", text):
                _capture(text, pair)
            with failures.watch("names", text):
                _names(text, shelf)
            with failures.watch("escape", text):
                _escape(text)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            with failures.watch("documents", batch[0]):
                _documents(batch)
            with failures.watch("pack", batch[0]):
                _pack(Path(folder) / f"pack-{start}", batch)
    for text in GOOD:
        with failures.watch("kept exactly", text):
            assert clean(text) == text
    return Outcome("text through functions", len(texts), failures)


def _safe(text: str) -> None:
    found = obeyed(text.replace("\n", "").replace("\t", ""))
    assert not found, f"{found} left in {text[:80]!r}"
    text.encode()


def _pair(mentor: str, mentee: str) -> Mentorship:
    return make(
        Mentorship,
        NOW,
        role=Role.mentor,
        mentor=mentor,
        mentee=mentee,
        pack="isaps",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 5, 1),
        mentor_zone=mentor[:40],
    )


def _guard(text: str) -> None:
    for function in (clean, flat, one_line):
        kept = function(text)
        _safe(kept)
        assert function(kept) == kept, f"{function.__name__} twice is not once"
    assert not set("\n\t") & set(flat(text) + one_line(text))
    for sign in set(text[:500]):
        assert not (can_be_typed(sign) and obeyed(sign)), f"{sign!r} can be typed"
    parse_due(text, TODAY)
    parse_due(text[:70], TODAY)


def _capture(text: str, pair: Mentorship) -> None:
    for sign in SIGNS:
        found = parse(sign + text, pair, TODAY)
        if found is None:
            continue
        _safe(found.text)
        _safe(describe(found, pair, TODAY))
        if found.kind.value == "action":
            made = keep_action(found.text, found.owner, found.due, None, NOW).puts[0]
        else:
            made = keep_note(found.text, NoteKind(found.kind.value), found.lane, None, NOW).puts[0]
        assert isinstance(made, Note | Action)
        again = parse(line_for(made, pair), pair, TODAY)
        assert again is not None
        assert (again.kind, again.text, again.lane) == (found.kind, found.text, found.lane), "edited, it is another"


def _names(text: str, shelf: Shelf) -> None:
    pair = _pair(text, text)
    name = shelf.fresh_name(pair)
    assert re.fullmatch("[a-z0-9-]+", name), name
    assert len(name) <= LONGEST
    found = parse(f"! x @{text}", pair, TODAY)
    assert found is not None
    _safe(describe(found, _pair(clean(text), clean(text)), TODAY))


def _escape(text: str) -> None:
    for form, written in ((one_line(text), inline(text)), ("", block(text))):
        _safe(written)
        tokens = _checked(written)
        read = "".join(child.content for token in tokens for child in token.children or [])
        if form:
            assert read == form, f"read back as {read[:80]!r}"


def _checked(document: str) -> list[Token]:
    """The tokens of a Markdown document, once it is made of nothing but what we write."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(document)
    strange = {token.type for token in tokens if token.type.rpartition("_")[0] not in _OURS and token.type != "inline"}
    strange |= {child.type for token in tokens for child in token.children or []} - _OURS_INLINE
    assert not strange, f"text became {strange}"
    return tokens


def _documents(texts: list[str]) -> None:
    """Records full of hostile text as Markdown, as tables and as JSON."""
    for records in (hostile_records(texts), hostile_records([clean(text) for text in texts])):
        book = Book(records)
        pack = None
        documents = [mentorship_markdown(book, pack, Audience.me, TODAY)]
        documents += [session_markdown(book, pack, session, Audience.partner, TODAY) for session in book.sessions]
        for document in documents:
            _safe(document)
            _checked(document)
        isaps = packs("isaps")
        for form in isaps.forms.values():
            document = form_markdown(book, isaps, form, form_audience(form), Place(zone=UTC, today=TODAY))
            _safe(document)
            _checked(document)
        rows = tables.action_rows(book, book.actions, TODAY)
        _safe(tables.plain_table(rows))
        assert tables.plain_table(rows).count("\n") == len(rows)
        out = io.StringIO()
        Console(file=out, highlight=False, width=80).print(tables.rich_table(rows, tables.ACTION_HEADS))
        _safe(out.getvalue())
    data = tables.action_data(book, book.actions, TODAY)
    assert json.loads(json.dumps(data, ensure_ascii=False).encode()) == data


def _pack(folder: Path, texts: list[str]) -> None:
    """A pack full of hostile text as it is, which is told to be broken, and one with the same text well formed."""
    _write_pack(folder, [text.encode(errors="surrogatepass").decode(errors="replace") for text in texts])
    for number, text in enumerate(texts[:3]):
        (folder / "questions" / f"{number}.md").write_bytes(text.encode(errors="surrogatepass"))
    _told(folder)
    formed = folder.with_name(f"{folder.name}-formed")
    _write_pack(formed, [inline(text)[:2000] for text in texts])
    _told(formed)
    _safe(msgspec.json.encode(read_pack(formed)).decode())


def _told(folder: Path) -> None:
    for problem in check_pack(folder):
        _safe(str(problem).replace("\n", "\x00"))


def _write_pack(folder: Path, texts: list[str]) -> None:
    for kind in ("agendas", "checklists", "questions", "activities"):
        (folder / kind).mkdir(parents=True)
    titles = [json.dumps(f"T {clean(text)[:300]}", ensure_ascii=False) for text in texts]
    toml = f"""name = "{folder.name}"\ntitle = {titles[0]}\nmentee_word = {titles[1 % len(titles)]}
contact = {titles[-1]}\n[sources]\nbook = {titles[2 % len(titles)]}\n[rules]\nsessions = 6\nmonths = 6\nminutes = 60
first_counts = true\nsource = "book, x"\n[agendas]\ncourse = ["first"]\nextra = "first"\n"""
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    entries = [
        f"## {n} {text}\n\n- Minutes: 5\n- Lead: both\n- Body: talk\n\n{n} {text}\n\n- {n} {text}\n"
        for n, text in enumerate(texts)
    ]
    head = "- Source: book, x\n\nWords.\n"
    agenda = f"# First\n\n{head}\n" + "\n".join(entries)
    (folder / "agendas" / "first.md").write_bytes(agenda.encode())
    lines = "\n".join(f"- {n} {text}" for n, text in enumerate(texts))
    checklist = f"# List\n\n{head}\n## Part\n\n- Who: both\n- When: before\n\nWords.\n\n{lines}\n"
    (folder / "checklists" / "first.md").write_bytes(checklist.encode())
