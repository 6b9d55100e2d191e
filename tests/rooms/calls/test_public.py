"""Calls on the residents' site: the clock in words, a call's page, what is listed and what never is."""

import datetime as dt
import hashlib
import json
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from sciezka.core.scoring import make_record, rank, read_cards, read_criteria
from sciezka.rooms.calls.models import Call, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.public import read_clock, say_closing
from sciezka.rooms.calls.queries.public_call import read_amendments
from sciezka.rooms.town.models import LegalAct, Process
from tests.factories import calls, path
from tests.factories.people import UserFactory
from tests.factories.town import LegalActFactory
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
OPENS = dt.datetime(2026, 8, 6, 8, tzinfo=WARSAW)
CLOSES = dt.datetime(2026, 8, 31, 15, 59, tzinfo=WARSAW)


@pytest.fixture
def office() -> Office:
    return build_office()


def read(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, url
    return page.content.decode()


def announce(process: Process, **values: Any) -> Call:
    """Announce the call of August 2026."""
    return calls.make_call(process, **{"opens_at": OPENS, "closes_at": CLOSES, "published_at": OPENS, **values})


@pytest.mark.parametrize(
    ("now", "phase", "said"),
    [
        ((8, 1, 12, 0), "announced", "Opens in 5 days"),
        ((8, 5, 23, 59), "announced", "Opens tomorrow at 08:00"),
        ((8, 6, 7, 59), "announced", "Opens today at 08:00"),
        ((8, 6, 8, 0), "open", "25 days left"),
        ((8, 28, 12, 0), "open", "3 days left!"),
        ((8, 30, 23, 0), "open", "Open until tomorrow!"),
        ((8, 31, 12, 0), "open", "The last day: 3 hours left!"),
        ((8, 31, 15, 58), "open", "Only 1 minute left!"),
        ((8, 31, 15, 59), "checking", "Closed. The submissions are being checked against the formal conditions."),
    ],
)
def test_the_clock_counts_days_as_people_do_and_closes_to_the_second(
    office: Office, now: tuple[int, int, int, int], phase: str, said: str
) -> None:
    month, day, hour, minute = now
    with translation.override("en"):
        clock = read_clock(announce(office.process), dt.datetime(2026, month, day, hour, minute, tzinfo=WARSAW))
    assert clock.phase == phase
    assert clock.is_open is (phase == "open")
    assert clock.headline + "!" * clock.is_urgent == said


def test_midnight_is_told_as_the_end_of_the_day_before() -> None:
    with translation.override("en"):
        assert say_closing(dt.datetime(2026, 9, 1, tzinfo=WARSAW)).startswith("31\u00a0August\u00a02026")
        assert "15:59:30" in say_closing(dt.datetime(2026, 8, 31, 15, 59, 30, tzinfo=WARSAW))


@pytest.mark.parametrize("phase", [phase.value for phase in Phase if phase != Phase.DRAFT])
def test_a_call_is_shown_in_each_phase_and_offers_what_can_be_done_then(office: Office, client: Client, phase: str) -> None:
    call = calls.make_call(office.process, phase=phase, called_off_why="Zmiana zasad." if phase == "called_off" else "")
    page = read(client, call.public_url)
    assert call.title in read(client, f"/{office.workspace.slug}/{office.process.slug}/nabory/")
    assert ("/pytanie/" in page) is (phase in {"announced", "open"})
    assert (f"{call.public_url}wyniki/" in page) is (phase == "published")
    assert ("Zmiana zasad." in page) is (phase == "called_off")
    assert client.get(f"{call.public_url}wyniki/").status_code == (200 if phase == "published" else 404)


def test_a_draft_is_shown_to_the_office_alone(office: Office, client: Client) -> None:
    call = calls.make_call(office.process, "Nabór tajny", phase="draft")
    file = calls.make_call_file(call)
    shown = f"{call.public_url}pliki/{file.pk}/"
    assert "noindex" in read(office.client("coordinator"), call.public_url)
    sent = office.client("coordinator").get(shown)
    assert b"".join(sent.streaming_content).startswith(b"%PDF")
    sent.close()
    for someone in (client, office.client("stranger"), office.client("resident")):
        assert {someone.get(url).status_code for url in (call.public_url, shown)} == {404}
        assert "Nabór tajny" not in read(someone, f"/{office.workspace.slug}/{office.process.slug}/nabory/")
        assert "Nabór tajny" not in read(someone, f"/{office.workspace.slug}/{office.process.slug}/nabory.json")


def test_anybody_can_check_that_the_criteria_are_those_that_were_announced(office: Office, client: Client) -> None:
    call = calls.make_call(office.process)
    sent = client.get(f"{call.public_url}kryteria.json").content
    assert hashlib.sha256(sent).hexdigest() == call.criteria_digest
    assert call.criteria_digest in read(client, call.public_url)


def test_the_page_of_a_call_costs_as_many_queries_with_three_of_everything_as_with_one(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for times in (1, 3):
        call = calls.make_call(office.process, f"Nabór {times}", shows_ideas=True)
        for number in range(times):
            call.goals.add(path.make_goal(office.process, f"Cel {times}{number}"))
            calls.make_call_file(call)
            call.amendments.create(number=number + 1, why="Zmiana.", before={"budget": "10.00"}, after={"budget": "20.00"})
            call.inquiries.create(text="Czy?", answer="Tak.", answered_at=timezone.now(), is_public=True)
            calls.make_submission(call).goals.set(call.goals.all())
        client.get(call.public_url)
        for url in (
            call.public_url,
            f"{call.public_url}pomysly/",
            f"/{office.workspace.slug}/{office.process.slug}/nabory/",
        ):
            with django_assert_max_num_queries(20) as seen:
                read(client, url)
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_an_amendment_says_what_stood_before_and_what_stands_now(office: Office) -> None:
    call = calls.make_call(office.process)
    call.amendments.create(
        number=1, why="Więcej czasu.",
        before={"closes_at": "2026-08-24T13:59:00+00:00", "budget": "1000000.00", "takes_paper": False, "title": "Nabór"},
        after={"closes_at": "2026-08-31T13:59:00+00:00", "budget": "1200000.00", "takes_paper": True, "title": "Nabór"},
    )  # fmt: skip
    with translation.override("en"):
        said = {change.label: (change.before, change.after) for change in read_amendments(call)[0].changes}
    plain = {label: tuple(text.replace("\u00a0", " ") for text in texts) for label, texts in said.items()}
    assert plain == {
        "Closes": ("24 August 2026, 15:59", "31 August 2026, 15:59"),
        "Available money (PLN)": ("1,000,000 zł", "1,200,000 zł"),
        "Paper submissions are taken too": ("no", "yes"),
    }


@pytest.mark.parametrize("broken", ["timetable", "checklist"])
def test_what_was_written_oddly_never_breaks_the_page(office: Office, client: Client, broken: str) -> None:
    odd = [{"day": "31 sierpnia", "what": None}, "tekst", {"day": "2026-13-40", "text": 7}, None]
    call = calls.make_call(office.process, **{broken: odd})
    call.criteria.update(levels=[{"points": "dużo", "text": "Bardzo dobrze."}, 5])
    call.amendments.create(number=1, why="", before={"x": [1]}, after={"closes_at": "nigdy", "budget": "dużo"})
    read(client, call.public_url)


def make_idea(call: Call, title: str, **values: Any) -> Submission:
    return calls.make_submission(call, title, **values)


def test_ideas_are_listed_only_where_the_call_says_so_and_without_names_of_people(office: Office, client: Client) -> None:
    call = calls.make_call(office.process, shows_ideas=True)
    goal = path.make_goal(office.process, "Zielone śródmieście")
    make_idea(call, "Łąka kwietna", area="Cieplice").goals.add(goal)
    make_idea(call, "Kino letnie", applicant_kind="person", applicant="Osoba Prywatna", area="Zabobrze")
    make_idea(call, "Bez potwierdzenia", confirmed_at=None)
    make_idea(call, "Spóźnione", is_late=True)
    make_idea(call, "Wycofane", withdrawn_at=timezone.now())
    make_idea(call, "Szkic", draft=True)
    page = read(client, f"{call.public_url}pomysly/")
    assert "Łąka kwietna" in page
    assert "Stowarzyszenie Zielony Dworzec" in page
    assert "Kino letnie" in page
    hidden = ("Osoba Prywatna", "Bez potwierdzenia", "Spóźnione", "Wycofane", "Szkic", "zielony@dworzec.example")
    assert [words for words in hidden if words in page] == []
    both = {"Łąka kwietna", "Kino letnie"}
    wanted = {
        "szukaj=laka+KWIETNA": {"Łąka kwietna"},
        f"cel={goal.pk}": {"Łąka kwietna"},
        "obszar=Zabobrze": {"Kino letnie"},
        "szukaj=%00&cel=99999999999999999999&page=x": both,
    }
    for query, found in wanted.items():
        shown = read(client, f"{call.public_url}pomysly/?{query}")
        assert {title for title in both if title in shown} == found, query


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"shows_ideas": False}, 404),
        ({"shows_ideas": True, "kind": "partners"}, 404),
        ({"shows_ideas": True, "kind": "partners", "phase": "checking"}, 200),
        ({"shows_ideas": True, "phase": "called_off"}, 404),
        ({"shows_ideas": True, "phase": "draft"}, 404),
    ],
)
def test_offers_of_partners_stay_sealed_until_the_closing(
    office: Office, client: Client, values: dict[str, Any], status: int
) -> None:
    call = calls.make_call(office.process, **values)
    assert client.get(f"{call.public_url}pomysly/").status_code == status


