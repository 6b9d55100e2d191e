"""A meeting in real browsers: one leads, another follows, loses the connection and comes back."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.meetings import start_meeting
from sciezka.rooms.rounds.models import Participant
from sciezka.rooms.rounds.queries.sheets import key_of
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_sent(response: Response) -> bool:
    """Tell whether something was sent from the desk and answered."""
    return response.request.method == "POST"


@pytest.mark.usefixtures("live_server")
def test_a_phone_follows_the_desk_and_comes_back_after_losing_the_connection(
    sign_in: Callable[[User], Page], browser: Browser, live_server: LiveServer
) -> None:
    process = town.ProcessFactory.create()
    leader = UserFactory.create()
    town.SeatFactory.create(workspace=process.workspace, user=leader)
    round_ = make_round(process, people=0, audience="list", phase="closed")
    items = list(round_.items.all())
    for number in range(3):
        person = Participant.objects.create(round=round_, name=f"Osoba {number}", email=f"o{number}@miasto.example")
        make_sheet(person, dict.fromkeys(items, 2 + number))
    meeting = start_meeting(actor=leader, round=round_)
    desk = sign_in(leader)
    desk.goto(reverse("rounds:meeting", kwargs={**round_.address, "meeting": meeting.pk}))
    with browser.new_context(base_url=live_server.url, viewport={"width": 375, "height": 812}) as context:
        phone = context.new_page()
        phone.goto(reverse("rounds:key_meeting", kwargs={"key": key_of(round_.participants.first())}))
        title, agreed = phone.locator(".board__title"), phone.locator(".agreed")
        expect(title).to_have_text(items[0].title)
        expect(phone.locator('.spread__row[data-value="2"] .spread__own')).to_be_visible()

        desk.keyboard.press("ArrowRight")
        expect(desk.locator("#desk-title")).to_contain_text(items[1].title)
        expect(title).to_have_text(items[1].title)
        desk.keyboard.press("4")
        expect(agreed).to_contain_text("4")
        # It departs from the middle of the answers: the desk does not go on without a reason.
        with desk.expect_response(is_sent):
            desk.keyboard.press("ArrowRight")
        expect(desk.locator("#desk-title")).to_contain_text(items[1].title)
        with desk.expect_response(is_sent):
            desk.get_by_role("button", name="3", exact=False).and_(desk.locator("[data-level]")).click()
        expect(agreed).to_contain_text("3")
        # The phone may hear of it before the desk is drawn anew.
        expect(desk.locator('[data-level="3"]')).to_have_attribute("aria-pressed", "true")

        context.set_offline(True)
        desk.keyboard.press("ArrowRight")
        expect(desk.locator("#desk-title")).to_contain_text(items[2].title)
        context.set_offline(False)
        expect(title).to_have_text(items[2].title)

        desk.keyboard.press("Space")
        expect(phone.locator("[data-timer-time]")).to_have_text(re.compile("4:5"))
        # A text under way is not read as keys.
        desk.locator("#agree-reason").fill("3 osoby były przeciw")
        expect(agreed).not_to_contain_text("3")
        desk.get_by_role("button", name="2", exact=False).and_(desk.locator("[data-level]")).click()
        expect(agreed).to_contain_text("3 osoby były przeciw")
