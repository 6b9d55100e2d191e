"""Results as files: what stands in them, who is named, and that spreadsheets take nothing for a formula."""

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.documents.columns import COLUMNS
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.exports import ANSWERS, NAMED_ANSWERS, REASONS, SUMMARY, read_export
from tests.rooms.rounds.tallies import crossed, lead, ranked, rated, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def give(client: Client, round_: Round, name: str) -> bytes:
    answer = client.get(reverse(f"rounds:{name}", kwargs=round_.address))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def read_tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert "README.txt" in file.namelist()
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(file.read(name).decode("utf-8-sig"))))
            for name in file.namelist()
            if name.endswith(".csv")
        }


def test_the_tables_hold_the_numbers_of_the_result(client: Client) -> None:
    round_ = rated([(2, "dk"), (3, 4), (5, "na")])
    lead(client, round_.process)
    item = round_.items.first()
    assert item
    agree(actor=None, round=round_, item=item, scale="sila", value=4, reason="Nowa hala", dissent="Nie wszyscy")
    tables = read_tables(give(client, round_, "result_csv"))
    first, second = tables["summary"]
    assert (first["n"], first["median"], first["q1"], first["range"]) == ("3", "3.0", "2.5", "3.0")
    assert first["distribution"] == "1: 0; 2: 1; 3: 1; 4: 0; 5: 1"
    assert (first["agreed"], first["agreed_reason"], first["dissent"]) == ("4", "Nowa hala", "Nie wszyscy")
    assert (second["n"], second["dont_know"], second["not_applicable"], second["agreed"]) == ("1", "1", "1", "")
    assert [(row["value"], row["special"]) for row in tables["answers"]][:2] == [("2", ""), ("", "dk")]


def test_workbook_and_json_say_the_same_as_the_tables(client: Client) -> None:
    round_ = rated([(2, "dk"), (3, 4)])
    lead(client, round_.process)
    book = openpyxl.load_workbook(io.BytesIO(give(client, round_, "result_xlsx")), read_only=True)
    assert book.sheetnames == ["README", "summary", "answers"]
    rows = list(book["summary"].values)
    assert rows[0] == SUMMARY
    assert dict(zip(SUMMARY, rows[1], strict=True))["median"] == 2.5
    data = json.loads(give(client, round_, "result_json"))
    assert data["summary"][0]["median"] == 2.5
    assert data["summary"][0]["distribution"] == {"1": 0, "2": 1, "3": 1, "4": 0, "5": 0}
    assert len(data["answers"]) == len(list(book["answers"].values)) - 1 == 4
    assert data["readme"]["answers"]["value"]["pl"] == COLUMNS["value"]["pl"]


def test_names_stand_only_in_files_of_those_who_run_a_named_round(client: Client) -> None:
    round_ = rated([(2,), (3,)])
    person = round_.participants.first()
    assert person
    assert person.user
    round_.sheets.first().answers.update(reason="Tak uważa mówiący")  # type: ignore[union-attr]
    lead(client, round_.process)
    assert str(person) in give(client, round_, "result_json").decode()
    sign_in(client, person.user)
    tables = read_tables(give(client, round_, "result_csv"))
    assert str(person) not in give(client, round_, "result_json").decode()
    assert all(row["respondent"].isdigit() for row in tables["answers"])
    # Reasons stand apart, so that words tell nothing of the other answers.
    assert "reason" not in tables["answers"][0]
    assert "respondent" not in tables["reasons"][0]
    assert tables["reasons"][0]["reason"] == "Tak uważa mówiący"


def test_an_anonymous_round_is_exported_by_drawn_numbers_even_to_the_coordinator(client: Client) -> None:
    round_ = rated([(2,)] * 5, is_anonymous=True)
    lead(client, round_.process)
    content = give(client, round_, "result_json").decode()
    for person in round_.participants.all():
        assert str(person) not in content
    assert {row["respondent"] for row in json.loads(content)["answers"]} == set(
        round_.sheets.values_list("number", flat=True)
    )


@pytest.mark.parametrize("name", ["result_csv", "result_xlsx", "result_json"])
def test_an_anonymous_round_of_four_gives_no_number_away(client: Client, name: str) -> None:
    round_ = rated([(2,)] * 4, is_anonymous=True)
    lead(client, round_.process)
    assert give(client, round_, name)
    export = read_export(round_, may_name=True)
    assert export.answers == ()
    assert [row["n"] for row in export.summary] == [None]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(client: Client, start: str) -> None:
    round_ = rated([(2,), (3,)])
    danger = f"{start}HYPERLINK(1)"
    round_.items.update(title=danger)
    lead(client, round_.process)
    assert read_tables(give(client, round_, "result_csv"))["summary"][0]["item"] == f"'{danger}"
    book = openpyxl.load_workbook(io.BytesIO(give(client, round_, "result_xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_characters_that_a_workbook_can_not_hold_spoil_nothing(client: Client) -> None:
    round_ = rated([(2,)])
    round_.items.update(title="A\x0bB\x1fC")
    lead(client, round_.process)
    book = openpyxl.load_workbook(io.BytesIO(give(client, round_, "result_xlsx")), read_only=True)
    assert list(book["summary"].values)[1][2] == "ABC"


def test_rankings_and_matrices_are_exported_with_what_is_theirs(client: Client) -> None:
    ranking = ranked([(1, 2), (1, 2)])
    lead(client, ranking.process)
    data: dict[str, Any] = json.loads(give(client, ranking, "result_json"))
    assert [(row["place"], row["borda"]) for row in data["summary"]] == [(1, 2.0), (2, 0.0)]
    assert data["overall"]["kendall_w"] == 1.0
    matrix = crossed([{(1, 2): 3}])
    lead(client, matrix.process)
    data = json.loads(give(client, matrix, "result_json"))
    assert len(data["summary"]) == 6
    assert [(row["item"], row["column"], row["value"], row["scale"]) for row in data["answers"]] == [
        ("Czynnik 1", "2 Czynnik 2", 3, "")
    ]


def test_every_column_is_explained_in_both_languages() -> None:
    for column in {*SUMMARY, *ANSWERS, *NAMED_ANSWERS, *REASONS}:
        assert COLUMNS[column]["pl"]
        assert COLUMNS[column]["en"]


def test_the_same_result_gives_the_same_zip(client: Client) -> None:
    round_ = rated([(2,)])
    lead(client, round_.process)
    assert give(client, round_, "result_csv") == give(client, round_, "result_csv")
