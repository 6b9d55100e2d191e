"""Writing a questionnaire in Chromium: from a template, saving itself, with conditions, a preview and a trial."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.town.models import Seat
from tests.factories.people import PASSWORD
from tests.factories.surveys import make_questionnaire
from tests.factories.town import SeatFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat() -> Seat:
    """Give a co-ordinator of a town."""
    return SeatFactory.create(workspace__slug="dolina")


def test_a_question_saves_itself_and_the_preview_follows(sign_in: Callable[[User], Page], seat: Seat) -> None:
    page = sign_in(seat.user)
    page.goto("/biuro/dolina/ankiety-wzory/nowy/")
    page.locator('form:has(input[name="start"][value="youth"]) button').click()
    page.locator(".outline__item a").nth(1).click()
    page.locator("#id_text").fill("Jak jest w naszym mieście?")
    page.locator("#id_help").fill("Liczy się każde zdanie.")
    expect(page.locator("#state[data-color=success]")).to_be_visible()
    expect(page.locator(".outline [aria-current=true]")).to_contain_text("Jak jest w naszym mieście?")
    expect(page.frame_locator("#preview").get_by_text("Jak jest w naszym mieście?").first).to_be_visible()
    made = Questionnaire.objects.get()
    assert made.draft["pages"][0]["sections"][0]["items"][1]["text"]["pl"] == "Jak jest w naszym mieście?"


def test_an_answer_is_typed_a_condition_is_built_and_a_question_comes_back(
    sign_in: Callable[[User], Page], seat: Seat
) -> None:
    questionnaire = make_questionnaire(seat.workspace)
    page = sign_in(seat.user)
    page.goto(questionnaire.get_absolute_url())
    page.locator("#line-q2 a").click()
    page.locator("#id_o-3-text").fill("Czwarta")
    page.locator("#id_o-4-text").fill("Piąta")
    expect(page.locator("#id_o-5-text")).to_be_visible()
    page.locator("#condition-s .condition__add").click()
    page.locator("#condition-s select").first.select_option("q1")
    expect(page.locator("#condition-s select")).to_have_count(3)
    # Who goes on without choosing the answer is asked first; the browser of the tests says no.
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.locator("#line-q1 a").click()
    expect(page.locator("#condition-s select")).to_have_count(3)
    assert len(asked) == 1
    page.locator("#condition-s select").last.select_option("b")
    expect(page.locator("#line-q2 svg[aria-label]").nth(1)).to_be_visible()
    questionnaire.refresh_from_db()
    item = questionnaire.draft["pages"][1]["sections"][0]["items"][0]
    assert item["show_if"] == {"item": "q1", "op": "is", "value": "b"}
    assert [option["text"]["pl"] for option in item["options"]][3:] == ["Czwarta", "Piąta"]
    page.locator(".part-steps [data-color=danger]").click()
    expect(page.locator("#line-q2")).to_have_count(0)
    page.locator(".undo button").click()
    expect(page.locator("#line-q2")).to_be_visible()


def test_the_editor_works_without_scripts(browser: Browser, live_server: LiveServer, seat: Seat) -> None:
    questionnaire = make_questionnaire(seat.workspace)
    context = browser.new_context(base_url=live_server.url, locale="pl-PL", java_script_enabled=False)
    page = context.new_page()
    page.goto("/konto/login/")
    page.get_by_label("Adres e-mail").fill(seat.user.email)
    page.get_by_label("Hasło", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Zaloguj się", exact=True).first.click()
    page.goto(questionnaire.get_absolute_url())
    page.locator("#line-q2 a").click()
    page.locator("#condition-s .condition__add").click()
    page.locator("#id_sl-0-item").select_option("q1")
    page.locator("#id_o-3-text").fill("Czwarta")
    page.locator(".editor__foot button").click()
    page.locator("#id_sl-0-value").select_option("b")
    page.locator(".editor__foot button").click()
    page.locator('.outline__item:has-text("q2") >> visible=true').first.wait_for()
    page.goto(f"{questionnaire.get_absolute_url()}proba/")
    page.get_by_label("Odpowiedź b").check()
    page.locator("button[name=do][value=next]").click()
    expect(page.get_by_text("Pytanie q2").first).to_be_visible()
    context.close()
    questionnaire.refresh_from_db()
    item = questionnaire.draft["pages"][1]["sections"][0]["items"][0]
    assert item["show_if"] == {"item": "q1", "op": "is", "value": "b"}
    assert item["options"][3]["text"]["pl"] == "Czwarta"
