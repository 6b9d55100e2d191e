"""Pictures of one item's results that can leave the page: bars, stacked rows of a grid, a profile."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.kit.charts import GRID, PEERS, TOWN, Chart, ChartColumn
from sciezka.rooms.surveys.queries.results_groups import Grouping
from sciezka.rooms.surveys.queries.results_page import Bar, Card

ROW: Final = 34
LONGEST_LABEL: Final = 60
TONES: Final = ("#b35806", "#e08e3a", "#f5cd9a", "#dcd8cf", "#a9d0c3", "#5aa68f", "#17594a")
HIDDEN: Final = "#c9c3b8"
_OPENING: Final = re.compile(r"(<svg\b[^>]*>)")
Spec = dict[str, Any]


def put_on_paper(svg: str) -> str:
    """Put white paper under a drawing, so that it can be read wherever it is laid."""
    return _OPENING.sub(r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def draw_card(card: Card, *, source: str = "", alone: bool = False) -> Chart | None:
    """Draw an item; nothing where nothing of it may be told, or where it is no picture.

    Args:
        card: the item.
        source: whose answers, how many and of when.
        alone: whether it is a file of its own: then the question and the source stand inside of the picture.
    """
    if card.sight.is_withheld or not card.sight.n:
        return None
    if card.sight.shape == "stack":
        made = _draw_stack(card)
    elif card.sight.shape == "profile":
        made = _draw_profile(card)
    elif card.bars or card.unsure:
        made = _draw_bars(card)
    else:
        return None
    picture, rows, columns = made
    if alone:
        lines = [part for part in (card.sentence, source) if part]
        picture = {**picture, "title": {"text": shorten(card.sight.question, 90), "subtitle": lines, "offset": 14,
                                        "fontSize": 15, "subtitleFontSize": 13}}  # fmt: skip
    return Chart(title=card.sentence, picture=picture, rows=rows, columns=columns, note=f"n = {card.sight.n}", source=source)


def shorten(text: str, longest: int = LONGEST_LABEL) -> str:
    """Cut words that no picture has room for."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _number(bars: Sequence[Bar]) -> list[str]:
    """Shorten labels, and keep those apart that are alike then."""
    seen: dict[str, int] = {}
    labels = []
    for bar in bars:
        label = shorten(bar.line.label)
        seen[label] = seen.get(label, 0) + 1
        labels.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return labels


def _make_axis(field: str, limit: int) -> Spec:
    axis = {"labelLimit": limit, "labelOverlap": False}
    return {"field": field, "type": "nominal", "sort": None, "title": None, "axis": axis}


def _draw_bars(card: Card) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    bars = (*card.bars, *card.more, *card.unsure)
    has_means = card.sight.shape == "scores"
    rows = [
        {"label": label, "width": bar.width, "percent": None if bar.line.told is None else 100 * bar.line.told,
         "mean": bar.line.mean, "people": bar.line.count, "said": bar.mean or bar.share, "is_apart": bar.line.is_unsure}
        for label, bar in zip(_number(bars), bars, strict=True)
    ]  # fmt: skip
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 300, "labelOverlap": False},
    }
    x = {"field": "width", "type": "quantitative", "title": None, "axis": None, "scale": {"domain": [0, 112]}}
    colour = {"condition": {"test": "datum.is_apart", "value": PEERS}, "value": TOWN}
    picture: Spec = {
        "height": ROW * len(rows),
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.62}}, "encoding": {"x": x, "y": y, "color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 6},
             "encoding": {"x": x, "y": y, "text": {"field": "said", "type": "nominal"}}},
        ],
    }  # fmt: skip
    figure = ChartColumn("mean", _("Mean"), digits=2) if has_means else ChartColumn("percent", _("Share, %"), digits=1)
    label, people = ChartColumn("label", pgettext("noun", "Answer")), ChartColumn("people", _("People"), digits=0)
    return picture, rows, (label, figure, people)


