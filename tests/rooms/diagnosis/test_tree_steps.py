"""Changing a tree: ties of the thread, circles, undoing, and two people at one tree."""

import pytest
from django.core.exceptions import ValidationError

from sciezka.rooms.diagnosis.actions import statements as acts
from sciezka.rooms.diagnosis.actions.steps import redo, undo
from sciezka.rooms.diagnosis.models import Statement, Tree, TreeStep
from sciezka.rooms.thread.actions import take_off
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories.diagnosis import make_statement, make_tree
from tests.factories.town import ProcessFactory
from tests.rooms.diagnosis.conftest import Grown

pytestmark = pytest.mark.both_databases
START = {"C-01>P-01", "C-02>P-01", "C-03>C-01", "P-01>E-01"}


def test_statements_hang_on_the_thread_and_their_ties_are_the_threads(grown: Grown) -> None:
    assert grown.ties() == START
    assert dict(Node.objects.values_list("code", "type")) == {
        "P-01": "problem", "C-01": "cause", "C-02": "cause", "C-03": "cause", "E-01": "effect",
    }  # fmt: skip
    assert set(Tie.objects.values_list("kind", "reason")) == {("causes", "")}


def test_a_problem_beside_a_cause_and_an_effect_finds_its_side(grown: Grown) -> None:
    acts.add_statement(actor=None, tree=grown.tree, role="core", text="Drugi", under=grown.key("C-02"))
    acts.add_statement(actor=None, tree=grown.tree, role="core", text="Trzeci", under=grown.key("E-01"))
    acts.add_statement(actor=None, tree=grown.tree, role="core", text="Czwarty", under=grown.key("P-01"))
    assert grown.ties() == START | {"C-02>P-02", "P-03>E-01"}


def test_many_parents_moving_and_a_refused_circle(grown: Grown) -> None:
    actor, tree = grown.office.people["coordinator"], grown.tree
    acts.hang_under(actor=actor, tree=tree, statement=grown.key("C-03"), parent=grown.key("C-02"))
    assert grown.ties() == START | {"C-03>C-02"}
    with pytest.raises(ValidationError) as several:
        acts.move_statement(actor=actor, tree=tree, statement=grown.key("C-03"), parent=grown.key("P-01"))
    assert several.value.code == "several"
    acts.move_statement(
        actor=actor, tree=tree, statement=grown.key("C-03"), parent=grown.key("P-01"), away=grown.key("C-01")
    )
    assert grown.ties() == START - {"C-03>C-01"} | {"C-03>C-02", "C-03>P-01"}
    with pytest.raises(ValidationError) as circle:
        acts.hang_under(actor=actor, tree=tree, statement=grown.key("C-02"), parent=grown.key("C-03"))
    assert "C-03 → C-02 → C-03" in " ".join(circle.value.messages)
    acts.untie_statements(actor=actor, tree=tree, source=grown.key("C-03"), target=grown.key("P-01"))
    assert grown.ties() == START - {"C-03>C-01"} | {"C-03>C-02"}
    for _step in range(3):
        undo(actor=actor, tree=tree)
    assert grown.ties() == START
    redo(actor=actor, tree=tree)
    assert grown.ties() == START | {"C-03>C-02"}


def test_order_among_siblings_changes_and_ends_are_told(grown: Grown) -> None:
    def row() -> list[str]:
        return [spot.code for spot in grown.read().beside(grown.key("C-01"))]

    assert row() == ["C-01", "C-02"]
    acts.order_statement(actor=None, tree=grown.tree, statement=grown.key("C-01"), direction="later")
    assert row() == ["C-02", "C-01"]
    with pytest.raises(ValidationError) as refusal:
        acts.order_statement(actor=None, tree=grown.tree, statement=grown.key("C-01"), direction="later")
    assert refusal.value.code == "end"


def test_removing_takes_off_the_thread_only_what_stands_nowhere_else(grown: Grown) -> None:
    actor, tree = grown.office.people["coordinator"], grown.tree
    other = make_tree(grown.office.process, "Rynek pracy")
    acts.place_statement(actor=actor, tree=other, statement=grown.key("C-02"))
    acts.remove_statement(actor=actor, tree=tree, statement=grown.key("C-02"))
    assert not Node.objects.get(code="C-02").is_taken_off
    acts.remove_statement(actor=actor, tree=tree, statement=grown.key("C-01"))
    assert Node.objects.get(code="C-01").is_taken_off
    assert grown.ties() == {"P-01>E-01"}
    undo(actor=actor, tree=tree)
    undo(actor=actor, tree=tree)
    assert grown.ties() == START
    # Somebody takes it off on the thread's own page: it still has its place, and can be put back from here.
    take_off(actor=actor, node=Node.objects.select_related("process").get(code="C-01"))
    assert [spot.code for spot in grown.read().off] == ["C-01"]
    acts.put_back(actor=actor, tree=tree, statement=grown.key("C-01"))
    assert grown.ties() == START


