"""Findings: what is kept, by whom, how it stands on other data, and its node on the thread."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.finding_reading import load_reading
from sciezka.rooms.thread.models import Node
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import SECRET_TOWN, SECRET_YEAR, TOWN, TOWNS, make_store
from tests.factories.monitor_findings import fall_of_store, keep_finding

pytestmark = pytest.mark.django_db
EMPLOYED = "E2C1"


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def url(city: City, name: str, **words: Any) -> str:
    return reverse(f"monitor:{name}", kwargs={**city.process.address, **words})


def asked(**words: Any) -> dict[str, Any]:
    return {"jednostka": TOWN, "rok": 2021, **words}


def send(client: Client, city: City, query: dict[str, Any], **typed: str) -> Any:
    address = url(city, "finding_new")
    page = client.get(address, query)
    seen = page.context["form"].initial["seen"]
    return client.post(f"{address}?{page.wsgi_request.GET.urlencode()}", {"title": "Zdanie", "seen": seen, **typed})


def test_a_reading_is_kept_with_its_number_group_recipe_and_versions(city: City) -> None:
    answer = send(city.sign_in("contributor"), city, asked(o="M", rodzaj="score"), remark="Uwaga")
    finding = Finding.objects.get()
    assert answer.url == finding.get_absolute_url()
    reading = load_reading(finding.reading)
    assert reading.number == pytest.approx(reading.read.value)
    assert reading.group["size"] == len(reading.members) >= 2
    assert TOWN in reading.members
    assert 1 <= reading.read.low <= reading.read.rank <= reading.read.high <= reading.read.of
    assert (finding.subject, finding.unit, finding.year, finding.remark) == ("M", TOWN, 2021, "Uwaga")
    assert all(len(word) == 64 for word in (finding.recipe_digest, finding.data_digest, finding.catalogue_digest))
    assert "[normalise]" in finding.recipe
    assert reading.sources == [["figures invented for tests", "2026-01-15"]]


def test_a_finding_hangs_on_the_thread_and_cites_the_figure(city: City) -> None:
    send(city.sign_in("coordinator"), city, asked(o="M"), title="Miasto F jest w środku grupy")
    finding, node = Finding.objects.get(), Node.objects.get()
    assert (node.code, node.title) == ("W-01", "Miasto F jest w środku grupy")
    cited = node.citation
    assert cited is not None
    assert (cited.number, cited.of) == (load_reading(finding.reading).number, "2021")
    assert (cited.recipe, cited.version) == (finding.recipe_digest, finding.data_digest)
    assert cited.href == finding.address
    assert city.sign_in("viewer").get(finding.address).status_code == 200


def test_the_journal_tells_who_kept_reworded_and_withdrew(city: City) -> None:
    finding = keep_finding(city)
    client = city.sign_in("contributor")
    client.post(url(city, "finding_edit", finding=finding.pk), {"title": "Inne  zdanie", "remark": ""})
    client.post(url(city, "finding_withdraw", finding=finding.pk))
    client.post(url(city, "finding_withdraw", finding=finding.pk))
    client.post(url(city, "finding_restore", finding=finding.pk))
    verbs = list(JournalEntry.objects.filter(verb__startswith="finding.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["finding.save", "finding.edit", "finding.withdraw", "finding.restore"]
    node = Node.objects.get()
    assert (node.title, node.is_taken_off) == ("Inne zdanie", False)


def test_rewording_leaves_the_reading_as_it_was(city: City) -> None:
    finding = keep_finding(city)
    before = finding.reading
    city.sign_in("coordinator").post(url(city, "finding_edit", finding=finding.pk), {"title": "Inaczej", "remark": "x"})
    finding.refresh_from_db()
    assert (finding.title, finding.reading) == ("Inaczej", before)


def test_a_withdrawn_finding_leaves_the_list_and_the_thread(city: City) -> None:
    finding = keep_finding(city, title="Zdanie, które odchodzi")
    client = city.sign_in("coordinator")
    client.post(url(city, "finding_withdraw", finding=finding.pk))
    assert Node.objects.get().is_taken_off
    assert finding.title not in read_page(client.get(url(city, "findings")))
    assert finding.title in read_page(client.get(url(city, "findings"), {"wycofane": "1"}))
    assert "Bring it back" in read_page(client.get(finding.get_absolute_url()))


def test_an_indicator_is_kept_in_its_own_unit(city: City) -> None:
    finding = keep_finding(city, code="S1A1", kind="score")
    reading = load_reading(finding.reading)
    assert reading.kind == "indicator"
    assert reading.unit


def test_a_withheld_figure_is_not_taken_for_a_value(city: City) -> None:
    client = city.sign_in("coordinator")
    query = {"jednostka": SECRET_TOWN, "rok": SECRET_YEAR, "o": EMPLOYED}
    reading = client.get(url(city, "finding_new"), query).context["reading"]
    assert reading.year == SECRET_YEAR - 1
    assert f"There is no figure of {SECRET_YEAR}" in read_page(client.get(url(city, "finding_new"), query))


@pytest.mark.parametrize("kind", ["score", "indicator", "trend", "compare", "whatif", "uncertainty", "nonsense", ""])
@pytest.mark.parametrize("code", ["M", "E", EMPLOYED])
def test_every_kind_of_reading_proposes_a_sentence(city: City, kind: str, code: str) -> None:
    client = city.sign_in("coordinator")
    page = client.get(url(city, "finding_new"), asked(o=code, rodzaj=kind, wagi="E:2"))
    assert page.status_code == 200
    title = page.context["form"].initial["title"]
    assert "Miasto F" in title
    assert len(title) <= 240


def test_the_same_reading_is_kept_twice_only_after_a_warning(city: City) -> None:
    keep_finding(city, title="Pierwsze zdanie")
    client = city.sign_in("contributor")
    page = read_page(client.get(url(city, "finding_new"), asked(o="M")))
    assert "The same reading was kept before" in page
    assert "W-01 Pierwsze zdanie" in page
    send(client, city, asked(o="M"), title="Drugie zdanie")
    assert Finding.objects.count() == 2
    assert "was kept before" not in read_page(client.get(url(city, "finding_new"), asked(o="M", rok=2020)))


def test_what_changed_since_the_page_was_opened_is_shown_again_before_saving(city: City) -> None:
    client = city.sign_in("contributor")
    address = f"{url(city, 'finding_new')}?jednostka={TOWN}&rok=2021&o=M"
    answer = client.post(address, {"title": "Moje zdanie", "remark": "uwaga", "seen": "0" * 64})
    assert answer.status_code == 200
    page = read_page(answer)
    assert "The figures have changed since this page was opened" in page
    assert "Moje zdanie" in page
    assert not Finding.objects.exists()


def test_a_long_or_empty_sentence_is_refused_and_kept_in_the_form(city: City) -> None:
    client = city.sign_in("contributor")
    for title in ("", "x" * 5000):
        answer = send(client, city, asked(o="M"), title=title)
        assert answer.status_code == 200
        assert title[:100] in read_page(answer)
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"o": "M", "rodzaj": "x" * 3000, "wagi": "E:nan,;;:,S:1e999", "okno": "99999", "rok": "-1"},
        {"o": "M", "grupa": "9999999.9", "przepis": "0" * 400, "jednostka": "\x00"},
        {"o": "M", "wagi": "E:0,S:0,P:0"},
    ],
)
def test_hostile_addresses_give_a_page(city: City, query: dict[str, str]) -> None:
    assert city.sign_in("coordinator").get(url(city, "finding_new"), query).status_code == 200


def test_a_variant_is_kept_with_its_weights_towns_and_what_it_was_before(city: City) -> None:
    gone = TOWNS[0]
    tried = {"wagi": "E:2", "bez": gone, "zmiany": "aggregate.method:geometric"}
    send(city.sign_in("coordinator"), city, asked(o="M", rodzaj="whatif", **tried))
    finding = Finding.objects.get()
    reading = load_reading(finding.reading)
    assert gone not in reading.members
    assert reading.weights == {"E": 2.0}
    assert 'method = "geometric"' in finding.recipe
    assert reading.was is not None
    assert reading.was.value != reading.number
    assert all(f"{word}=" in finding.address for word in tried)
    page = read_page(city.sign_in("viewer").get(finding.get_absolute_url()))
    assert "As read, so today" in page
    assert "Without what was tried out" in page
    fall_of_store()
    assert "The data say otherwise today" in read_page(city.sign_in("viewer").get(finding.get_absolute_url()))


@pytest.mark.parametrize("code", ["NIEMA", "../..", "x" * 4000])
def test_an_unknown_noun_is_not_found(city: City, code: str) -> None:
    assert city.sign_in("coordinator").get(url(city, "finding_new"), {"o": code}).status_code == 404


def test_without_data_the_form_says_what_to_do(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    city = found_city()
    page = read_page(city.sign_in("coordinator").get(url(city, "finding_new"), {"o": "M"}))
    assert "There are no data to read" in page
    assert "Nothing was kept yet" in read_page(city.sign_in("coordinator").get(url(city, "findings")))


def test_viewers_read_and_strangers_see_nothing(city: City) -> None:
    finding = keep_finding(city)
    viewer, stranger = city.sign_in("viewer"), city.sign_in("stranger")
    assert viewer.get(finding.get_absolute_url()).status_code == 200
    assert viewer.get(url(city, "finding_new"), asked(o="M")).status_code == 404
    assert viewer.post(url(city, "finding_withdraw", finding=finding.pk)).status_code == 404
    for name in ("finding", "finding_edit", "findings"):
        words = {} if name == "findings" else {"finding": finding.pk}
        assert stranger.get(url(city, name, **words)).status_code == 404


def test_a_finding_is_not_reached_through_another_process(city: City) -> None:
    finding, other = keep_finding(city), found_city()
    assert other.sign_in("coordinator").get(url(other, "finding", finding=finding.pk)).status_code == 404


def test_on_other_data_the_finding_says_then_and_now(city: City) -> None:
    finding = keep_finding(city)
    client = city.sign_in("coordinator")
    assert "As read, so today" in read_page(client.get(finding.get_absolute_url()))
    fall_of_store()
    page = read_page(client.get(finding.get_absolute_url()))
    assert "The data say otherwise today" in page
    assert "The data have changed" in page
    line = client.get(url(city, "findings")).context["lines"][0]
    assert line.now
    assert line.now != line.figure
    thread = read_page(client.get(Node.objects.get().get_absolute_url()))
    assert "The source has moved on since it was cited" in thread


def test_the_list_asks_the_database_as_often_for_three_as_for_one(city: City, django_assert_max_num_queries: Any) -> None:
    client = city.sign_in("coordinator")
    counts = []
    for wanted in (1, 3):
        while Finding.objects.count() < wanted:
            keep_finding(city, code="E")
        client.get(url(city, "findings"))
        with django_assert_max_num_queries(60) as asked_for:
            client.get(url(city, "findings"))
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
