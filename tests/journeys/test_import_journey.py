"""The main job, in Chromium: a city's calendar page is imported, reviewed, published, and imported again."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Event, ImportedEntry, Process
from tests.factories.town import ProcessFactory, SeatFactory, StageFactory, TeamFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = [datetime.date(2025, 1, 7) + datetime.timedelta(days=9 * number) for number in range(12)]
INVENTED = "Kalendarium prac w Dolinie\n\n" + "\n\n".join(
    f"{day:%d.%m.%Y}\n\nSpotkanie Zespołu Strategicznego numer {number} w sprawie planu rozwoju.\n- pierwszy\n- drugi"
    for number, day in enumerate(DAYS, start=1)
)
SignIn = Callable[[User], Page]


@pytest.fixture
def process() -> Process:
    process = ProcessFactory(workspace__slug="dolina", slug="rozwoj", published_at=None)
    for position, number in enumerate(("I", "II", "III", "IV"), start=1):
        StageFactory(process=process, number=number, position=position)
    TeamFactory(process=process, name="Zespół Strategiczny")
    return process


@pytest.fixture
def coordinator(process: Process) -> User:
    user: User = SeatFactory(workspace=process.workspace).user
    return user


def give_page(page: Page, path: Path) -> None:
    page.goto("/biuro/dolina/rozwoj/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form[data-import-form] button").click()


def review_and_publish(page: Page, process: Process, count: int) -> None:
    """Correct one entry, skip one, accept the rest, publish."""
    expect(page.locator("h1")).to_contain_text(str(count))
    first, second = list(ImportedEntry.objects.filter(page__process=process).order_by("position")[:2])

    row = page.locator(f"#wpis-{first.pk}")
    row.locator(f"#correct-{first.pk}").click()
    row.locator("input[name=title]").fill("Tytuł poprawiony w przeglądzie")
    row.locator("button[value=save]").click()
    expect(row).to_have_attribute("data-decision", "accepted")
    expect(row).to_contain_text("Tytuł poprawiony w przeglądzie")
    expect(page.locator(f"#accept-{first.pk}")).to_be_focused()  # the keyboard stays in the row

    page.locator(f"#wpis-{second.pk} button[value=skip]").click()
    expect(page.locator(f"#wpis-{second.pk}")).to_have_attribute("data-decision", "skipped")
    expect(page.locator("#review-said")).to_contain_text("2")

    # Leaving and returning loses nothing.
    page.reload()
    expect(page.locator(f"#wpis-{second.pk}")).to_have_attribute("data-decision", "skipped")

    while page.locator("#review-bar button[value^=accept]").count():
        page.locator("#review-bar button[value^=accept]").first.click()
        page.wait_for_load_state()
    page.locator("#review-bar a[href$='/publikacja/']").click()
    expect(page.locator(".publish-list li")).to_have_count(count - 1)
    assert not process.events.filter(status=Event.Status.PUBLISHED).exists()
    page.locator(".publish-form button").click()
    expect(page.locator("#review-bar a[href$='/kalendarium/']")).to_be_visible()


def expect_nothing_new(page: Page, process: Process, path: Path) -> None:
    before = list(process.events.order_by("pk").values())
    give_page(page, path)
    expect(page).to_have_url(re.compile("/import/$"))
    expect(page.locator(".toast")).to_be_visible()
    assert list(process.events.order_by("pk").values()) == before


def test_a_page_is_imported_reviewed_published_and_imported_again(
    sign_in: SignIn, process: Process, coordinator: User, tmp_path: Path
) -> None:
    page = sign_in(coordinator)
    path = tmp_path / "kalendarium.txt"
    path.write_text(INVENTED, encoding="utf-8")
    give_page(page, path)
    review_and_publish(page, process, len(DAYS))

    page.goto("/dolina/rozwoj/kalendarium/")
    expect(page.get_by_text("Tytuł poprawiony w przeglądzie").first).to_be_visible()
    process.refresh_from_db()
    assert process.is_published
    assert [event.start for event in process.events.order_by("start")] == [DAYS[0], *DAYS[2:]]
    expect_nothing_new(page, process, path)

    newer = tmp_path / "kalendarium-nowe.txt"
    newer.write_text(INVENTED.replace("numer 5 w sprawie planu", "numer 5 w sprawie strategii"), encoding="utf-8")
    give_page(page, newer)
    changed = page.locator(".review-row[data-change=changed]")
    expect(changed).to_have_count(1)
    expect(changed.locator("ins").first).to_have_text(re.compile("strategii"))
    changed.locator("button[value=accept]").click()
    expect(changed).to_have_attribute("data-decision", "accepted")
    assert process.events.filter(text__contains="strategii", sequence=1).count() == 1


def test_the_real_page_is_imported_reviewed_published_and_imported_again(
    sign_in: SignIn, process: Process, coordinator: User, shared: Path
) -> None:
    path = shared / "data" / "kalendarium" / "jelenia-gora.txt"
    if not path.exists():
        pytest.skip("the city's real page is not on this machine")
    page = sign_in(coordinator)
    give_page(page, path)
    review_and_publish(page, process, 39)

    published = process.events.filter(status=Event.Status.PUBLISHED)
    assert published.count() == 38
    assert published.filter(precision="range").count() == 7
    assert published.get(precision="months").start == datetime.date(2020, 5, 1)
    page.goto("/dolina/rozwoj/kalendarium/")
    expect(page.get_by_text("Tytuł poprawiony w przeglądzie").first).to_be_visible()
    expect_nothing_new(page, process, path)


def test_the_review_is_done_with_the_keyboard_alone(
    sign_in: SignIn, process: Process, coordinator: User, tmp_path: Path
) -> None:
    page = sign_in(coordinator)
    path = tmp_path / "kalendarium.txt"
    path.write_text(INVENTED, encoding="utf-8")
    give_page(page, path)
    first, second = list(ImportedEntry.objects.filter(page__process=process).order_by("position")[:2])
    page.locator(f"#accept-{first.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#wpis-{first.pk}")).to_have_attribute("data-decision", "accepted")
    expect(page.locator(f"#accept-{first.pk}")).to_be_focused()
    for _press in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"skip-{second.pk}":
            break
    page.keyboard.press("Enter")
    expect(page.locator(f"#wpis-{second.pk}")).to_have_attribute("data-decision", "skipped")
    expect(page.locator(f"#skip-{second.pk}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#wpis-{second.pk}")).to_have_attribute("data-decision", "open")


def test_pasting_keeps_the_links_that_the_browser_copied(sign_in: SignIn, process: Process, coordinator: User) -> None:
    page = sign_in(coordinator)
    page.goto("/biuro/dolina/rozwoj/import/")
    page.locator("textarea[name=text]").evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "09.10.2020\\n\\nWybrano partnerów");
            data.setData("text/html", '<h3>09.10.2020</h3><p>Wybrano <a href="https://dolina.example/p">partnerów</a></p>');
            field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
            field.value = "09.10.2020\\n\\nWybrano partnerów";
            field.dispatchEvent(new InputEvent("input", {bubbles: true}));
        }"""
    )
    expect(page.locator("[data-rich-note]")).not_to_be_empty()
    page.locator("form[data-import-form] button").click()
    expect(page.locator(".review-row__links a")).to_have_attribute("href", "https://dolina.example/p")
    assert process.imports.count() == 1
