"""A problem tree as SVG: effects above, the problem in the middle, causes below."""

from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.graphs.layout import Layout, LayoutOptions, Route, lay_out
from sciezka.core.graphs.types import Node as Box
from sciezka.core.rectangles import Box as Frame
from sciezka.kit.lettering import measure, wrap
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.diagnosis.models import Role
from sciezka.rooms.diagnosis.queries.trees import Spot, TreeView

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
WIDTH: Final = 236.0
CORE_WIDTH: Final = 300.0
PAD: Final = 14.0
SIZE: Final = 15.0
LINE: Final = 20.0
HEAD: Final = 22.0
MOST_LINES: Final = 14
TITLE: Final = 28.0
OPTIONS: Final = LayoutOptions(
    direction="up", gap=20, line_gap=14, rank_gap=56, part_gap=40, margin=12, ports="spread", port_gap=14
)
# What the words of the style sheet are on paper.
PAPER: Final = {
    "core-fill": "#e3efea", "core": "#17594a", "cause": "#0072b2", "effect": "#b34a00", "sheet": "#ffffff", "ink": "#1d1b18",
    "soft": "#57524a", "line": "#8a857c", "edge": "#c9c3b8", "chosen": "#17594a",
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A tree laid out: the boxes' words broken into lines, and where everything stands."""

    view: TreeView
    layout: Layout
    words: dict[str, list[str]]


def width_of(spot: Spot) -> float:
    """Tell how wide a statement's box is."""
    return CORE_WIDTH if spot.statement.role == Role.CORE else WIDTH


def size_of(spot: Spot) -> float:
    """Tell how large a statement is written."""
    return SIZE + 2 if spot.statement.role == Role.CORE else SIZE


def lay_tree(view: TreeView) -> Drawing:
    """Lay a tree out."""
    words, boxes = {}, []
    for key, spot in view.spots.items():
        lines = wrap(bind_words(spot.statement.text), width_of(spot) - 2 * PAD, size_of(spot), MOST_LINES)
        words[str(key)] = lines
        height = 2 * PAD + HEAD + LINE * len(lines) - 4
        boxes.append(Box(key=str(key), kind=spot.statement.role, width=width_of(spot), height=height))
    return Drawing(view, lay_out(view.make_graph(boxes), OPTIONS, view.order), words)


def draw_tree(drawing: Drawing, *, links: bool = True, chosen: int | None = None) -> str:
    """Draw a tree; boxes lead to their statements where ``links``."""
    layout = drawing.layout
    named = f' role="group" aria-label="{escape(str(drawing.view.words["drawing"]))}"' if links else ""
    sized = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {sized} font-family="{FONT}"{named}>', draw_marker()]
    parts += [draw_route(route, chosen) for route in layout.routes]
    parts += [
        draw_spot(drawing, spot, layout.boxes[str(key)], links=links, is_chosen=key == chosen)
        for key, spot in drawing.view.spots.items()
    ]
    return keep_writable("".join([*parts, "</svg>"]))


def draw_marker() -> str:
    """Draw the head of an arrow."""
    head = '<path d="M0 0 L8 4 L0 8 Z" fill="var(--tree-line)"/>'
    shape = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"'
    return f'<defs><marker id="tree-arrow" {shape}>{head}</marker></defs>'


def draw_route(route: Route, chosen: int | None) -> str:
    """Draw a tie, from the cause to what it causes."""
    start, *rest = route.curve
    curve = " ".join(f"{x:g} {y:g}" for x, y in rest)
    is_chosen = chosen is not None and str(chosen) in {route.edge.source, route.edge.target}
    stroke = (
        'stroke="var(--tree-chosen)" stroke-width="2.5"' if is_chosen else 'stroke="var(--tree-line)" stroke-width="1.5"'
    )
    return f'<path d="M{start[0]:g} {start[1]:g} C{curve}" fill="none" {stroke} marker-end="url(#tree-arrow)"/>'


def draw_spot(drawing: Drawing, spot: Spot, box: Frame, *, links: bool, is_chosen: bool) -> str:
    """Draw a statement."""
    x, y, width, height = box.left, box.top, box.right - box.left, box.bottom - box.top
    role, is_core, is_aside = spot.statement.role, spot.statement.role == Role.CORE, spot.statement.is_aside
    fill = "var(--tree-core-fill)" if is_core else "var(--tree-sheet)"
    edge = "var(--tree-chosen)" if is_chosen else "var(--tree-core)" if is_core else "var(--tree-edge)"
    stroke = f'stroke="{edge}" stroke-width="{3 if is_chosen else 2 if is_core else 1.25:g}"'
    dashes = ' stroke-dasharray="6 4"' if is_aside else ""
    frame = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="{fill}" {stroke}{dashes}/>'
    # A cause is marked on the side on which its arrow leaves, an effect on the one where it comes in.
    bar_y = y + 2 if role == Role.CAUSE else y + height - 6
    bar = "" if is_core else (
        f'<rect x="{x + 10:g}" y="{bar_y:g}" width="{width - 20:g}" height="4" rx="2" fill="var(--tree-{role})"/>'
    )  # fmt: skip
    top = y + PAD + 13
    code = f'<text x="{x + PAD:g}" y="{top:g}" font-size="14" font-weight="600" fill="var(--tree-{role})">{spot.code}</text>'
    stands = escape(say_stand(spot))
    mark = (
        f'<text x="{x + width - PAD:g}" y="{top:g}" font-size="13" text-anchor="end" fill="var(--tree-soft)">{stands}</text>'
    )
    size, weight = size_of(spot), ' font-weight="600"' if is_core else ""
    lines = "".join(
        f'<tspan x="{x + PAD:g}" y="{top + HEAD + LINE * row:g}">{escape(line)}</tspan>'
        for row, line in enumerate(drawing.words[str(spot.key)])
    )
    ink = "var(--tree-soft)" if is_aside else "var(--tree-ink)"
    drawn = f'{frame}{bar}{code}{mark}<text font-size="{size:g}" fill="{ink}"{weight}>{lines}</text>'
    if not links:
        return f"<g>{drawn}</g>"
    said = escape(f"{spot.code}, {spot.statement.role_words}: {spot.statement.text}. {say_stand(spot)}")
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<a href="?na={spot.key}" id="spot-{spot.key}" class="spot" data-spot="{spot.key}" aria-label="{said}"{current}>'
        f"{drawn}</a>"
    )


