"""What happens when two people change the same."""

from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Noun = TypeVar("Noun")


class Conflict(ValidationError, Generic[Noun]):
    """Somebody else has changed it since it was read.

    Attributes:
        standing: how it stands now.
    """

    def __init__(self, standing: Noun) -> None:
        said = _("Somebody has changed the same since you read it. Nothing was lost: choose below.")
        super().__init__(said, code="conflict")
        self.standing = standing
