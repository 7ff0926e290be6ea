"""Pieces that the documents share: sections, results, answers."""

from __future__ import annotations

from mentor_tui.core.records import Answer, Body, Item, Session
from mentor_tui.export.escape import all_plain, block, inline, stacked

BULLET = 2  # how far the further lines of a list item are indented
FEW = 8  # texts that are looked at one by one, and parts that more of them are taken in


def section(level: int, title: str, lines: list[str]) -> tuple[str, ...]:
    """A heading and its list; nothing at all when the list is empty."""
    return (f"{'#' * level} {title}", "\n".join(lines)) if lines else ()


def having(session: Session, body: Body) -> list[Item]:
    """The items of a session that hold that."""
    return [item for item in session.items if item.body is body]


def result(done: bool, label: str) -> str:
    """A checklist line in words: boxes are for actions alone."""
    return f"- {'Done' if done else 'Not done'}: {inline(label)}"


def text_of(text: str) -> str:
    """A person's text in a list item, which must not be left without any."""
    return block(text, BULLET) or "(empty)"


def texts_of(texts: list[str]) -> list[str]:
    """``text_of`` each. Most texts need nothing, and of many together that is quick to see."""
    if all_plain(texts):
        return texts
    if len(texts) <= FEW:
        return [text_of(text) for text in texts]
    size = -(-len(texts) // FEW)
    return [text for start in range(0, len(texts), size) for text in texts_of(texts[start : start + size])]


def answered(answer: Answer) -> str:
    """A question with its answer, as a list item."""
    return stacked([f"- Question: {inline(answer.question)}", f"Answer: {block(answer.text, BULLET)}"], BULLET)
