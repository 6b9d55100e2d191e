"""Every page of every role: axe-core finds nothing, nothing overflows on a narrow phone, the keyboard reaches all."""

import asyncio
from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import CDPSession, Page
from pytest_django.live_server_helper import LiveServer

from sciezka.rooms.people.models import User
from tests.factories.people import UserFactory
from tests.world import Address, Town, all_addresses, build_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Of what passed, axe would send megabytes; stylesheets it would fetch once more, for rules that are not among these.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
    "ancestry": False,
    "xpath": False,
}
LOOK = """rules => axe.run(document, rules).then(found => found.violations.map(broken =>
  [broken.id, broken.nodes[0].html.slice(0, 160), broken.nodes[0].failureSummary.slice(0, 200)]))"""
NARROW = {"width": 320, "height": 720}
WIDE = {"width": 1280, "height": 900}
# Elements that a keyboard must reach, as the browser sees them; from then on every one that gets the focus is noted, and
# the walk begins at the top of the page.
TABBABLE = """() => {
  const stops = [...document.querySelectorAll(
    'a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}) && e.tabIndex >= 0)
    .filter(e => !e.closest('[inert], dialog:not([open])'))
    .filter(e => e.type !== 'radio' || !e.name
      || e === (document.querySelector(`input[type=radio][name="${e.name}"]:checked`)
      ?? document.querySelector(`input[type=radio][name="${e.name}"]`)))
    .map((e, i) => { e.dataset.stop = i; return (e.outerHTML || '').slice(0, 90); });
  window.reachedStops = new Set();
  document.addEventListener('focusin', e => { if (e.target.dataset?.stop) window.reachedStops.add(e.target.dataset.stop); });
  document.activeElement?.blur(); window.scrollTo(0, 0);
  return stops; }"""
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
# The last look at a page: then it is hidden, so that making the window wide again lays nothing out.
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth > window.innerWidth + 1
    ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
        .slice(0, 3).map(e => e.outerHTML.slice(0, 120)) : [];
  document.documentElement.style.display = 'none';
  return wide; }"""


@pytest.fixture
def town(transactional_db: None) -> Town:  # noqa: ARG001 - asks for the database
    """A town with one of everything."""
    return build_town("miasto")


def urls_of(addresses: Iterable[Address], town: Town) -> list[str]:
    """Fill the addresses with the town's nouns; public ones with what was published."""
    values = town.address()
    shown = {**values, "event": values["published_event"], "words": values["published_words"]}
    # A stream of events does not end while somebody listens, and is no page.
    pages = [address for address in addresses if not address.name.endswith("_stream")]
    return sorted({reverse(a.name, kwargs=a.fill(shown if a.guard == "public" else values)) for a in pages})


def look_at(page: Page, urls: Iterable[str]) -> None:
    """Open each page, and fail with all that is wrong; pages that are no HTML are passed over."""
    wrong: list[tuple[str, str]] = []
    seen = 0
    page.add_init_script(AXE_SCRIPT)
    keys = page.context.new_cdp_session(page)
    for url in urls:
        answer = page.request.get(url, max_redirects=0)
        assert answer.status < 500, url
        # Not a page: moved, refused, a file, or a fragment that htmx puts into a page.
        if answer.status != 200 or "text/html" not in answer.headers["content-type"] or "<html" not in answer.text():
            continue
        seen += 1
        page.set_viewport_size(WIDE)
        page.goto(url)
        wrong += [(url, f"{rule}: {html} {summary}") for rule, html, summary in find_broken(page)]
        wrong += [(url, f"keyboard can't reach {lost}") for lost in find_unreachable(page, keys)]
        page.set_viewport_size(NARROW)
        wrong += [(url, f"overflows: {wide}") for wide in page.evaluate(OVERFLOW)]
    assert seen, "no page was looked at"
    if wrong:
        pytest.fail("\n".join(f"{url} {what}" for url, what in wrong), pytrace=False)


def find_broken(page: Page) -> list[tuple[str, str, str]]:
    """Run axe-core, and list the rules that are broken with the first place of each."""
    found: list[tuple[str, str, str]] = page.evaluate(LOOK, RULES)
    return found


