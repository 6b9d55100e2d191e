"""Reading matrices: what spreadsheets write, and what is refused with its place."""

import pytest

from sciezka.core.structural import InfluenceMatrix, Potential, StructuralProblem, find_problems, read_matrix
from tests.core.structural.matrices import make

PLAIN = "x,A,B,C\nA,0,1,P\nB,3,,\nC,P2,2,0\n"
KNOWN = make([[0, 1, Potential()], [3, 0, None], [Potential(2), 2, 0]])


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"\n;;;;\n" + PLAIN.replace(",", " ; ").replace("x", "").replace("P2", "p 2").encode() + b";;;\n\n",
        b"factor;A;B;C;;\nA;0,0;1,0;P;;\nB;3.0;;;;\nC;P2;2\n",
        b'"a, b","A","B",C\nA,,1,p\nB,"3",0\nC,P2,2,0,,,\n',
    ],
)
def test_the_same_matrix_is_read_from_what_spreadsheets_write(content: bytes) -> None:
    assert read_matrix(content) == KNOWN


def test_polish_letters_are_read_from_old_files_and_names_are_tidied() -> None:
    found = read_matrix("x;Łąki  i lasy;B\nŁąki i lasy;;1\nB;0;\n".encode("cp1250"))
    assert found.factors == ("Łąki i lasy", "B")


def test_what_a_matrix_says() -> None:
    assert KNOWN.direct == ((0, 1, 0), (3, 0, 0), (0, 2, 0))
    assert KNOWN.count_potential() == ((0, 1, 3), (3, 0, 0), (2, 2, 0))
    assert KNOWN.count_potential(1)[0] == (0, 1, 1)
    assert (KNOWN.potential, KNOWN.unfilled, KNOWN.fill_rate) == (((0, 2), (2, 0)), ((1, 2),), 0.5)
    assert KNOWN.transpose().rows[0] == (0, 3, Potential(2))
    assert KNOWN.take([2, 0]) == InfluenceMatrix(factors=("C", "A"), rows=((0, Potential(2)), (Potential(), 0)))


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("", "file.empty", "first row"),
        ("x\n", "file.header", "line 1"),
        ("x,A\nA,0\n", "matrix.few", "2 to 100"),
        ("x,A,\nA,,1\n,1,\n", "matrix.unnamed", "number 2"),
        ("x,A,,C\nA,,1,1\nB,1,,1\nC,1,1,\n", "matrix.unnamed", "number 2"),
        ("x,A,A\nA,,1\nA,1,\n", "matrix.twice", "called A"),
        ("x,A,B\nA,,1\n", "matrix.rows", "has 1 rows"),
        ("x,A,B\nB,,1\nA,1,\n", "matrix.order", "line 2: the row is called B where the first row has A"),
        ("x,A,B\nA,,1\nC,1,\n", "matrix.stranger", "line 3: C"),
        ("x,A,B\nA,,1\n,1,\n", "matrix.row_unnamed", "Write B"),
        ("x,A,B\nA,1,1\nB,1,\n", "matrix.diagonal", "row A, column A"),
        ("x,A,B\nA,,4\nB,1,\n", "matrix.cell", "line 2, row A, column B: 4 is not a rating"),
        ("x,A,B\nA,,1.5\nB,1,\n", "matrix.cell", "1.5"),
        ("x,A,B\nA,,-1\nB,1,\n", "matrix.cell", "-1"),
        ("x,A,B\nA,,P4\nB,1,\n", "matrix.cell", "P4"),
        ("x,A,B\nA,,1,2\nB,1,\n", "matrix.unnamed", "number 3"),
        ('x,A,B\nA,,"1\nB,1,\n', "file.quotes", "line 2"),
        (b"PK\x03\x04\x00\x00", "file.letters", "CSV"),
        ("," * 2000 + "\na,b", "file.wide", "1000"),
        (b"0" * 5_000_001, "file.size", "5 MB"),
        ("x," + ",".join(f"F{at}" for at in range(101)), "matrix.many", "101"),
    ],
)
def test_what_is_not_plainly_a_matrix_is_refused_with_its_place(content: str | bytes, code: str, said: str) -> None:
    with pytest.raises(StructuralProblem) as caught:
        read_matrix(content if isinstance(content, bytes) else content.encode(), "M.csv")
    assert caught.value.code == code
    assert said in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([[0, 1], [1]], "matrix.square"),
        ([[1, 0], [0, 0]], "matrix.diagonal"),
        ([[0, 5], [0, 0]], "matrix.cell"),
        ([[0, Potential(0)], [0, 0]], "matrix.cell"),
    ],
)
def test_a_matrix_made_by_hand_is_checked_too(rows: list[list[int]], code: str) -> None:
    with pytest.raises(StructuralProblem) as caught:
        make(rows)
    assert caught.value.code == code
    with pytest.raises(StructuralProblem, match="4"):
        KNOWN.count_potential(4)


def test_all_that_is_wrong_in_a_matrix_is_named_at_once() -> None:
    bad = ";A;B;C\nA;;4;1\nB;x;;0\nX;P2;3;1\n"
    found = [
        (problem.code, problem.fields.get("row"), problem.fields.get("said")) for problem in find_problems(bad.encode())
    ]
    assert found == [
        ("matrix.cell", "A", "4"), ("matrix.cell", "B", "x"), ("matrix.stranger", None, "X"), ("matrix.diagonal", "C", "1"),
    ]  # fmt: skip
    assert find_problems(b";A;B\nA;;P1\nB;0;\n") == ()
    assert [problem.code for problem in find_problems(b"")] == ["file.empty"]
