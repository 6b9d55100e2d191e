"""The editor: questions, pages and sections changed one at a time."""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sciezka.kit.models import JournalEntry
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.schema.types import Kind
from tests.factories.people import UserFactory
from tests.factories.surveys import make_content, make_edition, make_item, make_option, make_questionnaire
from tests.factories.town import MembershipFactory, ProcessFactory, SeatFactory, TeamFactory, WorkspaceFactory
from tests.rooms.questions.desk import read_form

pytestmark = pytest.mark.django_db
Desk = tuple[Client, Questionnaire]


@pytest.fixture
def desk(client: Client) -> Desk:
    """Give a co-ordinator's browser and a questionnaire of two pages."""
    seat = SeatFactory.create(workspace=WorkspaceFactory.create(), user=UserFactory.create(language="en"))
    client.force_login(seat.user)
    return client, make_questionnaire(seat.workspace)


def find(questionnaire: Questionnaire, name: str, **more: Any) -> str:
    return reverse(f"questions:{name}", kwargs={**questionnaire.address, **more})


def read_items(questionnaire: Questionnaire) -> list[str]:
    questionnaire.refresh_from_db()
    pages = questionnaire.draft["pages"]
    return [item["code"] for page in pages for section in page["sections"] for item in section.get("items", [])]


def read_item(questionnaire: Questionnaire, code: str) -> dict[str, Any]:
    questionnaire.refresh_from_db()
    pages = questionnaire.draft["pages"]
    return next(i for page in pages for section in page["sections"] for i in section.get("items", []) if i["code"] == code)


def save(desk: Desk, code: str, changes: dict[str, Any], **headers: str) -> Any:
    client, questionnaire = desk
    address = find(questionnaire, "item", item_code=code)
    data = read_form(client.get(address).content)
    return client.post(address, {**data, **changes}, headers=headers)


@pytest.mark.parametrize("name", ["questionnaire", "item_add", "translations", "checks", "preview", "test", "editions"])
def test_each_page_of_a_questionnaire_opens(desk: Desk, name: str) -> None:
    client, questionnaire = desk
    assert client.get(find(questionnaire, name)).status_code == 200


@pytest.mark.parametrize("name", ["questionnaire", "translations", "checks", "preview", "test", "editions"])
def test_an_empty_questionnaire_opens_too(desk: Desk, name: str) -> None:
    client, questionnaire = desk
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft={"languages": ["pl"]})
    assert client.get(find(questionnaire, name)).status_code == 200


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_each_kind_is_put_in_and_saved_as_it_was(desk: Desk, kind: str) -> None:
    client, questionnaire = desk
    put = client.post(find(questionnaire, "item_add") + "?sekcja=s1", {"kind": kind})
    assert put.status_code == 302
    page = client.get(put.url)
    assert page.status_code == 200
    questionnaire.refresh_from_db()
    before = questionnaire.draft
    saved = client.post(put.url, read_form(page.content))
    assert saved.status_code == 302
    assert [str(message) for message in get_messages(saved.wsgi_request)] == ["Saved."]
    questionnaire.refresh_from_db()
    assert questionnaire.draft == before


def test_everything_a_question_may_have_survives_a_save_that_changes_nothing(desk: Desk) -> None:
    _client, questionnaire = desk
    rich = make_item(
        "q9", "multiple", help={"pl": "Podpowiedź"}, required=True, shuffle=True, least=1, most=2, bank="MIASTO-OCENA",
        show_if={"all": [{"item": "q1", "op": "is", "value": "a"}, {"item": "q2", "op": "includes", "value": "b"}]},
        required_if={"item": "q1", "op": "in", "value": ["a", "b"]},
        options=[
            make_option("a", value=1.5, own_words=True, fixed=True, skip_to="end"),
            make_option("b", exclusive=True, missing=True),
        ],
    )  # fmt: skip
    grid = make_item("q8", "grid")
    grid["rows"][0]["show_if"] = {"item": "q1", "op": "is", "value": "a"}
    nested = make_item(
        "q7", show_if={"any": [{"none": [{"item": "q1", "op": "is", "value": "a"}]}, {"item": "q2", "op": "answered"}]}
    )
    questionnaire.draft["pages"][1]["sections"][0]["items"] += [rich, grid, nested]
    questionnaire.draft = make_content() | {"pages": questionnaire.draft["pages"]}
    questionnaire.save()
    for code in ("q9", "q8", "q7"):
        before = read_item(questionnaire, code)
        answer = save(desk, code, {})
        assert answer.status_code == 302, re.findall(r"(?s)ds-error-summary.*?</ul>", answer.content.decode())
        assert read_item(questionnaire, code) == before


