"""Fixtures of the whole suite, and the record of the templates that it rendered."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.signals import template_rendered

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Playwright's synchronous interface keeps an event loop, which Django would otherwise refuse to query from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


_close_connection = BaseDatabaseWrapper.close_if_unusable_or_obsolete


def _close_outside_transactions(self: BaseDatabaseWrapper) -> None:
    """Spare the connection that a test's own transaction lives in, when the end of a request would close it."""
    if not self.in_atomic_block:
        _close_connection(self)


BaseDatabaseWrapper.close_if_unusable_or_obsolete = _close_outside_transactions  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Leave no rate limit or cached page to the next test."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real data, or skip the test where it isn't."""
    if not SHARED.is_dir():
        pytest.skip("the real data (../shared) are not on this machine")
    return SHARED


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
