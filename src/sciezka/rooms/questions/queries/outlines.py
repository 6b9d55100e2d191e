"""The boundary of a workspace's units, drawn on maps on which people mark places."""

from typing import Any

from django.utils.module_loading import import_string

from sciezka.kit.manifests import all_manifests
from sciezka.rooms.town.models import Workspace


def find_outline(workspace: Workspace) -> list[Any]:
    """Give the rings of the workspace's units as pairs of latitude and longitude, from whichever room has them."""
    codes = list(workspace.members.filter(left_on=None).values_list("unit", flat=True))
    if not codes:
        return []
    finders = (import_string(manifest.outlines) for manifest in all_manifests() if manifest.outlines)
    return next((rings for find in finders if (rings := find(codes))), [])
