"""Two waves of a round, item by item."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.charts.shifts import write_change
from sciezka.rooms.rounds.models import Item, Round, Sheet
from sciezka.rooms.rounds.queries.waves import Comparison, compare_rounds, earlier_waves
from tests.factories.rounds import make_round, make_sheet
from tests.rooms.rounds.tallies import lead, rated, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def next_wave(before: Round, rows: list[tuple[int, ...]], people: list[User] | int = 0, **fields: object) -> Round:
    """Ask the same items again."""
    items = list(before.items.all())
    round_ = make_round(
        before.process, people=people or len(rows), items=[item.title for item in items],
        **{"phase": "closed", "previous": before, **fields},
    )  # fmt: skip
    mine = list(round_.items.all())
    for item, old in zip(mine, items, strict=True):
        item.before = old
        item.save()
    for participant, row in zip(round_.participants.all(), rows, strict=False):
        make_sheet(participant, dict(zip(mine, row, strict=True)))
    return round_


def compare(after: Round, before: Round | None = None) -> Comparison:
    waves = earlier_waves(after)
    return compare_rounds(after, waves, before or waves[0])


def test_medians_and_agreement_are_compared_item_by_item() -> None:
    first = rated([(2, 1), (2, 5)])
    found = compare(next_wave(first, [(4, 3), (4, 3)]))
    one, two = found.lines
    assert one.change
    assert two.change
    assert (one.change.median_change, one.change.agreement_change) == (2.0, 0.0)
    assert (two.change.median_change, two.change.agreement_change) == (0.0, 2.0)
    assert (found.moved, found.closer, found.further) == (1, 1, 0)


@pytest.mark.parametrize(
    ("change", "keep", "written"),
    [(0.0, True, "0,00"), (0.004, True, "0,00"), (-0.004, True, "0,00"), (0.0, False, "0"), (0.006, True, "+0,01"),
     (-0.5, False, "−0,5"), (None, True, "–")],
)  # fmt: skip
def test_no_change_is_written_without_a_sign(change: float | None, keep: bool, written: str) -> None:  # noqa: FBT001
    with override("pl"):
        assert write_change(change, keep=keep) == written


def test_items_are_followed_over_more_waves_than_one() -> None:
    first = rated([(1, 5), (1, 5)])
    second = next_wave(first, [(2, 4), (2, 4)])
    third = next_wave(second, [(4, 4), (4, 4)])
    assert [wave.pk for wave in earlier_waves(third)] == [second.pk, first.pk]
    changes = [line.change.median_change for line in compare(third, first).lines if line.change]
    assert changes == [3.0, -1.0]


def test_new_and_dropped_items_are_listed() -> None:
    first = rated([(1, 5)])
    second = next_wave(first, [(2, 4)])
    last = second.items.last()
    assert last
    last.before = None
    last.save()
    Item.objects.create(round=second, title="Nowa", position=9)
    found = compare(second)
    assert [item.title for item in found.new] == ["Pozycja 2", "Nowa"]
    assert [item.title for item in found.gone] == ["Pozycja 2"]
    assert len(found.lines) == 1


def test_people_in_both_waves_are_counted_unless_the_round_is_anonymous() -> None:
    first = rated([(1,), (2,), (3,), (3,), (3,)])
    known = [person.user for person in first.participants.all()[:2] if person.user]
    second = next_wave(first, [(2,), (2,)], people=known)
    assert compare(second).both == 2
    anonymous = next_wave(first, [(2,)] * 5, is_anonymous=True)
    assert compare(anonymous).both is None


def test_a_wave_that_shows_nothing_is_not_compared(client: Client) -> None:
    first = rated([(1,)] * 4, is_anonymous=True)
    second = next_wave(first, [(2,)] * 5)
    assert compare(second).withheld == "few"
    lead(client, first.process)
    page = client.get(reverse("rounds:change", kwargs=second.address)).content.decode()
    assert 'class="shift"' not in page


def test_other_levels_stand_side_by_side_and_are_not_reckoned() -> None:
    first = rated([(2,), (2,)])
    scale = {**first.scales[0], "levels": [{"value": value} for value in (1, 2, 3)]}
    (line,) = compare(next_wave(first, [(3,), (3,)], scales=[scale])).lines
    assert line.change is None
    assert line.before
    assert line.before.median == 2.0


def test_the_page_compares_with_the_wave_that_the_address_names(client: Client) -> None:
    first = rated([(1,), (1,)])
    second = next_wave(first, [(2,), (2,)])
    third = next_wave(second, [(5,), (5,)])
    lead(client, first.process)
    address = reverse("rounds:change", kwargs=third.address)
    for query, before in (({}, second), ({"z": str(first.pk)}, first), ({"z": "x"}, second), ({"z": "9" * 40}, second)):
        page = client.get(address, query)
        assert page.status_code == 200
        assert page.context["before"].pk == before.pk


def test_a_member_sees_no_earlier_wave_in_which_they_were_not_asked(client: Client) -> None:
    first = rated([(1,), (1,)])
    second = next_wave(first, [(2,), (2,)])
    member = second.participants.first()
    assert member
    assert member.user
    sign_in(client, member.user)
    page = client.get(reverse("rounds:change", kwargs=second.address))
    assert page.status_code == 200
    assert page.context["compared"] is None


def test_a_first_wave_says_that_there_is_nothing_before_it(client: Client) -> None:
    round_ = rated([(1,)])
    lead(client, round_.process)
    assert client.get(reverse("rounds:change", kwargs=round_.address)).context["compared"] is None
    assert Sheet.objects.count() == 1
