"""First contact: what is accepted as the catalogue's variable, and what is refused with a reason."""

import datetime
from pathlib import Path

import pytest

from sciezka.core.indicators.catalogue import Variable as Expected
from sciezka.rooms.monitor.store.bdl.answers import Subject, Variable
from sciezka.rooms.monitor.store.bdl.verifying import FILE, judge, keep_verdicts, refuse_unknown, verification

TODAY = datetime.date(2026, 11, 23)


def compare(
    expected: str,
    subject: str,
    *names: str,
    units: tuple[str, str] = ("osoba", "osoba"),
    levels: tuple[int, int] = (6, 6),
) -> list[str]:
    """Compare a variable and give the reasons against it, in short."""
    wanted = Expected("bdl:1", expected, units[0], level=levels[0])
    found = Variable(1, "P1", names, levels[1], units[1], (2020,))
    verdict = judge(wanted, found, Subject("P1", subject), TODAY)
    assert verdict.is_verified == (not verdict.reasons)
    return [str(reason) for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("expected", "subject", "names"),
    [
        ("Ludność ogółem", "Ludność według miejsca zamieszkania i płci", ("stan na 31 XII", "ogółem")),
        (
            "Ludność w wieku produkcyjnym",
            "Ludność w wieku przedprodukcyjnym, produkcyjnym",
            ("w wieku produkcyjnym", "ogółem"),
        ),
        ("Urodzenia żywe na 1000 ludności", "Ruch naturalny", ("urodzenia żywe na 1000 ludności",)),
        ("Urodzenia żywe na 1 000 ludności", "Ruch naturalny", ("urodzenia żywe na 1000 ludności",)),
        ("Odsetek osób w wieku 65+", "Udział ludności według wieku", ("65 lat i więcej",)),
        ("Kobiety w radach gmin", "Radni gmin według płci", ("kobiety",)),
        ("Dochody własne gminy", "Dochody budżetów gmin", ("dochody własne", "razem")),
    ],
)
def test_names_that_mean_the_same_are_accepted(expected: str, subject: str, names: tuple[str, ...]) -> None:
    assert compare(expected, subject, *names) == []


@pytest.mark.parametrize(
    ("expected", "subject", "names"),
    [
        ("Ludność ogółem", "Lasy", ("powierzchnia",)),
        ("Ludność ogółem", "Ludność według płci", ("ogółem", "mężczyźni")),
        ("Urodzenia żywe na 1000 ludności", "Ruch naturalny ludności", ("urodzenia żywe",)),
        ("Saldo migracji na 1000 ludności", "Migracje na 10 tys. ludności", ("saldo migracji",)),
        ("Zgony ogółem", "Urodzenia", ("ogółem",)),
    ],
)
def test_names_that_mean_something_else_are_refused_with_both(expected: str, subject: str, names: tuple[str, ...]) -> None:
    (reason,) = compare(expected, subject, *names)
    assert expected in reason
    assert subject in reason


def test_units_are_compared_and_ways_of_writing_them_are_not() -> None:
    names = ("Ludność ogółem", "Ludność", "ogółem")
    for same in (("osoba", "osoba"), ("osoby", "osoba"), ("", "km"), ("OSOBA", "osoba")):
        assert compare(*names, units=same) == []
    for same in (("zł", "zł"), ("PLN", "zł"), ("%", "%"), ("-", "-"), ("szt.", "szt.")):
        assert compare(*names, units=same) == []
    for other in (("zł", "tys. zł"), ("osoba", "tys. osób"), ("%", "osoba"), ("osoba", "")):
        (reason,) = compare(*names, units=other)
        assert "unit" in reason


def test_a_level_that_is_too_coarse_is_refused_and_a_finer_one_is_not() -> None:
    names = ("Stopa bezrobocia", "Stopa bezrobocia rejestrowanego", "ogółem")
    assert compare(*names, levels=(5, 6)) == []
    assert compare(*names, levels=(5, 5)) == []
    (reason,) = compare(*names, levels=(6, 5))
    assert "level 6" in reason


def test_another_subject_than_expected_is_refused() -> None:
    wanted = Expected("bdl:1", "Ludność", "osoba", subject="P2137")
    verdict = judge(wanted, Variable(1, "P2462", ("ludność",), 6, "osoba", ()), Subject("P2462", "Ludność"), TODAY)
    assert [str(reason) for reason in verdict.reasons] == ["The catalogue expects the subject P2137, the bank says P2462."]


def test_verdicts_are_kept_and_hold_as_long_as_the_catalogue_stays(tmp_path: Path) -> None:
    wanted = Expected("bdl:1", "Ludność", "osoba")
    good = judge(wanted, Variable(1, "P1", ("ludność",), 6, "osoba", (2020, 2021)), Subject("P1", "Ludność"), TODAY)
    bad = refuse_unknown(Expected("bdl:2", "Lasy", "ha"), TODAY)
    keep_verdicts([good], tmp_path)
    keep_verdicts([bad], tmp_path)
    kept = verification(tmp_path)
    assert kept == {"bdl:1": good, "bdl:2": bad}
    assert kept["bdl:1"].found["years"] == [2020, 2021]
    assert kept["bdl:2"].reasons[0].say()
    assert kept["bdl:1"].holds_for(wanted)
    assert not kept["bdl:1"].holds_for(Expected("bdl:1", "Ludność", "tys. osób"))


def test_a_spoilt_file_means_not_yet_verified(tmp_path: Path) -> None:
    assert verification(tmp_path) == {}
    for spoilt in ("", "[]", "{", '{"bdl:1": 5}', '{"bdl:1": {"outcome": "verified", "on": "soon"}}'):
        (tmp_path / FILE).write_text(spoilt, encoding="utf-8")
        assert verification(tmp_path) == {}
