"""The pages of trees: who may, small posts that lead back, both texts of a conflict, the outline, and the files."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.rooms.diagnosis.charts.tree import lay_tree
from sciezka.rooms.diagnosis.documents.tree import write_text
from sciezka.rooms.diagnosis.models import Statement, Tree
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.queries import node_for
from tests.factories.diagnosis import make_statement
from tests.factories.thread import NodeFactory, declare_types
from tests.rooms.diagnosis.conftest import Grown


def post(grown: Grown, name: str, client: Client | None = None, **sent: object) -> str:
    """Send a small form and give the page that it leads to."""
    answer = (client or grown.client()).post(grown.url(name), sent, follow=True)
    assert answer.status_code in {200, 409}, name
    return answer.content.decode()


def test_every_change_is_a_small_post_that_keeps_the_choice(grown: Grown) -> None:
    core, rent, jobs = grown.key("P-01"), grown.key("C-01"), grown.key("C-02")
    page = post(grown, "add", role="cause", text="Czynsze rosną <b>co rok</b>", under=rent)
    assert "Czynsze rosną &lt;b&gt;" in page
    assert f'data-chosen="{rent}"' in page
    assert "C-04>C-01" in grown.ties()
    assert "do 300 znaków" in post(grown, "add", role="cause", text="x" * 301, under=rent)
    post(grown, "hang", statement=grown.key("C-03"), parent=jobs)
    assert "C-03>C-02" in grown.ties()
    assert "C-03 → C-02 → C-03" in post(grown, "hang", statement=jobs, parent=grown.key("C-03"))
    post(grown, "move", statement=grown.key("C-03"), parent=core, away=rent)
    assert {"C-03>P-01", "C-03>C-02"} <= grown.ties()
    post(grown, "untie", statement=rent, source=rent, target=core)
    assert "C-01>P-01" not in grown.ties()
    post(grown, "undo")
    post(grown, "undo")
    post(grown, "redo")
    assert "C-03>P-01" in grown.ties()
    post(grown, "order", statement=rent, direction="later")
    assert "Zależy od państwa" in post(grown, "aside", statement=jobs, reason="Zależy od państwa")
    assert Statement.objects.get(pk=jobs).is_aside
    post(grown, "aside", statement=jobs, decision="back")
    assert not Statement.objects.get(pk=jobs).is_aside
    post(grown, "remove", statement=jobs)
    assert jobs not in grown.read().spots
    post(grown, "remove", statement=10**17)


def test_a_conflict_shows_both_texts_and_saves_over_the_shown_version(grown: Grown) -> None:
    key = grown.key("C-01")
    sent = {"statement": key, "text": "Najem jest drogi.", "dimension": "economic", "weight": "4", "about": "", "version": 1}
    post(grown, "say", grown.client("contributor"), **sent)
    answer = grown.client().post(grown.url("say"), {**sent, "text": "Czynsz pochłania płacę."})
    page = answer.content.decode()
    assert (answer.status_code, Statement.objects.get(pk=key).text) == (409, "Najem jest drogi.")
    assert "Najem jest drogi." in page
    assert "Czynsz pochłania płacę.</textarea>" in page
    assert '<input type="hidden" name="version" value="2">' in page
    post(grown, "say", **{**sent, "text": "Czynsz pochłania płacę.", "version": 2})
    assert Statement.objects.get(pk=key).text == "Czynsz pochłania płacę."
    assert grown.client().post(grown.url("say"), {**sent, "text": "", "version": 3}).status_code == 200


def test_who_only_reads_sees_the_tree_and_changes_nothing(grown: Grown) -> None:
    reader, before = grown.client("viewer"), Tree.objects.get().version
    page = reader.get(f"{grown.url('tree')}?na={grown.key('C-01')}").content.decode()
    assert "Najem kosztuje" in page
    assert 'id="form-add"' not in page
    for name in ("add", "place", "say", "hang", "move", "untie", "order", "aside", "remove", "put_back", "undo", "redo"):
        assert reader.post(grown.url(name), {"statement": grown.key("C-01"), "role": "core", "text": "x"}).status_code == 404
    assert Tree.objects.get().version == before
    assert grown.client("stranger").get(grown.url("tree")).status_code == 404


def test_the_outline_says_each_statement_once_and_lists_its_evidence(grown: Grown) -> None:
    declare_types()
    proof = NodeFactory.create(
        process=grown.office.process, title="Czynsz do płacy", cited={"number": 56.4, "unit": "%", "of": "2024"}
    )
    node = node_for(grown.said["C-01"])
    assert node
    tie(actor=None, source=proof, target=node, kind="supports", reason="Wprost to mówi.")
    make_statement(grown.tree, "Osobno stojąca przyczyna", "cause")
    post(grown, "hang", statement=grown.key("C-03"), parent=grown.key("C-02"))
    page = grown.client().get(f"{grown.url('tree')}?widok=konspekt&na={grown.key('C-01')}").content.decode()
    assert page.count("56,4") == 2
    assert "<svg xmlns" not in page
    text = write_text(grown.read())
    assert [line.strip().split(" ")[0] for line in text.splitlines()[3:]] == [
        "P-01", "Przyczyny:", "C-01", "C-03", "C-02", "Skutki:", "E-01", "Bez", "C-04",
    ]  # fmt: skip
    assert "należy też do: C-02" in text


def test_effects_stand_above_and_causes_below(grown: Grown) -> None:
    boxes = lay_tree(grown.read()).layout.boxes
    core, effect, cause = (boxes[str(grown.key(code))] for code in ("P-01", "E-01", "C-03"))
    assert effect.bottom < core.top
    assert core.bottom < boxes[str(grown.key("C-01"))].top < cause.top


def test_a_tree_is_listed_made_named_and_taken_home(grown: Grown) -> None:
    client, process = grown.client(), grown.office.process
    answer = client.post(reverse("diagnosis:tree_new", kwargs=process.address), {"name": "Rynek pracy"}, follow=True)
    made = Tree.objects.get(name="Rynek pracy")
    assert "Młodzi dorośli wyprowadzają się z\u00a0miasta" in answer.content.decode()
    place = reverse("diagnosis:place", kwargs=made.address)
    client.post(place, {"statement": grown.key("C-02")})
    assert made.placings.count() == 1
    client.post(reverse("diagnosis:tree_edit", kwargs=made.address), {"name": "Praca", "about": "O pracy"})
    listed = client.get(reverse("diagnosis:trees", kwargs=process.address)).content.decode()
    assert "Praca" in listed
    assert "3 przyczyny" in listed
    for name, start in (
        ("tree_svg", b"<svg"),
        ("tree_png", b"\x89PNG"),
        ("tree_pdf", b"%PDF"),
        ("tree_text", b"Mieszkania"),
    ):
        assert client.get(grown.url(name)).content.startswith(start), name
    assert client.get(grown.said["C-03"].get_absolute_url()).url == f"{grown.url('tree')}?na={grown.key('C-03')}"
    assert '"number"' in client.get(grown.url("tree_state")).content.decode()


def test_the_page_asks_the_database_as_often_for_a_large_tree(grown: Grown) -> None:
    client = grown.client()

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{grown.url('tree')}?na={grown.key('P-01')}")
        return len(asked)

    small = count()
    for number in range(4):
        make_statement(grown.tree, f"Przyczyna {number}", "cause", grown.said["P-01"])
    assert count() == small
