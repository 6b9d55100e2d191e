"""Two people at one problem tree in real browsers: nothing that either writes is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from tests.factories.diagnosis import make_statement, make_tree
from tests.rooms.town.office import BACKEND, build_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("live_server")
def test_two_people_grow_one_tree_and_lose_nothing(
    sign_in: Callable[[User], Page], browser: Browser, live_server: LiveServer
) -> None:
    office = build_office()
    tree = make_tree(office.process)
    core = make_statement(tree, "Młodzi dorośli wyprowadzają się z miasta.")
    rent = make_statement(tree, "Najem jest drogi.", "cause", core)
    address = f"{tree.get_absolute_url()}?na={core.pk}"
    mine = sign_in(office.people["coordinator"])
    mine.goto(address)
    other = Client()
    other.force_login(office.people["contributor"], backend=BACKEND)
    cookie = {"name": "sessionid", "value": other.cookies["sessionid"].value, "url": live_server.url}
    with browser.new_context(base_url=live_server.url, locale="pl-PL", viewport={"width": 375, "height": 812}) as context:
        context.add_cookies([cookie])  # type: ignore[list-item]
        theirs = context.new_page()
        theirs.goto(address)
        # On a phone the words stand first.
        expect(theirs.locator("#tree-outline")).to_be_visible()
        expect(theirs.locator("#tree-frame")).to_be_hidden()
        theirs.fill("#add-text", "Zaczęte na telefonie")

        mine.fill("#add-text", "Oferty pracy są sezonowe.")
        mine.press("#add-text", "Enter")
        expect(mine.locator(".spot")).to_have_count(3)
        mine.locator("#add-text").press_sequentially("Po 19 nie ma autobusu.")
        mine.keyboard.press("Enter")
        expect(mine.locator(".spot")).to_have_count(4)

        expect(theirs.locator("#tree-outline")).to_contain_text("Po 19 nie ma autobusu.")
        expect(theirs.locator("#add-text")).to_have_value("Zaczęte na telefonie")
        theirs.press("#add-text", "Enter")
        expect(mine.locator(".spot")).to_have_count(5)

        # A box dragged onto another hangs there; undone, it hangs where it did.
        mine.locator(".spot", has_text="autobusu").drag_to(mine.locator(f"#spot-{rent.pk}"))
        expect(mine.locator(".panel__text")).to_have_text("Po 19 nie ma autobusu.")
        expect(mine.locator(".ties")).to_contain_text("C-01")
        mine.locator("#do-undo").click()
        expect(mine.locator(".ties")).to_contain_text("P-01")

        # Both reword the same statement: the second is shown both texts.
        for page in (mine, theirs):
            page.goto(f"{tree.get_absolute_url()}?na={rent.pk}")
            page.locator("#fold-say > summary").click()
        mine.fill("#say_text", "Czynsz pochłania płacę.")
        theirs.fill("#say_text", "Najem kosztuje ponad połowę płacy.")
        theirs.locator("#form-say button").click()
        expect(mine.locator(".panel__text")).to_have_text("Najem kosztuje ponad połowę płacy.")
        expect(mine.locator("#say_text")).to_have_value("Czynsz pochłania płacę.")
        mine.locator("#form-say button").click()
        expect(mine.locator("#conflict")).to_contain_text("Najem kosztuje ponad połowę płacy.")
        mine.locator("#form-say button").click()
        expect(theirs.locator("#tree-outline")).to_contain_text("Czynsz pochłania płacę.")
