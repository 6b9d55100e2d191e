"""The assessment room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest

manifest = Manifest(key="assessment", title=_("Assessment of the institution"), stage="II")
