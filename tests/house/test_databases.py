"""What runs on both databases is chosen where it is tested: docs/explanation/tests.md tells by what."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.house.test_source import ROOMS

pytestmark = pytest.mark.house

TESTS = ROOT / "tests"
CHOSEN = re.compile(r"^pytestmark = .*\bboth_databases\b", re.MULTILINE)
# Whoever waits for another transaction, is refused by the database itself, or asks it which one it is, differs between them.
DIFFERS = re.compile(r"transaction=True|transactional_db|IntegrityError|DataError|OperationalError|connection\.vendor")


def find_modules(where: Path) -> dict[Path, str]:
    """Read the test modules of a folder."""
    return {path.relative_to(TESTS): path.read_text(encoding="utf-8") for path in sorted(where.rglob("test_*.py"))}


@pytest.mark.parametrize("room", [room.name for room in ROOMS])
def test_each_room_has_tests_that_run_on_both_databases(room: str) -> None:
    assert [path for path, text in find_modules(TESTS / "rooms" / room).items() if CHOSEN.search(text)]


def test_whatever_plainly_differs_between_databases_runs_on_both() -> None:
    modules = {**find_modules(TESTS / "kit"), **find_modules(TESTS / "rooms")}
    assert [str(path) for path, text in modules.items() if DIFFERS.search(text) and not CHOSEN.search(text)] == []


def find_spared(where: Path) -> Iterator[tuple[Path, str, str]]:
    """Read the single tests that run on one database though their module runs on both."""
    for path, text in find_modules(where).items():
        for node in ast.parse(text).body if "one_database" in text else ():
            if isinstance(node, ast.FunctionDef) and "one_database" in "".join(map(ast.unparse, node.decorator_list)):
                yield path, node.name, ast.unparse(node)


def test_no_single_test_that_plainly_differs_is_spared() -> None:
    spared = list(find_spared(TESTS / "rooms"))
    assert len(spared) > 50
    assert [(str(path), name) for path, name, text in spared if DIFFERS.search(text)] == []


def test_the_walk_of_bad_input_opens_everything_on_both_databases() -> None:
    assert CHOSEN.search((TESTS / "rooms" / "test_bad_input.py").read_text(encoding="utf-8"))
