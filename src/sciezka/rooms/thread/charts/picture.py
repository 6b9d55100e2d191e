"""Drawing a thread: boxes in layers, ties as curves that differ by dashes and heads, for the page and as a file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.core.graphs.layout import Layout, LayoutOptions, Route, lay_out
from sciezka.core.graphs.routing import write_path
from sciezka.core.graphs.types import Edge, build_graph
from sciezka.core.graphs.types import Node as Place
from sciezka.core.rectangles import Box
from sciezka.kit.lettering import cut, measure, wrap
from sciezka.kit.typography import keep_writable
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.picture import Picture
from sciezka.rooms.thread.queries.plan import WEAKENS
from sciezka.rooms.thread.queries.types import all_kinds, read_kind, read_type

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
# What the words of the style sheet are on paper.
PAPER: Final = {
    "ink": "#1d1b18", "soft": "#57524a", "line": "#8d867b", "sheet": "#ffffff", "band": "#f6f4ef", "bad": "#b3261e",
    "accent": "#17594a", "tint": "#e3eeea", "tie": "#6b655b", "one": "#0072b2", "two": "#d55e00", "three": "#8a6d00",
    "four": "#009e73", "five": "#a8508a", "six": "#4d4944",
}  # fmt: skip
LAYER_WORDS: Final = ("one", "two", "three", "four", "five", "six")
ROOMY_UP_TO: Final = 40
HEAD: Final = 52.0
PAD: Final = 10.0
STRIPE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Density:
    """How boxes look: small ones where there are many."""

    width: float
    height: float
    size: float
    options: LayoutOptions


ROOMY: Final = Density(244, 76, 15, LayoutOptions(gap=18, rank_gap=84, margin=18))
DENSE: Final = Density(212, 46, 13, LayoutOptions(gap=10, rank_gap=76, line_gap=6, port_gap=6, margin=18))


@dataclass(frozen=True, slots=True)
class TieStyle:
    """How ties of a kind look: dashes, width and head tell them apart without colour."""

    dash: str
    width: float
    head: str
    colour: str = "tie"


HEADS: Final[Mapping[str, str]] = {
    "arrow": '<path d="M0,0L9,4.5L0,9z" fill="{colour}"/>',
    "bar": '<path d="M7,0V9" stroke="{colour}" stroke-width="2.5" fill="none"/>',
    "open": '<path d="M1,1L8,4.5L1,8" stroke="{colour}" stroke-width="1.6" fill="none"/>',
    "disc": '<circle cx="5.5" cy="4.5" r="3" fill="{colour}"/>',
    "ring": '<circle cx="5.5" cy="4.5" r="2.6" stroke="{colour}" stroke-width="1.5" fill="var(--pic-sheet)"/>',
    "square": '<path d="M2,1.5H8V7.5H2z" fill="{colour}"/>',
    "diamond": '<path d="M5,0.5L9,4.5L5,8.5L1,4.5z" fill="{colour}"/>',
    "frame": '<path d="M2,1.5H8V7.5H2z" stroke="{colour}" stroke-width="1.5" fill="var(--pic-sheet)"/>',
    "double": '<path d="M0.5,1L4.5,4.5L0.5,8M4.5,1L8.5,4.5L4.5,8" stroke="{colour}" stroke-width="1.5" fill="none"/>',
}
PLAIN: Final = TieStyle("", 1.5, "arrow")
WEAK: Final = TieStyle("6 4", 1.8, "bar", "bad")
OTHERS: Final = (
    TieStyle("", 2.2, "open"),
    TieStyle("1.5 4", 2, "disc"),
    TieStyle("12 4", 1.6, "ring"),
    TieStyle("10 3 2 3", 1.6, "square"),
    TieStyle("4 4", 1.6, "diamond"),
    TieStyle("", 1.2, "frame"),
    TieStyle("8 3 2 3 2 3", 1.6, "double"),
    TieStyle("1.5 4", 2.4, "open"),
    TieStyle("4 4", 2, "disc"),
    TieStyle("8 3 2 3", 1.4, "ring"),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture laid out.

    Attributes:
        picture: what it shows.
        layout: where everything stands.
        density: how its boxes look.
        styles: how the kinds of its ties look, in the order in which the key lists them.
    """

    picture: Picture
    layout: Layout
    density: Density
    styles: Mapping[str, TieStyle]

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return self.layout.width

    @property
    def height(self) -> float:
        """Of the whole picture with the headings of its layers."""
        return self.layout.height + HEAD


def arrange(picture: Picture) -> Drawn:
    """Lay a picture out."""
    density = ROOMY if len(picture.nodes) <= ROOMY_UP_TO else DENSE
    nodes = picture.plan.nodes
    places = [
        Place(key=node.code, layer=picture.type_of(node).layer, width=density.width, height=density.height)
        for node in picture.nodes
    ]
    edges = [Edge(source=nodes[tie.source].code, target=nodes[tie.target].code, kind=tie.kind) for tie in picture.ties]
    return Drawn(picture, lay_out(build_graph(places, edges), density.options), density, choose_styles(picture))


