"""The people room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest

manifest = Manifest(
    key="people",
    title=_("Accounts"),
    verbs={
        "account.invite": _("invited a person"),
        "account.join": _("accepted an invitation"),
        "account.edit": _("changed their profile"),
        "account.erase": _("erased their account"),
        "invitation.withdraw": _("withdrew an invitation"),
    },
)
