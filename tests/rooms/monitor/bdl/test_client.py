"""Asking the bank: throttled, failing, cut off, changed, and never anybody else."""

import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from sciezka.rooms.monitor.store.bdl import client as clients
from sciezka.rooms.monitor.store.bdl.client import Client, Timing, check_url
from sciezka.rooms.monitor.store.bdl.problems import (
    BadAnswer,
    BadSetup,
    BdlProblem,
    EnoughAsked,
    NoSuchThing,
    QuotaSpent,
    Unreachable,
)
from tests.rooms.monitor.bdl.conftest import make_client
from tests.rooms.monitor.bdl.standin import (
    Mood,
    StandIn,
    break_off,
    cut,
    drip,
    fail,
    make_series,
    make_units,
    rename,
    replace_all,
    swell,
    throttle,
)

KEY = "c0ffee00-1234-4321-aaaa-0123456789ab"


@pytest.fixture
def bank(bank: StandIn) -> StandIn:
    """Give the stand-in two variables."""
    bank.series = {9: make_series(9, make_units(130)), 10: make_series(10, make_units(3))}
    bank.subjects = {"P2137": "Ludność według płci"}
    return bank


def test_a_page_is_asked_for_as_the_bank_wants_it(bank: StandIn, tmp_path: Path) -> None:
    with make_client(bank, tmp_path, key=KEY) as client:
        page = client.fetch_page(9, 6, (2020, 2021), 1)
    assert (page.total, page.page, page.size, len(page.units)) == (130, 1, 100, 30)
    (asked,) = bank.asked
    assert asked.path == "/api/v1/data/by-variable/9"
    assert asked.query == {
        "unit-level": ["6"],
        "page": ["1"],
        "page-size": ["100"],
        "lang": ["pl"],
        "format": ["json"],
        "year": ["2020", "2021"],
    }
    assert asked.headers["x-clientid"] == KEY


def test_without_a_key_none_is_sent(client: Client, bank: StandIn) -> None:
    client.fetch_variable(9)
    assert "x-clientid" not in bank.asked[0].headers


def test_polish_text_of_a_throttled_answer_is_heeded_and_kept_for_other_processes(
    client: Client, bank: StandIn, tmp_path: Path
) -> None:
    bank.moods = [throttle("221 sek")]
    assert client.fetch_page(9, 6, (), 0).total == 130
    assert bank.time.slept == [pytest.approx(221)]
    assert len(bank.asked) == client.sent == 2
    bank.moods = [throttle("1 godz")]
    with (
        make_client(bank, tmp_path, patience=60) as impatient,
        make_client(bank, tmp_path, patience=60) as other,
    ):
        with pytest.raises(QuotaSpent) as spent:
            impatient.fetch_page(10, 6, (), 0)
        assert spent.value.seconds == pytest.approx(3600)
        with pytest.raises(QuotaSpent):
            other.fetch_variable(10)
    assert len(bank.asked) == 3


def test_throttling_without_an_end_is_given_up(client: Client, bank: StandIn) -> None:
    bank.moods = [throttle(None)] * 50
    with pytest.raises(Unreachable, match="too many"):
        client.fetch_page(9, 6, (), 0)
    assert len(bank.asked) == clients.THROTTLED


@pytest.mark.parametrize(
    "mood", [fail(500), fail(502), fail(503), fail(504), cut, break_off, replace_all(b"{", b"<")], ids=range(7)
)
def test_what_waiting_heals_is_asked_again(client: Client, bank: StandIn, mood: Mood) -> None:
    bank.moods = [mood, mood]
    assert client.fetch_page(9, 6, (), 0).total == 130
    assert bank.time.slept == [2, 4]
    assert len(bank.asked) == 3


@pytest.mark.parametrize("mood", [fail(500), cut], ids=["500", "cut"])
def test_what_waiting_does_not_heal_is_given_up(client: Client, bank: StandIn, mood: Mood) -> None:
    bank.moods = [mood] * 50
    with pytest.raises(Unreachable, match="6 tries"):
        client.fetch_page(9, 6, (), 0)
    assert len(bank.asked) == clients.TRIES


def test_a_slow_answer_is_asked_for_again(bank: StandIn, tmp_path: Path) -> None:
    bank.moods = [drip(0.3)]

    def sleep(seconds: float) -> None:
        bank.time.sleep(seconds)
        # How long a prompt answer takes is a matter of how busy the machine is.
        client._http.timeout = 60  # noqa: SLF001

    with Client(bank.url, tmp_path, Timing(bank.time.clock, sleep), timeout=0.1) as client:
        assert client.fetch_page(10, 6, (), 0).total == 3
    assert len(bank.asked) == 2


def test_a_bank_that_is_not_there_is_told(tmp_path: Path, bank: StandIn) -> None:
    timing = Timing(bank.time.clock, bank.time.sleep)
    with Client("http://127.0.0.1:9", tmp_path, timing, KEY) as client, pytest.raises(Unreachable) as told:
        client.fetch_page(9, 6, (), 0)
    assert "no connection" in str(told.value)


def test_a_changed_schema_is_refused_and_not_kept(client: Client, bank: StandIn) -> None:
    for old, new in (("val", "value"), ("results", "items"), ("id", "unitId"), ("attrId", "attribute")):
        bank.moods = [rename(old, new)]
        with pytest.raises(BadAnswer, match="another shape"):
            client.fetch_page(9, 6, (), 0)
        assert client.cache.read(clients.name_page(9, 6, (), 0)) is None
    assert client.fetch_page(9, 6, (), 0).total == 130


