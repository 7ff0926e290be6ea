"""A start that looks for no garbage and loads no TLS is otherwise like any other."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_tui.core.sums import LONG, sha256
from tests.runs import ROOT


def run(code: str, *, strip: bool = True) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip() if strip else done.stdout


def test_garbage_is_looked_for_again_once_all_is_loaded() -> None:
    code = (
        "import gc\nfrom mentor_tui import starting\nbefore = gc.get_freeze_count()\n"
        "gc.disable()\nprint(gc.isenabled(), gc.get_freeze_count() > before)\n"
        "starting.settle()\nprint(gc.isenabled(), gc.get_freeze_count() > before)"
    )
    assert run(code).split() == ["False", "False", "True", "True"]


def test_nothing_is_frozen_where_garbage_was_looked_for_all_along() -> None:
    code = (
        "import gc\nfrom mentor_tui import starting\nbefore = gc.get_freeze_count()\n"
        "starting.settle()\nprint(gc.isenabled(), gc.get_freeze_count() - before)"
    )
    assert run(code).split() == ["True", "0"]


@pytest.mark.parametrize("before", ["", "import hashlib\n", "import filelock\n"])
def test_a_lock_needs_no_openssl(before: str, tmp_path: Path) -> None:
    code = (
        f"{before}import sys\nfrom mentor_tui.data import lock\n"
        "print('_hashlib' in sys.modules)\nfrom filelock import FileLock\n"
        f"with FileLock({str(tmp_path / 'lock')!r}) as lock:\n    print(lock.is_locked)\n"
        "import hashlib\nprint(hashlib.sha256(b'a').hexdigest()[:8], hashlib.new('sha256', b'a').hexdigest()[:8])"
    )
    assert run(code).split() == [str(bool(before)), "True", "ca978112", "ca978112"]


@pytest.mark.parametrize("size", [0, LONG - 1, LONG, 10 * LONG])
def test_all_sums_are_the_same(size: int) -> None:
    found = sha256(size)
    found.update(b"ab")
    found.update(memoryview(b"c"))
    assert found.hexdigest() == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize("before", ["", "import ssl\n", "import asyncio\n"])
def test_whoever_wants_tls_has_it_all_the_same(before: str) -> None:
    code = (
        f"{before}import sys\nfrom mentor_tui import starting\nstarting.load_asyncio()\n"
        "print('_ssl' in sys.modules)\nimport asyncio, ssl\nprint(ssl.create_default_context().check_hostname)\n"
        "print(asyncio.run(asyncio.sleep(0, 'done')))"
    )
    assert run(code).split() == [str(bool(before)), "True", "done"]


@pytest.mark.parametrize("before", ["", "import textual.types, platformdirs, rich.table\n"])
def test_what_textual_does_without_is_whole_for_whoever_wants_it(before: str) -> None:
    code = (
        f"{before}import sys\nfrom mentor_tui.opening import _load_textual\n_load_textual()\n"
        "names = ('textual.types', 'platformdirs', 'rich.table')\n"
        "print(*(name in sys.modules for name in names))\n"
        "tables = {name: vars(module)['Table'] for name, module in sys.modules.items() if 'Table' in vars(module)}\n"
        "print(*(name for name, table in tables.items() if table.__module__ != 'rich.table'))\n"
        "import textual.types, platformdirs, rich.table\nfrom textual import app\n"
        "print(hasattr(textual.types, 'DirEntry'), hasattr(rich.table, 'Column'))\n"
        "print(app.user_downloads_path() == platformdirs.user_downloads_path())"
    )
    there = str(bool(before))
    assert run(code).split() == [there] * 3 + ["textual.design"] * (not before) + ["True"] * 3


def test_textual_is_imported_as_it_is_when_it_wants_more_of_what_is_left_out() -> None:
    code = (
        "import sys, textual._types\nfrom mentor_tui import starting\nreal = starting.stand_in\n"
        "def less(module, **names):\n    return real(module)\n"
        "starting.stand_in = less\nfrom mentor_tui.opening import _load_textual\n_load_textual()\n"
        "import textual.app\nprint('textual.types' in sys.modules, textual.app.App.__name__)"
    )
    assert run(code).split() == ["True", "App"]


def test_a_stand_in_is_found_where_nothing_is_loaded_yet_and_only_then() -> None:
    code = (
        "import sys\nfrom mentor_tui import starting\n"
        "with starting.stand_in('colorsys', word=1):\n    import colorsys\n    print(colorsys.word)\n"
        "print('colorsys' in sys.modules)\nimport colorsys\nprint(hasattr(colorsys, 'word'))\n"
        "with starting.stand_in('colorsys', word=1):\n    import colorsys\n    print(hasattr(colorsys, 'word'))"
    )
    assert run(code).split() == ["1", "False", "False", "False"]


LEFT_OUT = ["platform", "uuid", "decimal", "re", "msgspec.inspect", "msgspec.toml", "msgspec.yaml", "typing_extensions"]
if sys.version_info < (3, 12):
    LEFT_OUT.append("warnings")  # later ones want more of it


def test_what_msgspec_does_without_is_whole_for_whoever_wants_it() -> None:
    code = (
        "import sys\nfrom mentor_tui import starting\nstarting.load_msgspec()\nimport msgspec\n"
        f"print(*(name for name in {LEFT_OUT} if name in sys.modules))\n"
        "import platform, uuid, decimal, re, warnings, msgspec.inspect, msgspec.toml, msgspec.yaml\n"
        "print(bool(platform.node()), uuid.uuid4().version, decimal.Decimal(1), re.compile('a').pattern)\n"
        "print(*(hasattr(module, 'decode') for module in (msgspec.toml, msgspec.yaml)))\n"
        "print(msgspec.inspect.type_info(int).__class__.__name__, msgspec.json.decode(b'[1]', type=list[int]))"
    )
    loaded, *told = run(code, strip=False).splitlines()
    assert loaded == ""
    assert told == ["True 4 1 a", "True True", "IntType [1]"]


READS = """
from mentor_tui import starting
starting.load_msgspec()
import datetime, typing, msgspec
class Dated(msgspec.Struct):
    on: 'datetime.date'
    at: 'datetime.datetime | None' = None
