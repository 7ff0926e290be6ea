"""The pictures of the documents are what the program shows now. New ones: make pictures."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_pictures"] = module
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


@pytest.fixture(scope="session")
def journals(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The journals that are shown, made once: the demo alone, and with others."""
    folders = {many: tmp_path_factory.mktemp("many" if many else "one") for many in (False, True)}
    for many, folder in folders.items():
        MAKER.make_journals(folder, many=many)
    return folders


@pytest.mark.parametrize("picture", MAKER.PICTURES, ids=lambda picture: picture.name)
async def test_picture_is_not_stale(picture: Any, journals: dict[bool, Path], tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    shutil.copytree(journals[picture.many], folder, ignore=shutil.ignore_patterns("*.lock"))
    found = await MAKER.render(picture, folder)
    kept = (DOCS / "pictures" / f"{picture.name}.svg").read_text(encoding="utf-8")
    # On failure a comparison of two long texts would take minutes.
    assert found == kept or pytest.fail("stale: make pictures")


def test_every_picture_is_used_and_every_one_that_is_used_is_there() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (DOCS.parent / "README.md", *DOCS.glob("*.md"))]
    used = {name for text in texts for name in re.findall(r"pictures/([\w-]+)\.svg", text)}
    there = {path.stem for path in (DOCS / "pictures").glob("*.svg")}
    assert used == there == {picture.name for picture in MAKER.PICTURES}
