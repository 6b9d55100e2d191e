"""sciezka create_workspace: make a city's workspace and invite its co-ordinator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from sciezka.kit.slugs import make_slug
from sciezka.rooms.people.actions import find_or_invite
from sciezka.rooms.town.actions.workspaces import create_workspace, seat_first_coordinator
from sciezka.rooms.town.models import Unit, Workspace


class Command(BaseCommand):
    help = "Make a workspace for a city's office or a partnership, and invite its first co-ordinator by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that residents see, such as „Jelenia Góra”")
        parser.add_argument("--slug", help="the word in the address (made from the name when not given)")
        parser.add_argument("--unit", action="append", default=[], metavar="TERYT", help="a member unit's code; repeat it")
        parser.add_argument("--partnership", action="store_true", help="a partnership of many units")
        parser.add_argument("--coordinator", metavar="E-MAIL", help="who is invited to run it")
        parser.add_argument("--accent", default="", metavar="#RRGGBB", help="the city's colour")

    @transaction.atomic
    def handle(self, *, name: str, slug: str | None, coordinator: str | None, **options: Any) -> None:
        found = {unit.teryt: unit for unit in Unit.objects.filter(pk__in=options["unit"])}
        if missing := [code for code in options["unit"] if code not in found]:
            raise CommandError(f"There is no unit {', '.join(missing)}. Read the register first: sciezka import_units FILE")
        if coordinator:
            self.check_address(coordinator)
        kind = Workspace.Kind.PARTNERSHIP if options["partnership"] else Workspace.Kind.OFFICE
        try:
            workspace = create_workspace(
                actor=None,
                slug=slug or make_slug(name, fallback="", length=len(name)),
                name=name,
                kind=kind,
                units=tuple(found[code] for code in options["unit"]),
                accent=options["accent"],
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        self.stdout.write(f"Made {workspace.get_absolute_url()}")
        if coordinator:
            user, invitation = find_or_invite(
                actor=None,
                email=coordinator,
                language="pl",
                next_url=f"/biuro/{workspace.slug}/",
                purpose=workspace.name,
            )
            seat_first_coordinator(actor=None, workspace=workspace, user=user)
            self.stdout.write(f"Invited {coordinator}." if invitation else f"{coordinator} has an account and can sign in.")

    def check_address(self, address: str) -> None:
        """Refuse what is not an e-mail address."""
        try:
            validate_email(address)
        except ValidationError as problem:
            raise CommandError(f"{address} is not an e-mail address.") from problem
