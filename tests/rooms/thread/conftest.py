"""An office with somebody in each role, and the types of a room above."""

import pytest

from tests.factories.thread import declare_types
from tests.rooms.town.office import Office, build_office


@pytest.fixture(autouse=True)
def _types() -> None:
    """Declare the types that tests hang on the thread."""
    declare_types()


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with somebody in each role."""
    return build_office()
