"""What holds for any page whatever: nothing is lost, nothing fails, the same page reads the same."""

from __future__ import annotations

import html
import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sciezka.core.chronicle import Chronicle, Known, PageRefused, compare_with, parse_chronicle
from sciezka.core.chronicle.comparing import Change

WORDS = st.sampled_from(
    [
        "Spotkanie", "zespołu", "narada", "w", "dnia", "r.", "–", "-", "•", "1.", "2)", "a)", "*", "**", "_x_",
        "#", ">", "[a]", "(b)", "https://lipnik.example/rozwój", "www.lipnik.example", "12.03.2021",
        "9-10.07.2020", "31.02.2020", "18 maja", "maj 2020", "2021", "Rok 2021", "wiosna 2020", "Etap II", "ŻÓŁĆ",
        "<b>", "&amp;", "|", "`", "\\", ":", ".", "godz. 10:00", "III kwartał 2020",
    ]
)  # fmt: skip
LINES = st.lists(WORDS, max_size=8).map(" ".join)
PAGES = st.one_of(st.lists(LINES, max_size=25).map("\n".join), st.text(max_size=300))


def list_seen(text: str) -> list[str]:
    """List the words of a text; marks of Markdown and list signs are no words."""
    return sorted(re.findall(r"[^\W_]+", text))


def list_kept(chronicle: Chronicle) -> list[str]:
    texts = [chronicle.preamble, *(entry.text for entry in chronicle.entries)]
    bare = [re.sub(r"\]\(https://www[^)]*\)", "]", text) for text in texts]
    return list_seen(" ".join([*bare, *(entry.heading for entry in chronicle.entries)]))


@settings(max_examples=250)
@given(page=PAGES)
@example(page="2021\n18 maja\n\n2022")
@example(page="12.03.2021\n- \n-x\n1.\n* y")
def test_no_word_of_a_text_page_is_lost(page: str) -> None:
    visible = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]", "", page)
    if not visible.strip():
        return
    chronicle = parse_chronicle(visible.encode("utf-8", "replace"), format="text")
    composed = unicodedata.normalize("NFC", visible.encode("utf-8", "replace").decode())
    assert list_kept(chronicle) == list_seen(composed)


@settings(max_examples=100)
@given(lines=st.lists(LINES, min_size=1, max_size=15), tag=st.sampled_from(["p", "div", "li", "h3", "td", "dd", "b"]))
def test_no_word_of_an_html_page_is_lost(lines: list[str], tag: str) -> None:
    page = "".join(f"<{tag}>{html.escape(line)}</{tag}>\n" for line in lines)
    chronicle = parse_chronicle(page.encode(), format="html")
    assert list_kept(chronicle) == list_seen(" ".join(lines))


@settings(max_examples=100)
@given(page=st.one_of(PAGES, st.text(alphabet="<>/abdehilopstr= \"'&;!-12.3\n", max_size=200)))
def test_any_html_is_read_without_failing_and_shows_no_raw_tag(page: str) -> None:
    letters = re.sub("[\x00-\x08\x0e-\x1f]", "", page).encode("utf-8", "replace")
    chronicle = parse_chronicle(b"<p>" + letters, format="html")
    markdown = MarkdownIt("commonmark", {"html": True})
    for text in (chronicle.preamble, *(entry.text for entry in chronicle.entries)):
        assert not any(token.type.startswith("html") for token in markdown.parse(text))
        assert not any(child.type == "html_inline" for token in markdown.parse(text) for child in token.children or ())


@settings(max_examples=100)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refused = ""
    try:
        parse_chronicle(data)
    except PageRefused as problem:
        refused = problem.code
    assert refused in {"", "too_large", "binary", "unreadable", "encrypted"}


@settings(max_examples=100)
@given(page=st.lists(LINES, max_size=20).map("\n\n".join))
def test_a_page_read_again_with_other_white_space_is_unchanged(page: str) -> None:
    first = parse_chronicle(page.encode(), format="text")
    again = parse_chronicle(("\ufeff" + page.replace("\n", "\r\n")).encode(), format="text")
    known = [Known(str(n), entry.digest(), entry.date, entry.text) for n, entry in enumerate(first.entries)]
    comparison = compare_with(known, again.entries)
    assert comparison.count(Change.UNCHANGED) == len(first.entries) == len(again.entries)
