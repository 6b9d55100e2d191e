"""Taking a shared batch out of force by command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sciezka.rooms.monitor.store.batches import batches_in_force
from tests.factories.monitor import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_shared_batch_goes_out_of_force_and_back() -> None:
    batch = make_store()
    call_command("withdraw_batch", batch.key, stdout=StringIO())
    assert batches_in_force(None) == ()
    call_command("withdraw_batch", batch.key, restore=True, stdout=StringIO())
    assert [found.key for found in batches_in_force(None)] == [batch.key]


def test_an_unknown_key_is_said_with_the_known_ones() -> None:
    batch = make_store()
    with pytest.raises(CommandError, match=batch.key):
        call_command("withdraw_batch", "nothing", stdout=StringIO())
