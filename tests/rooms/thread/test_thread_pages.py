"""The pages of the thread: the list, one node, tying with and without scripts, undoing."""

import pytest
from django.test import Client

from sciezka.rooms.thread.models import Node, Tie
from tests.factories import town
from tests.factories.thread import NodeFactory, TieFactory
from tests.rooms.town.office import Office

CITED = {"number": 1021.4, "unit": "%", "of": "2019-12-31", "source": "GUS", "recipe": "a3f19c20", "version": "3"}


@pytest.fixture
def nodes(office: Office) -> tuple[Node, Node]:
    """A proof and a trouble."""
    proof = NodeFactory.create(process=office.process, title="Żłobki są pełne", cited=CITED)
    return proof, NodeFactory.create(process=office.process, type="test_trouble", title="Brak miejsc")


def page_of(office: Office, node: Node) -> str:
    """Give the address of a node."""
    return f"{office.desk}nic/{node.code}/"


def read(client: Client, address: str) -> str:
    """Give the text of a page."""
    answer = client.get(address, headers={"Accept-Language": "pl"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_empty_thread_says_what_it_is_for_and_leads_to_the_first_step(office: Office) -> None:
    shown = office.client("viewer").get(f"{office.desk}nic/")
    assert shown.context["begin"].start
    assert b'class="empty"' in shown.content
    assert f'class="ds-button" href="{office.desk}' in shown.content.decode()


def test_the_list_shows_codes_by_types_and_marks_what_is_loose(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    alone = NodeFactory.create(process=office.process, title="Samotny")
    TieFactory.create(source=proof, target=trouble)
    layers = office.client("viewer").get(f"{office.desk}nic/").context["layers"]
    assert [layer.type.key for layer in layers] == ["test_proof", "test_trouble"]
    lines = {line.node.code: (line.ties, line.is_loose) for layer in layers for line in layer.lines}
    assert lines == {proof.code: (1, False), trouble.code: (1, False), alone.code: (0, True)}


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=zlobki", 1), ("q=ZLOBKI+brak", 0), ("type=test_trouble", 1), ("type=no", 0), ("loose=1", 2), ("off=1", 3), ("", 2)],
)  # fmt: skip
def test_the_address_holds_the_filters(office: Office, nodes: tuple[Node, Node], query: str, found: int) -> None:
    assert nodes
    NodeFactory.create(process=office.process, title="Zdjęty", taken_off_at="2026-03-02T12:00:00Z")
    shown = office.client("viewer").get(f"{office.desk}nic/?{query}")
    assert shown.context["found"] == found
    assert shown.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(
    office: Office, count: int, django_assert_num_queries: object
) -> None:
    client = office.client("coordinator")
    for node in NodeFactory.create_batch(count, process=office.process):
        TieFactory.create(source=node)
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(f"{office.desk}nic/")


def test_a_node_shows_what_it_cites_and_what_it_stands_for(office: Office, nodes: tuple[Node, Node]) -> None:
    text = read(office.client("viewer"), page_of(office, nodes[0])).replace("\u00a0", " ")
    for words in ("1 021,4 %", "31 grudnia 2019", "GUS", "a3f19c20", f"{office.desk}zadania/{nodes[0].noun_key}/"):
        assert words in text


def test_only_pages_of_the_product_are_linked_as_cited(office: Office) -> None:
    for href, times in (("/biuro/x/?rok=2019", 1), ("javascript:alert(1)", 0), ("//obcy.example", 0)):
        cited = {"number": 1.0, "href": href}
        node = NodeFactory.create(process=office.process, cited=cited, cited_at="2026-03-02T12:00:00Z")
        assert read(office.client("viewer"), page_of(office, node)).count(f'href="{href}"') == times


def test_a_node_says_when_its_source_has_moved_on_or_is_gone(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process, title="moved")
    node = NodeFactory.create(process=office.process, noun=task, cited={"number": 21.4, "unit": "%"})
    shown = office.client("viewer").get(page_of(office, node))
    assert shown.context["cited"]["now_figure"].startswith("18")
    task.delete()
    shown = office.client("viewer").get(page_of(office, node))
    assert shown.context["page"].lookup.is_gone
    assert 'data-color="warning"' in shown.content.decode()


def test_a_node_of_a_type_that_nobody_declares_still_shows(office: Office) -> None:
    node = NodeFactory.create(process=office.process, type="test_proof")
    Node.objects.filter(pk=node.pk).update(type="forgotten")
    assert "forgotten" in read(office.client("coordinator"), f"{office.desk}nic/")
    shown = office.client("coordinator").get(page_of(office, node))
    assert shown.status_code == 200
    assert not shown.context["can_be_tied"]


def test_whoever_only_views_gets_no_way_to_change(office: Office, nodes: tuple[Node, Node]) -> None:
    made = TieFactory.create(source=nodes[0], target=nodes[1])
    text = read(office.client("viewer"), page_of(office, nodes[0]))
    assert "/wiazanie/" not in text
    assert "/zdjecie/" not in text
    client = office.client("viewer")
    for name in ("wiazanie/", "zdjecie/", "tytul/", f"wiazanie/{made.pk}/usuniecie/"):
        assert client.post(f"{page_of(office, nodes[0])}{name}").status_code == 404
    assert Tie.objects.count() == 1


def test_a_tie_is_made_from_either_of_its_ends(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    client = office.client("contributor")
    sent = {"relation": "supports>", "other": trouble.code, "reason": "Lista oczekujących."}
    assert client.post(f"{page_of(office, proof)}wiazanie/", sent)["Location"] == page_of(office, proof)
    sent = {"relation": "weakens<", "other": proof.code, "reason": "Nowe dane."}
    client.post(f"{page_of(office, trouble)}wiazanie/", sent)
    assert set(Tie.objects.values_list("source__code", "target__code", "kind")) == {
        (proof.code, trouble.code, "supports"),
        (proof.code, trouble.code, "weakens"),
    }
    assert "Lista oczekujących." in read(client, page_of(office, trouble))


def test_what_was_typed_stays_when_the_tie_is_refused(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    TieFactory.create(source=proof, target=trouble)
    sent = {"relation": "supports>", "other": trouble.code, "reason": "Powód, który zostaje."}
    answer = office.client("contributor").post(f"{page_of(office, proof)}wiazanie/", sent)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "Powód, który zostaje." in answer.content.decode()


def test_searching_without_scripts_keeps_what_was_typed_and_complains_of_nothing(
    office: Office, nodes: tuple[Node, Node]
) -> None:
    sent = {"find": "1", "search": "brak", "other": "", "reason": "Zaczęty powód"}
    answer = office.client("contributor").post(f"{page_of(office, nodes[0])}wiazanie/", sent)
    text = answer.content.decode()
    assert list(answer.context["form"].offered) == [nodes[1].code]
    assert "Zaczęty powód" in text
    assert "ds-error-summary" not in text
    assert not Tie.objects.exists()
    kept = {**sent, "search": "zzz", "other": nodes[1].code}
    answer = office.client("contributor").post(f"{page_of(office, nodes[0])}wiazanie/", kept)
    assert list(answer.context["form"].offered) == [nodes[1].code]


def test_a_removed_tie_comes_back_at_one_press(office: Office, nodes: tuple[Node, Node]) -> None:
    made = TieFactory.create(source=nodes[0], target=nodes[1])
    client = office.client("contributor")
    there = page_of(office, nodes[1])
    assert client.post(f"{there}wiazanie/{made.pk}/usuniecie/")["Location"] == there
    assert not Tie.objects.exists()
    assert "/wiazanie/cofniecie/" in read(client, there)
    client.post(f"{there}wiazanie/cofniecie/")
    assert Tie.objects.get().reason == made.reason
    assert client.post(f"{there}wiazanie/cofniecie/").status_code == 302
    assert Tie.objects.count() == 1


def test_a_node_is_taken_off_put_back_and_renamed(office: Office, nodes: tuple[Node, Node]) -> None:
    node, client = nodes[0], office.client("contributor")
    client.post(f"{page_of(office, node)}zdjecie/")
    assert Node.objects.get(pk=node.pk).is_taken_off
    assert "/powrot/" in read(client, page_of(office, node))
    client.post(f"{page_of(office, node)}powrot/")
    assert client.get(f"{page_of(office, node)}tytul/").status_code == 200
    client.post(f"{page_of(office, node)}tytul/", {"title": "Nowy tytuł"})
    node.refresh_from_db()
    assert (node.is_taken_off, node.title) == (False, "Nowy tytuł")


def test_a_lonely_node_is_told_that_there_is_nothing_to_tie_it_with(office: Office) -> None:
    node = NodeFactory.create(process=office.process)
    assert b'class="empty"' in office.client("contributor").get(f"{page_of(office, node)}wiazanie/").content


@pytest.mark.parametrize("code", ["XW-00", "x", "XW-01%00", "..", "XW-01.1.1.1.1"])
def test_codes_that_name_no_node_answer_404(office: Office, nodes: tuple[Node, Node], code: str) -> None:
    assert nodes
    assert office.client("coordinator").get(f"{office.desk}nic/{code}/").status_code == 404


def test_a_page_shows_what_stands_further_along_the_thread(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    aim = NodeFactory.create(process=office.process, type="test_aim", title="Dość miejsc")
    TieFactory.create(source=proof, target=trouble)
    TieFactory.create(source=trouble, target=aim, kind="test_answers")
    shown = read(office.client("viewer"), page_of(office, aim)).partition('class="trail"')[2]
    assert shown.index(proof.code) < shown.index(f">{trouble.code}<")