def choose_styles(picture: Picture) -> dict[str, TieStyle]:
    """Choose how the kinds of ties look; what all rooms know looks alike on every picture."""
    kinds = sorted({tie.kind for tie in picture.ties})
    known = {"supports": PLAIN, WEAKENS: WEAK}
    others = sorted({*all_kinds(), *kinds} - known.keys())
    found = {kind: style for kind, style in known.items() if kind in kinds}
    return found | {kind: OTHERS[place % len(OTHERS)] for place, kind in enumerate(others) if kind in kinds}


def draw_picture(drawn: Drawn, scale: float = 1, *, links: bool = True) -> str:
    """Draw a picture; its boxes lead to their nodes' pages where ``links``, in the order of layers."""
    width, height = drawn.width, drawn.height
    faded = frozenset(node.code for node in drawn.picture.nodes if node.pk not in drawn.picture.near)
    name = f' class="picture__svg" role="group" aria-label="{escape(_("Picture of the thread"))}"' if links else ""
    begin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * scale:.0f}" height="{height * scale:.0f}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" font-size="{drawn.density.size:g}"{name}>'
    )
    grounds, heads = _draw_bands(drawn)
    parts = [
        begin,
        f"<defs>{''.join(_draw_head(place, style) for place, style in enumerate(drawn.styles.values()))}</defs>",
        grounds,
        f'<g transform="translate(0 {HEAD:g})">',
        *(_draw_tie(route, drawn, faded) for route in drawn.layout.routes),
        *(_draw_box(node, drawn, links=links) for node in _order_boxes(drawn)),
        "</g>",
        # Last, because the page's script keeps them in sight over what is scrolled.
        heads,
        "</svg>",
    ]
    return keep_writable("".join(parts))


def draw_file(drawn: Drawn, title: str, note: str) -> str:
    """Draw a picture as a file of its own: with a title, a key and the colours of paper."""
    inner = draw_picture(drawn, links=False)
    body = inner[inner.index(">") + 1 : -len("</svg>")]
    room, top = 20.0, 72.0
    keys, x = [], 0.0
    for place, (label, _sample) in enumerate(list_keys(drawn)):
        keys.append(
            f'<g transform="translate({x:g} 0)">{draw_sample_line(drawn, place)}'
            f'<text x="64" y="15" font-size="15" fill="var(--pic-ink)">{escape(label)}</text></g>'
        )
        x += 64 + measure(label, 15) + 28
    inside = max(drawn.width, x, measure(title, 24, bold=True), measure(note, 14))
    width, height = inside + 2 * room, drawn.height + top + 56
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" font-size="{drawn.density.size:g}"><title>{escape(title)}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        f'<text x="{room:g}" y="36" font-size="24" font-weight="600" fill="var(--pic-ink)">{escape(title)}</text>'
        f'<text x="{room:g}" y="60" font-size="14" fill="var(--pic-soft)">{escape(note)}</text>'
        f'<g transform="translate({room:g} {top:g})">{body}'
        f'<g transform="translate(0 {drawn.height + 18:g})">{"".join(keys)}</g></g></svg>'
    )
    return re.sub(r"var\(--pic-([a-z]+)\)", lambda word: PAPER[word[1]], keep_writable(svg))


def list_keys(drawn: Drawn) -> list[tuple[str, str]]:
    """List the kinds of ties drawn: what each is called, and a small drawing of how it looks."""
    return [
        (
            str(read_kind(kind).label),
            f'<svg viewBox="0 0 56 20" width="56" height="20" aria-hidden="true">{draw_sample_line(drawn, place)}</svg>',
        )
        for place, kind in enumerate(drawn.styles)
    ]


def draw_sample_line(drawn: Drawn, place: int) -> str:
    """Draw a straight tie of a kind."""
    style = list(drawn.styles.values())[place]
    return f'<path d="M2,10H50" {_tell_line(style, place)}/>'


def _tell_line(style: TieStyle, place: int) -> str:
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    look = f'fill="none" stroke="var(--pic-{style.colour})" stroke-width="{style.width:g}"{dash}'
    return f'{look} marker-end="url(#head-{place})"'


def _draw_head(place: int, style: TieStyle) -> str:
    shape = HEADS[style.head].replace("{colour}", f"var(--pic-{style.colour})")
    return (
        f'<marker id="head-{place}" viewBox="0 0 9 9" refX="8.5" refY="4.5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto">{shape}</marker>'
    )


