"""How journeys through calls use pages, files and letters."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page

from sciezka.rooms.calls.models import Call


def press(page: Page, place: str = "#main form .form__foot button") -> None:
    """Press what leads on, and wait for the page that comes."""
    with page.expect_navigation():
        page.locator(place).first.click()


def go(page: Page, name: str, call: Call, **words: object) -> None:
    """Open a page of a call."""
    page.goto(reverse(f"calls:{name}", kwargs={**call.address, **words}))


def fill(page: Page, values: Mapping[str, str]) -> None:
    """Fill in fields by their names."""
    for name, value in values.items():
        page.locator(f"#main [name='{name}']:visible").fill(value)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of a group of buttons."""
    page.locator(f"#main input[name='{name}'][value='{value}']").check()


def read_download(page: Page, place: str) -> bytes:
    """Take away a file that a link gives."""
    with page.expect_download() as download:
        page.locator(place).first.click()
    return Path(download.value.path()).read_bytes()


@contextmanager
def letter_to(address: str) -> Iterator[list[str]]:
    """Give what is written to an address meanwhile."""
    before = len(mail.outbox)
    letters: list[str] = []
    yield letters
    letters += [str(one.body) for one in mail.outbox[before:] if one.to == [address]]
    assert letters, f"nothing was written to {address}"


def path_in(letter: str, pattern: str) -> str:
    """Give the path of a link in a letter."""
    found = re.search(rf"https?://\S*{pattern}\S*", letter)
    assert found, letter
    return urlsplit(found[0]).path
