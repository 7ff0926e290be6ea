"""The shape of the package: arrows point one way, and nothing grows too long."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mentor_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in MODULES]
MOST_MODULE_LINES = 400
MOST_CLASS_LINES = 300


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of ``pyproject.toml`` against the package in ``folder``."""
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    assert program, "import-linter is missing: install the dev extra"
    return subprocess.run(
        [program, "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_arrows_point_one_way() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr
    assert " 0 broken" in found.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's code and contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module in MODULES:
        target = folder / module.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(module, target)
    return folder


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/guard.py", "import mentor_tui.data.journal", "Arrows point one way"),
        ("export/markdown.py", "import tinydb", "Only data knows TinyDB"),
        ("data/journal.py", "import textual.app", "Only what draws knows Textual"),
        ("core/guard.py", "import pathlib", "The core touches no disk"),
    ],
)
def test_a_wrong_arrow_is_found(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / "mentor_tui" / module
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    try:
        found = lint_imports(copy)
    finally:
        path.write_text(text, encoding="utf-8")
    assert found.returncode == 1, found.stdout + found.stderr
    assert f"{contract} BROKEN" in found.stdout


def test_the_package_is_where_it_is_looked_for() -> None:
    assert PACKAGE / "core" / "agenda.py" in MODULES


@pytest.mark.parametrize("module", NAMES)
def test_no_module_is_too_long(module: str) -> None:
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= MOST_MODULE_LINES


def test_no_class_is_too_long() -> None:
    lines = {
        f"{path.relative_to(PACKAGE)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    assert lines
    assert {name: count for name, count in lines.items() if count > MOST_CLASS_LINES} == {}
