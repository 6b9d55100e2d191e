"""The worked table of the method page, reckoned again."""

from sciezka.core.structural import InfluenceMatrix, analyse
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "methods" / "structural.md").read_text(encoding="utf-8")


def read_rows(start: str) -> list[list[str]]:
    """Read the cells of the table whose header begins so."""
    table = PAGE[PAGE.index(start) :].split("\n\n")[0]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]


def test_the_worked_table_is_right() -> None:
    rows = read_rows("| row → column | jobs |")
    matrix = InfluenceMatrix(
        factors=tuple(row[0] for row in rows),
        rows=tuple(tuple(0 if cell == "–" else int(cell) for cell in row[1:5]) for row in rows),
    )
    found = analyse(matrix).today
    steps = found.indirect.powers.steps
    columns = [found.influence, steps[1].influence, steps[2].influence, found.indirect.rank_influence]
    for at, row in enumerate(rows):
        assert [int(cell) for cell in row[5:]] == [column[at] for column in columns]
    told = {row[0]: row[1:] for row in read_rows("| | jobs | housing |")}
    assert told == {
        "dependence": [str(value) for value in found.dependence],
        "M²: dependence": [str(value) for value in steps[1].dependence],
        "M³: dependence": [str(value) for value in steps[2].dependence],
        "M³: place": [str(value) for value in found.indirect.rank_dependence],
        "direct role": list(found.plane.roles),
        "indirect role": list(found.indirect_plane.roles),
    }
    powers = found.indirect.powers
    assert (powers.stable_influence, powers.stable_dependence, found.indirect.power) == (2, 3, 3)
    assert found.indirect.converged
    assert [step.rank_influence for step in steps[:2]] == [(1, 3, 4, 1), (2, 3, 4, 1)]
    assert [step.rank_dependence for step in steps[:3]] == [(1, 2, 4, 2), (1, 4, 3, 1), (1, 3, 4, 2)]
    assert matrix.fill_rate == 0.5
