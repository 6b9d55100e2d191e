"""Answers and tables of surveys as files: what stands in them, what never does, and who gets them."""

import csv
import io
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from sciezka.kit.journal import entries_of
from sciezka.rooms.questions.schema.stored import read_item, read_questionnaire
from sciezka.rooms.surveys.documents.answers_csv import write_cells
from sciezka.rooms.surveys.documents.answers_sav import cut_bytes, cut_lines, name_missing
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.exports_variables import Role, Variable, join_editions, list_values, list_variables
from sciezka.rooms.town.models import Process, Seat
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.factories.town import MembershipFactory, TeamFactory
from tests.rooms.surveys.polled import address

DDI = "{ddi:codebook:2_5}"
SCALE = [
    make_option("zle", "Źle", value=1), make_option("dobrze", "Dobrze", value=2),
    make_option("nie_wiem", "Trudno powiedzieć", missing=True), make_option("inne", "Inaczej", value=3, own_words=True),
]  # fmt: skip
ITEMS = [
    make_item("ocena", options=SCALE, required=True, bank="MIASTO-OCENA"), make_item("sprawy", "multiple"),
    make_item("siatka", "grid"), make_item("profil", "semantic"), make_item("ranga", "ranking"),
    make_item("punkty", "allocation"), make_item("lata", "number", least=0, most=9, decimals=1), make_item("polecam", "nps"),
    make_item("gdzie", "place"), make_item("uwagi", "long_text"), make_item("kiedy", "date"), make_item("zgoda", "consent"),
    make_item("wiek", "dropdown"),
]  # fmt: skip
WHOLE: dict[str, Any] = {
    "ocena": "inne", "ocena.inne": "=SUMA(A1)", "sprawy": ["a", "c"], "siatka": {"r1": "b"}, "profil": {"r1": 7, "r2": 1},
    "ranga": ["c", "a"], "punkty": {"a": 40, "b": 60, "c": 0}, "lata": 2.5, "polecam": 9, "gdzie": [50.9, 15.73],
    "uwagi": "Żółty; „płot”\ni drugi wiersz", "kiedy": "2026-05-01", "zgoda": True, "wiek": "b",
}  # fmt: skip


def poll(process: Process, **fields: Any) -> Survey:
    """Let nine people answer: one all of it, the others little; three more that don't count."""
    survey = make_survey(process, make_content(ITEMS), phase="closed", title="Badanie jakości", **fields)
    make_response(survey, WHOLE, group="Technikum", channel="paper")
    for code in ["zle", "zle", "zle", "dobrze", "dobrze", "dobrze", "dobrze", "nie_wiem"]:
        make_response(survey, {"ocena": code, "wiek": "a"})
    make_response(survey, {"ocena": "zle"}, left_out="test")
    make_response(survey, {}, quota="kobiety")
    make_response(survey, {"ocena": "zle"}, done=False)
    return survey


def fetch(client: Client, survey: Survey, name: str, **query: str) -> bytes:
    answer = client.get(address(survey, name), query)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "badanie-jakosci-" in answer["Content-Disposition"]
    return bytes(answer.getvalue())


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def find_value(variables: tuple[Variable, ...], name: str) -> Variable:
    return next(variable for variable in variables if variable.name == name)


def test_names_are_unlike_in_any_letters_and_fit_every_format() -> None:
    long = "d" * 40
    items = [
        make_item("q1_a"), make_item("q1", "multiple"), make_item("Q1_B"), make_item("to"), make_item("weight", "text"),
        make_item(long, "multiple", options=[make_option("e" * 40), make_option("e" * 39 + "f")]),
    ]  # fmt: skip
    names = [variable.name for variable in list_variables(read_questionnaire(make_content(items)))]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name.encode()) <= 64 and name[0].isalpha() and not name.endswith(".") for name in names)
    assert {"q1_a", "Q1_B", "to_", "weight"} <= set(names)
    assert names[-1] == "weight_2"


def test_who_cannot_tell_gets_a_number_far_from_the_scale() -> None:
    item = read_item(
        make_item("x", options=[make_option("a", value=-99), make_option("b", value=0), make_option("n", missing=True)]), ""
    )
    values = list_values(Variable("x", Role.CODE, item), "pl")
    assert [(value.code, value.number, value.is_missing) for value in values] == [
        ("a", -99, False),
        ("b", 0, False),
        ("n", -100, True),
    ]
    assert name_missing([-99.0, -100.0]) == [-99.0, -100.0]
    assert name_missing([-99.0, -100.0, -101.0, -102.0]) == [{"lo": -102.0, "hi": -99.0}]


