"""Fixtures of the whole suite, and the record of the templates that it rendered.

A module whose tests may fare differently on another database says `pytestmark = pytest.mark.both_databases` and runs on
PostgreSQL too; those of its tests that do not say `one_database`: docs/explanation/tests.md.
"""

import atexit
import functools
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django.test.client
import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.test.signals import template_rendered
from django.utils import translation

from tests.databases import copy_database, make_template

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Playwright's synchronous interface keeps an event loop, which Django would otherwise refuse to query from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# Nearly all that lives is modules, which are never let go: looking for what can be let go is a tenth of the time.
gc.set_threshold(50_000, 20, 100)

# How long an example takes, and how long one takes to make, is a matter of how busy the machine is.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")

# What takes long is done in full only when asked for: see docs/explanation/tests.md.
THOROUGH = bool(os.environ.get("SCIEZKA_THOROUGH"))

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# Walks over all addresses and journeys, each as long as hundreds of tests: begun first, the longest before the others, so
# that no process waits for them at the end.
LONG_WALKS = (
    "tests/journeys/test_every_page.py::test_office_pages_of_every_role",
    "tests/rooms/test_bad_input.py",
    "tests/journeys/test_calls_journey.py",
    "tests/journeys/test_every_page.py",
    "tests/rooms/test_isolation.py",
    "tests/journeys/test_survey_journey.py",
    "tests/journeys/test_answering.py",
    "tests/rooms/test_demo_methods.py",
    "tests/journeys/",
)

_close_connection = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_outside_transactions(self: BaseDatabaseWrapper) -> None:
    """Spare the connection that a test's own transaction lives in, when the end of a request would close it."""
    if not self.in_atomic_block:
        _close_connection(self)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_outside_transactions  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Begin with the migrated copy, where the database is SQLite's."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_keepdb: bool) -> None:  # noqa: ARG001, FBT001 - after it
    """Put the migrated database where this process will look for its own."""
    if django_db_keepdb:
        copy_database(make_template(), Path(settings.DATABASES["default"]["TEST"]["NAME"]))


@pytest.fixture(autouse=True)
def _leave_nothing() -> Iterator[None]:
    """Leave nothing cached and no language of the last reader to the next test; limits go with the test's database."""
    yield
    caches["memory"].clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real data, or skip the test where it isn't."""
    if not SHARED.is_dir():
        pytest.skip("the real data (../shared) are not on this machine")
    return SHARED


_store = django.test.client.store_rendered_templates


def _store_pages(store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **named: Any) -> None:
    """Keep the context of a page, which tests look into, but not of the hundred fields and components drawn on it."""
    if (template.name or "").startswith(("kit/", "django/forms/")):
        store.setdefault("templates", []).append(template)
    else:
        _store(store, signal, sender, template, context, **named)


django.test.client.store_rendered_templates = _store_pages


_force_login = django.test.Client.force_login


@functools.cache
def choose_backend() -> str:
    """Give the first backend that knows people, as Django does where a test names none."""
    return next(path for path in settings.AUTHENTICATION_BACKENDS if hasattr(load_backend(path), "get_user"))


def _begin_session(self: django.test.Client, user: Any, backend: str | None = None) -> None:
    """Sign somebody in by a session alone: what else signing in does has tests of its own, and takes five times as long."""
    if settings.SESSION_COOKIE_NAME in self.cookies:
        return _force_login(self, user, backend)
    request = HttpRequest()
    request.session = SessionStore()
    request.session[SESSION_KEY] = user._meta.pk.value_to_string(user)
    request.session[BACKEND_SESSION_KEY] = backend or choose_backend()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session.save()
    return self._set_login_cookies(request)  # type: ignore[attr-defined]


django.test.Client.force_login = _begin_session  # type: ignore[method-assign]


@pytest.fixture
def uninspected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a walk the copies of each template's context that Django keeps for tests that look into them."""
    monkeypatch.setattr(django.test.client, "store_rendered_templates", lambda *_words, **_named: None)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that this file sets."""
    config.addinivalue_line("markers", "database: asks a database, whichever it is (set for every test that does)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks a database, so that the rest need not run again on another one; put the long walks first."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
    items.sort(key=lambda item: next((place for place, walk in enumerate(LONG_WALKS) if item.nodeid.startswith(walk)), 99))


def pytest_collection_finish() -> None:
    """Leave the modules that were just loaded out of every later search for what can be let go."""
    gc.collect()
    gc.freeze()
    # Thawed at the end, or DuckDB would report what it finds alive as leaks, below pytest's closing line.
    atexit.register(gc.unfreeze)


_rendered: set[str] = set()


def _note_template(template: Any, **_kwargs: object) -> None:
    """Remember a template that some test has rendered."""
    if template.origin and template.origin.name:
        _rendered.add(str(template.origin.name))


template_rendered.connect(_note_template)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the list of rendered templates for ``tools/test.py``, when it asks for one."""
    if folder := os.environ.get("SCIEZKA_RENDERED"):
        worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
        (Path(folder) / f"{worker}.txt").write_text("\n".join(sorted(_rendered)), encoding="utf-8")