def test_undo_takes_back_ones_own_steps_and_never_somebody_elses(grown: Grown) -> None:
    mine, theirs, tree = grown.office.people["coordinator"], grown.office.people["contributor"], grown.tree
    cause = make_statement(tree, "Czynsze rosną.", "cause", grown.said["P-01"], mine)
    make_statement(tree, "Inwestorzy kupują na wynajem.", "cause", cause, theirs)
    with pytest.raises(ValidationError) as refusal:
        undo(actor=mine, tree=tree)
    assert (refusal.value.code, refusal.value.params) == ("changed", {"codes": "C-04"})
    undo(actor=theirs, tree=tree)
    undo(actor=mine, tree=tree)
    assert grown.ties() == START
    with pytest.raises(ValidationError):
        undo(actor=mine, tree=tree)
    redo(actor=mine, tree=tree)
    assert grown.ties() == START | {"C-04>P-01"}
    assert Node.objects.filter(code="C-04").count() == 1


def test_two_who_change_the_same_words_lose_none(grown: Grown) -> None:
    mine, theirs, tree, key = (
        grown.office.people["coordinator"], grown.office.people["contributor"], grown.tree, grown.key("C-01")
    )  # fmt: skip
    acts.edit_statement(actor=theirs, tree=tree, statement=key, version=1, said={"text": "Najem jest drogi."})
    with pytest.raises(Conflict) as conflict:
        acts.edit_statement(actor=mine, tree=tree, statement=key, version=1, said={"text": "Czynsz pochłania płacę."})
    assert conflict.value.standing.text == "Najem jest drogi."
    acts.edit_statement(actor=mine, tree=tree, statement=key, version=2, said={"text": "Czynsz pochłania płacę."})
    assert Node.objects.get(code="C-01").title == Statement.objects.get(pk=key).text == "Czynsz pochłania płacę."
    with pytest.raises(ValidationError) as refusal:
        undo(actor=theirs, tree=tree)
    assert refusal.value.code == "changed"
    undo(actor=mine, tree=tree)
    assert Statement.objects.get(pk=key).text == "Najem jest drogi."


def test_setting_aside_needs_a_reason_and_is_undone_with_it(grown: Grown) -> None:
    actor, tree, key = grown.office.people["coordinator"], grown.tree, grown.key("C-02")
    with pytest.raises(ValidationError):
        acts.set_aside(actor=actor, tree=tree, statement=key, reason="  ")
    acts.set_aside(actor=actor, tree=tree, statement=key, reason="Zależy od rynku krajowego.")
    aside = Statement.objects.get(pk=key)
    assert (aside.is_aside, aside.aside_by, aside.aside_reason) == (True, actor.ref, "Zależy od rynku krajowego.")
    acts.take_up(actor=actor, tree=tree, statement=key)
    assert not Statement.objects.get(pk=key).is_aside
    undo(actor=actor, tree=tree)
    assert Statement.objects.get(pk=key).aside_at == aside.aside_at


def test_every_tree_that_shows_a_statement_learns_of_its_change(grown: Grown) -> None:
    other = make_tree(grown.office.process, "Rynek pracy")
    acts.place_statement(actor=None, tree=other, statement=grown.key("C-02"))
    before = dict(Tree.objects.values_list("pk", "version"))
    acts.edit_statement(actor=None, tree=grown.tree, statement=grown.key("C-02"), version=1, said={"weight": 4})
    assert {key: version - before[key] for key, version in Tree.objects.values_list("pk", "version")} == {
        grown.tree.pk: 1, other.pk: 1,
    }  # fmt: skip
    assert TreeStep.objects.latest("pk").after == {f"weight {grown.key('C-02')}": 4}


def test_nothing_of_another_process_is_taken_in(grown: Grown) -> None:
    foreign = make_statement(make_tree(ProcessFactory.create()))
    for act in (acts.place_statement, acts.remove_statement, acts.put_back):
        with pytest.raises(ValidationError):
            act(actor=None, tree=grown.tree, statement=foreign.pk)
    with pytest.raises(ValidationError):
        acts.hang_under(actor=None, tree=grown.tree, statement=grown.key("C-01"), parent=foreign.pk)