def test_editions_are_joined_without_losing_an_older_question() -> None:
    old = make_content([make_item("q1", options=[make_option("a"), make_option("z")]), make_item("q9", "text")])
    new = make_content([make_item("q1", options=[make_option("a"), make_option("b")])])
    joined = join_editions([read_questionnaire(new), read_questionnaire(old)])
    assert [item.code for item in joined.items()] == ["q1", "q9"]
    first = joined.find_item("q1")
    assert first is not None
    assert [option.code for option in first.options] == ["a", "b", "z"]


def test_cells_are_defused_and_speak_polish_decimals() -> None:
    assert write_cells(["=1", "-x", "@a", 2.5, None, 0, "zwykłe"]) == ["'=1", "'-x", "'@a", "2,5", "", 0, "zwykłe"]
    assert cut_bytes("żółć", 3) == "ż"
    assert all(len(line.encode()) <= 80 for line in cut_lines("żółw " * 60))


@pytest.mark.django_db
def test_csv_has_a_row_for_each_who_counts_and_nothing_that_joins_rows(office: Client, process: Process, seat: Seat) -> None:
    survey = poll(process)
    rows = read_table(fetch(office, survey, "export_csv", slowa="on"))
    assert len(rows) == 9
    assert sorted(int(row["response"]) for row in rows) == list(range(1, 10))
    whole = next(row for row in rows if row["wiek"] == "b")
    assert {name: value for name, value in whole.items() if name not in {"response", "edition"}} == {
        "way": "paper", "language": "pl", "group_name": "Technikum", "ocena": "inne", "ocena_inne_txt": "'=SUMA(A1)",
        "sprawy_a": "1", "sprawy_b": "0", "sprawy_c": "1", "siatka_r1": "b", "siatka_r2": "", "profil_r1": "7",
        "profil_r2": "1", "ranga_a": "2", "ranga_b": "", "ranga_c": "1", "punkty_a": "40", "punkty_b": "60", "punkty_c": "0",
        "lata": "2,5", "polecam": "9", "gdzie_lat": "50,9", "gdzie_lon": "15,73", "uwagi": "Żółty; „płot”\ni drugi wiersz",
        "kiedy": "2026-05-01", "zgoda": "1", "wiek": "b",
    }  # fmt: skip
    other = next(row for row in rows if row["wiek"] == "a")
    assert other["sprawy_a"] == other["lata"] == other["zgoda"] == ""
    plain = fetch(office, survey, "export_csv").decode()
    assert "SUMA" not in plain
    assert "uwagi" not in plain
    assert "answered_on" not in plain
    assert "answered_on" in fetch(office, survey, "export_csv", dni="on").decode()
    keys = {str(key) for key in survey.responses.values_list("pk", flat=True)}
    assert not any(key in plain or key.replace("-", "") in plain for key in keys)
    noted = entries_of(survey).filter(verb="export.answers")
    assert [entry.after["words"] for entry in noted.order_by("pk")] == [True, False, False]
    assert noted[0].actor == seat.user.ref
    orders = {tuple(row["ocena"] for row in read_table(fetch(office, survey, "export_csv"))) for _time in range(6)}
    assert len(orders) > 1


@pytest.mark.django_db
def test_spss_opens_with_labels_measures_missing_values_and_weights(
    office: Client, process: Process, tmp_path: Path
) -> None:
    survey = poll(process, margins={"wiek": {"a": 0.5, "b": 0.5}})
    path = tmp_path / "a.sav"
    path.write_bytes(fetch(office, survey, "export_sav", slowa="on", dni="on"))
    table, meta = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    assert meta.number_rows == 9
    assert meta.file_label == "Badanie jakości"
    assert meta.column_names_to_labels["siatka_r2"] == "Pytanie siatka – Wiersz 2"
    assert meta.variable_value_labels["ocena"] == {1: "Źle", 2: "Dobrze", -99: "Trudno powiedzieć", 3: "Inaczej"}
    assert meta.missing_ranges == {"ocena": [{"lo": -99, "hi": -99}]}
    measures = {"ocena": "ordinal", "sprawy_a": "nominal", "wiek": "nominal", "polecam": "ordinal", "lata": "scale"}
    assert measures.items() <= meta.variable_measure.items()
    assert sorted(table["ocena"]) == [-99, 1, 1, 1, 2, 2, 2, 2, 3]
    at = table["ocena"].index(3)
    told = {name: table[name][at] for name in ("sprawy_b", "siatka_r1", "lata", "ranga_c", "uwagi", "ocena_inne_txt")}
    assert told == {
        "sprawy_b": 0, "siatka_r1": 2, "lata": 2.5, "ranga_c": 1, "uwagi": WHOLE["uwagi"], "ocena_inne_txt": "=SUMA(A1)",
    }  # fmt: skip
    assert str(table["kiedy"][at]) == "2026-05-01"
    assert sum(table["weight"]) == pytest.approx(9, abs=1e-3)
    assert table["weight"][at] > table["weight"][at - 1]
    valid, _meta = pyreadstat.read_sav(path, output_format="dict", usecols=["ocena"])
    assert sum(1 for value in valid["ocena"] if value is None or value != value) == 1  # noqa: PLR0124 - NaN