print(msgspec.json.decode('{"on": "2026-11-29"}', type=Dated).on, typing.get_type_hints(Dated)['on'].__name__)
word = typing.Annotated[str, msgspec.Meta(pattern='^a+$')]
print(msgspec.json.decode('"aa"', type=word))
try:
    msgspec.json.decode('"b"', type=word)
except msgspec.ValidationError:
    print('refused')
"""


def test_msgspec_reads_as_it_does_when_it_is_imported_as_it_is() -> None:
    assert run(READS).split() == ["2026-11-29", "date", "aa", "refused"]


FROM_BELOW = """
from mentor_tui import starting
starting.load_msgspec()
import datetime, pickle, re, typing, warnings
from datetime import *
print(typing.Pattern.__origin__ is re.Pattern, typing.Match.__origin__ is re.Match, typing.ForwardRef('a'))
warnings.simplefilter('error')
try:
    typing.io.IO
except (DeprecationWarning, AttributeError):  # Python 3.13 has no more of it
    print('warned')
now = datetime.now(timezone.utc)
print(pickle.loads(pickle.dumps(now)) == now, type(now).__module__)
print(datetime.strptime('2026', '%Y').year, date.max.year, time.max.hour, MAXYEAR, tzinfo.__name__)
"""


@pytest.mark.parametrize("before", ["", "import datetime, typing, warnings, re"])
def test_what_is_loaded_from_below_is_what_python_has(before: str) -> None:
    told = ["True True ForwardRef('a')", "warned", "True datetime", "2026 9999 23 9999 tzinfo"]
    assert run(before + FROM_BELOW).splitlines() == told


BRIEFLY = """
import sys
from mentor_tui import starting
starting.load_zoneinfo(briefly=True)
print('weakref' in sys.modules)
import datetime, weakref
from zoneinfo import ZoneInfo
madrid = ZoneInfo('Europe/Madrid')
print(madrid is ZoneInfo('Europe/Madrid'), datetime.datetime(2026, 7, 1, tzinfo=madrid).utcoffset())
ZoneInfo.clear_cache(only_keys=['Europe/Madrid'])
print(madrid is ZoneInfo('Europe/Madrid'), weakref.WeakValueDictionary.__name__)
"""


@pytest.mark.skipif(not Path("/usr/share/zoneinfo").is_dir(), reason="zones are elsewhere here")
def test_a_program_that_runs_briefly_has_the_same_zones() -> None:
    assert run(BRIEFLY).splitlines() == ["False", "True 2:00:00", "False WeakValueDictionary"]


def test_msgspec_is_imported_as_it_is_when_it_wants_more_of_what_is_left_out() -> None:
    code = (
        "import sys\nfrom mentor_tui import starting\nreal = starting.stand_in\n"
        "starting.stand_in = lambda module, **names: real(module)\nstarting.load_msgspec()\nimport msgspec, uuid\n"
        "print(msgspec.json.decode(b'[1]', type=list[int]), uuid.uuid4().version, 'decimal' in sys.modules)"
    )
    assert run(code).split() == ["[1]", "4", "True"]


@pytest.mark.parametrize("there", [True, False])
def test_zones_are_looked_for_where_python_would(there: bool) -> None:
    code = (
        "import sys\nfrom mentor_tui import starting\n"
        f"starting.ZONES = starting.ZONES if {there} else '/nowhere/zones'\nstarting.load_zoneinfo()\n"
        "print('zoneinfo' in sys.modules)\nimport sysconfig, zoneinfo\n"
        "wanted = tuple(sysconfig.get_config_var('TZPATH').split(':'))\nprint(zoneinfo.TZPATH == wanted)\n"
        "print(zoneinfo.ZoneInfo('Europe/Madrid').key)"
    )
    if there and not Path("/usr/share/zoneinfo").is_dir():
        pytest.skip("zones are elsewhere here")
    assert run(code).split() == [str(there), "True", "Europe/Madrid"]
