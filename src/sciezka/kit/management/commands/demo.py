"""sciezka demo: load the demonstration into a database of its own, and serve it."""

import os
import shutil
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from sciezka.kit import serving
from sciezka.kit.manifests import all_manifests


class Command(BaseCommand):
    help = "Load the demonstration city into a database of its own (var/demo), and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="throw the old demonstration away first")
        parser.add_argument("--load-only", action="store_true", help="load, but don't serve")

    def handle(self, *, address: str, port: int, fresh: bool, load_only: bool, **_options: Any) -> None:
        if not settings.DEMO:
            self.start_over_as_demo(address, port)
        if fresh and settings.HOME.name == "demo":
            shutil.rmtree(settings.HOME, ignore_errors=True)
        self.say("preparing the database")
        settings.HOME.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        self.load()
        if not load_only:
            self.serve(address, port)

    def start_over_as_demo(self, address: str, port: int) -> None:
        """Run the same command again with the demonstration's settings: a folder and a database of its own."""
        environment = {
            **os.environ,
            "SCIEZKA_DEMO": "1",
            "SCIEZKA_HOME": str(settings.HOME / "demo"),
            "SCIEZKA_BASE_URL": f"http://{address}:{port}",
        }
        environment.pop("SCIEZKA_DATABASE_URL", None)
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - ourselves

    def load(self) -> None:
        """Let each room load its demo data, once."""
        for manifest in all_manifests():
            if manifest.demo and import_string(manifest.demo)():
                self.say(f"loading the demonstration: {manifest.key}")

    def serve(self, address: str, port: int) -> None:
        """Say where and as whom to sign in, and serve."""
        if obstacle := serving.find_obstacle(address, port):
            raise CommandError(obstacle)
        serving.collect_static(self.say)
        accounts = get_user_model()._default_manager.filter(is_demo=True).order_by("pk")
        lines = [f"  {account.email:<42} {account.name}" for account in accounts]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    f"Ścieżka is open on http://{address}:{port}   (stop it with Ctrl+C)",
                    "",
                    f"Accounts of the demonstration, all with the password  {settings.DEMO_PASSWORD}",
                    *lines,
                    "",
                ]
            )
        )
        self.stdout.flush()
        serving.serve(address, port, workers=1, threads=settings.THREADS)

    def say(self, text: str) -> None:
        """Tell the person at the terminal what is going on."""
        self.stdout.write(f"  {text}")
        self.stdout.flush()
