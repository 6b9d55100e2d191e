"""Pictures of results that can leave the page: one item's spread, and the round as a whole."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.kit.charts import INK_SOFT, PEERS, SINGLE_HUE, TOWN, Chart, ChartColumn
from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, stand_of
from sciezka.rooms.rounds.queries.results_reading import say_agreed, say_heading, say_level, write_share

ROW: Final = 26
LONGEST_LABEL: Final = 60
_OPENING: Final = re.compile(r"(<svg\b[^>]*>)")
Spec = dict[str, Any]


def put_on_paper(svg: str) -> str:
    """Put white paper under a drawing, so that it can be read wherever it is laid."""
    return _OPENING.sub(r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def draw_item(line: ItemResult, *, alone: bool = False) -> Chart | None:
    """Draw how many gave each level; nothing where nobody did.

    On the page the chart's own sentence stands above it; in a file (``alone``) it stands inside the picture.
    """
    summary = line.summary
    if summary is None or not summary.n:
        return None
    rows = [
        {"level": say_level(line, level), "count": count, "percent": write_share(count / summary.n),
         "is_median": summary.median is not None and abs(level - summary.median) < 1 and count > 0}
        for level, count in summary.distribution
    ]  # fmt: skip
    title = say_item(line)
    y = {"field": "level", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    x = {"field": "count", "type": "quantitative", "title": None, "axis": None}
    colour = {"condition": {"test": "datum.is_median", "value": TOWN}, "value": PEERS}
    picture: Spec = {
        "height": 36 * len(rows),
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.7}}, "encoding": {"x": x, "y": y, "color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"x": x, "y": y, "text": {"field": "count", "type": "quantitative"}},
            },
        ],
    }
    return Chart(
        title=title,
        picture=_name(picture, f"{line.item.title}. {title}") if alone else picture,
        rows=rows,
        columns=(
            ChartColumn("level", _("Level")),
            ChartColumn("count", _("People"), digits=0),
            ChartColumn("percent", _("Share of ratings")),
        ),
    )


def say_item(line: ItemResult) -> str:
    """Read one spread in a sentence."""
    summary = line.summary
    if summary is None or not summary.n:
        return _("Nobody gave a level")
    words = {"n": summary.n, "median": write_number(summary.median)}
    if summary.range == 0:
        return _("All %(n)s gave the same level: %(median)s") % words
    return _("Half of the answers lie between %(q1)s and %(q3)s; the median is %(median)s") % {
        **words, "q1": write_number(summary.q1), "q3": write_number(summary.q3),
    }  # fmt: skip


def draw_round(result: RoundResult, *, alone: bool = False) -> Chart | None:
    """Draw the whole round; nothing where nobody answered."""
    if result.withheld or not result.sheets:
        return None
    drawers = {
        Round.Kind.RANKING: _draw_ranking, Round.Kind.PICK: _draw_picks, Round.Kind.MATRIX: _draw_matrix,
    }  # fmt: skip
    titles = {
        Round.Kind.RANKING: _("Borda's points: the more, the higher people place an item"),
        Round.Kind.PICK: _("How many people chose each item"),
    }
    title = titles.get(Round.Kind(result.round.kind), say_heading(result))
    picture, rows, columns = drawers.get(Round.Kind(result.round.kind), _draw_ratings)(result)
    return Chart(
        title=title, picture=_name(picture, f"{result.round.title}. {title}") if alone else picture, rows=rows,
        columns=columns,
    )  # fmt: skip


def _name(picture: Spec, title: str) -> Spec:
    return {**picture, "title": {"text": title, "offset": 12, "limit": 680, "fontSize": 15}}


def _label(line: ItemResult, *, with_scale: bool) -> str:
    title = str(line.item.title)
    short = title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1]}…"
    # Titles may be alike; the code or the place keeps their lines apart.
    name = f"{line.item.code or line.rank or line.item.position}. {short}"
    return f"{name} · {line.scale.title}" if with_scale and line.scale else name


def _axis(lines: int) -> Spec:
    return {
        "field": "item", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 300, "labelOverlap": False},
        "scale": {"paddingInner": 0.35 if lines > 1 else 0},
    }  # fmt: skip


def _draw_ratings(result: RoundResult) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    many = len(result.round.scales) > 1
    rows = [
        {"item": _label(line, with_scale=many), "n": s.n, "low": s.low, "q1": s.q1, "median": s.median, "q3": s.q3,
         "high": s.high, "agreed": say_agreed(line.agreed, line) if line.agreed else ""}
        for line in result.lines
        if (s := line.summary) and s.n
    ]  # fmt: skip
    levels = sorted({level for line in result.lines for level in line.levels})
    y = _axis(len(rows))
    x = {"field": "low", "type": "quantitative", "title": None,
         "scale": {"domain": [levels[0], levels[-1]] if levels else [0, 1], "zero": False, "nice": False},
         "axis": {"values": levels, "format": "d", "orient": "top"}}  # fmt: skip
    picture: Spec = {
        "height": ROW * max(1, len(rows)),
        "layer": [
            {"mark": {"type": "rule", "color": INK_SOFT}, "encoding": {"y": y, "x": x, "x2": {"field": "high"}}},
            {"mark": {"type": "bar", "color": PEERS, "height": 10, "cornerRadius": 2},
             "encoding": {"y": y, "x": {**x, "field": "q1"}, "x2": {"field": "q3"}}},
            {"mark": {"type": "point", "color": TOWN, "size": 90}, "encoding": {"y": y, "x": {**x, "field": "median"}}},
        ],
    }  # fmt: skip
    return picture, rows, (
        ChartColumn("item", _("Item")), ChartColumn("n", _("Ratings"), digits=0),
        ChartColumn("low", _("Lowest"), digits=0), ChartColumn("q1", _("First quartile"), digits=2),
        ChartColumn("median", _("Median"), digits=1), ChartColumn("q3", _("Third quartile"), digits=2),
        ChartColumn("high", _("Highest"), digits=0), ChartColumn("agreed", pgettext("result", "Agreed")),
    )  # fmt: skip


def _draw_ranking(result: RoundResult) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    lines = sorted(result.lines, key=lambda line: line.rank or len(result.lines))
    rows = [
        {"item": _label(line, with_scale=False), "place": line.rank, "points": line.points,
         "mean": line.summary.mean if line.summary else None}
        for line in lines
    ]  # fmt: skip
    columns = (
        ChartColumn("item", _("Item")), ChartColumn("place", _("Place"), digits=0),
        ChartColumn("points", _("Borda's points"), digits=1), ChartColumn("mean", _("Mean place"), digits=2),
    )  # fmt: skip
    return _draw_bars(rows, "points"), rows, columns


def _draw_picks(result: RoundResult) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    lines = sorted(result.lines, key=lambda line: line.rank or len(result.lines))
    rows = [
        {"item": _label(line, with_scale=False), "place": line.rank, "count": line.summary.n if line.summary else 0,
         "share": write_share((line.summary.n if line.summary else 0) / result.sheets)}
        for line in lines
    ]  # fmt: skip
    columns = (
        ChartColumn("item", _("Item")), ChartColumn("place", _("Place"), digits=0),
        ChartColumn("count", _("Chosen by"), digits=0), ChartColumn("share", _("Share of people")),
    )  # fmt: skip
    return _draw_bars(rows, "count"), rows, columns


def _draw_bars(rows: list[dict[str, Any]], name: str) -> Spec:
    y, x = _axis(len(rows)), {"field": name, "type": "quantitative", "title": None, "axis": None}
    return {
        "height": ROW * max(1, len(rows)),
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"y": y, "x": x}},
            {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": {"y": y, "x": x, "text": {"field": name}}},
        ],
    }


def _draw_matrix(result: RoundResult) -> tuple[Spec, list[dict[str, Any]], tuple[ChartColumn, ...]]:
    rows = [
        {"item": _label(line, with_scale=False), "column": line.against.code or str(line.against.position),
         "value": stand_of(line).value, "n": line.summary.n if line.summary else 0}
        for line in result.lines
        if line.against
    ]  # fmt: skip
    levels = result.lines[0].levels if result.lines else (0.0, 1.0)
    x = {"field": "column", "type": "nominal", "sort": None, "title": None, "axis": {"orient": "top", "labelAngle": 0}}
    value = {"field": "value", "type": "quantitative"}
    colour = {**value, "scale": {"domain": [levels[0], levels[-1]], "range": list(SINGLE_HUE)}, "legend": None}
    # Light figures on dark tints.
    ink = {
        "condition": {"test": f"datum.value >= {(levels[0] + levels[-1]) / 2 + 0.5}", "value": "#ffffff"},
        "value": "#1d1b18",
    }
    picture: Spec = {
        "height": (ROW + 8) * max(1, len({row["item"] for row in rows})),
        "layer": [
            {"mark": {"type": "rect", "cornerRadius": 2}, "encoding": {"x": x, "y": _axis(2), "color": colour}},
            {"mark": "text", "encoding": {"x": x, "y": _axis(2), "text": value, "color": ink}},
        ],
    }
    columns = (
        ChartColumn("item", _("Item")), ChartColumn("column", pgettext("influence", "on")),
        ChartColumn("value", _("Median"), digits=1),
        ChartColumn("n", _("Ratings"), digits=0),
    )  # fmt: skip
    return picture, rows, columns
