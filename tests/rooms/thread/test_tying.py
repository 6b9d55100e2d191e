"""Ties: what is refused, which way they lead, and how far the thread reaches."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciezka.kit.manifests import NodeType, TieKind, all_manifests
from sciezka.kit.models import JournalEntry
from sciezka.rooms.thread.actions import restore_tie, take_off, tie, untie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries import node_with_ties, suggest, trail
from sciezka.rooms.thread.queries.ties import walk
from sciezka.rooms.thread.queries.types import all_types, is_allowed, relations_of
from sciezka.rooms.town.models import Process
from tests.factories import town
from tests.factories.thread import NodeFactory, TieFactory
from tests.rooms.town.office import Office

pytestmark = pytest.mark.both_databases


def make(process: Process, *types: str) -> list[Node]:
    """Make nodes of some types."""
    return [NodeFactory.create(process=process, type=f"test_{name}") for name in types]


def join(source: Node, target: Node, kind: str = "supports", reason: str = "Bo tak.") -> Tie:
    """Tie two nodes as the system would."""
    return tie(actor=None, source=source, target=target, kind=kind, reason=reason)


def refuse(source: Node, target: Node, kind: str = "supports", reason: str = "Bo tak.") -> str:
    """Give the code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        join(source, target, kind, reason)
    return str(refusal.value.code)


def test_a_tie_keeps_its_reason_and_author_and_is_in_the_journal(office: Office) -> None:
    proof, trouble = make(office.process, "proof", "trouble")
    actor = office.people["contributor"]
    made = tie(actor=actor, source=proof, target=trouble, kind="supports", reason=" Bo tak. ")
    assert (made.reason, made.author) == ("Bo tak.", actor.ref)
    entry = JournalEntry.objects.get(verb="tie.make")
    assert entry.label == f"{proof.code} → {trouble.code}"
    assert entry.after["reason"] == "Bo tak."


def test_ties_that_make_no_sense_are_refused(office: Office) -> None:
    proof, trouble, aim = make(office.process, "proof", "trouble", "aim")
    join(proof, trouble)
    assert refuse(proof, proof) == "self"
    assert refuse(proof, trouble) == "duplicate"
    assert refuse(proof, trouble, reason="  ") == "no_reason"
    assert refuse(proof, aim, "test_answers") == "not_allowed"
    assert refuse(proof, aim, "nothing") == "not_allowed"
    assert refuse(trouble, proof) == "not_allowed"
    assert refuse(proof, NodeFactory.create()) == "foreign"
    take_off(actor=None, node=aim)
    assert refuse(proof, aim) == "taken_off"
    assert Tie.objects.count() == 1


def test_two_kinds_may_tie_the_same_nodes(office: Office) -> None:
    first, second = make(office.process, "trouble", "trouble")
    join(first, second)
    join(first, second, "test_causes")
    assert node_with_ties(second).trail.up == [[first]]


def test_a_circle_is_refused_and_its_way_is_told(office: Office) -> None:
    first, second, third = make(office.process, "trouble", "trouble", "trouble")
    join(first, second, "test_causes")
    join(second, third)
    with pytest.raises(ValidationError) as refusal:
        join(third, first, "test_causes")
    assert f"{first.code} → {second.code} → {third.code} → {first.code}" in refusal.value.messages[0]
    take_off(actor=None, node=second)
    assert refuse(third, first) == "circle"


