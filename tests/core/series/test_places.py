"""What the code of a unit says."""

import csv
from pathlib import Path

import pytest

from sciezka.core.series.places import clean_name, level_of, make_unit, read_code, write_key


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0261011", 261011),
        ("261011", 261011),
        ("030210161011", 261011),
        ("30210161011", 261011),
        ("0261", 261000),
        ("261", 261000),
        ("02", 200000),
        ("2", 200000),
        ("0000000", 0),
        ("000000000000", 0),
        ("011212000000", None),
        ("011200000000", 1200000),
        ("010000000000", None),
        ("Wałbrzych", None),
        ("", None),
        ("1234567890123", None),
    ],
)
def test_codes_are_read_with_their_leading_zeros_lost_or_not(text: str, code: int | None) -> None:
    assert read_code(text) == code


def test_every_commune_of_the_bank_has_the_code_of_the_register(shared: Path) -> None:
    with (shared / "data/bdl_api/bdl_units.csv").open(encoding="utf-8") as file:
        communes = [row for row in csv.DictReader(file) if row["level"] == "6"]
    assert len(communes) > 3000
    for row in communes:
        code = read_code(row["id"])
        assert code is not None
        assert write_key(code) == row["id"][2:4] + row["id"][7:12]


@pytest.mark.parametrize(
    ("code", "level"),
    [(0, "country"), (200000, "voivodeship"), (201000, "county"), (261011, "commune"), (201044, "part"), (1465028, "part")],
)
def test_a_code_tells_the_level(code: int, level: str) -> None:
    assert level_of(code) == level


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bolesławiec (1)", "Bolesławiec"),
        ("Wałbrzych od 2013 (1)", "Wałbrzych"),
        ("Wałbrzych od 2003 do 2012 (1)", "Wałbrzych"),
        ("M.st.Warszawa do 2001", "M.st.Warszawa"),
        ("Święta Katarzyna *", "Święta Katarzyna"),
        ("Dobra (Szczecińska)", "Dobra (Szczecińska)"),
    ],
)
def test_names_lose_what_tables_add(name: str, plain: str) -> None:
    assert clean_name(name) == plain


def test_a_city_with_county_rights_is_known_by_its_county() -> None:
    city = make_unit(261011, "Jelenia Góra")
    assert city.is_city_county
    assert (city.kind, city.county, city.voivodeship) == (1, "0261000", "0200000")
    assert not make_unit(201011, "Bolesławiec").is_city_county
    assert make_unit(200000, "DOLNOŚLĄSKIE").name == "dolnośląskie"
    assert make_unit(201000, "Powiat bolesławiecki").name == "bolesławiecki"
