"""Reading the TERC register."""

import codecs
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.town.actions.units import RegisterProblem, import_units, read_register
from sciezka.rooms.town.models import Unit

pytestmark = pytest.mark.both_databases

HEAD = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n"
ROWS = (
    "02;;;;DOLNOŚLĄSKIE;województwo;2024-01-01\r\n"
    "02;06;;;karkonoski;powiat;2024-01-01\r\n"
    "02;06;01;1;Karpacz;gmina miejska;2024-01-01\r\n"
    "02;06;05;2;Janowice Wielkie;gmina wiejska;2024-01-01\r\n"
    "02;06;02;3;Kowary;gmina miejsko-wiejska;2024-01-01\r\n"
    "02;06;02;4;Kowary;miasto;2024-01-01\r\n"
    "02;06;02;5;Kowary;obszar wiejski;2024-01-01\r\n"
    "02;61;;;Jelenia Góra;miasto na prawach powiatu;2024-01-01\r\n"
    "02;61;01;1;Jelenia Góra;gmina miejska;2024-01-01\r\n"
)
REGISTER = (HEAD + ROWS).encode()


def test_kinds_codes_and_parents_are_read() -> None:
    rows, passed_over = read_register(REGISTER)
    assert [(row.teryt, row.kind, row.parent) for row in rows] == [
        ("0200000", "voivodeship", None),
        ("0206000", "county", "0200000"),
        ("0206011", "urban", "0206000"),
        ("0206023", "urban_rural", "0206000"),
        ("0206052", "rural", "0206000"),
        ("0261011", "city_county", "0200000"),
    ]
    assert passed_over == 3


@pytest.mark.parametrize("data", [codecs.BOM_UTF8 + REGISTER, REGISTER.decode().encode("cp1250")], ids=["bom", "cp1250"])
def test_encodings_of_offices_are_read(data: bytes) -> None:
    rows, _ = read_register(data)
    assert rows[-1].name == "Jelenia Góra"


def test_leading_zeros_that_a_spreadsheet_ate_are_restored() -> None:
    rows, _ = read_register((HEAD + ROWS.replace("02;06;0", "2;6;").replace("02;", "2;").replace(";06;", ";6;")).encode())
    assert rows[2].teryt == "0206011"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "columns"),
        (b"WOJ;POW\n02;01\n", "GMI"),
        (b"\x00\x01\x02PNG", "not a text file"),
        ((HEAD + "02;;;;DOLNOŚLĄSKIE;województwo;31.01.2024\r\n").encode(), "Line 2"),
        ((HEAD + ";;;;X;województwo;2024-01-01\r\n").encode(), "Line 2"),
        ((HEAD + "02;06;01;1;Karpacz;gmina miejska;2024-01-01\r\n").encode(), "not whole"),
    ],
)
def test_a_register_that_cannot_be_read_says_where(data: bytes, words: str) -> None:
    with translation.override("en"), pytest.raises(RegisterProblem, match=words):
        read_register(data)


@pytest.mark.django_db
def test_importing_again_changes_only_what_differs() -> None:
    rows, _ = read_register(REGISTER)
    assert import_units(actor=None, rows=rows).created == 6
    again = import_units(actor=None, rows=rows)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 6)
    renamed, _ = read_register(REGISTER.replace(b"Karpacz", b"Karpacz Nowy"))
    later = import_units(actor=None, rows=[row for row in renamed if row.name != "Janowice Wielkie"])
    assert (later.created, later.changed, later.missing) == (0, 1, 1)
    assert Unit.objects.get(pk="0206011").name == "Karpacz Nowy"
    assert Unit.objects.filter(name="Janowice Wielkie").exists()
    assert JournalEntry.objects.filter(verb="units.import").count() == 2


@pytest.mark.django_db
def test_the_whole_register_is_read(shared: Path) -> None:
    out = StringIO()
    call_command("import_units", shared / "data" / "teryt" / "TERC_2024-01-01.csv", stdout=out)
    assert out.getvalue().startswith("2807 created, 0 changed")
    counts = {kind: Unit.objects.filter(kind=kind).count() for kind in Unit.Kind.values}
    assert counts == {
        "voivodeship": 16, "county": 314, "city_county": 66, "urban": 236, "rural": 1464, "urban_rural": 711,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_missing_file_is_a_plain_message(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"can't be opened"):
        call_command("import_units", tmp_path / "nothing.csv")