def make_results(process: Process, **values: Any) -> Call:
    """Publish results: two selected, one merged, one not, one that failed the formal check."""
    call = calls.make_call(process, phase="published", **values)
    people = UserFactory.create_batch(3)
    outcomes = ("basic", "supplementary", "merged", "rejected")
    for place, outcome in enumerate(outcomes):
        submission = make_idea(call, f"Pomysł {place}", applicant_kind="person", applicant=f"Osoba {place}")
        FormalCheck.objects.create(submission=submission, outcome="passed")
        for number, user in enumerate(people):
            calls.make_card(submission, user, points={"K1": str(9 - place), "K2": f"{number}.5"}, remarks="Uwaga tajna")
        into = Submission.objects.filter(call=call, number=1).first() if outcome == "merged" else None
        calls.make_decision(submission, outcome, reason=f"Powód {place}", into=into, granted=40_000 if place < 2 else None)
    failed = make_idea(call, "Bez podpisu")
    FormalCheck.objects.create(submission=failed, outcome="failed")
    return call


def test_results_show_points_of_the_selected_and_no_names_of_people_nor_reasons(office: Office, client: Client) -> None:
    call = make_results(office.process)
    page = read(client, f"{call.public_url}wyniki/")
    text = re.sub(r"\s+", " ", page.replace("\u00a0", " "))
    assert "80,000 zł" in text or "80 000 zł" in text
    assert all(f"Pomysł {place}" in text for place in range(4))
    assert "Bez podpisu" in text
    # Two selected submissions with two criteria each: nobody else's points stand by criterion.
    assert page.count("<div><dt>K1") == 2
    hidden = ("Osoba 0", "Powód", "Uwaga tajna", *(str(user) for user in call_assessors(call)))
    assert [words for words in hidden if words in page] == []


