"""sciezka serve: serve the pages and do the long work."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.kit import serving


class Command(BaseCommand):
    help = "Serve the pages, with a worker for long work beside. Put a proxy with HTTPS in front of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes that answer (default 1)")
        parser.add_argument(
            "--threads", type=int, default=settings.THREADS, help="pages worked on at once in each process (default 8)"
        )

    def handle(self, *, address: str, port: int, workers: int, threads: int, **_options: Any) -> None:
        if obstacle := serving.find_obstacle(address, port):
            raise CommandError(obstacle)
        serving.collect_static(self.stdout.write)
        self.stdout.write(f"Serving on http://{address}:{port}")
        self.stdout.flush()
        serving.serve(address, port, workers=workers, threads=threads)
