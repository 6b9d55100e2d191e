"""Charts: one definition for the page, the document and the table."""

import csv
import io
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from django.template import Context, Template
from django.utils import translation

from sciezka.kit.charts import NARROW, TOWN, Chart, ChartColumn, defuse_cell
from sciezka.kit.charts_svg import PAPER, clean_svg, paint_svg

ROWS = [{"town": "Łódź <b>", "rate": 1234.5}, {"town": "Góra", "rate": 12.0}, {"town": "Żary", "rate": None}]
COLUMNS = (ChartColumn("town", "Miasto"), ChartColumn("rate", "Mieszkania", digits=1))


@pytest.fixture(autouse=True)
def _keep_drawings_apart(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def make_chart(**values: object) -> Chart:
    picture = (
        alt.Chart()
        .mark_bar()
        .encode(
            y=alt.Y("town:N", title=None), x=alt.X("rate:Q", title=None, axis=alt.Axis(format=",.0f")), color=alt.value(TOWN)
        )
    )
    words = picture.mark_text().encode(text=alt.Text("rate:Q", format=",.1f"))
    given = {"title": "Łódź buduje więcej", "picture": alt.layer(picture, words), "rows": ROWS, "columns": COLUMNS}
    return Chart(**{**given, **values})


def test_the_drawing_speaks_polish_and_english() -> None:
    with translation.override("pl"):
        assert "1\u00a0234,5" in make_chart().draw()
    with translation.override("en"):
        assert "1,234.5" in make_chart().draw()


def test_a_document_gets_real_colours_and_the_page_gets_words_of_the_style_sheet() -> None:
    chart = make_chart()
    assert PAPER["town"] in chart.draw()
    assert "var(" not in chart.draw()
    assert [size for size, _ in chart.drawings()] == ["wide", "narrow"]
    assert all("var(--chart-town)" in svg for _, svg in chart.drawings())


def test_the_narrow_drawing_fits_a_phone() -> None:
    narrow = dict(make_chart().drawings())["narrow"]
    assert f'viewBox="0 0 {NARROW} ' in narrow


def test_a_picture_with_its_own_width_is_drawn_once() -> None:
    picture = alt.Chart(width=200).mark_bar().encode(y="town:N", x="rate:Q")
    assert [size for size, _ in make_chart(picture=picture).drawings()] == ["only"]


def test_drawings_are_kept_by_their_content(settings: Any) -> None:
    make_chart().draw()
    make_chart().draw()
    kept = list((settings.HOME / "cache" / "charts").iterdir())
    assert len(kept) == 1
    kept[0].write_text("<svg>kept</svg>", encoding="utf-8")
    assert make_chart().draw() == "<svg>kept</svg>"
    assert make_chart(rows=ROWS[:1]).draw() != "<svg>kept</svg>"


def test_the_tag_draws_the_sentence_the_table_and_the_data() -> None:
    with translation.override("pl"):
        page = Template("{% chart chart %}").render(Context({"chart": make_chart(source="GUS", note="w roku")}))
    assert "Łódź buduje więcej" in page
    assert '<td class="num">1\u00a0234,5</td>' in page
    assert "Łódź &lt;b&gt;" in page
    assert "<b>" not in page.split("application/json")[0]
    assert "data:text/csv" in page
    assert page.count("<svg") == 3


def test_another_address_of_the_data_is_used_when_given() -> None:
    assert 'href="/dane.csv"' in Template("{% chart chart %}").render(Context({"chart": make_chart(data_url="/dane.csv")}))


def test_the_file_holds_plain_numbers_and_no_formulas() -> None:
    chart = make_chart(rows=[{"town": "=HYPERLINK()", "rate": 1234.5}])
    assert list(csv.reader(io.StringIO(chart.write_csv()))) == [["Miasto", "Mieszkania"], ["'=HYPERLINK()", "1234.5"]]
    assert defuse_cell(-5) == -5


def test_missing_values_are_a_dash() -> None:
    assert make_chart().lines()[2][1][1] == "–"


def test_hostile_drawings_are_cleaned() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'onload="alert(1)" viewBox="0 0 1 1">'
        '<script>alert(1)</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'
        '<a xlink:href="javascript:alert(1)"><text>link</text></a><image href="https://example.org/x.png"/>'
        '<g style="fill:red" clip-path="url(#c)"><path d="M0 0" fill="url(https://example.org/x)"/></g>'
        '<clipPath id="c"><rect width="1"/></clipPath></svg>'
    )
    cleaned = clean_svg(svg, prefix="p")
    for word in ("script", "onload", "javascript", "foreignObject", "image", "style", "example.org", "<a"):
        assert word not in cleaned
    assert 'clip-path="url(#p-c)"' in cleaned
    assert 'id="p-c"' in cleaned


def test_unknown_colour_words_become_ink_on_paper() -> None:
    assert paint_svg('fill="var(--chart-unknown)"') == f'fill="{PAPER["ink"]}"'


def test_charts_read_nothing_from_outside() -> None:
    picture = {"data": {"url": "https://example.org/x.json"}, "mark": "bar", "encoding": {}}
    assert make_chart(picture=picture).definition["data"]["values"][1]["town"] == "Góra"


def test_the_table_rounds_and_does_not_cut() -> None:
    column = ChartColumn("rate", "Mieszkania", digits=1)
    with translation.override("pl"):
        shown = [column.show({"rate": value}) for value in (102.17, 0.05000001, 7, -1.26)]
    assert shown == ["102,2", "0,1", "7,0", "-1,3"]
