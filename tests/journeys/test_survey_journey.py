"""A survey from a template to published results: a co-ordinator at a desk, people with phones, one sheet of paper."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Response, Survey
from tests.factories.surveys import make_response
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 40
PHONE = {"width": 375, "height": 667}
PAGES = 7
QUESTIONS = 3


class Desk:
    """A co-ordinator who counts their clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, place: Locator) -> None:
        """Click, and wait for what comes."""
        place.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow a link of the page's own part."""
        self.click(self.page.locator("#main").get_by_role("link", name=re.compile(words)).first)

    def press(self, words: str) -> None:
        """Press a button of the page's own part."""
        self.click(self.page.locator("#main").get_by_role("button", name=words, exact=True))


@pytest.fixture
def phones(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """Hand out phones: each with a memory of its own."""
    contexts = []

    def hand_out() -> Page:
        context = browser.new_context(base_url=live_server.url, locale="pl-PL", viewport=PHONE, has_touch=True)
        contexts.append(context)
        return context.new_page()

    yield hand_out
    for context in contexts:
        context.close()


def answer(page: Page, link: str, choice: int) -> None:
    """Answer a survey on a phone: in each question the first, the second ... of its options."""
    page.goto(link)
    tap(page, page.get_by_role("link", name="Rozpocznij"))
    thanks = page.get_by_role("heading", name=re.compile("Dziękujemy"))
    for _number in range(PAGES):
        fill(page, choice)
        tap(page, page.locator("#main .steps .button--large"))
        if thanks.is_visible():
            break
    expect(thanks).to_be_visible()


def tap(page: Page, place: Locator) -> None:
    """Tap on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        place.tap()


def fill(page: Page, choice: int) -> None:
    """Answer the first questions of a page by the finger; nobody has to answer all."""
    for select in page.locator("#main select:visible").all()[:1]:
        select.select_option(index=1 + choice)
    radios = page.locator("#main input[type=radio]:visible")
    names = radios.evaluate_all("all => [...new Set(all.map(one => one.name))]")
    for name in names[:QUESTIONS]:
        page.locator(f'#main input[type=radio][name="{name}"]').nth(choice).tap()


def type_sheet(page: Page) -> None:
    """Type what stands on a sheet, by the keyboard alone."""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for digit in "2131":
        page.keyboard.press(digit)


def test_a_survey_goes_from_a_template_to_published_results(
    sign_in: Callable[[User], Page], phones: Callable[[], Page]
) -> None:
    process = ProcessFactory.create(workspace__slug="dolina", slug="strategia")
    desk = Desk(sign_in(SeatFactory.create(workspace=process.workspace).user))
    desk.page.goto("/biuro/dolina/strategia/")

    desk.click(desk.page.get_by_role("link", name="Ankiety", exact=True).first)
    desk.follow("Przygotuj ankietę")
    desk.follow("Jak załatwia się sprawy")
    desk.press("Zapisz i przejdź dalej")
    desk.follow("Otwórz ankietę")
    desk.press("Otwórz ankietę")
    link = urlsplit(desk.page.get_by_role("textbox", name="Odnośnik").input_value()).path

    for number in range(3):
        answer(phones(), link, number)
    survey = Survey.objects.get()
    assert survey.responses.filter(finished_hour__isnull=False, channel=Response.Channel.LINK).count() == 3

    # Two more came meanwhile: results of fewer than five people are not told.
    for response in survey.responses.all()[:2]:
        make_response(survey, response.answers)

    desk.follow("Ankiety papierowe")
    desk.press("Wpisz")
    type_sheet(desk.page)
    desk.press("Zapisz")
    desk.follow("^1$")
    desk.follow("Jeden wpis wystarczy")
    desk.press("Jeden wpis wystarczy")
    assert survey.responses.filter(channel=Response.Channel.PAPER).count() == 1
    desk.follow("Jak załatwia się sprawy")
    desk.follow("Zamknij teraz")
    desk.press("Zamknij ankietę")

    desk.follow("Opublikuj wyniki")
    desk.press("Opublikuj wyniki")
    expect(desk.page.get_by_role("heading", name="Wyniki są opublikowane")).to_be_visible()
    assert desk.clicks < MOST_CLICKS

    resident = phones()
    resident.goto("/dolina/strategia/")
    tap(resident, resident.get_by_role("link", name="Ankiety").first)
    tap(resident, resident.get_by_role("link", name=re.compile("Jak załatwia się sprawy")).first)
    expect(resident.get_by_role("heading", level=1)).to_contain_text("Jak załatwia się sprawy")
    assert Axe().run(resident).response["violations"] == []
