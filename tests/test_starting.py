"""A start that looks for no garbage and loads no TLS is otherwise like any other."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.runs import ROOT


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_garbage_is_looked_for_again_once_all_is_loaded() -> None:
    code = (
        "import gc\nfrom mentor_tui import starting\n"
        "starting.begin()\nprint(gc.isenabled(), gc.get_freeze_count() > 0)\n"
        "starting.settle()\nprint(gc.isenabled(), gc.get_freeze_count() > 0)"
    )
    assert run(code).split() == ["False", "False", "True", "True"]


def test_nothing_is_frozen_where_garbage_was_looked_for_all_along() -> None:
    code = "import gc\nfrom mentor_tui import starting\nstarting.settle()\nprint(gc.isenabled(), gc.get_freeze_count())"
    assert run(code).split() == ["True", "0"]


@pytest.mark.parametrize("before", ["", "import ssl\n", "import asyncio\n"])
def test_whoever_wants_tls_has_it_all_the_same(before: str) -> None:
    code = (
        f"{before}import sys\nfrom mentor_tui import starting\nstarting.load_asyncio()\n"
        "print('_ssl' in sys.modules)\nimport asyncio, ssl\nprint(ssl.create_default_context().check_hostname)\n"
        "print(asyncio.run(asyncio.sleep(0, 'done')))"
    )
    assert run(code).split() == [str(bool(before)), "True", "done"]
