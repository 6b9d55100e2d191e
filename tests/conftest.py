"""Fixtures of the whole suite."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Playwright's synchronous interface keeps an event loop, which Django would otherwise refuse to query from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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