def test_words_change_in_one_language_and_the_code_of_an_answer_stays(desk: Desk) -> None:
    _client, questionnaire = desk
    save(desk, "q1", {"text": "Jak jest?", "o-1-text": "Inaczej", "required": "on"})
    item = read_item(questionnaire, "q1")
    assert item["text"]["pl"] == "Jak jest?"
    assert item["required"] is True
    assert [(option["code"], option["text"]["pl"]) for option in item["options"]][1] == ("b", "Inaczej")


def test_a_translation_keeps_the_first_language(desk: Desk) -> None:
    client, questionnaire = desk
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft={**questionnaire.draft, "languages": ["pl", "en"]})
    address = find(questionnaire, "item", item_code="q1") + "?jezyk=en"
    data = read_form(client.get(address).content)
    client.post(address, {**data, "text": "How is it?", "o-0-text": "Well"})
    item = read_item(questionnaire, "q1")
    assert item["text"] == {"pl": "Pytanie q1", "en": "How is it?"}
    assert item["options"][0]["text"] == {"pl": "Odpowiedź a", "en": "Well"}


def test_answers_are_added_typed_pasted_moved_and_removed(desk: Desk) -> None:
    _client, questionnaire = desk
    save(desk, "q1", {"o-3-text": "Czwarta", "paste": "- piąta\n2. szósta\n\n• siódma"})
    said = [option["text"]["pl"] for option in read_item(questionnaire, "q1")["options"]]
    assert said == ["Odpowiedź a", "Odpowiedź b", "Odpowiedź c", "Czwarta", "piąta", "szósta", "siódma"]
    assert [option["code"] for option in read_item(questionnaire, "q1")["options"]] == [
        "a",
        "b",
        "c",
        "a1",
        "a2",
        "a3",
        "a4",
    ]
    save(desk, "q1", {"do": "o-0-down"})
    save(desk, "q1", {"do": "o-2-drop", "o-3-drop": "on"})
    codes = [option["code"] for option in read_item(questionnaire, "q1")["options"]]
    assert codes == ["b", "a", "a2", "a3", "a4"]


def test_a_change_that_saves_itself_answers_with_what_stands_around_the_form(desk: Desk) -> None:
    _client, questionnaire = desk
    answer = save(desk, "q1", {"text": "Jak jest?", "o-3-text": "Nowa", "auto": "1"}, **{"HX-Request": "true"})
    page = answer.content.decode()
    assert answer["HX-Reswap"] == "none"
    assert "part-form" not in page
    assert 'id="line-q1"' in page
    assert "Jak jest?" in page
    assert 'name="o-3-was" id="id_o-3-was" value="a1"' in page
    assert read_item(questionnaire, "q1")["text"]["pl"] == "Jak jest?"


def test_another_kind_keeps_the_answers_that_it_can_have(desk: Desk) -> None:
    _client, questionnaire = desk
    save(desk, "q1", {"kind": "multiple"})
    assert [option["code"] for option in read_item(questionnaire, "q1")["options"]] == ["a", "b", "c"]
    save(desk, "q1", {"kind": "grid"})
    assert len(read_item(questionnaire, "q1")["rows"]) == 2
    save(desk, "q1", {"kind": "text"})
    assert set(read_item(questionnaire, "q1")) == {"code", "kind", "text", "required"}