@pytest.mark.django_db
def test_workbook_tells_answers_in_words_and_codes_with_a_codebook(office: Client, process: Process) -> None:
    survey = poll(process)
    book = load_workbook(io.BytesIO(fetch(office, survey, "export_xlsx", slowa="on")))
    notes, words, codes, codebook = book.worksheets
    assert notes["A1"].value == "Badanie jakości"
    names = [cell.value for cell in codes[1]]
    assert names == [cell.value for cell in words[2]]
    assert words[1][names.index("siatka_r1")].value == "Pytanie siatka – Wiersz 1"
    column = names.index("ocena")
    coded = [row[column].value for row in codes.iter_rows(min_row=2)]
    said = [row[column].value for row in words.iter_rows(min_row=3)]
    labels = {"zle": "Źle", "dobrze": "Dobrze", "nie_wiem": "Trudno powiedzieć", "inne": "Inaczej"}
    assert said == [labels[str(code)] for code in coded]
    own = next(row[names.index("ocena_inne_txt")] for row in codes.iter_rows(min_row=2) if row[column].value == "inne")
    assert (own.value, own.data_type) == ("=SUMA(A1)", "s")
    assert ("ocena", "nie_wiem", -99) in {(row[0].value, row[4].value, row[6].value) for row in codebook.iter_rows()}
    assert codes.freeze_panes == "A2"


