"""Which product uses which resource: two columns of boxes with lines between them; unused resources stand out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.kit.lettering import wrap
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.diagnosis.charts.tree import FONT
from sciezka.rooms.diagnosis.queries.holdings import Holdings, ProductLine, ResourceLine

Line = ResourceLine | ProductLine
ROUNDS: Final = 8
LINE_HEIGHT: Final = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How large a drawing is; its height follows from what it holds."""

    width: float
    column: float
    size: float
    pad: float
    gap: float
    lines: int


WIDE: Final = Paper(width=820, column=310, size=15, pad=12, gap=12, lines=3)
NARROW: Final = Paper(width=360, column=146, size=13, pad=8, gap=10, lines=5)


@dataclass(frozen=True, slots=True)
class Box:
    """A resource or a product in its column."""

    line: Line
    x: float
    y: float
    width: float
    height: float
    rows: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The height at which lines meet it."""
        return self.y + self.height / 2


def order_columns(view: Holdings) -> tuple[list[ResourceLine], list[ProductLine]]:
    """Put both columns into an order in which few lines cross: each beside the middle of what it is joined to.

    What is joined to nothing stands below, in its own order.
    """
    left, right = list(view.resources), list(view.products)
    for _turn in range(ROUNDS):
        places = {line.node.pk: place for place, line in enumerate(left)}
        right = _sort(
            right, {line.node.pk: [places[node.pk] for node in line.resources if node.pk in places] for line in right}
        )
        places = {line.node.pk: place for place, line in enumerate(right)}
        left = _sort(left, {line.node.pk: [places[node.pk] for node in line.products if node.pk in places] for line in left})
    return left, right


def _sort(lines: list, joined: Mapping[int, Sequence[int]]) -> list:  # type: ignore[type-arg]
    def mean(line: Line) -> tuple[bool, float]:
        places = joined[line.node.pk]
        return not places, fmean(places) if places else 0.0

    return sorted(lines, key=mean)


def lay_column(
    lines: Sequence[Line], x: float, top: float, paper: Paper, beside: Mapping[int, float] | None = None
) -> list[Box]:
    """Lay a column of boxes; each no higher than the middle of what it is to stand beside."""
    boxes, y = [], top
    for line in lines:
        name = line.resource.name if isinstance(line, ResourceLine) else line.product.name
        rows = tuple(wrap(bind_words(name), paper.column - 2 * paper.pad, paper.size, paper.lines))
        height = 2 * paper.pad + (len(rows) + 1) * paper.size * LINE_HEIGHT - paper.size * 0.25
        y = max(y, (beside or {}).get(line.node.pk, 0.0) - height / 2)
        boxes.append(Box(line, x, y, paper.column, height, rows))
        y += height + paper.gap
    return boxes


def draw_products(view: Holdings, paper: Paper = WIDE) -> str:
    """Draw which product uses which resource; boxes lead to their pages."""
    resources, products = order_columns(view)
    top = paper.size * 2
    left = lay_column(resources, 1, top, paper)
    middles = {box.line.node.pk: box.middle for box in left}
    beside = {
        line.node.pk: fmean(middles[node.pk] for node in line.resources)
        for line in products
        if line.resources and all(node.pk in middles for node in line.resources)
    }
    right = lay_column(products, paper.width - paper.column - 1, top, paper, beside)
    height = max((box.y + box.height for box in (*left, *right)), default=top) + 2
    at = {box.line.node.pk: box for box in left}
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:g} {height:g}" font-family="{FONT}" '
            f'font-size="{paper.size:g}" role="group" aria-label="{escape(_("Which product uses which resource"))}">'
        ),
        _write_heading(1, _("Resources"), paper),
        _write_heading(right[0].x if right else paper.width - paper.column, _("Products"), paper),
    ]
    parts += [
        _draw_line(at[node.pk], box)
        for box in right
        if isinstance(box.line, ProductLine)
        for node in box.line.resources
        if node.pk in at
    ]
    parts += [_draw_box(box, paper) for box in (*left, *right)]
    return keep_writable("".join([*parts, "</svg>"]))


def _write_heading(x: float, words: str, paper: Paper) -> str:
    return f'<text x="{x:g}" y="{paper.size:g}" font-weight="600" fill="var(--res-soft)">{escape(words)}</text>'


def _draw_line(source: Box, target: Box) -> str:
    x, end = source.x + source.width, target.x
    bend = (end - x) / 2
    return (
        f'<path d="M{x:g} {source.middle:g} C{x + bend:g} {source.middle:g} {end - bend:g} {target.middle:g} '
        f'{end:g} {target.middle:g}" fill="none" stroke="var(--res-line)" stroke-width="1.75"/>'
    )


def _draw_box(box: Box, paper: Paper) -> str:
    line = box.line
    is_resource = isinstance(line, ResourceLine)
    is_bare = not (line.products if isinstance(line, ResourceLine) else line.resources)
    frame = (
        'fill="var(--res-idle-area)" stroke="var(--res-idle)" stroke-width="2" stroke-dasharray="6 4"'
        if is_bare
        else 'fill="var(--res-sheet)" stroke="var(--res-line)" stroke-width="1.25"'
    )
    noun = line.resource if isinstance(line, ResourceLine) else line.product
    mark = "" if not is_bare else _("used by nothing") if is_resource else _("uses nothing")
    said = escape(f"{line.node.code} {noun.name}" + (f" – {mark}" if mark else ""))
    x, y = box.x + paper.pad, box.y + paper.pad + paper.size * 0.85
    rows = "".join(
        f'<tspan x="{x:g}" y="{y + paper.size * LINE_HEIGHT * (number + 1):g}">{escape(row)}</tspan>'
        for number, row in enumerate(box.rows)
    )
    note = (
        f'<text x="{box.x + box.width - paper.pad:g}" y="{y:g}" text-anchor="end" font-size="{paper.size * 0.9:g}" '
        f'fill="var(--res-idle)">{escape(mark)}</text>'
        if mark
        else ""
    )
    return (
        f'<a class="res__spot" href="{escape(noun.get_absolute_url())}" aria-label="{said}">'
        f'<rect class="res__disc" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="8" {frame}/>'
        f'<text x="{x:g}" y="{y:g}" font-weight="600" font-size="{paper.size * 0.93:g}" fill="var(--res-soft)">'
        f'{line.node.code}</text>{note}<text fill="var(--res-ink)">{rows}</text></a>'
    )
