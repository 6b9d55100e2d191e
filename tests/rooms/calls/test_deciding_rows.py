"""Deciding row by row, the order of the reserve list, and a call on one page."""

import datetime as dt
import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.actions.reserve import move_on_reserve
from sciezka.rooms.calls.models import Call, Decision, Declaration, Submission
from sciezka.rooms.calls.queries.applying_fate import read_fate
from sciezka.rooms.calls.queries.protocol_content import collect_protocol
from sciezka.rooms.calls.queries.public_results import read_results
from tests.factories.calls import make_call, make_card, make_check, make_decision, make_submission
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


@pytest.fixture
def call(office: Office) -> Call:
    return make_call(office.process, phase="deciding", budget=Decimal(100_000))


def passed(call: Call, title: str, **values: Any) -> Submission:
    submission = make_submission(call, title, **values)
    make_check(submission)
    make_card(submission)
    return submission


def english(office: Office, role: str = "coordinator") -> Client:
    user = office.people[role]
    user.language = "en"
    user.save()
    return office.client(role)


def url(call: Call, name: str) -> str:
    return reverse(f"calls:{name}", kwargs=call.address)


def filled(page: str, *rows: tuple[Submission, dict[str, Any]]) -> dict[str, Any]:
    """Give what a browser would send: all fields as they were drawn, and what somebody typed over them."""
    drawn = re.findall(r'<input type="hidden" name="((?:initial-)?d\d+-\w+)" value="([^"]*)"', page)
    data: dict[str, Any] = {name: html.unescape(value) for name, value in drawn}
    data |= {name.removeprefix("initial-"): value for name, value in data.items() if name.startswith("initial-")}
    typed = {f"d{submission.pk}-{name}": value for submission, values in rows for name, value in values.items()}
    return {"z": re.findall(r'name="z" value="(\d+)"', page), **data, **typed}


def test_rows_are_decided_in_one_press_and_what_lacks_something_waits(office: Office, call: Call) -> None:
    one, two, three, four = (passed(call, title, asked=Decimal(20_000)) for title in ("Jeden", "Dwa", "Trzy", "Cztery"))
    make_decision(four, "rejected", reason="Poza\ncelami.")
    client, address = english(office), url(call, "decide_rows")
    page = client.get(address).content.decode()
    sent = filled(
        page, (one, {"outcome": "basic", "reason": "Najlepszy.", "granted": "15 000,50"}),
        (two, {"outcome": "reserve", "reason": "  "}), (four, {}),
    )  # fmt: skip
    answer = client.post(address, sent)
    said = answer.content.decode()
    assert set(Decision.objects.values_list("submission", "outcome", "granted")) == {
        (one.pk, "basic", Decimal("15000.50")), (four.pk, "rejected", None),
    }  # fmt: skip
    assert "1 decision is recorded." in said
    assert f'<a href="#w{two.code}">{two.code}</a>' in said
    assert said.count("Give a reason") == 1
    # What was recorded stands in the page as it is now; what waits keeps what was chosen.
    again = filled(said, (two, {"outcome": "reserve", "reason": "Zabrakło miejsc."}))
    assert client.post(address, again)["Location"] == address
    assert Decision.objects.get(submission=two).outcome == "reserve"
    assert Decision.objects.filter(version__gt=1).count() == 0
    page = client.get(address).content.decode()
    last = client.post(address, filled(page, (three, {"outcome": "basic", "reason": "Tak."})))
    assert last["Location"] == url(call, "ranking")


def test_a_row_decided_meanwhile_is_shown_and_rows_nobody_touched_are_left_alone(office: Office, call: Call) -> None:
    one, two = passed(call, "Jeden"), passed(call, "Dwa")
    make_decision(two, "rejected", reason="Za drogie.")
    client, address = english(office), url(call, "decide_rows")
    page = client.get(address).content.decode()
    actor = office.people["adviser"]
    decide(actor=actor, submission=one, verdict=Verdict(outcome="rejected", reason="Już jest."))
    decide(actor=actor, submission=two, verdict=Verdict(outcome="reserve", reason="Czeka."), version=1)
    answer = client.post(address, filled(page, (one, {"outcome": "basic", "reason": "Najlepszy."})))
    said = answer.content.decode()
    assert answer.status_code == 409
    assert ("Już jest." in said, "Najlepszy." in said) == (True, True)
    assert set(Decision.objects.values_list("submission", "outcome")) == {(one.pk, "rejected"), (two.pk, "reserve")}
    hidden = dict(re.findall(r'<input type="hidden" name="(d\d+-version)" value="(\d+)"', said))
    sent = {**filled(said, (one, {"outcome": "basic", "reason": "Najlepszy."})), f"initial-d{one.pk}-outcome": ""}
    client.post(address, {**sent, **hidden})
    assert Decision.objects.get(submission=one).outcome == "basic"
    Declaration.objects.create(submission=one, user=office.people["coordinator"], stance=Declaration.Stance.CONFLICT)
    assert f'name="z" value="{one.pk}"' not in client.get(address).content.decode()
    client.post(address, {**sent, f"d{one.pk}-outcome": "rejected"})
    assert Decision.objects.get(submission=one).outcome == "basic"


