"""The item bank: finding, putting in, keeping, changing and telling where a question is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.questions.library import shipped_bank
from sciezka.rooms.questions.models import BankItem, Questionnaire
from tests.factories.surveys import make_bank_item, make_content, make_edition, make_item, make_option, make_questionnaire
from tests.factories.town import SeatFactory, WorkspaceFactory
from tests.rooms.questions.desk import read_form

pytestmark = pytest.mark.django_db
Desk = tuple[Client, Questionnaire]


@pytest.fixture
def desk(client: Client) -> Desk:
    """Give a co-ordinator's browser and a questionnaire."""
    seat = SeatFactory.create(workspace=WorkspaceFactory.create())
    client.force_login(seat.user)
    return client, make_questionnaire(seat.workspace)


def find(questionnaire: Questionnaire, name: str, **more: object) -> str:
    return reverse(f"questions:{name}", kwargs={**questionnaire.address, **more})


def find_bank(questionnaire: Questionnaire) -> str:
    return reverse("questions:bank", kwargs={"workspace": questionnaire.workspace.slug})


def test_the_bank_is_found_by_words_and_themes(desk: Desk) -> None:
    client, questionnaire = desk
    make_bank_item(questionnaire.workspace, "WLASNE-1", theme="Parki", content=make_item("q1", text="Jak często w parku?"))
    page = client.get(find_bank(questionnaire))
    assert page.context["count"] == len(shipped_bank()) + 1
    found = client.get(find_bank(questionnaire), {"szukaj": "PARKU często"})
    assert "WLASNE-1" in found.content.decode()
    assert client.get(find_bank(questionnaire), {"temat": "Parki"}).context["count"] == 1
    assert client.get(find_bank(questionnaire), {"szukaj": "zzzzz"}).context["count"] == 0


def test_a_question_of_the_bank_is_put_in_with_its_code(desk: Desk) -> None:
    client, questionnaire = desk
    shipped = shipped_bank()[0]
    make_bank_item(questionnaire.workspace, "WLASNE-1", content=make_item("q1", text="Własne?"))
    for code in (shipped.code, "WLASNE-1"):
        put = client.post(find(questionnaire, "item_add") + "?po=q1", {"stem": code})
        assert client.get(put.url).status_code == 200
    questionnaire.refresh_from_db()
    items = questionnaire.draft["pages"][0]["sections"][0]["items"]
    assert [item.get("bank") for item in items] == [None, "WLASNE-1", shipped.code]
    assert len({item["code"] for item in items}) == 3
    client.post(find(questionnaire, "item_add"), {"stem": "NIE-MA"})
    questionnaire.refresh_from_db()
    assert sum(len(page["sections"][0]["items"]) for page in questionnaire.draft["pages"]) == 5


def test_a_question_is_kept_without_what_belongs_to_its_questionnaire(desk: Desk) -> None:
    client, questionnaire = desk
    options = [make_option("a", skip_to="p2"), make_option("b")]
    content = make_content([make_item("q1"), make_item("q2", options=options, show_if={"item": "q1", "op": "answered"})])
    Questionnaire.objects.filter(pk=questionnaire.pk).update(draft=content)
    address = find(questionnaire, "item_keep", item_code="q2")
    assert client.get(address).status_code == 200
    assert client.post(address, {"code": "parki ocena"}).status_code == 422
    assert client.post(address, {"code": shipped_bank()[0].code}).status_code == 422
    client.post(address, {"code": "parki-ocena", "theme": "Parki", "note": "Pytać latem"})
    kept = BankItem.objects.get()
    assert (kept.code, kept.theme) == ("PARKI-OCENA", "Parki")
    assert "show_if" not in kept.content
    assert "skip_to" not in kept.content["options"][0]
    questionnaire.refresh_from_db()
    assert questionnaire.draft["pages"][0]["sections"][0]["items"][1]["bank"] == "PARKI-OCENA"
    assert client.post(find(questionnaire, "item_keep", item_code="q1"), {"code": "PARKI-OCENA"}).status_code == 422
    assert JournalEntry.objects.filter(verb="bank_item.keep").count() == 1


def test_a_question_of_the_bank_is_changed_and_removed_and_questionnaires_keep_it(desk: Desk) -> None:
    client, questionnaire = desk
    stem = make_bank_item(questionnaire.workspace, "PARKI-OCENA", content=make_item("q1", bank="PARKI-OCENA"))
    client.post(find(questionnaire, "item_add"), {"stem": "PARKI-OCENA"})
    address = reverse("questions:bank_item", kwargs={"workspace": questionnaire.workspace.slug, "stem": stem.pk})
    page = client.get(address)
    data = read_form(page.content, "bank-form")
    saved = client.post(address, {**data, "text": "Nowe słowa", "theme": "Zieleń", "o-0-value": "5"})
    assert saved.status_code == 302
    stem.refresh_from_db()
    assert stem.content["text"] == {"pl": "Nowe słowa"}
    assert stem.content["options"][0]["value"] == 5
    assert (stem.theme, stem.content["bank"]) == ("Zieleń", "PARKI-OCENA")
    assert client.post(address, {**data, "o-0-code": "ą"}).status_code == 422
    client.post(reverse("questions:bank_item_remove", kwargs={"workspace": questionnaire.workspace.slug, "stem": stem.pk}))
    assert not BankItem.objects.exists()
    questionnaire.refresh_from_db()
    assert '"PARKI-OCENA"' in str(questionnaire.draft).replace("'", '"')


@pytest.mark.both_databases
def test_it_is_told_where_a_question_is_asked(desk: Desk) -> None:
    client, questionnaire = desk
    content = make_content([make_item("q1", bank="MIASTO-OCENA", text="Jak jest?")])
    asked = make_questionnaire(questionnaire.workspace, content, title="Pierwsza")
    make_edition(asked)
    make_questionnaire(WorkspaceFactory.create(), content, title="Cudza")
    page = client.get(find_bank(questionnaire), {"gdzie": "MIASTO-OCENA"})
    uses = [(use.questionnaire.title, use.number, use.text) for use in page.context["uses"]]
    assert uses == [("Pierwsza", None, "Jak jest?"), ("Pierwsza", 1, "Jak jest?")]


def test_another_towns_bank_is_out_of_reach(desk: Desk) -> None:
    client, questionnaire = desk
    stem = make_bank_item(WorkspaceFactory.create(), "CUDZE-1")
    address = reverse("questions:bank_item", kwargs={"workspace": stem.workspace.slug, "stem": stem.pk})
    assert client.get(address).status_code == 404
    client.post(find(questionnaire, "item_add"), {"stem": "CUDZE-1"})
    questionnaire.refresh_from_db()
    assert "CUDZE-1" not in str(questionnaire.draft)
