"""The kit as a Django app."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Collects the manifests of all rooms once the apps are loaded."""

    name = "sciezka.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read each installed room's manifest."""
        from sciezka.kit import manifests  # noqa: PLC0415 - models must be loaded first

        manifests.collect_manifests()
