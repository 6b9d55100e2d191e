"""Sorting what members proposed."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.rooms.rounds.actions.items import bring_back, leave_out, merge_proposals, part_proposal
from sciezka.rooms.rounds.models import Item, Proposal, Round, Sheet
from sciezka.rooms.rounds.queries.sorting import sort_proposals
from sciezka.rooms.town.models import Seat
from tests.factories import rounds as make
from tests.factories import town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TITLES = ("OSP Lipa", "Ochotnicza Straż Pożarna w Lipie", "Teatr Nowy", "Teatr Stary")


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


def sorted_round(seat: Seat, titles: tuple[str, ...] = TITLES, **more: Any) -> tuple[Round, list[Proposal]]:
    process = town.ProcessFactory.create(workspace=seat.workspace)
    round_ = make.make_round(process, **{"phase": "sorting", "items": [], **more})
    people = list(round_.participants.all())
    sheets = [Sheet.objects.create(round=round_, participant=person, number=10 + person.pk) for person in people]
    return round_, [
        Proposal.objects.create(round=round_, sheet=sheets[number % len(sheets)], title=title)
        for number, title in enumerate(titles)
    ]


def test_likely_namesakes_are_offered_as_a_group_and_nothing_is_merged(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    sorting = sort_proposals(round_)
    (group,) = sorting.likely
    assert {line.proposal for line in group.lines} == set(proposals[:2])
    assert group.title == "Ochotnicza Straż Pożarna w Lipie"
    assert [line.proposal.title for line in sorting.loose] == ["Teatr Nowy", "Teatr Stary"]
    assert not Item.objects.exists()


def test_merged_items_keep_their_proposers_and_words(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    item = merge_proposals(actor=None, round=round_, proposals=proposals[:2], title=" OSP  w Lipie ")
    assert item.title == "OSP w Lipie"
    kept = item.proposals.order_by("pk")
    assert [row.title for row in kept] == list(TITLES[:2])
    assert {row.sheet for row in kept} == {row.sheet for row in proposals[:2]}
    (merged,) = sort_proposals(round_).merged
    assert len(merged.lines) == 2


def test_a_proposal_that_comes_later_joins_the_item(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    item = merge_proposals(actor=None, round=round_, proposals=proposals[:2], title="OSP")
    again = merge_proposals(actor=None, round=round_, proposals=proposals[1:3], title="OSP i teatr")
    assert again.pk == item.pk
    assert again.proposals.count() == 3
    assert again.title == "OSP i teatr"


def test_merging_two_items_leaves_one(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    merge_proposals(actor=None, round=round_, proposals=proposals[:2], title="OSP")
    merge_proposals(actor=None, round=round_, proposals=proposals[2:], title="Teatry")
    merge_proposals(actor=None, round=round_, proposals=proposals, title="Wszystko")
    assert [item.title for item in round_.items.all()] == ["Wszystko"]


def test_parting_takes_a_proposal_out_and_drops_an_empty_item(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    item = merge_proposals(actor=None, round=round_, proposals=proposals[:2], title="OSP")
    for number in (0, 1):
        part_proposal(actor=None, proposal=Proposal.objects.get(pk=proposals[number].pk))
    assert not Item.objects.filter(pk=item.pk).exists()
    assert Proposal.objects.filter(item=None).count() == len(TITLES)


def test_leaving_out_needs_a_reason_and_can_be_taken_back(seat: Seat) -> None:
    round_, proposals = sorted_round(seat)
    with pytest.raises(ValidationError):
        leave_out(actor=None, proposal=proposals[0], reason=" ")
    leave_out(actor=None, proposal=proposals[0], reason="poza zadaniami miasta")
    assert [line.proposal for line in sort_proposals(round_).left_out] == [proposals[0]]
    bring_back(actor=None, proposal=Proposal.objects.get(pk=proposals[0].pk))
    assert not sort_proposals(round_).left_out


def test_proposals_of_another_round_can_not_be_merged_in(seat: Seat) -> None:
    round_, _proposals = sorted_round(seat)
    _other, foreign = sorted_round(seat)
    with pytest.raises(ValidationError):
        merge_proposals(actor=None, round=round_, proposals=foreign, title="Cudze")
    assert not Item.objects.exists()


@pytest.mark.parametrize("phase", ["draft", "collecting", "open", "closed"])
def test_proposals_are_sorted_only_between_collecting_and_answering(seat: Seat, phase: str) -> None:
    round_, proposals = sorted_round(seat, phase=phase)
    with pytest.raises(ValidationError):
        merge_proposals(actor=None, round=round_, proposals=proposals[:2], title="OSP")
    with pytest.raises(ValidationError):
        leave_out(actor=None, proposal=proposals[0], reason="nie")


def test_the_page_merges_what_is_ticked(seat: Seat, client: Client) -> None:
    round_, proposals = sorted_round(seat)
    client.force_login(seat.user)
    page = client.get(reverse("rounds:sorting", kwargs=round_.address)).content.decode()
    assert all(title in page.replace("\xa0", " ") for title in TITLES)
    address = reverse("rounds:proposals_merge", kwargs=round_.address)
    answer = client.post(address, {"proposals": [proposals[0].pk, proposals[1].pk], "title": "OSP Lipa"})
    assert answer.status_code == 302
    assert Item.objects.get().proposals.count() == 2


@pytest.mark.parametrize(
    "sent", [{}, {"title": "Sam tytuł"}, {"proposals": ["x"], "title": "A"}, {"proposals": ["9" * 40], "title": "A"}]
)
def test_a_merge_without_proposals_says_so(seat: Seat, client: Client, sent: dict[str, Any]) -> None:
    round_, _proposals = sorted_round(seat)
    client.force_login(seat.user)
    answer = client.post(reverse("rounds:proposals_merge", kwargs=round_.address), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Item.objects.exists()


def test_proposals_of_a_blind_round_are_hidden_while_members_propose(seat: Seat, client: Client) -> None:
    blind, _ = sorted_round(seat, phase="collecting")
    seen, _ = sorted_round(seat, phase="collecting", is_blind=False)
    client.force_login(seat.user)
    assert "Teatr" not in client.get(reverse("rounds:sorting", kwargs=blind.address)).content.decode()
    assert "Teatr" in client.get(reverse("rounds:sorting", kwargs=seen.address)).content.decode()


def test_authors_are_named_only_where_the_round_is(seat: Seat) -> None:
    named, _ = sorted_round(seat)
    hidden, _ = sorted_round(seat, is_anonymous=True)
    assert all(line.author for line in sort_proposals(named).loose)
    assert not any(line.author for line in sort_proposals(hidden).loose)


def test_sorting_takes_as_many_queries_for_many_as_for_few(seat: Seat, django_assert_num_queries: Any) -> None:
    few, _ = sorted_round(seat, titles=TITLES[:2])
    many, _ = sorted_round(seat, titles=TITLES * 5)
    for round_ in (few, many):
        with django_assert_num_queries(1):
            sort_proposals(round_)


def test_the_pages_part_leave_out_bring_back_and_settle(seat: Seat, client: Client) -> None:
    round_, proposals = sorted_round(seat)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() + dt.timedelta(days=1))
    client.force_login(seat.user)
    merge_proposals(actor=None, round=round_, proposals=proposals[:2], title="OSP")

    def post(name: str, proposal: Proposal, **sent: str) -> None:
        address = {**round_.address, "proposal": proposal.pk}
        assert client.post(reverse(f"rounds:{name}", kwargs=address), sent).status_code == 302

    post("proposal_part", proposals[0])
    post("proposal_leave_out", proposals[2], reason="poza miastem")
    post("proposal_leave_out", proposals[3], reason="poza miastem")
    post("proposal_bring_back", proposals[3])
    assert client.post(reverse("rounds:settle", kwargs=round_.address)).status_code == 302
    assert {item.title for item in round_.items.all()} == {"OSP", "OSP Lipa", "Teatr Stary"}
    assert entries_of(Round.objects.get(pk=round_.pk)).filter(verb="round.settle").count() == 1
