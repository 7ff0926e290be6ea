"""The path to the end of a programme: all that the mentee's certificate takes, and what is missing of it."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo

import msgspec

from mentor_tui.core.book import Book
from mentor_tui.core.days import show_date
from mentor_tui.core.forms import signatures, signers, standing
from mentor_tui.core.packs import Document, Pack
from mentor_tui.core.progress import figures, plural
from mentor_tui.core.records import Lead
from mentor_tui.core.sheets import Form, Source

SURVEY = "path/survey"
FEEDBACK = "path/feedback"


class PathLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the end of a programme takes.

    ``tick`` is the key of the check that settles it, empty where the journal knows by itself; ``form`` the form whose
    signing settles it. ``on`` is the day on which it was settled, ``by`` the one by which it has to be, ``opens`` the
    one before which it cannot be.
    """

    title: str
    done: bool
    who: Lead
    source: Source
    on: date | None = None
    by: date | None = None
    opens: date | None = None
    missing: str = ""
    tick: str = ""
    form: str = ""


def document_title(document: Document) -> str:
    """What is to be done with a document: ``Read: Ethics & Confidentiality``."""
    return f"{document.todo.capitalize()}: {document.title}"


def path(book: Book, pack: Pack, today: date, zone: tzinfo, *, day_first: bool = True) -> list[PathLine]:
    """All that it takes, in order: sessions, documents, returns, signatures, the survey, feedback.

    With a certificate: sessions, reading, returns, the mentor's confirmation of attendance, survey and feedback (the
    handbook of the programme). Without one: sessions, documents if there are any, and every form that is signed.
    """
    pair, rules = book.mentorship, pack.rules
    found = figures(book, rules, today)
    end = pair.ends_on
    lines = [
        PathLine(
            title=f"{plural(rules.sessions, 'session')} held",
            done=found.left == 0,
            who=Lead.both,
            by=end,
            missing=f"{found.held} held, {found.left} to go" if found.left else "",
            source=rules.source,
        )
    ]
    for document in pack.documents:
        lines.append(_ticked(book, f"document/{document.key}", document_title(document), document.source, end, zone))
    for document in pack.documents:
        if document.returned:
            line = _ticked(book, f"return/{document.key}", f"Send in: {document.title}", document.source, end, zone)
            lines.append(line)
    for form in pack.forms.values():
        if form.signed_by is not None and (form.signed_by is Lead.mentor or not rules.certificate):
            lines.append(_signed(book, pack, form, end, zone))
    if rules.survey_weeks_before_end is not None:
        opens = end - timedelta(weeks=rules.survey_weeks_before_end)
        survey = _ticked(book, SURVEY, "Fill in the programme's survey", rules.source, end, zone)
        waits = f"opens {show_date(opens, today, day_first)}" if today < opens else "open now"
        lines.append(msgspec.structs.replace(survey, opens=opens, missing="" if survey.done else waits))
        lines.append(
            _ticked(book, FEEDBACK, "Give the programme the mentor's feedback", rules.source, end, zone, Lead.mentor)
        )
    return lines


def path_words(lines: list[PathLine]) -> str:
    """``4 of 11``."""
    return f"{sum(1 for line in lines if line.done)} of {len(lines)}"


def path_title(pack: Pack) -> str:
    """What the path leads to."""
    return "Certificate" if pack.rules.certificate else "To the end"


def _ticked(
    book: Book, key: str, title: str, source: Source, end: date, zone: tzinfo, who: Lead = Lead.mentee
) -> PathLine:
    check = book.check(key)
    done = check is not None and check.done
    on = check.updated_at.astimezone(zone).date() if check is not None and done else None
    return PathLine(title=title, done=done, who=who, on=on, by=end, tick=key, source=source)


def _signed(book: Book, pack: Pack, form: Form, end: date, zone: tzinfo) -> PathLine:
    state = standing(book, pack, form)
    found = signatures(book, form)
    on = max((found[who].created_at.astimezone(zone).date() for who in state.signed), default=None)
    missing = ""
    if state.outdated:
        missing = "changed since it was signed: sign again"
    elif state.missing:
        missing = "not signed yet"
        if len(state.missing) < len(signers(form)):
            missing = f"not signed by {book.mentorship.name_of(state.missing[0])}"
    return PathLine(
        title=f"Sign: {form.title}",
        done=state.whole,
        who=form.signed_by or Lead.both,
        on=on if state.whole else None,
        by=end,
        missing=missing,
        form=form.key,
        source=form.parts[-1].source,
    )
