"""Answering a survey in Chromium: every kind of question on a phone, by keys alone, in a hall, inside another site."""

from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.surveys.models import Response, Survey
from tests.factories.surveys import make_content, make_item, make_option, make_survey
from tests.factories.town import ProcessFactory
from tests.journeys.test_every_page import find_broken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: Final[ViewportSize] = {"width": 375, "height": 740}
DONE: Final = "Dziękujemy. Odpowiedzi zostały wysłane."
NEXT, BACK, SAVE = "button[value=next]", "button[value=back]", "button[value=save]"
EVERY_KIND: Final = (
    [
        make_item("about", "note", "Pytania dotyczą **ostatniego roku**."),
        make_item("q1", required=True, options=[make_option("a"), make_option("o", "inaczej", own_words=True)]),
        make_item("q2", "multiple", options=[*map(make_option, "abc"), make_option("n", "żadne", exclusive=True)]),
        make_item("q3", "dropdown"),
        make_item("q4", "text", "Dlaczego właśnie b?", show_if={"item": "q3", "op": "is", "value": "b"}),
    ],
    [
        make_item("q5", "grid", "Jak działają?", required=True,
                  options=[make_option("a", "źle"), make_option("b", "dobrze")],
                  rows=[make_option("r1", "Autobusy"), make_option("r2", "Szkoły")]),
        make_item("q6", "semantic", steps=5, rows=[make_option("r1", "ciasne", right={"pl": "przestronne"})]),
        make_item("q7", "nps", low={"pl": "na pewno nie"}, high={"pl": "na pewno tak"}),
    ],
    [
        make_item("q8", "number", required=True, least=0, most=240, unit={"pl": "min"}),
        make_item("q9", "date"),
        make_item("q10", "ranking", most=2),
        make_item("q11", "allocation"),
        make_item("q16", "budget", most=500),
    ],
    [
        make_item("q12", "long_text", longest=200),
        make_item("q13", "place", round_to=100),
        make_item("q14", "file"),
        make_item("q15", "consent", required=True),
    ],
)  # fmt: skip


def make_open_survey(*pages: list[dict[str, Any]], **fields: Any) -> Survey:
    """Make an open survey of a town."""
    process = ProcessFactory.create(workspace__slug="dolina", slug="rozwoj")
    return make_survey(process, make_content(*pages, title="Życie w mieście", languages=["pl", "en"]), **fields)


