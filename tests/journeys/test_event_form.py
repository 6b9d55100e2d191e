"""Writing an entry, in Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sciezka.rooms.people.models import User
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_complaint_about_the_date_goes_once_the_date_is_read(sign_in: Callable[[User], Page]) -> None:
    process = ProcessFactory(workspace__slug="dolina", slug="rozwoj")
    page = sign_in(SeatFactory(workspace=process.workspace).user)
    page.goto("/biuro/dolina/rozwoj/wpisy/nowy/")
    page.locator("#id_title").fill("Spotkanie")
    page.locator("button[name=publish]").click()
    expect(page.locator("#id_date_error")).to_be_visible()
    page.locator("#id_date").press_sequentially("32.13.2026")
    expect(page.locator("#date-reading .reading--problem")).to_be_visible()
    expect(page.locator("#id_date_error")).to_be_visible()
    page.locator("#id_date").fill("")
    page.locator("#id_date").press_sequentially("9.10.2026")
    expect(page.locator("#date-reading .reading:not(.reading--problem)")).to_be_visible()
    expect(page.locator("#id_date_error")).to_have_count(0)
    expect(page.locator("#id_date")).not_to_have_attribute("aria-invalid", "true")
