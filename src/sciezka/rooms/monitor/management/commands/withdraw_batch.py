"""sciezka withdraw_batch KEY: take a batch of figures out of force, or put it back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.rooms.monitor.actions.imports import restore_batch, withdraw_batch
from sciezka.rooms.monitor.models import Batch


class Command(BaseCommand):
    help = "Take a batch of figures out of force: what it replaced counts again. Its observations stay where they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the batch's key, as monitor_status or a message names it")
        parser.add_argument("--restore", action="store_true", help="put it back in force")

    def handle(self, *, key: str, restore: bool, **_options: Any) -> None:
        batch = Batch.objects.filter(key=key).first()
        if batch is None:
            known = "\n  ".join(Batch.objects.order_by("-created_at").values_list("key", flat=True)[:20])
            raise CommandError(f"There is no batch {key}. The newest are:\n  {known or 'none'}")
        (restore_batch if restore else withdraw_batch)(actor=None, batch=batch)
        self.stdout.write(f"{batch.title} ({key}) is {'in force again' if restore else 'out of force'}.")