def _draw_stack(card: Card) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    rows = []
    order: dict[str, str] = {}
    for stack in card.stacks:
        for part in stack.segments:
            order.setdefault(part.label, TONES[part.tone - 1] if part.tone else HIDDEN)
            rows.append(
                {"row": shorten(stack.row.question), "step": part.label, "start": part.start, "end": part.start + part.width,
                 "percent": part.share, "mean": stack.row.mean, "people": stack.row.n}
            )  # fmt: skip
    known = {label: TONES[tone - 1] for tone, label in card.legend}
    scale = {"domain": [*known, *(label for label in order if label not in known)]}
    colours = {**order, **known}
    y = _make_axis("row", 260)
    picture: Spec = {
        "height": ROW * max(1, len(card.stacks)),
        "mark": {"type": "bar", "height": {"band": 0.7}, "cornerRadiusEnd": 0},
        "encoding": {
            "y": y,
            "x": {"field": "start", "type": "quantitative", "title": None, "axis": None, "scale": {"domain": [0, 100]}},
            "x2": {"field": "end"},
            "color": {"field": "step", "type": "nominal", "title": None, "sort": None,
                      "legend": {"columns": 3, "labelLimit": 220},
                      "scale": {**scale, "range": [colours[label] for label in scale["domain"]]}},
        },
    }  # fmt: skip
    columns = (
        ChartColumn("row", _("Row")), ChartColumn("step", pgettext("noun", "Answer")), ChartColumn("percent", _("Share")),
        ChartColumn("mean", _("Mean"), digits=2), ChartColumn("people", "n", digits=0),
    )  # fmt: skip
    return picture, rows, columns


def _draw_profile(card: Card) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    rows = [
        {"row": f"{shorten(stack.row.question, 34)} – {shorten(stack.row.right, 34)}", "mean": stack.row.mean,
         "people": stack.row.n, "low": 1, "high": card.sight.item.steps}
        for stack in card.stacks
    ]  # fmt: skip
    y = _make_axis("row", 320)
    scale = {"domain": [1, card.sight.item.steps]}
    picture: Spec = {
        "height": ROW * max(1, len(rows)),
        "layer": [
            {"mark": {"type": "rule", "color": GRID},
             "encoding": {"y": y, "x": {"field": "low", "type": "quantitative", "title": None, "scale": scale},
                          "x2": {"field": "high"}}},
            {"mark": {"type": "point", "color": TOWN, "size": 140},
             "encoding": {"y": y, "x": {"field": "mean", "type": "quantitative", "title": None, "scale": scale}}},
        ],
    }  # fmt: skip
    columns = (ChartColumn("row", _("Row")), ChartColumn("mean", _("Mean"), digits=1), ChartColumn("people", "n", digits=0))
    return picture, rows, columns


def list_rows(card: Card, grouping: Grouping | None = None) -> list[list[str]]:
    """Give an item as the rows of a table of text, exactly as protected as on the page."""
    sight = card.sight
    head = [sight.item.code, sight.question]
    rows = [[*head], [_("Answers"), "" if sight.n is None else str(sight.n)]]
    if grouping is not None and card.tables:
        for table in card.tables:
            rows += [[table.row, *table.groups.values()]]
            rows += [[line.label, *(_write(part.share) for part in line.shares)] for line in table.lines]
            rows += [["n", *("" if base is None else str(base) for base in table.bases)]]
        return rows
    for stack in card.stacks:
        name = f"{stack.row.question} – {stack.row.right}" if stack.row.right else stack.row.question
        rows += [[name, line.label, _write(line.told), _count(line.count)] for line in stack.row.lines]
        rows.append([name, _("Mean"), _plain(stack.row.mean), _count(stack.row.n)])
    for bar in (*card.bars, *card.more, *card.unsure):
        figure = _plain(bar.line.mean) if sight.shape == "scores" else _write(bar.line.told)
        rows.append([bar.line.label, figure, _count(bar.line.count)])
    return [*rows, *([label, value] for label, value in card.figures)]


def _write(share: float | None) -> str:
    return "" if share is None else f"{share:.4f}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _count(count: int | None) -> str:
    return "" if count is None else str(count)