def test_an_approval_without_a_number_is_told_by_its_title_unless_it_is_not_public(office: Office, client: Client) -> None:
    call = make_results(office.process)
    call.approval = LegalActFactory.create(workspace=office.workspace, kind="other", number="", title="Lista partnerów")
    call.save()
    for is_public, number, is_told in ((True, "", True), (False, "", False), (True, "7/2026", False)):
        LegalAct.objects.update(is_public=is_public, number=number)
        page = read(client, f"{call.public_url}wyniki/")
        assert ("Lista partnerów" in page) is is_told, (is_public, number)


def call_assessors(call: Call) -> set[Any]:
    return {card.user for submission in call.submissions.all() for card in submission.cards.all()}


def test_of_partners_that_were_not_selected_no_more_than_the_number_is_told(office: Office, client: Client) -> None:
    call = make_results(office.process, kind="partners")
    page = read(client, f"{call.public_url}wyniki/")
    assert "Pomysł 0" in page
    assert "Pomysł 3" not in page
    assert "Bez podpisu" not in page


def test_published_files_recompute_to_the_published_ranking(office: Office, client: Client) -> None:
    call = make_results(office.process)
    names = ("cards.csv", "criteria.toml", "ranking.json")
    cards, criteria, told = (client.get(f"{call.public_url}wyniki/{name}").content for name in names)
    by = read_criteria(criteria)
    assert make_record(rank(read_cards(cards, by), by)) == json.loads(told)
    assert {row.split(",")[1] for row in cards.decode().split()[1:]} == {"A1", "A2", "A3"}


def test_long_results_are_cut_into_pages_and_parts_still_tell_how_many_there_are(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sciezka.rooms.calls.views.public_results.PAGE", 2)
    call = make_results(office.process)
    path = f"{call.public_url}wyniki/"
    first, third = (client.get(path, {"page": number}).context for number in (1, 3))
    assert [(part.key, len(part.lines), part.count) for part in first["parts"]] == [("basic", 1, 1), ("supplementary", 1, 1)]
    assert [(part.key, len(part.lines)) for part in third["parts"]] == [("unmet", 1)]


def test_results_cost_as_many_queries_for_many_submissions_as_for_few(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (0, 3):
        call = make_results(office.process)
        for place in range(more):
            submission = make_idea(call, f"Jeszcze {place}")
            calls.make_card(submission, UserFactory.create())
            calls.make_decision(submission)
        with django_assert_max_num_queries(20) as seen:
            read(client, f"{call.public_url}wyniki/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_feed_tells_other_sites_what_is_open(office: Office, client: Client) -> None:
    call = calls.make_call(office.process, budget=1200)
    call.goals.add(path.make_goal(office.process, "Cel"))
    calls.make_call(office.process, "Zamknięty", phase="scoring")
    answer = client.get(f"/{office.workspace.slug}/{office.process.slug}/nabory.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    (item,) = answer.json()["items"]
    assert item["title"] == call.title
    assert item["_nabor"] == {
        "kind": "undertakings", "phase": "open", "opens_at": item["_nabor"]["opens_at"],
        "closes_at": call.closes_at.isoformat() if call.closes_at else None, "budget_pln": "1200.00", "territory": None,
        "areas": [], "goals": ["Cel"], "criteria_sha256": call.criteria_digest,
    }  # fmt: skip
