"""Coverage of one type by another: at once, through others, not at all."""

import csv
import io

import pytest

from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.coverage import MOST_COLUMNS, read_matrix
from tests.factories.thread import NodeFactory, TieFactory
from tests.factories.thread_large import make_large_thread
from tests.rooms.town.office import Office


@pytest.fixture
def thread(office: Office) -> dict[str, Node]:
    """Two proofs, three troubles and an aim: one trouble is asked for at once, one is weakened alone."""
    made = {
        name: NodeFactory.create(process=office.process, type=f"test_{kind}", title=f"={name}")
        for name, kind in {
            "p1": "proof", "p2": "proof", "t1": "trouble", "t2": "trouble", "t3": "trouble", "a1": "aim",
        }.items()
    }  # fmt: skip
    for source, target, kind in (("p1", "t2", "supports"), ("p2", "t1", "weakens"), ("t2", "a1", "test_answers")):
        TieFactory.create(source=made[source], target=made[target], kind=kind)
    return made


def test_what_has_no_tie_stands_first_and_others_are_named(office: Office, thread: dict[str, Node]) -> None:
    matrix = read_matrix(office.process, "test_aim", "test_proof")
    assert matrix is not None
    assert list(matrix.columns) == [thread["p2"], thread["p1"]]
    assert matrix.bare_columns == {thread["p2"].pk}
    (row,) = matrix.rows
    assert [(one.cell.steps, one.through) for one in row.crossings] == [(0, ""), (2, thread["t2"].code)]
    # A tie that weakens covers nothing.
    troubles = read_matrix(office.process, "test_trouble", "test_proof")
    assert troubles is not None
    assert [row.node for row in troubles.rows] == [thread["t1"], thread["t3"], thread["t2"]]
    assert (troubles.bare_rows, troubles.rows[2].crossings[1].cell.is_direct) == (2, True)


@pytest.mark.parametrize("query", ["", "wiersze=nie", "wiersze=test_aim&kolumny=test_aim", "kolumny=%00"])
def test_any_address_shows_a_matrix(office: Office, thread: dict[str, Node], query: str) -> None:
    answer = office.client("viewer").get(f"{office.desk}nic/pokrycie/?{query}")
    assert answer.status_code == 200
    assert thread["t1" if "test_aim" not in query else "a1"].code in answer.content.decode()


def test_the_file_holds_all_and_no_formula(office: Office, thread: dict[str, Node]) -> None:
    client = office.client("viewer")
    address = f"{office.desk}nic/pokrycie.csv"
    text = client.get(f"{address}?wiersze=test_trouble&kolumny=test_aim").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [thread[key].code for key in ("t1", "t3", "t2")]
    assert [bool(row[2]) for row in rows[1:]] == [False, False, True]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert office.client("stranger").get(address).status_code in {403, 404}


def test_an_empty_thread_has_no_coverage(office: Office) -> None:
    client = office.client("viewer")
    assert b'class="empty"' in client.get(f"{office.desk}nic/pokrycie/").content
    assert client.get(f"{office.desk}nic/pokrycie.csv").status_code == 404


def test_a_large_matrix_takes_three_queries_and_a_page_shows_its_beginning(
    office: Office, django_assert_num_queries: object
) -> None:
    make_large_thread(office.process)
    with django_assert_num_queries(3):  # type: ignore[operator]
        matrix = read_matrix(office.process, "test_aim", "test_proof")
    assert matrix is not None
    assert (len(matrix.rows), len(matrix.columns), matrix.is_cut) == (39, 120, True)
    assert {len(crossings) for _row, crossings in matrix.shown} == {MOST_COLUMNS}
