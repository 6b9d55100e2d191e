"""The editor: questions, pages and sections changed one at a time."""

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.questions.models import Questionnaire
from tests.factories.people import UserFactory
from tests.factories.surveys import make_content, make_item, make_questionnaire
from tests.factories.town import SeatFactory, WorkspaceFactory


@pytest.fixture
def desk(client: Client) -> tuple[Client, Questionnaire]:
    """Give a co-ordinator's browser and a questionnaire of two pages."""
    seat = SeatFactory.create(workspace=WorkspaceFactory.create())
    client.force_login(seat.user)
    return client, make_questionnaire(seat.workspace)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["questionnaire", "item_add", "translations", "checks", "preview", "test", "editions"])
def test_each_page_of_a_questionnaire_opens(desk: tuple[Client, Questionnaire], name: str) -> None:
    client, questionnaire = desk
    assert client.get(reverse(f"questions:{name}", kwargs=questionnaire.address)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    ["single", "multiple", "dropdown", "grid", "semantic", "number", "text", "long_text", "date", "ranking", "nps",
     "allocation", "place", "file", "consent", "note"],
)  # fmt: skip
def test_a_question_of_each_kind_is_put_in_and_saved_as_it_was(desk: tuple[Client, Questionnaire], kind: str) -> None:
    client, questionnaire = desk
    put = client.post(reverse("questions:item_add", kwargs=questionnaire.address) + "?sekcja=s1", {"kind": kind})
    assert put.status_code == 302
    page = client.get(put.url)
    assert page.status_code == 200
    questionnaire.refresh_from_db()
    before = questionnaire.draft
    form = page.context["form"]
    saved = client.post(put.url, read_form(page.content.decode()))
    assert saved.status_code == 302, form.errors
    questionnaire.refresh_from_db()
    assert questionnaire.draft == before


def read_form(html: str) -> dict[str, object]:
    """Read what a browser would send of the form of a part."""
    from lxml import html as reader  # noqa: PLC0415

    form = reader.fromstring(html).get_element_by_id("part-form")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data
