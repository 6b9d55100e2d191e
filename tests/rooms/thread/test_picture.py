"""The picture of the thread: what it shows, around what, without what, and its files."""

import re

import pytest
from django.test import Client

from sciezka.rooms.thread.charts.picture import OTHERS, arrange, draw_picture
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.picture import MOST_AT_ONCE, MOST_FADED, PictureWish, read_picture
from sciezka.rooms.thread.queries.types import all_kinds
from tests.factories.thread import NodeFactory, TieFactory
from tests.factories.thread_large import make_large_thread
from tests.rooms.town.office import Office

BAD = '<script>alert("x")</script> & „tytuł”'


@pytest.fixture
def chain(office: Office) -> dict[str, Node]:
    """A proof that supports a trouble that asks for an aim; a proof that weakens it; a trouble apart."""
    made = {
        "proof": NodeFactory.create(process=office.process, title=BAD, cited={"number": 21.4, "unit": "%"}),
        "doubt": NodeFactory.create(process=office.process),
        "trouble": NodeFactory.create(process=office.process, type="test_trouble"),
        "aim": NodeFactory.create(process=office.process, type="test_aim"),
        "apart": NodeFactory.create(process=office.process, type="test_trouble"),
        "off": NodeFactory.create(process=office.process, taken_off_at="2026-03-02T12:00:00Z"),
    }
    TieFactory.create(source=made["proof"], target=made["trouble"])
    TieFactory.create(source=made["doubt"], target=made["trouble"], kind="weakens")
    TieFactory.create(source=made["trouble"], target=made["aim"], kind="test_answers")
    return made


def draw(client: Client, office: Office, query: str = "", name: str = "obraz/") -> str:
    """Give the page of the picture."""
    answer = client.get(f"{office.desk}nic/{name}?{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_picture_shows_what_stands_and_leads_to_it(office: Office, chain: dict[str, Node]) -> None:
    text = draw(office.client("viewer"), office)
    svg = text[text.index("<svg xmlns") :]
    codes = re.findall(r'data-code="([^"]+)"', svg)
    order = [chain[key] for key in ("proof", "doubt", "trouble", "apart", "aim")]
    assert sorted(codes) == sorted(node.code for node in order)
    # The order of keys is the order of layers.
    assert [re.sub(r"[-0-9]", "", code) for code in codes] == ["XW", "XW", "XP", "XP", "XC"]
    assert all(f'href="{node.get_absolute_url()}"' in svg for node in order)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in svg
    # Kinds are told apart without colour: by their heads, and by dashes.
    ties = re.findall(r'<path class="picture__tie"[^>]*>', svg)
    assert len({re.search(r"head-\d", tie).group() for tie in ties}) == 3  # type: ignore[union-attr]
    assert sum("stroke-dasharray" in tie for tie in ties) >= 1
    assert 'style="' not in svg


def test_a_focus_fades_what_does_not_concern_it_and_types_are_left_out(office: Office, chain: dict[str, Node]) -> None:
    client = office.client("viewer")
    text = draw(client, office, f"wezel={chain['proof'].code}")
    faded = re.findall(r'data-code="([^"]+)"[^>]* opacity', text)
    assert sorted(faded) == sorted([chain["doubt"].code, chain["apart"].code])
    assert text.count('aria-current="true"') >= 1
    # What a type that is left out joins still concerns the focus; the focus' own type stays.
    less = client.get(f"{office.desk}nic/obraz/?wezel={chain['proof'].code}&bez=test_trouble&bez=test_proof&bez=no")
    picture = less.context["picture"]
    assert [node for node in picture.nodes if node.pk in picture.near] == [chain["proof"], chain["aim"]]
    assert not picture.ties


@pytest.mark.parametrize(
    "query", ["wezel=NIE-1", "wezel=", "skala=abc", "skala=60", "skala=9999999999999999999999", "bez=%00", "widok=caly"]
)
def test_any_address_draws_something(office: Office, chain: dict[str, Node], query: str) -> None:
    text = draw(office.client("viewer"), office, query)
    assert f'data-code="{chain["aim"].code}"' in text


def test_without_nodes_or_with_all_left_out_the_page_says_so(office: Office) -> None:
    client = office.client("viewer")
    assert 'class="empty"' in draw(client, office)
    assert client.get(f"{office.desk}nic/obraz.svg").status_code == 404
    NodeFactory.create(process=office.process)
    assert 'class="empty"' in draw(client, office, "bez=test_proof")


def test_files_hold_the_picture_in_the_colours_of_paper(office: Office, chain: dict[str, Node]) -> None:
    client = office.client("viewer")
    svg = draw(client, office, name="obraz.svg")
    assert svg.startswith("<svg") and "var(" not in svg and "<a " not in svg  # noqa: PT018
    assert chain["aim"].code in svg
    png = client.get(f"{office.desk}nic/obraz.png")
    assert png.content.startswith(b"\x89PNG")
    for name in ("obraz/", "obraz.svg", "obraz.png"):
        assert office.client("stranger").get(f"{office.desk}nic/{name}").status_code in {403, 404}


def test_three_hundred_nodes_take_the_same_queries_and_a_focus_leaves_the_rest_out(
    office: Office,
    django_assert_num_queries: object,
) -> None:
    nodes = make_large_thread(office.process)
    with django_assert_num_queries(3):  # type: ignore[operator]
        picture = read_picture(office.process, PictureWish())
        drawn = arrange(picture)
        svg = draw_picture(drawn)
        assert len(picture.groups) == 4
    assert svg.count("<a ") == len(nodes) == 300
    # No title is written over the edge of its box, nor in more than two lines.
    assert max(part.partition("</a>")[0].count("<text") for part in svg.split("<a ")[1:]) == 2
    aim = next(node for node in nodes if node.type == "test_aim")
    around = read_picture(office.process, PictureWish(focus=aim.code))
    assert around.focus == aim
    assert around.missing + len(around.nodes) == 300
    assert 1 < len(around.nodes) < MOST_FADED
    assert {node.pk for node in around.nodes} == around.near


def test_a_picture_around_a_node_begins_with_what_is_near_and_reaches_as_far_as_asked(office: Office) -> None:
    focus = NodeFactory.create(process=office.process, type="test_trouble")
    for _place in range(3):
        near = NodeFactory.create(process=office.process, type="test_trouble")
        TieFactory.create(source=near, target=focus)
        for proof in NodeFactory.create_batch(MOST_AT_ONCE // 2, process=office.process):
            TieFactory.create(source=proof, target=near)
    begun = read_picture(office.process, PictureWish(focus=focus.code))
    assert (begun.reach, len(begun.nodes), begun.beyond, begun.missing) == (1, 4, 3 * MOST_AT_ONCE // 2, 0)
    client = office.client("viewer")
    assert "zasieg=9" in draw(client, office, f"wezel={focus.code}")
    whole = client.get(f"{office.desk}nic/obraz/?wezel={focus.code}&zasieg=9").context["picture"]
    assert len(whole.nodes) == 4 + 3 * MOST_AT_ONCE // 2
    assert whole.beyond == 0


def test_no_two_kinds_of_ties_look_alike() -> None:
    others = {kind for kind in all_kinds().keys() - {"supports", "weakens"} if not kind.startswith("test_")}
    assert len(set(OTHERS)) == len(OTHERS) >= len(others)
