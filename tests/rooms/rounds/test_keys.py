"""Personal addresses and the open link: who has one needs no account, and nothing else is opened by it."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.crowds import TOLD_AT_ONCE, Crowd
from sciezka.rooms.rounds.models import Answer, Participant, Round
from sciezka.rooms.rounds.queries.sheets import digest_of, key_of
from sciezka.rooms.rounds.views import answering_keys
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMES = ("key_answer", "key_save", "key_finish", "key_history", "key_propose")


def make_listed(**fields: Any) -> tuple[Round, Participant]:
    """Give a round of people invited by e-mail, with one of them."""
    round_ = make_round(ProcessFactory.create(), **{"people": 0, "audience": Round.Audience.LIST, **fields})
    return round_, Participant.objects.create(round=round_, name="Skarbnik", email="skarbnik@miasto.example")


def test_a_personal_address_opens_the_own_sheet_and_keeps_what_is_answered(client: Client) -> None:
    round_, person = make_listed()
    item = round_.items.first()
    url = reverse("rounds:key_answer", kwargs={"key": key_of(person)})
    page = client.get(url)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    edit = {"key": str(uuid.uuid4()), "cell": f"{item.pk}:sila:", "given": "4", "reason": "", "at": 0}
    body = json.dumps({"who": digest_of(person), "edits": [edit]})
    assert client.post(f"{url}zapis/", body, content_type="application/json").json()["counted"]
    assert Answer.objects.get().sheet.participant == person


@pytest.mark.parametrize("key", ["1", "nic", "1:nic", "x:y:z", "9" * 60])
@pytest.mark.parametrize("name", NAMES)
def test_a_guessed_key_opens_nothing(client: Client, name: str, key: str) -> None:
    make_listed()
    assert client.get(reverse(f"rounds:{name}", kwargs={"key": key})).status_code == 404


def test_a_key_of_another_use_or_of_nobody_opens_nothing(client: Client) -> None:
    _round, person = make_listed()
    for key in (Signer(salt="inna").sign(str(person.pk)), Signer(salt="rounds.participant").sign("999999"),
                Signer(salt="rounds.participant").sign("osoba")):  # fmt: skip
        assert client.get(reverse("rounds:key_answer", kwargs={"key": key})).status_code == 404


def test_a_key_ends_with_the_persons_part_and_before_the_launch_there_is_none(client: Client) -> None:
    _round, person = make_listed()
    url = reverse("rounds:key_answer", kwargs={"key": key_of(person)})
    Participant.objects.update(removed_at=timezone.now())
    assert client.get(url).status_code == 404
    Participant.objects.update(removed_at=None)
    Round.objects.update(launched_at=None)
    assert client.get(url).status_code == 404


def test_a_member_of_a_team_signs_in_so_their_key_opens_nothing(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=1)
    key = key_of(round_.participants.get())
    assert {client.get(reverse(f"rounds:{name}", kwargs={"key": key})).status_code for name in NAMES} == {404}


def test_a_personal_page_tells_nothing_of_others_nor_of_the_office(client: Client) -> None:
    round_, person = make_listed()
    Participant.objects.create(round=round_, name="TAJEMNICA", email="tajemnica@miasto.example")
    page = client.get(reverse("rounds:key_answer", kwargs={"key": key_of(person)})).content.decode()
    assert "TAJEMNICA" not in page.upper()
    assert "/biuro/" not in page.replace('href="/biuro/"', "")


def test_the_page_speaks_the_workspaces_language(client: Client) -> None:
    round_, person = make_listed()
    workspace = round_.process.workspace
    url = reverse("rounds:key_answer", kwargs={"key": key_of(person)})
    for language in ("pl", "en"):
        workspace.language = language
        workspace.save()
        assert f'<html lang="{language}"' in client.get(url, headers={"accept-language": "en"}).content.decode()


def make_linked(**fields: Any) -> tuple[Round, str]:
    """Give a round with an open link, and the link."""
    round_ = make_round(ProcessFactory.create(), people=0, audience=Round.Audience.LINK, **fields)
    return round_, reverse("rounds:entry", kwargs={"word": round_.entry_word})


def test_the_open_link_makes_a_participant_once_in_each_browser(client: Client) -> None:
    round_, url = make_linked()
    assert client.get(url).status_code == 200
    assert not round_.participants.exists(), "looking at a link changes nothing"
    answer = client.post(url, {"name": "Sołtys"})
    person = round_.participants.get()
    assert person.name == "Sołtys"
    assert answer["Location"] == reverse("rounds:key_answer", kwargs={"key": key_of(person)})
    assert client.get(url)["Location"] == answer["Location"]
    assert client.get(f"{url}?inna=1").status_code == 200
    Client().post(url)
    assert round_.participants.count() == 2


def test_a_spoilt_or_foreign_cookie_is_no_part_in_the_round(client: Client) -> None:
    round_, url = make_linked()
    _other, person = make_listed()
    client.cookies[f"runda-{round_.pk}"] = "nic"
    assert client.get(url).status_code == 200
    client.cookies[f"runda-{round_.pk}"] = key_of(person)
    assert client.get(url).status_code == 200


def test_an_anonymous_round_keeps_no_name_of_who_came_by_the_link(client: Client) -> None:
    round_, url = make_linked(is_anonymous=True)
    assert 'name="name"' not in client.get(url).content.decode()
    client.post(url, {"name": "Sołtys"})
    assert round_.participants.get().name == ""


@pytest.mark.parametrize("fields", [{"phase": "closed"}, {"called_off_at": timezone.now()}])
def test_a_round_that_is_over_takes_nobody(client: Client, fields: dict[str, Any]) -> None:
    round_, url = make_linked(**fields)
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Sołtys"})
    assert not round_.participants.exists()


def test_an_open_link_is_for_rounds_that_have_one(client: Client) -> None:
    round_, _person = make_listed()
    assert client.get(reverse("rounds:entry", kwargs={"word": round_.entry_word})).status_code == 404
    assert client.get(reverse("rounds:entry", kwargs={"word": "nic"})).status_code == 404


def test_a_flood_through_the_open_link_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering_keys, "MOST_ENTRIES", 2)
    round_, url = make_linked()
    assert [Client().post(url).status_code for _person in range(4)] == [302, 302, 429, 429]
    assert round_.participants.count() == 2


def test_a_flood_is_stopped_whichever_process_it_meets_and_in_another_hour_or_from_elsewhere_people_come_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def come(times: int, **extra: Any) -> list[int]:
        return [Client().post(url, **extra).status_code for _person in range(times)]

    monkeypatch.setattr(answering_keys, "MOST_ENTRIES", 2 * TOLD_AT_ONCE)
    _round, url = make_linked()
    with time_machine.travel("2026-11-23 12:10:00+00:00", tick=False) as clock:
        for _process in range(2):
            monkeypatch.setattr(answering_keys, "crowd", Crowd(dt.timedelta(hours=1)))
            assert come(TOLD_AT_ONCE) == [302] * TOLD_AT_ONCE
        assert come(1) == [429]
        assert come(1, REMOTE_ADDR="203.0.113.9") == [302]
        clock.shift(3600)
        assert come(1) == [302]


def test_an_account_that_is_signed_in_changes_nothing_about_a_personal_address(client: Client) -> None:
    _round, person = make_listed()
    client.force_login(UserFactory.create())
    assert client.get(reverse("rounds:key_answer", kwargs={"key": key_of(person)})).status_code == 200
