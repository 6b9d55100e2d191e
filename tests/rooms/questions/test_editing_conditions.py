"""Conditions built of lists, and what checks, trials and editions say of a draft."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.questions import schema
from sciezka.rooms.questions.library import shipped_questionnaires
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.advice import advise, say_fault
from sciezka.rooms.questions.queries.fault_words import SENTENCES
from sciezka.rooms.questions.queries.trying import try_out
from sciezka.rooms.questions.schema.stored import read_questionnaire
from tests.factories.surveys import make_content, make_edition, make_item, make_option, make_questionnaire
from tests.factories.town import SeatFactory, WorkspaceFactory
from tests.rooms.questions.desk import read_form

Desk = tuple[Client, Questionnaire]
CONTENT = (
    [make_item("q1"), make_item("q2", "multiple"), make_item("q3", "number"), make_item("q4", "grid")],
    [make_item("q5", "text"), make_item("q6", "long_text")],
)


@pytest.fixture
def desk(client: Client) -> Desk:
    """Give a co-ordinator's browser and a questionnaire of two pages."""
    seat = SeatFactory.create(workspace=WorkspaceFactory.create())
    client.force_login(seat.user)
    return client, make_questionnaire(seat.workspace, make_content(*CONTENT))


def find(questionnaire: Questionnaire, name: str, **more: Any) -> str:
    return reverse(f"questions:{name}", kwargs={**questionnaire.address, **more})


def write_lines(*lines: dict[str, Any], prefix: str = "s", how: str = "all") -> dict[str, Any]:
    """Give the fields of a condition as a form sends them."""
    data: dict[str, Any] = {f"{prefix}-how": how, f"{prefix}l-TOTAL_FORMS": len(lines), f"{prefix}l-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        data |= {f"{prefix}l-{number}-{name}": value for name, value in line.items()}
    return data


def save(desk: Desk, code: str, changes: dict[str, Any]) -> Any:
    client, questionnaire = desk
    address = find(questionnaire, "item", item_code=code)
    return client.post(address, {**read_form(client.get(address).content), **changes})


def read_condition(questionnaire: Questionnaire, code: str, name: str = "show_if") -> Any:
    questionnaire.refresh_from_db()
    item = read_questionnaire(questionnaire.draft).find_item(code)
    assert item is not None
    pages = questionnaire.draft["pages"]
    return next(i for p in pages for s in p["sections"] for i in s["items"] if i["code"] == code).get(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "how", "stored"),
    [
        ([{"item": "q1", "operator": "is", "value": "a"}], "all", {"item": "q1", "op": "is", "value": "a"}),
        ([{"item": "q1", "operator": "in", "value": ["a", "b"]}], "all", {"item": "q1", "op": "in", "value": ["a", "b"]}),
        ([{"item": "q1", "operator": "answered", "value": ""}], "all", {"item": "q1", "op": "answered"}),
        ([{"item": "q3", "operator": "at_least", "value": "2,5"}], "all", {"item": "q3", "op": "at_least", "value": 2.5}),
        ([{"item": "q2", "operator": "at_most", "value": "2"}], "all", {"item": "q2", "op": "at_most", "value": 2}),
        (
            [{"item": "q4", "row": "r2", "operator": "is", "value": "c"}],
            "all",
            {"item": "q4", "op": "is", "value": "c", "row": "r2"},
        ),
        (
            [
                {"item": "q1", "operator": "is", "value": "a"},
                {"item": "q2", "operator": "includes", "value": "b"},
                {"item": ""},
            ],
            "any",
            {"any": [{"item": "q1", "op": "is", "value": "a"}, {"item": "q2", "op": "includes", "value": "b"}]},
        ),
        ([{"item": "q1", "operator": "is", "value": "a"}], "none", {"none": [{"item": "q1", "op": "is", "value": "a"}]}),
        ([{"item": "q1", "operator": "is", "value": "a", "drop": "on"}], "all", None),
    ],
)
def test_conditions_chosen_from_lists_are_kept(
    desk: Desk, lines: list[dict[str, Any]], how: str, stored: dict[str, Any] | None
) -> None:
    answer = save(desk, "q5", write_lines(*lines, how=how))
    assert answer.status_code == 302
    assert read_condition(desk[1], "q5") == stored
    save(desk, "q5", write_lines(*lines, prefix="q", how=how))
    assert read_condition(desk[1], "q5", "required_if") == stored


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    [
        {"item": "q1", "operator": "is", "value": ""},
        {"item": "q3", "operator": "at_least", "value": "dużo"},
        {"item": "q3", "operator": "at_least", "value": "nan"},
        {"item": "q4", "operator": "is", "value": "a"},
        {"item": "q1", "operator": "wymyślone", "value": "a"},
    ],
)
def test_half_a_condition_is_refused_and_stays_in_the_form(desk: Desk, line: dict[str, str]) -> None:
    answer = save(desk, "q5", write_lines(line))
    assert answer.status_code == 422
    assert f'<option value="{line["item"]}" selected>' in answer.content.decode()
    assert read_condition(desk[1], "q5") is None


