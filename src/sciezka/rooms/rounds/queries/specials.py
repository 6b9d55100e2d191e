"""What is said where an answer or an agreement holds no level."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.consensus.types import Special


def say_special(special: str) -> str:
    """Name what was answered instead of a level."""
    if special == Special.POTENTIAL:
        return _("P – not today, but it may come")
    return _("not applicable") if special == Special.NOT_APPLICABLE else _("I don't know")


def say_agreed_special(special: str) -> str:
    """Name what was agreed instead of a level, in few words."""
    if special == Special.POTENTIAL:
        return pgettext("influence", "potential (P)")
    return _("not applicable") if special == Special.NOT_APPLICABLE else _("not known")
