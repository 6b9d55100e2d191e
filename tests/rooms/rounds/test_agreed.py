"""What a meeting agrees: recorded beside the answers, changed, accepted as proposed, taken back."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.actions.results import accept_proposed, agree, withdraw_result
from sciezka.rooms.rounds.models import Answer, Item, Round
from sciezka.rooms.rounds.queries.results import agreed_of, results_of, standing_of
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_scale
from tests.factories.town import EventFactory, ProcessFactory
from tests.rooms.rounds.tallies import crossed, lead, ranked, rated

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def first_item(round_: Round) -> Item:
    item = round_.items.first()
    assert item
    return item


def form_data(**more: Any) -> dict[str, Any]:
    return {"agreed_on": timezone.localdate().isoformat(), **more}


def test_an_agreed_level_stands_before_the_median_and_leaves_the_answers_alone() -> None:
    round_ = rated([(2,), (3,), (5,)])
    item = first_item(round_)
    before = list(Answer.objects.values_list("pk", "value", "fate"))
    agree(actor=None, round=round_, item=item, scale="sila", value=4, reason="Nowa hala.")
    stand = standing_of(round_)[item.pk]["sila"]
    assert (stand.value, stand.is_agreed) == (4.0, True)
    assert stand.summary
    assert stand.summary.median == 3.0
    assert list(Answer.objects.values_list("pk", "value", "fate")) == before


def test_agreeing_again_replaces_and_the_journal_keeps_both_without_the_words() -> None:
    round_ = rated([(2,), (3,)])
    item, actor = first_item(round_), UserFactory.create()
    first = agree(actor=actor, round=round_, item=item, scale="sila", value=4, reason="Pani Nowa tak powiedziała.")
    second = agree(actor=actor, round=round_, item=item, scale="sila", value=5, reason="Inaczej.")
    assert first.pk == second.pk
    entries = list(JournalEntry.objects.order_by("pk").values_list("verb", "before__value", "after__value"))
    assert entries == [("result.agree", None, 4), ("result.change", 4, 5)]
    assert "Nowa" not in str(list(JournalEntry.objects.values()))


def test_recording_the_same_twice_leaves_one_trace() -> None:
    round_ = rated([(2,), (3,)])
    for _time in range(2):
        agree(actor=None, round=round_, item=first_item(round_), scale="sila", value=3)
    assert JournalEntry.objects.filter(verb__startswith="result.").count() == 1


def test_what_was_agreed_can_be_taken_back() -> None:
    round_ = rated([(2,), (2,)])
    item = first_item(round_)
    result = agree(actor=None, round=round_, item=item, scale="sila", value=4)
    withdraw_result(actor=None, result=result)
    withdraw_result(actor=None, result=result)
    assert agreed_of(round_) == {}
    assert standing_of(round_)[item.pk]["sila"].value == 2.0
    assert JournalEntry.objects.filter(verb="result.withdraw").count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"value": 6}, "off_scale"),
        ({"value": None}, "value"),
        ({"value": 3, "special": "dk"}, "value"),
        ({"value": None, "special": "xx"}, "value"),
        ({"scale": "inna"}, "scale"),
        ({"scale": ""}, "scale"),
    ],
)
def test_what_can_not_be_agreed_is_refused(wrong: dict[str, Any], code: str) -> None:
    round_ = rated([(2,)])
    with pytest.raises(ValidationError) as refused:
        agree(actor=None, round=round_, item=first_item(round_), **{"scale": "sila", "value": 3, **wrong})
    assert refused.value.code == code
    assert agreed_of(round_) == {}


def test_nouns_of_other_places_are_refused() -> None:
    round_, other = rated([(2,), (3,)]), rated([(2,)])
    item = first_item(round_)
    stranger = other.participants.get()
    draft = EventFactory.create(process=round_.process, status="draft", published_at=None)
    cases: list[tuple[Item, dict[str, Any], str]] = [
        (first_item(other), {}, "item"),
        (item, {"against": item}, "item"),
        (item, {"present": [stranger]}, "present"),
        (item, {"event": draft}, "event"),
        (item, {"event": EventFactory.create()}, "event"),
    ]
    for noun, more, code in cases:
        with pytest.raises(ValidationError) as refused:
            agree(actor=None, round=round_, item=noun, scale="sila", value=2, **more)
        assert refused.value.code == code


def test_a_place_a_choice_and_a_cell_can_be_agreed() -> None:
    ranking = ranked([(1, 2), (2, 1)])
    agree(actor=None, round=ranking, item=first_item(ranking), value=2)
    assert standing_of(ranking)[first_item(ranking).pk][""].value == 2.0
    with pytest.raises(ValidationError):
        agree(actor=None, round=ranking, item=first_item(ranking), value=3)
    pick = ranked([(1, None), (1, 1)], kind="pick")
    agree(actor=None, round=pick, item=first_item(pick), value=0)
    assert standing_of(pick)[first_item(pick).pk][""].value == 0.0
    matrix = crossed([{(1, 2): 1}])
    row, column, _third = matrix.items.all()
    agree(actor=None, round=matrix, item=row, scale="wplyw", against=column, value=3)
    agree(actor=None, round=matrix, item=row, against=column, value=2)
    (cell,) = [line for line in results_of(matrix).lines if line.agreed]
    assert cell.agreed
    assert (cell.key, cell.agreed.value) == ((row.pk, "", column.pk), 2)


def test_what_the_answers_propose_is_accepted_in_one_go() -> None:
    # Three quarters at one level within one level; too wide; too few of one mind.
    round_ = rated([(4, 4, 4), (4, 4, 4), (4, 4, 5), (5, 2, 5)])
    first, _second, _third = round_.items.all()
    person = round_.participants.first()
    assert person
    assert accept_proposed(actor=None, round=round_, present=[person]) == 1
    assert accept_proposed(actor=None, round=round_) == 0
    agreed = agreed_of(round_)[first.pk, "sila"]
    assert (agreed.value, agreed.was_proposed, list(agreed.present.all())) == (4, True, [person])
    assert JournalEntry.objects.get(verb="result.accept_proposed").after == {"items": 1, "present": 1}


def test_accepting_writes_over_nothing_that_was_agreed() -> None:
    round_ = rated([(4, 4), (4, 4)])
    item = first_item(round_)
    agree(actor=None, round=round_, item=item, scale="sila", value=2)
    assert accept_proposed(actor=None, round=round_) == 1
    assert agreed_of(round_)[item.pk, "sila"].value == 2


def test_the_page_of_proposals_records_only_what_is_ticked(client: Client) -> None:
    round_ = rated([(4, 4), (4, 4)])
    lead(client, round_.process)
    address = reverse("rounds:accept_proposed", kwargs=round_.address)
    words = [line.word for line in results_of(round_).lines]
    assert client.post(address, form_data()).status_code == 200
    assert agreed_of(round_) == {}
    assert client.post(address, form_data(words=[words[1], "cokolwiek", "9:x:"])).status_code == 302
    assert [item for item, _scale in agreed_of(round_)] == [round_.items.all()[1].pk]


def test_the_form_asks_for_a_reason_when_the_group_departs_from_its_median(client: Client) -> None:
    round_ = rated([(3,), (4,)])
    lead(client, round_.process)
    address = reverse("rounds:agree", kwargs={**round_.address, "item": first_item(round_).pk})
    refused = client.post(address, form_data(**{"lsila-value": "5", "lsila-dissent": "Zostaje przy 3."}))
    assert refused.status_code == 200
    assert "Zostaje przy 3." in refused.content.decode()
    assert agreed_of(round_) == {}
    # Both levels beside a median of 3.5 are near it.
    for value in ("3", "4"):
        assert client.post(address, form_data(**{"lsila-value": value})).status_code == 302
    assert client.post(address, form_data(**{"lsila-value": "5", "lsila-reason": "Nowa hala."})).status_code == 302
    assert agreed_of(round_)[first_item(round_).pk, "sila"].value == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"lsila-value": ""},
        {"lsila-value": "7"},
        {"lsila-value": "\x00"},
        {"lsila-value": "3", "agreed_on": "wczoraj"},
        {"lsila-value": "3", "agreed_on": (timezone.localdate() + dt.timedelta(days=2)).isoformat()},
        {"lsila-value": "3", "event": "999999999999999999999"},
        {"lsila-value": "3", "present": ["999999999999999999999999", "x"]},
        {"lsila-value": "3", "guests": "x" * 501},
    ],
)
def test_a_wrong_form_records_nothing_and_says_so(client: Client, wrong: dict[str, Any]) -> None:
    round_ = rated([(3,), (3,)])
    lead(client, round_.process)
    address = reverse("rounds:agree", kwargs={**round_.address, "item": first_item(round_).pk})
    page = client.post(address, form_data(**wrong))
    assert page.status_code == 200
    assert "ds-error-summary" in page.content.decode()
    assert agreed_of(round_) == {}


def test_all_scales_are_recorded_together_with_who_was_there(client: Client) -> None:
    round_ = rated([(3,), (3,)], scales=[make_scale(), make_scale("b", "Druga", allows_na=True)])
    lead(client, round_.process)
    event = EventFactory.create(process=round_.process)
    people = [str(person.pk) for person in round_.participants.all()]
    address = reverse("rounds:agree", kwargs={**round_.address, "item": first_item(round_).pk})
    data = form_data(**{"lsila-value": "3", "lb-value": "na"}, event=event.pk, present=people, guests="Ekspertka")
    assert client.post(address, data).status_code == 302
    results = agreed_of(round_)
    one, other = results[first_item(round_).pk, "sila"], results[first_item(round_).pk, "b"]
    assert (one.value, other.value, other.special) == (3, None, "na")
    assert (one.event, one.present.count(), one.guests) == (event, 2, "Ekspertka")
    page = client.get(reverse("rounds:result_item", kwargs={**round_.address, "item": first_item(round_).pk}))
    assert "Ekspertka" in page.content.decode()


def test_saving_can_lead_on_to_what_needs_talk_most(client: Client) -> None:
    round_ = rated([(3, 1, 2), (3, 5, 4)])
    lead(client, round_.process)
    first, second, third = round_.items.all()
    steps = ((first, second), (second, third), (third, None))
    for item, following in steps:
        address = reverse("rounds:agree", kwargs={**round_.address, "item": item.pk})
        answer = client.post(address, form_data(**{"lsila-value": "3"}, next="1"))
        words = {**round_.address, "item": following.pk} if following else round_.address
        assert answer.headers["Location"] == reverse("rounds:agree" if following else "rounds:agenda", kwargs=words)


def test_withdrawing_by_the_page_takes_back_the_named_scale_only(client: Client) -> None:
    round_ = rated([(3,)], scales=[make_scale(), make_scale("b")])
    lead(client, round_.process)
    item = first_item(round_)
    for scale in ("sila", "b"):
        agree(actor=None, round=round_, item=item, scale=scale, value=3)
    address = reverse("rounds:result_withdraw", kwargs={**round_.address, "item": item.pk})
    assert client.get(address).status_code == 405
    for scale in ("sila", "nie ma", "\x00"):
        assert client.post(address, {"scale": scale, "against": "x"}).status_code == 302
    assert list(agreed_of(round_)) == [(item.pk, "b")]


def test_a_member_can_read_but_not_agree(client: Client) -> None:
    round_ = rated([(3,), (3,)])
    member = round_.participants.first()
    assert member
    assert member.user
    client.force_login(member.user, backend="sciezka.rooms.people.backends.AccountBackend")
    item = first_item(round_)
    for name, words in (("agree", {"item": item.pk}), ("result_withdraw", {"item": item.pk}), ("accept_proposed", {})):
        assert client.post(reverse(f"rounds:{name}", kwargs={**round_.address, **words}), form_data()).status_code == 404
    assert client.get(reverse("rounds:result", kwargs=round_.address)).status_code == 200


def test_nothing_is_agreed_about_a_round_that_is_still_blind(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), phase="open")
    lead(client, round_.process)
    address = reverse("rounds:agree", kwargs={**round_.address, "item": first_item(round_).pk})
    assert client.post(address, form_data(**{"lsila-value": "3"})).status_code == 404
