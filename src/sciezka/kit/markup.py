"""Markdown that people typed, turned into HTML that is safe to show."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from sciezka.kit.typography import bind_words

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(["table", "strikethrough"])
_TAGS = {
    "p", "br", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "code", "pre", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
# Of so many signs of Markdown, addresses of links included, at least one is a word's.
_SIGNS_FOR_ONE = 25
_SCHEMES = {"http", "https", "mailto", "tel"}

# A page of a list shows the same texts to everyone; the cache spares rendering them for each reader.
KEPT = 512


@lru_cache(maxsize=KEPT)
def render_markdown(text: str) -> str:
    """Turn Markdown into sanitised HTML.

    Raw HTML in the text is shown as text. Headings begin at the third level, whichever level their writer began with:
    the page and the entry own the first two, and none is left out. Links may only lead to web, mail and telephone
    addresses.
    """
    html = _READER.render(bind_words(text))
    first = min((int(level) for level in re.findall(r"<h([1-6])>", html)), default=1)
    html = re.sub(r"(</?)h([1-6])>", lambda tag: f"{tag[1]}h{min(6, int(tag[2]) - first + 3)}>", html)
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow ugc")


@lru_cache(maxsize=KEPT)
def strip_markdown(text: str, length: int = 200) -> str:
    """Give the plain words of a Markdown text, cut at a word, for summaries and feeds."""
    # A list shows many summaries: none of them reads far beyond what it can show.
    plain = " ".join(nh3.clean(_READER.render(text[: length * _SIGNS_FOR_ONE]), tags=set()).split())
    plain = plain.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    if len(plain) <= length:
        return plain
    return plain[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
