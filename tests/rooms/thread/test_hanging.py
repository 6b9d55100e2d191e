"""Hanging nouns on the thread: codes, citations, taking off and putting back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sciezka.kit.models import JournalEntry
from sciezka.rooms.thread.actions import cite, hang, put_back, rename, take_off
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import Citation, node_for, nodes_for
from sciezka.rooms.town.models import Task
from tests.factories import town
from tests.factories.thread import NodeFactory
from tests.rooms.town.office import Office

pytestmark = pytest.mark.both_databases

CITED = Citation(number=21.4, unit="%", of="2019", source="GUS", recipe="a3f19c20", version="2020-03-14")


def hang_task(office: Office, title: str = "Bezrobocie spada wolniej", type: str = "test_proof") -> Node:  # noqa: A002
    """Hang a new task, which stands for a noun of a later room."""
    task = town.TaskFactory.create(process=office.process)
    actor = office.people["coordinator"]
    return hang(actor=actor, process=office.process, type=type, noun=task, title=title, cited=CITED)


def test_codes_count_up_by_type_and_process(office: Office) -> None:
    codes = [hang_task(office).code, hang_task(office).code, hang_task(office, type="test_trouble").code]
    elsewhere = town.ProcessFactory.create(workspace=office.workspace)
    task = town.TaskFactory.create(process=elsewhere)
    codes.append(hang(actor=None, process=elsewhere, type="test_proof", noun=task, title="Inny").code)
    assert codes == ["XW-01", "XW-02", "XP-01", "XW-01"]


def test_a_code_is_never_used_again(office: Office) -> None:
    hang_task(office)
    take_off(actor=None, node=hang_task(office))
    assert hang_task(office).code == "XW-03"
    with pytest.raises(IntegrityError), transaction.atomic():
        NodeFactory.create(process=office.process, code="XW-02")


def test_a_code_can_be_made_from_the_node_above(office: Office) -> None:
    aims = [hang_task(office, type="test_aim") for _ in range(2)]
    steps = [
        hang(
            actor=None, process=office.process, type="test_step", noun=town.TaskFactory.create(process=office.process),
            title="Krok", under=aim,
        ).code
        for aim in (aims[0], aims[0], aims[1])
    ]  # fmt: skip
    assert steps == ["XC1.1", "XC1.2", "XC2.1"]


def test_a_noun_hangs_once_and_stays_as_it_was(office: Office) -> None:
    node = hang_task(office)
    task = Task.objects.get(pk=node.noun_key)
    again = hang(actor=None, process=office.process, type="test_proof", noun=task, title="Coś innego")
    assert (again.pk, again.title) == (node.pk, node.title)
    assert JournalEntry.objects.filter(verb="node.hang").count() == 1


def test_a_noun_taken_off_comes_back_under_its_code_with_what_is_cited_now(office: Office) -> None:
    node = take_off(actor=None, node=hang_task(office))
    task = Task.objects.get(pk=node.noun_key)
    anew = Citation(number=18.9, unit="%", of="2022")
    back = hang(actor=None, process=office.process, type="test_proof", noun=task, title="Nowy", cited=anew)
    back.refresh_from_db()
    assert (back.pk, back.code, back.is_taken_off, back.title, back.citation) == (node.pk, node.code, False, "Nowy", anew)


def test_what_is_cited_is_kept_with_its_day(office: Office) -> None:
    node = Node.objects.get(pk=hang_task(office).pk)
    assert node.citation == CITED
    assert node.cited_at is not None
    entry = JournalEntry.objects.get(verb="node.hang")
    assert entry.after["cited"]["number"] == 21.4
    assert entry.label == "XW-01 Bezrobocie spada wolniej"


def test_citing_anew_leaves_the_old_figure_in_the_journal(office: Office) -> None:
    cite(actor=None, node=hang_task(office), cited=Citation(number=18.9))
    entry = JournalEntry.objects.get(verb="node.cite")
    assert (entry.before["cited"]["number"], entry.after["cited"]["number"]) == (21.4, 18.9)


def test_a_noun_of_another_process_is_refused(office: Office) -> None:
    foreign = town.TaskFactory.create()
    with pytest.raises(ValidationError):
        hang(actor=None, process=office.process, type="test_proof", noun=foreign, title="Cudze")
    above = NodeFactory.create()
    own = town.TaskFactory.create(process=office.process)
    with pytest.raises(ValidationError):
        hang(actor=None, process=office.process, type="test_step", noun=own, title="Cudze", under=above)
    assert not Node.objects.filter(process=office.process).exists()


def test_a_noun_of_the_whole_workspace_may_hang_in_its_processes(office: Office) -> None:
    act = town.LegalActFactory.create(workspace=office.workspace)
    assert (
        hang(actor=None, process=office.process, type="test_proof", noun=act, title="Uchwała").noun_kind == "town.legalact"
    )


def test_undeclared_types_and_unsaved_nouns_are_a_fault_of_the_caller(office: Office) -> None:
    with pytest.raises(LookupError):
        hang_task(office, type="nothing")
    with pytest.raises(ValueError, match="saved"):
        hang(actor=None, process=office.process, type="test_proof", noun=Task(process=office.process), title="x")


def test_taking_off_twice_leaves_one_trace(office: Office) -> None:
    node = hang_task(office)
    seen_by_both = [Node.objects.get(pk=node.pk) for _ in range(2)]
    for seen in seen_by_both:
        take_off(actor=None, node=seen)
    assert JournalEntry.objects.filter(verb="node.take_off").count() == 1
    put_back(actor=None, node=node)
    assert not Node.objects.get(pk=node.pk).is_taken_off


def test_a_title_is_one_line_of_300_signs_at_most(office: Office) -> None:
    node = rename(actor=None, node=hang_task(office), title="dwa\n wiersze " + "x" * 400)
    assert node.title.startswith("dwa wiersze x")
    assert len(node.title) == 300


def test_nodes_are_found_by_their_nouns(office: Office, django_assert_num_queries: object) -> None:
    node = hang_task(office)
    task = Task.objects.get(pk=node.noun_key)
    assert node_for(task) == node
    assert node_for(town.TaskFactory.create()) is None
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = nodes_for(office.process, [task, town.TaskFactory.build(pk=10**9)])
        assert found[str(task.pk)].get_absolute_url() == f"{office.desk}nic/XW-01/"
    assert nodes_for(office.process, []) == {}
