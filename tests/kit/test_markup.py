"""Markdown that people typed, hostile or not, and the typography of Polish."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sciezka.kit.markup import render_markdown, strip_markdown
from sciezka.kit.templatetags.kit import moment
from sciezka.kit.typography import NBSP, bind_words, write_money

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[link](javascript:alert(1))",
    "[link](JaVaScRiPt:alert(1))",
    "[link](data:text/html;base64,PHNjcmlwdD4=)",
    "[link](vbscript:x)",
    "<a href='javascript:alert(1)'>x</a>",
    "![x](javascript:alert(1))",
    "> - <iframe src='//example.org'></iframe>",
    "**<style>*{}</style>**",
    "[a](http://ok.example \"' onmouseover='alert(1)\")",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<https://example.org/<script>>",
    "[x]: javascript:alert(1)\n\n[x]",
    "| <script> |\n|---|\n| <b onclick=x> |",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_hostile_text_can_run(text: str) -> None:
    html = render_markdown(text)
    tags = re.findall(r"<[^>]*>", html)
    assert not [
        tag for tag in tags if re.search(r"<(script|img|svg|iframe|style|b)\b|\son\w+\s*=\s*[^\"]*$", tag, re.IGNORECASE)
    ]
    assert not re.search(r'href="(?!https?:|mailto:|tel:)', html)


@given(st.text())
def test_any_text_becomes_html_with_known_tags_only(text: str) -> None:
    html = render_markdown(text)
    known = "p|br|ul|ol|li|strong|em|s|a|blockquote|code|pre|hr|h[3-6]|table|thead|tbody|tr|th|td"
    assert all(re.fullmatch(rf"/?({known})", tag) for tag in re.findall(r"<(/?\w+)", html))
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html))


def test_headings_begin_below_those_of_the_page() -> None:
    assert "<h3>" in render_markdown("# Tytuł")
    assert "<h3>" in render_markdown("## Tytuł")
    assert re.findall(r"<h(\d)>", render_markdown("## Tytuł\n\n### Część\n\n###### Drobiazg")) == ["3", "4", "6"]


def test_links_of_people_carry_no_weight() -> None:
    assert 'rel="noopener nofollow ugc"' in render_markdown("[x](https://example.org)")


def test_a_summary_is_cut_at_a_word_and_holds_no_markup() -> None:
    assert strip_markdown("**Trzy** warsztaty z [mieszkańcami](https://x.example) miasta", 25) == "Trzy warsztaty z…"
    assert strip_markdown("A & B < C") == "A & B < C"


@given(st.text(alphabet=st.sampled_from("aiouwzAIZ żół1 2zł%nr.art(„§\n\t" + NBSP)))
def test_typography_changes_only_spaces(text: str) -> None:
    bound = bind_words(text)
    assert len(bound) == len(text)
    assert all(new == old or (old == " " and new == NBSP) for old, new in zip(text, bound, strict=True))


@given(st.text())
def test_typography_is_stable(text: str) -> None:
    assert bind_words(bind_words(text)) == bind_words(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("i w domu", f"i{NBSP}w{NBSP}domu"),
        ("12 zł", f"12{NBSP}zł"),
        ("art. 10e ust. 2", f"art.{NBSP}10e ust.{NBSP}2"),
        ("droga w lesie", f"droga w{NBSP}lesie"),
        ("nowa droga", "nowa droga"),
    ],
)
def test_short_words_and_units_stay_with_what_follows(text: str, bound: str) -> None:
    assert bind_words(text) == bound


def test_a_summary_of_a_hostile_text_reads_only_its_beginning() -> None:
    # Reading a million unclosed brackets would take a minute.
    assert strip_markdown("Spotkanie " + "[" * 1_000_000, 60).startswith("Spotkanie")
    assert strip_markdown("słowo " * 100_000, 60) == "słowo " * 8 + "słowo…"


@pytest.mark.parametrize(
    ("amount", "said"),
    [("40000", f"40{NBSP}000{NBSP}zł"), ("1250000.50", f"1{NBSP}250{NBSP}000,50{NBSP}zł"), ("-12.5", f"−12,50{NBSP}zł")],
)
def test_money_is_written_as_an_office_does(amount: str, said: str) -> None:
    with translation.override("pl"):
        assert write_money(Decimal(amount)) == said


def test_an_instant_keeps_its_seconds_only_where_it_has_any() -> None:
    with translation.override("pl"):
        assert moment(dt.datetime(2020, 8, 31, 13, 59, 59, tzinfo=dt.UTC)) == f"31{NBSP}sierpnia{NBSP}2020, 15:59:59"
        assert moment(dt.datetime(2020, 8, 31, 13, 59, 59, tzinfo=dt.UTC), 0) == f"31{NBSP}sierpnia{NBSP}2020, 15:59"
        assert moment(dt.datetime(2020, 8, 31, 13, 59, tzinfo=dt.UTC)) == f"31{NBSP}sierpnia{NBSP}2020, 15:59"
        assert moment(None) == ""
