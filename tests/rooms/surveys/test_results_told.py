"""How results are worded and written: only what is known to be so, margins alike everywhere, empty groups left out."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from sciezka.rooms.questions.schema.stored import read_item
from sciezka.rooms.questions.schema.types import Item
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.collected import read_collected
from sciezka.rooms.surveys.queries.frames import read_frame
from sciezka.rooms.surveys.queries.results_head import write_percent
from sciezka.rooms.surveys.queries.results_margin import find_margin, write_margin
from sciezka.rooms.surveys.queries.results_reading import say_item
from sciezka.rooms.surveys.queries.results_shapes import SHAPES, ItemSight, Line
from sciezka.rooms.town.models import Process, Seat
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.rooms.surveys.polled import address, answered, open_card


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def ask(kind: str) -> Item:
    return read_item(make_item("x", kind))


def sight_of(item: Item, n: int = 50, lines: tuple[Line, ...] = (), rows: tuple[ItemSight, ...] = ()) -> ItemSight:
    return ItemSight(item=item, name="x", shape=SHAPES[item.kind], question="Q", n=n, lines=lines, rows=rows)


def line(code: str, count: int | None, n: int = 50) -> Line:
    return Line(code=code, label=code, count=count, share=None if count is None else count / n)


def row_of(item: Item, words: str, n: int | None, mean: float | None) -> ItemSight:
    return ItemSight(item=item, name="x", shape="bars", question=words, n=n, mean=mean)


def test_a_grid_with_a_hidden_row_claims_no_highest_mean() -> None:
    item = ask("grid")
    shown = (row_of(item, "roads", 50, 4.0), row_of(item, "parks", 50, 2.0))
    assert say_item(sight_of(item, rows=shown)) == "Highest mean: “roads” (4.0); lowest: “parks” (2.0)."
    assert say_item(sight_of(item, rows=(*shown, row_of(item, "buses", 0, None)))).startswith("Highest mean")
    for hidden in (row_of(item, "buses", None, None), row_of(item, "buses", 50, None)):
        said = say_item(sight_of(item, rows=(*shown, hidden)))
        assert said.startswith("Of the rows that may be shown the highest mean is that of “roads” (4.0), the lowest")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((30, 15, None), "The most frequent answer is “a” (60 %)."),
        ((20, 5, None), "Of the answers that may be shown the most frequent is “a” (40 %)."),
        ((25, None, None), "Of the answers that may be shown the most frequent is “a” (50 %)."),
        ((20, 20, None), "The most frequent answers are “a” and “b” (40 % each)."),
    ],
)
def test_an_answer_is_the_most_frequent_only_where_no_hidden_one_can_be(counts: tuple[int | None, ...], said: str) -> None:
    lines = tuple(line(code, count) for code, count in zip("abc", counts, strict=True))
    assert say_item(sight_of(ask("single"), lines=lines)).replace("\u00a0", " ") == said


def test_sets_and_rankings_with_something_hidden_say_so_or_say_less() -> None:
    some = (line("a", 30), line("b", None))
    assert say_item(sight_of(ask("multiple"), lines=some)).startswith(
        "Of the answers that may be shown, chosen most often: “a”"
    )
    assert say_item(sight_of(ask("multiple"), lines=some[:1])).startswith("Chosen most often")
    ranked = (Line(code="a", label="a", mean=1.5, count=20, share=0.4), Line(code="b", label="b"))
    assert say_item(sight_of(ask("ranking"), lines=ranked)) == "50 people answered."
    assert say_item(sight_of(ask("ranking"), lines=ranked[:1])).startswith("Ranked highest")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "–"), (0, "0 %"), (241 / 62000, "0.4 %"), (0.0004, "< 0.1 %"), (0.0996, "10 %"), (0.0894, "8.9 %"),
        (0.622, "62 %"), (1, "100 %"),
    ],
)  # fmt: skip
def test_small_percentages_keep_a_decimal(share: float | None, said: str) -> None:
    assert write_percent(share).replace("\u00a0", " ") == said


def test_no_margin_is_told_of_few_answers_unless_everybody_gave_one() -> None:
    survey = Survey(frame_size=270)
    assert find_margin(survey, 4) is None
    assert find_margin(survey, 29) is None
    assert find_margin(survey, 168) == pytest.approx(0.0466, abs=5e-5)
    # Of more than there are said to be, the number of people is wrong: the margin is that of an endless population.
    assert find_margin(survey, 400) == pytest.approx(find_margin(Survey(), 400))
    assert find_margin(Survey(frame_size=20), 20) == 0
    assert write_margin(0.05) == "±5.0 percentage points"


@pytest.mark.django_db
def test_the_page_of_a_survey_and_its_results_tell_the_same_margin(process: Process, office: Client, seat: Seat) -> None:
    seat.user.language = "en"
    seat.user.save()
    items = [make_item("x"), make_item("sex", options=[make_option("k"), make_option("m")])]
    terms: dict[str, Any] = {"frame_size": 270, "margins": {"sex": {"k": 0.5, "m": 0.5}}, "is_weighted": True}
    survey = make_survey(process, make_content(items), phase="open", **terms)
    for number in range(100):
        make_response(survey, {"x": "ab"[number % 2], "sex": "kkkm"[number % 4]}, finished_hour=timezone.now())
    # Before anybody opened the results and after, while some wait and at the end.
    before = office.get(survey.get_absolute_url()).context["collected"].margin_text
    page = office.get(address(survey, "results"))
    assert page.context["head"].n == 95
    assert page.context["margin_text"] == before == read_collected(survey).margin_text
    survey.closes_at = timezone.now() - dt.timedelta(minutes=1)
    survey.save()
    page = office.get(address(survey, "results"))
    assert page.context["head"].n == 100
    assert page.context["margin_text"] == read_collected(survey).margin_text != before
    # 100 of 270 without weights would be 7.8; the weights make it wider.
    assert page.context["head"].margin > find_margin(survey, 100)
    shown = office.get(survey.get_absolute_url()).content.decode()
    assert f"Margin of error of the results now: {page.context['margin_text']}" in shown


@pytest.mark.django_db
def test_groups_of_whom_nobody_answered_have_no_column(process: Process, office: Client) -> None:
    ages = [make_option(code) for code in ("young", "none", "old")]
    survey = make_survey(
        process, make_content([make_item("x"), make_item("age", bank="DEM-WIEK", options=ages)]), phase="closed"
    )
    for number in range(80):
        make_response(survey, {"x": "ab"[number // 2 % 2], "age": ("young", "old")[number % 2]})
    (table,) = open_card(office, survey, wg="age").tables
    assert list(table.groups) == ["young", "old"]
    assert table.bases == (40, 40)
    assert all(len(found.shares) == 2 for found in table.lines)
    cross = office.get(address(survey, "cross"), {"wiersze": "x", "kolumny": "age"}).context["cross"]
    assert [base for _label, base in cross.columns] == [40, 40]
    assert [len(found.parts) for found in cross.lines] == [2, 2]
    written = office.get(address(survey, "result_csv", item_code="x"), {"wg": "age"}).content.decode("utf-8-sig")
    assert "Odpowiedź none" not in written


@pytest.mark.django_db
def test_where_groups_tell_nothing_the_answers_of_all_stay(process: Process, office: Client) -> None:
    ages = [make_option(code) for code in ("young", "old")]
    survey = make_survey(
        process, make_content([make_item("x"), make_item("age", bank="DEM-WIEK", options=ages)]), phase="closed"
    )
    for number in range(40):
        make_response(survey, {"age": ("young", "old")[number % 2]} | ({"x": "a"} if number < 6 else {}))
    card = open_card(office, survey, wg="age")
    assert card.tables
    assert not card.shows_groups
    page = office.get(address(survey, "result_item", item_code="x"), {"wg": "age"}).content.decode()
    assert 'class="bars"' in page


@pytest.mark.django_db
def test_a_median_that_may_not_be_told_is_left_out(process: Process, office: Client) -> None:
    scale = [make_option(code, value=value) for value, code in enumerate("abcd", start=1)]
    card = open_card(office, answered(process, make_item("x", options=scale), [*"a" * 20, *"b" * 20, *"c" * 20, "d"]))
    assert "–" not in [value for _label, value in card.figures]


@pytest.mark.django_db
def test_answers_read_by_whoever_just_made_the_survey_have_the_digest_of_later(process: Process) -> None:
    survey = make_survey(process, make_content([make_item("x")]), phase="closed")
    for code in "aaaaaabbbbbb":
        make_response(survey, {"x": code})
    pack_blocks(survey)
    survey.created_at = timezone.localtime(survey.created_at)
    assert read_frame(survey).digest == read_frame(Survey.objects.get(pk=survey.pk)).digest
