"""What pages are made of: which of them show nothing new to somebody who has looked at the others.

A browser takes half a second for each page. So of two pages that are built of the same parts it opens one; what can be told
from the page's source alone (`find_slips`) is looked for on both.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

import lxml.html
from lxml.html import HtmlElement

# What an element is to axe, to the keyboard and to the stylesheets: the names of its attributes, and these values.
TELLING = (
    *("class", "role", "type", "tabindex", "autocomplete", "aria-current", "lang", "fill", "stroke"),
    *("data-variant", "data-color", "data-size"),
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

Part = tuple[object, ...]


def read_page(source: bytes) -> HtmlElement:
    """Parse a page."""
    return lxml.html.document_fromstring(source)


def list_parts(page: HtmlElement) -> set[Part]:
    """Give each kind of element that stands on a page, with the kinds of elements that it stands in."""
    return set(walk(page, ()))


def read_frame(page: HtmlElement) -> frozenset[Part]:
    """Give the parts that stand around the page's main matter; none if it has no frame."""
    if not page.xpath("//main"):
        return frozenset()
    return frozenset(part for part in walk(page, ()) if not any(kind[0] == "main" for kind in part))  # type: ignore[index]


def walk(element: HtmlElement, around: Part) -> Iterator[Part]:
    """Give the part that an element is, and those of all within."""
    if not isinstance(element.tag, str):
        return
    part = (*around, name_kind(element))
    yield part
    for child in element:
        yield from walk(child, part)


def name_kind(element: HtmlElement) -> Part:
    """Tell what kind of element this is, whatever it says."""
    told = tuple(" ".join(sorted(element.get(name, "").split())) for name in TELLING)
    has_text = bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))
    # Other scripts and stylesheets make other pages of the same elements.
    loaded = (
        element.get("src") if element.tag == "script" else element.get("href") if element.get("rel") == "stylesheet" else ""
    )
    return (element.tag, *sorted(element.keys()), *told, loaded, has_text)


def choose_pages(pages: Mapping[str, HtmlElement]) -> list[str]:
    """Choose pages, the largest first, so that each part of any page stands on one of those chosen."""
    parts = {url: list_parts(page) for url, page in pages.items()}
    seen: set[Part] = set()
    chosen = []
    for url in sorted(parts, key=lambda url: (-len(parts[url]), url)):
        if not parts[url] <= seen:
            chosen.append(url)
            seen |= parts[url]
    return chosen


def find_slips(page: HtmlElement) -> list[str]:
    """List what is wrong with a page as a whole, which its parts don't tell: names twice, headings that leave one out."""
    # A drawing that a page shows twice brings its inner names twice, and both are alike.
    names = Counter(str(name) for name in page.xpath("//*[not(ancestor::svg)]/@id"))
    slips = [f"{count} elements are named {name}" for name, count in names.items() if count > 1]
    slips += ["the page has no title"] if not (page.findtext(".//title") or "").strip() else []
    levels = [HEADINGS.index(heading.tag) + 1 for heading in page.iter(*HEADINGS)]
    slips += ["the page has not one h1"] if levels.count(1) != 1 else []
    return slips + [f"after h{before} comes h{after}" for before, after in itertools.pairwise(levels) if after > before + 1]
