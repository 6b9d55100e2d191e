"""Answering in Chromium: a dropped connection, two tabs, the keyboard alone, the end, and a server that is killed."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Item, Participant, Round
from sciezka.rooms.rounds.queries.sheets import key_of
from tests.databases import copy_database
from tests.factories.rounds import make_round, make_sheet
from tests.factories.town import ProcessFactory
from tests.journeys.test_every_page import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVES = "**/zapis/"
SETTLED = """() => document.querySelector('[data-status]').dataset.state === 'saved'
  && !Object.keys(localStorage).some((name) => name.startsWith('sciezka:runda:'))"""


@pytest.fixture
def answering(sign_in: Callable[[User], Page]) -> Iterator[tuple[Page, Round]]:
    """Open the answering page of a round of three items as its only participant."""
    process = ProcessFactory.create(workspace__slug="dolina", slug="rozwoj")
    round_ = make_round(process, people=1)
    user = round_.participants.get().user
    assert user
    page = sign_in(user)
    page.goto(f"/biuro/dolina/rozwoj/rundy/{round_.pk}/odpowiedz/")
    expect(page.locator("[data-progress]")).to_contain_text("0 z 3")
    yield page, round_
    page.goto("about:blank")


def press(page: Page, item: int, level: int) -> None:
    """Press a level of an item with a finger."""
    page.locator("[data-ask]").nth(item).locator("label.level").nth(level - 1).click()


def values_of(round_: Round) -> list[int | None]:
    """Give what counts, item by item."""
    current = Answer.objects.filter(sheet__round=round_, fate=Answer.Fate.CURRENT)
    return list(current.order_by("item__position").values_list("value", flat=True))


def wait_for_values(page: Page, round_: Round, values: list[int | None]) -> None:
    """Wait until the page says that all is saved, and look what the server holds."""
    page.wait_for_function(SETTLED)
    assert values_of(round_) == values


def test_each_press_is_saved_and_the_next_unanswered_is_one_press_away(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    press(page, 1, 4)
    wait_for_values(page, round_, [4])
    expect(page.locator("[data-status]")).to_contain_text("Zapisano o")
    page.locator("[data-next]").click()
    expect(page.locator("[data-ask]").nth(2).locator("input").first).to_be_focused()
    press(page, 2, 2)
    page.locator("[data-next]").click()
    expect(page.locator("[data-ask]").nth(0).locator("input").first).to_be_focused()
    press(page, 0, 1)
    expect(page.locator("[data-next]")).to_contain_text("Zakończ")
    page.wait_for_function(SETTLED)
    page.locator("[data-next]").click()
    page.wait_for_url("**/koniec/")
    page.get_by_role("button", name="Zakończ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("arkusz jest zakończony")
    assert values_of(round_) == [1, 4, 2]
    assert round_.participants.get().has_finished


def test_a_dropped_connection_loses_nothing_even_when_the_page_is_closed(
    answering: tuple[Page, Round], context: BrowserContext
) -> None:
    page, round_ = answering
    address = page.url
    page.route(SAVES, lambda route: route.abort())
    press(page, 0, 5)
    press(page, 1, 3)
    expect(page.locator("[data-status]")).to_contain_text("Brak połączenia")
    expect(page.locator("[data-status]")).to_contain_text("2")
    page.goto("about:blank")
    assert values_of(round_) == []
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[data-progress]")).to_contain_text("2 z 3")
    wait_for_values(again, round_, [5, 3])
    expect(again.locator("[data-status]")).to_contain_text("Zapisano o")
    again.goto("about:blank")


def test_what_is_pressed_before_the_script_has_come_is_saved_too(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    held: list[Route] = []
    page.route("**/outbox*.js", lambda route: held.append(route))  # noqa: PLW0108 - the library wants a function of its own
    page.reload(wait_until="commit")
    press(page, 0, 4)
    press(page, 2, 1)
    page.wait_for_timeout(200)
    assert values_of(round_) == []
    for route in held:
        route.continue_()
    expect(page.locator("[data-progress]")).to_contain_text("2 z 3")
    wait_for_values(page, round_, [4, 1])


def test_two_tabs_are_kept_alike_and_the_later_change_wins(answering: tuple[Page, Round], context: BrowserContext) -> None:
    page, round_ = answering
    other = context.new_page()
    other.goto(page.url)
    press(page, 0, 2)
    expect(other.locator("[data-ask]").nth(0).locator("input[value='2']")).to_be_checked()
    page.wait_for_function(SETTLED)
    press(other, 0, 4)
    expect(page.locator("[data-ask]").nth(0).locator("input[value='4']")).to_be_checked()
    other.wait_for_function(SETTLED)
    press(page, 1, 1)
    wait_for_values(page, round_, [4, 1])
    assert sorted(Answer.objects.values_list("fate", "value")) == [("current", 1), ("current", 4), ("earlier", 2)]
    other.goto("about:blank")


def test_the_keyboard_alone_answers_everything(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    page.locator("[data-ask]").nth(0).locator("input").first.focus()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-progress]")).to_contain_text("3 z 3")
    wait_for_values(page, round_, [3, None, 2])
    assert Answer.objects.get(item__position=2, fate="current").special == "dk"


def test_a_reason_is_saved_while_it_is_typed_and_an_answer_is_taken_back(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    press(page, 0, 5)
    first = page.locator("[data-ask]").nth(0)
    first.locator(".why summary").click()
    first.locator("textarea").press_sequentially("Bo ma siłę")
    # Typing is taken after a pause, which nothing on the page tells of.
    until = time.monotonic() + 20
    while not Answer.objects.filter(fate="current", reason="Bo ma siłę").exists():
        assert time.monotonic() < until
        page.wait_for_timeout(50)
    page.wait_for_function(SETTLED)
    assert Answer.objects.get(fate="current").reason == "Bo ma siłę"
    first.locator("[data-clear]").click()
    expect(page.locator("[data-progress]")).to_contain_text("0 z 3")
    wait_for_values(page, round_, [None])


def test_who_was_signed_out_is_told_and_after_signing_in_elsewhere_it_is_sent(
    answering: tuple[Page, Round], context: BrowserContext
) -> None:
    page, round_ = answering
    session = next(cookie for cookie in context.cookies() if cookie["name"] == "sessionid")
    context.clear_cookies(name="sessionid")
    press(page, 0, 5)
    expect(page.locator("[data-notice]")).to_contain_text("Sesja wygasła")
    assert values_of(round_) == []
    context.add_cookies([session])  # type: ignore[list-item]
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_for_values(page, round_, [5])


def test_what_comes_after_the_end_is_told_plainly(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    press(page, 0, 5)
    wait_for_values(page, round_, [5])
    Round.objects.update(closes_at=timezone.now())
    press(page, 1, 2)
    expect(page.locator("[data-notice]")).to_contain_text("Runda się zamknęła")
    expect(page.locator("[data-notice]")).to_contain_text("1")
    expect(page.locator("[data-ask] input").first).to_be_disabled()
    page.wait_for_timeout(300)
    assert values_of(round_) == [5]
    assert Answer.objects.filter(fate=Answer.Fate.LATE).count() == 1
    page.reload()
    expect(page.locator("main")).to_contain_text("się nie liczy")


def test_who_was_taken_off_the_round_can_copy_what_was_not_saved(answering: tuple[Page, Round]) -> None:
    page, _round = answering
    Participant.objects.update(removed_at=timezone.now())
    press(page, 0, 5)
    expect(page.locator("[data-leftover] textarea")).to_have_value("Siła oddziaływania – Klub sportowy: 5")


def test_an_answer_to_save_that_breaks_off_is_sent_again_and_kept_once(answering: tuple[Page, Round]) -> None:
    page, round_ = answering
    broken: list[int] = []

    def break_once(route: Route) -> None:
        if route.request.method == "POST" and not broken:
            broken.append(1)
            route.fetch()  # it reaches the server, and the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route(SAVES, break_once)
    press(page, 0, 5)
    expect(page.locator("[data-status]")).to_contain_text("Zapisano", timeout=10_000)
    assert broken
    assert values_of(round_) == [5]
    assert Answer.objects.count() == 1
    page.unroute_all(behavior="wait")


def test_a_ranking_is_made_by_keyboard_and_by_typed_places(sign_in: Callable[[User], Page]) -> None:
    process = ProcessFactory.create(workspace__slug="dolina", slug="rozwoj")
    round_ = make_round(process, people=1, kind=Round.Kind.RANKING, scales=[])
    page = sign_in(round_.participants.get().user)  # type: ignore[arg-type]
    page.goto(f"/biuro/dolina/rozwoj/rundy/{round_.pk}/odpowiedz/")
    for _item in range(3):
        page.locator("[data-rest] .rank__add").first.press("Enter")
    wait_for_values(page, round_, [1, 2, 3])
    page.locator("[data-placed] .rank__up").nth(2).press("Enter")
    wait_for_values(page, round_, [1, 3, 2])
    expect(page.locator("[data-placed] .rank").nth(1).locator(".rank__up")).to_be_focused()
    page.locator("[data-placed] .rank__place").nth(1).fill("1")
    page.locator("[data-placed] .rank__place").nth(1).press("Enter")
    wait_for_values(page, round_, [2, 3, 1])
    page.goto("about:blank")


def test_personal_pages_of_every_kind_and_phase_break_no_rule(page: Page, live_server: LiveServer) -> None:
    process = ProcessFactory.create(workspace__slug="dolina", slug="rozwoj")
    urls = []
    for number, fields in enumerate(
        ({}, {"kind": "ranking"}, {"kind": "pick", "most_picks": 2}, {"kind": "matrix"}, {"phase": "waiting"},
         {"phase": "closed"}, {"phase": "collecting"}, {"phase": "sorting"}, {"is_anonymous": True})
    ):  # fmt: skip
        round_ = make_round(process, people=0, audience=Round.Audience.LIST, **fields)  # type: ignore[arg-type]
        person = Participant.objects.create(round=round_, email=f"osoba{number}@miasto.example")
        if "phase" not in fields and "kind" not in fields:
            make_sheet(person, dict.fromkeys(round_.items.all()[:2], 3), done=False)
        urls += [f"{live_server.url}/runda/{key_of(person)}/{more}" for more in ("", "koniec/", "historia/", "propozycje/")]
    done = make_round(process, people=0, audience=Round.Audience.LIST)
    person = Participant.objects.create(round=done, email="gotowa@miasto.example")
    make_sheet(person, dict.fromkeys(done.items.all(), 3))
    linked = make_round(process, people=0, audience=Round.Audience.LINK)
    urls += [f"{live_server.url}/runda/{key_of(person)}/", f"{live_server.url}/runda/wejscie/{linked.entry_word}/"]
    look_at(page, urls)


# A server of its own, which is killed in the middle.

SERVE = """
from granian import Granian
from granian.constants import Interfaces
import sys
Granian("django.core.wsgi:get_wsgi_application", factory=True, address="127.0.0.1", port=int(sys.argv[1]),
        interface=Interfaces.WSGI, blocking_threads=4, log_enabled=False).serve()
