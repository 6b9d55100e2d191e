"""The answering pages: each kind, saving by script and by form, finishing, history, and what is said after the end."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.rounds.models import Answer, Round
from sciezka.rooms.rounds.queries.sheets import answers_of, digest_of, find_sheet
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_scale, make_sheet
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(client: Client) -> Any:
    """Give a function that makes a round and signs its first participant in."""

    def make(**fields: Any) -> tuple[Round, Any]:
        round_ = make_round(ProcessFactory.create(), **{"people": 1, **fields})
        person = round_.participants.first()
        client.force_login(person.user)
        return round_, person

    return make


def address(round_: Round, name: str = "answer") -> str:
    return reverse(f"rounds:{name}", kwargs=round_.address)


def parcel(person: Any, **edits: str) -> dict[str, Any]:
    """Give what the page's script sends: cells (with ``_`` for ``:``) and what was given."""
    now = timezone.now().timestamp() * 1000
    rows = [
        {"key": str(uuid.uuid4()), "cell": cell[1:].replace("_", ":"), "given": given, "reason": "", "at": now}
        for cell, given in edits.items()
    ]
    return {"who": digest_of(person), "edits": rows}


def send(client: Client, round_: Round, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(address(round_, "answer_save"), text, content_type="application/json")


def given_in(person: Any) -> dict[int, str]:
    return {item: answer.special or str(answer.value) for (item, *_), answer in answers_of(find_sheet(person)).items()}


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_each_kind_has_a_page_with_all_items(client: Client, seated: Any, kind: str) -> None:
    round_, _person = seated(kind=kind, most_picks=2)
    for number, item in enumerate(round_.items.all(), start=1):
        # A matrix shows one row at a time.
        page = client.get(address(round_), {"wiersz": number}).content.decode()
        assert item.title in page
        assert f'id="p{item.pk}"' in page


def test_the_words_of_an_items_own_levels_are_read_in_full(client: Client, seated: Any) -> None:
    round_, _person = seated()
    round_.items.update(descriptors={"sila": {"1": "Nikt o nich nie słyszał", "5": "Bez nich nic nie ruszy"}})
    page = client.get(address(round_)).content.decode()
    assert "Nikt o" in page
    assert "cell--long" in page


def test_changes_sent_by_the_script_are_saved_and_come_back_on_the_page(client: Client, seated: Any) -> None:
    round_, person = seated()
    first, second, _third = round_.items.all()
    said = send(client, round_, parcel(person, **{f"_{first.pk}_sila_": "4", f"_{second.pk}_sila_": "dk"})).json()
    assert len(said["counted"]) == 2
    assert said["phase"] == "open"
    assert said["cells"][f"{first.pk}:sila:"][0] == "4"
    assert given_in(person) == {first.pk: "4", second.pk: "dk"}
    page = client.get(address(round_))
    assert page.context["page"].done == 2
    assert f'value="4" id="c{first.pk}-sila--4" checked' in page.content.decode()


def test_the_state_can_be_asked_for(client: Client, seated: Any) -> None:
    round_, person = seated()
    make_sheet(person, {round_.items.first(): 2}, done=False)
    said = client.get(address(round_, "answer_save")).json()
    assert [row[0] for row in said["cells"].values()] == ["2"]


BAD_BODIES = [
    b"", b"\xff\xfe", "nic", "[]", "{}", '{"edits": 3}', '{"edits": [3]}', '{"edits": [{}]}', "[" * 100_000,
    json.dumps({"edits": [{"key": "x", "cell": "1::", "given": "1"}]}),
    json.dumps({"edits": [{"key": "0b8391da-a638-4672-a2db-e498693dce35", "cell": "a:b", "given": "1"}]}),
    json.dumps({"edits": [{"key": "0b8391da-a638-4672-a2db-e498693dce35", "cell": "1:sila:", "given": 1}]}),
    json.dumps(
        {"edits": [{"key": "0b8391da-a638-4672-a2db-e498693dce35", "cell": "1:sila:", "given": "99999999999999999999"}]}
    ),
    json.dumps({"edits": [{"key": "0b8391da-a638-4672-a2db-e498693dce35", "cell": "1:sila:x", "given": "1"}]}),
    json.dumps({"edits": [{"key": "0b8391da-a638-4672-a2db-e498693dce35", "cell": "1:sila:", "given": "1", "reason": 5}]}),
    json.dumps({"edits": [{}] * 501}),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES)
def test_a_body_that_can_not_be_read_is_refused_with_a_sentence(client: Client, seated: Any, body: Any) -> None:
    round_, _person = seated()
    answer = send(client, round_, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("at", [None, "x", True, 1e400, -1e30, 10**30, []])
def test_a_moment_that_is_none_is_taken_as_now(client: Client, seated: Any, at: Any) -> None:
    round_, person = seated()
    body = parcel(person, **{f"_{round_.items.first().pk}_sila_": "1"})
    body["edits"][0]["at"] = at
    assert send(client, round_, body).json()["counted"]


def test_signs_that_no_database_keeps_are_left_out_of_a_reason(client: Client, seated: Any) -> None:
    round_, person = seated()
    body = parcel(person, **{f"_{round_.items.first().pk}_sila_": "1"})
    body["edits"][0]["reason"] = "a\x00b\ud800c"
    assert send(client, round_, body).json()["counted"]
    assert Answer.objects.get().reason == "abc"


def test_changes_of_another_person_in_the_same_browser_never_become_this_persons(client: Client, seated: Any) -> None:
    round_, person = seated(people=2)
    other = round_.participants.exclude(pk=person.pk).get()
    answer = send(client, round_, parcel(other, **{f"_{round_.items.first().pk}_sila_": "1"}))
    assert answer.status_code == 409
    assert not Answer.objects.exists()


def test_strangers_get_nothing_and_the_signed_out_are_asked_to_sign_in(client: Client, seated: Any) -> None:
    round_, person = seated()
    coordinator = SeatFactory.create(workspace=round_.process.workspace).user
    names = ("answer", "answer_save", "answer_finish", "own_history", "propose")
    for user in (UserFactory.create(), coordinator):
        client.force_login(user)
        assert {client.get(address(round_, name)).status_code for name in names} == {404}
        assert send(client, round_, parcel(person)).status_code == 404
    client.logout()
    assert {client.get(address(round_, name)).status_code for name in names} == {302}


def test_who_was_taken_off_the_list_gets_nothing_any_more(client: Client, seated: Any) -> None:
    round_, _person = seated()
    round_.participants.update(removed_at=timezone.now())
    assert client.get(address(round_)).status_code == 404


def test_a_form_without_a_script_saves_only_what_differs_from_what_it_showed(client: Client, seated: Any) -> None:
    round_, person = seated()
    first, second, third = round_.items.all()
    make_sheet(person, {first: 2, second: 2}, done=False)
    shown = client.get(address(round_)).context["shown"]
    # Another tab has changed the first answer meanwhile.
    send(client, round_, parcel(person, **{f"_{first.pk}_sila_": "5"}))
    form = {f"a:{first.pk}:sila:": "2", f"a:{second.pk}:sila:": "3", f"a:{third.pk}:sila:": "dk", "shown": shown}
    answer = client.post(address(round_), {**form, f"r:{third.pk}:sila:": "nie znam"}, follow=True)
    assert given_in(person) == {first.pk: "5", second.pk: "3", third.pk: "dk"}
    assert "Changes: 2" in answer.content.decode() or "Zmiany: 2" in answer.content.decode()
    assert Answer.objects.get(item=third).reason == "nie znam"


@pytest.mark.parametrize("shown", ["", "nic", "[]", '{"x": 3}', "[" * 10_000])
def test_a_spoilt_memory_of_the_form_loses_nothing(client: Client, seated: Any, shown: str) -> None:
    round_, person = seated()
    item = round_.items.first()
    client.post(address(round_), {f"a:{item.pk}:sila:": "3", "shown": shown})
    assert given_in(person) == {item.pk: "3"}


def test_an_answer_is_taken_back_by_its_button(client: Client, seated: Any) -> None:
    round_, person = seated()
    item = round_.items.first()
    make_sheet(person, {item: 2}, done=False)
    shown = client.get(address(round_)).context["shown"]
    client.post(address(round_), {f"a:{item.pk}:sila:": "2", "shown": shown, "clear": f"{item.pk}:sila:"})
    assert given_in(person) == {item.pk: "None"}


def test_a_ranking_is_put_in_order_without_a_script(client: Client, seated: Any) -> None:
    round_, person = seated(kind=Round.Kind.RANKING, scales=[])
    items = list(round_.items.all())

    def post(**more: str) -> list[str]:
        page = client.get(address(round_)).context
        form = {f"a:{question.cells[0].word}": question.cells[0].given for question in page["page"].questions}
        client.post(address(round_), {**form, "shown": page["shown"], **more})
        given = given_in(person)
        return [given.get(item.pk, "None") for item in items]

    word = [f"{item.pk}::" for item in items]
    assert post(**{f"a:{word[2]}": "1", f"a:{word[0]}": "2"}) == ["2", "None", "1"]
    assert post(move=f"{word[1]}=last") == ["2", "3", "1"]
    assert post(move=f"{word[1]}=up") == ["3", "2", "1"]
    assert post(**{f"a:{word[0]}": "1"}) == ["1", "3", "2"], "who is given a taken place stands before who had it"
    assert post(**{f"a:{word[0]}": "pierwsze"}) == ["1", "3", "2"]
    assert post(clear=word[2]) == ["1", "2", "None"]


def test_too_many_picks_without_a_script_are_told_of(client: Client, seated: Any) -> None:
    round_, person = seated(kind=Round.Kind.PICK, most_picks=2, scales=[])
    form = {f"a:{item.pk}::": "1" for item in round_.items.all()}
    client.post(address(round_), {**form, "shown": "{}"})
    assert len(given_in(person)) == 2


def test_finishing_names_what_is_left_and_can_be_taken_up_again(client: Client, seated: Any) -> None:
    round_, person = seated()
    first, second, _third = round_.items.all()
    make_sheet(person, {first: 2}, done=False)
    page = client.get(address(round_, "answer_finish"))
    assert [question.item for question in page.context["page"].left] == list(round_.items.exclude(pk=first.pk))
    assert f"{address(round_)}#p{second.pk}" in page.content.decode()
    done = client.post(address(round_, "answer_finish"), follow=True)
    assert next(template.name for template in done.templates) == "rounds/answer_done.html"
    person.refresh_from_db()
    assert person.has_finished
    again = client.post(address(round_, "answer_finish"), {"reopen": "1"}, follow=True)
    assert next(template.name for template in again.templates) == "rounds/answer.html"


def test_an_earlier_answer_is_seen_and_brought_back(client: Client, seated: Any) -> None:
    round_, person = seated()
    item = round_.items.first()
    for value in ("2", "5"):
        send(client, round_, parcel(person, **{f"_{item.pk}_sila_": value}))
    page = client.get(address(round_, "own_history"))
    assert [(change.given, change.is_earlier) for change in page.context["changes"]] == [
        ("5 – bardzo duża", False),
        ("2 – mała", True),
    ]
    client.post(address(round_, "own_history"), {"change": Answer.objects.get(value=2).pk})
    assert given_in(person) == {item.pk: "2"}
    assert client.post(address(round_, "own_history"), {"change": "999999999999999999999"}).status_code == 302


def test_another_persons_change_can_not_be_brought_back(client: Client, seated: Any) -> None:
    round_, person = seated(people=2)
    other = round_.participants.exclude(pk=person.pk).get()
    make_sheet(other, {round_.items.first(): 5})
    client.post(address(round_, "own_history"), {"change": Answer.objects.get().pk})
    assert given_in(person) == {}


def test_after_the_end_the_page_tells_what_counts_and_what_came_late(client: Client, seated: Any) -> None:
    round_, person = seated()
    first, second, _third = round_.items.all()
    make_sheet(person, {first: 4}, done=False)
    Round.objects.update(closes_at=timezone.now())
    said = send(client, round_, parcel(person, **{f"_{second.pk}_sila_": "1"})).json()
    assert (said["phase"], len(said["late"]), said["counted"]) == ("closed", 1, [])
    page = client.get(address(round_))
    assert page.context["page"].done == 1
    assert [answer.item for answer in page.context["late"]] == [second]
    assert next(template.name for template in page.templates) == "rounds/answer_closed.html"


@pytest.mark.parametrize(
    ("phase", "name"), [("waiting", "answer_closed"), ("sorting", "answer_closed"), ("closed", "answer_closed")]
)
def test_a_round_that_is_not_open_says_so(client: Client, seated: Any, phase: str, name: str) -> None:
    round_, _person = seated(phase=phase)
    page = client.get(address(round_))
    assert page.status_code == 200
    assert next(template.name for template in page.templates) == f"rounds/{name}.html"


def test_a_round_called_off_says_so(client: Client, seated: Any) -> None:
    round_, person = seated(called_off_at=timezone.now())
    assert client.get(address(round_)).context["phase"] == "called_off"
    assert send(client, round_, parcel(person, **{f"_{round_.items.first().pk}_sila_": "1"})).json()["refused"]


def test_a_round_without_items_is_told_of(client: Client, seated: Any) -> None:
    round_, _person = seated(items=())
    assert client.get(address(round_)).status_code == 200


def test_nobody_sees_another_persons_answer_on_the_page(client: Client, seated: Any) -> None:
    round_, person = seated(people=2)
    other = round_.participants.exclude(pk=person.pk).get()
    sheet = make_sheet(other, {round_.items.first(): 5})
    sheet.answers.update(reason="TAJEMNICA")
    for name in ("answer", "answer_save", "answer_finish", "own_history"):
        assert "TAJEMNICA" not in client.get(address(round_, name)).content.decode()


@pytest.mark.parametrize("kind", ["rating", "ranking", "pick"])
def test_a_longer_round_needs_no_more_queries(client: Client, django_assert_max_num_queries: Any, kind: str) -> None:
    for count in (1, 3):
        round_ = make_round(ProcessFactory.create(), people=1, kind=kind, items=[f"P{at}" for at in range(count)],
                            scales=[make_scale(), make_scale("druga", "Druga")])  # fmt: skip
        person = round_.participants.get()
        make_sheet(person, dict.fromkeys(round_.items.all(), 1), scale="sila" if kind == "rating" else "", done=False)
        client.force_login(person.user)
        client.get(address(round_))
        with django_assert_max_num_queries(14):
            client.get(address(round_))
