"""Every bank that comes with the product is complete, in both languages."""

import re
from pathlib import Path

import pytest

from sciezka.rooms.assessment import banks
from sciezka.rooms.assessment.banks import SHIPPED, BankData, CsvHead, Wording, as_csv, as_toml, read_bank, read_bank_csv
from sciezka.rooms.assessment.banks.nouns import UNITS

FOLDER = Path(banks.__file__).parent
# How many areas each bank has, and how many questions an area has at least.
SIZES = {"arkusze-diagnostyczne": (6, 8), "samoocena": (8, 5), "drabina": (5, 3)}
# Whoever reads these must not take our wording for somebody else's.
FOREIGN = re.compile(r"\b(OECD|eSAT|ZMP|MSAP|Związ\w+ Miast)\b")


def list_wordings(bank: BankData) -> list[tuple[str, Wording]]:
    """Name every wording that a reader meets."""
    found = [("title", bank.title), ("about", bank.about), ("source", bank.source)]
    found += [(f"level {level.value}", level.label) for level in bank.levels]
    for area in bank.areas:
        found += [(f"{area.key} title", area.title), (f"{area.key} about", area.about)]
    for item in bank.items:
        parts = ("issue", "text", "guidance", "evidence")
        found += [(f"{item.code} {part}", getattr(item, part)) for part in parts]
        found += [(f"{item.code} level {level.value}", level.text) for level in item.levels]
        found += [(f"{item.code} stage {condition.stage}", condition.text) for condition in item.conditions]
    return found


def test_the_folders_are_the_banks_that_are_offered() -> None:
    assert {path.name for path in FOLDER.iterdir() if (path / "bank.toml").is_file()} == set(SHIPPED) == set(SIZES)


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_a_bank_has_its_areas_with_enough_questions(bank: BankData) -> None:
    areas, questions = SIZES[bank.key]
    assert len(bank.areas) == areas
    assert {area.key: len(area.items) for area in bank.areas if len(area.items) < questions} == {}


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_everything_is_said_in_both_languages(bank: BankData) -> None:
    assert [name for name, wording in list_wordings(bank) if not (wording.pl and wording.en)] == []
    # The same words in both languages mean that one was forgotten; a name may be alike, a sentence may not.
    assert [name for name, wording in list_wordings(bank) if wording.pl == wording.en and len(wording.pl) > 20] == []


@pytest.mark.parametrize("bank", [bank for bank in banks.shipped_banks() if not bank.is_ladder], ids=lambda bank: bank.key)
def test_every_question_describes_every_level_differently_in_both_languages(bank: BankData) -> None:
    for item in bank.items:
        assert tuple(level.value for level in item.levels) == bank.values, item.code
        for texts in ([level.text.pl for level in item.levels], [level.text.en for level in item.levels]):
            assert len(set(texts)) == len(bank.values), item.code


def test_the_diagnostic_sheets_have_five_levels_and_the_self_assessment_four() -> None:
    assert banks.read_shipped("arkusze-diagnostyczne").values == (1, 2, 3, 4, 5)
    assert banks.read_shipped("samoocena").values == (0, 1, 2, 3)
    assert {item.group for item in banks.read_shipped("samoocena").items} == {"basic", "advanced"}


@pytest.mark.parametrize("bank", [bank for bank in banks.shipped_banks() if bank.is_ladder], ids=lambda bank: bank.key)
def test_every_stage_of_a_ladder_has_two_or_three_conditions(bank: BankData) -> None:
    assert bank.values == (1, 2, 3, 4, 5)
    for item in bank.items:
        counts = [len(item.conditions_of(stage)) for stage in bank.values]
        assert all(2 <= count <= 3 for count in counts), (item.code, counts)
        assert len({condition.text.pl for condition in item.conditions}) == len(item.conditions), item.code


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_no_bank_is_passed_off_as_somebody_elses(bank: BankData) -> None:
    assert bank.source
    named = [name for name, wording in list_wordings(bank) if name != "source" and FOREIGN.search(wording.pl + wording.en)]
    assert named == []


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_polish_prose_has_polish_quotes(bank: BankData) -> None:
    assert [name for name, wording in list_wordings(bank) if '"' in wording.pl or " - " in wording.pl] == []


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_a_bank_reads_back_as_it_was_written(bank: BankData) -> None:
    assert read_bank(as_toml(bank)) == bank
    if not bank.is_ladder:
        reading = read_bank_csv(as_csv(bank), CsvHead(bank.key, bank.version, bank.title))
        assert reading.problems == ()
        assert reading.bank is not None
        assert reading.bank.items == bank.items


@pytest.mark.parametrize("bank", banks.shipped_banks(), ids=lambda bank: bank.key)
def test_every_kind_of_unit_is_asked_something_in_every_area(bank: BankData) -> None:
    keys = [area.key for area in bank.areas]
    for unit in UNITS:
        chosen = bank.choose(areas=keys, unit_kind=unit, only_basic=True)
        assert [area.key for area in chosen.areas] == keys, unit


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_files_stay_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 220
