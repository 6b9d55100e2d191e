"""What happens when two people change the same noun at once: the second is told, and loses nothing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _


class Conflict(ValidationError):
    """Somebody else has changed the noun since it was read.

    Attributes:
        standing: the noun as it stands now.
    """

    def __init__(self, standing: Any) -> None:  # noqa: ANN401 - a noun of any room
        said = _("Somebody has changed this since you read it. Nothing was lost: what stands now is shown below.")
        super().__init__(said, code="conflict")
        self.standing: Any = standing


def refuse_stale(standing: Model, version: int, values: Mapping[str, Any]) -> None:
    """Refuse what was written over another version than the one that stands, unless it says the same.

    Raises:
        Conflict: with the noun as it stands now.
    """
    if getattr(standing, "version", version) != version and any(
        getattr(standing, name) != value for name, value in values.items()
    ):
        raise Conflict(standing)
