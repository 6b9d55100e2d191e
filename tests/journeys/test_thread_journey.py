"""The golden thread from end to end: a problem is added, gets evidence and a goal, and the check goes quiet."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from sciezka.rooms.people.models import User
from tests.factories.diagnosis import make_tree
from tests.factories.thread import NodeFactory, declare_types
from tests.rooms.town.office import build_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("live_server")
def test_a_problem_is_answered_and_the_check_goes_quiet(sign_in: Callable[[User], Page]) -> None:
    declare_types()
    office = build_office()
    tree = make_tree(office.process)
    cited = {"number": 17.5, "unit": "%", "of": "2025", "source": "GUS"}
    NodeFactory.create(process=office.process, title="Osób w wieku 20–34 lat jest coraz mniej", cited=cited)
    page = sign_in(office.people["coordinator"])
    check = reverse("thread:check", kwargs=office.process.address)

    def complaint(rule: str) -> Locator:
        return page.locator(f"#rule-{rule}", has_text="P-01")

    page.goto(tree.get_absolute_url())
    page.fill("#add-text", "Młodzi dorośli wyprowadzają się z miasta.")
    page.press("#add-text", "Enter")
    expect(page.locator(".spot")).to_have_count(1)
    page.goto(check)
    # It rests on nothing, and no goal answers it.
    expect(complaint("T06")).to_be_visible()
    expect(complaint("G02")).to_be_visible()

    complaint("T06").locator(".fault__ways a").first.click()
    page.check("input[name=relation][value='supports<']")
    page.locator("label", has_text="Osób w wieku 20–34 lat").click()
    page.fill("[name=reason]", "Udział młodych dorosłych spada od pięciu lat z rzędu.")
    page.locator(".form__foot button").click()
    page.goto(check)
    expect(page.locator("#rule-T06")).to_have_count(0)
    expect(complaint("G02")).to_be_visible()

    complaint("G02").locator(".fault__ways a").first.click()
    page.goto(reverse("path:goal_new", kwargs=office.process.address))
    page.locator("#id_name").press_sequentially("Budowa mieszkań")
    expect(page.locator("#goal-hints")).to_contain_text("Budowa")
    page.fill("#id_name", "Więcej młodych dorosłych zostaje w mieście")
    page.locator(".form__foot button").click()
    page.locator("label", has_text="Młodzi dorośli").click()
    page.locator(".ground textarea").fill("Kto ma gdzie mieszkać, ten zostaje.")
    page.locator(".form__foot button").click()
    expect(page.locator("main")).to_contain_text("Kto ma gdzie mieszkać, ten zostaje.")
    page.goto(check)
    expect(page.locator("#rule-G01")).to_have_count(0)
    expect(page.locator("#rule-G02")).to_have_count(0)
    expect(page.locator("#rule-G04")).to_contain_text("CS-1")
