"""Getting ready to serve, and serving: one process for pages and one for long work."""

import atexit
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import vl_convert
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from granian import Granian
from granian.constants import Interfaces

from sciezka.kit.manifests import all_manifests

Say = Callable[[str], None]
# Connections besides those of live screens that one process keeps open.
CONNECTIONS: Final = 1024
# A page that is not answered by then is given up when the server stops.
SECONDS_TO_STOP: Final = 20
SECONDS_BEFORE_TIDYING: Final = 300
SECONDS_OF_DAY: Final = 86_400
# A task that ended is kept for so long, for whoever looks for what went wrong.
DAYS_OF_TASKS: Final = 14
logger: Final = logging.getLogger(__name__)


def find_obstacle(address: str, port: int) -> str:
    """Say why the server must not start, and what to do; empty when it may."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return (
                f"The address {address}:{port} is taken. Stop what listens there, or choose another port: --port {port + 1}"
            )
    if MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes()):
        return "The database is not up to date. Run: sciezka migrate"
    users = get_user_model()._default_manager
    if not settings.DEMO and users.filter(is_demo=True).exists():
        return (
            "This database holds the demonstration's accounts, whose passwords everybody knows. "
            "Serve it with `sciezka demo`, or start with a database of your own (SCIEZKA_HOME or SCIEZKA_DATABASE_URL)."
        )
    return ""


def collect_static(say: Say) -> None:
    """Gather the static files for serving, when any of them is newer than what was gathered."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    newest = max(Path(storage.path(name)).stat().st_mtime for finder in get_finders() for name, storage in finder.list([]))
    if stamp.exists() and stamp.stat().st_mtime >= newest:
        return
    say("gathering static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.touch()


def warm_rooms() -> None:
    """Make all rooms ready, as their manifests say; called once in each serving process, before its first request."""
    load_pages()
    start_drawing()
    for manifest in all_manifests():
        if manifest.warm:
            import_string(manifest.warm)()
    # What is loaded now lives as long as the process: a full collection need not walk it during a request.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


def load_pages() -> None:
    """Load all views, words and templates, which Django would else load during the first requests."""
    get_resolver().url_patterns  # noqa: B018 - reading it imports the views
    for code, _name in settings.LANGUAGES:
        with override(code):
            gettext("")
    for config in apps.get_app_configs():
        if config.name.startswith("sciezka."):
            folder = Path(config.path) / "templates"
            for path in sorted(folder.rglob("*.html")):
                get_template(path.relative_to(folder).as_posix())


def start_drawing() -> None:
    """Load the engine that draws charts, whose first drawing takes long."""
    field = {"field": "x", "type": "quantitative"}
    dot = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": field}}
    vl_convert.vegalite_to_svg(dot, allowed_base_urls=[])


def keep_queue_short(stop: threading.Event) -> None:
    """Delete old tasks a while after the start and then once a day, until told to stop."""
    wait = SECONDS_BEFORE_TIDYING
    while not stop.wait(wait):
        wait = SECONDS_OF_DAY
        try:
            prune_queue()
        except DatabaseError:
            # A busy database is no reason to stop; tomorrow is another day.
            logger.exception("Old tasks could not be deleted from the queue.")
        finally:
            connections.close_all()


def prune_queue() -> None:
    """Delete tasks that ended a while ago: with them goes what their letters said."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=DAYS_OF_TASKS, verbosity=0)


def serve(address: str, port: int, *, workers: int, threads: int) -> None:
    """Serve pages until told to stop, with one worker process beside for long work."""
    # For the serving processes, which read their settings anew.
    os.environ["SCIEZKA_THREADS"] = str(threads)
    worker = subprocess.Popen(
        [sys.executable, "-c", "from sciezka.config.cli import main; main()", "db_worker", "--interval", "0.5"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "sciezka.config.settings")},
        stdin=subprocess.DEVNULL,
        # Its own group, so that Ctrl+C reaches the server first, which then ends the worker.
        start_new_session=True,
    )
    stop = threading.Event()
    threading.Thread(target=keep_queue_short, args=(stop,), daemon=True).start()
    try:
        Granian(
            "sciezka.config.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            # A live screen holds a thread that only waits; how many pages are worked on is the handler's to limit.
            blocking_threads=threads + settings.STREAMS,
            # Connections that a process takes: browsers hold some open and say nothing.
            backpressure=CONNECTIONS + settings.STREAMS,
            workers_kill_timeout=SECONDS_TO_STOP,
            log_enabled=settings.DEBUG,
        ).serve()
    finally:
        stop.set()
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()
