"""analyse_structure: its contract, the table in the person's language, and one sentence for every bad file."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sciezka.core.structural.roles import EIGHT, FOUR, STAKE, TARGET
from sciezka.rooms.thread.queries.structural_words import METHODS, ROLES

STAR = "x,A,B,C,D\nA,0,3,3,3\nB,1,0,1,0\nC,1,0,0,1\nD,1,1,0,0\n"
CHAIN = "x;A;B;C;D\nA;;1;P;\nB;0;;1;0\nC;0;0;;1\nD;0;0;0;\n"


def run(folder: Path, content: str | bytes, *options: str) -> str:
    """Write MATRIX, run the command in this process and give what it printed."""
    path = folder / "matrix.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    said, remarked = io.StringIO(), io.StringIO()
    with translation.override("en"):
        call_command("analyse_structure", str(path), *options, stdout=said, stderr=remarked, no_color=True)
    assert remarked.getvalue() == ""
    return said.getvalue()


def read(folder: Path, content: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(folder, content, "--json", *options))
    return found


def test_the_contract_of_a_matrix_that_settles(tmp_path: Path) -> None:
    found = read(tmp_path, STAR)
    assert list(found)[:4] == ["factors", "direct", "indirect", "roles"]
    assert {key: found[key] for key in list(found)[:4]} == {
        "factors": ["A", "B", "C", "D"],
        "direct": {"influence": [9, 2, 2, 2], "dependence": [3, 4, 4, 4]},
        "indirect": {
            "influence": [9, 2, 2, 2],
            "dependence": [3, 4, 4, 4],
            "ranks": {"influence": [1, 2, 2, 2], "dependence": [4, 1, 1, 1]},
            "power": 1,
            "converged": True,
        },
        "roles": ["determinant", "result", "result", "result"],
    }
    assert all(type(value) is int for value in found["indirect"]["influence"])
    assert (found["method"], found["fill_rate"], found["potential"]) == ("power", 0.75, None)
    assert [step["power"] for step in found["powers"]] == list(range(1, 13))
    assert [warned["code"] for warned in found["warnings"]] == ["fill.dense"]


def test_potential_influences_cuts_and_draws_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, CHAIN, "--potential", "2", "--cut", "terciles", "--draws", "20", "--seed", "3", "--powers", "4")
    assert found["direct"]["influence"] == [1, 1, 1, 0]
    assert found["indirect"] == {
        "influence": [3, 2, 1, 0],
        "dependence": [0, 1, 2, 3],
        "ranks": {"influence": [1, 2, 3, 4], "dependence": [4, 3, 2, 1]},
        "power": 3,
        "converged": False,
    }
    assert (found["method"], found["vanishes_at"], found["unfilled"]) == ("sum", 4, [["A", "D"]])
    assert found["potential"]["direct"]["influence"] == [3, 1, 1, 0]
    assert found["potential"]["cells"] == [["A", "C"]]
    assert (found["stability"]["draws"], len(found["stability"]["direct"])) == (20, 4)
    assert set(found["stability"]["direct"][0]["roles"]) >= {"key", "regulating"}
    assert [step["power"] for step in found["powers"]] == [1, 2, 3, 4, 5, 6]


def test_the_table_is_one_to_read(tmp_path: Path) -> None:
    said = run(tmp_path, CHAIN, "--draws", "10")
    lines = said.splitlines()
    assert lines[0].split()[:4] == ["Factor", "Influence", "Dependence", "Role"]
    assert lines[1].split() == [
        "A",
        "1",
        "0",
        "determinant",
        "5000",
        "1",
        "0",
        "4",
        "determinant",
        lines[1].split()[-2],
        "%",
    ]
    assert "Indirect influence: the sum of powers 1 to 3, after which nothing is left." in lines
    assert "Potential influences: 1, each counted as 3 where no strength was given." in lines
    assert "If they come true, C becomes: result." in lines
    assert "Cells left empty, counted as 0: 1." in lines
    ring = run(tmp_path, "x,A,B,C\nA,,3,0\nB,0,,1\nC,1,0,\n")
    assert "The rankings did not settle within 10 powers." in ring
    assert "Perron" in ring


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("", (), "is empty"),
        (b"\x00\x01", (), "not a table of text"),
        ("x,A,B\nA,,4\nB,1,\n", (), "row “A”, column “B”: “4” is not a rating"),
        ("x,A,B\nB,,1\nA,1,\n", (), "in the same order"),
        ("x,A,100 %s\nA,,1\n100 %s,%d,\n", (), "“%d” is not a rating"),
        (STAR, ("--powers", "0"), "Use 1 to 100"),
        (STAR, ("--potential", "4"), "Use 0 to 3"),
        (STAR, ("--draws", "0"), "Use 1 to 20,000"),
    ],
)
def test_a_bad_file_is_one_sentence_and_ends_with_2(
    tmp_path: Path, content: str | bytes, options: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError) as caught:
        run(tmp_path, content, "--json", *options)
    assert caught.value.returncode == 2
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with translation.override("en"), pytest.raises(CommandError, match="cannot be read") as caught:
            call_command("analyse_structure", str(path))
        assert caught.value.returncode == 2


def test_every_role_and_every_method_has_a_name() -> None:
    assert set(ROLES) == {*FOUR.values(), *(name for pair in EIGHT.values() for name in pair), STAKE, TARGET}
    assert set(METHODS) == {"power", "sum", "perron", "damped"}
