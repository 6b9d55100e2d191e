"""One definition of a chart, three media: in the page, in a document, and as a table.

A room draws its picture with Altair and gives the rows beside it::

    import altair as alt

    picture = alt.Chart().mark_bar().encode(y=alt.Y("town:N", title=None), x=alt.X("rate:Q", title="%"))
    chart = Chart(title=_("Unemployment falls more slowly than in similar towns"), picture=picture, rows=rows,
                  columns=(ChartColumn("town", _("Town")), ChartColumn("rate", _("Rate, %"), digits=1)))

and its template says ``{% chart chart %}``. Colours are words of the style sheet (``TOWN``, ``PEERS``, ``INK``), so one
drawing is right in light and in dark; :meth:`Chart.draw` puts real colours in for documents. Altair is imported by
the room that draws, not here: pages without charts don't pay for it.
"""

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable
from urllib.parse import quote

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language

from sciezka.kit.charts_svg import clean_svg, paint_svg
from sciezka.kit.keeping import forget_oldest
from sciezka.kit.manifests import Text
from sciezka.kit.typography import keep_writable

Row = Mapping[str, Any]

INK: Final = "var(--chart-ink)"
INK_SOFT: Final = "var(--chart-ink-soft)"
GRID: Final = "var(--chart-grid)"
TOWN: Final = "var(--chart-town)"
PEERS: Final = "var(--chart-peers)"
# Okabe and Ito's colours, told apart by colour-blind readers too; yellow is left out, it is lost on white.
CATEGORIES: Final = tuple(f"var(--chart-{number})" for number in range(1, 7))
SINGLE_HUE: Final = ("#dcebe4", "#aecfc1", "#7cb19c", "#468f77", "#17594a")

WIDE: Final = 720
NARROW: Final = 340
DRAWING_VERSION: Final = 1
FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"

