"""What the tests of the assessment room share."""

import pytest

from tests.rooms.town.office import Office, build_office


@pytest.fixture
def office() -> Office:
    return build_office()
