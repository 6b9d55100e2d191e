"""Django's cache, kept in the database: what the sign-in library remembers for a while holds for all processes of a server.

It counts its limits there and notes used codes of the second step; in the memory of each process a limit would be as many
times as wide as there are processes, and a restart would lift it. Django's own cache in a database was not taken: it names
what is kept by words (here addresses of computers), reads values by ``pickle``, lets what is over lie until there are 300
rows, and then throws away some that are not over as well.

Keys are digests under the server's key, values are plain (JSON), and rows whose while is over are removed by the next
that is written. What can be made again from the database has no business here: that is kept in ``caches["memory"]``.
"""

import datetime as dt
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sciezka.kit.models import Memo
from sciezka.kit.tallies import remove_ended

SALT: Final = "kit.memo"


class SharedMemory(BaseCache):
    """What all processes remember; ``add`` lets one alone of those that come at once be the first.

    Its ``incr`` is the base's, which may lose a count of two at once: what is to be counted belongs to ``kit.tallies``.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # noqa: ANN401
        """Remember something unless the key is taken; tell whether it was free."""
        values = {"value": value, "until": self._find_end(timeout)}
        # One that is over is taken where it stands: of several who come at once, one finds it over.
        if self._find(key, version).filter(until__lte=timezone.now()).update(**values):
            return True
        try:
            with transaction.atomic():
                Memo.objects.create(key=self._name(key, version), **values)
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401 - the base's signature
        """Give what is remembered."""
        found = self._find(key, version).filter(until__gt=timezone.now()).values_list("value", flat=True)[:1]
        return next(iter(found), default)

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:  # noqa: ANN401
        """Remember something in place of what was."""
        memo = Memo(key=self._name(key, version), value=value, until=self._find_end(timeout))
        Memo.objects.bulk_create([memo], update_conflicts=True, unique_fields=["key"], update_fields=["value", "until"])
        remove_ended(Memo, timezone.now())

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember for longer or shorter; tell whether it was still known."""
        known = self._find(key, version).filter(until__gt=timezone.now())
        return bool(known.update(until=self._find_end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget something; tell whether there was a row."""
        return bool(self._find(key, version).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        Memo.objects.all().delete()

    def _name(self, key: str, version: int | None) -> str:
        return salted_hmac(SALT, self.make_and_validate_key(key, version), algorithm="sha256").hexdigest()

    def _find(self, key: str, version: int | None) -> "QuerySet[Memo]":
        return Memo.objects.filter(key=self._name(key, version))

    def _find_end(self, timeout: float | None) -> dt.datetime:
        end = self.get_backend_timeout(timeout)
        if end is None:
            message = "What is remembered for all processes has an end: give a timeout."
            raise ValueError(message)
        return dt.datetime.fromtimestamp(end, tz=dt.UTC)