"""
ROOT = Path(__file__).resolve().parent.parent.parent


def read_values(home: Path) -> dict[int, int]:
    """Read what counts from a server's own database, item by item."""
    asked = f"""SELECT item.position, answer.value FROM {Answer._meta.db_table} AS answer
        JOIN {Item._meta.db_table} AS item ON item.id = answer.item_id WHERE answer.fate = 'current'"""  # noqa: S608 - names of tables
    with closing(sqlite3.connect(home / "sciezka.sqlite3")) as database:
        return dict(database.execute(asked))


def own_env(home: Path) -> dict[str, str]:
    """Give the environment of a server with its own data."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCIEZKA_")}
    module = os.environ.get("SCIEZKA_JOURNEY_SETTINGS", "tests.settings")
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": module,
        "SCIEZKA_HOME": str(home),
        "SCIEZKA_SECRET_KEY": str(settings.SECRET_KEY),
    }


def start_server(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    server = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", SERVE, str(port)], cwd=ROOT, env=own_env(home), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/kit/")
        except urllib.error.HTTPError:
            return server
        except OSError:
            time.sleep(0.1)
        else:
            return server
    kill(server)
    pytest.fail("the server did not start")


def kill(server: subprocess.Popen[bytes]) -> None:
    """Kill the server and its workers with no chance to tidy up."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(timeout=10)


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the server is given a copy of the test's own database")
def test_a_killed_server_has_every_acknowledged_answer_and_gets_the_rest(tmp_path: Path, browser: Browser) -> None:
    round_ = make_round(ProcessFactory.create(), people=0, audience="list", items=[f"Pozycja {n}" for n in range(12)])
    key = key_of(Participant.objects.create(round=round_, email="osoba@miasto.example"))
    copy_database(Path(connection.settings_dict["NAME"]), tmp_path / "sciezka.sqlite3")
    port = find_port()
    server = start_server(tmp_path, port)
    context = browser.new_context(locale="pl-PL", timezone_id="Europe/Warsaw")
    try:
        page = context.new_page()
        acknowledged: list[str] = []
        page.goto(f"http://127.0.0.1:{port}/runda/{key}/")
        expect(page.locator("[data-progress]")).to_contain_text("12")
        for item in range(6):
            with page.expect_response(lambda answer: answer.url.endswith("/zapis/") and answer.ok) as saved:
                press(page, item, 1 + item % 5)
            acknowledged.extend(saved.value.json()["cells"])
        kill(server)
        assert len(set(acknowledged)) == 6
        assert read_values(tmp_path) == {position: 1 + (position - 1) % 5 for position in range(1, 7)}
        for item in range(6, 12):
            press(page, item, 1 + item % 5)
        expect(page.locator("[data-status]")).to_contain_text("6")
        server = start_server(tmp_path, port)
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_function(SETTLED, timeout=20_000)
        assert read_values(tmp_path) == {position: 1 + (position - 1) % 5 for position in range(1, 13)}
    finally:
        context.close()
        kill(server)
