"""Composing a round in the office: its steps, items, scales, rights and lists."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.moments import say_left, say_moment, say_next
from sciezka.rooms.rounds.queries.rounds import rounds_for, visible_rounds, waves_of
from sciezka.rooms.town.models import Process, Seat
from tests.factories import rounds as make
from tests.factories import town

pytestmark = pytest.mark.django_db
PHASES = ("draft", "collecting", "sorting", "waiting", "open", "closed")
PAGES = (
    "round", "round_edit", "scales", "terms", "round_delete", "launch", "dates", "close", "call_off", "remind", "wave_new",
    "items", "items_new", "participants", "participants_new", "team_sync", "link_change", "sorting", "settle",
    "round_progress",
)  # fmt: skip


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def fresh(user: User) -> User:
    """Give the person as the next request would, without what this one remembers."""
    return User.objects.get(pk=user.pk)


def address(name: str, round_: Round, **more: Any) -> str:
    return reverse(f"rounds:{name}", kwargs={**round_.address, **more})


def test_a_round_is_made_step_by_step_and_launched(office: Client, process: Process) -> None:
    team = town.TeamFactory.create(process=process)
    town.MembershipFactory.create_batch(2, team=team)
    question = {"title": "Ważność celów", "question": "Jak ważny jest cel?", "kind": "rating", "asks_reason": "on"}
    answer = office.post(reverse("rounds:round_new", kwargs=process.address), question)
    round_ = Round.objects.get(title="Ważność celów")
    assert answer.headers["Location"] == round_.get_absolute_url()
    assert office.get(answer.headers["Location"]).context["is_ready"] is False
    office.post(address("items_new", round_), {"pasted": "Cel pierwszy\n\nCel drugi\n"})
    office.post(address("scales", round_), {"template": "importance"})
    office.post(address("participants", round_), {"audience": "team", "team": team.pk})
    end = timezone.localtime() + dt.timedelta(days=3)
    terms = {"is_blind": "on", "closes_at": f"{end:%Y-%m-%dT15:00}", "reminds_days": "1"}
    office.post(address("terms", round_), terms)
    assert office.get(round_.get_absolute_url()).context["is_ready"] is True
    assert office.get(address("launch", round_)).context["asked"] == 2
    office.post(address("launch", round_))
    round_ = Round.objects.get(pk=round_.pk)
    assert round_.phase == Phase.OPEN
    assert round_.participants.count() == 2
    assert [item.title for item in round_.items.all()] == ["Cel pierwszy", "Cel drugi"]
    assert timezone.localtime(round_.closes_at).hour == 15
    assert round_.scales[0]["key"] == "importance"


def test_a_launch_that_lacks_something_says_what(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft", items=[])
    page = office.get(address("launch", round_))
    assert len(page.context["lacks"]) == 2
    office.post(address("launch", round_))
    assert Round.objects.get(pk=round_.pk).phase == Phase.DRAFT


@pytest.mark.parametrize(("kind", "chosen"), [("matrix", "cross-impact"), ("rating", None)])
def test_a_matrix_is_offered_the_scale_of_influences_first(
    office: Client, process: Process, kind: str, chosen: str | None
) -> None:
    round_ = make.make_round(process, phase="draft", kind=kind, scales=[])
    form = office.get(address("scales", round_)).context["form"]
    assert form["template"].value() == chosen
    assert ('value="cross-impact" selected' in str(form)) == bool(chosen)


@pytest.mark.parametrize("phase", PHASES)
def test_every_office_page_answers_in_every_phase(office: Client, process: Process, phase: str) -> None:
    round_ = make.make_round(process, phase=phase)
    item = round_.items.all()[0]
    for page in PAGES:
        assert office.get(address(page, round_)).status_code == 200, page
    for page in ("item", "item_remove"):
        assert office.get(address(page, round_, item=item.pk)).status_code == 200
    assert office.get(f"{address('scale', round_)}?skala=sila").status_code == 200
    assert office.get(f"{address('scale', round_)}?skala=inna").status_code == 404


@pytest.mark.parametrize("phase", PHASES)
def test_every_office_form_refuses_or_does_and_never_fails(office: Client, process: Process, phase: str) -> None:
    round_ = make.make_round(process, phase=phase)
    rubbish = {
        "title": "",
        "kind": "x",
        "closes_at": "wczoraj",
        "pasted": "\x00",
        "people": "@@",
        "to": "9" * 30,
        "template": "x",
    }
    for page in PAGES:
        if page != "round_progress":
            assert office.post(address(page, round_), rubbish).status_code in {200, 302, 405}, page
        if not Round.objects.filter(pk=round_.pk).exists():
            round_ = make.make_round(process, phase=phase)


@pytest.mark.parametrize("who", ["stranger", "outsider", "member", "participant"])
def test_nobody_but_those_who_run_rounds_opens_the_office_pages(client: Client, process: Process, who: str) -> None:
    round_ = make.make_round(process)
    item = round_.items.all()[0]
    if who == "outsider":
        client.force_login(town.SeatFactory.create().user)
    elif who == "member":
        client.force_login(town.MembershipFactory.create(team=town.TeamFactory.create(process=process)).user)
    elif who == "participant":
        user = round_.participants.all()[0].user
        assert user is not None
        client.force_login(user)
    refused = 302 if who == "stranger" else 404
    pages = [address(page, round_) for page in PAGES if page != "round"] + [address("item", round_, item=item.pk)]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == refused, page
        assert client.post(page).status_code == refused, page
    if who in {"outsider", "member"}:
        assert client.get(address("round", round_)).status_code == 404


def test_a_round_is_not_found_by_another_process_address(office: Client, process: Process) -> None:
    round_ = make.make_round(town.ProcessFactory.create())
    words = {**process.address, "round": round_.pk}
    assert office.get(reverse("rounds:round", kwargs=words)).status_code == 404


@pytest.mark.parametrize(("phase", "page"), [("open", "answer"), ("collecting", "propose"), ("closed", "result")])
def test_a_participant_is_led_to_their_own_page(client: Client, process: Process, phase: str, page: str) -> None:
    round_ = make.make_round(process, phase=phase)
    user = round_.participants.all()[0].user
    assert user is not None
    client.force_login(user)
    assert client.get(round_.get_absolute_url()).headers["Location"] == address(page, round_)


@pytest.mark.parametrize("phase", ["sorting", "waiting"])
def test_a_participant_waits_while_nothing_is_asked(client: Client, process: Process, phase: str) -> None:
    round_ = make.make_round(process, phase=phase)
    user = round_.participants.all()[0].user
    assert user is not None
    client.force_login(user)
    page = client.get(round_.get_absolute_url())
    assert page.status_code == 200
    assert round_.title in page.content.decode().replace("\xa0", " ")


def test_the_list_shows_members_only_rounds_in_which_they_take_part(process: Process, seat: Seat) -> None:
    mine, _other = make.make_round(process, title="Moja"), make.make_round(process, title="Cudza")
    make.make_round(process, phase="draft", title="Szkic")
    make.make_round(town.ProcessFactory.create(), title="Z innego miasta")
    user = mine.participants.all()[0].user
    assert user is not None
    assert [line.round for line in visible_rounds(user, process)] == [mine]
    assert len(visible_rounds(seat.user, process)) == 3


def test_what_waits_for_the_reader_comes_first_and_goes_down_once_finished(process: Process, seat: Seat) -> None:
    make.make_round(process, title="Cudza")
    mine = make.make_round(process, people=[seat.user], closes_at=timezone.now() + dt.timedelta(days=9))
    first = visible_rounds(seat.user, process)[0]
    assert (first.round, first.waits_for_me) == (mine, True)
    make.make_sheet(mine.participants.get(), {})
    assert not any(line.waits_for_me for line in visible_rounds(fresh(seat.user), process))


def test_counts_in_the_list_do_not_multiply_one_another(process: Process, seat: Seat) -> None:
    round_ = make.make_round(process, people=4)
    make.make_sheet(round_.participants.all()[0], {})
    make.make_sheet(round_.participants.all()[1], {}, done=False)
    (line,) = visible_rounds(seat.user, process)
    assert (line.items, line.progress.asked, line.progress.started, line.progress.finished) == (3, 4, 2, 1)


def test_the_list_takes_as_many_queries_for_many_rounds_as_for_one(
    office: Client, process: Process, django_assert_max_num_queries: Any
) -> None:
    make.make_round(process)
    page = reverse("rounds:rounds", kwargs=process.address)
    office.get(page)
    with django_assert_max_num_queries(60) as few:
        office.get(page)
    for phase in PHASES:
        make.make_round(process, phase=phase)
    with django_assert_max_num_queries(60) as many:
        office.get(page)
    assert len(many) == len(few)


def test_the_round_s_page_takes_as_many_queries_for_many_people_as_for_few(
    office: Client, process: Process, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for people in (1, 12):
        round_ = make.make_round(process, people=people)
        office.get(round_.get_absolute_url())
        with django_assert_max_num_queries(60) as seen:
            office.get(round_.get_absolute_url())
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_rounds_are_found_by_what_they_are_for(process: Process) -> None:
    one = make.make_round(process, purpose="power", subject_key="7")
    make.make_round(process, purpose="power", subject_key="8")
    make.make_round(process)
    assert list(rounds_for(process, "power", "7")) == [one]
    assert rounds_for(process, "power").count() == 2


def test_all_waves_of_a_round_are_found_from_any_of_them(process: Process) -> None:
    first = make.make_round(process, phase="closed")
    second = make.make_round(process, phase="closed", previous=first)
    third = make.make_round(process, phase="draft", previous=second)
    alone = make.make_round(process)
    for round_ in (first, second, third):
        assert waves_of(Round.objects.get(pk=round_.pk)) == [first, second, third]
    assert waves_of(alone) == []


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"opens_at": "2027-03-05T10:00", "closes_at": "2027-03-04T10:00"}, "closes_at"),
        ({"collects": "on", "collects_until": "2027-03-05T10:00", "opens_at": "2027-03-04T10:00"}, "opens_at"),
        ({"closes_at": "3027-03-04T10:00"}, "closes_at"),
        ({"closes_at": "jutro"}, "closes_at"),
    ],
)
def test_dates_in_a_wrong_order_are_said_at_their_field(
    office: Client, process: Process, terms: dict[str, str], field: str
) -> None:
    round_ = make.make_round(process, phase="draft")
    answer = office.post(address("terms", round_), {"reminds_days": "1", **terms})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}


def test_a_wave_is_prepared_on_the_page_of_a_closed_round(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="closed")
    end = timezone.localtime() + dt.timedelta(days=3)
    answer = office.post(address("wave_new", round_), {"title": "Druga tura", "closes_at": f"{end:%Y-%m-%dT15:00}"})
    wave = Round.objects.get(previous=round_)
    assert answer.headers["Location"] == wave.get_absolute_url()
    assert office.get(wave.get_absolute_url()).status_code == 200


def test_dates_are_changed_and_rounds_closed_and_called_off_on_their_pages(office: Client, process: Process) -> None:
    round_ = make.make_round(process)
    end = timezone.localtime() + dt.timedelta(days=30)
    office.post(address("dates", round_), {"closes_at": f"{end:%Y-%m-%dT15:00}"})
    assert timezone.localtime(Round.objects.get(pk=round_.pk).closes_at).date() == end.date()
    office.post(address("close", round_))
    assert Round.objects.get(pk=round_.pk).phase == Phase.CLOSED
    other = make.make_round(process)
    office.post(address("call_off", other))
    assert Round.objects.get(pk=other.pk).phase == Phase.CALLED_OFF


def test_a_draft_is_deleted_on_its_page(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft")
    assert office.post(address("round_delete", round_)).status_code == 302
    assert not Round.objects.filter(pk=round_.pk).exists()


def test_moments_are_written_by_the_office_s_clock() -> None:
    moment = dt.datetime(2027, 2, 19, 14, 0, tzinfo=dt.UTC)
    assert "2027" in say_moment(moment)
    assert "15:00" in say_moment(moment)
    assert say_moment(None) == ""


def test_the_days_left_are_counted_by_the_calendar() -> None:
    # Ten in the evening by the office's clock.
    now = dt.datetime(2027, 2, 19, 21, 0, tzinfo=dt.UTC)
    assert "3" in say_left(dt.datetime(2027, 2, 22, 6, tzinfo=dt.UTC), now)
    tomorrow = say_left(dt.datetime(2027, 2, 20, 6, tzinfo=dt.UTC), now)
    today = say_left(dt.datetime(2027, 2, 19, 22, 30, tzinfo=dt.UTC), now)
    assert "07:00" in tomorrow
    assert "23:30" in today
    assert tomorrow.replace("07:00", "") != today.replace("23:30", "")
    assert say_left(now, now) == ""


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_says_what_comes_next(process: Process, phase: str) -> None:
    assert say_next(make.make_round(process, phase=phase)).endswith(".")