def test_a_new_code_is_followed_by_conditions_leaps_and_words(desk: Desk) -> None:
    client, questionnaire = desk
    content = make_content(
        [make_item("q1", options=[make_option("a", skip_to="p3"), make_option("b")])], [make_item("q2")],
        [make_item("q3", text="Dlaczego {q1}?", show_if={"any": [{"item": "q1", "op": "in", "value": ["a", "b"]}]})],
    )  # fmt: skip
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft=content)
    save(desk, "q1", {"code": "ocena", "o-0-code": "dobra"})
    third = read_item(questionnaire, "q3")
    assert third["text"]["pl"] == "Dlaczego {ocena}?"
    assert third["show_if"] == {"any": [{"item": "ocena", "op": "in", "value": ["dobra", "b"]}]}
    page = find(questionnaire, "part", part="p-p3")
    client.post(page, {**read_form(client.get(page).content), "code": "ostatnia"})
    assert read_item(questionnaire, "ocena")["options"][0]["skip_to"] == "ostatnia"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "1zle"}, "A code begins with a letter"),
        ({"code": "q2"}, "taken"),
        ({"o-0-code": "ą"}, "letters without marks"),
        ({"o-0-value": "dużo"}, "Write a number"),
        ({"kind": "nic"}, ""),
        ({"o-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(desk: Desk, changes: dict[str, str], said: str) -> None:
    _client, questionnaire = desk
    before = questionnaire.draft
    answer = save(desk, "q1", {"text": "Wpisane przed chwilą", **changes})
    assert answer.status_code == 422
    assert "Wpisane przed chwilą" in answer.content.decode()
    assert said in answer.content.decode()
    questionnaire.refresh_from_db()
    assert questionnaire.draft == before


def test_what_somebody_else_changed_is_not_written_over(desk: Desk) -> None:
    client, questionnaire = desk
    address = find(questionnaire, "item", item_code="q1")
    mine = read_form(client.get(address).content)
    save(desk, "q1", {"text": "Ich słowa"})
    refused = client.post(address, {**mine, "text": "Moje słowa"})
    assert refused.status_code == 409
    assert "Moje słowa" in refused.content.decode()
    assert read_item(questionnaire, "q1")["text"]["pl"] == "Ich słowa"
    client.post(address, {**read_form(refused.content), "do": "overwrite"})
    assert read_item(questionnaire, "q1")["text"]["pl"] == "Moje słowa"


def test_changes_of_other_questions_meanwhile_do_not_stand_in_the_way(desk: Desk) -> None:
    client, questionnaire = desk
    address = find(questionnaire, "item", item_code="q1")
    mine = read_form(client.get(address).content)
    save(desk, "q2", {"text": "Ich słowa"})
    assert client.post(address, {**mine, "text": "Moje słowa"}).status_code == 302
    assert read_item(questionnaire, "q1")["text"]["pl"] == "Moje słowa"
    assert read_item(questionnaire, "q2")["text"]["pl"] == "Ich słowa"


def test_a_question_is_copied_moved_and_taken_out_and_put_back(desk: Desk) -> None:
    client, questionnaire = desk
    client.post(find(questionnaire, "item_copy", item_code="q2"))
    assert read_items(questionnaire) == ["q1", "q2", "q4", "q3"]
    client.post(find(questionnaire, "item_move", item_code="q4"), {"step": "down"})
    client.post(find(questionnaire, "item_move", item_code="q1"), {"step": "down"})
    assert read_items(questionnaire) == ["q1", "q2", "q3", "q4"]
    assert [item["code"] for item in questionnaire.draft["pages"][1]["sections"][0]["items"]] == ["q1", "q2", "q3", "q4"]
    client.post(find(questionnaire, "item_move", item_code="q4"), {"to": "s1"})
    assert read_items(questionnaire) == ["q4", "q1", "q2", "q3"]
    before = questionnaire.draft
    client.post(find(questionnaire, "item_remove", item_code="q2"))
    assert read_items(questionnaire) == ["q4", "q1", "q3"]
    assert (
        "Question q2"
        in client.get(find(questionnaire, "item", item_code="q1"), headers={"Accept-Language": "en"}).content.decode()
    )
    client.post(find(questionnaire, "part_restore"))
    questionnaire.refresh_from_db()
    assert questionnaire.draft == before


def test_a_page_comes_back_with_its_questions_and_codes_taken_meanwhile_change(desk: Desk) -> None:
    client, questionnaire = desk
    client.post(find(questionnaire, "part_remove", part="p-p2"))
    assert read_items(questionnaire) == ["q1"]
    client.post(find(questionnaire, "item_add") + "?sekcja=s1", {"kind": "text"})
    assert read_items(questionnaire) == ["q1", "q2"]
    client.post(find(questionnaire, "part_restore"))
    assert read_items(questionnaire) == ["q1", "q2", "q4", "q3"]


def test_pages_and_sections_are_added_named_and_moved(desk: Desk) -> None:
    client, questionnaire = desk
    made = client.post(find(questionnaire, "page_add"), {"po": "p1"})
    client.post(find(questionnaire, "section_add", part="p-p1"))
    data = read_form(client.get(made.url).content)
    client.post(made.url, {**data, "title": "Nowa strona", "skip_to": "end", "shuffle": "on"})
    client.post(find(questionnaire, "part_move", part="p-p3"), {"step": "up"})
    questionnaire.refresh_from_db()
    first, second, _third = questionnaire.draft["pages"]
    assert first["title"] == {"pl": "Nowa strona"}
    assert (first["skip_to"], first["shuffle"]) == ("end", True)
    assert len(second["sections"]) == 2


def test_a_section_of_the_same_code_as_a_question_is_edited_apart(desk: Desk) -> None:
    client, questionnaire = desk
    questionnaire.draft["pages"][0]["sections"][0]["code"] = "q1"
    questionnaire.save()
    address = find(questionnaire, "part", part="s-q1")
    client.post(address, {**read_form(client.get(address).content), "title": "Sekcja"})
    assert save(desk, "q1", {"text": "Pytanie"}).status_code == 302
    questionnaire.refresh_from_db()
    section = questionnaire.draft["pages"][0]["sections"][0]
    assert section["title"] == {"pl": "Sekcja"}
    assert section["items"][0]["text"] == {"pl": "Pytanie"}


def test_the_head_is_saved_with_its_languages(desk: Desk) -> None:
    client, questionnaire = desk
    address = questionnaire.get_absolute_url()
    data = read_form(client.get(address).content)
    changes = {"title": "W urzędzie", "heading": "Dla ludzi", "intro": "**Po co?**", "languages": ["uk", "en"], "base": "pl"}
    client.post(address, {**data, **changes, "audience": "youth"})
    questionnaire.refresh_from_db()
    assert (questionnaire.title, questionnaire.audience) == ("W urzędzie", "youth")
    assert questionnaire.draft["languages"] == ["pl", "en", "uk"]
    assert questionnaire.draft["title"] == {"pl": "Dla ludzi"}
    assert client.post(address, {**data, "title": "Inny"}).status_code == 409


def test_each_save_is_told_to_the_journal_with_what_changed_only(desk: Desk) -> None:
    _client, questionnaire = desk
    save(desk, "q1", {"text": "Jak jest?"})
    save(desk, "q1", {})
    entry = JournalEntry.objects.get(verb="questionnaire.edit", object_id=str(questionnaire.pk))
    assert entry.before == {"q1.text": {"pl": "Pytanie q1"}}
    assert entry.after == {"q1.text": {"pl": "Jak jest?"}}
    questionnaire.refresh_from_db()
    assert questionnaire.revision == 2


def test_members_read_a_questionnaire_and_cannot_change_it(client: Client) -> None:
    process = ProcessFactory.create()
    questionnaire = make_questionnaire(process.workspace)
    client.force_login(MembershipFactory.create(team=TeamFactory.create(process=process)).user)
    page = client.get(questionnaire.get_absolute_url())
    assert page.status_code == 200
    assert find(questionnaire, "page_add") not in page.content.decode()
    assert client.post(questionnaire.get_absolute_url(), {"title": "Inny"}).status_code == 403
    for name, more in (("item", {"item_code": "q1"}), ("item_add", {}), ("part", {"part": "p-p1"})):
        assert client.get(find(questionnaire, name, **more)).status_code == 404


def test_strangers_find_nothing(client: Client) -> None:
    questionnaire = make_questionnaire(WorkspaceFactory.create())
    client.force_login(UserFactory.create())
    assert client.get(questionnaire.get_absolute_url()).status_code == 404


def test_a_question_that_is_gone_is_said_and_nothing_breaks(desk: Desk) -> None:
    client, questionnaire = desk
    address = find(questionnaire, "item", item_code="nie_ma")
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "x"}).status_code == 302
    for name in ("item_move", "item_copy", "item_remove"):
        assert client.post(find(questionnaire, name, item_code="nie_ma")).status_code == 302
    assert client.post(find(questionnaire, "item_add") + "?po=nie_ma", {"kind": "text"}).status_code == 302
    assert read_items(questionnaire) == ["q1", "q2", "q3"]


