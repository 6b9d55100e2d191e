"""The overview's charts with their tables and files; pages draw them by light shapes, documents by the chart engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sciezka.kit.charts import INK_SOFT, PEERS, TOWN, Chart, ChartColumn
from sciezka.rooms.monitor.drawings.overview_svg import MEAN
from sciezka.rooms.monitor.store.readings.overview import Point, YearReading


@dataclass(frozen=True, slots=True)
class LatePicture:
    """A picture that is drawn only when somebody asks for it: the chart engine takes a while to load."""

    draw: Callable[[], Any]

    def to_dict(self) -> dict[str, Any]:
        """Give the definition."""
        found: dict[str, Any] = self.draw().to_dict()
        return found


def chart_path(path: Sequence[YearReading], town: str, *, title: str, note: str, source: str = "") -> Chart:
    """Chart a score over time beside the group's median and middle half."""
    rows = [
        {
            "year": one.year,
            "town": one.score,
            "rank": one.rank or None,
            "of": one.of,
            "first": one.spread.first if one.spread else None,
            "median": one.spread.median if one.spread else None,
            "third": one.spread.third if one.spread else None,
        }
        for one in path
    ]
    columns = (
        ChartColumn("year", _("Year")),
        ChartColumn("town", town, digits=1),
        ChartColumn("rank", _("Rank"), digits=0),
        ChartColumn("of", _("of how many"), digits=0),
        ChartColumn("first", _("Group: first quartile"), digits=1),
        ChartColumn("median", _("Group: median"), digits=1),
        ChartColumn("third", _("Group: third quartile"), digits=1),
    )
    return Chart(title=title, note=note, source=source, rows=rows, columns=columns, picture=LatePicture(_draw_path))


def chart_plane(
    points: Sequence[Point], town: str, name_of: Callable[[str], str], *, title: str, note: str, source: str = ""
) -> Chart:
    """Chart level and dynamics of a group, the town marked."""
    rows = [
        {"unit": name_of(one.unit), "level": one.level, "change": one.change, "is_town": one.unit == town}
        for one in sorted(points, key=lambda one: -one.level)
    ]
    columns = (
        ChartColumn("unit", _("Town")),
        ChartColumn("level", _("Level, points"), digits=1),
        ChartColumn("change", _("Change, points a year"), digits=2),
    )
    return Chart(title=title, note=note, source=source, rows=rows, columns=columns, picture=LatePicture(_draw_plane))


def chart_radar(areas: Sequence[tuple[str, float, float]], town: str, *, title: str, note: str, source: str = "") -> Chart:
    """Chart the areas beside the group's medians; documents draw them as a row of points, which reads better on paper."""
    rows = [{"area": name, "median": median, "town": score} for name, median, score in areas]
    columns = (
        ChartColumn("area", _("Area")),
        ChartColumn("town", town, digits=1),
        ChartColumn("median", _("Group: median"), digits=1),
    )
    return Chart(title=title, note=note, source=source, rows=rows, columns=columns, picture=LatePicture(_draw_areas))


def _draw_path() -> Any:  # noqa: ANN401 - an Altair chart
    import altair as alt  # noqa: PLC0415 - only who draws pays for it

    year = alt.X("year:O", title=None, axis=alt.Axis(labelOverlap=True, labelAngle=0))
    scale = alt.Scale(zero=False)
    half = alt.Chart().mark_area(color=PEERS, opacity=0.3).encode(
        x=year, y=alt.Y("first:Q", title=None, scale=scale), y2="third:Q"
    )  # fmt: skip
    median = alt.Chart().mark_line(color=PEERS, strokeWidth=2).encode(x=year, y=alt.Y("median:Q", scale=scale))
    town = alt.Chart().mark_line(color=TOWN, point=True).encode(x=year, y=alt.Y("town:Q", scale=scale))
    return alt.layer(half, median, town).properties(height=260)


def _draw_plane() -> Any:  # noqa: ANN401 - an Altair chart
    import altair as alt  # noqa: PLC0415 - only who draws pays for it

    level = alt.X("level:Q", title=_("Level, points"), scale=alt.Scale(zero=False))
    change = alt.Y("change:Q", title=_("Change, points a year"))
    across = alt.Chart().mark_rule(color=INK_SOFT).encode(y=alt.datum(0))
    upright = alt.Chart().mark_rule(color=INK_SOFT).encode(x=alt.datum(MEAN))
    peers = alt.Chart().transform_filter("!datum.is_town").mark_point(color=PEERS).encode(x=level, y=change)
    own = alt.Chart().transform_filter("datum.is_town")
    town = own.mark_point(color=TOWN, size=160).encode(x=level, y=change)
    words = own.mark_text(align="left", dx=12, fontWeight="bold").encode(x=level, y=change, text="unit:N")
    return alt.layer(across, upright, peers, town, words).properties(height=340)


def _draw_areas() -> Any:  # noqa: ANN401 - an Altair chart
    import altair as alt  # noqa: PLC0415 - only who draws pays for it

    area = alt.Y("area:N", title=None, sort=None)
    scale = alt.Scale(zero=False)
    line = alt.Chart().mark_rule(color=PEERS).encode(y=area, x=alt.X("median:Q", title=None, scale=scale), x2="town:Q")
    median = alt.Chart().mark_tick(color=INK_SOFT, thickness=2, size=18).encode(y=area, x="median:Q")
    town = alt.Chart().mark_point(color=TOWN, size=120).encode(y=area, x="town:Q")
    return alt.layer(line, median, town).properties(height=alt.Step(32))
