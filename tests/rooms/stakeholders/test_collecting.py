"""Naming stakeholders and judging them is one round; settling makes the register."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.rooms.rounds.actions.items import merge_proposals
from sciezka.rooms.rounds.actions.rounds import launch_round, settle_round
from sciezka.rooms.rounds.models import Phase, Proposal, Round
from sciezka.rooms.stakeholders.actions.collecting import GatherValues, gather_stakeholders
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import read_judgements
from tests.factories.rounds import make_round
from tests.factories.stakeholders import make_judging, make_stakeholder
from tests.factories.town import TeamFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases

SOON = timezone.make_aware(timezone.datetime(2099, 1, 1, 12))  # type: ignore[attr-defined]


def collect(office: Office, *proposals: tuple[str, dict[str, object]], items: tuple[str, ...] = ()) -> Round:
    """Make a round whose proposals wait to be settled."""
    round_ = make_round(office.process, phase="sorting", items=items, purpose="stakeholders", closes_at=SOON, people=1)
    sheet = round_.sheets.create(number=1, participant=round_.participants.get())
    for title, details in proposals:
        Proposal.objects.create(round=round_, sheet=sheet, title=title, details=details)
    return round_


def test_settling_makes_a_stakeholder_of_each_item(office: Office) -> None:
    told = {
        "sector": "ngo", "is_person": False, "represents": "strażaków", "territory": "Lipa", "contact": "osp@lipa.example",
        "interests": "nowy wóz", "brings": "ludzi",
    }  # fmt: skip
    round_ = settle_round(
        actor=office.coordinator, round=collect(office, ("OSP Lipa", told), ("Liderka", {"is_person": True}))
    )
    body, person = Stakeholder.objects.order_by("is_person")
    assert (body.name, body.sector, body.represents, body.contact, body.brings) == (
        "OSP Lipa", "ngo", "strażaków", "osp@lipa.example", "ludzi"
    )  # fmt: skip
    assert person.is_person
    assert set(round_.items.values_list("title", "noun_key")) == {
        ("OSP Lipa", str(body.pk)), ("Liderka", str(person.pk))
    }  # fmt: skip


def test_merged_proposals_make_one_stakeholder_of_all_that_was_told(office: Office) -> None:
    round_ = collect(
        office,
        ("OSP Lipa", {"sector": "ngo", "interests": "wóz", "contact": ""}),
        ("Straż w Lipie", {"sector": "public", "interests": "remiza", "contact": "osp@lipa.example"}),
        ("Strażacy", {"sector": "ngo", "interests": "wóz", "is_person": True}),
    )
    merge_proposals(actor=office.coordinator, round=round_, proposals=round_.proposals.all(), title="OSP w Lipie")
    settle_round(actor=office.coordinator, round=round_)
    made = Stakeholder.objects.get()
    assert (made.name, made.sector, made.interests, made.contact) == (
        "OSP w Lipie",
        "ngo",
        "wóz\n\nremiza",
        "osp@lipa.example",
    )
    # One voice is enough to guard it as a person.
    assert made.is_person
    assert round_.proposals.filter(item__noun_key=str(made.pk)).count() == 3


def test_what_stands_on_the_register_is_not_made_twice(office: Office) -> None:
    known = make_stakeholder(office.process, "Żłobek „Miś”")
    round_ = settle_round(actor=None, round=collect(office, ("ŻŁOBEK  „MIŚ”", {"sector": "public"})))
    assert Stakeholder.objects.get() == known
    assert round_.items.get().noun_key == str(known.pk)


def test_a_name_that_the_round_asks_about_already_joins_its_item(office: Office) -> None:
    known = make_stakeholder(office.process, "Klub Iskra")
    round_ = collect(office, ("klub iskra", {"sector": "culture"}), items=("Klub Iskra",))
    round_.items.update(noun_key=str(known.pk))
    settle_round(actor=None, round=round_)
    item = round_.items.get()
    assert item.title == "Klub Iskra"
    assert item.proposals.count() == 1


@pytest.mark.parametrize(
    "details", [[], "tekst", {"sector": 7, "contact": ["x"], "interests": None}, {"represents": "x" * 900}]
)
def test_damaged_details_make_a_plain_stakeholder(office: Office, details: object) -> None:
    round_ = collect(office, ("Klub", {}))
    round_.proposals.update(details=details)
    settle_round(actor=None, round=round_)
    made = Stakeholder.objects.get()
    assert (made.name, made.sector) == ("Klub", "")
    assert len(made.represents) <= 300


def test_a_round_is_prepared_with_the_two_scales_and_the_register(office: Office) -> None:
    known = make_stakeholder(office.process, represents="młodzież")
    client = office.sign_in(office.coordinator)
    answer = client.post(
        office.url("gather"),
        {
            "title": "Mapa 2026", "team": office.team.pk, "way": "collect", "takes_register": "on",
            "collects_until": "2098-01-01T12:00", "closes_at": "2099-01-01T12:00",
        },
    )  # fmt: skip
    round_ = Round.objects.get()
    assert answer.headers["Location"] == round_.get_absolute_url()
    assert (round_.purpose, round_.collects, round_.is_blind, round_.asks_reason) == ("stakeholders", True, True, True)
    assert [scale["key"] for scale in round_.scales] == ["influence", "engagement"]
    assert [len(scale["levels"]) for scale in round_.scales] == [5, 5]
    item = round_.items.get()
    assert (item.noun_key, item.title, item.text) == (str(known.pk), known.name, "młodzież")
    assert launch_round(actor=office.coordinator, round=round_).phase == Phase.COLLECTING


def test_the_register_is_judged_without_collecting(office: Office) -> None:
    make_stakeholder(office.process)
    round_ = gather_stakeholders(
        actor=None,
        process=office.process,
        values=GatherValues(title="Mapa", team=office.team, collects=False, closes_at=SOON),
    )
    assert launch_round(actor=None, round=round_).phase == Phase.OPEN


def test_an_empty_register_cannot_be_judged(office: Office) -> None:
    answer = office.sign_in(office.coordinator).post(
        office.url("gather"), {"title": "Mapa", "team": office.team.pk, "way": "judge", "closes_at": "2099-01-01T12:00"}
    )
    assert answer.status_code == 200
    assert 'value="2099-01-01T12:00"' in answer.content.decode()
    assert not Round.objects.exists()


def test_wrong_dates_and_foreign_teams_are_told(office: Office) -> None:
    client = office.sign_in(office.coordinator)
    make_stakeholder(office.process)
    right = {"title": "Mapa", "team": office.team.pk, "way": "judge", "closes_at": "2099-01-01T12:00"}
    for wrong in (
        {"opens_at": "2099-06-01T12:00"}, {"closes_at": ""}, {"closes_at": "jutro"}, {"team": TeamFactory.create().pk},
        {"team": "x"}, {"way": "x"},
    ):  # fmt: skip
        assert client.post(office.url("gather"), {**right, **wrong}).status_code == 200
    assert not Round.objects.exists()
    with pytest.raises(ValidationError):
        gather_stakeholders(
            actor=None, process=office.process, values=GatherValues(title="x", team=TeamFactory.create(), closes_at=SOON)
        )


def test_only_those_who_run_rounds_prepare_one(office: Office) -> None:
    for user in (office.contributor, office.viewer):
        assert office.sign_in(user).get(office.url("gather")).status_code == 404


def test_judgements_are_read_by_the_stakeholder(office: Office) -> None:
    first, second = make_stakeholder(office.process, "A"), make_stakeholder(office.process, "B")
    round_ = make_judging(office.process, {first: (5, 2), second: (1, 4)})
    found = read_judgements(round_)
    assert {key: (row["influence"].value, row["engagement"].value) for key, row in found.items()} == {
        first.pk: (5, 2), second.pk: (1, 4)
    }  # fmt: skip
