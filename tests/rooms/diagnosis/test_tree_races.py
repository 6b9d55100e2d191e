"""A tree that several people change at once, here and on the thread's own pages."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from sciezka.kit.live import read_pulses
from sciezka.rooms.diagnosis.actions.statements import add_statement, edit_statement
from sciezka.rooms.diagnosis.models import Placing, Statement, Tree, TreeStep
from sciezka.rooms.diagnosis.queries.trees import pulse_of, read_tree
from sciezka.rooms.thread.actions import cite, put_back, rename, take_off, tie, untie
from sciezka.rooms.thread.models import Citation, Node
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from tests.factories import town
from tests.factories.diagnosis import make_resource, make_statement, make_tree
from tests.rooms.thread.test_races import run_at_once

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db(transaction=True)
def test_steps_made_at_the_same_moment_are_all_kept_and_numbered_apart() -> None:
    tree = make_tree(town.ProcessFactory.create())
    core = make_statement(tree)
    conflicts: list[Exception] = []

    def add_one(number: int) -> Callable[[], object]:
        return lambda: add_statement(actor=None, tree=tree, role="cause", text=f"Przyczyna {number}.", under=core.pk)

    def reword(text: str) -> Callable[[], object]:
        def act() -> None:
            try:
                edit_statement(actor=None, tree=tree, statement=core.pk, version=1, said={"text": text})
            except Exception as conflict:  # noqa: BLE001 - looked at below
                conflicts.append(conflict)

        return act

    run_at_once([*(add_one(number) for number in range(4)), reword("Tak."), reword("Inaczej.")])
    view = read_tree(tree)
    assert (len(view.spots), len(view.links)) == (5, 4)
    # One of the two wordings stands, the other was told so.
    assert [getattr(conflict, "code", "") for conflict in conflicts] == ["conflict"]
    assert Statement.objects.get(pk=core.pk).version == 2
    assert list(TreeStep.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert len(set(Placing.objects.values_list("order", flat=True))) == 5
    assert sorted(Node.objects.filter(type="cause").values_list("code", flat=True)) == ["C-01", "C-02", "C-03", "C-04"]


@pytest.mark.django_db
def test_what_changes_on_the_threads_own_pages_is_told_to_who_looks_at_the_tree() -> None:
    tree, other = make_tree(process := town.ProcessFactory.create()), make_tree(process, "Inne")
    core, far = make_statement(tree), make_statement(other)
    nodes = nodes_by_key(process, Statement, [core.pk, far.pk])
    proof = node_for(make_resource(process))
    assert proof
    made = tie(actor=None, source=proof, target=nodes[core.pk], kind="supports", reason="Widać.")

    def count() -> tuple[int, int, int]:
        pulses = read_pulses([pulse_of(tree.pk)])
        return Tree.objects.get(pk=tree.pk).version, pulses[pulse_of(tree.pk)], Tree.objects.get(pk=other.pk).version

    seen = [count()]
    for act in (
        lambda: cite(actor=None, node=proof, cited=Citation(number=2.0)),
        lambda: rename(actor=None, node=proof, title="Nowszy odczyt"),
        lambda: untie(actor=None, tie=made),
        lambda: take_off(actor=None, node=nodes[core.pk]),
        lambda: put_back(actor=None, node=nodes[core.pk]),
    ):
        act()
        seen.append(count())
    assert all(after[0] > before[0] and after[1] > before[1] for before, after in pairwise(seen))
    assert len({row[2] for row in seen}) == 1  # the tree that it does not stand in stays as it was
