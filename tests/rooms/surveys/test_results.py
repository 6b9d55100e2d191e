"""What the answers of a survey come to: every kind of item, groups, cross-tabs, weights, waves, files, and who sees what."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sciezka.rooms.questions.library import shipped_questionnaires
from sciezka.rooms.questions.schema.stored import write_questionnaire
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.results_waves import write_points
from sciezka.rooms.town.models import Process, Seat
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.factories.town import ProcessFactory
from tests.rooms.surveys.polled import address, answer_survey, answered, open_card

pytestmark = pytest.mark.django_db

SCALE = [make_option(code, value=value) for value, code in enumerate("abcde", start=1)]
UNSURE = make_option("dk", "trudno powiedzieć", missing=True)


@pytest.fixture(autouse=True)
def _in_english(seat: Seat) -> Iterator[None]:
    seat.user.language = "en"
    seat.user.save()
    with translation.override("en"):
        yield


def test_a_choice_is_told_with_counts_and_shares_the_most_frequent_first(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaabbbbbbbbbccccccc", None, None])
    card = open_card(office, survey)
    assert [(bar.line.code, bar.line.count) for bar in card.bars] == [("b", 9), ("c", 7), ("a", 5)]
    assert card.sight.n == 21
    assert card.sight.skipped == 2
    assert card.bars[0].line.share == pytest.approx(9 / 21)


def test_a_scale_keeps_its_order_and_its_mean_leaves_hard_to_say_out(process: Process, office: Client) -> None:
    item = make_item("x", options=[*SCALE, UNSURE])
    survey = answered(process, item, [*"aaaaabbbbbcccccdddddeeeee", *["dk"] * 6])
    card = open_card(office, survey)
    assert [bar.line.code for bar in card.bars] == list("abcde")
    assert [bar.line.count for bar in card.unsure] == [6]
    assert card.sight.mean == pytest.approx(3)
    assert card.sight.n == 31


def test_several_choices_are_shares_of_people(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x", "multiple"), [["a", "b"]] * 10 + [["a"]] * 6 + [["c", "a"]] * 5)
    card = open_card(office, survey)
    assert card.sight.n == 21
    assert {line.code: line.count for line in card.sight.lines} == {"a": 21, "b": 10, "c": 5}


def test_a_grid_gives_each_row_its_shares_and_mean(process: Process, office: Client) -> None:
    item = make_item("x", "grid", options=SCALE)
    survey = answered(process, item, [{"r1": code, "r2": "e"} for code in "abcde" * 6])
    card = open_card(office, survey)
    assert [row.mean for row in card.sight.rows] == [pytest.approx(3), pytest.approx(5)]
    assert [round(segment.width) for segment in card.stacks[0].segments] == [20] * 5


def test_a_semantic_scale_gives_means_between_the_poles(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x", "semantic"), [{"r1": 2, "r2": 6}] * 11 + [{"r1": 4}] * 11)
    card = open_card(office, survey)
    assert [(row.mean, row.n) for row in card.sight.rows] == [(3, 22), (6, 11)]


def test_numbers_rankings_allocations_and_places_are_summed_up(process: Process, office: Client) -> None:
    number = answered(process, make_item("x", "number", unit={"pl": "km"}), [1, 2, 3, 4, 5] * 5)
    sight = open_card(office, number).sight
    assert (sight.mean, sight.median, sight.quartiles) == (3, 3, (2, 4))
    ranking = answered(process, make_item("x", "ranking"), [["c", "a", "b"]] * 12 + [["c", "b"]] * 12)
    assert [(bar.line.code, bar.line.mean) for bar in open_card(office, ranking).bars] == [("c", 1), ("a", 2), ("b", 2.5)]
    allocation = answered(process, make_item("x", "allocation"), [{"a": 50, "b": 30, "c": 20}] * 12)
    assert open_card(office, allocation).bars[0].line.mean == pytest.approx(0.5)
    place = answered(process, make_item("x", "place"), [[50.9, 15.7]] * 12)
    places = open_card(office, place).places
    assert places is not None
    assert [spot.count for spot in places.spots] == [12]


@pytest.mark.parametrize("count", [11, 9, 6])
def test_means_of_numbers_need_twice_the_fewest(process: Process, office: Client, count: int) -> None:
    survey = answered(process, make_item("x", "number"), [7] * count)
    assert open_card(office, survey).sight.is_withheld == (count < 10)


@pytest.mark.parametrize("kind", ["date", "file", "consent", "text", "long_text"])
def test_what_is_not_counted_says_how_many_answered(process: Process, office: Client, kind: str) -> None:
    given = {"date": "2026-05-01", "file": {"name": "a", "size": 1, "key": "k"}, "consent": True}
    survey = answered(process, make_item("x", kind), [given.get(kind, "Tak")] * 7)
    card = open_card(office, survey)
    assert card.sight.n == 7
    assert card.sentence == "7 people answered."


def test_all_shipped_questionnaires_show_in_full_with_few_queries(process: Process, office: Client) -> None:
    for shipped in shipped_questionnaires():
        survey = make_survey(process, write_questionnaire(shipped.questionnaire), phase="closed")
        answer_survey(survey, 60)
        page = office.get(address(survey, "results"))
        assert page.status_code == 200
        with CaptureQueriesContext(connection) as queries:
            office.get(address(survey, "results"), {"wg": "dem_plec"})
        assert len(queries) <= 30, shipped.key


def count_queries(office: Client, page: str, **query: str) -> int:
    office.get(page, query)
    with CaptureQueriesContext(connection) as queries:
        assert office.get(page, query).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["results", "cross", "representativeness", "findings", "responses", "themes"])
def test_pages_ask_the_database_as_often_for_many_items_as_for_one(process: Process, office: Client, name: str) -> None:
    one = answered(process, make_item("x"), [*"aaaaaabbbbbb"])
    many = make_survey(process, make_content([make_item(f"x{number}") for number in range(9)]), phase="closed")
    for code in "aaaaaabbbbbb":
        make_response(many, {f"x{number}": code for number in range(9)})
    assert count_queries(office, address(one, name)) == count_queries(office, address(many, name))


def test_a_survey_without_answers_and_a_draft_say_so(process: Process, office: Client) -> None:
    for phase in ("draft", "open", "closed"):
        survey = make_survey(process, phase=phase)
        for name in ("results", "cross", "representativeness", "waves", "findings", "responses", "themes"):
            assert office.get(address(survey, name)).status_code == 200
        assert "Nobody has answered yet" in office.get(address(survey, "results")).content.decode() or phase == "draft"


def test_results_go_with_the_answers_and_findings_stay(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaabbbbbb"])
    survey.erased_at = timezone.now()
    survey.save()
    survey.responses.all().delete()
    page = office.get(address(survey, "results")).content.decode()
    assert "The answers were deleted" in page
    assert office.get(address(survey, "result_csv", item_code="x")).status_code == 404


def test_one_option_only_and_three_hundred_options_show(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x", options=SCALE[:2]), ["a"] * 40)
    assert "All who answered chose" in open_card(office, survey).sentence
    many = [make_option(f"o{number}", f"Ulica {number}") for number in range(300)]
    survey = answered(process, make_item("x", "dropdown", options=many), [f"o{number % 20}" for number in range(200)])
    card = open_card(office, survey)
    assert len(card.bars) == 14
    assert len(card.more) == 286


def test_shares_are_compared_side_by_side_between_groups(process: Process, office: Client) -> None:
    items = [
        make_item("x"),
        make_item("sex", bank="DEM-PLEC", options=[make_option("k", "kobieta"), make_option("m", "mężczyzna")]),
    ]
    survey = make_survey(process, make_content(items), phase="closed")
    for sex, answers in (("k", "a" * 30 + "b" * 10), ("m", "a" * 10 + "b" * 30)):
        for answer in answers:
            make_response(survey, {"x": answer, "sex": sex})
    (table,) = open_card(office, survey, wg="sex").tables
    assert table.bases == (40, 40)
    assert [part.share for part in table.lines[0].shares] == [0.75, 0.25]
    cross = office.get(address(survey, "cross"), {"wiersze": "x", "kolumny": "sex"}).context["cross"]
    assert cross.n == 80
    assert cross.test.statistic == pytest.approx(20)
    assert [cell.mark for cell in cross.lines[0].cells] == ["more", "less"]
    assert "go together" in cross.sentence


def test_class_codes_groups_part_the_answers(process: Process, office: Client) -> None:
    survey = make_survey(process, make_content([make_item("x")]), phase="closed")
    for group in ("Liceum", "Technikum"):
        for code in "aaaaaabbbbbb":
            make_response(survey, {"x": code}, group=group)
    groupings = office.get(address(survey, "results")).context["groupings"]
    assert [grouping.key for grouping in groupings] == ["grupa"]
    (table,) = open_card(office, survey, wg="grupa").tables
    assert table.bases == (12, 12)


def test_weights_bring_the_shares_to_the_population(process: Process, office: Client) -> None:
    items = [
        make_item("x", options=SCALE[:2]),
        make_item("sex", options=[make_option("k"), make_option("m"), make_option("n")]),
        make_item("nps", "nps"),
    ]
    survey = make_survey(process, make_content(items), phase="closed", margins={"sex": {"k": 0.5, "m": 0.5, "n": 0}})
    for sex, count, code in (("k", 60, "a"), ("m", 20, "b"), ("n", 10, "a")):
        for _number in range(count):
            make_response(survey, {"x": code, "sex": sex, "nps": 10 if sex == "k" else 0})
    plain = {line.code: line.told for line in open_card(office, survey).sight.lines}
    assert plain["a"] == pytest.approx(70 / 90)
    weighted = {line.code: line.told for line in open_card(office, survey, wagi="1").sight.lines}
    assert weighted["b"] == pytest.approx(0.44, abs=0.02)
    scores = [open_card(office, survey, "nps", wagi=wagi).sight.promoters for wagi in ("0", "1")]
    assert [score and round(score.score) for score in scores] == [33, -12]
    assert [score is not None and score.interval is not None for score in scores] == [True, False]
    page = office.get(address(survey, "representativeness"))
    (represented,) = page.context["represented"]
    assert [group.weighted for group in represented.groups] == [0.5, 0.5]
    assert page.context["weighting"].effect > 1
    survey.is_weighted = True
    survey.save()
    assert office.get(address(survey, "results")).context["is_weighted"]
    assert not office.get(address(survey, "results"), {"wagi": "0"}).context["is_weighted"]


def test_margins_of_what_nobody_answered_weigh_nothing(process: Process, office: Client) -> None:
    items = [make_item("x"), make_item("sex")]
    survey = make_survey(process, make_content(items), phase="closed", margins={"sex": {"a": 1.0}, "gone": {"a": 1}})
    for code in "aaaaaabbbbbb":
        make_response(survey, {"x": code})
    assert office.get(address(survey, "representativeness")).context["weighting"] is None
    assert office.get(address(survey, "results")).status_code == 200


def test_the_head_tells_the_rate_and_the_margin_of_error(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), ["a"] * 168, frame_size=270, entry="list")
    page = office.get(address(survey, "results"))
    assert page.context["heading"] == "168 of 270 people answered"
    assert page.context["margin_text"] == "±4.7 percentage points"
    assert "self-selected" not in page.content.decode()
    survey.entry = "link"
    survey.frame_size = 100
    survey.save()
    page = office.get(address(survey, "results")).content.decode()
    assert "self-selected" in page
    assert "More people answered than" in page


def wave(process: Process, answers: str, text: str = "Pytanie", **fields: Any) -> Survey:
    return answered(process, make_item("x", text=text, bank="MIASTO-OCENA", options=SCALE), [*answers], **fields)


def test_waves_tell_a_difference_and_say_where_there_is_none(process: Process, office: Client) -> None:
    before = wave(process, "a" * 50 + "b" * 50)
    after = wave(process, "a" * 90 + "b" * 20 + "c" * 20, previous=before)
    (item,) = office.get(address(after, "waves")).context["waves"].items
    verdicts = {line.label: line.direction for line in item.lines}
    assert verdicts["Odpowiedź a"] == "up"
    assert verdicts["Odpowiedź b"] == "down"
    alike = wave(process, "a" * 51 + "b" * 50, previous=before)
    page = office.get(address(alike, "waves"))
    assert page.context["heading"] == "No difference between the waves can be told"


def test_a_rescaled_question_is_not_compared(process: Process, office: Client) -> None:
    before = wave(process, "a" * 50 + "b" * 50)
    other = make_item("x", bank="MIASTO-OCENA", options=SCALE[:3])
    after = answered(process, other, [*"aaaaaabbbbbb"], previous=before)
    waves = office.get(address(after, "waves")).context["waves"]
    assert not waves.items
    assert len(waves.others) == 1


def test_a_wave_that_lies_in_another_process_is_not_read(process: Process, office: Client) -> None:
    other = ProcessFactory.create(workspace=process.workspace)
    before = wave(other, "a" * 50 + "b" * 50)
    after = wave(process, "a" * 50 + "b" * 50, previous=before)
    assert office.get(address(after, "waves")).context["waves"] is None


@pytest.mark.parametrize(("value", "said"), [(3.4, "+3"), (-3.4, "−3"), (0.2, "0"), (-0.2, "0"), (0, "0"), (20, "+20")])
def test_differences_are_written_with_a_sign_unless_they_are_nothing(value: float, said: str) -> None:
    assert write_points(value, 0) == said


def test_files_hold_what_the_page_shows(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x", text="=Pytanie"), [*"aaaaaabbbbbbb"])
    table = office.get(address(survey, "result_csv", item_code="x")).content.decode("utf-8-sig")
    assert "Odpowiedź b,0.5385,7" in table
    assert ",'=Pytanie" in table
    assert office.get(address(survey, "result_svg", item_code="x")).content.startswith(b"<svg")
    assert office.get(address(survey, "result_png", item_code="x")).content.startswith(b"\x89PNG")
    archive = zipfile.ZipFile(io.BytesIO(office.get(address(survey, "results_tables")).content))
    assert archive.namelist() == ["wyniki.csv"]


def test_bad_words_in_addresses_are_passed_over(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaabbbbbb"])
    assert office.get(address(survey, "result_item", item_code="gone")).status_code == 404
    for query in ({"wg": "x\x00"}, {"wg": "zzz", "wagi": "9"}, {"page": "-1"}, {"wiersze": "../..", "kolumny": "x=a=b"}):
        for name in ("results", "cross", "findings", "responses"):
            assert office.get(address(survey, name), query).status_code == 200


def test_live_results_say_when_they_are_of_and_who_waits(process: Process, office: Client) -> None:
    survey = make_survey(process, make_content([make_item("x")]), phase="open")
    for code in "aaaaaabbbbbbb":
        make_response(survey, {"x": code}, finished_hour=timezone.now() - dt.timedelta(hours=2))
    page = office.get(address(survey, "results"))
    assert page.context["head"].n == 8
    assert "live results" in page.content.decode()
    assert "5 more answers came in" in page.content.decode()
