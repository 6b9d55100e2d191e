"""The stakeholders room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest

manifest = Manifest(key="stakeholders", title=_("Stakeholders"), stage="II")
