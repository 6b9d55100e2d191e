"""Importing the same page again, a newer one, and a very long one."""

from __future__ import annotations

import pytest

from sciezka.core.chronicle import Change, Chronicle, Comparison, Known, compare_with, parse_chronicle

MANY = 600
PAGE = """12.03.2021
Narada o drogach gminnych, oświetleniu i chodnikach.

14.03.2021
Spotkanie z sołtysami.

14.03.2021
Spotkanie z sołtysami.

20.03.2021
Warsztaty o wizji miasteczka Lipnik Dolny dla mieszkańców.
"""


def read(page: str) -> Chronicle:
    return parse_chronicle(page.encode())


def compare(old: str, new: str) -> Comparison:
    known = [Known(f"k{n}", e.digest(), e.date, e.text) for n, e in enumerate(read(old).entries)]
    return compare_with(known, read(new).entries)


def list_verdicts(comparison: Comparison) -> list[tuple[str, str | None]]:
    return [(match.change.value, match.key) for match in comparison.matches]


def test_the_same_page_changes_nothing_and_twins_are_matched_one_to_one() -> None:
    comparison = compare(PAGE, PAGE.replace("\n", "\r\n").replace(" ", "  "))
    assert list_verdicts(comparison) == [("unchanged", f"k{n}") for n in range(4)]
    assert comparison.gone == ()


def test_a_twin_taken_away_is_gone_once() -> None:
    comparison = compare(PAGE, PAGE.replace("14.03.2021\nSpotkanie z sołtysami.\n\n", "", 1))
    assert list_verdicts(comparison) == [("unchanged", "k0"), ("unchanged", "k1"), ("unchanged", "k3")]
    assert comparison.gone == ("k2",)


def test_a_text_mended_under_the_same_date_is_changed() -> None:
    comparison = compare(PAGE, PAGE.replace("oświetleniu i chodnikach", "oświetleniu"))
    assert list_verdicts(comparison)[0] == ("changed", "k0")


def test_a_date_corrected_is_changed_and_not_new() -> None:
    comparison = compare(PAGE, PAGE.replace("20.03.2021", "21.03.2021"))
    assert list_verdicts(comparison)[3] == ("changed", "k3")
    assert comparison.gone == ()


def test_a_new_entry_is_new_wherever_it_stands() -> None:
    comparison = compare(PAGE, "1.04.2021\nOtwarcie targu.\n\n" + PAGE)
    assert list_verdicts(comparison)[0] == ("new", None)
    assert comparison.count(Change.UNCHANGED) == 4


def test_a_recurring_short_text_under_a_new_date_is_new() -> None:
    old = "1.04.2021\nNarada.\n"
    comparison = compare(old, "8.04.2021\nNarada.\n")
    assert list_verdicts(comparison) == [("new", None)]
    assert comparison.gone == ("k0",)


def test_another_event_of_the_same_day_is_new() -> None:
    comparison = compare("1.04.2021\nOtwarcie targu warzywnego.\n", "1.04.2021\nBieg przełajowy dookoła jeziora.\n")
    assert list_verdicts(comparison) == [("new", None)]


def test_a_corrected_address_is_a_change() -> None:
    old = '<h2>1.04.2021</h2><p>Zapisy do <a href="https://a.example/1">biura</a></p>'
    comparison = compare(old, old.replace("/1", "/2"))
    assert list_verdicts(comparison) == [("changed", "k0")]


def test_matching_does_not_hang_on_the_order_of_what_is_known() -> None:
    new = PAGE.replace("drogach", "mostach").replace("20.03", "21.03")
    known = [Known(f"k{n}", e.digest(), e.date, e.text) for n, e in enumerate(read(PAGE).entries)]
    there = {(m.entry.line, m.change) for m in compare_with(known, read(new).entries).matches}
    back = {(m.entry.line, m.change) for m in compare_with(known[::-1], read(new).entries).matches}
    assert there == back


def write_long(number: int, day: str = "") -> str:
    days = (day or f"{n % 28 + 1:02}.{n // 28 % 12 + 1:02}.{2000 + n // 336}" for n in range(number))
    words = (f"Spotkanie numer {n} zespołu w sprawie {n * 7919 % 10007} i dalej." for n in range(number))
    return "\n\n".join(f"{when}\n\n{what}" for when, what in zip(days, words, strict=True))


@pytest.mark.parametrize("day", ["", "12.03.2021"], ids=["many days", "one day"])
def test_a_long_page_is_compared_without_weighing_every_text_against_every_other(day: str) -> None:
    page = write_long(MANY, day)
    comparison = compare(page, page.replace("i dalej", "i bliżej"))
    assert comparison.count(Change.CHANGED) == MANY
    assert comparison.weighed < MANY * MANY / 10
