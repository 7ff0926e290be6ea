"""The bench: each figure measures something that makes sense. How much is never asserted here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="there are no pseudo-terminals here")

from bench import report
from bench.figures import FIGURES, Bench
from bench.floors.plain import escaped, holding, joined, write_safely
from bench.growth import TASKS, Curve
from bench.journals import RARE, Journals, only, read
from bench.programs import LEAST
from bench.spread import Row, Spread, exponent, nth, shown
from bench.starting import _in_order
from mentor_tui.core.records import Note
from mentor_tui.data.shelf import Shelf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench that measures everything once."""
    return Bench(tmp_path_factory.mktemp("bench"), LEAST)


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "slow-disk"])
def test_a_figure_measures_something(bench: Bench, name: str) -> None:
    rows = list(bench.rows([name]))
    assert rows
    for row in rows:
        assert row.title
        assert row.why.endswith(".")
        assert row.limit is not None
        if row.ours is None:
            assert row.missing
            continue
        if row.ours.unit:
            assert 0 < row.ours.least <= row.ours.middle <= row.ours.most
            assert row.floor is None or row.floor.least > 0
            assert row.reached is not None
        else:
            assert row.ours.middle == 0, "keys were lost"


def test_a_curve_for_each_thing_that_grows(bench: Bench) -> None:
    curves = list(bench.curves())
    assert [curve.title for curve in curves] == list(TASKS)
    assert all(curve.sizes == LEAST.sizes and min(curve.times) > 0 for curve in curves)


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Journals:
    return Journals(tmp_path_factory.mktemp("made"))


def test_the_made_journals_hold_what_they_say(journals: Journals) -> None:
    demo = read(only(journals.demo(700, 300)))
    live = demo.live
    assert live is not None
    assert (len(list(demo)), live.number, len(demo.held)) == (700, 6, 5)
    assert len(demo.notes(live.id)) + len(demo.actions_made_in(live.id)) == 300
    shelf = Shelf(journals.mentorships(4, 4_000))
    notes = [note for name in shelf.names() for note in read(shelf.path(name)).every(Note)]
    assert (len(shelf.names()), len(notes)) == (4, 4_000)
    assert [RARE in note.text for note in notes].count(True) == 4
    assert len(read(only(journals.sessions(12))).held) == 12
    assert journals.sessions(12) == journals.sessions(12)


def test_the_exponent_is_that_of_the_curve() -> None:
    sizes = (100, 1_000, 10_000)
    assert exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)
    curve = Curve("so", sizes, (0.1, 0.1, 1.0))
    assert curve.last == pytest.approx(1)
    assert curve.exponent == pytest.approx(0.5)


def test_spreads_and_values_in_words() -> None:
    assert str(Spread.of([0.3, 0.1, 0.2])) == "200 ms (100 ms to 300 ms)"
    assert [shown(2e6, "B"), shown(12.34, "s"), shown(0.0123, "s"), shown(3, "")] == [
        "2.0 MB",
        "12.3 s",
        "12.3 ms",
        "3",
    ]
    assert [nth(range(1, 101), part) for part in (0.5, 0.95, 1)] == [50, 95, 100]
    with pytest.raises(ValueError, match="nothing was measured"):
        Spread.of([])


@pytest.mark.parametrize(
    ("ours", "floor", "limit", "reached", "words"),
    [
        (2.0, 1.0, 2.0, True, "| 2.00 | at most 2 | reached |"),
        (2.1, 1.0, 2.0, False, "| 2.10 | at most 2 | NOT reached |"),
        (0.019, None, 0.020, True, "|  | under 20.0 ms | reached |"),
        (0.021, None, 0.020, False, "|  | under 20.0 ms | NOT reached |"),
    ],
)
def test_a_row_says_whether_it_is_reached(
    ours: float, floor: float | None, limit: float, reached: bool, words: str
) -> None:
    row = Row("so", "Why.", Spread.of([ours]), None if floor is None else Spread.of([floor]), limit)
    assert row.reached is reached
    assert words in report.table([row])


def test_what_is_not_measured_says_why() -> None:
    row = Row("so", "Why.", None, Spread.of([1.0]), 2.0, "there is none")
    assert "| so | there is none | 1,000 ms |  | at most 2 | not measured |" in report.table([row])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "performance.md"
    path.write_text(f"Before.\n\n{report.BEGIN}\n\nold\n\n{report.END}\n\nAfter.\n", encoding="utf-8")
    return path


def test_a_report_takes_the_place_of_the_one_before(document: Path) -> None:
    report.write("new", document)
    assert document.read_text(encoding="utf-8") == f"Before.\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n\nAfter.\n"


def test_a_document_without_marks_is_left_alone(document: Path) -> None:
    document.write_text("Nothing.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no place"):
        report.write("new", document)
    assert document.read_text(encoding="utf-8") == "Nothing.\n"


def test_the_document_has_a_place_for_the_report() -> None:
    text = report.DOCUMENT.read_text(encoding="utf-8")
    assert text.count(report.BEGIN) == text.count(report.END) == 1


def test_the_plain_floors_do_their_work(tmp_path: Path) -> None:
    write_safely(tmp_path / "file", b"one")
    write_safely(tmp_path / "file", b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"two")]
    assert holding(["An ELBOW", "a knee"], "elbow") == [0]
    assert joined([["a", "b"], [], ["c"]]) == "a b\n\nc"
    assert escaped(["a_b", "", "# c", "plain"]) == ["a\\_b", "", "\\# c", "plain"]


@pytest.mark.parametrize(("shown", "count"), [("> abcd", 4), ("> acd", 2), ("> dcba", 1), ("", 0), ("abc abcd", 4)])
def test_keys_that_are_missing_or_out_of_order_are_counted(shown: str, count: int) -> None:
    assert _in_order("abcd", shown) == count