def find_unreachable(page: Page, keys: CDPSession) -> list[str]:
    """Press Tab through the page, and list the elements that were never focused."""
    stops: list[str] = page.evaluate(TABBABLE)
    reached: set[str] = set()
    # As many presses as there are stops, then some more: a date field takes several, one for each of its parts.
    for presses in (len(stops), 10, 20, 30):
        press_tab(keys, presses)
        reached = set(page.evaluate("() => [...window.reachedStops]"))
        if len(reached) == len(stops):
            break
    return [html for number, html in enumerate(stops) if str(number) not in reached]


def press_tab(keys: CDPSession, times: int) -> None:
    """Press Tab as fast as the browser takes it: it keeps the order, and a round trip for each press is most of the cost."""

    async def press() -> None:
        await asyncio.gather(*(keys._impl_obj.send("Input.dispatchKeyEvent", TAB, 0) for _ in range(times)))  # noqa: SLF001

    keys._sync(press())  # noqa: SLF001


def test_public_pages(page: Page, live_server: LiveServer, town: Town) -> None:
    public = [address for address in all_addresses() if address.guard == "public"]
    look_at(page, [f"{live_server.url}{url}" for url in urls_of(public, town)])


@pytest.mark.parametrize("half", [0, 1])
def test_office_pages_of_the_coordinator(
    page: Page, live_server: LiveServer, town: Town, sign_in: Callable[[User], Page], half: int
) -> None:
    sign_in(town.coordinator)
    office = [address for address in all_addresses() if address.guard != "public"]
    urls = [f"{live_server.url}{url}" for url in urls_of(office, town)]
    look_at(page, urls[half::2])


@pytest.mark.parametrize("role", ["adviser", "viewer"])
def test_office_pages_of_others(
    page: Page, live_server: LiveServer, town: Town, sign_in: Callable[[User], Page], role: str
) -> None:
    sign_in(town.people()[role])
    names = {
        "town:desk",
        "town:office",
        "town:process_office",
        "town:events",
        "town:event_office",
        "town:board",
        "town:teams",
    }
    office = [address for address in all_addresses() if address.name in names]
    look_at(page, [f"{live_server.url}{url}" for url in urls_of(office, town)])


def test_operator_pages(page: Page, live_server: LiveServer, town: Town, sign_in: Callable[[User], Page]) -> None:
    sign_in(UserFactory.create(is_superuser=True))
    pages = [address for address in all_addresses() if address.name.startswith("town:programme")]
    look_at(page, [f"{live_server.url}{url}" for url in urls_of(pages, town)])


def library_urls() -> list[str]:
    """List the sign-in library's pages that need no words in their address."""
    found = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif pattern.callback.__module__.startswith("allauth.") and "<" not in route and "(" not in route:
                found.append(route.replace("\\", "").replace("^", "").replace("$", ""))

    walk(get_resolver().url_patterns, "/")
    return sorted(set(found))


def test_account_pages_before_signing_in(page: Page, live_server: LiveServer) -> None:
    look_at(page, [f"{live_server.url}{url}" for url in library_urls()])


def test_account_pages_after_signing_in(page: Page, live_server: LiveServer, sign_in: Callable[[User], Page]) -> None:
    sign_in(UserFactory.create())
    look_at(page, [f"{live_server.url}{url}" for url in library_urls() if "logout" not in url])


def test_the_gate_sees_a_planted_defect(page: Page) -> None:
    page.set_content('<html lang="pl"><title>x</title><main><h1>x</h1><img src="data:,"><span tabindex="0">x</span></main>')
    page.evaluate(AXE_SCRIPT)
    assert [rule for rule, *_where in find_broken(page)] == ["image-alt"]


def test_the_gate_sees_what_the_keyboard_misses(page: Page) -> None:
    page.set_content(
        """<html lang="pl"><title>x</title><main><h1>x</h1><a href="#a">a</a>
        <button id="lost">b</button><input type="date" aria-label="d"><a href="#c">c</a></main>"""
    )
    page.evaluate("() => lost.addEventListener('focus', () => lost.nextElementSibling.focus(), {capture: true})")
    page.evaluate("() => lost.addEventListener('focusin', e => e.stopImmediatePropagation())")
    assert len(find_unreachable(page, page.context.new_cdp_session(page))) == 1
