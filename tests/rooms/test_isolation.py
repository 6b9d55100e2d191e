"""Nothing of a workspace is visible in another, except what it published: every address, and every guard as every role.

A guard decides by its rule and by the noun that it loads, before the view or the method is looked at. So where addresses
have the same guard, the first of them is asked by every role, and the others by the roles in turn. Addresses open to all are
asked by every role. SCIEZKA_THOROUGH=1 has every role ask every address.
"""

import itertools
from collections.abc import Callable, Hashable, Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.models import Round
from tests.conftest import THOROUGH
from tests.factories.people import UserFactory
from tests.world import SECRET, Address, Town, all_addresses, build_town

ROLES = ("anonymous", "resident", "operator", "coordinator", "adviser", "contributor", "viewer")
# Answers that show nothing: moved to sign-in or elsewhere, refused, absent, wrong method, or a form that found an error.
CLOSED = {302, 301, 303, 400, 403, 404, 405, 410}

# Words of addresses that name no noun of one workspace alone.
SHARED_WORDS = {"workspace", "process", "year", "month", "words", "code", "indicator"}


@pytest.fixture
def towns(db: None, uninspected: None) -> tuple[Town, Town]:  # noqa: ARG001 - asks for the database
    """Two towns: one with secrets, one whose people are curious."""
    return build_town("sekretne", SECRET), build_town("ciekawe")


def clients_of(stranger: Town) -> Iterator[tuple[str, Client]]:
    """Give a signed-in client for each role of another workspace."""
    people = {
        "resident": UserFactory.create(),
        "operator": UserFactory.create(is_superuser=True),
        **stranger.people(),
    }
    for role in ROLES:
        client = Client()
        if role in people:
            client.force_login(people[role], backend="sciezka.rooms.people.backends.AccountBackend")
        yield role, client


def fingerprint() -> dict[str, int]:
    """Count the rows of every noun, so that a change by a stranger shows."""
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("sciezka.rooms.")} - {"people"}
    return {
        model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.app_label in rooms
    }


def is_office(address: Address) -> bool:
    """Tell whether an address belongs to a workspace's office."""
    return "workspace" in address.words and address.guard != "public"


def share_out(addresses: list[Address], guard: Callable[[Address], Hashable]) -> dict[str, list[Address]]:
    """Give each role the addresses that it asks for: the first of each guard for all, the others in turn."""
    asked: dict[str, list[Address]] = {role: [] for role in ROLES}
    # Who isn't signed in is refused without asking the database.
    asked["anonymous"] = list(addresses)
    known, turn = set[Hashable](), itertools.cycle(ROLES[1:])
    for address in addresses:
        is_new = THOROUGH or not is_office(address) or guard(address) not in known
        known.add(guard(address))
        for role in ROLES[1:] if is_new else (next(turn),):
            asked[role].append(address)
    return asked


def test_every_address_of_ours_is_guarded() -> None:
    addresses = all_addresses()
    assert len(addresses) > 40
    assert [address.name for address in addresses if not address.guard] == []


def test_strangers_open_no_office_page_and_see_no_secret(towns: tuple[Town, Town]) -> None:
    owner, stranger = towns
    values = owner.address()
    leaks = []
    asked = share_out(all_addresses(), lambda address: (address.guard, address.finder))
    for role, client in clients_of(stranger):
        for address in asked[role]:
            url = reverse(address.name, kwargs=address.fill(values))
            answer = client.get(url)
            body = b"" if answer.streaming else answer.content
            if answer.streaming:
                body = b"".join(answer.streaming_content)
            if SECRET.encode() in body:
                leaks.append((role, address.name, "shows a secret"))
            if is_office(address) and answer.status_code not in CLOSED:
                leaks.append((role, address.name, answer.status_code))
            assert answer.status_code < 500, (role, address.name)
    assert leaks == []