@pytest.mark.parametrize(
    ("mood", "problem"),
    [(fail(404), NoSuchThing), (fail(401), BadSetup), (fail(403), BadSetup), (fail(400), BadAnswer), (fail(418), BadAnswer)],
    ids=["404", "401", "403", "400", "418"],
)
def test_what_asking_again_will_not_heal_is_told_at_once(
    client: Client, bank: StandIn, mood: Mood, problem: type[BdlProblem]
) -> None:
    bank.moods = [mood]
    with pytest.raises(problem):
        client.fetch_page(9, 6, (), 0)
    assert len(bank.asked) == 1


def test_redirects_are_refused_and_never_followed(bank: StandIn, tmp_path: Path) -> None:
    with StandIn().open() as elsewhere, make_client(bank, tmp_path, key=KEY) as client:
        bank.moods = [fail(302, {"Location": f"{elsewhere.url}/data/by-variable/9"})]
        with pytest.raises(BadAnswer, match="sends elsewhere"):
            client.fetch_page(9, 6, (), 0)
        assert elsewhere.asked == []


def test_an_answer_that_swells_is_left(client: Client, bank: StandIn) -> None:
    bank.moods = [swell(clients.LARGEST + 1)]
    with pytest.raises(BadAnswer, match="larger than 16 MB"):
        client.fetch_page(9, 6, (), 0)
    assert len(bank.asked) == 1


def test_an_etag_saves_the_answer_and_still_counts_as_a_request(client: Client, bank: StandIn) -> None:
    first = client.fetch_page(9, 6, (), 0)
    again = client.fetch_page(9, 6, (), 0)
    assert again == first
    assert "if-none-match" in bank.asked[1].headers
    assert client.ledger.count(client.ledger.windows[1]) == 2
    assert client.fetch_page(9, 6, (), 0, trusted=True) == first
    assert len(bank.asked) == 2
    bank.series[9].updated = "2026-01-01T00:00:00"
    assert client.fetch_page(9, 6, (), 0).updated == "2026-01-01T00:00:00"


def test_a_spoilt_cache_is_asked_for_afresh(client: Client, bank: StandIn, tmp_path: Path) -> None:
    client.fetch_page(9, 6, (), 0)
    (path,) = (tmp_path / "pages").rglob("*.gz")
    for spoilt in (b"", b"nothing", path.read_bytes()[:40]):
        path.write_bytes(spoilt)
        assert client.fetch_page(9, 6, (), 0, trusted=True).total == 130
    assert ["if-none-match" in asked.headers for asked in bank.asked] == [False] * 4


def test_a_run_sends_no_more_than_it_may(bank: StandIn, tmp_path: Path) -> None:
    with make_client(bank, tmp_path, allowed=2) as client:
        client.fetch_page(9, 6, (), 0)
        client.fetch_page(9, 6, (), 1)
        with pytest.raises(EnoughAsked):
            client.fetch_page(10, 6, (), 0)
    assert len(bank.asked) == 2


def test_the_banks_own_limits_are_never_met(bank: StandIn, tmp_path: Path) -> None:
    bank.windows = ((1, 5), (900, 100))
    with make_client(bank, tmp_path) as client:
        for _each in range(130):
            client.fetch_page(10, 6, (), 0)
    assert len(bank.asked) == 130
    assert bank.time.now - bank.arrivals[0] >= 900


@pytest.mark.parametrize(
    "url",
    [
        "http://bdl.stat.gov.pl/api/v1",
        "https://user:secret@bdl.stat.gov.pl/api",
        "https://bdl.stat.gov.pl/api?x=1",
        "ftp://bdl.stat.gov.pl",
        "file:///etc/passwd",
        "bdl.stat.gov.pl",
        "",
        "https://",
        "https://[",
    ],
)
def test_an_unsafe_address_is_refused(url: str) -> None:
    with pytest.raises(BadSetup):
        check_url(url)


def test_the_bank_and_this_machine_are_good_addresses() -> None:
    for url in ("https://bdl.stat.gov.pl/api/v1", "http://127.0.0.1:8000/api", "http://localhost/x", "http://[::1]:80/"):
        assert check_url(url).host


@pytest.mark.parametrize("key", ["two\nlines", "with blank", "ź" * 10, "x" * 300])
def test_a_broken_key_is_refused_without_being_shown(bank: StandIn, tmp_path: Path, key: str) -> None:
    with pytest.raises(BadSetup) as refused:
        make_client(bank, tmp_path, key=key)
    assert key not in str(refused.value)


def test_the_key_stands_in_no_message_file_or_log(bank: StandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    attempts: list[Callable[[Client], object]] = [
        lambda client: client.fetch_page(9, 6, (), 0),
        lambda client: client.fetch_page(77, 6, (), 0),
        lambda client: client.fetch_subject("../x"),
        lambda client: client.fetch_variable(9),
    ]
    told = []
    with make_client(bank, tmp_path, key=KEY) as client:
        told.append(repr(client))
        for mood in (None, fail(401), fail(500), cut, throttle("5 sek"), fail(302, {"Location": "x"})):
            for attempt in attempts:
                bank.moods = [mood] * 20 if mood else []
                try:
                    attempt(client)
                except BdlProblem as problem:
                    told += [str(problem), problem.say(), "".join(traceback.format_exception(problem))]
    assert len(told) > 20
    assert all(asked.headers["x-clientid"] == KEY for asked in bank.asked)
    files = [path.read_bytes().decode(errors="replace") + path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert KEY not in "".join([*told, *files, caplog.text])


def test_every_problem_can_be_said_in_polish() -> None:
    problem = Unreachable("%(path)s (%(reason)s)", path="/x", reason="no answer in time")
    assert problem.say().startswith("/x (")
    assert json.dumps(problem.params)
