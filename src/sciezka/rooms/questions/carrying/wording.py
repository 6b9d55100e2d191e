"""Texts of other programs, which are HTML, as ours are: plain words for items, Markdown for introductions."""

import html
import re
from typing import Final

import nh3

from sciezka.rooms.questions.schema.stored import LONGEST_TEXT

_BREAKS: Final = re.compile(r"<\s*(?:br|/p|/div|/h[1-6]|/li|/tr|hr)\b[^>]{0,500}>", re.IGNORECASE)
_MARKED: Final = {
    "p",
    "br",
    "a",
    "strong",
    "b",
    "em",
    "i",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "hr",
}
_SPACES: Final = re.compile(r"[ \t\f\v\u00a0\r]+")
_MEDIA: Final = re.compile(
    r"<\s*(img|video|audio|iframe|embed|object)\b[^>]{0,500}?\b(?:src|data)\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,500})",
    re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"<\s*script\b|\son[a-z]{2,20}\s{0,9}=|javascript:", re.IGNORECASE)
_LINK: Final = re.compile(r"<a\b[^>]*?href=\"([^\"]*)\"[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_WEB: Final = ("http://", "https://", "mailto:", "tel:")
# Quadratic parsers are kept from texts that nobody reads.
LONGEST_READ: Final = 200_000


def read_plain(text: str) -> str:
    """Take the words out of HTML; every block is a line of its own, and empty lines go."""
    if "<" not in text and "&" not in text:
        return tidy(text)
    spaced = _BREAKS.sub("\n", text[:LONGEST_READ].replace("\r", " ").replace("\n", " "))
    words = html.unescape(nh3.clean(spaced, tags=set()))
    return tidy(words)


def read_item_text(text: str) -> str:
    """Take the words out of HTML as one line, for a question, an option or a row."""
    return " ".join(read_plain(text).split())


def read_markdown(text: str) -> str:
    """Turn HTML into Markdown: paragraphs, lists, emphasis and links to the web stay."""
    if "<" not in text and "&" not in text:
        return tidy(text)
    cleaned = nh3.clean(
        text[:LONGEST_READ].replace("\r", " ").replace("\n", " "),
        tags=_MARKED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None,
    )  # fmt: skip
    # Markdown wants no spaces inside its marks, and no marks around nothing.
    cleaned = re.sub(r"[ \t\f\v\u00a0]+|(?:&nbsp;)+", " ", cleaned)
    cleaned = re.sub(r"<(b|strong|em|i)> ?</\1>", " ", cleaned)
    cleaned = re.sub(r" (</(?:b|strong|em|i)>)", r"\1 ", re.sub(r"(<(?:b|strong|em|i)>) ", r" \1", cleaned))
    marked = _LINK.sub(write_link, cleaned)
    for pattern, mark in (
        (r"</?(?:strong|b)>", "**"), (r"</?(?:em|i)>", "*"), (r"<h[1-6]>", "\n\n### "),
        (r"</h[1-6]>|</p>|</div>|</?[uo]l>", "\n\n"),
        (r"<li>", "\n- "), (r"<br ?/?>|<hr ?/?>", "\n"),
    ):  # fmt: skip
        marked = re.sub(pattern, mark, marked)
    words = html.unescape(re.sub(r"<[^>]{0,2000}>", "", marked))
    lines = [_SPACES.sub(" ", line).strip() for line in words.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def write_link(found: "re.Match[str]") -> str:
    """Write a link to the web as Markdown, and any other as its words."""
    address, words = html.unescape(found[1]).strip(), re.sub(r"<[^>]*>", "", found[2]).strip()
    if not address.startswith(_WEB):
        return words
    return f"[{words.replace('[', '(').replace(']', ')') or address}]({address.replace(')', '%29').replace(' ', '%20')})"


def list_media(text: str) -> tuple[str, ...]:
    """List pictures and films that a text holds; ours hold none."""
    return tuple(f"{kind.lower()}: {address}" for kind, address in _MEDIA.findall(text[:LONGEST_READ]))


def has_script(text: str) -> bool:
    """Tell whether a text holds a script."""
    return bool(_SCRIPT.search(text[:LONGEST_READ]))


def tidy(text: str) -> str:
    """Take doubled spaces, empty lines and signs that nobody sees out of a text."""
    seen = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign == "\u00a0")
    lines = (_SPACES.sub(" ", line).strip() for line in seen.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]
