"""Drawings made safe to stand inside a page, and painted for paper."""

import re
from functools import lru_cache
from typing import Final

from lxml import etree

_SVG: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset(
    [
        "svg",
        "g",
        "path",
        "line",
        "rect",
        "circle",
        "ellipse",
        "polygon",
        "polyline",
        "text",
        "tspan",
        "defs",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
    ]
)
_ATTRIBUTES: Final = frozenset(
    [
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "dx",
        "dy",
        "r",
        "cx",
        "cy",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "viewBox",
        "transform",
        "points",
        "id",
        "offset",
        "display",
        "opacity",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "clip-path",
        "clip-rule",
        "text-anchor",
        "dominant-baseline",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "patternUnits",
        "patternTransform",
        "preserveAspectRatio",
    ]
)
_REFERENCE: Final = re.compile(r"url\(\s*['\"]?#([\w-]+)['\"]?\s*\)")
# The same values as in charts.css, for paper.
PAPER: Final = {
    "ink": "#1d1b18",
    "ink-soft": "#57524a",
    "grid": "#dedad2",
    "town": "#17594a",
    "peers": "#a8a39a",
    "missing": "#c9c3b8",
    "1": "#0072b2",
    "2": "#e69f00",
    "3": "#009e73",
    "4": "#cc79a7",
    "5": "#d55e00",
    "6": "#56b4e9",
}


@lru_cache(maxsize=64)
def clean_svg(svg: str, *, prefix: str) -> str:
    """Keep only shapes and words of a drawing, and make its names unlike those of other drawings in the page."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(svg.encode(), parser)
    for element in list(root.iter()):
        name = etree.QName(element)
        if element is not root and (name.namespace != _SVG or name.localname not in _ELEMENTS):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for key, value in list(element.attrib.items()):
            kept = keep_value(str(key), str(value), prefix)
            if kept is None:
                del element.attrib[key]
            else:
                element.set(key, kept)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def keep_value(name: str, value: str, prefix: str) -> str | None:
    """Give the value an attribute may have in the page, or nothing when it must go."""
    if name not in _ATTRIBUTES:
        return None
    if name == "id":
        return f"{prefix}-{value}"
    kept = _REFERENCE.sub(rf"url(#{prefix}-\1)", value)
    return None if "url(" in _REFERENCE.sub("", value) else kept


def paint_svg(svg: str) -> str:
    """Put the colours of paper in place of the style sheet's words."""
    return re.sub(r"var\(--chart-([\w-]+)\)", lambda word: PAPER.get(word[1], PAPER["ink"]), svg)
