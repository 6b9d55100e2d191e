"""Participatory budgets: reading files, counting votes, and replaying real decisions by the plain rule."""

import contextlib
import csv
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.scoring import ScoringProblem
from sciezka.core.scoring.pabulib import PLAIN, VotedBudget, count_votes, read_pabulib, replay

SHARED = Path(__file__).parents[4] / "shared" / "data" / "pabulib"
SMALL = """META
key;value
description;Budżet osiedla
budget;100
rule;greedy
vote_type;cumulative
date_begin;6.09.2019
date_end;25.09.2019
PROJECTS
project_id;cost;name;selected
1;60;Ławki;1
2;50;Drzewa;0
3;40;"Stojaki; rowerowe";1
VOTES
voter_id;vote;points
1;1,2;3,2
2;1;5
3;3,2;1,5
"""


def write_file(budget: dict[str, str], projects: list[dict[str, str]]) -> str:
    """Write a budget's file of rows of a table."""
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in budget.items() if value), "PROJECTS"]
    columns = ["project_id", "cost", "votes", "score", "name", "selected"]
    columns = [name for name in columns if any(row[name] for row in projects)]
    rows = [";".join('"' + row[name].replace('"', '""') + '"' for name in columns) for row in projects]
    return "\n".join([*lines, ";".join(columns), *rows]) + "\n"


def read_real() -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """Read all calls of the collection with their projects."""
    if not SHARED.exists():
        pytest.skip("real participatory budgets are not on this machine")
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (SHARED / "projects_poland.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_file[row["file"]].append(row)
    with (SHARED / "instances_poland.csv").open(encoding="utf-8", newline="") as file:
        return [(row, by_file[row["file"]]) for row in csv.DictReader(file)]


def test_a_file_is_read_with_its_votes_counted() -> None:
    budget = read_pabulib("\ufeff" + SMALL.replace("\n", "\r\n"))
    assert {one.key: int(one.points) for one in budget.projects} == {"1": 8, "2": 7, "3": 1}
    assert budget.projects[2].name == "Stojaki; rowerowe"
    assert (int(budget.budget), set(budget.published)) == (100, {"1", "3"})
    assert str(budget.last_day) == "2019-09-25"
    assert replay(budget).chosen == ("1", "3")


def test_those_that_are_level_go_in_the_order_of_the_file_and_are_told() -> None:
    text = SMALL.replace("1;1,2;3,2", "1;1,2;5,10").replace("2;1;5", "2;1;10")
    found = replay(read_pabulib(text))
    assert found.chosen == ("1", "3")
    assert found.tied == ("1", "2")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (SMALL[SMALL.index("PROJECTS") :], "", "pabulib.part"),
        ("META\n", "", "pabulib.part"),
        ("budget;100", "budget;sto", "pabulib.number"),
        ("2;50;", "2;-50;", "pabulib.number"),
        ("2;50;", "1;50;", "pabulib.project"),
        ("project_id;cost", "project_id;koszt", "pabulib.column"),
        ("3;3,2;1,5", "3;9,2;1,5", "pabulib.vote"),
        ("3;3,2;1,5", "3;3,2;1", "pabulib.vote"),
        ("cumulative", "ordinal", "pabulib.kind"),
        (SMALL[SMALL.index("VOTES") :], "", "pabulib.votes"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(old: str, new: str, code: str) -> None:
    assert old in SMALL
    with pytest.raises(ScoringProblem) as problem:
        read_pabulib(SMALL.replace(old, new, 1))
    assert problem.value.code == code


@given(st.text(alphabet="METAPROJCSV;\n\"',0123456789key", max_size=300))
def test_nothing_but_a_named_problem_comes_of_junk(junk: str) -> None:
    for text in (junk, f"META\n{junk}\nPROJECTS\n{junk}", f"META\nbudget;5\nPROJECTS\nproject_id;cost\n{junk}"):
        with contextlib.suppress(ScoringProblem):
            assert read_pabulib(text).projects


def test_approvals_count_one_each() -> None:
    votes = [(1, ["voter_id", "vote"]), (2, ["1", "a,b"]), (3, ["2", "b"])]
    assert count_votes(["a", "b", "c"], "approval", votes) == {"a": 1, "b": 2, "c": 0}


def replays(text: str) -> bool:
    """Tell whether the plain rule gives a file's published selection; where votes are missing it can't."""
    try:
        budget = read_pabulib(text)
    except ScoringProblem as problem:
        if problem.code == "pabulib.votes":
            return False
        raise
    return frozenset(replay(budget).chosen) == budget.published


def test_595_of_690_real_calls_give_their_published_selection() -> None:
    """Ties by rules of their own, thresholds and projects that exclude one another explain the others."""
    told = Counter(
        replays(write_file(call, projects))
        for call, projects in read_real()
        if call["rule"] == PLAIN and any(row["selected"] for row in projects)
    )
    assert told == {True: 595, False: 95}


@pytest.mark.parametrize("name", ["dzbow", "rakow", "srodmiescie"])
def test_counting_the_votes_of_a_real_file_gives_its_scores(name: str) -> None:
    path = SHARED / f"poland_czestochowa_2020_{name}.pb"
    if not path.exists():
        pytest.skip("real participatory budgets are not on this machine")
    text = path.read_text(encoding="utf-8")
    given = read_pabulib(text)
    counted: VotedBudget = read_pabulib(text.replace(";votes;score;", ";były;byly;"))
    assert [(one.key, one.points) for one in counted.projects] == [(one.key, one.points) for one in given.projects]
    assert sum((one.points for one in given.projects), Fraction(0)) > 0