def test_the_reserve_list_goes_by_the_ranking_until_somebody_is_moved_with_a_reason(office: Office, call: Call) -> None:
    one, two, three = (passed(call, title) for title in ("Jeden", "Dwa", "Trzy"))
    two.cards.update(points={"K1": "10", "K2": "9"})
    for submission in (one, two, three):
        make_decision(submission, "reserve")
    client, address = english(office), url(call, "reserve")

    def order() -> list[str]:
        return re.findall(r"</span> <a[^>]*>(\w+)</a><br>", client.get(address).content.decode())

    assert order() == ["Dwa", "Jeden", "Trzy"]
    for values, said in (
        ({"place": 1}, "This field is required"), ({"place": 3, "why": "x"}, "It stands there already"),
        ({"place": 9, "why": "x"}, "Select a valid choice"), ({"place": 1, "why": "Bo tak.", "seen": 99}, "meanwhile"),
    ):  # fmt: skip
        answer = client.post(address, {"submission": three.pk, "seen": 0, **values}).content.decode()
        assert said in answer
        assert values.get("why", "") in answer
    answer = client.post(address, {"submission": three.pk, "place": 1, "why": "Jedyne na Zabobrzu.", "seen": 0}, follow=True)
    assert "Jedyne na Zabobrzu." in answer.content.decode()
    assert order() == ["Trzy", "Dwa", "Jeden"]
    assert JournalEntry.objects.get(verb="reserve.move").after == {"place": 1, "why": "Jedyne na Zabobrzu."}
    # What leaves the list makes room, what comes to it stands where the ranking puts it.
    Decision.objects.filter(submission=two).update(outcome="basic")
    four = passed(call, "Cztery")
    four.cards.update(points={"K1": "9", "K2": "9"})
    make_decision(four, "reserve")
    assert order() == ["Cztery", "Trzy", "Jeden"]
    said = collect_protocol(call, 1)["open"]
    assert "Jedyne na Zabobrzu." in str(said["sections"])
    Declaration.objects.create(submission=one, user=office.people["coordinator"], stance=Declaration.Stance.CONFLICT)
    assert order() == []
    with pytest.raises(ValidationError, match=one.code):
        move_on_reserve(
            actor=office.people["coordinator"], call=call, submission=three, place=2, why="Tak.",
            seen=call.reserve_moves.get().pk,
        )  # fmt: skip
    Declaration.objects.all().delete()
    Call.objects.filter(pk=call.pk).update(approved_at=timezone.now(), results_at=timezone.now())
    call.refresh_from_db()
    lines = next(part for part in read_results(call).parts if part.key == "reserve").lines
    assert [line.code for line in lines] == [four.code, three.code, one.code]
    assert "Jedyne na Zabobrzu." in lines[1].told
    assert "lace 2" in read_fate(three, timezone.now())[-1].text
    with pytest.raises(ValidationError):
        move_on_reserve(actor=None, call=call, submission=three, place=1, why="Za późno.", seen=call.reserve_moves.get().pk)


def test_a_call_on_one_page_tells_each_reader_what_they_may_know(office: Office, call: Call) -> None:
    one, two = passed(call, "Jeden", asked=Decimal(40_000)), passed(call, "Dwa", asked=Decimal(20_000))
    Call.objects.filter(pk=call.pk).update(selects="places", places=1)
    client, address = english(office), url(call, "brief")
    page = client.get(address).content.decode()
    assert "proposes 1 submission" in page
    make_decision(one, granted=Decimal(30_000))
    make_decision(two, "rejected")
    page = client.get(address).content.decode()
    assert (one.title in page, two.title in page) == (True, False)
    assert "30,000\u00a0zł" in page
    assert "70,000\u00a0zł" in page
    # The rule's proposal is taken: nothing offers to decide about it once more.
    assert "propozycja=1" not in client.get(url(call, "ranking")).content.decode()
    seen = english(office, "viewer").get(address).content.decode()
    assert one.title not in seen
    assert "30,000" not in seen
    Call.objects.filter(pk=call.pk).update(kind="partners", closes_at=timezone.now() + dt.timedelta(days=3))
    assert "60,000" not in client.get(address).content.decode()