def test_strangers_change_nothing(towns: tuple[Town, Town]) -> None:
    owner, stranger = towns
    values = owner.address()
    before = fingerprint()
    scope = owner.workspace.scope
    journal = JournalEntry.objects.filter(scope__startswith=scope).count()
    opened = []
    # What a guard loads, it loads alike for reading and for writing: every role was asked about that above.
    asked = share_out([address for address in all_addresses() if is_office(address)], lambda address: address.guard)
    for role, client in clients_of(stranger):
        for address in asked[role]:
            answer = client.post(reverse(address.name, kwargs=address.fill(values)), {"title": "x", "name": "x"})
            if answer.status_code not in CLOSED:
                opened.append((role, address.name, answer.status_code))
            target = answer.headers.get("Location", "")
            if answer.status_code in {301, 302, 303} and "/konto/login/" not in target:
                opened.append((role, address.name, target))
    assert opened == []
    assert fingerprint() == before
    assert JournalEntry.objects.filter(scope__startswith=scope).count() == journal


def test_an_address_of_ones_own_workspace_reaches_no_noun_of_another(towns: tuple[Town, Town]) -> None:
    owner, stranger = towns
    client = Client()
    client.force_login(stranger.coordinator, backend="sciezka.rooms.people.backends.AccountBackend")
    # Our own workspace and process, the other's nouns. Teams and stages are named by words that both towns may use;
    # indicators are the catalogue's, not a town's.
    mixed = {**owner.address(), "workspace": stranger.workspace.slug, "process": stranger.process.slug}
    leaks = []
    for address in all_addresses():
        if not is_office(address) or not set(address.words) - SHARED_WORDS:
            continue
        url = reverse(address.name, kwargs=address.fill(mixed))
        answers = (client.get(url), client.post(url, {"title": "x"}))
        leaks += [(address.name, answer.status_code) for answer in answers if answer.status_code not in {404, 405}]
    assert leaks == []


@pytest.mark.parametrize("phase", ["open", "closed"])
def test_a_member_of_another_team_opens_nothing_of_a_round(db: None, phase: str) -> None:  # noqa: ARG001 - asks for the database
    town = build_town("sekretne", SECRET)
    if phase == "closed":
        Round.objects.update(closes_at=timezone.now())
    client = Client()
    client.force_login(town.viewer, backend="sciezka.rooms.people.backends.AccountBackend")
    inside = [address for address in all_addresses() if "round" in address.words]
    assert len(inside) > 40
    before = fingerprint()
    leaks = []
    for address in inside:
        url = reverse(address.name, kwargs=address.fill(town.address()))
        answers = (client.get(url), client.post(url, {"title": "x"}))
        leaks += [(address.name, answer.status_code) for answer in answers if answer.status_code not in {404, 405}]
    listed = client.get(reverse("rounds:rounds", kwargs=town.process.address))
    assert leaks == []
    assert SECRET.encode() not in b"".join(listed.content.split(b"<main")[1:])
    assert fingerprint() == before


def test_the_walk_asks_every_address_and_every_guard_as_every_role() -> None:
    addresses = all_addresses()
    asked = share_out(addresses, lambda address: (address.guard, address.finder))
    assert {address.name for role in ROLES[1:] for address in asked[role]} == {address.name for address in addresses}
    assert all(address.finder for address in addresses if address.guard not in {"public", "account"})
    guards = {(address.guard, address.finder) for address in addresses}
    assert [role for role in ROLES if {(one.guard, one.finder) for one in asked[role]} != guards] == []


def test_the_walk_finds_a_planted_leak(towns: tuple[Town, Town]) -> None:
    """Keep the walk honest: the owner's own co-ordinator does see the secrets."""
    owner, _ = towns
    client = Client()
    client.force_login(owner.coordinator, backend="sciezka.rooms.people.backends.AccountBackend")
    answer = client.get(reverse("town:board", kwargs={"workspace": "sekretne", "process": "rozwoj"}))
    assert SECRET.encode() in answer.content
