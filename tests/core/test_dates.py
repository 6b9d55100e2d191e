"""The dates that offices write, and how they are written back."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.dates import ImpreciseDate, Precision, Separator, read_date, read_heading

NB = "\u00a0"

READ = {
    "09.10.2020": "2020-10-09",
    "27.01.2020-07.02.2020": "2020-01-27/2020-02-07",
    "10-19.02.2020": "2020-02-10/2020-02-19",
    "9-10.07.2020": "2020-07-09/2020-07-10",
    "21.04.2020 – 30.04.2020": "2020-04-21/2020-04-30",
    "Maj 2020 -Czerwiec 2020": "2020-05/2020-06",
    "31 maja – 1 czerwca 2022 r.": "2022-05-31/2022-06-01",
    "18 May 2022": "2022-05-18",
    "31 May - 1June 2022": "2022-05-31/2022-06-01",
    "12 III 2020": "2020-03-12",
    "12.III.2020": "2020-03-12",
    "9 X 2020 r.": "2020-10-09",
    "2 i 3 III 2021": "2021-03-02/2021-03-03",
    "V–VI 2020": "2020-05/2020-06",
    "maj-czerwiec 2020": "2020-05/2020-06",
    "maj/czerwiec 2020": "2020-05/2020-06",
    "maj, czerwiec i lipiec 2020": "2020-05/2020-07",
    "w maju 2020 r.": "2020-05",
    "od 1 do 15 marca 2021 r.": "2021-03-01/2021-03-15",
    "od 27.01.2020 do 07.02.2020": "2020-01-27/2020-02-07",
    "1, 2 i 3 marca 2021": "2021-03-01/2021-03-03",
    "9 i 10.07.2020": "2020-07-09/2020-07-10",
    "12.03.2021 i 13.03.2021": "2021-03-12/2021-03-13",
    "01.03-15.03.2021": "2021-03-01/2021-03-15",
    "1.03.-15.03.2021 r.": "2021-03-01/2021-03-15",
    "9/10/2020": "2020-10-09",
    "09-10-2020": "2020-10-09",
    "2020-10-09": "2020-10-09",
    "2020-10-09/2020-10-12": "2020-10-09/2020-10-12",
    "2020-05": "2020-05",
    "05.2020": "2020-05",
    "May 18, 2022": "2022-05-18",
    "18th May 2022": "2022-05-18",
    "18th of May 2022": "2022-05-18",
    "1st–3rd June 2022": "2022-06-01/2022-06-03",
    "May 18-20, 2022": "2022-05-18/2022-05-20",
    "May 30 – June 2, 2022": "2022-05-30/2022-06-02",
    "9 pazdziernika 2020": "2020-10-09",
    "12 paź. 2021": "2021-10-12",
    "sty. 2021": "2021-01",
    "luty 2021 r.": "2021-02",
    "2021 r., marzec": "2021-03",
    "w dniu 9.10.2020 r.": "2020-10-09",
    "dnia 9 października 2020 roku": "2020-10-09",
    "W dniach 1-3 marca 2021": "2021-03-01/2021-03-03",
    "III kwartał 2020": "2020-07/2020-09",
    "I-II kwartał 2021": "2021-01/2021-06",
    "Q3 2020": "2020-07/2020-09",
    "I półrocze 2021": "2021-01/2021-06",
    "second half of 2021": "2021-07/2021-12",
    "środa, 18 maja 2022 r.": "2022-05-18",
    "Wed 18 May 2022": "2022-05-18",
    "18.05.2022 (środa)": "2022-05-18",
    "wtorek-środa, 18–19 maja 2021": "2021-05-18/2021-05-19",
    "18maja2022": "2022-05-18",
    "9. 10. 2020 r.": "2020-10-09",
    "9. października 2020": "2020-10-09",
    "30 grudnia 2020 – 2 stycznia 2021": "2020-12-30/2021-01-02",
    f"9{NB}października{NB}2020{NB}r.": "2020-10-09",
    "10\u2009–\u200919\u2009lutego\u2009202" + "0": "2020-02-10/2020-02-19",
    "10/11.05.2021": "2021-05-10/2021-05-11",
    "10/11 maja 2021": "2021-05-10/2021-05-11",
    "12., 13. i 14.03.2021": "2021-03-12/2021-03-14",
    "12-go marca 2021 r.": "2021-03-12",
    "1-szy marca 2021": "2021-03-01",
    "12 .03. 2021": "2021-03-12",
    "12.03.2021r.:": "2021-03-12",
    "12.03.2021 r. (pt) – 14.03.2021 r. (nd)": "2021-03-12/2021-03-14",
    "12.03.2021 r. godz. 10:00 - 13.03.2021 r. godz. 12:00": "2021-03-12/2021-03-13",
    "IV kwartał 2020 – I kwartał 2021": "2020-10/2021-03",
    "I–II kw. 2021": "2021-01/2021-06",
    "II połowa 2021": "2021-07/2021-12",
    "05/06.2021": "2021-05/2021-06",
    "03-2021": "2021-03",
    "12-III-2021": "2021-03-12",
    "30.IV-3.V.2021": "2021-04-30/2021-05-03",
    "Data spotkania: 12.03.2021": "2021-03-12",
    "Data publikacji: 12.03.2021": None,
    "**18 May 2022**": None,
    "O9.10.2020": None,
    "maj": None,
    "18 maja": None,
    "wiosna 2020": None,
    "lato 2020": None,
    "2020": None,
    "0050.414.2020.VIII": None,
    "Zarządzenie nr 5 z dnia 23.01.2020 r.": None,
    "": None,
}


@pytest.mark.parametrize(("written", "expected"), READ.items())
def test_a_written_date_is_read(written: str, expected: str | None) -> None:
    reading = read_date(written)
    assert (reading.date.isoformat() if reading and reading.date else None) == expected


@pytest.mark.parametrize("dash", [*"-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"])
@pytest.mark.parametrize("space", ["", " ", NB, "\u2009", "\u202f", "\u2002"])
def test_every_dash_and_space_joins_a_range(dash: str, space: str) -> None:
    reading = read_date(f"27.01.2020{space}{dash}{space}07.02.2020")
    assert reading is not None
    assert reading.date == ImpreciseDate.span(date(2020, 1, 27), date(2020, 2, 7))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("31.02.2020", "date_impossible"),
        ("29.02.2021", "date_impossible"),
        ("10/25/2020", "date_impossible"),
        ("31 kwietnia 2020", "date_impossible"),
        ("9.10.0202", "date_impossible"),
        ("V kwartał 2020", None),
        ("10.05.2020–01.05.2020", "date_reversed"),
        ("19-10.02.2020", "date_reversed"),
        ("czerwiec 2020 – maj 2020", "date_reversed"),
    ],
)
def test_a_date_that_cannot_be_is_told(written: str, problem: str | None) -> None:
    reading = read_date(written)
    assert (reading.problem if reading else None) == problem
    assert reading is None or reading.date is None


@pytest.mark.parametrize(
    ("written", "iso", "warning"),
    [
        ("9.10.20", "2020-10-09", "year_short"),
        ("1, 5 i 9 marca 2021", "2021-03-01/2021-03-09", "days_apart"),
        ("10/15.05.2021", "2021-05-10/2021-05-15", "days_apart"),
        ("12-14 i 16 marca 2021", "2021-03-12/2021-03-16", "days_apart"),
        ("12.03 i 20.03.2021", "2021-03-12/2021-03-20", "days_apart"),
        ("12-14.03.2021 oraz 17.03.2021", "2021-03-12/2021-03-17", "days_apart"),
        ("28 grudnia – 3 stycznia 2021", "2020-12-28/2021-01-03", "year_crossed"),
    ],
)
def test_a_doubtful_date_is_read_with_a_warning(written: str, iso: str, warning: str) -> None:
    reading = read_date(written)
    assert reading is not None
    assert reading.date is not None
    assert (reading.date.isoformat(), reading.warnings) == (iso, (warning,))


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("18.05.2022, godz. 10:00", time(10), None),
        ("18.05.2022 10:00-12:00", time(10), time(12)),
        ("18 maja 2022 (środa), g. 9.30", time(9, 30), None),
        ("15.04.2020 r. godz. 10.00 – 12.00", time(10), time(12)),
        ("18 May 2022, 10 am – 1 pm", time(10), time(13)),
        ("18 May 2022 at 14:30", time(14, 30), None),
        ("20.05.2022 r. (piątek), godz. 17:00", time(17), None),
        ("12.03.2021, 17.00", time(17), None),
        ("12.03.2021 godz. 10:00 - 12.03.2021 godz. 12:00", time(10), time(12)),
    ],
)
def test_hours_after_a_date_are_kept(written: str, start: time, end: time | None) -> None:
    reading = read_date(written)
    assert reading is not None
    assert (reading.time_start, reading.time_end) == (start, end)


def test_a_lent_year_completes_a_day_and_is_told() -> None:
    reading = read_date("18 maja", year=2021)
    assert reading is not None
    assert reading.date == ImpreciseDate.day(date(2021, 5, 18))
    assert reading.warnings == ("year_from_section",)


@pytest.mark.parametrize(
    ("line", "phrase", "rest", "separator"),
    [
        ("12.03.2021 – Spotkanie zespołu", "12.03.2021 –", "Spotkanie zespołu", Separator.STRONG),
        ("12.03.2021 r. Spotkanie", "12.03.2021 r.", "Spotkanie", Separator.WEAK),
        ("**18 May 2022** | Kick-off", "**18 May 2022** |", "Kick-off", Separator.STRONG),
        ("31 maja – 1 czerwca 2022 r.: warsztaty", "31 maja – 1 czerwca 2022 r.:", "warsztaty", Separator.STRONG),
        ("12.03.2021\tSpotkanie", "12.03.2021", "Spotkanie", Separator.STRONG),
        ("12.03.2021 – 5 osób", "12.03.2021 –", "5 osób", Separator.STRONG),
        ("09.09.2020 r. odbyło się", "09.09.2020 r.", "odbyło się", Separator.SENTENCE),
        ("5 maja 2020 r., w którym", "5 maja 2020 r.,", "w którym", Separator.SENTENCE),
        ("## 18 maja 2022 r.", "## 18 maja 2022 r.", "", Separator.ALONE),
        ("18 maja 2022 · 🌐", "18 maja 2022 · 🌐", "", Separator.ALONE),
    ],
)
def test_a_heading_is_cut_into_its_date_and_its_words(line: str, phrase: str, rest: str, separator: Separator) -> None:
    heading = read_heading(line)
    assert heading is not None
    assert (heading.phrase, heading.rest, heading.separator) == (phrase, rest, separator)


@pytest.mark.parametrize(
    "line", ["1. Ankieta", "12.03.2020/5 w sprawie", "23.01.2020-5", "W 2020 r. powstał zespół", "10 osób"]
)
def test_a_number_is_no_heading(line: str) -> None:
    assert read_heading(line) is None


@pytest.mark.parametrize(
    ("when", "polish", "english"),
    [
        (ImpreciseDate.day(date(2020, 10, 9)), "9 października 2020", "9 October 2020"),
        (ImpreciseDate.span(date(2020, 2, 10), date(2020, 2, 19)), "10–19 lutego 2020", "10–19 February 2020"),
        (
            ImpreciseDate.span(date(2020, 1, 27), date(2020, 2, 7)),
            "27 stycznia – 7 lutego 2020",
            "27 January – 7 February 2020",
        ),
        (
            ImpreciseDate.span(date(2020, 12, 30), date(2021, 1, 2)),
            "30 grudnia 2020 – 2 stycznia 2021",
            "30 December 2020 – 2 January 2021",
        ),
        (ImpreciseDate.month(2020, 5), "maj 2020", "May 2020"),
        (ImpreciseDate.months(2020, 5, 2020, 6), "maj–czerwiec 2020", "May–June 2020"),
        (
            ImpreciseDate.months(2020, 12, 2021, 1),
            "grudzień 2020 – styczeń 2021",
            "December 2020 – January 2021",
        ),
    ],
)
def test_a_date_is_written_in_the_typography_of_its_language(when: ImpreciseDate, polish: str, english: str) -> None:
    assert when.format("pl", nbsp=False) == polish
    assert when.format("en", nbsp=False) == english
    assert when.format("pl").replace(NB, " ") == polish
    assert NB in when.format("pl")


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
spans = st.tuples(days, days).map(lambda pair: ImpreciseDate.span(min(pair), max(pair)))
months = st.tuples(
    st.tuples(st.integers(1900, 2199), st.integers(1, 12)), st.tuples(st.integers(1900, 2199), st.integers(1, 12))
).map(lambda pair: ImpreciseDate.months(*min(pair), *max(pair)))


@given(
    when=st.one_of(spans, months, days.map(ImpreciseDate.day)), language=st.sampled_from(["pl", "en"]), nbsp=st.booleans()
)
def test_what_is_written_reads_back_the_same(when: ImpreciseDate, language: str, *, nbsp: bool) -> None:
    written = when.format(language, nbsp=nbsp)  # type: ignore[arg-type]
    reading = read_date(written)
    assert reading is not None
    assert reading.date == when
    iso = read_date(when.isoformat())
    assert iso is not None
    assert iso.date == when


@given(text=st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    read_date(text)
    heading = read_heading(text)
    if heading is not None:
        assert heading.phrase.replace(" ", "") in text.replace(" ", "")
        assert heading.rest in text


def test_dates_sort_by_their_start_and_then_their_end() -> None:
    day, span, month = (
        ImpreciseDate.day(date(2020, 5, 1)),
        ImpreciseDate.span(date(2020, 5, 1), date(2020, 5, 3)),
        ImpreciseDate.month(2020, 5),
    )
    assert sorted([month, span, day]) == [day, span, month]


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        (date(2020, 5, 2), date(2020, 5, 1), Precision.RANGE),
        (date(2020, 5, 1), date(2020, 5, 2), Precision.DAY),
        (date(2020, 5, 1), date(2020, 5, 1), Precision.RANGE),
        (date(2020, 5, 2), date(2020, 5, 31), Precision.MONTH),
        (date(2020, 5, 1), date(2020, 5, 30), Precision.MONTH),
        (date(2020, 5, 1), date(2020, 6, 30), Precision.MONTH),
        (date(2020, 5, 1), date(2020, 5, 31), Precision.MONTHS),
    ],
)
def test_a_date_that_contradicts_its_precision_is_refused(start: date, end: date, precision: Precision) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        ImpreciseDate(start, end, precision)
