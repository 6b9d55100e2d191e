"""Why a node is there, read aloud, and what would lose its footing without it."""

import pytest
from django.utils.translation import override

from sciezka.rooms.thread.queries.reasons import Reasons, Sentence, end_sentence, find_reasons
from tests.factories.thread import NodeFactory, TieFactory
from tests.rooms.thread.plans import make_node, make_plan
from tests.rooms.town.office import Office

PLAN = make_plan(
    "W1", "W2", "W3", "W4", "P1", "P2", "P3", "C1", "C2", make_node("W5", is_off=True),
    ties="W1>P1=bo tak mówią liczby; W2>P1; W2>P2; W3>P2; W3-P3; P1>C1=Cel usuwa problem; P2>C1; P2>C2; W4>C2; W5>P3",
)  # fmt: skip


def ask(code: str) -> Reasons:
    """Find why a node is there, by the short code that plans of tests use."""
    return find_reasons(PLAN, make_node(code).code)


def tell(chain: tuple[Sentence, ...]) -> list[str]:
    """Give a chain as codes, from the node back to evidence."""
    return [chain[0].node.code, *(step.other.code for step in chain)]


def test_chains_lead_from_the_node_back_to_evidence_shortest_first_three_shown() -> None:
    why = ask("C1")
    aim, one, two = (make_node(code).code for code in ("C1", "P1", "P2"))
    proofs = [make_node(f"W{number}").code for number in (1, 2, 3)]
    assert {tuple(tell(chain)) for chain in (*why.first, *why.more)} == {
        (aim, one, proofs[0]), (aim, one, proofs[1]), (aim, two, proofs[1]), (aim, two, proofs[2]),
    }  # fmt: skip
    assert (len(why.first), len(why.more), why.is_whole) == (3, 1, True)
    assert tell(ask("C2").first[0]) == [make_node(code).code for code in ("C2", "W4")]


def test_a_sentence_holds_labels_the_citation_and_the_reason() -> None:
    with override("en"):
        step = ask("C1").first[0][-1]
        assert (str(step.type.label), str(step.verb), str(step.other_type.label)) == ("trouble", "rests on", "proof")
    assert step.cited.replace("\u00a0", " ") == "21.4 %, 2025, GUS"
    assert step.reason == "Bo tak mówią liczby."


def test_what_weakens_or_was_taken_off_is_no_reason() -> None:
    why = ask("P3")
    assert (why.first, why.is_evidence, why.lost) == ((), False, 0)
    assert ask("W1").is_evidence
    assert ask("W1").first == ()


@pytest.mark.parametrize(
    ("without", "falls", "after"),
    [("W1", [], 2), ("W3", [], 3), ("P1", [], 1), ("W2", [], 4), ("P2", [], 2), ("W4", [], 1)],
)
def test_what_has_another_ground_keeps_its_footing(without: str, falls: list[str], after: int) -> None:
    why = ask(without)
    assert [node.code for group in why.losing for node in group.nodes] == falls
    assert why.after == after


def test_what_has_no_other_ground_falls_by_types() -> None:
    plan = make_plan("W1", "P1", "P2", "C1", ties="W1>P1; W1>P2; P1>C1")
    why = find_reasons(plan, make_node("W1").code)
    assert [(group.type.key, len(group.nodes)) for group in why.losing] == [("test_trouble", 2), ("test_aim", 1)]
    assert why.lost == 3


@pytest.mark.parametrize(
    ("said", "read"), [("", ""), ("dane  GUS\n", "Dane GUS."), ("Czy tak?", "Czy tak?"), ("żłobki!", "Żłobki!")]
)
def test_a_reason_ends_as_a_sentence(said: str, read: str) -> None:
    assert end_sentence(said) == read


def test_the_page_of_a_node_says_why_and_what_if(office: Office, django_assert_max_num_queries: object) -> None:
    cited = {"number": 21.4, "unit": "%", "of": "2025", "source": "GUS"}
    proof = NodeFactory.create(process=office.process, title="<b>Żłobki</b>", cited=cited)
    trouble = NodeFactory.create(process=office.process, type="test_trouble", title="Brak miejsc")
    TieFactory.create(source=proof, target=trouble, reason="Dzieci czekają ponad rok")
    client = office.client("viewer")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        text = client.get(trouble.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "Dzieci czekają ponad rok." in text
    assert "(21,4 %, 2025, GUS)" in text or "(21.4 %, 2025, GUS)" in text
    assert "<b>Żłobki" not in text
    fallen = client.get(proof.get_absolute_url()).context["why"]
    assert [node for group in fallen.losing for node in group.nodes] == [trouble]
    off = NodeFactory.create(process=office.process, taken_off_at="2026-03-02T12:00:00Z")
    assert client.get(off.get_absolute_url()).context["why"] is None
