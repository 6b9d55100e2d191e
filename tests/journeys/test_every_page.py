"""Every page of every role: axe-core finds nothing, nothing overflows on a narrow phone, the keyboard reaches all.

Every page is fetched; the browser opens those that together hold each part of any of them (`shapes.choose_pages`), and looks
at the frame around the main matter once for each frame. SCIEZKA_THOROUGH=1 has it open every page, and look at all of it.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lxml.html import HtmlElement
from playwright.sync_api import CDPSession, Page

from sciezka.rooms.people.models import User
from tests.conftest import THOROUGH
from tests.factories.people import UserFactory
from tests.journeys.shapes import Part, choose_pages, find_slips, read_frame, read_page
from tests.world import Address, Town, all_addresses, build_residents_surveys, build_town
from tests.world_calls import build_applicants, build_office_calls

SignIn = Callable[[User], Page]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Of what passed, axe would send megabytes; stylesheets it would fetch once more, for rules that are not among these.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
    "elementRef": True,
    "preload": {"assets": ["media"]},
    "ancestry": False,
    "xpath": False,
    # A page in a frame is one of ours, and looked at by itself.
    "iframes": False,
}
# Of a page whose frame was looked at on another one, what stands around its main matter is left out. Half of axe's time
# goes to contrast, so it measures that once for each way in which words look: their element and those around it, with
# all that the browser made of their colours and letters.
LOOK = """([rules, framed, known]) => {
  for (let e = framed ? document.querySelector('main') : null; e && e !== document.body; e = e.parentElement)
    for (const other of e.parentElement.children)
      if (other !== e && !other.matches('script, link')) other.dataset.frame = '';
  const looks = new Set(JSON.parse(known)), unlike = new Set();
  const compare = (e, around) => {
    if (e.matches('[data-frame], script')) return;
    const s = getComputedStyle(e), has = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const said = [e.localName, e.getAttribute('class'), e.disabled, e.ariaDisabled, has,
      e.checkVisibility({opacityProperty: true, visibilityProperty: true}), s.color, s.backgroundColor, s.backgroundImage,
      s.fontSize, s.fontWeight, s.opacity, s.position, s.display, s.filter, s.mixBlendMode, s.textShadow].join();
    let look = around;
    for (let i = 0; i < said.length; i++) look = (look * 31 + said.charCodeAt(i)) % 281474976710597;
    if (!looks.has(look)) { looks.add(look); unlike.add(look); e.dataset.unlike = look; }
    for (const child of e.children) compare(child, look);
  };
  compare(document.body, 1);
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-unlike]'}]});
  const where = document.querySelector('[data-frame]') ? {exclude: [['[data-frame]']]} : document;
  return axe.run(where, rules).then(found => {
    // What could not be measured here (one letter, something lying above it) is not known yet.
    for (const unsure of found.incomplete.filter(rule => rule.id === 'color-contrast'))
      for (const {element} of unsure.nodes) unlike.delete(Number(element.dataset.unlike));
    return [found.violations.map(broken =>
      [broken.id, broken.nodes[0].html.slice(0, 160), broken.nodes[0].failureSummary.slice(0, 200)]),
      JSON.stringify([...unlike])]; }); }"""
NARROW = {"width": 320, "height": 720}
WIDE = {"width": 1280, "height": 900}
# Elements that a keyboard must reach, as the browser sees them; from then on every one that gets the focus is noted, and
# the walk begins at the top of the page, or of its main matter.
TABBABLE = """framed => {
  const top = framed ? document.querySelector('main') : document;
  const stops = [...top.querySelectorAll(
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
  if (framed) { top.tabIndex = -1; top.focus({preventScroll: true}); }
  return stops; }"""
# Half of all pages, so that two processes share them; calls have a walk of their own.
FIRST_HALF = ("questions:", "surveys:", "rounds:", "path:")
CALLS = "calls:"
# What shows others of a town's people less than its co-ordinator.
SHARED = {
    "town:desk",
    "town:office",
    "town:process_office",
    "town:events",
    "town:event_office",
    "town:board",
    "town:teams",
}
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
OVERFLOW = """() => document.documentElement.scrollWidth > window.innerWidth + 1
  ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 3).map(e => e.outerHTML.slice(0, 120)) : []"""


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


def fetch_pages(urls: Iterable[str], user: User | None) -> tuple[dict[str, HtmlElement], list[str]]:
    """Fetch the pages as a Polish reader; give them, and what is wrong with them as they come."""
    client = Client(headers={"accept-language": "pl"})
    if user:
        client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
    pages: dict[str, HtmlElement] = {}
    wrong = []
    for url in urls:
        answer = client.get(url)
        assert answer.status_code < 500, url
        rules = answer.headers.get("Cache-Control", "")
        if user and "private" not in rules and "no-store" not in rules:
            wrong.append(f"{url} may be kept on the way: {rules}")
        # Not a page: moved, refused, a file, or a fragment that htmx puts into a page.
        is_page = answer.status_code == 200 and not answer.streaming and "text/html" in answer.headers["Content-Type"]
        if is_page and b"<html" in answer.content:
            pages[url] = read_page(answer.content)
        answer.close()
    assert pages, "no page was looked at"
    return pages, wrong + [f"{url} {slip}" for url, page in pages.items() for slip in find_slips(page)]


def look_at(page: Page, urls: Iterable[str], user: User | None = None) -> set[str]:
    """Look at the pages, and fail with all that is wrong; give those that are pages."""
    return look_as(page, [(user, urls)])


def look_as(page: Page, readers: Sequence[tuple[User | None, Iterable[str]]], sign_in: SignIn | None = None) -> set[str]:
    """Look at the pages of several readers, which show them much alike: whoever hasn't signed in comes first."""
    pages, wrong = {}, []
    for number, (user, urls) in enumerate(readers):
        fetched, found = fetch_pages(urls, user)
        pages.update({(number, url): source for url, source in fetched.items()})
        wrong += found
    page.add_init_script(AXE_SCRIPT)
    keys = page.context.new_cdp_session(page)
    frames: set[frozenset[Part]] = {frozenset()}
    looks: set[int] = set()
    reading = None
    is_narrow = False
    page.set_viewport_size(WIDE)
    for number, url in sorted(pages if THOROUGH else choose_pages(pages)):
        user = readers[number][0]
        if sign_in and user != reading:
            reading = user
            sign_in(user)
        frame = read_frame(pages[number, url])
        framed = frame in frames and bool(frame) and not THOROUGH
        frames.add(frame)
        page.goto(url)
        # The window stays as wide as the page before left it: making it wide or narrow draws all anew.
        for is_second in (False, True):
            if is_second:
                is_narrow = not is_narrow
                page.set_viewport_size(NARROW if is_narrow else WIDE)
            if is_narrow:
                wrong += [f"{url} overflows: {wide}" for wide in page.evaluate(OVERFLOW)]
                continue
            broken = find_broken(page, framed=framed, looks=set() if THOROUGH else looks)
            wrong += [f"{url} {rule}: {html} {summary}" for rule, html, summary in broken]
            wrong += [f"{url} keyboard can't reach {lost}" for lost in find_unreachable(page, keys, framed=framed)]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
    return {url for _number, url in pages}


def find_broken(page: Page, *, framed: bool = False, looks: set[int] | None = None) -> list[tuple[str, str, str]]:
    """Run axe-core, and list the rules that are broken with the first place of each; learn how words look."""
    found: list[tuple[str, str, str]]
    found, unlike = page.evaluate(LOOK, [RULES, framed, json.dumps(sorted(looks or ()))])
    if looks is not None:
        looks.update(json.loads(unlike))
    return found


def find_unreachable(page: Page, keys: CDPSession, *, framed: bool = False) -> list[str]:
    """Press Tab through the page, or through its main matter alone, and list the elements that were never focused."""
    stops: list[str] = page.evaluate(TABBABLE, framed)
    reached: set[str] = set()
    # As many presses as there are stops, then some more: a date field takes several, one for each of its parts.
    for presses in (len(stops), 10, 20, 30):
        if len(reached) == len(stops):
            break
        press_tab(keys, presses)
        reached = set(page.evaluate("() => [...window.reachedStops]"))
    return [html for number, html in enumerate(stops) if str(number) not in reached]


def press_tab(keys: CDPSession, times: int) -> None:
    """Press Tab as fast as the browser takes it: it keeps the order, and a round trip for each press is most of the cost."""

    async def press() -> None:
        await asyncio.gather(*(keys._impl_obj.send("Input.dispatchKeyEvent", TAB, 0) for _ in range(times)))  # noqa: SLF001

    keys._sync(press())  # noqa: SLF001


def test_public_pages(page: Page, town: Town) -> None:
    public = [address for address in all_addresses() if address.guard == "public"]
    urls = urls_of(public, town)
    given = build_residents_surveys(town)
    for words in given:
        inside = [address for address in public if "door" in address.words]
        urls += [reverse(address.name, kwargs=address.fill({**town.address(), **words})) for address in inside]
    looked_at = look_at(page, urls)
    running, told = (words["door"] for words in given)
    doors = {f"/ankieta/{running}/{way}" for way in ("", "kiosk/kiosk-otwarty/", "ramka/", "klauzula/")}
    assert doors | {f"/{town.workspace.slug}/{town.process.slug}/ankiety/{told}/"} <= looked_at


@pytest.mark.parametrize("first", [True, False], ids=["first_half", "other_half"])
def test_office_pages_of_every_role(page: Page, town: Town, sign_in: SignIn, *, first: bool) -> None:
    office = [address for address in all_addresses() if address.guard != "public" and not address.name.startswith(CALLS)]
    half = [address for address in office if address.name.startswith(FIRST_HALF) == first]
    readers = [(town.coordinator, urls_of(half, town))]
    if not first:
        shared = urls_of([address for address in office if address.name in SHARED], town)
        programmes = urls_of([address for address in office if address.name.startswith("town:programme")], town)
        readers += [(town.adviser, shared), (town.viewer, shared), (UserFactory.create(is_superuser=True), programmes)]
    look_as(page, readers, sign_in)


def test_calls_in_each_phase(page: Page, town: Town, sign_in: SignIn) -> None:
    addresses = {address.name: address for address in all_addresses()}

    def list_urls(found: list[tuple[dict[str, Any], list[str]]]) -> list[str]:
        return [reverse(name, kwargs=addresses[name].fill(words)) for words, names in found for name in names]

    public, office = list_urls(build_applicants(town)), list_urls(build_office_calls(town))
    form = next(url for url in public if url.endswith("/formularz/"))
    further = [f"{form}?strona=p2", f"{form}?strona=p2&popraw"]
    closed = urls_of([one for one in addresses.values() if one.guard != "public" and one.name.startswith(CALLS)], town)
    looked_at = look_as(page, [(None, public + further), (town.coordinator, office + closed)], sign_in)
    assert {*office, *further} <= looked_at
    assert {"/wyniki/", "/kopia/", "/podsumowanie/"} <= {url[url[:-1].rindex("/") :] for url in looked_at}


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


def test_account_pages_before_and_after_signing_in(page: Page, sign_in: SignIn) -> None:
    urls = library_urls()
    # Whoever asks to sign out is soon signed out.
    look_as(page, [(None, urls), (UserFactory.create(), [url for url in urls if "logout" not in url])], sign_in)


def test_the_gate_sees_a_planted_defect(page: Page) -> None:
    page.set_content('<html lang="pl"><title>x</title><main><h1>x</h1><img src="data:,"><span tabindex="0">x</span></main>')
    page.evaluate(AXE_SCRIPT)
    assert [rule for rule, *_where in find_broken(page)] == ["image-alt"]


def test_the_gate_measures_words_that_look_unlike_those_it_knows(page: Page) -> None:
    looks: set[int] = set()

    def look(matter: str) -> list[str]:
        page.set_content(f'<html lang="pl"><title>x</title><main><h1>x</h1>{matter}</main>')
        page.evaluate(AXE_SCRIPT)
        return [rule for rule, *_where in find_broken(page, looks=looks)]

    grey = "<style>p {{ color: {} }} div {{ background: {} }}</style><div><p>{}</p></div>"
    assert look(grey.format("#000", "#fff", "words")) == []
    assert look(grey.format("#ccc", "#fff", "w")) == [], "one letter is not measured"
    assert look(grey.format("#ccc", "#fff", "words")) == ["color-contrast"]
    assert look(grey.format("#ccc", "#fff", "words")) == [], "measured again"
    assert look(grey.format("#000", "#111", "words")) == ["color-contrast"]


def test_the_gate_sees_what_may_be_kept_on_the_way(town: Town) -> None:
    colours = reverse("town:theme", kwargs={"workspace": town.workspace.slug})
    _pages, wrong = fetch_pages(["/biuro/", colours], town.coordinator)
    assert [slip.partition(":")[0] for slip in wrong] == [f"{colours} may be kept on the way"]


def test_the_gate_leaves_out_a_known_frame_and_nothing_else(page: Page) -> None:
    page.set_content(
        """<html lang="pl"><title>x</title>
        <header><button></button></header>
        <div><nav aria-label="n"><a href="#a">a</a></nav>
        <main><h1>x</h1><img src="data:,"><a href="#b">b</a><h4>y</h4></main></div>"""
    )
    page.evaluate(AXE_SCRIPT)
    whole, matter = ({rule for rule, *_where in find_broken(page, framed=framed)} for framed in (False, True))
    assert whole - matter == {"button-name", "target-size"}
    assert matter >= {"heading-order", "image-alt"}
    keys = page.context.new_cdp_session(page)
    assert find_unreachable(page, keys, framed=True) == []
    assert page.evaluate("() => reachedStops.size") == 1


def test_the_gate_sees_what_the_keyboard_misses(page: Page) -> None:
    page.set_content(
        """<html lang="pl"><title>x</title><main><h1>x</h1><a href="#a">a</a>
        <button id="lost">b</button><input type="date" aria-label="d"><a href="#c">c</a></main>"""
    )
    page.evaluate("() => lost.addEventListener('focus', () => lost.nextElementSibling.focus(), {capture: true})")
    page.evaluate("() => lost.addEventListener('focusin', e => e.stopImmediatePropagation())")
    assert len(find_unreachable(page, page.context.new_cdp_session(page))) == 1