@pytest.mark.django_db
def test_only_earlier_questions_are_offered_and_answers_follow_the_question(desk: Desk) -> None:
    client, questionnaire = desk
    line = write_lines({"item": "q1", "operator": "is"})
    page = client.get(find(questionnaire, "condition_line"), {**line, "prefix": "s", "part": "q3"}).content.decode()
    assert '<option value="q2">' in page
    assert '<option value="q4">' not in page
    assert '<option value="b">' in page
    more = client.get(find(questionnaire, "condition_line"), {**line, "prefix": "s", "part": "q3", "more": "1"})
    assert 'name="sl-1-item"' in more.content.decode()
    without = client.get(find(questionnaire, "item", item_code="q5") + "?warunek=q").content.decode()
    assert 'name="ql-0-item"' in without
    assert 'name="sl-0-item"' not in without


@pytest.mark.django_db
def test_a_page_and_a_section_have_conditions_on_what_was_asked_before(desk: Desk) -> None:
    client, questionnaire = desk
    for part in ("p-p2", "s-s2"):
        address = find(questionnaire, "part", part=part)
        data = read_form(client.get(address).content)
        client.post(address, {**data, **write_lines({"item": "q1", "operator": "is", "value": "a"})})
    questionnaire.refresh_from_db()
    page = questionnaire.draft["pages"][1]
    assert page["show_if"] == page["sections"][0]["show_if"] == {"item": "q1", "op": "is", "value": "a"}
    first = client.get(find(questionnaire, "part", part="p-p1") + "?warunek=s").content.decode()
    assert 'value="q1"' not in first


@pytest.mark.django_db
def test_a_nested_condition_stays_until_it_is_removed(desk: Desk) -> None:
    _client, questionnaire = desk
    nested = {"any": [{"none": [{"item": "q1", "op": "is", "value": "a"}]}, {"item": "q3", "op": "answered"}]}
    content = make_content(*CONTENT[:1], [make_item("q5", "text", show_if=nested)])
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft=content)
    save(desk, "q5", {"text": "Inne słowa"})
    assert read_condition(questionnaire, "q5") == nested
    save(desk, "q5", {"s-remove": "1"})
    assert read_condition(questionnaire, "q5") is None


def test_every_fault_that_the_checks_know_has_its_sentence() -> None:
    found = {
        code
        for path in Path(schema.__path__[0]).rglob("*.py")
        for code in re.findall(r'(?:find|Fault)\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(found) > 30
    assert found <= set(SENTENCES)


@pytest.mark.django_db
def test_what_the_checks_found_is_said_with_a_link_to_its_part(desk: Desk) -> None:
    client, questionnaire = desk
    content = make_content(
        [make_item("q1", options=[make_option("a", skip_to="nigdzie")], show_if={"item": "brak", "op": "answered"})],
        [make_item("q2", "text", "Czy nie uważasz, że miasto jest piękne?", required=True)],
        [make_item("q3", "text", "Proszę podać numer PESEL")],
    )
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft=content)
    page = client.get(find(questionnaire, "checks")).content.decode()
    for code in ("q1", "q2", "q3"):
        assert f'href="{find(questionnaire, "item", item_code=code)}"' in page
    questionnaire.refresh_from_db()
    advice = advise(questionnaire)
    assert advice.by_part["q1"] == "error"
    assert advice.errors >= 3
    with translation.override("en"):
        said = [say_fault(one.fault) for one in advice.found]
    assert not [sentence for sentence in said if "%(" in sentence or sentence in SENTENCES]


def test_random_walks_through_shipped_questionnaires_are_never_stuck() -> None:
    for shipped in shipped_questionnaires():
        tried = try_out(shipped.questionnaire, 60, seed=7)
        assert tried.stuck == {}, shipped.key
        assert tried.unmet_pages == (), shipped.key


def test_random_walks_tell_what_nobody_meets_and_where_one_cannot_go_on() -> None:
    content = make_content(
        [make_item("q1", required=True, options=[make_option("a", skip_to="p3"), make_option("b", skip_to="p3")])],
        [make_item("q2")],
        [make_item("q3", "file", required=True)],
    )
    tried = try_out(read_questionnaire(content), 20)
    assert tried.unmet_pages == ("p2",)
    assert tried.unmet_items == ("q2",)
    assert tried.stuck == {("p3", "q3"): 20}


@pytest.mark.django_db
def test_a_trial_walks_as_the_draft_leads_and_stores_nothing(desk: Desk) -> None:
    client, questionnaire = desk
    content = make_content(
        [make_item("q1", required=True, options=[make_option("a", skip_to="p3"), make_option("b")])],
        [make_item("q2")], [make_item("q3", show_if={"item": "q1", "op": "is", "value": "a"}), make_item("q4", "text")],
    )  # fmt: skip
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft=content)
    address = find(questionnaire, "test")
    first = client.get(address)
    refused = client.post(address, read_form(first.content, "answers"))
    assert refused.status_code == 422
    third = client.post(address, {**read_form(refused.content, "answers"), "q1": "a"})
    assert third.context["page"].code == "p3"
    assert ("q3", True) in [(code, holds) for code, _said, holds in third.context["conditions"]]
    back = client.post(address, {**read_form(third.content, "answers"), "do": "back"})
    assert back.context["page"].code == "p1"
    second = client.post(address, {**read_form(back.content, "answers"), "jump": "p2"})
    assert second.context["page"].code == "p2"
    filled = client.post(address, {**read_form(third.content, "answers"), "do": "fill"})
    assert filled.context["page"].code == "p3"
    end = client.post(address, read_form(third.content, "answers"))
    assert end.context["page"] is None
    forged = client.post(address, {"state": "zmyślone", "page": "p1", "q1": "a"})
    assert forged.status_code == 200
    assert client.post(find(questionnaire, "test_random")).status_code == 200


