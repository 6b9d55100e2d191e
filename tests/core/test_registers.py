"""Numbers of public registers: real ones of public bodies, and what becomes of one that was mistyped."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.registers import RegisterNumberError, check_krs, check_nip, check_regon

# The Social Insurance Institution and Statistics Poland, as they publish them.
NIPS = ("521-30-17-228", "526-10-40-828")
REGONS = ("000017756", "000331501")
DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("nip", NIPS)
def test_real_tax_numbers_are_taken_however_they_are_written(nip: str) -> None:
    plain = nip.replace("-", "")
    assert check_nip(nip) == check_nip(f" NIP: {nip.replace('-', ' ')} ") == check_nip(f"PL{plain}") == plain


@pytest.mark.parametrize("regon", REGONS)
def test_real_statistical_numbers_are_taken(regon: str) -> None:
    assert check_regon(f"REGON {regon[:3]} {regon[3:6]} {regon[6:]}") == regon


def test_a_local_unit_has_both_check_digits() -> None:
    assert check_regon("12345678512347") == "12345678512347"
    for wrong in ("12345678512348", "12345678612342"):
        with pytest.raises(RegisterNumberError) as refused:
            check_regon(wrong)
        assert refused.value.code == "checksum"


def test_a_court_number_is_ten_digits() -> None:
    assert check_krs("KRS: 0000123456") == "0000123456"


@pytest.mark.parametrize(
    ("check", "text", "digits"),
    [
        (check_nip, "NIP PL 521-301-72-28", "5213017228"), (check_nip, "nip nr: 521–301–72–28", "5213017228"),
        (check_nip, "PL-521\N{NO-BREAK SPACE}301\N{NO-BREAK SPACE}72\N{NO-BREAK SPACE}28", "5213017228"),
        (check_nip, "NIP5213017228", "5213017228"), (check_regon, "REGON: 123456785-12347", "12345678512347"),
        (check_regon, "123 456 785 12347", "12345678512347"), (check_krs, "KRS nr 0000 123 456", "0000123456"),
    ],
)  # fmt: skip
def test_a_number_is_taken_with_whatever_words_and_signs_stand_before_and_in_it(
    check: Callable[[str], str], text: str, digits: str
) -> None:
    assert check(text) == digits


@pytest.mark.parametrize(
    ("check", "text", "code"),
    [
        (check_nip, "", "letters"), (check_nip, "52130172x8", "letters"), (check_nip, "٥٢١٣٠١٧٢٢٨", "letters"),
        (check_nip, "PL", "letters"), (check_nip, "DE5213017228", "letters"), (check_nip, "521301722", "length"),
        (check_nip, "0000000000", "zeros"), (check_nip, "5213017229", "checksum"),
        (check_regon, "0000177560", "length"), (check_regon, "000000000", "zeros"), (check_regon, "000017757", "checksum"),
        (check_krs, "12345", "length"), (check_krs, "0000000000", "zeros"), (check_krs, "-", "letters"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_number_is_refused_with_a_code(check: object, text: str, code: str) -> None:
    with pytest.raises(RegisterNumberError) as refused:
        check(text)  # type: ignore[operator]
    assert refused.value.code == code


@given(st.sampled_from(NIPS), st.integers(0, 9), st.integers(1, 9))
def test_one_digit_mistyped_in_a_tax_number_is_always_seen(nip: str, place: int, change: int) -> None:
    digits = [int(digit) for digit in nip if digit.isdigit()]
    digits[place] = (digits[place] + change) % 10
    with pytest.raises(RegisterNumberError):
        check_nip("".join(map(str, digits)))


@given(DIGITS)
def test_at_most_one_last_digit_makes_nine_digits_a_tax_number(body: str) -> None:
    taken = []
    for last in range(10):
        try:
            taken.append(check_nip(f"{body}{last}"))
        except RegisterNumberError:
            continue
    assert len(taken) <= 1


@given(st.text(max_size=40))
def test_any_text_gives_digits_or_a_refusal(text: str) -> None:
    for check in (check_nip, check_regon, check_krs):
        with contextlib.suppress(RegisterNumberError):
            assert check(text).isdigit()