def say_stand(spot: Spot) -> str:
    """Say in few words what else is to be known of a statement."""
    if spot.statement.is_aside:
        return _("set aside")
    count = len(spot.evidence)
    if count:
        return ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", count) % {"count": count}
    return _("no evidence") if spot.node.type == "problem" else ""


def paint(svg: str) -> str:
    """Give a drawing the colours of paper."""
    for name, colour in PAPER.items():
        svg = svg.replace(f"var(--tree-{name})", colour)
    return svg


def draw_file(view: TreeView) -> str:
    """Draw a tree as a file of its own: with its name, and in the colours of paper."""
    drawing = lay_tree(view)
    layout, pad = drawing.layout, 24.0
    title = bind_words(view.tree.name)
    width = max(layout.width, measure(title, TITLE, bold=True)) + 2 * pad
    height = layout.height + 2 * pad + TITLE + 28
    inner = draw_tree(drawing, links=False)
    body = inner[inner.index(">") + 1 : -len("</svg>")]
    place = bind_words(f"{view.tree.process.workspace} · {view.tree.process}")
    return paint(
        keep_writable(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}"><title>{escape(title)}</title>'
            f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
            f'<text x="{pad:g}" y="{pad + TITLE - 6:g}" font-size="{TITLE:g}" font-weight="600" fill="var(--tree-ink)">'
            f'{escape(title)}</text><text x="{pad:g}" y="{pad + TITLE + 16:g}" font-size="15" fill="var(--tree-soft)">'
            f'{escape(place)}</text><g transform="translate({(width - layout.width) / 2:g} {pad + TITLE + 28:g})">'
            f"{body}</g></svg>"
        )
    )


def centre_of(drawing: Drawing) -> tuple[float, float]:
    """Give the middle of the first problem, where a narrow screen begins."""
    key = next((str(key) for key, spot in drawing.view.spots.items() if spot.statement.role == Role.CORE), None)
    box = drawing.layout.boxes.get(key or "")
    if box is None:
        return drawing.layout.width / 2, drawing.layout.height / 2
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
