"""The sample chart of the gallery: peers in grey first, then the town in its accent, labelled directly."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.charts import INK, PEERS, TOWN, Chart, ChartColumn

ROWS = [
    {"town": "Jelenia Góra", "rate": 1234.5},
    {"town": "Wałbrzych", "rate": 987.2},
    {"town": "Legnica", "rate": 1100.0},
    {"town": "Głogów", "rate": 645.8},
]


def make_sample_chart() -> Chart:
    """Make the sample chart in the language of the page."""
    return draw_sample(get_language() or "pl")


@cache
def draw_sample(_language: str) -> Chart:
    """Draw once for each language: Altair takes a while to load."""
    return Chart(
        title=_("Jelenia Góra builds more flats than similar towns"),
        note=_("Flats completed in a year, example data"),
        source=_("invented for this gallery"),
        picture=draw_picture(),
        rows=ROWS,
        columns=(ChartColumn("town", _("Town")), ChartColumn("rate", _("Flats"), digits=1)),
    )


def draw_picture() -> Any:  # noqa: ANN401 - an Altair chart
    """Draw bars with their values beside them."""
    import altair as alt  # noqa: PLC0415 - only who draws pays for it

    base = alt.Chart().encode(
        y=alt.Y("town:N", title=None, sort=None),
        x=alt.X("rate:Q", title=None, axis=None, scale=alt.Scale(domainMax=1400)),
    )
    bars = base.mark_bar(height=22).encode(
        color=alt.condition("datum.town === 'Jelenia Góra'", alt.value(TOWN), alt.value(PEERS)),
        tooltip=[alt.Tooltip("town:N", title=_("Town")), alt.Tooltip("rate:Q", title=_("Flats"), format=",.1f")],
    )
    words = base.mark_text(align="left", dx=8, color=INK).encode(text=alt.Text("rate:Q", format=",.1f"))
    return alt.layer(bars, words).properties(height=alt.Step(38))
