"""The kit as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class KitConfig(AppConfig):
    """Collects the manifests of all rooms once the apps are loaded."""

    name = "sciezka.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read each installed room's manifest."""
        from sciezka.kit import manifests  # noqa: PLC0415 - models must be loaded first

        manifests.collect_manifests()
        checks.register(check_tiles)


def check_tiles(**_about: Any) -> list[checks.CheckMessage]:  # noqa: ANN401 - what Django tells checks
    """Refuse to start with a tile server that can't be used."""
    from sciezka.kit import tiles  # noqa: PLC0415 - it brings an HTTP client along

    if not tiles.has_tiles():
        return []
    try:
        tiles.check_template(settings.TILES_URL)
    except tiles.BadTiles as problem:
        return [checks.Error(str(problem), id="kit.E001")]
    if not settings.TILES_ATTRIBUTION:
        return [checks.Warning("SCIEZKA_TILES_ATTRIBUTION must say whose the map is.", id="kit.W001")]
    return []
