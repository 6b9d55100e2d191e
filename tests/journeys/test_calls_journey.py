"""A call from its first words to results that anybody recomputes, and a partner's offer until the letter of intent."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from sciezka.rooms.calls.models import Call, Candidate, Decision, FormalCheck, Letter, Submission
from sciezka.rooms.town.models import Team
from tests.factories.calls import make_call, make_card, make_submission
from tests.factories.path import make_goal, node_of
from tests.factories.people import UserFactory
from tests.factories.town import LegalActFactory, MembershipFactory, ProcessFactory, SeatFactory, TeamFactory
from tests.journeys.calls_commission import SignIn, Town, look_behind, open_scoring, promise, score_all, settle
from tests.journeys.calls_pages import choose, fill, go, letter_to, path_in, press, read_download
from tests.journeys.calls_until_closing import EMAIL, amend, announce, ask_and_answer, check_formally, close, compose, submit
from tests.journeys.hands import tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phones = Callable[[], Page]


@pytest.fixture
def town() -> Town:
    process = ProcessFactory.create(workspace__slug="dolina", workspace__name="Dolina", slug="strategia")
    seat = SeatFactory.create(workspace=process.workspace)
    chair, *members = UserFactory.create_batch(4)
    appointing, approving = LegalActFactory.create_batch(2, workspace=process.workspace)
    commission = TeamFactory.create(process=process, kind=Team.Kind.COMMISSION, name="Komisja", act=appointing)
    MembershipFactory.create(team=commission, user=chair, function="chair")
    for member in members:
        MembershipFactory.create(team=commission, user=member)
    make_goal(process, "Żywe śródmieście")
    return Town(process, seat.user, chair, members, [str(appointing.pk), str(approving.pk)])


def decide(desk: Page, call: Call) -> None:
    """Read the ranking, take what the rule selects, reject the rest with a reason."""
    go(desk, "sensitivity", call)
    go(desk, "ranking", call)
    press(desk, "#main a[href*='propozycja=1']")
    choose(desk, "outcome", "basic")
    fill(desk, {"reason": "Najwięcej punktów; mieści się w środkach."})
    press(desk)
    go(desk, "ranking", call)
    desk.locator("tr", has_text="Świetlica w oficynie").locator("input[name=z]").check()
    press(desk, "#main .ranking__bulk button")
    choose(desk, "outcome", "rejected")
    fill(desk, {"reason": "Poniżej progu w pierwszym kryterium."})
    press(desk)
    decided = Decision.objects.filter(submission__call=call).order_by("submission__number")
    assert list(decided.values_list("outcome", flat=True)) == ["basic", "basic", "rejected"]


def approve_and_publish(desk: Page, call: Call, act: str) -> None:
    """Draw up the protocol, record the act, publish the results and the protocol without names."""
    go(desk, "protocols", call)
    press(desk, "#main form[action$='/nowy/'] button")
    go(desk, "approve", call)
    desk.locator("#main select[name=act]").select_option(act)
    press(desk)
    go(desk, "publish_results", call)
    fill(desk, {"summary": "Dziękujemy wszystkim."})
    desk.locator("#main input[name=is_sure]").check()
    press(desk)
    call.refresh_from_db()
    assert call.phase == "published"
    go(desk, "protocols", call)
    press(desk, "#main .paper-line a")
    if (button := desk.locator("#main form[action$='/publikuj/'] button")).count():
        with desk.expect_navigation():
            button.click()


def recompute(phone: Page, call: Call, folder: Path) -> None:
    """Read the results on a phone, and recompute the ranking from the published files with nothing but the command."""
    phone.goto(call.public_url)
    tap(phone, phone.locator("#main a[href$='/wyniki/']"))
    expect(phone.locator(".result__title")).to_contain_text(["Zielone podwórko", "Brama z muralem", re.compile("3")])
    assert Axe().run(phone).response["violations"] == []
    for name in ("cards.csv", "criteria.toml", "ranking.json"):
        (folder / name).write_bytes(read_download(phone, f"#main a[href$='/{name}']"))
    said = io.StringIO()
    call_command("rank_call", str(folder / "cards.csv"), str(folder / "criteria.toml"), "--json", stdout=said)
    assert said.getvalue() == (folder / "ranking.json").read_text(encoding="utf-8")
    assert [row["submission"] for row in json.loads(said.getvalue())] == ["001", "002", "003"]
    assert read_download(phone, "#main a[href$='/protokol.pdf']").startswith(b"%PDF")


def read_fate(phone: Page, submission: Submission, letter: str) -> None:
    """Come back by the link of the letter: the decision, the reason, the points, and what hangs on the thread."""
    phone.goto(path_in(letter, "/zgloszenie/"))
    fate = phone.locator("#main")
    expect(fate).to_contain_text("Najwięcej punktów; mieści się w środkach.")
    expect(fate.locator(".strands__code").first).to_have_text(node_of(submission).code)
    assert Axe().run(phone).response["violations"] == []


def make_partner_call(town: Town) -> Call:
    """Make a call for partners whose scoring is closed, with an offer that was judged."""
    call = make_call(town.process, "Nabór partnera", kind="partners", phase="deciding", asks_money=False)
    offer = make_submission(call, "Oferta fundacji", applicant="Fundacja Podgórze", email=EMAIL)
    Candidate.objects.create(submission=offer, role="Prowadzi centrum.", contribution="Lokal przy rynku.", nip="5213017228")
    FormalCheck.objects.create(submission=offer, outcome=FormalCheck.Outcome.PASSED)
    make_card(offer, town.chair)
    return call


def write_letter(desk: Page, call: Call) -> Letter:
    """Write a letter of intent with the partner whom the call selected; it begins with what the offer says."""
    go(desk, "letters", call)
    press(desk, "#main a[href*='?zgloszenie=']")
    expect(desk.locator("[name=role]")).to_have_value("Prowadzi centrum.")
    fill(desk, {"project": "Centrum sąsiedzkie", "supports": "Wkład własny, zadanie 2", "amount": "60 000,50"})
    press(desk)
    written = docx.Document(io.BytesIO(read_download(desk, "#main a[href$='/list-intencyjny.docx']")))
    said = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert all(words in said for words in ("Fundacja Podgórze", "Centrum sąsiedzkie", "Lokal przy rynku."))
    assert read_download(desk, "#main a[href$='/list-intencyjny.pdf']").startswith(b"%PDF")
    return Letter.objects.get()


def sign(desk: Page, letter: Letter) -> None:
    """Note that both have signed; the letter then hangs on the thread under its partner."""
    choose(desk, "state", "signed")
    fill(desk, {"signed_on": f"{timezone.localdate():%Y-%m-%d}"})
    press(desk, "#main form[action$='/podpisy/'] button")
    expect(desk.locator("#main")).to_contain_text(node_of(letter).code)


def test_a_call_goes_from_its_announcement_to_results_that_anybody_recomputes(
    town: Town, sign_in: SignIn, phones: Phones, tmp_path: Path
) -> None:
    desk, phone = sign_in(town.coordinator), phones()
    compose(desk)
    call = announce(desk)
    first = submit(phone)
    ask_and_answer(phone, desk, call)
    amend(desk, phone, call)
    call.refresh_from_db()
    second, _third = (make_submission(call, title, email="") for title in ("Brama z muralem", "Świetlica w oficynie"))
    close(call)
    check_formally(desk, phone, call, first)

    away = town.members[0]
    promise(sign_in(away), call, tie=second)
    for judge in (town.chair, *town.members[1:]):
        promise(sign_in(judge), call)
    open_scoring(sign_in(town.coordinator), call, away, second)
    look_behind(sign_in(away), call, second)
    score_all(town, sign_in, call)
    settle(town, sign_in, call, first)

    desk = sign_in(town.coordinator)
    decide(desk, call)
    with letter_to(EMAIL) as letters:
        approve_and_publish(desk, call, town.acts[1])
    recompute(phone, call, tmp_path)
    read_fate(phone, first, letters[0])


def test_a_partner_is_chosen_and_a_letter_of_intent_taken_away(town: Town, sign_in: SignIn, phones: Phones) -> None:
    call = make_partner_call(town)
    desk = sign_in(town.coordinator)
    go(desk, "decide", call, submission=call.submissions.get().pk)
    choose(desk, "outcome", "basic")
    fill(desk, {"reason": "Rola potrzebna i dopasowana do projektu."})
    press(desk)
    with letter_to(EMAIL) as letters:
        approve_and_publish(desk, call, town.acts[1])
    assert "Rola potrzebna i dopasowana do projektu." in letters[0]
    phone = phones()
    phone.goto(call.public_url)
    tap(phone, phone.locator("#main a[href$='/wyniki/']"))
    expect(phone.locator("#main")).to_contain_text("Fundacja Podgórze")
    sign(desk, write_letter(desk, call))
