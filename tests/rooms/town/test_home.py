"""The front page and a city's page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sciezka.rooms.town.models import Workspace, WorkspaceUnit
from tests.factories.town import EventFactory, ProcessFactory, UnitFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def test_an_empty_instance_says_so_and_offers_signing_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'class="empty"' in page
    assert "/konto/login/" in page


def test_only_published_processes_are_listed(client: Client) -> None:
    ProcessFactory(name="Jawny-proces")
    ProcessFactory(name="Ukryty-proces", published_at=None)
    page = client.get("/").content.decode()
    assert "Jawny-proces" in page
    assert "Ukryty-proces" not in page


def test_search_finds_a_town_without_its_diacritics(client: Client) -> None:
    ProcessFactory(name="Strategia", workspace=WorkspaceFactory(name="Łódź Nowa"))
    ProcessFactory(name="Inna-strategia", workspace=WorkspaceFactory(name="Kielce"))
    page = client.get("/?szukaj=lodz").content.decode()
    assert "Łódź Nowa" in page
    assert "Inna-strategia" not in page


@pytest.mark.parametrize("query", ["?page=abc", "?page=0", "?szukaj=%00", f"?szukaj={'q' * 4000}", "?szukaj=[[("])
def test_nonsense_in_the_address_gives_a_page(client: Client, query: str) -> None:
    ProcessFactory()
    assert client.get(f"/{query}").status_code == 200


def test_the_front_page_asks_the_database_as_often_for_many_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for _ in range(2):
        EventFactory(process=ProcessFactory())
        EventFactory()
        with django_assert_num_queries(6, exact=False) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_partnership_shows_its_members_with_their_roles(client: Client) -> None:
    workspace = WorkspaceFactory(kind=Workspace.Kind.PARTNERSHIP)
    ProcessFactory(workspace=workspace)
    for name, role in (("Miasto-Lider", "lead"), ("Gmina-Członek", "member")):
        WorkspaceUnit.objects.create(workspace=workspace, unit=UnitFactory(name=name), role=role, representative="Wójt")
    WorkspaceUnit.objects.create(workspace=workspace, unit=UnitFactory(name="Gmina-Dawna"), left_on="2020-01-01")
    page = client.get(workspace.get_absolute_url()).content.decode()
    assert page.index("Miasto-Lider") < page.index("Gmina-Członek")
    assert "Gmina-Dawna" not in page


def test_a_workspace_that_published_nothing_is_not_found(client: Client) -> None:
    workspace = ProcessFactory(published_at=None).workspace
    assert client.get(workspace.get_absolute_url()).status_code == 404


def test_a_workspace_colour_becomes_a_style_sheet(client: Client) -> None:
    process = ProcessFactory(workspace=WorkspaceFactory(accent="#7a1f3d"))
    response = client.get(f"/{process.workspace.slug}/kolory.css")
    assert response["Content-Type"].startswith("text/css")
    assert "--ds-color-accent-base-default" in response.content.decode()
    assert (
        client.get(f"/{process.workspace.slug}/kolory.css", headers={"if-none-match": response["ETag"]}).status_code == 304
    )
    assert f"/{process.workspace.slug}/kolory.css" in client.get(process.get_absolute_url()).content.decode()
