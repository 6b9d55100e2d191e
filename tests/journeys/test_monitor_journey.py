"""The monitor's main job, in Chromium: pick a town, compare it, try something out, keep a finding, take the report home."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models import Process
from tests.factories.monitor import TOWN, TOWNS, make_store
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONITOR = "/biuro/dolina/rozwoj/monitor/"


@pytest.fixture
def process() -> Process:
    make_store()
    return ProcessFactory(workspace__slug="dolina", slug="rozwoj")


def test_a_town_is_picked_compared_varied_and_reported(
    process: Process, sign_in: Callable[[User], Page], tmp_path: Path
) -> None:
    coordinator: User = SeatFactory(workspace=process.workspace).user
    page = sign_in(coordinator)

    page.goto(f"{MONITOR}miejscowosci/")
    page.get_by_role("link", name="Miasto F").first.click()
    expect(page.locator("h1")).to_contain_text("Miasto F")

    page.goto(f"{MONITOR}porownanie/?jednostka={TOWN}&z={TOWNS[1]}&z={TOWNS[2]}")
    expect(page.locator("main")).to_contain_text("Miasto B")

    page.goto(f"{MONITOR}co-jesli/?jednostka={TOWN}&rok=2021&wagi=E:2")
    page.locator("a[href*='rodzaj=whatif']").first.click()
    expect(page.locator("textarea[name=title]")).to_contain_text("Miasto F")
    page.locator("textarea[name=title]").fill("Miasto F zyskuje, gdy gospodarka waży podwójnie")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_contain_text("Miasto F zyskuje")
    assert Finding.objects.get().address.startswith(f"{MONITOR}co-jesli/")
    assert Node.objects.get().code == "W-01"

    page.goto(f"{MONITOR}raport/?jednostka={TOWN}&rok=2021")
    for kind in ("pdf", "docx"):
        button = "main form.report-form button:not([formaction])" if kind == "pdf" else "main button[formaction$='.docx']"
        with page.expect_download() as download:
            page.locator(button).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.suffix == f".{kind}"
        assert path.read_bytes().startswith(b"%PDF" if kind == "pdf" else b"PK")
