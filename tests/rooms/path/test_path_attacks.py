"""What breaks a path that nobody meant to break: copied threads, crossed forms, figures too long, two people at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sciezka.rooms.diagnosis.actions.resources import ResourceValues, add_resource
from sciezka.rooms.diagnosis.queries.resources import standing_resources
from sciezka.rooms.path.actions.factors import FactorValues, add_factor, choose_core, merge_factors, take_off_factor
from sciezka.rooms.path.actions.factors_rounds import settle_factors
from sciezka.rooms.path.actions.goals import take_goal_off
from sciezka.rooms.path.actions.swot import edit_entry, move_entry
from sciezka.rooms.path.models import CoreChoice, Factor, Goal, Point, SwotEntry
from sciezka.rooms.rounds.models import Item
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.actions.snapshots import copy_snapshot, save_snapshot
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models.processes import RESERVED_PROCESS_SLUGS
from tests.factories import diagnosis, path, rounds, town
from tests.rooms.thread.test_races import run_at_once
from tests.rooms.town.office import build_office

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
def test_a_copied_statement_is_never_taken_for_a_noun_of_the_room_with_the_same_key() -> None:
    office = build_office()
    path.make_factor(office.process)
    diagnosis.make_resource(office.process)
    saved = save_snapshot(actor=None, process=office.process, name="Przed konsultacjami")
    copy = copy_snapshot(actor=None, snapshot=saved, name="Osoby")
    assert copy.slug not in RESERVED_PROCESS_SLUGS  # its office would stand behind another page
    factor = add_factor(actor=None, process=copy, values=FactorValues(name="Żłobki"))
    resource = add_resource(actor=None, process=copy, values=ResourceValues(name="Wody", kind="nature"))
    copied = Node.objects.filter(process=copy, noun_kind="thread.copied")
    copied.filter(type="resource").update(noun_key=str(resource.pk))
    address = reverse("diagnosis:resource_off", kwargs={**copy.address, "resource": resource.pk})
    assert office.client("coordinator").post(address, {"decision": "off"}).status_code == 302
    assert list(standing_resources(copy)) == []
    copied.filter(type="factor").update(noun_key=str(factor.pk))
    take_off_factor(actor=None, factor=factor, reason="Powtórzony.")
    with pytest.raises(ValidationError, match="na liście"):
        choose_core(actor=None, process=copy, factors=[factor], reason="Bo tak.")
    assert not CoreChoice.objects.exists()
    copied.filter(type="factor").update(noun_key=str(factor.pk + 1))
    round_ = rounds.make_round(copy, items=(), purpose="factors")
    item = Item.objects.create(round=round_, position=1, title="Komunikacja")
    settle_factors(actor=None, round=round_)
    item.refresh_from_db()
    assert (item.noun_key, item.code) == (str(factor.pk + 1), path.node_of(Factor.objects.get(pk=factor.pk + 1)).code)


@pytest.mark.django_db
def test_whoever_is_crossed_while_tying_a_goal_gets_all_words_back_as_they_were_typed() -> None:
    office = build_office()
    goal, factors = path.make_goal(office.process), [path.make_factor(office.process, name) for name in ("Praca", "Dom")]
    first, second = map(path.node_of, factors)
    tie(actor=None, source=first, target=path.node_of(goal), kind="uses", reason="Tak chce zespół.")
    sent = {f"was-{node.pk}": "" for node in (first, second)} | {f"tie-{node.pk}": "on" for node in (first, second)}
    sent |= {f"why-{first.pk}": "Tak chcą mieszkańcy.", f"why-{second.pk}": "Bez domu nikt nie wróci.", "touched": ""}
    client, address = office.client("contributor"), reverse("path:goal_grounds", kwargs=goal.address)
    page = client.post(address, sent)
    form = page.context["form"]
    assert [row.why.value() for row in form.rows] == ["Tak chcą mieszkańcy.", "Bez domu nikt nie wróci."]
    assert form.crossed == {first.pk: "Tak chce zespół."}
    again: dict[str, Any] = {name: form[name].value() for name in form.fields}
    assert client.post(address, {name: value for name, value in again.items() if value}).status_code == 302
    assert path.node_of(goal).ties_in.count() == 2


@pytest.mark.django_db
def test_a_figure_too_long_for_a_database_is_refused_and_the_longest_comes_back_the_same() -> None:
    office = build_office()
    indicator = path.make_indicator(path.make_goal(office.process))
    client, address = office.client("contributor"), reverse("path:goal_indicator_values", kwargs=indicator.address)
    for figure, kept in (("99999999999999,9999", 0), ("99 999 999 999,9999", 1)):
        client.post(address, {"version": "1", "other_year": "2020", "other_read": figure})
        assert [f"{row.value:f}" for row in Point.objects.all()] == ["99999999999.9999"] * kept
        assert client.get(reverse("path:goals", kwargs=office.process.address)).status_code == 200
    assert "99999999999,9999" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_same_by_different_ways_never_wait_for_each_other() -> None:
    process = town.ProcessFactory.create()
    refused: list[str] = []

    def attempt(act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                act()
            except ValidationError as refusal:
                refused.append(str(refusal.code))

        return run

    for turn in range(4):
        kept, other = path.make_factor(process, f"Praca {turn}"), path.make_factor(process, f"Płaca {turn}")
        entry = path.make_swot_entry(process, f"Wody {turn}")
        run_at_once(
            [
                attempt(lambda kept=kept, other=other: merge_factors(actor=None, kept=kept, other=other)),  # type: ignore[misc]
                attempt(
                    lambda key=other.pk: take_off_factor(  # type: ignore[misc]
                        actor=None, factor=Factor.objects.select_related("process__workspace").get(pk=key), reason="Nie."
                    )
                ),
                attempt(lambda entry=entry: move_entry(actor=None, entry=entry, quadrant="weakness")),  # type: ignore[misc]
                attempt(
                    lambda key=entry.pk: edit_entry(  # type: ignore[misc]
                        actor=None, entry=SwotEntry.objects.select_related("process__workspace").get(pk=key), version=1,
                        said={"text": "Wody termalne"},
                    )
                ),
            ]
        )  # fmt: skip
    assert set(refused) <= {"off", "conflict"}
    assert Node.objects.filter(type="swot_weakness", taken_off_at=None).count() == 4
    assert not Node.objects.filter(type="swot_strength", taken_off_at=None).exists()


@pytest.mark.django_db
def test_the_threads_pages_leave_taking_off_and_putting_back_to_the_room_that_knows_what_goes_with_it() -> None:
    office = build_office()
    process, client = office.process, office.client("contributor")
    kept, merged = path.make_factor(process, "Praca"), path.make_factor(process, "Płaca")
    goal = path.make_goal(process)
    part = path.make_goal(process, "Więcej mieszkań komunalnych", parent=goal)
    merge_factors(actor=None, kept=kept, other=merged)

    def press(word: str, noun: Factor | Goal) -> Node:
        node = path.node_of(noun)
        page = client.post(reverse(f"thread:{word}", kwargs={**process.address, "node": node.code}), follow=True)
        assert noun.get_absolute_url() in page.content.decode()
        return path.node_of(noun)

    assert press("put_back", merged).is_taken_off  # what was judged of it would count for the other
    assert not press("take_off", goal).is_taken_off  # its parts would stand under nothing
    assert not press("take_off", kept).is_taken_off  # the list asks for a reason
    take_goal_off(actor=None, goal=goal)
    assert press("put_back", part).is_taken_off
    gone = path.node_of(kept)
    Factor.objects.filter(pk=merged.pk).update(merged_into=None)
    Factor.objects.filter(pk=kept.pk).delete()
    client.post(reverse("thread:take_off", kwargs={**process.address, "node": gone.code}))
    gone.refresh_from_db()
    assert gone.is_taken_off