_DAYS = ["niedziela", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota"]
_MONTHS = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
# d3's own Polish locale groups thousands with full stops, which nobody in Poland does.
NUMBER_WORDS: Final[dict[str, dict[str, Any]]] = {
    "pl": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0zł"], "minus": "−"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["PLN\u00a0", ""], "minus": "−"},
}
TIME_WORDS: Final[dict[str, dict[str, Any]]] = {
    "pl": {
        "dateTime": "%A, %e %B %Y, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": _DAYS,
        "shortDays": ["niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."],
        "months": _MONTHS,
        "shortMonths": ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
    },
    "en": {
        "dateTime": "%A %e %B %Y, %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "months": [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        "shortMonths": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
}

THEME: Final[dict[str, Any]] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "range": {"category": list(CATEGORIES), "ramp": list(SINGLE_HUE), "ordinal": list(SINGLE_HUE)},
    "bar": {"color": TOWN, "cornerRadiusEnd": 2},
    "line": {"color": TOWN, "strokeWidth": 3, "strokeCap": "round", "strokeJoin": "round"},
    "point": {"color": TOWN, "filled": True, "size": 70},
    "area": {"color": TOWN, "opacity": 0.25},
    "rule": {"color": INK_SOFT},
    "text": {"color": INK, "fontSize": 14},
    "axis": {
        "labelColor": INK_SOFT,
        "labelFontSize": 14,
        "labelLimit": 220,
        "labelPadding": 6,
        "titleColor": INK_SOFT,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
    },
    "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 5},
    "axisBand": {"ticks": False, "grid": False},
    "scale": {"zero": True},
    "legend": {"labelColor": INK, "titleColor": INK_SOFT, "labelFontSize": 14, "titleFontSize": 14, "orient": "top"},
    "header": {"labelColor": INK, "titleColor": INK_SOFT, "labelFontSize": 14},
    "title": {"color": INK, "fontSize": 16, "anchor": "start"},
}


@runtime_checkable
class Picture(Protocol):
    """What Altair's charts are: something that gives its Vega-Lite definition."""

    def to_dict(self) -> dict[str, Any]:
        """Give the definition."""


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """One column of the table beside a chart; ``digits`` makes it a number with so many decimal places."""

    key: str
    label: Text
    digits: int | None = None

    def show(self, row: Row) -> str:
        """Write a cell as people read it."""
        value = row.get(self.key)
        if value is None:
            return "–"
        if self.digits is not None and isinstance(value, int | float | Decimal):
            # Rounded first: Django's formatting cuts what it does not show.
            written = f"{value:.{self.digits}f}"
            return str(number_format(written, decimal_pos=self.digits, use_l10n=True, force_grouping=True))
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart with what must stand around it.

    Attributes:
        title: a sentence that reads the chart.
        picture: an Altair chart, or a Vega-Lite definition, without data and (unless it must) without width.
        rows: the data, also of the table and the file.
        columns: the columns of the table and the file.
        note: what is measured, in what unit, for when.
        source: where the data come from.
        data_url: the address of the data as a file, when a view gives it; else the page itself holds it.
    """

    title: Text
    picture: Picture | Mapping[str, Any]
    rows: Sequence[Row]
    columns: tuple[ChartColumn, ...]
    note: Text = ""
    source: Text = ""
    data_url: str = ""
    language: str = field(default_factory=lambda: "en" if get_language() == "en" else "pl")

    @cached_property
    def definition(self) -> dict[str, Any]:
        """The Vega-Lite definition with our theme and the rows, as wide as its place."""
        own = self.picture.to_dict() if isinstance(self.picture, Picture) else dict(self.picture)
        spec = {**leave_out_empty_data(own), "data": {"values": [dict(row) for row in self.rows]}}
        spec["config"] = {**THEME, "locale": {"number": NUMBER_WORDS[self.language], "time": TIME_WORDS[self.language]}}
        if self.is_fluid:
            spec |= {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
        return leave_out_undrawable(json.loads(json.dumps(spec, default=str)))  # type: ignore[no-any-return]

    @cached_property
    def is_fluid(self) -> bool:
        """Tell whether the picture takes the width of its place (one view or layers, no width of its own)."""
        own = self.picture.to_dict() if isinstance(self.picture, Picture) else self.picture
        return not {"width", "hconcat", "vconcat", "concat", "facet", "repeat", "spec"} & own.keys()

    @cached_property
    def key(self) -> str:
        """The name of the drawing: what it is drawn from decides it."""
        content = json.dumps([DRAWING_VERSION, self.definition], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def drawings(self) -> list[tuple[str, str]]:
        """Draw for the page: (size, SVG) for a wide place and, where the picture can, for a phone."""
        sizes = [("wide", WIDE), ("narrow", NARROW)] if self.is_fluid else [("only", WIDE)]
        return [(name, clean_svg(self._draw(width), prefix=f"c{self.key[:8]}{name[0]}")) for name, width in sizes]

    def draw(self, width: int = WIDE) -> str:
        """Draw for a document: a whole SVG file in the colours of paper."""
        return paint_svg(self._draw(width))

    def payload(self) -> dict[str, Any]:
        """What the page's script needs to make the chart interactive."""
        return {
            "spec": self.definition,
            "numbers": NUMBER_WORDS[self.language],
            "times": TIME_WORDS[self.language],
        }

    def lines(self) -> list[list[tuple[ChartColumn, str]]]:
        """The rows of the table, ready to read."""
        return [[(column, column.show(row)) for column in self.columns] for row in self.rows]

    def write_csv(self) -> str:
        """Write the data as comma-separated values, with plain numbers."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([str(column.label) for column in self.columns])
        writer.writerows([[defuse_cell(row.get(column.key)) for column in self.columns] for row in self.rows])
        return out.getvalue()

    def data_link(self) -> str:
        """The address that saves the data."""
        return self.data_url or f"data:text/csv;charset=utf-8,{quote(chr(0xFEFF) + self.write_csv())}"

    def _draw(self, width: int) -> str:
        kept = settings.HOME / "cache" / "charts" / f"{self.key}-{width}.svg"
        with suppress(OSError):
            return str(kept.read_text(encoding="utf-8"))
        svg = self._render(width)
        keep_file(kept, svg)
        return svg

    def _render(self, width: int) -> str:
        import vl_convert  # noqa: PLC0415 - loads an engine; only who draws pays for it

        spec = {**self.definition, "width": width} if self.is_fluid else self.definition
        return vl_convert.vegalite_to_svg(
            spec,
            allowed_base_urls=[],
            format_locale=NUMBER_WORDS[self.language],
            time_format_locale=TIME_WORDS[self.language],
        )


# Characters that no drawing can hold: the engine does not refuse them, it ends the whole process. And those beyond the
# first plane (emoji): where it shortens a label it cuts them in half, and then draws nothing.
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")


def leave_out_undrawable(part: Any) -> Any:  # noqa: ANN401 - any part of a definition
    """Take away the characters that can't be drawn, wherever people's words stand."""
    if isinstance(part, str):
        return UNDRAWABLE.sub("", part)
    if isinstance(part, list):
        return [leave_out_undrawable(item) for item in part]
    if isinstance(part, dict):
        return {UNDRAWABLE.sub("", key): leave_out_undrawable(item) for key, item in part.items()}
    return part


def leave_out_empty_data(part: Any) -> Any:  # noqa: ANN401 - any part of a definition
    """Take away the name that Altair gives to data it was not given, or a layer would not see the rows above it."""
    if isinstance(part, list):
        return [leave_out_empty_data(item) for item in part]
    if isinstance(part, dict):
        return {
            key: leave_out_empty_data(item)
            for key, item in part.items()
            if not (key == "data" and item == {"name": "empty"})
        }
    return part


def defuse_cell(value: object) -> object:
    """Keep a spreadsheet from taking words for a formula, and a workbook from signs that it can't hold."""
    if not isinstance(value, str):
        return value
    text = keep_writable(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def keep_file(path: Path, text: str) -> None:
    """Keep a drawing; a reader never sees half of it. A disk that refuses only costs the time of drawing it again."""
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)
    else:
        forget_oldest(path.parent)
