"""The rules of problem trees: each fires on its fault and is quiet without it."""

from sciezka.rooms.diagnosis.actions import statements as acts
from sciezka.rooms.diagnosis.checks import RULES
from sciezka.rooms.diagnosis.models import Placing
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import read_plan
from tests.factories.diagnosis import make_statement
from tests.factories.thread import NodeFactory, declare_types
from tests.rooms.diagnosis.conftest import Grown


def fire(grown: Grown) -> dict[str, set[str]]:
    """Give the codes of the nodes that each rule finds."""
    plan = read_plan(grown.office.process)
    return {rule.code: found for rule in RULES if (found := {hit.node.code for hit in rule.find(plan) if hit.node})}


def prove(grown: Grown, code: str) -> None:
    """Tie evidence to a statement."""
    proof = NodeFactory.create(process=grown.office.process, cited={"number": 1, "of": "2024", "source": "GUS"})
    node = Node.objects.select_related("process__workspace").get(code=code)
    tie(actor=None, source=proof, target=node, kind="supports", reason="Wprost to mówi.")


def test_each_rule_fires_on_its_fault_and_is_quiet_without_it(grown: Grown) -> None:
    declare_types()
    assert fire(grown) == {"D02": {"C-01", "C-02", "C-03"}}
    prove(grown, "C-03")
    assert fire(grown) == {"D01": {"P-01"}, "D02": {"C-02"}}
    prove(grown, "P-01")
    assert fire(grown) == {"D02": {"C-02"}}
    tree = grown.tree
    lack = make_statement(tree, "Brak basenu w mieście.")
    make_statement(tree, "Oferty pracy są sezonowe głównie!", "cause")
    make_statement(tree, "Rosną koszty ogrzewania.", "effect")
    assert fire(grown) == {
        "D02": {"C-02", "C-04"}, "D03": {"P-02"}, "D05": {"P-02"}, "D06": {"C-04"}, "D07": {"C-04"}, "D08": {"E-02"},
    }  # fmt: skip
    acts.set_aside(actor=None, tree=tree, statement=lack.pk, reason="To nie problem, lecz pomysł.")
    Placing.objects.filter(statement=grown.key("E-01")).delete()
    found = fire(grown)
    assert found["D04"] == {"E-01"}
    assert not {"D03", "D05"} & found.keys()


def test_a_problem_that_rests_on_nothing_is_told_by_the_threads_own_rule(grown: Grown) -> None:
    plan = read_plan(grown.office.process)
    assert [node.code for node in plan.bearing] == ["P-01"]
    assert plan.count_evidence(plan.bearing[0]) == 0
