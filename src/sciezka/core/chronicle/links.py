"""Addresses: finding them in plain text and judging which may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

_URL = re.compile(r"(?:https?://|ftp://|www\.(?=[\w-]+\.))[^\s<>\"„”“«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’*_"
_CLOSING = {")": "(", "]": "[", "}": "{"}
_SAFE_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
_JUNK = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """An address in a text: where it stands, how it is written, what it is."""

    start: int
    end: int
    url: str
    scheme_added: bool
    shortened: bool


def find_urls(text: str) -> Iterator[FoundUrl]:
    """Find addresses, leaving out the punctuation of the sentence around them."""
    for match in _URL.finditer(text):
        written = match[0]
        shortened = written.endswith(("...", "…"))
        if not shortened:
            written = _trim(written)
        if written.lower() in ("http://", "https://", "ftp://", "www."):
            continue
        added = written.lower().startswith("www.")
        yield FoundUrl(
            match.start(), match.start() + len(written), f"https://{written}" if added else written, added, shortened
        )


def _trim(url: str) -> str:
    while url:
        last = url[-1]
        unbalanced = last in _CLOSING and url.count(last) > url.count(_CLOSING[last])
        if last not in _TRAILING and not unbalanced:
            break
        url = url[:-1]
    return url


def judge_href(href: str, base: str = "") -> tuple[str, str]:
    """Return the address to keep and the code of what must be said; an empty address is not kept."""
    # Browsers read over control signs and spaces inside a scheme, so "java\tscript:" must be judged without them.
    squeezed = _JUNK.sub("", href)
    bare = re.sub(r"\s", "%20", href.strip())
    if not squeezed or squeezed.startswith("#"):
        return "", ""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", squeezed, re.IGNORECASE)
    if scheme:
        kept = squeezed if scheme[1].lower() == "mailto" else bare
        return (kept, "") if scheme[1].lower() in _SAFE_SCHEMES else ("", "link_dropped")
    if squeezed.startswith("//") or squeezed.lower().startswith("www."):
        return f"https://{squeezed.lstrip('/')}", "" if squeezed.startswith("//") else "link_scheme_added"
    if base and urlsplit(base).scheme in ("http", "https"):
        return urljoin(base, bare), ""
    return "", "link_relative"