def _draw_bands(drawn: Drawn) -> tuple[str, str]:
    """Draw a ground for each layer, and what stands there as its heading."""
    grounds, heads = [], []
    for place, band in enumerate(drawn.layout.bands):
        keys = dict.fromkeys(node.type for node in drawn.picture.nodes if drawn.picture.type_of(node).layer == band.layer)
        words = ", ".join(str(read_type(key).plural) for key in keys)
        left, width = band.box.left - 8, band.box.right - band.box.left + 16
        colour = LAYER_WORDS[place % len(LAYER_WORDS)]
        rows = wrap(words[:1].upper() + words[1:], width - 16, 15, 2)
        first = 30 if len(rows) == 1 else 21
        texts = "".join(
            f'<text x="{left + 8:g}" y="{first + 18 * number}" font-size="15" font-weight="600" fill="var(--pic-ink)">'
            f"{escape(row)}</text>"
            for number, row in enumerate(rows)
        )
        grounds.append(
            f'<rect x="{left:g}" y="0" width="{width:g}" height="{drawn.height:g}" rx="8" fill="var(--pic-band)"/>'
        )
        heads.append(
            f'<rect x="{left:g}" y="0" width="{width:g}" height="{HEAD - 4:g}" fill="var(--pic-band)"/>'
            f'<rect x="{left:g}" y="0" width="{width:g}" height="4" rx="2" fill="var(--pic-{colour})"/>'
            f'<g data-left="{left:g}" data-right="{left + width:g}">{texts}</g>'
        )
    return "".join(grounds), f'<g class="picture__heads">{"".join(heads)}</g>'


def _draw_tie(route: Route, drawn: Drawn, codes: frozenset[str]) -> str:
    edge = route.edge
    place = list(drawn.styles).index(edge.kind)
    style = drawn.styles[edge.kind]
    faded = ' opacity="0.25"' if edge.source in codes or edge.target in codes else ""
    return (
        f'<path class="picture__tie" data-ends="{escape(edge.source)} {escape(edge.target)}" d="{write_path(route.curve)}" '
        f"{_tell_line(style, place)}{faded}/>"
    )


def _order_boxes(drawn: Drawn) -> list[Node]:
    """Put boxes in the order of layers, each from its top: the order in which keys walk through them."""
    boxes = drawn.layout.boxes
    return sorted(drawn.picture.nodes, key=lambda node: (boxes[node.code].left, boxes[node.code].top))


def _draw_box(node: Node, drawn: Drawn, *, links: bool) -> str:
    box, picture = drawn.layout.boxes[node.code], drawn.picture
    is_focus = picture.focus is not None and node.pk == picture.focus.pk
    colour = _colour_of(box, drawn)
    edge, ground, thick = ("accent", "tint", 2.5) if is_focus else ("line", "sheet", 1)
    kind = drawn.picture.type_of(node).label
    inner = (
        f"<title>{escape(f'{node.code} {node.title} ({kind})')}</title>"
        f'<rect class="picture__box" x="{box.left:g}" y="{box.top:g}" width="{drawn.density.width:g}" '
        f'height="{drawn.density.height:g}" rx="6" fill="var(--pic-{ground})" stroke="var(--pic-{edge})" '
        f'stroke-width="{thick:g}"/>'
        f'<rect x="{box.left + 1:g}" y="{box.top + 7:g}" width="{STRIPE - 1:g}" height="{drawn.density.height - 14:g}" '
        f'rx="2" fill="var(--pic-{colour})"/>' + "".join(_write_words(node, str(kind), box, drawn.density))
    )
    faded = ' opacity="0.3"' if node.pk not in picture.near else ""
    if not links:
        return f"<g{faded}>{inner}</g>"
    here = ' aria-current="true"' if is_focus else ""
    return (
        f'<a class="picture__node" href="{escape(node.get_absolute_url())}" data-code="{escape(node.code)}"{here}{faded}>'
        f"{inner}</a>"
    )


def _colour_of(box: Box, drawn: Drawn) -> str:
    middle = (box.left + box.right) / 2
    for place, band in enumerate(drawn.layout.bands):
        if band.box.left <= middle <= band.box.right:
            return LAYER_WORDS[place % len(LAYER_WORDS)]
    return LAYER_WORDS[0]


def _write_words(node: Node, kind: str, box: Box, density: Density) -> Sequence[str]:
    """Write the code and the title; what does not fit is cut, and stands whole in the box's name."""
    size, x = density.size, box.left + STRIPE + PAD
    room = density.width - STRIPE - 2 * PAD
    if density is ROOMY:
        label = cut(kind, room - measure(f"{node.code}  ", size, bold=True), size - 2)
        head = (
            f'<text x="{x:g}" y="{box.top + 22:g}" fill="var(--pic-ink)">'
            f'<tspan font-weight="600">{escape(node.code)}</tspan>'
            f'<tspan dx="7" font-size="{size - 2:g}" fill="var(--pic-soft)">{escape(label)}</tspan></text>'
        )
        rows, first = wrap(node.title, room, size, 2), box.top + 42
        return [head, *(_write_row(escape(row), x, first + 19 * number) for number, row in enumerate(rows))]
    # Bold letters are a little wider than the measure of the line takes them.
    rows = wrap(f"{node.code} {node.title}", room - measure(node.code, size) * 0.1, size, 2)
    words = rows[0].removeprefix(node.code).strip()
    first_row = f'<tspan font-weight="600">{escape(node.code)}</tspan> {escape(words)}'
    top = box.top + (19 if len(rows) > 1 else 27)
    return [
        _write_row(first_row, x, top),
        *(_write_row(escape(row), x, top + 16.5 * number) for number, row in enumerate(rows[1:], 1)),
    ]


def _write_row(words: str, x: float, y: float) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="var(--pic-ink)">{words}</text>'