def open_phone(browser: Browser, live_server: LiveServer, **more: Any) -> Page:
    """Open a phone's browser of a Polish reader."""
    context = browser.new_context(
        base_url=live_server.url, locale="pl-PL", viewport=PHONE, has_touch=True, is_mobile=True, **more
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.add_init_script(AXE_SCRIPT)
    return page


def look(page: Page) -> None:
    """Find nothing wrong with a page as it stands."""
    assert find_broken(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def send(page: Page, button: str = NEXT) -> None:
    """Press a button of the form, and wait for what comes."""
    with page.expect_navigation():
        page.locator(button).click()


def answer_choices(page: Page) -> None:
    """Answer the first page after sending it empty: what is missing is told at the top, and the line leads there."""
    send(page)
    expect(page.locator(".mend")).to_be_focused()
    look(page)
    page.locator(".mend a").click()
    expect(page.locator("#i-q1-a")).to_be_focused()
    page.get_by_label("inaczej", exact=True).check(force=True)
    page.get_by_label("inaczej: własnymi słowami").fill("od roku")
    for sign in ("a", "n", "b", "c"):  # „żadne” takes a off, and b takes „żadne” off
        page.locator(f"label[for=i-q2-{sign}]").click()
    expect(page.get_by_label("Dlaczego właśnie b?")).to_be_hidden()
    page.get_by_label("Pytanie q3").select_option("b")
    page.get_by_label("Dlaczego właśnie b?").fill("bo cicho")
    look(page)
    send(page)


def answer_scales(page: Page) -> None:
    """Answer the second page after leaving a row out, to which the line leads."""
    page.get_by_role("radio", name="Autobusy dobrze").check()
    send(page)
    page.locator(".mend a").click()
    expect(page.locator("#i-q5-r2-a")).to_be_focused()
    expect(page.locator(".grid")).to_match_aria_snapshot("""
      - table "Jak działają?":
        - rowgroup:
          - row:
            - rowheader "Autobusy"
            - cell:
              - radio "Autobusy źle"
            - cell:
              - radio "Autobusy dobrze" [checked]
          - row:
            - rowheader "Szkoły (Do poprawy)"
            - cell:
              - radio "Szkoły (Do poprawy) źle"
            - cell:
              - radio "Szkoły (Do poprawy) dobrze"
    """)
    look(page)
    page.locator("#i-q5-r2-a").press("Space")
    page.get_by_role("radiogroup", name="ciasne przestronne").get_by_label("4").check()
    page.locator("#i-q7-9").check()
    send(page)


def answer_numbers(page: Page) -> None:
    """Answer the third page, with a mistake and a way back that keeps both pages."""
    page.get_by_label("Pytanie q8").fill("pół godziny")
    page.get_by_label("Pytanie q9").fill("2026-03-09")
    page.get_by_role("button", name="Wyżej: Odpowiedź c").tap()
    page.get_by_role("button", name="Wyżej: Odpowiedź a").tap()
    expect(page.get_by_role("button", name="Wyżej: Odpowiedź b")).to_be_disabled()
    for sign, points, left in (("a", "60", "40"), ("b", "70", "30"), ("b", "30", "10"), ("c", "10", "")):
        page.locator(f"#i-q11-{sign}").fill(points)
        expect(page.locator("[data-left]")).to_contain_text(left or "Wszystkie punkty zostały rozdzielone.")
    answer_budget(page)
    send(page)
    expect(page.locator("#i-q8")).to_have_value("pół godziny")
    look(page)
    page.get_by_label("Pytanie q8").fill("30")
    send(page, BACK)
    expect(page.get_by_role("radio", name="Szkoły źle")).to_be_checked()
    send(page)
    expect(page.locator("#i-q8")).to_have_value("30")
    send(page)


def answer_budget(page: Page) -> None:
    """Write two lines of costs, which add up at once; one more that is taken away; Enter opens a line, and sends nothing."""
    for line, typed in ((1, ("Ławka", "2", "szt.", "1 199,50", "1 900")), (2, ("Farba", "0,5", "l", "33,33", ""))):
        for part, value in zip(("what", "quantity", "unit", "price", "own"), typed, strict=True):
            page.locator(f"#i-q16-{line}-{part}").fill(value)
        page.locator(f"#i-q16-{line}-own").press("Enter")
        expect(page.locator(f"#i-q16-{line + 1}-what")).to_be_focused()
    page.locator("#i-q16-3-what").fill("pomyłka")
    page.locator(".cost__remove").nth(2).click()
    expect(page.locator("#i-q16-3-what")).to_be_hidden()
    expect(page.locator("[data-sum=total]")).to_have_text("2\u00a0415,67")
    expect(page.locator(".costs__state")).to_contain_text("15,67")
    page.locator("#i-q16-1-own").fill("2000")
    expect(page.locator("[data-sum=asked]")).to_have_text("415,67")


def begin_words(page: Page) -> str:
    """Begin the fourth page, save it, and give the private link."""
    page.get_by_label("Pytanie q12").fill("Więcej cienia.")
    page.locator("#i-q13-lat").fill("50,9032")
    page.locator("#i-q13-lon").fill("15,7344")
    page.locator("#i-q14").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"})
    send(page, SAVE)
    look(page)
    return page.get_by_label("Prywatny odnośnik").input_value()


def test_every_kind_is_answered_on_a_phone_with_mistakes_a_way_back_and_a_pause(
    browser: Browser, live_server: LiveServer
) -> None:
    assert {item["kind"] for page in EVERY_KIND for item in page} == {str(kind) for kind in Kind}
    survey = make_open_survey(*EVERY_KIND)
    page = open_phone(browser, live_server)
    page.goto(f"/ankieta/{survey.door}/")
    look(page)
    page.get_by_role("link", name="Rozpocznij").click()
    page.wait_for_url("**/pytania/**")
    answer_choices(page)
    answer_scales(page)
    answer_numbers(page)
    link = begin_words(page)
    page.context.close()
    # Another phone goes on where this one stopped.
    page = open_phone(browser, live_server, color_scheme="dark")
    page.goto(f"{live_server.url}/{link.split('/', 3)[3]}")
    expect(page.get_by_text("plan.pdf")).to_be_visible()
    expect(page.get_by_label("Pytanie q12")).to_have_value("Więcej cienia.")
    look(page)
    page.locator("label[for=i-q15-on]").click()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DONE)
    look(page)
    page.context.close()
    response = Response.objects.get()
    place, file = response.answers.pop("q13"), response.answers.pop("q14")
    assert response.finished_hour
    assert response.answers == {
        "q1": "o", "q1.o": "od roku", "q2": ["b", "c"], "q3": "b", "q4": "bo cicho", "q5": {"r1": "b", "r2": "a"},
        "q6": {"r1": 4}, "q7": 9, "q8": 30, "q9": "2026-03-09", "q10": ["c", "a"], "q11": {"a": 60, "b": 30, "c": 10},
        "q12": "Więcej cienia.", "q15": True,
        "q16": [
            {"what": "Ławka", "quantity": "2", "unit": "szt.", "price": "1199.50", "own": "2000.00"},
            {"what": "Farba", "quantity": "0.5", "unit": "l", "price": "33.33", "own": "0.00"},
        ],
    }  # fmt: skip
    assert place == pytest.approx([50.9032, 15.7344], abs=0.001)
    assert file["name"] == "plan.pdf"


SHORT: Final = (
    [make_item("q1", required=True), make_item("q2", "ranking")],
    [make_item("q3", "grid"), make_item("q4", "text")],
)


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


def test_keys_alone_answer_a_survey_from_the_door_to_the_end(page: Page) -> None:
    survey = make_open_survey(*SHORT)
    page.goto(f"/ankieta/{survey.door}/pytania/")
    expect(page.locator(".rank__move")).to_have_count(6)
    page.locator("#i-q1-a").focus()
    press(page, "ArrowDown")
    # Past the place of the first line to its button, twice: third becomes first.
    page.locator("#i-q2-c").focus()
    press(page, "Tab", "Enter")
    expect(page.locator("#i-q2-c")).to_have_value("1")
    expect(page.get_by_role("button", name="Niżej: Odpowiedź c")).to_be_focused()
    page.locator("#i-q2-a").focus()
    press(page, "Tab", "Enter", "Enter")
    expect(page.locator("#i-q2-c")).to_have_value("2")
    page.locator(NEXT).focus()
    with page.expect_navigation():
        press(page, "Enter")
    page.locator("#i-q3-r1-a").focus()
    press(page, "Space", "Tab", "ArrowRight")
    page.locator("#i-q4").focus()
    page.keyboard.type("park")
    # Enter in a field goes on; it neither goes back nor changes the language.
    with page.expect_navigation():
        press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(DONE)
    answers = Response.objects.get().answers
    assert (answers["q1"], answers["q2"], answers["q4"]) == ("b", ["a", "c"], "park")
    assert answers["q3"].keys() == {"r1", "r2"}


def test_a_screen_in_a_hall_begins_anew_by_itself_and_by_the_back_button(page: Page) -> None:
    survey = make_open_survey(*SHORT, kiosk_word="holurzedu")
    home = f"/ankieta/{survey.door}/kiosk/holurzedu/"
    page.clock.install()
    page.goto(home)
    page.get_by_role("button", name="Rozpocznij").click()
    page.locator("label[for=i-q1-b]").click()
    send(page)
    page.locator("#i-q4").fill("tajne")
    page.go_back()
    expect(page.get_by_role("button", name="Rozpocznij")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("button", name="Rozpocznij")).to_be_visible()
    page.get_by_role("button", name="Rozpocznij").click()
    expect(page.locator("input:checked")).to_have_count(0)
    page.clock.fast_forward(75_000)
    page.get_by_role("button", name="Odpowiadam dalej").click()
    expect(page.locator("[data-idle]")).to_be_hidden()
    page.clock.fast_forward(75_000)
    expect(page.get_by_role("button", name="Odpowiadam dalej")).to_be_focused()
    page.clock.fast_forward(25_000)
    page.wait_for_url(f"**{home}")
    page.get_by_role("button", name="Rozpocznij").click()
    page.locator("label[for=i-q1-b]").click()
    send(page)
    send(page)
    expect(page.get_by_role("link", name="Następna osoba")).to_be_visible()
    page.clock.fast_forward(16_000)
    expect(page.get_by_role("button", name="Rozpocznij")).to_be_visible()
    assert page.context.cookies() == []


HOST: Final = """<!doctype html><title>Miasto</title><iframe src="{}" title="Ankieta" width="360" height="300"></iframe>
<script>addEventListener("message", ({{ data, origin }}) => {{ (window.said ??= []).push([data, origin]); }});</script>"""


def test_a_named_site_shows_the_survey_in_a_frame_and_is_told_its_height_alone(page: Page, live_server: LiveServer) -> None:
    survey = make_open_survey(*SHORT, embed_hosts=["www.miasto.example"])
    host = HOST.format(f"{live_server.url}/ankieta/{survey.door}/ramka/")
    # The page of this site comes from no network, so Chromium would ask before it opens one of this machine.
    page.context.grant_permissions(["local-network-access"])
    page.route("https://www.miasto.example/", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto("https://www.miasto.example/")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Rozpocznij").click()
    frame.locator("label[for=i-q1-b]").click()
    frame.locator(NEXT).click()
    frame.locator("#i-q4").fill("park")
    frame.locator(NEXT).click()
    expect(frame.get_by_role("heading", level=1)).to_have_text(DONE)
    assert Response.objects.get().channel == "embed"
    assert page.context.cookies() == []
    heard = f"window.said.filter(([, origin]) => origin === '{live_server.url}').map(([message]) => message)"
    # What the last page says of itself comes a moment after it.
    page.wait_for_function(f"{heard}.some((message) => !('height' in message))")
    said = page.evaluate(heard)
    assert {tuple(sorted(message)) for message in said} == {("height", "sciezka"), ("sciezka",)}
    assert len({message["height"] for message in said if "height" in message}) > 1
