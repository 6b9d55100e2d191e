"""A tree of objectives: nothing is worded by a machine, ties follow the source, and steps can be undone."""

import pytest
from django.urls import reverse

from sciezka.rooms.diagnosis.models import Role, Statement, Tree
from sciezka.rooms.diagnosis.queries.objectives import list_drafts
from sciezka.rooms.diagnosis.queries.trees import read_tree
from sciezka.rooms.thread.models import Tie
from tests.rooms.diagnosis.conftest import Grown

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SAID = {
    "C-03": "Co roku oddaje się mieszkania komunalne.",
    "P-01": "Młodzi dorośli zostają w mieście.",
    "C-01": "Najem kosztuje najwyżej jedną trzecią płacy na start.",
    "E-01": "Sklepy w śródmieściu mają klientów.",
}


@pytest.mark.one_database
def test_each_statement_is_worded_by_a_person_and_stands_as_its_source_does(grown: Grown) -> None:
    client = grown.client("contributor")
    assert client.post(grown.url("turn")).status_code == 302
    tree = Tree.objects.select_related("process__workspace", "source").get(source=grown.tree)
    address = reverse("diagnosis:tree", kwargs=tree.address)
    page = client.get(address).content.decode()
    assert [spot.code for spot in list_drafts(read_tree(tree))] == ["P-01", "C-01", "C-02", "C-03", "E-01"]
    for statement in grown.said.values():
        assert statement.text in page.replace("\N{NO-BREAK SPACE}", " ")
    # Out of order on purpose: a tie waits until both of its ends are worded.
    for code, text in SAID.items():
        said = {"source": grown.key(code), "text": text}
        assert client.post(reverse("diagnosis:word", kwargs=tree.address), said).status_code == 302
    view = read_tree(tree)
    codes = {spot.statement.text: spot.code for spot in view.spots.values()}
    assert codes == {SAID["C-03"]: "DS-01", SAID["P-01"]: "DC-01", SAID["C-01"]: "DS-02", SAID["E-01"]: "DR-01"}
    ties = {f"{link.source.code}>{link.target.code}" for link in view.links}
    assert ties == {"DS-01>DS-02", "DS-02>DC-01", "DC-01>DR-01"}
    assert [part.core.spot.code for part in view.parts] == ["DC-01"]
    assert {spot.code: [node.code for node in spot.mirrors] for spot in view.spots.values()} == {
        "DS-01": ["C-03"], "DC-01": ["P-01"], "DS-02": ["C-01"], "DR-01": ["E-01"],
    }  # fmt: skip
    assert [spot.code for spot in list_drafts(view)] == ["C-02"]
    # The tree of problems is untouched, and leads here; turning it again makes no second one.
    assert grown.ties() == {"C-01>P-01", "C-02>P-01", "C-03>C-01", "P-01>E-01"}
    assert tree.get_absolute_url() in client.get(grown.url("tree")).content.decode()
    client.post(grown.url("turn"))
    assert Tree.objects.count() == 2
    for name in ("tree_svg", "tree_text", "tree_pdf", "tree_png"):
        assert client.get(reverse(f"diagnosis:{name}", kwargs=tree.address)).status_code == 200
    assert "DS-02" in client.get(reverse("diagnosis:tree_text", kwargs=tree.address)).content.decode()
    chosen = next(key for key, spot in view.spots.items() if spot.code == "DC-01")
    assert "P-01" in client.get(f"{address}?na={chosen}").content.decode()


def test_wording_is_a_step_that_can_be_undone_and_nobody_words_the_same_twice(grown: Grown) -> None:
    client = grown.client("contributor")
    client.post(grown.url("turn"))
    tree = Tree.objects.select_related("process__workspace", "source").get(source=grown.tree)
    word, undo, redo = (reverse(f"diagnosis:{name}", kwargs=tree.address) for name in ("word", "undo", "redo"))
    client.post(word, {"source": grown.key("P-01"), "text": "Młodzi zostają."})
    other = grown.client("coordinator").post(word, {"source": grown.key("P-01"), "text": "Młodzi wracają."}, follow=True)
    assert "Młodzi wracają." in other.content.decode()  # what was not added is shown, to be kept
    assert Statement.objects.filter(kind="objectives").count() == 1
    client.post(undo)
    assert not read_tree(tree).spots
    assert not Tie.objects.filter(kind="mirrors").exists()
    client.post(redo)
    assert [spot.code for spot in read_tree(tree).spots.values()] == ["DC-01"]
    # A means of one's own, that no problem stands behind, and a refusal of what can't be.
    under = next(iter(read_tree(tree).spots))
    client.post(reverse("diagnosis:add", kwargs=tree.address), {"role": "cause", "text": "Targi pracy.", "under": under})
    assert Tie.objects.filter(kind="serves").count() == 1
    assert Statement.objects.get(text="Targi pracy.").role == Role.CAUSE
    for data in ({}, {"source": "x", "text": "y"}, {"source": 10**18, "text": "y"}, {"source": under, "text": "y"}):
        assert client.post(word, data).status_code == 302
    assert client.post(reverse("diagnosis:turn", kwargs=tree.address), follow=True).status_code == 200
    assert client.post(grown.url("word"), {"source": grown.key("P-01"), "text": "y"}).status_code == 302
    assert Statement.objects.filter(kind="objectives").count() == 2
    assert grown.client("viewer").post(word, {"source": grown.key("C-01"), "text": "y"}).status_code == 404
    assert grown.client("viewer").post(grown.url("turn")).status_code == 404