@pytest.mark.django_db
def test_translations_are_saved_side_by_side_and_nothing_of_others_is_lost(desk: Desk) -> None:
    client, questionnaire = desk
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft={**questionnaire.draft, "languages": ["pl", "en"]})
    address = find(questionnaire, "translations") + "?jezyk=en"
    page = client.get(address).content.decode()
    assert 'name="q1/options/a/text"' in page
    client.post(address, {"q1/text": "How?", "was-q1/text": "", "q1/options/a/text": "Well", "was-q1/options/a/text": ""})
    client.post(address, {"q1/text": "Mine", "was-q1/text": "", "q2/text": "Which?", "was-q2/text": ""})
    questionnaire.refresh_from_db()
    items = questionnaire.draft["pages"][0]["sections"][0]["items"]
    assert items[0]["text"]["en"] == "How?"
    assert items[0]["options"][0]["text"] == {"pl": "Odpowiedź a", "en": "Well"}
    assert items[1]["text"]["en"] == "Which?"
    assert 'name="q1/text"' not in client.get(address + "&brak=1").content.decode()


@pytest.mark.django_db
def test_a_translation_whose_original_changed_is_marked_until_somebody_has_checked_it(desk: Desk) -> None:
    client, questionnaire = desk
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft={**questionnaire.draft, "languages": ["pl", "en"]})
    address = find(questionnaire, "translations") + "?jezyk=en"
    client.post(address, {"q1/text": "How?", "was-q1/text": "", "q2/text": "Which?", "was-q2/text": ""})

    def read() -> tuple[set[str], Any]:
        context = client.get(address + "&brak=1").context
        return {text.name for text in context["texts"] if text.is_stale}, context["others"][0][2:]

    before = read()
    assert before == (set(), (2, before[1][1], 0))
    save(desk, "q1", {"text": "Pytanie q1 inaczej"})
    save(desk, "q2", {"text": "Pytanie q2 inaczej"})
    stale, (done, _all, unsure) = read()
    assert (stale, done, unsure) == ({"q1/text", "q2/text"}, 0, 2)
    client.post(address, {"q1/text": "How else?", "was-q1/text": "How?"})
    assert read()[0] == {"q2/text"}
    client.post(address, {"fits-q2/text": "1"})
    assert read() == before
    save(desk, "q2", {"text": "Jeszcze inaczej"})
    assert read()[0] == {"q2/text"}
    save(desk, "q2", {"text": "Pytanie q2 inaczej"})
    assert read() == before


@pytest.mark.django_db
def test_editions_tell_what_changed_between_them(desk: Desk) -> None:
    client, questionnaire = desk
    make_edition(questionnaire, 1)
    save(desk, "q1", {"text": "Pytanie q1 inaczej"})
    questionnaire.refresh_from_db()
    page = client.get(find(questionnaire, "editions"))
    assert [code for code, _words, _what in page.context["changes"]] == ["q1"]
    make_edition(questionnaire, 2)
    second = client.get(find(questionnaire, "edition", edition=2))
    assert [code for code, _words, _what in second.context["changes"]] == ["q1"]
    assert client.get(find(questionnaire, "edition", edition=3)).status_code == 404


@pytest.mark.django_db
def test_the_preview_shows_what_conditions_hide_and_may_stand_in_a_frame_of_ours(desk: Desk) -> None:
    client, questionnaire = desk
    save(desk, "q5", write_lines({"item": "q1", "operator": "is", "value": "a"}))
    page = client.get(find(questionnaire, "preview") + "?strona=p2")
    assert 'data-item="q5" data-kind="text">' in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "frame-src 'self'" in client.get(questionnaire.get_absolute_url())["Content-Security-Policy"]
