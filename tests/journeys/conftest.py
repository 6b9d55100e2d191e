"""A real Chromium against a live server."""

import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from sciezka.kit.live import watch
from sciezka.rooms.people.models import User
from tests.journeys.hands import PHONE

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium where there is one, best the build that has no windows to draw."""
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    return {**browser_type_launch_args, "args": FLAGS, **({"executable_path": system} if system else {})}


def end_streams() -> None:
    """End the streams of a window that was closed, which are noticed only at their next sign of life."""
    if not len(watch):
        return
    watch.stop()
    until = time.monotonic() + 5
    while len(watch) and time.monotonic() < until:
        time.sleep(0.02)
    watch.is_stopped = False


def be_patient(context: BrowserContext) -> None:
    """Wait longer for pages than for what is on them: the first page of a run loads the whole product."""
    context.set_default_timeout(10_000)
    context.set_default_navigation_timeout(40_000)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """Open a Polish reader's browser window; a page that logs an error fails the test."""
    context = browser.new_context(base_url=live_server.url, locale="pl-PL", timezone_id="Europe/Warsaw")
    be_patient(context)
    yield context
    context.close()
    end_streams()


def note_errors(page: Page) -> list[str]:
    """Note what a page logs as an error, but for loads that failed: answers of 4xx are asserted by their tests."""
    errors: list[str] = []

    def note(text: str) -> None:
        if "Failed to load resource" not in text:
            errors.append(text)

    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    return errors


@pytest.fixture
def phones(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """Hand out phones, each with a memory of its own; a page that logs an error fails the test."""
    contexts, errors = [], []

    def hand_out() -> Page:
        context = browser.new_context(
            base_url=live_server.url, locale="pl-PL", timezone_id="Europe/Warsaw", viewport=PHONE, has_touch=True
        )
        be_patient(context)
        contexts.append(context)
        page = context.new_page()
        errors.append(note_errors(page))
        return page

    yield hand_out
    for context in contexts:
        context.close()
    assert [error for noted in errors for error in noted] == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open a page that must log no error (a blocked script or style is one)."""
    page = context.new_page()
    errors = note_errors(page)
    yield page
    assert errors == []


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[User], Page]:
    """Open the desk of a person who has signed in; typing a password has journeys of its own.

    Whoever signs in after somebody else stays where that person was: the desk was opened once, and its scripts are kept.
    """

    def do(user: User) -> Page:
        client = Client()
        client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
        session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([{**session, "url": live_server.url}])  # type: ignore[typeddict-item]
        if page.url == "about:blank":
            page.goto("/biuro/")
        return page

    return do
