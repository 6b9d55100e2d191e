"""What journeys do with their hands: a desk whose clicks are counted, and a phone."""

import re
from typing import Final

from playwright.sync_api import Locator, Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 375, "height": 667}


class Desk:
    """A co-ordinator who counts their clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, place: Locator) -> None:
        """Click, and wait for what comes."""
        place.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow a link of the page's own part."""
        self.click(self.page.locator("#main").get_by_role("link", name=re.compile(words)).first)

    def press(self, words: str) -> None:
        """Press a button of the page's own part."""
        self.click(self.page.locator("#main").get_by_role("button", name=words, exact=True))


def tap(page: Page, place: Locator) -> None:
    """Tap on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        place.tap()
