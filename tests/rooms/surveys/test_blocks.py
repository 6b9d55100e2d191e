"""Blocks of answers: steps that no few people can be told from, and nothing lost or counted twice."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sciezka.core.polls.columns import iterate_rows
from sciezka.rooms.surveys.actions import blocks
from sciezka.rooms.surveys.actions.blocks import drop_block_of, drop_blocks, pack_blocks
from sciezka.rooms.surveys.actions.leaving import leave_out_response, take_back_response
from sciezka.rooms.surveys.models import Block, Response, Survey
from sciezka.rooms.surveys.queries.frames import LATE, layout_of, read_frame
from sciezka.rooms.town.models import Process
from tests.factories.surveys import make_content, make_edition, make_item, make_response, make_survey

pytestmark = pytest.mark.django_db


def open_survey(process: Process, **fields: Any) -> Survey:
    return make_survey(process, make_content([make_item("q1"), make_item("q2", "multiple")]), **fields)


def answer(survey: Survey, *codes: str) -> list[Response]:
    return [make_response(survey, {"q1": code, "q2": [code]}) for code in codes]


def look(survey: Survey) -> int:
    pack_blocks(survey)
    return read_frame(survey).n


def test_while_a_survey_runs_results_grow_in_steps_of_the_fewest_people(process: Process) -> None:
    survey = open_survey(process)
    seen = []
    for _number in range(30):
        answer(survey, "a")
        seen.append(look(survey))
    steps = {after - before for before, after in zip([0, *seen], seen, strict=False)} - {0}
    assert min(steps) >= survey.fewest
    assert seen[8] == 0
    assert seen[9] == survey.fewest
    # Those who wait are many enough to be told at the end, too.
    assert 30 - seen[-1] >= survey.fewest


def test_after_the_end_everybody_counts_once(process: Process) -> None:
    survey = open_survey(process)
    answer(survey, *"abcab" * 4)
    shown = look(survey)
    survey.closes_at = timezone.now() - dt.timedelta(minutes=1)
    survey.save()
    assert shown < 20
    assert look(survey) == 20
    assert look(survey) == 20
    assert sum(block.rows for block in survey.blocks.all()) == 20
    assert not survey.responses.filter(block__isnull=True).exists()


def test_results_of_a_survey_that_is_over_need_no_packing(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aab")
    assert read_frame(survey).n == 3


def test_late_answers_wait_until_they_are_enough_or_a_week_is_over(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aabbcc")
    assert look(survey) == 6
    answer(survey, "a", "a")
    assert look(survey) == 6
    answer(survey, "a", "a", "b")
    assert look(survey) == 11
    answer(survey, "c")
    assert survey.closes_at
    with time_machine.travel(survey.closes_at + LATE + dt.timedelta(minutes=1), tick=False):
        assert look(survey) == 12


def test_only_finished_responses_within_the_quotas_that_were_not_left_out_count(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aaaaa")
    make_response(survey, {"q1": "b"}, done=False)
    make_response(survey, {"q1": "b"}, quota="pelna")
    make_response(survey, {"q1": "b"}, left_out="proba")
    frame = read_frame(survey).frame
    assert list(iterate_rows(frame, "q1")) == ["a"] * 5


def test_a_block_grows_until_it_is_full(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 8)
    survey = open_survey(process, phase="closed")
    answer(survey, *"abcabcabcabcabcabcab")
    assert look(survey) == 20
    assert sorted(survey.blocks.values_list("rows", flat=True)) == [4, 8, 8]
    answer(survey, *"ccccc")
    assert look(survey) == 25
    assert sorted(survey.blocks.values_list("rows", flat=True)) == [1, 8, 8, 8]
    assert sorted(iterate_rows(read_frame(survey).frame, "q1"), key=str).count("c") == 11


def test_packing_stops_at_a_limit_and_says_how_many_are_left(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"a" * 30)
    assert pack_blocks(survey, most=10) == 20
    # Fewer than may be shown are never left behind.
    assert pack_blocks(survey, most=17) == 0
    assert read_frame(survey).n == 30


def test_leaving_out_drops_the_block_and_changes_the_digest(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    rows = answer(survey, *"aaaaaabbbbbb")
    assert look(survey) == 12
    before = read_frame(survey).digest
    response = survey.responses.get(pk=rows[0].pk)
    assert leave_out_response(actor=None, response=response, reason="próba")
    assert not leave_out_response(actor=None, response=response, reason="próba")
    assert look(survey) == 11
    assert read_frame(survey).digest != before
    assert take_back_response(actor=None, response=response)
    with time_machine.travel(timezone.now() + LATE, tick=False):
        assert look(survey) == 12


def test_a_changed_answer_is_read_anew(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    rows = answer(survey, *"aaaaaaa")
    look(survey)
    response = survey.responses.get(pk=rows[0].pk)
    response.answers = {"q1": "b"}
    response.save()
    drop_block_of(response)
    assert look(survey) == 7
    assert list(iterate_rows(read_frame(survey).frame, "q1")).count("b") == 1


def test_dropping_all_blocks_leaves_the_answers(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aaaaaa")
    look(survey)
    drop_blocks(survey)
    assert not Block.objects.exists()
    assert look(survey) == 6


def test_blocks_of_another_layout_are_made_again(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aaaaaa")
    look(survey)
    survey.blocks.update(layout="0:1:old")
    answer(survey, *"bbbbb")
    assert look(survey) == 11
    assert all(not block.layout.startswith("0:") for block in survey.blocks.all())


def test_answers_of_two_editions_stand_in_one_frame(process: Process) -> None:
    survey = open_survey(process, phase="closed")
    answer(survey, *"aaaaa")
    survey.questionnaire.draft = make_content(
        [make_item("q1", text="Inaczej"), make_item("q2", "multiple"), make_item("q3")]
    )
    survey.questionnaire.save()
    survey.edition = make_edition(survey.questionnaire, 2)
    survey.save()
    for _number in range(5):
        make_response(survey, {"q1": "b", "q3": "c"})
    assert look(survey) == 10
    frame = read_frame(survey).frame
    assert sorted(iterate_rows(frame, "q1"), key=str) == ["a"] * 5 + ["b"] * 5
    assert list(iterate_rows(frame, "q3")).count(None) == 5


@pytest.mark.parametrize(
    ("kind", "given", "columns"),
    [
        ("single", "a", {"q": "a"}),
        ("single", "gone", {"q": None}),
        ("multiple", ["a", "c"], {"q": ("a", "c")}),
        ("multiple", [], {"q": ()}),
        ("grid", {"r1": "b"}, {"q.r1": "b", "q.r2": None}),
        ("semantic", {"r1": 1, "r2": 7}, {"q.r1": "1", "q.r2": "7"}),
        ("number", 2.5, {"q": 2.5}),
        ("number", True, {"q": None}),
        ("nps", 10, {"q": "10", "q.bands": "for"}),
        ("nps", 0, {"q": "0", "q.bands": "against"}),
        ("nps", 8, {"q": "8", "q.bands": "between"}),
        ("ranking", ["c", "a"], {"q.c": 1.0, "q.a": 2.0, "q.b": None}),
        ("allocation", {"a": 70, "b": 30}, {"q.a": 70.0, "q.b": 30.0, "q.c": 0.0}),
        ("place", [50.9, 15.7], {"q.lat": 50.9, "q.lon": 15.7}),
        ("place", [50.9], {"q.lat": None}),
        ("long_text", "Tak", {"q": "1"}),
        ("date", "2026-05-01", {"q": "1"}),
    ],
)
def test_every_kind_of_answer_has_its_columns(process: Process, kind: str, given: Any, columns: dict[str, Any]) -> None:
    survey = make_survey(process, make_content([make_item("q", kind)]), phase="closed")
    for _number in range(5):
        make_response(survey, {"q": given})
    frame = read_frame(survey).frame
    assert {name: next(iterate_rows(frame, name)) for name in columns} == columns


def test_a_frame_holds_no_words_that_people_wrote(process: Process) -> None:
    content = make_content([make_item("q", "long_text"), make_item("r", "single", options=[
        {"code": "a", "text": {"pl": "A"}}, {"code": "x", "text": {"pl": "Inne"}, "own_words": True}])])  # fmt: skip
    survey = make_survey(process, content, phase="closed")
    for _number in range(6):
        make_response(survey, {"q": "TAJEMNICA", "r": "x", "r.x": "TAJEMNICA"})
    pack_blocks(survey)
    assert all(b"TAJEMNICA" not in bytes(block.data) for block in survey.blocks.all())


def test_layouts_are_read_once(process: Process, django_assert_num_queries: Any) -> None:
    survey = open_survey(process)
    assert survey.edition_id
    layout_of(survey.edition_id)
    with django_assert_num_queries(1):
        layout_of(survey.edition_id)