def test_the_number_of_queries_does_not_grow_with_questions(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, questionnaire = desk
    client.get(questionnaire.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(questionnaire.get_absolute_url())
    large = make_content(*[[make_item(f"q{page}_{n}") for n in range(10)] for page in range(1, 11)])
    other = make_questionnaire(questionnaire.workspace, large)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(other.get_absolute_url())


def test_the_list_tells_what_is_in_each_and_begins_new_ones(desk: Desk, django_assert_max_num_queries: Any) -> None:
    client, questionnaire = desk
    address = {"workspace": questionnaire.workspace.slug}
    listed = reverse("questions:questionnaires", kwargs=address)
    make_edition(questionnaire)
    assert questionnaire.title in client.get(listed).content.decode()
    with django_assert_max_num_queries(8):
        client.get(listed)
    for number in range(3):
        make_questionnaire(questionnaire.workspace, title=f"Inny {number}")
    with django_assert_max_num_queries(8):
        client.get(listed)
    assert "Inny 1" not in client.get(listed, {"szukaj": "ankieta"}).content.decode()
    new = reverse("questions:questionnaire_new", kwargs=address)
    for start, items in (("youth", 30), (f"own:{questionnaire.pk}", 3), ("", 0)):
        made = client.post(new, {"start": start})
        assert client.get(made.url).status_code == 200
        assert len(read_items(Questionnaire.objects.order_by("-pk")[0])) >= items
    assert client.post(new, {"start": "nie ma"}).status_code == 422
    stranger = make_questionnaire(WorkspaceFactory.create())
    assert client.post(new, {"start": f"own:{stranger.pk}"}).status_code == 422


def test_only_a_questionnaire_without_editions_is_deleted(desk: Desk) -> None:
    client, questionnaire = desk
    frozen = make_questionnaire(questionnaire.workspace)
    make_edition(frozen)
    for one in (questionnaire, frozen):
        assert client.get(find(one, "questionnaire_delete")).status_code == 200
        client.post(find(one, "questionnaire_delete"))
    assert list(Questionnaire.objects.values_list("pk", flat=True)) == [frozen.pk]
