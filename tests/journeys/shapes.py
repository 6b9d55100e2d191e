"""What pages are made of: which of them show nothing new to somebody who has looked at the others.

A browser takes half a second for each page. So of two pages that are built of the same parts it opens one; what can be told
from the page's source alone (`find_slips`) is looked for on both.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar

import lxml.html
from lxml.html import HtmlElement

# What an element is to axe, to the keyboard and to the stylesheets: the names of its attributes, and these values.
TELLING = (
    *("class", "role", "type", "tabindex", "autocomplete", "aria-current", "lang", "fill", "stroke"),
    *("data-variant", "data-color", "data-size"),
)
# What a page says in its attributes, what scripts read of them, and bounds of what is typed change nothing of that.
MUTE = {
    *("accept", "action", "cols", "enctype", "for", "id", "inputmode", "max", "maxlength", "method", "min", "multiple"),
    *("name", "novalidate", "required", "rows", "spellcheck", "step", "value", "wrap"),
}
MUTE_BEGINNINGS = ("data-", "hx-")
# What an element changes for those that stand in it: how they look, and whether they are seen.
LASTING = ("class", "role", "lang", "fill", "stroke", "data-variant", "data-color", "data-size")
HIDING = ("hidden", "inert", "open")
# Within these, no part is looked at for itself.
WHOLE = "self::select or self::script or self::svg[@aria-hidden='true']"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

Part = tuple[object, ...]
# An address, or whose page it is and its address.
Name = TypeVar("Name", str, tuple[int, str])


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
    if not isinstance(element.tag, str) or (element.tag == "input" and element.get("type") == "hidden"):
        return
    yield (*around, name_kind(element))
    if element.xpath(WHOLE):
        return
    inside = (*around, (element.tag, *read_values(element, LASTING), *(name in element.attrib for name in HIDING)))
    for child in element:
        yield from walk(child, inside)


def read_values(element: HtmlElement, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the values of these attributes, lists of words in one order."""
    return tuple(" ".join(sorted(element.get(name, "").split())) for name in names)


def name_kind(element: HtmlElement) -> Part:
    """Tell what kind of element this is, whatever it says."""
    has_text = bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))
    # Other scripts and stylesheets make other pages of the same elements.
    loaded = (
        element.get("src") if element.tag == "script" else element.get("href") if element.get("rel") == "stylesheet" else ""
    )
    named = sorted(name for name in element.keys() if name not in MUTE and not name.startswith(MUTE_BEGINNINGS))  # noqa: SIM118 - not a dict
    return (element.tag, *named, *read_values(element, TELLING), loaded, has_text)


def choose_pages(pages: Mapping[Name, HtmlElement]) -> list[Name]:
    """Choose few pages, those with most that is new first, so that each part of any page stands on one of those chosen."""
    parts = {url: list_parts(page) for url, page in sorted(pages.items())}
    left = set[Part]().union(*parts.values())
    chosen = []
    while left:
        url = max(parts, key=lambda url: len(parts[url] & left))
        left -= parts.pop(url)
        chosen.append(url)
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