def test_the_database_itself_refuses_a_node_tied_to_itself_or_tied_twice(office: Office) -> None:
    made = TieFactory.create(source__process=office.process)
    for source, target in ((made.source, made.source), (made.source, made.target)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(source=source, target=target, kind="supports", reason="x")


def test_a_removed_tie_can_be_brought_back_with_the_same_checks(office: Office) -> None:
    proof, trouble = make(office.process, "proof", "trouble")
    made = join(proof, trouble)
    held = untie(actor=None, tie=made)
    assert not Tie.objects.exists()
    back = restore_tie(actor=None, held=held)
    assert (back.source, back.target, back.kind, back.reason) == (proof, trouble, "supports", "Bo tak.")
    with pytest.raises(ValidationError):
        restore_tie(actor=None, held=held)
    with pytest.raises(ValidationError):
        untie(actor=None, tie=Tie(pk=10**6))


def test_the_trail_leads_both_ways_and_passes_over_what_was_taken_off(office: Office) -> None:
    proof, doubt, first, second, aim = make(office.process, "proof", "proof", "trouble", "trouble", "aim")
    join(proof, first)
    join(doubt, first, "weakens")
    join(first, second, "test_causes")
    join(second, aim, "test_answers")
    found = trail(first)
    assert ([[node.code for node in step] for step in found.up], found.down) == (
        [sorted([proof.code, doubt.code])], [[second], [aim]],
    )  # fmt: skip
    take_off(actor=None, node=second)
    assert trail(first).down == []
    assert [line.other for line in node_with_ties(first).carries] == [second]


def test_both_ends_read_a_tie_in_their_own_words(office: Office) -> None:
    trouble, aim = make(office.process, "trouble", "aim")
    join(trouble, aim, "test_answers")
    assert node_with_ties(trouble).carries[0].label == "asks for"
    assert node_with_ties(aim).rests_on[0].label == "answers"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries_however_long_the_thread(
    office: Office, count: int, django_assert_num_queries: object
) -> None:
    trouble, *others = make(office.process, "trouble", *(["trouble"] * count))
    before = trouble
    for other in others:
        join(before, other)
        before = other
    for _ in range(count):
        join(make(office.process, "proof")[0], trouble)
    node = Node.objects.select_related("process__workspace").get(pk=trouble.pk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        page = node_with_ties(node)
        assert [line.other.get_absolute_url() for line in page.rests_on]
    assert len(page.trail.down) == count


def test_suggestions_are_found_without_case_and_diacritics_and_can_be_tied(office: Office) -> None:
    proof = NodeFactory.create(process=office.process, title="Żłobki i łąki")
    trouble = NodeFactory.create(process=office.process, type="test_trouble", title="Brak żłobków")
    NodeFactory.create(title="Żłobki w innym mieście")
    assert suggest(office.process, "zlobk") == [proof, trouble]
    assert suggest(office.process, trouble.code.lower()) == [trouble]
    assert suggest(office.process, "", beside=proof) == [trouble]
    assert suggest(office.process, "", beside=proof, relation="weakens<") == []
    take_off(actor=None, node=trouble)
    assert suggest(office.process, "żłobk", beside=proof) == []


def test_layers_keep_ties_from_leading_back() -> None:
    assert is_allowed("supports", "test_proof", "test_aim")
    assert not is_allowed("supports", "test_aim", "test_proof")
    assert {way.key for way in relations_of("test_aim")} >= {"supports>", "supports<", "test_answers<"}
    assert "test_answers>" not in {way.key for way in relations_of("test_aim")}
    assert relations_of("nobody declares it") == []


def test_what_rooms_declare_does_not_clash() -> None:
    rows = [row for manifest in all_manifests() for row in manifest.hangs]
    types = [row for row in rows if isinstance(row, NodeType)]
    assert len(types) == len(all_types()) >= 4
    plain = [row.prefix for row in types if "{under}" not in row.pattern]
    assert len(plain) == len(set(plain))
    known = set(all_types())
    assert all({*row.sources, *row.targets} <= known for row in rows if isinstance(row, TieKind))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40), st.integers(0, 9))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_walk_meets_each_node_once_at_its_shortest_distance(pairs: list[tuple[int, int]], start: int) -> None:
    links: dict[int, list[int]] = {}
    for source, target in pairs:
        links.setdefault(source, []).append(target)
    steps = walk(links, start)
    met = [key for step in steps for key in step]
    assert len(met) == len(set(met))
    assert start not in met
    before = {start}
    for step in steps:
        assert all(any(key in links.get(one, ()) for one in before) for key in step)
        before = set(step)
    reached = {start, *met}
    assert all(target in reached for source, target in pairs if source in reached)


def test_processes_keep_their_threads_apart(office: Office) -> None:
    elsewhere = town.ProcessFactory.create(workspace=office.workspace)
    made = TieFactory.create(source__process=elsewhere)
    own = make(office.process, "proof")[0]
    assert trail(own).up == trail(own).down == []
    assert made.source not in suggest(office.process)
