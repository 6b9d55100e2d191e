"""Making workspaces from the command line."""

import pytest
from django.core.management import CommandError, call_command

from sciezka.kit.journal import entries_within
from sciezka.rooms.people.models import Invitation, User
from sciezka.rooms.town.models import Seat, Workspace
from tests.factories import town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_workspace_is_made_with_its_units_and_its_coordinator_invited() -> None:
    lead, member = town.UnitFactory.create_batch(2)
    call_command(
        "create_workspace",
        "Łódzka Aglomeracja",
        unit=[lead.pk, member.pk],
        partnership=True,
        coordinator="biuro@miasto.example",
    )
    workspace = Workspace.objects.get()
    assert workspace.slug == "lodzka-aglomeracja"
    assert workspace.kind == Workspace.Kind.PARTNERSHIP
    assert {row.unit: row.role for row in workspace.members.all()} == {lead: "lead", member: "member"}
    seat = Seat.objects.get()
    assert (seat.user.email, seat.role) == ("biuro@miasto.example", Seat.Role.COORDINATOR)
    assert Invitation.objects.get().email == "biuro@miasto.example"
    assert Invitation.objects.get().purpose == "Łódzka Aglomeracja"
    assert not User.objects.get().has_usable_password()
    assert set(entries_within(workspace.scope).values_list("verb", flat=True)) >= {"workspace.create", "seat.give"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"slug": "biuro"}, "biuro"),
        ({"slug": "Zła nazwa"}, "slug|adres|address|letters|liter"),
        ({"unit": ["9999999"]}, "import_units"),
        ({"coordinator": "not an address"}, "not an e-mail address"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_left(options: dict[str, object], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("create_workspace", "Miasto", **options)
    assert not Workspace.objects.exists()


def test_an_address_is_taken_once() -> None:
    town.WorkspaceFactory.create(slug="miasto")
    with pytest.raises(CommandError):
        call_command("create_workspace", "Miasto")
