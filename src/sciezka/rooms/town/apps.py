"""The town room as a Django app."""

from django.apps import AppConfig


class TownConfig(AppConfig):
    """A town's process and its public calendar."""

    name = "sciezka.rooms.town"
    label = "town"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the people room what is kept about a person here, and what stands in the way of erasing one."""
        from sciezka.rooms.people.actions import (  # noqa: PLC0415 - models must be loaded first
            register_erasure_blocker,
            register_export,
        )
        from sciezka.rooms.town.actions.people import export_person, list_erasure_blockers  # noqa: PLC0415

        register_export("town", export_person)
        register_erasure_blocker(list_erasure_blockers)