@pytest.mark.django_db
def test_ddi_describes_each_variable_and_keeps_what_results_hide(office: Client, process: Process) -> None:
    survey = poll(process, frame_size=40, purpose="Plan usług", margins={"wiek": {"a": 0.5, "b": 0.5}})
    root = etree.fromstring(fetch(office, survey, "export_ddi"))
    assert root.tag == f"{DDI}codeBook"
    assert root.get("version") == "2.5"
    check_order(root)
    assert root.findtext(f"{DDI}stdyDscr/{DDI}citation/{DDI}titlStmt/{DDI}titl") == "Badanie jakości"
    assert root.findtext(f".//{DDI}dimensns/{DDI}caseQnty") == "9"
    variables = {one.get("name"): one for one in root.iter(f"{DDI}var")}
    header = fetch(office, survey, "export_csv", slowa="on").decode("utf-8-sig").splitlines()[0].split(";")
    assert list(variables) == header
    assert variables["ocena"].findtext(f"{DDI}concept") == "MIASTO-OCENA"
    assert variables["weight"].get("wgt") == "wgt"
    texts = {element.text for element in variables["ocena"].iter(f"{DDI}catValu")}
    assert texts == {"zle", "dobrze", "nie_wiem", "inne"}
    page = office.get(address(survey, "result_item", item_code="ocena")).context["card"].sight
    shown = {line.code: line.count for line in page.lines}
    told = {
        category.findtext(f"{DDI}catValu"): category.findtext(f"{DDI}catStat")
        for category in variables["ocena"].iter(f"{DDI}catgry")
    }
    assert told == {code: None if count is None else str(count) for code, count in shown.items()}
    assert None in told.values()
    groups = root.findall(f"{DDI}dataDscr/{DDI}varGrp")
    numbers = {one.get("ID"): one.get("name") for one in root.iter(f"{DDI}var")}
    assert [numbers[part] for part in groups[1].get("var").split()] == ["siatka_r1", "siatka_r2"]


ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "stdyDscr": ["citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method", "dataAccs", "othrStdyMat"],
    "citation": ["titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit", "holdings", "notes"],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "prodStmt": ["producer", "copyright", "prodDate", "prodPlac", "software", "fundAg", "grantNo"],
    "serStmt": ["serName", "serInfo"],
    "stdyInfo": ["studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes"],
    "sumDscr": ["timePrd", "collDate", "nation", "geogCover", "geogUnit", "anlyUnit", "universe", "dataKind"],
    "method": ["dataColl", "notes", "anlyInfo", "stdyClas"],
    "dataColl": ["timeMeth", "dataCollector", "frequenc", "sampProc", "sampleFrame", "targetSampleSize", "deviat",
                 "collMode", "resInstru", "sources", "collSitu", "actMin", "ConOps", "weight", "cleanOps"],
    "anlyInfo": ["respRate", "EstSmpErr", "dataAppr"],
    "useStmt": ["confDec", "specPerm", "restrctn", "contact", "citReq", "deposReq", "conditions", "disclaimer"],
    "fileDscr": ["fileTxt", "locMap", "notes"],
    "fileTxt": ["fileName", "fileCitation", "dataFingerprint", "fileCont", "fileStrc", "dimensns", "fileType", "format"],
    "dimensns": ["caseQnty", "varQnty", "logRecL", "recPrCas", "recNumTot"],
    "dataDscr": ["varGrp", "nCubeGrp", "var", "nCube", "notes"],
    "var": ["location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng",
            "undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt",
            "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"],
    "qstn": ["preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
    "valrng": ["item", "range", "key", "notes"],
    "invalrng": ["item", "range", "key", "notes"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "dataAccs": ["setAvail", "useStmt", "notes"],
    "docDscr": ["citation", "guide", "docStatus", "docSrc", "controlledVocabUsed", "notes"],
    "rspStmt": ["AuthEnty", "othId"],
    "verStmt": ["version", "verResp", "notes"],
}  # fmt: skip
"""The order of elements in DDI-Codebook 2.5, as far as it is used."""


def check_order(root: Any) -> None:
    """Hold a codebook to the elements of DDI-Codebook 2.5, their order, and ids that are met once."""
    for element in root.iter():
        children = [child.tag.removeprefix(DDI) for child in element]
        if children:
            allowed = ORDER[element.tag.removeprefix(DDI)]
            assert [allowed.index(child) for child in children] == sorted(allowed.index(child) for child in children)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    assert all(part in known for group in root.iter(f"{DDI}varGrp") for part in group.get("var").split())
    assert all(one.find(f"{DDI}labl") is not None for one in root.iter(f"{DDI}var"))


@pytest.mark.django_db
def test_tables_are_those_of_the_pages(office: Client, process: Process) -> None:
    survey = poll(process)
    book = load_workbook(io.BytesIO(fetch(office, survey, "tables_xlsx")))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    page = office.get(address(survey, "result_item", item_code="ocena")).context["card"].sight
    shown = {line.label: line.count for line in page.lines}
    assert {row[0]: row[2] for row in cells if row[0] in shown} == shown
    assert None in shown.values()


@pytest.mark.django_db
def test_who_may_not_see_answers_gets_none_and_is_not_shown_the_way(client: Client, process: Process) -> None:
    survey = poll(process)
    client.force_login(MembershipFactory.create(team=TeamFactory.create(process=process)).user)
    page = client.get(address(survey, "files"))
    assert page.status_code == 200
    assert reverse("surveys:export_csv", kwargs=survey.address) not in page.content.decode()
    refused = ("export_csv", "export_xlsx", "export_sav", "answers_import")
    assert {client.get(address(survey, name)).status_code for name in refused} <= {403, 404}
    assert {client.get(address(survey, name)).status_code for name in ("export_ddi", "tables_xlsx")} == {200}
    assert not entries_of(survey).filter(verb="export.answers").exists()


@pytest.mark.django_db
def test_nothing_falls_over_on_empty_single_and_erased_surveys(office: Client, process: Process) -> None:
    drafted = make_survey(process, phase="draft")
    empty = make_survey(process, make_content(ITEMS), phase="open", title="Badanie jakości")
    single = make_survey(process, make_content(ITEMS), phase="closed")
    make_response(single, WHOLE)
    answers = ("export_csv", "export_xlsx", "export_sav")
    for survey in (drafted, empty, single):
        assert office.get(address(survey, "files")).status_code == 200
    assert {office.get(address(drafted, name)).status_code for name in (*answers, "export_ddi", "tables_xlsx")} == {404}
    for survey in (empty, single):
        assert {office.get(address(survey, name)).status_code for name in (*answers, "export_ddi")} == {200}
        assert office.get(address(survey, "tables_xlsx")).status_code == 404
    assert len(read_table(fetch(office, empty, "export_csv"))) == 0
    assert "catStat" not in office.get(address(single, "export_ddi")).content.decode()
    Survey.objects.filter(pk=single.pk).update(erased_at=single.closes_at)
    assert {office.get(address(single, name)).status_code for name in (*answers, "tables_xlsx")} == {404}
    assert office.get(address(single, "export_ddi")).status_code == 200
    assert office.get(address(single, "files")).status_code == 200
