"""A survey from a template to published results: a co-ordinator at a desk, people with phones, one sheet of paper."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Response, Survey
from tests.factories.surveys import make_response
from tests.factories.town import ProcessFactory, SeatFactory
from tests.journeys.hands import Desk, tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 40
PAGES = 7
QUESTIONS = 3


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
