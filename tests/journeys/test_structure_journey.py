"""A structural analysis in Chromium: two people fill a matrix on a phone, and the page of the result shows roles."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sciezka.rooms.path.actions.structures import AskValues, ask_structure
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Round
from tests.factories.path import make_factor
from tests.factories.people import UserFactory
from tests.factories.thread import declare_types
from tests.factories.town import MembershipFactory, ProcessFactory, TeamFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Mieszkania", "Praca", "Dojazdy", "Szkoły")
ROWS = (("0", "3", "P"), ("3", "0", "0"), ("0", "2", "0"), ("3", "1", "?"))


def test_two_people_fill_a_matrix_on_a_phone_and_roles_are_shown(sign_in: Callable[[User], Page]) -> None:
    declare_types()
    process = ProcessFactory.create(workspace__slug="dolina", slug="rozwoj")
    team = TeamFactory.create(process=process)
    people = UserFactory.create_batch(2)
    for person in people:
        MembershipFactory.create(team=team, user=person)
    values = AskValues(
        name="Co czym rządzi", factors=[make_factor(process, name) for name in NAMES], team=team,
        closes_at=timezone.now() + timezone.timedelta(days=2),
    )  # fmt: skip
    structure = ask_structure(actor=None, process=process, values=values)
    for person in people:
        page = sign_in(person)
        page.set_viewport_size({"width": 375, "height": 740})
        page.goto(structure.get_absolute_url())
        page.get_by_role("link", name="Fill the matrix").or_(page.get_by_role("link", name="Wypełnij macierz")).click()
        for number, (row, name) in enumerate(zip(ROWS, NAMES, strict=True), start=1):
            expect(page.get_by_role("heading", name=name)).to_be_visible()
            cells = page.locator("[data-cell]")
            if number == 1:
                # With a finger.
                for at, rating in enumerate(row):
                    cells.nth(at).locator("label.level").nth("0123P".index(rating)).click()
            else:
                # By digits: each leads to the cell below.
                cells.nth(0).locator("input").first.focus()
                for rating in row:
                    page.keyboard.press(rating)
            expect(page.locator("[data-progress]")).to_contain_text(f"{3 * number} ")
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
            page.locator("[data-next]").click()
        expect(page).to_have_url(re.compile("/koniec/$"))
        page.locator("[data-finish] button").click()
        page.wait_for_load_state()
    assert Answer.objects.filter(fate="current").count() == 24
    Round.objects.update(closes_at=timezone.now())
    page.goto(structure.get_absolute_url())
    expect(page.locator(".st-map__narrow .st-map__disc")).to_have_count(4)
    expect(page.locator(".st-group").first).to_be_visible()
    expect(page.locator(".st-roles tbody tr")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
